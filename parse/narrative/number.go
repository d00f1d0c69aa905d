package narrative

import "gongkai/disclosure"

// chineseDigit returns the value of a Chinese digit; ok is false for another rune.
func chineseDigit(r rune) (value int64, ok bool) {
	switch r {
	case '零', '〇':
		return 0, true
	case '一', '壹':
		return 1, true
	case '二', '两', '贰':
		return 2, true
	case '三', '叁':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

// chineseScale returns the value of a Chinese power of ten; ok is false for
// another rune.
func chineseScale(r rune) (value int64, ok bool) {
	switch r {
	case '十', '拾':
		return 10, true
	case '百', '佰':
		return 100, true
	case '千', '仟':
		return 1000, true
	case '万':
		return 10_000, true
	case '亿':
		return 100_000_000, true
	}
	return 0, false
}

// isChineseNumeral reports whether a rune may begin a Chinese number.
func isChineseNumeral(r rune) bool {
	_, digit := chineseDigit(r)
	_, scale := chineseScale(r)
	return digit || scale
}

// maxCount bounds a number with its powers of ten: no count or amount of yuan is
// larger.
const maxCount = 1_000_000_000_000

// maxDigits bounds the digits of a number that can be a count; phone and index
// numbers are longer.
const maxDigits = 9

// arabic reads a number in digits at i: "12", "1,234", "29.05". It returns the
// end; end is i where there is none.
func arabic(runes []rune, i int) (value disclosure.Number, end int, ok bool) {
	var text [maxDigits + 1]byte
	size := 0
	digits, point := 0, false
	for end = i; end < len(runes); end++ {
		r := runes[end]
		next := end+1 < len(runes) && isDigit(runes[end+1])
		switch {
		case isDigit(r):
			digits++
			if digits <= maxDigits {
				text[size] = byte(r)
				size++
			}
			continue
		case r == ',' && next && !point:
			continue
		case r == '.' && next && !point && end > i:
			point = true
			if digits <= maxDigits {
				text[size] = '.'
				size++
			}
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
	value, err := disclosure.ParseNumber(string(text[:size]))
	return value, end, err == nil
}

// chinese reads a number in Chinese numerals at i: "一千二百三十", "二十", "百",
// "二六五". It returns the end; end is i where there is none.
func chinese(runes []rune, i int) (value disclosure.Number, end int, ok bool) {
	var total, section, digit int64
	digits, scales, last := 0, 0, int64(0)
	for end = i; end < len(runes) && end-i < 2*maxDigits; end++ {
		if d, isDigit := chineseDigit(runes[end]); isDigit {
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
		scale, isScale := chineseScale(runes[end])
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
		scale, ok := chineseScale(runes[at])
		if !ok || scale < 100 || value.Floor() > maxCount/scale {
			break
		}
		value *= disclosure.Number(scale)
		at++
	}
	return value, at
}
