package audit

import (
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// guardRules are group L: what keeps the other rules from misjudging.
func guardRules() []*Rule {
	return []*Rule{
		{
			ID: "extraction-suspect", Group: "L", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:       "读取结果存疑",
			Source:      "本系统的防误判规则",
			Formula:     "单元格无法辨认超过30%；或各行总计整体错开一列；或表四挤在一格；或全文不足300字；以及识别程序自己提出的疑问",
			FalseAlarms: "整表存疑时，A—D、G 组对该表的判断停用并说明；只是个别单元格存疑时不停用，相关结论降一级并注明“疑似识别错误”。",
			Example:     "整表数字错开一列",
			check:       checkSuspect,
		},
		{
			ID: "not-assessable", Group: "L", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:       "未能判断的规则",
			Source:      "本系统的防误判规则",
			Formula:     "规则所需的单元格、年度或上一年度报告缺失时，不给结论，只计数",
			FalseAlarms: "列出数目是为了不让“没有发现”被当成“没有问题”。",
			Example:     "没有上一年度的报告",
			check:       nil,
		},
	}
}

// illegibleShare is the share of a table's cells above which its reading is not believed.
const illegibleShare = 0.3

// shortPage is the length of text, in bytes of about three a character, below
// which a page is too short to be a report.
const shortPage = 300 * 3

// findSuspects marks the tables whose reading is not to be believed.
func (s *sheet) findSuspects() {
	for t := range s.plan.tables {
		span := s.plan.tables[t]
		cells := span.to - span.from
		if float64(s.odd[t].illegible) > illegibleShare*float64(cells) {
			s.suspect[t] = "该表 " + strconv.Itoa(cells) + " 个单元格中有 " + strconv.Itoa(s.odd[t].illegible) + " 个无法辨认"
		}
		if s.inOneCell(t) {
			s.suspect[t] = "整张表的数字挤在一个单元格里"
		}
	}
	for i := range s.report.Doubts {
		doubt := &s.report.Doubts[i]
		if doubt.Code == disclosure.DoubtShifted || doubt.Code == disclosure.DoubtLowMatch {
			if t := s.tableIndex(doubt.Table); t >= 0 && s.suspect[t] == "" {
				s.suspect[t] = doubtWords[doubt.Code]
			}
		}
	}
	if s.shifted() {
		s.suspect[s.tableIndex("applications")] = "各行的总计都落在前一列，整表疑似错列"
	}
	if s.text.bytes < shortPage && s.cellsRead() < len(s.cells)/3 {
		for t := range s.suspect {
			if s.suspect[t] == "" && s.odd[t].absent < s.plan.tables[t].to-s.plan.tables[t].from {
				s.suspect[t] = "全文不足300字，疑似没有读到正文"
			}
		}
	}
}

// cellsRead counts the cells that report a number.
func (s *sheet) cellsRead() int {
	n := len(s.cells)
	for _, odd := range s.odd {
		n -= odd.blank + odd.placeholder + odd.illegible + odd.absent
	}
	return n
}

func (s *sheet) tableIndex(id string) int {
	for t := range s.form.Tables {
		if s.form.Tables[t].ID == id {
			return t
		}
	}
	return -1
}

// inOneCell reports whether one cell of a table holds the numbers of most others.
func (s *sheet) inOneCell(t int) bool {
	span := s.plan.tables[t]
	cells := span.to - span.from
	if odd := s.odd[t]; odd.illegible == 0 || odd.blank+odd.absent+odd.illegible < cells-1 {
		return false
	}
	for i := span.from; i < span.to; i++ {
		if len(strings.Fields(s.cells[i].Raw)) > cells/2 {
			return true
		}
	}
	return false
}

// shifted reports whether every row of the applications that is not empty has its
// total one column early: the first five add up to the sixth, and the last is empty.
func (s *sheet) shifted() bool {
	rows := 0
	for _, n := range s.plan.rowTotals {
		identity := &s.form.Identities[n]
		var sum disclosure.Number
		for _, i := range identity.Left[:5] {
			sum += s.values[i]
		}
		sixth, total := s.values[identity.Left[5]], s.values[identity.Right[0]]
		if sum == 0 && sixth == 0 && total == 0 {
			continue
		}
		if sum == 0 || sum != sixth || total != 0 {
			return false
		}
		rows++
	}
	return rows >= 3
}

// checkSuspect lists the tables that are not believed, and the cells that the
// reader itself is unsure of.
func checkSuspect(s *sheet, r *Result) {
	r.holds()
	for t, why := range s.suspect {
		if why == "" {
			continue
		}
		r.fire(disclosure.Finding{
			Cells:    s.tableKeys(t),
			Actual:   why,
			Message:  s.tableName(t) + "读取结果存疑：" + why + "。该表不再做勾稽和格式判断，请对照原文人工核对。",
			Place:    s.tablePlace(t),
			Expected: s.form.Tables[t].ID,
		})
	}
	for t := range s.plan.tables {
		if s.suspect[t] == "" && s.odd[t].illegible > 0 {
			s.fireIllegible(t, r)
		}
	}
	for i := range s.report.Doubts {
		s.fireDoubt(&s.report.Doubts[i], r)
	}
}

// fireIllegible lists the cells of a table that could not be read.
func (s *sheet) fireIllegible(t int, r *Result) {
	var keys []disclosure.Key
	var names []string
	for i := s.plan.tables[t].from; i < s.plan.tables[t].to; i++ {
		if s.cells[i].State == disclosure.Illegible {
			keys = append(keys, s.key(i))
			if len(names) < maxNames {
				names = append(names, s.form.Name(i)+"（原文：“"+clip(s.cells[i].Raw, 20)+"”）")
			}
		}
	}
	r.fire(disclosure.Finding{
		Cells:   keys,
		Message: s.tableName(t) + "有 " + strconv.Itoa(len(keys)) + " 个单元格读不出确定的数字：" + listed(names, len(keys)) + "。请对照原文核对。",
	})
}

// quietDoubts are reported by the rule that fits them, not here.
var quietDoubts = map[disclosure.DoubtCode]bool{
	disclosure.DoubtLowMatch:      true, // suspects, above
	disclosure.DoubtShifted:       true,
	disclosure.DoubtUnitConverted: true, // unit-yuan-for-wan
	disclosure.DoubtTableConflict: true, // table-conflict
	disclosure.DoubtUnnormalized:  true, // cell-format
}

// fireDoubt turns a doubt of the reader into a finding.
func (s *sheet) fireDoubt(d *disclosure.Doubt, r *Result) {
	if quietDoubts[d.Code] {
		return
	}
	if t := s.tableIndex(d.Table); t >= 0 && s.suspect[t] != "" {
		return
	}
	word := doubtWords[d.Code]
	if d.Code == disclosure.DoubtManyReports {
		word = "文件里不止一份报告"
	}
	if word == "" {
		word = string(d.Code)
	}
	f := disclosure.Finding{Cells: d.Cells, Actual: word, Message: "读取存疑：" + word + "。"}
	if d.Detail != "" {
		f.Message += strings.TrimSuffix(d.Detail, "。") + "。"
	}
	if t := s.tableIndex(d.Table); t >= 0 {
		f.Message = s.tableName(t) + f.Message
		f.Expected = d.Table
	}
	r.fire(f)
}

// checkAssessed counts the rules that could not run for want of cells or a year, or
// in a county for want of anything.
func checkAssessed(results []Result, s *sheet, r *Result) {
	r.holds()
	var rules []string
	for i := range results {
		other := &results[i]
		if other.Verdict == disclosure.Undetermined && (len(other.Lacking) > 0 || s.set != nil || s.year == 0 && other.Rule.Scope == ScopeDocument) {
			rules = append(rules, other.Rule.ID)
		}
	}
	if len(rules) == 0 {
		return
	}
	r.fire(disclosure.Finding{
		Actual:  strings.Join(rules, " "),
		Message: "有 " + strconv.Itoa(len(rules)) + " 条规则未能判断（不等于没有问题）：" + listed(rules[:min(len(rules), maxNames)], len(rules)) + "。",
	})
}
