package page

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// drawing is a page under construction.
type drawing struct{ Page }

func newDrawing() *drawing { return &drawing{Page{Width: 600, Height: 800}} }

// write puts text at a left edge and a top, ten points high: Chinese characters
// are ten points wide, others five.
func (d *drawing) write(x, y float64, text string) *drawing {
	return d.writeSize(x, y, 10, text)
}

func (d *drawing) writeSize(x, y, size float64, text string) *drawing {
	for _, r := range text {
		width := size
		if utf8.RuneLen(r) < 3 {
			width = size / 2
		}
		d.Glyphs = append(d.Glyphs, Glyph{Text: string(r), Box: disclosure.Box{x, y, x + width, y + size}, Size: size, Confidence: 1})
		x += width
	}
	return d
}

// column writes one character below the other.
func (d *drawing) column(x, y float64, text string) *drawing {
	for _, r := range text {
		d.write(x, y, string(r))
		y += 12
	}
	return d
}

func (d *drawing) rule(x0, y0, x1, y1 float64) *drawing {
	d.Rules = append(d.Rules, Rule{x0, y0, x1, y1})
	return d
}

// lattice draws all lines of a table.
func (d *drawing) lattice(xs, ys []float64) *drawing {
	for _, y := range ys {
		d.rule(xs[0], y, xs[len(xs)-1], y)
	}
	for _, x := range xs {
		d.rule(x, ys[0], x, ys[len(ys)-1])
	}
	return d
}

// table draws a table with its texts, rows separated by ";", cells by "|".
func (d *drawing) table(xs, ys []float64, texts string) *drawing {
	d.lattice(xs, ys)
	return d.fill(xs, ys, texts)
}

// fill writes texts into a table without drawing its lines.
func (d *drawing) fill(xs, ys []float64, texts string) *drawing {
	for i, row := range strings.Split(texts, ";") {
		for j, text := range strings.Split(row, "|") {
			for k, part := range strings.Split(text, "/") {
				d.write(xs[j]+3, ys[i]+3+12*float64(k), part)
			}
		}
	}
	return d
}

// turn lies the page down by quarter turns clockwise.
func (d *drawing) turn(turns uint8) *drawing {
	back := -turns & 3
	width, height := d.Width, d.Height
	for i := range d.Glyphs {
		d.Glyphs[i].Box = turnBox(d.Glyphs[i].Box, width, height, back)
		d.Glyphs[i].Direction = (d.Glyphs[i].Direction + turns) & 3
	}
	for i, r := range d.Rules {
		b := turnBox(disclosure.Box{r.X0, r.Y0, r.X1, r.Y1}, width, height, back)
		d.Rules[i] = Rule{b[0], b[1], b[2], b[3]}
	}
	if turns&1 == 1 {
		d.Width, d.Height = height, width
	}
	return d
}

func lay(drawings ...*drawing) *layout.Document {
	pages := make([]Page, len(drawings))
	for i, d := range drawings {
		pages[i] = d.Page
	}
	return Layout(pages, "pdf")
}

// grids writes the tables of a document: rows separated by ";", cells by "|",
// lines within a cell by "/". A cell that spans is followed by <rows x columns>,
// a doubt by "!" and its code.
func grids(doc *layout.Document) []string {
	var all []string
	for _, block := range doc.Blocks {
		if block.Kind == layout.Table {
			all = append(all, gridText(block.Grid))
		}
	}
	return all
}

func gridText(g *layout.Grid) string {
	var text strings.Builder
	row := 0
	for i, c := range g.Cells {
		for ; row < c.Row; row++ {
			text.WriteByte(';')
		}
		if i > 0 && g.Cells[i-1].Row == c.Row {
			text.WriteByte('|')
		}
		text.WriteString(strings.ReplaceAll(c.Text, "\n", "/"))
		if c.RowSpan > 1 || c.ColumnSpan > 1 {
			text.WriteString("<" + string(rune('0'+c.RowSpan)) + "x" + string(rune('0'+c.ColumnSpan)) + ">")
		}
		if c.Doubt != "" {
			text.WriteString("!" + string(c.Doubt))
		}
	}
	return text.String()
}

func paragraphs(doc *layout.Document) []string {
	var all []string
	for _, block := range doc.Blocks {
		if block.Kind == layout.Paragraph && !block.Chrome {
			all = append(all, block.Text)
		}
	}
	return all
}

func expectGrids(t *testing.T, doc *layout.Document, want ...string) {
	t.Helper()
	got := grids(doc)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("tables\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
