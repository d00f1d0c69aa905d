// Package raised says what a superscript means beside a number. Reports mark
// footnotes by superscripts, and a mark must never become a digit of the number
// that it stands at.
package raised

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sign stands between two numbers of which one is raised. No number holds it, so
// that whoever reads the text as a number finds it illegible.
const sign = "^"

// maxMark is the longest superscript that is looked at, in bytes; what is longer is text.
const maxMark = 24

// note matches marks that can be nothing but a footnote's: "[1]", "（注2）", "①", "*".
var note = regexp.MustCompile(`^(?:[\[［【〔(（]\s*注?\s*[0-9０-９]{0,3}\s*[\]］】〕)）]|注\s*[0-9０-９]{0,2}|[①-⑳㈠-㈩⑴-⒇]+|[*＊※†‡]{1,4})$`)

// Text returns the words of a superscript as they are to stand in the line, after
// the words before it: nothing for the mark of a note, and a number that follows
// on a number apart from it.
func Text(before []byte, words string) string {
	mark := strings.TrimSpace(words)
	if len(mark) > maxMark {
		return words
	}
	if note.MatchString(mark) {
		return ""
	}
	last, _ := utf8.DecodeLastRune(before)
	first, _ := utf8.DecodeRuneInString(mark)
	if unicode.IsDigit(last) && unicode.IsDigit(first) {
		return sign + mark
	}
	return words
}

// Apart returns what is to stand between a superscript and the words after it.
func Apart(mark, after []byte) string {
	last, _ := utf8.DecodeLastRune(mark)
	first, _ := utf8.DecodeRune(after)
	if unicode.IsDigit(last) && unicode.IsDigit(first) {
		return sign
	}
	return ""
}
