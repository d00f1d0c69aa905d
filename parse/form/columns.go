package form

import "slices"

// headBlock is a run of header lines of a sheet: rows from to to-1.
type headBlock struct {
	sheet    *sheet
	from, to int
	cache    map[headKey][]head
	// columns and rows count the labels of each table that the block names.
	columns, rows []int
	// named tells which of its rows name columns.
	named []bool
	// askew is true once a line was seen above whose values the header lacks cells.
	askew bool
}

type headKey struct{ table, set, from, to int }

// head is a column of the document under a header block.
type head struct {
	// from and to are grid columns.
	from, to int
	// cell is the form's cell that the column holds in a flattened table, and column
	// the form's column otherwise; -1 where the form has none.
	cell, column int
	// path is the header's words from the bottom up.
	path  []*info
	text  string
	score float64
	// filled is true where the label did not match and the place decided.
	filled bool
	// idle is true for a column of the form that the row in hand does not have.
	idle bool
}

// blank reports whether no words stand above the column.
func (h *head) blank() bool { return len(h.path) == 0 }

// blockFor returns the header block that governs a line: the nearest above it in
// its sheet that names columns of the table. A header that was repeated in the midst of
// merged cells, which push it aside, does not count where the one before names as many.
func (m *matcher) blockFor(l *line, table int) *headBlock {
	var pushed *headBlock
	for n := len(l.sheet.heads) - 1; n >= 0; n-- {
		b := l.sheet.heads[n]
		switch hits := m.columnHits(b, table); {
		case b.to > l.row || hits == 0:
		case pushed != nil && hits < m.columnHits(pushed, table):
			return pushed
		case pushed == nil && b.pushed():
			pushed = b
		default:
			return b
		}
	}
	return pushed
}

// pushed reports whether a cell from above reaches through a block's rows.
func (b *headBlock) pushed() bool {
	for _, index := range b.sheet.at[b.to-1] {
		if index >= 0 {
			if cell := &b.sheet.grid.Cells[index]; cell.Row < b.from && cell.Row+cell.RowSpan > b.to {
				return true
			}
		}
	}
	return false
}

// words calls f for the words of each cell that starts in the block.
func (b *headBlock) words(f func(i *info)) {
	for r := b.from; r < b.to; r++ {
		previous := -1
		for _, c := range b.sheet.at[r] {
			if c < 0 || c == previous {
				continue
			}
			previous = c
			if cell := &b.sheet.grid.Cells[c]; cell.Row == r || r == b.from {
				if i := b.sheet.infos[c]; i.kind == wordsText {
					f(i)
				}
			}
		}
	}
}

// count notes which columns and rows of each table a block names. A label that
// names both a row and a column of a table counts as a column.
func (m *matcher) count(b *headBlock) {
	tables := m.v.form.Tables
	b.columns, b.rows = make([]int, len(tables)), make([]int, len(tables))
	seen := map[int]bool{}
	b.words(func(i *info) {
		for _, h := range i.hits {
			if seen[h.entry] {
				continue
			}
			seen[h.entry] = true
			e := &m.v.entries[h.entry]
			for t := range tables {
				here := func(p place) bool { return p.table == t }
				if slices.ContainsFunc(e.columns, here) {
					b.columns[t]++
				} else if slices.ContainsFunc(e.rows, here) {
					b.rows[t]++
				}
			}
		}
	})
}

// columnHits counts the distinct column labels of a table that a block names, and
// rowHits its row labels.
func (m *matcher) columnHits(b *headBlock, table int) int {
	if b.columns == nil {
		m.count(b)
	}
	return b.columns[table]
}

func (m *matcher) rowHits(b *headBlock, table int) int {
	if b.columns == nil {
		m.count(b)
	}
	return b.rows[table]
}

// ragged reports whether a header row lacks a cell above a value of a line, or, where
// the line is padded with empty cells, no row has words there: then its labels do not
// stand above the columns they name.
func (b *headBlock) ragged(l *line, padded bool) bool {
	if b.sheet != l.sheet || b.sheet.ordered {
		return false
	}
	for _, v := range l.cells[l.after:] {
		if v.info.kind == blankText || v.info.kind == wordsText {
			continue
		}
		worded := false
		for r := b.from; r < b.to; r++ {
			index := b.sheet.at[r][v.from]
			if b.named[r-b.from] && index < 0 {
				b.askew = true
				return true
			}
			worded = worded || index >= 0 && b.sheet.infos[index].kind == wordsText
		}
		if !worded && padded {
			b.askew = true
			return true
		}
	}
	return false
}

// jumbled reports whether a block names columns of a table, from left to right, in
// another order than the form's, apart from the last, which a header of several rows
// may name early: then values cannot be counted off along the form's columns.
func (m *matcher) jumbled(b *headBlock, table int) bool {
	total := len(m.v.form.Tables[table].Columns) - 1
	last := -1
	seen := map[int]bool{}
	for c := range b.sheet.grid.Columns {
		for r := b.from; r < b.to; r++ {
			index := b.sheet.at[r][c]
			if index < 0 || b.sheet.grid.Cells[index].Column != c || b.sheet.grid.Cells[index].Row != r {
				continue
			}
			i := b.sheet.infos[index]
			if len(i.hits) == 0 || i.hits[0].score < 1 {
				continue
			}
			for _, p := range m.v.entries[i.hits[0].entry].columns {
				if p.table != table || p.index == total {
					continue
				}
				if p.index <= last && !seen[p.index] {
					return true
				}
				last, seen[p.index] = p.index, true
			}
		}
	}
	return false
}

// overflows reports whether a line has a cell where no row of the header has one,
// unless nearly all lines have an empty one there.
func (b *headBlock) overflows(l *line) bool {
	if b.sheet != l.sheet || b.sheet.ordered {
		return false
	}
	for _, v := range l.cells[l.after:] {
		above := false
		for r := b.from; r < b.to && !above; r++ {
			above = b.sheet.at[r][v.from] >= 0
		}
		if !above && !b.spare(v.from) {
			return true
		}
	}
	return false
}

// spare reports whether most rows below a block have a cell in a column and all of
// these are empty.
func (b *headBlock) spare(column int) bool {
	cells, rows := 0, 0
	for r := b.to; r < b.sheet.grid.Rows; r++ {
		rows++
		index := b.sheet.at[r][column]
		if index < 0 {
			continue
		}
		if b.sheet.infos[index].kind != blankText {
			return false
		}
		cells++
	}
	return 2*cells > rows
}

// split lists the columns of a block between two grid columns, each with the
// words above it from the bottom up. Neighbours under the very same words are one
// column.
func (m *matcher) split(b *headBlock, from, to int) []head {
	var heads []head
	var previous []int
	for c := from; c < to; c++ {
		var cells []int
		for r := b.to - 1; r >= b.from; r-- {
			index := b.sheet.at[r][c]
			if index < 0 || slices.Contains(cells, index) {
				continue
			}
			if b.sheet.infos[index].kind == wordsText {
				cells = append(cells, index)
			}
		}
		if len(heads) > 0 && len(cells) > 0 && (slices.Equal(cells, previous) || m.repeats(b, cells, previous)) {
			heads[len(heads)-1].to = c + 1
			continue
		}
		h := head{from: c, to: c + 1, cell: -1, column: -1}
		for n := 0; n < len(cells); n++ {
			text, i := b.sheet.grid.Cells[cells[n]].Text, b.sheet.infos[cells[n]]
			if n+1 < len(cells) {
				if whole := b.sheet.grid.Cells[cells[n+1]].Text + text; m.cutColumn(whole, i, b.sheet.infos[cells[n+1]]) {
					text, i = whole, m.info(whole)
					n++
				}
			}
			h.path = append(h.path, i)
			if h.text == "" {
				h.text = text
			}
		}
		heads = append(heads, h)
		previous = cells
	}
	return heads
}

// repeats reports whether the header of a column is that of the column before once
// more, word for word: a merged cell was written out into each of its columns.
func (m *matcher) repeats(b *headBlock, cells, before []int) bool {
	return slices.EqualFunc(cells, before, func(x, y int) bool { return b.sheet.infos[x] == b.sheet.infos[y] }) &&
		slices.ContainsFunc(cells, func(c int) bool {
			i := b.sheet.infos[c]
			return len(i.hits) == 1 && i.hits[0].score == 1 && m.namesColumn(i)
		})
}

// cutColumn reports whether two texts that stand above each other are the halves of
// a column's label: a page break cut its cell in two.
func (m *matcher) cutColumn(whole string, lower, upper *info) bool {
	exact := func(i *info) bool { return len(i.hits) > 0 && i.hits[0].score == 1 }
	if exact(lower) && exact(upper) {
		return false
	}
	if _, known := m.v.exact[makeLabel(whole).text]; !known {
		return false
	}
	i := m.info(whole)
	return exact(i) && m.namesColumn(i)
}

// columnScore says how well the words above a column name a column of a table.
// Words that stand above each other and name two columns name neither.
func (m *matcher) columnScore(path []*info, table, column int) float64 {
	best := float64(noMatch)
	for depth, i := range path {
		other := false
		for _, h := range i.hits {
			columns := m.v.entries[h.entry].columns
			if slices.Contains(columns, place{table, column}) {
				best = max(best, h.score-0.02*float64(depth))
			} else if h.score == 1 && slices.ContainsFunc(columns, func(p place) bool { return p.table == table }) {
				other = true
			}
		}
		if other {
			return noMatch
		}
	}
	return best
}

// rowScore says how well the words above a column name a row of a table: 1 for
// the row itself, less than 0 where they name another row and not this one.
func (m *matcher) rowScore(path []*info, table, row int) float64 {
	score := 0.0
	for _, i := range path {
		for _, h := range i.hits {
			e := &m.v.entries[h.entry]
			if slices.ContainsFunc(e.columns, func(p place) bool { return p.table == table }) {
				continue // it names the column
			}
			if slices.Contains(e.rows, place{table, row}) {
				return h.score
			}
			if slices.Contains(e.groups, place{table, row}) {
				score = max(score, 0.2*h.score)
				continue
			}
			if h.score > 0.8 && (slices.ContainsFunc(e.rows, func(p place) bool { return p.table == table }) ||
				slices.ContainsFunc(e.groups, func(p place) bool { return p.table == table })) {
				score = -1.5
			}
		}
		if score < 0 {
			return score
		}
	}
	return score
}

// columnHeads matches a block's columns between two grid columns with the given
// columns of a table, in order.
func (m *matcher) columnHeads(b *headBlock, table int, columns []int, from, to int) []head {
	set := 0
	for _, c := range columns {
		set |= 1 << c
	}
	key := headKey{table, set, from, to}
	if known, ok := b.cache[key]; ok {
		return known
	}
	heads := m.split(b, from, to)
	match, _ := align(len(heads), len(columns), alignMargin, func(entry, target int) float64 {
		if score := m.columnScore(heads[entry].path, table, columns[target]); score >= likeBar-0.1 {
			return score
		}
		return noMatch
	})
	taken := make([]bool, len(columns))
	for n, target := range match {
		if target >= 0 {
			heads[n].column = columns[target]
			heads[n].score = m.columnScore(heads[n].path, table, columns[target])
			taken[target] = true
		}
	}
	m.moved(heads, table, columns, taken)
	heads = m.fill(b, heads, table, columns, taken)
	if b.cache == nil {
		b.cache = map[headKey][]head{}
	}
	b.cache[key] = heads
	return heads
}

// moved matches the columns that stand in another order than the form's: only
// those whose label is the form's own.
func (m *matcher) moved(heads []head, table int, columns []int, taken []bool) {
	for target, column := range columns {
		if taken[target] {
			continue
		}
		found := -1
		for n := range heads {
			if heads[n].column < 0 && m.columnScore(heads[n].path, table, column) > 0.95 {
				if found >= 0 {
					found = -1
					break
				}
				found = n
			}
		}
		if found >= 0 {
			heads[found].column, heads[found].score = column, 1
			taken[target] = true
		}
	}
}
