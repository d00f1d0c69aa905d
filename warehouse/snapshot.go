package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"gongkai/disclosure"
)

// Snapshot is a published snapshot, open for reading. It is safe for concurrent
// use, and stays as it is when a newer one is published.
type Snapshot struct {
	db   *sql.DB
	path string
	// version and created are those of the table snapshot.
	version string
	created time.Time
}

// OpenSnapshot opens the current snapshot of the data directory read-only. It
// fails with ErrNoSnapshot where nothing was published yet, with ErrOldSnapshot or
// ErrSchema where another version of the program published it, and with ErrUnreadable
// where its file is damaged or gone.
func OpenSnapshot(ctx context.Context, dir string, opts Options) (*Snapshot, error) {
	path, err := CurrentSnapshot(dir)
	if err != nil {
		return nil, fmt.Errorf("open snapshot: %w", err)
	}
	db, err := openDuckDB(ctx, attachment{path: path, name: snapshotName, readOnly: true}, opts.withDefaults(dir))
	if err != nil {
		return nil, fmt.Errorf("open snapshot %s: %w", path, unreadable(ctx, err))
	}
	s := &Snapshot{db: db, path: path}
	if err = fits(ctx, db); err == nil {
		err = db.QueryRowContext(ctx, "SELECT version, created FROM snapshot").Scan(&s.version, &s.created)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open snapshot %s: %w", path, unreadable(ctx, err)), db.Close())
	}
	return s, nil
}

// unreadable marks an error of opening a snapshot that no other name fits.
func unreadable(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, ErrLocked) || errors.Is(err, ErrSchema) || errors.Is(err, ErrOldSnapshot) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnreadable, err)
}

// fits fails with ErrSchema or ErrOldSnapshot where a snapshot has another schema than
// this program's.
func fits(ctx context.Context, db querier) error {
	var schema int
	if err := db.QueryRowContext(ctx, "SELECT schema_version FROM snapshot").Scan(&schema); err != nil {
		return err
	}
	switch known := schemaVersion(); {
	case schema > known:
		return fmt.Errorf("%w: version %d, this program knows %d", ErrSchema, schema, known)
	case schema < known:
		return fmt.Errorf("%w: version %d, this program reads %d", ErrOldSnapshot, schema, known)
	}
	return nil
}

// Close releases the snapshot.
func (s *Snapshot) Close() error { return s.db.Close() }

// Version names the snapshot; it is derived from its content.
func (s *Snapshot) Version() string { return s.version }

// Created is when the snapshot was built, in UTC.
func (s *Snapshot) Created() time.Time { return s.created }

// Path is the snapshot's file.
func (s *Snapshot) Path() string { return s.path }

// conditions collects the WHERE clause of a filter.
type conditions struct {
	clauses []string
	args    []any
}

func (c *conditions) add(clause string, args ...any) {
	c.clauses = append(c.clauses, clause)
	c.args = append(c.args, args...)
}

// equal adds column = value unless the value is zero.
func equal[T comparable](c *conditions, column string, value T) {
	var zero T
	if value != zero {
		c.add(column+" = ?", value)
	}
}

func (c *conditions) where() string {
	if len(c.clauses) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.clauses, " AND ")
}

// page writes LIMIT and OFFSET where they are asked for.
func page(limit, offset int) string {
	var out string
	if limit > 0 {
		out = fmt.Sprintf(" LIMIT %d", limit)
	}
	if offset > 0 {
		out += fmt.Sprintf(" OFFSET %d", offset)
	}
	return out
}

// collect runs a query and reads each row.
func collect[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	out := []T{}
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

const reportColumns = `report_id, coalesce(url, ''), CASE WHEN url IS NULL THEN source ELSE '' END, coalesce(town, ''), town_code,
	coalesce(county, ''), county_code, year, coalesce(title, ''), CAST(published AS VARCHAR), coalesce(kind, ''), coalesce(sha256, ''),
	status, coalesce(reason, ''), coalesce(detail, ''), form, coalesce(document_reader, ''),
	strftime(fetched, '%Y-%m-%dT%H:%M:%SZ'), version, supersedes, is_current, errors, warnings, infos, undetermined`

func scanReport(rows *sql.Rows) (ReportRow, error) {
	var r ReportRow
	err := rows.Scan(&r.ReportID, &r.URL, &r.File, &r.Town, &r.TownCode, &r.County, &r.CountyCode, &r.Year, &r.Title, &r.Published,
		&r.Kind, &r.SHA256, &r.Status, &r.Reason, &r.Detail, &r.Form, &r.Reader, &r.Fetched, &r.Version, &r.Supersedes,
		&r.Current, &r.Errors, &r.Warnings, &r.Infos, &r.Undetermined)
	return r, err
}

// Reports lists reports by year, county and town.
func (s *Snapshot) Reports(ctx context.Context, f ReportFilter) ([]ReportRow, error) {
	var c conditions
	equal(&c, "county_code", f.CountyCode)
	equal(&c, "town_code", f.TownCode)
	equal(&c, "year", f.Year)
	equal(&c, "status", string(f.Status))
	switch {
	case f.Rejected || f.Status == disclosure.Rejected:
		if !f.All {
			c.add("(is_current OR (status = 'rejected' AND is_newest))")
		}
	case f.All:
		c.add("status <> 'rejected'")
	default:
		c.add("is_current")
	}
	rows, err := collect(ctx, s.db, scanReport,
		"SELECT "+reportColumns+" FROM reports"+c.where()+" ORDER BY report_no"+page(f.Limit, f.Offset), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return rows, nil
}

const findingColumns = `coalesce(f.fingerprint, ''), f.rule, f.severity, f.verdict, coalesce(f.town, ''), f.town_code, coalesce(f.county, ''),
	f.county_code, f.year, f.report_id, coalesce(r.url, r.source, ''), f.cells, f.expected, f.actual, f.difference, coalesce(f.formula, ''),
	f.message, coalesce(f.basis, ''), coalesce(f.quote, ''), coalesce(f.page, 0), coalesce(f.box_left, 0), coalesce(f.box_top, 0),
	coalesce(f.box_right, 0), coalesce(f.box_bottom, 0), coalesce(f.path, ''), f.causes, f.documents, f.misreading,
	f.review, coalesce(f.reviewed_by, ''), coalesce(f.review_note, ''), coalesce(strftime(f.reviewed_at, '%Y-%m-%dT%H:%M:%SZ'), '')`

func scanFinding(rows *sql.Rows) (FindingRow, error) {
	var f FindingRow
	var cells, causes, documents list
	var box disclosure.Box
	err := rows.Scan(&f.Fingerprint, &f.Rule, &f.Severity, &f.Verdict, &f.Town, &f.TownCode, &f.County, &f.CountyCode, &f.Year,
		&f.ReportID, &f.URL, &cells, &f.Expected, &f.Actual, &f.Difference, &f.Formula, &f.Message, &f.Basis, &f.Quote,
		&f.Page, &box[0], &box[1], &box[2], &box[3], &f.Path, &causes, &documents, &f.Misreading,
		&f.Review, &f.ReviewedBy, &f.ReviewNote, &f.ReviewedAt)
	f.Cells, f.Causes, f.Documents = keys(cells), causes, documents
	if f.Cells == nil {
		f.Cells = []disclosure.Key{}
	}
	if box != (disclosure.Box{}) {
		f.Box = &box
	}
	return f, err
}

// Findings lists findings by county, town and year, the worst first.
func (s *Snapshot) Findings(ctx context.Context, f FindingFilter) ([]FindingRow, error) {
	var c conditions
	if f.ReportID == "" {
		c.add("f.is_current")
	}
	equal(&c, "f.county_code", f.CountyCode)
	equal(&c, "f.town_code", f.TownCode)
	equal(&c, "f.year", f.Year)
	equal(&c, "f.report_id", f.ReportID)
	equal(&c, "f.rule", f.Rule)
	equal(&c, "f.fingerprint", f.Fingerprint)
	equal(&c, "f.verdict", string(f.Verdict))
	equal(&c, "f.review", string(f.Review))
	if f.Severity != "" {
		var kept []string
		for _, severity := range disclosure.Severities {
			if severity.AtLeast(f.Severity) {
				kept = append(kept, quote(string(severity)))
			}
		}
		c.add("f.severity IN (" + strings.Join(kept, ", ") + ")")
	}
	rows, err := collect(ctx, s.db, scanFinding,
		"SELECT "+findingColumns+" FROM findings f LEFT JOIN reports r USING (report_no)"+c.where()+`
		ORDER BY f.county_code NULLS LAST, f.town_code NULLS LAST, f.town NULLS LAST, f.year NULLS LAST,
			CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.rule, f.fingerprint, f.message`+page(f.Limit, f.Offset), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", err)
	}
	return rows, nil
}

// Verdicts counts, for each rule, the current reports by verdict, undetermined
// and not applicable included.
func (s *Snapshot) Verdicts(ctx context.Context) ([]VerdictCount, error) {
	rows, err := collect(ctx, s.db, func(rows *sql.Rows) (v VerdictCount, err error) {
		return v, rows.Scan(&v.Rule, &v.Verdict, &v.Reports)
	}, "SELECT rule, verdict, reports FROM verdict_counts ORDER BY rule, verdict")
	if err != nil {
		return nil, fmt.Errorf("count verdicts: %w", err)
	}
	return rows, nil
}
