package audit

import (
	"gongkai/disclosure"
)

// sheet is a report compiled for the rules.
type sheet struct {
	report  *disclosure.Report
	plan    *plan
	form    *disclosure.Form
	options *Options
	year    int
	// cells are the report's cells in the form's order.
	cells []disclosure.Cell
	// values and known are by cell index; a value counts only where known.
	values []disclosure.Number
	known  []bool
	// negative and fractional say that some number is below zero, or a count is not
	// whole; unplain are the cells whose number stands in the document as more than
	// plain digits.
	negative, fractional bool
	unplain              []int
	// odd counts the cells of each table that report no number, by state.
	odd []oddCells
	// suspect marks tables whose reading is not to be believed, and why.
	suspect []string
	text    text
	sums    sums
	// claimBits has the bit of each claimed metric: most rules ask for metrics that
	// nothing is claimed of.
	claimBits uint64

	// ordered says that the report has just the form's sections, in its order; headed
	// that their headings are the form's too.
	ordered, headed bool

	// set is the county, nil where one document is checked alone.
	set *set
	// isParent is true for the county's own report.
	isParent bool
	// prior is last year's sheet of the same town, nil where there is none.
	prior *sheet
	// earlier are the town's earlier sheets, the newest first.
	earlier []*sheet
}

// oddCells counts the cells of a table that report no number.
type oddCells struct{ blank, placeholder, illegible, absent int }

// compile takes a report into a sheet, which may be one that is used again. It
// reports false where the report is on no known form.
func (s *sheet) compile(report *disclosure.Report, options *Options) bool {
	p := plans()[report.Form]
	if p == nil || len(report.Cells) == 0 {
		return false
	}
	n := len(p.form.Cells)
	*s = sheet{
		report: report, plan: p, form: p.form, options: options, year: report.Year, cells: report.Cells,
		values: zeroed(s.values, n), known: zeroed(s.known, n), unplain: s.unplain[:0],
		odd: zeroed(s.odd, len(p.tables)), suspect: zeroed(s.suspect, len(p.tables)),
		text: s.text, sums: sums{broken: s.sums.broken[:0], unread: s.sums.unread[:0]},
	}
	if !s.readCells() {
		s.cells = inFormOrder(p.form, report.Cells)
		clear(s.odd)
		s.unplain = s.unplain[:0]
		s.readCells()
	}
	for i := range report.Claims {
		s.claimBits |= metricBit(report.Claims[i].Metric)
	}
	s.ordered, s.headed = s.sectionsAsForm()
	s.text.scan(report)
	s.findSuspects()
	s.sums.solve(s)
	return true
}

// zeroed returns n zeros, in the given slice where they fit.
func zeroed[T any](slice []T, n int) []T {
	if cap(slice) < n {
		return make([]T, n)
	}
	slice = slice[:n]
	clear(slice)
	return slice
}

// readCells takes the numbers out of the cells. It reports false where the cells do
// not stand in the form's order, as a report's cells should.
func (s *sheet) readCells() bool {
	if len(s.cells) != len(s.form.Cells) {
		return false
	}
	for t, table := range s.plan.tables {
		odd := &s.odd[t]
		for i := table.from; i < table.to; i++ {
			cell := &s.cells[i]
			if cell.Key != s.plan.keys[i] {
				return false
			}
			switch cell.State {
			case disclosure.Reported:
				s.values[i], s.known[i] = cell.Value, true
				if cell.Value == 0 && len(cell.Raw) == 1 {
					continue // nearly every cell
				}
				s.negative = s.negative || cell.Value < 0
				s.fractional = s.fractional || (!cell.Value.Whole() && !s.form.Cells[i].Amount())
				if len(cell.Raw) != digitsOf(cell.Value) {
					s.unplain = append(s.unplain, i)
				}
			case disclosure.Blank:
				odd.blank++
			case disclosure.Placeholder:
				odd.placeholder++
			case disclosure.Illegible:
				odd.illegible++
			default:
				odd.absent++
			}
		}
	}
	return true
}

// digitsOf returns how many digits a whole number below ten thousand is written
// with, 0 for other numbers. A raw text of that length can be nothing but the
// plain digits, since every other writing is longer.
func digitsOf(n disclosure.Number) int {
	switch {
	case n < 0 || !n.Whole():
		return 0
	case n < disclosure.Int(10):
		return 1
	case n < disclosure.Int(100):
		return 2
	case n < disclosure.Int(1000):
		return 3
	case n < disclosure.Int(10_000):
		return 4
	}
	return 0
}

// inFormOrder returns the cells in the form's order; a cell that lacks is absent.
func inFormOrder(form *disclosure.Form, cells []disclosure.Cell) []disclosure.Cell {
	out := make([]disclosure.Cell, len(form.Cells))
	for i := range out {
		out[i] = disclosure.Cell{Key: form.Cells[i].Key, State: disclosure.Absent}
	}
	for _, cell := range cells {
		if i := form.Index(cell.Key); i >= 0 {
			out[i] = cell
		}
	}
	return out
}

// get returns the number of a cell that rules know by name.
func (s *sheet) get(r ref) (disclosure.Number, bool) { return s.num(s.plan.at[r]) }

// num returns the number at a cell index; -1 has none.
func (s *sheet) num(i int) (disclosure.Number, bool) {
	if i < 0 {
		return 0, false
	}
	return s.values[i], s.known[i]
}

// key returns the key of a cell index.
func (s *sheet) key(i int) disclosure.Key { return s.form.Cells[i].Key }

// keys returns the keys of cell indexes.
func (s *sheet) keys(indexes ...int) []disclosure.Key {
	keys := make([]disclosure.Key, 0, len(indexes))
	for _, i := range indexes {
		if i >= 0 {
			keys = append(keys, s.form.Cells[i].Key)
		}
	}
	return keys
}

// refs returns the keys of cells that rules know by name.
func (s *sheet) refs(refs ...ref) []disclosure.Key {
	keys := make([]disclosure.Key, 0, len(refs))
	for _, r := range refs {
		if i := s.plan.at[r]; i >= 0 {
			keys = append(keys, s.form.Cells[i].Key)
		}
	}
	return keys
}

// unread returns the keys of those cells that report no number.
func (s *sheet) unread(indexes ...int) []disclosure.Key {
	var keys []disclosure.Key
	for _, i := range indexes {
		if i >= 0 && !s.known[i] {
			keys = append(keys, s.form.Cells[i].Key)
		}
	}
	return keys
}

// need reads cells that a rule cannot do without. Where one reports no number, or
// its table is suspect, the rule is undetermined and need returns false.
func (s *sheet) need(r *Result, refs ...ref) ([4]disclosure.Number, bool) {
	var out [4]disclosure.Number
	ok := true
	for n, ref := range refs {
		i := s.plan.at[ref]
		if i < 0 {
			r.skip("所用表式没有这一栏")
			return out, false
		}
		if s.suspect[s.form.Cells[i].Table] != "" {
			r.lacks(suspectWhy, s.refs(refs...)...)
			return out, false
		}
		ok = ok && s.known[i]
		out[n] = s.values[i]
	}
	if !ok {
		indexes := make([]int, 0, len(refs))
		for _, ref := range refs {
			indexes = append(indexes, s.plan.at[ref])
		}
		r.lacks(unreadWhy, s.unread(indexes...)...)
	}
	return out, ok
}

// needPrior returns last year's sheet, or makes the rule undetermined.
func (s *sheet) needPrior(r *Result) *sheet {
	if s.year == 0 {
		r.lacks("报告年度不明")
	} else if s.prior == nil {
		r.lacks(noPriorWhy)
	}
	return s.prior
}

// section returns the first section of a key, or nil.
func (s *sheet) section(key string) *disclosure.Section { return s.report.Section(key) }

// Reasons that rules share.
const (
	suspectWhy = "该表疑似识别错误（见 extraction-suspect），不作判断"
	unreadWhy  = "所需单元格没有可用的数字"
	noPriorWhy = "没有上一年度的报告可比"
)
