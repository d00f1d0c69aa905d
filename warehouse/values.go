package warehouse

import (
	"context"
	"database/sql"
	"fmt"
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
	value, doubt := "c.value", "c.doubt"
	if q.View == AsCorrected {
		value, doubt = "coalesce(k.value, c.value)", "CASE WHEN k.value IS NULL THEN c.doubt END"
	}
	columns, names := make([]string, len(q.Keys)), make([]string, len(q.Keys))
	for i, key := range q.Keys {
		names[i] = quote(string(key))
		columns[i] = fmt.Sprintf("any_value(value) FILTER (WHERE key = %[1]s) AS v%[2]d, any_value(doubt) FILTER (WHERE key = %[1]s) AS d%[2]d", names[i], i)
	}
	keys := strings.Join(names, ", ")
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
	rows, err := collect(ctx, s.db, func(rows *sql.Rows) (ValueRow, error) {
		var v ValueRow
		values, doubts := make([]number, len(q.Keys)), make([]sql.NullString, len(q.Keys))
		targets := []any{&v.TownCode, &v.Town, &v.CountyCode, &v.County, &v.Year, &v.ReportID, &v.Form, &v.Errors, &v.Warnings}
		for i := range values {
			targets = append(targets, &values[i], &doubts[i])
		}
		err := rows.Scan(targets...)
		v.Values, v.Doubts = make([]*disclosure.Number, len(values)), make([]disclosure.DoubtCode, len(values))
		for i := range values {
			if values[i].valid {
				v.Values[i] = &values[i].number
			}
			v.Doubts[i] = disclosure.DoubtCode(doubts[i].String)
		}
		return v, err
	}, `WITH chosen AS (SELECT * FROM reports r`+reports.where()+`),
		figures AS (
			SELECT c.report_no, c.key, `+value+` AS value, `+doubt+` AS doubt
			FROM cell_readings c JOIN chosen r USING (report_no)
			LEFT JOIN corrected_cells k ON k.report_no = c.report_no AND k.key = c.key
			WHERE c.key IN (`+keys+`)
			UNION ALL
			SELECT c.report_no, c.metric, any_value(c.value), CASE WHEN bool_or(c.approx) THEN `+quote(string(DoubtApproximate))+` END
			FROM claims c JOIN chosen r USING (report_no)
			WHERE c.metric IN (`+keys+`) AND c.metric NOT IN (SELECT key FROM cell_dictionary)
			GROUP BY c.report_no, c.metric HAVING min(c.value) = max(c.value)
		), pivoted AS (SELECT report_no, `+strings.Join(columns, ", ")+` FROM figures GROUP BY report_no), listed AS (SELECT * FROM towns t`+towns.where()+`)
		SELECT * FROM (SELECT coalesce(l.town_code, r.town_code, '') AS town_code, coalesce(l.town, r.town, '') AS town,
			coalesce(l.county_code, r.county_code, '') AS county_code, coalesce(l.county, r.county, '') AS county,
			coalesce(r.year, `+fmt.Sprint(q.Year)+`) AS year, coalesce(r.report_id, '') AS report_id, coalesce(r.form, ''),
				coalesce(r.errors, 0), coalesce(r.warnings, 0), p.* EXCLUDE (report_no)
			FROM listed l FULL JOIN chosen r ON r.town_code = l.town_code LEFT JOIN pivoted p ON p.report_no = r.report_no)
		ORDER BY county_code, town_code = '', town_code, town, year, report_id`, append(reports.args, towns.args...)...)
	if err != nil {
		return nil, fmt.Errorf("values: %w", err)
	}
	return rows, nil
}
