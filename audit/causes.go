package audit

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// ruleOfKind names the rule that checks each kind of sum.
var ruleOfKind = map[disclosure.IdentityKind]string{
	disclosure.RowTotal:     "app-row-total",
	disclosure.OutcomeTotal: "app-outcome-total",
	disclosure.Balance:      "app-balance",
	disclosure.DisputeTotal: "dispute-row-total",
	"received_parts":        "s14-received-parts",
	"closed_parts":          "s14-closed-parts",
	"answered_parts":        "s14-answered-parts",
	"refused_parts":         "s14-refused-parts",
	"review_parts":          "s14-disputes-parts",
	"suit_parts":            "s14-disputes-parts",
	"staff_parts":           "s14-staff-parts",
}

// addCause records a cause and chooses the sum that reports it: where a total is
// wrong the row's, where a number under （七） is wrong that of the outcomes, else
// the balance of the column.
func (x *sums) addCause(s *sheet, edits []edit, broken []int) {
	order := slices.Clone(broken)
	want, culprit := disclosure.Balance, -1
	if len(edits) > 0 && edits[0].kind == editOne {
		i := edits[0].cells[0]
		culprit = i
		row, column := s.rowID(i), s.columnID(i)
		switch {
		case row == "handled_total":
			want = disclosure.OutcomeTotal
		case column == "total":
			want = disclosure.RowTotal
		case slices.Contains(s.plan.outcomes, i):
			want = disclosure.OutcomeTotal
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return x.precedence(s, a, want, culprit) - x.precedence(s, b, want, culprit)
	})
	for _, b := range broken {
		x.broken[b].cause = len(x.causes)
	}
	kind := s.form.Identities[x.broken[order[0]].identity].Kind
	x.causes = append(x.causes, cause{broken: order, edits: edits, rule: ruleOfKind[kind]})
}

// precedence orders broken sums for a report: the wanted kind first, on the form
// of 2014 the sum that the culprit totals, and of columns the total.
func (x *sums) precedence(s *sheet, b int, want disclosure.IdentityKind, culprit int) int {
	identity := &s.form.Identities[x.broken[b].identity]
	n := 2
	if identity.Kind == want || (s.plan.bit == form2014 && identity.Right[0] == culprit) {
		n = 0
	}
	if identity.Column != "total" {
		n++
	}
	return n
}

func (s *sheet) rowID(i int) string {
	spec := &s.form.Cells[i]
	return s.form.Tables[spec.Table].Rows[spec.Row].ID
}

func (s *sheet) columnID(i int) string {
	spec := &s.form.Cells[i]
	return s.form.Tables[spec.Table].Columns[spec.Column].ID
}

// rankEdits puts the likeliest edit first: a known slip of the pen, then a total,
// then the form's order.
func rankEdits(s *sheet, edits []edit) {
	rank := func(e edit) int {
		n := e.cells[0]
		if e.slip == "" {
			n += 2000
		}
		if s.columnID(e.cells[0]) != "total" {
			n += 1000
		}
		return n
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return rank(a) - rank(b) })
}

// slip names the slip of the pen that turns want into got, "" where it is none.
func slip(got, want disclosure.Number) string {
	if got < 0 || want < 0 || !got.Whole() || !want.Whole() || got == want {
		return ""
	}
	if got != 0 && want != 0 {
		if got == want*10 || want == got*10 {
			return "相差十倍"
		}
		if got == want*100 || want == got*100 {
			return "相差一百倍"
		}
	}
	g, w := got.String(), want.String()
	switch {
	case len(g) == len(w)+1 && len(w) > 0 && dropsOne(g, w):
		return "多写一位数字"
	case len(w) == len(g)+1 && dropsOne(w, g):
		return "漏写一位数字"
	case len(g) == len(w) && swapsTwo(g, w):
		return "相邻数字颠倒"
	case len(g) == len(w) && len(g) > 1 && differences(g, w) == 1:
		return "一位数字写错"
	}
	return ""
}

// dropsOne reports whether short is long without one of its digits.
func dropsOne(long, short string) bool {
	for i := range long {
		if long[:i]+long[i+1:] == short {
			return true
		}
	}
	return false
}

// swapsTwo reports whether a and b differ by two neighbouring digits exchanged.
func swapsTwo(a, b string) bool {
	for i := 0; i+1 < len(a); i++ {
		if a[:i]+a[i+1:i+2]+a[i:i+1]+a[i+2:] == b {
			return a != b
		}
	}
	return false
}

func differences(a, b string) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// maxCauses bounds the causes that a finding lists.
const maxCauses = 4

// describe writes an edit as a sentence.
func (s *sheet) describe(e edit) string {
	name := func(n int) string { return "“" + s.form.Name(e.cells[n]) + "”" }
	from := func(n int) string { return s.values[e.cells[n]].String() }
	var text string
	switch e.kind {
	case editOne:
		text = name(0) + "由 " + from(0) + " 改为 " + e.values[0].String() + " 即全部相符"
	case editSwap:
		text = name(0) + "（" + from(0) + "）与" + name(1) + "（" + from(1) + "）互换即全部相符"
	case editPair:
		text = name(0) + "由 " + from(0) + " 改为 " + e.values[0].String() + "、" + name(1) + "由 " + from(1) + " 改为 " + e.values[1].String() + " 即全部相符"
	}
	if e.slip != "" {
		text += "（疑似" + e.slip + "）"
	}
	return text
}

// causeFinding turns a cause into a finding.
func (s *sheet) causeFinding(c *cause) disclosure.Finding {
	main := &s.sums.broken[c.broken[0]]
	f := disclosure.Finding{
		Cells:      s.causeCells(c),
		Expected:   main.left.String(),
		Actual:     main.right.String(),
		Difference: (main.right - main.left).String(),
	}
	f.Severity = legacySeverity(s.form.Identities[main.identity].Kind, main.left, main.right)
	var formulas, others []string
	for n, b := range c.broken {
		formulas = append(formulas, s.formula(&s.sums.broken[b]))
		if n > 0 {
			identity := &s.form.Identities[s.sums.broken[b].identity]
			others = append(others, s.sumName(identity)+"（"+ruleOfKind[identity.Kind]+"）")
		}
	}
	f.Formula = strings.Join(formulas, "；")
	identity := &s.form.Identities[main.identity]
	f.Message = s.sumName(identity) + "不符：" + s.formula(main) + "，相差 " + abs(main.right-main.left).String() + "。"
	if len(main.blanks) > 0 {
		f.Message += "其中空白单元格按 0 计算，请先补填。"
	}
	for n, e := range c.edits {
		if n == maxCauses {
			break
		}
		f.Causes = append(f.Causes, s.describe(e))
	}
	if len(others) > 0 {
		f.Message += "同一原因还使" + strings.Join(others, "、") + "不符。"
	}
	switch {
	case len(c.edits) == 1:
		f.Message += "最可能：" + f.Causes[0] + "。请核对原始台账后更正。"
	case len(c.edits) > 1:
		f.Message += "请对照台账核对，例如：" + f.Causes[0] + "。"
	default:
		f.Message += "没有单独一格改动能使其相符，可能不止一处有误，请逐格核对。"
	}
	return f
}

// causeCells lists the cells a cause is about: the culprits first, then the other
// cells of the broken sums; zeros are left out where the culprit is known.
func (s *sheet) causeCells(c *cause) []disclosure.Key {
	var order []int
	add := func(i int) {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	for _, e := range c.edits {
		for _, i := range e.cells {
			add(i)
		}
	}
	known := len(order) > 0
	for _, b := range c.broken {
		identity := &s.form.Identities[s.sums.broken[b].identity]
		for _, i := range identity.Right {
			add(i)
		}
		for _, i := range identity.Left {
			if !known || s.values[i] != 0 || !s.known[i] {
				add(i)
			}
		}
	}
	return s.keys(order...)
}

// formula writes a broken sum with its numbers put in.
func (s *sheet) formula(b *brokenSum) string {
	identity := &s.form.Identities[b.identity]
	if identity.Kind == disclosure.Balance {
		return s.terms(identity.Left) + " = " + b.left.String() + "，三（七）与四之和为 " + s.terms(identity.Right) + " = " + b.right.String()
	}
	return s.terms(identity.Left) + " = " + b.left.String() + "，表中为 " + b.right.String()
}

// terms writes the numbers of a sum; of a long one those that are not zero.
func (s *sheet) terms(cells []int) string {
	var terms []string
	for _, i := range cells {
		if len(cells) > 8 && s.values[i] == 0 {
			continue
		}
		terms = append(terms, s.values[i].String())
	}
	if len(terms) == 0 {
		return "0"
	}
	return strings.Join(terms, " + ")
}

// sumName names an identity in the form's own words.
func (s *sheet) sumName(identity *disclosure.Identity) string {
	row, column := s.form.Labels(identity.Right[0])
	switch identity.Kind {
	case disclosure.RowTotal:
		return "“" + strings.Join(row, " / ") + "”一行六类申请人之和与总计"
	case disclosure.OutcomeTotal:
		return "“" + column + "”一列各项办理结果之和与（七）总计"
	case disclosure.Balance:
		return "“" + column + "”一列第一项加第二项之和与第三项（七）加第四项之和"
	case disclosure.DisputeTotal:
		return "“" + strings.Join(row, " / ") + "”四种结果之和与总计"
	}
	return "“" + row[len(row)-1] + "”与其各分项之和"
}

func abs(n disclosure.Number) disclosure.Number {
	if n < 0 {
		return -n
	}
	return n
}
