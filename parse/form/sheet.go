package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/disclosure"
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
	// block is the index of the grid among the document's blocks.
	block int
	// ordered is true where the cells have an order and no columns: the sheet was
	// made from running text.
	ordered bool
	// turned is true where rows and columns were exchanged.
	turned bool
	heads  []*headBlock
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

// textKind says what a cell's text is at first sight.
type textKind uint8

const (
	blankText textKind = iota
	numberText
	placeholderText
	oddText // looks like a value but is none
	unitText
	wordsText
)

// texts remembers what a document's texts are, whatever the form.
type texts map[string]*text

// text is the kind of a text and, for words, its label.
type text struct {
	kind  textKind
	label label
}

// of returns what a text is.
func (all texts) of(raw string) *text {
	if known, ok := all[raw]; ok {
		return known
	}
	t := &text{kind: kindOf(raw)}
	if t.kind == wordsText {
		t.label = makeLabel(raw)
	}
	all[raw] = t
	return t
}

// info is what is known of a text on one form, apart from where it stands.
type info struct {
	kind  textKind
	label label
	hits  []hit
}

// matcher reads one document on one form.
type matcher struct {
	v     *vocabulary
	texts texts
	infos map[string]*info
}

func newMatcher(v *vocabulary, known texts) *matcher {
	return &matcher{v: v, texts: known, infos: map[string]*info{}}
}

func (m *matcher) info(text string) *info {
	if known, ok := m.infos[text]; ok {
		return known
	}
	t := m.texts.of(text)
	i := &info{kind: t.kind, label: t.label}
	if i.kind == wordsText {
		switch {
		case m.v.units[strings.TrimSpace(text)]:
			i.kind = unitText
		case i.label.text != "":
			i.hits = m.v.lookup(i.label.text)
		}
	}
	m.infos[text] = i
	return i
}

// valueStarts are the Chinese characters that a value may begin with: numerals,
// and the first of the words for nothing, more and less.
const valueStarts = "零〇一二两三四五六七八九十无無未暂没沒不空增减減负新件口乚丨"

// kindOf sorts a text by its looks.
func kindOf(text string) textKind {
	if _, ok := plainDigits(text); ok {
		return numberText
	}
	if len(text) > 4*maxNumber {
		return wordsText
	}
	if first, _ := utf8.DecodeRuneInString(text); unicode.Is(unicode.Han, first) && !strings.ContainsRune(valueStarts, first) {
		return wordsText
	}
	state, _, doubt := ParseCell(text, "万元")
	if state == disclosure.Illegible && doubt == "" {
		state, _, doubt = ParseCell(text, "件")
	}
	switch {
	case state == disclosure.Blank:
		return blankText
	case state == disclosure.Reported:
		return numberText
	case state == disclosure.Placeholder:
		return placeholderText
	case doubt != "" || looksOdd(text):
		return oddText
	}
	return wordsText
}

// looksOdd reports whether a short text without Chinese characters holds a digit.
func looksOdd(text string) bool {
	digits := false
	for _, r := range text {
		if r >= 0x2e80 && r < 0xff00 && r != 0x3000 {
			return false
		}
		digits = digits || (r >= '0' && r <= '9')
	}
	return digits && len(text) <= 16
}

func (i *info) valueish() bool { return i.kind >= numberText && i.kind <= oddText }

// names reports whether the text resembles a row, an outer label or a column.
func (m *matcher) namesRow(i *info) bool {
	for _, h := range i.hits {
		if len(m.v.entries[h.entry].rows) > 0 {
			return true
		}
	}
	return false
}

func (m *matcher) namesGroup(i *info) bool {
	for _, h := range i.hits {
		if len(m.v.entries[h.entry].groups) > 0 {
			return true
		}
	}
	return false
}

func (m *matcher) namesColumn(i *info) bool {
	for _, h := range i.hits {
		if len(m.v.entries[h.entry].columns) > 0 {
			return true
		}
	}
	return false
}

// newSheet prepares a grid, turned where its rows are the form's columns.
func (m *matcher) newSheet(grid *layout.Grid, block int) *sheet {
	s := &sheet{grid: grid, at: grid.At(), infos: m.infosOf(grid), block: block}
	if m.isTurned(s) {
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

// walk lists the lines of the sheets in order and sorts them by kind.
func (m *matcher) walk(sheets []*sheet) []*line {
	var lines []*line
	for _, s := range sheets {
		first := len(lines)
		var panels [][]*line
		spots := make([]spot, 0, min(len(s.grid.Cells)+4*s.grid.Rows, maxGridCells))
		for r := range s.at {
			if len(lines) >= maxLines {
				break
			}
			made := m.panels(s, r, &spots)
			for n, l := range made {
				if n == 0 {
					lines = append(lines, l)
					continue
				}
				for len(panels) < n {
					panels = append(panels, nil)
				}
				panels[n-1] = append(panels[n-1], l)
			}
		}
		m.sort(s, lines[first:])
		for _, more := range panels {
			m.sort(s, more)
			lines = append(lines, more...)
		}
	}
	m.context(lines)
	return lines
}

// panels makes the lines of one row of a sheet: more than one where tables stand
// side by side, so that a row's label follows the values of another. The spots are
// taken from the end of a common slice.
func (m *matcher) panels(s *sheet, r int, spots *[]spot) []*line {
	var out []*line
	start := len(*spots)
	current := &line{sheet: s, row: r, label: -1}
	words, values := false, false
	previous := -1
	for c, index := range s.at[r] {
		if index < 0 {
			previous = -1
			continue
		}
		if index == previous {
			(*spots)[len(*spots)-1].to = c + 1
			continue
		}
		previous = index
		i := s.infos[index]
		if i.kind == wordsText {
			if words && values && m.namesRow(i) && !s.ordered {
				current.cells = (*spots)[start:len(*spots):len(*spots)]
				start = len(*spots)
				out = append(out, current)
				current = &line{sheet: s, row: r, label: -1}
				values = false
			}
			words = true
		}
		values = values || i.kind == numberText
		*spots = append(*spots, spot{index, c, c + 1, i})
	}
	current.cells = (*spots)[start:len(*spots):len(*spots)]
	return append(out, current)
}

// sort decides the kind of each line of one panel and finds the header blocks.
func (m *matcher) sort(s *sheet, lines []*line) {
	headers := make([]bool, len(lines))
	headerRows := map[int]bool{}
	for n, l := range lines {
		headers[n] = m.isHeader(l)
		headerRows[l.row] = headerRows[l.row] || headers[n]
	}
	for n, l := range lines {
		words, blanks, values := 0, 0, 0
		for _, c := range l.cells {
			switch {
			case c.info.kind == wordsText:
				words++
			case c.info.valueish():
				values++
			case c.info.kind == blankText:
				blanks++
			}
		}
		switch {
		case headers[n]:
			l.kind = headLine
		case words == 0 && values == 0:
			l.kind = emptyLine
		case words == 0:
			l.kind = dataLine
		case values > 0:
			l.kind = rowLine
		case blanks == 0:
			l.kind = headLine
			if m.saysWords(l) {
				l.kind = rowLine
			}
		default:
			l.kind = headLine
			last := m.lastLabel(l)
			if last < len(l.cells)-1 && m.wordsEnd(l) <= last && !(n+1 < len(lines) && headers[n+1]) && !m.onlyGroup(l.cells[last].info) {
				l.kind = rowLine
			}
		}
		for _, c := range l.cells {
			above := s.grid.Cells[c.cell].Row
			l.spilled = l.spilled || !headers[n] && above < l.row && headerRows[above] && m.namesColumn(c.info)
		}
		if l.spilled && l.kind == rowLine && words == 1 {
			l.kind = dataLine
		}
		if l.kind == rowLine {
			l.label, l.after = m.labelOf(l)
			if l.label == len(l.cells)-1 && values > 0 && !m.namesRow(l.cells[l.label].info) {
				l.kind, l.label, l.after = dataLine, -1, 0
			}
		}
	}
	var open *headBlock
	hasHeader := false
	flush := func() {
		if open != nil && hasHeader {
			s.heads = append(s.heads, open)
		}
		open, hasHeader = nil, false
	}
	for n, l := range lines {
		switch l.kind {
		case headLine:
			if s.headRows == nil {
				s.headRows = map[int]bool{}
			}
			s.headRows[l.row] = true
			if open == nil {
				open = &headBlock{sheet: s, from: l.row}
			}
			for len(open.named) < l.row+1-open.from {
				open.named = append(open.named, false)
			}
			open.to, open.named[l.row-open.from] = l.row+1, headers[n]
			hasHeader = hasHeader || headers[n]
		case emptyLine:
		default:
			flush()
		}
	}
	flush()
}

// isHeader reports whether a line names columns.
func (m *matcher) isHeader(l *line) bool {
	columns, numbers, sure := 0, 0, false
	for n, c := range l.cells {
		switch {
		case c.info.kind == numberText || c.info.kind == oddText:
			numbers++
		case c.info.kind == wordsText && m.namesColumn(c.info) && c.info.label.level == 0:
			if n > 0 && l.cells[n-1].info == c.info {
				continue
			}
			columns++
			sure = sure || !m.namesRow(c.info)
		}
	}
	if numbers > 0 {
		return columns >= 3 && columns > 2*numbers // a stray number among many headers
	}
	return columns >= 2 || (columns == 1 && sure)
}

// saysWords reports whether a line of words is a row with a remark in place of
// its values: a row's label first, and then only words that no form knows.
func (m *matcher) saysWords(l *line) bool {
	last := m.lastLabel(l)
	if last < 0 || last == len(l.cells)-1 || !m.namesRow(l.cells[last].info) || m.namesColumn(l.cells[last].info) {
		return false
	}
	for _, c := range l.cells[last+1:] {
		if len(c.info.hits) > 0 {
			return false
		}
	}
	return true
}

// onlyGroup reports whether a text names an outer label and no row.
func (m *matcher) onlyGroup(i *info) bool { return m.namesGroup(i) && !m.namesRow(i) }

// labelOf returns the index of the cell that labels the line, and of the first cell
// after the labels: the last cell before the values that names a row, else the
// last that the form knows, else the last words.
func (m *matcher) labelOf(l *line) (at, after int) {
	row, known, words := -1, -1, -1
	for n, c := range l.cells {
		if c.info.kind == wordsText {
			if m.namesRow(c.info) {
				row = n
			}
			if len(c.info.hits) > 0 && (m.namesRow(c.info) || m.namesGroup(c.info)) {
				known = n
			}
			words = n
		} else if c.info.valueish() && words >= 0 {
			break
		}
	}
	switch {
	case row >= 0:
		return row, known + 1
	case known >= 0:
		return known, known + 1
	}
	return words, words + 1
}

// lastLabel is labelOf without what comes after.
func (m *matcher) lastLabel(l *line) int {
	at, _ := m.labelOf(l)
	return at
}

// wordsEnd returns the index of the last cell with words.
func (m *matcher) wordsEnd(l *line) int {
	for n := len(l.cells) - 1; n >= 0; n-- {
		if l.cells[n].info.kind == wordsText {
			return n
		}
	}
	return -1
}

// context notes for each line the group that it stands in.
func (m *matcher) context(lines []*line) {
	group, level := -1, 0
	for _, l := range lines {
		end := len(l.cells)
		if l.kind == rowLine {
			end = l.after
		}
		if l.kind == headLine || l.kind == rowLine {
			for n, c := range l.cells[:end] {
				if i := c.info; i.kind == wordsText && m.namesGroup(i) && (l.kind == headLine || n != l.label) {
					for _, h := range i.hits {
						if len(m.v.entries[h.entry].groups) > 0 {
							l.groups, l.own = append(l.groups, h.entry), l.kind == rowLine
							group, level = h.entry, i.label.level
							break
						}
					}
				}
			}
		}
		if l.kind != rowLine {
			continue
		}
		if !l.own && group >= 0 {
			l.groups, l.groupLevel = []int{group}, level
		}
		if i := l.cells[l.label].info; len(i.hits) > 0 && len(m.v.entries[i.hits[0].entry].groups) > 0 {
			group, level = i.hits[0].entry, i.label.level
		}
	}
}
