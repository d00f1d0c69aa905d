// Package tables tells tables that hold data from tables that only arrange a
// page, for the readers of formats in which a table is both: web pages and Word.
//
// A table is cut into parts, row by row: those that are data become grids, those
// whose cells hold what a page holds are dissolved into the blocks of their
// cells. A whole report that was typed into one table has parts of both sorts.
package tables

import (
	"slices"
	"strings"
)

// Slot is a cell at its place: the rectangle that it covers.
type Slot struct {
	Row, Column         int
	RowSpan, ColumnSpan int
	// Cell is the reader's own number of the cell.
	Cell int
	// Page is true where the cell holds what a page holds; see [Content.IsPage].
	Page bool
	// Heading is true for the only cell of a row that looks like the numbered
	// heading of a section. Where a table has pages too, it is one of them.
	Heading bool
}

// Part is a run of rows of one sort.
type Part struct {
	// Grid is true for data, false for what is to be dissolved: cells that hold
	// pages, and cells below each other in a single column.
	Grid          bool
	Rows, Columns int
	// Slots are in row-major order, their rows counted from the part's first. The
	// columns of a grid are those that tell its cells apart.
	Slots []Slot
}

// Limits beyond which a table is read as its text.
const (
	MaxColumns = 2048
	maxArea    = 1 << 18
)

// Parts cuts a table into parts. The slots must be in row-major order, and none
// may overlap.
func Parts(slots []Slot, rows int) []Part {
	columns := 0
	for _, s := range slots {
		columns = max(columns, s.Column+s.ColumnSpan)
	}
	pages := make([]bool, rows)
	if columns > MaxColumns || rows*columns > maxArea {
		return []Part{{Rows: rows, Columns: columns, Slots: slots}}
	}
	holdsPages := slices.ContainsFunc(slots, func(s Slot) bool { return s.Page })
	for _, s := range slots {
		if s.Page || s.Heading && holdsPages {
			pages[s.Row] = true
		}
	}
	spread(slots, pages)
	var parts []Part
	next := 0
	for begin := 0; begin < rows; {
		end := begin + 1
		for end < rows && pages[end] == pages[begin] {
			end++
		}
		part := Part{Grid: !pages[begin], Rows: end - begin, Columns: columns}
		first := next
		for next < len(slots) && slots[next].Row < end {
			slots[next].Row -= begin
			next++
		}
		part.Slots = slots[first:next]
		if part.Grid {
			part.Columns = squeeze(part.Slots)
			part.Grid = part.Columns > 1
		}
		if len(part.Slots) > 0 {
			parts = append(parts, part)
		}
		begin = end
	}
	return parts
}

// spread makes rows pages that a cell joins to rows that are: no cell may cross
// from one sort to the other.
func spread(slots []Slot, pages []bool) {
	joined := make([]bool, len(pages)) // whether a cell crosses from a row to the next
	for _, s := range slots {
		for r := s.Row; r < s.Row+s.RowSpan-1; r++ {
			joined[r] = true
		}
	}
	for begin := 0; begin < len(pages); {
		end := begin + 1
		for end < len(pages) && joined[end-1] {
			end++
		}
		if slices.Contains(pages[begin:end], true) {
			for r := begin; r < end; r++ {
				pages[r] = true
			}
		}
		begin = end
	}
}

// squeeze renumbers the columns of cells and returns how many there are. An edge
// between columns counts only where it tells two cells apart: if no cell is as
// narrow as the column before it, it is the same edge as the last one. That
// leaves out columns in which no cell begins, slivers that come of edges which
// were dragged a hair apart, and headers whose spans miss those of their values
// (1 + 2 + 1 over 2 + 1 + 1).
func squeeze(slots []Slot) int {
	end := 0
	for _, s := range slots {
		end = max(end, s.Column+s.ColumnSpan)
	}
	narrowest := make([]int, end+1) // for each edge, where the narrowest cell that ends there begins
	for i := range narrowest {
		narrowest[i] = -1
	}
	for _, s := range slots {
		narrowest[s.Column+s.ColumnSpan] = max(narrowest[s.Column+s.ColumnSpan], s.Column)
	}
	edge := make([]int, end+1)
	for e := 1; e <= end; e++ {
		edge[e] = edge[e-1]
		if n := narrowest[e]; n >= 0 && edge[n] == edge[e-1] {
			edge[e]++
		}
	}
	for i := range slots {
		s := &slots[i]
		first, last := edge[s.Column], edge[s.Column+s.ColumnSpan]
		s.Column, s.ColumnSpan = first, last-first
	}
	return edge[end]
}

// Content says what a cell holds. Bytes are of UTF-8 without white space; a
// Chinese character has three.
type Content struct {
	Bytes    int
	Breaks   int // lines and paragraphs
	Headings int
	Tables   int // tables inside of the cell that are more than a frame around words
}

// Marks of a cell that holds a page: several paragraphs of some length, or, where
// it is alone in its row, a sentence. No label or note of a form is that long.
const (
	pageBreaks    = 4
	pageBytes     = 900
	headedBytes   = 600
	aloneBytes    = 450
	sentenceBytes = 90
)

// IsPage reports whether a cell holds what a page holds and not what a cell of a
// form does.
func (c Content) IsPage() bool {
	return c.Tables > 0 ||
		c.Breaks >= pageBreaks && c.Bytes >= pageBytes ||
		c.Headings > 0 && c.Breaks >= 2 && c.Bytes >= headedBytes
}

// Alone judges the text of a cell that is the only one of its row: whether it is
// prose, and whether it looks like the numbered heading of a section ("三、…").
func Alone(text string) (page, heading bool) {
	text = strings.TrimSpace(text)
	page = len(text) >= aloneBytes || len(text) >= sentenceBytes && strings.Contains(text, "。")
	number := strings.TrimLeft(text, "一二三四五六七八九十")
	return page, !page && number != text && strings.HasPrefix(number, "、")
}
