package form

import (
	"slices"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// balance makes the only number of each row of the applications its total.
func (s *sample) balance() {
	for i := range s.truth {
		c := &s.form.Cells[i]
		if spec := &s.form.Tables[c.Table]; spec.ID == "applications" {
			if leaf := spec.Columns[c.Column].ID; leaf != "natural_person" && leaf != "total" {
				s.truth[i].Value = 0
			} else {
				s.truth[i].Value = disclosure.Int(int64(c.Row + 1))
			}
			s.d.values[i] = s.truth[i].Value.String()
		}
	}
	s.applications = s.d.plain("applications", 0, len(s.form.Table("applications").Rows), true)
}

// TestTablesThatAPageBreakCuts reads tables whose header, or one of whose rows, is
// cut in two by the end of a page.
func TestTablesThatAPageBreakCuts(t *testing.T) {
	header := func(s *sample) [][]string { return slices.Clone(s.applications[:3]) }
	for _, test := range []struct {
		name   string
		change func(s *sample)
	}{
		{"the header stands on both pages, its tall cells on the first", func(s *sample) {
			lower := []string{"", "<", "<", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""}
			s.applicationsBlocks = slices.Concat(blocksOf(s.applications[:2]), []layout.Block{paragraph("人")},
				blocksOf(slices.Concat([][]string{lower}, s.applications[3:])))
		}},
		{"a row's label ends on the next page, below the header again", func(s *sample) {
			at := rowOf(s.applications, "2.其他法律行政法规禁止公开")
			replace(s.applications, "2.其他法律行政法规禁止公开", "2.其他法律")
			rest := []string{"", "", "行政法规禁止公开", "", "", "", "", "", "", ""}
			s.applications = slices.Insert(s.applications, at+1, append(header(s), rest)...)
		}},
		{"a row's label ends on the next page with its values", func(s *sample) {
			at := rowOf(s.applications, "3.补正后申请内容仍不明确")
			values := slices.Clone(s.applications[at][3:])
			copy(s.applications[at][2:], []string{"3.补正", "", "", "", "", "", "", ""})
			s.applications = slices.Insert(s.applications, at+1, append([]string{"", "", "后申请内容仍不明确"}, values...))
		}},
		{"the labels of columns end on the next page", func(s *sample) {
			upper, lower := slices.Clone(s.disputes[2]), slices.Clone(s.disputes[2])
			for c, text := range s.disputes[2] {
				if r := []rune(text); len(r) == 4 {
					upper[c], lower[c] = string(r[:2]), string(r[2:])
				} else if text != "^" && text != "<" {
					upper[c], lower[c] = text, ""
				}
			}
			for c, text := range s.disputes[1] {
				if r := []rune(text); len(r) == 4 {
					s.disputes[1][c], upper[c], lower[c] = string(r[:2]), "^", string(r[2:])
				}
			}
			s.disputes = slices.Insert(s.disputes, 3, lower)
			s.disputes[2] = upper
		}},
	} {
		for _, id := range []string{"2021", "2019"} {
			t.Run(id+" "+test.name, func(t *testing.T) {
				s := newSample(id)
				s.balance()
				test.change(s)
				doc := s.document()
				report := only(t, doc)
				readsAs(t, &report, s.truth)
				if len(report.Doubts)+len(report.Extras) > 0 {
					t.Errorf("doubts %v, extras %v", report.Doubts, report.Extras)
				}
				for _, table := range report.Tables {
					if len(table.Altered) > 0 {
						t.Errorf("altered labels %v", table.Altered)
					}
				}
				explainFailure(t, doc)
			})
		}
	}
}

// TestWordsAboveEachOtherThatNameTwoColumnsNameNone keeps the values of a table
// that was folded into one column from being counted as one of its columns.
func TestWordsAboveEachOtherThatNameTwoColumnsNameNone(t *testing.T) {
	s := newSample("2021")
	s.publishedBlocks = []layout.Block{table(grid("第二十条第（一）项|", "信息内容|", "本年制发件数|", "本年废止件数|", "现行有效件数|", "规章|", "7|", "8|", "9|", "行政规范性文件|", "1|", "2|", "3|"))}
	s.state("disclosure.", disclosure.Absent)
	report := only(t, s.document())
	for i := range report.Cells {
		if c := &report.Cells[i]; c.State == disclosure.Reported && s.truth[i].State == disclosure.Absent {
			t.Errorf("%s is %v", c.Key, c.Value)
		}
	}
}

// TestSuitsNamedWithTheirKindInOneHeader reads three tables of disputes.
func TestSuitsNamedWithTheirKindInOneHeader(t *testing.T) {
	for _, names := range [][2]string{{"行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"}, {"行政诉讼—未经复议直接起诉", "行政诉讼：复议后起诉"}} {
		s := newSample("2021")
		outcomes := []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}
		values := s.disputes[len(s.disputes)-1]
		stacked := [][]string{{"行政复议", "<", "<", "<", "<"}, outcomes, values[:5],
			{names[0], "<", "<", "<", "<"}, outcomes, values[5:10], {names[1], "<", "<", "<", "<"}, outcomes, values[10:]}
		for _, blocks := range [][]layout.Block{blocksOf(stacked), blocksOf(stacked[:3], stacked[3:6], stacked[6:])} {
			report := only(t, whole(blocksOf(s.published), blocksOf(s.applications), blocks))
			for _, w := range compare(&report, s.truth, nil, false) {
				t.Errorf("%s: %s", names[0], w)
			}
		}
	}
}

// TestATableThatComparesYearsIsNotTheForm leaves a table of two years in the prose
// alone, though its rows have names of the form.
func TestATableThatComparesYearsIsNotTheForm(t *testing.T) {
	s := newSample("2021")
	doc := s.document()
	years := table(grid("指标|2023年|2024年|增减", "行政许可|31|99|68", "行政处罚|3|4|1"))
	doc.Blocks = slices.Insert(doc.Blocks, 4, years)
	report := only(t, doc)
	readsAs(t, &report, s.truth)
	if len(report.Doubts) > 0 {
		t.Errorf("doubts %v", report.Doubts)
	}
}

// TestATurnedTableThatLacksAHeaderIsNotRead refuses columns of values of which one
// has no header: which one cannot be told.
func TestATurnedTableThatLacksAHeaderIsNotRead(t *testing.T) {
	s := newSample("2021")
	s.disputes = [][]string{
		{"项目", "行政诉讼", "<", ""}, {"^", "未经复议直接起诉", "复议后起诉", ""},
		{"结果维持", "1", "2", "3"}, {"结果纠正", "1", "2", "3"}, {"其他结果", "1", "2", "3"}, {"尚未审结", "1", "2", "3"}, {"总计", "4", "8", "12"},
	}
	s.state("disputes.", disclosure.Illegible)
	s.state("disputes.review.", disclosure.Absent)
	report := only(t, s.document())
	readsAs(t, &report, s.truth)
}
