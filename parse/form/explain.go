package form

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/parse/layout"
)

// explainText bounds the runes of a text that Explain prints.
const explainText = 40

// Explain writes how the document was read: the layout, the lines and columns
// that were matched with their scores, and what was decided.
func Explain(w io.Writer, doc *layout.Document, source *disclosure.Document, register *disclosure.Register) error {
	var b strings.Builder
	explainLayout(&b, doc)
	for n, result := range read(doc, source, register) {
		r := &result.report
		fmt.Fprintf(&b, "\n== 报告 %d：%s %s %s\n", n+1, r.Status, r.Reason, r.Detail)
		fmt.Fprintf(&b, "标题 %s\n乡镇 %s %s（%s %s）\n年度 %d（%s）\n发布 %s（%s）\n", r.Title, r.Town, r.TownCode, r.County, r.CountyCode, r.Year, r.YearSource, r.Published, r.PublishedSource)
		for _, y := range r.Years {
			fmt.Fprintf(&b, "  年度说法 %d %s %s %s %s\n", y.Year, y.Source, y.From, y.To, brief(y.Text))
		}
		for _, s := range r.Sections {
			fmt.Fprintf(&b, "章节 %s「%s」%d字 表%v 图%v\n", s.Key, brief(s.Heading), han.Count(s.Text), s.HasTable, s.HasImage)
		}
		result.tables.explain(&b, r)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainLayout writes the blocks of a document, one a line.
func explainLayout(b *strings.Builder, doc *layout.Document) {
	fmt.Fprintf(b, "== 版面：%s，%d 块\n", doc.Reader, len(doc.Blocks))
	for n := range doc.Blocks {
		block := &doc.Blocks[n]
		chrome := ""
		if block.Chrome {
			chrome = " 文外"
		}
		switch block.Kind {
		case layout.Paragraph:
			fmt.Fprintf(b, "%4d 段%s %s %s\n", n, chrome, block.Role, brief(block.Text))
		case layout.Table:
			fmt.Fprintf(b, "%4d 表%s %s %d×%d\n", n, chrome, block.Role, block.Grid.Rows, block.Grid.Columns)
		case layout.Image:
			fmt.Fprintf(b, "%4d 图%s %s\n", n, chrome, brief(block.Address))
		case layout.Link:
			fmt.Fprintf(b, "%4d 链%s %s %s\n", n, chrome, brief(block.Text), brief(block.Address))
		}
	}
}

// explain writes the lines of the tables with what each was matched to.
func (t *tables) explain(b *strings.Builder, report *disclosure.Report) {
	fmt.Fprintf(b, "\n格式 %s，标签得分合计 %.1f\n", t.v.form.ID, t.strength)
	names := [...]string{"空", "头", "行", "数"}
	var last *sheet
	for _, l := range t.lines {
		if l.sheet != last {
			if l.sheet.turned {
				fmt.Fprintf(b, "  第%d块已转置\n", l.sheet.block)
			}
			t.explainHeads(b, l.sheet)
			last = l.sheet
		}
		var texts []string
		for _, text := range l.texts(0) {
			texts = append(texts, brief(text))
		}
		fmt.Fprintf(b, "  %4d.%-3d %s 第%d遍 [%s] → %s\n", l.sheet.block, l.row, names[l.kind], l.pass+1, strings.Join(texts, "|"), t.m.describe(l))
	}
	for _, table := range report.Tables {
		fmt.Fprintf(b, "表 %s 找到%v 得分%.2f 算式%d/%d 份数%d\n", table.Table, table.Found, table.Score, table.Held, table.Checked, table.Copies)
		for _, a := range table.Altered {
			fmt.Fprintf(b, "  标签有改动 %s%s：%s → %s\n", a.Row, a.Column, a.Form, brief(a.Document))
		}
	}
	for _, e := range report.Extras {
		fmt.Fprintf(b, "多出的%s %s %v\n", e.Axis, brief(e.Label), e.Values)
	}
	for _, d := range report.Doubts {
		fmt.Fprintf(b, "存疑 %s %s %d格 %s\n", d.Code, d.Table, len(d.Cells), d.Detail)
	}
}

// explainHeads writes what each header column of a sheet was matched to.
func (t *tables) explainHeads(b *strings.Builder, s *sheet) {
	for _, block := range s.heads {
		keys := slices.SortedFunc(maps.Keys(block.cache), func(x, y headKey) int {
			return cmp.Or(x.table-y.table, x.set-y.set, x.from-y.from, x.to-y.to)
		})
		for _, key := range keys {
			fmt.Fprintf(b, "  表头 %d 第%d–%d行 %s：", s.block, block.from, block.to-1, t.v.form.Tables[key.table].ID)
			for _, h := range block.cache[key] {
				name := "—"
				if h.cell >= 0 {
					name = string(t.v.form.Cells[h.cell].Key)
				} else if h.column >= 0 {
					name = t.v.form.Tables[key.table].Columns[h.column].ID
				}
				fmt.Fprintf(b, " %d–%d「%s」%s %.2f", h.from, h.to-1, brief(h.text), name, h.score)
			}
			b.WriteByte('\n')
		}
	}
}

// brief shortens a text to one line.
func brief(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > explainText {
		return string(runes[:explainText]) + "…"
	}
	return text
}
