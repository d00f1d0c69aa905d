package form

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/disclosure"
)

// readPass reads the lines of one pass: first the rows whose labels stand in the
// lines, then the tables whose rows stand side by side.
func (m *matcher) readPass(lines []*line, pass int) *taken {
	t := m.newTaken()
	m.matchRows(lines, pass)
	m.matchTitled(lines, pass)
	inherited := map[int]*headBlock{}
	var above *headBlock // the header that the sheet before ended with
	flat := map[*headBlock]bool{}
	type labelled struct {
		line  *line
		above *headBlock
	}
	var rest []labelled
	for n, l := range lines {
		if n > 0 && lines[n-1].sheet != l.sheet {
			above = lastHead(lines[n-1])
		}
		if l.pass != pass || len(l.cells) == 0 {
			continue
		}
		switch {
		case l.matched:
			if table := l.target.table; above != nil && m.columnHits(above, table) > 0 && inherited[table] == nil {
				inherited[table] = above
			}
			m.readRow(t, l, inherited)
		case l.kind == rowLine:
			rest = append(rest, labelled{l, above})
		case l.kind == dataLine || l.kind == emptyLine:
			m.readFlat(t, l, above, flat)
		}
	}
	for _, r := range rest {
		if !m.readFlat(t, r.line, r.above, flat) {
			m.noteExtra(t, r.line)
		}
	}
	m.share(t)
	return t
}

// lastHead returns the header block that a sheet ends with, given its last line, or
// nil where values follow its last header.
func lastHead(last *line) *headBlock {
	heads := last.sheet.heads
	if len(heads) == 0 || last.sheet.ordered || last.kind != headLine {
		return nil
	}
	if b := heads[len(heads)-1]; b.to > last.row {
		return b
	}
	return nil
}

// readRow reads the values of a line that was matched to a row of the form.
func (m *matcher) readRow(t *taken, l *line, inherited map[int]*headBlock) {
	table := l.target.table
	spec := &m.v.form.Tables[table].Rows[l.target.index]
	columns := make([]int, len(spec.Cells))
	for n, cell := range spec.Cells {
		columns[n] = m.v.form.Cells[cell].Column
	}
	block := m.blockFor(l, table)
	own := block != nil
	if own {
		inherited[table] = block
	} else if before := inherited[table]; before != nil {
		block = before
	}
	var heads []head
	if block != nil {
		from, to := 0, block.sheet.grid.Columns
		if own && panelled(l) {
			from, to = l.cells[0].from, l.cells[len(l.cells)-1].to
		}
		heads = slices.Clone(m.columnHeads(block, table, columns, from, to))
		known := false
		for n := range heads {
			if at := slices.Index(columns, heads[n].column); at >= 0 {
				heads[n].cell = spec.Cells[at]
				known = true
			} else {
				heads[n].idle = m.namesColumnOf(heads[n].path, table)
			}
		}
		if !known || !own && block.askew {
			heads = nil
		} else if !own && (block.sheet.grid.Columns != l.sheet.grid.Columns || block.sheet.ordered != l.sheet.ordered) {
			heads = inOrder(heads)
		}
	}
	var over *headBlock
	if own && len(heads) > 0 {
		over = block
	}
	askew := over != nil && over.ragged(l)
	if askew || slices.ContainsFunc(heads, func(h head) bool { return h.filled }) {
		t.suspect[table]++
	}
	slots, unsure, doubt := assign(l, over, askew, heads, spec.Cells)
	if len(slots) == 0 && len(unsure) == 0 {
		return
	}
	t.rows[table][l.target.index] = max(t.rows[table][l.target.index], l.score)
	m.noteLabel(t, l)
	for _, s := range slots {
		m.fillSlot(t, l, s, table)
	}
	if len(unsure) > 0 {
		m.refuse(t, l, unsure, doubt)
		for _, h := range heads {
			m.noteColumn(t, table, h)
		}
	}
}

// namesColumnOf reports whether the words above a column name one of the table's.
func (m *matcher) namesColumnOf(path []*info, table int) bool {
	for column := range m.v.form.Tables[table].Columns {
		if m.columnScore(path, table, column) > 0 {
			return true
		}
	}
	return false
}

// panelled reports whether a line is one of several tables side by side.
func panelled(l *line) bool {
	return l.cells[0].from > 0 && l.cells[0].info.kind == wordsText || l.cells[len(l.cells)-1].to < l.sheet.grid.Columns &&
		l.sheet.at[l.row][l.cells[len(l.cells)-1].to] >= 0
}

// inOrder keeps of a header that stands in another grid only the order of its
// columns: their places are not those of this grid.
func inOrder(heads []head) []head {
	var out []head
	for _, h := range heads {
		if h.cell >= 0 {
			h.from, h.to = -1, -1
			out = append(out, h)
		}
	}
	return out
}

// fillSlot puts the value under one column, or keeps it as an extra.
func (m *matcher) fillSlot(t *taken, l *line, s slot, table int) {
	if s.cell >= 0 {
		m.put(t, l, s.cell, s.spots)
		m.noteColumn(t, table, s.head)
		return
	}
	if s.head.idle || len(s.spots) == 0 || s.spots[0].info.kind == unitText || s.spots[0].info.kind == wordsText {
		return
	}
	cell := &l.sheet.grid.Cells[s.spots[0].cell]
	name := strings.TrimSpace(s.head.text)
	for n := range t.extras {
		e := &t.extras[n]
		if e.Axis == "column" && e.Label == name && e.Table == m.v.form.Tables[table].ID {
			e.Values = append(e.Values, cell.Text)
			return
		}
	}
	t.extras = append(t.extras, disclosure.Extra{
		Table: m.v.form.Tables[table].ID, Axis: "column", Label: name, Values: []string{cell.Text}, Place: cell.Place,
	})
}

// noteLabel keeps the label of a matched line where it is not the form's.
func (m *matcher) noteLabel(t *taken, l *line) {
	if l.why == "place" || l.score < 1 {
		t.altered = append(t.altered, alteration{l.target.table, l.target.index, -1, l.sheet.grid.Cells[l.cells[l.label].cell].Text})
	}
}

// noteColumn keeps how well a column's header was recognized.
func (m *matcher) noteColumn(t *taken, table int, h head) {
	if h.column < 0 {
		return
	}
	if t.columns[table][h.column] == 0 && h.score < 0.95 {
		t.altered = append(t.altered, alteration{table, -1, h.column, h.text})
	}
	t.columns[table][h.column] = max(t.columns[table][h.column], h.score)
}

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
		askew := l.spilled || block.ragged(&line) || first >= 0 && unnamed(&line, heads, len(cells))
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

// noteExtra keeps a row that the form does not have, where it stands among rows
// of a table.
func (m *matcher) noteExtra(t *taken, l *line) {
	if l.kind != rowLine || l.label < 0 || l.why == "ambiguous" {
		return
	}
	i := l.cells[l.label].info
	if m.onlyGroup(i) {
		return
	}
	for table := range m.v.form.Tables {
		if b := m.blockFor(l, table); b != nil && m.nearestBlock(l) == b {
			var values []string
			for _, c := range l.cells[l.after:] {
				if c.info.kind != unitText {
					values = append(values, l.sheet.grid.Cells[c.cell].Text)
				}
			}
			cell := &l.sheet.grid.Cells[l.cells[l.label].cell]
			t.extras = append(t.extras, disclosure.Extra{
				Table: m.v.form.Tables[table].ID, Axis: "row", Label: strings.TrimSpace(cell.Text), Values: values, Place: cell.Place,
			})
			return
		}
	}
}

func (m *matcher) nearestBlock(l *line) *headBlock {
	for n := len(l.sheet.heads) - 1; n >= 0; n-- {
		if b := l.sheet.heads[n]; b.to <= l.row {
			return b
		}
	}
	return nil
}

// tableScore is the share of a table's labels that were found in place.
func (t *taken) tableScore(table int) float64 {
	sum, all := 0.0, 0
	for _, s := range t.rows[table] {
		sum += s
		all++
	}
	for _, s := range t.columns[table] {
		sum += s
		all++
	}
	return sum / float64(all)
}

// rowCount counts the rows of a table that were found.
func (t *taken) rowCount(table int) int {
	n := 0
	for _, s := range t.rows[table] {
		if s > 0 {
			n++
		}
	}
	return n
}

// read runs all passes over the sheets and joins them into one reading.
func (m *matcher) readSheets(sheets []*sheet) (*taken, []*line, []int) {
	lines := m.walk(sheets)
	count := min(m.passes(lines), 8)
	passes := make([]*taken, count)
	for n := range passes {
		passes[n] = m.readPass(lines, n)
	}
	copies := make([]int, len(m.v.form.Tables))
	if count == 1 {
		for table := range copies {
			if passes[0].rowCount(table) > 0 {
				copies[table] = 1
			}
		}
		return passes[0], lines, copies
	}
	joined := m.newTaken()
	for table := range m.v.form.Tables {
		m.joinTable(joined, passes, table, copies)
	}
	return joined, lines, copies
}

// joinTable takes a table from the pass that read most of it. Rows that this pass
// lacks come from the others, but for real copies, whose differences are
// conflicts.
func (m *matcher) joinTable(joined *taken, passes []*taken, table int, copies []int) {
	best, bestRank := -1, 0.0
	for n, p := range passes {
		rank := p.tableScore(table)
		for i := range p.cells {
			if p.found[i] && m.v.form.Cells[i].Table == table && p.cells[i].State == disclosure.Reported {
				rank += 0.001
			}
		}
		if p.rowCount(table) > 0 && rank > bestRank+1e-9 {
			best, bestRank = n, rank
		}
	}
	if best < 0 {
		return
	}
	main := passes[best]
	copies[table] = 1
	mine := func(i int) bool { return m.v.form.Cells[i].Table == table }
	for i := range main.cells {
		if mine(i) && main.found[i] {
			joined.cells[i], joined.found[i] = main.cells[i], true
		}
	}
	joined.rows[table], joined.columns[table] = main.rows[table], main.columns[table]
	joined.places[table] = main.places[table]
	for _, p := range passes {
		joined.suspect[table] = max(joined.suspect[table], p.suspect[table])
	}
	for n, p := range passes {
		for _, a := range p.altered {
			if a.table == table && (n == best || p.rowCount(table) > 0 && main.rows[table][max(a.row, 0)] == 0) {
				joined.altered = append(joined.altered, a)
			}
		}
		for _, c := range p.conflicts {
			if mine(c) && n == best {
				joined.conflicts = append(joined.conflicts, c)
			}
		}
		for _, e := range p.extras {
			if e.Table == m.v.form.Tables[table].ID && n == best {
				joined.extras = append(joined.extras, e)
			}
		}
		if n == best || p.rowCount(table) == 0 {
			continue
		}
		headed := slices.ContainsFunc(p.columns[table], func(s float64) bool { return s > 0 })
		shared := 0
		for r := range p.rows[table] {
			if p.rows[table][r] > 0 && main.rows[table][r] > 0 {
				shared++
			}
		}
		if shared > 0 && !headed {
			continue // a list of figures beside the table, not the table again
		}
		if shared > 1 {
			copies[table]++
		}
		for i := range p.cells {
			if !mine(i) || !p.found[i] {
				continue
			}
			row := m.v.form.Cells[i].Row
			switch {
			case !main.found[i] && main.rows[table][row] == 0 && shared <= 1:
				joined.cells[i], joined.found[i] = p.cells[i], true
				joined.rows[table] = slices.Clone(joined.rows[table])
				joined.rows[table][row] = max(joined.rows[table][row], p.rows[table][row])
			case p.cells[i].State == disclosure.Blank:
			case main.found[i] && (main.cells[i].State != p.cells[i].State || main.cells[i].Value != p.cells[i].Value):
				joined.conflicts = append(joined.conflicts, i)
			}
		}
		for c := range p.columns[table] {
			if shared <= 1 && p.columns[table][c] > joined.columns[table][c] {
				joined.columns[table] = slices.Clone(joined.columns[table])
				joined.columns[table][c] = p.columns[table][c]
			}
		}
	}
}

// describe names a matched line for Explain.
func (m *matcher) describe(l *line) string {
	if !l.matched {
		return l.why
	}
	table := &m.v.form.Tables[l.target.table]
	return fmt.Sprintf("%s.%s %.2f (%s)", table.ID, table.Rows[l.target.index].ID, l.score, l.why)
}
