package page

import (
	"math"
	"slices"

	"gongkai/disclosure"
)

// Tolerances in points, and limits.
const (
	sameLine   = 1.6   // lines this near are one line
	sameEdge   = 3.6   // edges this near are one edge: double borders, sloppy joints
	touching   = 3.0   // lines this near touch
	widestGap  = 9.0   // cells in boxes of their own stand apart no further
	widestSide = 150.0 // a cell that goes on over whole pages is no wider
	openEnd    = 6.0   // lines that end this far beyond the last crossing line are an open side
	shortest   = 4.0   // shorter lines are no borders
	dot        = 1.6   // marks this small are dots of a dotted line
	edgeShare  = 0.5   // the share of an edge that has to be drawn

	fewestBoxes = 6 // fewer cells in boxes of their own are no table
	maxLines    = 6000
	maxUnits    = 200_000
	maxTables   = 100
)

// rail is a horizontal or vertical line after merging: at a position, from low
// to high.
type rail struct{ at, low, high float64 }

// lattice is a ruled table on one page.
type lattice struct {
	// xs and ys are the edges of the columns and rows.
	xs, ys []float64
	// regions are the cells: rectangles of units. regionOf gives the region of a
	// unit by row*columns+column, -1 for a hole.
	regions  []region
	regionOf []int
}

// region is a cell of a lattice: rows and columns from the first to before the last.
type region struct {
	row, column, rowEnd, columnEnd int
	// cut is true for a part of a shape that is no rectangle.
	cut bool
	// openTop and openBottom are true where the outer edge above or below is not
	// drawn, openSide where one at the left or right is not.
	openTop, openBottom, openSide bool
	glyphs                        []Glyph
	count                         int // of glyphs that are to come
	// straddled is true where a number lies across the cell's edge.
	straddled bool
	// shapes are the small drawings in the cell.
	shapes  []disclosure.Box
	picture bool
}

func (l *lattice) columns() int { return len(l.xs) - 1 }
func (l *lattice) rows() int    { return len(l.ys) - 1 }

// newLattice makes a table of lines that touch; nil where they enclose fewer
// than two cells. Edges as near as snap are one.
func newLattice(flat, upright []rail, snap float64) *lattice {
	if len(flat) == 0 || len(upright) == 0 || len(flat)+len(upright) < 4 {
		return nil
	}
	l := &lattice{}
	drawnFlat := len(flat)
	left, right := openSides(flat, upright)
	top, bottom := openSides(upright, flat)
	height, width := extent(flat, upright), extent(upright, flat)
	for _, x := range append(left, right...) {
		upright = append(upright, rail{x, height.low, height.high})
	}
	for _, y := range append(top, bottom...) {
		flat = append(flat, rail{y, width.low, width.high})
	}
	l.xs, l.ys = edges(upright, snap), edges(flat, snap)
	if len(l.xs) < 2 || len(l.ys) < 2 || l.rows()*l.columns() < 2 || l.rows()*l.columns() > maxUnits {
		return nil
	}
	l.unite(flat, upright, drawnFlat)
	if len(l.regions) < 2 {
		return nil
	}
	return l
}

// extent is the range along the upright lines that a table covers: from the
// first flat line or upright end to the last.
func extent(flat, upright []rail) rail {
	r := rail{low: math.Inf(1), high: math.Inf(-1)}
	for _, f := range flat {
		r.low, r.high = min(r.low, f.at), max(r.high, f.at)
	}
	for _, u := range upright {
		r.low, r.high = min(r.low, u.low), max(r.high, u.high)
	}
	return r
}

// openSides looks for sides that no line closes: where at least two of the lines
// end together beyond the last line that crosses them. It returns the positions
// of the lower and the higher closing line, if any.
func openSides(lines, crossing []rail) (low, high []float64) {
	first, last := math.Inf(1), math.Inf(-1)
	for _, c := range crossing {
		first, last = min(first, c.at), max(last, c.at)
	}
	lowest, highest := math.Inf(1), math.Inf(-1)
	for _, line := range lines {
		lowest, highest = min(lowest, line.low), max(highest, line.high)
	}
	atLow, atHigh := 0, 0
	for _, line := range lines {
		if line.low <= lowest+touching {
			atLow++
		}
		if line.high >= highest-touching {
			atHigh++
		}
	}
	if lowest < first-openEnd && atLow >= 2 {
		low = []float64{lowest}
	}
	if highest > last+openEnd && atHigh >= 2 {
		high = []float64{highest}
	}
	return low, high
}

// edges returns the distinct positions of the lines.
func edges(rails []rail, snap float64) []float64 {
	at := make([]float64, 0, len(rails))
	for _, r := range rails {
		at = append(at, r.at)
	}
	slices.Sort(at)
	var all []float64
	for start := 0; start < len(at); {
		end, sum := start, 0.0
		for end < len(at) && at[end]-at[start] <= snap {
			sum += at[end]
			end++
		}
		all = append(all, sum/float64(end-start))
		start = end
	}
	return all
}

// unite joins units between which no edge is drawn to cells. The first drawnFlat
// of the flat lines are drawn; the others close open sides.
func (l *lattice) unite(flat, upright []rail, drawnFlat int) {
	rows, columns := l.rows(), l.columns()
	below := covered(flat, l.ys, l.xs)     // at y, column: the edge at ys[y]
	beside := covered(upright, l.xs, l.ys) // at x, row: the edge at xs[x]
	really := below
	if drawnFlat < len(flat) {
		really = covered(flat[:drawnFlat], l.ys, l.xs)
	}
	parent := make([]int, rows*columns)
	for i := range parent {
		parent[i] = i
	}
	for row := range rows {
		for column := range columns {
			unit := row*columns + column
			if column+1 < columns && !beside.at(column+1, row) {
				union(parent, unit, unit+1)
			}
			if row+1 < rows && !below.at(row+1, column) {
				union(parent, unit, unit+columns)
			}
		}
	}
	l.regionOf = make([]int, rows*columns)
	roots := 0
	for i := range l.regionOf {
		l.regionOf[i] = -1
		if parent[i] == i {
			roots++
		}
	}
	l.regions = make([]region, 0, roots)
	for unit := range l.regionOf {
		if l.regionOf[unit] < 0 {
			l.addRegion(parent, find(parent, unit), unit/columns, unit%columns)
		}
	}
	for i := range l.regions {
		r := &l.regions[i]
		for c := r.column; c < r.columnEnd; c++ {
			r.openTop = r.openTop || r.row == 0 && !really.at(0, c)
			r.openBottom = r.openBottom || r.rowEnd == rows && !really.at(rows, c)
		}
		for row := r.row; row < r.rowEnd; row++ {
			r.openSide = r.openSide || r.column == 0 && !beside.at(0, row) || r.columnEnd == columns && !beside.at(columns, row)
		}
	}
}

// hole tells what lies beside a table of irregular outline: nothing stands in
// it, and it is open to the side or both above and below. A cell at a drawn side
// that is open above and below goes on over more than two pages.
func (l *lattice) hole(r *region) bool {
	atSide := r.column == 0 || r.columnEnd == l.columns()
	return len(r.glyphs) == 0 && (r.openSide || r.openTop && r.openBottom && !atSide)
}

// addRegion adds the cell whose first unit is given: as far right and down as
// the units belong together. What is left of a shape that is no rectangle makes
// cells of its own.
func (l *lattice) addRegion(parent []int, root, row, column int) {
	columns := l.columns()
	belongs := func(r, c int) bool {
		unit := r*columns + c
		return l.regionOf[unit] < 0 && find(parent, unit) == root
	}
	columnEnd := column + 1
	for columnEnd < columns && belongs(row, columnEnd) {
		columnEnd++
	}
	rowEnd := row + 1
	for rowEnd < l.rows() {
		whole := true
		for c := column; c < columnEnd; c++ {
			whole = whole && belongs(rowEnd, c)
		}
		if !whole {
			break
		}
		rowEnd++
	}
	n := len(l.regions)
	cell := region{row: row, column: column, rowEnd: rowEnd, columnEnd: columnEnd}
	for r := row; r < rowEnd; r++ {
		for c := column; c < columnEnd; c++ {
			l.regionOf[r*columns+c] = n
		}
	}
	// Neighbours of the same shape: this one was cut off it.
	for r := row; r < rowEnd; r++ {
		for _, c := range [2]int{column - 1, columnEnd} {
			if c >= 0 && c < columns && find(parent, r*columns+c) == root {
				cell.cut = true
			}
		}
	}
	for c := column; c < columnEnd; c++ {
		for _, r := range [2]int{row - 1, rowEnd} {
			if r >= 0 && r < l.rows() && find(parent, r*columns+c) == root {
				cell.cut = true
			}
		}
	}
	l.regions = append(l.regions, cell)
}

// coverage tells for each edge and each stretch between the crossing edges whether
// lines cover it.
type coverage struct {
	drawn     []bool
	stretches int
}

func (c *coverage) at(edge, stretch int) bool { return c.drawn[edge*c.stretches+stretch] }

func covered(rails []rail, at, stretches []float64) coverage {
	c := coverage{stretches: len(stretches) - 1}
	share := make([]float64, len(at)*c.stretches)
	for _, r := range rails {
		edge := share[nearest(at, r.at)*c.stretches:]
		from, _ := slices.BinarySearch(stretches, r.low)
		for j := max(from-1, 0); j+1 < len(stretches) && stretches[j] < r.high; j++ {
			edge[j] += max(0, min(r.high, stretches[j+1])-max(r.low, stretches[j]))
		}
	}
	c.drawn = make([]bool, len(share))
	for i := range c.drawn {
		j := i % c.stretches
		c.drawn[i] = share[i] >= edgeShare*(stretches[j+1]-stretches[j])
	}
	return c
}

// nearest returns the index of the value nearest to x; at is sorted and not empty.
func nearest(at []float64, x float64) int {
	i, _ := slices.BinarySearch(at, x)
	if i == len(at) || i > 0 && x-at[i-1] < at[i]-x {
		return i - 1
	}
	return i
}

// regionAt returns the region at a point, -1 for none.
func (l *lattice) regionAt(x, y float64) int {
	if x < l.xs[0] || y < l.ys[0] || x > l.xs[len(l.xs)-1] || y > l.ys[len(l.ys)-1] {
		return -1
	}
	column, _ := slices.BinarySearch(l.xs, x)
	row, _ := slices.BinarySearch(l.ys, y)
	return l.regionOf[max(row-1, 0)*l.columns()+max(column-1, 0)]
}

// area of a region in square points.
func (l *lattice) area(r *region) float64 {
	return (l.xs[r.columnEnd] - l.xs[r.column]) * (l.ys[r.rowEnd] - l.ys[r.row])
}
