package form

import (
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// annual2014 draws the 统计表 as one list: groups as lines of their own, then each
// row with its unit and its number.
func annual2014(s *sample) [][]string {
	rows := [][]string{{"统 计 指 标", "单位", "统计数"}}
	var last []string
	for t := range s.form.Tables {
		table := &s.form.Tables[t]
		for r := range table.Rows {
			labels := table.Rows[r].Labels
			for depth, label := range labels[:len(labels)-1] {
				if depth >= len(last) || last[depth] != label {
					rows = append(rows, []string{label, "——", ""})
				}
			}
			cell := table.Rows[r].Cells[0]
			rows = append(rows, []string{strings.Repeat("　", len(labels)-1) + table.Rows[r].Leaf(), s.form.Cells[cell].Unit, s.d.values[cell]})
			last = labels
		}
	}
	return rows
}

func document2014(s *sample, rows [][]string) *layout.Document {
	blocks := []layout.Block{paragraph("青溪县石门镇2016年政府信息公开工作年度报告")}
	for _, section := range s.form.Sections {
		blocks = append(blocks, paragraph(section.Heading))
		if section.Key != "annex" {
			blocks = append(blocks, paragraph("我镇按照要求做好有关工作，全年情况良好，没有发生问题。"))
		}
	}
	return article(append(blocks, blocksOf(rows)...)...)
}

func sample2014() *sample {
	form := disclosure.FormByID("2014")
	texts, truth := numbered(form)
	return &sample{form: form, truth: truth, d: &drawing{form: form, values: texts}}
}

func TestTheFormOf2014(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(s *sample, rows [][]string) [][]string
	}{
		{"as a list with units", func(s *sample, rows [][]string) [][]string { return rows }},
		{"without the groups", func(s *sample, rows [][]string) [][]string {
			return slices.DeleteFunc(rows, func(row []string) bool { return row[1] == "——" })
		}},
		{"without units", func(s *sample, rows [][]string) [][]string {
			for r := range rows {
				rows[r] = slices.Delete(rows[r], 1, 2)
			}
			return rows
		}},
		{"with a running number", func(s *sample, rows [][]string) [][]string {
			for r := range rows {
				rows[r] = slices.Insert(rows[r], 0, strings.Repeat("1", 1+r%2))
			}
			rows[0][0] = "序号"
			return rows
		}},
		{"one row of a repeated label is missing", func(s *sample, rows [][]string) [][]string {
			at := slices.IndexFunc(rows, func(row []string) bool { return strings.Contains(row[0], "被依法纠错数") })
			s.state("disputes.review_corrected", disclosure.Absent)
			return slices.Delete(rows, at, at+1)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := sample2014()
			doc := document2014(s, test.change(s, annual2014(s)))
			report := only(t, doc)
			if report.Form != "2014" || report.Status != disclosure.Parsed || report.Year != 2016 {
				t.Errorf("form %s %s %s year %d", report.Form, report.Status, report.Reason, report.Year)
			}
			readsAs(t, &report, s.truth)
			if report.Section("fees") == nil || report.Section("annex") == nil || !report.Section("annex").HasTable {
				t.Errorf("sections %+v", report.Sections)
			}
			explainFailure(t, doc)
		})
	}
}
