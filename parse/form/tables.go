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
	shaky := m.strays(lines)
	for n, l := range lines {
		if n > 0 && lines[n-1].sheet != l.sheet {
			above = lastHead(lines[n-1])
		}
		if l.pass != pass || len(l.cells) == 0 {
			continue
		}
		_, listed := l.sheet.pairs[l.row]
		switch {
		case listed:
			m.readPair(t, l)
		case l.matched:
			if table := l.target.table; above != nil && m.columnHits(above, table) > 0 && inherited[table] == nil {
				inherited[table] = above
			}
			if shaky[l.sheet] {
				t.rows[l.target.table][l.target.index] = l.score
				m.refuse(t, l, m.v.form.Tables[l.target.table].Rows[l.target.index].Cells, disclosure.DoubtShifted)
				continue
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

// strays lists the turned sheets whose values may stand below another's header: there
// are numbers below no header, or a header with nothing below it where others have
// numbers. Once turned, these are values beside no label, and a label beside holes.
func (m *matcher) strays(lines []*line) map[*sheet]bool {
	var shaky map[*sheet]bool
	for _, l := range lines {
		if !l.sheet.turned || !m.stray(l) {
			continue
		}
		if shaky == nil {
			shaky = map[*sheet]bool{}
		}
		shaky[l.sheet] = true
	}
	return shaky
}

func (m *matcher) stray(l *line) bool {
	switch {
	case l.kind == headLine && slices.ContainsFunc(l.cells, func(s spot) bool { return m.namesRow(s.info) }):
		return l.short()
	case l.matched:
		return l.short()
	case l.kind == dataLine, l.kind == rowLine && m.onlyGroup(l.cells[l.label].info):
		return slices.ContainsFunc(l.cells, func(s spot) bool { return s.info.kind == numberText })
	}
	return false
}

// short reports whether a line has a hole where another line of its sheet has a number.
func (l *line) short() bool {
	for column, index := range l.sheet.at[l.row] {
		if index < 0 && slices.ContainsFunc(l.sheet.at, func(row []int) bool {
			return row[column] >= 0 && l.sheet.infos[row[column]].kind == numberText
		}) {
			return true
		}
	}
	return false
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
	askew := over != nil && over.ragged(l, len(l.cells)-l.after > len(spec.Cells) && !complete(heads, spec.Cells))
	if askew || slices.ContainsFunc(heads, func(h head) bool { return h.filled }) {
		t.suspect[table]++
	}
	slots, unsure, doubt := assign(l, over, askew, heads, spec.Cells)
	if block != nil && len(slots) > 1 && (askew || l.sheet.ordered) && m.jumbled(block, table) {
		slots, unsure, doubt = nil, spec.Cells, disclosure.DoubtShifted
	}
	if len(slots) == 0 && len(unsure) == 0 {
		return
	}
	t.rows[table][l.target.index] = max(t.rows[table][l.target.index], l.score)
	m.noteLabel(t, l)
	l.unproven = gaps(slots)
	if count := known(slots); count > 0 && count < len(spec.Cells) && !m.v.sumsRows[table] {
		l.unproven |= sideways // a header that lacks a column may lack another
	}
	if l.why == "place" {
		l.unproven |= upright
	}
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

// complete reports whether a header names every one of the cells.
func complete(heads []head, cells []int) bool {
	for _, cell := range cells {
		if !slices.ContainsFunc(heads, func(h head) bool { return h.cell == cell }) {
			return false
		}
	}
	return true
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
		m.put(t, l, s)
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
	if t.columns[table][h.column] == 0 && h.score < 0.95 && !h.blank() {
		t.altered = append(t.altered, alteration{table, -1, h.column, h.text})
	}
	t.columns[table][h.column] = max(t.columns[table][h.column], h.score)
}

// noteExtra keeps a row that the form does not have, where it stands among rows
// of a table.
func (m *matcher) noteExtra(t *taken, l *line) {
	if l.kind != rowLine || l.label < 0 || l.why == "ambiguous" {
		return
	}
	i := l.cells[l.label].info
	if m.onlyGroup(i) || l.countsUp() {
		return
	}
	for table := range m.v.form.Tables {
		if b := m.blockFor(l, table); l.sheet.tables&(1<<table) != 0 && b != nil && m.nearestBlock(l) == b {
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

// countsUp reports whether a line numbers its columns: 甲, 1, 2, 3 and so on.
func (l *line) countsUp() bool {
	n := 0
	for _, c := range l.cells[l.after:] {
		value, ok := plainDigits(strings.TrimSpace(l.sheet.grid.Cells[c.cell].Text))
		if n++; !ok || value != disclosure.Int(int64(n)) {
			return false
		}
	}
	return n > 2
}

func (m *matcher) nearestBlock(l *line) *headBlock {
	for n := len(l.sheet.heads) - 1; n >= 0; n-- {
		if b := l.sheet.heads[n]; b.to <= l.row {
			return b
		}
	}
	return nil
}

// describe names a matched line for Explain.
func (m *matcher) describe(l *line) string {
	if !l.matched {
		return l.why
	}
	table := &m.v.form.Tables[l.target.table]
	return fmt.Sprintf("%s.%s %.2f (%s)", table.ID, table.Rows[l.target.index].ID, l.score, l.why)
}
