package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// numbered gives each cell of a form a value of its own.
func numbered(form *disclosure.Form) (texts []string, truth []disclosure.Cell) {
	for i := range form.Cells {
		texts = append(texts, fmt.Sprint(i+1))
		truth = append(truth, disclosure.Cell{Key: form.Cells[i].Key, State: disclosure.Reported, Value: disclosure.Int(int64(i + 1))})
	}
	return texts, truth
}

// sample is a report as rows of text, to be changed by a test.
type sample struct {
	form                                *disclosure.Form
	truth                               []disclosure.Cell
	published, applications, disputes   [][]string
	d                                   *drawing
	publishedBlocks, applicationsBlocks []layout.Block
}

func newSample(id string) *sample {
	form := disclosure.FormByID(id)
	texts, truth := numbered(form)
	d := &drawing{form: form, values: texts}
	return &sample{
		form: form, truth: truth, d: d,
		published:    slices.Concat(d.grouped()...),
		applications: d.plain("applications", 0, len(form.Table("applications").Rows), true),
		disputes:     d.flat(3),
	}
}

func (s *sample) document() *layout.Document {
	published, applications := s.publishedBlocks, s.applicationsBlocks
	if published == nil {
		published = blocksOf(s.published)
	}
	if applications == nil {
		applications = blocksOf(s.applications)
	}
	doc := whole(published, applications, blocksOf(s.disputes))
	return doc
}

// replace changes a text wherever it stands in rows.
func replace(rows [][]string, old, now string) {
	for r := range rows {
		for c := range rows[r] {
			if rows[r][c] == old {
				rows[r][c] = now
			}
		}
	}
}

// rowOf finds the row that has a text.
func rowOf(rows [][]string, text string) int {
	return slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, text) })
}

// state sets what is expected of the cells that a prefix names.
func (s *sample) state(prefix string, state disclosure.State) {
	for i := range s.truth {
		if strings.HasPrefix(string(s.truth[i].Key), prefix) {
			s.truth[i].State, s.truth[i].Value = state, 0
		}
	}
}

// everyCell makes rows of a table that has the values changed.
func everyCell(rows [][]string, f func(text string) string) {
	for r := range rows {
		for c := range rows[r] {
			if kindOf(rows[r][c]) == numberText {
				rows[r][c] = f(rows[r][c])
			}
		}
	}
}

// TestWhatRealReportsDoToTheForm has one case for each thing that was seen in real
// reports. Cells are compared one by one with what stands there.
func TestWhatRealReportsDoToTheForm(t *testing.T) {
	for _, test := range []struct {
		name, form string
		change     func(s *sample)
		check      func(t *testing.T, r *disclosure.Report)
	}{
		{name: "a form with every value blank is blank, not zero and not missing", form: "2019", change: func(s *sample) {
			for _, rows := range [][][]string{s.published, s.applications, s.disputes} {
				everyCell(rows, func(string) string { return "" })
			}
			s.state("", disclosure.Blank)
		}},
		{name: "only the total column is filled", form: "2021", change: func(s *sample) {
			for r, row := range s.applications[3:] {
				for c := 3; c < 9; c++ {
					s.applications[3+r][c] = ""
				}
				_ = row
			}
			for i := range s.truth {
				if k := string(s.truth[i].Key); strings.HasPrefix(k, "applications.") && !strings.HasSuffix(k, ".total") {
					s.truth[i].State, s.truth[i].Value = disclosure.Blank, 0
				}
			}
		}},
		{name: "one 0 over all seven columns of a row is nobody's value", form: "2021", change: func(s *sample) {
			row := s.applications[rowOf(s.applications, "2.重复申请")]
			copy(row[3:], []string{"0", "<", "<", "<", "<", "<", "<"})
			s.state("applications.unprocessed_repeat.", disclosure.Illegible)
		}, check: func(t *testing.T, r *disclosure.Report) {
			if c := r.Cell("applications.unprocessed_repeat.total"); c.Doubt != disclosure.DoubtMerged {
				t.Errorf("doubt %q, want merged", c.Doubt)
			}
			if r.Status != disclosure.Partial || r.Reason != disclosure.CellsIllegible {
				t.Errorf("status %s %s, want partial cells_illegible", r.Status, r.Reason)
			}
		}},
		{name: "an empty cell over all seven columns is blank seven times", form: "2021", change: func(s *sample) {
			row := s.applications[rowOf(s.applications, "2.重复申请")]
			copy(row[3:], []string{"", "<", "<", "<", "<", "<", "<"})
			s.state("applications.unprocessed_repeat.", disclosure.Blank)
		}},
		{name: "a value over two rows is nobody's value", form: "2021", change: func(s *sample) {
			at := rowOf(s.published, "行政强制")
			s.published[at][1] = "^"
			s.state("disclosure.penalties", disclosure.Illegible)
			s.state("disclosure.enforcement", disclosure.Illegible)
		}},
		{name: "Word's numbering is lost: 第二十条第, and 规章 is gone", form: "2021", change: func(s *sample) {
			for _, item := range []string{"一", "五", "六", "八"} {
				replace(s.published, "第二十条第（"+item+"）项", "第二十条第")
			}
			replace(s.published, "规章", "")
		}, check: func(t *testing.T, r *disclosure.Report) {
			if len(r.Table("disclosure").Altered) == 0 {
				t.Error("the lost label is not noted")
			}
		}},
		{name: "numbers before labels are lost everywhere", form: "2021", change: func(s *sample) {
			for r := range s.applications {
				for c, text := range s.applications[r] {
					if l := makeLabel(text); l.level > 0 && kindOf(text) == wordsText {
						_, after, _ := strings.Cut(strings.NewReplacer("）", "|", "、", "|", ".", "|").Replace(text), "|")
						s.applications[r][c] = strings.ReplaceAll(after, "|", "、")
					}
				}
			}
		}},
		{name: "header words are cut off", form: "2019", change: func(s *sample) {
			replace(s.published, "本年新制作数量", "本年新")
			replace(s.published, "本年新公开数量", "本年新")
			replace(s.published, "本年增/减", "本年增/")
		}},
		{name: "header replaced: 本年数量 for 本年增/减", form: "2019", change: func(s *sample) {
			replace(s.published, "本年增/减", "本年数量")
		}, check: func(t *testing.T, r *disclosure.Report) {
			if !slices.ContainsFunc(r.Table("disclosure").Altered, func(a disclosure.AlteredLabel) bool {
				return a.Column == "change" && a.Document == "本年数量"
			}) {
				t.Errorf("altered labels %v", r.Table("disclosure").Altered)
			}
		}},
		{name: "the year in a header: 本年（2023）制发件数", form: "2021", change: func(s *sample) {
			replace(s.published, "本年制发件数", "本年（2023）制发件数")
		}},
		{name: "the note of 其他对外管理服务事项 holds the names of other rows", form: "2019", change: func(s *sample) {
			replace(s.published, "其他对外管理服务事项", "其他对外管理服务事项（含行政处罚、行政强制、行政检查等）")
			replace(s.published, "规章", "规章（设区的市人民政府应提供）")
		}},
		{name: "an extra local row stands between", form: "2021", change: func(s *sample) {
			at := rowOf(s.published, "行政规范性文件")
			s.published = slices.Insert(s.published, at+1, []string{"其他主动公开文件", "501", "502", "503"})
		}, check: func(t *testing.T, r *disclosure.Report) {
			if len(r.Extras) != 1 || r.Extras[0].Axis != "row" || r.Extras[0].Label != "其他主动公开文件" || !slices.Equal(r.Extras[0].Values, []string{"501", "502", "503"}) {
				t.Errorf("extras %+v", r.Extras)
			}
		}},
		{name: "an extra row takes the place of a missing one", form: "2021", change: func(s *sample) {
			at := rowOf(s.published, "行政规范性文件")
			copy(s.published[at], []string{"其他主动公开文件", "501", "502", "503"})
			s.state("disclosure.normative_documents", disclosure.Absent)
		}},
		{name: "其中 rows and a local 4.其他 are not the form's", form: "2021", change: func(s *sample) {
			at := rowOf(s.applications, "3.补正后申请内容仍不明确")
			s.applications = slices.Insert(s.applications, at+1, []string{"^", "^", "4.其他", "501", "502", "503", "504", "505", "506", "507"})
			at = rowOf(s.applications, "一、本年新收政府信息公开申请数量")
			s.applications = slices.Insert(s.applications, at+1, []string{"其中：网络申请", "<", "<", "601", "602", "603", "604", "605", "606", "607"})
		}, check: func(t *testing.T, r *disclosure.Report) {
			if len(r.Extras) != 2 {
				t.Errorf("extras %+v", r.Extras)
			}
		}},
		{name: "a column 小计 stands before 总计", form: "2021", change: func(s *sample) {
			for r := range s.applications {
				text := "900"
				switch r {
				case 0:
					text = "<"
				case 1:
					text = "<"
				case 2:
					text = "小计"
				}
				s.applications[r] = slices.Insert(s.applications[r], 9, text)
			}
		}, check: func(t *testing.T, r *disclosure.Report) {
			if len(r.Extras) != 1 || r.Extras[0].Axis != "column" || r.Extras[0].Label != "小计" || len(r.Extras[0].Values) != 25 {
				t.Errorf("extras %+v", r.Extras)
			}
		}},
		{name: "小计 in the place of 总计 is not 总计", form: "2021", change: func(s *sample) {
			replace(s.applications, "总计", "小计")
			for i := range s.truth {
				if k := string(s.truth[i].Key); strings.HasPrefix(k, "applications.") && strings.HasSuffix(k, ".total") {
					s.truth[i].State, s.truth[i].Value = disclosure.Absent, 0
				}
			}
		}},
		{name: "misspelt labels", form: "2021", change: func(s *sample) {
			replace(s.published, "行政事业性收费", "行政事业型收费")
			replace(s.published, "行政规范性文件", "规范性文件")
			replace(s.published, "第二十条第（一）项", "第二十一条第（一）项")
			replace(s.applications, "二、上年结转政府信息公开申请数量", "二、上年转结政府信息公开申请数量")
			replace(s.applications, "总计", "合计")
		}},
		{name: "总计 stands in the third header row under an empty cell", form: "2021", change: func(s *sample) {
			s.applications[1][9], s.applications[2][9] = "", "总计"
		}},
		{name: "总计 spans all three header rows", form: "2021", change: func(s *sample) {
			s.applications[0][9], s.applications[1][9], s.applications[2][9] = "总计", "^", "^"
		}},
		{name: "an empty column before the labels and one after the values", form: "2021", change: func(s *sample) {
			for r := range s.applications {
				s.applications[r] = append(append([]string{""}, s.applications[r]...), "")
			}
		}},
		{name: "an empty column between labels and values, under the corner", form: "2021", change: func(s *sample) {
			for r := range s.applications {
				text := ""
				if r == 0 {
					text = "<"
				} else if r < 3 {
					text = "^"
				}
				s.applications[r] = slices.Insert(s.applications[r], 3, text)
			}
		}},
		{name: "values stand one cell to the right of their headers", form: "2021", change: func(s *sample) {
			for r := range s.applications {
				if r < 3 {
					s.applications[r] = append(s.applications[r], "")
				} else {
					s.applications[r] = slices.Insert(s.applications[r], 3, "")
				}
			}
		}},
		{name: "the label of one row spans a column too many", form: "2021", change: func(s *sample) {
			at := rowOf(s.applications, "四、结转下年度继续办理")
			s.applications[at] = slices.Insert(s.applications[at], 3, "<")
		}},
		{name: "header spans 1+2+1 over values 2+1+1", form: "2019", change: func(s *sample) {
			at := rowOf(s.published, "上一年项目数量")
			for r := at; r < at+3; r++ {
				if r == at {
					s.published[r] = []string{"信息内容", "上一年项目数量", "<", "本年增/减", "处理决定数量"}
				} else {
					s.published[r] = slices.Insert(s.published[r], 1, "<")
				}
			}
		}},
		{name: "a row is a cell short: which one is missing cannot be told", form: "2021", change: func(s *sample) {
			at := rowOf(s.applications, "2.重复申请")
			s.applications[at] = append(slices.Delete(s.applications[at], 4, 5), "~")
			s.state("applications.unprocessed_repeat.", disclosure.Illegible)
		}},
		{name: "traditional characters with pinyin behind them", form: "2021", change: func(s *sample) {
			replace(s.published, "行政规范性文件", "行政規(guī)範(fàn)性文件")
			replace(s.published, "行政强制", "行政強製")
			replace(s.published, "本年处理决定数量", "本年處(chù)理決(jué)定數(shù)量")
			replace(s.applications, "总计", "總計")
			replace(s.applications, "2.重复申请", "2.重複申請")
		}},
		{name: "Kangxi radicals and circled numbers", form: "2021", change: func(s *sample) {
			replace(s.published, "行政许可", "⾏政许可")
			replace(s.applications, "自然人", "⾃然⼈")
			replace(s.applications, "1.属于国家秘密", "①属于国家秘密")
		}},
		{name: "a group label goes on after the page break, in pieces", form: "2021", change: func(s *sample) {
			head := slices.Clone(s.applications[:12])
			tail := slices.Clone(s.applications[12:])
			tail[0] = slices.Clone(tail[0])
			tail[0][0], tail[0][1] = "理\n结\n果", "予公开"
			head[5] = slices.Clone(head[5])
			head[5][0] = "三\n、\n本\n年\n度\n办"
			s.applicationsBlocks = []layout.Block{table(gridOf(head)), {Kind: layout.Paragraph, Text: "- 3 -", Chrome: true}, table(gridOf(tail))}
		}},
		{name: "values with units, signs and other widths", form: "2021", change: func(s *sample) {
			everyCell(s.published, func(text string) string { return strings.NewReplacer("1", "１", "2", "２").Replace(text) + "件" })
			at := rowOf(s.published, "行政事业性收费")
			s.published[at][1] = "251000元"
			s.truth[s.form.Index("disclosure.fees.amount")].Value = disclosure.Number(25_100_000)
		}, check: func(t *testing.T, r *disclosure.Report) {
			if c := r.Cell("disclosure.fees.amount"); c.Doubt != disclosure.DoubtUnitConverted {
				t.Errorf("doubt %q, want unit_converted", c.Doubt)
			}
		}},
		{name: "a row that does not add up is reported as printed", form: "2021", change: func(s *sample) {
			at := rowOf(s.applications, "2.重复申请")
			copy(s.applications[at][3:], []string{"0", "0", "0", "0", "1", "0", "0"})
			for n, v := range []int64{0, 0, 0, 0, 1, 0, 0} {
				s.truth[s.form.Table("applications").Rows[16].Cells[n]].Value = disclosure.Int(v)
			}
		}},
		{name: "six applicants' columns and the total turned into rows, with a unit column", form: "2021", change: func(s *sample) {
			s.applications = turned(s.applications)
		}},
		{name: "one row is a remark instead of values", form: "2021", change: func(s *sample) {
			at := rowOf(s.published, "行政强制")
			s.published[at] = []string{"行政强制", "见附件说明文字", "<", "<"}
			s.state("disclosure.enforcement", disclosure.Illegible)
		}},
		{name: "the whole table twice, with one other value: the conflict is told", form: "2021", change: func(s *sample) {
			again := slices.Clone(s.published)
			at := rowOf(again, "行政许可")
			again[at] = slices.Clone(again[at])
			again[at][1] = "999"
			s.publishedBlocks = blocksOf(s.published, again)
		}, check: func(t *testing.T, r *disclosure.Report) {
			if !slices.ContainsFunc(r.Doubts, func(d disclosure.Doubt) bool {
				return d.Code == disclosure.DoubtTableConflict && slices.Contains(d.Cells, "disclosure.licences.decisions")
			}) {
				t.Errorf("doubts %v", r.Doubts)
			}
			if r.Table("disclosure").Copies != 2 {
				t.Errorf("%d copies", r.Table("disclosure").Copies)
			}
		}},
		{name: "a blank template stands before the filled table", form: "2021", change: func(s *sample) {
			blank := make([][]string, len(s.applications))
			for r := range blank {
				blank[r] = slices.Clone(s.applications[r])
			}
			everyCell(blank, func(string) string { return "" })
			s.applicationsBlocks = blocksOf(blank, s.applications)
		}, check: func(t *testing.T, r *disclosure.Report) {
			if len(r.Doubts) > 0 {
				t.Errorf("doubts %v", r.Doubts)
			}
		}},
		{name: "a page break cuts a row in two, its label on both pages", form: "2021", change: func(s *sample) {
			at := rowOf(s.applications, "2.重复申请")
			s.applications = slices.Insert(s.applications, at+1, []string{"^", "^", "2.重复申请", "", "", "", "", "", "", ""})
			at = rowOf(s.applications, "1.属于国家秘密")
			s.applications = slices.Insert(s.applications, at+1, slices.Clone(s.applications[at]))
			s.applications[at+1][1] = "^"
			s.applications[at] = []string{"^", "（三）不予公开", "1.属于国家秘密", "", "", "", "", "", "", ""}
		}, check: func(t *testing.T, r *disclosure.Report) {
			if len(r.Doubts) > 0 || r.Table("applications").Copies != 1 {
				t.Errorf("%d copies, doubts %v", r.Table("applications").Copies, r.Doubts)
			}
		}},
		{name: "merged cells are written out into each of their columns", form: "2019", change: func(s *sample) {
			for r, row := range s.published {
				for c := range row {
					if row[c] == "<" {
						s.published[r][c] = s.published[r][c-1]
					}
				}
			}
		}},
		{name: "no table of disputes", form: "2021", change: func(s *sample) {
			s.disputes = [][]string{{"无"}}
			s.state("disputes.", disclosure.Absent)
		}, check: func(t *testing.T, r *disclosure.Report) {
			if r.Status != disclosure.Partial || r.Reason != disclosure.TablesMissing {
				t.Errorf("status %s %s", r.Status, r.Reason)
			}
		}},
		{name: "the columns of a table stand in another order", form: "2021", change: func(s *sample) {
			for r := range s.applications[3:] {
				row := s.applications[3+r]
				row[3], row[9] = row[9], row[3]
			}
			s.applications[1][3], s.applications[1][9] = s.applications[1][9], s.applications[1][3]
		}},
		{name: "penalties before licences", form: "2021", change: func(s *sample) {
			g := s.d.grouped()
			s.published = slices.Concat(g[0], g[2], g[1], g[3])
		}},
		{name: "two tables side by side", form: "2021", change: func(s *sample) {
			left := s.d.plain("disputes", 0, 3, true)
			right := [][]string{{"信息内容", "本年处理决定数量"}, {"行政处罚", "901"}, {"行政强制", "902"}, {"", ""}}
			for r := range left {
				left[r] = append(left[r], right[min(r, 3)]...)
			}
			s.disputes = left
			at := rowOf(s.published, "行政处罚")
			s.published = slices.Delete(s.published, at, at+2)
			s.truth[s.form.Index("disclosure.penalties.decisions")].Value = disclosure.Int(901)
			s.truth[s.form.Index("disclosure.enforcement.decisions")].Value = disclosure.Int(902)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSample(test.form)
			test.change(s)
			doc := s.document()
			report := only(t, doc)
			if report.Form != test.form {
				t.Errorf("form %q, want %q", report.Form, test.form)
			}
			readsAs(t, &report, s.truth)
			if test.check != nil {
				test.check(t, &report)
			}
			explainFailure(t, doc)
		})
	}
}
