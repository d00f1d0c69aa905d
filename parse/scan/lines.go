package scan

import (
	"cmp"
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
	// piece is the least length of a piece of a line.
	piece int
	// gap is the most that lies between two pieces of one line.
	gap int
	// shortest is the least length of a line.
	shortest int
	// touch is how far the end of a line may be from the line that it meets.
	touch int
	// overhang is how far a line may reach over the last that it meets by mistake.
	overhang int
}

func scaleOf(dpi int) scale {
	return scale{
		thick: max(dpi/28, 3), piece: max(dpi/22, 4), gap: max(dpi/14, 5),
		shortest: max(dpi*15/100, 12), touch: max(dpi/22, 4), overhang: dpi / 4,
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

// rowLines finds the lines along the rows of strokes.
func rowLines(b *bitmap, s scale) []line {
	type piece struct{ y, x0, x1 int } // x1 is past the end
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
			if x-x0 >= s.piece {
				pieces = append(pieces, piece{y, x0, x})
			}
		}
	}
	groups := newGroups(len(pieces))
	// Pieces are in the order of their rows: join each to those of the rows just
	// above that it overlaps or nearly meets.
	const climb = 2
	firstOfRow := make([]int, b.h+1)
	for y, i := 0, 0; y <= b.h; y++ {
		for i < len(pieces) && pieces[i].y < y {
			i++
		}
		firstOfRow[y] = i
	}
	for i, p := range pieces {
		for y := max(p.y-climb, 0); y <= p.y; y++ {
			begin, end := firstOfRow[y], firstOfRow[y+1]
			// The first piece of the row that ends late enough to be met.
			j, _ := slices.BinarySearchFunc(pieces[begin:end], p.x0-s.gap, func(q piece, x int) int { return q.x1 - x })
			for j += begin; j < end && pieces[j].x0 <= p.x1+s.gap; j++ {
				if j < i {
					groups.join(i, j)
				}
			}
		}
	}
	type extent struct {
		x0, x1, y0, y1 int
		ink, weight    int
		covered        []bool
	}
	extents := map[int]*extent{}
	for i, p := range pieces {
		root := groups.root(i)
		e := extents[root]
		if e == nil {
			e = &extent{x0: p.x0, x1: p.x1, y0: p.y, y1: p.y}
			extents[root] = e
		}
		e.x0, e.x1, e.y0, e.y1 = min(e.x0, p.x0), max(e.x1, p.x1), min(e.y0, p.y), max(e.y1, p.y)
		e.ink += p.x1 - p.x0
		e.weight += (p.x1 - p.x0) * p.y
	}
	for i, p := range pieces {
		e := extents[groups.root(i)]
		if e.covered == nil {
			e.covered = make([]bool, e.x1-e.x0)
		}
		for x := p.x0; x < p.x1; x++ {
			e.covered[x-e.x0] = true
		}
	}
	var lines []line
	for _, e := range extents {
		length := e.x1 - e.x0
		covered := 0
		for _, c := range e.covered {
			if c {
				covered++
			}
		}
		// A line may lean or bend a little over its length.
		straight := e.y1-e.y0+1 <= s.thick+length/100
		if length < s.shortest || covered*4 < length*3 || !straight {
			continue
		}
		lines = append(lines, line{
			from: float64(e.x0), to: float64(e.x1), at: float64(e.weight)/float64(e.ink) + 0.5,
			thick: float64(e.ink) / float64(covered),
		})
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

// rulings finds the ruling lines of a page: lines along rows and columns that
// meet each other. Strokes of characters meet nothing.
func rulings(b *bitmap, s scale) (across, down []line) {
	across = rowLines(strokes(b, s.thick), s)
	t := b.transposed()
	down = rowLines(strokes(t, s.thick), s)
	for {
		keptAcross := meeting(across, down, s)
		keptDown := meeting(down, keptAcross, s)
		if len(keptAcross) == len(across) && len(keptDown) == len(down) {
			return across, down
		}
		across, down = keptAcross, keptDown
	}
}

// meeting keeps the lines that meet others: two of them, or one where the line
// is so long that no character has such a stroke.
func meeting(lines, others []line, s scale) []line {
	var kept []line
	for _, l := range lines {
		need := 2
		if l.to-l.from > float64(6*s.shortest) {
			need = 1
		}
		for _, o := range others {
			if meets(l, o, float64(s.touch)) {
				if need--; need == 0 {
					kept = append(kept, l)
					break
				}
			}
		}
	}
	return kept
}

// meets reports whether two lines at right angles cross or touch.
func meets(a, b line, slack float64) bool {
	return b.at >= a.from-slack && b.at <= a.to+slack && a.at >= b.from-slack && a.at <= b.to+slack
}
