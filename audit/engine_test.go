package audit

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/disclosure"
)

func itoa(n int) string { return strconv.Itoa(n) }

// runCase audits the case's county and returns the results it is about, and all.
func runCase(c *ruleCase, form string, year int) (results []Result, all []Audited) {
	r := baseReport(form, year)
	county := &County{
		Code: "990101", Name: "云溪县", SearchedOn: itoa(year+2) + "-06-01",
		Reports: []*disclosure.Report{r, priorReport(form, year-1), priorReport(form, year-2)},
	}
	parent(func(*disclosure.Report) {})(county)
	c.change(r)
	if c.county != nil {
		c.county(county)
	}
	all = CountyWide(county, Options{})
	if c.on < 0 {
		return all[len(all)-1].Results, all
	}
	return all[0].Results, all
}

// eachForm runs a case on each of its forms.
func eachForm(c *ruleCase, run func(form string, year int)) {
	for _, fy := range formYears {
		if c.form != "" && c.form != fy.form || c.form == "" && fy.form == "2014" {
			continue
		}
		year := fy.year
		if c.year != 0 {
			year = c.year
		}
		run(fy.form, year)
	}
}

func TestEachRuleFiresOnItsOwnChangeAndNoOtherDoes(t *testing.T) {
	checkCases(t, ruleCases())
}

// checkCases runs each case: its rule gives one finding of its severity, and no
// rule fires that the case does not name.
func checkCases(t *testing.T, cases []ruleCase) {
	for i := range cases {
		c := &cases[i]
		eachForm(c, func(form string, year int) {
			t.Run(c.rule+"/"+c.name+"/"+form, func(t *testing.T) {
				results, _ := runCase(c, form, year)
				result := ruleOf(t, results, c.rule)
				if result.Verdict != disclosure.Fires {
					t.Fatalf("verdict %s (%s), want fires; firing: %v", result.Verdict, result.Why, firing(results))
				}
				for _, id := range firing(results) {
					if id != c.rule && !slices.Contains(c.with, id) {
						t.Errorf("%s fires too: %s", id, messages(ruleOf(t, results, id)))
					}
				}
				if c.severity == "" {
					if len(result.Findings) > 0 || !strings.HasPrefix(result.Why, "同一原因") {
						t.Errorf("want the cause reported by another rule, got %q %s", result.Why, messages(result))
					}
					return
				}
				if len(result.Findings) != 1 {
					t.Fatalf("%d findings, want one: %s", len(result.Findings), messages(result))
				}
				f := result.Findings[0]
				if f.Severity != c.severity {
					t.Errorf("severity %s, want %s: %s", f.Severity, c.severity, f.Message)
				}
				if !strings.Contains(f.Message+f.Formula, c.says) {
					t.Errorf("message %q (%s) does not say %q", f.Message, f.Formula, c.says)
				}
				if f.Fingerprint == "" || f.Basis == "" || !strings.HasSuffix(f.Message, "。") {
					t.Errorf("finding lacks its fingerprint, its basis or its full stop: %+v", f)
				}
			})
		})
	}
}

func messages(r *Result) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Severity)+" "+f.Message)
	}
	return strings.Join(out, " | ") + " " + r.Why
}

func TestTheSoundReportGivesNoFinding(t *testing.T) {
	for _, fy := range formYears {
		results, _ := runCase(&ruleCase{change: func(*disclosure.Report) {}}, fy.form, fy.year)
		for _, f := range Findings(results) {
			t.Errorf("form %s: %s %s: %s", fy.form, f.Severity, f.Rule, f.Message)
		}
	}
}

func TestTheThreeSilentTraps(t *testing.T) {
	for _, c := range []struct {
		name string
		form string
		trap ruleCase
	}{
		{"a change of minus eight in 2019", "2019", ruleCase{
			change: func(r *disclosure.Report) {
				put(r, "disclosure.licences.prior_items", 20)
				put(r, "disclosure.licences.change", -8)
			},
			county: func(c *County) { put(c.Reports[1], "disclosure.licences.prior_items", 20) },
		}},
		{"13 handled in the text, received and carried over", "2021", ruleCase{
			change: func(r *disclosure.Report) {
				reword(r, "overview", "收到政府信息公开申请12件，上年结转1件", "收办政府信息公开申请13件")
				r.Claims = append(r.Claims, disclosure.Claim{Metric: "applications.workload.total", Value: disclosure.Int(13), Section: "overview", Text: "收办政府信息公开申请13件"})
			},
		}},
		{"an all-zero report like last year's", "2021", ruleCase{
			change: zero, county: func(c *County) { zero(c.Reports[1]) },
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			results, _ := runCase(&c.trap, c.form, map[string]int{"2021": 2022, "2019": 2020}[c.form])
			for _, f := range Findings(results) {
				if f.Severity.AtLeast(disclosure.Warning) {
					t.Errorf("%s %s: %s", f.Severity, f.Rule, f.Message)
				}
			}
		})
	}
}

func zero(r *disclosure.Report) {
	for i := range r.Cells {
		put(r, string(r.Cells[i].Key), 0)
	}
	r.Section("overview").Text = "（一）主动公开。按时发布。\n（二）依申请公开。没有收到申请。\n（三）政府信息管理。\n（四）平台建设。\n（五）监督保障。年度考核合格。"
}

func TestAnAllZeroReportAloneHasNoFindingAboveInfo(t *testing.T) {
	for _, fy := range formYears[:2] {
		r := baseReport(fy.form, fy.year)
		for i := range r.Cells {
			put(r, string(r.Cells[i].Key), 0)
		}
		for _, f := range Findings(Document(r, Options{})) {
			if f.Severity.AtLeast(disclosure.Warning) {
				t.Errorf("form %s: %s %s: %s", fy.form, f.Severity, f.Rule, f.Message)
			}
		}
	}
}

// TestNoRuleNeverRuns counts rule × report verdicts over all cases: a rule that no
// case makes fire, or that never holds, has not been tested.
func TestNoRuleNeverRuns(t *testing.T) {
	counts := map[string]map[disclosure.Verdict]int{}
	reports := 0
	cases := slices.Concat(ruleCases(), silentCases())
	for i := range cases {
		eachForm(&cases[i], func(form string, year int) {
			_, all := runCase(&cases[i], form, year)
			for _, audited := range all {
				reports++
				for n := range audited.Results {
					id := audited.Results[n].Rule.ID
					if counts[id] == nil {
						counts[id] = map[disclosure.Verdict]int{}
					}
					counts[id][audited.Results[n].Verdict]++
				}
			}
		})
	}
	for _, rule := range Catalogue() {
		if rule.Group == "F" {
			continue // their own tests see reports that are long enough
		}
		for _, verdict := range []disclosure.Verdict{disclosure.Fires, disclosure.Holds} {
			if counts[rule.ID][verdict] == 0 {
				t.Errorf("rule %s: no case in which it %s: %v", rule.ID, verdict, counts[rule.ID])
			}
		}
		if counts[rule.ID][""] > 0 {
			t.Errorf("rule %s gave no verdict %d times", rule.ID, counts[rule.ID][""])
		}
	}
	t.Logf("%d reports × %d rules", reports, len(Catalogue()))
}
