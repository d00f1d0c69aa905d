package audit

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// tableRules are the part of group D about the tables' shape.
func tableRules() []*Rule {
	return []*Rule{
		{
			ID: "table-missing", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "缺少表格",
			Source:      "年度报告格式：三张表",
			Formula:     "三张表都能找到",
			FalseAlarms: "图片或附件里的表格属于 table-as-image，不算缺少；二至四部分文字为空的页面多半如此。",
			Example:     "删去表四",
			check:       checkTableMissing,
		},
		{
			ID: "table-as-image", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, Forms: presentForms,
			Title:       "表格是图片",
			Source:      "国办公开办函〔2019〕61号（平台规范）；无障碍要求",
			Formula:     "表格只以图片形式出现",
			FalseAlarms: "图片识别的数值可信度低，勾稽不符降为警告。",
			Example:     "用图片代替表格",
			check:       checkTableAsImage,
		},
		{
			ID: "row-or-column-missing", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "表格缺行或缺列",
			Source:      "年度报告格式：表格不得增删",
			Formula:     "表式规定的行、列都在",
			FalseAlarms: "可能是读取时丢了一行：先看原文的行数。",
			Example:     "删去 refused_query 一行",
			check:       checkRowMissing,
		},
		{
			ID: "row-or-column-added", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "表格多出行或列",
			Source:      "年度报告格式：表格不得增删",
			Formula:     "没有表式以外的行、列",
			FalseAlarms: "2019—2020年有的省增加了行：全县十个以上乡镇相同的降为提示。",
			Example:     "加一行",
			check:       checkRowAdded,
		},
		{
			ID: "label-altered", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "表头或行名被改动",
			Source:      "年度报告格式",
			Formula:     "行名、列名与表式一致（不计空格、标点和括注）",
			FalseAlarms: "湖北等地2019—2020年在行名里印了填写说明：括注、编号、个别错字和全县相同的只作提示。",
			Example:     "改动一个行名",
			check:       checkLabels,
		},
		{
			ID: "balance-note-missing", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, Forms: presentForms,
			Title:       "表三缺少勾稽关系说明",
			Source:      "年度报告格式：（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
			Formula:     "表三上方有勾稽关系说明",
			FalseAlarms: "读取时常会丢失。",
			Example:     "删去说明",
			check:       checkNote,
		},
		{
			ID: "table-conflict", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "同一张表出现两次且数字不同",
			Source:      "一份报告一张表",
			Formula:     "同一张表的各处内容一致（页面正文与附件）",
			FalseAlarms: "内容相同的重复没有关系。",
			Example:     "两份表格，一格不同",
			check:       checkTableConflict,
		},
		{
			ID: "form-wrong-for-year", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument, FirstYear: 2019,
			Title:       "表式与报告年度不符",
			Source:      "2019、2020年度用国办公开办函〔2019〕60号，2021年度起用国办公开办函〔2021〕30号",
			Formula:     "由表头判断的表式 = 该年度的表式",
			FalseAlarms: "2020年度用了2021版表式的为警告（后来重新录入）。",
			Example:     "2022年度用2019版表二",
			check:       checkForm,
		},
	}
}

// tableAbsent reports whether a table is not in the document at all.
func (s *sheet) tableAbsent(t int) bool {
	span := s.plan.tables[t]
	if s.odd[t].absent == span.to-span.from {
		return true
	}
	reading := s.report.Table(s.form.Tables[t].ID)
	return reading != nil && !reading.Found && s.odd[t].absent > 0
}

func (s *sheet) tableAsImage(t int) bool {
	reading := s.report.Table(s.form.Tables[t].ID)
	return reading != nil && reading.AsImage
}

func checkTableMissing(s *sheet, r *Result) {
	r.holds()
	for t := range s.form.Tables {
		if !s.tableAbsent(t) {
			continue
		}
		if s.tableAsImage(t) {
			r.firesElsewhere("table-as-image")
			continue
		}
		f := disclosure.Finding{
			Cells: s.tableKeys(t), Expected: s.form.Tables[t].ID, Actual: "没有找到",
			Message: "没有找到" + s.tableName(t) + "（" + strconv.Itoa(s.plan.tables[t].to-s.plan.tables[t].from) + " 个单元格）。",
		}
		if section := s.section(s.form.Tables[t].Section); section != nil && section.HasImage {
			f.Message += "该部分有图片，表格可能在图片里；请改用可复制的表格。"
			f.Severity = disclosure.Warning
		} else {
			f.Message += "请补上该表；没有发生的填 0。"
		}
		r.fire(f)
	}
}

func checkTableAsImage(s *sheet, r *Result) {
	r.holds()
	for t := range s.form.Tables {
		if s.tableAsImage(t) {
			r.fire(disclosure.Finding{
				Cells: s.tableKeys(t), Expected: s.form.Tables[t].ID, Actual: "图片", Place: s.tablePlace(t),
				Message: s.tableName(t) + "是图片，读屏软件和检索都用不了，数字也无法直接核对。请改用可复制的表格。",
			})
		}
	}
}

func checkRowMissing(s *sheet, r *Result) {
	r.holds()
	for t := range s.form.Tables {
		if s.odd[t].absent == 0 {
			continue
		}
		switch {
		case s.tableAbsent(t):
			r.firesElsewhere("table-missing")
		case s.suspect[t] != "":
			r.lacks(suspectWhy)
		default:
			s.fireMissingLines(t, r)
		}
	}
}

// fireMissingLines reports a table's absent cells, by row and column where whole
// ones are absent.
func (s *sheet) fireMissingLines(t int, r *Result) {
	table := &s.form.Tables[t]
	span := s.plan.tables[t]
	var cells []int
	covered := map[int]bool{}
	var names []string
	absent := func(i int) bool { return s.cells[i].State == disclosure.Absent }
	take := func(line []int, name string) {
		if len(line) == 0 || slices.ContainsFunc(line, func(i int) bool { return !absent(i) }) {
			return
		}
		names = append(names, name)
		for _, i := range line {
			covered[i] = true
		}
	}
	for n := range table.Rows {
		if line := table.Rows[n].Cells; len(line) > 0 {
			take(line, "行"+s.rowName(line[0]))
		}
	}
	for n := range table.Columns {
		if line := s.columnCells(t, n); len(line) > 0 {
			take(line, "列"+s.columnName(line[0]))
		}
	}
	for i := span.from; i < span.to; i++ {
		if absent(i) {
			cells = append(cells, i)
			if !covered[i] {
				names = append(names, s.name(i))
			}
		}
	}
	r.fire(disclosure.Finding{
		Cells: s.keys(cells...), Expected: strconv.Itoa(span.to-span.from) + " 格", Actual: strconv.Itoa(span.to-span.from-len(cells)) + " 格",
		Message: s.tableName(t) + "缺少" + listed(names[:min(len(names), maxNames)], len(names)) + "，共 " + strconv.Itoa(len(cells)) + " 个单元格。表格不得删减，请补齐；没有发生的填 0。",
	})
}

// sharedByTowns is the number of a county's towns from which an oddity counts as
// the county's template.
const sharedByTowns = 10

func checkRowAdded(s *sheet, r *Result) {
	r.holds()
	for i := range s.report.Extras {
		extra := &s.report.Extras[i]
		if t := s.tableIndex(extra.Table); t >= 0 && s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		axis := "行"
		if extra.Axis == "column" {
			axis = "列"
		}
		f := disclosure.Finding{
			Expected: extra.Table + "/" + extra.Axis, Actual: han.Unspaced(extra.Label), Place: extra.Place,
			Message: "表格多出一" + axis + "“" + clip(han.Unspaced(extra.Label), 30) + "”，法定表式没有这一" + axis + "。",
		}
		if len(extra.Values) > 0 {
			f.Message += "其中的数（" + clip(strings.Join(extra.Values, "、"), 40) + "）没有计入任何单元格。"
		}
		if han.Unspaced(extra.Label) == "" && !slices.ContainsFunc(extra.Values, func(v string) bool { return han.Unspaced(v) != "" }) {
			f.Severity = disclosure.Info
		} else if s.set.townsWithExtra(s.year, extra) >= sharedByTowns {
			f.Severity = disclosure.Info
			f.Message += "全县多个乡镇都有，应是上级统一增加的。"
		}
		r.fire(f)
	}
}

func checkLabels(s *sheet, r *Result) {
	r.holds()
	for i := range s.report.Tables {
		reading := &s.report.Tables[i]
		if t := s.tableIndex(reading.Table); len(reading.Altered) > 0 && t >= 0 && s.suspect[t] != "" {
			r.lacks(suspectWhy)
			continue
		}
		for n := range reading.Altered {
			label := &reading.Altered[n]
			f := disclosure.Finding{
				Cells: s.lineKeys(reading.Table, label), Expected: label.Form, Actual: han.Unspaced(label.Document), Place: reading.Place,
				Message: "表头写作“" + clip(han.Unspaced(label.Document), 60) + "”，法定表式为“" + label.Form + "”。",
			}
			if harmlessLabel(label) || s.set.townsWithLabel(s.year, label) >= sharedByTowns {
				f.Severity = disclosure.Info
			} else {
				f.Message += "请按表式填写，并核对数字是否填在该栏。"
			}
			r.fire(f)
		}
	}
}

// lineKeys returns the cells of the row or column that a label names.
func (s *sheet) lineKeys(table string, label *disclosure.AlteredLabel) []disclosure.Key {
	var cells []int
	for i := range s.form.Cells {
		if s.form.Tables[s.form.Cells[i].Table].ID == table &&
			((label.Row != "" && s.rowID(i) == label.Row) || (label.Column != "" && s.columnID(i) == label.Column)) {
			cells = append(cells, i)
		}
	}
	return s.keys(cells...)
}

// knownVariants are labels that many towns used for the form's own, both plain.
var knownVariants = map[string]string{"本年数量": "本年增减", "本年增减数量": "本年增减"}

// harmlessLabel reports whether a label differs from the form's only in remarks in
// brackets, numbering, punctuation or a few characters, so that it still says the
// same.
func harmlessLabel(label *disclosure.AlteredLabel) bool {
	form, document := plainLabel(label.Form), plainLabel(han.Simplify(label.Document))
	if document == "" || form == "" {
		return false
	}
	if strings.Contains(document, form) || strings.Contains(form, document) || knownVariants[document] == form {
		return true
	}
	a, b := []rune(form), []rune(document)
	return commonRunes(a, b)*4 >= max(len(a), len(b))*3
}

// plainLabel strips what is in brackets, and everything that is no letter.
func plainLabel(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("（(〔[【", r):
			depth++
			return -1
		case strings.ContainsRune("）)〕]】", r):
			if depth > 0 {
				depth--
			}
			return -1
		case depth > 0 || r < 0x2E80 || strings.ContainsRune("、。，；：“”‘’《》一二三四五六七八九十", r) || (r >= 0xFF00 && r <= 0xFF65):
			return -1
		}
		return r
	}, s)
}

// commonRunes is the length of the longest common subsequence of two labels.
func commonRunes(a, b []rune) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			switch {
			case x == y:
				row[j+1] = diagonal + 1
			case row[j] > above:
				row[j+1] = row[j]
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

func checkNote(s *sheet, r *Result) {
	reading := s.report.Table("applications")
	if reading == nil || !reading.Found {
		r.lacks("没有找到表三")
		return
	}
	if reading.Note {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Expected: "applications", Actual: "没有说明", Place: reading.Place,
		Message: "表三上方没有“本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和”的说明。",
	})
}

func checkTableConflict(s *sheet, r *Result) {
	r.holds()
	for i := range s.report.Doubts {
		d := &s.report.Doubts[i]
		if d.Code != disclosure.DoubtTableConflict {
			continue
		}
		f := disclosure.Finding{
			Cells: d.Cells, Expected: d.Table, Actual: clip(d.Detail, 200),
			Message: "同一张表出现不止一次，数字不同",
		}
		if t := s.tableIndex(d.Table); t >= 0 {
			f.Message = s.tableName(t) + "出现不止一次，数字不同"
		}
		if d.Detail != "" {
			f.Message += "：" + strings.TrimSuffix(d.Detail, "。")
		}
		f.Message += "。请只保留正确的一份。"
		r.fire(f)
	}
	if r.Verdict == disclosure.Fires || !slices.ContainsFunc(s.report.Tables, func(t disclosure.TableReading) bool { return t.Copies > 1 }) {
		return
	}
	if cells := s.conflictKeys(); len(cells) > 0 {
		r.fire(disclosure.Finding{
			Cells: cells, Expected: "conflict", Message: "同一张表出现不止一次，以上单元格的数字不同。请只保留正确的一份。",
		})
	}
}

// conflictKeys are the cells that differ between copies of a table.
func (s *sheet) conflictKeys() []disclosure.Key {
	var cells []int
	for i := range s.cells {
		if s.cells[i].Doubt == disclosure.DoubtTableConflict {
			cells = append(cells, i)
		}
	}
	return s.keys(cells...)
}

func checkForm(s *sheet, r *Result) {
	want := disclosure.FormForYear(s.year)
	if want == nil || want.ID == s.form.ID {
		r.holds()
		return
	}
	f := disclosure.Finding{
		Expected: want.ID, Actual: s.form.ID,
		Message: strconv.Itoa(s.year) + "年度的报告用了" + s.form.ID + "版表式，应使用" + want.ID + "版表式（" + want.Source + "）。请换用该年度的表格填报。",
	}
	if s.year == 2020 && s.plan.bit == form2021 {
		f.Severity = disclosure.Warning
		f.Message += "可能是后来重新录入。"
	}
	r.fire(f)
}
