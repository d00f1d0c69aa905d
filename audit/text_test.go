package audit

import (
	"slices"
	"testing"

	"gongkai/disclosure"
)

// textVerdict puts a sentence into a section of the base report and returns what a
// rule says of it.
func textVerdict(t *testing.T, rule, section, sentence string) *Result {
	t.Helper()
	r := baseReport("2021", 2022)
	if section == "preamble" {
		r.Preamble += sentence
	} else {
		r.Section(section).Text += sentence
	}
	return ruleOf(t, Document(r, Options{}), rule)
}

func TestTextRulesTellACopyFromASoundSentence(t *testing.T) {
	fires, holds := disclosure.Fires, disclosure.Holds
	for _, c := range []struct {
		rule, section, sentence string
		want                    disclosure.Verdict
	}{
		{"stale-year", "overview", "2021年，我镇共收到政府信息公开申请2件。", fires},
		{"stale-year", "overview", "２０２１年，我镇主动公开政府信息20条。", fires},
		{"stale-year", "preamble", "现公布青石镇2021年政府信息公开工作年度报告。", fires},
		{"stale-year", "overview", "与2021年相比，主动公开信息增加20条。", holds},
		{"stale-year", "overview", "按时发布2021年度政府信息公开工作年度报告。", holds},
		{"stale-year", "overview", "按照《2021年政务公开工作要点》主动公开各类信息。", holds},
		{"stale-year", "overview", "自2019年起，我镇主动公开财政信息。", holds},
		{"stale-year", "overview", "办结2021年结转的申请1件，另收到补正材料2份。", holds},
		{"stale-year", "problems", "2021年，我镇主动公开信息不够及时。", holds},
		{"stale-year", "overview", "电话2021。年内主动公开20条。", holds},

		{"impossible-year", "overview", "截至2202年底，共公开信息20条。", holds},
		{"impossible-year", "overview", "2032年3月，召开专题会议。", fires},
		{"impossible-year", "overview", "对照2035年远景目标公开相关规划。", holds},
		{"impossible-year", "problems", "2023年继续加强培训。", holds},
		{"impossible-year", "overview", "公开2021—2025年行动方案。", holds},
		{"impossible-year", "overview", "印发文件2087份。", holds},

		{"foreign-body", "overview", "邻溪镇人民政府高度重视政府信息公开工作。", fires},
		{"foreign-body", "overview", "2022年邻溪镇主动公开政府信息20条。", fires},
		{"foreign-body", "overview", "我街道全年公开信息20条。", fires},
		{"foreign-body", "overview", "本乡坚持依法公开。", fires},
		{"foreign-body", "overview", "云溪县青石镇人民政府积极推进公开。", holds},
		{"foreign-body", "overview", "各乡镇收到通知后，我镇立即部署。", holds},
		{"foreign-body", "overview", "在县政府办公室的指导下，与邻溪镇交流经验。", holds},
		{"foreign-body", "overview", "青石收到各方好评，我镇乡村公开栏更新20期。", holds},
		{"foreign-body", "overview", "通过云溪县人民政府网站公开信息20条。", holds},
		{"foreign-body", "overview", "打造特色小镇，积极公开项目进展。", holds},

		{"cites-superseded-basis", "preamble", "依据国办公开办函 [2019] 60 号编制。", fires},
		{"cites-superseded-basis", "preamble", "依据国办公开办函〔2021〕30号编制。", holds},
		{"cites-superseded-basis", "overview", "印发青府发〔2019〕60号文件。", holds},
		{"cites-misnumbered-basis", "preamble", "依据国办函〔2021〕30号编制。", fires},
		{"cites-misnumbered-basis", "preamble", "依据《国务院办公厅政府信息与政务公开办公室关于印发〈政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。", holds},
		{"cites-misnumbered-basis", "preamble", "按照国办公开办函〔2019〕61号规范建设平台。", holds},

		{"legacy-outline", "preamble", "报告由概述、主动公开情况、依申请公开情况等部分组成。", fires},
		{"legacy-outline", "preamble", "如需咨询、监督，请与党政办公室联系。", holds},

		{"pii-mobile", "overview", "公开电话138123456789。", holds},
		{"pii-mobile", "overview", "公开热线０２３－１２３４５６７８。", holds},
		{"pii-mobile", "overview", "请致电１３９１２３４５６７８。", fires},
		{"pii-id", "overview", "索引号110101199003078031。", holds},
		{"pii-applicant", "overview", "申请人向我镇提出补正。", holds},
		{"pii-applicant", "overview", "申请人陈述意见后办结。", holds},
		{"pii-applicant", "overview", "申请人李某某申请公开征地信息。", fires},
		{"pii-applicant", "overview", "投诉人王建国，要求答复。", fires},
	} {
		if result := textVerdict(t, c.rule, c.section, c.sentence); result.Verdict != c.want {
			t.Errorf("%s on %q: %s, want %s: %s", c.rule, c.sentence, result.Verdict, c.want, messages(result))
		}
	}
}

func TestPersonalDataIsNeverPrintedWhole(t *testing.T) {
	for _, c := range []struct{ rule, sentence, secret string }{
		{"pii-mobile", "请致电13912345678。", "12345678"},
		{"pii-id", "证件号11010119900307803X。", "19900307"},
		{"pii-applicant", "申请人王建国，要求答复。", "建国"},
	} {
		for _, f := range textVerdict(t, c.rule, "overview", c.sentence).Findings {
			for _, shown := range []string{f.Message, f.Quote, f.Actual, f.Expected, f.Formula} {
				if containsAny(shown, []string{c.secret}) {
					t.Errorf("%s shows %q in %q", c.rule, c.secret, shown)
				}
			}
		}
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		title string
		want  disclosure.Severity
	}{
		{"青石镇2022年政府信息公开工作年度报告", ""},
		{"云溪县青石镇人民政府 2022 年政府信息公开工作\n年度报告", ""},
		{"青石镇二〇二二年政府信息公开工作年度报告", ""},
		{"青石镇２０２２年政府信息公开工作年度报告", ""},
		{"青石镇2022年度政府信息公开工作年度报告", disclosure.Info},
		{"青石镇政府信息公开工作年度报告", disclosure.Info},
		{"2022年政府信息公开工作年度报告", disclosure.Info},
		{"青石镇2022年政府信息公开年报", disclosure.Info},
		{"关于印发《青石镇2022年政府信息公开工作年度报告》的通知", disclosure.Info},
		{"青石镇2022年工作总结", disclosure.Warning},
	} {
		r := baseReport("2021", 2022)
		r.Title = c.title
		result := ruleOf(t, Document(r, Options{}), "title-form")
		var got disclosure.Severity
		if len(result.Findings) > 0 {
			got = result.Findings[0].Severity
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.title, got, c.want)
		}
	}
}

func TestTheScanOverlooksSpacesInsideWords(t *testing.T) {
	var scanned text
	scanned.scan(&disclosure.Report{Sections: []disclosure.Section{{Key: "other", Text: "未收取信息\n处 理　费。２０22年"}}})
	if !scanned.says(roleOther, wordProcessingFee) {
		t.Error("the word is not found over a line break")
	}
	if len(scanned.runs) != 1 || scanned.runs[0].value != 2022 {
		t.Errorf("digit runs %+v", scanned.runs)
	}
	if sentence := scanned.sentence(1, 3, 6); sentence != "未收取信息" {
		t.Errorf("sentence %q", sentence)
	}
	if slices.ContainsFunc(scanned.hits, func(h hit) bool { return scanned.parts[h.part].text[h.from:h.to] == "" }) {
		t.Error("a hit is empty")
	}
}

func TestHeadingsAreComparedByTheirWords(t *testing.T) {
	for _, c := range []struct {
		heading string
		want    disclosure.Severity
	}{
		{"1、 总体情况", ""}, {"一．总体情况", ""}, {"（一）总体情况", ""}, {"一、政府信息公开总体情况", disclosure.Info},
		{"一、工作开展情况", disclosure.Warning},
	} {
		r := baseReport("2021", 2022)
		r.Section("overview").Heading = c.heading
		result := ruleOf(t, Document(r, Options{}), "section-heading-changed")
		var got disclosure.Severity
		if len(result.Findings) > 0 {
			got = result.Findings[0].Severity
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.heading, got, c.want)
		}
	}
}
