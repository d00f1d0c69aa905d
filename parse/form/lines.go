package form

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
			if words && values && m.namesRow(i) && !s.ordered && (s.grid.Cells[index].Row == r || !m.namesColumn(i)) {
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
	s.findHeads(lines, headers)
}

// findHeads makes blocks of the lines of headers that follow each other, where one
// of them is a header of the form.
func (s *sheet) findHeads(lines []*line, headers []bool) {
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
