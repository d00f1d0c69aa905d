package form

import (
	"slices"
	"testing"

	"gongkai/disclosure"
)

// misplaced lists the cells of a table that a report doubts for their place.
func misplaced(report *disclosure.Report, table string) (keys []disclosure.Key) {
	for _, d := range report.Doubts {
		if d.Code == disclosure.DoubtMisplaced && d.Table == table {
			keys = append(keys, d.Cells...)
		}
	}
	return keys
}

// rowKeys lists the cells of rows of the applications.
func rowKeys(rows ...string) (keys []disclosure.Key) {
	for _, row := range rows {
		for _, column := range disclosure.FormByID("2021").Table("applications").Columns {
			keys = append(keys, disclosure.MakeKey("applications", row, column.ID))
		}
	}
	return keys
}

// TestNumbersThatNothingProvesAreDoubted: the page of a shifted row looks like that of
// a row with an empty cell, so that its numbers are given, but never as certain.
func TestNumbersThatNothingProvesAreDoubted(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(s *sample)
		table  string
		want   []disclosure.Key
	}{
		{"a row of a table without sums begins with an empty cell", func(s *sample) {
			s.published[rowOf(s.published, "行政规范性文件")] = []string{"行政规范性文件", "", "4", "5"}
		}, "disclosure", []disclosure.Key{"disclosure.normative_documents.repealed", "disclosure.normative_documents.in_force"}},
		{"a row of a table with sums begins with an empty cell and its sum fails", func(s *sample) {
			row := rowOf(s.applications, "2.重复申请")
			copy(s.applications[row][3:], []string{"", "6", "0", "0", "0", "0", "0"})
		}, "applications", []disclosure.Key{
			"applications.unprocessed_repeat.company", "applications.unprocessed_repeat.research", "applications.unprocessed_repeat.nonprofit",
			"applications.unprocessed_repeat.legal_service", "applications.unprocessed_repeat.other", "applications.unprocessed_repeat.total",
		}},
		{"a row of a table with sums begins with an empty cell and its sum holds", func(s *sample) {
			row := rowOf(s.applications, "2.重复申请")
			copy(s.applications[row][3:], []string{"", "6", "0", "0", "0", "0", "6"})
		}, "applications", nil},
		{"the reviews are empty, the suits beside them are zeros", func(s *sample) {
			s.disputes[3] = append(repeat("", 5), repeat("0", 10)...)
		}, "disputes", nil},
		{"a number is missing below a merged header and all after it moved to the left", func(s *sample) {
			s.disputes[3] = []string{"", "1", "0", "0", "0", "1", "2", "0", "0", "2", "0", "0", "0", "0", "0"}
		}, "disputes", []disclosure.Key{
			"disputes.review.corrected", "disputes.review.other", "disputes.review.pending", "disputes.review.total",
			"disputes.suit_direct.upheld", "disputes.suit_direct.corrected", "disputes.suit_direct.other", "disputes.suit_direct.pending", "disputes.suit_direct.total",
		}},
		{"an empty row beside one that is not: the values may have slipped down", func(s *sample) {
			copy(s.applications[rowOf(s.applications, "一、本年新收政府信息公开申请数量")][3:], repeat("", 7))
			for r := range s.applications[4:] {
				copy(s.applications[r+4][3:], repeat("0", 7))
			}
			copy(s.applications[4][3:], []string{"1", "0", "0", "0", "0", "0", "1"})
			copy(s.applications[5][3:], []string{"1", "0", "0", "0", "0", "0", "1"})
			copy(s.applications[rowOf(s.applications, "（七）总计")][3:], []string{"1", "0", "0", "0", "0", "0", "1"})
		}, "applications", rowKeys("carried_in", "granted", "other_other", "handled_total")},
		{"several rows are empty here and there: nobody moved them", func(s *sample) {
			for r := range s.applications[3:] {
				copy(s.applications[r+3][3:], []string{"0", "0", "0", "0", "0", "0", "0"})
			}
			for _, r := range []int{4, 7, 10} {
				copy(s.applications[r][3:], repeat("", 7))
			}
			copy(s.applications[5][3:], []string{"1", "0", "0", "0", "0", "0", "1"})
			copy(s.applications[3][3:], []string{"1", "0", "0", "0", "0", "0", "1"})
			copy(s.applications[rowOf(s.applications, "（七）总计")][3:], []string{"1", "0", "0", "0", "0", "0", "1"})
		}, "applications", nil},
		{"every cell is filled", func(*sample) {}, "disclosure", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSample("2021")
			test.change(s)
			report := only(t, s.document())
			if got := misplaced(&report, test.table); !slices.Equal(got, test.want) {
				t.Errorf("doubted %v, want %v", got, test.want)
			}
			for _, key := range test.want {
				if c := report.Cell(key); c.State != disclosure.Reported || c.Doubt != disclosure.DoubtMisplaced {
					t.Errorf("%s is %s, doubt %q", key, c.State, c.Doubt)
				}
			}
		})
	}
}

func TestATurnedTableWhoseRowsAreShortIsRefused(t *testing.T) {
	s := newSample("2021")
	s.disputes = [][]string{
		{"项目", "行政复议", "行政诉讼", "<"}, {"^", "^", "未经复议直接起诉", "复议后起诉"},
		{"结果维持", "0", "0", "~"}, {"结果纠正", "5", "2", "~"}, {"其他结果", "0", "7", "~"}, {"尚未审结", "6", "0", "~"}, {"总计", "11", "9", "~"},
	}
	report := only(t, s.document())
	for i := range report.Cells {
		if c := &report.Cells[i]; c.Key.Table() == "disputes" && c.State == disclosure.Reported {
			t.Errorf("%s is %s: the numbers may be those of another column", c.Key, c.Value)
		}
	}
}

func TestWhatThePageDoesNotShowIsDoubted(t *testing.T) {
	s := newSample("2021")
	doc := s.document()
	for i := range doc.Blocks {
		doc.Blocks[i].Role = "hidden"
	}
	report := only(t, doc)
	doubted := 0
	for _, d := range report.Doubts {
		if d.Code == disclosure.DoubtConcealed {
			doubted += len(d.Cells)
		}
	}
	if doubted != len(report.Cells) {
		t.Errorf("%d of %d cells are doubted", doubted, len(report.Cells))
	}
}
