package audit

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// cellRules are the part of group D about single cells.
func cellRules() []*Rule {
	return []*Rule{
		{
			ID: "cell-blank", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "单元格空白",
			Source:      "年度报告格式要求填报数字；各地通知：没有发生的填 0",
			Formula:     "表式规定的单元格为空白",
			FalseAlarms: "整行、整列空白，或总计空白而分项大于0的，为错误。每张表报一条，列出全部单元格，不逐格报。",
			Example:     "清空行政复议一行",
			check:       checkBlank,
		},
		{
			ID: "cell-placeholder", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "用符号或“无”代替数字",
			Source:      "同 cell-blank",
			Formula:     "原文为 /、-、—、——、无、×、N/A、* 等",
			FalseAlarms: "规章一行依法本应为0，填“无”无害，只作提示。",
			Example:     "原文为 /",
			check:       checkPlaceholder,
		},
		{
			ID: "count-negative", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "件数为负",
			Source:      "算术关系",
			Formula:     "数值 < 0（2019版表式的“本年增/减”除外）",
			FalseAlarms: "2019版“本年增/减”可以为负，也可以带加号。",
			Example:     "received.total = -1；change = -8 不报",
			check:       checkNegative,
		},
		{
			ID: "count-fractional", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "件数不是整数",
			Source:      "算术关系",
			Formula:     "件数、项数不是整数（金额除外）",
			FalseAlarms: "3.0 就是 3；识别后的“1.234”可能是“1,234”，请看原文。",
			Example:     "granted.total = 1.5",
			check:       checkFractional,
		},
		{
			ID: "cell-format", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:       "数字写法不规范",
			Source:      "年度报告格式",
			Formula:     "原文带单位、全角数字、中文数字、千位分隔或数字中有空格",
			FalseAlarms: "照样读取，保留原文，不因此退回。",
			Example:     "原文为 ３件",
			check:       checkFormat,
		},
	}
}

func checkBlank(s *sheet, r *Result) {
	r.holds()
	for t := range s.odd {
		if s.odd[t].blank == 0 {
			continue
		}
		if s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		r.fire(s.blankFinding(t))
	}
}

// blankFinding lists the blank cells of a table; it is an error where a whole row
// or column is blank, or a total is while its parts are not.
func (s *sheet) blankFinding(t int) disclosure.Finding {
	table := &s.form.Tables[t]
	span := s.plan.tables[t]
	f := disclosure.Finding{Severity: disclosure.Warning}
	blank := make([]bool, len(s.cells))
	var cells []int
	for i := span.from; i < span.to; i++ {
		if s.cells[i].State == disclosure.Blank {
			blank[i] = true
			cells = append(cells, i)
		}
	}
	f.Cells = s.keys(cells...)
	var whole, names []string
	covered := make([]bool, len(s.cells))
	cover := func(line []int, name string) {
		if len(line) < 2 || slices.ContainsFunc(line, func(i int) bool { return !blank[i] }) {
			return
		}
		whole = append(whole, name)
		for _, i := range line {
			covered[i] = true
		}
	}
	all := len(cells) == span.to-span.from
	for n := range table.Rows {
		if line := table.Rows[n].Cells; !all && len(line) > 0 {
			cover(line, "整行"+s.rowName(line[0]))
		}
	}
	for n := range table.Columns {
		if line := s.columnCells(t, n); !all && len(line) > 0 {
			cover(line, "整列"+s.columnName(line[0]))
		}
	}
	for _, i := range cells {
		if !covered[i] && len(names) < maxNames {
			names = append(names, s.name(i))
		}
	}
	what := listed(append(slices.Clip(whole[:min(len(whole), maxNames)]), names...), 0)
	switch totals := s.blankTotals(cells); {
	case all:
		f.Severity = disclosure.Error
		f.Message = s.tableName(t) + "整张空白，" + strconv.Itoa(len(cells)) + " 个单元格都没有填。"
	case len(whole) > 0:
		f.Severity = disclosure.Error
		f.Message = s.tableName(t) + "有 " + strconv.Itoa(len(cells)) + " 个单元格空白，其中" + strings.Join(whole[:min(len(whole), maxNames)], "、") + "全部空白。"
	case len(totals) > 0:
		f.Severity = disclosure.Error
		f.Message = s.tableName(t) + "有 " + strconv.Itoa(len(cells)) + " 个单元格空白，其中" + s.name(totals[0]) + "空白而分项不为 0。"
	default:
		f.Message = s.tableName(t) + "有 " + strconv.Itoa(len(cells)) + " 个单元格空白：" + what + "。"
	}
	f.Message += "没有发生的请填 0，不要留空。"
	f.Actual = "空白 " + strconv.Itoa(len(cells)) + " 格"
	f.Expected = "数字"
	return f
}

// columnCells returns the cells of a table's column.
func (s *sheet) columnCells(t, column int) []int {
	var cells []int
	for i := s.plan.tables[t].from; i < s.plan.tables[t].to; i++ {
		if s.form.Cells[i].Column == column {
			cells = append(cells, i)
		}
	}
	return cells
}

// blankTotals returns those blank cells that are the total of parts above zero.
func (s *sheet) blankTotals(cells []int) []int {
	var out []int
	for _, i := range cells {
		for _, n := range s.plan.sums[i] {
			identity := &s.form.Identities[n]
			if len(identity.Right) == 1 && identity.Right[0] == i &&
				slices.ContainsFunc(identity.Left, func(j int) bool { return s.known[j] && s.values[j] > 0 }) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

func checkPlaceholder(s *sheet, r *Result) {
	r.holds()
	for t := range s.odd {
		if s.odd[t].placeholder == 0 {
			continue
		}
		if s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		var cells []int
		var names []string
		severity := disclosure.Info
		for i := s.plan.tables[t].from; i < s.plan.tables[t].to; i++ {
			if s.cells[i].State != disclosure.Placeholder {
				continue
			}
			cells = append(cells, i)
			if s.rowID(i) != "regulations" {
				severity = disclosure.Warning
			}
			if len(names) < maxNames {
				names = append(names, s.name(i)+"（“"+clip(strings.TrimSpace(s.cells[i].Raw), 8)+"”）")
			}
		}
		r.fire(disclosure.Finding{
			Severity: severity, Cells: s.keys(cells...), Expected: "数字", Actual: clip(strings.TrimSpace(s.cells[cells[0]].Raw), 8),
			Message: s.tableName(t) + "有 " + strconv.Itoa(len(cells)) + " 个单元格用符号或文字代替数字：" + listed(names, len(cells)) + "。没有发生的请填 0。",
		})
	}
}

// badCells collects the cells of a condition and fires once for each table.
func (s *sheet) badCells(r *Result, cells []int, bad func(disclosure.Number) bool, expected, advice string) {
	var byTable map[int][]int
	for _, i := range cells {
		if s.known[i] && bad(s.values[i]) {
			if byTable == nil {
				byTable = map[int][]int{}
			}
			byTable[s.form.Cells[i].Table] = append(byTable[s.form.Cells[i].Table], i)
		}
	}
	for t := range s.form.Tables {
		found := byTable[t]
		if len(found) == 0 {
			continue
		}
		if s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		var names []string
		for _, i := range found[:min(len(found), maxNames)] {
			names = append(names, s.name(i)+"为 "+s.values[i].String())
		}
		r.fire(disclosure.Finding{
			Cells: s.keys(found...), Expected: expected, Actual: s.values[found[0]].String(),
			Message: listed(names, len(found)) + "。" + advice,
		})
	}
}

func checkNegative(s *sheet, r *Result) {
	r.holds()
	if !s.negative {
		return
	}
	s.badCells(r, s.plan.unsigned, func(n disclosure.Number) bool { return n < 0 }, "≥ 0", "数量和金额不能为负，请更正。")
}

func checkFractional(s *sheet, r *Result) {
	r.holds()
	if !s.fractional {
		return
	}
	s.badCells(r, s.plan.whole, func(n disclosure.Number) bool { return !n.Whole() }, "整数", "件数应为整数，请更正。")
}

func checkFormat(s *sheet, r *Result) {
	r.holds()
	var unusual map[int][]int
	for _, i := range s.unplain {
		if unusualFormat(&s.cells[i]) {
			if unusual == nil {
				unusual = map[int][]int{}
			}
			t := s.form.Cells[i].Table
			unusual[t] = append(unusual[t], i)
		}
	}
	for t := range s.form.Tables {
		cells := unusual[t]
		if len(cells) == 0 {
			continue
		}
		if s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		var names []string
		for _, i := range cells[:min(len(cells), maxNames)] {
			names = append(names, s.name(i)+"写作“"+clip(s.cells[i].Raw, 20)+"”，读作 "+s.values[i].String())
		}
		r.fire(disclosure.Finding{
			Cells: s.keys(cells...), Actual: clip(s.cells[cells[0]].Raw, 20), Expected: s.values[cells[0]].String(),
			Message: s.tableName(t) + "有 " + strconv.Itoa(len(cells)) + " 个数字写法不规范：" + listed(names, len(cells)) + "。请只填半角数字。",
		})
	}
}

// unusualFormat reports whether a raw text needed more than trimming to become
// the cell's number. A decimal, a sign and space around the number are usual.
func unusualFormat(cell *disclosure.Cell) bool {
	switch cell.Doubt {
	case disclosure.DoubtUnitConverted, disclosure.DoubtMerged, disclosure.DoubtSplit:
		return false
	}
	raw := strings.TrimSpace(strings.Trim(cell.Raw, "\u00a0\u3000\u200b\ufeff"))
	if raw == "" {
		return false
	}
	_, err := disclosure.ParseNumber(raw)
	return err != nil
}
