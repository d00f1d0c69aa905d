package audit

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"gongkai/disclosure"
)

// baseReport is the sound report of the catalogue's tests: 12 applications, one
// carried in, twelve handled, one carried out, one review pending.
func baseReport(form string, year int) *disclosure.Report {
	f := disclosure.FormByID(form)
	r := &disclosure.Report{
		File: fmt.Sprintf("青石镇-%d.html", year), Reader: "html", Status: disclosure.Parsed,
		Form: form, Town: "青石镇", TownCode: "990101100", County: "云溪县", CountyCode: "990101", Year: year,
		YearSource: disclosure.YearFromPeriod,
		Title:      fmt.Sprintf("云溪县青石镇人民政府%d年政府信息公开工作年度报告", year),
		Published:  fmt.Sprintf("%d-01-20", year+1), PublishedSource: disclosure.PublishedFromMeta,
		Publisher: "青石镇人民政府", URL: fmt.Sprintf("https://www.example.gov.cn/%d/t1.html", year+1),
		Claims:   []disclosure.Claim{{Metric: feeMetric, Section: "other", Text: "没有向申请人收取信息处理费"}},
		Preamble: fmt.Sprintf("本报告按照《中华人民共和国政府信息公开条例》编制，数据统计期限为%d年1月1日至12月31日。", year),
	}
	r.Years = []disclosure.YearStatement{
		{Source: disclosure.YearFromPeriod, Year: year, Text: "数据统计期限", From: fmt.Sprintf("%d-01-01", year), To: fmt.Sprintf("%d-12-31", year)},
		{Source: disclosure.YearFromTitle, Year: year, Text: r.Title},
	}
	texts := map[string]string{
		"overview": fmt.Sprintf("（一）主动公开。我镇全年主动公开政府信息106条，制发行政规范性文件1件。\n"+
			"（二）依申请公开。%d年，我镇收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度1件；行政复议2件。\n"+
			"（三）政府信息管理。完善发布审核流程，定期清理栏目。\n（四）政府信息公开平台建设。维护网站专栏。\n"+
			"（五）监督保障。列入年度工作考核，开展社会评议，未发生责任追究。", year),
		"problems": "存在的问题：公开的深度还不够，更新不够及时，村一级的经办人员变动较多。改进措施：加强培训和检查，细化公开目录，按月通报各栏目更新情况。",
		"other":    "本年度没有向申请人收取信息处理费，没有其他需要报告的事项。",
	}
	for _, section := range f.Sections {
		_, isProse := texts[section.Key]
		r.Sections = append(r.Sections, disclosure.Section{
			Key: section.Key, Heading: section.Heading, Text: texts[section.Key], HasTable: !isProse,
		})
	}
	for i := range f.Tables {
		r.Tables = append(r.Tables, disclosure.TableReading{Table: f.Tables[i].ID, Found: true, Score: 1, Copies: 1, Note: f.Tables[i].ID == "applications"})
	}
	for i := range f.Cells {
		r.Cells = append(r.Cells, disclosure.Cell{Key: f.Cells[i].Key, State: disclosure.Reported, Raw: "0", Confidence: 1, Place: disclosure.Place{Reader: "html"}})
	}
	if form == "2014" {
		base2014(r)
		return r
	}
	row := func(name string, np, company, other int) {
		put(r, "applications."+name+".natural_person", np)
		put(r, "applications."+name+".company", company)
		put(r, "applications."+name+".other", other)
		put(r, "applications."+name+".total", np+company+other)
	}
	row("received", 9, 2, 1)
	row("carried_in", 1, 0, 0)
	row("granted", 4, 1, 1)
	row("partial", 1, 0, 0)
	row("refused_law", 1, 0, 0)
	row("unavailable_not_held", 2, 1, 0)
	row("unprocessed_repeat", 1, 0, 0)
	row("handled_total", 9, 2, 1)
	row("carried_out", 1, 0, 0)
	put(r, "disputes.review.upheld", 1)
	put(r, "disputes.review.pending", 1)
	put(r, "disputes.review.total", 2)
	if form == "2021" {
		put(r, "disclosure.normative_documents.issued", 1)
		put(r, "disclosure.normative_documents.repealed", 1)
		put(r, "disclosure.normative_documents.in_force", 4)
	} else {
		put(r, "disclosure.normative_documents.made", 1)
		put(r, "disclosure.normative_documents.published", 1)
		put(r, "disclosure.normative_documents.published_total", 4)
	}
	return r
}

func base2014(r *disclosure.Report) {
	r.Title = fmt.Sprintf("青石镇%d年政府信息公开工作年度报告", r.Year)
	for key, n := range map[string]int{
		"disclosure.published": 40, "disclosure.normative_published": 2, "disclosure.normative_issued": 2,
		"disclosure.via_website": 40, "disclosure.via_other": 5,
		"applications.received": 12, "applications.received_in_person": 5, "applications.received_web": 7,
		"applications.closed": 11, "applications.closed_on_time": 10, "applications.closed_extended": 1,
		"applications.answered": 11, "applications.granted": 8, "applications.refused": 2, "applications.not_existing": 1,
		"applications.refused_privacy": 2,
		"disputes.review":              2, "disputes.review_upheld": 1, "disputes.review_other": 1,
		"capacity.staff": 3, "capacity.staff_full_time": 1, "capacity.staff_part_time": 2,
	} {
		put(r, key+".count", n)
	}
	for i := range r.Sections {
		section := &r.Sections[i]
		switch section.Key {
		case "overview":
			section.Text = fmt.Sprintf("%d年，我镇主动公开政府信息40条，工作平稳有序。", r.Year)
		case "disclosure":
			section.Text = "主动公开政府信息40条。"
		case "applications":
			section.Text = "收到申请12件，不予公开2件，均依法答复。"
		case "fees":
			section.Text = "没有收费，也没有减免。"
		case "disputes":
			section.Text = "行政复议2件，没有行政诉讼。"
		}
	}
}

// put sets a cell to a number.
func put(r *disclosure.Report, key string, n int) {
	c := cellOf(r, key)
	c.State, c.Value, c.Raw = disclosure.Reported, disclosure.Int(int64(n)), strconv.Itoa(n)
}

// add changes a cell's number.
func add(r *disclosure.Report, key string, n int) {
	put(r, key, int(cellOf(r, key).Value.Floor())+n)
}

// write writes a raw decimal into a cell.
func write(r *disclosure.Report, key, raw string) {
	c := cellOf(r, key)
	v, err := disclosure.ParseNumber(raw)
	if err != nil {
		panic(err)
	}
	c.State, c.Value, c.Raw = disclosure.Reported, v, raw
}

// state takes the number out of every cell whose key starts with a prefix.
func state(r *disclosure.Report, prefix string, s disclosure.State, raw string) {
	for i := range r.Cells {
		if strings.HasPrefix(string(r.Cells[i].Key), prefix) {
			r.Cells[i].State, r.Cells[i].Raw, r.Cells[i].Value = s, raw, 0
		}
	}
}

func cellOf(r *disclosure.Report, key string) *disclosure.Cell {
	c := r.Cell(disclosure.Key(key))
	if c == nil {
		panic("no cell " + key)
	}
	return c
}

// priorReport is a sound report of the year before the base report, which the
// base report carries on from.
func priorReport(form string, year int) *disclosure.Report {
	r := baseReport(form, year)
	if form == "2014" {
		for _, key := range []string{"disclosure.published", "disclosure.via_website", "applications.received", "applications.received_web"} {
			add(r, key+".count", -1)
		}
		return r
	}
	put(r, "applications.received.natural_person", 10)
	put(r, "applications.received.total", 13)
	put(r, "applications.carried_in.natural_person", 0)
	put(r, "applications.carried_in.total", 0)
	put(r, "disputes.review.pending", 0)
	put(r, "disputes.review.total", 1)
	if form == "2021" {
		put(r, "disclosure.normative_documents.issued", 0)
		put(r, "disclosure.normative_documents.repealed", 0)
	}
	for i := range r.Sections {
		text := &r.Sections[i].Text
		*text = strings.NewReplacer("申请12件", "申请13件", "上年结转1件", "没有上年结转", "行政复议2件", "行政复议1件",
			"更新不够及时", "解读形式单一", "变动较多", "力量不足", "加强培训和检查", "健全工作机制").Replace(*text)
	}
	return r
}

// formYears are the forms with the year of their base report.
var formYears = []struct {
	form string
	year int
}{{"2021", 2022}, {"2019", 2020}, {"2014", 2016}}

// ruleOf returns the result of a rule.
func ruleOf(t *testing.T, results []Result, id string) *Result {
	t.Helper()
	for i := range results {
		if results[i].Rule.ID == id {
			return &results[i]
		}
	}
	t.Fatalf("no rule %s", id)
	return nil
}

// firing lists the ids of the rules that fire.
func firing(results []Result) []string {
	var ids []string
	for i := range results {
		if results[i].Verdict == disclosure.Fires {
			ids = append(ids, results[i].Rule.ID)
		}
	}
	return ids
}
