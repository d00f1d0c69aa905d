package page

import "slices"

// Ruling lines may prove less than a table: a frame, lines between some rows,
// around the heads alone, every other row filled. Then they are left out of account
// and the numbers themselves make the table.

// divides tells whether the lines divide the numbers from each other: most stand
// alone in their cells.
func (l *lattice) divides() bool {
	alone, crowded := 0, 0
	for i := range l.regions {
		r := &l.regions[i]
		switch n, beside := countNumbers(r.glyphs); {
		case beside, n > 2 && !breaksNumber(r.glyphs, l.xs[r.columnEnd]-l.xs[r.column]):
			crowded += n
		case n > 0:
			alone++
		}
	}
	return crowded <= alone
}

// countNumbers counts the numbers among the words of a cell, and tells whether any
// stand beside each other.
func countNumbers(glyphs []Glyph) (numbers int, beside bool) {
	runs := 0
	for i := range glyphs {
		if IsDigit(glyphs[i].Text) && (i == 0 || !IsDigit(glyphs[i-1].Text) || !adjoins(&glyphs[i-1], &glyphs[i])) {
			runs++
		}
	}
	if runs < 2 {
		return runs, false
	}
	for _, l := range readLines(slices.Clone(glyphs)) {
		inLine := countWords(&l)
		numbers += inLine
		beside = beside || inLine > 1
	}
	return numbers, beside
}

// breaksNumber tells whether a cell is too narrow for its number, so that the digits
// stand on several lines, each filled: one more digit would not fit the first.
func breaksNumber(glyphs []Glyph, width float64) bool {
	lines := readLines(slices.Clone(glyphs))
	first := &lines[0]
	digit := (first.box[2] - first.box[0]) / float64(len(first.glyphs))
	if first.box[2]-first.box[0]+digit < width-first.size/2 {
		return false
	}
	for i := range lines {
		if n := len(lines[i].glyphs); n > len(first.glyphs) || n < len(first.glyphs) && i < len(lines)-1 {
			return false
		}
	}
	return true
}

// countWords counts the words of a line that are numbers.
func countWords(l *line) int {
	numbers := 0
	for _, w := range splitWords(l) {
		if w.number {
			numbers++
		}
	}
	return numbers
}

// headsOnly tells whether lines are drawn around heads alone, and the numbers stand
// below them without any.
func (l *lattice) headsOnly(lines []line) bool {
	for i := range l.regions {
		if n, _ := countNumbers(l.regions[i].glyphs); n > 0 {
			return false
		}
	}
	bottom := l.ys[l.rows()]
	for i := range lines {
		if lines[i].box[3] < bottom {
			continue
		}
		return countWords(&lines[i]) >= fewestInRow && lines[i].box[1]-bottom < 3*lines[i].size
	}
	return false
}

// release adds the words of a table that is none to others.
func (l *lattice) release(glyphs []Glyph) []Glyph {
	for i := range l.regions {
		glyphs = append(glyphs, l.regions[i].glyphs...)
	}
	return glyphs
}
