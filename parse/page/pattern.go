package page

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// pattern is an expression that few texts match, which their first or last
// characters tell: most are ruled out without running it.
type pattern struct {
	expression *regexp.Regexp
	// first and last hold the characters with which a text that matches begins and
	// ends, but for white space; empty where any will do.
	first, last string
}

// asciiSpace is \s of expressions.
const asciiSpace = "\t\n\f\r "

// MatchString tells whether a text matches.
func (p *pattern) MatchString(text string) bool {
	if p.first != "" {
		c, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, asciiSpace))
		if !strings.ContainsRune(p.first, c) {
			return false
		}
	}
	if p.last != "" {
		c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, asciiSpace))
		if !strings.ContainsRune(p.last, c) {
			return false
		}
	}
	return p.expression.MatchString(text)
}

const (
	asciiDigits   = "0123456789"
	chineseDigits = "一二三四五六七八九十"
)
