package form

import (
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/parse/layout"
)

// confidenceBar is the confidence below which what was read from a picture is not
// believed: the cell is illegible.
const confidenceBar = 0.7

// taken is the reading of one pass over the document: the form's cells that it
// found, and where.
type taken struct {
	cells []disclosure.Cell
	found []bool
	// users lists the form's cells that were read from one cell of a sheet that spans
	// several rows or columns.
	users map[*layout.Cell][]int
	// rows and columns hold the likeness of the labels found, by table and index.
	rows, columns [][]float64
	altered       []alteration
	extras        []disclosure.Extra
	conflicts     []int
	// suspect counts, for each table, the lines that were read by the order of their
	// columns since the header does not stand above them.
	suspect []int
	places  []disclosure.Place
	// sheets holds the sheet that each table was read from first.
	sheets []*sheet
	// unproven tells for each cell in which direction its labels do not prove that the
	// value is its own.
	unproven []direction
}

type alteration struct {
	table, row, column int
	document           string
}

func (m *matcher) newTaken() *taken {
	form := m.v.form
	t := &taken{
		cells: make([]disclosure.Cell, len(form.Cells)), found: make([]bool, len(form.Cells)),
		users: make(map[*layout.Cell][]int, len(form.Cells)), places: make([]disclosure.Place, len(form.Tables)), suspect: make([]int, len(form.Tables)),
		sheets: make([]*sheet, len(form.Tables)), unproven: make([]direction, len(form.Cells)),
	}
	for i := range form.Tables {
		t.rows = append(t.rows, make([]float64, len(form.Tables[i].Rows)))
		t.columns = append(t.columns, make([]float64, len(form.Tables[i].Columns)))
	}
	return t
}

// slot pairs a cell of the form with the document's cell that holds it.
type slot struct {
	// cell is the form's cell, or -1 for a column that the form does not have.
	cell int
	// spots are the document's cells that stand under the column: none is a hole.
	spots []spot
	head  head
	// counted is true where the value was counted off, since it does not stand under
	// the header.
	counted bool
}

// assign finds the values of one line below a header block, which may be nil, or
// askew: then only the order of the values counts. The heads are the columns that govern it,
// each with the form's cell it holds; want lists the form's cells that the line
// should have: empty cells at the ends are dropped only where the header names them
// all. What cannot be placed with certainty is returned as unsure, with
// the reason.
func assign(l *line, block *headBlock, askew bool, heads []head, want []int) (slots []slot, unsure []int, doubt disclosure.DoubtCode) {
	values := l.cells[l.after:]
	beside := func(s spot) bool { return s.info.kind == unitText || l.spilled && l.reachesIn(s) }
	if slices.ContainsFunc(values, beside) {
		values = slices.DeleteFunc(slices.Clone(values), beside)
	}
	if block != nil && len(want) > 1 && block.overflows(l) && len(values) != len(want) {
		return nil, want, disclosure.DoubtSplit
	}
	if askew {
		return inForm(values, want)
	}
	if !l.sheet.ordered && len(heads) > 0 {
		if slots, ok := byPlace(l, heads, values); ok {
			return slots, nil, ""
		}
	}
	order, extra := headOrder(heads, l.sheet.ordered)
	if len(heads) == 0 {
		order = nil
		for _, c := range want {
			order = append(order, head{cell: c, column: -1})
		}
	}
	complete := extra == 0 && len(order) == len(want)
	if !ascending(order) {
		return nil, want, disclosure.DoubtSplit
	}
	if cells, ok := trimTo(values, len(order)); ok && (complete || len(values) == len(order)) {
		for n, h := range order {
			slots = append(slots, slot{cell: h.cell, spots: []spot{cells[n]}, head: h, counted: block != nil && !l.sheet.ordered})
		}
		return slots, nil, ""
	}
	if !l.sheet.ordered && len(heads) > 0 {
		if slots, ok := merged(l, heads, values); ok {
			return slots, nil, ""
		}
	}
	for _, h := range order {
		if h.cell >= 0 {
			unsure = append(unsure, h.cell)
		}
	}
	if len(values) == 1 && values[0].info.valueish() {
		return nil, unsure, disclosure.DoubtMerged
	}
	return nil, unsure, disclosure.DoubtSplit
}

// ascending reports whether the columns stand in the form's order, so that values
// can be counted off along them.
func ascending(order []head) bool {
	last := -1
	for _, h := range order {
		if h.cell >= 0 {
			if h.cell < last {
				return false
			}
			last = h.cell
		}
	}
	return true
}

// inForm puts values in the form's order where there are exactly as many as the
// form has cells, apart from empty ones at the ends: as many at one end as are too
// many, or all at both.
func inForm(values []spot, want []int) (slots []slot, unsure []int, doubt disclosure.DoubtCode) {
	blank := func(s spot) bool { return s.info.kind == blankText }
	if len(values) > len(want) && blank(values[0]) && blank(values[len(values)-1]) {
		first := slices.IndexFunc(values, func(s spot) bool { return !blank(s) })
		for values = values[max(first, 0):]; len(values) > 0 && blank(values[len(values)-1]); {
			values = values[:len(values)-1]
		}
	}
	values, ok := trimTo(values, len(want))
	if !ok {
		return nil, want, disclosure.DoubtSplit
	}
	for n, c := range want {
		slots = append(slots, slot{cell: c, spots: values[n : n+1], head: head{cell: c, column: -1}, counted: true})
	}
	return slots, nil, ""
}

// reachesIn reports whether a cell of a line is words that begin in a line above.
func (l *line) reachesIn(s spot) bool {
	return s.info.kind == wordsText && l.sheet.grid.Cells[s.cell].Row < l.row
}

// byPlace puts each value under the header that stands above it. It refuses a line
// whose cells do not agree with the header's: a value under no header, a value
// under two of the form's, a label under a header, or a row that is short of cells.
func byPlace(l *line, heads []head, values []spot) ([]slot, bool) {
	slots := make([]slot, 0, len(heads))
	under := make([]bool, len(values))
	for _, h := range heads {
		if h.cell < 0 {
			continue
		}
		for _, c := range l.cells[:l.after] {
			if c.from < h.to && c.to > h.from && c.info.kind != blankText {
				return nil, false
			}
		}
		first, last, filled, one := -1, -1, 0, -1
		for n, v := range values {
			if v.from >= h.to || v.to <= h.from {
				continue
			}
			if under[n] && v.info.kind != blankText && v.info.kind != placeholderText {
				return nil, false
			}
			if first < 0 {
				first = n
			}
			last = n
			if v.info.kind != blankText && (filled == 0 || v.info != values[one].info) {
				filled++ // a merged value may be written out into each of its columns
				one = n
			}
			under[n] = true
		}
		switch {
		case first < 0 || filled > 1:
			return nil, false
		case filled == 1:
			first, last = one, one
		}
		slots = append(slots, slot{cell: h.cell, spots: values[first : last+1], head: h})
	}
	for _, h := range heads {
		if h.cell >= 0 || h.blank() || l.after > 0 && h.from < l.cells[l.after-1].to {
			continue
		}
		for n, v := range values {
			if v.from < h.to && v.to > h.from && !under[n] {
				slots = append(slots, slot{cell: -1, spots: values[n : n+1], head: h})
				under[n] = true
			}
		}
	}
	for n, v := range values {
		if v.info.kind != blankText && !under[n] {
			return nil, false
		}
	}
	return slots, true
}

// merged is byPlace for a line in which one value stands over several headers:
// each of these gets the same cell, and the caller sees that it is shared.
func merged(l *line, heads []head, values []spot) ([]slot, bool) {
	wide := false
	var slots []slot
	seen := map[int]bool{}
	for _, h := range heads {
		if h.cell < 0 {
			continue
		}
		var over []spot
		for _, v := range values {
			if v.from < h.to && v.to > h.from {
				over = append(over, v)
			}
		}
		if len(over) != 1 {
			return nil, false
		}
		wide = wide || seen[over[0].cell]
		seen[over[0].cell] = true
		slots = append(slots, slot{cell: h.cell, spots: over, head: h})
	}
	for _, v := range values {
		if v.info.kind != blankText && !seen[v.cell] {
			return nil, false
		}
	}
	return slots, wide
}

// headOrder lists the heads that hold values, left to right; in running text, where
// the header is read row by row, in the form's order. It counts the columns that
// the form does not have.
func headOrder(heads []head, ordered bool) (order []head, extra int) {
	for _, h := range heads {
		if h.cell >= 0 {
			order = append(order, h)
		} else if len(order) > 0 && !h.blank() && !ordered {
			order = append(order, h)
			extra++
		}
	}
	for len(order) > 0 && order[len(order)-1].cell < 0 && order[len(order)-1].blank() {
		order = order[:len(order)-1]
	}
	if ordered {
		slices.SortStableFunc(order, func(a, b head) int { return a.cell - b.cell })
	}
	return order, extra
}

// trimTo drops empty cells from both ends until n are left.
func trimTo(values []spot, n int) ([]spot, bool) {
	if n == 0 {
		return nil, false
	}
	for len(values) > n && values[len(values)-1].info.kind == blankText {
		values = values[:len(values)-1]
	}
	for len(values) > n && values[0].info.kind == blankText {
		values = values[1:]
	}
	return values, len(values) == n
}

// put notes the value of a cell of the form.
func (m *matcher) put(t *taken, l *line, s slot) {
	cell, header := s.cell, s.head.text
	source := &l.sheet.grid.Cells[s.spots[0].cell]
	if m.v.form.Cells[cell].Amount() && l.label >= 0 && l.label < len(l.cells) {
		header += l.labelText() // either may name the unit
	}
	read := m.read(cell, source, header)
	if t.found[cell] {
		old := &t.cells[cell]
		switch {
		case old.State == disclosure.Blank && read.State != disclosure.Blank:
		case read.State == disclosure.Blank, old.State == read.State && old.Value == read.Value:
			return
		default:
			t.conflicts = append(t.conflicts, cell)
			return
		}
	}
	t.cells[cell], t.found[cell] = read, true
	l.sheet.tables |= 1 << m.v.form.Cells[cell].Table
	t.unproven[cell] = l.unproven
	if s.counted || s.head.filled {
		t.unproven[cell] |= sideways
	}
	if source.RowSpan > 1 || source.ColumnSpan > 1 {
		t.users[source] = append(t.users[source], cell)
	}
	table := m.v.form.Cells[cell].Table
	if t.places[table] == (disclosure.Place{}) {
		t.places[table], t.sheets[table] = source.Place, l.sheet
	}
}

// read reads a document's cell as a cell of the form, below and beside labels that
// may say its unit.
func (m *matcher) read(cell int, source *layout.Cell, labels string) disclosure.Cell {
	spec := &m.v.form.Cells[cell]
	text := source.Text
	if spec.Amount() && inYuan(labels) && endsInDigit(text) {
		text += "元"
	}
	state, value, doubt := ParseCell(text, spec.Unit)
	out := disclosure.Cell{
		Key: spec.Key, State: state, Value: value, Raw: source.Text,
		Place: source.Place, Confidence: source.Confidence, Doubt: doubt,
	}
	if state == disclosure.Blank && source.Image {
		out.State = disclosure.Illegible
	}
	if number := state == disclosure.Reported || state == disclosure.Placeholder; number && source.Confidence < confidenceBar {
		out.State, out.Value, out.Doubt = disclosure.Illegible, 0, disclosure.DoubtOCR
	}
	switch source.Doubt {
	case "":
	case disclosure.DoubtOCR, disclosure.DoubtSecondReader, disclosure.DoubtUnnormalized:
		if out.Doubt == "" {
			out.Doubt = source.Doubt
		}
	default:
		out.Doubt = source.Doubt
		if state == disclosure.Reported || state == disclosure.Placeholder {
			out.State, out.Value = disclosure.Illegible, 0
		}
	}
	return out
}

// inYuan reports whether labels say that the amounts below are 元, not 万元.
func inYuan(labels string) bool {
	var array [maxLabel]rune
	folded := string(han.Fold(array[:0], labels, false))
	for _, sign := range []string{"(元)", "单位:元", "(人民币元)", "(人民币:元)"} {
		if strings.Contains(folded, sign) {
			return !strings.Contains(folded, "万元")
		}
	}
	return false
}

// refuse notes that a cell of the form is in the document but cannot be told.
func (m *matcher) refuse(t *taken, l *line, cells []int, doubt disclosure.DoubtCode) {
	raw := strings.Join(l.texts(l.after), " ")
	for _, cell := range cells {
		if t.found[cell] {
			continue
		}
		c := disclosure.Cell{Key: m.v.form.Cells[cell].Key, State: disclosure.Illegible, Raw: raw, Doubt: doubt, Confidence: 1}
		if len(l.cells) > 0 {
			c.Place = l.sheet.grid.Cells[l.cells[len(l.cells)-1].cell].Place
		}
		t.cells[cell], t.found[cell] = c, true
	}
}

// texts lists the texts of a line's cells from one on.
func (l *line) texts(from int) []string {
	var out []string
	for _, c := range l.cells[min(from, len(l.cells)):] {
		out = append(out, l.sheet.grid.Cells[c.cell].Text)
	}
	return out
}

// share marks the cells that one cell of the document stands over: a number that
// is written once for several is none of theirs.
func (m *matcher) share(t *taken) {
	for _, cells := range t.users {
		if len(cells) < 2 {
			continue
		}
		for _, cell := range cells {
			c := &t.cells[cell]
			if c.State == disclosure.Reported || c.State == disclosure.Illegible {
				c.State, c.Value = disclosure.Illegible, 0
				c.Doubt = disclosure.DoubtMerged
			}
		}
	}
}
