package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// sideways draws the disputes with the outcomes down the side, the header in two
// lines of which the second belongs below 行政诉讼.
func (s *sample) sideways() [][]string {
	spec := s.form.Table("disputes")
	rows := [][]string{{"项目", "行政复议", "行政诉讼"}, {"未经复议直接起诉", "复议后起诉"}}
	for c := range spec.Columns {
		row := []string{spec.Columns[c].Label}
		for r := range spec.Rows {
			row = append(row, s.d.values[spec.Rows[r].Cells[c]])
		}
		rows = append(rows, row)
	}
	return rows
}

// TestWhatPortalsDoToTheTables has one case for each thing that portals and the
// programs behind them do to tables; every value must still be read where it belongs.
func TestWhatPortalsDoToTheTables(t *testing.T) {
	for _, test := range []struct {
		name     string
		document func(s *sample) *layout.Document
		check    func(t *testing.T, r *disclosure.Report)
	}{
		{"disputes on their side, the merged cells lost", func(s *sample) *layout.Document {
			rows := s.sideways()
			rows[0] = append(rows[0], "~")
			rows[1] = append(rows[1], "~", "~")
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(rows))
		}, nil},
		{"disputes on their side, one cell a paragraph", func(s *sample) *layout.Document {
			return whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.sideways()))
		}, nil},
		{"disputes on their side in running text, 行政诉讼 before 行政复议", func(s *sample) *layout.Document {
			rows := s.sideways()
			rows[0] = []string{"项目", "行政诉讼", "行政复议"}
			for _, row := range rows[2:] {
				row[1], row[2], row[3] = row[2], row[3], row[1]
			}
			return whole(blocksOf(s.published), blocksOf(s.applications), oneCellEach(rows))
		}, nil},
		{"disputes one number a line, each kind on its own", func(s *sample) *layout.Document {
			var rows [][]string
			spec := s.form.Table("disputes")
			for r := range spec.Rows {
				rows = append(rows, []string{spec.Rows[r].Leaf()})
				for c, cell := range spec.Rows[r].Cells {
					rows = append(rows, []string{spec.Columns[c].Label, s.d.values[cell]})
				}
			}
			return whole(blocksOf(s.published), blocksOf(s.applications), oneRowEach(" ", rows))
		}, nil},
		{"each label is written with its groups", func(s *sample) *layout.Document {
			spec := s.form.Table("applications")
			rows := s.d.plain("applications", 0, len(spec.Rows), true)
			for r := range spec.Rows {
				label := strings.Join(spec.Rows[r].Labels, []string{"", "-", " / ", "—"}[r%4])
				rows[r+3] = append([]string{label, "<", "<"}, rows[r+3][3:]...)
			}
			return whole(blocksOf(s.published), blocksOf(rows), blocksOf(s.disputes))
		}, nil},
		{"a line numbers the columns", func(s *sample) *layout.Document {
			s.applications = slices.Insert(s.applications, 3, []string{"甲", "<", "<", "1", "2", "3", "4", "5", "6", "7"})
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, noExtras},
		{"a column for remarks without numbers", func(s *sample) *layout.Document {
			for r := range s.applications {
				text := []string{"", "无", "含上年"}[r%3]
				switch {
				case r == 0:
					text = "备注"
				case r < 3:
					text = "^"
				}
				s.applications[r] = append(s.applications[r], text)
			}
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, noExtras},
		{"the header cell of the total reaches into the first row", func(s *sample) *layout.Document {
			for r := range s.applications {
				s.applications[r] = append(s.applications[r], "~")
			}
			row := s.applications[3]
			row[9], row[10] = "^", row[9]
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, nil},
		{"the header again in the midst of merged groups, which push it aside", func(s *sample) *layout.Document {
			at := rowOf(s.applications, "7.属于行政执法案卷")
			again := [][]string{
				{"^", "^", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "<", "<", "申请人情况", "<", "<", "<", "<", "<", "<"},
				{"^", "^", "^", "^", "^", "自然人", "法人或其他组织", "<", "<", "<", "<", "总计"},
				{"^", "^", "^", "^", "^", "^", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "^"},
			}
			s.applications = slices.Insert(s.applications, at, again...)
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, nil},
		{"rows are padded with empty cells where merged ones were", func(s *sample) *layout.Document {
			for r := range s.applications {
				var row []string
				for _, text := range s.applications[r] {
					if text != "<" && text != "^" {
						row = append(row, text)
					}
				}
				s.applications[r] = append(row, repeat("", 10-len(row))...)
			}
			add := func(key string, n int64) {
				at := s.form.Index(disclosure.Key("applications." + key))
				s.truth[at].Value = disclosure.Int(n)
			}
			for r := range s.form.Table("applications").Rows { // rows that add up
				row := s.applications[r+3]
				first := slices.IndexFunc(row, func(text string) bool { return kindOf(text) == numberText })
				copy(row[first:], []string{"1", "0", "2", "0", "0", "0", "3"})
				for c, n := range []int64{1, 0, 2, 0, 0, 0, 3} {
					add(s.form.Table("applications").Rows[r].ID+"."+s.form.Table("applications").Columns[c].ID, n)
				}
			}
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, nil},
		{"last year's table first, each under its year", func(s *sample) *layout.Document {
			blocks := []layout.Block{paragraph("2023年度情况")}
			old := slices.Clone(s.applications)
			for r := range old {
				old[r] = slices.Clone(old[r])
			}
			everyCell(old, func(text string) string { return text + "0" })
			blocks = append(append(blocks, blocksOf(old)...), paragraph("2024年度情况"))
			return whole(blocksOf(s.published), append(blocks, blocksOf(s.applications)...), blocksOf(s.disputes))
		}, nil},
		{"what is published as a list, one number a line", func(s *sample) *layout.Document {
			rows := [][]string{{"序号", "事项", "指标", "数值"}}
			spec := s.form.Table("disclosure")
			for r := range spec.Rows {
				for _, cell := range spec.Rows[r].Cells {
					column := spec.Columns[s.form.Cells[cell].Column].Label
					rows = append(rows, []string{fmt.Sprint(len(rows)), spec.Rows[r].Leaf(), column, s.d.values[cell]})
				}
			}
			return whole(blocksOf(rows), blocksOf(s.applications), blocksOf(s.disputes))
		}, nil},
		{"the disputes as a list, row and column in one label", func(s *sample) *layout.Document {
			rows := [][]string{{"指标", "数量"}}
			spec := s.form.Table("disputes")
			for r := range spec.Rows {
				for c, cell := range spec.Rows[r].Cells {
					rows = append(rows, []string{spec.Rows[r].Leaf() + "-" + spec.Columns[c].Label, s.d.values[cell]})
				}
			}
			return whole(blocksOf(s.published), blocksOf(s.applications), blocksOf(rows))
		}, nil},
		{"the columns of a table set below each other in two", func(s *sample) *layout.Document {
			var left, right [][]string
			for _, row := range s.applications {
				left = append(left, row[:7])
				right = append(right, slices.Concat(row[:3], row[7:]))
			}
			right[0][3], right[1][3] = "申请人情况", "法人或其他组织"
			return whole(blocksOf(s.published), blocksOf(left, right), blocksOf(s.disputes))
		}, func(t *testing.T, r *disclosure.Report) {
			if r.Table("applications").Copies != 1 {
				t.Errorf("%d copies", r.Table("applications").Copies)
			}
		}},
		{"a summary of the prose has rows of the same names", func(s *sample) *layout.Document {
			summary := [][]string{{"类别", "数量"}, {"概况信息", "12"}, {"行政许可", "3"}, {"行政规范性文件", "5"}, {"总计", "20"}}
			return whole(blocksOf(summary, s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, noConflict},
		{"a summary of the prose has columns of the same names", func(s *sample) *layout.Document {
			summary := [][]string{{"公开渠道", "网站", "公开栏", "其他", "总计"}, {"公开数量", "10", "3", "1", "14"}}
			return whole(blocksOf(summary, s.published), blocksOf(s.applications), blocksOf(s.disputes))
		}, noExtras},
		{"empty lines after the words of the header", func(s *sample) *layout.Document {
			var applications []layout.Block
			for _, b := range oneCellEach(s.applications) {
				if applications = append(applications, b); b.Text == "科研机构" || b.Text == "自然人" {
					applications = append(applications, paragraph("\u00a0"))
				}
			}
			return whole(oneCellEach(s.published), applications, oneCellEach(s.disputes))
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSample("2021")
			doc := test.document(s)
			report := only(t, doc)
			readsAs(t, &report, s.truth)
			if test.check != nil {
				test.check(t, &report)
			}
			explainFailure(t, doc)
		})
	}
}

func noExtras(t *testing.T, r *disclosure.Report) {
	if len(r.Extras) > 0 {
		t.Errorf("extras %v", r.Extras)
	}
}

func noConflict(t *testing.T, r *disclosure.Report) {
	if slices.ContainsFunc(r.Doubts, func(d disclosure.Doubt) bool { return d.Code == disclosure.DoubtTableConflict }) {
		t.Errorf("doubts %v", r.Doubts)
	}
}

func TestAPeriodWhoseCenturyIsWrittenTwice(t *testing.T) {
	doc := newSample("2021").document()
	doc.Blocks[1].Text = "本报告所列数据的统计期限自2024年1月1日起至202024年12月31日止。"
	report := only(t, doc)
	if s := report.Years[0]; s.Year != 2024 || s.From != "2024-01-01" || s.To != "2024-12-31" {
		t.Errorf("period %+v", s)
	}
}
