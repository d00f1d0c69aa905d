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
