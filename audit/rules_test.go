package audit

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// ruleCase is the test line of a rule: one change to the sound report.
type ruleCase struct {
	rule string
	name string
	// form and year pick the base report; no form means both present forms.
	form string
	year int
	// change is made to the report, and county, where set, to everything else.
	change func(r *disclosure.Report)
	county func(c *County)
	// severity of the finding; "" where another rule reports the same cause.
	severity disclosure.Severity
	// with are the other rules that may fire: those named with this one, and those
	// that the same cells must break.
	with []string
	// says is a part of the message.
	says string
	// on picks the result: the base report's (0), the one appended last (-1).
	on int
}

func reword(r *disclosure.Report, section, old, new string) {
	s := r.Section(section)
	if !strings.Contains(s.Text, old) {
		panic("no " + old + " in " + section)
	}
	s.Text = strings.Replace(s.Text, old, new, 1)
}

func claim(r *disclosure.Report, metric string, n int, clause string) {
	r.Claims = append(r.Claims, disclosure.Claim{Metric: metric, Value: disclosure.Int(int64(n)), Text: clause, Section: "other"})
}

// withYears adds earlier reports that have a cell at the given numbers, the last
// one for the year before the prior report.
func withYears(key string, numbers ...int) func(*County) {
	return func(c *County) {
		base := c.Reports[0]
		c.Reports = c.Reports[:2]
		for n, number := range numbers {
			r := baseReport(base.Form, base.Year-1-len(numbers)+n)
			put(r, key, number)
			c.Reports = append(c.Reports, r)
		}
		put(c.Reports[1], key, numbers[len(numbers)-1])
	}
}

// parent adds the county's own report with the same numbers.
func parent(change func(r *disclosure.Report)) func(*County) {
	return func(c *County) {
		r := baseReport(c.Reports[0].Form, c.Reports[0].Year)
		r.Town, r.TownCode, r.Title = "", "", "云溪县人民政府年度报告"
		change(r)
		c.Parents = []*disclosure.Report{r}
	}
}

var handledAgain = []string{"app-balance", "app-outcome-total", "app-row-total"}

func ruleCases() []ruleCase {
	return slices.Concat(applicationCases(), proactiveCases(), yearCases(), shapeCases(), cellCases(), identityCases(), timeCases(), feeCases(), countyCases(), personalCases(), legacyCases(), guardCases(), narrativeCases())
}

func applicationCases() []ruleCase {
	return []ruleCase{
		{rule: "app-balance", name: "a number with its total", severity: disclosure.Error, says: "13 + 1 = 14", change: func(r *disclosure.Report) {
			add(r, "applications.received.natural_person", 1)
			add(r, "applications.received.total", 1)
		}},
		{rule: "app-balance", name: "a number without its total", severity: disclosure.Error, with: []string{"app-row-total"},
			says:   "“一、本年新收政府信息公开申请数量 / 自然人”由 10 改为 9 即全部相符",
			change: func(r *disclosure.Report) { add(r, "applications.received.natural_person", 1) }},
		{rule: "app-balance", name: "a blank is read as zero and said so", severity: disclosure.Error, says: "空白单元格按 0 计算", with: []string{"cell-blank", "not-assessable"},
			change: func(r *disclosure.Report) {
				state(r, "applications.carried_in.natural_person", disclosure.Blank, "")
			}},
		{rule: "app-row-total", name: "granted total", severity: disclosure.Error, with: []string{"app-outcome-total"}, says: "4 + 1 + 0 + 0 + 0 + 1 = 6，表中为 7",
			change: func(r *disclosure.Report) { add(r, "applications.granted.total", 1) }},
		{rule: "app-outcome-total", name: "partial total, reported at the row", with: []string{"app-row-total"},
			change: func(r *disclosure.Report) { add(r, "applications.partial.total", 1) }},
		{rule: "app-outcome-total", name: "the sum of a column", severity: disclosure.Error, with: handledAgain, says: "“自然人”一列各项办理结果之和与（七）总计不符：4 + 1 + 1 + 2 + 1 = 9，表中为 10",
			change: func(r *disclosure.Report) { add(r, "applications.handled_total.natural_person", 1) }},
		{rule: "app-breakdown-missing", name: "only totals", severity: disclosure.Error, with: []string{"app-row-total", "carry-chain"}, says: "没有按申请人分类",
			change: func(r *disclosure.Report) {
				for i := range r.Cells {
					if table, _, column := r.Cells[i].Key.Split(); table == "applications" && column != "total" {
						put(r, string(r.Cells[i].Key), 0)
					}
				}
			}},
		{rule: "app-outcome-over-intake", name: "handled total blank", severity: disclosure.Error, says: "多于本年新收与上年结转之和 13",
			with: []string{"app-row-total", "cell-blank", "not-assessable"},
			change: func(r *disclosure.Report) {
				state(r, "applications.handled_total.total", disclosure.Blank, "")
				put(r, "applications.granted.total", 29)
			}},
		{rule: "app-carried-out-over-intake", name: "handled total not readable", severity: disclosure.Error, says: "多于本年新收与上年结转之和 13",
			with: []string{"app-row-total", "extraction-suspect", "not-assessable"},
			change: func(r *disclosure.Report) {
				state(r, "applications.handled_total.total", disclosure.Illegible, "?")
				put(r, "applications.carried_out.total", 15)
			}},
		{rule: "app-unusual-outcome", name: "a state secret", severity: disclosure.Info, says: "在乡镇很少见",
			change: func(r *disclosure.Report) { move(r, "refused_law", "refused_state_secret") }},
		{rule: "app-unusual-outcome", name: "an excessive applicant", severity: disclosure.Info,
			change: func(r *disclosure.Report) { move(r, "refused_law", "unprocessed_excessive") }},
		{rule: "dispute-row-total", name: "review total", severity: disclosure.Error, says: "1 + 0 + 0 + 1 = 2，表中为 3",
			change: func(r *disclosure.Report) { add(r, "disputes.review.total", 1) }},
		{rule: "dispute-after-review-over-review", name: "more suits than reviews", severity: disclosure.Warning, says: "2 + 1 = 3，表中为 4",
			change: func(r *disclosure.Report) { suits(r, "suit_after_review", 4) }},
		{rule: "dispute-without-applications", name: "no applications in two years", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { noApplications(r) },
			county: func(c *County) { noApplications(c.Reports[1]) }},
		{rule: "dispute-without-applications", name: "without last year's report", severity: disclosure.Info, with: []string{"not-assessable"},
			change: func(r *disclosure.Report) { noApplications(r) },
			county: func(c *County) { c.Reports = c.Reports[:1] }},
		{rule: "dispute-direct-after-2024", name: "2024", form: "2021", year: 2024, severity: disclosure.Info,
			change: func(r *disclosure.Report) { suits(r, "suit_direct", 1) }},
		{rule: "dispute-pending-vanished", name: "pending last year, none now", severity: disclosure.Info,
			change: func(r *disclosure.Report) {},
			county: func(c *County) {
				put(c.Reports[1], "disputes.suit_direct.pending", 2)
				put(c.Reports[1], "disputes.suit_direct.total", 2)
			}},
	}
}

// move shifts the one natural person's case of a row to another row.
func move(r *disclosure.Report, from, to string) {
	for _, column := range []string{".natural_person", ".total"} {
		add(r, "applications."+from+column, -1)
		add(r, "applications."+to+column, 1)
	}
}

func suits(r *disclosure.Report, row string, n int) {
	put(r, "disputes."+row+".upheld", n)
	put(r, "disputes."+row+".total", n)
}

// noApplications empties the table of applications.
func noApplications(r *disclosure.Report) {
	for i := range r.Cells {
		if r.Cells[i].Key.Table() == "applications" {
			put(r, string(r.Cells[i].Key), 0)
		}
	}
}

func proactiveCases() []ruleCase {
	return []ruleCase{
		{rule: "town-made-regulation", name: "made one", form: "2021", severity: disclosure.Error, with: []string{"stock-flow", "in-force-below-issued"},
			change: func(r *disclosure.Report) { put(r, "disclosure.regulations.issued", 1) }},
		{rule: "town-made-regulation", name: "holds some", form: "2021", severity: disclosure.Warning, with: []string{"stock-flow"},
			change: func(r *disclosure.Report) { put(r, "disclosure.regulations.in_force", 6) }},
		{rule: "town-made-regulation", name: "made one in 2020", form: "2019", severity: disclosure.Error,
			change: func(r *disclosure.Report) { put(r, "disclosure.regulations.made", 1) }},
		{rule: "stock-flow", name: "one more in force", form: "2021", severity: disclosure.Warning, says: "4 + 1 - 1 = 4，表中为 5",
			change: func(r *disclosure.Report) { add(r, "disclosure.normative_documents.in_force", 1) }},
		{rule: "repealed-over-stock", name: "repealed more than there were", form: "2021", severity: disclosure.Warning, with: []string{"stock-flow"},
			change: func(r *disclosure.Report) { put(r, "disclosure.normative_documents.repealed", 9) }},
		{rule: "in-force-below-issued", name: "issued but none in force", form: "2021", severity: disclosure.Warning, with: []string{"stock-flow"},
			change: func(r *disclosure.Report) {
				put(r, "disclosure.normative_documents.issued", 4)
				put(r, "disclosure.normative_documents.repealed", 0)
				put(r, "disclosure.normative_documents.in_force", 0)
			}},
		{rule: "change-2019-chain", name: "off by one", form: "2019", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { put(r, "disclosure.licences.prior_items", 1) }},
		{rule: "items-taken-for-decisions", name: "three that add up", form: "2019", severity: disclosure.Warning, with: []string{"jump", "decisions-jump", "change-2019-chain"},
			change: func(r *disclosure.Report) {
				put(r, "disclosure.licences.prior_items", 1026)
				put(r, "disclosure.licences.change", 138)
				put(r, "disclosure.licences.decisions", 1164)
			}},
		{rule: "published-total-below-year", name: "fewer in all than this year", form: "2019", severity: disclosure.Error, with: []string{"published-over-made"},
			change: func(r *disclosure.Report) {
				put(r, "disclosure.normative_documents.published", 5)
				put(r, "disclosure.normative_documents.published_total", 3)
			}},
		{rule: "published-over-made", name: "more published than made", form: "2019", severity: disclosure.Info,
			change: func(r *disclosure.Report) { put(r, "disclosure.normative_documents.published", 4) }},
		{rule: "procurement-mismatch", name: "items without an amount", form: "2019", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { put(r, "disclosure.procurement.items", 3) }},
		{rule: "unit-yuan-for-wan", name: "the text says yuan", form: "2021", severity: disclosure.Warning, says: "正文写的是 3940 元",
			change: func(r *disclosure.Report) {
				put(r, "disclosure.fees.amount", 3940)
				reword(r, "overview", "维护网站专栏", "维护网站专栏，收取工本费3940元")
			}},
		{rule: "unit-yuan-for-wan", name: "a big amount alone", form: "2021", severity: disclosure.Info,
			change: func(r *disclosure.Report) { put(r, "disclosure.fees.amount", 1940) }},
		{rule: "unit-yuan-for-wan", name: "a thousand times last years'", form: "2019", severity: disclosure.Warning, with: []string{"procurement-mismatch", "jump"},
			change: func(r *disclosure.Report) {
				put(r, "disclosure.procurement.items", 3)
				put(r, "disclosure.procurement.amount", 153103)
			},
			county: withYears("disclosure.procurement.amount", 15, 16)},
		{rule: "decisions-jump", name: "0 to 500", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { put(r, "disclosure.penalties.decisions", 500) },
			county: withYears("disclosure.penalties.decisions", 0, 0, 0)},
	}
}

func yearCases() []ruleCase {
	return []ruleCase{
		{rule: "carry-chain", name: "one more than last year left", severity: disclosure.Error, says: "上年报告结转下年度为 1",
			change: func(r *disclosure.Report) {
				for _, row := range []string{"carried_in", "carried_out"} {
					add(r, "applications."+row+".natural_person", 1)
					add(r, "applications."+row+".total", 1)
				}
			}},
		{rule: "carry-chain", name: "another kind of applicant", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				for _, row := range []string{"carried_in", "carried_out"} {
					add(r, "applications."+row+".natural_person", -1)
					add(r, "applications."+row+".company", 1)
				}
			}},
		{rule: "jump", name: "twenty times as many reviews", severity: disclosure.Warning,
			with:   []string{"dispute-pending-vanished"},
			change: func(r *disclosure.Report) { suits(r, "review", 400); put(r, "disputes.review.pending", 0) },
			county: withYears("disputes.review.total", 20, 22, 25)},
		{rule: "digit-slip", name: "ten times what came before", severity: disclosure.Warning, with: []string{"dispute-row-total", "jump"},
			change: func(r *disclosure.Report) {
				put(r, "disputes.review.upheld", 11)
				put(r, "disputes.review.total", 120)
			},
			county: withYears("disputes.review.total", 12, 12, 12)},
		{rule: "digit-slip", name: "told in the causes of the sum", with: []string{"dispute-row-total", "jump"},
			change: func(r *disclosure.Report) {
				put(r, "disputes.review.upheld", 11)
				put(r, "disputes.review.total", 120)
			}},
		{rule: "stale-table", name: "last year's table", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {},
			county: func(c *County) {
				for i := range c.Reports[1].Cells {
					if cell := &c.Reports[1].Cells[i]; cell.Key.Table() == "applications" {
						*cell = c.Reports[0].Cells[i]
					}
				}
			}},
	}
}

func shapeCases() []ruleCase {
	drop := func(key string) func(r *disclosure.Report) {
		return func(r *disclosure.Report) {
			r.Sections = slices.DeleteFunc(r.Sections, func(s disclosure.Section) bool { return s.Key == key })
		}
	}
	return []ruleCase{
		{rule: "section-missing", name: "section five", severity: disclosure.Error, says: "缺少“五、存在的主要问题及改进情况”", change: drop("problems")},
		{rule: "section-heading-changed", name: "section one renamed", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { r.Section("overview").Heading = "一、工作基本情况" }},
		{rule: "section-heading-changed", name: "the same in other words", severity: disclosure.Info,
			change: func(r *disclosure.Report) {
				r.Section("problems").Heading = "五、政府信息公开工作存在的主要问题和改进措施"
			}},
		{rule: "section-order", name: "four and five exchanged", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { r.Sections[3], r.Sections[4] = r.Sections[4], r.Sections[3] }},
		{rule: "section-extra", name: "a seventh", severity: disclosure.Info,
			change: func(r *disclosure.Report) {
				r.Sections = append(r.Sections, disclosure.Section{Key: "extra", Heading: "七、收费情况", Text: "没有收费。"})
			}},
		{rule: "section-empty", name: "section five says nothing", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { r.Section("problems").Text = "无" }},
		{rule: "overview-topic-missing", name: "supervision", form: "2021", severity: disclosure.Info, says: "监督保障",
			change: func(r *disclosure.Report) { reword(r, "overview", "监督保障", "其他工作") }},
		{rule: "assessment-missing", name: "the words dropped", severity: disclosure.Info,
			change: func(r *disclosure.Report) {
				reword(r, "overview", "列入年度工作考核，开展社会评议，未发生责任追究", "专人负责监督检查")
			}},
		{rule: "table-missing", name: "table four", severity: disclosure.Error, with: []string{"row-or-column-missing", "not-assessable"}, says: "没有找到“四、政府信息公开行政复议、行政诉讼情况”的表格（15 个单元格）",
			change: func(r *disclosure.Report) {
				state(r, "disputes", disclosure.Absent, "")
				r.Table("disputes").Found = false
			}},
		{rule: "table-as-image", name: "a picture", severity: disclosure.Info, with: []string{"table-missing", "row-or-column-missing", "not-assessable"},
			change: func(r *disclosure.Report) {
				state(r, "disputes", disclosure.Absent, "")
				r.Table("disputes").Found, r.Table("disputes").AsImage = false, true
			}},
		{rule: "row-or-column-missing", name: "refused_query", severity: disclosure.Error, with: []string{"not-assessable"}, says: "8.属于行政查询事项",
			change: func(r *disclosure.Report) { state(r, "applications.refused_query", disclosure.Absent, "") }},
		{rule: "row-or-column-added", name: "a row", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				r.Extras = append(r.Extras, disclosure.Extra{Table: "disclosure", Axis: "row", Label: "其他主动公开文件", Values: []string{"7"}})
			}},
		{rule: "label-altered", name: "another meaning", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				r.Table("applications").Altered = []disclosure.AlteredLabel{{Row: "refused_query", Form: "8.属于行政查询事项", Document: "8.属于网上咨询"}}
			}},
		{rule: "label-altered", name: "a remark in brackets", severity: disclosure.Info,
			change: func(r *disclosure.Report) {
				r.Table("applications").Altered = []disclosure.AlteredLabel{{Row: "received", Form: "一、本年新收政府信息公开申请数量", Document: "一、本年新收政府信息公开申请数量（1月1日至12月31日）"}}
			}},
		{rule: "balance-note-missing", name: "no note", severity: disclosure.Info,
			change: func(r *disclosure.Report) { r.Table("applications").Note = false }},
		{rule: "table-conflict", name: "one cell differs", severity: disclosure.Error,
			change: func(r *disclosure.Report) {
				r.Doubts = append(r.Doubts, disclosure.Doubt{Code: disclosure.DoubtTableConflict, Table: "disputes", Cells: []disclosure.Key{"disputes.review.total"}, Detail: "页面为 2，附件为 3"})
			}},
		{rule: "form-wrong-for-year", name: "2022 on the form of 2019", form: "2019", year: 2022, severity: disclosure.Error, says: "2022年度的报告用了2019版表式",
			change: func(r *disclosure.Report) {}},
		{rule: "form-wrong-for-year", name: "2020 on the form of 2021", form: "2021", year: 2020, severity: disclosure.Warning,
			change: func(r *disclosure.Report) {}},
		{rule: "legacy-outline", name: "概述", severity: disclosure.Error, with: []string{"section-heading-changed"},
			change: func(r *disclosure.Report) { r.Section("overview").Heading = "一、概述" }},
		{rule: "legacy-outline", name: "only the preamble is old", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				r.Preamble += "报告由概述、主动公开、收费及减免情况等组成。"
			}},
		{rule: "cites-superseded-basis", name: "60号 in 2024", form: "2021", year: 2024, severity: disclosure.Info,
			change: func(r *disclosure.Report) { r.Preamble += "按照国办公开办函〔2019〕60号的格式编制。" }},
		{rule: "cites-superseded-basis", name: "article 32", severity: disclosure.Info,
			change: func(r *disclosure.Report) { r.Preamble += "根据《条例》第三十二条编制。" }},
		{rule: "cites-misnumbered-basis", name: "国办发", severity: disclosure.Info,
			change: func(r *disclosure.Report) { r.Preamble += "按照国办发〔2021〕30号的格式编制。" }},
	}
}

func cellCases() []ruleCase {
	return []ruleCase{
		{rule: "cell-blank", name: "a whole row", severity: disclosure.Error, with: []string{"not-assessable"}, says: "整行“行政复议”全部空白",
			change: func(r *disclosure.Report) { state(r, "disputes.review", disclosure.Blank, "") }},
		{rule: "cell-blank", name: "single cells", severity: disclosure.Warning, says: "有 1 个单元格空白", with: []string{"not-assessable"},
			change: func(r *disclosure.Report) {
				state(r, "disclosure.penalties.decisions", disclosure.Blank, "")
			}},
		{rule: "cell-blank", name: "a total over parts", severity: disclosure.Error, with: []string{"not-assessable"}, says: "空白而分项不为 0",
			change: func(r *disclosure.Report) { state(r, "disputes.review.total", disclosure.Blank, "") }},
		{rule: "cell-placeholder", name: "a slash", severity: disclosure.Warning, with: []string{"not-assessable"},
			change: func(r *disclosure.Report) { state(r, "disclosure.penalties.decisions", disclosure.Placeholder, "/") }},
		{rule: "cell-placeholder", name: "none in the row of regulations", severity: disclosure.Info, with: []string{"not-assessable"},
			change: func(r *disclosure.Report) { state(r, "disclosure.regulations", disclosure.Placeholder, "无") }},
		{rule: "count-negative", name: "minus one", severity: disclosure.Error,
			with:   []string{"app-balance", "app-row-total", "app-outcome-over-intake", "app-carried-out-over-intake", "dispute-without-applications"},
			change: func(r *disclosure.Report) { put(r, "applications.received.total", -1) }},
		{rule: "count-fractional", name: "one and a half", severity: disclosure.Error, with: []string{"app-row-total", "app-outcome-total"},
			change: func(r *disclosure.Report) { write(r, "applications.granted.total", "1.5") }},
		{rule: "cell-format", name: "full-width with a unit", severity: disclosure.Info,
			change: func(r *disclosure.Report) { cellOf(r, "applications.granted.total").Raw = "６件" }},
	}
}

func identityCases() []ruleCase {
	return []ruleCase{
		{rule: "title-form", name: "another document's title", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { r.Title = "2022年政务公开总结" }},
		{rule: "title-form", name: "no year", severity: disclosure.Info,
			change: func(r *disclosure.Report) { r.Title = "青石镇人民政府政府信息公开工作年度报告" }},
		{rule: "title-year", name: "the title is a year behind", severity: disclosure.Error, with: []string{"period"},
			change: func(r *disclosure.Report) { r.Years[1].Year-- }},
		{rule: "period", name: "the period is a year behind", severity: disclosure.Error, with: []string{"title-year"},
			change: func(r *disclosure.Report) {
				r.Years[0].Year--
				r.Years[0].From, r.Years[0].To = "2000-01-01", "2000-12-31"
			}},
		{rule: "period", name: "30 December", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { r.Years[0].To = r.Years[0].To[:8] + "30" }},
		{rule: "period", name: "garbled", severity: disclosure.Info,
			change: func(r *disclosure.Report) { r.Years[0].From, r.Years[0].To = "", "" }},
		{rule: "stale-year", name: "a sentence of last year", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				reword(r, "overview", "我镇全年主动公开", map[int]string{2022: "2021", 2020: "2019"}[r.Year]+"年，我镇主动公开")
			}},
		{rule: "impossible-year", name: "2087", severity: disclosure.Error,
			change: func(r *disclosure.Report) {
				reword(r, "problems", "存在的问题", "截至2087年底，存在的问题")
			}},
		{rule: "foreign-body", name: "another town", severity: disclosure.Warning, says: "邻溪镇",
			change: func(r *disclosure.Report) { reword(r, "overview", "我镇全年主动公开", "邻溪镇主动公开") }},
		{rule: "foreign-body", name: "another kind of body", severity: disclosure.Warning, says: "我乡",
			change: func(r *disclosure.Report) { reword(r, "overview", "我镇全年", "我乡全年") }},
		{rule: "foreign-body", name: "another county's website", severity: disclosure.Warning, says: "邻水县",
			change: func(r *disclosure.Report) {
				reword(r, "overview", "维护网站专栏", "通过邻水县人民政府网站公开信息")
			}},
	}
}

func timeCases() []ruleCase {
	date := func(suffix string, years int) func(r *disclosure.Report) {
		return func(r *disclosure.Report) { r.Published = itoa(r.Year+years) + suffix }
	}
	return []ruleCase{
		{rule: "published-before-year-end", name: "mid December", severity: disclosure.Warning, change: date("-12-15", 0)},
		{rule: "late-publication", name: "February", severity: disclosure.Warning, change: date("-02-10", 1)},
		{rule: "late-publication", name: "April", severity: disclosure.Warning, says: "按任何一种规定都属逾期", change: date("-04-02", 1)},
		{rule: "late-publication", name: "of 2016, under the old rule", form: "2014", severity: disclosure.Warning, change: date("-04-02", 1)},
		{rule: "late-publication", name: "many years on one day", severity: disclosure.Info, says: "posted-in-bulk", change: date("-04-02", 1),
			county: func(c *County) {
				year := c.Reports[0].Year
				c.Reports = append(c.Reports, baseReport(c.Reports[0].Form, year-3))
				for _, r := range c.Reports {
					r.Published = itoa(year+1) + "-04-02"
				}
			}},
		{rule: "catalogue-year", name: "a folder of another year", severity: disclosure.Info,
			change: func(r *disclosure.Report) {
				r.URL = "https://www.example.gov.cn/" + itoa(r.Year-1) + "n/t1.html"
			}},
		{rule: "report-missing", name: "a year between", severity: disclosure.Warning, on: -1, says: "没有找到青石镇",
			change: func(r *disclosure.Report) {},
			county: func(c *County) {
				c.Reports = []*disclosure.Report{c.Reports[0], baseReport(c.Reports[0].Form, c.Reports[0].Year-2)}
			}},
		{rule: "report-conflict", name: "one cell differs", severity: disclosure.Error, with: []string{"report-duplicate", "dispute-row-total"},
			change: func(r *disclosure.Report) { r.Published = itoa(r.Year+1) + "-01-25" },
			county: func(c *County) {
				other := baseReport(c.Reports[0].Form, c.Reports[0].Year)
				other.File = "另一份.html"
				add(other, "disputes.review.total", 1)
				c.Reports = append(c.Reports, other)
			}},
		{rule: "report-duplicate", name: "two addresses", severity: disclosure.Info, with: []string{"report-conflict"},
			change: func(r *disclosure.Report) { r.Published = itoa(r.Year+1) + "-01-25" },
			county: func(c *County) {
				other := baseReport(c.Reports[0].Form, c.Reports[0].Year)
				other.File = "另一份.html"
				c.Reports = append(c.Reports, other)
			}},
	}
}

func feeCases() []ruleCase {
	fee := func(yuan int) func(r *disclosure.Report) {
		return func(r *disclosure.Report) { claim(r, feeMetric, yuan, "收取信息处理费"+itoa(yuan)+"元") }
	}
	return []ruleCase{
		{rule: "processing-fee-missing", name: "none", form: "2021", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { r.Section("other").Text = "无" }},
		{rule: "processing-fee-missing", name: "elsewhere", form: "2021", severity: disclosure.Info,
			change: func(r *disclosure.Report) {
				r.Section("other").Text = "没有其他需要报告的事项。"
				reword(r, "overview", "维护网站专栏", "维护网站专栏，未收取信息处理费")
			}},
		{rule: "processing-fee-tariff", name: "395", form: "2021", severity: disclosure.Warning, with: []string{"processing-fee-not-in-fees"}, change: fee(395)},
		{rule: "processing-fee-no-volume", name: "no applications", form: "2021", severity: disclosure.Error,
			with: []string{"processing-fee-not-in-fees", "processing-fee-volume-low", "dispute-without-applications", "carry-chain"},
			change: func(r *disclosure.Report) {
				noApplications(r)
				fee(100)(r)
			}},
		{rule: "processing-fee-volume-low", name: "two applications", form: "2021", severity: disclosure.Info,
			with: []string{"processing-fee-not-in-fees", "carry-chain"},
			change: func(r *disclosure.Report) {
				noApplications(r)
				for _, row := range []string{"received", "granted", "handled_total"} {
					put(r, "applications."+row+".natural_person", 2)
					put(r, "applications."+row+".total", 2)
				}
				fee(100)(r)
			}},
		{rule: "processing-fee-not-in-fees", name: "3940 and nothing in the table", form: "2021", severity: disclosure.Info, change: fee(3940)},
		{rule: "processing-fee-too-early", name: "2020", form: "2019", severity: disclosure.Warning, change: fee(100)},
		{rule: "not-paid-without-notice", name: "one that was not paid", form: "2021", severity: disclosure.Info, with: []string{"app-unusual-outcome"},
			change: func(r *disclosure.Report) {
				move(r, "refused_law", "other_not_paid")
			}},
	}
}

func countyCases() []ruleCase {
	nothing := func(r *disclosure.Report) {}
	return []ruleCase{
		{rule: "rollup-over-county", name: "towns 12, county 10", severity: disclosure.Warning, with: []string{"rollup-equal-total"}, on: -1, says: "各乡镇之和 12，全县 10", change: nothing,
			county: parent(func(r *disclosure.Report) { put(r, "applications.received.total", 10) })},
		{rule: "rollup-equal-total", name: "one town 12, county 8", with: []string{"rollup-over-county"}, on: -1, change: nothing,
			county: parent(func(r *disclosure.Report) { put(r, "applications.received.total", 8) })},
		{rule: "named-by-parent", name: "270 and 12", severity: disclosure.Warning, says: "本报告为 12", change: nothing,
			county: parent(func(r *disclosure.Report) {
				reword(r, "overview", "维护网站专栏", "其中青石镇收到申请270件，维护网站专栏")
			})},
	}
}

func personalCases() []ruleCase {
	return []ruleCase{
		{rule: "pii-mobile", name: "in the contact line", severity: disclosure.Info, says: "联系电话中的手机 138****5678",
			change: func(r *disclosure.Report) { r.Preamble += "联系电话：13812345678。" }},
		{rule: "pii-id", name: "a number with the right check digit", severity: disclosure.Info, says: "110101********",
			change: func(r *disclosure.Report) {
				reword(r, "problems", "存在的问题", "身份证号11010119900307803X的申请人，存在的问题")
			}},
		{rule: "pii-applicant", name: "a name", severity: disclosure.Info, says: "张*",
			change: func(r *disclosure.Report) {
				reword(r, "problems", "存在的问题", "申请人张某提出，存在的问题")
			}},
	}
}

func legacyCases() []ruleCase {
	raise := func(key string) func(r *disclosure.Report) {
		return func(r *disclosure.Report) { add(r, key+".count", 1) }
	}
	return []ruleCase{
		{rule: "s14-received-parts", name: "received", form: "2014", severity: disclosure.Error, change: raise("applications.received")},
		{rule: "s14-closed-parts", name: "closed", form: "2014", severity: disclosure.Error, change: raise("applications.closed")},
		{rule: "s14-answered-parts", name: "answered", form: "2014", severity: disclosure.Error, change: raise("applications.answered")},
		{rule: "s14-refused-parts", name: "refused", form: "2014", severity: disclosure.Error, with: []string{"s14-answered-parts"}, change: raise("applications.refused")},
		{rule: "s14-refused-parts", name: "several reasons for one", form: "2014", severity: disclosure.Warning, change: raise("applications.refused_privacy")},
		{rule: "s14-disputes-parts", name: "one result too many", form: "2014", severity: disclosure.Error, change: raise("disputes.review_upheld")},
		{rule: "s14-disputes-parts", name: "one pending", form: "2014", severity: disclosure.Info, change: raise("disputes.review")},
		{rule: "s14-staff-parts", name: "staff", form: "2014", severity: disclosure.Error, change: raise("capacity.staff")},
		{rule: "s14-documents", name: "more documents than items", form: "2014", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { put(r, "disclosure.normative_published.count", 9) }},
		{rule: "s14-channels", name: "one channel over all", form: "2014", severity: disclosure.Warning,
			change: func(r *disclosure.Report) { put(r, "disclosure.via_website.count", 50) }},
		{rule: "s14-closed-over-received", name: "30 of 12", form: "2014", severity: disclosure.Warning,
			change: func(r *disclosure.Report) {
				put(r, "applications.closed.count", 30)
				put(r, "applications.closed_on_time.count", 29)
			}},
		{rule: "legacy-contents", name: "no word of charges", form: "2014", severity: disclosure.Warning, says: "收费及减免",
			with: []string{"section-missing"},
			change: func(r *disclosure.Report) {
				r.Sections = slices.DeleteFunc(r.Sections, func(s disclosure.Section) bool { return s.Key == "fees" })
				r.Section("other").Text = ""
			}},
	}
}

func guardCases() []ruleCase {
	return []ruleCase{
		{rule: "extraction-suspect", name: "every total a column early", severity: disclosure.Info, with: []string{"not-assessable"},
			change: func(r *disclosure.Report) {
				for _, table := range disclosure.FormByID(r.Form).Tables {
					for _, row := range table.Rows {
						if table.ID == "applications" {
							put(r, "applications."+row.ID+".other", int(cellOf(r, "applications."+row.ID+".natural_person").Value.Floor()+cellOf(r, "applications."+row.ID+".company").Value.Floor()))
							put(r, "applications."+row.ID+".total", 0)
						}
					}
				}
			}},
		{rule: "not-assessable", name: "no last year", severity: disclosure.Info,
			change: func(r *disclosure.Report) {},
			county: func(c *County) { c.Reports = c.Reports[:1] }},
	}
}
