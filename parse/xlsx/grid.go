package xlsx

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/tables"
)

// add puts a sheet's cells into a grid, from the first used row and column to
// the last.
func (b *book) add(name string, entries []entry, merges []span, hiddenRows, hiddenColumns map[int]bool) {
	top, left, bottom, right := maxRows, maxColumns, -1, -1
	for _, e := range entries {
		if strings.TrimSpace(e.text) != "" {
			top, left = min(top, e.row), min(left, e.column)
			bottom, right = max(bottom, e.row), max(right, e.column)
		}
	}
	if bottom < 0 {
		return
	}
	for _, m := range merges {
		if m.top >= top && m.top <= bottom && m.left >= left && m.left <= right {
			bottom, right = max(bottom, m.bottom), max(right, m.right)
		}
	}
	// positions number the rows and columns that are left once hidden ones are out.
	rowAt, rows := positions(top, bottom, hiddenRows)
	columnAt, columns := positions(left, right, hiddenColumns)
	if rows*columns > maxArea || rows == 0 || columns == 0 {
		b.lines(name, entries)
		return
	}
	texts := make(map[[2]int]string, len(entries))
	for _, e := range entries {
		texts[[2]int{e.row, e.column}] = e.text
	}
	covered := make([]bool, (rows+1)*(columns+1))
	g := &layout.Grid{Rows: rows, Columns: columns}
	put := func(m span) {
		r, c := rowAt[m.top-top], columnAt[m.left-left]
		below, beside := rowAt[m.bottom-top+1], columnAt[m.right-left+1]
		if below <= r || beside <= c {
			return // all of it is hidden
		}
		for y := r; y < below; y++ {
			for x := c; x < beside; x++ {
				if covered[y*columns+x] {
					return // another merge was there first
				}
			}
		}
		for y := r; y < below; y++ {
			for x := c; x < beside; x++ {
				covered[y*columns+x] = true
			}
		}
		text := texts[[2]int{m.top, m.left}]
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		g.Cells = append(g.Cells, layout.Cell{
			Row: r, Column: c, RowSpan: below - r, ColumnSpan: beside - c, Text: strings.ReplaceAll(text, "\r\n", "\n"),
			Confidence: 1, Place: disclosure.Place{Path: name + "!" + letters(m.left) + strconv.Itoa(m.top+1), Reader: reader},
		})
	}
	for _, m := range merges {
		if m.top >= top && m.left >= left && m.bottom <= bottom && m.right <= right && m.top <= m.bottom && m.left <= m.right {
			put(m)
		}
	}
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			put(span{y, x, y, x})
		}
	}
	slices.SortFunc(g.Cells, func(a, b layout.Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Column - b.Column
	})
	place := disclosure.Place{Path: name, Reader: reader}
	if !defaultName(name) {
		b.doc.Blocks = append(b.doc.Blocks, layout.Block{Kind: layout.Paragraph, Text: name, Place: place})
	}
	b.doc.Blocks = append(b.doc.Blocks, cut(g, place)...)
}

// cut returns a sheet as grids and, where a whole report stands in it, the
// paragraphs between them: rows that hold nothing but one heading or sentence.
func cut(g *layout.Grid, place disclosure.Place) []layout.Block {
	filled := make([]int, g.Rows) // cells with words in each row
	for _, c := range g.Cells {
		if c.Text != "" {
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				filled[r]++
			}
		}
	}
	slots := make([]tables.Slot, 0, len(g.Cells))
	for i, c := range g.Cells {
		s := tables.Slot{Row: c.Row, Column: c.Column, RowSpan: c.RowSpan, ColumnSpan: c.ColumnSpan, Cell: i}
		if c.Text != "" && c.RowSpan == 1 && filled[c.Row] == 1 {
			s.Page, s.Heading = tables.Alone(c.Text)
		}
		slots = append(slots, s)
	}
	var blocks []layout.Block
	for _, part := range tables.Parts(slots, g.Rows) {
		rows := &layout.Grid{Rows: part.Rows, Columns: part.Columns}
		words := make([]int, part.Rows)
		for _, s := range part.Slots {
			c := g.Cells[s.Cell]
			c.Row, c.Column, c.RowSpan, c.ColumnSpan = s.Row, s.Column, s.RowSpan, s.ColumnSpan
			rows.Cells = append(rows.Cells, c)
			if c.Text != "" {
				words[c.Row]++
			}
		}
		if part.Grid && slices.Max(words) > 1 {
			blocks = append(blocks, layout.Block{Kind: layout.Table, Grid: rows, Place: place})
			continue
		}
		for _, c := range rows.Cells {
			if c.Text != "" {
				blocks = append(blocks, layout.Block{Kind: layout.Paragraph, Text: c.Text, Place: c.Place})
			}
		}
	}
	return blocks
}

// defaultName reports whether a sheet has the name that the program gave it,
// which says nothing.
func defaultName(name string) bool {
	for _, word := range [...]string{"Sheet", "sheet", "工作表", "表"} {
		if number, ok := strings.CutPrefix(name, word); ok {
			_, err := strconv.Atoi(number)
			return err == nil || number == ""
		}
	}
	return false
}

// positions numbers what is not hidden from first to last; the entry after the
// last is the count.
func positions(first, last int, hidden map[int]bool) (at []int, count int) {
	at = make([]int, last-first+2)
	for i := first; i <= last; i++ {
		at[i-first] = count
		if !hidden[i] {
			count++
		}
	}
	at[last-first+1] = count
	return at, count
}

// lines adds the text of a sheet that is too large for a grid.
func (b *book) lines(name string, entries []entry) {
	for _, e := range entries {
		if text := strings.TrimSpace(e.text); text != "" {
			b.doc.Blocks = append(b.doc.Blocks, layout.Block{
				Kind: layout.Paragraph, Text: text,
				Place: disclosure.Place{Path: name + "!" + letters(e.column) + strconv.Itoa(e.row+1), Reader: reader},
			})
		}
	}
}
