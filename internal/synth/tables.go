package synth

import (
	"slices"

	"gongkai/disclosure"
)

// box is one cell of a printed table.
type box struct {
	text          string
	rows, columns int
	label         bool
}

// printed is a table as the form prints it: each row lists the boxes that start
// in it, left to right.
type printed [][]box

// printTables lays out the report's tables the way the form of 2021 or 2019
// prints them, keyed by section. A table that the report lacks is left out.
func printTables(report *disclosure.Report) map[string]printed {
	form := disclosure.FormByID(report.Form)
	tables := map[string]printed{}
	for i := range form.Tables {
		spec := &form.Tables[i]
		if reading := report.Table(spec.ID); reading != nil && !reading.Found {
			continue
		}
		switch spec.ID {
		case "disclosure":
			tables[spec.Section] = printDisclosure(report, spec)
		case "applications":
			tables[spec.Section] = printApplications(report, spec)
		case "disputes":
			tables[spec.Section] = printDisputes(report, spec)
		}
	}
	return tables
}

func label(text string, rows, columns int) box { return box{text, rows, columns, true} }

func value(text string, columns int) box { return box{text: text, rows: 1, columns: columns} }

// printDisclosure prints one group a 第二十条 item: a bar with the item, a row of
// column headings, a row a matter. A group with fewer columns spreads the last.
func printDisclosure(report *disclosure.Report, spec *disclosure.TableSpec) printed {
	const width = 4
	form := disclosure.FormByID(report.Form)
	var table printed
	group := ""
	for i := range spec.Rows {
		row := &spec.Rows[i]
		last := len(row.Cells) - 1
		spread := func(n int) int {
			if n == last {
				return width - 1 - last
			}
			return 1
		}
		if row.Labels[0] != group {
			group = row.Labels[0]
			headings := []box{label("信息内容", 1, 1)}
			for n, cell := range row.Cells {
				_, column := form.Labels(cell)
				headings = append(headings, label(column, 1, spread(n)))
			}
			table = append(table, []box{label(group, 1, width)}, headings)
		}
		line := []box{label(row.Leaf(), 1, 1)}
		for n, cell := range row.Cells {
			line = append(line, value(report.Cells[cell].Raw, spread(n)))
		}
		table = append(table, line)
	}
	return table
}

const balanceNote = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

func printApplications(report *disclosure.Report, spec *disclosure.TableSpec) printed {
	columns := spec.Columns
	table := printed{
		{label(balanceNote, 3, 3), label("申请人情况", 1, len(columns))},
		{label(columns[0].Label, 2, 1), label("法人或其他组织", 1, len(columns)-2), label(columns[len(columns)-1].Label, 2, 1)},
		nil,
	}
	for _, column := range columns[1 : len(columns)-1] {
		table[2] = append(table[2], label(column.Label, 1, 1))
	}
	for i := range spec.Rows {
		row := &spec.Rows[i]
		var line []box
		for depth := range row.Labels {
			same := func(r disclosure.RowSpec) bool {
				return len(r.Labels) > depth && slices.Equal(r.Labels[:depth+1], row.Labels[:depth+1])
			}
			if i > 0 && same(spec.Rows[i-1]) {
				continue
			}
			height := 1
			for i+height < len(spec.Rows) && same(spec.Rows[i+height]) {
				height++
			}
			width := 1
			if depth == len(row.Labels)-1 {
				width = 3 - depth
			}
			line = append(line, label(row.Labels[depth], height, width))
		}
		for _, cell := range row.Cells {
			line = append(line, value(report.Cells[cell].Raw, 1))
		}
		table = append(table, line)
	}
	return table
}

func printDisputes(report *disclosure.Report, spec *disclosure.TableSpec) printed {
	n := len(spec.Columns)
	table := printed{{}, {}, {}, {}}
	suits := 0
	for i := range spec.Rows {
		row := &spec.Rows[i]
		if len(row.Labels) == 1 {
			table[0] = append(table[0], label(row.Labels[0], 1, n))
			for _, column := range spec.Columns {
				table[1] = append(table[1], label(column.Label, 2, 1))
			}
		} else {
			suits++
			table[1] = append(table[1], label(row.Leaf(), 1, n))
			for _, column := range spec.Columns {
				table[2] = append(table[2], label(column.Label, 1, 1))
			}
		}
		for _, cell := range row.Cells {
			table[3] = append(table[3], value(report.Cells[cell].Raw, 1))
		}
	}
	table[0] = append(table[0], label("行政诉讼", 1, n*suits))
	return table
}
