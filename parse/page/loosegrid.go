package page

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// looseTable is the making of a table without lines.
type looseTable struct {
	words []word
	// columns are the ranges of the numbers' columns, edges those with the heads of
	// one column.
	columns, edges []rail
	rows           []numberRow
	// labels are the words left of the numbers by the row they belong to, groups
	// those left of the labels; -1 for none.
	labels, groups map[int]int
	used           []bool
	// overColumn counts the heads of one column, besideColumn those of them that do
	// not stand over it.
	overColumn, besideColumn int
}

// Bounds of one table without lines.
const (
	maxLooseWords = 3000
	maxLooseRows  = 200
)

// newLooseGrid makes a table of the words of a zone; nil where they make none.
func newLooseGrid(words []word) *placedGrid {
	words = splitTight(words)
	t := &looseTable{words: words, rows: numberRows(words), used: make([]bool, len(words))}
	t.findColumns()
	if len(t.columns) == 0 || len(t.rows) > maxLooseRows {
		return nil
	}
	t.findLabels()
	if !t.orderly() {
		return nil
	}
	g := t.grid()
	if 4*t.besideColumn > t.overColumn {
		return nil // the heads and the numbers stand apart, each divided by the same gaps
	}
	return g
}

// orderly tells a table from lines of text that hold numbers: most rows have a
// label, and most rows of several numbers fill most of the columns. What is not
// orderly is better read line by line.
func (t *looseTable) orderly() bool {
	labelled := map[int]bool{}
	for _, row := range t.labels {
		labelled[row] = true
	}
	if n := len(t.rows); n > 2 && 3*(n-len(labelled)) > n {
		return false
	}
	rows, numbers := 0, 0
	for i := range t.rows {
		if n := len(t.rows[i].words); n > 1 {
			rows++
			numbers += n
		}
	}
	return 5*numbers >= 3*rows*len(t.columns)
}

// findColumns joins numbers that stand below each other. A number that stands
// between two columns, alone in its row there, belongs to both and makes none.
func (t *looseTable) findColumns() {
	order := make([]int, len(t.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(t.rows[b].words) - len(t.rows[a].words) })
	for n, row := range order {
		var ranges []rail
		for _, i := range t.rows[row].words {
			w := &t.words[i]
			t.used[i] = true
			if n == 0 || !t.standsBetween(w, row) {
				ranges = append(ranges, rail{low: w.box[0], high: w.box[2]})
			}
		}
		t.columns = joinRanges(t.columns, ranges)
	}
}

// joinRanges joins ranges with the columns that they overlap.
func joinRanges(columns, ranges []rail) []rail {
	all := slices.Concat(columns, ranges)
	slices.SortFunc(all, func(a, b rail) int { return cmp.Compare(a.low, b.low) })
	columns = nil
	for _, r := range all {
		if n := len(columns); n > 0 && r.low < columns[n-1].high {
			columns[n-1].high = max(columns[n-1].high, r.high)
		} else {
			columns = append(columns, r)
		}
	}
	for i := range columns {
		columns[i].at = (columns[i].low + columns[i].high) / 2
	}
	return columns
}

// standsBetween tells whether a number lies between two columns of which neither
// has a number in its row.
func (t *looseTable) standsBetween(w *word, row int) bool {
	start, end := t.columnsOf(w)
	if end-start != 2 {
		return false
	}
	for _, i := range t.rows[row].words {
		if v := &t.words[i]; v != w && v.box[0] < t.columns[end-1].high && v.box[2] > t.columns[start].low {
			return false
		}
	}
	return true
}

// columnsOf returns the columns that a number stands in: the one that it
// overlaps, else the two that it lies between, else the nearest.
func (t *looseTable) columnsOf(w *word) (start, end int) {
	for i, c := range t.columns {
		if w.box[0] < c.high && w.box[2] > c.low {
			return i, i + 1
		}
		if w.box[2] <= c.low {
			return max(i-1, 0), i + 1
		}
	}
	return len(t.columns) - 1, len(t.columns)
}

// grid makes the table: a column for groups where there are any, one for labels,
// and those of the numbers; rows of heads and of numbers as they follow each other.
func (t *looseTable) grid() *placedGrid {
	heads := t.findHeads()
	t.addBlankColumns(heads)
	lead := t.leading(heads)
	g := &placedGrid{
		columns: lead + len(t.columns), loose: true, box: t.words[0].place(),
	}
	for i := range t.words {
		if t.words[i].sheet == t.words[0].sheet {
			g.box = around(g.box, t.words[i].place())
		}
	}
	at, head := 0, 0
	var above [][2]int
	for row := range t.rows {
		first := head
		for head < len(heads) && heads[head].middleY() < t.rows[row].y {
			head++
		}
		if head > first {
			var levels int
			levels, above = t.placeHeads(g, at, heads[first:head], lead)
			at += levels
			t.countCrowded(above, row)
		}
		t.placeRow(g, at, row, lead, above)
		at++
	}
	if head < len(heads) {
		levels, _ := t.placeHeads(g, at, heads[head:], lead)
		at += levels
	}
	g.rows = at
	return g
}

// countCrowded notes the heads over several columns below which a row has several
// numbers: each number has a head of its own.
func (t *looseTable) countCrowded(above [][2]int, row int) {
	for _, span := range above {
		numbers := 0
		for _, i := range t.rows[row].words {
			if c, _ := t.columnsOf(&t.words[i]); c >= span[0] && c < span[1] {
				numbers++
			}
		}
		if span[1]-span[0] > 1 {
			t.overColumn++
			if numbers > 1 {
				t.besideColumn++
			}
		}
	}
}

// leading counts the columns left of the numbers: one for groups where there are
// any, and one for labels.
func (t *looseTable) leading(heads []head) int {
	switch {
	case len(t.groups) > 0:
		return 2
	case len(t.labels) > 0 || slices.ContainsFunc(heads, func(h head) bool { return t.besideLabels(&h) }):
		return 1
	}
	return 0
}

// placeRow adds the cells of a row of numbers. A number that stands alone under a
// head over several columns stands in all of them; above are the columns of the
// heads over the row.
func (t *looseTable) placeRow(g *placedGrid, at, row, lead int, above [][2]int) {
	if lead > 0 {
		t.place(g, at, lead-1, t.wordsOf(t.labels, row))
	}
	if lead == 2 {
		t.place(g, at, 0, t.wordsOf(t.groups, row))
	}
	owner := make([]int, len(t.columns)) // 1 + the index in groups
	var groups [][]int
	claim := func(span [2]int, group int) {
		for c := span[0]; c < span[1]; c++ {
			owner[c] = group + 1
		}
	}
	for _, i := range t.rows[row].words {
		start, end := t.columnsOf(&t.words[i])
		if before := owner[start]; before > 0 || owner[end-1] > 0 {
			before = max(before, owner[end-1])
			groups[before-1] = append(groups[before-1], i)
			continue
		}
		groups = append(groups, []int{i})
		claim([2]int{start, end}, len(groups)-1)
	}
	for _, span := range above {
		if group, alone := onlyOwner(owner[span[0]:span[1]]); alone {
			claim(span, group)
		}
	}
	for c := 0; c < len(owner); {
		end := c + 1
		var words []int
		if owner[c] > 0 {
			for end < len(owner) && owner[end] == owner[c] {
				end++
			}
			words = groups[owner[c]-1]
		}
		t.place(g, at, lead+c, words).ColumnSpan = end - c
		c = end
	}
}

// onlyOwner returns the group that alone owns some of the columns.
func onlyOwner(owner []int) (group int, alone bool) {
	group = -1
	for _, o := range owner {
		if o > 0 && group >= 0 && o-1 != group {
			return 0, false
		}
		if o > 0 {
			group = o - 1
		}
	}
	return group, group >= 0
}

func (t *looseTable) wordsOf(of map[int]int, row int) []int {
	var words []int
	for i, r := range of {
		if r == row {
			words = append(words, i)
		}
	}
	slices.Sort(words)
	return words
}

// place adds a cell with the given words; without any it is an empty cell.
func (t *looseTable) place(g *placedGrid, row, column int, words []int) *placedCell {
	cell := placedCell{
		Cell: layout.Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: 1, Confidence: 1},
		page: t.words[0].sheet.number,
	}
	var texts []string
	numbers := 0
	for n, i := range words {
		w := &t.words[i]
		if n == 0 {
			cell.page, cell.box = w.sheet.number, w.place()
		}
		if w.sheet.number == cell.page {
			cell.box = around(cell.box, w.place())
		}
		texts = append(texts, w.text)
		if w.number {
			numbers++
		}
		for k := range w.glyphs {
			cell.Confidence = min(cell.Confidence, w.glyphs[k].Confidence)
		}
	}
	switch {
	case slices.ContainsFunc(words, func(i int) bool { return overlaid(t.words[i].glyphs) }):
		cell.Doubt = disclosure.DoubtOverlaid
	case numbers > 1:
		cell.Doubt = disclosure.DoubtSplit
	}
	cell.Text = strings.Join(texts, "\n")
	if len(words) > 0 {
		cell.box = t.words[words[0]].sheet.shown(cell.box)
	}
	g.cells = append(g.cells, cell)
	return &g.cells[len(g.cells)-1]
}
