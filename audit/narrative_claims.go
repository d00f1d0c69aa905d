package audit

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"gongkai/disclosure"
)

// targets are, for each form, the cells of each metric that is a cell or a sum of
// cells.
var targets = sync.OnceValue(func() map[string]map[string][]int {
	all := map[string]map[string][]int{}
	for _, form := range disclosure.Forms() {
		all[form.ID] = formTargets(form)
	}
	return all
})

func formTargets(form *disclosure.Form) map[string][]int {
	t := map[string][]int{}
	add := func(metric string, cells ...int) {
		if !slices.Contains(cells, -1) {
			t[metric] = append(t[metric], cells...)
		}
	}
	for i := range form.Cells {
		key := form.Cells[i].Key
		add(string(key), i)
		table, row, column := key.Split()
		switch {
		case table == "applications" && column == "total":
			family, _, grouped := strings.Cut(row, "_")
			if grouped && (family == "refused" || family == "unavailable" || family == "unprocessed" || family == "other") {
				add(string(disclosure.MakeKey(table, family, column)), i)
			}
		case table == "disputes" && (row == "suit_direct" || row == "suit_after_review"):
			add(string(disclosure.MakeKey(table, "suit", column)), i)
		case table == "disclosure" && column == "made":
			add(string(disclosure.MakeKey(table, row, "issued")), i)
		}
	}
	add(workloadMetric, form.Index("applications.received.total"), form.Index("applications.carried_in.total"))
	if form.Index("disclosure.fees.amount") < 0 {
		add("disclosure.fees.amount", form.Index("disclosure.fees.prior_items"), form.Index("disclosure.fees.change"))
	}
	for key, metric := range form.Equivalents {
		t[metric] = []int{form.Index(key)}
	}
	return t
}

// tableValue returns what the tables say of a metric. Where they cannot say it,
// ok is false; where a cell is unread or suspect, the rule is told so.
func (s *sheet) tableValue(r *Result, metric string) (value disclosure.Number, cells []int, ok bool) {
	cells = targets()[s.form.ID][metric]
	for _, i := range cells {
		switch {
		case s.suspect[s.form.Cells[i].Table] != "":
			r.lacks(suspectWhy, s.keys(cells...)...)
			return 0, nil, false
		case !s.known[i]:
			r.lacks(unreadWhy, s.unread(cells...)...)
			return 0, nil, false
		}
		value += s.values[i]
	}
	return value, cells, len(cells) > 0
}

// metricBit is a bit that few other metrics share.
func metricBit(metric string) uint64 {
	n := len(metric)
	if n == 0 {
		return 1
	}
	return 1 << ((5*n + int(metric[n/2]) + 3*int(metric[n-1])) & 63)
}

// claimsOf returns the report's claims of a metric; none makes the rule not
// applicable.
func (s *sheet) claimsOf(metric string) []*disclosure.Claim {
	if s.claimBits&metricBit(metric) == 0 {
		return nil
	}
	var out []*disclosure.Claim
	for i := range s.report.Claims {
		if s.report.Claims[i].Metric == metric {
			out = append(out, &s.report.Claims[i])
		}
	}
	return out
}

// claims reports whether any claim of a metric agrees with a value.
func (s *sheet) claims(metric string, value disclosure.Number) bool {
	return slices.ContainsFunc(s.claimsOf(metric), func(c *disclosure.Claim) bool { return agrees(c, value) })
}

// agrees compares a claim with a value: an approximate one within the place of
// its last digit that is not zero (80余 is 80 to 89).
func agrees(c *disclosure.Claim, value disclosure.Number) bool {
	if c.Value == value {
		return true
	}
	if !c.Approx || c.Value == 0 {
		return false
	}
	step := disclosure.Int(1)
	for c.Value%(step*10) == 0 {
		step *= 10
	}
	return value > c.Value-step && value < c.Value+step
}

// judge may soften, drop or reword a finding on a claim that differs from the
// table; false drops it.
type judge func(c *disclosure.Claim, value disclosure.Number, f *disclosure.Finding) bool

// compareClaims is the rule that a text's claims equal the tables.
func (s *sheet) compareClaims(r *Result, metrics []string, soften judge) {
	s.compareEach(r, metrics, soften)
	r.skip("正文没有说这项数字，或表式没有这一栏")
}

// compareEach compares the claims of each metric with the tables. Of several
// claims of one metric one must agree; the text may name parts of it too.
func (s *sheet) compareEach(r *Result, metrics []string, soften judge) {
	for _, metric := range metrics {
		claims := s.claimsOf(metric)
		if len(claims) == 0 {
			continue
		}
		value, cells, ok := s.tableValue(r, metric)
		if !ok {
			continue
		}
		r.holds()
		if !s.claims(metric, value) {
			s.fireClaim(r, claims[0], value, cells, soften)
		}
	}
}

// fireClaim reports that a claim differs from the table.
func (s *sheet) fireClaim(r *Result, c *disclosure.Claim, value disclosure.Number, cells []int, soften judge) {
	f := disclosure.Finding{
		Cells: s.keys(culprits(s, cells)...), Expected: value.String(), Actual: c.Value.String(), Difference: (c.Value - value).String(),
		Formula: "正文 " + c.Value.String() + "，表中 " + s.sumFormula(cells, value), Quote: c.Text, Place: s.claimPlace(c),
	}
	f.Message = fmt.Sprintf("正文写%s（%s），%s为 %s。请核对哪一个对。", c.Value, clip(c.Text, 40), s.cellNames(cells), value)
	if name := slip(c.Value, value); name != "" {
		f.Causes = append(f.Causes, "正文"+name)
	}
	if soften == nil || soften(c, value, &f) {
		r.fire(f)
	}
}

// culprits puts the cells that hold something first.
func culprits(s *sheet, cells []int) []int {
	out := slices.Clone(cells)
	slices.SortStableFunc(out, func(a, b int) int {
		switch {
		case s.values[a] != 0 && s.values[b] == 0:
			return -1
		case s.values[a] == 0 && s.values[b] != 0:
			return 1
		}
		return 0
	})
	return out
}

// sumFormula writes the cells' sum.
func (s *sheet) sumFormula(cells []int, value disclosure.Number) string {
	if len(cells) == 1 {
		return value.String()
	}
	var parts []string
	for _, i := range cells {
		if s.values[i] != 0 {
			parts = append(parts, s.values[i].String())
		}
	}
	if len(parts) < 2 {
		return value.String()
	}
	return strings.Join(parts, " + ") + " = " + value.String()
}

// cellNames names one cell, or the rows that a sum runs over.
func (s *sheet) cellNames(cells []int) string {
	if len(cells) == 1 {
		return "表中" + s.name(cells[0])
	}
	names := make([]string, 0, 2)
	for _, i := range cells[:min(2, len(cells))] {
		names = append(names, s.rowName(i))
	}
	return "表中" + listed(names, len(cells)) + "之和"
}

// claimPlace says in which section a claim stands.
func (s *sheet) claimPlace(c *disclosure.Claim) disclosure.Place {
	name := "正文开头"
	if section := s.section(c.Section); section != nil {
		name = section.Heading
	}
	return disclosure.Place{Path: name, Reader: s.report.Reader}
}

func checkNarReceived(s *sheet, r *Result) {
	soften := func(c *disclosure.Claim, value disclosure.Number, f *disclosure.Finding) bool {
		if c.Value == 0 || value == 0 {
			return false // nar-no-applications says it
		}
		in, hasIn := s.get(carriedInTotal)
		done, hasDone := s.get(handledTotal)
		if hasIn && in != 0 && agrees(c, value+in) || hasDone && agrees(c, done) {
			f.Severity = disclosure.Info
			f.Message = fmt.Sprintf("正文写收到%s件，表中新收 %s 件：疑似把上年结转的也计算在内。", c.Value, value)
		}
		return true
	}
	s.compareEach(r, []string{receivedMetric, workloadMetric}, soften)
	s.compareClaims(r, []string{personMetric, companyMetric}, func(c *disclosure.Claim, value disclosure.Number, f *disclosure.Finding) bool {
		f.Severity = disclosure.Warning
		return s.claims(receivedMetric, c.Value) || c.Value > value
	})
}

// written are the ways in which an application may come in; a "none" of one of
// them says nothing of the others.
var written = [...]string{"书面", "当面", "信函", "现场", "网上", "网络", "邮寄", "纸质", "线下", "线上"}

func checkNarNoApplications(s *sheet, r *Result) {
	claims := s.claimsOf(receivedMetric)
	if len(claims) == 0 {
		r.skip("正文没有说收到多少申请")
		return
	}
	value, cells, ok := s.tableValue(r, receivedMetric)
	if !ok {
		return
	}
	r.holds()
	for _, c := range claims {
		if (c.Value == 0) == (value == 0) {
			continue
		}
		s.fireClaim(r, c, value, cells, func(c *disclosure.Claim, value disclosure.Number, f *disclosure.Finding) bool {
			partial := slices.ContainsFunc(written[:], func(way string) bool { return strings.Contains(c.Text, way) })
			in, _ := s.get(carriedInTotal)
			switch {
			case partial || len(claims) > 1 && s.claims(receivedMetric, value):
				f.Severity = disclosure.Warning
			case value == 0 && in != 0 && agrees(c, in):
				f.Severity = disclosure.Info
				f.Message = fmt.Sprintf("正文写收到%s件，表中新收为 0、上年结转 %s 件：疑似指上年结转的。", c.Value, in)
			}
			return true
		})
		return
	}
}

// outcomeMetrics are the sums and rows of table three's outcomes.
var outcomeMetrics = sync.OnceValue(func() []string {
	out := []string{
		"applications.granted.total", "applications.partial.total", "applications.refused.total",
		"applications.unavailable.total", "applications.unprocessed.total", "applications.other.total",
	}
	for metric := range targets()["2021"] {
		table, row, column := disclosure.Key(metric).Split()
		family, _, detail := strings.Cut(row, "_")
		if table == "applications" && column == "total" && detail && family != "handled" && family != "carried" {
			out = append(out, metric)
		}
	}
	slices.Sort(out[6:])
	return out
})

func checkNarOutcomes(s *sheet, r *Result) {
	s.compareClaims(r, outcomeMetrics(), func(c *disclosure.Claim, value disclosure.Number, _ *disclosure.Finding) bool {
		table, row, column := disclosure.Key(c.Metric).Split()
		family, _, detail := strings.Cut(row, "_")
		if !detail {
			return true
		}
		sum, _, ok := s.tableValue(r, string(disclosure.MakeKey(table, family, column)))
		return !ok || !agrees(c, sum)
	})
}

// crossed names the metrics of a table's rows and columns.
func crossed(table string, rows, columns []string) []string {
	var metrics []string
	for _, row := range rows {
		for _, column := range columns {
			metrics = append(metrics, string(disclosure.MakeKey(table, row, column)))
		}
	}
	return metrics
}

var disputeMetrics = crossed("disputes",
	[]string{"review", "suit", "suit_direct", "suit_after_review"}, []string{"total", "upheld", "corrected", "other", "pending"})

func checkNarDisputes(s *sheet, r *Result) {
	s.compareClaims(r, disputeMetrics, func(c *disclosure.Claim, value disclosure.Number, f *disclosure.Finding) bool {
		if c.Value == 0 && strings.HasSuffix(c.Metric, ".total") {
			return false // nar-no-disputes says it
		}
		if !strings.Contains(s.sentenceOf(c), "公开") && c.Section != "disputes" {
			f.Severity = disclosure.Warning
			f.Message += "正文没有说是政府信息公开的，可能计了各类案件。"
		}
		return true
	})
}

func checkNarNoDisputes(s *sheet, r *Result) {
	for _, metric := range []string{"disputes.review.total", "disputes.suit.total", "disputes.suit_direct.total", "disputes.suit_after_review.total"} {
		claims := s.claimsOf(metric)
		none := slices.IndexFunc(claims, func(c *disclosure.Claim) bool { return c.Value == 0 })
		if none < 0 {
			continue
		}
		value, cells, ok := s.tableValue(r, metric)
		if !ok {
			continue
		}
		r.holds()
		if value > 0 && !s.claims(metric, value) {
			s.fireClaim(r, claims[none], value, cells, nil)
		}
	}
	r.skip("正文没有说未发生复议、诉讼")
}

var documentMetrics = crossed("disclosure", []string{"normative_documents", "regulations"}, []string{"issued", "repealed", "in_force"})

func checkNarDocuments(s *sheet, r *Result) {
	s.compareClaims(r, documentMetrics, func(c *disclosure.Claim, _ disclosure.Number, f *disclosure.Finding) bool {
		made := strings.Contains(c.Text, "制") || strings.Contains(c.Text, "出台") || strings.Contains(c.Text, "印发")
		if !made && (strings.Contains(c.Text, "公开") || strings.Contains(c.Text, "发布")) {
			f.Severity = disclosure.Warning
			f.Message += "正文说的是公开，表中填的是制发。"
		}
		return true
	})
}

func checkNarFees(s *sheet, r *Result) {
	s.compareClaims(r, []string{"disclosure.fees.amount"}, func(c *disclosure.Claim, value disclosure.Number, _ *disclosure.Finding) bool {
		return s.plan.bit != form2019 || c.Value == 0 && value > 0
	})
}

// balanceReported returns the rule that reports the table's total column as out of
// balance by just these numbers, "" where none does.
func (s *sheet) balanceReported(in, out disclosure.Number) string {
	for b := range s.sums.broken {
		broken := &s.sums.broken[b]
		identity := &s.form.Identities[broken.identity]
		if identity.Kind == disclosure.Balance && identity.Column == "total" && broken.left == in && broken.right == out {
			return s.sums.causes[broken.cause].rule
		}
	}
	return ""
}

// sentenceOf returns the sentence that a claim rests on, or the clause where it
// is not found.
func (s *sheet) sentenceOf(c *disclosure.Claim) string {
	for n := range s.text.parts {
		text := s.text.parts[n].text
		if at := strings.Index(text, c.Text); at >= 0 {
			return s.text.sentence(n, at, at+len(c.Text))
		}
	}
	return c.Text
}
