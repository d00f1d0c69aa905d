package page

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongkai/internal/document/han"
)

// extend appends the table that the next page begins with, if it is the same
// table: equally wide, and the edges of one among those of the other.
func (g *placedGrid) extend(next *placedGrid) bool {
	if g.loose || next.loose {
		return false
	}
	g.trimFoot()
	next.trimHead()
	shift := g.edges[0] - next.edges[0]
	width := g.edges[len(g.edges)-1] - g.edges[0]
	if math.Abs(width-(next.edges[len(next.edges)-1]-next.edges[0])) > 2*sameEdge {
		return false
	}
	moved := make([]float64, len(next.edges))
	for i, x := range next.edges {
		moved[i] = x + shift
	}
	if !among(moved, g.edges) && !among(g.edges, moved) {
		return false
	}
	all := g.edges
	if len(moved) > len(all) {
		all = moved
	}
	g.spread(g.edges, all)
	next.spread(moved, all)
	next.dropHead(g.repeatedHead(next))
	seam := g.rows
	g.cells = append(g.cells, next.cells...)
	for i := len(g.cells) - len(next.cells); i < len(g.cells); i++ {
		g.cells[i].Row += seam
	}
	g.rows += next.rows
	g.columns, g.edges = len(all)-1, all
	g.mend(seam)
	g.foot = next.foot
	return true
}

// sliver is the height in points below which an empty row is the cut-off end of
// one that stands on the other page.
const sliver = 9

// trimFoot drops the last row if it is a sliver.
func (g *placedGrid) trimFoot() {
	if g.rows > 1 && g.foot < sliver && g.blank(g.rows-1) {
		g.dropRow(g.rows - 1)
	}
}

// trimHead drops the first row if it is a sliver.
func (g *placedGrid) trimHead() {
	if g.rows > 1 && g.head < sliver && g.blank(0) {
		g.dropRow(0)
	}
}

// blank tells whether no cell of this row alone has any text.
func (g *placedGrid) blank(row int) bool {
	for i := range g.cells {
		if c := &g.cells[i]; c.Row == row && c.RowSpan == 1 && strings.TrimSpace(c.Text) != "" {
			return false
		}
	}
	return true
}

// repeatedHead counts the rows with which the next part repeats the table's own
// first rows: cells of the same place and extent, without numbers, and of each
// row at least half with the same words, for scans are not read alike twice.
func (g *placedGrid) repeatedHead(next *placedGrid) int {
	rows, reach := 0, 0
	for row := 0; row < next.rows-1; row++ {
		own, repeated := rowOf(g.cells, row), rowOf(next.cells, row)
		same, other := 0, 0
		for i := range repeated {
			c := &repeated[i]
			reach = max(reach, c.Row+c.RowSpan)
			text, ok := "", false
			for ; len(own) > 0 && own[0].Column <= c.Column; own = own[1:] {
				if o := &own[0]; o.Column == c.Column && o.RowSpan == c.RowSpan && o.ColumnSpan == c.ColumnSpan {
					text, ok = han.Unspaced(o.Text), true
				}
			}
			switch again := han.Unspaced(c.Text); {
			case !ok || text != "" && !isLabel(text) || c.Text != "" && !isLabel(c.Text):
				return rows
			case text != "" && text == again:
				same++
			case text != "" || again != "":
				other++
			}
		}
		if same == 0 || same < other {
			break
		}
		if reach == row+1 {
			rows = reach
		}
	}
	return rows
}

// rowOf returns the cells that begin in a row. Cells are in the order of their
// rows, and of their columns.
func rowOf(cells []placedCell, row int) []placedCell {
	from, _ := slices.BinarySearchFunc(cells, row, func(c placedCell, row int) int { return c.Row - row })
	end := from
	for end < len(cells) && cells[end].Row == row {
		end++
	}
	return cells[from:end]
}

// dropHead drops the first rows, beyond which none of their cells reaches.
func (g *placedGrid) dropHead(rows int) {
	g.cells = slices.DeleteFunc(g.cells, func(c placedCell) bool { return c.Row < rows })
	for i := range g.cells {
		g.cells[i].Row -= rows
	}
	g.rows -= rows
}

// pair is a cell above the break of a page and the one below it in the same
// columns.
type pair struct{ upper, lower *placedCell }

// mend joins what the break of a page before the given row cut: a row, or cells
// that span rows.
func (g *placedGrid) mend(seam int) {
	above := map[[2]int]*placedCell{}
	for i := range g.cells {
		if c := &g.cells[i]; c.Row+c.RowSpan == seam {
			above[[2]int{c.Column, c.ColumnSpan}] = c
		}
	}
	var pairs []pair
	lone := 0
	for i := range g.cells {
		if c := &g.cells[i]; c.Row == seam {
			if upper := above[[2]int{c.Column, c.ColumnSpan}]; upper != nil {
				pairs = append(pairs, pair{upper, c})
			} else {
				lone++
			}
		}
	}
	whole := lone == 0 && len(pairs) == len(above) && cutRow(pairs)
	var below side
	for i := range g.cells {
		if g.cells[i].Row == seam {
			below.add(strings.TrimSpace(g.cells[i].Text))
		}
	}
	labelled := below.labels > 0 && below.numbers == 0
	for _, p := range pairs {
		if !whole && !p.goesOn(labelled) {
			continue
		}
		p.upper.Text = strings.Trim(p.upper.Text+"\n"+p.lower.Text, "\n")
		p.upper.Confidence = min(p.upper.Confidence, p.lower.Confidence)
		p.upper.Image = p.upper.Image || p.lower.Image
		if p.upper.Doubt == "" {
			p.upper.Doubt = p.lower.Doubt
		}
		p.upper.RowSpan += p.lower.RowSpan
		p.upper.wrapped, p.upper.nearlyWrapped = p.lower.wrapped, p.lower.nearlyWrapped
		p.upper.openBottom = p.lower.openBottom
		p.lower.RowSpan = 0 // it is no cell any more
	}
	g.cells = slices.DeleteFunc(g.cells, func(c placedCell) bool { return c.RowSpan == 0 })
	if whole {
		g.dropRow(seam)
	}
}

// dropRow takes out a row, with the cells that stand in it alone.
func (g *placedGrid) dropRow(row int) {
	g.cells = slices.DeleteFunc(g.cells, func(c placedCell) bool { return c.Row == row && c.RowSpan == 1 })
	for i := range g.cells {
		switch c := &g.cells[i]; {
		case c.Row > row:
			c.Row--
		case c.Row+c.RowSpan > row:
			c.RowSpan--
		}
	}
	g.rows--
}

// compact takes out rows and columns in which no cell begins.
func (g *placedGrid) compact() {
	rows, columns := make([]bool, g.rows), make([]bool, g.columns)
	for i := range g.cells {
		rows[g.cells[i].Row], columns[g.cells[i].Column] = true, true
	}
	rows[0], columns[0] = true, true
	toRow, toColumn := renumber(rows), renumber(columns)
	for i := range g.cells {
		c := &g.cells[i]
		row, column := toRow[c.Row], toColumn[c.Column]
		c.RowSpan, c.ColumnSpan = toRow[c.Row+c.RowSpan]-row, toColumn[c.Column+c.ColumnSpan]-column
		c.Row, c.Column = row, column
	}
	var edges []float64
	for i, x := range g.edges {
		if i == g.columns || columns[i] {
			edges = append(edges, x)
		}
	}
	g.rows, g.columns, g.edges = toRow[g.rows], toColumn[g.columns], edges
}

// renumber gives for each index, and for the end, how many before it are kept.
func renumber(kept []bool) []int {
	to := make([]int, len(kept)+1)
	for i, keep := range kept {
		to[i+1] = to[i]
		if keep {
			to[i+1]++
		}
	}
	return to
}

// side counts what stands in the cells of one row on one side of a break.
type side struct{ labels, numbers, blanks int }

func (s *side) add(text string) {
	switch {
	case text == "":
		s.blanks++
	case isLabel(text):
		s.labels++
	default:
		s.numbers++
	}
}

// cutRow tells whether the rows above and below a break are one row: no line is
// drawn between them, or what one side has the other lacks. A row has a label
// and numbers, or blanks; both may stand on the same side or on one each, and the
// label may be cut.
func cutRow(pairs []pair) bool {
	var upper, lower side
	open, goesOn, singles := true, false, 0
	for _, p := range pairs {
		if p.lower.RowSpan > 1 && p.upper.RowSpan > 1 {
			continue
		}
		singles++
		open = open && p.upper.openBottom && p.lower.openTop
		above, below := strings.TrimSpace(p.upper.Text), strings.TrimSpace(p.lower.Text)
		upper.add(above)
		lower.add(below)
		if above != "" && below != "" {
			if !isLabel(above) || !isLabel(below) || !p.textGoesOn() {
				return false
			}
			goesOn = true
		}
	}
	switch {
	case singles == 0:
		return false
	case open:
		return true
	case upper.numbers > 0 && lower.numbers > 0:
		return false
	case goesOn:
		return upper.numbers+lower.numbers > 0
	case upper.labels > 0 && lower.labels > 0:
		return false
	case lower.labels+lower.numbers == 0:
		return upper.labels > 0 && upper.numbers+upper.blanks > 0
	case upper.labels+upper.numbers == 0:
		return lower.labels > 0 && lower.numbers > 0
	}
	return (upper.labels > 0) != (upper.numbers > 0) && (lower.labels > 0) != (lower.numbers > 0)
}

// goesOn tells whether the lower cell is the rest of the upper one: of a label
// that stands over several rows, or that was cut in the middle. labelled tells
// that the lower row holds labels and no numbers.
func (p pair) goesOn(labelled bool) bool {
	upper, lower := strings.TrimSpace(p.upper.Text), strings.TrimSpace(p.lower.Text)
	spans := p.upper.RowSpan > 1 || p.lower.RowSpan > 1
	switch {
	case upper == "" && lower == "":
		return p.upper.RowSpan > 1 && p.lower.RowSpan > 1
	case lower == "":
		return isLabel(upper) && (spans || labelled)
	case upper == "":
		return isLabel(lower) && (spans && !enumerated.MatchString(lower) || p.upper.openBottom)
	}
	return isLabel(upper) && isLabel(lower) && spans && p.textGoesOn()
}

// textGoesOn tells whether the words of the lower cell can be the rest of those
// of the upper one, whose last line then fills the cell. A label with a number of
// its own is easier to tell, so its line may be shorter.
func (p pair) textGoesOn() bool {
	if enumerated.MatchString(p.lower.Text) {
		return false
	}
	return p.upper.wrapped || p.upper.nearlyWrapped && enumerated.MatchString(p.upper.Text)
}

// isLabel tells words from numbers and marks.
func isLabel(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// enumerated tells a text that begins with a number of its own: it is the
// beginning of a label, not the rest of one.
var enumerated = &pattern{
	expression: regexp.MustCompile(`^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}\s*[.．、)）]|[①-⑳⑴-⒇])`),
	first:      asciiDigits + chineseDigits + "（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
}

// among tells whether each of the edges is one of the others.
func among(few, many []float64) bool {
	for _, x := range few {
		if math.Abs(many[nearest(many, x)]-x) > sameEdge {
			return false
		}
	}
	return true
}

// spread renumbers the columns of the cells from their own edges to others.
func (g *placedGrid) spread(own, all []float64) {
	to := make([]int, len(own))
	for i, x := range own {
		to[i] = nearest(all, x)
	}
	for i := range g.cells {
		c := &g.cells[i]
		start, end := to[c.Column], to[c.Column+c.ColumnSpan]
		c.Column, c.ColumnSpan = start, max(end-start, 1)
	}
}
