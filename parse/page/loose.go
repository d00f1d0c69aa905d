package page

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongkai/disclosure"
)

// Tables without ruling lines are found by their numbers: numbers below each
// other make columns, numbers beside each other rows. The words left of the
// numbers are labels, those above them heads.

// word is a part of a line between gaps.
type word struct {
	glyphs []Glyph
	box    disclosure.Box
	size   float64
	text   string
	number bool
	// line is the index of the line it is a part of.
	line int
}

func (w *word) middleX() float64 { return (w.box[0] + w.box[2]) / 2 }
func (w *word) middleY() float64 { return (w.box[1] + w.box[3]) / 2 }

// numberWord is a number or a mark that stands for none, nothing else around it.
var numberWord = regexp.MustCompile(`^(?:[+\-−]?\d[\d,.]*%?(?:万元|元|件|条|项|宗)?|/|—{1,2}|-{1,2}|无)$`)

// splitWords splits the lines at gaps that are wider than those between
// characters.
func splitWords(lines []line) []word {
	var words []word
	for i := range lines {
		glyphs := lines[i].glyphs
		for start := 0; start < len(glyphs); {
			if isBlank(glyphs[start].Text) {
				start++
				continue
			}
			end := start + 1
			for end < len(glyphs) && !wideGap(glyphs, end) {
				end++
			}
			l := newLine(slices.Clone(glyphs[start:end]))
			text := strings.TrimSpace(norm.NFKC.String(l.text))
			words = append(words, word{
				glyphs: l.glyphs, box: l.box, size: l.size, text: l.text, line: i, number: numberWord.MatchString(text),
			})
			start = end
		}
	}
	return words
}

// wideGap tells whether a word ends before the given glyph. Blanks are as wide as
// the way from the character before them to the one behind.
func wideGap(glyphs []Glyph, at int) bool {
	before := &glyphs[at-1]
	if isBlank(before.Text) {
		return false // decided at the first blank
	}
	next := at
	for next < len(glyphs) && isBlank(glyphs[next].Text) {
		next++
	}
	if next == len(glyphs) {
		return true
	}
	least := wordGap
	if isDigit(before.Text) && isDigit(glyphs[next].Text) {
		least = numberGap
	}
	return glyphs[next].Box[0]-before.Box[2] > least*min(glyphs[next].Size, before.Size)
}

// numberGap is the gap in ems that divides numbers from each other: narrow
// columns hold long ones.
const numberGap = 0.5

// numberRow is numbers beside each other.
type numberRow struct {
	y     float64
	words []int
}

// zone is the part of a page that a table without lines covers: lines from the
// first to before the last.
type zone struct {
	first, last int
	rows        []numberRow
}

// findLoose finds the tables without ruling lines, adds them to the sheet's
// items, and keeps the other lines.
//
// goesOn tells that the page before ended with such a table; it returns whether
// this page does.
func (s *sheet) findLoose(goesOn bool) bool {
	if !slices.ContainsFunc(s.lines, func(l line) bool { return l.gapped }) {
		return false
	}
	words := splitWords(s.lines)
	taken := make([]bool, len(s.lines))
	endsSo := false
	for _, z := range s.zones(words, goesOn) {
		var own []word
		for _, w := range words {
			if w.line >= z.first && w.line < z.last {
				own = append(own, w)
			}
		}
		g := newLooseGrid(s, own)
		if g == nil {
			continue
		}
		for i := z.first; i < z.last; i++ {
			taken[i] = true
		}
		endsSo = s.isLast(z.last - 1)
		s.items = append(s.items, item{box: g.box, grid: g})
	}
	kept := s.lines[:0:0]
	for i, l := range s.lines {
		if !taken[i] {
			kept = append(kept, l)
		}
	}
	s.lines = kept
	return endsSo
}

// isLast tells whether nothing but page marks stands below a line.
func (s *sheet) isLast(line int) bool {
	for _, l := range s.lines[line+1:] {
		if !pageMark.MatchString(l.text) {
			return false
		}
	}
	for i := range s.items {
		if s.items[i].grid != nil && s.items[i].box[1] > s.lines[line].box[1] {
			return false
		}
	}
	return true
}

// fewestNumbers is how many numbers a table without lines has at least, and
// fewestInRow how many of them one of its rows.
const (
	fewestNumbers = 5
	fewestInRow   = 3
)

// zones divides the lines at prose and headings and keeps the parts that hold
// enough numbers. The rest of a table that the page before began needs fewer.
func (s *sheet) zones(words []word, goesOn bool) []zone {
	rows := numberRows(words)
	breaks := s.breaks(words, rows)
	var all []zone
	first := 0
	for i := 0; i <= len(s.lines); i++ {
		if i < len(s.lines) && !breaks[i] && (i == 0 || !s.gridBetween(&s.lines[i-1], &s.lines[i])) {
			continue
		}
		last := i
		z := zone{first: first, last: last}
		numbers, widest := 0, 0
		for _, r := range rows {
			if l := words[r.words[0]].line; l >= first && l < last {
				z.rows = append(z.rows, r)
				numbers += len(r.words)
				widest = max(widest, len(r.words))
			}
		}
		rest := goesOn && first == 0 && numbers > 0
		if numbers >= fewestNumbers && widest >= fewestInRow || rest {
			all = append(all, z)
		}
		first = i
		if i < len(s.lines) && breaks[i] {
			first = i + 1
		}
	}
	return all
}

// numberRows groups the numbers by their height on the page.
func numberRows(words []word) []numberRow {
	var order []int
	for i := range words {
		if words[i].number {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(words[a].middleY(), words[b].middleY()) })
	var rows []numberRow
	for _, i := range order {
		w := &words[i]
		if n := len(rows); n > 0 && w.middleY()-rows[n-1].y <= 0.5*w.size {
			rows[n-1].words = append(rows[n-1].words, i)
			continue
		}
		rows = append(rows, numberRow{y: w.middleY(), words: []int{i}})
	}
	return rows
}

// breaks tells which lines are prose, headings or page marks.
func (s *sheet) breaks(words []word, rows []numberRow) []bool {
	m := margins{left: s.width}
	for i := range s.lines {
		m.left, m.right = min(m.left, s.lines[i].box[0]), max(m.right, s.lines[i].box[2])
	}
	count := make([]int, len(s.lines))
	for i := range words {
		count[words[i].line]++
	}
	breaks := make([]bool, len(s.lines))
	for i := range s.lines {
		l := &s.lines[i]
		wide := l.box[2]-l.box[0] >= 0.6*(m.right-m.left)
		switch {
		case count[i] > 1:
		case wide && !strings.ContainsFunc(l.text, unicode.IsSpace), sentenceEnd.MatchString(l.text) && wide:
			breaks[i] = true
		case headingStart.MatchString(l.text):
			breaks[i] = !nearRow(l, rows)
		case pageMark.MatchString(l.text):
			edge := edgeBand * s.height
			breaks[i] = l.box[3] < edge || l.box[1] > s.height-edge
		}
	}
	return breaks
}

// nearRow tells whether numbers stand beside a line, or beside its label where
// that has two lines.
func nearRow(l *line, rows []numberRow) bool {
	middle := (l.box[1] + l.box[3]) / 2
	for _, r := range rows {
		if math.Abs(r.y-middle) < 1.1*l.size {
			return true
		}
	}
	return false
}
