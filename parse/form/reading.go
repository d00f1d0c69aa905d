package form

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// The bars below which a table is not believed.
const (
	// scoreBar is the least share of a table's labels that must be found in place.
	// A table below it has its cells set illegible and the report is partial.
	scoreBar = 0.2
	// likenessBar is the least mean likeness of the labels that were found.
	likenessBar = 0.66
	// foundBar is the least number of labels of a table that make it one.
	foundBar = 2
)

// tables is what was read of a report's tables.
type tables struct {
	v      *vocabulary
	m      *matcher
	taken  *taken
	lines  []*line
	copies []int
	// used are the blocks that are running text of a table.
	used map[int]bool
	// strength is the number of labels found in place, over all tables.
	strength float64
	// behind is another form whose table stands in the part too, nil where none does.
	behind *disclosure.Form
}

// readTables reads the tables among blocks on one form.
func readTables(v *vocabulary, known texts, blocks []layout.Block, about subject) *tables {
	m := newMatcher(v, known)
	m.blocks, m.about = blocks, about
	var sheets []*sheet
	for n := range blocks {
		b := &blocks[n]
		if b.Kind != layout.Table || b.Grid == nil || b.Chrome || len(sheets) >= maxSheets ||
			b.Grid.Rows <= 0 || b.Grid.Columns <= 0 || b.Grid.Rows > maxGridCells/b.Grid.Columns {
			continue
		}
		if s := m.newSheet(b.Grid, n); !m.comparesYears(s) && !m.foreign(s) {
			sheets = append(sheets, s)
		}
	}
	t := &tables{v: v, m: m}
	t.taken, t.lines, t.copies = m.readSheets(sheets)
	t.running(blocks)
	for table := range v.form.Tables {
		for _, s := range t.taken.rows[table] {
			t.strength += s
		}
		for _, s := range t.taken.columns[table] {
			t.strength += s
		}
	}
	return t
}

// fill writes the tables into a report: every cell of the form in exactly one
// state.
func (t *tables) fill(report *disclosure.Report, blocks []layout.Block) {
	form := t.v.form
	report.Form = form.ID
	report.Cells = t.taken.cells
	for i := range form.Cells {
		if !t.taken.found[i] {
			report.Cells[i] = disclosure.Cell{Key: form.Cells[i].Key, State: disclosure.Absent}
		}
	}
	t.rejoin(report)
	for n := range form.Tables {
		report.Tables = append(report.Tables, t.tableReading(n, report, blocks))
	}
	report.Extras = slices.DeleteFunc(t.taken.extras, func(e disclosure.Extra) bool {
		return !slices.ContainsFunc(e.Values, func(v string) bool { return kindOf(v) == numberText })
	})
	t.conflicts(report)
	t.settle(report)
	t.concealed(report, blocks)
	t.cellDoubts(report)
}

// tableReading judges one table, and sets its cells illegible where they are not
// to be believed.
func (t *tables) tableReading(table int, report *disclosure.Report, blocks []layout.Block) disclosure.TableReading {
	spec := &t.v.form.Tables[table]
	reading := disclosure.TableReading{
		Table: spec.ID, Score: t.taken.tableScore(table), Copies: t.copies[table], Place: t.taken.places[table],
	}
	labels, sum := 0, 0.0
	for _, s := range slices.Concat(t.taken.rows[table], t.taken.columns[table]) {
		if s > 0 {
			labels++
			sum += s
		}
	}
	anyCell := false
	for i := range report.Cells {
		anyCell = anyCell || t.v.form.Cells[i].Table == table && report.Cells[i].State != disclosure.Absent
	}
	reading.Found = anyCell && (labels >= foundBar || len(spec.Rows)+len(spec.Columns) <= 3)
	if !reading.Found {
		reading.Score, reading.Copies = 0, 0
		t.forget(table, report, disclosure.Absent, "")
		return reading
	}
	if reading.Score < scoreBar || sum/float64(labels) < likenessBar {
		t.forget(table, report, disclosure.Illegible, disclosure.DoubtLowMatch)
		report.Doubts = append(report.Doubts, disclosure.Doubt{
			Code: disclosure.DoubtLowMatch, Table: spec.ID, Cells: t.keys(table, report, disclosure.Illegible),
			Detail: fmt.Sprintf("表格标签与规定格式相符程度低（%.0f%%），未采信其中数字", 100*reading.Score),
		})
	} else if t.shifted(table, report) {
		t.forget(table, report, disclosure.Illegible, disclosure.DoubtShifted)
		report.Doubts = append(report.Doubts, disclosure.Doubt{
			Code: disclosure.DoubtShifted, Table: spec.ID, Cells: t.keys(table, report, disclosure.Illegible),
			Detail: "各行合计均以同样方式不符，疑似整表错列，未采信其中数字",
		})
	}
	numbers := disclosure.NumbersOf(report.Cells)
	for i := range t.v.form.Identities {
		identity := &t.v.form.Identities[i]
		if identity.Table != spec.ID {
			continue
		}
		if check := identity.Check(numbers); check.Known {
			reading.Checked++
			if check.Holds() {
				reading.Held++
			}
		}
	}
	for _, a := range t.taken.altered {
		if a.table != table {
			continue
		}
		label := disclosure.AlteredLabel{Document: strings.TrimSpace(a.document)}
		if a.row >= 0 {
			label.Row, label.Form = spec.Rows[a.row].ID, spec.Rows[a.row].Leaf()
		} else {
			label.Column, label.Form = spec.Columns[a.column].ID, spec.Columns[a.column].Label
		}
		reading.Altered = append(reading.Altered, label)
	}
	return reading
}

// forget sets the cells of a table that the document has to one state.
func (t *tables) forget(table int, report *disclosure.Report, state disclosure.State, doubt disclosure.DoubtCode) {
	for i := range report.Cells {
		c := &report.Cells[i]
		if t.v.form.Cells[i].Table != table || c.State == disclosure.Absent {
			continue
		}
		if state == disclosure.Absent {
			*c = disclosure.Cell{Key: c.Key, State: disclosure.Absent}
		} else if c.State == disclosure.Reported || c.State == disclosure.Illegible {
			c.State, c.Value, c.Doubt = state, 0, doubt
		}
	}
}

// keys lists the cells of a table that are in a state.
func (t *tables) keys(table int, report *disclosure.Report, state disclosure.State) []disclosure.Key {
	var keys []disclosure.Key
	for i := range report.Cells {
		if t.v.form.Cells[i].Table == table && report.Cells[i].State == state {
			keys = append(keys, report.Cells[i].Key)
		}
	}
	return keys
}

// shiftRows is how many rows must fail by the same shape before a table counts as
// shifted.
const shiftRows = 3

// shifted reports whether every row of a table that has a total and says anything
// fails it, and whether in every one of them another cell at the same place is the
// sum of the rest: then the columns were read askew. Where the header did not stand
// above the columns of most rows, it is enough that most fail.
func (t *tables) shifted(table int, report *disclosure.Report) bool {
	var rows [][]disclosure.Number
	failing := 0
	numbers := disclosure.NumbersOf(report.Cells, disclosure.Blank)
	for i := range t.v.form.Identities {
		identity := &t.v.form.Identities[i]
		if identity.Table != t.v.form.Tables[table].ID || identity.Row == "" || len(identity.Right) != 1 {
			continue
		}
		check := identity.Check(numbers)
		sum := check.Left + check.Right
		if !check.Known || sum == 0 {
			continue
		}
		values := make([]disclosure.Number, 0, len(identity.Left)+1)
		for _, c := range identity.Left {
			values = append(values, report.Cells[c].Value)
		}
		values = append(values, report.Cells[identity.Right[0]].Value)
		if values[len(values)-1]*2 != sum {
			failing++
		}
		rows = append(rows, values)
	}
	if 2*t.taken.suspect[table] >= t.taken.rowCount(table) && 2*failing > len(rows) {
		return true
	}
	if len(rows) < shiftRows || failing < len(rows) {
		return false
	}
	for place := range len(rows[0]) - 1 {
		all := true
		for _, values := range rows {
			sum := disclosure.Number(0)
			for _, v := range values {
				sum += v
			}
			all = all && place < len(values) && values[place]*2 == sum
		}
		if all {
			return true
		}
	}
	return false
}

// conflicts reports the cells that copies of a table give different values.
func (t *tables) conflicts(report *disclosure.Report) {
	byTable := map[int][]disclosure.Key{}
	for _, cell := range t.taken.conflicts {
		c := &report.Cells[cell]
		if c.State == disclosure.Absent {
			continue
		}
		c.Doubt = disclosure.DoubtTableConflict
		table := t.v.form.Cells[cell].Table
		if !slices.Contains(byTable[table], c.Key) {
			byTable[table] = append(byTable[table], c.Key)
		}
	}
	for table := range t.v.form.Tables {
		if keys := byTable[table]; len(keys) > 0 {
			report.Doubts = append(report.Doubts, disclosure.Doubt{
				Code: disclosure.DoubtTableConflict, Table: t.v.form.Tables[table].ID, Cells: keys,
				Detail: "同一表格出现多次且数字不同，取标签最完整的一份",
			})
		}
	}
}

// doubtDetails says for people what a doubt about cells that report a number means.
// Cells that report none say why themselves.
var doubtDetails = []struct {
	code   disclosure.DoubtCode
	detail string
}{
	{disclosure.DoubtReadersDisagree, "两种读取方式结果不同"},
	{disclosure.DoubtSecondReader, "采用第二种读取方式的结果"},
	{disclosure.DoubtUnitConverted, "单位为元，已折算为万元"},
	{disclosure.DoubtSplit, "数字在格内断成几行，连起来后勾稽相符"},
}

// cellDoubts gathers the doubts about single cells, one a kind and table.
func (t *tables) cellDoubts(report *disclosure.Report) {
	for table := range t.v.form.Tables {
		for _, d := range doubtDetails {
			var keys []disclosure.Key
			for i := range report.Cells {
				if t.v.form.Cells[i].Table == table && report.Cells[i].Doubt == d.code && report.Cells[i].State == disclosure.Reported {
					keys = append(keys, report.Cells[i].Key)
				}
			}
			if len(keys) > 0 {
				report.Doubts = append(report.Doubts, disclosure.Doubt{Code: d.code, Table: t.v.form.Tables[table].ID, Cells: keys, Detail: d.detail})
			}
		}
	}
}

// markMargin is how many times as many of its own labels one form must show as
// another for the choice to rest on them alone.
const markMargin = 3

// shown is which labels of the forms a part shows.
type shown struct {
	// marks and known count, for each form, the labels that no other form has, and
	// all of its labels.
	marks, known []int
	// sets count the labels by the forms that have them, a bit for each form.
	sets map[uint]int
}

// labelsShown counts the labels of the forms that the tables and short paragraphs
// of a part show.
func labelsShown(texts texts, blocks []layout.Block) shown {
	all := vocabularies()
	s := shown{make([]int, len(all)), make([]int, len(all)), map[uint]int{}}
	look := func(raw string) {
		if _, seen := texts[raw]; seen {
			return
		}
		t := texts.of(raw)
		if t.kind != wordsText {
			return
		}
		set := uint(0)
		for n, v := range all {
			if i, ok := v.exact[t.label.text]; ok {
				set |= 1 << n
				s.known[n]++
				if v.marks[i] {
					s.marks[n]++
				}
			}
		}
		if set != 0 {
			s.sets[set]++
		}
	}
	for n := range blocks {
		b := &blocks[n]
		switch {
		case b.Chrome:
		case b.Kind == layout.Table && b.Grid != nil:
			for c := range b.Grid.Cells {
				look(b.Grid.Cells[c].Text)
			}
		case b.Kind == layout.Paragraph && len(b.Text) < 3*maxHeading:
			look(b.Text)
		}
	}
	return s
}

// apart reports whether two forms both stand in a part: whether it shows many labels
// of each that the other lacks.
func (s *shown) apart(a, b int) bool {
	onlyA, onlyB := 0, 0
	for set, n := range s.sets {
		hasA, hasB := set>>a&1 == 1, set>>b&1 == 1
		switch {
		case hasA && !hasB:
			onlyA += n
		case hasB && !hasA:
			onlyB += n
		}
	}
	return onlyA >= enoughRows && onlyB >= enoughRows
}

// behind drops the forms that stand in a part beside the report's own: an older
// 统计表 behind the report is an attachment. The report's own is the form of its year,
// the newest where the year is not known. The bool of a dropped form is true.
func (s *shown) behind(year int) []bool {
	all := vocabularies()
	own := max(0, slices.IndexFunc(all, func(v *vocabulary) bool { return v.form == disclosure.FormForYear(year) }))
	dropped := make([]bool, len(all))
	for n := range all {
		dropped[n] = s.apart(own, n)
	}
	return dropped
}

// pickForm chooses the form by the labels that one has and the others lack, and
// where these do not tell, by how much of each form is found; last by the year.
func pickForm(blocks []layout.Block, about subject) *tables {
	all := vocabularies()
	texts := make(texts, manyTexts)
	shown := labelsShown(texts, blocks)
	dropped := shown.behind(about.year)
	best := slices.Index(dropped, false)
	for n := range all {
		if !dropped[n] && shown.marks[n] > shown.marks[best] {
			best = n
		}
	}
	sure := shown.marks[best] >= 2
	for n := range all {
		sure = sure && (n == best || dropped[n] || shown.marks[best] >= markMargin*shown.marks[n])
	}
	var chosen *tables
	for n, v := range all {
		switch {
		case dropped[n], sure && n != best, chosen != nil && shown.known[n] == 0 && slices.Max(shown.known) > 0:
			continue
		}
		t := readTables(v, texts, blocks, about)
		if chosen == nil || t.strength > chosen.strength+0.5 ||
			t.strength > chosen.strength-0.5 && disclosure.FormForYear(about.year) == v.form {
			chosen = t
		}
	}
	if at := slices.Index(dropped, true); at >= 0 {
		chosen.behind = all[at].form
	}
	return chosen
}
