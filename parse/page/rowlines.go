package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A table may stand in running text: a row a line, its cells divided by spaces or
// bars, or a cell a line. Then a line ends what stands in it, but where it is full.

// isEdge tells the signs that divide cells in running text.
func isEdge(c rune) bool { return c == '|' || c == '｜' || c == '│' }

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

// asRow looks at a line as at a row of a table, once.
func (l *line) asRow() rowText {
	if !l.asked {
		l.row, l.asked = readRow(l.text), true
	}
	return l.row
}

// readRow reads a line's cells.
func readRow(text string) rowText {
	var r rowText
	longest := 0 // of the words, in characters
	prose, edges := false, false
	from, runes, marks := 0, 0, false // the cell that is being read
	add := func(cell string) {
		if cell == "" {
			return
		}
		r.last = isValue(cell)
		if r.values+r.words == 0 {
			r.first = r.last
		}
		if r.last {
			r.values++
			return
		}
		r.words++
		longest, prose = max(longest, runes), prose || marks
	}
	for i, c := range text {
		edge := isEdge(c)
		if !edge && (c > lastSpace || !unicode.IsSpace(c)) {
			runes++
			marks = marks || c == '。' || c == '；' || c == '，' || c == ',' || c == ';'
			continue
		}
		edges = edges || edge
		add(text[from:i])
		from, runes, marks = i+utf8.RuneLen(c), 0, false
	}
	add(text[from:])
	switch {
	case edges, r.words == 0:
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

// lastSpace is the last white space of Unicode.
const lastSpace = '\u3000'

// isValue tells a number, or a mark that stands for none.
func isValue(text string) bool {
	if len(text) == 1 {
		return numberWord.MatchString(text)
	}
	for _, c := range text {
		if c > unicode.MaxLatin1 && unicode.Is(unicode.Han, c) && !strings.ContainsRune("万元件条项宗无", c) {
			return false
		}
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
	case !a.row && !b.row, valuesGoOn(last, next):
		return false
	case !full:
		return true
	case b.words == 0:
		return a.values+a.words == 1
	}
	first, _ := utf8.DecodeRuneInString(next.text)
	return a.row && a.last || isEdge(first)
}

// valuesGoOn tells whether a line holds nothing but values, and the one before it a
// label and the first of them: where tabs divide cells a line ends short of the
// margin.
func valuesGoOn(last, next *line) bool {
	a, b := last.asRow(), next.asRow()
	return b.words == 0 && b.values > 0 && a.words > 0 && a.last && a.values+b.values > 2
}

// splitsRow tells whether the break between two lines that belong together stands
// between two cells of a row.
func splitsRow(last, next *line) bool {
	a, b := last.asRow(), next.asRow()
	return (a.row || b.row) && (a.last || b.first)
}
