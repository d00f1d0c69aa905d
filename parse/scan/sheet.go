package scan

import (
	"cmp"
	"image"
	"slices"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// sheet is one page, evened and straightened.
type sheet struct {
	dpi int
	// picture is the page as it came, but for turns by a quarter clockwise.
	picture *image.Gray
	turns   int
	// warp is how it was straightened.
	warp   warp
	page   *image.Gray
	ink    *bitmap
	tables []table
	// contents are the cells of all tables that are not blank.
	contents []*content
	// prose is the page without its tables.
	prose []glyph
}

// content is what stands in a cell.
type content struct {
	sheet *sheet
	// table and cell say where.
	table, cell int
	marks, dirt []blob
	// number is what the network makes of the marks; nil where they are no number.
	number *number
	// nothing is true where a 无 stands in the cell.
	nothing bool
	// text is what is taken to stand in the cell, and how sure that is.
	text       string
	confidence float64
}

// glyph is a piece of text on a sheet, in pixels.
type glyph struct {
	text       string
	box        image.Rectangle
	size       int
	confidence float64
}

// least is the confidence of what is not to be believed at all: 0 would say that
// none was given.
const least = 0.01

// unread stands for marks in a cell of which nothing could be read: the cell is
// not blank.
const unread = "\ufffd"

func newSheet(picture *image.Gray, dpi, turns int) *sheet {
	s := &sheet{dpi: dpi, picture: picture, turns: turns}
	lengths := scaleOf(dpi)
	s.page = even(calm(positive(picture)), dpi)
	level := threshold(s.page)
	s.ink = ink(s.page, level)
	if s.warp = straightening(s.ink, lengths); !s.warp.flat() {
		s.page = s.warp.straighten(s.page)
		s.ink = ink(s.page, level)
	}
	// Hairlines and the thin strokes of characters are fainter than the rest, and
	// turning the page thins them.
	faint := ink(s.page, level+(255-level)/3)
	rough := roughnessOf(s.page, dpi)
	across, down := rulings(s.page, rough, lengths, s.ink, faint)
	s.ink = faint
	s.tables = tables(s.page, rough, across, down, lengths)
	for t := range s.tables {
		for c := range s.tables[t].cells {
			inner := s.tables[t].cells[c].inner
			marks, dirt := sift(blobs(s.ink, inner), inner, dpi)
			if len(marks) > 0 {
				s.contents = append(s.contents, &content{sheet: s, table: t, cell: c, marks: marks, dirt: dirt})
			}
		}
	}
	return s
}

// where returns the content's cell.
func (c *content) where() *cell { return &c.sheet.tables[c.table].cells[c.cell] }

// inPoints gives the sheet in points: the borders of each cell, and the texts.
func (s *sheet) inPoints() Page {
	points := 72 / float64(s.dpi)
	box := func(r image.Rectangle) disclosure.Box {
		return disclosure.Box{float64(r.Min.X) * points, float64(r.Min.Y) * points, float64(r.Max.X) * points, float64(r.Max.Y) * points}
	}
	p := page.Page{Width: float64(s.page.Rect.Dx()) * points, Height: float64(s.page.Rect.Dy()) * points}
	for _, t := range s.tables {
		for _, c := range t.cells {
			b := box(c.box)
			p.Rules = append(p.Rules,
				page.Rule{X0: b[0], Y0: b[1], X1: b[2], Y1: b[1]}, page.Rule{X0: b[0], Y0: b[3], X1: b[2], Y1: b[3]},
				page.Rule{X0: b[0], Y0: b[1], X1: b[0], Y1: b[3]}, page.Rule{X0: b[2], Y0: b[1], X1: b[2], Y1: b[3]})
		}
	}
	add := func(g glyph) {
		if g.text != "" {
			p.Glyphs = append(p.Glyphs, page.Glyph{Text: g.text, Box: box(g.box), Size: float64(g.size) * points, Confidence: max(g.confidence, least)})
		}
	}
	for _, g := range s.prose {
		add(g)
	}
	for _, c := range s.contents {
		bounds := bounds(c.marks)
		g := glyph{text: c.text, box: bounds, size: min(bounds.Dy(), s.dpi/5), confidence: c.confidence}
		if g.text == "" {
			g.text, g.confidence = unread, 0
		}
		add(g)
	}
	return Page{Page: p, dpi: s.dpi, turns: s.turns, warp: s.warp}
}

// bands parts marks into the lines of text that they form, from the top.
func bands(marks []blob, em int) [][]blob {
	sorted := slices.Clone(marks)
	slices.SortFunc(sorted, func(a, b blob) int { return cmp.Compare(a.box.Min.Y, b.box.Min.Y) })
	var lines [][]blob
	bottom := 0
	for i, m := range sorted {
		if i == 0 || m.box.Min.Y >= bottom {
			lines = append(lines, nil)
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], m)
		bottom = max(bottom, m.box.Max.Y)
	}
	if em == 0 {
		return lines
	}
	// The strokes of one character may lie apart: 二.
	joined := lines[:1]
	for _, line := range lines[1:] {
		last := joined[len(joined)-1]
		together := bounds(last).Union(bounds(line))
		if min(bounds(last).Dy(), bounds(line).Dy())*10 < em*6 && together.Dy()*4 <= em*5 {
			joined[len(joined)-1] = append(last, line...)
			continue
		}
		joined = append(joined, line)
	}
	return joined
}

// typicalHeight is the height of a line of characters in the cells of a document:
// of the lines of several characters, where there are any.
func typicalHeight(sheets []*sheet) int {
	dpi := minDPI
	for _, s := range sheets {
		dpi = s.dpi
	}
	var wide, all []int
	for _, s := range sheets {
		for _, c := range s.contents {
			for _, line := range bands(c.marks, 0) {
				b := bounds(line)
				if b.Dy() < dpi/25 {
					continue // a dash
				}
				all = append(all, b.Dy())
				if b.Dx() > 3*b.Dy() {
					wide = append(wide, b.Dy())
				}
			}
		}
	}
	if len(wide) < 3 {
		wide = all
	}
	if len(wide) == 0 {
		return dpi / 7
	}
	slices.Sort(wide)
	return wide[len(wide)/2]
}

// row joins pictures to one line, with white between them.
func row(pictures []*image.Gray, gap int) *image.Gray {
	w, h := gap, 0
	for _, p := range pictures {
		w, h = w+p.Rect.Dx()+gap, max(h, p.Rect.Dy())
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	x := gap
	for _, p := range pictures {
		y0 := (h - p.Rect.Dy()) / 2
		for y := range p.Rect.Dy() {
			copy(out.Pix[(y0+y)*out.Stride+x:], p.Pix[y*p.Stride:y*p.Stride+p.Rect.Dx()])
		}
		x += p.Rect.Dx() + gap
	}
	return out
}
