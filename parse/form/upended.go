package form

import (
	"slices"

	"gongkai/parse/layout"
)

// A table that stands on its side, its rows named in the header and its columns at
// the beginning of the lines, is known in running text by its rhythm: a column's
// label and as many values as the header names rows, for nearly all columns.

// upendedLines is the least number of lines that make such a rhythm.
const upendedLines = 3

// maxHeader bounds the words of a header that are looked at.
const maxHeader = 12

// upended takes the tables that stand on their side out of running text: grids with
// the rows as rows, and the tokens that are left.
func (m *matcher) upended(tokens []token, blocks []layout.Block) (sheets []*sheet, rest []token) {
	from := 0
	for i := 0; i < len(tokens); i++ {
		table := m.columnOf(tokens[i].info)
		if table < 0 {
			continue
		}
		lines, end := m.rhythm(tokens[i:], table)
		if len(lines) < upendedLines || len(lines) < len(m.v.form.Tables[table].Columns)-1 {
			continue
		}
		labels, begin := m.namedRows(tokens[from:i], table)
		if len(labels) != len(lines[0])-1 {
			continue
		}
		sheets = append(sheets, m.upright(labels, lines, blocks))
		if rest = append(rest, tokens[from:from+begin]...); len(rest) > 0 {
			rest[len(rest)-1].ends = true
		}
		from = i + end
		i = from - 1
	}
	return sheets, append(rest, tokens[from:]...)
}

// columnOf returns the table of which a text is exactly a column's label, or -1.
func (m *matcher) columnOf(i *info) int {
	if i.kind != wordsText || len(i.hits) == 0 || i.hits[0].score < 1 {
		return -1
	}
	if columns := m.v.entries[i.hits[0].entry].columns; len(columns) > 0 {
		return columns[len(columns)-1].table
	}
	return -1
}

// rhythm returns the lines that tokens begin with: a label of a column of the table
// that no line before had and then values, as many in each. It says how many tokens
// they take.
func (m *matcher) rhythm(tokens []token, table int) (lines [][]token, end int) {
	seen := map[int]bool{}
	for at := 0; at < len(tokens); {
		hits := tokens[at].info.hits
		if tokens[at].info.kind != wordsText || len(hits) == 0 || hits[0].score < 1 || seen[hits[0].entry] ||
			!slices.ContainsFunc(m.v.entries[hits[0].entry].columns, func(p place) bool { return p.table == table }) {
			break
		}
		stop := at + 1
		for stop < len(tokens) && tokens[stop].info.kind != wordsText && !tokens[stop-1].ends {
			stop++
		}
		if stop == at+1 || len(lines) > 0 && stop-at != len(lines[0]) {
			break
		}
		seen[hits[0].entry] = true
		lines = append(lines, tokens[at:stop])
		end = stop
		if tokens[stop-1].ends {
			break
		}
		at = stop
	}
	return lines, end
}

// namedRows lists the labels of rows of a table in the words that tokens end with, in
// the order of the columns below them: a group stands above its rows. It says where the
// first of these words stands.
func (m *matcher) namedRows(tokens []token, table int) (labels []token, begin int) {
	begin = len(tokens)
	for begin > 0 && len(tokens)-begin < maxHeader && tokens[begin-1].info.kind == wordsText && !tokens[begin-1].ends {
		begin--
	}
	header := tokens[begin:]
	begin = len(tokens)
	var done []int
	add := func(n int) {
		if !slices.Contains(done, n) {
			done = append(done, n)
			labels = append(labels, header[n])
		}
	}
	here := func(p place) bool { return p.table == table }
	for n, t := range header {
		if len(t.info.hits) == 0 || t.info.hits[0].score < 1 {
			continue
		}
		e := &m.v.entries[t.info.hits[0].entry]
		row, group := slices.ContainsFunc(e.rows, here), slices.ContainsFunc(e.groups, here)
		if (row || group) && begin == len(tokens) {
			begin = len(tokens) - len(header) + n
		}
		switch {
		case row:
			add(n)
		case group:
			for k := n + 1; k < len(header); k++ {
				if hits := header[k].info.hits; len(hits) > 0 && slices.ContainsFunc(m.v.entries[hits[0].entry].rows, func(p place) bool { return slices.Contains(e.groups, p) }) {
					add(k)
				}
			}
		}
	}
	return labels, begin
}

// upright makes a sheet with the rows of the form as rows of lines that stand on
// their side.
func (m *matcher) upright(labels []token, lines [][]token, blocks []layout.Block) *sheet {
	grid := &layout.Grid{Rows: 1 + len(labels), Columns: 1 + len(lines), Loose: true}
	s := &sheet{grid: grid}
	put := func(r, c int, t token) {
		cell := layout.Cell{Row: r, Column: c, RowSpan: 1, ColumnSpan: 1, Text: t.text, Confidence: 1}
		if t.block < len(blocks) {
			cell.Place = blocks[t.block].Place
		}
		if t.cell != nil {
			cell.Confidence, cell.Doubt, cell.Image, cell.Place = t.cell.Confidence, t.cell.Doubt, t.cell.Image, t.cell.Place
		}
		grid.Cells = append(grid.Cells, cell)
		s.owners = append(s.owners, t.block)
	}
	put(0, 0, token{})
	for c, line := range lines {
		put(0, c+1, line[0])
	}
	for r, label := range labels {
		put(r+1, 0, label)
		for c, line := range lines {
			put(r+1, c+1, line[r+1])
		}
	}
	s.at, s.infos = grid.At(), m.infosOf(grid)
	return s
}

// straightened rebuilds a sheet that stands on its side and whose header does not
// stand above its columns, since merged cells were lost; nil where it cannot be told.
func (m *matcher) straightened(s *sheet, blocks []layout.Block) *sheet {
	holes := slices.ContainsFunc(s.at, func(row []int) bool { return slices.Contains(row, -1) })
	if !holes || len(s.grid.Cells) > maxTokens {
		return nil
	}
	tokens := make([]token, len(s.grid.Cells))
	for i := range s.grid.Cells {
		tokens[i] = token{text: s.grid.Cells[i].Text, block: s.block, info: s.infos[i], cell: &s.grid.Cells[i]}
	}
	sheets, rest := m.upended(tokens, blocks)
	if len(sheets) != 1 || slices.ContainsFunc(rest, func(t token) bool { return t.info.kind == numberText }) {
		return nil
	}
	sheets[0].block = s.block
	return sheets[0]
}
