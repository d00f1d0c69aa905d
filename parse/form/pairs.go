package form

import (
	"slices"
	"strings"
)

// A table may be written as a list: each line names a row, then a column, and gives
// one number.

// leastPairs is how many such lines make a list.
const leastPairs = 3

// pairSigns may stand between the label of the row and that of the column.
const pairSigns = "-—–－/／:：·|"

// pair is a line of a list: the cell of the form that it names, and the document's
// cell with the value.
type pair struct{ cell, value int }

// pairsOf returns the pairs of a sheet by row, or nil where it is no list.
func (m *matcher) pairsOf(s *sheet) map[int]pair {
	var pairs map[int]pair
	for r := range s.at {
		p, ok := m.pairIn(s, r)
		if !ok {
			continue
		}
		if pairs == nil {
			pairs = map[int]pair{}
		}
		pairs[r] = p
	}
	if len(pairs) < leastPairs {
		return nil
	}
	return pairs
}

// pairIn reads one row as a pair: words that name a row and words that name a
// column, or one text that names both, and a single value behind.
func (m *matcher) pairIn(s *sheet, r int) (pair, bool) {
	row, column, value, previous := -1, -1, -1, -1
	for _, index := range s.at[r] {
		if index < 0 || index == previous {
			continue
		}
		previous = index
		switch i := s.infos[index]; {
		case i.kind == unitText:
		case i.kind == wordsText && value < 0:
			row, column = column, index
		case i.kind == wordsText || value >= 0:
			return pair{}, false
		case column >= 0:
			value = index
		}
	}
	if value < 0 {
		return pair{}, false
	}
	if row >= 0 {
		cell := m.cellOf(s.infos[row], s.infos[column])
		return pair{cell, value}, cell >= 0
	}
	cell := m.cellNamed(s.grid.Cells[column].Text)
	return pair{cell, value}, cell >= 0
}

// cellOf returns the cell of the form whose row and column two texts name exactly, or
// -1.
func (m *matcher) cellOf(row, column *info) int {
	exact := func(i *info) bool { return len(i.hits) == 1 && i.hits[0].score == 1 }
	if !exact(row) || !exact(column) {
		return -1
	}
	for _, r := range m.v.entries[row.hits[0].entry].rows {
		for _, c := range m.v.entries[column.hits[0].entry].columns {
			if c.table != r.table {
				continue
			}
			for _, cell := range m.v.form.Tables[r.table].Rows[r.index].Cells {
				if m.v.form.Cells[cell].Column == c.index {
					return cell
				}
			}
		}
	}
	return -1
}

// cellNamed returns the cell of the form that one text names, the row's label and
// then the column's with or without a sign between them, or -1.
func (m *matcher) cellNamed(text string) int {
	at := -1
	for i, r := range text {
		if strings.ContainsRune(pairSigns, r) {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
	if at < 0 || len(text) > 3*maxLabel {
		return -1
	}
	return m.cellOf(m.info(text[:at]), m.info(strings.TrimLeft(text[at:], pairSigns)))
}

// readPair reads the value of a line of a list.
func (m *matcher) readPair(t *taken, l *line) {
	p := l.sheet.pairs[l.row]
	spec := &m.v.form.Cells[p.cell]
	at := slices.IndexFunc(l.cells, func(s spot) bool { return s.cell == p.value })
	if at < 0 {
		return
	}
	m.put(t, l, slot{cell: p.cell, spots: l.cells[at : at+1], head: head{cell: p.cell, column: spec.Column}})
	t.rows[spec.Table][spec.Row], t.columns[spec.Table][spec.Column] = 1, 1
	l.why = "list"
}
