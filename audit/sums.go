package audit

import (
	"slices"

	"gongkai/disclosure"
)

// sums are the form's identities as this report has them: which fail, which could
// not be computed, and what single mistakes explain the failures.
type sums struct {
	broken []brokenSum
	// unread are the identities that lack a number, as indexes into form.Identities.
	unread []int
	// blankRead are balances that hold once a blank is read as zero.
	blankRead []int
	causes    []cause
	// breakdown are the rows, as row-total identities, of which only the total is filled in.
	breakdown []int
}

// brokenSum is an identity that fails.
type brokenSum struct {
	identity    int
	left, right disclosure.Number
	// blanks are the cells that were read as zero.
	blanks []int
	cause  int
}

// cause is one mistake that explains one or more broken sums.
type cause struct {
	// broken are indexes into sums.broken, the one to report first.
	broken []int
	// edits are the alternatives that would mend all of them, the likeliest first.
	edits []edit
	// rule is the id of the rule that reports it.
	rule string
}

// edit is a change of one or two cells.
type edit struct {
	kind  editKind
	cells []int
	// values are what the cells would have to be.
	values []disclosure.Number
	slip   string
}

type editKind uint8

const (
	editOne  editKind = iota // one cell is wrong
	editSwap                 // two neighbouring cells are exchanged
	editPair                 // a cell and its row's total are wrong by the same amount
)

const noCause = -1

// solve evaluates every identity and, where some fail, looks for the causes.
func (x *sums) solve(s *sheet) {
	identities := s.form.Identities
	for n := range identities {
		x.evaluate(s, n)
	}
	if len(x.broken) == 0 && len(x.unread) == 0 {
		return
	}
	x.findBreakdown(s)
	if len(x.broken) > 0 {
		x.explain(s)
	}
}

func (x *sums) evaluate(s *sheet, n int) {
	identity := &s.form.Identities[n]
	if s.suspect[s.form.Cells[identity.Left[0]].Table] != "" {
		x.unread = append(x.unread, n)
		return
	}
	check := identity.Check(disclosure.Numbers{Values: s.values, Known: s.known})
	left, right := check.Left, check.Right
	if check.Known {
		if check.Fails() {
			x.broken = append(x.broken, brokenSum{identity: n, left: left, right: right, cause: noCause})
		}
		return
	}
	if identity.Kind == disclosure.Balance {
		x.balanceWithBlanks(s, n, left, right)
		return
	}
	// Blanks among the parts can only add: parts that exceed the total already are wrong.
	blanks, readable := s.blanksOf(identity)
	if readable && !slices.Contains(blanks, identity.Right[0]) && left > right {
		x.broken = append(x.broken, brokenSum{identity: n, left: left, right: right, blanks: blanks, cause: noCause})
		return
	}
	x.unread = append(x.unread, n)
}

// balanceWithBlanks reads a blank as zero where every other cell of the balance is
// filled in, and the finding says so. A blank （七）is read as zero only where no
// outcome of the column is above zero.
func (x *sums) balanceWithBlanks(s *sheet, n int, left, right disclosure.Number) {
	identity := &s.form.Identities[n]
	blanks, readable := s.blanksOf(identity)
	switch {
	case !readable || len(blanks) > 1 || s.blankHandled(identity, blanks[0]):
		x.unread = append(x.unread, n)
	case left != right:
		x.broken = append(x.broken, brokenSum{identity: n, left: left, right: right, blanks: blanks, cause: noCause})
	default:
		x.blankRead = append(x.blankRead, n)
	}
}

// blankHandled reports whether a blank is the （七）of a column with outcomes.
func (s *sheet) blankHandled(identity *disclosure.Identity, blank int) bool {
	if s.rowID(blank) != "handled_total" {
		return false
	}
	for _, n := range s.plan.outcomeTotals {
		if s.form.Identities[n].Column == identity.Column {
			return slices.ContainsFunc(s.form.Identities[n].Left, func(i int) bool { return s.values[i] > 0 })
		}
	}
	return false
}

// blanksOf returns the blank cells of an identity; readable is false where a cell
// lacks its number for another reason.
func (s *sheet) blanksOf(identity *disclosure.Identity) (blanks []int, readable bool) {
	for _, side := range [][]int{identity.Left, identity.Right} {
		for _, i := range side {
			switch {
			case s.known[i]:
			case s.cells[i].State == disclosure.Blank:
				blanks = append(blanks, i)
			default:
				return nil, false
			}
		}
	}
	return blanks, true
}

// findBreakdown looks for rows of which only the total is filled in. A single such
// row among rows that are broken down is a wrong total, unless its parts are blank.
func (x *sums) findBreakdown(s *sheet) {
	var zero, blank []int
	brokenDown := false
	for _, n := range s.plan.rowTotals {
		identity := &s.form.Identities[n]
		total := identity.Right[0]
		if !s.known[total] || s.values[total] <= 0 || s.suspect[s.form.Cells[total].Table] != "" {
			continue
		}
		blanks, empty := 0, true
		for _, i := range identity.Left {
			switch {
			case s.known[i] && s.values[i] == 0:
			case s.cells[i].State == disclosure.Blank:
				blanks++
			default:
				empty = false
			}
		}
		switch {
		case !empty:
			brokenDown = true
		case blanks == len(identity.Left):
			blank = append(blank, n)
		default:
			zero = append(zero, n)
		}
	}
	x.breakdown = blank
	if !brokenDown && len(zero) > 1 {
		x.breakdown = append(x.breakdown, zero...)
		slices.Sort(x.breakdown)
	}
	x.broken = slices.DeleteFunc(x.broken, func(b brokenSum) bool { return slices.Contains(x.breakdown, b.identity) })
	x.unread = slices.DeleteFunc(x.unread, func(n int) bool { return slices.Contains(x.breakdown, n) })
}

// brokenAt returns the index in broken of an identity that is broken and not yet
// explained, or -1.
func (x *sums) brokenAt(identity int) int {
	for b := range x.broken {
		if x.broken[b].identity == identity && x.broken[b].cause == noCause {
			return b
		}
	}
	return -1
}

// settled reports whether an identity was computed, so that an edit may not break it.
func (x *sums) settled(identity int) bool {
	return !slices.Contains(x.unread, identity) && !slices.Contains(x.breakdown, identity)
}

// explain groups the broken sums by cause. It takes the edit that mends the most
// sums first: one wrong cell before two exchanged before a cell and its total.
func (x *sums) explain(s *sheet) {
	for {
		edits, broken := x.bestEdits(s)
		if len(broken) == 0 {
			break
		}
		x.addCause(s, edits, broken)
	}
	x.groupBalances(s)
	for b := range x.broken {
		if x.broken[b].cause == noCause {
			x.addCause(s, nil, []int{b})
		}
	}
}

// bestEdits returns the edits that mend the most unexplained sums, all of them the
// same sums, and these sums.
func (x *sums) bestEdits(s *sheet) (best []edit, mends []int) {
	consider := func(e edit, broken []int) {
		if len(broken) == 0 {
			return
		}
		switch {
		case len(broken) > len(mends):
			best, mends = []edit{e}, broken
		case slices.Equal(broken, mends):
			best = append(best, e)
		}
	}
	tried := x.openCells(s)
	for _, i := range tried {
		consider(x.tryOne(s, i))
	}
	if len(mends) < 2 {
		// One cell mends a single sum at most: see whether two together mend more.
		alone, mended := best, mends
		best, mends = nil, nil
		for _, i := range tried {
			for _, other := range s.neighbours(i) {
				consider(x.trySwap(s, i, other))
			}
		}
		if len(mends) < 2 {
			best, mends = nil, nil
			for _, i := range tried {
				consider(x.tryPair(s, i))
			}
		}
		if len(mends) < 2 {
			best, mends = alone, mended
		}
	}
	rankEdits(s, best)
	return best, mends
}

// openCells are the cells of the unexplained broken sums, in the form's order.
func (x *sums) openCells(s *sheet) []int {
	var cells []int
	for b := range x.broken {
		if x.broken[b].cause == noCause {
			identity := &s.form.Identities[x.broken[b].identity]
			cells = append(append(cells, identity.Left...), identity.Right...)
		}
	}
	slices.Sort(cells)
	return slices.Compact(cells)
}

// gap is what must be added to a cell so that its identity holds.
func (x *sums) gap(s *sheet, b, cell int) disclosure.Number {
	sum := &x.broken[b]
	if slices.Contains(s.form.Identities[sum.identity].Left, cell) {
		return sum.right - sum.left
	}
	return sum.left - sum.right
}

// tryOne asks whether another number in one cell mends every computed sum it is in.
func (x *sums) tryOne(s *sheet, i int) (edit, []int) {
	if !s.known[i] {
		return edit{}, nil
	}
	var broken []int
	var change disclosure.Number
	for _, n := range s.plan.sums[i] {
		if !x.settled(n) {
			continue
		}
		b := x.brokenAt(n)
		if b < 0 {
			return edit{}, nil
		}
		gap := x.gap(s, b, i)
		if len(broken) > 0 && gap != change {
			return edit{}, nil
		}
		change = gap
		broken = append(broken, b)
	}
	want := s.values[i] + change
	if want < 0 {
		return edit{}, nil
	}
	slices.Sort(broken)
	return edit{kind: editOne, cells: []int{i}, values: []disclosure.Number{want}, slip: slip(s.values[i], want)}, broken
}

// tryTwo asks whether adding these amounts to two cells mends every computed sum
// that it changes.
func (x *sums) tryTwo(s *sheet, i, j int, di, dj disclosure.Number) []int {
	var broken []int
	for pass, cell := range [2]int{i, j} {
		other := [2]int{j, i}[pass]
		for _, n := range s.plan.sums[cell] {
			if !x.settled(n) {
				continue
			}
			identity := &s.form.Identities[n]
			change := signed(identity, cell, [2]disclosure.Number{di, dj}[pass])
			if slices.Contains(s.plan.sums[other], n) {
				if pass == 1 {
					continue
				}
				change += signed(identity, other, dj)
			}
			if change == 0 {
				continue
			}
			b := x.brokenAt(n)
			if b < 0 || x.broken[b].left-x.broken[b].right+change != 0 {
				return nil
			}
			broken = append(broken, b)
		}
	}
	slices.Sort(broken)
	return broken
}

// signed is the effect of adding d to a cell on left minus right.
func signed(identity *disclosure.Identity, cell int, d disclosure.Number) disclosure.Number {
	if slices.Contains(identity.Right, cell) {
		return -d
	}
	return d
}

func (x *sums) trySwap(s *sheet, i, j int) (edit, []int) {
	if !s.known[i] || !s.known[j] || s.values[i] == s.values[j] {
		return edit{}, nil
	}
	d := s.values[j] - s.values[i]
	broken := x.tryTwo(s, i, j, d, -d)
	return edit{kind: editSwap, cells: []int{i, j}, values: []disclosure.Number{s.values[j], s.values[i]}, slip: "相邻两格填反"}, broken
}

// tryPair asks whether a cell and its row's total are wrong by the same amount.
func (x *sums) tryPair(s *sheet, i int) (edit, []int) {
	total := s.totalOf(i)
	if total < 0 || total == i || !s.known[i] || !s.known[total] {
		return edit{}, nil
	}
	for _, n := range s.plan.sums[i] {
		b := x.brokenAt(n)
		if b < 0 || !x.settled(n) {
			continue
		}
		d := x.gap(s, b, i)
		if s.values[i]+d < 0 || s.values[total]+d < 0 {
			continue
		}
		if broken := x.tryTwo(s, i, total, d, d); len(broken) > 0 {
			return edit{
				kind: editPair, cells: []int{i, total}, values: []disclosure.Number{s.values[i] + d, s.values[total] + d},
				slip: slip(s.values[i], s.values[i]+d),
			}, broken
		}
	}
	return edit{}, nil
}

// totalOf returns the total of a cell's row in the table of applications, or -1.
func (s *sheet) totalOf(i int) int {
	for _, n := range s.plan.sums[i] {
		if identity := &s.form.Identities[n]; identity.Kind == disclosure.RowTotal {
			return identity.Right[0]
		}
	}
	return -1
}

// neighbours are the cells right of and below a cell in its table.
func (s *sheet) neighbours(i int) []int {
	spec := &s.form.Cells[i]
	rows := s.form.Tables[spec.Table].Rows
	var out []int
	for _, row := range []int{spec.Row, spec.Row + 1} {
		if row >= len(rows) {
			continue
		}
		for _, j := range rows[row].Cells {
			column := s.form.Cells[j].Column
			if (row == spec.Row && column == spec.Column+1) || (row > spec.Row && column == spec.Column) {
				out = append(out, j)
			}
		}
	}
	return out
}

// groupBalances takes the total column's balance and those of the applicants'
// columns for one cause where the total is off by just what they are off.
func (x *sums) groupBalances(s *sheet) {
	var columns []int
	total := -1
	var gaps, totalGap disclosure.Number
	for _, n := range s.plan.balances {
		b := x.brokenAt(n)
		if b < 0 {
			continue
		}
		gap := x.broken[b].right - x.broken[b].left
		if s.form.Identities[n].Column == "total" {
			total, totalGap = b, gap
		} else {
			columns, gaps = append(columns, b), gaps+gap
		}
	}
	if total >= 0 && len(columns) > 0 && gaps == totalGap {
		x.addCause(s, nil, append([]int{total}, columns...))
	}
}
