package web

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/metrics"
	"gongkai/warehouse"
)

var home = crumb{"首页", "/"}

func (s *server) index(ctx context.Context, snapshot *warehouse.Snapshot, _ *http.Request) (string, []crumb, any, error) {
	counties, err := snapshot.Counties(ctx)
	return "区县一览", nil, counties, err
}

// countyContent is a county's page: the matrix, and the findings.
type countyContent struct {
	Matrix   warehouse.Matrix
	Rows     []matrixRow
	Counts   []statusCount
	Severity string
	Year     int
	Findings []warehouse.FindingRow
	More     bool
	// Rejected are documents that could not be read as a report.
	Rejected []warehouse.ReportRow
}

type matrixRow struct {
	TownCode, Town string
	Cells          []warehouse.MatrixCell
}

type statusCount struct {
	Status warehouse.TownYearStatus
	N      int
}

// mostFindings is how many findings a page lists; the rest is a query away.
const mostFindings = 200

func (s *server) county(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	code := r.PathValue("code")
	year, err := number(r, "year")
	if err != nil {
		return "", nil, nil, err
	}
	severity := disclosure.Severity(r.URL.Query().Get("severity"))
	if severity != "" && !slices.Contains(disclosure.Severities[:], severity) {
		return "", nil, nil, fmt.Errorf("%w: severity=%q", errRequest, severity)
	}
	if severity == "" {
		severity = disclosure.Warning
	}
	c := countyContent{Severity: string(severity), Year: year}
	if c.Matrix, err = snapshot.Matrix(ctx, code); err != nil {
		return "", nil, nil, err
	}
	counts := map[warehouse.TownYearStatus]int{}
	for _, cell := range c.Matrix.Cells {
		if len(c.Rows) == 0 || c.Rows[len(c.Rows)-1].TownCode != cell.TownCode {
			c.Rows = append(c.Rows, matrixRow{TownCode: cell.TownCode, Town: cell.Town})
		}
		row := &c.Rows[len(c.Rows)-1]
		row.Cells = append(row.Cells, cell)
		counts[cell.Status]++
	}
	for _, status := range warehouse.TownYearStatuses {
		c.Counts = append(c.Counts, statusCount{status, counts[status]})
	}
	c.Findings, err = snapshot.Findings(ctx, warehouse.FindingFilter{CountyCode: code, Year: year, Severity: severity, Verdict: disclosure.Fires, Limit: mostFindings + 1})
	if err != nil {
		return "", nil, nil, err
	}
	if len(c.Findings) > mostFindings {
		c.Findings, c.More = c.Findings[:mostFindings], true
	}
	c.Rejected, err = snapshot.Reports(ctx, warehouse.ReportFilter{CountyCode: code, Status: disclosure.Rejected, Rejected: true, Limit: mostFindings})
	return c.Matrix.County + "政府信息公开年度报告", []crumb{home}, c, err
}

// reportContent is a report's page: its tables as the form has them, each cell
// with its state and where it stands, and the findings beside them.
type reportContent struct {
	warehouse.ReportDetail
	Tables []tableContent
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
	warehouse.CellRow
	// Severity is that of the worst finding on the cell, empty where there is none.
	Severity disclosure.Severity
}

func (s *server) report(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	detail, err := snapshot.Report(ctx, r.PathValue("id"))
	if err != nil {
		return "", nil, nil, err
	}
	c := reportContent{ReportDetail: detail}
	if detail.Form != nil {
		c.Tables = tablesOf(disclosure.FormByID(*detail.Form), &detail)
	}
	crumbs := []crumb{home}
	if detail.CountyCode != nil {
		crumbs = append(crumbs, crumb{detail.County, "/county/" + *detail.CountyCode})
	}
	title := detail.Title
	if title == "" {
		title = "无标题文件"
	}
	return title, crumbs, c, nil
}

// tablesOf lays a report's cells out in the form's rows and columns.
func tablesOf(form *disclosure.Form, detail *warehouse.ReportDetail) []tableContent {
	if form == nil {
		return nil
	}
	cells := map[disclosure.Key]*cellContent{}
	for _, row := range detail.Cells {
		cells[row.Key] = &cellContent{CellRow: row}
	}
	for _, finding := range detail.Findings {
		for _, key := range finding.Cells {
			if cell := cells[key]; cell != nil && (cell.Severity == "" || !cell.Severity.AtLeast(finding.Severity)) {
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

type compareContent struct {
	County   string
	Code     string
	Measures []metrics.Measure
	Measure  metrics.Measure
	Years    []int
	Year     int
	Rows     []metrics.Row
}

func (s *server) compare(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	c := compareContent{Code: r.PathValue("code"), Measures: metrics.Measures()}
	var err error
	if c.Years, err = snapshot.Years(ctx, c.Code); err != nil {
		return "", nil, nil, err
	}
	if c.Year, err = number(r, "year"); err != nil {
		return "", nil, nil, err
	}
	if len(c.Years) == 0 {
		return "", nil, nil, fmt.Errorf("county %s: %w", c.Code, warehouse.ErrNotFound)
	}
	if c.Year == 0 {
		c.Year = slices.Max(c.Years)
	}
	c.Measure = c.Measures[0]
	if asked := r.URL.Query().Get("measure"); asked != "" {
		at := slices.IndexFunc(c.Measures, func(m metrics.Measure) bool { return m.ID == asked })
		if at < 0 {
			return "", nil, nil, fmt.Errorf("%w: measure=%q", errRequest, asked)
		}
		c.Measure = c.Measures[at]
	}
	c.Rows, err = metrics.Compare(ctx, snapshot, metrics.Query{Measure: c.Measure.ID, Year: c.Year, CountyCode: c.Code, View: warehouse.AsPublished})
	if err != nil {
		return "", nil, nil, err
	}
	if len(c.Rows) > 0 {
		c.County = c.Rows[0].County
	}
	return c.Measure.Title + "比较", []crumb{home, {c.County, "/county/" + c.Code}}, c, nil
}

// The words for states that pages show, each with a sign of its own so that
// nothing is told by colour alone.
var (
	statusWords = map[warehouse.TownYearStatus]string{
		warehouse.Published: "✓ 已公开", warehouse.Late: "◷ 逾期公开", warehouse.Missing: "✕ 未发现", warehouse.Pending: "… 未到期",
		warehouse.Unreadable: "? 未能读取", warehouse.Unknown: "? 无法判断",
	}
	severityWords = map[disclosure.Severity]string{disclosure.Error: "✕ 错误", disclosure.Warning: "! 疑点", disclosure.Info: "i 提示"}
	stateWords    = map[disclosure.State]string{
		disclosure.Blank: "（空白）", disclosure.Placeholder: "（占位符）", disclosure.Illegible: "（无法辨认）", disclosure.Absent: "（缺失）",
	}
	readingWords = map[disclosure.Status]string{disclosure.Parsed: "完整读取", disclosure.Partial: "部分读取", disclosure.Rejected: "未能读取"}
	reviewWords  = map[warehouse.ReviewStatus]string{
		warehouse.ReviewOpen: "待核实", warehouse.ReviewConfirmed: "已确认", warehouse.ReviewDismissed: "已排除", warehouse.ReviewFixed: "已更正",
	}
)

var functions = template.FuncMap{
	"status":   func(s warehouse.TownYearStatus) string { return statusWords[s] },
	"severity": func(s disclosure.Severity) string { return severityWords[s] },
	"state":    func(s disclosure.State) string { return stateWords[s] },
	"reading":  func(s disclosure.Status) string { return readingWords[s] },
	"name":     cellName,
	"review":   func(s warehouse.ReviewStatus) string { return reviewWords[s] },
	"text": func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	},
	"value": cellText,
	"place": placeText,
}

// cellName is a cell's Chinese name on the form; the key where the form has none.
func cellName(form *string, key disclosure.Key) string {
	if form == nil {
		return string(key)
	}
	statutory := disclosure.FormByID(*form)
	if statutory == nil || statutory.Index(key) < 0 {
		return string(key)
	}
	return statutory.Name(statutory.Index(key))
}

// cellText is what a cell shows: its number, or the word for its state.
func cellText(c *cellContent) string {
	if c.Value != nil {
		return *c.Value
	}
	return stateWords[c.State]
}

// placeText says where a cell stands in its document.
func placeText(c *cellContent) string {
	switch {
	case c.Page != 0 && c.Box != nil:
		return fmt.Sprintf("第%d页 (%.0f, %.0f)", c.Page, c.Box[0], c.Box[1])
	case c.Page != 0:
		return fmt.Sprintf("第%d页", c.Page)
	}
	return c.Path
}
