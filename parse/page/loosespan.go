package page

import (
	"cmp"
	"math"
	"slices"
)

// headCell is one head at its place among those above and below it.
type headCell struct {
	head
	column, width int
	// level counts the heads over it.
	level int
	// lowest is true where the numbers stand right below it.
	lowest bool
}

// over tells whether a head stands over some of the columns of a later one.
func (c *headCell) over(d *headCell) bool {
	return c.column < d.column+d.width && d.column < c.column+c.width
}

// placeHeads adds the cells of heads that stand directly over each other,
// beginning with the given row. It returns how many rows they take, and the
// ranges of columns that the lowest stand over.
func (t *looseTable) placeHeads(g *placedGrid, at int, heads []head, lead int) (levels int, lowest [][2]int) {
	cells := joinChains(t.headCells(g, heads, lead))
	for i := range cells {
		for j := range cells[:i] {
			if cells[j].over(&cells[i]) {
				cells[i].level = max(cells[i].level, cells[j].level+1)
			}
		}
		levels = max(levels, cells[i].level+1)
	}
	for i := range cells {
		end := levels
		for j := range cells[i+1:] {
			if below := &cells[i+1+j]; cells[i].over(below) {
				end = min(end, below.level)
			}
		}
		c := t.place(g, at+cells[i].level, cells[i].column, cells[i].words)
		c.ColumnSpan, c.RowSpan = cells[i].width, end-cells[i].level
		if cells[i].lowest {
			first := cells[i].column - lead
			lowest = append(lowest, [2]int{first, first + cells[i].width})
		}
	}
	return levels, lowest
}

// joinChains joins heads over one column with those that stand over them alone:
// the lines of a head that is not known as one.
func joinChains(cells []headCell) []headCell {
	var out []headCell
	for _, c := range cells {
		above := -1
		for i := range out {
			if out[i].over(&c) {
				above = i
			}
		}
		if above >= 0 && c.width == 1 && out[above].width == 1 {
			out[above].words = append(out[above].words, c.words...)
			out[above].lowest = c.lowest
			continue
		}
		out = append(out, c)
	}
	return out
}

// addBlankColumns adds the columns in which no row has a number: heads over them
// stand between those of the others.
func (t *looseTable) addBlankColumns(heads []head) {
	over := slices.DeleteFunc(slices.Clone(heads), func(h head) bool { return t.besideLabels(&h) })
	if len(over) <= len(t.columns) {
		return
	}
	lowest, _ := t.lowestHeads(over, true)
	if len(lowest) <= len(t.columns) {
		return
	}
	heads = nil
	headed := make([]bool, len(t.columns))
	for i := range lowest {
		h := &lowest[i]
		n := 0
		for c := range t.columns {
			if h.box[0] < t.columns[c].high && h.box[2] > t.columns[c].low {
				if headed[c] {
					return
				}
				headed[c] = true
				n++
			}
		}
		switch {
		case n > 1:
			return
		case n == 0:
			heads = append(heads, *h)
		}
	}
	if slices.Contains(headed, false) {
		return
	}
	var blank []rail
	for i := range heads {
		blank = append(blank, rail{low: heads[i].middleX(), high: heads[i].middleX() + 1})
	}
	t.columns = joinRanges(t.columns, blank)
}

// headCells gives heads their columns of the table, from the lowest to the
// highest, and returns them from top to bottom. A head over one column tells
// better than the numbers where the cells of the column begin and end.
func (t *looseTable) headCells(g *placedGrid, heads []head, lead int) []headCell {
	var cells []headCell
	var left []head
	for i := range heads {
		switch h := &heads[i]; {
		case t.besideLabels(h):
			cells = append(cells, headCell{head: *h, width: max(lead, 1)})
		case t.overAll(g, h):
			cells = append(cells, headCell{head: *h, width: g.columns})
		default:
			left = append(left, *h)
		}
	}
	if t.edges == nil {
		t.edges = slices.Clone(t.columns)
	}
	var lower []headCell
	for len(left) > 0 {
		row, higher := t.lowestHeads(left, len(lower) == 0)
		left = higher
		barred := make([]bool, len(t.columns))
		for _, c := range lower {
			for i := range row {
				if h := &row[i]; min(h.box[3], c.box[3])-max(h.box[1], c.box[1]) > 0.2*h.size {
					for k := c.column; k < c.column+c.width; k++ {
						barred[k] = true
					}
				}
			}
		}
		found := spans(row, t.edges, barred)
		if found == nil {
			// More heads than columns: nobody knows which stands where.
			all := row[0]
			for _, h := range row[1:] {
				all.words, all.box = append(all.words, h.words...), around(all.box, h.box)
			}
			lower = append(lower, headCell{head: all, width: len(t.columns), lowest: len(lower) == 0})
			continue
		}
		first := len(lower) == 0
		for i, span := range found {
			if first && span[1] == span[0]+1 {
				t.overColumn++
				if !t.standsOver(&row[i], span[0]) {
					t.besideColumn++
				}
			}
			lower = append(lower, headCell{head: row[i], column: span[0], width: span[1] - span[0], lowest: first})
			if c := span[0]; span[1] == c+1 {
				t.edges[c].low, t.edges[c].high = min(t.edges[c].low, row[i].box[0]), max(t.edges[c].high, row[i].box[2])
			}
		}
	}
	for _, c := range lower {
		c.column += lead
		cells = append(cells, c)
	}
	slices.SortStableFunc(cells, func(a, b headCell) int { return cmp.Compare(a.box[1], b.box[1]) })
	return cells
}

// standsOver tells whether a head can be that of a column: its middle is no
// further from the numbers than the edge of their cells.
func (t *looseTable) standsOver(h *head, column int) bool {
	c := t.columns[column]
	off := max(c.low-h.middleX(), h.middleX()-c.high, 0)
	return off <= 0.6*t.columnWidth(column)
}

// columnWidth is about how far a column is from those beside it.
func (t *looseTable) columnWidth(column int) float64 {
	first, last := max(column-1, 0), min(column+1, len(t.columns)-1)
	if first == last {
		return math.Inf(1)
	}
	return (t.columns[last].at - t.columns[first].at) / float64(last-first)
}

// lowestHeads divides heads into the lowest row of them, from left to right, and
// the others. Right over the numbers these are the heads that no other stands
// below, whatever their heights; further up those beside the lowest one.
func (t *looseTable) lowestHeads(heads []head, first bool) (lowest, higher []head) {
	bottom := &heads[0]
	for i := range heads {
		if heads[i].middleY() > bottom.middleY() {
			bottom = &heads[i]
		}
	}
	for i := range heads {
		h := &heads[i]
		under := func(l head) bool {
			return l.box[1] > h.middleY() && (l.box[0] < h.box[2] && l.box[2] > h.box[0] || t.nearest(l.middleX()) == t.nearest(h.middleX()))
		}
		beside := min(h.box[3], bottom.box[3])-max(h.box[1], bottom.box[1]) > 0.2*h.size
		if first && !slices.ContainsFunc(heads, under) || !first && beside {
			lowest = append(lowest, *h)
		} else {
			higher = append(higher, *h)
		}
	}
	slices.SortStableFunc(lowest, func(a, b head) int { return cmp.Compare(a.box[0], b.box[0]) })
	return lowest, higher
}

// nearest returns the column that is nearest to a place.
func (t *looseTable) nearest(x float64) int {
	nearest := 0
	for i, c := range t.columns {
		if math.Abs(c.at-x) < math.Abs(t.columns[nearest].at-x) {
			nearest = i
		}
	}
	return nearest
}

// overAll tells whether a head stands over the whole table, labels and numbers:
// over its middle, with nothing beside it.
func (t *looseTable) overAll(g *placedGrid, h *head) bool {
	if math.Abs(h.middleX()-(g.box[0]+g.box[2])/2) > 2*h.size {
		return false
	}
	own := map[int]bool{}
	for _, i := range h.words {
		own[i] = true
	}
	for i := range t.words {
		if w := &t.words[i]; !own[i] && w.box[1] < h.box[3] && w.box[3] > h.box[1] {
			return false
		}
	}
	return true
}

// spans finds which columns each head of a row stands over. The heads stand over
// the middle of their columns, or begin or end with them, all in the same way.
func spans(heads []head, columns []rail, barred []bool) [][2]int {
	var best [][2]int
	least := math.Inf(1)
	for _, off := range []func(h *head, first, last rail) float64{
		func(h *head, first, last rail) float64 { return (first.at+last.at)/2 - h.middleX() },
		func(h *head, first, _ rail) float64 { return first.low - h.box[0] },
		func(h *head, _, last rail) float64 { return last.high - h.box[2] },
	} {
		if found, cost := alignedSpans(heads, columns, barred, off); cost < least-0.2 {
			best, least = found, cost
		}
	}
	return best
}

// alignedSpans finds the ranges of columns, following each other, at which the
// heads are the least off. Columns without a head cost, but for those that are
// barred.
func alignedSpans(heads []head, columns []rail, barred []bool, off func(h *head, first, last rail) float64) ([][2]int, float64) {
	n, m := len(heads), len(columns)
	if n == 0 || n > m {
		return nil, math.Inf(1)
	}
	const uncovered = 0.3
	type step struct {
		cost float64
		from int // the first column of the head before; -1 where a column is left out
	}
	table := make([][]step, n+1)
	for i := range table {
		table[i] = make([]step, m+1)
		for j := range table[i] {
			table[i][j].cost = math.Inf(1)
		}
	}
	table[0][0].cost = 0
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			cost := table[i][j].cost
			if math.IsInf(cost, 1) || j == m {
				continue
			}
			out := cost + uncovered
			if barred[j] {
				out = cost
			}
			if out < table[i][j+1].cost {
				table[i][j+1] = step{out, -1}
			}
			if i == n {
				continue
			}
			for end := j + 1; end <= m && !barred[end-1]; end++ {
				if c := cost + math.Abs(off(&heads[i], columns[j], columns[end-1]))/heads[i].size; c < table[i+1][end].cost {
					table[i+1][end] = step{c, j}
				}
			}
		}
	}
	if math.IsInf(table[n][m].cost, 1) {
		return nil, math.Inf(1)
	}
	found := make([][2]int, n)
	for i, j := n, m; i > 0; {
		if from := table[i][j].from; from < 0 {
			j--
		} else {
			i--
			found[i] = [2]int{from, j}
			j = from
		}
	}
	return found, table[n][m].cost
}
