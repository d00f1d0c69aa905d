package audit

import (
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
)

// amount is a number with its unit in a text: from to its end, the words before
// it, and whether it is a percentage.
type amount struct {
	value   disclosure.Number
	unit    string
	label   string
	percent bool
	// decimals is how many decimals are written.
	decimals int
	// end is the byte behind the unit.
	end int
}

// amountUnits are what is counted one by one.
const amountUnits = "条件份篇个项则宗起例次"

// maxAmounts bounds the numbers that are read of one sentence.
const maxAmounts = 100

// amountsIn reads the numbers of a sentence with the words before each.
func amountsIn(text string) []amount {
	var out []amount
	label := 0
	for i := 0; i < len(text) && len(out) < maxAmounts; {
		if c := text[i]; c != 0xEF && (c < '0' || c > '9') {
			i++ // no digit starts with this byte, ASCII or full-width
			continue
		}
		number, end := decimalAt(text, i)
		if end == i {
			i++
			continue
		}
		a := amount{label: text[label:i]}
		if _, fraction, found := strings.Cut(number, "."); found {
			a.decimals = len(fraction)
		}
		value, err := disclosure.ParseNumber(number)
		for end < len(text) && (text[end] == ' ' || strings.HasPrefix(text[end:], "\u00a0")) {
			_, size := utf8.DecodeRuneInString(text[end:])
			end += size
		}
		unit, size := utf8.DecodeRuneInString(text[end:])
		switch {
		case unit == '%' || unit == '％':
			a.percent = true
			end += size
		case size > 0 && strings.ContainsRune(amountUnits, unit):
			a.unit = string(unit)
			end += size
		}
		a.value, a.end = value, end
		if err == nil && (a.percent || a.unit != "") {
			out = append(out, a)
			label = end
		}
		i = max(end, i+1)
	}
	return out
}

// decimalAt reads the decimal that stands at a place of a text, full-width digits
// as ASCII, and where it ends; end is from where there is none.
func decimalAt(text string, from int) (number string, end int) {
	end = from
	wide, point := false, false
	for end < len(text) {
		if _, size := digitAt(text[end:]); size > 0 {
			wide = wide || size > 1
			end += size
			continue
		}
		if text[end] != '.' || point || end == from || end+1 >= len(text) {
			break
		}
		if _, size := digitAt(text[end+1:]); size == 0 {
			break
		}
		point = true
		end++
	}
	number = text[from:end]
	if !wide {
		return number, end
	}
	var plain strings.Builder
	for i := from; i < end; {
		d, size := digitAt(text[i:])
		if size == 0 {
			plain.WriteByte('.')
			i++
			continue
		}
		plain.WriteByte(byte('0' + d))
		i += size
	}
	return plain.String(), end
}

// joined writes numbers as a sum.
func joined(numbers []disclosure.Number) string {
	terms := make([]string, 0, len(numbers))
	for _, n := range numbers {
		terms = append(terms, n.String())
	}
	return strings.Join(terms, " + ")
}
