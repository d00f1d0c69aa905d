package form

import (
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// oneCellEach writes tables as paragraphs of one cell, merged cells once.
func oneCellEach(tables ...[][]string) []layout.Block {
	var out []layout.Block
	for _, rows := range tables {
		for _, row := range rows {
			for _, cell := range row {
				if cell != "<" && cell != "^" {
					out = append(out, paragraph(cell))
				}
			}
		}
	}
	return out
}

// oneRowEach writes tables as paragraphs of one row, cells set apart by a sign.
func oneRowEach(sign string, tables ...[][]string) []layout.Block {
	var out []layout.Block
	for _, rows := range tables {
		for _, row := range rows {
			cells := slices.DeleteFunc(slices.Clone(row), func(s string) bool { return s == "<" || s == "^" })
			out = append(out, paragraph(strings.Join(cells, sign)))
		}
	}
	return out
}

// oneLine writes tables as one paragraph.
func oneLine(heading string, tables ...[][]string) []layout.Block {
	words := []string{heading}
	for _, b := range oneRowEach(" ", tables...) {
		words = append(words, b.Text)
	}
	return []layout.Block{paragraph(strings.Join(words, " "))}
}

// TestTablesInRunningText reads tables that lost their cells' marks.
func TestTablesInRunningText(t *testing.T) {
	for _, test := range []struct {
		name     string
		document func(s *sample) *layout.Document
	}{
		{"one cell a paragraph", func(s *sample) *layout.Document {
			return whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.disputes))
		}},
		{"one row a paragraph, cells apart by one blank", func(s *sample) *layout.Document {
			return whole(oneRowEach(" ", s.published), oneRowEach(" ", s.applications), oneRowEach(" ", s.disputes))
		}},
		{"one row a paragraph, the last two headings without a blank before them", func(s *sample) *layout.Document {
			glued := func(blocks []layout.Block) []layout.Block {
				for n := range blocks {
					blocks[n].Text = strings.NewReplacer("组织 总计", "组织总计", "机构 其他", "机构其他").Replace(blocks[n].Text)
				}
				return blocks
			}
			return whole(oneRowEach(" ", s.published), glued(oneRowEach(" ", s.applications)), oneRowEach(" ", s.disputes))
		}},
		{"each table one line", func(s *sample) *layout.Document {
			return whole(oneLine("", s.published), oneLine("", s.applications), oneLine("", s.disputes))
		}},
		{"each table one line, with a space inside labels", func(s *sample) *layout.Document {
			replace(s.published, "规章", "规 章")
			replace(s.applications, "总计", "总 计")
			return whole(oneLine("", s.published), oneLine("", s.applications), oneLine("", s.disputes))
		}},
		{"one cell a paragraph, the lines of labels apart", func(s *sample) *layout.Document {
			broken := func(blocks []layout.Block) (out []layout.Block) {
				for _, b := range blocks {
					r := []rune(b.Text)
					if cut := slices.Index(r, '）') + 1; cut > 1 && cut < len(r) && len(r) < 12 {
						out = append(out, paragraph(string(r[:cut])), paragraph(string(r[cut:])))
					} else if len(r) == 4 && !strings.ContainsAny(b.Text, "0123456789.") {
						out = append(out, paragraph(string(r[:2])), paragraph(string(r[2:])))
					} else {
						out = append(out, b)
					}
				}
				return out
			}
			return whole(broken(oneCellEach(s.published)), broken(oneCellEach(s.applications)), broken(oneCellEach(s.disputes)))
		}},
		{"one cell a paragraph, bars on the lines between", func(s *sample) *layout.Document {
			barred := func(blocks []layout.Block) (out []layout.Block) {
				for n, b := range blocks {
					if n%5 == 0 {
						out = append(out, paragraph(b.Text+" |"), paragraph("|||"))
					} else {
						out = append(out, b, paragraph("|"))
					}
				}
				return out
			}
			return whole(barred(oneCellEach(s.published)), barred(oneCellEach(s.applications)), barred(oneCellEach(s.disputes)))
		}},
		{"one row a paragraph, bars with blanks around them", func(s *sample) *layout.Document {
			return whole(oneRowEach(" | ", s.published), oneRowEach(" | ", s.applications), oneRowEach(" | ", s.disputes))
		}},
		{"an empty cell as an empty paragraph", func(s *sample) *layout.Document {
			last := s.disputes[len(s.disputes)-1]
			for c := range 5 {
				last[c] = " "
			}
			s.state("disputes.review", disclosure.Blank)
			return whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.disputes))
		}},
		{"a column left out throughout", func(s *sample) *layout.Document {
			for r := range s.applications {
				s.applications[r] = slices.Delete(s.applications[r], 5, 6)
			}
			for i := range s.truth {
				if k := string(s.truth[i].Key); strings.HasPrefix(k, "applications.") && strings.HasSuffix(k, ".research") {
					s.truth[i].State, s.truth[i].Value = disclosure.Absent, 0
				}
			}
			return whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.disputes))
		}},
		{"a row a value short is illegible, and only that row", func(s *sample) *layout.Document {
			at := rowOf(s.applications, "2.重复申请")
			s.applications[at] = slices.Delete(s.applications[at], 4, 5)
			s.state("applications.unprocessed_repeat", disclosure.Illegible)
			return whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.disputes))
		}},
		{"a row glued together is illegible", func(s *sample) *layout.Document {
			rows := oneRowEach(" ", s.published)
			at := slices.IndexFunc(rows, func(b layout.Block) bool { return strings.HasPrefix(b.Text, "规章") })
			rows[at].Text = strings.ReplaceAll(rows[at].Text, " ", "")
			s.state("disclosure.regulations", disclosure.Illegible)
			return whole(rows, oneRowEach(" ", s.applications), oneRowEach(" ", s.disputes))
		}},
		{"columns in another order cannot be counted off", func(s *sample) *layout.Document {
			replace(s.applications, "商业企业", "x")
			replace(s.applications, "科研机构", "商业企业")
			replace(s.applications, "x", "科研机构")
			s.state("applications.", disclosure.Illegible)
			return whole(oneRowEach(" ", s.published), oneRowEach(" ", s.applications), oneRowEach(" ", s.disputes))
		}},
		{"only one table is running text", func(s *sample) *layout.Document {
			return whole(blocksOf(s.published), blocksOf(s.applications), oneCellEach(s.disputes))
		}},
		{"one half of a table is a grid, the other running text", func(s *sample) *layout.Document {
			values := s.disputes[len(s.disputes)-1]
			outcomes := []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}
			suits := [][]string{{"行政诉讼"}, {"未经复议直接起诉", "复议后起诉"}, slices.Concat(outcomes, outcomes), values[5:]}
			return whole(blocksOf(s.published), blocksOf(s.applications),
				append(blocksOf([][]string{{"行政复议", "<", "<", "<", "<"}, outcomes, values[:5]}), oneRowEach("|", suits)...))
		}},
		{"one group of a table is running text", func(s *sample) *layout.Document {
			at := rowOf(s.published, "第二十条第（六）项")
			rest := rowOf(s.published, "第二十条第（八）项")
			blocks := append(blocksOf(s.published[:at]), oneRowEach(" ", s.published[at:rest])...)
			return whole(append(blocks, blocksOf(s.published[rest:])...), blocksOf(s.applications), blocksOf(s.disputes))
		}},
		{"the values of the disputes are five short: whose cannot be told", func(s *sample) *layout.Document {
			last := len(s.disputes) - 1
			s.disputes[last] = s.disputes[last][5:]
			s.state("disputes.", disclosure.Illegible)
			return whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.disputes))
		}},
	} {
		for _, id := range []string{"2021", "2019"} {
			t.Run(id+" "+test.name, func(t *testing.T) {
				s := newSample(id)
				doc := test.document(s)
				report := only(t, doc)
				if report.Form != id {
					t.Errorf("form %q", report.Form)
				}
				readsAs(t, &report, s.truth)
				for _, key := range []string{"disclosure", "applications", "disputes"} {
					section := report.Section(key)
					if section == nil || !section.HasTable {
						t.Errorf("section %s has no table: %+v", key, section)
					} else if strings.ContainsAny(section.Text, "0123456789") {
						t.Errorf("section %s has the table's numbers in its prose: %q", key, section.Text)
					}
				}
				explainFailure(t, doc)
			})
		}
	}
}

// TestProseIsNoTable keeps the figures of sentences out of the cells.
func TestProseIsNoTable(t *testing.T) {
	s := newSample("2021")
	doc := whole(nil, nil, nil)
	doc.Blocks = append(doc.Blocks[:4], append([]layout.Block{
		paragraph("全年办理行政许可 12 件、行政处罚 3 件，行政强制 0 件；规章 0 件。"),
		paragraph("收到政府信息公开申请 6 件。"),
	}, doc.Blocks[4:]...)...)
	report := only(t, doc)
	s.state("", disclosure.Absent)
	readsAs(t, &report, s.truth)
	if report.Status != disclosure.Partial || report.Reason != disclosure.NoTables {
		t.Errorf("status %s %s, want partial no_tables", report.Status, report.Reason)
	}
}
