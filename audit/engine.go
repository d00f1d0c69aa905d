package audit

import "gongkai/disclosure"

// Options is what the rules may know beyond the reports.
type Options struct {
	// Deadlines gives a county's own deadline for a report year; nil or false means
	// the default, 31 January of the next year.
	Deadlines func(countyCode string, year int) (Deadline, bool)
	// OverviewLimit is the county's limit on the first section in characters; 0 means none.
	OverviewLimit int
}

// Deadline is the day by which the reports of a year must be published.
type Deadline struct {
	// Due is the last day, "2006-01-02".
	Due string
	// Basis is what it rests on, in Chinese.
	Basis string
}

// Document runs the catalogue over one report. Rules that need other years, other
// towns or the register are undetermined.
func Document(report *disclosure.Report, options Options) []Result {
	return NewAuditor(options).Document(report)
}

// Auditor audits one report after another without asking for new memory. It is not
// safe for concurrent use: give each goroutine its own.
type Auditor struct {
	options Options
	rules   []*Rule
	sheet   sheet
	results []Result
}

// NewAuditor makes an Auditor.
func NewAuditor(options Options) *Auditor {
	rules := Catalogue()
	return &Auditor{options: options, rules: rules, results: make([]Result, len(rules))}
}

// Document is like [Document]. The results are valid until the next call; their
// findings may be kept.
func (a *Auditor) Document(report *disclosure.Report) []Result {
	s := &a.sheet
	if !s.compile(report, &a.options) {
		s = nil
	}
	run(a.rules, s, report, a.results)
	return a.results
}

// newSheet compiles a report; nil where the report is on no known form.
func newSheet(report *disclosure.Report, options *Options) *sheet {
	s := &sheet{}
	if !s.compile(report, options) {
		return nil
	}
	return s
}

// resultsOf gives the result of each rule for a sheet.
func resultsOf(rules []*Rule, s *sheet, report *disclosure.Report) []Result {
	results := make([]Result, len(rules))
	run(rules, s, report, results)
	return results
}

// run fills in the result of each rule for a sheet; a nil sheet is a document that
// was not read.
func run(rules []*Rule, s *sheet, report *disclosure.Report, results []Result) {
	for i, rule := range rules {
		r := &results[i]
		*r = Result{Rule: rule, sheet: s}
		switch {
		case s == nil && report.Reason == disclosure.NotAReport:
			r.skip("这不是年度报告")
		case s == nil:
			r.lacks("文件没有读成报告")
		case rule.check == nil:
			checkAssessed(results[:i], s, r)
		case rule.applies(s, r):
			rule.check(s, r)
			if r.Verdict == "" {
				r.lacks("规则没有给出结论")
			}
		}
		r.sheet = nil // results outlive the sheet
	}
}

// applies reports whether a rule is meant for the sheet's form and year; where
// not, it says so in r.
func (rule *Rule) applies(s *sheet, r *Result) bool {
	if rule.forms&s.plan.bit == 0 {
		r.skip("不适用于这一版表式")
		return false
	}
	if rule.FirstYear == 0 && rule.LastYear == 0 {
		return true
	}
	switch {
	case s.year == 0:
		r.lacks("报告年度不明")
	case s.year < rule.FirstYear || (rule.LastYear != 0 && s.year > rule.LastYear):
		r.skip("不适用于这一年度")
	default:
		return true
	}
	return false
}
