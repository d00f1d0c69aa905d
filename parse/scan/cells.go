package scan

import (
	"cmp"
	"image"
	"slices"
)

// table is a grid of ruled cells on one page, in pixels.
type table struct {
	// xs and ys are where the columns and rows part.
	xs, ys []int
	cells  []cell
}

// cell covers rows and columns from (row, column) to before (endRow, endColumn).
type cell struct {
	row, column, endRow, endColumn int
	// box is the cell with its borders, inner without them.
	box, inner image.Rectangle
}

// tables puts the ruling lines of a page together to grids. Where a line of a table
// is not found all along, the page itself is looked at.
func tables(page *image.Gray, rough *roughness, across, down []line, s scale) []table {
	groups := newGroups(len(across) + len(down))
	for i, a := range across {
		for j, d := range down {
			if s.meet(a, d) {
				groups.join(i, len(across)+j)
			}
		}
	}
	var roots []int
	rows, columns := map[int][]line{}, map[int][]line{}
	for i, a := range across {
		root := groups.root(i)
		if rows[root] == nil {
			roots = append(roots, root)
		}
		rows[root] = append(rows[root], a)
	}
	for j, d := range down {
		root := groups.root(len(across) + j)
		columns[root] = append(columns[root], d)
	}
	var found []table
	for _, root := range roots {
		across := append(rows[root], openSides(columns[root], rows[root], s)...)
		down := append(columns[root], openSides(across, columns[root], s)...)
		if t, ok := grid(page, rough, trimmed(across, down, s), trimmed(down, across, s), s); ok {
			found = append(found, t)
		}
	}
	return found
}

// openSides gives the lines that close the sides of a table which are not drawn,
// as at the break of a page: where several lines end together beyond the last one
// that crosses them.
func openSides(lines, crossing []line, s scale) []line {
	if len(lines) == 0 || len(crossing) == 0 {
		return nil
	}
	byPlace := func(a, b line) int { return cmp.Compare(a.at, b.at) }
	first, last := slices.MinFunc(crossing, byPlace), slices.MaxFunc(crossing, byPlace)
	from, to := slices.MinFunc(lines, byPlace).at, slices.MaxFunc(lines, byPlace).at
	start, end := first.at, last.at
	for _, l := range lines {
		start, end = min(start, l.from), max(end, l.to)
	}
	starting, ending := 0, 0
	for _, l := range lines {
		if l.from <= start+float64(s.touch) {
			starting++
		}
		if l.to >= end-float64(s.touch) {
			ending++
		}
	}
	var sides []line
	if starting >= openLines && first.at-start > float64(s.open) {
		sides = append(sides, line{from: from, to: to, at: start, thick: 1})
	}
	if ending >= openLines && end-last.at > float64(s.open) {
		sides = append(sides, line{from: from, to: to, at: end, thick: 1})
	}
	return sides
}

// openLines is how many lines have to end together to prove an open side.
const openLines = 3

// trimmed cuts off what reaches a little over the outermost lines that a line
// meets (the stroke of a character that touches it), and draws a line out to
// those that it all but meets.
func trimmed(lines, others []line, s scale) []line {
	out := slices.Clone(lines)
	for i := range out {
		l := &out[i]
		first, last := l.to, l.from
		for _, o := range others {
			if s.meet(*l, o) {
				first, last = min(first, o.at), max(last, o.at)
			}
		}
		if first-l.from < float64(s.overhang) {
			l.from = first
		}
		if l.to-last < float64(s.overhang) {
			l.to = last
		}
	}
	return out
}

// cluster gathers the lines that part the same rows: their places, and for each
// the lines.
func cluster(lines []line, s scale) (places []int, members [][]line) {
	sorted := slices.Clone(lines)
	slices.SortFunc(sorted, func(a, b line) int { return cmp.Compare(a.at, b.at) })
	var weight, sum float64
	for i, l := range sorted {
		if i == 0 || l.at-sorted[i-1].at > float64(s.touch) {
			places, members = append(places, 0), append(members, nil)
			weight, sum = 0, 0
		}
		n := len(places) - 1
		weight, sum = weight+l.to-l.from, sum+l.at*(l.to-l.from)
		places[n] = int(sum/max(weight, 1) + 0.5)
		members[n] = append(members[n], l)
	}
	for _, lines := range members {
		slices.SortFunc(lines, func(a, b line) int { return cmp.Compare(a.from, b.from) })
	}
	return places, members
}

// maxGrid bounds the rows and columns of one grid.
const maxGrid = 400

func grid(page *image.Gray, rough *roughness, across, down []line, s scale) (table, bool) {
	ys, rowLines := cluster(across, s)
	xs, columnLines := cluster(down, s)
	rows, columns := len(ys)-1, len(xs)-1
	if rows < 1 || columns < 1 || rows > maxGrid || columns > maxGrid || xs[columns]-xs[0] < s.table {
		return table{}, false
	}
	// Positions with no line between them are one cell.
	groups := newGroups(rows * columns)
	for r := range rows {
		for c := range columns {
			if c+1 < columns && !s.covers(columnLines[c+1], ys[r], ys[r+1]) && !s.drawn(page, rough, image.Pt(xs[c+1], ys[r]), image.Pt(xs[c+1], ys[r+1])) {
				groups.join(r*columns+c, r*columns+c+1)
			}
			if r+1 < rows && !s.covers(rowLines[r+1], xs[c], xs[c+1]) && !s.drawn(page, rough, image.Pt(xs[c], ys[r+1]), image.Pt(xs[c+1], ys[r+1])) {
				groups.join(r*columns+c, (r+1)*columns+c)
			}
		}
	}
	t := table{xs: xs, ys: ys}
	index := map[int]int{}
	for r := range rows {
		for c := range columns {
			root := groups.root(r*columns + c)
			at, ok := index[root]
			if !ok {
				at = len(t.cells)
				index[root] = at
				t.cells = append(t.cells, cell{row: r, column: c, endRow: r + 1, endColumn: c + 1})
			}
			one := &t.cells[at]
			one.column = min(one.column, c)
			one.endRow, one.endColumn = max(one.endRow, r+1), max(one.endColumn, c+1)
		}
	}
	for i := range t.cells {
		one := &t.cells[i]
		one.box = image.Rect(xs[one.column], ys[one.row], xs[one.endColumn], ys[one.endRow])
		one.inner = image.Rect(
			one.box.Min.X+half(columnLines[one.column]), one.box.Min.Y+half(rowLines[one.row]),
			one.box.Max.X-half(columnLines[one.endColumn]), one.box.Max.Y-half(rowLines[one.endRow]))
	}
	return t, true
}

// half is how far the ink of lines reaches from their place.
func half(lines []line) int {
	most := 0.0
	for _, l := range lines {
		most = max(most, l.thick)
	}
	return int(most/2+0.5) + 2
}

// covers reports whether lines run along the way between two places: most of it,
// and nearly all where it is no longer than the stroke of a character.
func (s scale) covers(lines []line, from, to int) bool {
	covered, reached := 0.0, float64(from)
	for _, l := range lines { // in the order of their beginnings
		covered += max(0, min(l.to, float64(to))-max(l.from, reached))
		reached = max(reached, l.to)
	}
	share := 0.5
	if to-from <= 3*s.shortest {
		share = 0.86
	}
	return covered > share*float64(to-from)
}

// drawn reports whether a line runs between two points of a page, one beside or
// above the other, however faint and broken: in all parts of the way, as the strokes
// of characters that stand across it do not, there is a thread darker by some shades
// than what lies to both sides.
func (s scale) drawn(page *image.Gray, rough *roughness, from, to image.Point) bool {
	const (
		darker  = 16 // shades
		sway    = 3  // pixels
		least   = 25 // per cent of each part of the way
		overall = 45 // per cent of the whole
	)
	along, aside := image.Pt(1, 0), image.Pt(0, 1)
	if from.X == to.X {
		along, aside = aside, along
	}
	length := to.X - from.X + to.Y - from.Y
	margin := s.beside + 1
	if length < 4*margin {
		return false
	}
	away := aside.Mul(margin)
	dark := func(p image.Point) bool {
		if !p.Sub(away).In(page.Rect) || !p.Add(away).In(page.Rect) {
			return false
		}
		beside := min(page.GrayAt(p.X-away.X, p.Y-away.Y).Y, page.GrayAt(p.X+away.X, p.Y+away.Y).Y)
		return int(beside)-int(page.GrayAt(p.X, p.Y).Y) >= max(darker, rough.at(p.X, p.Y))
	}
	parts := min(max(length/s.piece, 3), 12)
	for off := -sway; off <= sway; off++ {
		total, whole := 0, true
		for part := 0; part < parts && whole; part++ {
			start, end := margin+(length-2*margin)*part/parts, margin+(length-2*margin)*(part+1)/parts
			count := 0
			for i := start; i < end; i++ {
				if dark(from.Add(along.Mul(i)).Add(aside.Mul(off))) {
					count++
				}
			}
			total += count
			whole = count*100 >= least*(end-start)
		}
		if whole && total*100 >= overall*(length-2*margin) {
			return true
		}
	}
	return false
}
