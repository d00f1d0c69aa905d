package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

var home = crumb{"首页", "/"}

// indexContent is the list of counties.
type indexContent struct {
	Order    order
	Counties []warehouse.CountyRow
}

func (s *server) index(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	by, err := word(r, "sort", byCounty, byMissing, byLate, byErrors)
	if err != nil {
		return "", nil, nil, err
	}
	c := indexContent{Order: cmp.Or(by, byCounty)}
	c.Counties, err = snapshot.Counties(ctx)
	slices.SortStableFunc(c.Counties, c.Order.compareCounties)
	return "区县一览", nil, c, err
}

// compareCounties puts the county with most of what is ordered by first; equals stay
// by code.
func (o order) compareCounties(a, b warehouse.CountyRow) int {
	switch o {
	case byMissing:
		return b.Missing - a.Missing
	case byLate:
		return b.Late - a.Late
	case byErrors:
		return b.Errors - a.Errors
	}
	return 0
}

// countyContent is a county's page: how each year stands, the towns against the
// years, and the findings.
type countyContent struct {
	findingList
	Matrix warehouse.Matrix
	// Lines are the years, the newest first.
	Lines []yearLine
	Rows  []matrixRow
	// Flawed is true where only towns are shown of which something is to be done;
	// Hidden counts the others.
	Flawed bool
	Hidden int
	// Unregistered is true where a row is of a town that no register knows.
	Unregistered bool
	// AllTowns are the towns that a code names, to choose from.
	AllTowns []matrixRow
	// Rejected are documents that could not be read as a report.
	Rejected []warehouse.ReportRow
}

// matrixRow is a town with a cell a year.
type matrixRow struct {
	TownCode, Town string
	Cells          []matrixCell
}

type matrixCell struct{ warehouse.MatrixCell }

// Class is how a cell is drawn: as what was published only where nothing is left
// to look at.
func (c matrixCell) Class() string {
	switch {
	case c.Errors > 0:
		return "flawed"
	case c.Status == warehouse.Published && (c.Warnings > 0 || c.Partial):
		return "open"
	case c.Status == warehouse.Published && c.Undetermined > 0:
		return "unsure"
	}
	return "s-" + string(c.Status)
}

// ToDo reports whether a person has something to do about it.
func (c matrixCell) ToDo() bool {
	return c.Errors > 0 || c.Warnings > 0 || c.Partial || (c.expected() && c.Status != warehouse.Published && c.Status != warehouse.Pending)
}

// expected reports whether a report is due. Of a town that no register knows,
// nothing is expected.
func (c matrixCell) expected() bool { return c.TownCode != "" || c.Due != nil }

// yearLine says how the towns' reports of one year stand, by name.
type yearLine struct {
	Year, Towns                                           int
	Published                                             int
	Late, Missing, Unreadable, Unknown, Pending, Mistaken towns
}

// towns are the towns of which one thing is true.
type towns []matrixCell

// mostNames is how many towns a line names.
const mostNames = 6

// Named are those that a line names.
func (t towns) Named() towns { return t[:min(len(t), mostNames)] }

// Rest counts the others.
func (t towns) Rest() int { return max(0, len(t)-mostNames) }

func (s *server) county(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	c := countyContent{Flawed: r.URL.Query().Get("towns") == "todo"}
	var err error
	if c.Matrix, err = snapshot.Matrix(ctx, r.PathValue("code")); err != nil {
		return "", nil, nil, err
	}
	if c.findingList, err = findingsOf(ctx, snapshot, r, c.Matrix.Years); err != nil {
		return "", nil, nil, err
	}
	for _, row := range rowsOf(&c.Matrix) {
		if row.TownCode != "" {
			c.AllTowns = append(c.AllTowns, row)
		} else {
			c.Unregistered = true
		}
		if c.Flawed && !slices.ContainsFunc(row.Cells, matrixCell.ToDo) {
			c.Hidden++
			continue
		}
		c.Rows = append(c.Rows, row)
	}
	c.Lines = linesOf(&c.Matrix)
	c.Rejected, err = snapshot.Reports(ctx, warehouse.ReportFilter{CountyCode: c.Matrix.CountyCode, Status: disclosure.Rejected, Rejected: true, Limit: mostFindings})
	return c.Matrix.County + "政府信息公开年度报告", []crumb{home}, c, err
}

// rowsOf lays the matrix out a town a row.
func rowsOf(m *warehouse.Matrix) []matrixRow {
	var rows []matrixRow
	for _, cell := range m.Cells {
		if len(rows) == 0 || rows[len(rows)-1].TownCode != cell.TownCode || rows[len(rows)-1].Town != cell.Town {
			rows = append(rows, matrixRow{TownCode: cell.TownCode, Town: cell.Town})
		}
		row := &rows[len(rows)-1]
		row.Cells = append(row.Cells, matrixCell{cell})
	}
	return rows
}

// linesOf sums the matrix up by year, the newest first.
func linesOf(m *warehouse.Matrix) []yearLine {
	lines := make([]yearLine, len(m.Years))
	for i, year := range m.Years {
		lines[len(lines)-1-i].Year = year
	}
	for _, c := range m.Cells {
		cell := matrixCell{c}
		at, known := slices.BinarySearchFunc(lines, c.Year, func(l yearLine, year int) int { return year - l.Year })
		if !known {
			continue
		}
		line := &lines[at]
		if c.Errors > 0 {
			line.Mistaken = append(line.Mistaken, cell)
		}
		if !cell.expected() {
			continue
		}
		line.Towns++
		switch c.Status {
		case warehouse.Published:
			line.Published++
		case warehouse.Late:
			line.Late = append(line.Late, cell)
		case warehouse.Missing:
			line.Missing = append(line.Missing, cell)
		case warehouse.Unreadable:
			line.Unreadable = append(line.Unreadable, cell)
		case warehouse.Pending:
			line.Pending = append(line.Pending, cell)
		default:
			line.Unknown = append(line.Unknown, cell)
		}
	}
	return lines
}

// order is how the rows of a page are sorted.
type order string

// The orders of findings and of counties that a page can be asked for.
const (
	bySeverity order = "severity"
	byTown     order = "town"
	byYear     order = "year"

	byCounty  order = "code"
	byMissing order = "missing"
	byLate    order = "late"
	byErrors  order = "errors"
)

// findingList is what a page lists of the findings, and how it was asked for.
type findingList struct {
	Severity disclosure.Severity
	Year     int
	Town     string
	Rule     string
	// Review is "todo" for what is open or confirmed, "all", or one status.
	Review warehouse.ReviewStatus
	Order  order
	// Findings are those of the page; Total counts all.
	Findings    []warehouse.FindingRow
	Total       int
	Page, Pages int
	Years       []int

	// all are the findings of every page.
	all   []warehouse.FindingRow
	asked url.Values
}

const (
	// mostFindings is how many findings a page lists.
	mostFindings = 200
	// mostSorted bounds how many findings of a county are sorted for a page.
	mostSorted = 20_000

	reviewToDo warehouse.ReviewStatus = "todo"
	reviewAll  warehouse.ReviewStatus = "all"
)

// With is the page's address with one parameter changed; an empty value drops it.
// A list that is asked for differently begins at its first page.
func (l findingList) With(name string, value any) string {
	asked := url.Values{}
	for key, values := range l.asked {
		asked[key] = values
	}
	asked.Del("page")
	if text := fmt.Sprint(value); text == "" || text == "0" {
		asked.Del(name)
	} else {
		asked.Set(name, text)
	}
	return "?" + asked.Encode()
}

// At is the address of another page of the list.
func (l findingList) At(page int) string { return l.With("page", page) }

// Others are the numbers of the pages.
func (l findingList) Others() []int {
	numbers := make([]int, l.Pages)
	for i := range numbers {
		numbers[i] = i + 1
	}
	return numbers
}

// Asked is the query as it came, for the link to the same list as CSV.
func (l findingList) Asked() string { return l.With("", "") }

// findingsOf reads from the request which findings are wanted, and gets them.
func findingsOf(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request, years []int) (findingList, error) {
	l := findingList{Town: r.URL.Query().Get("town"), Rule: r.URL.Query().Get("rule"), Years: years, asked: r.URL.Query()}
	if town := r.PathValue("town"); town != "" {
		l.Town = town
	}
	var err error
	if l.Year, err = yearOf(r, years); err != nil {
		return l, err
	}
	if l.Severity, err = word(r, "severity", disclosure.Severities[:]...); err != nil {
		return l, err
	}
	if l.Review, err = word(r, "review", append(slices.Clone(reviews), reviewToDo, reviewAll)...); err != nil {
		return l, err
	}
	if l.Order, err = word(r, "sort", bySeverity, byTown, byYear); err != nil {
		return l, err
	}
	l.Severity, l.Review, l.Order = cmp.Or(l.Severity, disclosure.Warning), cmp.Or(l.Review, reviewToDo), cmp.Or(l.Order, bySeverity)
	if l.Page, err = number(r, "page"); err != nil {
		return l, err
	}
	found, err := snapshot.Findings(ctx, warehouse.FindingFilter{
		CountyCode: r.PathValue("code"), TownCode: l.Town, Year: l.Year, Rule: l.Rule, Severity: l.Severity, Verdict: disclosure.Fires, Limit: mostSorted,
	})
	if err != nil {
		return l, err
	}
	found = slices.DeleteFunc(found, func(f warehouse.FindingRow) bool { return !l.keeps(f.Review) })
	slices.SortStableFunc(found, l.Order.compare)
	l.all = found
	l.Total, l.Pages = len(found), max(1, (len(found)+mostFindings-1)/mostFindings)
	l.Page = min(max(l.Page, 1), l.Pages)
	l.Findings = found[(l.Page-1)*mostFindings : min(l.Page*mostFindings, len(found))]
	return l, nil
}

// keeps reports whether a finding with this decision is asked for.
func (l *findingList) keeps(review warehouse.ReviewStatus) bool {
	switch l.Review {
	case reviewAll:
		return true
	case reviewToDo:
		return unsettled(review)
	}
	return review == l.Review
}

// unsettled reports whether a finding still asks for something to be done.
func unsettled(review warehouse.ReviewStatus) bool {
	return review == warehouse.ReviewOpen || review == warehouse.ReviewConfirmed
}

// compare orders findings; equals stay by county, town and year.
func (o order) compare(a, b warehouse.FindingRow) int {
	newer := func() int { return deref(b.Year) - deref(a.Year) }
	worse := func() int {
		return slices.Index(disclosure.Severities[:], a.Severity) - slices.Index(disclosure.Severities[:], b.Severity)
	}
	switch o {
	case byTown:
		return 0
	case byYear:
		return cmp.Or(newer(), worse())
	}
	return cmp.Or(worse(), newer())
}

// yearOf reads the year asked for; one of which nothing is known is not found,
// so that an empty list never reads as a pass.
func yearOf(r *http.Request, years []int) (int, error) {
	year, err := number(r, "year")
	if err == nil && year != 0 && !slices.Contains(years, year) {
		err = fmt.Errorf("year %s: %w", strconv.Itoa(year), warehouse.ErrNotFound)
	}
	return year, err
}

// deref is what a pointer points to, or the zero value.
func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
