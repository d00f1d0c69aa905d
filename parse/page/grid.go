package page

import (
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// assign gives glyphs to the cells they stand in, by their middles, and returns
// those that stand in none. Of tables in each other the smallest cell takes it.
func assign(glyphs []Glyph, lattices []*lattice) []Glyph {
	var rest []Glyph
	for i := range glyphs {
		g := &glyphs[i]
		x, y := (g.Box[0]+g.Box[2])/2, (g.Box[1]+g.Box[3])/2
		l, cell := smallest(lattices, x, y)
		if cell == nil {
			rest = append(rest, *g)
			continue
		}
		cell.glyphs = append(cell.glyphs, *g)
		if isDigit(g.Text) {
			l.straddle(cell, g)
		}
	}
	return rest
}

func smallest(lattices []*lattice, x, y float64) (*lattice, *region) {
	var in *lattice
	var cell *region
	for _, l := range lattices {
		if n := l.regionAt(x, y); n >= 0 {
			if r := &l.regions[n]; cell == nil || l.area(r) < in.area(cell) {
				in, cell = l, r
			}
		}
	}
	return in, cell
}

// straddle marks the cells on both sides of an edge across which a digit lies: a
// number wider than its cell.
func (l *lattice) straddle(cell *region, g *Glyph) {
	over := crossShare * (g.Box[2] - g.Box[0])
	y := (g.Box[1] + g.Box[3]) / 2
	for _, x := range [2]float64{g.Box[0] + over, g.Box[2] - over} {
		n := l.regionAt(x, y)
		if n < 0 || &l.regions[n] != cell {
			cell.straddled = true
			if n >= 0 {
				l.regions[n].straddled = true
			}
		}
	}
}

// placePictures marks the cells in which pictures stand and returns the pictures
// outside of tables.
func placePictures(pictures []disclosure.Box, lattices []*lattice) []disclosure.Box {
	var rest []disclosure.Box
	for _, box := range pictures {
		l, cell := smallest(lattices, (box[0]+box[2])/2, (box[1]+box[3])/2)
		switch {
		case cell == nil:
			rest = append(rest, box)
		case (box[2]-box[0])*(box[3]-box[1]) <= 1.5*l.area(cell):
			cell.picture = true
		}
	}
	return rest
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
	for i := range l.regions {
		r := &l.regions[i]
		if r.hole() {
			continue
		}
		read := readCell(r.glyphs)
		if read.text != "" {
			texts++
		}
		cell := placedCell{
			Cell: layout.Cell{
				Row: r.row, Column: r.column, RowSpan: r.rowEnd - r.row, ColumnSpan: r.columnEnd - r.column,
				Text: read.text, Confidence: read.confidence, Image: r.picture,
			},
			page:    s.number,
			box:     s.shown(disclosure.Box{l.xs[r.column], l.ys[r.row], l.xs[r.columnEnd], l.ys[r.rowEnd]}),
			openTop: r.openTop, openBottom: r.openBottom,
			wrapped:       read.wraps(l.xs[r.columnEnd]-l.xs[r.column], 2),
			nearlyWrapped: read.wraps(l.xs[r.columnEnd]-l.xs[r.column], 3.2),
		}
		switch {
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
