package html

import (
	"slices"
	"strconv"

	"golang.org/x/net/html/atom"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/tables"
)

// origin is where a cell comes from: its node, and the row of the table and the
// cell of the row in the source, from 1.
type origin struct {
	node   int32
	tr, td int
	// inner counts the cells of a row that stands inside of the cell, from 1; 0 for none.
	inner int
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
	slots, origins, rows := w.slots(n)
	for _, part := range tables.Parts(slots, rows) {
		if part.Grid {
			w.grid(n, part, origins)
			continue
		}
		for _, s := range part.Slots {
			w.children(origins[s.Cell].node)
			w.flush()
		}
	}
}

// slots places the cells of a table as browsers do. A row group ends the cells
// that would reach out of it; where two cells would overlap, the one that came
// first keeps the place.
func (w *writer) slots(n int32) (slots []tables.Slot, origins []origin, rows int) {
	var busy []int // for each column, the first row that no cell above reaches into
	count := w.tree.sums[n].own
	slots, origins = make([]tables.Slot, 0, count), make([]origin, 0, count)
	for _, group := range w.groups(n) {
		end := rows + len(group)
		for _, tr := range group {
			first := len(slots)
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
				put := func(node int32, columns, inner int) {
					for column < len(busy) && busy[column] > rows {
						column++
					}
					s := tables.Slot{Row: rows, Column: column, RowSpan: int(nd.rowSpan), ColumnSpan: 1, Cell: len(origins)}
					if s.RowSpan == 0 || s.Row+s.RowSpan > end {
						s.RowSpan = end - s.Row
					}
					for next := column; next < min(column+columns, tables.MaxColumns+1); next++ {
						if next == len(busy) {
							busy = append(busy, 0)
						}
						if busy[next] > rows {
							break
						}
						busy[next] = rows + s.RowSpan
						s.ColumnSpan = next - column + 1
					}
					column += columns
					slots = append(slots, s)
					origins = append(origins, origin{node, tr.tr, td, inner})
				}
				if row := w.innerRow(cell); row != nil {
					for i, node := range row {
						put(node, 1, i+1)
					}
				} else {
					put(cell, int(nd.columnSpan), 0)
				}
			}
			for i := first; i < len(slots); i++ {
				slots[i].Page = w.content(origins[i].node).IsPage()
			}
			if len(slots) == first+1 && !reachesInto(busy, rows, &slots[first]) {
				s := &slots[first]
				page, heading := tables.Alone(w.words(origins[first].node))
				s.Page, s.Heading = s.Page || page, heading
			}
			rows++
		}
	}
	return slots, origins, rows
}

// innerRow returns the cells of the table that fills a cell, where it is a single
// row with as many cells as the columns that the cell spans: they are cells of the
// table around it.
func (w *writer) innerRow(cell int32) []int32 {
	s, span := &w.tree.sums[cell], int32(w.tree.nodes[cell].columnSpan)
	if s.tables != 1 || span < 2 || s.cells != span {
		return nil
	}
	table := w.tree.nodes[cell].first
	for table != 0 && w.tree.nodes[table].tag != atom.Table {
		if w.tree.sums[table].cells > 0 {
			table = w.tree.nodes[table].first
		} else {
			table = w.tree.nodes[table].next
		}
	}
	if table == 0 || w.tree.sums[table].text != s.text {
		return nil
	}
	var row []int32
	for _, group := range w.groups(table) {
		for _, tr := range group {
			if row != nil {
				return nil
			}
			for td := w.tree.nodes[tr.node].first; td != 0; td = w.tree.nodes[td].next {
				nd := &w.tree.nodes[td]
				if (nd.tag == atom.Td || nd.tag == atom.Th) && nd.columnSpan == 1 && nd.rowSpan == 1 && !w.isHidden(nd) {
					row = append(row, td)
				}
			}
		}
	}
	if len(row) != int(span) {
		return nil
	}
	return row
}

// reachesInto reports whether another cell than the given one takes part in a row.
func reachesInto(busy []int, row int, only *tables.Slot) bool {
	for column, until := range busy {
		if until > row && (column < only.Column || column >= only.Column+only.ColumnSpan) {
			return true
		}
	}
	return false
}

// content says what stands in a cell.
func (w *writer) content(cell int32) tables.Content {
	s := &w.tree.sums[cell]
	return tables.Content{Bytes: int(s.text), Breaks: int(s.breaks), Headings: int(s.headings), Tables: int(s.tables)}
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
			if r := &w.tree.nodes[row]; !w.isHidden(g) && !w.isHidden(r) && !w.isInvisible(g) && !w.isInvisible(r) {
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

// grid adds a part of a table as a grid.
func (w *writer) grid(n int32, part tables.Part, origins []origin) {
	g := &layout.Grid{Rows: part.Rows, Columns: part.Columns, Cells: make([]layout.Cell, 0, len(part.Slots))}
	w.cells.reset()
	filled := false
	for _, s := range part.Slots {
		image := w.cell(origins[s.Cell].node)
		filled = filled || image || w.cells.lastFilled()
		g.Cells = append(g.Cells, layout.Cell{
			Row: s.Row, Column: s.Column, RowSpan: s.RowSpan, ColumnSpan: s.ColumnSpan,
			Confidence: 1, Image: image,
		})
	}
	if !filled {
		return // a table of nothing only keeps others apart
	}
	texts := w.cells.strings()
	paths := w.paths(n, part.Slots, origins)
	for i := range g.Cells {
		g.Cells[i].Text = texts[i]
		g.Cells[i].Place = disclosure.Place{Path: paths[i], Reader: reader}
	}
	path := w.prefix + "table[" + strconv.Itoa(int(w.tree.nodes[n].ordinal)) + "]"
	w.block(layout.Block{Kind: layout.Table, Grid: g}, path)
	w.flushAside()
}

// pathBytes is the usual length of a place.
const pathBytes = 28

// paths returns the place of each cell: "table[2]/tr[5]/td[3]". They are cut
// from one string, which spares an allocation a cell.
func (w *writer) paths(n int32, slots []tables.Slot, origins []origin) []string {
	buf := slices.Grow(w.scratch[:0], pathBytes*len(slots))
	ends := make([]int, len(slots))
	for i, s := range slots {
		from := origins[s.Cell]
		buf = append(buf, w.prefix...)
		buf = append(buf, "table["...)
		buf = strconv.AppendInt(buf, int64(w.tree.nodes[n].ordinal), 10)
		buf = append(buf, "]/tr["...)
		buf = strconv.AppendInt(buf, int64(from.tr), 10)
		if w.tree.nodes[from.node].tag == atom.Th {
			buf = append(buf, "]/th["...)
		} else {
			buf = append(buf, "]/td["...)
		}
		buf = strconv.AppendInt(buf, int64(from.td), 10)
		buf = append(buf, ']')
		if from.inner > 0 {
			buf = append(buf, "/td["...)
			buf = strconv.AppendInt(buf, int64(from.inner), 10)
			buf = append(buf, ']')
		}
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
