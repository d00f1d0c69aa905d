package page

import (
	"cmp"
	"slices"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// Layout makes blocks of pages. The name of the reader goes into the document
// and into the place of every block and cell.
//
// Paragraphs are lines joined; where a paragraph or a table goes on over the
// break of a page, it is one block. Running heads and page marks are Chrome.
func Layout(pages []Page, reader string) *layout.Document {
	doc := &layout.Document{Reader: reader}
	sheets := make([]*sheet, len(pages))
	var r room
	for i := range pages {
		doc.Pages = append(doc.Pages, layout.Page{Width: pages[i].Width, Height: pages[i].Height})
		sheets[i] = newSheet(&pages[i], i+1, &r)
	}
	addParagraphs(sheets)
	markChrome(sheets)
	w := &writer{doc: doc, reader: reader}
	for _, s := range sheets {
		w.add(s)
	}
	for _, g := range w.grids {
		doc.Blocks[g.block].Grid = g.grid.build(reader)
	}
	return doc
}

// sheet is one page taken apart.
type sheet struct {
	*turned
	number int
	items  []item
	// lines are the lines of text that stand in no table.
	lines []line
}

// item is one of a paragraph, a table, and a picture.
type item struct {
	box       disclosure.Box
	paragraph *paragraph
	grid      *placedGrid
	picture   bool
}

// newSheet takes a page apart.
func newSheet(p *Page, number int, r *room) *sheet {
	s := &sheet{turned: upright(p), number: number}
	lattices := findLattices(s.rules)
	if len(lattices) == 0 {
		lattices = fillLattices(s.fills)
	}
	rest := spillOver(assign(s.glyphs, lattices, r), lattices, s.height)
	pictures := placePictures(s.pictures, lattices)
	placeShapes(s.shapes, lattices)
	lattices = slices.DeleteFunc(lattices, func(l *lattice) bool {
		loose := !l.divides()
		if loose {
			rest = l.release(rest)
		}
		return loose
	})
	s.lines = readLines(rest)
	for _, l := range lattices {
		if g := l.grid(s); g != nil && !l.headsOnly(s.lines) {
			s.items = append(s.items, item{box: g.box, grid: g})
			continue
		}
		rest = l.release(rest)
		s.lines = readLines(rest)
	}
	for _, box := range pictures {
		s.items = append(s.items, item{box: box, picture: true})
	}
	return s
}

// addParagraphs makes paragraphs of the sheets' lines. Sheets of the same width
// have the same margins: a page may hold nothing but first lines. Running heads
// and lines with gaps may stand further out.
func addParagraphs(sheets []*sheet) {
	byWidth, ends := map[int][]line{}, map[int]float64{}
	for _, s := range sheets {
		width := int(s.width)
		body, end := byWidth[width], ends[width]
		for i := range s.lines {
			l := &s.lines[i]
			if !l.gapped {
				end = max(end, l.box[2])
			}
			if !l.gapped && l.box[3] > edgeBand*s.height && l.box[1] < (1-edgeBand)*s.height {
				body = append(body, *l)
			}
		}
		byWidth[width], ends[width] = body, end
	}
	findLoose(sheets)
	for _, s := range sheets {
		m := textMargins(byWidth[int(s.width)])
		m.end = max(m.right, ends[int(s.width)])
		s.addText(s.lines, m)
		slices.SortStableFunc(s.items, func(a, b item) int {
			if c := cmp.Compare(a.box[1], b.box[1]); c != 0 {
				return c
			}
			return cmp.Compare(a.box[0], b.box[0])
		})
	}
}

// addText makes paragraphs of the lines between the tables.
func (s *sheet) addText(lines []line, m margins) {
	for start := 0; start < len(lines); {
		end := start + 1
		for end < len(lines) && !s.gridBetween(&lines[end-1], &lines[end]) {
			end++
		}
		joined := joinLines(lines[start:end], m)
		for i := range joined {
			s.items = append(s.items, item{box: joined[i].box, paragraph: &joined[i]})
		}
		start = end
	}
}

// gridBetween tells whether a table begins between two lines.
func (s *sheet) gridBetween(a, b *line) bool {
	for i := range s.items {
		if g := s.items[i].grid; g != nil && g.box[1] >= a.box[1] && g.box[1] < b.box[1] {
			return true
		}
	}
	return false
}

// writer puts the sheets' items into a document, joining what goes on.
type writer struct {
	doc    *layout.Document
	reader string
	// lastGrid is the table that the page before ended with, lastParagraph the
	// paragraph; lastBlock is the index of its block. Both are nil where something
	// else follows.
	lastGrid      *placedGrid
	lastParagraph *paragraph
	lastBlock     int
	// grids are the tables and the blocks that wait for them.
	grids []tableBlock
}

type tableBlock struct {
	block int
	grid  *placedGrid
}

func (w *writer) add(s *sheet) {
	first := true
	for i := range s.items {
		it := &s.items[i]
		switch {
		case it.paragraph != nil && it.paragraph.chrome:
			w.doc.Blocks = append(w.doc.Blocks, it.paragraph.block(s.number, s.turned, w.reader))
			continue
		case it.picture:
			w.doc.Blocks = append(w.doc.Blocks, layout.Block{
				Kind:  layout.Image,
				Place: disclosure.Place{Page: s.number, Box: s.shown(it.box), Reader: w.reader},
			})
		case it.paragraph != nil:
			p := it.paragraph
			if first && w.lastParagraph != nil && w.lastParagraph.open && !p.indented &&
				!headingStart.MatchString(p.lines[0].text) && sameSize(w.lastParagraph, p) && !endsRow(w.lastParagraph.last(), &p.lines[0], w.lastParagraph.fullRow) {
				block := &w.doc.Blocks[w.lastBlock]
				if splitsRow(w.lastParagraph.last(), &p.lines[0]) {
					block.Text += " "
				}
				block.Text = joinText(block.Text, p.text())
			} else {
				w.doc.Blocks = append(w.doc.Blocks, p.block(s.number, s.turned, w.reader))
				w.lastBlock = len(w.doc.Blocks) - 1
			}
			w.lastParagraph, w.lastGrid = p, nil
		case it.grid != nil:
			if !first || w.lastGrid == nil || !w.lastGrid.extend(it.grid) {
				w.lastGrid = it.grid
				w.doc.Blocks = append(w.doc.Blocks, layout.Block{
					Kind:  layout.Table,
					Place: disclosure.Place{Page: s.number, Box: s.shown(it.grid.box), Reader: w.reader},
				})
				w.grids = append(w.grids, tableBlock{len(w.doc.Blocks) - 1, it.grid})
			}
			w.lastParagraph = nil
		}
		first = false
	}
}

func sameSize(a, b *paragraph) bool {
	x, y := a.last().size, b.lines[0].size
	return max(x, y) <= 1.15*min(x, y)
}
