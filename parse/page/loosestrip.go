package page

import (
	"math"
	"slices"

	"gongkai/internal/document/han"
)

// strip is the lines of text of pages that follow each other, as if they stood on
// one long page without breaks: a table without ruling lines goes on over them,
// and a row may be cut in the middle. Running heads and page marks are left out.
type strip struct {
	lines []stripLine
	width float64
}

// stripLine is a line at its place on the strip.
type stripLine struct {
	line
	sheet *sheet
	// index is its place among the lines of its sheet, shift how far it was moved.
	index int
	shift float64
}

// joinGap is the gap in ems between the last line of a page and the first of the
// next.
const joinGap = 0.35

// findLoose finds the tables without ruling lines on all sheets, adds them to the
// items of those they begin on, and keeps the other lines.
func findLoose(sheets []*sheet) {
	for start := 0; start < len(sheets); {
		end := start + 1
		for end < len(sheets) && math.Abs(sheets[end].width-sheets[start].width) <= 1 {
			end++
		}
		if slices.ContainsFunc(sheets[start:end], func(s *sheet) bool {
			return slices.ContainsFunc(s.lines, func(l line) bool { return l.gapped })
		}) {
			newStrip(sheets[start:end]).findTables()
		}
		start = end
	}
}

// newStrip puts the lines of sheets below each other.
func newStrip(sheets []*sheet) *strip {
	st := &strip{width: sheets[0].width}
	running := runningHeads(sheets)
	for _, s := range sheets {
		shift, first := 0.0, true
		for i := range s.lines {
			l := &s.lines[i]
			if s.isPageMark(i) || running[s.headSpot(l)] {
				continue
			}
			if n := len(st.lines); first && n > 0 {
				shift = st.lines[n-1].box[3] + joinGap*l.size - l.box[1]
			}
			first = false
			moved := *l
			moved.box[1] += shift
			moved.box[3] += shift
			st.lines = append(st.lines, stripLine{line: moved, sheet: s, index: i, shift: shift})
		}
	}
	return st
}

// isPageMark tells a page mark from a number of a table: nothing stands near it.
func (s *sheet) isPageMark(i int) bool {
	l := &s.lines[i]
	if !s.atEdge(l) || !pageMark.MatchString(l.text) {
		return false
	}
	near := func(a, b *line) bool { return b.box[1]-a.box[3] < l.size }
	return (i == 0 || !near(&s.lines[i-1], l)) && (i+1 == len(s.lines) || !near(l, &s.lines[i+1]))
}

func (s *sheet) atEdge(l *line) bool {
	return l.box[3] < edgeBand*s.height || l.box[1] > (1-edgeBand)*s.height
}

// headSpot is what repeats itself from page to page: words at a height.
type headSpot struct {
	text string
	y    int
}

func (s *sheet) headSpot(l *line) headSpot {
	if !s.atEdge(l) || !isLabel(l.text) {
		return headSpot{}
	}
	return headSpot{digits.ReplaceAllString(han.Unspaced(l.text), "#"), int(l.box[1]/4 + 0.5)}
}

// runningHeads finds the words that stand at the same place at the edge of most
// pages.
func runningHeads(sheets []*sheet) map[headSpot]bool {
	seen := map[headSpot]int{}
	for _, s := range sheets {
		for i := range s.lines {
			seen[s.headSpot(&s.lines[i])]++
		}
	}
	heads := map[headSpot]bool{}
	for at, n := range seen {
		heads[at] = at.text != "" && n >= 2 && (n >= 3 || 2*n >= len(sheets))
	}
	return heads
}

// divided tells whether a ruled table stands between a line and the one before it.
func (st *strip) divided(i int) bool {
	a, b := &st.lines[i-1], &st.lines[i]
	if a.sheet == b.sheet {
		return a.sheet.gridBetween(&a.sheet.lines[a.index], &b.sheet.lines[b.index])
	}
	below := func(s *sheet, y float64) bool {
		return slices.ContainsFunc(s.items, func(it item) bool { return it.grid != nil && it.box[1] > y })
	}
	above := func(s *sheet, y float64) bool {
		return slices.ContainsFunc(s.items, func(it item) bool { return it.grid != nil && it.box[1] < y })
	}
	return b.sheet.number > a.sheet.number+1 || below(a.sheet, a.sheet.lines[a.index].box[1]) || above(b.sheet, b.sheet.lines[b.index].box[1])
}

// findTables makes tables of the parts of the strip that hold enough numbers.
func (st *strip) findTables() {
	words := st.words()
	taken := map[*sheet]map[int]bool{}
	for _, z := range st.zones(words) {
		for _, own := range bands(within(words, z)) {
			g := newLooseGrid(own.words)
			if g == nil {
				continue
			}
			for _, l := range st.lines[own.first:own.last] {
				if taken[l.sheet] == nil {
					taken[l.sheet] = map[int]bool{}
				}
				taken[l.sheet][l.index] = true
			}
			s := st.lines[own.first].sheet
			s.items = append(s.items, item{box: g.box, grid: g})
		}
	}
	for s, gone := range taken {
		kept := s.lines[:0:0]
		for i, l := range s.lines {
			if !gone[i] {
				kept = append(kept, l)
			}
		}
		s.lines = kept
	}
}

// words splits the lines of the strip.
func (st *strip) words() []word {
	var words []word
	for i := range st.lines {
		l := &st.lines[i]
		for _, w := range splitWords(&l.line) {
			for k := range w.glyphs {
				w.glyphs[k].Box[1] += l.shift
				w.glyphs[k].Box[3] += l.shift
			}
			w.box[1] += l.shift
			w.box[3] += l.shift
			w.line, w.sheet, w.shift = i, l.sheet, l.shift
			words = append(words, w)
		}
	}
	return words
}

// band is the part of a zone whose numbers stand in the same columns, with the
// heads above them.
type band struct {
	zone
	words []word
}

// within returns the zone with its words.
func within(words []word, z zone) band {
	b := band{zone: z}
	for _, w := range words {
		if w.line >= z.first && w.line < z.last {
			b.words = append(b.words, w)
		}
	}
	return b
}

// bands divides a zone at heads below which the numbers stand in other columns
// than above them: tables directly below each other.
func bands(b band) []band {
	if len(b.words) > maxLooseWords {
		return nil
	}
	var all []band
	for {
		line := b.otherColumns()
		if line <= b.first {
			return append(all, b)
		}
		all = append(all, within(b.words, zone{b.first, line}))
		b = within(b.words, zone{line, b.last})
	}
}

// otherColumns returns the line of the first heads below which the numbers stand
// in other columns than above; -1 where there are none.
func (b *band) otherColumns() int {
	var columns []rail
	rows := numberRows(b.words)
	for i := range rows {
		ranges := make([]rail, 0, len(rows[i].words))
		for _, n := range rows[i].words {
			ranges = append(ranges, rail{low: b.words[n].box[0], high: b.words[n].box[2]})
		}
		if i > 0 && !fit(ranges, columns) {
			if line := headLine(b.words, rows[i-1].y, rows[i].y, min(columns[0].low, ranges[0].low)); line >= 0 {
				return line
			}
		}
		columns = joinRanges(columns, ranges)
	}
	return -1
}

// fit tells whether numbers beside each other stand each in a column of its own.
func fit(numbers, columns []rail) bool {
	last := -1
	for _, n := range numbers {
		at := slices.IndexFunc(columns, func(c rail) bool { return n.low < c.high && n.high > c.low })
		if at <= last || at+1 < len(columns) && n.high > columns[at+1].low {
			return false
		}
		last = at
	}
	return true
}

// headLine returns the first line with words over the numbers between two heights;
// -1 where there is none.
func headLine(words []word, above, below, left float64) int {
	line := -1
	for i := range words {
		w := &words[i]
		if !w.number && w.middleX() > left && w.middleY() > above+0.3*w.size && w.middleY() < below-0.3*w.size && (line < 0 || w.line < line) {
			line = w.line
		}
	}
	return line
}
