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

// The directions: to another column of its row, and to another row of its column.
const (
	sideways direction = 1 << iota
	upright
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

// settle notes the numbers of which neither the labels nor the form's sums prove
// where they belong. A sum along a row proves that its values did not slip sideways,
// one along a column that the row is the right one: all that it takes must be there,
// an empty cell counting as nothing.
func (t *tables) settle(report *disclosure.Report) {
	unproven := t.taken.unproven
	if slices.Max(unproven) == 0 {
		return
	}
	form := t.v.form
	proven, disproven := make([]direction, len(form.Cells)), make([]direction, len(form.Cells))
	for i := range form.Identities {
		identity := &form.Identities[i]
		along := upright
		if identity.Row != "" {
			along = sideways
		}
		verdict := proven
		if !balances(identity, report.Cells) {
			verdict = disproven
		}
		for _, side := range [...][]int{identity.Left, identity.Right} {
			for _, cell := range side {
				verdict[cell] |= along
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
				Detail: "同一行有空格、标签不全或数字不在表头之下，可能错位",
			})
		}
	}
}

// balances reports whether every cell of an identity is in the document and both
// sides add up to the same.
func balances(identity *disclosure.Identity, cells []disclosure.Cell) bool {
	sum := func(indexes []int) (total disclosure.Number, ok bool) {
		for _, i := range indexes {
			if cells[i].State == disclosure.Absent || cells[i].State == disclosure.Illegible {
				return 0, false
			}
			value, _ := cells[i].Number()
			total += value
		}
		return total, true
	}
	left, whole := sum(identity.Left)
	right, also := sum(identity.Right)
	return whole && also && left == right
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
