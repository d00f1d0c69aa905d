package form

import (
	"slices"
	"sort"

	"gongkai/disclosure"
)

// readFlat reads a line of values whose header names rows and columns of a table
// at once. It reports whether the line is one. A line with a label is one only where
// no line without one stands under the header; done tells these headers.
func (m *matcher) readFlat(t *taken, l *line, above *headBlock, done map[*headBlock]bool) bool {
	for table := range m.v.form.Tables {
		block := m.flatBlock(l, table, above)
		if block == nil || l.kind == rowLine && done[block] {
			continue
		}
		heads := m.flatHeads(block, table, 0, block.sheet.grid.Columns)
		if block.sheet != l.sheet && block.sheet.grid.Columns != l.sheet.grid.Columns {
			heads = inOrder(heads)
		}
		if l.sheet.ordered {
			heads = m.orderedFlat(block, table)
		}
		line := *l
		line.label, line.after = -1, 0
		first := slices.IndexFunc(heads, func(h head) bool { return h.cell >= 0 })
		cells := m.tableCells(table, false)
		askew := l.spilled || block.ragged(&line, false) || first >= 0 && unnamed(&line, heads, len(cells))
		if askew {
			if cells = m.namedCells(block, table); len(cells) == 0 || m.columnHits(block, table) < 3 {
				continue
			}
			line.after = m.wordsEnd(l) + 1
			if l.spilled {
				line.after = 0
				line.cells = slices.DeleteFunc(slices.Clone(l.cells), func(s spot) bool { return s.info.kind == wordsText })
			}
			block.askew = true
			t.suspect[table] += len(cells)
		} else if first < 0 {
			continue
		} else if !l.sheet.ordered {
			for n, c := range l.cells {
				if c.to <= heads[first].from {
					line.after = n + 1
				}
			}
		}
		slots, unsure, doubt := assign(&line, block, askew, heads, cells)
		if len(slots) > 1 && (askew || l.sheet.ordered) && m.jumbled(block, table) {
			slots, unsure, doubt = nil, cells, disclosure.DoubtShifted
		}
		line.unproven = gaps(slots)
		for _, s := range slots {
			m.fillSlot(t, &line, s, table)
			if s.cell >= 0 {
				m.noteFlatRow(t, table, s.cell)
			}
		}
		if len(unsure) > 0 {
			m.refuse(t, &line, unsure, doubt)
			for _, h := range heads {
				if h.cell >= 0 {
					m.noteFlatRow(t, table, h.cell)
					m.noteColumn(t, table, h)
				}
			}
		}
		if len(slots)+len(unsure) > 0 {
			l.why = "flat"
			done[block] = done[block] || l.kind == dataLine
			return true
		}
	}
	return false
}

// namedCells lists the form's cells of the rows that a block names.
func (m *matcher) namedCells(block *headBlock, table int) []int {
	named := map[int]bool{}
	block.words(func(i *info) {
		for _, h := range i.hits {
			for _, p := range m.v.entries[h.entry].rows {
				named[p.index] = named[p.index] || p.table == table && len(m.v.entries[h.entry].columns) == 0
			}
		}
	})
	var cells []int
	for r := range m.v.form.Tables[table].Rows {
		if named[r] {
			cells = append(cells, m.v.form.Tables[table].Rows[r].Cells...)
		}
	}
	return cells
}

// unnamed reports whether a value stands under no column that was recognized while
// cells of the table are left without one: then others may stand askew too.
func unnamed(l *line, heads []head, all int) bool {
	recognized := 0
	for _, h := range heads {
		if h.cell >= 0 {
			recognized++
		}
	}
	if recognized == all || l.sheet.ordered {
		return false
	}
	for _, v := range l.cells {
		if v.info.valueish() && !slices.ContainsFunc(heads, func(h head) bool {
			return h.cell >= 0 && (h.from < 0 || v.from < h.to && v.to > h.from)
		}) {
			return true
		}
	}
	return false
}

func (m *matcher) noteFlatRow(t *taken, table, cell int) {
	t.rows[table][m.v.form.Cells[cell].Row] = 1
}

// flatBlock returns the header block that makes a line one of a flattened table:
// the nearest above it, or the one that the sheet before ended with, where it names
// at least two columns of the table, and its rows or no row at all.
func (m *matcher) flatBlock(l *line, table int, above *headBlock) *headBlock {
	if len(m.v.form.Tables[table].Columns) < 2 {
		return nil
	}
	var block *headBlock
	for n := len(l.sheet.heads) - 1; n >= 0 && block == nil; n-- {
		if b := l.sheet.heads[n]; b.to <= l.row {
			block = b
		}
	}
	if block == nil {
		block = above
	}
	if block == nil || m.columnHits(block, table) < 2 {
		return nil
	}
	if m.rowHits(block, table) == 0 && l.kind == rowLine {
		return nil
	}
	if block.sheet != l.sheet {
		if l.kind == emptyLine {
			return nil
		}
		return block
	}
	if l.kind == emptyLine && l.row != block.to {
		return nil
	}
	for r := block.to; r < l.row; r++ {
		if l.sheet.headRows[r] {
			return nil
		}
	}
	return block
}

// orderedFlat lists the form's cells that a header in running text announces: the
// rows that it names times the columns, where it repeats the columns for each row.
func (m *matcher) orderedFlat(block *headBlock, table int) []head {
	spec := &m.v.form.Tables[table]
	rows := make([]bool, len(spec.Rows))
	leaves := 0
	block.words(func(i *info) {
		named := false
		for _, h := range i.hits {
			for _, p := range m.v.entries[h.entry].columns {
				named = named || p.table == table
			}
		}
		if named {
			leaves++
			return
		}
		for _, h := range i.hits {
			for _, p := range m.v.entries[h.entry].rows {
				if p.table == table {
					rows[p.index] = true
				}
			}
		}
	})
	var heads []head
	for r := range spec.Rows {
		if !rows[r] {
			continue
		}
		for _, cell := range spec.Rows[r].Cells {
			heads = append(heads, head{from: -1, to: -1, cell: cell, column: m.v.form.Cells[cell].Column, score: 1})
		}
	}
	if leaves != len(heads) {
		return nil
	}
	return heads
}

// flatHeads matches a block's columns with the cells of a whole table, whose rows
// stand side by side: each column's words name the form's row and its column.
func (m *matcher) flatHeads(b *headBlock, table, from, to int) []head {
	key := headKey{table, -1, from, to}
	if known, ok := b.cache[key]; ok {
		return known
	}
	heads := m.split(b, from, to)
	var best []int
	bestScore := 0.0
	for _, byColumn := range []bool{false, true} {
		cells := m.tableCells(table, byColumn)
		pair := func(entry, target int) float64 {
			c := &m.v.form.Cells[cells[target]]
			leaf := m.columnScore(heads[entry].path, table, c.Column)
			if leaf < likeBar-0.1 {
				return noMatch
			}
			group := m.rowScore(heads[entry].path, table, c.Row)
			if group < 0 {
				return noMatch
			}
			return leaf + group
		}
		match, _ := align(len(heads), len(cells), alignMargin, pair)
		total := 0.0
		mapped := make([]int, len(heads))
		for n, target := range match {
			mapped[n] = -1
			if target >= 0 {
				mapped[n] = cells[target]
				total += pair(n, target)
			}
		}
		if total > bestScore {
			best, bestScore = mapped, total
		}
		if !slices.Contains(mapped, -1) {
			break
		}
	}
	for n := range best {
		if best[n] >= 0 {
			heads[n].cell = best[n]
			c := &m.v.form.Cells[best[n]]
			heads[n].column = c.Column
			heads[n].score = m.columnScore(heads[n].path, table, c.Column)
		}
	}
	if b.cache == nil {
		b.cache = map[headKey][]head{}
	}
	b.cache[key] = heads
	return heads
}

// tableCells lists the form's cells of a table, row by row or column by column.
func (m *matcher) tableCells(table int, byColumn bool) []int {
	var cells []int
	for r := range m.v.form.Tables[table].Rows {
		cells = append(cells, m.v.form.Tables[table].Rows[r].Cells...)
	}
	if byColumn {
		sort.SliceStable(cells, func(a, b int) bool {
			return m.v.form.Cells[cells[a]].Column < m.v.form.Cells[cells[b]].Column
		})
	}
	return cells
}
