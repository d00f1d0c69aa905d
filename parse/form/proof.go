package form

import (
	"slices"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// take copies what another reading says of a cell.
func (t *taken) take(from *taken, cell int) {
	t.cells[cell], t.found[cell], t.unproven[cell] = from.cells[cell], from.found[cell], from.unproven[cell]
}

// direction is where a value may belong instead of where it was read.
type direction uint8

// The directions: another column of its row, and another row of its column.
const (
	sideways direction = 1 << iota
	upright
	slipped // another row, and no sum can tell
)

// gaps returns sideways for a line with both numbers and empty cells: its values may
// have slipped, and nothing in the line tells.
func gaps(slots []slot) direction {
	blank, filled := false, false
	for _, s := range slots {
		if s.cell >= 0 {
			kind := s.spots[0].info.kind
			blank = blank || kind == blankText
			filled = filled || kind == numberText
		}
	}
	if blank && filled {
		return sideways
	}
	return 0
}

// known counts the slots that are cells of the form.
func known(slots []slot) int {
	n := 0
	for _, s := range slots {
		if s.cell >= 0 {
			n++
		}
	}
	return n
}

// sunk notes the values that may have slipped to the row above or below: those of a
// table whose columns have sums, where a row of it has no values at all; and where
// all such rows stand together, empty, the rows beside them, since a sum over
// several rows is the same wherever the values stand.
func (t *tables) sunk(report *disclosure.Report) {
	form := t.v.form
	for table := range form.Tables {
		spec := &form.Tables[table]
		if len(spec.Columns) < 2 {
			continue
		}
		first, last, gaps, lacking := -1, -1, 0, false
		for r := range spec.Rows {
			empty, said := t.saysNothing(table, r, report)
			lacking = lacking || !said
			if !empty {
				continue
			}
			if first < 0 {
				first = r
			} else if r > last+1 {
				gaps++
			}
			last = r
		}
		if first >= 0 && gaps == 0 {
			t.slip(spec, report, first, -1)
			t.slip(spec, report, last, 1)
		}
		if !lacking || !slices.ContainsFunc(form.Identities, func(i disclosure.Identity) bool { return i.Table == spec.ID && i.Row == "" }) {
			continue
		}
		for i := range report.Cells {
			if form.Cells[i].Table == table {
				t.taken.unproven[i] |= upright
			}
		}
	}
}

// saysNothing reports whether all cells of a row are empty, and whether any says
// something. In running text an empty cell leaves no trace.
func (t *tables) saysNothing(table, row int, report *disclosure.Report) (empty, said bool) {
	empty = true
	sheet := t.taken.sheets[table]
	for _, cell := range t.v.form.Tables[table].Rows[row].Cells {
		state := report.Cells[cell].State
		empty = empty && (state == disclosure.Blank || state == disclosure.Absent && sheet != nil && sheet.ordered)
		said = said || state == disclosure.Reported || state == disclosure.Placeholder
	}
	return empty, said
}

// slip notes the rows beside an empty one, upwards or downwards, that would read
// otherwise if all values were moved by one row. Rows of another length end it.
func (t *tables) slip(spec *disclosure.TableSpec, report *disclosure.Report, empty, step int) {
	above := func(r int) bool { // zero
		return r >= 0 && r < len(spec.Rows) && slices.ContainsFunc(spec.Rows[r].Cells, func(cell int) bool {
			return report.Cells[cell].State == disclosure.Reported && report.Cells[cell].Value != 0
		})
	}
	for r := empty + step; r >= 0 && r < len(spec.Rows) && len(spec.Rows[r].Cells) == len(spec.Rows[empty].Cells); r += step {
		if !above(r) && !above(r+step) {
			continue
		}
		for _, cell := range spec.Rows[r].Cells {
			t.taken.unproven[cell] |= slipped
		}
	}
}

// settle notes the numbers of which neither the labels nor the form's sums prove
// where they belong. A sum along a row proves that its values did not slip sideways;
// sums along a column, where none fails, that its rows are the right ones.
func (t *tables) settle(report *disclosure.Report) {
	t.sunk(report)
	unproven := t.taken.unproven
	if slices.Max(unproven) == 0 {
		return
	}
	form := t.v.form
	proven, disproven := make([]direction, len(form.Cells)), make([]direction, len(form.Cells))
	numbers := disclosure.NumbersOf(report.Cells, disclosure.Blank, disclosure.Placeholder, disclosure.Absent)
	for i := range form.Identities {
		identity := &form.Identities[i]
		holds := identity.Check(numbers).Holds()
		for _, side := range [...][]int{identity.Left, identity.Right} {
			for _, cell := range side {
				switch {
				case holds && identity.Row != "":
					proven[cell] |= sideways
				case holds:
					proven[cell] |= upright
				case identity.Row != "":
					disproven[cell] |= sideways
				default:
					t.column(cell, func(other int) { disproven[other] |= upright })
				}
			}
		}
	}
	for table := range form.Tables {
		var keys []disclosure.Key
		for i := range report.Cells {
			c := &report.Cells[i]
			if form.Cells[i].Table != table || c.State != disclosure.Reported || unproven[i]&^(proven[i]&^disproven[i]) == 0 {
				continue
			}
			keys = append(keys, c.Key)
			if c.Doubt == "" || c.Doubt == disclosure.DoubtUnnormalized {
				c.Doubt = disclosure.DoubtMisplaced
			}
		}
		if len(keys) > 0 {
			report.Doubts = append(report.Doubts, disclosure.Doubt{
				Code: disclosure.DoubtMisplaced, Table: form.Tables[table].ID, Cells: keys,
				Detail: "邻近有空格、标签不全或数字不在表头之下，可能错位",
			})
		}
	}
}

// column calls f for the cells that stand in the same column of a table as a cell.
func (t *tables) column(cell int, f func(other int)) {
	cells := t.v.form.Cells
	for i := range cells {
		if cells[i].Table == cells[cell].Table && cells[i].Column == cells[cell].Column {
			f(i)
		}
	}
}

// concealed notes the numbers of a report of which a part was read from what the page
// does not show: that is read only where the page shows no table.
func (t *tables) concealed(report *disclosure.Report, blocks []layout.Block) {
	if !slices.ContainsFunc(blocks, func(b layout.Block) bool { return b.Role == "hidden" || b.Role == "script" }) {
		return
	}
	for table := range t.v.form.Tables {
		if keys := t.keys(table, report, disclosure.Reported); len(keys) > 0 {
			report.Doubts = append(report.Doubts, disclosure.Doubt{
				Code: disclosure.DoubtConcealed, Table: t.v.form.Tables[table].ID, Cells: keys, Detail: "网页上看不到该表，请核对是否为现行内容",
			})
		}
	}
}
