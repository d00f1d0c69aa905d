package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/internal/document/han"
)

// maxTitle bounds the runes of a title.
const maxTitle = 90

// titled is what a report's title says.
type titled struct {
	// body is the organ as named, with what stands before it.
	body string
	// year is 0 where none is named.
	year int
	// report is true where the words name an annual report on disclosure.
	report bool
}

// subjects are the words that a report's title has for its matter.
var subjects = []string{"政府信息公开", "政务信息公开", "信息公开", "政务公开"}

// parseTitle reads a title: which organ, which year, and whether it is the title
// of an annual report on disclosure. The words may be scrambled or cut.
func parseTitle(text string) titled {
	words := titleWords(text)
	var t titled
	at, subject := -1, ""
	for _, s := range subjects {
		if at = strings.Index(words, s); at >= 0 {
			subject = s
			break
		}
	}
	before, after := words, ""
	if at >= 0 {
		before, after = words[:at], words[at+len(subject):]
	}
	year, from, to := findYear(before)
	if year == 0 {
		year, _, _ = findYear(after)
	} else {
		before = before[:from] + strings.TrimPrefix(before[to:], "度")
	}
	t.year = year
	before = strings.TrimPrefix(before, "关于")
	for _, verb := range []string{"印发", "公布", "发布", "报送", "上报", "公开"} {
		before = strings.TrimPrefix(before, verb)
	}
	before = strings.TrimSuffix(strings.TrimSuffix(before, "年度"), "关于")
	if rest, found := strings.CutSuffix(before, "人民"); found && subject == "政府信息公开" {
		before = rest
	}
	t.body = before
	t.report = at >= 0 && saysReport(after)
	return t
}

// titleWords folds a title and takes what stands between book marks, if that
// names the report.
func titleWords(text string) string {
	runes := []rune(text)
	if len(runes) > 3*maxTitle {
		runes = runes[:3*maxTitle]
	}
	words := string(han.Fold(nil, string(runes), false))
	if from := strings.Index(words, "《"); from >= 0 {
		if to := strings.Index(words[from:], "》"); to > 0 {
			inner := words[from+len("《") : from+to]
			if slices.ContainsFunc(subjects, func(s string) bool { return strings.Contains(inner, s) }) && strings.Contains(inner, "报") {
				words = inner
			}
		}
	}
	return strings.Trim(words, "《》\"“”'【】()-—·.。、：:")
}

// saysReport reports whether the words after a title's matter name an annual
// report, even with its characters out of order.
func saysReport(after string) bool {
	for _, word := range []string{"年度报", "年报", "工作报告", "年度工作", "情况报告", "情况的报告", "总结报告"} {
		if strings.Contains(after, word) {
			return true
		}
	}
	count := 0
	for _, r := range "年度报告" {
		if strings.ContainsRune(after, r) {
			count++
		}
	}
	return count == 4 && len([]rune(after)) <= 14 || strings.HasPrefix(after, "报告")
}

// The report years that are believed.
const firstYear, lastYear = 2007, 2099

// findYear finds a year in folded words and says which bytes it takes, with 年.
// The digits may be doubled by a slip (202020年).
func findYear(s string) (year, from, to int) {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= '0' && c <= '9' {
			end := i
			for end < len(s) && s[end] >= '0' && s[end] <= '9' {
				end++
			}
			if end-i == 4 || end-i == 6 && strings.HasPrefix(s[end:], "年") {
				y := plainYear(s[end-4 : end]) // 202024年: the century twice
				if y == 0 {
					y = plainYear(s[i : i+4])
				}
				if y > 0 {
					stop := end
					if strings.HasPrefix(s[end:], "年") {
						stop += len("年")
					}
					return y, i, stop
				}
			}
			i = end
			continue
		}
		if strings.HasPrefix(s[i:], "二") {
			if y, size := chineseYear(s[i:]); y > 0 {
				stop := i + size
				if strings.HasPrefix(s[stop:], "年") {
					stop += len("年")
				}
				return y, i, stop
			}
		}
		i++
	}
	return 0, 0, 0
}

// plainYear reads four digits as a report year, or gives 0.
func plainYear(s string) int {
	if len(s) < 4 {
		return 0
	}
	year := 0
	for i := range 4 {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		year = year*10 + int(s[i]-'0')
	}
	if year < firstYear || year > lastYear {
		return 0
	}
	return year
}

// chineseYear reads 二〇二一 and its ways of writing the zero.
func chineseYear(s string) (year, size int) {
	digits := 0
	for _, r := range s {
		d, ok := han.YearDigit(r)
		if !ok {
			break
		}
		year = year*10 + int(d)
		size += utf8.RuneLen(r)
		if digits++; digits == 4 {
			break
		}
	}
	if digits != 4 || year < firstYear || year > lastYear {
		return 0, 0
	}
	return year, size
}

// otherMatters are words that make a page something else than a report though its
// title names one.
var otherMatters = []string{
	"解读", "图解", "一图", "读懂", "制度", "指南", "目录", "模板", "样式", "格式", "列表", "汇总", "通报", "方案", "要点", "计划", "统计表填报",
	"考核", "评估", "培训", "问答", "法治政府", "部门决算", "部门预算", "预算公开", "决算公开", "半年", "上半年", "季度", "办法", "规定", "细则", "自查", "整改",
}

// otherMatter returns the word that makes a title something else, or "".
func otherMatter(title string) string {
	words := titleWords(title)
	outside := han.Squeeze(title)
	for _, word := range otherMatters {
		if strings.Contains(words, word) || strings.Contains(outside, word) && !strings.Contains(outside, "《") {
			return word
		}
	}
	return ""
}
