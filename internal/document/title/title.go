// Package title reads what a title says of a report on disclosure: whether it names
// one, of which body and of which year. The crawler asks it of links before it
// fetches them, the reader of headings; both follow the same words.
package title

import (
	"slices"
	"strings"

	"gongkai/internal/document/han"
)

// MaxRunes bounds the runes of a title.
const MaxRunes = 90

// Title is what a title says.
type Title struct {
	// Body is the organ as named, with what stands before it.
	Body string
	// Year is 0 where none is named.
	Year int
	// Report is true where the words name an annual report on disclosure.
	Report bool
}

// subjects are the words that a report's title has for its matter.
var subjects = []string{"政府信息公开", "政务信息公开", "信息公开", "政务公开"}

// publishing are the verbs that may stand between a body and its report:
// 团坝镇人民政府关于印发2021年….
var publishing = []string{"印发", "公布", "发布", "报送", "上报", "公开"}

// Parse reads a title. The words may be in any script, scrambled or cut.
func Parse(text string) Title {
	words := named(text)
	at, subject := findSubject(words)
	before, after := words, ""
	if at >= 0 {
		before, after = words[:at], words[at+len(subject):]
	}
	t := Title{Report: at >= 0 && saysReport(after)}
	year, from, to := FindYear(before)
	if t.Year = year; year == 0 {
		t.Year, _, _ = FindYear(after)
	} else if rest := strings.TrimPrefix(before[to:], "度"); at < 0 && from > 0 {
		before = before[:from]
	} else {
		before = before[:from] + rest
	}
	before = strings.TrimPrefix(before, "关于")
	for _, verb := range publishing {
		before = strings.TrimPrefix(before, verb)
		before = strings.TrimSuffix(before, "关于"+verb)
	}
	before = strings.TrimSuffix(strings.TrimSuffix(before, "年度"), "关于")
	if strings.HasSuffix(before, "人民") && subject == "政府信息公开" {
		before += "政府" // 团坝镇人民政府信息公开
	}
	t.Body = before
	return t
}

// findSubject finds the matter of a report in folded words; at is -1 where they
// have none.
func findSubject(words string) (at int, subject string) {
	for _, s := range subjects {
		if at = strings.Index(words, s); at >= 0 {
			return at, s
		}
	}
	return -1, ""
}

// named folds a title and takes what stands between book marks, if that names the
// report.
func named(text string) string {
	runes := []rune(text)
	if len(runes) > 3*MaxRunes {
		runes = runes[:3*MaxRunes]
	}
	words := han.Squeeze(string(runes))
	if _, inner, found := strings.Cut(words, "《"); found {
		inner, _, shut := strings.Cut(inner, "》")
		if at, _ := findSubject(inner); shut && at >= 0 && strings.Contains(inner, "报") {
			words = inner
		}
	}
	return strings.Trim(words, "《》\"“”'()-—·.。、:")
}

// saysReport reports whether the words after a title's matter name an annual
// report, even with its characters out of order.
func saysReport(after string) bool {
	for _, word := range []string{"年度报", "年报", "工作报告", "年度工作", "情况报告", "情况的报告", "总结报告"} {
		if strings.Contains(after, word) {
			return true
		}
	}
	if strings.HasPrefix(after, "报告") || strings.HasSuffix(after, "工作总结") {
		return true
	}
	scrambled := len([]rune(after)) <= 14
	for _, r := range "年度报告" {
		scrambled = scrambled && strings.ContainsRune(after, r)
	}
	return scrambled
}

// otherMatters are words that make a page something else than a report though its
// title names one.
var otherMatters = []string{
	"解读", "图解", "一图", "读懂", "看懂", "问答", "制度", "指南", "目录", "模板", "样式", "格式", "方案", "要点", "工作计划", "清单", "办法", "规定", "细则",
	"通报", "统计表填报", "申请表", "考核", "测评", "评议", "评估", "培训", "会议", "召开", "部署", "督查", "推进", "开展", "新闻", "简报", "自查", "整改",
	"法治", "预算", "决算", "财务", "统计年报", "年度报表", "工作报表", "网站工作年度", "网站年度", "意见建议", "关于做好", "半年", "季度",
}

// lists are words of a page that names many reports.
var lists = []string{"列表", "汇总"}

// OtherMatter returns the word that makes a title something else than a report's,
// "" where there is none.
func OtherMatter(text string) string { return otherMatter(text, otherMatters) }

// List returns the word that makes a title that of a list of reports, "" where
// there is none.
func List(text string) string { return otherMatter(text, lists) }

func otherMatter(text string, matters []string) string {
	inside, outside := named(text), han.Squeeze(text)
	quoted := strings.Contains(outside, "《")
	for _, word := range matters {
		if strings.Contains(inside, word) || !quoted && strings.Contains(outside, word) {
			return word
		}
	}
	return ""
}

// openings begin the sentence that presents a report, and no title.
var openings = []string{"根据", "依据", "按照", "依照", "遵照", "按要求", "为贯彻", "为进一步", "为了", "为深入", "现将", "现公布", "现就", "本报告", "特此"}

// sentenceVerbs stand in a sentence where a title has the name of a body.
var sentenceVerbs = []string{"编制", "编写", "编报", "撰写", "制定", "形成", "根据", "依据", "按照", "依照", "现将", "现公布", "现发布", "规定", "要求", ",", "，"}

// tellingVerbs say something of the report behind its name.
var tellingVerbs = []string{"如下", "由", "包括", "包含", "组成", "共分", "编制", "予以公布", "现予", "向社会", "主要内容", "全文"}

// papers are how the titles of official papers end.
var papers = []string{"通知", "公告", "公示", "通告", "函", "意见", "决定"}

// IsSentence reports whether a text that has a title's words is a sentence about
// the report: 根据《…条例》规定，松塘镇人民政府编制2023年政府信息公开工作年度报告.
func IsSentence(text string) bool {
	words := unquoted(han.Squeeze(text))
	if strings.ContainsAny(words, "。;!?；！？") {
		return true
	}
	if slices.ContainsFunc(openings, func(s string) bool { return strings.HasPrefix(words, s) }) {
		return true
	}
	before, after := words, ""
	if at, subject := findSubject(words); at >= 0 {
		before, after = words[:at], words[at+len(subject):]
	}
	if open := strings.Index(after, "("); open >= 0 {
		after = after[:open]
	}
	if slices.ContainsFunc(papers, func(s string) bool { return strings.HasSuffix(words, s) }) {
		return false // 关于做好…年度报告编制工作的通知
	}
	return slices.ContainsFunc(sentenceVerbs, func(s string) bool { return strings.Contains(before, s) }) ||
		slices.ContainsFunc(tellingVerbs, func(s string) bool { return strings.Contains(after, s) })
}

// unquoted drops what stands between book marks.
func unquoted(words string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch r {
		case '《', '〈':
			depth++
			return -1
		case '》', '〉':
			depth = max(0, depth-1)
			return -1
		}
		if depth > 0 {
			return -1
		}
		return r
	}, words)
}
