package page

import (
	"math"
	"slices"
	"strings"
)

// Columns may stand so close that the gap between two words is no wider than one
// within a word. Where they stand is known from the other rows.

// tightGap is the gap in ems at which a word may end that is known to.
const tightGap = 0.22

// beginsBy is how many other words begin where one is split.
const beginsBy = 2

// splitTight splits words at small gaps: before a number that stands below others
// and in another column than the one before it,
// before a label with a number of its own, and where other words begin.
func splitTight(words []word) []word {
	var numbers []rail
	var begins []float64
	for i := range words {
		w := &words[i]
		if w.number {
			numbers = append(numbers, rail{low: w.box[0], high: w.box[2]})
		}
		begins = append(begins, w.box[0])
	}
	columns := joinRanges(nil, numbers)
	slices.Sort(begins)
	out := make([]word, 0, len(words))
	for i := range words {
		w := &words[i]
		start := 0
		gaps := w.tightGaps()
		for n, at := range gaps {
			end := len(w.glyphs)
			if n+1 < len(gaps) {
				end = gaps[n+1]
			}
			before, next := w.part(start, at), w.part(at, end)
			if IsDigit(w.glyphs[at-1].Text) && (!before.number || !next.number || columnAt(columns, &before) == columnAt(columns, &next)) {
				continue
			}
			if next.begins(columns, begins) {
				out = append(out, before)
				start = at
			}
		}
		if start == 0 {
			out = append(out, *w)
		} else {
			out = append(out, w.part(start, len(w.glyphs)))
		}
	}
	return out
}

// tightGaps returns the glyphs of a word before which there is a small gap, not
// one that belongs to a sign.
func (w *word) tightGaps() []int {
	if w.number {
		return nil
	}
	var gaps []int
	last := -1
	for i := range w.glyphs {
		g := &w.glyphs[i]
		if isBlank(g.Text) {
			continue
		}
		if last >= 0 && g.Box[0]-w.glyphs[last].Box[2] >= tightGap*w.size &&
			!strings.ContainsAny(w.glyphs[last].Text, "、.．,，:：（(“") {
			gaps = append(gaps, i)
		}
		last = i
	}
	return gaps
}

// begins tells whether a part of a word is one of its own: a number below others,
// a label with a number of its own, or one that begins where others begin.
func (w *word) begins(columns []rail, begins []float64) bool {
	if w.number {
		return columnAt(columns, w) >= 0
	}
	return enumerated.MatchString(w.text) || countNear(begins, w.box[0], 0.15*w.size) >= beginsBy
}

// columnAt returns the first column that a word overlaps; -1 for none.
func columnAt(columns []rail, w *word) int {
	return slices.IndexFunc(columns, func(c rail) bool { return w.box[0] < c.high && w.box[2] > c.low })
}

// countNear counts the sorted values that are near to one.
func countNear(values []float64, x, near float64) int {
	first, _ := slices.BinarySearch(values, x-near)
	n := 0
	for _, v := range values[first:] {
		if math.Abs(v-x) > near {
			break
		}
		n++
	}
	return n
}

// part returns some of a word's glyphs as a word.
func (w *word) part(start, end int) word {
	p := newWord(slices.Clone(w.glyphs[start:end]))
	p.line, p.sheet, p.shift = w.line, w.sheet, w.shift
	return p
}
