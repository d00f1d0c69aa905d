package form

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// grid draws a table from lines of cells set apart by bars. A cell "<" belongs to
// the cell at its left, "^" to the one above it, and "~" is a hole.
func grid(rows ...string) *layout.Grid {
	cells := make([][]string, len(rows))
	for r, row := range rows {
		cells[r] = strings.Split(row, "|")
	}
	return gridOf(cells)
}

func gridOf(cells [][]string) *layout.Grid {
	g := &layout.Grid{Rows: len(cells)}
	for _, row := range cells {
		g.Columns = max(g.Columns, len(row))
	}
	owner := make([][]int, len(cells))
	for r, row := range cells {
		owner[r] = make([]int, len(row))
		for c, text := range row {
			switch {
			case text == "~":
				owner[r][c] = -1
			case text == "<" && c > 0 && owner[r][c-1] >= 0:
				owner[r][c] = owner[r][c-1]
				cell := &g.Cells[owner[r][c]]
				cell.ColumnSpan = max(cell.ColumnSpan, c-cell.Column+1)
			case text == "^" && r > 0 && c < len(owner[r-1]) && owner[r-1][c] >= 0:
				owner[r][c] = owner[r-1][c]
				cell := &g.Cells[owner[r][c]]
				cell.RowSpan = max(cell.RowSpan, r-cell.Row+1)
			default:
				if text == "<" || text == "^" {
					text = ""
				}
				owner[r][c] = len(g.Cells)
				g.Cells = append(g.Cells, layout.Cell{
					Row: r, Column: c, RowSpan: 1, ColumnSpan: 1, Text: text, Confidence: 1,
					Place: disclosure.Place{Path: fmt.Sprintf("tr[%d]/td[%d]", r+1, c+1), Reader: "test"},
				})
			}
		}
	}
	return g
}

func paragraph(text string) layout.Block { return layout.Block{Kind: layout.Paragraph, Text: text} }

func table(g *layout.Grid) layout.Block { return layout.Block{Kind: layout.Table, Grid: g} }

// article puts blocks into a document.
func article(blocks ...layout.Block) *layout.Document {
	return &layout.Document{Reader: "test", Blocks: blocks}
}

// whole is a report with the given tables in their sections.
func whole(disclosureTables, applications, disputes []layout.Block) *layout.Document {
	blocks := []layout.Block{
		paragraph("青溪县石门镇人民政府2024年政府信息公开工作年度报告"),
		paragraph("本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。"),
		paragraph("一、总体情况"), paragraph("我镇按照要求公开信息，全年没有变化。"),
		paragraph("二、主动公开政府信息情况"),
	}
	blocks = append(blocks, disclosureTables...)
	blocks = append(blocks, paragraph("三、收到和处理政府信息公开申请情况"))
	blocks = append(blocks, applications...)
	blocks = append(blocks, paragraph("四、政府信息公开行政复议、行政诉讼情况"))
	blocks = append(blocks, disputes...)
	blocks = append(blocks, paragraph("五、存在的主要问题及改进情况"), paragraph("问题是更新不够及时，下一步将加强检查。"),
		paragraph("六、其他需要报告的事项"), paragraph("无其他需要报告的事项。"))
	return article(blocks...)
}

// drawing is how the tables of a report are drawn.
type drawing struct {
	form *disclosure.Form
	// values holds the text of each of the form's cells.
	values []string
	// label changes a label before it is drawn; nil leaves it.
	label func(string) string
}

func (d *drawing) text(s string) string {
	if d.label == nil {
		return s
	}
	return d.label(s)
}

// randomValues draws texts for the cells of a form, and what each must be read as.
func randomValues(form *disclosure.Form, random *rand.Rand) (texts []string, truth []disclosure.Cell) {
	texts = make([]string, len(form.Cells))
	truth = make([]disclosure.Cell, len(form.Cells))
	for i := range form.Cells {
		truth[i].Key = form.Cells[i].Key
		truth[i].State = disclosure.Reported
		n := int64(random.IntN(900) + 1)
		switch random.IntN(12) {
		case 0:
			texts[i], truth[i].State, n = "", disclosure.Blank, 0
		case 1:
			texts[i], truth[i].State, n = "/", disclosure.Placeholder, 0
		default:
			texts[i] = fmt.Sprint(n)
		}
		truth[i].Value = disclosure.Int(n)
	}
	return texts, truth
}

// depthOf is the number of label columns of a table.
func depthOf(spec *disclosure.TableSpec) int {
	depth := 1
	for r := range spec.Rows {
		depth = max(depth, len(spec.Rows[r].Labels))
	}
	return depth
}

// rowLabels writes a row's labels into depth columns, merged as the form has them.
func (d *drawing) rowLabels(spec *disclosure.TableSpec, r, depth int, from int) []string {
	labels := spec.Rows[r].Labels
	out := make([]string, depth)
	same := r > from
	for c := range depth {
		switch {
		case c >= len(labels):
			out[c] = "<"
		case same && c < len(labels)-1 && c < len(spec.Rows[r-1].Labels)-1 && labels[c] == spec.Rows[r-1].Labels[c]:
			out[c] = "^"
		default:
			same = false
			out[c] = d.text(labels[c])
		}
	}
	return out
}

// plain draws a table with its rows as rows and its columns as columns, from one
// row to another, with or without its header.
func (d *drawing) plain(tableID string, from, to int, header bool) [][]string {
	spec := d.form.Table(tableID)
	depth := depthOf(spec)
	var rows [][]string
	if header {
		rows = d.header(spec, depth)
	}
	for r := from; r < to; r++ {
		row := d.rowLabels(spec, r, depth, from)
		for _, cell := range spec.Rows[r].Cells {
			row = append(row, d.values[cell])
		}
		rows = append(rows, row)
	}
	return rows
}

// header draws the header of a table: in three rows where it is that of the
// applications, which have groups of columns that the form's data does not name.
func (d *drawing) header(spec *disclosure.TableSpec, depth int) [][]string {
	corner := append([]string{"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"}, repeat("<", depth-1)...)
	below := append([]string{"^"}, repeat("<", depth-1)...)
	if depth > 1 {
		below = repeat("^", depth)
	}
	if len(spec.Columns) != 7 {
		row := append([]string{"项目"}, repeat("<", depth-1)...)
		for _, c := range spec.Columns {
			row = append(row, d.text(c.Label))
		}
		return [][]string{row}
	}
	first := append(append([]string(nil), corner...), "申请人情况", "<", "<", "<", "<", "<", "<")
	second := append(append([]string(nil), below...), d.text(spec.Columns[0].Label), "法人或其他组织", "<", "<", "<", "<", d.text(spec.Columns[6].Label))
	third := append(append([]string(nil), below...), "^")
	for _, c := range spec.Columns[1:6] {
		third = append(third, d.text(c.Label))
	}
	return [][]string{first, second, append(third, "^")}
}

func repeat(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

// grouped draws the table of what is published: for each group of rows a line with
// the group, a header, and the rows. Each group is a list of rows.
func (d *drawing) grouped() [][][]string {
	spec := d.form.Table("disclosure")
	width := 4
	var groups [][][]string
	for r := 0; r < len(spec.Rows); {
		group := spec.Rows[r].Labels[0]
		rows := [][]string{append([]string{d.text(group)}, repeat("<", width-1)...)}
		header := []string{"信息内容"}
		for _, cell := range spec.Rows[r].Cells {
			header = append(header, d.text(spec.Columns[d.form.Cells[cell].Column].Label))
		}
		rows = append(rows, widen(header, width))
		for ; r < len(spec.Rows) && spec.Rows[r].Labels[0] == group; r++ {
			row := []string{d.text(spec.Rows[r].Leaf())}
			for _, cell := range spec.Rows[r].Cells {
				row = append(row, d.values[cell])
			}
			rows = append(rows, widen(row, width))
		}
		groups = append(groups, rows)
	}
	return groups
}

// wide draws the table of what is published with all its columns in one header; a
// row has "/" under the columns that are not its own.
func (d *drawing) wide() [][]string {
	spec := d.form.Table("disclosure")
	header := []string{"条款", "信息内容"}
	for _, c := range spec.Columns {
		header = append(header, d.text(c.Label))
	}
	rows := [][]string{header}
	for r := range spec.Rows {
		row := append(d.rowLabels(spec, r, 2, 0), repeat("/", len(spec.Columns))...)
		for _, cell := range spec.Rows[r].Cells {
			row[2+d.form.Cells[cell].Column] = d.values[cell]
		}
		rows = append(rows, row)
	}
	return rows
}

// widen merges the last cell of a row over what is missing to a width.
func widen(row []string, width int) []string {
	return append(row, repeat("<", width-len(row))...)
}

// flat draws the disputes in one line of values under two or three header rows.
func (d *drawing) flat(headerRows int) [][]string {
	spec := d.form.Table("disputes")
	var top, middle, bottom, values []string
	for r := range spec.Rows {
		row := &spec.Rows[r]
		for c, cell := range row.Cells {
			leaf := d.text(spec.Columns[c].Label)
			group, inner := d.text(row.Labels[0]), d.text(row.Leaf())
			if c > 0 {
				inner = "<"
			}
			if c > 0 || r > 0 && row.Labels[0] == spec.Rows[r-1].Labels[0] {
				group = "<"
			}
			if len(row.Labels) == 1 {
				top, middle, bottom = append(top, group), append(middle, leaf), append(bottom, "^")
			} else {
				top, middle, bottom = append(top, group), append(middle, inner), append(bottom, leaf)
			}
			if headerRows == 2 {
				top[len(top)-1] = inner
				middle[len(middle)-1] = leaf
			}
			values = append(values, d.values[cell])
		}
	}
	if headerRows == 2 {
		return [][]string{top, middle, values}
	}
	return [][]string{top, middle, bottom, values}
}

// stacked draws the disputes as one small table below another.
func (d *drawing) stacked() [][]string {
	spec := d.form.Table("disputes")
	var rows [][]string
	for r := range spec.Rows {
		header, values := []string{}, []string{}
		for c, cell := range spec.Rows[r].Cells {
			header = append(header, d.text(spec.Columns[c].Label))
			values = append(values, d.values[cell])
		}
		rows = append(rows, append([]string{d.text(spec.Rows[r].Leaf())}, repeat("<", len(header)-1)...), header, values)
	}
	return rows
}

// turned exchanges rows and columns.
func turned(rows [][]string) [][]string {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	out := make([][]string, width)
	for c := range out {
		out[c] = make([]string, len(rows))
		for r, row := range rows {
			text := ""
			if c < len(row) {
				text = row[c]
			}
			switch text {
			case "<":
				text = "^"
			case "^":
				text = "<"
			}
			out[c][r] = text
		}
	}
	return out
}

// readsAs fails a test where a report differs from the truth, and says the first
// few differences.
func readsAs(t *testing.T, report *disclosure.Report, truth []disclosure.Cell) {
	t.Helper()
	const few = 8
	wrong := compare(report, truth, nil, false)
	for _, w := range wrong[:min(len(wrong), few)] {
		t.Error(w)
	}
	if len(wrong) > few {
		t.Errorf("and %d more", len(wrong)-few)
	}
}

// compare lists how a report differs from the truth. Cells in absent must be absent
// or anything but a number; with mayRefuse, cells may be illegible.
func compare(report *disclosure.Report, truth []disclosure.Cell, absent map[disclosure.Key]bool, mayRefuse bool) []string {
	var wrong []string
	seen := map[disclosure.Key]bool{}
	for i := range report.Cells {
		c := &report.Cells[i]
		if seen[c.Key] {
			wrong = append(wrong, fmt.Sprintf("%s stands twice", c.Key))
		}
		seen[c.Key] = true
	}
	for i := range truth {
		want := &truth[i]
		got := report.Cell(want.Key)
		switch {
		case got == nil:
			wrong = append(wrong, fmt.Sprintf("%s is not in the report", want.Key))
		case absent[want.Key]:
			if got.State == disclosure.Reported {
				wrong = append(wrong, fmt.Sprintf("%s is %s, want none", want.Key, got.Value))
			}
		case mayRefuse && (got.State == disclosure.Illegible || got.State == disclosure.Absent):
		case got.State != want.State || got.State == disclosure.Reported && got.Value != want.Value:
			wrong = append(wrong, fmt.Sprintf("%s is %s %s (%q), want %s %s", want.Key, got.State, got.Value, got.Raw, want.State, want.Value))
		}
	}
	return wrong
}
