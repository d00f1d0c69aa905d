package page

import (
	"math"
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
}

// placedCell is a cell with its page.
type placedCell struct {
	layout.Cell
	page int
	box  disclosure.Box // as displayed
}

// grid makes a table of a lattice; nil where no cell has any text.
func (l *lattice) grid(s *sheet) *placedGrid {
	g := &placedGrid{
		rows: l.rows(), columns: l.columns(), edges: l.xs,
		box: disclosure.Box{l.xs[0], l.ys[0], l.xs[len(l.xs)-1], l.ys[len(l.ys)-1]},
	}
	texts := 0
	for i := range l.regions {
		r := &l.regions[i]
		read := readCell(r.glyphs)
		if read.text != "" {
			texts++
		}
		cell := placedCell{
			Cell: layout.Cell{
				Row: r.row, Column: r.column, RowSpan: r.rowEnd - r.row, ColumnSpan: r.columnEnd - r.column,
				Text: read.text, Confidence: read.confidence, Image: r.picture,
			},
			page: s.number,
			box:  s.shown(disclosure.Box{l.xs[r.column], l.ys[r.row], l.xs[r.columnEnd], l.ys[r.rowEnd]}),
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

// extend appends the table that the next page begins with, if it is the same
// table: equally wide, and the edges of one among those of the other.
func (g *placedGrid) extend(next *placedGrid) bool {
	if g.loose || next.loose {
		return false
	}
	shift := g.edges[0] - next.edges[0]
	width := g.edges[len(g.edges)-1] - g.edges[0]
	if math.Abs(width-(next.edges[len(next.edges)-1]-next.edges[0])) > 2*sameEdge {
		return false
	}
	moved := make([]float64, len(next.edges))
	for i, x := range next.edges {
		moved[i] = x + shift
	}
	if !among(moved, g.edges) && !among(g.edges, moved) {
		return false
	}
	all := g.edges
	if len(moved) > len(all) {
		all = moved
	}
	g.spread(g.edges, all)
	next.spread(moved, all)
	for _, c := range next.cells {
		c.Row += g.rows
		g.cells = append(g.cells, c)
	}
	g.rows += next.rows
	g.columns, g.edges = len(all)-1, all
	return true
}

// among tells whether each of the edges is one of the others.
func among(few, many []float64) bool {
	for _, x := range few {
		if math.Abs(many[nearest(many, x)]-x) > sameEdge {
			return false
		}
	}
	return true
}

// spread renumbers the columns of the cells from their own edges to others.
func (g *placedGrid) spread(own, all []float64) {
	to := make([]int, len(own))
	for i, x := range own {
		to[i] = nearest(all, x)
	}
	for i := range g.cells {
		c := &g.cells[i]
		start, end := to[c.Column], to[c.Column+c.ColumnSpan]
		c.Column, c.ColumnSpan = start, max(end-start, 1)
	}
}
