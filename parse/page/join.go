package page

import (
	"math"
	"regexp"
	"strings"
	"unicode"
)

// extend appends the table that the next page begins with, if it is the same
// table: equally wide, and the edges of one among those of the other.
func (g *placedGrid) extend(next *placedGrid) bool {
	if g.loose || next.loose {
		return false
	}
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
	repeated := g.repeats(next)
	seam := g.rows
	for _, c := range next.cells {
		c.Row += seam
		g.cells = append(g.cells, c)
	}
	g.rows += next.rows
	g.columns, g.edges = len(all)-1, all
	if !repeated {
		g.mend(seam, min(g.foot, next.head) < sliver)
	}
	g.foot = next.foot
	return true
}

// sliver is the height in points below which a row is the cut-off end of one.
const sliver = 9

// repeats tells whether the next part begins with the table's own head.
func (g *placedGrid) repeats(next *placedGrid) bool {
	head := map[int]string{}
	for _, c := range g.cells {
		if c.Row == 0 {
			head[c.Column] = c.Text
		}
	}
	same := 0
	for _, c := range next.cells {
		if c.Row == 0 && strings.TrimSpace(c.Text) != "" {
			if squeeze(head[c.Column]) != squeeze(c.Text) {
				return false
			}
			same++
		}
	}
	return same > 0
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// pair is a cell above the break of a page and the one below it in the same
// columns.
type pair struct{ upper, lower *placedCell }

// mend joins what the break of a page before the given row cut: a row, or cells
// that span rows. thin is true where the row on one side is a sliver.
func (g *placedGrid) mend(seam int, thin bool) {
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
	merged := map[*placedCell]bool{}
	whole := lone == 0 && len(pairs) == len(above) && cutRow(pairs, thin)
	for _, p := range pairs {
		if !whole && !p.goesOn() {
			continue
		}
		p.upper.Text = strings.Trim(p.upper.Text+"\n"+p.lower.Text, "\n")
		p.upper.Confidence = min(p.upper.Confidence, p.lower.Confidence)
		p.upper.Image = p.upper.Image || p.lower.Image
		if p.upper.Doubt == "" {
			p.upper.Doubt = p.lower.Doubt
		}
		p.upper.RowSpan += p.lower.RowSpan
		p.upper.wrapped, p.upper.openBottom = p.lower.wrapped, p.lower.openBottom
		merged[p.lower] = true
	}
	kept := make([]placedCell, 0, len(g.cells))
	for i := range g.cells {
		if !merged[&g.cells[i]] {
			kept = append(kept, g.cells[i])
		}
	}
	g.cells = kept
	if whole {
		g.dropRow(seam)
	}
}

// dropRow takes out a row in which no cell begins.
func (g *placedGrid) dropRow(row int) {
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

// cutRow tells whether the rows above and below a break are one row: no line is
// drawn between them, or one of them is an empty sliver, or the labels go on and
// the numbers stand on one side only.
func cutRow(pairs []pair, thin bool) bool {
	open, singles, labels := true, 0, 0
	upperNumbers, lowerNumbers, upperTexts, lowerTexts := 0, 0, 0, 0
	for _, p := range pairs {
		if p.lower.RowSpan > 1 && p.upper.RowSpan > 1 {
			continue
		}
		singles++
		open = open && p.upper.openBottom && p.lower.openTop
		upper, lower := strings.TrimSpace(p.upper.Text), strings.TrimSpace(p.lower.Text)
		if upper != "" {
			upperTexts++
		}
		if lower != "" {
			lowerTexts++
		}
		switch {
		case isLabel(lower) && isLabel(upper) && p.upper.wrapped && !enumerated.MatchString(lower):
			labels++
		case isLabel(lower) && upper != "":
			return false
		case lower != "" && upper != "":
			return false // two numbers
		case lower != "":
			lowerNumbers++
		case upper != "" && !isLabel(upper):
			upperNumbers++
		}
	}
	switch {
	case singles == 0:
		return false
	case thin && (upperTexts == 0 || lowerTexts == 0), open:
		return true
	}
	return labels > 0 && (lowerNumbers == 0) != (upperNumbers == 0)
}

// goesOn tells whether the lower cell is the rest of the upper one: of a label
// that stands over several rows, or that was cut in the middle.
func (p pair) goesOn() bool {
	upper, lower := strings.TrimSpace(p.upper.Text), strings.TrimSpace(p.lower.Text)
	spans := p.upper.RowSpan > 1 || p.lower.RowSpan > 1
	switch {
	case upper == "" && lower == "":
		return p.upper.RowSpan > 1 && p.lower.RowSpan > 1
	case lower == "":
		return isLabel(upper)
	case upper == "":
		return isLabel(lower) && spans && !enumerated.MatchString(lower) || isLabel(lower) && p.upper.openBottom
	}
	return isLabel(upper) && isLabel(lower) && spans && p.upper.wrapped && !enumerated.MatchString(lower)
}

// isLabel tells words from numbers and marks.
func isLabel(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// enumerated tells a text that begins with a number of its own: it is the
// beginning of a label, not the rest of one.
var enumerated = regexp.MustCompile(`^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}\s*[.．、)）]|[①-⑳⑴-⒇])`)

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
