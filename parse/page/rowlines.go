package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A table may stand in running text: a row a line, its cells divided by spaces or
// bars, or a cell a line. Then a line ends what stands in it, but where it is full.

// edgeSigns divide cells in running text.
const edgeSigns = "|｜│"

// The words of a row in running text that holds one value, and of a row of heads,
// are no longer than this; prose is.
const (
	longestLabel = 24
	longestHead  = 14
)

// rowText is what a line has of a row of a table.
type rowText struct {
	// values and words count the cells; first and last tell whether the line begins
	// and ends with a value.
	values, words int
	first, last   bool
	// row is true where the line is part of a row for sure.
	row bool
}

// asRow looks at a line as at a row of a table.
func (l *line) asRow() rowText {
	var r rowText
	longest, prose := 0, false
	text := l.text
	for text != "" {
		text = strings.TrimLeftFunc(text, dividesCells)
		end := strings.IndexFunc(text, dividesCells)
		if end < 0 {
			end = len(text)
		}
		if end == 0 {
			continue
		}
		cell := text[:end]
		text = text[end:]
		r.last = isValue(cell)
		if r.values+r.words == 0 {
			r.first = r.last
		}
		if r.last {
			r.values++
			continue
		}
		r.words++
		longest = max(longest, utf8.RuneCountInString(cell))
		prose = prose || strings.ContainsAny(cell, "。；，,;")
	}
	switch {
	case strings.ContainsAny(l.text, edgeSigns), r.words == 0:
		r.row = r.values > 0 || r.words > 0
	case r.last && r.values > 1:
		r.row = true
	case r.last:
		r.row = !prose && longest <= longestLabel
	default:
		r.row = r.words > 2 && !prose && longest <= longestHead
	}
	return r
}

func dividesCells(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(edgeSigns, r) }

// isValue tells a number, or a mark that stands for none.
func isValue(text string) bool {
	if first, _ := utf8.DecodeRuneInString(text); unicode.Is(unicode.Han, first) && first != '无' {
		return false
	}
	return numberWord.MatchString(norm.NFKC.String(text))
}

// endsRow tells whether two lines, of which one at least is part of a row of a
// table, belong to different ones. full tells that the upper line runs to the
// right margin: only then its row may go on, with words after words or with values
// alone.
func endsRow(last, next *line, full bool) bool {
	a, b := last.asRow(), next.asRow()
	switch {
	case !a.row && !b.row:
		return false
	case !full:
		return true
	case b.words == 0:
		return a.values+a.words == 1
	}
	return a.row && a.last || strings.IndexAny(next.text, edgeSigns) == 0
}

// splitsRow tells whether the break between two lines that belong together stands
// between two cells of a row.
func splitsRow(last, next *line) bool {
	a, b := last.asRow(), next.asRow()
	return (a.row || b.row) && (a.last || b.first)
}
