package form

import (
	"slices"
	"strings"

	"gongkai/parse/layout"
)

// The limits of what can be a table in running text.
const (
	// maxToken bounds the runes of a paragraph that is one cell.
	maxToken = 60
	// maxTokens bounds the tokens of a document.
	maxTokens = 20_000
	// tabularShare is the least share of a paragraph's pieces that are values or, word
	// for word, labels of the form, for it to be cells in a row.
	tabularShare = 0.6
	// runningBar is the least number of labels that make a table of running text.
	runningBar = 3
)

// barSigns are the signs that stand for the edges of columns.
const barSigns = "|｜│"

// token is a piece of running text that may be a cell.
type token struct {
	text  string
	block int
	info  *info
	// cell is the cell that it was, where it stood in a grid.
	cell *layout.Cell
	// ends is true where prose follows.
	ends bool
}

// running reads the tables that no grid holds from running text: one cell a
// paragraph, a row a paragraph, or a whole table in one line. Cells have no places
// there, only an order: a row is read where it has exactly as many values as the
// form has columns, and is illegible otherwise.
func (t *tables) running(blocks []layout.Block) {
	missing := false
	for table := range t.v.form.Tables {
		missing = missing || t.taken.rowCount(table) < len(t.taken.rows[table])
	}
	if !missing {
		return
	}
	sheets, tokens := t.m.upended(t.m.tokens(blocks), blocks)
	if rows := t.m.rowsOf(tokens); len(rows) > 0 {
		sheets = append(sheets, t.m.orderedSheet(rows, blocks))
	}
	if len(sheets) == 0 {
		return
	}
	taken, lines, copies := t.m.readSheets(sheets)
	form := t.v.form
	replaced := make([]bool, len(form.Tables))
	for table := range form.Tables {
		labels := 0
		for _, score := range append(append([]float64(nil), taken.rows[table]...), taken.columns[table]...) {
			if score > 0 {
				labels++
			}
		}
		if taken.rowCount(table) == 0 {
			continue
		}
		if t.taken.rowCount(table) == 0 {
			if labels < min(runningBar, len(taken.rows[table])+len(taken.columns[table])) {
				continue
			}
			t.taken.rows[table], t.taken.columns[table] = taken.rows[table], taken.columns[table]
			t.taken.places[table], t.copies[table] = taken.places[table], copies[table]
			t.taken.sheets[table] = taken.sheets[table]
		} else if !t.taken.lacks(taken, table) {
			continue
		}
		replaced[table] = true
		for i := range taken.cells {
			if form.Cells[i].Table == table && !t.taken.found[i] {
				t.taken.take(taken, i)
			}
		}
		for _, a := range taken.altered {
			if a.table == table {
				t.taken.altered = append(t.taken.altered, a)
			}
		}
		for _, c := range taken.conflicts {
			if form.Cells[c].Table == table {
				t.taken.conflicts = append(t.taken.conflicts, c)
			}
		}
	}
	t.lines = append(t.lines, lines...)
	t.used = usedBlocks(lines, replaced)
}

// lacks reports whether another reading has rows of a table, and columns to read
// them by, and none of the rows that this one has; it then notes them.
func (t *taken) lacks(other *taken, table int) bool {
	if !slices.ContainsFunc(other.columns[table], func(s float64) bool { return s > 0 }) {
		return false
	}
	for r, score := range other.rows[table] {
		if score > 0 && t.rows[table][r] > 0 {
			return false
		}
	}
	for r, score := range other.rows[table] {
		t.rows[table][r] = max(t.rows[table][r], score)
	}
	return true
}

// tokens cuts the paragraphs that may belong to tables into cells.
func (m *matcher) tokens(blocks []layout.Block) []token {
	var tokens []token
	breakHere := func() {
		if len(tokens) > 0 {
			tokens[len(tokens)-1].ends = true
		}
	}
	for n := range blocks {
		b := &blocks[n]
		if b.Chrome || len(tokens) > maxTokens {
			continue
		}
		if b.Kind != layout.Paragraph {
			breakHere()
			continue
		}
		text := b.Text
		if bare := strings.Trim(text, barSigns+" \n"); bare != "" && !strings.ContainsAny(bare, barSigns) {
			text = bare // one cell and the edges of its column
		} else if bare == "" && strings.ContainsAny(text, barSigns) {
			continue // edges and nothing between them
		}
		pieces := m.pieces(text)
		if len(pieces) > 1 && (m.tabular(pieces) || m.onlyValues(pieces) && len(tokens) > 0 && !tokens[len(tokens)-1].ends) {
			for _, piece := range pieces {
				tokens = append(tokens, token{text: piece, block: n, info: m.info(piece)})
			}
			continue
		}
		if i := m.info(text); len([]rune(text)) <= maxToken && (i.kind != wordsText || !strings.ContainsAny(text, "。；")) || len(i.hits) > 0 {
			tokens = append(tokens, token{text: text, block: n, info: i})
			continue
		}
		breakHere()
	}
	return m.joinTokens(tokens)
}

// joinTokens joins the tokens that make a label together: its lines were taken for
// paragraphs.
func (m *matcher) joinTokens(tokens []token) []token {
	out := tokens[:0]
	var texts [maxJoined]string
	for i := 0; i < len(tokens); {
		words := texts[:0]
		for _, t := range tokens[i:min(len(tokens), i+maxJoined)] {
			if t.info.kind != wordsText || len(t.text) > 3*maxLabel {
				break
			}
			if words = append(words, t.text); t.ends {
				break
			}
		}
		n := 1
		if len(words) > 1 {
			n = m.longestLabel(words)
		}
		t := tokens[i]
		if n > 1 {
			t.text = strings.Join(words[:n], "")
			t.info, t.ends = m.info(t.text), tokens[i+n-1].ends
		}
		out = append(out, t)
		i += n
	}
	return out
}

// pieces cuts a paragraph at its spaces and bars, and joins again what makes a
// label together. Between two bars there may be an empty cell.
func (m *matcher) pieces(text string) []string {
	if len(text) > 60*maxLabel {
		return nil
	}
	barred := strings.ContainsAny(text, barSigns) // then a blank does not end a cell
	var raw []string
	start, inCell := 0, 0 // where a piece begins, and how many there are since the last bar
	cut := func(end int, bar bool) {
		piece := strings.TrimSpace(text[start:end])
		if piece != "" || bar && start > 0 && inCell == 0 {
			raw = append(raw, piece)
			inCell++
		}
		if bar {
			inCell = 0
		}
	}
	for i, r := range text {
		switch r {
		case '|', '｜', '│', '\t':
			cut(i, true)
			start = i + len(string(r))
		case ' ', '\n', '\u3000', '\u00a0', '\u2002', '\u2003':
			if !barred {
				cut(i, false)
				start = i + len(string(r))
			}
		}
	}
	cut(len(text), false)
	var pieces []string
	for i := 0; i < len(raw); {
		j := m.longestLabel(raw[i:])
		if j > 1 {
			pieces = append(pieces, strings.Join(raw[i:i+j], ""))
			i += j
			continue
		}
		pieces = append(pieces, m.unglue(raw[i])...)
		i++
	}
	return pieces
}

// maxJoined bounds the pieces that are joined to one label.
const maxJoined = 12

// longestLabel returns how many of the first pieces make a label of the form when
// joined, as many as possible.
func (m *matcher) longestLabel(raw []string) int {
	best := 1
	joined := ""
	for n := range raw[:min(len(raw), maxJoined)] {
		if kindOf(raw[n]) == numberText {
			break
		}
		joined += raw[n]
		if _, ok := m.v.exact[makeLabel(joined).text]; ok {
			best = n + 1
		}
	}
	return best
}

// unglue cuts a piece that begins with a label and goes on with digits, or that ends
// with the heading of one of the last two columns.
func (m *matcher) unglue(piece string) []string {
	isLabel := func(s string) bool {
		_, ok := m.v.exact[makeLabel(s).text]
		return ok
	}
	at := len(strings.TrimRight(piece, "0123456789.,"))
	beforeTotal, isTotal := strings.CutSuffix(piece, "总计")
	beforeOther, isOther := strings.CutSuffix(piece, "其他")
	switch {
	case at < 6:
	case at < len(piece):
		if strings.IndexAny(piece[at:], ".,") != 0 && isLabel(piece[:at]) {
			return []string{piece[:at], piece[at:]}
		}
	case isTotal && !strings.HasSuffix(beforeTotal, "）") && !strings.HasSuffix(beforeTotal, ")") && !isLabel(piece):
		return []string{beforeTotal, "总计"}
	case isOther && isLabel(beforeOther) && !isLabel(piece):
		return []string{beforeOther, "其他"}
	}
	return []string{piece}
}

// tabular reports whether pieces are cells and not words of a sentence.
func (m *matcher) tabular(pieces []string) bool {
	known, labels := 0, 0
	for _, piece := range pieces {
		i := m.info(piece)
		switch {
		case i.kind != wordsText:
			known++
		case len(i.hits) > 0 && i.hits[0].score == 1:
			known++
			labels++
		}
	}
	return labels > 0 && float64(known) >= tabularShare*float64(len(pieces))
}

// onlyValues reports whether pieces are nothing but values.
func (m *matcher) onlyValues(pieces []string) bool {
	return !slices.ContainsFunc(pieces, func(s string) bool { return m.info(s).kind == wordsText })
}

// rowsOf gathers tokens into rows: header words apart from the label that the
// values follow.
func (m *matcher) rowsOf(tokens []token) [][]token {
	var rows [][]token
	var words, values []token
	flush := func() {
		split := 0
		for n, w := range words {
			if w.info.label.level == 0 && m.namesColumn(w.info) {
				split = n + 1
			}
		}
		if len(values) == 0 {
			split = len(words)
		}
		if split > 0 {
			rows = append(rows, words[:split])
		}
		if len(values) > 0 {
			rows = append(rows, append(append([]token(nil), words[split:]...), values...))
		}
		words, values = nil, nil
	}
	for _, t := range tokens {
		if t.info.kind == wordsText {
			if len(values) > 0 && m.onlyHeader(words, values) {
				values = nil
			} else if len(values) > 0 {
				flush()
			}
			words = append(words, t)
		} else if len(words)+len(values) > 0 || t.info.kind != blankText {
			values = append(values, t)
		}
		if t.ends {
			flush()
		}
	}
	flush()
	return rows
}

// onlyHeader reports whether words name columns and nothing but empty lines follow.
func (m *matcher) onlyHeader(words, values []token) bool {
	if len(words) == 0 || slices.ContainsFunc(values, func(t token) bool { return t.info.kind != blankText }) {
		return false
	}
	last := words[len(words)-1].info
	return m.namesColumn(last) && !m.namesRow(last) && last.label.level == 0
}

// orderedSheet makes a sheet of rows whose cells have an order and no columns.
func (m *matcher) orderedSheet(rows [][]token, blocks []layout.Block) *sheet {
	grid := &layout.Grid{Rows: len(rows), Loose: true}
	for _, row := range rows {
		grid.Columns = max(grid.Columns, len(row))
	}
	grid.Columns = min(grid.Columns, maxGridCells/max(1, len(rows)))
	var owners []int
	for r, row := range rows {
		for c, t := range row[:min(len(row), grid.Columns)] {
			grid.Cells = append(grid.Cells, layout.Cell{
				Row: r, Column: c, RowSpan: 1, ColumnSpan: 1, Text: t.text, Confidence: 1, Place: blocks[t.block].Place,
			})
			owners = append(owners, t.block)
		}
	}
	return &sheet{grid: grid, at: grid.At(), infos: m.infosOf(grid), ordered: true, owners: owners}
}

// usedBlocks lists the paragraphs that are cells of the tables that were taken
// from running text.
func usedBlocks(lines []*line, replaced []bool) map[int]bool {
	used := map[int]bool{}
	first, last := -1, -1
	for n, l := range lines {
		if l.matched && replaced[l.target.table] || l.why == "flat" {
			if first < 0 {
				first = n
			}
			last = n
		}
	}
	for n, l := range lines {
		if first < 0 || n > last || n < first && (l.kind != headLine || n < first-1) {
			continue
		}
		for _, c := range l.cells {
			i := c.info
			if i.kind == wordsText && i.label.level == 1 && len(i.hits) == 0 {
				continue
			}
			used[l.sheet.owners[c.cell]] = true
		}
	}
	return used
}
