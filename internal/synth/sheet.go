package synth

import (
	"slices"

	"gongkai/disclosure"
)

// field is one cell of a sheet. A field that covers several positions stands in
// each of them.
type field struct {
	text  string
	label bool
	// cell is the index of the report's cell whose value it is, -1 for a label.
	cell int
}

// grid is a table as positions: rows of fields, nil for none.
type grid [][]*field

// sheetOf turns a printed table into positions.
func sheetOf(table printed) grid {
	g := make(grid, len(table))
	put := func(r, c int, f *field) {
		for len(g[r]) <= c {
			g[r] = append(g[r], nil)
		}
		g[r][c] = f
	}
	for r, row := range table {
		c := 0
		for _, b := range row {
			for c < len(g[r]) && g[r][c] != nil {
				c++
			}
			f := &field{text: b.text, label: b.label, cell: -1}
			for y := r; y < min(r+b.rows, len(table)); y++ {
				for x := c; x < c+b.columns; x++ {
					put(y, x, f)
				}
			}
			c += b.columns
		}
	}
	return g
}

// tagged returns a copy of the report whose raw texts are the indexes of its
// cells, so that a printed table tells which cell each value is.
func tagged(report *disclosure.Report) *disclosure.Report {
	copied := *report
	copied.Cells = slices.Clone(report.Cells)
	for i := range copied.Cells {
		copied.Cells[i].Raw = string(rune(firstTag + i))
	}
	return &copied
}

// firstTag begins a private area with room for the cells of any form.
const firstTag = 0xE000

// untag puts the report's own texts in the place of the tags.
func (g grid) untag(report *disclosure.Report) {
	for _, row := range g {
		for _, f := range row {
			if f == nil || f.label || f.cell >= 0 {
				continue
			}
			f.cell = int([]rune(f.text)[0]) - firstTag
			f.text = report.Cells[f.cell].Raw
		}
	}
}

// origin reports whether a position is the upper left corner of its field, and
// how far the field reaches.
func (g grid) origin(r, c int) (rows, columns int, ok bool) {
	f := g[r][c]
	if f == nil || c > 0 && g[r][c-1] == f || r > 0 && c < len(g[r-1]) && g[r-1][c] == f {
		return 0, 0, false
	}
	for rows = 1; r+rows < len(g) && c < len(g[r+rows]) && g[r+rows][c] == f; rows++ {
	}
	for columns = 1; c+columns < len(g[r]) && g[r][c+columns] == f; columns++ {
	}
	return rows, columns, true
}

// starts returns the fields that begin in a row.
func (g grid) starts(r int) []*field {
	var fields []*field
	for c := range g[r] {
		if _, _, ok := g.origin(r, c); ok {
			fields = append(fields, g[r][c])
		}
	}
	return fields
}

// width is the length of the longest row.
func (g grid) width() int {
	width := 0
	for _, row := range g {
		width = max(width, len(row))
	}
	return width
}

// below returns a copy of the rows from one on, with fields of their own: labels
// that reach down from above stand there again, or leave an empty cell.
func (g grid) below(from int, again bool) grid {
	copies := map[*field]*field{}
	var out grid
	for r := from; r < len(g); r++ {
		var row []*field
		for c, f := range g[r] {
			if f != nil && copies[f] == nil {
				copied := *f
				if r == from && c < len(g[r-1]) && g[r-1][c] == f && !again {
					copied.text = ""
				}
				copies[f] = &copied
			}
			row = append(row, copies[f])
		}
		out = append(out, row)
	}
	return out
}

// without returns the sheet without one row.
func (g grid) without(r int) grid {
	return append(slices.Clone(g[:r]), g[r+1:]...)
}

// turned returns the sheet with its rows as columns.
func (g grid) turned() grid {
	out := make(grid, g.width())
	for c := range out {
		for r := range g {
			var f *field
			if c < len(g[r]) {
				f = g[r][c]
			}
			out[c] = append(out[c], f)
		}
	}
	return out
}

func word(text string) *field { return &field{text: text, label: true, cell: -1} }

// disputeSheets lays the table of disputes out in one of the ways that reports do.
func disputeSheets(report *disclosure.Report, way string) []grid {
	form := disclosure.FormByID(report.Form)
	spec := form.Table("disputes")
	values := func(row int) []*field {
		var out []*field
		for _, cell := range spec.Rows[row].Cells {
			out = append(out, &field{text: report.Cells[cell].Raw, cell: cell})
		}
		return out
	}
	results := func() []*field {
		var out []*field
		for _, column := range spec.Columns {
			out = append(out, word(column.Label))
		}
		return out
	}
	over := func(text string, n int) []*field { return slices.Repeat([]*field{word(text)}, n) }
	n := len(spec.Columns)
	suits := over("行政诉讼", 2*n)
	switch way {
	case "split":
		return []grid{
			{over("行政复议", n), results(), values(0)},
			{suits, append(over(spec.Rows[1].Leaf(), n), over(spec.Rows[2].Leaf(), n)...), append(results(), results()...), append(values(1), values(2)...)},
		}
	case "two-header-rows":
		return []grid{{
			append(append(over("行政复议", n), over(spec.Rows[1].Leaf(), n)...), over(spec.Rows[2].Leaf(), n)...),
			append(append(results(), results()...), results()...),
			append(append(values(0), values(1)...), values(2)...),
		}}
	}
	review, group := word("行政复议"), word("行政诉讼")
	stacked := grid{
		append(over("类别", 2), results()...),
		append([]*field{review, review}, values(0)...),
		append([]*field{group, word(spec.Rows[1].Leaf())}, values(1)...),
		append([]*field{group, word(spec.Rows[2].Leaf())}, values(2)...),
	}
	if way == "transposed" {
		return []grid{stacked.turned()}
	}
	return []grid{stacked}
}
