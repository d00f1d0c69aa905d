package form

import (
	"slices"
	"strings"

	"gongkai/parse/layout"
)

// The limits on what is looked at in one document. What lies beyond is not read,
// and the report says so by its absent cells.
const (
	// maxSheets bounds the grids of a document.
	maxSheets = 400
	// maxGridCells bounds the positions of one grid, and maxLines the rows of all.
	maxGridCells = 60_000
	maxLines     = 4_000
)

// sheet is a grid as the matcher walks it.
type sheet struct {
	grid *layout.Grid
	at   [][]int
	// infos are what the texts of the grid's cells are.
	infos []*info
	// block is the index of the grid among the document's blocks, and owners those of
	// the cells where the sheet was made from running text.
	block  int
	owners []int
	// ordered is true where the cells have an order and no columns: the sheet was
	// made from running text.
	ordered bool
	// turned is true where rows and columns were exchanged.
	turned bool
	heads  []*headBlock
	// tables are those of the form of which a row was read from it, a bit each.
	tables uint64
	// pairs are the lines of a list by row; nil where the sheet is none.
	pairs map[int]pair
	// headRows tells the rows that are words only.
	headRows map[int]bool
}

// line is one row of a sheet, or the part of it that one label governs.
type line struct {
	sheet *sheet
	row   int
	cells []spot
	kind  lineKind
	// label is the index in cells of the innermost row label, or -1, and after that of
	// the first cell after all labels.
	label, after int
	// groups are the entries of the outer labels that stand in the line itself, or
	// those of the nearest group above where there are none.
	groups []int
	// groupLevel is the numbering level of the group above; own says that the groups
	// stand in the line itself.
	groupLevel int
	own        bool
	// spilled is true where a header cell reaches into the line from above.
	spilled bool
	// target is the row of the form that the line was matched to.
	target  place
	matched bool
	score   float64
	pass    int
	// unproven is in which direction its values may belong elsewhere.
	unproven direction
	// why says how the line was matched, for Explain.
	why string
}

// spot is one cell in a line.
type spot struct {
	cell     int
	from, to int
	info     *info
}

type lineKind uint8

// The kinds of lines.
const (
	emptyLine lineKind = iota // nothing but blanks
	headLine                  // words only: headers and groups
	rowLine                   // a label and cells after it
	dataLine                  // cells without a label
)

// newSheet prepares a grid, turned where its rows are the form's columns.
func (m *matcher) newSheet(grid *layout.Grid, block int) *sheet {
	s := &sheet{grid: grid, at: grid.At(), infos: m.infosOf(grid), block: block}
	if s.pairs = m.pairsOf(s); s.pairs == nil && m.isTurned(s) {
		if straight := m.straightened(s, m.blocks); straight != nil {
			return straight
		}
		turned := turn(grid)
		return &sheet{grid: turned, at: turned.At(), infos: s.infos, block: block, turned: true}
	}
	return s
}

func (m *matcher) infosOf(grid *layout.Grid) []*info {
	infos := make([]*info, len(grid.Cells))
	for i := range grid.Cells {
		infos[i] = m.info(grid.Cells[i].Text)
	}
	return infos
}

// turn exchanges the rows and columns of a grid.
func turn(g *layout.Grid) *layout.Grid {
	out := &layout.Grid{Rows: g.Columns, Columns: g.Rows, Loose: g.Loose, Cells: make([]layout.Cell, len(g.Cells))}
	for i, c := range g.Cells {
		c.Row, c.Column, c.RowSpan, c.ColumnSpan = c.Column, c.Row, c.ColumnSpan, c.RowSpan
		out.Cells[i] = c
	}
	return out
}

// isTurned counts the rows that begin with a row's label against those that
// begin with a column's, where values follow.
func (m *matcher) isTurned(s *sheet) bool {
	asRow, asColumn, rowsAbove := 0, 0, 0
	for r := range s.at {
		var last *info
		words, values, others := 0, 0, 0
		previous := -1
		for _, c := range s.at[r] {
			if c < 0 || c == previous {
				continue
			}
			previous = c
			i := s.infos[c]
			switch {
			case i.kind == wordsText && values == 0:
				last = i
				words++
				if m.namesRow(i) && !m.namesColumn(i) {
					others++
				}
			case i.valueish() || i.kind == blankText:
				values++
			}
		}
		if values == 0 {
			if others >= 2 {
				rowsAbove += others
			}
			continue
		}
		if last == nil || len(last.hits) == 0 {
			continue
		}
		e := &m.v.entries[last.hits[0].entry]
		switch {
		case len(e.rows) > 0 && len(e.columns) > 0:
		case len(e.rows) > 0:
			asRow++
		case len(e.columns) > 0:
			asColumn++
		}
	}
	return asColumn > asRow && (asColumn >= 3 || rowsAbove >= 3)
}

// yearWords stand above the columns of tables that compare years.
var yearWords = []string{"上年", "上年度", "去年", "上年数", "今年", "本年", "本年度", "本年数"}

// comparesYears reports whether a sheet sets the figures of two years beside each
// other and has no column of the form: it is the prose's, not the form's.
func (m *matcher) comparesYears(s *sheet) bool {
	first := ""
	two := false
	for i := range s.grid.Cells {
		c := &s.grid.Cells[i]
		if m.namesColumn(s.infos[i]) && s.infos[i].hits[0].score == 1 {
			return false
		}
		year := strings.TrimSpace(c.Text)
		if c.Row > 1 || len(year) > len("2023年度数据") {
			continue
		}
		switch {
		case slices.Contains(yearWords, year):
		case len(year) >= len("2023") && year[0] == '2' && strings.Trim(year[:4], "0123456789") == "":
			year = year[:4]
		default:
			continue
		}
		two = two || first != "" && first != year
		first = year
	}
	return two
}

// foreign reports whether a sheet has a header of its own, none of whose words the
// form knows, and below it rows that the form does not know beside a few that it does:
// a summary that the prose is illustrated with.
func (m *matcher) foreign(s *sheet) bool {
	if s.turned || s.ordered || len(s.at) < 2 {
		return false
	}
	header, previous := 0, -1
	for _, index := range s.at[0] {
		if index < 0 || s.infos[index].kind != wordsText || len(s.infos[index].hits) > 0 {
			return false
		}
		if index != previous {
			header++
		}
		previous = index
	}
	unknown, known := 0, 0
	for _, row := range s.at[1:] {
		if first := row[0]; first >= 0 && s.infos[first].kind == wordsText {
			if len(s.infos[first].hits) == 0 {
				unknown++
			} else {
				known++
			}
		}
		for _, index := range row {
			if index >= 0 && m.namesColumn(s.infos[index]) && !m.namesRow(s.infos[index]) {
				return false
			}
		}
	}
	return header > 1 && unknown > 0 && known < enoughRows
}
