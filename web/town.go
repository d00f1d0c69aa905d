package web

import (
	"context"
	"fmt"
	"net/http"

	"gongkai/metrics"
	"gongkai/warehouse"
)

// townContent is a town's page: its years, its figures over the years, its
// findings.
type townContent struct {
	findingList
	CountyCode, County, TownCode, Town string
	// Cells are the town's years, the newest first.
	Cells []matrixCell
	// ReportYears are the years of its reports, the oldest first: the columns of Trends.
	ReportYears []int
	Trends      []trendLine
}

// trendLine is one measure with a value a year.
type trendLine struct {
	metrics.Measure
	Rows []*metrics.Row
}

func (s *server) town(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	c := townContent{CountyCode: r.PathValue("code"), TownCode: r.PathValue("town")}
	matrix, err := snapshot.Matrix(ctx, c.CountyCode)
	if err != nil {
		return "", nil, nil, err
	}
	c.County = matrix.County
	for _, row := range rowsOf(&matrix) {
		if row.TownCode != c.TownCode {
			continue
		}
		c.Town = row.Town
		for i := len(row.Cells) - 1; i >= 0; i-- {
			c.Cells = append(c.Cells, row.Cells[i])
		}
	}
	if c.Town == "" {
		return "", nil, nil, fmt.Errorf("town %q: %w", c.TownCode, warehouse.ErrNotFound)
	}
	if c.findingList, err = findingsOf(ctx, snapshot, r, matrix.Years); err != nil {
		return "", nil, nil, err
	}
	trends, err := metrics.Profile(ctx, snapshot, c.TownCode, warehouse.AsPublished)
	if err != nil {
		return "", nil, nil, err
	}
	c.lay(trends)
	return c.County + c.Town, []crumb{home, {c.County, "/county/" + c.CountyCode}}, c, nil
}

// lay puts each measure's values under their years.
func (c *townContent) lay(trends []metrics.Trend) {
	at := map[int]int{}
	for _, row := range trends[0].Rows {
		if _, seen := at[row.Year]; !seen {
			at[row.Year] = len(c.ReportYears)
			c.ReportYears = append(c.ReportYears, row.Year)
		}
	}
	for _, trend := range trends {
		line := trendLine{trend.Measure, make([]*metrics.Row, len(c.ReportYears))}
		for i := range trend.Rows {
			line.Rows[at[trend.Rows[i].Year]] = &trend.Rows[i]
		}
		c.Trends = append(c.Trends, line)
	}
}
