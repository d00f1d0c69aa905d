package page

import (
	"cmp"
	"math"
	"slices"
)

// Costs in ems of matching lines of labels with rows of numbers.
const (
	skippedLine = 0.08
	missingRow  = 2.0
	mostLines   = 24 // lines of one label
)

// match gives the lines of the labels, in order, to the rows, in order: each row
// takes lines that follow each other and whose middle, or else whose first or last
// line, stands beside its numbers. Of these ways the one that fits best is taken.
func (t *looseTable) match(leaves []int) {
	slices.SortStableFunc(leaves, func(a, b int) int { return cmp.Compare(t.words[a].middleY(), t.words[b].middleY()) })
	lines := make([]labelLine, len(leaves))
	for i, leaf := range leaves {
		w := &t.words[leaf]
		lines[i] = labelLine{
			full: t.fills(leaves, w), numbered: enumerated.MatchString(w.text),
			goesOn: i > 0 && t.words[leaves[i-1]].goesOn(w),
		}
	}
	var best []int
	least := math.Inf(1)
	for _, beside := range []func(first, last *word) float64{
		func(first, last *word) float64 { return (first.box[1] + last.box[3]) / 2 },
		func(first, _ *word) float64 { return first.middleY() },
		func(_, last *word) float64 { return last.middleY() },
	} {
		if rows, cost := t.align(leaves, lines, beside); cost < least {
			best, least = rows, cost
		}
	}
	numbered := false // the label of the line before
	for i, row := range best {
		if before := i - 1; row < 0 && before >= 0 && best[before] >= 0 && lines[i].goesOn && (numbered || lines[before].full) {
			row, best[i] = best[before], best[before] // the rest of a label far below its numbers
		}
		if i == 0 || row < 0 || row != best[i-1] {
			numbered = lines[i].numbered
		}
		if row >= 0 {
			t.labels[leaves[i]] = row
			t.used[leaves[i]] = true
		}
	}
}

// align finds the cheapest assignment of lines to rows: for each line its row or
// -1, and the cost. A label without a number of its own goes on after full lines
// only. beside gives the height at which the numbers of lines stand.
func (t *looseTable) align(leaves []int, lines []labelLine, beside func(first, last *word) float64) ([]int, float64) {
	n, m := len(t.rows), len(leaves)
	type step struct {
		cost float64
		take int // lines that the row before takes; -1 where the line before is skipped
	}
	table := make([][]step, n+1)
	for i := range table {
		table[i] = make([]step, m+1)
		for j := range table[i] {
			table[i][j].cost = math.Inf(1)
		}
	}
	table[0][0].cost = 0
	better := func(i, j int, cost float64, take int) {
		if cost < table[i][j].cost {
			table[i][j] = step{cost, take}
		}
	}
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			cost := table[i][j].cost
			if math.IsInf(cost, 1) {
				continue
			}
			if j < m {
				better(i, j+1, cost+skippedLine, -1)
			}
			if i == n {
				continue
			}
			better(i+1, j, cost+missingRow, 0)
			for take := 1; take <= mostLines && j+take <= m; take++ {
				first, last := &t.words[leaves[j]], &t.words[leaves[j+take-1]]
				if take > 1 && (!lines[j+take-1].goesOn || !lines[j+take-2].full && !lines[j].numbered) {
					break
				}
				if off := math.Abs(beside(first, last)-t.rows[i].y) / first.size; off < missingRow {
					better(i+1, j+take, cost+off, take)
				}
			}
		}
	}
	rows := make([]int, m)
	for i, j := n, m; i > 0 || j > 0; {
		switch take := table[i][j].take; take {
		case -1:
			j--
			rows[j] = -1
		default:
			i--
			for range take {
				j--
				rows[j] = i
			}
		}
	}
	return rows, table[n][m].cost
}

// labelLine is what is known of a line of labels.
type labelLine struct {
	// goesOn is true where it can be of the same label as the line before it, full
	// where no line at its place is wider.
	goesOn, full bool
	// numbered is true where it begins with a number of its own.
	numbered bool
}

// goesOn tells whether the word and the next can be lines of one label. A number
// of its own begins another.
func (w *word) goesOn(next *word) bool {
	return next.box[1]-w.box[3] <= 0.9*w.size && next.middleY() > w.middleY() && min(w.box[2], next.box[2]) > max(w.box[0], next.box[0]) &&
		!enumerated.MatchString(next.text)
}

// fills tells whether no other line of a label at the same place is wider.
func (t *looseTable) fills(leaves []int, w *word) bool {
	return !slices.ContainsFunc(leaves, func(i int) bool {
		v := &t.words[i]
		same := math.Abs(v.box[0]-w.box[0]) < 0.5*w.size || math.Abs(v.middleX()-w.middleX()) < 0.5*w.size || math.Abs(v.box[2]-w.box[2]) < 0.5*w.size
		return same && v.box[2]-v.box[0] > w.box[2]-w.box[0]+1.3*w.size
	})
}
