package form

import (
	"slices"

	"gongkai/disclosure"
)

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

// readSheets runs all passes over the sheets and joins them into one reading.
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

// joinTable takes a table from the pass that read most of it, if no other is captioned
// as the report's own. Rows that this pass lacks come from the others, but for real
// copies, whose differences are conflicts.
func (m *matcher) joinTable(joined *taken, passes []*taken, table int, copies []int) {
	best := m.mainPass(passes, table)
	if best < 0 {
		return
	}
	main := passes[best]
	copies[table] = 1
	mine := func(i int) bool { return m.v.form.Cells[i].Table == table }
	for i := range main.cells {
		if mine(i) && main.found[i] {
			joined.take(main, i)
		}
	}
	joined.rows[table], joined.columns[table] = main.rows[table], main.columns[table]
	joined.places[table], joined.sheets[table] = main.places[table], main.sheets[table]
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
		if n != best && p.rowCount(table) > 0 {
			m.joinOther(joined, main, p, table, copies)
		}
	}
}

// mainPass returns the pass that read most of a table, if no other is captioned as
// the report's own; -1 where none has it.
func (m *matcher) mainPass(passes []*taken, table int) int {
	best, bestRank := -1, 0.0
	for n, p := range passes {
		rank := p.tableScore(table)
		says := 0
		for i := range p.cells {
			if p.found[i] && m.v.form.Cells[i].Table == table && p.cells[i].State == disclosure.Reported {
				rank += 0.001
				says = 1
			}
		}
		rank += float64(says*m.caption(p.sheets[table])) + 1
		if p.rowCount(table) > 0 && rank > bestRank+1e-9 {
			best, bestRank = n, rank
		}
	}
	return best
}

// joinOther adds what another pass has of a table to what the main one has.
func (m *matcher) joinOther(joined, main, p *taken, table int, copies []int) {
	headed := slices.ContainsFunc(p.columns[table], func(s float64) bool { return s > 0 })
	shared := 0
	for r := range p.rows[table] {
		if p.rows[table][r] > 0 && main.rows[table][r] > 0 {
			shared++
		}
	}
	if shared > 0 && !headed {
		return // a list of figures beside the table, not the table again
	}
	beside := shared > 1 && m.beside(table, main, p)
	if shared > 1 && !beside {
		copies[table]++
	}
	continues := shared <= 1 || m.agree(table, main, p)
	for i := range p.cells {
		if m.v.form.Cells[i].Table != table || !p.found[i] {
			continue
		}
		row := m.v.form.Cells[i].Row
		switch {
		case !main.found[i] && (main.rows[table][row] == 0 && continues || beside):
			joined.take(p, i)
			joined.rows[table] = slices.Clone(joined.rows[table])
			joined.rows[table][row] = max(joined.rows[table][row], p.rows[table][row])
		case p.cells[i].State == disclosure.Blank:
		case main.found[i] && (main.cells[i].State != p.cells[i].State || main.cells[i].Value != p.cells[i].Value):
			joined.conflicts = append(joined.conflicts, i)
		}
	}
	for c := range p.columns[table] {
		if continues && p.columns[table][c] > joined.columns[table][c] {
			joined.columns[table] = slices.Clone(joined.columns[table])
			joined.columns[table][c] = p.columns[table][c]
		}
	}
}

// beside reports whether two passes have no cell of a table in common: one has the
// columns that the other lacks.
func (m *matcher) beside(table int, a, b *taken) bool {
	for i := range a.cells {
		if m.v.form.Cells[i].Table == table && a.found[i] && b.found[i] {
			return false
		}
	}
	return true
}

// agree reports whether two passes give every cell of a table that both have the
// same value: then the rows that one has more are the other's too.
func (m *matcher) agree(table int, a, b *taken) bool {
	for i := range a.cells {
		if m.v.form.Cells[i].Table == table && a.found[i] && b.found[i] &&
			(a.cells[i].State != b.cells[i].State || a.cells[i].Value != b.cells[i].Value) {
			return false
		}
	}
	return true
}
