package audit

import (
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// timeRules are the part of group E about when a report was published.
func timeRules() []*Rule {
	return []*Rule{
		{
			ID: "published-before-year-end", Group: "E", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "年度未结束就已发布",
			Source:      "逻辑关系",
			Formula:     "发布日期 < Y-12-31",
			FalseAlarms: "正文落款日期不是发布日期。",
			Example:     "2024年度报告发布于2024-12-15",
			check:       checkEarly,
		},
		{
			ID: "late-publication", Group: "E", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title: "发布逾期",
			Source: "《条例》（2019年）第四十九条：县级以上人民政府部门1月31日前、县级以上地方人民政府3月31日前；乡镇未列名，各地通知多定为1月31日或更早。" +
				"2018年度及以前：2007年《条例》第三十一条，各级行政机关3月31日前" + FromKnowledge,
			Formula:     "发布日期 > 本县规定的期限；没有规定的按次年1月31日（2018年度及以前按3月31日）",
			FalseAlarms: "网站迁移：同一乡镇三个以上年度、或全县十个以上乡镇同一天发布的，报“集中补发”（提示）。网页、地址、正文日期不一的取最早。期限可按县配置。",
			Example:     "2024年度报告发布于2025-04-02",
			check:       checkLate,
		},
		{
			ID: "catalogue-year", Group: "E", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:       "所在栏目或地址的年份不符",
			Source:      "便于查找",
			Formula:     "地址或栏目里的年份 = 报告年度",
			FalseAlarms: "许多网站各年度共用一个栏目；地址里的发布日期（次年）不算。",
			Example:     "2024年度报告的地址为 /2023n/",
			check:       checkCatalogueYear,
		},
		{
			ID: "report-missing", Group: "E", Severity: disclosure.Warning, Scope: ScopeCounty,
			Title:       "没有找到应有的报告",
			Source:      "《条例》（2019年）第四十九条、第五十条；第四条第三款：各级人民政府各自编制",
			Formula:     "首末两个已知年度之间、或期限已过的最近一个年度没有报告",
			FalseAlarms: "写明“在…日所查的来源中没有找到”；乡镇撤并、新设，有的县街道随区报告。",
			Example:     "删去一个年度",
			check:       checkMissing,
		},
		{
			ID: "report-conflict", Group: "E", Severity: disclosure.Error, Scope: ScopeCounty,
			Title:       "同一年度有两份不同的报告",
			Source:      "一个年度一份报告",
			Formula:     "同一乡镇同一年度的两个文件有单元格不同",
			FalseAlarms: "更正后的版本取代旧版本：两份都列出请核对。完全相同的另报 report-duplicate。乡镇所属站所是另外的主体。",
			Example:     "两个文件，一格不同",
			check:       checkConflict,
		},
		{
			ID: "report-duplicate", Group: "E", Severity: disclosure.Info, Scope: ScopeCounty,
			Title:       "同一份报告发布了两次",
			Source:      "一个年度一份报告",
			Formula:     "同一乡镇同一年度的两个文件数字完全相同",
			FalseAlarms: "页面与附件各一份很常见。",
			Example:     "同一文件，两个地址",
			check:       checkDuplicate,
		},
	}
}

// published returns the publish date where it is a whole date.
func (s *sheet) published() string {
	if len(s.report.Published) == len("2006-01-02") {
		return s.report.Published
	}
	return ""
}

// needDate returns the publish date, or makes the rule undetermined.
func (s *sheet) needDate(r *Result) (string, bool) {
	switch date := s.published(); {
	case s.year == 0:
		r.lacks("报告年度不明")
	case date == "":
		r.lacks("没有找到发布日期")
	default:
		return date, true
	}
	return "", false
}

func checkEarly(s *sheet, r *Result) {
	date, ok := s.needDate(r)
	if !ok {
		return
	}
	if year, _, _ := leadingNumber(date); year > s.year {
		r.holds()
		return
	}
	end := strconv.Itoa(s.year) + "-12-31"
	if date >= end {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Expected: "≥ " + end, Actual: date,
		Message: strconv.Itoa(s.year) + "年度的报告发布于 " + date + "，当时该年度还没有结束。请核对报告年度和发布日期。",
	})
}

// deadline returns the day by which a sheet's report was due.
func (s *sheet) deadline() Deadline { return s.options.deadline(s.report.CountyCode, s.year) }

func (o *Options) deadline(county string, year int) Deadline {
	if o.Deadlines != nil {
		if d, ok := o.Deadlines(county, year); ok {
			return d
		}
	}
	next := strconv.Itoa(year + 1)
	if year <= 2018 {
		return Deadline{Due: next + "-03-31", Basis: "2007年《条例》第三十一条" + FromKnowledge}
	}
	return Deadline{Due: next + "-01-31", Basis: "《条例》（2019年）第四十九条，乡镇未列名，参照1月31日"}
}

func checkLate(s *sheet, r *Result) {
	date, ok := s.needDate(r)
	if !ok {
		return
	}
	due := s.deadline()
	if date <= due.Due {
		r.holds()
		return
	}
	f := disclosure.Finding{
		Expected: "≤ " + due.Due, Actual: date, Basis: due.Basis,
		Message: strconv.Itoa(s.year) + "年度的报告发布于 " + date + "，期限为 " + due.Due + "（" + due.Basis + "）",
	}
	last := strconv.Itoa(s.year+1) + "-03-31"
	switch {
	case s.set.postedInBulk(s, date):
		f.Severity = disclosure.Info
		f.Message += "。同一天还发布了多份报告，疑似网站迁移时集中补发（posted-in-bulk），发布日期可能不是最初的日期。"
	case date > last && s.year >= 2019:
		f.Message += "，已超过3月31日，按任何一种规定都属逾期。"
	default:
		f.Message += "，属逾期发布。"
	}
	r.fire(f)
}

func checkCatalogueYear(s *sheet, r *Result) {
	if s.year == 0 {
		r.lacks("报告年度不明")
		return
	}
	column := s.yearBy(disclosure.YearFromColumn)
	year, segment := yearInURL(s.report.URL)
	if column == nil && segment == "" {
		r.skip("栏目和地址里没有年份")
		return
	}
	r.holds()
	if column != nil && column.Year != 0 && column.Year != s.year {
		r.fire(disclosure.Finding{
			Expected: strconv.Itoa(s.year), Actual: strconv.Itoa(column.Year), Quote: column.Text,
			Message: strconv.Itoa(s.year) + "年度的报告放在“" + clip(column.Text, 40) + "”栏目下，不便查找。",
		})
		return
	}
	// A bare year one later is the folder of the publishing year.
	bare := segment == strconv.Itoa(year)
	if segment != "" && year != s.year && (!bare || year != s.year+1) {
		r.fire(disclosure.Finding{
			Expected: strconv.Itoa(s.year), Actual: segment, Quote: s.report.URL,
			Message: strconv.Itoa(s.year) + "年度的报告放在地址“/" + segment + "/”下，年份不符，不便查找。",
		})
	}
}

// yearInURL returns the year that a folder of an address names: /2023/, /2023n/,
// /2023nd/, /2023nian/, /nb2023/.
func yearInURL(url string) (year int, segment string) {
	for part := range strings.SplitSeq(url, "/") {
		digits := strings.Trim(part, "abcdefghijklmnopqrstuvwxyz")
		if len(digits) != 4 || len(part) > 10 || (digits[:2] != "20") {
			continue
		}
		if n, err := strconv.Atoi(digits); err == nil && n >= 2008 && n < 2100 {
			year, segment = n, part
		}
	}
	return year, segment
}

func checkMissing(s *sheet, r *Result) {
	if s.set == nil {
		r.lacks("需要全县的登记册和各年度的报告")
		return
	}
	r.holds()
}

func checkConflict(s *sheet, r *Result) {
	s.checkTwins(r, func(other *sheet, differing []int) {
		if len(differing) == 0 {
			r.firesElsewhere("report-duplicate")
			return
		}
		var names []string
		for _, i := range differing[:min(len(differing), maxNames)] {
			names = append(names, s.name(i)+" "+s.stateText(i)+" / "+other.stateText(i))
		}
		r.fire(disclosure.Finding{
			Cells: s.keys(differing...), Actual: s.stateText(differing[0]), Expected: other.stateText(differing[0]),
			Documents: documents(s, other),
			Message:   "同一年度有两份报告，" + strconv.Itoa(len(differing)) + " 个单元格不同：" + listed(names, len(differing)) + "。如为更正请撤下旧版并注明。",
		})
	})
}

func checkDuplicate(s *sheet, r *Result) {
	s.checkTwins(r, func(other *sheet, differing []int) {
		if len(differing) > 0 {
			return
		}
		r.fire(disclosure.Finding{
			Documents: documents(s, other), Actual: documents(other)[0],
			Message: "同一份报告发布了两次，数字完全相同：" + documents(s)[0] + "；" + documents(other)[0] + "。",
		})
	})
}

// stateText writes what stands in a cell.
func (s *sheet) stateText(i int) string {
	if s.known[i] {
		return s.values[i].String()
	}
	switch s.cells[i].State {
	case disclosure.Blank:
		return "空白"
	case disclosure.Placeholder:
		return "“" + clip(s.cells[i].Raw, 8) + "”"
	case disclosure.Illegible:
		return "无法辨认"
	}
	return "没有该格"
}
