package web

import (
	"fmt"
	"html/template"
	"time"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// The words for states that pages show, each with a sign of its own so that
// nothing is told by colour alone.
var (
	statusWords = map[warehouse.TownYearStatus]string{
		warehouse.Published: "✓ 已公开", warehouse.Late: "◷ 逾期公开", warehouse.Missing: "✕ 未发现", warehouse.Pending: "… 未到期",
		warehouse.Unreadable: "? 未能读取", warehouse.Unknown: "? 无法判断",
	}
	severityWords = map[disclosure.Severity]string{disclosure.Error: "✕ 错误", disclosure.Warning: "! 疑点", disclosure.Info: "i 提示"}
	stateWords    = map[disclosure.State]string{
		disclosure.Blank: "（空白）", disclosure.Placeholder: "（占位符）", disclosure.Illegible: "（无法辨认）", disclosure.Absent: "（缺失）",
	}
	readingWords = map[disclosure.Status]string{disclosure.Parsed: "完整读取", disclosure.Partial: "部分读取", disclosure.Rejected: "未能读取"}
	reviewWords  = map[warehouse.ReviewStatus]string{
		warehouse.ReviewOpen: "待核实", warehouse.ReviewConfirmed: "已确认", warehouse.ReviewDismissed: "已排除", warehouse.ReviewFixed: "已更正",
	}
	// claimWords name the figures of sentences that are no cell of a form.
	claimWords = map[disclosure.Key]string{
		"applications.workload.total": "本年新收与上年结转合计", "applications.refused.total": "不予公开合计",
		"applications.unavailable.total": "无法提供合计", "applications.unprocessed.total": "不予处理合计",
		"applications.other.total": "其他处理合计", "disputes.suit.total": "行政诉讼合计", "disputes.suit.upheld": "行政诉讼 / 结果维持",
		"disputes.suit.corrected": "行政诉讼 / 结果纠正", "disputes.suit.other": "行政诉讼 / 其他结果", "disputes.suit.pending": "行政诉讼 / 尚未审结",
		"disclosure.published_count": "主动公开政府信息数", "disclosure.website_count": "政府网站公开数",
		"disclosure.wechat_count": "微信公众号公开数", "disclosure.weibo_count": "微博公开数", "fees.processing_amount": "信息处理费（元）",
	}
)

var functions = template.FuncMap{
	"status":   func(s warehouse.TownYearStatus) string { return statusWords[s] },
	"severity": func(s disclosure.Severity) string { return severityWords[s] },
	"reading":  func(s disclosure.Status) string { return readingWords[s] },
	"name":     cellName,
	"claim":    func(form *string, metric string) string { return cellName(form, disclosure.Key(metric)) },
	"review":   func(s warehouse.ReviewStatus) string { return reviewWords[s] },
	"text":     text,
	"value":    cellText,
	"place":    placeText,
	"beijing":  beijing,
}

// text is what a pointer points to, or nothing.
func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// cellName is a cell's Chinese name on the form, or that of a figure of sentences;
// the key where there is neither.
func cellName(form *string, key disclosure.Key) string {
	if form != nil {
		if statutory := disclosure.FormByID(*form); statutory != nil && statutory.Index(key) >= 0 {
			return statutory.Name(statutory.Index(key))
		}
	}
	if word, known := claimWords[key]; known {
		return word
	}
	return string(key)
}

// cellText is what a cell shows: its number, or the word for its state.
func cellText(c *warehouse.CellRow) string {
	if c.Value != nil {
		return *c.Value
	}
	return stateWords[c.State]
}

// placeText says where a cell stands in its document.
func placeText(c *warehouse.CellRow) string {
	switch {
	case c.Page != 0 && c.Box != nil:
		return fmt.Sprintf("第%d页 (%.0f, %.0f)", c.Page, c.Box[0], c.Box[1])
	case c.Page != 0:
		return fmt.Sprintf("第%d页", c.Page)
	}
	return c.Path
}

// beijing writes a UTC time as an office in China reads it: 2026年11月22日 20:57.
func beijing(utc string) string {
	at, err := time.Parse(time.RFC3339, utc)
	if err != nil {
		return utc
	}
	return at.In(time.FixedZone("CST", 8*60*60)).Format("2006年1月2日 15:04")
}
