package audit

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// identityRules are the part of group E about whose report it is, and of which year.
func identityRules() []*Rule {
	return []*Rule{
		{
			ID: "title-form", Group: "E", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "标题不合规范",
			Source:      "国办公开办函〔2021〕30号" + FromKnowledge + "；通行做法：〈机关〉〈年份〉年政府信息公开工作年度报告",
			Formula:     "标题（去掉空格换行）= …NNNN年（度）政府信息公开工作年度报告",
			FalseAlarms: "网站标题常被截断或加前缀，以正文标题为准；仍看得出是本报告标题的（缺年份、缺“工作”二字、在通知标题里等）只作提示；2019年度以前只作提示。",
			Example:     "标题为“2022年政务公开总结”",
			check:       checkTitleForm,
		},
		{
			ID: "title-year", Group: "E", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "标题年份与报告年度不一致",
			Source:      "同一份报告只有一个年度",
			Formula:     "标题年份 = 报告年度 = 统计期限的年份",
			FalseAlarms: "列表标题里的发布年份（“2026年…”）常误导：以正文标题为准。",
			Example:     "标题2023，统计期限2024",
			check:       checkTitleYear,
		},
		{
			ID: "period", Group: "E", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "统计期限有误",
			Source:      "通行做法：1月1日至12月31日",
			Formula:     "统计期限 = Y-01-01 至 Y-12-31；写成另一年的为错误",
			FalseAlarms: "读取时可能丢字（“2025111231日”）：文字残缺的只作提示。2008年度从5月1日起。",
			Example:     "2024年度报告的统计期限写2023年",
			check:       checkPeriod,
		},
		{
			ID: "stale-year", Group: "E", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "正文里留有别的年份",
			Source:      "疑似照抄往年报告",
			Formula:     "“本年度报告”“编制的”“我镇…主动公开”“收到…申请”旁的年份 ≠ 报告年度",
			FalseAlarms: "文件名、计划、与上年比较、上年决算里的年份没有关系。",
			Example:     "叙述句写成上一年",
			check:       checkStaleYear,
		},
		{
			ID: "impossible-year", Group: "E", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "出现不可能的年份",
			Source:      "算术关系",
			Formula:     "作为事情发生时间的年份 > Y+1 或 < 1949",
			FalseAlarms: "规划、目标、远景（十四五、2035）不算。",
			Example:     "2087年",
			check:       checkImpossibleYear,
		},
		{
			ID: "foreign-body", Group: "E", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "正文说成了别的机关",
			Source:      "疑似照抄别处的报告",
			Formula:     "以另一个乡镇、县或级别的名义说“做了什么”",
			FalseAlarms: "提到上级和邻近单位是正常的：只看“我乡”“我局”之类的自称、句首的乡镇名和网站名。",
			Example:     "一句话里换了镇名",
			check:       checkForeignBody,
		},
	}
}

// titleEnd is how the title of a report ends.
const titleEnd = "政府信息公开工作年度报告"

func checkTitleForm(s *sheet, r *Result) {
	title := han.Unspaced(s.report.Title)
	if title == "" {
		r.lacks("没有找到标题")
		return
	}
	why, severity := judgeTitle(title)
	if why != "" {
		why, severity = judgeTitle(han.Simplify(title))
	}
	if why == "" {
		r.holds()
		return
	}
	if s.year != 0 && s.year < 2019 {
		severity = disclosure.Info
	}
	r.fire(disclosure.Finding{
		Severity: severity, Actual: title, Quote: title, Expected: "〈机关〉〈年份〉年" + titleEnd,
		Message: "标题“" + clip(title, 60) + "”" + why + "，规范写法为“〈机关名称〉〈年份〉年" + titleEnd + "”。",
	})
}

// judgeTitle says what is unusual about a title, "" where it is as it should be.
func judgeTitle(title string) (why string, severity disclosure.Severity) {
	if body, ok := strings.CutSuffix(title, titleEnd); ok {
		rest, isDegree := strings.CutSuffix(body, "年度")
		if !isDegree {
			rest, ok = strings.CutSuffix(body, "年")
		}
		name, year := cutYear(rest)
		switch {
		case !ok && !isDegree, !year:
			return "没有写年份", disclosure.Info
		case name == "":
			return "没有写机关名称", disclosure.Info
		case isDegree:
			return "重复了“年度”", disclosure.Info
		}
		return "", ""
	}
	switch {
	case strings.Contains(title, titleEnd):
		return "前后有多余的文字", disclosure.Info
	case strings.Contains(title, "信息公开") && (strings.Contains(title, "报") || strings.Contains(title, "告")):
		return "与规定的写法不完全一致", disclosure.Info
	}
	return "不是年度报告的标题", disclosure.Warning
}

// cutYear cuts a year of four digits, Arabic or Chinese, off the end of a text.
func cutYear(s string) (rest string, ok bool) {
	for range 4 {
		r, size := utf8.DecodeLastRuneInString(s)
		if _, ok := han.YearDigit(r); !ok {
			return s, false
		}
		s = s[:len(s)-size]
	}
	return s, true
}

// yearBy returns the statement of the year from a source, or nil.
func (s *sheet) yearBy(source disclosure.YearSource) *disclosure.YearStatement {
	for i := range s.report.Years {
		if s.report.Years[i].Source == source {
			return &s.report.Years[i]
		}
	}
	return nil
}

// yearVotes counts what the document, its page and its prose say for a year.
func (s *sheet) yearVotes(year int) int {
	votes := 0
	for i := range s.report.Years {
		if s.report.Years[i].Year == year {
			votes++
		}
	}
	for i := range s.text.runs {
		if run := &s.text.runs[i]; run.count == 4 && run.value == year && s.isYear(run) {
			votes++
		}
	}
	if len(s.report.Published) >= 4 {
		if published, err := strconv.Atoi(s.report.Published[:4]); err == nil && published-1 == year {
			votes++
		}
	}
	return votes
}

// isYear reports whether a run of digits is followed by 年.
func (s *sheet) isYear(run *digits) bool {
	return strings.HasPrefix(strings.TrimLeft(s.text.parts[run.part].text[run.to:], " \u00a0\u3000"), "年")
}

// titleAndPeriod returns the years of the title and of the stated period where
// they differ, and which of them stands alone against the rest of the document.
func (s *sheet) titleAndPeriod() (title, period *disclosure.YearStatement, titleWrong, periodWrong bool) {
	title, period = s.yearBy(disclosure.YearFromTitle), s.yearBy(disclosure.YearFromPeriod)
	if title == nil || period == nil || title.Year == 0 || period.Year == 0 || title.Year == period.Year {
		return title, period, false, false
	}
	forTitle, forPeriod := s.yearVotes(title.Year), s.yearVotes(period.Year)
	return title, period, forTitle <= forPeriod, forTitle > forPeriod
}

func checkTitleYear(s *sheet, r *Result) {
	title, period, titleWrong, periodWrong := s.titleAndPeriod()
	switch {
	case title == nil || title.Year == 0:
		r.lacks("标题里没有年份")
	case periodWrong:
		r.firesElsewhere("period")
	case titleWrong:
		r.fire(disclosure.Finding{
			Expected: strconv.Itoa(period.Year), Actual: strconv.Itoa(title.Year), Quote: han.Unspaced(title.Text),
			Message: "标题写" + strconv.Itoa(title.Year) + "年，统计期限是" + strconv.Itoa(period.Year) + "年。请核对报告年度。",
		})
	case s.year != 0 && title.Year != s.year:
		r.fire(disclosure.Finding{
			Expected: strconv.Itoa(s.year), Actual: strconv.Itoa(title.Year), Quote: han.Unspaced(title.Text),
			Message: "标题写" + strconv.Itoa(title.Year) + "年，报告年度为" + strconv.Itoa(s.year) + "年。请核对。",
		})
	default:
		r.holds()
	}
}

// wholeYear reports whether a stated period is the whole of a year; in 2008 the
// regulation came into force on 1 May.
func wholeYear(period *disclosure.YearStatement, year int) bool {
	if !inYear(period.From, year) || !inYear(period.To, year) || period.To[4:] != "-12-31" {
		return false
	}
	return period.From[4:] == "-01-01" || (year == 2008 && period.From[4:] == "-05-01")
}

// inYear reports whether a date, "2006-01-02", lies in a year.
func inYear(date string, year int) bool {
	n, rest, ok := leadingNumber(date)
	return ok && n == year && len(rest) == len("-01-02")
}

func checkPeriod(s *sheet, r *Result) {
	_, period, titleWrong, periodWrong := s.titleAndPeriod()
	if period == nil {
		r.skip("报告没有写统计期限")
		return
	}
	year := s.year
	if periodWrong {
		year = s.yearBy(disclosure.YearFromTitle).Year
	}
	if year == 0 {
		r.lacks("报告年度不明")
		return
	}
	if !titleWrong && wholeYear(period, year) {
		r.holds()
		return
	}
	stated := period.From + " 至 " + period.To
	f := disclosure.Finding{
		Actual: stated, Quote: clip(strings.TrimSpace(period.Text), 120),
		Expected: strconv.Itoa(year) + "-01-01 至 " + strconv.Itoa(year) + "-12-31",
	}
	switch {
	case titleWrong:
		r.firesElsewhere("title-year")
	case period.From == "" || period.To == "":
		if period.Year != year {
			f.Severity = disclosure.Error
			f.Actual = strconv.Itoa(period.Year) + "年"
			f.Message = "统计期限写的是" + strconv.Itoa(period.Year) + "年，报告年度为" + strconv.Itoa(year) + "年。请更正。"
			r.fire(f)
			return
		}
		f.Severity = disclosure.Info
		f.Message = "统计期限的文字残缺，读不出起止日期。请核对原文。"
		r.fire(f)
	case !inYear(period.From, year) || !inYear(period.To, year):
		f.Severity = disclosure.Error
		f.Message = "统计期限写作 " + stated + "，不是" + strconv.Itoa(year) + "年全年。请更正。"
		r.fire(f)
	default:
		f.Message = "统计期限写作 " + stated + "，应为1月1日至12月31日。请核对。"
		r.fire(f)
	}
}

// doings are what a report says the body did in the year; the preamble also speaks
// of the report itself, which elsewhere may be last year's.
var (
	doings   = []string{"主动公开", "公开政府信息", "公开信息", "收到", "新收", "受理"}
	ofReport = []string{"年度报告", "编制的"}
)

// planning are words that make a year one of a plan, a comparison or a name.
var planning = []string{"自", "与", "同", "比", "较", "相比", "计划", "将", "拟", "力争", "预算", "决算", "规划", "目标", "远景", "下一步", "上年", "上一年", "去年", "结转", "《", "〔", "以来", "十四五", "十五五", "行动", "方案", "起", "至", "到", "截至", "底前"}

func checkStaleYear(s *sheet, r *Result) {
	r.holds()
	if s.year == 0 {
		r.Verdict = ""
		r.lacks("报告年度不明")
		return
	}
	for i := range s.text.runs {
		run := &s.text.runs[i]
		if run.count != 4 || run.value == s.year || run.value >= s.year || run.value < s.year-6 || run.value < 2008 {
			continue
		}
		if part := s.text.parts[run.part].role; part != rolePreamble && part != roleOverview && part != roleOther {
			continue
		}
		if !s.isYear(run) || !s.statesDoing(run) {
			continue
		}
		r.fire(disclosure.Finding{
			Expected: strconv.Itoa(s.year), Actual: strconv.Itoa(run.value),
			Quote: s.text.sentence(run.part, run.from, run.to), Place: s.text.place(s, run.part),
			Message: "报告年度为" + strconv.Itoa(s.year) + "年，正文却写" + strconv.Itoa(run.value) + "年的情况：“" + clip(s.text.sentence(run.part, run.from, run.to), 60) + "”。疑似照抄往年报告，请核对。",
		})
	}
}

// statesDoing reports whether a year stands as the time of what the body did.
func (s *sheet) statesDoing(run *digits) bool {
	before := s.text.before(run.part, run.from, 24)
	if containsAny(before, planning) {
		return false
	}
	after := s.text.after(run.part, run.to, 75)
	at := -1
	said := doings
	if s.text.parts[run.part].role == rolePreamble {
		said = slices.Concat(doings, ofReport)
	}
	for _, doing := range said {
		if i := strings.Index(after, doing); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at >= 0 && !containsAny(after[:at], planning)
}

// yearAims are words that make a far year an aim or a name.
var yearAims = []string{"规划", "目标", "远景", "计划", "行动", "方案", "五年", "五”", "《", "愿景", "纲要", "力争", "将", "到"}

func checkImpossibleYear(s *sheet, r *Result) {
	if s.year == 0 {
		r.lacks("报告年度不明")
		return
	}
	r.holds()
	for i := range s.text.runs {
		run := &s.text.runs[i]
		if run.count != 4 || !((run.value > s.year+1 && run.value < 2200) || (run.value >= 1900 && run.value < 1949)) || !s.isYear(run) {
			continue
		}
		sentence := s.text.before(run.part, run.from, 60) + s.text.after(run.part, run.to, 60)
		if containsAny(sentence, yearAims) {
			continue
		}
		r.fire(disclosure.Finding{
			Expected: "1949—" + strconv.Itoa(s.year+1), Actual: strconv.Itoa(run.value),
			Quote: s.text.sentence(run.part, run.from, run.to), Place: s.text.place(s, run.part),
			Message: "出现不可能的年份" + strconv.Itoa(run.value) + "年：“" + clip(s.text.sentence(run.part, run.from, run.to), 60) + "”。疑似笔误。",
		})
	}
}
