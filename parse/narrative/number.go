package narrative

import (
	"strings"

	"gongkai/disclosure"
)

// chineseDigits gives the value of a Chinese digit.
var chineseDigits = map[rune]int64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

// chineseScales gives the value of a Chinese power of ten.
var chineseScales = map[rune]int64{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 10_000, '亿': 100_000_000}

// maxCount bounds a number with its powers of ten: no count or amount of yuan is
// larger.
const maxCount = 1_000_000_000_000

// maxDigits bounds the digits of a number that can be a count; phone and index
// numbers are longer.
const maxDigits = 9

// arabic reads a number in digits at i: "12", "1,234", "29.05". It returns the
// end; end is i where there is none.
func arabic(runes []rune, i int) (value disclosure.Number, end int, ok bool) {
	var text strings.Builder
	digits, point := 0, false
	for end = i; end < len(runes); end++ {
		r := runes[end]
		next := end+1 < len(runes) && isDigit(runes[end+1])
		switch {
		case isDigit(r):
			digits++
			if digits <= maxDigits {
				text.WriteRune(r)
			}
			continue
		case r == ',' && next && !point:
			continue
		case r == '.' && next && !point && end > i:
			point = true
			text.WriteRune(r)
			continue
		}
		break
	}
	if digits == 0 {
		return 0, i, false
	}
	if digits > maxDigits {
		return 0, end, false
	}
	value, err := disclosure.ParseNumber(text.String())
	return value, end, err == nil
}

// chinese reads a number in Chinese numerals at i: "一千二百三十", "二十", "百",
// "二六五". It returns the end; end is i where there is none.
func chinese(runes []rune, i int) (value disclosure.Number, end int, ok bool) {
	var total, section, digit int64
	digits, scales, last := 0, 0, int64(0)
	for end = i; end < len(runes) && end-i < 2*maxDigits; end++ {
		if d, isDigit := chineseDigits[runes[end]]; isDigit {
			if digits > 0 && scales == 0 {
				digit = digit*10 + d // positional: 二六五
			} else {
				digit = d
			}
			if digits++; digits > maxDigits {
				return 0, end, false
			}
			continue
		}
		scale, isScale := chineseScales[runes[end]]
		if !isScale {
			break
		}
		scales++
		if scale >= 10_000 {
			total = (total + section + digit) * scale
			if total == 0 {
				total = scale
			}
			section, digit, last = 0, 0, 0
		} else {
			if last > 0 && scale >= last {
				return 0, end, false // 十百, 十十: no number
			}
			section, digit, last = section+max(digit, 1)*scale, 0, scale
		}
		if total > maxCount || section > maxCount {
			return 0, end, false
		}
	}
	if end == i {
		return 0, i, false
	}
	return disclosure.Int(total + section + digit), end, true
}

// scaled multiplies by the 百, 千, 万 or 亿 that stands behind digits: 1.2万.
func scaled(runes []rune, at int, value disclosure.Number) (disclosure.Number, int) {
	for at < len(runes) {
		scale, ok := chineseScales[runes[at]]
		if !ok || scale < 100 || value.Floor() > maxCount/scale {
			break
		}
		value *= disclosure.Number(scale)
		at++
	}
	return value, at
}
