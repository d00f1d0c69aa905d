package form

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongkai/disclosure"
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

// confused pairs characters that OCR engines take for others with those that the
// forms' labels, headings and town names use.
const confused = "巳已囯国収收冋同夲本"

// hanFirst and hanLast bound the characters that are simplified.
const hanFirst, hanLast = 0x4e00, 0x9fff

// simplifiedTable maps each character to itself, to its simplified form, or to the
// one that an OCR engine took it for.
var simplifiedTable = sync.OnceValue(func() *[hanLast - hanFirst + 1]rune {
	table := new([hanLast - hanFirst + 1]rune)
	for i := range table {
		table[i] = disclosure.Simplified(rune(hanFirst + i))
	}
	runes := []rune(confused)
	for i := 0; i+1 < len(runes); i += 2 {
		table[runes[i]-hanFirst] = runes[i+1]
	}
	return table
})

// synonyms are whole labels that mean what the form says in other words.
var synonyms = map[string]string{"合计": "总计", "共计": "总计", "总数": "总计", "总和": "总计", "其它": "其他", "个人": "自然人", "公民": "自然人"}

// fold appends the text to buf rune by rune as labels and numbers are compared:
// compatibility forms resolved, full-width signs narrow, brackets round,
// characters simplified, invisible characters dropped. Spaces are dropped where
// keepSpace is false and turned into ' ' or '\n' otherwise.
func fold(buf []rune, text string, keepSpace bool) []rune {
	table := simplifiedTable()
	for _, r := range text {
		switch {
		case r < 0x80:
			if r <= ' ' {
				if keepSpace {
					if r == '\n' || r == '\r' {
						buf = append(buf, '\n')
					} else {
						buf = append(buf, ' ')
					}
				}
				continue
			}
			switch r {
			case '[', '{':
				r = '('
			case ']', '}':
				r = ')'
			}
		case r >= hanFirst && r <= hanLast:
			r = table[r-hanFirst]
		case r >= 0xff01 && r <= 0xff5e:
			r -= 0xfee0
			switch r {
			case '[', '{':
				r = '('
			case ']', '}':
				r = ')'
			}
		case r == '【' || r == '〔' || r == '〖' || r == '﹙':
			r = '('
		case r == '】' || r == '〕' || r == '〗' || r == '﹚':
			r = ')'
		case r == 0x3000 || r == 0xa0 || unicode.IsSpace(r):
			if keepSpace {
				buf = append(buf, ' ')
			}
			continue
		case invisible(r):
			continue
		case r >= '①' && r <= '⑳':
			buf = append(buf, []rune(fmt.Sprintf("(%d)", r-'①'+1))...)
			continue
		case composite(r):
			for _, part := range norm.NFKC.String(string(r)) {
				if part >= hanFirst && part <= hanLast {
					part = table[part-hanFirst]
				}
				buf = append(buf, part)
			}
			continue
		}
		buf = append(buf, r)
	}
	return buf
}

// invisible reports whether a character has no width: marks of direction, joins,
// soft hyphens, byte order marks, private and control characters.
func invisible(r rune) bool {
	switch {
	case r < 0xa0, r == 0xad, r == 0xfeff, r == 0xfffc:
		return r < ' ' || r >= 0x7f
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfe00 && r <= 0xfe0f:
		return true
	}
	return r == 0x34f || r == 0x61c || r == 0x115f || r == 0x180e || (r >= 0xe000 && r <= 0xf8ff)
}

// composite reports whether a character is a compatibility form that fold does not
// treat itself: Kangxi radicals, parenthesized numbers, ligatures.
func composite(r rune) bool {
	return r >= 0x2e80 && r <= 0x2fdf || r >= 0x3200 && r <= 0x33ff || r >= 0x2070 && r <= 0x218f ||
		r >= 0x2460 && r <= 0x24ff || r >= 0xf900 && r <= 0xfaff || r >= 0xfb00 && r <= 0xfb06 || r >= 0x1f100 && r <= 0x1f1ff
}

// makeLabel reduces a text to a label.
func makeLabel(text string) label {
	if len(text) > 4*maxLabel {
		return label{}
	}
	var array [2 * maxLabel]rune
	runes := fold(array[:0], text, false)
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
	n, digits, end := smallNumber(runes[start:])
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

// smallNumber reads an Arabic or Chinese number below 100 from the start.
func smallNumber(runes []rune) (n int, digits bool, size int) {
	for size < len(runes) && size < 2 && runes[size] >= '0' && runes[size] <= '9' {
		n = n*10 + int(runes[size]-'0')
		size++
	}
	if size > 0 {
		if size < len(runes) && runes[size] >= '0' && runes[size] <= '9' {
			return 0, true, 0
		}
		return n, true, size
	}
	for size < len(runes) && size < 3 {
		d := strings.IndexRune(chineseDigits, runes[size])
		if d < 0 {
			break
		}
		if d /= 3; d == 10 {
			n = max(n, 1) * 10
		} else {
			n += d
		}
		size++
	}
	return n, false, size
}

// chineseDigits are the numerals from zero to ten, three bytes each.
const chineseDigits = "〇一二三四五六七八九十"

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
		if _, _, size := smallNumber(inside); size > 0 && size == len(inside) {
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
	if r >= hanFirst && r <= hanLast {
		return true
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// squeeze folds a text and drops its spaces; punctuation stays.
func squeeze(text string) string {
	var array [128]rune
	return string(fold(array[:0], text, false))
}
