package form

import (
	"strings"
	"unicode"

	"gongkai/internal/document/han"
)

// label is a text reduced to what labels are compared by.
type label struct {
	// text is the words: simplified, without spaces, punctuation, numbering and
	// bracketed hints.
	text string
	// number and level are the numbering before the words: level 1 is "一、",
	// 2 "（一）", 3 "1.", 4 "(1)" or "①"; both are 0 where there is none.
	number, level int
}

// maxLabel bounds the runes of a text that can be a label; what is longer is prose.
const maxLabel = 160

// synonyms are whole labels that mean what the form says in other words.
var synonyms = map[string]string{"合计": "总计", "共计": "总计", "总数": "总计", "总和": "总计", "其它": "其他", "个人": "自然人", "公民": "自然人"}

// makeLabel reduces a text to a label.
func makeLabel(text string) label {
	if len(text) > 4*maxLabel {
		return label{}
	}
	var array [2 * maxLabel]rune
	runes := han.Fold(array[:0], text, false)
	if len(runes) > maxLabel {
		return label{}
	}
	number, level, size := numbering(runes)
	words := dropHints(runes[size:])
	if words == "" {
		words = lettersOnly(runes[size:])
	}
	if s, ok := synonyms[words]; ok {
		words = s
	}
	return label{words, number, level}
}

// numbering reads the number before a label and returns how many runes it takes.
// A number of digits without a sign after it counts only before words.
func numbering(runes []rune) (number, level, size int) {
	if len(runes) == 0 {
		return 0, 0, 0
	}
	open := runes[0] == '('
	start := 0
	if open {
		start = 1
	}
	n, digits, end := han.Ordinal(runes[start:])
	end += start
	if n == 0 || end >= len(runes) {
		return 0, 0, 0
	}
	sign := runes[end]
	switch {
	case open && sign == ')':
		size = end + 1
		if size < len(runes) && (runes[size] == '、' || runes[size] == '.') {
			size++
		}
		if digits {
			return n, 4, size
		}
		return n, 2, size
	case open:
		return 0, 0, 0
	case sign == ')':
		if digits {
			return n, 4, end + 1
		}
		return n, 2, end + 1
	case sign == '、' || sign == '.' || sign == ',' || sign == '，' || sign == ':' || sign == '。' || sign == '·' || sign == '﹒':
		if digits && end+1 < len(runes) && unicode.IsDigit(runes[end+1]) {
			return 0, 0, 0
		}
		if digits {
			return n, 3, end + 1
		}
		return n, 1, end + 1
	case digits && n < 30 && unicode.Is(unicode.Han, sign) && !strings.ContainsRune("年月日个件条项次人万元篇份期名", sign):
		return n, 3, end
	}
	return 0, 0, 0
}

// dropHints returns the letters of a label without what stands in brackets: the
// hints of how to fill it in, units, pinyin. A bracketed number stays.
func dropHints(runes []rune) string {
	var array [maxLabel]rune
	out := array[:0]
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if r != '(' {
			if keepsMeaning(r) {
				out = append(out, r)
			}
			continue
		}
		end, depth := i+1, 1
		for end < len(runes) {
			if runes[end] == '(' {
				depth++
			} else if runes[end] == ')' {
				if depth--; depth == 0 {
					break
				}
			}
			end++
		}
		inside := runes[i+1 : min(end, len(runes))]
		if _, _, size := han.Ordinal(inside); size > 0 && size == len(inside) {
			out = append(out, inside...)
		}
		i = end
	}
	return string(out)
}

func lettersOnly(runes []rune) string {
	var out []rune
	for _, r := range runes {
		if keepsMeaning(r) {
			out = append(out, r)
		}
	}
	return string(out)
}

// keepsMeaning reports whether a rune counts when labels are compared.
func keepsMeaning(r rune) bool {
	if han.Is(r) {
		return true
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
