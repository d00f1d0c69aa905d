package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gongkai/disclosure"
)

// Report returns one report with everything that is kept of it, or ErrNotFound.
func (s *Snapshot) Report(ctx context.Context, reportID string) (ReportDetail, error) {
	d, err := s.detail(ctx, reportID)
	if err != nil {
		return ReportDetail{}, fmt.Errorf("report %q: %w", reportID, err)
	}
	return d, nil
}

func (s *Snapshot) detail(ctx context.Context, reportID string) (d ReportDetail, err error) {
	found, err := collect(ctx, s.db, scanReport, "SELECT "+reportColumns+" FROM reports WHERE report_id = ?", reportID)
	if err != nil {
		return d, err
	}
	if len(found) == 0 {
		return d, ErrNotFound
	}
	d.ReportRow = found[0]
	var reportNo int
	var body string
	var year sql.NullInt32
	if err := s.db.QueryRowContext(ctx, "SELECT report_no, body, year FROM reports WHERE report_id = ?", reportID).Scan(&reportNo, &body, &year); err != nil {
		return d, err
	}
	var errs [6]error
	d.Sections, errs[0] = collect(ctx, s.db, func(rows *sql.Rows) (r SectionRow, err error) {
		return r, rows.Scan(&r.Key, &r.Heading, &r.Text)
	}, "SELECT section, heading, body FROM sections WHERE report_no = ? ORDER BY ordinal", reportNo)
	d.Cells, errs[1] = s.cells(ctx, reportNo)
	d.Claims, errs[2] = collect(ctx, s.db, func(rows *sql.Rows) (r ClaimRow, err error) {
		var value number
		err = rows.Scan(&r.Metric, &value, &r.Approx, &r.Section, &r.Text)
		r.Value = value.number.String()
		return r, err
	}, "SELECT metric, value, approx, coalesce(section, ''), clause FROM claims WHERE report_no = ? ORDER BY ordinal", reportNo)
	d.Doubts, errs[3] = collect(ctx, s.db, func(rows *sql.Rows) (r DoubtRow, err error) {
		var cells list
		err = rows.Scan(&r.Code, &r.Table, &cells, &r.Detail)
		r.Cells = keys(cells)
		return r, err
	}, "SELECT code, coalesce(table_id, ''), cells, detail FROM doubts WHERE report_no = ? ORDER BY ordinal", reportNo)
	d.Findings, errs[4] = s.Findings(ctx, FindingFilter{ReportID: reportID})
	d.Versions, errs[5] = collect(ctx, s.db, scanReport, "SELECT "+reportColumns+` FROM reports
		WHERE body = ? AND year IS NOT DISTINCT FROM ? ORDER BY is_current DESC, is_newest DESC, source, version DESC`, body, year)
	return d, errors.Join(errs[:]...)
}

func (s *Snapshot) cells(ctx context.Context, reportNo int) ([]CellRow, error) {
	return collect(ctx, s.db, func(rows *sql.Rows) (CellRow, error) {
		var c CellRow
		var value, corrected number
		var box disclosure.Box
		err := rows.Scan(&c.Key, &c.Label, &c.Unit, &value, &c.State, &corrected, &c.Raw, &c.Page,
			&box[0], &box[1], &box[2], &box[3], &c.Path, &c.Reader, &c.Confidence, &c.Doubt)
		c.Value, c.Corrected = value.text(), corrected.text()
		if box != (disclosure.Box{}) {
			c.Box = &box
		}
		return c, err
	}, `SELECT c.key, d.label, d.unit, c.value, c.state, k.value, c.raw, coalesce(c.page, 0), coalesce(c.box_left, 0),
			coalesce(c.box_top, 0), coalesce(c.box_right, 0), coalesce(c.box_bottom, 0), coalesce(c.path, ''), coalesce(c.reader, ''),
			c.confidence, coalesce(c.doubt, '')
		FROM cell_readings c
		JOIN reports r USING (report_no)
		JOIN cell_dictionary d ON d.form = r.form AND d.key = c.key
		LEFT JOIN corrected_cells k ON k.report_no = c.report_no AND k.key = c.key
		WHERE c.report_no = ? ORDER BY c.ordinal`, reportNo)
}
