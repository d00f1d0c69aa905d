package scan

import (
	"cmp"
	"math"
	"slices"
)

// line is a ruling line in pixels: along its own direction from "from" to "to",
// across it at "at".
type line struct {
	from, to, at float64
	thick        float64
}

// scale holds the lengths in pixels that depend on the resolution.
type scale struct {
	// thick is the most that a ruling line measures across.
	thick int
	// piece is the least length of a piece of a line, and run that of a piece that is
	// hardly a character's stroke.
	piece, run int
	// gap is the most that lies between two pieces of one line.
	gap int
	// double is the most that lies between the two parts of a double line, and step
	// between two dots or dashes of a broken one.
	double, step int
	// bridge is the most that lies between two parts of a faint line, and level how
	// far these may be out of line.
	bridge int
	level  float64
	// shortest is the least length of a line.
	shortest int
	// touch is how far the end of a line may be from the line that it meets.
	touch int
	// beside is how far from a line its paper is looked for.
	beside int
	// open is how far lines reach beyond the last that they cross where a side of a
	// table is not drawn.
	open int
	// table is the least width of a table; characters in a box are no table.
	table int
	// rough is how far, as a standard deviation, a line may stray from a straight one.
	rough float64
	// overhang is how far a line may reach over the last that it meets by mistake.
	overhang int
}

func scaleOf(dpi int) scale {
	return scale{
		thick: max(dpi/28, 3), piece: max(dpi/22, 4), run: max(dpi/7, 8), gap: max(dpi/18, 5), double: max(dpi/66, 1), step: max(dpi/22, 4), bridge: dpi / 4, level: max(float64(dpi)/130, 1.2),
		shortest: max(dpi*12/100, 10), touch: max(dpi/33, 3), beside: max(dpi/66, 2), open: dpi / 12, table: dpi, rough: max(float64(dpi)/250, 0.7), overhang: dpi / 4,
	}
}

// strokes keeps the ink whose run down the column is at most thick: what is left
// of a page are strokes along the rows.
func strokes(b *bitmap, thick int) *bitmap {
	out := newBitmap(b.w, b.h)
	run := make([]int, b.w)
	end := func(x, y int) {
		if n := run[x]; n > 0 && n <= thick {
			for k := y - n; k < y; k++ {
				out.pix[k*b.w+x] = 1
			}
		}
		run[x] = 0
	}
	for y := range b.h {
		for x := range b.w {
			if b.pix[y*b.w+x] == 1 {
				run[x]++
			} else if run[x] > 0 {
				end(x, y)
			}
		}
	}
	for x := range b.w {
		end(x, b.h)
	}
	return out
}

// trace is a group of strokes that may be a line.
type trace struct {
	from, to, top, bottom int
	// first and last are, for each place along it, its first and last row plus one.
	first, last []int
	// covered counts the places with a stroke, ink the pixels of the stroke.
	covered, ink int
	// slope and middle are of the straight line through it, middle half way along;
	// rough is how far, as a standard deviation, the trace strays from that.
	slope, middle, rough float64
}

// measure tells whether a trace may be a part of a line: thin, straight but for a
// little lean or bend, and with paper on both sides. It keeps the fit.
func (t *trace) measure(all *bitmap, s scale) bool {
	length := t.to - t.from
	if t.bottom-t.top+1 > s.thick+length/100 {
		return false
	}
	t.fit()
	t.covered, t.ink = 0, 0
	beside := 0
	for i, last := range t.last {
		if last == 0 {
			continue
		}
		t.covered++
		t.ink += last - t.first[i] + 1
		for _, y := range [2]int{t.first[i] - 1 - s.beside, last - 1 + s.beside} {
			if y >= 0 && y < all.h && all.pix[y*all.w+t.from+i] == 1 {
				beside++
			}
		}
	}
	return t.rough <= s.rough+float64(length)/2500 && beside*100 <= 2*t.covered*maxBeside
}

// pieces cuts a trace at its gaps; those shorter than least are left out.
func (t *trace) pieces(least int) []*trace {
	var all []*trace
	for start := 0; start < len(t.last); start++ {
		end := start
		p := &trace{from: t.from + start, top: t.bottom, bottom: t.top}
		for end < len(t.last) && t.last[end] != 0 {
			p.top, p.bottom = min(p.top, t.first[end]-1), max(p.bottom, t.last[end]-1)
			end++
		}
		if end-start >= least {
			p.to, p.first, p.last = t.from+end, t.first[start:end:end], t.last[start:end:end]
			all = append(all, p)
		}
		start = end
	}
	return all
}

// chains puts the parts that lie in one line together, over the gaps that a faint
// line has; the parts of each chain are in their order.
func chains(parts []*trace, s scale) [][]*trace {
	slices.SortFunc(parts, func(a, b *trace) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.top, b.top)) })
	var all [][]*trace
	for _, t := range parts {
		at := -1
		for i, chain := range all {
			last := chain[len(chain)-1]
			gap := t.from - last.to
			if gap >= 0 && gap <= s.bridge && math.Abs(t.middle-last.middle) <= s.level && (at < 0 || last.to > all[at][len(all[at])-1].to) {
				at = i
			}
		}
		if at < 0 {
			all = append(all, []*trace{t})
		} else {
			all[at] = append(all[at], t)
		}
	}
	return all
}

// linesOf takes the lines out of a chain. Where the whole is long and mostly drawn
// it is one faint line: its parts count, however short, and its smaller gaps are
// mended; a larger one may be where cells are merged.
func linesOf(chain []*trace, all *bitmap, s scale) []line {
	covered := 0
	for _, t := range chain {
		covered += t.covered
	}
	length := chain[len(chain)-1].to - chain[0].from
	faint := len(chain) > 1 && length > 20*s.shortest && covered*100 >= length*60
	if faint {
		mended := chain[:1]
		for _, t := range chain[1:] {
			if last := mended[len(mended)-1]; t.from-last.to <= s.bridge/2 {
				last.append(t)
			} else {
				mended = append(mended, t)
			}
		}
		chain = mended
	}
	var lines []line
	for _, t := range chain {
		if l, ok := t.line(all, s); ok {
			lines = append(lines, l)
		} else if faint {
			lines = append(lines, line{from: float64(t.from), to: float64(t.to), at: t.middle + 0.5, thick: float64(t.ink) / float64(t.covered)})
		}
	}
	return lines
}

// append joins another trace to the end of t.
func (t *trace) append(next *trace) {
	gap := make([]int, next.from-t.to)
	t.first = append(append(t.first, gap...), next.first...)
	t.last = append(append(t.last, gap...), next.last...)
	t.to, t.top, t.bottom = next.to, min(t.top, next.top), max(t.bottom, next.bottom)
	t.ink, t.covered = t.ink+next.ink, t.covered+next.covered
	t.fit()
}

// line tells whether a trace is a line, and where: long and all but unbroken.
// Strokes of characters that stand below each other have gaps.
func (t *trace) line(all *bitmap, s scale) (line, bool) {
	length := t.to - t.from
	if length < s.shortest || t.rough > s.rough+float64(length)/2500 {
		return line{}, false
	}
	inkAt := func(x, reach int) bool {
		y := int(t.middle + t.slope*(float64(x-t.from)-float64(length)/2) + 0.5)
		for dy := -reach; dy <= reach; dy++ {
			if x >= 0 && x < all.w && y+dy >= 0 && y+dy < all.h && all.pix[(y+dy)*all.w+x] == 1 {
				return true
			}
		}
		return false
	}
	// Where another line crosses there is no stroke, but there is ink.
	inked := 0
	for i, last := range t.last {
		if last != 0 || inkAt(t.from+i, 0) {
			inked++
		}
	}
	whole := 92
	if length > 4*s.shortest {
		whole = 80
	}
	if inked*100 < length*whole || t.covered*2 < length {
		return line{}, false
	}
	// The ink goes on into the lines that this one ends at.
	from, to := t.from, t.to
	for from > t.from-2*s.thick && inkAt(from-1, 1) {
		from--
	}
	for to < t.to+2*s.thick && inkAt(to, 1) {
		to++
	}
	return line{
		from: float64(from), to: float64(to), at: t.middle + 0.5,
		thick: float64(t.ink) / float64(t.covered),
	}, true
}

// fit lays a straight line through the trace.
func (t *trace) fit() {
	half := float64(t.to-t.from) / 2
	var n, sx, sy, sxx, sxy, syy float64
	for i, last := range t.last {
		if last == 0 {
			continue
		}
		x, y := float64(i)-half, float64(t.first[i]+last)/2-1
		n, sx, sy, sxx, sxy, syy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y, syy+y*y
	}
	spread := sxx - sx*sx/n
	t.slope = 0
	if spread > 0 {
		t.slope = (sxy - sx*sy/n) / spread
	}
	t.middle = (sy - t.slope*sx) / n
	variance := (syy - sy*sy/n - t.slope*(sxy-sx*sy/n)) / n
	t.rough = math.Sqrt(max(variance, 0))
}

// maxBeside is how much of a line, in per cent, may have ink close to it.
const maxBeside = 22

// piece is a run of dark pixels in a row; x1 is past its end.
type piece struct{ y, x0, x1 int }

// piecesOf returns the runs of at least so many pixels, row by row.
func piecesOf(b *bitmap, least int) []piece {
	var pieces []piece
	for y := range b.h {
		row := b.pix[y*b.w : (y+1)*b.w]
		for x := 0; x < b.w; x++ {
			if row[x] == 0 {
				continue
			}
			x0 := x
			for x < b.w && row[x] == 1 {
				x++
			}
			if x-x0 >= least {
				pieces = append(pieces, piece{y, x0, x})
			}
		}
	}
	return pieces
}

// grouped joins pieces: each with those of the same row and of the rows just above
// that it overlaps or meets but for a gap. The pieces are in the order of their rows.
func grouped(pieces []piece, height, gap int) groups {
	joined := newGroups(len(pieces))
	const climb = 2
	firstOfRow := make([]int, height+1)
	for y, i := 0, 0; y <= height; y++ {
		for i < len(pieces) && pieces[i].y < y {
			i++
		}
		firstOfRow[y] = i
	}
	for i, p := range pieces {
		for y := max(p.y-climb, 0); y <= p.y; y++ {
			begin, end := firstOfRow[y], firstOfRow[y+1]
			// The first piece of the row that ends late enough to be met.
			j, _ := slices.BinarySearchFunc(pieces[begin:end], p.x0-gap, func(q piece, x int) int { return q.x1 - x })
			for j += begin; j < end && pieces[j].x0 <= p.x1+gap; j++ {
				if j < i {
					joined.join(i, j)
				}
			}
		}
	}
	return joined
}

// rowLines finds the lines along the rows of strokes; all is the ink that they
// were taken from.
func rowLines(b, all *bitmap, s scale) []line {
	pieces := piecesOf(b, s.piece)
	groups := grouped(pieces, b.h, s.gap)
	traces := map[int]*trace{}
	for i, p := range pieces {
		root := groups.root(i)
		t := traces[root]
		if t == nil {
			t = &trace{from: p.x0, to: p.x1, top: p.y, bottom: p.y}
			traces[root] = t
		}
		t.from, t.to, t.top, t.bottom = min(t.from, p.x0), max(t.to, p.x1), min(t.top, p.y), max(t.bottom, p.y)
	}
	for i, p := range pieces {
		t := traces[groups.root(i)]
		if t.last == nil {
			t.first, t.last = make([]int, t.to-t.from), make([]int, t.to-t.from)
		}
		// Rows are counted from 1, so that 0 means none.
		for x := p.x0 - t.from; x < p.x1-t.from; x++ {
			if t.first[x] == 0 {
				t.first[x] = p.y + 1
			}
			t.last[x] = p.y + 1
		}
	}
	var parts []*trace
	for _, t := range traces {
		if t.measure(all, s) {
			parts = append(parts, t)
			continue
		}
		// A line and the stroke of a character beyond its end may be one trace.
		for _, piece := range t.pieces(s.piece) {
			if piece.measure(all, s) {
				parts = append(parts, piece)
			}
		}
	}
	var lines []line
	for _, chain := range chains(parts, s) {
		lines = append(lines, linesOf(chain, all, s)...)
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from))
	})
	return lines
}

// groups is a forest of joined numbers.
type groups []int

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = i
	}
	return g
}

func (g groups) root(i int) int {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

func (g groups) join(i, j int) {
	if i, j = g.root(i), g.root(j); i != j {
		g[max(i, j)] = min(i, j)
	}
}
