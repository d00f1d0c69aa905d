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
	mostLines   = 12 // lines of one label
)

// match gives the lines of the labels, in order, to the rows, in order: each row
// takes lines that follow each other and whose middle, or else whose first line,
// stands beside its numbers. Of both ways the one that fits better is taken.
func (t *looseTable) match(leaves []int) {
	slices.SortStableFunc(leaves, func(a, b int) int { return cmp.Compare(t.words[a].middleY(), t.words[b].middleY()) })
	goesOn := make([]bool, len(leaves)) // with the label of the line before
	for i := 1; i < len(leaves); i++ {
		goesOn[i] = t.goesOn(&t.words[leaves[i-1]], &t.words[leaves[i]])
	}
	middle, costMiddle := t.align(leaves, goesOn, false)
	top, costTop := t.align(leaves, goesOn, true)
	if costTop < costMiddle {
		middle = top
	}
	for i, row := range middle {
		if row >= 0 {
			t.labels[leaves[i]] = row
			t.used[leaves[i]] = true
		}
	}
}

// align finds the cheapest assignment of lines to rows: for each line its row or
// -1, and the cost.
func (t *looseTable) align(leaves []int, goesOn []bool, top bool) ([]int, float64) {
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
				if take > 1 && !goesOn[j+take-1] {
					break
				}
				at := (first.box[1] + last.box[3]) / 2
				if top {
					at = first.middleY()
				}
				if off := math.Abs(at-t.rows[i].y) / first.size; off < missingRow {
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

// goesOn tells whether two words can be lines of one label. A number of its own
// begins another.
func (t *looseTable) goesOn(a, b *word) bool {
	return !enumerated.MatchString(b.text) && b.box[1]-a.box[3] <= 0.9*a.size && b.middleY() > a.middleY() && min(a.box[2], b.box[2]) > max(a.box[0], b.box[0])
}
