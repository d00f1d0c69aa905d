package audit

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gongkai/disclosure"
)

// townReport is the sound report of another town of the county.
func townReport(n, year int) *disclosure.Report {
	r := baseReport("2021", year)
	r.Town, r.TownCode = fmt.Sprintf("第%d镇", n), fmt.Sprintf("9901011%02d", n)
	r.File = fmt.Sprintf("%d-%d.html", n, year)
	for i := range r.Sections {
		r.Sections[i].Text = strings.ReplaceAll(r.Sections[i].Text, "青石镇", r.Town)
	}
	return r
}

func findingOf(t *testing.T, audited Audited, rule string) disclosure.Finding {
	t.Helper()
	result := ruleOf(t, audited.Results, rule)
	if len(result.Findings) != 1 {
		t.Fatalf("%s of %+v gives %d findings: %s %s", rule, audited.Subject, len(result.Findings), result.Verdict, messages(result))
	}
	return result.Findings[0]
}

func TestAMissingReportIsNamedOnlyAfterItsDeadline(t *testing.T) {
	county := &County{
		Code: "990101", Reports: []*disclosure.Report{townReport(1, 2022), {Town: "第3镇", TownCode: "990101103", Year: 2022, Status: disclosure.Rejected, Reason: disclosure.Encrypted}},
		Expected: []Subject{
			{"990101101", "第1镇", 2022}, {"990101102", "第2镇", 2022}, {"990101103", "第3镇", 2022}, {"990101102", "第2镇", 2023},
		},
		SearchedOn: "2024-01-15",
	}
	options := Options{Deadlines: func(county string, year int) (Deadline, bool) {
		return Deadline{Due: itoa(year+1) + "-01-20", Basis: "云溪县通知"}, county == "990101"
	}}
	all := CountyWide(county, options)
	if len(all) != 4 {
		t.Fatalf("%d results, want two documents and two missing", len(all))
	}
	missing := findingOf(t, all[2], "report-missing")
	for _, want := range []string{"第2镇2022年度", "期限 2023-01-20", "云溪县通知"} {
		if !strings.Contains(missing.Message, want) {
			t.Errorf("message %q does not say %q", missing.Message, want)
		}
	}
	county.SearchedOn = "2024-01-16"
	if nextDay := findingOf(t, CountyWide(county, options)[2], "report-missing"); !reflect.DeepEqual(nextDay, missing) {
		t.Errorf("a day later the finding is %+v, was %+v: a snapshot would change though nothing did", nextDay, missing)
	}
	if not := all[3].Results[0]; not.Verdict != disclosure.NotApplicable || !strings.Contains(not.Why, "未到") {
		t.Errorf("a report that is not yet due is %s: %s", not.Verdict, not.Why)
	}
}

func TestTheLaterDocumentCountsAndBothAreNamed(t *testing.T) {
	old, corrected, next := townReport(1, 2021), townReport(1, 2021), townReport(1, 2022)
	old.File, old.Published = "旧.html", "2022-01-10"
	corrected.File, corrected.Published = "新.html", "2022-01-25"
	add(corrected, "disputes.review.pending", 1)
	add(corrected, "disputes.review.total", 1)
	put(corrected, "applications.carried_out.natural_person", 1)
	put(old, "applications.carried_out.natural_person", 5)
	put(old, "applications.carried_out.total", 5)
	all := CountyWide(&County{Reports: []*disclosure.Report{corrected, old, next}}, Options{})
	conflict := findingOf(t, all[0], "report-conflict")
	if len(conflict.Documents) != 2 || conflict.Cells[0] != "applications.carried_out.natural_person" {
		t.Errorf("documents %q, cells %v", conflict.Documents, conflict.Cells)
	}
	if result := ruleOf(t, all[1].Results, "report-conflict"); result.Verdict != disclosure.NotApplicable {
		t.Errorf("the superseded document is %s: the conflict is told twice", result.Verdict)
	}
	// The chain goes to the corrected version.
	if result := ruleOf(t, all[2].Results, "carry-chain"); result.Verdict != disclosure.Holds {
		t.Errorf("carry-chain is %s: %s", result.Verdict, messages(result))
	}
}

func TestAnOddityOfTenTownsIsTheCountysTemplate(t *testing.T) {
	for _, c := range []struct {
		towns int
		want  disclosure.Severity
	}{{9, disclosure.Warning}, {10, disclosure.Info}} {
		county := &County{}
		for n := range c.towns {
			r := townReport(n, 2022)
			r.Extras = []disclosure.Extra{{Table: "disclosure", Axis: "row", Label: "其他 文件", Values: []string{"1"}}}
			r.Table("applications").Altered = []disclosure.AlteredLabel{{Row: "refused_query", Form: "8.属于行政查询事项", Document: "8.网上办理"}}
			county.Reports = append(county.Reports, r)
		}
		all := CountyWide(county, Options{})
		for _, rule := range []string{"row-or-column-added", "label-altered"} {
			if f := findingOf(t, all[0], rule); f.Severity != c.want {
				t.Errorf("%d towns: %s is %s, want %s", c.towns, rule, f.Severity, c.want)
			}
		}
	}
}

func TestManyTownsOnOneLateDayArePostedInBulk(t *testing.T) {
	county := &County{}
	for n := range bulkTowns {
		r := townReport(n, 2022)
		r.Published = "2023-05-05"
		county.Reports = append(county.Reports, r)
	}
	if f := findingOf(t, CountyWide(county, Options{})[0], "late-publication"); f.Severity != disclosure.Info || !strings.Contains(f.Message, "posted-in-bulk") {
		t.Errorf("%s: %s", f.Severity, f.Message)
	}
}

func TestLatePublicationShowsItsDeadlineAndBasis(t *testing.T) {
	r := baseReport("2021", 2022)
	r.Published = "2023-01-25"
	if result := ruleOf(t, Document(r, Options{}), "late-publication"); result.Verdict != disclosure.Holds {
		t.Errorf("before the default deadline the rule is %s", result.Verdict)
	}
	options := Options{Deadlines: func(string, int) (Deadline, bool) {
		return Deadline{Due: "2023-01-15", Basis: "云政办函〔2022〕9号"}, true
	}}
	f := ruleOf(t, Document(r, options), "late-publication").Findings[0]
	if f.Expected != "≤ 2023-01-15" || f.Basis != "云政办函〔2022〕9号" || !strings.Contains(f.Message, "云政办函") {
		t.Errorf("expected %q, basis %q, message %q", f.Expected, f.Basis, f.Message)
	}
}

func TestTheOfficesOwnReportIsNoRollUp(t *testing.T) {
	own := baseReport("2021", 2022)
	own.Town, own.TownCode, own.Title = "", "", "云溪县人民政府办公室2022年政府信息公开工作年度报告"
	put(own, "applications.received.total", 0)
	all := CountyWide(&County{Reports: []*disclosure.Report{townReport(1, 2022)}, Parents: []*disclosure.Report{own}}, Options{})
	if result := ruleOf(t, all[1].Results, "rollup-over-county"); result.Verdict != disclosure.NotApplicable {
		t.Errorf("the office's own report is rolled up: %s", messages(result))
	}
}

func TestSmallNumbersDoNotJump(t *testing.T) {
	for _, c := range []struct {
		x, m int64
		want disclosure.Severity
	}{{4, 0, ""}, {19, 1, ""}, {20, 5, ""}, {100, 20, disclosure.Info}, {400, 20, disclosure.Warning}, {0, 60, disclosure.Warning}, {3, 20, disclosure.Info}, {24, 20, ""}} {
		got, _ := jumped(disclosure.Int(c.x), disclosure.Int(c.m))
		if got != c.want {
			t.Errorf("%d after %d is %q, want %q", c.x, c.m, got, c.want)
		}
	}
}

func TestTownsWithoutCodesAreToldApartByNameAndCounty(t *testing.T) {
	a, b := baseReport("2021", 2021), baseReport("2021", 2022)
	for _, r := range []*disclosure.Report{a, b} {
		r.TownCode, r.CountyCode = "", ""
	}
	b.Town = "邻溪镇"
	all := CountyWide(&County{Reports: []*disclosure.Report{a, b}}, Options{})
	if result := ruleOf(t, all[1].Results, "carry-chain"); result.Verdict != disclosure.Undetermined || result.Why != noPriorWhy {
		t.Errorf("another town's report is taken for last year's: %s %s", result.Verdict, result.Why)
	}
}
