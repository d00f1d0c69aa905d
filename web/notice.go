package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// noticeContent is a list for the towns of one year: which reports are to be
// published, and what is to be checked in those that were.
type noticeContent struct {
	CountyCode, County string
	Year               int
	Years              []int
	// Town is set where the notice is for one town only.
	TownCode, Town string
	// Missing, Late and Unreadable are reports; Unknown are towns of which nothing
	// can be said.
	Missing, Late, Unreadable, Unknown towns
	// Returned are the reports in which something is to be checked.
	Returned []returned
	// Sound counts the reports in which nothing was found.
	Sound int
}

// returned is one town's report with what is to be checked in it.
type returned struct {
	matrixCell
	URL      string
	Form     *string
	Findings []warehouse.FindingRow
}

// Empty reports whether there is nothing to be asked of anybody.
func (c noticeContent) Empty() bool {
	return len(c.Missing)+len(c.Late)+len(c.Unreadable)+len(c.Returned) == 0
}

func (s *server) notice(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	c := noticeContent{CountyCode: r.PathValue("code"), TownCode: r.URL.Query().Get("town")}
	matrix, err := snapshot.Matrix(ctx, c.CountyCode)
	if err != nil {
		return "", nil, nil, err
	}
	c.County, c.Years = matrix.County, matrix.Years
	if c.Year, err = yearOf(r, c.Years); err != nil {
		return "", nil, nil, err
	}
	c.Year = cmp.Or(c.Year, slices.Max(c.Years))
	filter := warehouse.FindingFilter{CountyCode: c.CountyCode, TownCode: c.TownCode, Year: c.Year, Severity: disclosure.Warning, Verdict: disclosure.Fires, Limit: mostSorted}
	findings, err := snapshot.Findings(ctx, filter)
	if err != nil {
		return "", nil, nil, err
	}
	reports, err := snapshot.Reports(ctx, warehouse.ReportFilter{CountyCode: c.CountyCode, TownCode: c.TownCode, Year: c.Year})
	if err != nil {
		return "", nil, nil, err
	}
	c.fill(&matrix, findings, reports)
	if c.TownCode != "" && c.Town == "" {
		return "", nil, nil, fmt.Errorf("town %q: %w", c.TownCode, warehouse.ErrNotFound)
	}
	crumbs := []crumb{home, {c.County, "/county/" + c.CountyCode}}
	return fmt.Sprintf("%s%s %d 年度政府信息公开年度报告催报、整改清单", c.County, c.Town, c.Year), crumbs, c, nil
}

// fill sorts the towns of the year into what is asked of them.
func (c *noticeContent) fill(matrix *warehouse.Matrix, findings []warehouse.FindingRow, reports []warehouse.ReportRow) {
	byReport := map[string][]warehouse.FindingRow{}
	for _, finding := range findings {
		// What is late has a part of its own.
		if finding.ReportID != nil && unsettled(finding.Review) && finding.Rule != "late-publication" {
			byReport[*finding.ReportID] = append(byReport[*finding.ReportID], finding)
		}
	}
	addresses := map[string]*warehouse.ReportRow{}
	for i := range reports {
		addresses[reports[i].ReportID] = &reports[i]
	}
	for _, m := range matrix.Cells {
		if m.Year != c.Year || (c.TownCode != "" && m.TownCode != c.TownCode) {
			continue
		}
		if c.TownCode != "" {
			c.Town = m.Town
		}
		cell := matrixCell{m}
		switch {
		case !cell.expected():
		case m.Status == warehouse.Missing:
			c.Missing = append(c.Missing, cell)
		case m.Status == warehouse.Late:
			c.Late = append(c.Late, cell)
		case m.Status == warehouse.Unreadable:
			c.Unreadable = append(c.Unreadable, cell)
		case m.Status == warehouse.Unknown:
			c.Unknown = append(c.Unknown, cell)
		}
		if m.ReportID == nil {
			continue
		}
		if len(byReport[*m.ReportID]) == 0 {
			c.Sound++
			continue
		}
		r := returned{matrixCell: cell, Findings: byReport[*m.ReportID]}
		if report := addresses[*m.ReportID]; report != nil {
			r.URL, r.Form = report.URL, report.Form
		}
		c.Returned = append(c.Returned, r)
	}
}
