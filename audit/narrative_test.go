package audit

import (
	"slices"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/narrative"
)

// says rewords the text and reads its figures again.
func says(changes ...string) func(*disclosure.Report) {
	return func(r *disclosure.Report) {
		for i := 0; i < len(changes); i += 2 {
			reword(r, "overview", changes[i], changes[i+1])
		}
		narrative.Report(r)
	}
}

// saysOver adds a sentence to the overview, changes cells, and reads the figures.
func saysOver(sentence string, cells ...any) func(*disclosure.Report) {
	return func(r *disclosure.Report) {
		r.Section("overview").Text += "\n" + sentence
		for i := 0; i < len(cells); i += 2 {
			put(r, cells[i].(string), cells[i+1].(int))
		}
		narrative.Report(r)
	}
}

func narrativeCases() []ruleCase {
	const balance = "nar-balance"
	return []ruleCase{
		{rule: "nar-received", name: "seven in the text", severity: disclosure.Error, with: []string{balance}, says: "表中“一、本年新收政府信息公开申请数量 / 总计”为 12",
			change: says("公开申请12件", "公开申请7件")},
		{rule: "nar-received", name: "counted with the one carried over", severity: disclosure.Info, says: "疑似把上年结转的也计算在内", with: []string{balance},
			change: says("公开申请12件，上年结转1件", "公开申请13件")},
		{rule: "nar-received", name: "all together differs", severity: disclosure.Error, says: "12 + 1 = 13",
			change: says("收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度1件", "收办政府信息公开申请15件")},
		{rule: "nar-received", name: "natural persons", severity: disclosure.Warning,
			change: says("公开申请12件", "公开申请12件，其中自然人11件")},
		{rule: "nar-no-applications", name: "none in the text", severity: disclosure.Error,
			change: says("收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度1件", "未收到政府信息公开申请")},
		{rule: "nar-no-applications", name: "none in writing", severity: disclosure.Warning,
			change: says("收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度1件", "未收到书面的政府信息公开申请")},
		{rule: "nar-carried", name: "carried in", severity: disclosure.Error, with: []string{balance}, change: says("上年结转1件", "上年结转2件")},
		{rule: "nar-carried", name: "carried out", severity: disclosure.Error, with: []string{balance}, change: says("结转下年度1件", "结转下年度0件")},
		{rule: "nar-handled", name: "two more", severity: disclosure.Warning, with: []string{balance}, change: says("办结12件", "办结14件")},
		{rule: "nar-outcomes", name: "granted", severity: disclosure.Error, says: "为 6", change: says("办结12件", "办结12件（予以公开8件）")},
		{rule: "nar-outcomes", name: "a sum of rows", severity: disclosure.Error, change: says("办结12件", "办结12件，其中无法提供4件")},
		{rule: "nar-balance", name: "the outcomes are too many", severity: disclosure.Warning, says: "8 + 32 + 9 = 49，收到和上年结转为 47",
			change: func(r *disclosure.Report) {
				noApplications(r)
				for row, n := range map[string]int{"received": 47, "granted": 8, "unavailable_not_held": 32, "handled_total": 38, "carried_out": 9} {
					put(r, "applications."+row+".total", n)
				}
				says("公开申请12件，上年结转1件，办结12件，结转下年度1件", "公开申请47件，其中予以公开8件，无法提供32件，结转下年度9件")(r)
			},
			with: []string{"app-row-total", "app-balance", "app-outcome-total", "app-breakdown-missing", "carry-chain", "nar-outcomes", "published-over-made", "app-outcome-over-intake", "rollup-over-county", "jump", "rollup-equal-total"}},
		{rule: "nar-balance", name: "the table says it", with: []string{"nar-handled"}, change: says("办结12件", "办结14件")},
		{rule: "nar-disputes", name: "three in the text", severity: disclosure.Error, says: "表中“行政复议 / 总计”为 2",
			change: says("行政复议2件", "因政府信息公开被申请行政复议3件")},
		{rule: "nar-disputes", name: "not said of what", severity: disclosure.Warning, says: "可能计了各类案件", change: says("行政复议2件", "行政复议3件")},
		{rule: "nar-disputes", name: "suits of both kinds", severity: disclosure.Error, with: []string{"dispute-direct-after-2024", "rollup-over-county"}, says: "2 + 1 = 3",
			change: func(r *disclosure.Report) {
				suits(r, "suit_direct", 2)
				suits(r, "suit_after_review", 1)
				says("行政复议2件", "因政府信息公开发生行政诉讼2件")(r)
			}},
		{rule: "nar-no-disputes", name: "none in the text", severity: disclosure.Error, change: says("行政复议2件", "未发生因政府信息公开引起的行政复议")},
		{rule: "nar-all-answered", name: "one is carried over", severity: disclosure.Info, says: "结转下年度继续办理 1 件",
			change: saysOver("所有政府信息公开申请均已答复。")},
		{rule: "nar-documents", name: "issued", severity: disclosure.Error, change: says("制发行政规范性文件1件", "制发行政规范性文件2件")},
		{rule: "nar-documents", name: "published, not issued", severity: disclosure.Warning, says: "正文说的是公开", change: says("制发行政规范性文件1件", "公开行政规范性文件2件")},
		{rule: "nar-decisions", name: "licences", severity: disclosure.Warning, change: saysOver("全年办理行政许可528件。")},
		{rule: "nar-fees-none", name: "none in the text", form: "2021", severity: disclosure.Warning, with: []string{"rollup-over-county"}, says: "为 3.2",
			change: func(r *disclosure.Report) {
				write(r, "disclosure.fees.amount", "3.2")
				saysOver("无行政事业性收费。")(r)
			}},
		{rule: "nar-fees-none", name: "items in 2019", form: "2019", severity: disclosure.Warning, with: []string{"change-2019-chain"},
			change: saysOver("无行政事业性收费。", "disclosure.fees.prior_items", 3)},
		{rule: "nar-published-sum", name: "parts over the total", severity: disclosure.Warning, says: "70 + 50 = 120，正文总数为 106",
			change: says("公开政府信息106条", "公开政府信息106条，其中工作动态70条、通知公告50条")},
		{rule: "nar-published-sum", name: "a closed list under the total", severity: disclosure.Warning,
			change: says("公开政府信息106条", "公开政府信息106条，其中工作动态50条、通知公告30条、其他信息20条")},
		{rule: "nar-published-twice", name: "two totals", severity: disclosure.Warning, says: "106 条和 160 条",
			change: saysOver("本年度主动公开政府信息160条。")},
		{rule: "nar-published-vs-2014", name: "the annex says forty", form: "2014", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				reword(r, "disclosure", "40条", "44条")
				says("40条", "44条")(r)
			}},
		{rule: "nar-year-on-year", name: "four fewer, where one is", severity: disclosure.Warning, says: "12 - 13 = -1",
			change: saysOver("申请数量较上年减少4件。")},
		{rule: "nar-year-on-year", name: "a growth that was none", severity: disclosure.Warning, says: "-7.69%",
			change: saysOver("政府信息公开申请数量同比增长20%。")},
		{rule: "nar-percent", name: "half of twelve", severity: disclosure.Info, change: says("公开申请12件", "公开申请12件（网上申请6件，占80%）")},
		{rule: "nar-number-missing", name: "no digits", severity: disclosure.Info, says: "缺数字", change: says("政府信息106条", "政府信息条")},
	}
}

// silentCases are texts that only look contradictory: nothing may be found.
func silentCases() []ruleCase {
	return []ruleCase{
		{name: "the sound report", change: says()},
		{name: "received and carried in together", change: says("收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度1件", "收办政府信息公开申请13件")},
		{name: "received with the one carried in", change: says("公开申请12件，上年结转1件", "公开申请13件（含上年结转1件）")},
		{name: "a rough number", change: says("公开申请12件，上年结转1件，办结12件，结转下年度1件", "公开申请10余件")},
		{name: "one reason for all that lacked", change: says("办结12件", "办结12件，其中因没有现成信息需要另行制作无法提供3件")},
		{name: "no case was corrected", change: says("行政复议2件", "行政复议2件，无被纠错情形")},
		{name: "a half year", change: saysOver("上半年收到政府信息公开申请5件。")},
		{name: "the county's", change: saysOver("全县共收到政府信息公开申请90件。")},
		{name: "last year's", change: saysOver("上年收到政府信息公开申请30件，行政复议9件。")},
		{name: "last year's in brackets", change: says("公开申请12件", "公开申请12件（上年30件）", "行政复议2件", "行政复议2件（上年9件）")},
		{name: "all years' with this one's", change: saysOver("条例施行以来，累计收到政府信息公开申请300件，其中本年12件。")},
		{name: "a share of the county's", change: saysOver("收到政府信息公开申请12件，占全县申请总量96件的12.5%。")},
		{name: "pieces left from last year", change: saysOver("补发上年度遗留信息9条。")},
		{name: "a fee for requests", change: saysOver("依申请公开未收取任何费用。", "disclosure.licences.decisions", 0)},
		{name: "answered in time", change: saysOver("所有政府信息公开申请均在法定期限内答复。")},
		{name: "decisions that were posted", change: saysOver("公示行政处罚信息12条。")},
		{name: "part of the categories", change: says("公开政府信息106条", "公开政府信息106条，其中工作动态50条、通知公告30条")},
		{name: "one piece on three channels", change: says("公开政府信息106条", "公开政府信息106条，其中网站106条、微信公众号90条、公示栏60条")},
		{name: "the total of many years", change: saysOver("历年累计主动公开政府信息2345条。")},
		{name: "the change from last year", change: saysOver("申请数量较上年减少1件。")},
		{name: "a percentage cut off", change: says("公开申请12件", "公开申请12件（网上申请7件，占58.3%）")},
		{name: "a whole percentage", change: says("公开申请12件", "公开申请12件（网上申请7件，占58%）")},
		{name: "decisions that agree", change: saysOver("全年办理行政许可0件。")},
		{name: "no fees and none in the table", change: saysOver("无行政事业性收费。")},
		{name: "the annex agrees", form: "2014", change: says()},
	}
}

func TestTextsThatOnlyLookContradictoryStaySilent(t *testing.T) {
	cases := silentCases()
	for i := range cases {
		eachForm(&cases[i], func(form string, year int) {
			t.Run(cases[i].name+"/"+form, func(t *testing.T) {
				results, _ := runCase(&cases[i], form, year)
				for _, f := range Findings(results) {
					t.Errorf("%s %s: %s", f.Severity, f.Rule, f.Message)
				}
			})
		})
	}
}

func TestABlankCellLeavesTheTextUnjudged(t *testing.T) {
	c := &ruleCase{change: func(r *disclosure.Report) {
		state(r, "disputes.suit_direct", disclosure.Blank, "")
		says("行政复议2件", "行政复议2件，未发生行政诉讼")(r)
	}}
	results, _ := runCase(c, "2021", 2022)
	result := ruleOf(t, results, "nar-no-disputes")
	if result.Verdict != disclosure.Undetermined || !slices.Contains(result.Lacking, "disputes.suit_direct.total") {
		t.Errorf("verdict %s, lacking %v", result.Verdict, result.Lacking)
	}
}

func TestEveryMetricOfTheTextHasItsCells(t *testing.T) {
	for metric, want := range map[string]int{
		"applications.received.total": 1, "applications.workload.total": 2, "applications.refused.total": 8,
		"applications.unavailable.total": 3, "applications.unprocessed.total": 5, "applications.other.total": 3,
		"disputes.suit.total": 2, "disputes.suit.upheld": 2, "disputes.review.total": 1,
		"disclosure.normative_documents.issued": 1, "disclosure.fees.amount": 1,
	} {
		if got := len(targets()["2021"][metric]); got != want {
			t.Errorf("2021 %s: %d cells, want %d", metric, got, want)
		}
	}
	for metric, want := range map[string]int{"applications.other.total": 1, "disclosure.normative_documents.issued": 1, "disclosure.fees.amount": 2} {
		if got := len(targets()["2019"][metric]); got != want {
			t.Errorf("2019 %s: %d cells, want %d", metric, got, want)
		}
	}
	if got := len(targets()["2014"]["applications.handled_total.total"]); got != 1 {
		t.Errorf("2014 handled: %d cells, want that of 办结", got)
	}
}

func TestRoughNumbersAgreeWithinTheirLastPlace(t *testing.T) {
	for _, c := range []struct {
		claim, value int64
		want         bool
	}{{80, 83, true}, {80, 78, true}, {80, 91, false}, {300, 345, true}, {300, 401, false}, {12, 13, false}, {0, 1, false}} {
		claim := &disclosure.Claim{Value: disclosure.Int(c.claim), Approx: true}
		if got := agrees(claim, disclosure.Int(c.value)); got != c.want {
			t.Errorf("%d余 and %d: %v", c.claim, c.value, got)
		}
	}
}
