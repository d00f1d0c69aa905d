package docx

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/tables"
)

// cell is a w:tc as it stands in the source.
type cell struct {
	row, column, span int
	// continues is true for a cell that a vertical merge hides below the one above.
	continues bool
	path      string
	blocks    []layout.Block
}

// table reads a w:tbl and returns it as a grid, or as the blocks of its cells
// where it only arranges the page.
func (p *parser) table() ([]layout.Block, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.tables++
	path := p.prefix + "table[" + strconv.Itoa(p.tables) + "]"
	var cells []cell
	rows, open := 0, 0
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			local, isWord := word(t.Name)
			switch {
			case deleted(local):
				err = p.decoder.Skip()
			case isWord && local == "tr":
				var row []cell
				var gone bool
				row, gone, err = p.row(path + "/row[" + strconv.Itoa(rows+1) + "]")
				if !gone {
					for i := range row {
						row[i].row = rows
					}
					cells = append(cells, row...)
					rows++
				}
			default:
				open++
			}
			if err != nil {
				return nil, err
			}
		case xml.EndElement:
			if open == 0 {
				return lay(path, cells, rows), nil
			}
			open--
		}
	}
}

// row reads a w:tr. It reports whether the row is gone: hidden, or taken away by
// a revision.
func (p *parser) row(path string) (cells []cell, gone bool, err error) {
	column, open, count := 0, 0, 0
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			local, isWord := word(t.Name)
			switch {
			case isWord && local == "trPr":
				var before int
				before, gone, err = p.rowProperties()
				column += before
			case isWord && local == "tc":
				count++
				var c cell
				var deletedCell, joins bool
				c, deletedCell, joins, err = p.cell()
				c.column, c.path = column, path+"/cell["+strconv.Itoa(count)+"]"
				switch {
				case deletedCell:
				case joins && len(cells) > 0:
					// The old horizontal merge: one cell over several.
					cells[len(cells)-1].span += c.span
					column += c.span
				default:
					cells = append(cells, c)
					column += c.span
				}
				if column > tables.MaxColumns {
					err = &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("表格超过 %d 列", tables.MaxColumns)}
				}
			case deleted(local):
				err = p.decoder.Skip()
			default:
				open++
			}
			if err != nil {
				return nil, false, err
			}
		case xml.EndElement:
			if open == 0 {
				return cells, gone, nil
			}
			open--
		}
	}
}

// rowProperties reads w:trPr.
func (p *parser) rowProperties() (before int, gone bool, err error) {
	open := 0
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return 0, false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			open++
			switch t.Name.Local {
			case "gridBefore":
				before = count(&t)
			case "hidden":
				gone = gone || on(&t)
			case "del":
				gone = true
			case "trPrChange":
				open--
				if err := p.decoder.Skip(); err != nil {
					return 0, false, err
				}
			}
		case xml.EndElement:
			if open == 0 {
				return before, gone, nil
			}
			open--
		}
	}
}

// count reads a number of grid columns.
func count(e *xml.StartElement) int {
	n, err := strconv.Atoi(value(e, "val"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), tables.MaxColumns)
}

// cell reads a w:tc. It reports whether a revision took it away, and whether it
// joins the cell on its left.
func (p *parser) cell() (c cell, gone, joins bool, err error) {
	if p.made++; p.made > maxBlocks {
		return c, false, false, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("段落和单元格超过 %d 个", maxBlocks)}
	}
	c.span = 1
	// The properties come first; what follows are blocks up to the end of the cell.
	token, err := p.decoder.Token()
	for ; err == nil; token, err = p.decoder.Token() {
		if _, space := token.(xml.CharData); !space {
			break
		}
	}
	if err != nil {
		return c, false, false, err
	}
	switch t := token.(type) {
	case xml.EndElement:
		return c, false, false, nil
	case xml.StartElement:
		switch local, _ := word(t.Name); local {
		case "tcPr":
			gone, joins, err = p.cellProperties(&c)
		case "p":
			c.blocks, err = p.paragraph()
		case "tbl":
			c.blocks, err = p.table()
		default:
			if deleted(local) {
				err = p.decoder.Skip()
			} else {
				c.blocks, err = p.blocks()
			}
		}
	}
	if err != nil {
		return c, false, false, err
	}
	rest, err := p.blocks()
	c.blocks = append(c.blocks, rest...)
	return c, gone, joins, err
}

// cellProperties reads w:tcPr.
func (p *parser) cellProperties(c *cell) (gone, joins bool, err error) {
	open := 0
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return false, false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			open++
			switch t.Name.Local {
			case "gridSpan":
				c.span = max(count(&t), 1)
			case "vMerge":
				c.continues = value(&t, "val") != "restart"
			case "hMerge":
				joins = value(&t, "val") != "restart"
			case "cellDel":
				gone = true
			case "tcPrChange":
				open--
				if err := p.decoder.Skip(); err != nil {
					return false, false, err
				}
			}
		case xml.EndElement:
			if open == 0 {
				return gone, joins, nil
			}
			open--
		}
	}
}

// lay puts the cells of a table into their places and returns its blocks.
func lay(path string, cells []cell, rows int) []layout.Block {
	var slots []tables.Slot
	above := map[int]int{} // for each column, the slot of the cell that begins there and may be continued
	for i := 0; i < len(cells); {
		end := i
		for end < len(cells) && cells[end].row == cells[i].row {
			end++
		}
		alone := end == i+1
		next := map[int]int{}
		for ; i < end; i++ {
			c := &cells[i]
			if at, ok := above[c.column]; c.continues && ok && slots[at].ColumnSpan == c.span {
				slots[at].RowSpan++
				next[c.column] = at
				continue
			}
			s := tables.Slot{Row: c.row, Column: c.column, RowSpan: 1, ColumnSpan: c.span, Cell: i, Page: content(c).IsPage()}
			if alone {
				page, heading := tables.Alone(words(c))
				s.Page, s.Heading = s.Page || page, heading
			}
			next[c.column] = len(slots)
			slots = append(slots, s)
		}
		above = next
	}
	var blocks []layout.Block
	for _, part := range tables.Parts(slots, rows) {
		if !part.Grid {
			for _, s := range part.Slots {
				blocks = append(blocks, cells[s.Cell].blocks...)
			}
			continue
		}
		if b, ok := grid(path, part, cells); ok {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// content says what stands in a cell.
func content(c *cell) (out tables.Content) {
	for i := range c.blocks {
		switch b := &c.blocks[i]; b.Kind {
		case layout.Paragraph:
			out.Bytes += len(b.Text)
			out.Breaks += 1 + strings.Count(b.Text, "\n")
			if b.Heading > 0 {
				out.Headings++
			}
		case layout.Table:
			out.Tables++
		}
	}
	return out
}

// words returns the text of a cell's paragraphs.
func words(c *cell) string {
	var lines []string
	for i := range c.blocks {
		if b := &c.blocks[i]; b.Kind == layout.Paragraph {
			lines = append(lines, b.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// grid makes a grid of a part of a table. It reports false for one that holds
// nothing.
func grid(path string, part tables.Part, cells []cell) (layout.Block, bool) {
	g := &layout.Grid{Rows: part.Rows, Columns: part.Columns, Cells: make([]layout.Cell, 0, len(part.Slots))}
	filled := false
	for _, s := range part.Slots {
		c := &cells[s.Cell]
		text := words(c)
		image := slices.ContainsFunc(c.blocks, func(b layout.Block) bool { return b.Kind == layout.Image })
		filled = filled || image || text != ""
		g.Cells = append(g.Cells, layout.Cell{
			Row: s.Row, Column: s.Column, RowSpan: s.RowSpan, ColumnSpan: s.ColumnSpan,
			Text: text, Confidence: 1, Image: image,
			Place: disclosure.Place{Path: c.path, Reader: reader},
		})
	}
	return layout.Block{Kind: layout.Table, Grid: g, Place: disclosure.Place{Path: path, Reader: reader}}, filled
}
