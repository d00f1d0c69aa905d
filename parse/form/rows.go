package form

import (
	"cmp"
	"math"
	"slices"
)

// rowBar is the least score of a line and a row of the form that may be matched.
const rowBar = 0.5

// passes numbers the lines by copy: where a row of the form stands a second time,
// a second copy of the tables begins.
func (m *matcher) passes(lines []*line) int {
	m.joinBroken(lines)
	seen := map[place]bool{}
	pass, last := 0, 0
	for n, l := range lines {
		p, sure := m.surely(l)
		if listed, ok := l.sheet.pairs[l.row]; ok {
			p, sure = place{-1, listed.cell}, true
		}
		if sure && seen[p] {
			pass++
			clear(seen)
			for back := n - 1; back > last && lines[back].kind != rowLine && lines[back].kind != dataLine; back-- {
				lines[back].pass = pass
			}
		}
		if sure {
			seen[p] = true
			last = n
		}
		l.pass = pass
	}
	return pass + 1
}

// joinBroken joins the rows that a page break cut in two: the label stands on both
// sides of it, or begins on one and ends on the other, perhaps below the header
// again. The half that has no values is dropped.
func (m *matcher) joinBroken(lines []*line) {
	var last *line
	for n, l := range lines {
		if l.kind == dataLine {
			last = nil
		}
		if l.kind != rowLine {
			continue
		}
		above := last
		last = l
		if n > 0 && lines[n-1].kind == headLine && m.endsIn(lines[n-1], l) {
			lines[n-1].kind = emptyLine
			continue
		}
		if above == nil || l.allBlank() == above.allBlank() && !l.allBlank() {
			continue
		}
		p, sure := m.surely(l)
		q, also := m.surely(above)
		switch {
		case sure && also:
			if p != q || lines[n-1] != above {
				continue
			}
		default:
			whole := m.info(above.labelText() + l.labelText())
			if len(whole.hits) == 0 || whole.hits[0].score < 1 || !m.namesRow(whole) {
				continue
			}
			above.cells[above.label].info, l.cells[l.label].info = whole, whole
		}
		if above.allBlank() && !l.allBlank() {
			above, l = l, above
		} else {
			last = above
		}
		l.kind, l.label, l.after = emptyLine, -1, 0
	}
}

// endsIn reports whether a line of words and empty cells begins the label that the
// row below it ends, and gives that row the whole of it.
func (m *matcher) endsIn(above, l *line) bool {
	at := m.wordsEnd(above)
	if at < 0 || at == len(above.cells)-1 || len(l.cells[l.label].info.hits) > 0 && l.cells[l.label].info.hits[0].score == 1 {
		return false
	}
	whole := m.info(above.sheet.grid.Cells[above.cells[at].cell].Text + l.labelText())
	if len(whole.hits) == 0 || whole.hits[0].score < 1 || !m.namesRow(whole) {
		return false
	}
	l.cells[l.label].info = whole
	return true
}

// allBlank reports whether no cell after a line's labels says anything.
func (l *line) allBlank() bool {
	return !slices.ContainsFunc(l.cells[l.after:], func(s spot) bool { return s.info.kind != blankText })
}

// labelText is the text of the cell that labels a row.
func (l *line) labelText() string { return l.sheet.grid.Cells[l.cells[l.label].cell].Text }

// shortLabel is the length in bytes of labels that are too short to be sure of
// without their number.
const shortLabel = len("总计")

// surely returns the one row of the form whose label a line bears exactly.
func (m *matcher) surely(l *line) (place, bool) {
	if l.kind != rowLine {
		return place{}, false
	}
	i := l.cells[l.label].info
	if len(i.hits) == 0 || i.hits[0].score < 1 {
		return place{}, false
	}
	e := &m.v.entries[i.hits[0].entry]
	if len(e.rows) != 1 || m.groupTerm(l, e.rows[0]) < 0 {
		return place{}, false
	}
	want := m.v.leaf(e.rows[0])
	if want.number > 0 && i.label.number != want.number && (i.label.number > 0 || len(want.text) <= shortLabel) {
		return place{}, false
	}
	return e.rows[0], true
}

// groupTerm says whether the group that a line stands in speaks for a row of the
// form (above 0), against it (below 0), or says nothing.
func (m *matcher) groupTerm(l *line, row place) float64 {
	path := m.v.rowLabels[row.table][row.index]
	if len(path) < 2 || len(l.groups) == 0 {
		return 0
	}
	for _, g := range l.groups {
		if slices.Contains(m.v.entries[g].groups, row) {
			if g == l.groups[len(l.groups)-1] || !l.own {
				return 0.25
			}
		}
	}
	innermost := l.groups[len(l.groups)-1]
	if slices.Contains(m.v.entries[innermost].groups, row) {
		return 0.25
	}
	if l.own {
		return -0.4
	}
	if level := l.cells[l.label].info.label.level; level > 0 && l.groupLevel > 0 && level > l.groupLevel {
		return -0.4
	}
	return 0
}

// rowMatch scores a line against a row of the form.
func (m *matcher) rowMatch(l *line, row place) float64 {
	i := l.cells[l.label].info
	likeness := 0.0
	for _, h := range i.hits {
		if slices.Contains(m.v.entries[h.entry].rows, row) {
			likeness = max(likeness, h.score)
		}
	}
	if likeness == 0 {
		return noMatch
	}
	leaf := m.v.leaf(row)
	score := likeness
	if i.label.number > 0 && leaf.number > 0 {
		if i.label.number == leaf.number {
			score += 0.1
		} else {
			score -= 0.1
		}
	}
	group := m.groupTerm(l, row)
	if group < 0 && len([]rune(leaf.text)) <= 4 && len(pathOf(m.v, row)) > 1 && i.label.level > 0 {
		return noMatch
	}
	if score += group; score < rowBar {
		return noMatch
	}
	return score
}

func pathOf(v *vocabulary, row place) []label { return v.rowLabels[row.table][row.index] }

// matchRows aligns the lines of one pass with the form's rows.
func (m *matcher) matchRows(lines []*line, pass int) {
	var entries []*line
	for _, l := range lines {
		if _, listed := l.sheet.pairs[l.row]; l.pass == pass && l.kind == rowLine && !listed {
			entries = append(entries, l)
		}
	}
	if len(entries) == 0 {
		return
	}
	targets := m.targets(entries)
	match, ambiguous := align(len(entries), len(targets), alignMargin, func(e, t int) float64 {
		return m.rowMatch(entries[e], targets[t])
	})
	taken := map[place]bool{}
	for n, l := range entries {
		if match[n] >= 0 {
			l.target, l.matched = targets[match[n]], true
			l.score, l.why = m.likeness(l, l.target), "label"
			taken[l.target] = true
		} else if ambiguous[n] {
			l.why = "ambiguous"
		}
	}
	m.movedRows(entries, targets, taken)
	var all []*line
	for _, l := range lines {
		if _, listed := l.sheet.pairs[l.row]; l.pass == pass && !listed && (l.kind == rowLine || l.unlabelled()) {
			all = append(all, l)
		}
	}
	m.fillRows(all, targets, taken)
}

// unlabelled reports whether a line has values after an empty first cell, where
// its label may have been.
func (l *line) unlabelled() bool {
	return l.kind == dataLine && l.cells[0].info.kind == blankText && !l.sheet.ordered
}

// likeness is how alike the label of a line and of a row are.
func (m *matcher) likeness(l *line, row place) float64 {
	best := 0.0
	for _, h := range l.cells[l.label].info.hits {
		if slices.Contains(m.v.entries[h.entry].rows, row) {
			best = max(best, h.score)
		}
	}
	return best
}

// targets lists the form's rows table by table, the tables in the order in which
// the document has them.
func (m *matcher) targets(entries []*line) []place {
	tables := make([]int, len(m.v.form.Tables))
	middle := make([]float64, len(tables))
	for t := range tables {
		tables[t] = t
		var at []int
		for n, l := range entries {
			if p, sure := m.surely(l); sure && p.table == t {
				at = append(at, n)
			}
		}
		middle[t] = math.NaN()
		if len(at) > 0 {
			middle[t] = float64(at[len(at)/2])
		}
	}
	last := -1.0
	for t := range tables {
		if math.IsNaN(middle[t]) {
			middle[t] = last + 0.01
		}
		last = middle[t]
	}
	slices.SortStableFunc(tables, func(a, b int) int { return cmp.Compare(middle[a], middle[b]) })
	var targets []place
	for _, t := range tables {
		for r := range m.v.form.Tables[t].Rows {
			targets = append(targets, place{t, r})
		}
	}
	return targets
}

// movedRows matches the lines that bear exactly the label of a row but stand in
// another order than the form's.
func (m *matcher) movedRows(entries []*line, targets []place, taken map[place]bool) {
	for _, l := range entries {
		if p, sure := m.surely(l); !l.matched && sure && !taken[p] {
			l.target, l.matched, l.score, l.why = p, true, 1, "label, out of order"
			taken[p] = true
		}
	}
}

// fillRows matches by their place lines whose labels are lost or altered: where as
// many lines as rows of the form are left between two that match, or at an end of
// the table, and what is left of each label does not speak against it.
func (m *matcher) fillRows(entries []*line, targets []place, taken map[place]bool) {
	index := map[place]int{}
	for n, p := range targets {
		index[p] = n
	}
	for start := 0; start < len(entries); start++ {
		if entries[start].matched {
			continue
		}
		end := start
		for end < len(entries) && !entries[end].matched && entries[end].sheet == entries[start].sheet {
			end++
		}
		var before, after *line
		if start > 0 && entries[start-1].matched {
			before = entries[start-1]
		}
		if end < len(entries) && entries[end].matched && entries[end].sheet == entries[start].sheet {
			after = entries[end]
		}
		from, to := -1, -1
		switch {
		case before != nil && after != nil && before.target.table == after.target.table:
			from, to = index[before.target]+1, index[after.target]
		case after != nil && (before == nil || before.sheet != after.sheet):
			from, to = index[after.target]-after.target.index, index[after.target]
		case before != nil && before.sheet == entries[start].sheet && after == nil:
			rows := len(m.v.form.Tables[before.target.table].Rows)
			from, to = index[before.target]+1, index[before.target]-before.target.index+rows
		}
		run := entries[start:end]
		if from >= 0 && to-from == len(run) && m.mayBeRows(run, targets[from:to], taken, after != nil) {
			for n, l := range run {
				l.label, l.after = max(l.label, 0), max(l.after, 1)
				l.target, l.matched, l.score, l.why = targets[from+n], true, 0.5, "place"
				taken[l.target] = true
			}
		}
		start = end - 1
	}
}

// mayBeRows reports whether lines can be rows of the form by their place. A lost
// label is believed only alone, and above a row that matches.
func (m *matcher) mayBeRows(run []*line, rows []place, taken map[place]bool, closed bool) bool {
	for n, l := range run {
		leaf := m.v.leaf(rows[n])
		if taken[rows[n]] || l.why != "" {
			return false
		}
		lost := l.kind != rowLine
		var have label
		if !lost {
			i := l.cells[l.label].info
			have = i.label
			if m.onlyGroup(i) {
				lost = l.label+1 < len(l.cells) && l.cells[l.label+1].info.kind == blankText && m.groupTerm(l, rows[n]) >= 0
				if !lost {
					return false
				}
			}
		}
		switch {
		case lost:
			if len(run) > 1 || !closed {
				return false
			}
		case mayBe([]rune(have.text), []rune(leaf.text)):
		case have.number > 0 && have.number == leaf.number && have.level == leaf.level && likeness([]rune(have.text), []rune(leaf.text)) >= 0.25:
		default:
			return false
		}
	}
	return true
}

// mayBe reports whether a text that is unlike a label can still be it, in its
// place: it begins alike, or half of its characters stand where the label has them.
func mayBe(have, want []rune) bool {
	if len(have) == 0 || len(want) == 0 || string(have) == "小计" || likeness(have, want) < 0.4 {
		return false
	}
	same := 0
	for n := range min(len(have), len(want)) {
		if have[n] == want[n] {
			same++
		}
	}
	return have[0] == want[0] || len(have) == len(want) && 2*same >= len(want)
}

// matchTitled matches a line of values without a label whose label stands alone in
// the line above, as in tables that are stacked under one header.
func (m *matcher) matchTitled(lines []*line, pass int) {
	for n := 1; n < len(lines); n++ {
		l, above := lines[n], lines[n-1]
		if l.pass != pass || l.kind != dataLine || l.matched || above.kind != headLine || above.sheet != l.sheet || l.sheet.ordered {
			continue
		}
		var label *info
		for _, c := range above.cells {
			if c.info.kind == wordsText {
				if label != nil && label != c.info {
					label = nil
					break
				}
				label = c.info
			}
		}
		if label == nil || len(label.hits) == 0 || label.hits[0].score < 1 {
			continue
		}
		e := &m.v.entries[label.hits[0].entry]
		if len(e.rows) == 1 && len(e.columns) == 0 {
			l.target, l.matched, l.score, l.why = e.rows[0], true, 1, "label above"
		}
	}
}
