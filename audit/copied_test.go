package audit

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/disclosure"
)

// prose makes a text of n sentences that no other seed makes.
func prose(seed, n int) string {
	words := []string{"公开", "制度", "栏目", "群众", "审核", "发布", "更新", "培训", "检查", "目录", "政策", "解读", "服务", "大厅", "专栏", "保密", "程序", "责任", "台账", "回应"}
	var out strings.Builder
	state := uint32(seed)*2654435761 + 1
	for range n {
		for range 9 {
			state = state*1664525 + 1013904223
			out.WriteString(words[state>>16%uint32(len(words))])
		}
		out.WriteString("。")
	}
	return out.String()
}

// town is a report of another town with its own cells and text.
func town(code int, name string, year int, text string) *disclosure.Report {
	r := baseReport("2021", year)
	r.Town, r.TownCode, r.File = name, fmt.Sprintf("990101%03d", code), fmt.Sprintf("%s-%d.html", name, year)
	r.Title = strings.ReplaceAll(r.Title, "青石镇", name)
	r.Publisher = name + "人民政府"
	r.Section("overview").Text = text
	return r
}

// copiedResults runs the catalogue over reports and returns one rule's results.
func copiedResults(t *testing.T, rule string, reports ...*disclosure.Report) []*Result {
	t.Helper()
	var out []*Result
	for _, audited := range CountyWide(&County{Code: "990101", Name: "云溪县", Reports: reports}, Options{}) {
		if audited.Report != nil {
			out = append(out, ruleOf(t, audited.Results, rule))
		}
	}
	return out
}

func TestLastYearsTextWithNewDigitsIsToldAsCopied(t *testing.T) {
	text := "2021年，青石镇主动公开政府信息106条。" + prose(1, 30)
	again := "2022年，青石镇主动公开政府信息211条。" + prose(1, 30)
	results := copiedResults(t, "copy-last-year", town(1, "青石镇", 2022, again), town(1, "青石镇", 2021, text))
	f := results[0].Findings
	if len(f) != 1 || f[0].Severity != disclosure.Warning || !strings.Contains(f[0].Message, "几乎一字不差") || f[0].Quote == "" || len(f[0].Documents) != 1 {
		t.Errorf("findings %+v (%s)", f, results[0].Why)
	}
	fresh := copiedResults(t, "copy-last-year", town(1, "青石镇", 2022, prose(2, 30)), town(1, "青石镇", 2021, text))
	if fresh[0].Verdict != disclosure.Holds {
		t.Errorf("a new text: %s %s", fresh[0].Verdict, messages(fresh[0]))
	}
	short := copiedResults(t, "copy-last-year", town(1, "青石镇", 2022, prose(1, 5)), town(1, "青石镇", 2021, prose(1, 5)))
	if short[0].Verdict != disclosure.NotApplicable {
		t.Errorf("a short text: %s", short[0].Verdict)
	}
}

func TestTwoTownsWithOneTextAreReportedOnce(t *testing.T) {
	a := "本年度青石镇认真落实各项要求。" + prose(3, 30)
	b := "本年度白水乡认真落实各项要求。" + prose(3, 30)
	results := copiedResults(t, "copy-other-town", town(1, "青石镇", 2022, a), town(2, "白水乡", 2022, b), town(3, "红花镇", 2022, prose(4, 30)), town(2, "白水乡", 2021, a))
	if f := results[0].Findings; len(f) != 1 || !strings.Contains(f[0].Message, "白水乡") || f[0].Quote == "" {
		t.Errorf("first town: %s", messages(results[0]))
	}
	if results[1].Verdict != disclosure.Fires || len(results[1].Findings) != 0 {
		t.Errorf("second town: %s %s, want it to name the first", results[1].Verdict, messages(results[1]))
	}
	if results[2].Verdict != disclosure.Holds || results[3].Verdict != disclosure.Holds {
		t.Errorf("a town of its own: %s; another year: %s", results[2].Verdict, results[3].Verdict)
	}
}

func TestASharedTemplateOfThreeTownsIsOneFinding(t *testing.T) {
	var reports []*disclosure.Report
	for n := range 3 {
		reports = append(reports, town(n+1, []string{"青石镇", "白水乡", "红花镇"}[n], 2022, prose(5, 30)))
	}
	for n := 3; n < 20; n++ {
		reports = append(reports, town(n+1, fmt.Sprintf("第%c镇", '甲'+rune(n)), 2022, prose(100+n, 30)))
	}
	findings := 0
	for _, r := range copiedResults(t, "copy-other-town", reports...) {
		findings += len(r.Findings)
		for _, f := range r.Findings {
			if !strings.Contains(f.Message, "3 个乡镇") {
				t.Errorf("message %s", f.Message)
			}
		}
	}
	if findings != 1 {
		t.Errorf("%d findings, want one", findings)
	}
}

func TestTheCountysOwnPhrasesAreNoCopy(t *testing.T) {
	common := prose(6, 30)
	var reports []*disclosure.Report
	for n := range 8 {
		reports = append(reports, town(n+1, fmt.Sprintf("第%c镇", '甲'+rune(n)), 2022, common+prose(200+n, 20)))
	}
	for n, r := range copiedResults(t, "copy-other-town", reports...) {
		if r.Verdict != disclosure.Holds {
			t.Errorf("town %d: %s %s", n, r.Verdict, messages(r))
		}
	}
}

func TestEmptyAndReusedWords(t *testing.T) {
	paragraph := strings.Repeat("按照要求完善公开制度并逐项落实到人，", 6)
	checkCases(t, []ruleCase{
		{rule: "paragraph-repeated", name: "a paragraph twice", severity: disclosure.Info,
			change: saysOver(paragraph + "\n其他。\n" + paragraph)},
		{rule: "template-residue", name: "XX for a number", severity: disclosure.Warning, says: "“XX”", change: says("106条", "XX条")},
		{rule: "template-residue", name: "crosses", severity: disclosure.Warning, says: "“××”", change: says("106条", "××条")},
		{rule: "template-residue", name: "one x for a number", severity: disclosure.Warning, says: "“x”", change: saysOver("配备x名工作人员。")},
		{rule: "template-residue", name: "a line to fill in", severity: disclosure.Warning, says: "“____”", change: saysOver("主动公开信息____条。")},
		{rule: "template-residue", name: "instructions", severity: disclosure.Warning, says: "文字描述", change: saysOver("（文字描述）")},
		{rule: "template-residue", name: "the form's own words", severity: disclosure.Info, change: saysOver("该部分以表格形式报告。表格如下：")},
		{rule: "narrative-thin", name: "one sentence", severity: disclosure.Info, with: []string{"overview-topic-missing", "assessment-missing", "section-empty"},
			change: func(r *disclosure.Report) {
				r.Section("overview").Text = "我镇认真做好政府信息公开工作。"
			}},
	})
	for name, sentence := range map[string]string{
		"a title":    "转发《关于做好XX年工作的通知》。",
		"an address": "网址为http://xxgk.yunxi.gov.cn/xxgk_xx/，电子邮箱xxx@163.com。",
		"a product":  "专区面积5×8米。",
	} {
		results, _ := runCase(&ruleCase{change: saysOver(sentence)}, "2021", 2022)
		if r := ruleOf(t, results, "template-residue"); r.Verdict != disclosure.Holds {
			t.Errorf("%s: %s", name, messages(r))
		}
	}
}

func TestTheLimitOnTheOverviewIsTheCountys(t *testing.T) {
	r := baseReport("2021", 2022)
	r.Section("overview").Text = prose(7, 84)
	for limit, want := range map[int]disclosure.Verdict{0: disclosure.NotApplicable, 1000: disclosure.Fires, 2000: disclosure.Holds} {
		results := Document(r, Options{OverviewLimit: limit})
		if got := ruleOf(t, results, "narrative-long"); got.Verdict != want {
			t.Errorf("limit %d: %s, want %s", limit, got.Verdict, want)
		}
	}
}

func BenchmarkIndexCopies(b *testing.B) {
	var reports []*disclosure.Report
	for n := range 240 {
		reports = append(reports, town(n%30+1, fmt.Sprintf("第%c镇", '一'+rune(n%30)), 2019+n/30, prose(n, 60)))
	}
	c := newSet(&County{Code: "990101", Reports: reports}, &Options{})
	for b.Loop() {
		indexCopies(c.sheets)
	}
}
