package audit

import (
	"testing"

	"gongkai/disclosure"
)

func TestTraditionalScriptIsNoAlteration(t *testing.T) {
	report := baseReport("2021", 2022)
	report.Title = "示例縣某某鄉人民政府2022年政府信息公開工作年度報告"
	for i := range report.Sections {
		if report.Sections[i].Key == "applications" {
			report.Sections[i].Heading = "三、收到和處理政府信息公開申請情況"
		}
	}
	report.Tables[1].Altered = []disclosure.AlteredLabel{{Row: "refused_internal", Form: "5.属于三类内部事务信息", Document: "5.屬於三類內部事務信息"}}
	results := Document(report, Options{})
	for _, id := range []string{"title-form", "section-heading-changed"} {
		if r := ruleOf(t, results, id); r.Verdict != disclosure.Holds {
			t.Errorf("%s %s: %s", id, r.Verdict, messages(r))
		}
	}
	if r := ruleOf(t, results, "label-altered"); len(r.Findings) > 0 && r.Findings[0].Severity.AtLeast(disclosure.Warning) {
		t.Errorf("label-altered: %s", messages(r))
	}
}
