package web

import (
	"context"
	"net/http"
	"strings"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// reportContent is a report's page: its tables as the form has them, each cell
// with its state and where it stands, and the findings beside them.
type reportContent struct {
	warehouse.ReportDetail
	Tables []tableContent
	// Originals is true where the originals can be shown.
	Originals bool
}

type tableContent struct {
	Title   string
	Columns []string
	Rows    []rowContent
}

type rowContent struct {
	Label string
	// Cells are in the order of the columns; nil where the form has no such cell.
	Cells []*cellContent
}

type cellContent struct {
	*warehouse.CellRow
	// Severity is that of the worst finding on the cell, empty where there is none.
	Severity disclosure.Severity
}

func (s *server) report(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	detail, err := snapshot.Report(ctx, r.PathValue("id"))
	if err != nil {
		return "", nil, nil, err
	}
	c := reportContent{ReportDetail: detail, Originals: s.options.Originals != nil}
	if detail.Form != nil {
		c.Tables = tablesOf(disclosure.FormByID(*detail.Form), &detail)
	}
	return titleOf(&detail.ReportRow), crumbsTo(&detail.ReportRow), c, nil
}

func titleOf(report *warehouse.ReportRow) string {
	if report.Title == "" {
		return "无标题文件"
	}
	return report.Title
}

// crumbsTo lead to a report: by its county and its town, where these are known.
func crumbsTo(report *warehouse.ReportRow) []crumb {
	crumbs := []crumb{home}
	if report.CountyCode != nil {
		county := "/county/" + *report.CountyCode
		crumbs = append(crumbs, crumb{report.County, county})
		if report.TownCode != nil {
			crumbs = append(crumbs, crumb{report.Town, county + "/town/" + *report.TownCode})
		}
	}
	return crumbs
}

// tablesOf lays a report's cells out in the form's rows and columns.
func tablesOf(form *disclosure.Form, detail *warehouse.ReportDetail) []tableContent {
	if form == nil {
		return nil
	}
	cells := map[disclosure.Key]*cellContent{}
	for i := range detail.Cells {
		cells[detail.Cells[i].Key] = &cellContent{CellRow: &detail.Cells[i]}
	}
	for _, finding := range detail.Findings {
		for _, key := range finding.Cells {
			if cell := cells[key]; cell != nil && unsettled(finding.Review) && (cell.Severity == "" || !cell.Severity.AtLeast(finding.Severity)) {
				cell.Severity = finding.Severity
			}
		}
	}
	var tables []tableContent
	for i := range form.Tables {
		spec := &form.Tables[i]
		table := tableContent{Title: sectionTitle(form, spec.Section)}
		for _, column := range spec.Columns {
			table.Columns = append(table.Columns, column.Label)
		}
		for _, row := range spec.Rows {
			line := rowContent{Label: strings.Join(row.Labels, " / "), Cells: make([]*cellContent, len(spec.Columns))}
			for _, index := range row.Cells {
				line.Cells[form.Cells[index].Column] = cells[form.Cells[index].Key]
			}
			table.Rows = append(table.Rows, line)
		}
		tables = append(tables, table)
	}
	return tables
}

func sectionTitle(form *disclosure.Form, key string) string {
	for _, section := range form.Sections {
		if section.Key == key {
			return section.Heading
		}
	}
	return key
}
