package audit

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// rollupRules are group I: the towns against the county's own report.
func rollupRules() []*Rule {
	source := "《条例》（2019年）第四十九条第二款：县级报告涵盖本级政府及其部门、乡镇"
	return []*Rule{
		{
			ID: "rollup-over-county", Group: "I", Severity: disclosure.Warning, Scope: ScopeCounty, Forms: presentForms,
			Title: "各乡镇之和大于全县数", Source: source,
			Formula:     "各计数单元格：各乡镇之和 > 县级报告",
			FalseAlarms: "县级报告只报本级或办公室自身的不判。少于全县数是正常的（还有部门）。缺了乡镇只会使差额更大。",
			Example:     "各乡镇共 12，全县 10",
			check:       checkRollup,
		},
		{
			ID: "rollup-equal-total", Group: "I", Severity: disclosure.Info, Scope: ScopeCounty, Forms: presentForms,
			Title: "全县数小于某一个乡镇", Source: source,
			Formula:     "县级报告 < 单个乡镇的最大值",
			FalseAlarms: "同 rollup-over-county，由它报告并写出乡镇名。",
			Example:     "某镇 9，全县 8",
			check:       checkRollupMax,
		},
		{
			ID: "named-by-parent", Group: "I", Severity: disclosure.Warning, Scope: ScopeCounty, Forms: presentForms,
			Title: "县级报告点名的数与本乡镇报告不一致", Source: source,
			Formula:     "县级报告正文为该乡镇列出的数 ≠ 该乡镇自己的数",
			FalseAlarms: "统计口径和截止日期可能不同。",
			Example:     "县级报告写 270，本乡镇为 0",
			check:       checkNamedByParent,
		},
	}
}

// needParent makes sure that a sheet is a county's report of the whole county.
func (s *sheet) needParent(r *Result) bool {
	switch {
	case s.set == nil:
		r.lacks("需要全县的报告")
	case !s.isParent:
		r.skip("只用于县级报告")
	case s.year == 0:
		r.lacks("报告年度不明")
	case !s.wholeCounty():
		r.skip("县级报告只报本级或办公室自身")
	case s.suspect[s.tableIndex("applications")] != "":
		r.lacks(suspectWhy)
	default:
		return true
	}
	return false
}

// wholeCounty reports whether a county's report covers its departments and towns:
// it says 全县, 全区 or 全市, or is the government's and not the office's own.
func (s *sheet) wholeCounty() bool {
	if s.text.saysAnywhere(wordWholeCounty, wordWholeDistrict, wordWholeCity) {
		return true
	}
	return !strings.Contains(s.report.Title, "办公室") && !s.text.saysAnywhere(wordOwnLevel)
}

// over is a cell in which the towns exceed the county.
type over struct {
	cell       int
	sum        disclosure.Number
	towns      int
	biggest    *sheet
	biggestOne disclosure.Number
}

// overCounty returns the cells in which the towns of the year exceed the county's
// report, and how many towns there were.
func (s *sheet) overCounty() (cells []over, towns int) {
	var sheets []*sheet
	for at, t := range s.set.newest {
		if at.year == s.year && t.form == s.form {
			sheets = append(sheets, t)
		}
	}
	slices.SortFunc(sheets, func(a, b *sheet) int { return strings.Compare(body(a.report), body(b.report)) })
	for _, i := range s.plan.unsigned {
		if s.form.Cells[i].Amount() || !s.known[i] {
			continue
		}
		o := over{cell: i}
		for _, t := range sheets {
			if !t.known[i] || t.suspect[t.form.Cells[i].Table] != "" {
				continue
			}
			o.towns++
			o.sum += t.values[i]
			if o.biggest == nil || t.values[i] > o.biggestOne {
				o.biggest, o.biggestOne = t, t.values[i]
			}
		}
		if o.sum > s.values[i] {
			cells = append(cells, o)
		}
	}
	return cells, len(sheets)
}

func checkRollup(s *sheet, r *Result) {
	if !s.needParent(r) {
		return
	}
	cells, towns := s.overCounty()
	if towns == 0 {
		r.lacks("没有该年度的乡镇报告")
		return
	}
	r.holds()
	if len(cells) == 0 {
		return
	}
	f := disclosure.Finding{}
	var parts []string
	for _, o := range cells {
		f.Cells = append(f.Cells, s.key(o.cell))
		if len(parts) == maxNames {
			continue
		}
		part := s.name(o.cell) + "各乡镇之和 " + o.sum.String() + "，全县 " + s.values[o.cell].String()
		if o.biggestOne > s.values[o.cell] {
			part += "（" + o.biggest.report.Town + "一处即 " + o.biggestOne.String() + "）"
		}
		parts = append(parts, part)
	}
	first := cells[0]
	f.Expected, f.Actual = "≤ "+s.values[first.cell].String(), first.sum.String()
	f.Difference = (first.sum - s.values[first.cell]).String()
	f.Message = "各乡镇之和大于全县数：" + listed(parts, len(cells)) + "。全县数应包括各乡镇，请核对汇总。"
	r.fire(f)
}

func checkRollupMax(s *sheet, r *Result) {
	if !s.needParent(r) {
		return
	}
	cells, towns := s.overCounty()
	if towns == 0 {
		r.lacks("没有该年度的乡镇报告")
		return
	}
	r.holds()
	for _, o := range cells {
		if o.biggestOne > s.values[o.cell] {
			r.Verdict = ""
			r.firesElsewhere("rollup-over-county")
			return
		}
	}
}

func checkNamedByParent(s *sheet, r *Result) {
	if s.set == nil {
		r.lacks("需要本县的报告")
		return
	}
	if s.isParent || s.report.Town == "" || s.year == 0 {
		r.skip("只用于乡镇报告")
		return
	}
	found := false
	for _, parent := range s.set.parents {
		if parent == nil || parent.year != s.year {
			continue
		}
		found = true
		for at := range parent.text.parts {
			s.compareNamed(r, parent, at)
		}
	}
	if !found {
		r.lacks("没有本县该年度的报告")
		return
	}
	r.holds()
}

// compareNamed compares what one part of the county's report says of this town.
func (s *sheet) compareNamed(r *Result, parent *sheet, at int) {
	passage := parent.text.parts[at].text
	for base := 0; ; {
		i := strings.Index(passage[base:], s.report.Town)
		if i < 0 {
			return
		}
		from := base + i
		base = from + len(s.report.Town)
		after := parent.text.after(at, base, 60)
		if end := strings.IndexAny(after, clauseEnds); end >= 0 {
			after = after[:end]
		}
		number, unit, ok := firstNumber(after)
		if !ok {
			continue
		}
		own, cells, known := s.ownFigure(after, unit)
		if !known || own == number {
			continue
		}
		r.fire(disclosure.Finding{
			Cells: cells, Expected: number.String(), Actual: own.String(), Difference: (own - number).String(),
			Quote: parent.text.sentence(at, from, base), Documents: documents(parent),
			Message: "县级报告写“" + clip(s.report.Town+after, 40) + "”，本报告为 " + own.String() + "。请核对两边的口径。",
		})
	}
}

// firstNumber returns the first run of digits in a clause and the measure word
// that follows it.
func firstNumber(clause string) (disclosure.Number, string, bool) {
	at := strings.IndexAny(clause, "0123456789")
	if at < 0 {
		return 0, "", false
	}
	n, rest, _ := leadingNumber(clause[at:])
	for _, unit := range [...]string{"件", "条"} {
		if strings.HasPrefix(strings.TrimLeft(rest, " "), unit) {
			return disclosure.Int(int64(n)), unit, true
		}
	}
	return 0, "", false
}

// ownFigure returns what this report says for the figure that a clause speaks of:
// applications received, or items published.
func (s *sheet) ownFigure(clause, unit string) (own disclosure.Number, cells []disclosure.Key, ok bool) {
	switch {
	case unit == "件" && strings.Contains(clause, "申请"):
		own, ok = s.get(receivedTotal)
		return own, s.refs(receivedTotal), ok
	case unit == "条" && strings.Contains(clause, "公开"):
		if claim := s.publishedClaim(); claim != nil && !claim.Approx {
			return claim.Value, nil, true
		}
	}
	return 0, nil, false
}
