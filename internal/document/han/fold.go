// Package han reads Chinese script: it folds the many ways of writing one text
// into one, and reads numbers in Chinese numerals.
package han

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold appends a text to buf rune by rune as labels, numbers and titles are
// compared: compatibility forms resolved, full-width signs narrow, brackets round,
// characters simplified, invisible characters dropped. Spaces are dropped where
// keepSpace is false and turned into ' ' or '\n' otherwise.
func Fold(buf []rune, text string, keepSpace bool) []rune {
	table := compared()
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
		case r >= first && r <= last:
			r = table[r-first]
		case r >= firstWide && r <= lastWide:
			r -= firstWide - '!'
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
		case isVariant(r):
			if r = plain(r); Is(r) {
				r = table[r-first]
			}
		case composite(r):
			for _, part := range norm.NFKC.String(string(r)) {
				if Is(part) {
					part = table[part-first]
				}
				buf = append(buf, part)
			}
			continue
		}
		buf = append(buf, r)
	}
	return buf
}

// Squeeze folds a text and drops its spaces; punctuation stays.
func Squeeze(text string) string {
	var array [128]rune
	return string(Fold(array[:0], text, false))
}

// firstWide and lastWide bound the full-width forms of the signs from '!' to '~'.
const firstWide, lastWide = 0xff01, 0xff5e

// Narrow returns the ASCII sign of a full-width one, and any other rune as it is.
func Narrow(r rune) rune {
	if r >= firstWide && r <= lastWide {
		return r - firstWide + '!'
	}
	return r
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

// composite reports whether a character is a compatibility form that Fold does not
// treat itself: parenthesized numbers, letters in circles, ligatures.
func composite(r rune) bool {
	return r >= 0x3200 && r <= 0x33ff || r >= 0x2070 && r <= 0x218f ||
		r >= 0x2460 && r <= 0x24ff || r >= 0xfb00 && r <= 0xfb06 || r >= 0x1f100 && r <= 0x1f1ff
}

// Unspaced returns a text as it is written, without spaces, line breaks and
// characters of no width.
func Unspaced(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c <= ' ' || c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF) && isSpaceAt(s[i:]) {
			return strings.Map(func(r rune) rune {
				if isSpace(r) {
					return -1
				}
				return r
			}, s)
		}
	}
	return s
}

func isSpaceAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isSpace(r)
}

// isSpace reports whether a character is a space, a line break or has no width.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }
