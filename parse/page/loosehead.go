package page

import (
	"cmp"
	"math"
	"slices"

	"gongkai/disclosure"
)

// head is the text over columns, on one line or several.
type head struct {
	words []int
	box   disclosure.Box
	size  float64
}

func (h *head) middleX() float64 { return (h.box[0] + h.box[2]) / 2 }
func (h *head) middleY() float64 { return (h.box[1] + h.box[3]) / 2 }

// headRow is heads beside each other.
type headRow struct {
	y float64
	// labels stand left of the numbers' columns; heads over them, each over the
	// columns of its span.
	labels, heads []head
	spans         [][2]int
}

// headRows groups the words that are neither numbers nor labels.
func (t *looseTable) headRows() []headRow {
	var parts []int
	for i := range t.words {
		if !t.used[i] {
			parts = append(parts, t.splitHead(i)...)
		}
	}
	heads := t.stack(parts)
	slices.SortStableFunc(heads, func(a, b head) int { return cmp.Compare(a.middleY(), b.middleY()) })
	var rows []headRow
	for _, h := range heads {
		if n := len(rows); n == 0 || h.middleY()-rows[n-1].y > 0.3*h.size {
			rows = append(rows, headRow{y: h.middleY()})
		}
		row := &rows[len(rows)-1]
		if h.middleX() < t.columns[0].low && h.box[2] < t.columns[0].at {
			row.labels = append(row.labels, h)
		} else {
			row.heads = append(row.heads, h)
		}
	}
	for i := range rows {
		slices.SortStableFunc(rows[i].heads, func(a, b head) int { return cmp.Compare(a.box[0], b.box[0]) })
	}
	return rows
}

// splitHead splits a word at the smaller gaps that lie between two columns of
// numbers, and returns the parts.
func (t *looseTable) splitHead(i int) []int {
	w := t.words[i]
	start := 0
	var parts []int
	add := func(end int) {
		l := newLine(slices.Clone(w.glyphs[start:end]))
		t.words = append(t.words, word{glyphs: l.glyphs, box: l.box, size: l.size, text: l.text, line: w.line})
		t.used = append(t.used, true)
		parts = append(parts, len(t.words)-1)
		start = end
	}
	for at := 1; at < len(w.glyphs); at++ {
		low, high := w.glyphs[at-1].Box[2], w.glyphs[at].Box[0]
		if high-low > 0.25*w.size && !isBlank(w.glyphs[at].Text) && t.between((low+high)/2) {
			add(at)
		}
	}
	if start == 0 {
		return []int{i}
	}
	add(len(w.glyphs))
	return parts
}

// between tells whether a place lies between columns, not in one.
func (t *looseTable) between(x float64) bool {
	for _, c := range t.columns {
		if x >= c.low && x <= c.high {
			return false
		}
	}
	return x > t.columns[0].low
}

// stack joins words that stand closely below each other.
func (t *looseTable) stack(words []int) []head {
	slices.SortStableFunc(words, func(a, b int) int { return cmp.Compare(t.words[a].middleY(), t.words[b].middleY()) })
	var heads []head
	for _, i := range words {
		w := &t.words[i]
		joined := false
		for j := range heads {
			h := &heads[j]
			last := &t.words[h.words[len(h.words)-1]]
			overlap := min(last.box[2], w.box[2]) - max(last.box[0], w.box[0])
			if gap := w.box[1] - last.box[3]; gap > -0.3*w.size && gap < 0.5*w.size && w.middleY() > last.middleY() &&
				overlap >= 0.5*min(last.box[2]-last.box[0], w.box[2]-w.box[0]) && alike(h, w) && !t.isGroupOver(last, w) {
				h.words = append(h.words, i)
				h.box = around(h.box, w.box)
				joined = true
				break
			}
		}
		if !joined {
			heads = append(heads, head{words: []int{i}, box: w.box, size: w.size})
		}
	}
	return heads
}

// widestOver is how many times as wide as the line below it a line of a head is:
// three characters stand over the fourth.
const widestOver = 3.3

// isGroupOver tells whether a line of a head reaches over several columns and the
// one below it over fewer: words that wrap stay within their column.
func (t *looseTable) isGroupOver(upper, lower *word) bool {
	over, under := 0, 0
	for _, c := range t.columns {
		if upper.box[0] < c.high && upper.box[2] > c.low {
			over++
		}
		if lower.box[0] < c.high && lower.box[2] > c.low {
			under++
		}
	}
	return over > 1 && under < over
}

// alike tells whether a word is no wider than a head over it, or begins where
// the head begins: one that is wider is a head of its own. So is one that stands
// neither below the head's beginning nor below its middle.
func alike(h *head, w *word) bool {
	begins := math.Abs(h.box[0]-w.box[0]) < 0.5*w.size
	return w.box[2]-w.box[0] <= 1.3*(h.box[2]-h.box[0])+0.5*w.size && math.Abs(w.size-h.size) < 0.5 &&
		(begins || h.box[2]-h.box[0] <= widestOver*(w.box[2]-w.box[0]) && math.Abs(h.middleX()-w.middleX()) < 0.7*w.size)
}

// spanHeads finds the columns of the heads that stand directly over each other.
// The lowest row comes first: where a head of a lower row reaches up beside a
// higher one, the higher one does not stand over its columns.
func (t *looseTable) spanHeads(rows []headRow) {
	type placed struct {
		head
		span [2]int
	}
	var lower []placed
	for r := len(rows) - 1; r >= 0; r-- {
		row := &rows[r]
		barred := make([]bool, len(t.columns))
		for _, p := range lower {
			for i := range row.heads {
				h := &row.heads[i]
				if min(h.box[3], p.box[3])-max(h.box[1], p.box[1]) > 0.2*h.size {
					for c := p.span[0]; c < p.span[1]; c++ {
						barred[c] = true
					}
				}
			}
		}
		row.spans = t.spans(row.heads, barred)
		for i, span := range row.spans {
			lower = append(lower, placed{row.heads[i], span})
		}
	}
}

// placeHeads adds the cells of one row of heads.
func (t *looseTable) placeHeads(g *placedGrid, at int, row headRow, lead int) {
	var labels []int
	for _, h := range row.labels {
		labels = append(labels, h.words...)
	}
	if len(labels) > 0 {
		t.place(g, at, lead-1, labels)
	}
	if len(row.spans) < len(row.heads) {
		// More heads than columns: nobody knows which stands where.
		var words []int
		for _, h := range row.heads {
			words = append(words, h.words...)
		}
		t.place(g, at, lead, words).ColumnSpan = len(t.columns)
		return
	}
	if len(row.heads) == 1 && t.overAll(g, &row.heads[0]) {
		t.place(g, at, 0, row.heads[0].words).ColumnSpan = g.columns
		return
	}
	for n, span := range row.spans {
		t.place(g, at, lead+span[0], row.heads[n].words).ColumnSpan = span[1] - span[0]
	}
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

// stretch lets heads reach down to the next ones below them, or to the row of
// numbers at the end.
func stretch(cells []placedCell, end int) {
	for i := range cells {
		c := &cells[i]
		next := end
		for j := range cells {
			if d := &cells[j]; d.Row > c.Row && d.Column < c.Column+c.ColumnSpan && c.Column < d.Column+d.ColumnSpan {
				next = min(next, d.Row)
			}
		}
		c.RowSpan = next - c.Row
	}
}

// spans finds which columns each head of a row stands over: ranges that follow
// each other, each with its middle at the head's. Columns without a head cost,
// but for those that are barred.
func (t *looseTable) spans(heads []head, barred []bool) [][2]int {
	n, m := len(heads), len(t.columns)
	if n == 0 || n > m {
		return nil
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
				middle := (t.columns[j].at + t.columns[end-1].at) / 2
				if c := cost + math.Abs(middle-heads[i].middleX())/heads[i].size; c < table[i+1][end].cost {
					table[i+1][end] = step{c, j}
				}
			}
		}
	}
	if math.IsInf(table[n][m].cost, 1) {
		return nil
	}
	spans := make([][2]int, n)
	for i, j := n, m; i > 0; {
		if from := table[i][j].from; from < 0 {
			j--
		} else {
			i--
			spans[i] = [2]int{from, j}
			j = from
		}
	}
	return spans
}
