package audit

import (
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
)

// arithmetic returns the findings of the sums.
func arithmetic(r *disclosure.Report) []disclosure.Finding {
	return Findings(InGroups(Document(r, Options{}), "A"))
}

func TestOneMistakeIsReportedOnceWithItsCulpritFirst(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(r *disclosure.Report)
		rule    string
		culprit disclosure.Key
		cause   string
	}{
		{"a total with a digit too many breaks its row and its column",
			func(r *disclosure.Report) { put(r, "applications.granted.total", 61) },
			"app-row-total", "applications.granted.total", "由 61 改为 6 即全部相符（疑似多写一位数字）"},
		{"a total ten times too big breaks three sums",
			func(r *disclosure.Report) { put(r, "applications.handled_total.total", 120) },
			"app-outcome-total", "applications.handled_total.total", "由 120 改为 12 即全部相符（疑似相差十倍）"},
		{"two digits swapped",
			func(r *disclosure.Report) { put(r, "applications.received.total", 21) },
			"app-row-total", "applications.received.total", "由 21 改为 12 即全部相符（疑似相邻数字颠倒）"},
		{"an outcome of one kind of applicant",
			func(r *disclosure.Report) { put(r, "applications.granted.company", 0) },
			"app-outcome-total", "applications.granted.company", "由 0 改为 1 即全部相符"},
		{"two neighbouring columns exchanged",
			func(r *disclosure.Report) {
				put(r, "applications.received.natural_person", 2)
				put(r, "applications.received.company", 9)
			},
			"app-balance", "applications.received.natural_person", "互换即全部相符（疑似相邻两格填反）"},
		{"two neighbouring rows exchanged in one column",
			func(r *disclosure.Report) {
				put(r, "applications.granted.natural_person", 1)
				put(r, "applications.partial.natural_person", 4)
			},
			"app-row-total", "applications.granted.natural_person", "互换即全部相符（疑似相邻两格填反）"},
		{"a column and the total of a row",
			func(r *disclosure.Report) {
				put(r, "applications.handled_total.natural_person", 10)
				put(r, "applications.handled_total.total", 13)
			},
			"app-balance", "applications.handled_total.natural_person", "、“三、本年度办理结果 / （七）总计 / 总计”由 13 改为 12 即全部相符"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, fy := range formYears[:2] {
				r := baseReport(fy.form, fy.year)
				c.change(r)
				findings := arithmetic(r)
				if len(findings) != 1 {
					t.Fatalf("form %s: %d findings, want one: %+v", fy.form, len(findings), findings)
				}
				f := findings[0]
				if f.Rule != c.rule || f.Cells[0] != c.culprit {
					t.Errorf("form %s: reported by %s at %s, want %s at %s", fy.form, f.Rule, f.Cells[0], c.rule, c.culprit)
				}
				if len(f.Causes) == 0 || !strings.Contains(f.Causes[0], c.cause) {
					t.Errorf("form %s: causes %q, want one that says %q", fy.form, f.Causes, c.cause)
				}
				if f.Expected == "" || f.Actual == "" || f.Difference == "" || f.Formula == "" {
					t.Errorf("form %s: lacks expected, actual, difference or formula: %+v", fy.form, f)
				}
			}
		})
	}
}

func TestTwoMistakesAreTwoFindings(t *testing.T) {
	r := baseReport("2021", 2022)
	put(r, "applications.granted.total", 61)
	put(r, "disputes.review.total", 5)
	put(r, "applications.carried_in.total", 4)
	var rules []string
	for _, f := range arithmetic(r) {
		rules = append(rules, f.Rule+" "+string(f.Cells[0]))
	}
	want := []string{"app-row-total applications.granted.total", "app-row-total applications.carried_in.total", "dispute-row-total disputes.review.total"}
	slices.Sort(rules)
	slices.Sort(want)
	if !slices.Equal(rules, want) {
		t.Errorf("findings %q, want %q", rules, want)
	}
}

func TestManyMistakesNameEveryCellOfTheirSums(t *testing.T) {
	r := baseReport("2021", 2022)
	// Two numbers of one column are off by amounts that no single edit mends.
	add(r, "applications.granted.natural_person", 3)
	add(r, "applications.partial.natural_person", 2)
	covered := map[disclosure.Key]bool{}
	for _, f := range arithmetic(r) {
		for _, key := range f.Cells {
			covered[key] = true
		}
	}
	for _, key := range []disclosure.Key{"applications.granted.natural_person", "applications.partial.natural_person"} {
		if !covered[key] {
			t.Errorf("no finding names %s", key)
		}
	}
}

func TestASumOverAnUnreadCellIsUndeterminedAndNamesTheCell(t *testing.T) {
	r := baseReport("2021", 2022)
	state(r, "applications.granted.company", disclosure.Illegible, "l")
	results := Document(r, Options{})
	for _, id := range []string{"app-row-total", "app-outcome-total"} {
		result := ruleOf(t, results, id)
		if result.Verdict != disclosure.Undetermined || !slices.Contains(result.Lacking, "applications.granted.company") {
			t.Errorf("%s: %s lacking %v", id, result.Verdict, result.Lacking)
		}
	}
	if balance := ruleOf(t, results, "app-balance"); balance.Verdict != disclosure.Holds {
		t.Errorf("the balance does not need the cell, but is %s", balance.Verdict)
	}
	if len(Unassessed(results)) == 0 {
		t.Error("nothing is listed as not assessed")
	}
}

func TestBlankPartsCannotMakeATotalTooSmallGood(t *testing.T) {
	r := baseReport("2021", 2022)
	state(r, "applications.granted.other", disclosure.Blank, "")
	put(r, "applications.granted.total", 3)
	if result := ruleOf(t, Document(r, Options{}), "app-row-total"); result.Verdict != disclosure.Fires {
		t.Errorf("the parts exceed the total already, but the rule is %s", result.Verdict)
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		got, want int64
		says      string
	}{
		{120, 12, "相差十倍"}, {12, 1200, "相差一百倍"}, {21, 12, "相邻数字颠倒"}, {123, 13, "多写一位数字"},
		{13, 123, "漏写一位数字"}, {17, 11, "一位数字写错"}, {7, 6, ""}, {10, 35, ""}, {0, 5, ""}, {5, 5, ""},
	} {
		if says := slip(disclosure.Int(c.got), disclosure.Int(c.want)); says != c.says {
			t.Errorf("%d for %d is %q, want %q", c.got, c.want, says, c.says)
		}
	}
}

func TestAWrongTotalThatTheTextRepeatsIsOneFinding(t *testing.T) {
	r := baseReport("2021", 2022)
	put(r, "applications.received.total", 15)
	r.Claims = append(r.Claims,
		disclosure.Claim{Metric: "applications.received.total", Value: disclosure.Int(15), Section: "overview"},
		disclosure.Claim{Metric: "applications.carried_in.total", Value: disclosure.Int(1), Section: "overview"},
		disclosure.Claim{Metric: "applications.handled_total.total", Value: disclosure.Int(12), Section: "overview"},
		disclosure.Claim{Metric: "applications.carried_out.total", Value: disclosure.Int(1), Section: "overview"})
	results := Document(r, Options{})
	if findings := Findings(InGroups(results, "AG")); len(findings) != 1 || findings[0].Rule != "app-row-total" {
		t.Errorf("findings %+v", findings)
	}
	if result := ruleOf(t, results, "nar-balance"); result.Verdict != disclosure.Fires {
		t.Errorf("the text does not add up either, but nar-balance is %s", result.Verdict)
	}
}
