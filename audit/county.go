package audit

import (
	"strconv"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

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
	// later counts, and of equal dates the later in this list.
	Reports []*disclosure.Report
	// Parents are the county's own reports.
	Parents []*disclosure.Report
	// Expected are the town-years for which a report is due. Where empty, those
	// between a town's first and last known year are.
	Expected []Subject
	// SearchedOn is the day of the search, "2006-01-02". A report is missing only
	// where its deadline is before that day.
	SearchedOn string
}

// Audited is what the rules say of one report, of a missing report (Report nil),
// or of the county's own report (Subject.Town empty).
type Audited struct {
	Subject Subject
	Report  *disclosure.Report
	Results []Result
}

// CountyWide runs the catalogue over a county: first the towns' reports in the
// order given, then the county's own, then the missing ones.
func CountyWide(county *County, options Options) []Audited {
	c := newSet(county, &options)
	out := make([]Audited, 0, len(county.Reports))
	for n, report := range county.Reports {
		out = append(out, Audited{
			Subject: Subject{TownCode: report.TownCode, Town: report.Town, Year: report.Year},
			Report:  report, Results: resultsOf(Catalogue(), c.sheets[n], report),
		})
	}
	for n, report := range county.Parents {
		if s := c.parents[n]; s != nil {
			out = append(out, Audited{Subject: Subject{Year: report.Year}, Report: report, Results: resultsOf(inGroup("I"), s, report)})
		}
	}
	return append(out, c.missing()...)
}

// set is a county compiled for the rules.
type set struct {
	county  *County
	options *Options
	// sheets and parents stand beside County.Reports and County.Parents; nil where a
	// document was not read.
	sheets, parents []*sheet
	// newest is the sheet that counts for a town and year, others are the rest.
	newest map[bodyYear]*sheet
	others map[bodyYear][]*sheet
	// days are the towns and the years of one town that share a publish date.
	townsOn map[string]map[string]bool
	yearsOn map[string]map[int]bool
	copied  *copiedIndex
}

// bodyYear is a town, by code or name, and a year.
type bodyYear struct {
	body string
	year int
}

func newSet(county *County, options *Options) *set {
	c := &set{
		county: county, options: options,
		newest: map[bodyYear]*sheet{}, others: map[bodyYear][]*sheet{},
		townsOn: map[string]map[string]bool{}, yearsOn: map[string]map[int]bool{},
	}
	var read []*sheet
	for _, report := range county.Reports {
		s := newSheet(report, options)
		c.sheets = append(c.sheets, s)
		if s == nil {
			continue
		}
		s.set = c
		read = append(read, s)
		c.file(s)
	}
	for _, report := range county.Parents {
		s := newSheet(report, options)
		if s != nil {
			s.set, s.isParent = c, true
		}
		c.parents = append(c.parents, s)
	}
	for _, s := range read {
		c.link(s)
	}
	c.copied = indexCopies(read)
	return c
}

// file puts a sheet in its place among those of its town and year.
func (c *set) file(s *sheet) {
	at := bodyYear{body(s.report), s.year}
	if s.year != 0 {
		switch before := c.newest[at]; {
		case before == nil:
			c.newest[at] = s
		case s.published() >= before.published():
			c.newest[at] = s
			c.others[at] = append(c.others[at], before)
		default:
			c.others[at] = append(c.others[at], s)
		}
	}
	if date := s.published(); date != "" {
		day := at.body + date
		if c.townsOn[date] == nil {
			c.townsOn[date] = map[string]bool{}
		}
		if c.yearsOn[day] == nil {
			c.yearsOn[day] = map[int]bool{}
		}
		c.townsOn[date][at.body] = true
		c.yearsOn[day][s.year] = true
	}
}

// link finds a sheet's earlier years.
func (c *set) link(s *sheet) {
	if s.year == 0 {
		return
	}
	name := body(s.report)
	s.prior = c.newest[bodyYear{name, s.year - 1}]
	for year := s.year - 1; year >= s.year-2*maxEarlier && len(s.earlier) < maxEarlier; year-- {
		if e := c.newest[bodyYear{name, year}]; e != nil {
			s.earlier = append(s.earlier, e)
		}
	}
}

// Shared dates from which a publish date is that of a move of the website.
const (
	bulkTowns = 10
	bulkYears = 3
)

// postedInBulk reports whether ten towns, or three years of the town, share a
// publish date. Ten towns on one day are normal before the deadline, so this is
// asked only after it.
func (c *set) postedInBulk(s *sheet, date string) bool {
	if c == nil {
		return false
	}
	return len(c.townsOn[date]) >= bulkTowns || len(c.yearsOn[body(s.report)+date]) >= bulkYears
}

// checkTwins compares the sheet that counts with the other documents of its town
// and year.
func (s *sheet) checkTwins(r *Result, compare func(other *sheet, differing []int)) {
	if s.set == nil {
		r.lacks("需要同一乡镇的其他文件")
		return
	}
	if s.year == 0 {
		r.lacks("报告年度不明")
		return
	}
	at := bodyYear{body(s.report), s.year}
	if newest := s.set.newest[at]; newest != s {
		r.skip("同一年度另有更新的文件，见 " + documents(newest)[0])
		return
	}
	for _, other := range s.set.others[at] {
		compare(other, s.differing(other))
	}
	r.holds()
}

// differing returns the cells in which two sheets differ, of those both forms have.
func (s *sheet) differing(other *sheet) []int {
	var out []int
	for i := range s.cells {
		j := i
		if other.form != s.form {
			if j = other.form.Index(s.key(i)); j < 0 {
				continue
			}
		}
		if s.cells[i].State != other.cells[j].State || s.values[i] != other.values[j] {
			out = append(out, i)
		}
	}
	return out
}

// townsWith counts the county's towns whose report of a year meets a condition.
func (c *set) townsWith(year int, has func(report *disclosure.Report) bool) int {
	if c == nil {
		return 0
	}
	n := 0
	for at, s := range c.newest {
		if at.year == year && has(s.report) {
			n++
		}
	}
	return n
}

// townsWithExtra counts the towns whose report of the year has the same extra row
// or column.
func (c *set) townsWithExtra(year int, extra *disclosure.Extra) int {
	return c.townsWith(year, func(report *disclosure.Report) bool {
		for i := range report.Extras {
			e := &report.Extras[i]
			if e.Table == extra.Table && e.Axis == extra.Axis && han.Unspaced(e.Label) == han.Unspaced(extra.Label) {
				return true
			}
		}
		return false
	})
}

// townsWithLabel counts the towns whose report of the year alters a label alike.
func (c *set) townsWithLabel(year int, label *disclosure.AlteredLabel) int {
	return c.townsWith(year, func(report *disclosure.Report) bool {
		for i := range report.Tables {
			for j := range report.Tables[i].Altered {
				a := &report.Tables[i].Altered[j]
				if a.Row == label.Row && a.Column == label.Column && han.Unspaced(a.Document) == han.Unspaced(label.Document) {
					return true
				}
			}
		}
		return false
	})
}

// missing reports the expected town-years without a document.
func (c *set) missing() []Audited {
	rule := RuleByID("report-missing")
	var out []Audited
	for _, subject := range c.expected() {
		if c.hasDocument(subject) {
			continue
		}
		due := c.options.deadline(c.county.Code, subject.Year)
		r := Result{Rule: rule}
		if c.county.SearchedOn != "" && c.county.SearchedOn <= due.Due {
			r.skip("期限 " + due.Due + " 未到")
		} else {
			r.Verdict = disclosure.Fires
			r.Findings = []disclosure.Finding{c.missingFinding(rule, subject, due)}
		}
		out = append(out, Audited{Subject: subject, Results: []Result{r}})
	}
	return out
}

func (c *set) missingFinding(rule *Rule, subject Subject, due Deadline) disclosure.Finding {
	year := strconv.Itoa(subject.Year)
	f := disclosure.Finding{
		Rule: rule.ID, Severity: rule.Severity, Verdict: disclosure.Fires, Basis: rule.Source,
		Expected: year + "年度报告", Actual: "没有找到",
		// The day of the search is left out: the same state of things reads the same on any day.
		Message: "在所查的来源中没有找到" + subject.Town + year + "年度的报告（期限 " + due.Due + "，" + due.Basis + "）。如已发布请补充来源；乡镇撤并、新设的请说明。",
	}
	name := subject.TownCode
	if name == "" {
		name = c.county.Code + "/" + subject.Town
	}
	f.Fingerprint = fingerprint(rule.ID, name, subject.Year, nil, &f)
	return f
}

// expected returns the town-years that are due.
func (c *set) expected() []Subject {
	if len(c.county.Expected) > 0 {
		return c.county.Expected
	}
	type known struct {
		subject     Subject
		first, last int
	}
	var order []string
	towns := map[string]*known{}
	for _, report := range c.county.Reports {
		if report.Year == 0 || report.Town == "" {
			continue
		}
		name := body(report)
		t := towns[name]
		if t == nil {
			t = &known{Subject{TownCode: report.TownCode, Town: report.Town}, report.Year, report.Year}
			towns[name] = t
			order = append(order, name)
		}
		t.first, t.last = min(t.first, report.Year), max(t.last, report.Year)
	}
	var out []Subject
	for _, name := range order {
		t := towns[name]
		for year := t.first + 1; year < t.last; year++ {
			out = append(out, Subject{TownCode: t.subject.TownCode, Town: t.subject.Town, Year: year})
		}
	}
	return out
}

// hasDocument reports whether any document of the county, read or not, is a town's
// report of a year.
func (c *set) hasDocument(subject Subject) bool {
	for _, report := range c.county.Reports {
		if report.Year != subject.Year {
			continue
		}
		if report.TownCode != "" && subject.TownCode != "" {
			if report.TownCode == subject.TownCode {
				return true
			}
			continue
		}
		if report.Town != "" && report.Town == subject.Town {
			return true
		}
	}
	return false
}
