package narrative

import "gongkai/disclosure"

// preamble is the section name of claims that stand before the first section.
const preamble = "preamble"

// Report fills r.Claims from the report's preamble and sections, in the order of
// the document, with r.Year as the year that the claims must be about.
func Report(r *disclosure.Report) {
	r.Claims = nil
	add := func(section, text string) {
		for _, claim := range Claims(text, r.Year) {
			claim.Section = section
			r.Claims = append(r.Claims, claim)
		}
	}
	add(preamble, r.Preamble)
	for i := range r.Sections {
		add(r.Sections[i].Key, r.Sections[i].Text)
	}
}
