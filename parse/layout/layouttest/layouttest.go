// Package layouttest helps the tests of the readers: it draws a layout in a few
// characters, and checks what must hold of any grid.
package layouttest

import (
	"strings"
	"testing"

	"gongkai/parse/layout"
)

// Sketch draws blocks, a line each: a paragraph is its text with "/" for its line
// breaks and "=" before it for each level of heading; a row of a grid is "a|b|c",
// with "<" and "^" where the cell of the left or upper neighbour reaches to, "#"
// for a hole, "!" before the text of a cell with a picture, and "~" before the
// rows of a loose grid; a picture is "!address", a link "@address words". Chrome
// is in brackets.
func Sketch(blocks []layout.Block) string {
	var lines []string
	for i := range blocks {
		line := ""
		switch b := &blocks[i]; b.Kind {
		case layout.Paragraph:
			line = strings.Repeat("=", b.Heading) + oneLine(b.Text)
		case layout.Image:
			line = "!" + b.Address
		case layout.Link:
			line = "@" + b.Address + " " + b.Text
		case layout.Table:
			line = sketchGrid(b.Grid)
		}
		if blocks[i].Chrome {
			line = "[" + line + "]"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func sketchGrid(g *layout.Grid) string {
	var rows []string
	for r, row := range g.At() {
		var cells []string
		for c, i := range row {
			switch {
			case i < 0:
				cells = append(cells, "#")
			case g.Cells[i].Row < r:
				cells = append(cells, "^")
			case g.Cells[i].Column < c:
				cells = append(cells, "<")
			case g.Cells[i].Image:
				cells = append(cells, "!"+oneLine(g.Cells[i].Text))
			default:
				cells = append(cells, oneLine(g.Cells[i].Text))
			}
		}
		line := strings.Join(cells, "|")
		if g.Loose {
			line = "~" + line
		}
		rows = append(rows, line)
	}
	return strings.Join(rows, "\n")
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", "/") }

// CheckGrid fails the test where cells of a grid overlap, reach out of it or are
// not in row-major order.
func CheckGrid(t testing.TB, g *layout.Grid) {
	t.Helper()
	taken := make([]bool, g.Rows*g.Columns)
	before := -1
	for _, c := range g.Cells {
		if c.RowSpan < 1 || c.ColumnSpan < 1 || c.Row < 0 || c.Column < 0 || c.Row+c.RowSpan > g.Rows || c.Column+c.ColumnSpan > g.Columns {
			t.Fatalf("cell %+v lies outside of a grid of %d × %d", c, g.Rows, g.Columns)
		}
		at := c.Row*g.Columns + c.Column
		if at <= before {
			t.Fatalf("cell %+v is out of order", c)
		}
		before = at
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for x := c.Column; x < c.Column+c.ColumnSpan; x++ {
				if taken[r*g.Columns+x] {
					t.Fatalf("cell %+v lies over another", c)
				}
				taken[r*g.Columns+x] = true
			}
		}
	}
}

// CheckGrids is CheckGrid for all grids among blocks.
func CheckGrids(t testing.TB, blocks []layout.Block) {
	t.Helper()
	for i := range blocks {
		if blocks[i].Kind == layout.Table {
			CheckGrid(t, blocks[i].Grid)
		}
	}
}
