package han

// Digit returns the value of a Chinese digit, plain or as written in accounts; ok
// is false for another rune.
func Digit(r rune) (value int64, ok bool) {
	switch r {
	case '零', '〇', '○', '◯':
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

// Scale returns the value of a Chinese power of ten; ok is false for another rune.
func Scale(r rune) (value int64, ok bool) {
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

// YearDigit returns the value of a digit of a year: Arabic, full-width or Chinese,
// or a letter O for the zero.
func YearDigit(r rune) (value int64, ok bool) {
	switch r = Narrow(r); {
	case r >= '0' && r <= '9':
		return int64(r - '0'), true
	case r == 'O' || r == 'o':
		return 0, true
	}
	return Digit(r)
}

// MaxNumber bounds a number with its powers of ten: no count or amount of yuan is
// larger.
const MaxNumber = 1_000_000_000_000

// MaxDigits bounds the digits of a number that can be a count; phone and index
// numbers are longer.
const MaxDigits = 9

// Number reads a number in Chinese numerals at the start: "一千二百三十", "二十",
// "百", "二六五". The size is how many runes the numerals take, 0 where there are
// none. It is not ok where they make no single number: 十百, 三四 and 二三十 (three or
// four, twenty or thirty), 一百二 (120 in speech, 102 by its letters).
func Number(runes []rune) (value int64, size int, ok bool) {
	var total, section, digit int64
	digits, pending, scale := 0, 0, int64(0) // pending digits since the last scale
	lower := int64(0)                        // the last scale below 万
	zero := false                            // the pending digits begin with a zero
	for size < len(runes) && size < 2*MaxDigits {
		if d, isDigit := Digit(runes[size]); isDigit {
			size++
			if digits++; digits > MaxDigits {
				return 0, size, false
			}
			if pending == 0 {
				zero = d == 0
			} else if scale > 0 && !(zero && pending == 1) {
				return 0, size, false
			}
			pending++
			digit = digit*10 + d
			continue
		}
		s, isScale := Scale(runes[size])
		if !isScale {
			break
		}
		if pending > 1 && !zero || pending > 0 && digit == 0 {
			return 0, size + 1, false
		}
		switch {
		case s >= 10_000:
			if total = (total + section + digit) * s; total == 0 {
				total = s
			}
			section, lower = 0, 0
		case lower > 0 && s >= lower:
			return 0, size + 1, false
		default:
			section, lower = section+max(digit, 1)*s, s
		}
		digit, pending, zero, scale = 0, 0, false, s
		size++
		if total > MaxNumber || section > MaxNumber {
			return 0, size, false
		}
	}
	spoken := scale >= 100 && pending == 1 && !zero
	neighbours := scale == 0 && pending == 2 && !zero && digit%10 == digit/10+1
	if size == 0 || spoken || neighbours {
		return 0, size, false
	}
	return total + section + digit, size, true
}

// Ordinal reads an Arabic or Chinese number below 100 at the start, as those of
// sections, months and days. The size is 0 where there is none.
func Ordinal(runes []rune) (n int, arabic bool, size int) {
	for size < len(runes) && size < 3 && runes[size] >= '0' && runes[size] <= '9' {
		n = n*10 + int(runes[size]-'0')
		size++
	}
	switch {
	case size > 2:
		return 0, true, 0
	case size > 0:
		return n, true, size
	}
	value, size, ok := Number(runes[:min(3, len(runes))])
	if !ok || value >= 100 {
		return 0, false, 0
	}
	return int(value), false, size
}
