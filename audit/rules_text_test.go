package audit

import (
	"slices"

	"gongkai/disclosure"
)

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
