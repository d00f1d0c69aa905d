package page

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/parse/raised"
)

// line is a line of text.
type line struct {
	glyphs []Glyph
	box    disclosure.Box
	// size is the largest font size in it.
	size float64
	text string
	// gapped is true where gaps divide it into several words.
	gapped bool
	// row is what the line has of a row of a table, once somebody asked.
	row   rowText
	asked bool
}

// reading is the text of some glyphs.
type reading struct {
	text       string
	confidence float64
	// lines counts the lines; width and size are those of the last one.
	lines       int
	width, size float64
	// overlaid is true where the digits are not to be read as they stand.
	overlaid bool
}

// wraps tells whether the last line fills a cell of the given width but for some
// characters, or the text runs down the cell in lines of a character or two.
func (r *reading) wraps(width, characters float64) bool {
	return r.lines > 0 && (r.width >= width-characters*r.size || r.lines >= 2 && r.width <= 2.2*r.size)
}

// readCell reads the glyphs of a cell: lines separated by "\n". Text that lies on
// its side is turned first; text set in columns is read column by column from
// the right.
func readCell(glyphs []Glyph) reading {
	if len(glyphs) == 0 {
		return reading{confidence: 1}
	}
	var count [4]int
	vertical := 0
	for i := range glyphs {
		count[glyphs[i].Direction&3]++
		if glyphs[i].Vertical {
			vertical++
		}
	}
	direction := uint8(0)
	for d := range count {
		if count[d] > count[direction] {
			direction = uint8(d)
		}
	}
	if direction != 0 {
		glyphs = slices.Clone(glyphs)
		for i := range glyphs {
			glyphs[i].Box = turnBox(glyphs[i].Box, 0, 0, direction)
		}
	}
	var lines []line
	var room [4]line
	if vertical*2 > len(glyphs) {
		lines = columnLines(glyphs)
	} else {
		lines = appendLines(room[:0], glyphs)
	}
	r := reading{confidence: 1, lines: len(lines)}
	var texts []string
	for i := range lines {
		l := &lines[i]
		if len(lines) > 1 {
			texts = append(texts, l.text)
		} else {
			r.text = l.text
		}
		r.width, r.size = l.box[2]-l.box[0], l.size
		r.overlaid = r.overlaid || overlaid(l.glyphs)
		for i := range l.glyphs {
			r.confidence = min(r.confidence, l.glyphs[i].Confidence)
		}
	}
	if len(lines) > 1 {
		r.text = strings.Join(texts, "\n")
		r.overlaid = r.overlaid || overlaidLines(lines)
	}
	r.text = strings.Trim(r.text, "\n")
	return r
}

// columnLines reads text in columns from right to left, each as one line.
func columnLines(glyphs []Glyph) []line {
	turned := slices.Clone(glyphs)
	for i := range turned {
		turned[i].Box = turnBox(turned[i].Box, 0, 0, 1)
	}
	return readLines(turned)
}

// readLines sorts glyphs into lines from top to bottom. The glyphs are sorted in
// place; the lines hold parts of them.
func readLines(glyphs []Glyph) []line {
	return appendLines(nil, glyphs)
}

func appendLines(lines []line, glyphs []Glyph) []line {
	middle := func(g *Glyph) float64 { return g.Box[1] + g.Box[3] }
	sortGlyphs(glyphs, middle)
	for start := 0; start < len(glyphs); {
		end := start + 1
		// A line is as high as its first glyphs; what lies further down begins the next.
		sum, size := middle(&glyphs[start]), glyphs[start].Size
		for end < len(glyphs) {
			g := &glyphs[end]
			if middle(g)-sum/float64(end-start) > 0.9*min(size, max(g.Size, 0.5*size)) {
				break
			}
			sum += middle(g)
			size = max(size, g.Size)
			end++
		}
		if l := newLine(glyphs[start:end:end]); l.text != "" {
			lines = append(lines, l)
		}
		start = end
	}
	return lines
}

// sortGlyphs sorts glyphs by a measure; equal ones keep their order. Most are in
// order already, and glyphs are large to move.
func sortGlyphs(glyphs []Glyph, measure func(*Glyph) float64) {
	type place struct {
		at   float64
		from int
	}
	sorted := true
	for i := 1; i < len(glyphs) && sorted; i++ {
		sorted = cmp.Compare(measure(&glyphs[i-1]), measure(&glyphs[i])) <= 0
	}
	if sorted {
		return
	}
	places := make([]place, len(glyphs))
	for i := range glyphs {
		places[i] = place{measure(&glyphs[i]), i}
	}
	slices.SortFunc(places, func(a, b place) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		return a.from - b.from
	})
	// Each cycle of the permutation moves its glyphs by one place.
	for i := range places {
		if places[i].from < 0 || places[i].from == i {
			continue
		}
		first, at := glyphs[i], i
		for places[at].from != i {
			from := places[at].from
			glyphs[at] = glyphs[from]
			places[at].from, at = -1, from
		}
		glyphs[at] = first
		places[at].from = -1
	}
}

// newLine makes a line of glyphs that stand side by side, which it sorts.
func newLine(glyphs []Glyph) line {
	if len(glyphs) == 1 { // as in most cells
		g := &glyphs[0]
		l := line{glyphs: glyphs, size: max(0, g.Size)}
		if !isBlank(g.Text) {
			l.box, l.text = g.Box, strings.TrimRightFunc(g.Text, unicode.IsSpace)
		}
		return l
	}
	sortGlyphs(glyphs, func(g *Glyph) float64 { return g.Box[0] })
	glyphs = withoutDoubles(glyphs)
	l := line{glyphs: glyphs}
	var text strings.Builder
	text.Grow(3 * len(glyphs))
	inked := -1
	for i := range glyphs {
		g := &glyphs[i]
		l.size = max(l.size, g.Size)
		if isBlank(g.Text) {
			text.WriteString(g.Text)
			continue
		}
		if inked < 0 {
			l.box = g.Box
		} else {
			before := &glyphs[inked]
			if g.Box[0]-before.Box[2] > wordGap*min(g.Size, before.Size) {
				l.gapped = true
			}
			if IsDigit(before.Text) && IsDigit(g.Text) && raisedDigit(before, g) {
				text.WriteString(raised.Apart([]byte(before.Text), []byte(g.Text)))
			}
			if apart(before, g) && !strings.HasSuffix(text.String(), " ") {
				text.WriteByte(' ')
			}
		}
		text.WriteString(g.Text)
		l.box = around(l.box, g.Box)
		inked = i
	}
	if inked >= 0 {
		l.text = strings.TrimRightFunc(text.String(), unicode.IsSpace)
	}
	return l
}

// wordGap is the gap in ems that divides words from each other in a table.
const wordGap = 0.9

// mostDoubles bounds how many glyphs at one place are compared.
const mostDoubles = 16

// withoutDoubles drops glyphs that are printed twice with a small shift to look
// bold. The glyphs are sorted from left to right.
func withoutDoubles(glyphs []Glyph) []Glyph {
	kept := glyphs[:0]
	for i := range glyphs {
		g := &glyphs[i]
		double := false
		for j := len(kept) - 1; j >= max(0, len(kept)-mostDoubles) && g.Box[0]-kept[j].Box[0] <= 0.15*g.Size; j-- {
			k := &kept[j]
			if k.Text == g.Text && math.Abs(k.Box[1]-g.Box[1]) <= 0.15*g.Size && math.Abs(k.Size-g.Size) < 0.5 {
				double = true
			}
		}
		switch {
		case double:
		case len(kept) == i:
			kept = glyphs[:i+1]
		default:
			kept = append(kept, *g)
		}
	}
	return kept
}

// apart tells whether the gap between two neighbours on a line is a space.
// Between digits less counts as one: two numbers must not become one.
func apart(left, right *Glyph) bool {
	gap := right.Box[0] - left.Box[2]
	size := min(left.Size, right.Size)
	if IsDigit(left.Text) && IsDigit(right.Text) {
		return gap > 0.18*size
	}
	return gap > 0.3*size
}

// IsDigit tells whether the last character of a text is a digit.
func IsDigit(text string) bool {
	if len(text) == 1 {
		return text[0] >= '0' && text[0] <= '9'
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	return r >= '0' && r <= '9' || r >= '０' && r <= '９'
}

func isBlank(text string) bool {
	// What begins with another ASCII character or a CJK ideograph is not.
	if len(text) > 0 && (text[0] > ' ' && text[0] < utf8.RuneSelf || text[0] > 0xe3 && text[0] < 0xef) {
		return false
	}
	for _, r := range text {
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false
		}
	}
	return true
}

// around returns the smallest box around two.
func around(a, b disclosure.Box) disclosure.Box {
	return disclosure.Box{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}
