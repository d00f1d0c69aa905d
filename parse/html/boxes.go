package html

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"gongkai/parse/layout"
	"gongkai/parse/tables"
)

// A table can be made of other elements than <table>: by CSS (display: table,
// grid or flex), by ARIA roles, by class names that an outer style sheet gives
// looks to, or by nothing but the regular order of boxes. boxes finds them. The
// grid is loose unless the page says that it is a table and its rows agree.

const (
	// boxText is how many bytes a cell made of boxes may hold.
	boxText = 600
	// plainText is the same where nothing but regularity speaks for a table, and
	// plainRows and plainCells how regular it must be.
	plainText  = 200
	plainRows  = 3
	plainCells = 3
	// maxBoxes bounds the cells of such a table.
	maxBoxes = 20_000
	// maxBoxArea bounds rows times columns.
	maxBoxArea = 1 << 18
)

// boxRow is one row of boxes.
type boxRow struct {
	node  int32
	cells []int32
	// said is true where the page says that it is a row.
	said bool
}

// boxes lays out the children of an element where they make a table, and reports
// whether they did.
func (w *writer) boxes(n int32) bool {
	nd := &w.tree.nodes[n]
	if nd.first == 0 || w.tree.sums[n].cells > 0 || w.tree.sums[n].text == 0 {
		return false
	}
	if nd.flags&asGrid != 0 && nd.columnSpan > 1 && w.cssGrid(n) {
		return true
	}
	rows, any := w.boxRows(n)
	if !any {
		return false
	}
	for i := 0; i < len(rows); {
		end := i
		for end < len(rows) && len(rows[end].cells) > 0 && rows[end].said == rows[i].said {
			end++
		}
		if end > i && w.boxGrid(n, rows[i:end]) {
			i = end
			continue
		}
		w.node(rows[i].node)
		i++
	}
	return true
}

// boxRows splits the children of an element into rows of cells; what is none has
// no cells. It reports whether there is a table: two rows below each other, or one
// of which the page says that it is a table's.
func (w *writer) boxRows(n int32) (rows []boxRow, any bool) {
	inTable := w.tree.nodes[n].flags&asTable != 0
	run, total := 0, 0
	var add func(parent int32, deep bool)
	add = func(parent int32, deep bool) {
		for child := w.tree.nodes[parent].first; child != 0; child = w.tree.nodes[child].next {
			c := &w.tree.nodes[child]
			if c.flags&isText != 0 && blank(w.tree.content(child)) || w.isHidden(c) {
				continue
			}
			row := w.boxRow(child, inTable)
			if len(row.cells) == 0 && inTable && !deep && c.flags&isText == 0 && c.flags&isInline == 0 && w.rowGroup(child) {
				add(child, true)
				continue
			}
			if total += len(row.cells); total > maxBoxes {
				row.cells = nil
			}
			rows = append(rows, row)
			if len(row.cells) > 0 {
				run++
			} else {
				run = 0
			}
			any = any || run >= 2 || inTable && len(row.cells) > 1
		}
	}
	add(n, false)
	return rows, any
}

// rowGroup reports whether an element holds nothing but rows, by its first child.
func (w *writer) rowGroup(n int32) bool {
	first := w.tree.nodes[n].first
	for first != 0 && w.tree.nodes[first].flags&isText != 0 && blank(w.tree.content(first)) {
		first = w.tree.nodes[first].next
	}
	return first != 0 && w.tree.nodes[first].flags&asRow != 0
}

// boxRow takes an element for a row where all it holds is short boxes.
func (w *writer) boxRow(n int32, inTable bool) boxRow {
	nd := &w.tree.nodes[n]
	row := boxRow{node: n}
	if nd.flags&isText != 0 || w.tree.sums[n].anchors > 0 && w.tree.sums[n].links*2 > w.tree.sums[n].text {
		return row
	}
	said := nd.flags&(asRow|asFlex) != 0 || nd.flags&asGrid != 0 && nd.columnSpan > 1 || inTable && nd.flags&isInline == 0
	limit := int32(plainText)
	if said {
		limit = boxText
	}
	for child := nd.first; child != 0; child = w.tree.nodes[child].next {
		c := &w.tree.nodes[child]
		if w.isHidden(c) {
			continue
		}
		if c.flags&isText != 0 {
			if blank(w.tree.content(child)) {
				continue
			}
			return row
		}
		cellLike := c.flags&asCell != 0 || c.flags&isInline == 0
		if !cellLike || kindOf(c.tag) == heading && !said || w.tree.sums[child].text > limit || w.tree.sums[child].tables > 0 || w.holdsRows(child) {
			return row
		}
		row.cells = append(row.cells, child)
	}
	wrapsAround := nd.flags&asGrid != 0 && len(row.cells) > int(nd.columnSpan) // a whole CSS grid
	if wrapsAround || !said && len(row.cells) < plainCells {
		row.cells = nil
	}
	row.said = said
	return row
}

// holdsRows reports whether there are rows below a box, which then is no cell.
func (w *writer) holdsRows(n int32) bool {
	for child := w.tree.nodes[n].first; child != 0; child = w.tree.nodes[child].next {
		nd := &w.tree.nodes[child]
		if nd.flags&(asRow|asFlex|asGrid|asTable|asCell) != 0 || w.holdsRows(child) {
			return true
		}
	}
	return false
}

// boxGrid adds rows of boxes as a grid, unless too little speaks for it. Rows that
// the page calls so but that differ in their cells become a paragraph each, with
// bars between the cells: which columns are missing nobody said.
func (w *writer) boxGrid(n int32, rows []boxRow) bool {
	rows = w.trimmed(rows)
	said, several, least := rows[0].said, 0, 2
	for _, row := range rows {
		if len(row.cells) > 1 {
			several++
		}
	}
	if w.tree.nodes[n].flags&asTable != 0 {
		least = 1
	}
	if several < least || !said && len(rows) < plainRows {
		return false
	}
	slots, widest, even := w.boxSlots(rows)
	switch {
	case widest > tables.MaxColumns || widest*len(rows) > maxBoxArea, !even && !said:
		return false
	case !even:
		w.raggedBoxes(rows)
		return true
	}
	g := &layout.Grid{Rows: len(rows), Columns: widest, Loose: !said}
	w.cells.reset()
	next := 0
	for r, row := range rows {
		for td, cell := range row.cells {
			w.boxCell(g, cell, slots[next], r+1, td+1)
			next++
		}
	}
	w.boxBlock(g, n)
	return true
}

// trimmed drops a last cell that is empty in every row.
func (w *writer) trimmed(rows []boxRow) []boxRow {
	for _, row := range rows {
		if n := len(row.cells); n < 2 || w.tree.sums[row.cells[n-1]].text > 0 || w.tree.nodes[row.cells[n-1]].columnSpan > 1 {
			return rows
		}
	}
	out := make([]boxRow, len(rows))
	for i, row := range rows {
		row.cells = row.cells[:len(row.cells)-1]
		out[i] = row
	}
	return out
}

// boxSlots places the cells of rows. It reports how many columns there are and
// whether every row fills them; the single cell of a row does by itself.
func (w *writer) boxSlots(rows []boxRow) (slots []tables.Slot, widest int, even bool) {
	var busy []int // for each column, the first row that no cell above reaches into
	filled := make([]int, len(rows))
	for r, row := range rows {
		column := 0
		for _, cell := range row.cells {
			for column < len(busy) && busy[column] > r {
				column++
			}
			s := tables.Slot{Row: r, Column: column, ColumnSpan: 1, RowSpan: min(int(w.tree.nodes[cell].rowSpan), len(rows)-r)}
			for c := column; c < column+int(w.tree.nodes[cell].columnSpan); c++ {
				if c == len(busy) {
					busy = append(busy, 0)
				}
				if busy[c] > r {
					break
				}
				busy[c] = r + s.RowSpan
				s.ColumnSpan = c - column + 1
			}
			column += s.ColumnSpan
			slots = append(slots, s)
			if column > tables.MaxColumns {
				return nil, column, false
			}
		}
		for _, until := range busy {
			if until > r {
				filled[r]++
			}
		}
	}
	widest, even = len(busy), true
	for i := range slots {
		if s := &slots[i]; len(rows[s.Row].cells) == 1 && filled[s.Row] == 1 && s.RowSpan == 1 {
			s.ColumnSpan = widest
			filled[s.Row] = widest
		}
	}
	for _, f := range filled {
		even = even && f == widest
	}
	return slots, widest, even
}

// raggedBoxes adds rows as paragraphs that show where the cells end.
func (w *writer) raggedBoxes(rows []boxRow) {
	for _, row := range rows {
		w.cells.reset()
		for _, cell := range row.cells {
			w.cell(cell)
		}
		texts := w.cells.strings()
		switch {
		case len(texts) == 1:
			w.emit(texts[0])
		case strings.Join(texts, "") != "":
			w.emit(strings.ReplaceAll(strings.Join(texts, "|")+"|", "\n", ""))
		}
		w.flushAside()
	}
}

// cssGrid adds the children of a CSS grid, which flow into its columns row by row.
func (w *writer) cssGrid(n int32) bool {
	columns := int(w.tree.nodes[n].columnSpan)
	var cells []int32
	covered := 0
	for child := w.tree.nodes[n].first; child != 0; child = w.tree.nodes[child].next {
		c := &w.tree.nodes[child]
		if w.isHidden(c) || c.flags&isText != 0 && blank(w.tree.content(child)) {
			continue
		}
		if c.flags&isText != 0 || w.tree.sums[child].text > boxText || len(cells) >= maxBoxes || w.holdsRows(child) {
			return false
		}
		cells = append(cells, child)
		covered += int(c.columnSpan)
	}
	if covered < columns {
		return false
	}
	g := &layout.Grid{Columns: columns}
	w.cells.reset()
	busy := make([]int, columns)
	row, column := 0, 0
	for i, cell := range cells {
		span := min(int(w.tree.nodes[cell].columnSpan), columns)
		tall := min(int(w.tree.nodes[cell].rowSpan), maxTracks)
		for !fits(busy, row, column, span) {
			if column++; column+span > columns {
				row, column = row+1, 0
			}
		}
		for c := column; c < column+span; c++ {
			busy[c] = row + tall
		}
		w.boxCell(g, cell, tables.Slot{Row: row, Column: column, RowSpan: tall, ColumnSpan: span}, 1, i+1)
		g.Rows = max(g.Rows, row+tall)
		if column += span; column >= columns {
			row, column = row+1, 0
		}
	}
	if g.Rows*g.Columns > maxBoxArea {
		return false
	}
	w.boxBlock(g, n)
	return true
}

// fits reports whether the columns are free in a row.
func fits(busy []int, row, column, span int) bool {
	if column+span > len(busy) {
		return false
	}
	for _, until := range busy[column : column+span] {
		if until > row {
			return false
		}
	}
	return true
}

func (w *writer) boxCell(g *layout.Grid, cell int32, s tables.Slot, tr, td int) {
	image := w.cell(cell)
	g.Cells = append(g.Cells, layout.Cell{
		Row: s.Row, Column: s.Column, RowSpan: s.RowSpan, ColumnSpan: s.ColumnSpan, Confidence: 1, Image: image,
	})
	place := &g.Cells[len(g.Cells)-1].Place
	place.Reader = reader
	place.Path = "/row[" + strconv.Itoa(tr) + "]/cell[" + strconv.Itoa(td) + "]"
}

func (w *writer) boxBlock(g *layout.Grid, n int32) {
	path := w.prefix + "node[" + strconv.Itoa(int(n)) + "]"
	for i, text := range w.cells.strings() {
		g.Cells[i].Text = text
		g.Cells[i].Place.Path = path + g.Cells[i].Place.Path
	}
	w.flush()
	w.block(layout.Block{Kind: layout.Table, Grid: g}, path)
	w.flushAside()
}

// boxClasses are the class names that say what a box is.
var boxClasses = [...]struct {
	name string
	flag flags
}{
	{"table", asTable}, {"tbl", asTable}, {"table-row", asRow}, {"row", asRow}, {"tr", asRow}, {"trow", asRow},
	{"table-cell", asCell}, {"cell", asCell}, {"td", asCell}, {"th", asCell}, {"tcell", asCell}, {"col", asCell},
}

// boxClass returns what the class names of an element say of its being a table,
// row or cell: "row", "table__row", "my-row", "row-2".
func boxClass(tag atom.Atom, classes []byte) (f flags) {
	switch tag {
	case atom.Div, atom.Section, atom.Span, atom.Label, atom.Ul, atom.Li, atom.Dl, atom.Dd, atom.Dt:
	default:
		return 0
	}
	for class := range bytes.FieldsSeq(classes) {
		if len(class) > 24 {
			continue
		}
		for _, known := range boxClasses {
			if at := bytes.Index(class, []byte(known.name)); at >= 0 {
				before, after := class[:at], class[at+len(known.name):]
				if (len(before) == 0 || before[len(before)-1] == '-' || before[len(before)-1] == '_') &&
					(len(after) == 0 || after[0] == '-' || after[0] == '_' || after[0] >= '0' && after[0] <= '9') {
					f |= known.flag
				}
			}
		}
	}
	if f&asCell != 0 {
		return asCell
	}
	if f&asRow != 0 {
		return asRow
	}
	return f
}
