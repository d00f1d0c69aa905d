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

// findHeads groups the words that are neither numbers nor labels, from top to
// bottom.
func (t *looseTable) findHeads() []head {
	var parts []int
	for i := range t.words {
		if !t.used[i] {
			parts = append(parts, t.splitHead(i)...)
		}
	}
	heads := t.stack(parts)
	slices.SortStableFunc(heads, func(a, b head) int { return cmp.Compare(a.middleY(), b.middleY()) })
	return heads
}

// besideLabels tells whether a head stands left of the numbers, over the labels.
func (t *looseTable) besideLabels(h *head) bool {
	return h.middleX() < t.columns[0].low && h.box[2] < t.columns[0].at && h.box[0] < t.labelsEnd()
}

// labelsEnd is where the longest label ends.
func (t *looseTable) labelsEnd() float64 {
	end := math.Inf(-1)
	for i := range t.labels {
		end = max(end, t.words[i].box[2])
	}
	for i := range t.groups {
		end = max(end, t.words[i].box[2])
	}
	return end
}

// splitHead splits a word at the smaller gaps that lie between two columns of
// numbers, and returns the parts.
func (t *looseTable) splitHead(i int) []int {
	w := t.words[i]
	start := 0
	var parts []int
	add := func(end int) {
		l := newLine(slices.Clone(w.glyphs[start:end]))
		t.words = append(t.words, word{glyphs: l.glyphs, box: l.box, size: l.size, text: l.text, line: w.line, sheet: w.sheet, shift: w.shift})
		t.used = append(t.used, true)
		parts = append(parts, len(t.words)-1)
		start = end
	}
	for at := 1; at < len(w.glyphs); at++ {
		low, high := w.glyphs[at-1].Box[2], w.glyphs[at].Box[0]
		if high-low > tightGap*w.size && !isBlank(w.glyphs[at].Text) &&
			(t.between((low+high)/2) || low < t.columns[0].low && high < t.columns[0].high && w.box[2] > t.columns[0].low) {
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

// stack joins words that stand closely below each other: the lines of a head.
func (t *looseTable) stack(words []int) []head {
	slices.SortStableFunc(words, func(a, b int) int { return cmp.Compare(t.words[a].middleY(), t.words[b].middleY()) })
	var heads []head
	for _, i := range words {
		w := &t.words[i]
		joined := false
		for j := range heads {
			h := &heads[j]
			last := &t.words[h.words[len(h.words)-1]]
			if last.closelyOver(w) && t.alike(h, w) && !t.isGroupOver(last, w) && !t.beginsHead(words, last, w) {
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

// closelyOver tells whether a word stands right above another, as the line before
// does.
func (w *word) closelyOver(below *word) bool {
	overlap := min(w.box[2], below.box[2]) - max(w.box[0], below.box[0])
	gap := below.box[1] - w.box[3]
	return gap > -0.3*below.size && gap < 0.65*below.size && below.middleY() > w.middleY() &&
		overlap >= 0.5*min(w.box[2]-w.box[0], below.box[2]-below.box[0])
}

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

// beginsHead tells whether a word begins a head although a line stands closely
// over it: beside it other heads begin. Where that is wrong the lines meet again in
// their column; characters set below each other always belong together.
func (t *looseTable) beginsHead(words []int, above, w *word) bool {
	if max(above.box[2]-above.box[0], w.box[2]-w.box[0]) < 1.5*w.size {
		return false
	}
	for _, i := range words {
		v := &t.words[i]
		if v.box == w.box || math.Abs(v.middleY()-w.middleY()) > 0.15*w.size {
			continue
		}
		if !slices.ContainsFunc(words, func(j int) bool { return t.words[j].closelyOver(v) }) {
			return true
		}
	}
	return false
}

// alike tells whether a word can be the next line of a head: of the same size,
// begun or ended where the head does or below its middle, and, as the lines before
// it were full, no wider than they are.
func (t *looseTable) alike(h *head, w *word) bool {
	if math.Abs(w.size-h.size) >= 0.5 {
		return false
	}
	begins, ends := math.Abs(h.box[0]-w.box[0]) < 0.5*w.size, math.Abs(h.box[2]-w.box[2]) < 0.5*w.size
	if !begins && !ends && math.Abs(h.middleX()-w.middleX()) >= 0.7*w.size {
		return false
	}
	widest := w.box[2] - w.box[0]
	for _, i := range h.words {
		widest = max(widest, t.words[i].box[2]-t.words[i].box[0])
	}
	return !slices.ContainsFunc(h.words, func(i int) bool {
		return t.words[i].box[2]-t.words[i].box[0] < widest-1.3*w.size
	})
}
