package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// ask times what the dashboard and researchers ask: the first answer and the median of five.
func (b *bench) ask(ctx context.Context, s *warehouse.Snapshot) error {
	town := &b.towns[len(b.towns)/2]
	const key = disclosure.Key("applications.received.total")
	rows, err := s.Reports(ctx, warehouse.ReportFilter{TownCode: town.Code})
	if err != nil {
		return err
	}
	var reportID string
	if len(rows) > 0 {
		reportID = rows[0].ReportID
	}
	questions := []struct {
		name string
		ask  func() (int, error)
	}{
		{"summary", func() (int, error) { r, err := s.Summary(ctx); return r.Reports, err }},
		{"counties", func() (int, error) { r, err := s.Counties(ctx); return len(r), err }},
		{"towns of a county", func() (int, error) { r, err := s.Towns(ctx, town.CountyCode); return len(r), err }},
		{"towns of the country", func() (int, error) { r, err := s.Towns(ctx, ""); return len(r), err }},
		{"matrix of a county", func() (int, error) { r, err := s.Matrix(ctx, town.CountyCode); return len(r.Cells), err }},
		{"one report", func() (int, error) { r, err := s.Report(ctx, reportID); return len(r.Cells), err }},
		{"reports of a county and year", func() (int, error) {
			r, err := s.Reports(ctx, warehouse.ReportFilter{CountyCode: town.CountyCode, Year: b.last})
			return len(r), err
		}},
		{"findings of a county", func() (int, error) {
			r, err := s.Findings(ctx, warehouse.FindingFilter{CountyCode: town.CountyCode})
			return len(r), err
		}},
		{"the 100 worst findings", func() (int, error) {
			r, err := s.Findings(ctx, warehouse.FindingFilter{Limit: 100})
			return len(r), err
		}},
		{"verdicts", func() (int, error) { r, err := s.Verdicts(ctx); return len(r), err }},
		{"expected reports, 5000 newest", func() (int, error) { r, _, err := s.TownYears(ctx, 5000); return len(r), err }},
		{"a cell, one county and year", func() (int, error) {
			r, err := s.Values(ctx, warehouse.ValueQuery{Keys: []disclosure.Key{key}, Year: b.last, CountyCode: town.CountyCode})
			return len(r), err
		}},
		{"a cell, one town, every year", func() (int, error) {
			r, err := s.Values(ctx, warehouse.ValueQuery{Keys: []disclosure.Key{key}, TownCode: town.Code})
			return len(r), err
		}},
		{"a cell, one province and year", func() (int, error) {
			r, err := s.Values(ctx, warehouse.ValueQuery{Keys: []disclosure.Key{key}, Year: b.last, Province: town.Province})
			return len(r), err
		}},
		{"a cell, the country and year", func() (int, error) {
			r, err := s.Values(ctx, warehouse.ValueQuery{Keys: []disclosure.Key{key}, Year: b.last, View: warehouse.AsCorrected})
			return len(r), err
		}},
	}
	for _, q := range sqlQuestions {
		questions = append(questions, struct {
			name string
			ask  func() (int, error)
		}{"SQL: " + q.name, func() (int, error) {
			sql := strings.NewReplacer("$COUNTY", town.CountyCode, "$TOWN", town.Code, "$YEAR", fmt.Sprint(b.last)).Replace(q.sql)
			var out strings.Builder
			err := warehouse.RunQuery(ctx, s.Path(), sql, warehouse.CSV, &out, warehouse.QueryLimits{})
			return strings.Count(out.String(), "\n") - 1, err
		}})
	}
	fmt.Print("\n| question | rows | first, ms | median of five, ms |\n|---|--:|--:|--:|\n")
	for _, q := range questions {
		var times []time.Duration
		var count int
		var err error
		for range 6 {
			start := time.Now()
			if count, err = q.ask(); err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			times = append(times, time.Since(start))
		}
		again := slices.Sorted(slices.Values(times[1:]))
		fmt.Printf("| %s | %d | %d | %d |\n", q.name, count, times[0].Milliseconds(), again[2].Milliseconds())
	}
	return nil
}

// sqlQuestions are asked in a guarded child of its own each, as `gongkai query` does.
var sqlQuestions = []struct{ name, sql string }{
	{"nothing but the child", "SELECT 1"},
	{"one county's towns in a year, wide", "SELECT * FROM wide_as_published WHERE county_code = '$COUNTY' AND year = $YEAR"},
	{"one county's towns in a year, cells", "SELECT town, key, value FROM cells_as_published WHERE county_code = '$COUNTY' AND year = $YEAR"},
	{"one town's history, cells", "SELECT year, key, value, state FROM cells_as_published WHERE town_code = '$TOWN' ORDER BY year, key"},
	{"distribution of a cell over the country, wide", `SELECT year, quantile_cont(applications_received_total, [0.25, 0.5, 0.75, 0.95]) AS q, count(*) AS n
		FROM wide_as_published GROUP BY year ORDER BY year`},
	{"distribution of a cell over the country, cells", `SELECT year, quantile_cont(value, [0.25, 0.5, 0.75, 0.95]) AS q, count(*) AS n
		FROM cells_as_published WHERE key = 'applications.received.total' GROUP BY year ORDER BY year`},
	{"findings by rule by province", `SELECT t.province, f.rule, count(*) AS n FROM findings f JOIN towns t USING (town_code)
		WHERE f.is_current AND f.verdict = 'fires' GROUP BY ALL ORDER BY ALL`},
	{"completeness by county and year", "SELECT county_code, year, status, count(*) AS n FROM town_years GROUP BY ALL ORDER BY ALL"},
	{"states of every cell over the country", "SELECT key, state, count(*) AS n FROM cells_as_published GROUP BY ALL ORDER BY ALL"},
}
