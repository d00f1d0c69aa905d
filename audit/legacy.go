package audit

import (
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// legacyRules are group K: the statistics table and the contents of 2008 to 2018.
func legacyRules() []*Rule {
	forms := []string{"2014"}
	parts := func(id, title, source, formula, alarms, example string, kinds ...disclosure.IdentityKind) *Rule {
		return &Rule{
			ID: id, Group: "K", Severity: disclosure.Error, Scope: ScopeDocument, Forms: forms,
			Title: title, Source: source, Formula: formula, FalseAlarms: alarms, Example: example,
			check: func(s *sheet, r *Result) { s.checkSums(r, s.identitiesOf(kinds)) },
		}
	}
	return []*Rule{
		parts("s14-received-parts", "收到申请数应等于各申请方式之和", "政府信息公开情况统计表 三（一）",
			"received = 当面 + 传真 + 网络 + 信函", "2014年以前有“其他形式”一行。", "received 加 1", "received_parts"),
		parts("s14-closed-parts", "申请办结数应等于按时与延期之和", "政府信息公开情况统计表 三（二）",
			"closed = closed_on_time + closed_extended", "", "closed 加 1", "closed_parts"),
		parts("s14-answered-parts", "申请答复数应等于八类答复之和", "政府信息公开情况统计表 三（三）",
			"answered = 八类答复之和", "", "answered 加 1", "answered_parts"),
		parts("s14-refused-parts", "不同意公开答复数应等于六种理由之和", "政府信息公开情况统计表 三（三）4",
			"refused = 六种理由之和", "一件可能有几种理由：理由之和较大时为警告。", "refused 加 1", "refused_parts"),
		parts("s14-disputes-parts", "复议、诉讼数应等于各结果之和", "政府信息公开情况统计表 四、五",
			"review = 维持 + 纠错 + 其他；suit 同", "尚未审结的没有单独一行：各结果之和较小时为提示。", "review_upheld 加 1", "review_parts", "suit_parts"),
		parts("s14-staff-parts", "工作人员数应等于专职与兼职之和", "政府信息公开情况统计表 八（三）",
			"staff = staff_full_time + staff_part_time", "", "staff 加 1", "staff_parts"),
		{
			ID: "s14-documents", Group: "K", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: forms,
			Title: "规范性文件数与公开数、制发数不符", Source: "政府信息公开情况统计表 一（一）",
			Formula:     "normative_published ≤ published；normative_published ≤ normative_issued",
			FalseAlarms: "往年的文件可以在本年公开。",
			Example:     "主动公开 3，规范性文件 9",
			check:       checkLegacyDocuments,
		},
		{
			ID: "s14-channels", Group: "K", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: forms,
			Title: "各渠道公开数与主动公开总数不符", Source: "政府信息公开情况统计表 一（一）：不同渠道和方式公开相同信息计1条",
			Formula:     "via_* 之和 ≥ published，且每一渠道 ≤ published",
			FalseAlarms: "乡镇没有政府公报；某一渠道超过总数是更强的迹象。",
			Example:     "网站 50，总数 40",
			check:       checkChannels,
		},
		{
			ID: "s14-closed-over-received", Group: "K", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: forms,
			Title: "办结数远多于收到数", Source: "逻辑关系",
			Formula:     "closed > received + received 的20% + 5",
			FalseAlarms: "上年结转的没有单独一行。",
			Example:     "办结 30，收到 10",
			check:       checkClosedOverReceived,
		},
		{
			ID: "legacy-contents", Group: "K", Severity: disclosure.Warning, Scope: ScopeDocument, FirstYear: 2008, LastYear: 2018,
			Title:       "缺少2007年《条例》规定的内容",
			Source:      "2007年《条例》第三十二条：主动公开；依申请公开和不予公开；收费及减免；复议、诉讼；问题及改进；其他" + FromKnowledge,
			Formula:     "六项内容按词语都能找到",
			FalseAlarms: "只看有没有写到，不看标题。",
			Example:     "删去收费",
			check:       checkLegacyContents,
		},
	}
}

// identitiesOf returns the identities of the given kinds.
func (s *sheet) identitiesOf(kinds []disclosure.IdentityKind) []int {
	var out []int
	for n := range s.form.Identities {
		if slices.Contains(kinds, s.form.Identities[n].Kind) {
			out = append(out, n)
		}
	}
	return out
}

// legacySeverity is the severity of a broken sum of the statistics table: several
// reasons may stand for one refusal, and pending disputes have no row.
func legacySeverity(kind disclosure.IdentityKind, parts, total disclosure.Number) disclosure.Severity {
	switch {
	case kind == "refused_parts" && parts > total:
		return disclosure.Warning
	case (kind == "review_parts" || kind == "suit_parts") && parts < total:
		return disclosure.Info
	}
	return ""
}

// count reads a cell of the statistics table.
func (s *sheet) count(table, row string) (cell int, value disclosure.Number, ok bool) {
	cell = s.form.Index(disclosure.MakeKey(table, row, "count"))
	value, ok = s.num(cell)
	return cell, value, ok
}

func checkLegacyDocuments(s *sheet, r *Result) {
	mine, n, ok := s.count("disclosure", "normative_published")
	if !ok {
		r.lacks(unreadWhy, s.keys(mine)...)
		return
	}
	for _, row := range [...]string{"published", "normative_issued"} {
		cell, limit, ok := s.count("disclosure", row)
		switch {
		case !ok:
			r.lacks(unreadWhy, s.keys(cell)...)
		case n > limit:
			r.fire(disclosure.Finding{
				Cells: s.keys(mine, cell), Expected: "≤ " + limit.String(), Actual: n.String(), Difference: (n - limit).String(),
				Message: s.name(mine) + "为 " + n.String() + "，多于" + s.name(cell) + " " + limit.String() + "。请核对。",
			})
		default:
			r.holds()
		}
	}
}

// channels are the rows of the ways of publishing.
var channels = [...]string{"via_gazette", "via_website", "via_weibo", "via_wechat", "via_other"}

func checkChannels(s *sheet, r *Result) {
	total, published, ok := s.count("disclosure", "published")
	if !ok {
		r.lacks(unreadWhy, s.keys(total)...)
		return
	}
	cells := []int{total}
	var sum disclosure.Number
	complete := true
	for _, row := range channels {
		cell, n, ok := s.count("disclosure", row)
		if !ok {
			r.lacks(unreadWhy, s.keys(cell)...)
			complete = false
			continue
		}
		cells, sum = append(cells, cell), sum+n
		if n > published {
			r.fire(disclosure.Finding{
				Cells: s.keys(cell, total), Expected: "≤ " + published.String(), Actual: n.String(), Difference: (n - published).String(),
				Message: s.name(cell) + "为 " + n.String() + "，多于主动公开总数 " + published.String() + "。同一信息在几个渠道公开只计1条，请核对总数。",
			})
		}
	}
	if complete && sum < published {
		r.fire(disclosure.Finding{
			Cells: s.keys(cells...), Expected: "≥ " + published.String(), Actual: sum.String(), Difference: (sum - published).String(),
			Message: "各渠道公开数之和 " + sum.String() + " 少于主动公开总数 " + published.String() + "。每条信息至少经一个渠道公开，请核对。",
		})
	}
	r.holds()
}

func checkClosedOverReceived(s *sheet, r *Result) {
	closedCell, closed, ok1 := s.count("applications", "closed")
	receivedCell, received, ok2 := s.count("applications", "received")
	if !ok1 || !ok2 {
		r.lacks(unreadWhy, s.unread(closedCell, receivedCell)...)
		return
	}
	if closed <= received+received/5+disclosure.Int(5) {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Cells: s.keys(closedCell, receivedCell), Expected: "约 " + received.String(), Actual: closed.String(), Difference: (closed - received).String(),
		Message: "申请办结数 " + closed.String() + " 远多于收到申请数 " + received.String() + "。如有上年结转请说明。",
	})
}

// legacyContents are what the regulation of 2007 asks for, with words that count.
var legacyContents = [...]struct {
	name  string
	words []string
}{
	{"主动公开", []string{"主动公开"}},
	{"依申请公开和不予公开", []string{"依申请", "申请公开", "公开申请", "不予公开"}},
	{"收费及减免", []string{"收费", "减免", "收取"}},
	{"行政复议、行政诉讼", []string{"复议", "诉讼"}},
	{"存在的主要问题及改进", []string{"问题", "不足", "改进"}},
	{"其他需要报告的事项", []string{"其他", "其它"}},
}

func checkLegacyContents(s *sheet, r *Result) {
	var all strings.Builder
	all.WriteString(s.report.Preamble)
	for i := range s.report.Sections {
		all.WriteString(s.report.Sections[i].Heading)
		all.WriteString(s.report.Sections[i].Text)
	}
	text := han.Unspaced(all.String())
	if text == "" {
		r.lacks("没有读到正文")
		return
	}
	r.holds()
	var missing []string
	for i := range legacyContents {
		if !containsAny(text, legacyContents[i].words) {
			missing = append(missing, legacyContents[i].name)
		}
	}
	if len(missing) > 0 {
		r.fire(disclosure.Finding{
			Expected: "六项内容", Actual: "缺少" + strings.Join(missing, "、"),
			Message: "没有写到" + strings.Join(missing, "、") + "。",
		})
	}
}
