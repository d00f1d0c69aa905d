package form

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// maxNumber bounds the runes of a text that can be a number.
const maxNumber = 40

// placeholderWords are words that say that there is nothing to report.
var placeholderWords = []string{
	"无", "未", "暂无", "没有", "未发生", "不涉及", "无此项", "无数据", "不适用", "无此情况", "空", "NA", "N/A", "n/a", "na", "nil", "null", "NULL", "Null", "None",
}

// placeholderSigns are the signs that fill a cell without saying a number.
const placeholderSigns = "-—–―－−─━‐‑‒﹣/\\／＼*＊×✕✗…·.。_＿~～|"

// countUnits are the words that may follow a count.
var countUnits = []string{"人次", "件次", "件", "条", "项", "次", "个", "人", "宗", "份", "篇", "期", "起", "例", "份次"}

// ParseCell reads the text of a cell whose form unit is unit ("件", "万元").
//
// A value is returned only with the state reported. The doubt says that the text
// needed more than trimming (unnormalized), that 元 under 万元 were converted, or
// why a text that looks like a number is illegible: pieces of digits (split), or
// signs that may or may not be digits (number_confusable).
func ParseCell(raw, unit string) (state disclosure.State, value disclosure.Number, doubt disclosure.DoubtCode) {
	if number, ok := plainDigits(raw); ok {
		return disclosure.Reported, number, ""
	}
	if len(raw) > 4*maxNumber {
		return disclosure.Illegible, 0, ""
	}
	var array [4 * maxNumber]rune
	folded := strings.Trim(string(han.Fold(array[:0], raw, true)), " \n")
	if folded == "" {
		return disclosure.Blank, 0, ""
	}
	if isPlaceholder(folded) {
		return disclosure.Placeholder, 0, ""
	}
	if strings.ContainsFunc(raw, isMark) {
		return disclosure.Illegible, 0, disclosure.DoubtSplit
	}
	changed := folded != strings.TrimSpace(raw)
	body, scale, unitDoubt, ok := cutUnit(folded, unit)
	if !ok {
		return disclosure.Illegible, 0, doubtOf(folded)
	}
	changed = changed || body != folded
	body, negative, signed, ok := cutSign(body)
	if !ok {
		return disclosure.Illegible, 0, disclosure.DoubtNumberConfusable
	}
	digits, regrouped, ok := joinDigits(body)
	if !ok {
		if n, chinese := chineseNumber(body); chinese {
			number := disclosure.Int(n)
			if negative {
				number = -number
			}
			return scaled(number, scale, unitDoubt, true)
		}
		return disclosure.Illegible, 0, doubtOf(body)
	}
	changed = changed || regrouped || signed
	number, err := disclosure.ParseNumber(digits)
	if err != nil {
		return disclosure.Illegible, 0, ""
	}
	if negative {
		number = -number
	}
	return scaled(number, scale, unitDoubt, changed)
}

// plainDigits reads the text of nearly every cell: a few digits and nothing else.
func plainDigits(raw string) (disclosure.Number, bool) {
	if raw == "" || len(raw) > 9 {
		return 0, false
	}
	n := int64(0)
	for i := range len(raw) {
		c := raw[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return disclosure.Int(n), true
}

// isMark reports whether a character is a digit that marks a note: circled, in
// brackets of its own, raised or lowered. Folded it would look like one more digit.
func isMark(r rune) bool {
	switch {
	case r == '²' || r == '³' || r == '¹':
	case r >= 0x2070 && r <= 0x209f: // raised and lowered
	case r >= 0x2460 && r <= 0x24ff: // enclosed
	case r >= 0x2776 && r <= 0x2793: // dingbats
	case r >= 0x3220 && r <= 0x32bf: // enclosed Chinese numerals
	default:
		return false
	}
	return true
}

// isPlaceholder reports whether a folded text says that there is nothing.
func isPlaceholder(s string) bool {
	if len(s) > 24 {
		return false
	}
	compact := s
	if strings.ContainsAny(s, " \n") {
		compact = strings.Join(strings.Fields(s), "")
	}
	if strings.Trim(compact, placeholderSigns) == "" {
		return compact != "." && compact != "。" && compact != "·" && compact != "|"
	}
	compact = strings.Trim(compact, "()。.")
	return slices.Contains(placeholderWords, compact)
}

// scale is a factor to multiply by or to divide by.
type scale struct{ times, by disclosure.Number }

// cutUnit takes the unit off the end of a text. It reports false where the text's
// unit cannot be the cell's.
func cutUnit(s, unit string) (body string, factor scale, doubt disclosure.DoubtCode, ok bool) {
	one := scale{1, 1}
	body = strings.TrimRight(s, " \n。;,，；、")
	if bracketed, found := strings.CutSuffix(body, ")"); found {
		if at := strings.LastIndexByte(bracketed, '('); at > 0 {
			if strings.ContainsAny(bracketed[at:], "0123456789") {
				return s, one, "", false // a note beside the number, not its unit
			}
			body = bracketed[:at] + bracketed[at+1:]
		}
	}
	body = strings.TrimRight(body, " \n")
	money := unit == "万元"
	for _, m := range []struct {
		suffix string
		factor scale
		doubt  disclosure.DoubtCode
	}{{"亿元", scale{10000, 1}, disclosure.DoubtUnitConverted}, {"万元", one, ""}, {"千元", scale{1, 10}, disclosure.DoubtUnitConverted}, {"元", scale{1, 10000}, disclosure.DoubtUnitConverted}} {
		if rest, found := strings.CutSuffix(body, m.suffix); found {
			return strings.TrimSpace(strings.TrimSuffix(rest, "人民币")), m.factor, m.doubt, money
		}
	}
	for _, word := range countUnits {
		rest, found := strings.CutSuffix(body, word)
		if !found {
			continue
		}
		if rest = strings.TrimSpace(rest); rest == "" {
			return body, one, "", false
		}
		if tens, found := strings.CutSuffix(rest, "万"); found && endsInDigit(tens) {
			return tens, scale{10000, 1}, "", !money
		}
		return rest, one, "", !money
	}
	if rest, found := strings.CutSuffix(body, "万"); found && endsInDigit(rest) {
		if money {
			return rest, one, "", true
		}
		return rest, scale{10000, 1}, "", true
	}
	return body, one, "", true
}

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// signWords are the signs and words that may stand before a number in a column
// of changes.
var signWords = []struct {
	word     string
	negative bool
}{{"+", false}, {"-", true}, {"−", true}, {"–", true}, {"﹣", true}, {"‐", true}, {"‑", true},
	{"增加", false}, {"新增", false}, {"增", false}, {"减少", true}, {"减", true}, {"负", true}}

// cutSign takes the sign off. A long dash before digits may be a minus or an
// ornament: it is refused.
func cutSign(s string) (body string, negative, signed, ok bool) {
	if strings.HasPrefix(s, "—") || strings.HasPrefix(s, "―") || strings.HasPrefix(s, "─") {
		return s, false, false, false
	}
	for _, sign := range signWords {
		if rest, found := strings.CutPrefix(s, sign.word); found {
			return strings.TrimLeft(rest, " "), sign.negative, true, true
		}
	}
	return s, false, false, true
}

// joinDigits returns a number's digits without thousands separators. It reports
// false where the text has other signs, or separators at odd places.
func joinDigits(s string) (digits string, changed, ok bool) {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return "", false, false
	}
	whole, fraction, hasPoint := strings.Cut(s, ".")
	if hasPoint {
		trimmed := strings.TrimRight(whole, " ")
		after := strings.TrimLeft(fraction, " ")
		changed = len(trimmed) != len(whole) || len(after) != len(fraction)
		whole, fraction = trimmed, after
		if fraction == "" || strings.Trim(fraction, "0123456789") != "" {
			return "", false, false
		}
	}
	if tight := strings.NewReplacer(", ", ",", "， ", ",").Replace(whole); tight != whole {
		whole, changed = tight, true
	}
	groups := strings.FieldsFunc(whole, func(r rune) bool { return r == ',' || r == '，' || r == ' ' || r == '\'' })
	signs := 0
	for _, r := range whole {
		if r < '0' || r > '9' {
			if r != ',' && r != '，' && r != ' ' && r != '\'' {
				return "", false, false
			}
			signs++
		}
	}
	if signs > 0 {
		if signs != len(groups)-1 || len(groups[0]) > 3 {
			return "", false, false
		}
		for _, group := range groups[1:] {
			if len(group) != 3 {
				return "", false, false
			}
		}
		changed = true
	}
	digits = strings.Join(groups, "")
	if hasPoint {
		digits += "." + fraction
	}
	return digits, changed, true
}

// scaled applies a unit's factor.
func scaled(number disclosure.Number, factor scale, unitDoubt disclosure.DoubtCode, changed bool) (disclosure.State, disclosure.Number, disclosure.DoubtCode) {
	product := number * factor.times
	if factor.times != 0 && product/factor.times != number || product%factor.by != 0 {
		return disclosure.Illegible, 0, disclosure.DoubtUnitConverted
	}
	switch {
	case unitDoubt != "":
		return disclosure.Reported, product / factor.by, unitDoubt
	case changed:
		return disclosure.Reported, product / factor.by, disclosure.DoubtUnnormalized
	}
	return disclosure.Reported, product / factor.by, ""
}

// doubtOf says why a text that is no number may have been one.
func doubtOf(s string) disclosure.DoubtCode {
	digits, others, gaps := 0, 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsSpace(r) || strings.ContainsRune(",，.、;；", r):
			gaps++
		case strings.ContainsRune("OoQDlIi|!SsBZzbqg○◯口一乚丨〡Ｏ", r):
			others++
		default:
			return ""
		}
	}
	switch {
	case others > 0:
		return disclosure.DoubtNumberConfusable
	case digits > 1 && gaps > 0:
		return disclosure.DoubtSplit
	}
	return ""
}

// chineseNumber reads a whole number in Chinese numerals, digit by digit (二〇) or
// with units (一百零三). A single 一 is refused: it may be a dash; so is a single ○,
// and a power of ten without a digit before it, but 十.
func chineseNumber(s string) (int64, bool) {
	runes := []rune(s)
	if len(runes) == 0 || strings.ContainsRune("百千万亿", runes[0]) || len(runes) == 1 && (runes[0] == '一' || runes[0] == '○') {
		return 0, false
	}
	n, size, ok := han.Number(runes)
	return n, ok && size == len(runes)
}
