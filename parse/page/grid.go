package page

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/parse/layout"
)

// spot is the cell that a point lies in; the zero spot is none.
type spot struct {
	in   *lattice
	cell *region
}

// tooTall is how much higher than its cell a character may be.
const tooTall = 1.3

func (s spot) height() float64 { return s.in.ys[s.cell.rowEnd] - s.in.ys[s.cell.row] }

// holds tells whether a point lies in the cell, or on its right or lower edge.
func (s spot) holds(x, y float64) bool {
	xs, ys, r := s.in.xs, s.in.ys, s.cell
	return x > xs[r.column] && x <= xs[r.columnEnd] && y > ys[r.row] && y <= ys[r.rowEnd]
}

// assign gives glyphs to the cells they stand in, by their middles, and returns
// those that stand in none. Of tables in each other the smallest cell takes it.
//
// Words that are wider than their cell are kept together: a piece is a run of
// glyphs of one kind without a gap, and where it crosses an edge it belongs to
// the cell that holds most of it. A number that does so is marked in all of the
// cells.
func assign(glyphs []Glyph, lattices []*lattice, r *room) []Glyph {
	if len(lattices) == 0 {
		return folded(glyphs)
	}
	spots := r.spots[:0]
	defer func() { r.spots = spots }()
	var last spot
	for i := range glyphs {
		b := &glyphs[i].Box
		x, y := (b[0]+b[2])/2, (b[1]+b[3])/2
		if len(lattices) > 1 || last.cell == nil || !last.holds(x, y) {
			last = smallest(lattices, x, y)
		}
		if last.cell != nil && glyphs[i].Size > tooTall*last.height() {
			spots = append(spots, spot{}) // printed over the table, not in it
		} else {
			spots = append(spots, last)
		}
	}
	for start := 0; start < len(glyphs); {
		end, crosses := start+1, false
		for end < len(glyphs) && adjoins(&glyphs[end-1], &glyphs[end]) {
			if spots[end] != spots[end-1] {
				if !overEdge(spots[end-1], spots[end], &glyphs[end-1], &glyphs[end]) {
					break
				}
				crosses = true
			}
			end++
		}
		if crosses {
			at := most(spots[start:end])
			for i := start; i < end; i++ {
				if spots[i].cell != nil && IsDigit(glyphs[i].Text) {
					spots[i].cell.straddled = true
				}
				spots[i] = at
			}
		}
		start = end
	}
	return distribute(glyphs, spots, r)
}

// room is what the pages of a document use one after the other.
type room struct {
	spots []spot
	// glyphs are those in cells. They are needed until the cells have been read.
	glyphs []Glyph
}

// distribute copies the glyphs to the cells of their spots and returns the rest,
// all in order.
func distribute(glyphs []Glyph, spots []spot, r *room) []Glyph {
	inside := 0
	for _, s := range spots {
		if s.cell != nil {
			s.cell.count++
			inside++
		}
	}
	if cap(r.glyphs) < inside {
		r.glyphs = make([]Glyph, inside)
	}
	cells := r.glyphs[:inside]
	rest := make([]Glyph, 0, len(glyphs)-inside)
	for i, s := range spots {
		g := &glyphs[i]
		if s.cell == nil {
			rest = append(rest, *g)
			rest[len(rest)-1].Text = han.Plain(g.Text)
			continue
		}
		if s.cell.glyphs == nil {
			s.cell.glyphs = cells[:0:s.cell.count]
			cells = cells[s.cell.count:]
		}
		own := append(s.cell.glyphs, *g)
		own[len(own)-1].Text = han.Plain(g.Text)
		s.cell.glyphs = own
	}
	return rest
}

// folded copies glyphs.
func folded(glyphs []Glyph) []Glyph {
	all := slices.Clone(glyphs)
	for i := range all {
		all[i].Text = han.Plain(all[i].Text)
	}
	return all
}

// adjoins tells whether a glyph follows another of its kind on the same line
// without a gap.
func adjoins(a, b *Glyph) bool {
	gap := b.Box[0] - a.Box[2]
	return a.Direction == 0 && b.Direction == 0 && !a.Vertical && !b.Vertical &&
		math.Abs(gap) <= 0.12*a.Size && math.Abs(a.Box[3]-b.Box[3]) <= 0.2*a.Size && math.Abs(a.Size-b.Size) < 0.5 &&
		IsDigit(a.Text) == IsDigit(b.Text) && isBlank(a.Text) == isBlank(b.Text)
}

// overEdge tells whether one of two neighbours in different cells lies across
// the edge between them.
func overEdge(left, right spot, a, b *Glyph) bool {
	edge := 0.0
	switch {
	case left.cell != nil:
		edge = left.in.xs[left.cell.columnEnd]
	case right.cell != nil:
		edge = right.in.xs[right.cell.column]
	}
	const share = 0.05
	return b.Box[0] < edge-share*(b.Box[2]-b.Box[0]) || a.Box[2] > edge+share*(a.Box[2]-a.Box[0])
}

// most returns the spot that occurs most often, of equals the one that came to
// that number first.
func most(spots []spot) spot {
	type tally struct {
		spot
		n int
	}
	var room [4]tally
	all := room[:0]
	best, most := spots[0], 0
	for _, s := range spots {
		i := slices.IndexFunc(all, func(t tally) bool { return t.spot == s })
		if i < 0 {
			i = len(all)
			all = append(all, tally{spot: s})
		}
		if all[i].n++; all[i].n > most {
			best, most = s, all[i].n
		}
	}
	return best
}

func smallest(lattices []*lattice, x, y float64) spot {
	var at spot
	for _, l := range lattices {
		if n := l.regionAt(x, y); n >= 0 {
			if r := &l.regions[n]; at.cell == nil || l.area(r) < at.in.area(at.cell) {
				at = spot{l, r}
			}
		}
	}
	return at
}

// hangingLines is how many lines may hang out below a cell without a lower edge.
const hangingLines = 6

// spillOver gives the words that hang out below a table at the end of a page to
// its last cells: the row goes on on the next page, but the text was not cut with
// it. One line may hang below any cell, several below one without a lower edge.
// It returns the other glyphs.
func spillOver(rest []Glyph, lattices []*lattice, height float64) []Glyph {
	var last *lattice
	for _, l := range lattices {
		if last == nil || l.ys[l.rows()] > last.ys[last.rows()] {
			last = l
		}
	}
	if last == nil || last.ys[last.rows()] < 0.8*height {
		return rest
	}
	bottom := last.ys[last.rows()]
	var cells []*region
	var below []int
	for i := range rest {
		g := &rest[i]
		middle := (g.Box[1] + g.Box[3]) / 2
		if middle < bottom || middle > bottom+1.5*hangingLines*g.Size || isBlank(g.Text) {
			continue
		}
		if cells == nil {
			cells = make([]*region, len(rest))
		}
		n := last.regionAt((g.Box[0]+g.Box[2])/2, bottom-1)
		if n >= 0 {
			cells[i] = &last.regions[n]
		}
		if middle <= bottom+1.5*g.Size {
			if n < 0 || !cells[i].hangs(g) || i > 0 && cells[i-1] != nil && cells[i-1] != cells[i] && adjoins(&rest[i-1], g) {
				return rest // a line of its own
			}
		} else if n < 0 || !cells[i].openBottom {
			continue
		}
		below = append(below, i)
	}
	if len(below) == 0 {
		return rest
	}
	slices.SortStableFunc(below, func(a, b int) int { return cmp.Compare(rest[a].Box[1], rest[b].Box[1]) })
	taken := make([]bool, len(rest))
	for _, i := range below {
		if r := cells[i]; r.hangs(&rest[i]) {
			r.glyphs = append(r.glyphs, rest[i])
			taken[i] = true
		}
	}
	kept := rest[:0:0]
	for i := range rest {
		if !taken[i] {
			kept = append(kept, rest[i])
		}
	}
	return kept
}

// hangs tells whether a glyph stands one line below the last one of a cell.
func (r *region) hangs(g *Glyph) bool {
	reach := 0.6
	if r.openBottom {
		reach = 1.5
	}
	for i := range r.glyphs {
		if above := &r.glyphs[i]; above.Size == g.Size && g.Box[1]-above.Box[3] < reach*g.Size {
			return true
		}
	}
	return false
}

// placePictures marks the cells in which pictures stand and returns the pictures
// outside of tables.
func placePictures(pictures []disclosure.Box, lattices []*lattice) []disclosure.Box {
	var rest []disclosure.Box
	for _, box := range pictures {
		at := smallest(lattices, (box[0]+box[2])/2, (box[1]+box[3])/2)
		switch {
		case at.cell == nil:
			rest = append(rest, box)
		case (box[2]-box[0])*(box[3]-box[1]) <= 1.5*at.in.area(at.cell):
			at.cell.picture = true
		}
	}
	return rest
}

// placeShapes gives the small drawings to the cells in which they stand.
func placeShapes(shapes []disclosure.Box, lattices []*lattice) {
	if len(lattices) == 0 {
		return
	}
	for _, box := range shapes {
		if at := smallest(lattices, (box[0]+box[2])/2, (box[1]+box[3])/2); at.cell != nil {
			at.cell.shapes = append(at.cell.shapes, box)
		}
	}
}

// drawnOver tells a cell whose digits stand beside drawings as high as they are, which
// may be digits too.
func (r *region) drawnOver() bool {
	for _, box := range r.shapes {
		for i := range r.glyphs {
			g := &r.glyphs[i]
			if IsDigit(g.Text) && box[3] > g.Box[1] && box[1] < g.Box[3] && box[3]-box[1] >= 0.4*g.Size {
				return true
			}
		}
	}
	return false
}

// placedGrid is a table, over one page or several.
type placedGrid struct {
	rows, columns int
	// edges are the positions of the columns' edges, none for a loose grid.
	edges []float64
	cells []placedCell
	// box is where its first part stands on the turned page.
	box   disclosure.Box
	loose bool
	// head and foot are the heights of the first and the last row.
	head, foot float64
}

// placedCell is a cell with its page.
type placedCell struct {
	layout.Cell
	page int
	box  disclosure.Box // as displayed
	// wrapped is true where the last line fills the cell, so that the text may go
	// on elsewhere; nearlyWrapped where a word of some characters would not fit.
	wrapped, nearlyWrapped bool
	// openTop and openBottom are true where the cell reaches the end of the table's
	// part on a page and no line is drawn there.
	openTop, openBottom bool
}

// grid makes a table of a lattice; nil where no cell has any text.
func (l *lattice) grid(s *sheet) *placedGrid {
	g := &placedGrid{
		rows: l.rows(), columns: l.columns(), edges: l.xs,
		box:  disclosure.Box{l.xs[0], l.ys[0], l.xs[len(l.xs)-1], l.ys[len(l.ys)-1]},
		head: l.ys[1] - l.ys[0], foot: l.ys[len(l.ys)-1] - l.ys[len(l.ys)-2],
	}
	texts := 0
	g.cells = make([]placedCell, 0, len(l.regions))
	for i := range l.regions {
		r := &l.regions[i]
		if l.hole(r) {
			continue
		}
		read := readCell(r.glyphs)
		if read.text != "" {
			texts++
		}
		cell := placedCell{
			Cell: layout.Cell{
				Row: r.row, Column: r.column, RowSpan: r.rowEnd - r.row, ColumnSpan: r.columnEnd - r.column,
				Text: read.text, Confidence: read.confidence, Image: r.picture || len(r.shapes) > 0,
			},
			page:    s.number,
			box:     s.shown(disclosure.Box{l.xs[r.column], l.ys[r.row], l.xs[r.columnEnd], l.ys[r.rowEnd]}),
			openTop: r.openTop, openBottom: r.openBottom,
			wrapped:       read.wraps(l.xs[r.columnEnd]-l.xs[r.column], 2),
			nearlyWrapped: read.wraps(l.xs[r.columnEnd]-l.xs[r.column], 3.2),
		}
		switch {
		case read.overlaid || r.drawnOver():
			cell.Doubt = disclosure.DoubtOverlaid
		case r.straddled:
			cell.Doubt = disclosure.DoubtSplit
		case r.cut && strings.ContainsAny(read.text, "0123456789"):
			cell.Doubt = disclosure.DoubtMerged
		}
		g.cells = append(g.cells, cell)
	}
	if texts == 0 {
		return nil
	}
	g.compact()
	return g
}

// build makes the grid of the contract.
func (g *placedGrid) build(reader string) *layout.Grid {
	out := &layout.Grid{Rows: g.rows, Columns: g.columns, Loose: g.loose, Cells: make([]layout.Cell, len(g.cells))}
	for i, c := range g.cells {
		out.Cells[i] = c.Cell
		out.Cells[i].Place = disclosure.Place{Page: c.page, Box: c.box, Reader: reader}
	}
	slices.SortStableFunc(out.Cells, func(a, b layout.Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Column - b.Column
	})
	return out
}
