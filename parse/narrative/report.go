package narrative

import "gongkai/disclosure"

// preamble is the section name of claims that stand before the first section.
const preamble = "preamble"

// Report fills r.Claims from the report's preamble and sections, in the order of
// the document, with r.Year as the year that the claims must be about. The report
// is a township's: figures of the whole county are left alone.
func Report(r *disclosure.Report) {
	r.Claims = nil
	add := func(section, text string) {
		for _, claim := range claims(text, r.Year, true) {
			claim.Section = section
			r.Claims = append(r.Claims, claim)
		}
	}
	add(preamble, r.Preamble)
	for i := range r.Sections {
		add(r.Sections[i].Key, r.Sections[i].Text)
	}
}
