package narrative

import (
	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// isChineseNumeral reports whether a rune may begin a Chinese number.
func isChineseNumeral(r rune) bool {
	_, digit := han.Digit(r)
	_, scale := han.Scale(r)
	return digit || scale
}

// arabic reads a number in digits at i: "12", "1,234", "29.05". It returns the
// end; end is i where there is none.
func arabic(runes []rune, i int) (value disclosure.Number, end int, ok bool) {
	var text [han.MaxDigits + 1]byte
	size := 0
	digits, point := 0, false
	for end = i; end < len(runes); end++ {
		r := runes[end]
		next := end+1 < len(runes) && isDigit(runes[end+1])
		switch {
		case isDigit(r):
			digits++
			if digits <= han.MaxDigits {
				text[size] = byte(r)
				size++
			}
			continue
		case r == ',' && next && !point:
			continue
		case r == '.' && next && !point && end > i:
			point = true
			if digits <= han.MaxDigits {
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
	if digits > han.MaxDigits {
		return 0, end, false
	}
	value, err := disclosure.ParseNumber(string(text[:size]))
	return value, end, err == nil
}

// chinese reads a number in Chinese numerals at i. It returns the end; end is i
// where there is none.
func chinese(runes []rune, i int) (value disclosure.Number, end int, ok bool) {
	n, size, ok := han.Number(runes[i:])
	return disclosure.Int(n), i + size, ok
}

// scaled multiplies by the 百, 千, 万 or 亿 that stands behind digits: 1.2万.
func scaled(runes []rune, at int, value disclosure.Number) (disclosure.Number, int) {
	for at < len(runes) {
		scale, ok := han.Scale(runes[at])
		if !ok || scale < 100 || value.Floor() > han.MaxNumber/scale {
			break
		}
		value *= disclosure.Number(scale)
		at++
	}
	return value, at
}
