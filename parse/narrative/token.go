package narrative

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// unit is what a number counts, as far as it matters.
type unit uint8

const (
	noUnit  unit = iota // none is written
	pieces              // 件 份 宗 起 例 …
	entries             // 条 篇: of what is published, never decisions
	items               // 项: powers and projects as often as acts
	times               // 次 人次: counts applications and cases, never published pieces
	yuan                // 元; the value is in 元
	noCount             // percentages, days, people: never a claim
)

// token is a word, a number or a time, from rune start to rune end.
type token struct {
	concept    concept
	start, end int
	// metric is set for outcomes and results.
	metric string
	// value, unit and approx are set for numbers.
	value  disclosure.Number
	unit   unit
	approx bool
	// year is set for years.
	year int
	// inner holds the tokens between brackets.
	inner []token
	// paren is true for a bracket group, which a label reads over.
	paren bool
}

// Limits on brackets: how far a closing one is looked for, and how deep they nest.
const (
	maxBracket = 400
	maxTitle   = 80
	maxQuote   = 30
	maxNesting = 3
)

// units lists the words behind a number; the longest wins.
var units = []struct {
	word string
	unit unit
}{
	{"个工作日", noCount}, {"个百分点", noCount}, {"个小时", noCount}, {"个月", noCount}, {"人次", times},
	{"件次", pieces}, {"条次", entries}, {"篇次", entries}, {"批次", noCount}, {"场次", noCount}, {"件", pieces}, {"条", entries}, {"份", pieces}, {"宗", pieces}, {"起", pieces}, {"例", pieces},
	{"个", pieces}, {"篇", entries}, {"项", items}, {"则", entries}, {"单", pieces}, {"桩", pieces}, {"部", pieces},
	{"次", times}, {"元", yuan},
}

// tokens reads the runes from start to end, into list where it has room.
func (n *normal) tokens(list []token, start, end, depth int) []token {
	list = list[:0]
	text := -1 // where a run of other words began
	flush := func(to int) {
		if text >= 0 {
			list = append(list, token{concept: cText, start: text, end: to})
			text = -1
		}
	}
	for i := start; i < end; {
		if t, next, ok := n.special(list, i, end, depth); ok {
			flush(i)
			if t != nil {
				list = append(list, *t)
			}
			i = next
			continue
		}
		term, next := words().longest(n.runes[:end], i)
		if term != nil && term.concept == cApply || term != nil && term.concept == cApplyWeak {
			if next < end && n.runes[next-1] == '请' && strings.ContainsRune("人表", n.runes[next]) {
				next++
				term = &node{concept: cText}
			}
		}
		if term == nil {
			if text < 0 {
				text = i
			}
			i++
			continue
		}
		flush(i)
		list = append(list, token{concept: term.concept, start: i, end: next, metric: term.metric})
		i = next
	}
	flush(end)
	return list
}

// special reads what is no plain word: brackets, quotes, titles, numbers and
// times. ok with a nil token means that the runes up to next mean nothing.
func (n *normal) special(before []token, i, end, depth int) (t *token, next int, ok bool) {
	r := n.runes[i]
	if isHan(r) && !isChineseNumeral(r) {
		return nil, i, false
	}
	switch {
	case r == '（':
		return n.bracket(i, end, depth)
	case r == '《':
		if shut := n.find('》', i+1, min(end, i+maxTitle)); shut > 0 {
			t := &token{concept: cMask, start: i, end: shut + 1}
			if title := string(n.runes[i:shut]); strings.Contains(title, "公开申请") && strings.HasSuffix(title, "表") {
				t.concept = cApply // 未收到《政府信息公开申请表》
			}
			return t, shut + 1, true
		}
		return nil, i + 1, true
	case r == '“' || r == '"':
		shut := '”'
		if r == '"' {
			shut = '"'
		}
		if at := n.find(shut, i+1, min(end, i+maxQuote)); at > 0 && !n.telling(i+1, at) {
			return &token{concept: n.titled(i+1, at), start: i, end: at + 1}, at + 1, true
		}
		return nil, i + 1, true
	case (r == '-' || r == '+') && len(before) > 0 && before[len(before)-1].concept == cChange:
		return nil, i + 1, true // 本年增/减-2
	case strings.ContainsRune("）》”'‘’*#·>", r):
		return nil, i + 1, true
	case isDigit(r):
		t, next = n.number(before, i, end, arabic)
		return t, next, true
	case r == '零' && i+1 < end && strings.ContainsRune("申复诉投", n.runes[i+1]):
		return &token{concept: cNone, start: i, end: i + 1}, i + 1, true
	}
	if !isChineseNumeral(r) {
		return nil, i, false
	}
	if term, _ := words().longest(n.runes[:end], i); term != nil {
		return nil, i, false
	}
	if n.vague(i, end) && !wordEnds(before, i) {
		return nil, i, false // 数十条
	}
	t, next = n.number(before, i, end, chinese)
	if t == nil || t.concept == cNumber && t.unit == noUnit && t.value != 0 {
		return nil, i, false // 一 in 一直, 三 in 三公
	}
	return t, next, true
}

func (n *normal) find(r rune, from, to int) int {
	if at := slices.Index(n.runes[from:max(from, to)], r); at >= 0 {
		return from + at
	}
	return -1
}

// titled is what a quoted name stands for: a channel where it ends in the word
// for one, as “某县政务微博”, else only a name.
func (n *normal) titled(start, end int) concept {
	if behind, _ := words().longest(n.runes, end+1); behind != nil && isChannel(behind.concept) {
		return cMask // “某区政府网”微信公众号
	}
	name := string(n.runes[start:end])
	if strings.HasPrefix(name, "十") && strings.HasSuffix(name, "五") && (follows(n.runes, end+1, "以来") || follows(n.runes, end+1, "期间") || follows(n.runes, end+1, "时期")) {
		return cLongAgo // “十四五”以来
	}
	for _, channel := range []struct {
		word    string
		concept concept
	}{{"微博", cWeibo}, {"公众号", cWeChat}, {"政务微信", cWeChat}, {"网站", cWeb}, {"政府网", cWeb}} {
		if strings.HasSuffix(name, channel.word) {
			return channel.concept
		}
	}
	return cMask
}

// telling reports whether a quotation holds words that a count may rest on.
func (n *normal) telling(start, end int) bool {
	quoted := string(n.runes[start:end])
	for _, word := range []string{"申请", "复议", "诉讼", "主动公开", "予以公开", "不予", "部分公开", "同意公开", "无法提供", "不存在", "不掌握", "其他处理", "维持", "纠正"} {
		if strings.Contains(quoted, word) {
			return true
		}
	}
	return strings.Trim(quoted, "0123456789") == ""
}

// bracket reads a bracket group; a list mark such as （一） means nothing.
func (n *normal) bracket(i, end, depth int) (*token, int, bool) {
	open := 0
	for j := i; j < min(end, i+maxBracket); j++ {
		switch n.runes[j] {
		case '（':
			open++
		case '）':
			open--
		}
		if open > 0 {
			continue
		}
		if isListMark(n.runes[i+1:j]) || depth == maxNesting {
			return nil, j + 1, true
		}
		return &token{concept: cFiller, start: i, end: j + 1, inner: n.tokens(nil, i+1, j, depth+1), paren: true}, j + 1, true
	}
	return nil, i + 1, true
}

// isListMark reports whether the words between brackets only number a list: （一）.
func isListMark(inner []rune) bool {
	for _, r := range inner {
		if _, chinese := han.Digit(r); !chinese && !isDigit(r) && r != '十' {
			return false
		}
	}
	return true
}

// number reads a number, a year or a date at i with the given numerals.
func (n *normal) number(before []token, i, end int, numerals func([]rune, int) (disclosure.Number, int, bool)) (*token, int) {
	runes := n.runes[:end]
	value, at, ok := numerals(runes, i)
	if at == i {
		return nil, i
	}
	if !ok || i > 0 && (runes[i-1] == '第' || runes[i-1] == '〔' || runes[i-1] == '至' && follows(runes, at, "条") && ordinal(runes, i)) {
		return &token{concept: cText, start: i, end: at}, at
	}
	if follows(runes, at, "年") {
		return n.year(value, i, at, runes)
	}
	if follows(runes, at, "月") {
		return n.month(before, i, at, runes)
	}
	if at < end && strings.ContainsRune("号日时点分周天%‰名人户场期册位家岁页台套-~～—–", runes[at]) && !follows(runes, at, "人次") {
		return &token{concept: cText, start: i, end: at + 1}, at + 1
	}
	if n.listMark(before, i, at, end) {
		return nil, at + 1
	}
	t := &token{concept: cNumber, start: i, value: value}
	t.value, at = scaled(runes, at, value)
	if at < end && strings.ContainsRune("余多来", runes[at]) {
		t.approx = true
		at++
		t.value, at = scaled(runes, at, t.value)
	}
	for _, u := range units {
		if follows(runes, at, u.word) {
			t.unit = u.unit
			at += len([]rune(u.word))
			if u.word == "件" && follows(runes, at, "事") && !follows(runes, at, "事项") || u.word == "个" && n.foreign(at, end) {
				t.unit = noCount
			}
			break
		}
	}
	t.end = at
	for _, kind := range []string{"类", "大类", "类别", "方面"} {
		if follows(runes, at, kind) {
			t.end = at + len([]rune(kind)) // 公开信息4类46条: the kinds are not what is counted
		}
	}
	if t.end > at || t.value == disclosure.Int(1) && (t.unit == pieces || t.unit == times) && emphatic(before) {
		t.concept = cFiller
		return t, t.end
	}
	if follows(runes, at, "余") || follows(runes, at, "左右") || follows(runes, at, "以上") {
		t.approx = true
	}
	if strings.HasSuffix(string(runes[max(0, i-2):i]), "约") || strings.HasSuffix(string(runes[max(0, i-2):i]), "近") ||
		strings.HasSuffix(string(runes[max(0, i-2):i]), "超过") || i > 0 && strings.ContainsRune("逾超", runes[i-1]) {
		t.approx = true
	}
	if t.unit == noUnit && at < end && unicode.Is(unicode.Han, runes[at]) && (i == 0 || !strings.ContainsRune("为数量共计达是有零", runes[i-1])) {
		t.unit = noCount // 4轮 12处
	}
	if t.unit == noUnit && t.value >= disclosure.Int(1900) && t.value < disclosure.Int(2100) {
		t.unit = noCount // a year whose 年 is lost
	}
	return t, at
}

// vague reports whether the numeral at i is only an order of magnitude: 数十, 几百;
// 数十六 is a sixteen behind 数.
func (n *normal) vague(i, end int) bool {
	if _, scale := han.Scale(n.runes[i]); !scale || i == 0 || !strings.ContainsRune("数几好", n.runes[i-1]) {
		return false
	}
	if i+1 < end {
		if _, digit := han.Digit(n.runes[i+1]); digit {
			return false
		}
	}
	return true
}

// wordEnds reports whether a word of the field ends at i: 件数 before 十.
func wordEnds(before []token, i int) bool {
	if len(before) == 0 {
		return false
	}
	last := &before[len(before)-1]
	return last.end == i && last.end-last.start > 1 && last.concept != cText
}

// foreign reports whether the word at i is none of the field's: 23个重点领域.
func (n *normal) foreign(i, end int) bool {
	if i >= end || !unicode.Is(unicode.Han, n.runes[i]) {
		return false
	}
	term, _ := words().longest(n.runes[:end], i)
	return term == nil || term.concept == cText
}

// emphatic reports whether a one behind these words only stresses that there is
// none: 未发生一起, 无一例.
func emphatic(before []token) bool {
	for i := len(before) - 1; i >= 0; i-- {
		switch before[i].concept {
		case cNone:
			return true
		case cFiller, cOccur, cReceive, cReceiveNew:
		default:
			return false
		}
	}
	return false
}

// ordinal reports whether the number at i ends a range of articles: 第九至十二条.
func ordinal(runes []rune, i int) bool {
	return strings.ContainsRune(string(runes[max(0, i-6):i]), '第')
}

// listMark reports whether the number from i to at only numbers a list: 1、 2.
func (n *normal) listMark(before []token, i, at, end int) bool {
	if at >= end || !strings.ContainsRune("、。．", n.runes[at]) {
		return false
	}
	return len(before) == 0 || before[len(before)-1].concept == cSep || before[len(before)-1].concept == cColon
}

// year makes a token of a year; a number that is none is other text.
func (n *normal) year(value disclosure.Number, i, at int, runes []rune) (*token, int) {
	t := &token{concept: cYear, start: i, end: at + 1, year: int(value.Floor())}
	if t.year < 1980 || t.year > 2100 {
		t.concept = cText
		return t, t.end
	}
	if follows(runes, t.end, "度") {
		t.end++
	}
	if i >= 2 && strings.ContainsRune("-—–~～至到", runes[i-1]) && (isDigit(runes[i-2]) || runes[i-2] == '年') {
		t.concept = cLongAgo // 2019—2021年
	}
	if follows(runes, t.end, "修订") || follows(runes, t.end, "版") || i > 0 && runes[i-1] == '〔' {
		t.concept = cText
	}
	return t, t.end
}

// month makes a token of a month or a day: a part of the year, unless it only
// bounds a period (截至12月31日, 1月1日至).
func (n *normal) month(before []token, i, at int, runes []rune) (*token, int) {
	t := &token{concept: cPart, start: i, end: at + 1}
	if follows(runes, t.end, "份") {
		t.end++
	}
	if _, day, ok := arabic(runes, t.end); ok && follows(runes, day, "日") {
		t.end = day + 1
	}
	lead := string(runes[max(0, i-12):i])
	until := strings.Contains(lead, "截") || strings.HasSuffix(lead, "至") || strings.HasSuffix(lead, "到") ||
		strings.HasSuffix(lead, "1-") && strings.HasPrefix(string(runes[i:]), "12月")
	from := follows(runes, t.end, "至") || follows(runes, t.end, "到") || follows(runes, t.end, "起") || follows(runes, t.end, "-") || follows(runes, t.end, "—")
	year := len(before) > 0 && before[len(before)-1].concept == cYear
	switch {
	case from:
		t.concept = cFiller
	case until || year && n.bounds(before):
		t.concept = cFiller
		if first := n.firstMonth(before); first > 0 && strings.TrimLeft(string(runes[i:at]), "0") != "12" {
			t.concept = cPart
		}
	}
	return t, t.end
}

// bounds reports whether the year before a month is the end of a period.
func (n *normal) bounds(before []token) bool {
	year := before[len(before)-1]
	lead := string(n.runes[max(0, year.start-3):year.start])
	return strings.HasSuffix(lead, "至") || strings.HasSuffix(lead, "到") || strings.Contains(lead, "截")
}

// firstMonth returns how many months already bound the period that is being read.
func (n *normal) firstMonth(before []token) int {
	count := 0
	for k := len(before) - 1; k >= 0 && k >= len(before)-6; k-- {
		if before[k].concept == cSep {
			break
		}
		if before[k].concept == cFiller && n.runes[before[k].end-1] == '日' || before[k].concept == cFiller && n.runes[before[k].end-1] == '月' {
			count++
		}
	}
	return count
}

func follows(runes []rune, at int, word string) bool {
	for _, r := range word {
		if at >= len(runes) || runes[at] != r {
			return false
		}
		at++
	}
	return true
}
