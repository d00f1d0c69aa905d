package narrative

import (
	"unicode"
	"unicode/utf8"

	"gongkai/internal/document/han"
)

// maxText bounds the bytes of one text that are looked at; a report's section
// is a few thousand.
const maxText = 4 << 20

// normal is a text as the lexicon spells it: half-width letters and digits,
// full-width Chinese punctuation, simplified characters, no spaces but those that
// keep two digits apart.
type normal struct {
	runes []rune
	// at holds the byte offset in the source of each rune, and of the end.
	at     []int32
	source string
}

// normalize spells a text as the lexicon does.
func normalize(source string) normal {
	if len(source) > maxText {
		cut := maxText
		for cut > 0 && !utf8.RuneStart(source[cut]) {
			cut--
		}
		source = source[:cut]
	}
	size := utf8.RuneCountInString(source) + 1
	n := normal{source: source, runes: make([]rune, 0, size), at: make([]int32, 0, size)}
	space := -1
	for offset, r := range source {
		if isHan(r) {
			n.runes, n.at, space = append(n.runes, han.Simplified(r)), append(n.at, int32(offset)), -1
			continue
		}
		r = fold(r)
		switch {
		case r == '\n':
		case unicode.IsSpace(r):
			if space < 0 {
				space = offset
			}
			continue
		case !unicode.IsPrint(r) || r == '\ufeff' || r == '\u3000':
			continue
		}
		if last := len(n.runes) - 1; space >= 0 && last >= 0 && isDigit(n.runes[last]) && isDigit(r) {
			n.runes, n.at = append(n.runes, ' '), append(n.at, int32(space))
		}
		space = -1
		n.runes, n.at = append(n.runes, r), append(n.at, int32(offset))
	}
	n.at = append(n.at, int32(len(source)))
	n.mendPunctuation()
	return n
}

// fold maps a rune to the one the lexicon uses.
func fold(r rune) rune {
	switch r = han.Narrow(r); {
	case r == '\r' || r == '\u2028' || r == '\u2029':
		return '\n'
	case r == '○' || r == '〇' || r == '◯':
		return '〇'
	}
	switch r {
	case ';':
		return '；'
	case '!', '?', '｡':
		return '。'
	case '(', '[', '【', '﹙':
		return '（'
	case ')', ']', '】', '﹚':
		return '）'
	case '「', '『':
		return '“'
	case '」', '』':
		return '”'
	case '〈':
		return '《'
	case '〉':
		return '》'
	case '﹔':
		return '；'
	case '､':
		return '、'
	}
	return han.Simplified(r)
}

// mendPunctuation widens the half-width comma, colon and full stop except
// where they belong to a number.
func (n *normal) mendPunctuation() {
	for i, r := range n.runes {
		if isHan(r) {
			continue
		}
		inNumber := i > 0 && i+1 < len(n.runes) && isDigit(n.runes[i-1]) && isDigit(n.runes[i+1])
		switch r {
		case ',':
			if !inNumber || !n.groupsOfThree(i) {
				n.runes[i] = '，'
			}
		case ':', '∶', '︰':
			n.runes[i] = '：'
		case '.':
			if !inNumber {
				n.runes[i] = '。'
			}
		}
	}
}

// groupsOfThree reports whether the comma at i parts thousands: one to three
// digits before the first comma, three behind each.
func (n *normal) groupsOfThree(i int) bool {
	before := 0
	for j := i - 1; j >= 0 && isDigit(n.runes[j]); j-- {
		before++
	}
	after := 0
	for j := i + 1; j < len(n.runes) && isDigit(n.runes[j]); j++ {
		after++
	}
	return before >= 1 && before <= 3 && after == 3
}

// cut returns the source of the runes from start to end.
func (n *normal) cut(start, end int) string { return n.source[n.at[start]:n.at[end]] }

// isHan reports whether a rune is one of the common Chinese characters.
func isHan(r rune) bool { return r >= '一' && r <= '龥' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
