package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// Values gives cells of the reports that stand for their towns' year: one row a
// town of the register and, beyond it, one a report of an unregistered town. It
// is ordered by county, town code, town and year.
func (s *Snapshot) Values(ctx context.Context, q ValueQuery) ([]ValueRow, error) {
	if len(q.Keys) == 0 {
		return nil, fmt.Errorf("values: no cells asked for")
	}
	var towns, reports conditions
	reports.add("r.is_current AND r.year IS NOT NULL")
	equal(&towns, "t.county_code", q.CountyCode)
	equal(&towns, "t.province", q.Province)
	equal(&towns, "t.town_code", q.TownCode)
	equal(&reports, "r.county_code", q.CountyCode)
	equal(&reports, "r.town_code", q.TownCode)
	equal(&reports, "r.year", q.Year)
	if q.Province != "" {
		reports.add("r.town_code IN (SELECT town_code FROM towns WHERE province = ?)", q.Province)
	}
	var numbers []int64
	rows, err := collect(ctx, s.db, func(rows *sql.Rows) (v ValueRow, err error) {
		var number int64
		err = rows.Scan(&number, &v.TownCode, &v.Town, &v.CountyCode, &v.County, &v.Year, &v.ReportID, &v.Form, &v.Errors, &v.Warnings)
		numbers = append(numbers, number)
		return v, err
	}, `WITH chosen AS (FROM reports r`+reports.where()+`), listed AS (FROM towns t`+towns.where()+`)
		FROM (SELECT coalesce(r.report_no, -1), coalesce(l.town_code, r.town_code, '') AS town_code, coalesce(l.town, r.town, '') AS town,
				coalesce(l.county_code, r.county_code, '') AS county_code, coalesce(l.county, r.county, ''),
				coalesce(r.year, `+strconv.Itoa(q.Year)+`) AS year, coalesce(r.report_id, '') AS report_id, coalesce(r.form, ''),
				coalesce(r.errors, 0), coalesce(r.warnings, 0)
			FROM listed l FULL JOIN chosen r ON r.town_code = l.town_code)
		ORDER BY county_code, town_code = '', town_code, town, year, report_id`, append(reports.args, towns.args...)...)
	if err == nil {
		err = s.fill(ctx, q, reports, rows, numbers)
	}
	if err != nil {
		return nil, fmt.Errorf("values: %w", err)
	}
	return rows, nil
}

// fill lays the figures of the chosen reports into their rows; numbers are the rows'
// report_no, -1 where there is no report. The figures come as the long table has them:
// DuckDB would need two aggregates a key to lay them side by side.
func (s *Snapshot) fill(ctx context.Context, q ValueQuery, chosen conditions, rows []ValueRow, numbers []int64) error {
	at := map[int64]*ValueRow{}
	values, doubts := make([]*disclosure.Number, len(rows)*len(q.Keys)), make([]disclosure.DoubtCode, len(rows)*len(q.Keys))
	for i := range rows {
		first, end := i*len(q.Keys), (i+1)*len(q.Keys)
		rows[i].Values, rows[i].Doubts = values[first:end:end], doubts[first:end:end]
		if numbers[i] >= 0 {
			at[numbers[i]] = &rows[i]
		}
	}
	if len(at) == 0 {
		return nil
	}
	places := map[string][]int{}
	for i, key := range q.Keys {
		places[string(key)] = append(places[string(key)], i)
	}
	figures, err := s.db.QueryContext(ctx, figuresQuery(q, chosen), chosen.args...)
	if err != nil {
		return translate(err)
	}
	defer figures.Close()
	for figures.Next() {
		var report int64
		var key string
		var v number
		var doubt sql.NullString
		if err := figures.Scan(&report, &key, &v, &doubt); err != nil {
			return err
		}
		row := at[report]
		for _, i := range places[key] {
			row.Doubts[i] = disclosure.DoubtCode(doubt.String)
			if v.valid {
				row.Values[i] = &v.number
			}
		}
	}
	return figures.Err()
}

// figuresQuery reads, of the chosen reports, what stands in the cells asked for and
// what their prose states of the metrics that no form has a cell for.
func figuresQuery(q ValueQuery, chosen conditions) string {
	var cells, metrics []disclosure.Key
	for _, key := range q.Keys {
		if slices.ContainsFunc(disclosure.Forms(), func(f *disclosure.Form) bool { return f.Index(key) >= 0 }) {
			cells = append(cells, key)
		} else {
			metrics = append(metrics, key)
		}
	}
	var selects []string
	if len(cells) > 0 {
		figure, corrections := "c.value, c.doubt", ""
		if q.View == AsCorrected {
			figure = "coalesce(k.value, c.value), CASE WHEN k.value IS NULL THEN c.doubt END"
			corrections = " LEFT JOIN corrected_cells k ON k.report_no = c.report_no AND k.key = c.key"
		}
		selects = append(selects, "SELECT c.report_no, c.key, "+figure+" FROM cell_readings c JOIN chosen r USING (report_no)"+corrections+
			" WHERE c.key IN ("+quoted(cells)+")")
	}
	if len(metrics) > 0 {
		selects = append(selects, "SELECT c.report_no, c.metric, any_value(c.value), CASE WHEN bool_or(c.approx) THEN "+quote(string(DoubtApproximate))+
			" END FROM claims c JOIN chosen r USING (report_no) WHERE c.metric IN ("+quoted(metrics)+
			") GROUP BY c.report_no, c.metric HAVING min(c.value) = max(c.value)")
	}
	return "WITH chosen AS (SELECT report_no FROM reports r" + chosen.where() + ") " + strings.Join(selects, " UNION ALL ")
}
