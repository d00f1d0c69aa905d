package html

import (
	"slices"
	"strconv"

	"golang.org/x/net/html/atom"

	"gongkai/parse/layout"
)

// maxSlots bounds rows times columns of a table, and maxColumns its columns; a
// larger one is read as its text.
const (
	maxSlots   = 1 << 18
	maxColumns = 2048
)

// slot is a cell at its place in the table.
type slot struct {
	node                int32
	row, column         int
	rowSpan, columnSpan int
	// tr and td count the rows of the table and the cells of the row in the source, from 1.
	tr, td int
	// page is true where the cell holds what a page holds and not what a cell of a
	// form does: another table, headings, many paragraphs.
	page bool
}

// source is one row of a table in the source.
type source struct {
	node int32
	tr   int
}

// table lays out a table element: as a grid, or as the blocks of its cells where
// it is there for the looks. A table may be both, row by row, as when a whole
// report was put into one.
func (w *writer) table(n int32) {
	w.flush()
	t := w.tree
	for child := t.nodes[n].first; child != 0; child = t.nodes[child].next {
		if t.nodes[child].tag == atom.Caption && t.nodes[child].flags&hidden == 0 {
			w.children(child)
			w.flush()
		}
	}
	slots, rows := w.slots(n)
	if len(slots) == 0 {
		return
	}
	columns := 0
	for i := range slots {
		columns = max(columns, slots[i].column+slots[i].columnSpan)
	}
	pages := make([]bool, rows)
	for i := range slots {
		s := &slots[i]
		s.page = w.holdsPage(s.node, s.columnSpan == columns)
		if s.page {
			pages[s.row] = true
		}
	}
	if columns > maxColumns || rows*columns > maxSlots {
		for r := range pages {
			pages[r] = true
		}
	} else {
		spreadPages(slots, pages)
	}
	for begin := 0; begin < rows; {
		end := begin + 1
		for end < rows && pages[end] == pages[begin] {
			end++
		}
		var part []slot
		for _, s := range slots {
			if s.row >= begin && s.row < end {
				s.row -= begin
				part = append(part, s)
			}
		}
		if pages[begin] {
			for _, s := range part {
				w.children(s.node)
				w.flush()
			}
		} else {
			w.grid(n, part, end-begin)
		}
		begin = end
	}
}

// slots places the cells of a table as browsers do. A row group ends the cells
// that would reach out of it; where two cells would overlap, the one that came
// first keeps the place.
func (w *writer) slots(n int32) (slots []slot, rows int) {
	var busy []int // for each column, the first row that no cell above reaches into
	for _, group := range w.groups(n) {
		end := rows + len(group)
		for _, tr := range group {
			column, td := 0, 0
			for cell := w.tree.nodes[tr.node].first; cell != 0; cell = w.tree.nodes[cell].next {
				nd := &w.tree.nodes[cell]
				if nd.tag != atom.Td && nd.tag != atom.Th {
					continue
				}
				td++
				if w.isHidden(nd) {
					continue
				}
				for column < len(busy) && busy[column] > rows {
					column++
				}
				s := slot{node: cell, row: rows, column: column, rowSpan: int(nd.rowSpan), columnSpan: 1, tr: tr.tr, td: td}
				if s.rowSpan == 0 || s.row+s.rowSpan > end {
					s.rowSpan = end - s.row
				}
				for next := column; next < min(column+int(nd.columnSpan), maxColumns+1); next++ {
					if next == len(busy) {
						busy = append(busy, 0)
					}
					if busy[next] > rows {
						break
					}
					busy[next] = rows + s.rowSpan
					s.columnSpan = next - column + 1
				}
				column += int(nd.columnSpan)
				slots = append(slots, s)
			}
			rows++
		}
	}
	return slots, rows
}

// groups returns the rows of a table in the order in which they are shown: the
// first head above, the first foot below.
func (w *writer) groups(n int32) [][]source {
	var head, foot []source
	var body [][]source
	haveHead, haveFoot := false, false
	tr := 0
	for group := w.tree.nodes[n].first; group != 0; group = w.tree.nodes[group].next {
		g := &w.tree.nodes[group]
		if g.tag == atom.Caption {
			continue
		}
		var rows []source
		for row := g.first; row != 0; row = w.tree.nodes[row].next {
			if w.tree.nodes[row].tag != atom.Tr {
				continue
			}
			tr++
			if !w.isHidden(g) && !w.isHidden(&w.tree.nodes[row]) {
				rows = append(rows, source{row, tr})
			}
		}
		switch {
		case g.tag == atom.Thead && !haveHead:
			head, haveHead = rows, true
		case g.tag == atom.Tfoot && !haveFoot:
			foot, haveFoot = rows, true
		default:
			body = append(body, rows)
		}
	}
	return append(slices.Insert(body, 0, head), foot)
}

// Marks of a cell that holds a page: several paragraphs of some length, or, where
// it fills the whole row, prose. Bytes of UTF-8; a Chinese character has three.
const (
	pageBreaks   = 4
	pageText     = 900
	headedText   = 600
	fullRowProse = 450
)

func (w *writer) holdsPage(cell int32, fullRow bool) bool {
	s := &w.tree.nodes[cell].sum
	return s.tables > 0 ||
		s.breaks >= pageBreaks && s.text >= pageText ||
		s.headings > 0 && s.breaks >= 2 && s.text >= headedText ||
		fullRow && s.text >= fullRowProse
}

// spreadPages makes rows pages that a cell joins to rows that are: no cell may
// cross from one sort to the other.
func spreadPages(slots []slot, pages []bool) {
	joined := make([]bool, len(pages)) // whether a cell crosses from a row to the next
	for _, s := range slots {
		for r := s.row; r < s.row+s.rowSpan-1; r++ {
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

// grid adds a part of a table as a grid, or as paragraphs where it has a single
// column.
func (w *writer) grid(n int32, slots []slot, rows int) {
	columns := squeeze(slots)
	if columns == 1 {
		for _, s := range slots {
			w.paragraphs(s)
		}
		return
	}
	g := &layout.Grid{Rows: rows, Columns: columns, Cells: make([]layout.Cell, 0, len(slots))}
	w.cells.reset()
	filled := false
	for _, s := range slots {
		image := w.cell(s.node)
		filled = filled || image || w.cells.lastFilled()
		g.Cells = append(g.Cells, layout.Cell{
			Row: s.row, Column: s.column, RowSpan: s.rowSpan, ColumnSpan: s.columnSpan,
			Confidence: 1, Image: image,
		})
	}
	if !filled {
		return // a table of nothing only keeps others apart
	}
	texts := w.cells.strings()
	paths := w.paths(n, slots)
	for i := range g.Cells {
		g.Cells[i].Text = texts[i]
		g.Cells[i].Place.Path = paths[i]
		g.Cells[i].Place.Reader = reader
	}
	path := w.prefix + "table[" + strconv.Itoa(int(w.tree.nodes[n].ordinal)) + "]"
	w.block(layout.Block{Kind: layout.Table, Grid: g}, path)
	w.flushAside()
}

// squeeze renumbers the columns of cells, leaving out those at which no cell
// begins, and returns how many there are.
func squeeze(slots []slot) int {
	end := 0
	for _, s := range slots {
		end = max(end, s.column+s.columnSpan)
	}
	renumbered := make([]int, end+1)
	for _, s := range slots {
		renumbered[s.column] = 1
	}
	count := 0
	for c, begins := range renumbered {
		renumbered[c] = count
		count += begins
	}
	// A column at which no cell begins belongs to the one before it; so does every
	// end of a span.
	for i := range slots {
		s := &slots[i]
		first, last := renumbered[s.column], renumbered[s.column+s.columnSpan]
		s.column, s.columnSpan = first, max(last-first, 1)
	}
	return count
}

// paths returns the place of each cell: "table[2]/tr[5]/td[3]". They are cut
// from one string, which spares an allocation a cell.
func (w *writer) paths(n int32, slots []slot) []string {
	buf := w.scratch[:0]
	ends := make([]int, len(slots))
	for i, s := range slots {
		buf = append(buf, w.prefix...)
		buf = append(buf, "table["...)
		buf = strconv.AppendInt(buf, int64(w.tree.nodes[n].ordinal), 10)
		buf = append(buf, "]/tr["...)
		buf = strconv.AppendInt(buf, int64(s.tr), 10)
		if w.tree.nodes[s.node].tag == atom.Th {
			buf = append(buf, "]/th["...)
		} else {
			buf = append(buf, "]/td["...)
		}
		buf = strconv.AppendInt(buf, int64(s.td), 10)
		buf = append(buf, ']')
		ends[i] = len(buf)
	}
	w.scratch = buf
	all := string(buf)
	paths := make([]string, len(slots))
	begin := 0
	for i, end := range ends {
		paths[i], begin = all[begin:end], end
	}
	return paths
}
