package page

import (
	"cmp"
	"math"
	"slices"
)

// findLabels gives the words left of the numbers to the rows.
func (t *looseTable) findLabels() {
	t.labels, t.groups = map[int]int{}, map[int]int{}
	left := t.columns[0].low
	headLine := map[int]bool{}
	for i := range t.words {
		if w := &t.words[i]; !w.number && w.box[2] > left {
			headLine[w.line] = true
		}
	}
	var leaves, others []int
	for i := range t.words {
		w := &t.words[i]
		if w.number || w.box[2] > left || headLine[w.line] {
			continue
		}
		if t.hasRightNeighbour(i, left) {
			others = append(others, i)
		} else {
			leaves = append(leaves, i)
		}
	}
	if len(others) > 0 {
		var groups []int
		leaves, groups = t.divideLabels(leaves, t.leafBegin(leaves, others))
		others = append(others, groups...)
	}
	t.match(leaves)
	others = t.labelAcross(others)
	t.joinBroken()
	// A row whose label stands among those of the groups.
	for _, i := range others {
		w := &t.words[i]
		row, distance := t.nearestRow(w.middleY())
		if !t.labelled(row) && distance < 0.4*w.size {
			t.labels[i] = row
		} else {
			t.groups[i] = row
		}
		t.used[i] = true
	}
}

// labelAcross gives rows without a label, but with most of their numbers, the words
// beside them that begin where groups do: a label over both columns. It returns the
// other words.
func (t *looseTable) labelAcross(words []int) []int {
	var left []int
	for _, i := range words {
		w := &t.words[i]
		row, distance := t.nearestRow(w.middleY())
		if t.labelled(row) || distance >= 0.4*w.size || 5*len(t.rows[row].words) < 3*len(t.columns) ||
			slices.ContainsFunc(words, func(j int) bool { return t.words[j].goesOn(w) }) {
			left = append(left, i)
			continue
		}
		t.labels[i], t.used[i] = row, true
	}
	return left
}

// divideLabels divides labels into those of rows and those of groups: words that
// end before the labels begin, unless they are the next line of one that began
// further left.
func (t *looseTable) divideLabels(words []int, begin float64) (leaves, groups []int) {
	slices.SortStableFunc(words, func(a, b int) int { return cmp.Compare(t.words[a].middleY(), t.words[b].middleY()) })
	for _, i := range words {
		w := &t.words[i]
		if w.box[2] > begin+0.3*w.size || slices.ContainsFunc(leaves, func(j int) bool {
			v := &t.words[j]
			return v.goesOn(w) && (math.Abs(v.box[0]-w.box[0]) < 0.3*w.size || math.Abs(v.middleX()-w.middleX()) < 0.5*w.size)
		}) {
			leaves = append(leaves, i)
		} else {
			groups = append(groups, i)
		}
	}
	return leaves, groups
}

// brokenReach is how far in ems the parts of a number stand from the middle of
// its row.
const brokenReach = 1.4

// joinBroken gives numbers without a label to the row that they stand next to:
// they are the rest of numbers that are broken over lines.
func (t *looseTable) joinBroken() {
	labelled := map[int]bool{}
	for _, row := range t.labels {
		labelled[row] = true
	}
	to := make([]int, len(t.rows))
	for i := range t.rows {
		to[i] = i
		nearest := math.Inf(1)
		size := t.words[t.rows[i].words[0]].size
		for j := range t.rows {
			if labelled[i] || !labelled[j] {
				continue
			}
			distance := math.Abs(t.rows[i].y - t.rows[j].y)
			if distance > brokenReach*size {
				continue
			}
			if t.share(i, j) {
				distance += size // rather a row that lacks what this one has
			}
			if distance < nearest {
				to[i], nearest = j, distance
			}
		}
	}
	for i, j := range to {
		if i != j {
			t.rows[j].words = append(t.rows[j].words, t.rows[i].words...)
			t.rows[i].words = nil
		}
	}
	index, kept := make([]int, len(t.rows)), t.rows[:0:0]
	for i, row := range t.rows {
		index[i] = len(kept)
		if len(row.words) > 0 {
			slices.SortStableFunc(row.words, func(a, b int) int { return cmp.Compare(t.words[a].middleY(), t.words[b].middleY()) })
			kept = append(kept, row)
		}
	}
	for word, row := range t.labels {
		t.labels[word] = index[row]
	}
	t.rows = kept
}

// share tells whether two rows have numbers in the same column.
func (t *looseTable) share(a, b int) bool {
	return slices.ContainsFunc(t.rows[a].words, func(i int) bool {
		column, _ := t.columnsOf(&t.words[i])
		return slices.ContainsFunc(t.rows[b].words, func(j int) bool {
			other, _ := t.columnsOf(&t.words[j])
			return other == column
		})
	})
}

// hasRightNeighbour tells whether another label stands right of a word.
func (t *looseTable) hasRightNeighbour(i int, left float64) bool {
	w := &t.words[i]
	for j := range t.words {
		v := &t.words[j]
		if j != i && !v.number && v.box[2] <= left && v.box[0] > w.box[2] &&
			min(v.box[3], w.box[3])-max(v.box[1], w.box[1]) > 0.3*(w.box[3]-w.box[1]) {
			return true
		}
	}
	return false
}

// leafBegin is where the labels of rows begin that have a group beside them.
func (t *looseTable) leafBegin(leaves, others []int) float64 {
	var begins []float64
	for _, i := range leaves {
		for _, j := range others {
			if t.words[i].line == t.words[j].line {
				begins = append(begins, t.words[i].box[0])
				break
			}
		}
	}
	if len(begins) == 0 {
		return 0
	}
	slices.Sort(begins)
	return begins[len(begins)/2]
}

func (t *looseTable) nearestRow(y float64) (row int, distance float64) {
	distance = math.Inf(1)
	for i := range t.rows {
		if d := math.Abs(t.rows[i].y - y); d < distance {
			row, distance = i, d
		}
	}
	return row, distance
}

func (t *looseTable) labelled(row int) bool {
	for _, r := range t.labels {
		if r == row {
			return true
		}
	}
	return false
}
