package audit

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// yearRules are group C: one town over the years.
func yearRules() []*Rule {
	return []*Rule{
		{
			ID: "carry-chain", Group: "C", Severity: disclosure.Error, Scope: ScopeYears, Forms: presentForms,
			Title:       "上年结转与上年报告的结转下年度不一致",
			Source:      "年度报告格式表三：上年结转、结转下年度继续办理",
			Formula:     "carried_in[y].total = carried_out[y-1].total；各类申请人为警告",
			FalseAlarms: "上年报告可能已更正：用其最新版本，并列出两份文件。没有上年报告的不判。",
			Example:     "carried_in.total 加 1",
			check:       checkCarryChain,
		},
		{
			ID: "jump", Group: "C", Severity: disclosure.Info, Scope: ScopeYears,
			Title:       "数量与往年相差悬殊",
			Source:      "合理性判断",
			Formula:     "m 为此前至多五年的中位数；max(x, m) ≥ 20 且（x ≥ 5m 或 5x ≤ m）；20倍以上为警告",
			FalseAlarms: "至少要有此前两年；小数目不判；表式更换而含义改变的行跳过。",
			Example:     "20、22、25 之后为 400",
			check:       checkJump,
		},
		{
			ID: "digit-slip", Group: "C", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "疑似数字多写、漏写零或颠倒",
			Source:      "合理性判断",
			Formula:     "x ≥ 20，x 为 10m、100m 或两位颠倒后等于 m（m 为往年中位数或使合计相符的数），且该行另有规则不符",
			FalseAlarms: "只作为另一条结论的解释：没有往年可比时写在那一条的可能原因里，不另报。",
			Example:     "办理 120，新收 12",
			check:       checkDigitSlip,
		},
		{
			ID: "stale-table", Group: "C", Severity: disclosure.Warning, Scope: ScopeYears,
			Title:       "整张表与上年完全相同",
			Source:      "国办公开办函〔2021〕30号（四）明确责任：内容雷同",
			Formula:     "至少5个单元格不为0，且每格都与上年相同",
			FalseAlarms: "全0的表各地各年都一样，不报。",
			Example:     "照抄上年的表格",
			check:       checkStaleTable,
		},
	}
}

func checkCarryChain(s *sheet, r *Result) {
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	if prior.plan.carriedOut == nil {
		r.skip("上一年度的表式没有结转下年度")
		return
	}
	if s.suspect[s.form.Cells[s.plan.carriedIn[0]].Table] != "" || prior.suspect[prior.form.Cells[prior.plan.carriedOut[0]].Table] != "" {
		r.lacks(suspectWhy)
		return
	}
	last := len(s.plan.carriedIn) - 1
	var columns []int
	for column := range last + 1 {
		now, ok1 := s.num(s.plan.carriedIn[column])
		before, ok2 := prior.num(prior.plan.carriedOut[column])
		switch {
		case !ok1 || !ok2:
			r.lacks(unreadWhy, s.key(s.plan.carriedIn[column]))
		case now != before:
			columns = append(columns, column)
		default:
			r.holds()
		}
	}
	if len(columns) == 0 {
		return
	}
	// The total first: it tells the size of the mistake, the columns where it is.
	f := disclosure.Finding{Severity: disclosure.Warning, Documents: documents(prior)}
	if columns[len(columns)-1] == last {
		f.Severity = disclosure.Error
		columns = append([]int{last}, columns[:len(columns)-1]...)
	}
	var parts []string
	for _, column := range columns {
		in, out := s.plan.carriedIn[column], prior.plan.carriedOut[column]
		if column == last && s.explainedAs(in, prior.values[out]) {
			r.firesElsewhere(s.sums.causes[0].rule)
			return
		}
		f.Cells = append(f.Cells, s.key(in))
		parts = append(parts, s.columnName(in)+"上年结转 "+s.values[in].String()+"，上年报告结转下年度为 "+prior.values[out].String())
	}
	in, out := s.plan.carriedIn[columns[0]], prior.plan.carriedOut[columns[0]]
	f.Expected, f.Actual = prior.values[out].String(), s.values[in].String()
	f.Difference = (s.values[in] - prior.values[out]).String()
	f.Formula = strconv.Itoa(prior.year) + "年结转下年度 " + f.Expected + "，" + strconv.Itoa(s.year) + "年上年结转 " + f.Actual
	f.Message = "上年结转与" + strconv.Itoa(prior.year) + "年度报告不一致：" + strings.Join(parts, "；") + "。请核对两年的台账。"
	if name := slip(s.values[in], prior.values[out]); name != "" {
		f.Causes = append(f.Causes, "疑似"+name)
	}
	r.fire(f)
}

// explainedAs reports whether the first cause of the broken sums is that this one
// cell should hold the given number.
func (s *sheet) explainedAs(cell int, want disclosure.Number) bool {
	if len(s.sums.causes) == 0 {
		return false
	}
	edits := s.sums.causes[0].edits
	return len(edits) == 1 && edits[0].kind == editOne && edits[0].cells[0] == cell && edits[0].values[0] == want
}

// medianOf returns the median of a cell over up to five earlier years, and over how
// many years it is. A year counts only where it is on a form that has the cell.
func (s *sheet) medianOf(i, atLeast int) (disclosure.Number, int) {
	var values [maxEarlier]disclosure.Number
	n := 0
	for _, e := range s.earlier {
		if n == maxEarlier {
			break
		}
		j := i
		if e.form != s.form {
			j = e.form.Index(s.key(i))
		}
		if v, ok := e.num(j); ok {
			values[n] = v
			n++
		}
	}
	if n < atLeast || n == 0 {
		return 0, n
	}
	return median(values[:n]), n
}

// median sorts the values and returns their median.
func median(values []disclosure.Number) disclosure.Number {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

// maxEarlier is how many earlier years a comparison looks at, minEarlier how many
// it needs.
const (
	maxEarlier = 5
	minEarlier = 2
)

// jumped compares a number with the median of earlier years. The smaller one
// counts as one at least, so that a rise from nothing has a size.
func jumped(x, m disclosure.Number) (severity disclosure.Severity, is bool) {
	high, low := max(x, m), max(min(x, m), disclosure.Int(1))
	switch {
	case high < disclosure.Int(20) || high < 5*low:
		return "", false
	case high >= 20*low:
		return disclosure.Warning, true
	}
	return disclosure.Info, true
}

// decided reports whether a cell counts decisions, which have a rule of their own.
func (s *sheet) decided(i int) bool { return s.columnID(i) == "decisions" }

func checkJump(s *sheet, r *Result) {
	s.checkJumps(r, func(i int) bool {
		column := s.columnID(i)
		if s.form.Tables[s.form.Cells[i].Table].ID == "applications" && s.plan.bit != form2014 {
			return column == "total"
		}
		return !s.decided(i) && column != "change"
	})
	s.checkPublishedJump(r)
}

func checkDecisionsJump(s *sheet, r *Result) { s.checkJumps(r, s.decided) }

// checkJumps fires once for each table, for all of its cells that jumped.
func (s *sheet) checkJumps(r *Result, which func(i int) bool) {
	if len(s.earlier) < minEarlier {
		r.lacks("此前不足两年可比")
		return
	}
	for t := range s.plan.tables {
		if s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		s.jumpsIn(r, t, which)
	}
}

func (s *sheet) jumpsIn(r *Result, t int, which func(i int) bool) {
	f := disclosure.Finding{Documents: documents(s.earlier[:min(len(s.earlier), maxEarlier)]...)}
	var parts []string
	for i := s.plan.tables[t].from; i < s.plan.tables[t].to; i++ {
		if s.form.Cells[i].Amount() || !which(i) || !s.known[i] {
			continue
		}
		m, years := s.medianOf(i, minEarlier)
		if years < minEarlier {
			continue
		}
		severity, is := jumped(s.values[i], m)
		if !is {
			r.holds()
			continue
		}
		if len(f.Cells) == 0 {
			f.Expected, f.Actual, f.Difference = "约 "+m.String(), s.values[i].String(), (s.values[i] - m).String()
		}
		if f.Severity == "" || severity.AtLeast(f.Severity) {
			f.Severity = severity
		}
		f.Cells = append(f.Cells, s.key(i))
		if len(parts) < maxNames {
			parts = append(parts, s.name(i)+"为 "+s.values[i].String()+"，此前 "+strconv.Itoa(years)+" 年中位数为 "+m.String())
		}
	}
	if len(f.Cells) > 0 {
		f.Message = "与往年相差悬殊：" + listed(parts, len(f.Cells)) + "。请核对是否填错，如属实请说明原因。"
		r.fire(f)
	}
}

// publishedMetric is the claim of how much was published in the year.
const publishedMetric = "disclosure.published_count"

// publishedClaim returns the report's one exact claim of what it published.
func (s *sheet) publishedClaim() *disclosure.Claim {
	for i := range s.report.Claims {
		if claim := &s.report.Claims[i]; claim.Metric == publishedMetric {
			return claim
		}
	}
	return nil
}

// checkPublishedJump compares the stated number of published items.
func (s *sheet) checkPublishedJump(r *Result) {
	claim := s.publishedClaim()
	if claim == nil {
		return
	}
	var values []disclosure.Number
	for _, e := range s.earlier[:min(len(s.earlier), maxEarlier)] {
		if c := e.publishedClaim(); c != nil {
			values = append(values, c.Value)
		}
	}
	if len(values) < minEarlier {
		return
	}
	m := median(values)
	severity, is := jumped(claim.Value, m)
	if !is {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Severity: severity, Quote: claim.Text, Expected: "约 " + m.String(), Actual: claim.Value.String(), Difference: (claim.Value - m).String(),
		Documents: documents(s.earlier[:min(len(s.earlier), maxEarlier)]...),
		Message:   "正文说主动公开 " + claim.Value.String() + " 条，此前中位数为 " + m.String() + " 条，相差悬殊。请核对口径。",
	})
}

// digitSlips are the slips of the pen that digit-slip speaks of.
var digitSlips = []string{"相差十倍", "相差一百倍", "相邻数字颠倒"}

func checkDigitSlip(s *sheet, r *Result) {
	r.holds()
	for c := range s.sums.causes {
		for _, e := range s.sums.causes[c].edits {
			if e.kind != editSwap {
				s.checkSlip(r, &s.sums.causes[c], e)
			}
		}
	}
}

// checkSlip looks at one edit that would mend a broken sum: is it a slip, and do
// earlier years speak for it?
func (s *sheet) checkSlip(r *Result, c *cause, e edit) {
	i := e.cells[0]
	got := s.values[i]
	if got < disclosure.Int(20) {
		return
	}
	if m, years := s.medianOf(i, 1); years > 0 && slices.Contains(digitSlips, slip(got, m)) {
		r.fire(disclosure.Finding{
			Cells: s.keys(i), Expected: "约 " + m.String(), Actual: got.String(), Difference: (got - m).String(),
			Documents: documents(s.earlier[:min(len(s.earlier), maxEarlier)]...), Causes: []string{slip(got, m)},
			Message: s.name(i) + "为 " + got.String() + "，往年为 " + m.String() + "，疑似" + slip(got, m) + "（另见 " + c.rule + "）。",
		})
		return
	}
	if slices.Contains(digitSlips, e.slip) {
		r.firesElsewhere(c.rule)
	}
}

// staleCells is how many cells above zero a table must have to be called copied.
const staleCells = 5

func checkStaleTable(s *sheet, r *Result) {
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	if prior.form != s.form {
		r.skip("上一年度用的是另一版表式")
		return
	}
	for t := range s.plan.tables {
		if s.suspect[t] != "" || prior.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		nonZero, same := s.sameTable(prior, t)
		if !same || nonZero < staleCells {
			r.holds()
			continue
		}
		r.fire(disclosure.Finding{
			Cells: s.tableKeys(t), Actual: strconv.Itoa(nonZero) + " 个不为0的单元格与上年相同", Documents: documents(prior), Place: s.tablePlace(t),
			Message: s.tableName(t) + "与" + strconv.Itoa(prior.year) + "年度的完全相同（" + strconv.Itoa(nonZero) + " 个单元格不为 0）。疑似照抄上年，请核对。",
		})
	}
}

// sameTable compares a table with last year's and counts its cells above zero.
func (s *sheet) sameTable(prior *sheet, t int) (nonZero int, same bool) {
	for i := s.plan.tables[t].from; i < s.plan.tables[t].to; i++ {
		if s.known[i] != prior.known[i] || s.values[i] != prior.values[i] {
			return 0, false
		}
		if s.values[i] != 0 {
			nonZero++
		}
	}
	return nonZero, true
}
