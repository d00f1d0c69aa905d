package page

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	// line is the index of the line it is a part of, sheet where that stands, and
	// shift how far down the strip it was moved.
	line  int
	sheet *sheet
	shift float64
}

func (w *word) middleX() float64 { return (w.box[0] + w.box[2]) / 2 }
func (w *word) middleY() float64 { return (w.box[1] + w.box[3]) / 2 }

// place is the box on the word's own sheet.
func (w *word) place() disclosure.Box {
	return disclosure.Box{w.box[0], w.box[1] - w.shift, w.box[2], w.box[3] - w.shift}
}

// numberWord is a number or a mark that stands for none, nothing else around it.
var numberWord = &pattern{
	expression: regexp.MustCompile(`^(?:[+\-−]?\d[\d,.]*%?(?:万元|元|件|条|项|宗)?|/|—{1,2}|-{1,2}|无)$`),
	first:      asciiDigits + "+-−/—无",
	last:       asciiDigits + ",.%元件条项宗/—-无",
}

// splitWords splits a line at gaps that are wider than those between characters.
func splitWords(l *line) []word {
	words := make([]word, 0, 8)
	glyphs := slices.Clone(l.glyphs)
	for start := 0; start < len(glyphs); {
		if isBlank(glyphs[start].Text) {
			start++
			continue
		}
		end := start + 1
		for end < len(glyphs) && !wideGap(glyphs, end) {
			end++
		}
		words = append(words, newWord(glyphs[start:end:end]))
		start = end
	}
	return words
}

// newWord makes a word of glyphs that stand side by side, which it sorts.
func newWord(glyphs []Glyph) word {
	l := newLine(glyphs)
	return word{glyphs: l.glyphs, box: l.box, size: l.size, text: l.text, number: isValue(strings.TrimSpace(l.text))}
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
	if IsDigit(before.Text) && IsDigit(glyphs[next].Text) {
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

// zone is the part of a strip that a table without lines covers: lines from the
// first to before the last.
type zone struct{ first, last int }

// fewestNumbers is how many numbers a table without lines has at least, and
// fewestInRow how many of them one of its rows.
const (
	fewestNumbers = 5
	fewestInRow   = 3
)

// zones divides the lines at prose and headings and keeps the parts that hold
// enough numbers.
func (st *strip) zones(words []word) []zone {
	rows := numberRows(words)
	breaks := st.breaks(words, rows)
	var all []zone
	first := 0
	for i := 0; i <= len(st.lines); i++ {
		if i < len(st.lines) && !breaks[i] && (i == 0 || !st.divided(i)) {
			continue
		}
		z := zone{first: first, last: i}
		numbers, widest := 0, 0
		for _, r := range rows {
			if l := words[r.words[0]].line; l >= first && l < i {
				numbers += len(r.words)
				widest = max(widest, len(r.words))
			}
		}
		if numbers >= fewestNumbers && widest >= fewestInRow {
			all = append(all, z)
		}
		first = i
		if i < len(st.lines) && breaks[i] {
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

// breaks tells which lines are prose or headings.
func (st *strip) breaks(words []word, rows []numberRow) []bool {
	m := margins{left: st.width}
	for i := range st.lines {
		m.left, m.right = min(m.left, st.lines[i].box[0]), max(m.right, st.lines[i].box[2])
	}
	count := make([]int, len(st.lines))
	for i := range words {
		count[words[i].line]++
	}
	breaks := make([]bool, len(st.lines))
	for i := range st.lines {
		l := &st.lines[i]
		wide := l.box[2]-l.box[0] >= 0.6*(m.right-m.left)
		switch {
		case count[i] > 1:
		case wide && !strings.ContainsFunc(l.text, unicode.IsSpace), sentenceEnd.MatchString(l.text) && wide:
			breaks[i] = true
		case headingStart.MatchString(l.text):
			breaks[i] = !nearRow(&l.line, rows)
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
