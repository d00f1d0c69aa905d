package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gongkai/disclosure"
)

// Summary gives the snapshot in a few numbers.
func (s *Snapshot) Summary(ctx context.Context) (Summary, error) {
	out := Summary{
		Version: s.version, Created: s.created.UTC().Format(time.RFC3339),
		Statuses: map[TownYearStatus]int{}, Outcomes: map[string]int{}, Rejections: map[disclosure.Reason]int{},
	}
	err := s.db.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM documents),
			(SELECT count(*) FROM reports WHERE is_current),
			(SELECT count(*) FROM reports WHERE is_current AND status = 'partial'),
			(SELECT count(*) FROM reports WHERE is_newest AND status = 'rejected'),
			(SELECT coalesce(sum(f.cells), 0)::BIGINT FROM reports r JOIN (SELECT form, count(*) AS cells FROM cell_dictionary GROUP BY form) f ON f.form = r.form WHERE r.is_current),
			(SELECT count(*) FROM towns),
			(SELECT count(DISTINCT county_code) FROM towns),
			count(*) FILTER (WHERE severity = 'error'), count(*) FILTER (WHERE severity = 'warning'), count(*) FILTER (WHERE severity = 'info')
		FROM findings WHERE is_current AND verdict = 'fires' AND review NOT IN ('dismissed', 'fixed')`).
		Scan(&out.Documents, &out.Reports, &out.Partial, &out.Rejected, &out.Cells, &out.Towns, &out.Counties, &out.Errors, &out.Warnings, &out.Infos)
	if err != nil {
		return Summary{}, fmt.Errorf("summary: %w", err)
	}
	if out.Years, err = s.Years(ctx, ""); err != nil {
		return Summary{}, err
	}
	_, err = collect(ctx, s.db, func(rows *sql.Rows) (struct{}, error) {
		var what, value string
		var count int
		err := rows.Scan(&what, &value, &count)
		switch what {
		case "status":
			out.Statuses[TownYearStatus(value)] = count
		case "outcome":
			out.Outcomes[value] = count
		default:
			out.Rejections[disclosure.Reason(value)] = count
		}
		return struct{}{}, err
	}, `SELECT 'status', status, count(*) FROM town_years GROUP BY status
		UNION ALL
		SELECT 'outcome', outcome, count(*)
		FROM (SELECT outcome FROM documents WHERE outcome IS NOT NULL QUALIFY row_number() OVER (PARTITION BY source ORDER BY version DESC, sha256 NULLS FIRST) = 1)
		GROUP BY outcome
		UNION ALL
		SELECT 'reason', coalesce(reason, ''), count(*) FROM reports WHERE is_newest AND status = 'rejected' GROUP BY ALL`)
	if err != nil {
		return Summary{}, fmt.Errorf("summary: %w", err)
	}
	return out, nil
}

// Counties lists the counties by code.
func (s *Snapshot) Counties(ctx context.Context) ([]CountyRow, error) {
	rows, err := collect(ctx, s.db, func(rows *sql.Rows) (c CountyRow, err error) {
		return c, rows.Scan(&c.CountyCode, &c.County, &c.City, &c.Province, &c.Towns, &c.Reports,
			&c.Expected, &c.Late, &c.Missing, &c.Unreadable, &c.Errors)
	}, `WITH counted AS (
			SELECT county_code, any_value(county) AS county, count(*) AS reports FROM reports
			WHERE is_current AND county_code IS NOT NULL GROUP BY county_code
		), listed AS (
			SELECT county_code, any_value(county) AS county, any_value(city) AS city, any_value(province) AS province, count(*) AS towns
			FROM towns GROUP BY county_code
		), years AS (
			SELECT county_code, count(*) AS expected, count(*) FILTER (WHERE status = 'late') AS late,
				count(*) FILTER (WHERE status = 'missing') AS missing, count(*) FILTER (WHERE status = 'unreadable') AS unreadable
			FROM town_years GROUP BY county_code
		), wrong AS (
			SELECT county_code, count(*) AS errors FROM findings
			WHERE is_current AND verdict = 'fires' AND severity = 'error' AND review NOT IN ('dismissed', 'fixed') GROUP BY county_code
		)
		SELECT county_code, coalesce(l.county, c.county, ''), coalesce(l.city, ''), coalesce(l.province, ''),
			coalesce(l.towns, 0), coalesce(c.reports, 0),
			coalesce(y.expected, 0), coalesce(y.late, 0), coalesce(y.missing, 0), coalesce(y.unreadable, 0), coalesce(w.errors, 0)
		FROM listed l FULL JOIN counted c USING (county_code) LEFT JOIN years y USING (county_code) LEFT JOIN wrong w USING (county_code)
		ORDER BY county_code`)
	if err != nil {
		return nil, fmt.Errorf("list counties: %w", err)
	}
	return rows, nil
}

// Years lists the report years of a county, or of all where the code is empty.
func (s *Snapshot) Years(ctx context.Context, countyCode string) ([]int, error) {
	rows, err := collect(ctx, s.db, func(rows *sql.Rows) (year int, err error) {
		return year, rows.Scan(&year)
	}, `SELECT year FROM reports WHERE is_current AND year IS NOT NULL AND (county_code = $1 OR $1 = '')
		UNION
		SELECT year FROM town_years WHERE county_code = $1 OR $1 = ''
		ORDER BY year`, countyCode)
	if err != nil {
		return nil, fmt.Errorf("list years: %w", err)
	}
	return rows, nil
}

// Towns lists the register's towns of a county, or of all counties where the
// code is empty, by code.
func (s *Snapshot) Towns(ctx context.Context, countyCode string) ([]TownRow, error) {
	rows, err := collect(ctx, s.db, func(rows *sql.Rows) (t TownRow, err error) {
		return t, rows.Scan(&t.TownCode, &t.Town, &t.Kind, &t.CountyCode, &t.County, &t.City, &t.Province,
			&t.Expected, &t.Published, &t.Late, &t.Missing, &t.Unreadable, &t.Errors)
	}, `WITH years AS (
			SELECT town_code, count(*) AS expected,
				count(*) FILTER (WHERE status = 'published') AS published, count(*) FILTER (WHERE status = 'late') AS late,
				count(*) FILTER (WHERE status = 'missing') AS missing, count(*) FILTER (WHERE status = 'unreadable') AS unreadable
			FROM town_years WHERE county_code = $1 OR $1 = '' GROUP BY town_code
		), wrong AS (
			SELECT town_code, count(*) AS errors FROM findings
			WHERE is_current AND verdict = 'fires' AND severity = 'error' AND review NOT IN ('dismissed', 'fixed')
				AND (county_code = $1 OR $1 = '') GROUP BY town_code
		)
		SELECT t.town_code, t.town, t.kind, t.county_code, t.county, t.city, t.province, coalesce(y.expected, 0), coalesce(y.published, 0),
			coalesce(y.late, 0), coalesce(y.missing, 0), coalesce(y.unreadable, 0), coalesce(w.errors, 0)
		FROM towns t LEFT JOIN years y USING (town_code) LEFT JOIN wrong w USING (town_code)
		WHERE t.county_code = $1 OR $1 = ''
		ORDER BY t.town_code`, countyCode)
	if err != nil {
		return nil, fmt.Errorf("list towns: %w", err)
	}
	return rows, nil
}

// Matrix gives the towns of a county against the years. A town and year of which
// the audit says nothing is published where a report is there, else unknown.
func (s *Snapshot) Matrix(ctx context.Context, countyCode string) (Matrix, error) {
	m := Matrix{CountyCode: countyCode}
	var err error
	if m.Years, err = s.Years(ctx, countyCode); err != nil {
		return Matrix{}, err
	}
	m.Cells, err = collect(ctx, s.db, func(rows *sql.Rows) (c MatrixCell, err error) {
		var county string
		err = rows.Scan(&county, &c.TownCode, &c.Town, &c.Year, &c.Status, &c.Partial, &c.ReportID, &c.Published, &c.Due,
			&c.Basis, &c.Detail, &c.Errors, &c.Warnings, &c.Infos, &c.Undetermined)
		m.County = county
		return c, err
	}, `WITH bodies AS (
			SELECT town_code AS body, town_code, town, county FROM towns WHERE county_code = $1
			UNION
			SELECT coalesce(y.town_code, y.county_code || '/' || y.town), coalesce(y.town_code, ''), y.town, y.county
			FROM town_years y ANTI JOIN towns t ON t.town_code = y.town_code WHERE y.county_code = $1
			UNION
			SELECT r.body, coalesce(r.town_code, ''), any_value(r.town), any_value(coalesce(r.county, ''))
			FROM reports r ANTI JOIN towns t ON t.town_code = r.town_code
			WHERE r.is_current AND r.county_code = $1 AND r.town IS NOT NULL AND r.year IS NOT NULL GROUP BY r.body, r.town_code
		), named AS (
			SELECT body, any_value(town_code) AS town_code, any_value(town) AS town, any_value(county) AS county FROM bodies GROUP BY body
		), years AS (
			SELECT year FROM town_years WHERE county_code = $1
			UNION
			SELECT year FROM reports WHERE is_current AND county_code = $1 AND year IS NOT NULL
		), found AS (
			SELECT body, year, report_id, status = 'partial' AS partial, CAST(published AS VARCHAR) AS published, undetermined
			FROM reports WHERE is_current AND year IS NOT NULL
		), expected AS (
			SELECT *, coalesce(town_code, county_code || '/' || town) AS body FROM town_years WHERE county_code = $1
		), wrong AS (
			SELECT coalesce(town_code, county_code || '/' || town) AS body, year,
				count(*) FILTER (WHERE severity = 'error') AS errors, count(*) FILTER (WHERE severity = 'warning') AS warnings,
				count(*) FILTER (WHERE severity = 'info') AS infos
			FROM findings WHERE is_current AND verdict = 'fires' AND review NOT IN ('dismissed', 'fixed') AND county_code = $1
			GROUP BY ALL
		)
		SELECT n.county, n.town_code, n.town, years.year, coalesce(e.status, CASE WHEN f.report_id IS NULL THEN 'unknown' ELSE 'published' END),
			coalesce(f.partial, false), f.report_id, coalesce(f.published, CAST(e.published AS VARCHAR)), CAST(e.due AS VARCHAR),
			coalesce(e.basis, ''), coalesce(e.detail, ''),
			coalesce(w.errors, 0), coalesce(w.warnings, 0), coalesce(w.infos, 0), coalesce(f.undetermined, 0)
		FROM named n CROSS JOIN years
		LEFT JOIN found f ON f.body = n.body AND f.year = years.year
		LEFT JOIN expected e ON e.body = n.body AND e.year = years.year
		LEFT JOIN wrong w ON w.body = n.body AND w.year = years.year
		ORDER BY n.town_code = '', n.town_code, n.town, years.year`, countyCode)
	if err != nil {
		return Matrix{}, fmt.Errorf("matrix of county %s: %w", countyCode, err)
	}
	if len(m.Cells) == 0 {
		return Matrix{}, fmt.Errorf("county %q: %w", countyCode, ErrNotFound)
	}
	return m, nil
}

// TownYears lists expected reports, the newest years first and at most limit, and
// says how many there are in all.
func (s *Snapshot) TownYears(ctx context.Context, limit int) (rows []TownYearRow, total int, err error) {
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM town_years").Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("list expected reports: %w", err)
	}
	rows, err = collect(ctx, s.db, func(rows *sql.Rows) (y TownYearRow, err error) {
		return y, rows.Scan(&y.CountyCode, &y.TownCode, &y.Town, &y.Year, &y.Status, &y.Due, &y.Published, &y.Errors)
	}, `WITH wrong AS (
			SELECT coalesce(town_code, county_code || '/' || town) AS body, year, count(*) AS errors FROM findings
			WHERE is_current AND verdict = 'fires' AND severity = 'error' AND review NOT IN ('dismissed', 'fixed') GROUP BY ALL
		)
		SELECT y.county_code, coalesce(y.town_code, ''), y.town, y.year, y.status, CAST(y.due AS VARCHAR),
			CAST(y.published AS VARCHAR), coalesce(w.errors, 0)
		FROM town_years y LEFT JOIN wrong w ON w.body = coalesce(y.town_code, y.county_code || '/' || y.town) AND w.year = y.year
		ORDER BY y.year DESC, y.county_code, y.town_code NULLS LAST, y.town LIMIT ?`, limit)
	if err != nil {
		return nil, 0, fmt.Errorf("list expected reports: %w", err)
	}
	return rows, total, nil
}
