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
	// joins is true for a cell that the old horizontal merge hides beside the one on its left.
	joins bool
	// gone is true for a cell that a revision took away.
	gone   bool
	path   string
	blocks []layout.Block
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
	rows := 0
	err := p.inside(func(e *xml.StartElement) (bool, error) {
		switch local, isWord := word(e.Name); {
		case deleted(local):
			return p.skip()
		case isWord && local == "tr":
			row, gone, err := p.row(path + "/row[" + strconv.Itoa(rows+1) + "]")
			if !gone {
				for i := range row {
					row[i].row = rows
				}
				cells = append(cells, row...)
				rows++
			}
			return true, err
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return lay(path, cells, rows), nil
}

// row reads a w:tr. It reports whether the row is gone: hidden, or taken away by
// a revision.
func (p *parser) row(path string) (cells []cell, gone bool, err error) {
	column, count := 0, 0
	err = p.inside(func(e *xml.StartElement) (bool, error) {
		switch local, isWord := word(e.Name); {
		case isWord && local == "trPr":
			before, taken, err := p.rowProperties()
			column, gone = column+before, taken
			return true, err
		case isWord && local == "tc":
			c, err := p.cell()
			count++
			c.column, c.path = column, path+"/cell["+strconv.Itoa(count)+"]"
			if c.gone {
				return true, err
			}
			column += c.span
			if column > tables.MaxColumns {
				return true, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("表格超过 %d 列", tables.MaxColumns)}
			}
			if c.joins && len(cells) > 0 {
				cells[len(cells)-1].span += c.span
			} else {
				cells = append(cells, c)
			}
			return true, err
		case deleted(local):
			return p.skip()
		}
		return false, nil
	})
	return cells, gone, err
}

// rowProperties reads w:trPr: the columns left free before the row, and whether
// it is gone.
func (p *parser) rowProperties() (before int, gone bool, err error) {
	err = p.inside(func(e *xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "gridBefore":
			before = count(e)
		case "hidden":
			gone = gone || on(e)
		case "del":
			gone = true
		case "trPrChange":
			return p.skip()
		}
		return false, nil
	})
	return before, gone, err
}

// count reads a number of grid columns.
func count(e *xml.StartElement) int {
	n, err := strconv.Atoi(value(e, "val"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), tables.MaxColumns)
}

// cell reads a w:tc.
func (p *parser) cell() (cell, error) {
	c := cell{span: 1}
	if p.made++; p.made > maxBlocks {
		return c, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("段落和单元格超过 %d 个", maxBlocks)}
	}
	err := p.inside(func(e *xml.StartElement) (bool, error) {
		if local, isWord := word(e.Name); isWord && local == "tcPr" {
			return true, p.cellProperties(&c)
		}
		return p.block(e, &c.blocks)
	})
	c.blocks = append(c.blocks, p.rest()...)
	return c, err
}

// cellProperties reads w:tcPr.
func (p *parser) cellProperties(c *cell) error {
	return p.inside(func(e *xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "gridSpan":
			c.span = max(count(e), 1)
		case "vMerge", "vmerge":
			c.continues = value(e, "val") != "restart"
		case "hMerge", "hmerge":
			c.joins = value(e, "val") != "restart"
		case "cellDel":
			c.gone = true
		case "tcPrChange":
			return p.skip()
		}
		return false, nil
	})
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
