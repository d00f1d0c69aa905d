package audit

import (
	"strings"

	"gongkai/disclosure"
)

// Result is what one rule says of one report.
type Result struct {
	Rule    *Rule
	Verdict disclosure.Verdict
	// Findings are what the rule reports. A rule that fires may have none where
	// another rule reports the same cause; Why then names it.
	Findings []disclosure.Finding
	// Lacking are the cells that an undetermined rule would have needed.
	Lacking []disclosure.Key
	// Why says in Chinese why the rule is undetermined or does not apply.
	Why string

	sheet *sheet
}

// The four verdicts. A rule that looks at several places may give several: fires
// outranks undetermined, which outranks holds.

// holds gives the verdict that nothing is wrong.
func (r *Result) holds() {
	if r.Verdict == "" {
		r.Verdict = disclosure.Holds
	}
}

// skip gives the verdict that the rule has no business with this report.
func (r *Result) skip(why string) {
	if r.Verdict == "" {
		r.Verdict, r.Why = disclosure.NotApplicable, why
	}
}

// lacks gives the verdict that the rule could not run, and what it would have needed.
func (r *Result) lacks(why string, cells ...disclosure.Key) {
	r.Lacking = append(r.Lacking, cells...)
	if r.Verdict != disclosure.Fires {
		r.Verdict, r.Why = disclosure.Undetermined, why
	}
}

// fire adds a finding. The caller fills in what is particular: Cells, Expected,
// Actual, Formula, Message, Quote, Causes; Severity only where it differs from
// the rule's. The rest is filled in here: rule, basis, place, fingerprint, and the
// step down where the reading of the cells is doubtful.
func (r *Result) fire(f disclosure.Finding) {
	r.Verdict = disclosure.Fires
	r.Findings = append(r.Findings, r.sheet.finish(r.Rule, f))
}

// firesElsewhere gives the verdict that the rule fires, for a cause that another
// rule reports.
func (r *Result) firesElsewhere(rule string) {
	if r.Verdict == disclosure.Fires {
		return
	}
	r.Verdict, r.Why = disclosure.Fires, "同一原因，见 "+rule
}

// Findings flattens results: every finding once, the worst first, in the order of
// the catalogue within a severity. What could not be checked is not among them,
// see [Unassessed].
func Findings(results []Result) []disclosure.Finding {
	var out []disclosure.Finding
	for _, severity := range disclosure.Severities {
		for i := range results {
			for _, f := range results[i].Findings {
				if f.Severity == severity {
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// Unassessed lists the rules that could not run, each as a finding of verdict
// undetermined that names the lacking cells.
func Unassessed(results []Result) []disclosure.Finding {
	var out []disclosure.Finding
	for i := range results {
		r := &results[i]
		if r.Verdict != disclosure.Undetermined {
			continue
		}
		out = append(out, disclosure.Finding{
			Rule: r.Rule.ID, Severity: disclosure.Info, Verdict: disclosure.Undetermined,
			Cells: r.Lacking, Message: r.Rule.Title + "：未能判断。" + r.Why, Basis: r.Rule.Source,
		})
	}
	return out
}

// InGroups keeps the results of rules whose group is among the letters, for
// example "ABDEGKL".
func InGroups(results []Result, letters string) []Result {
	var out []Result
	for i := range results {
		if strings.Contains(letters, results[i].Rule.Group) {
			out = append(out, results[i])
		}
	}
	return out
}
