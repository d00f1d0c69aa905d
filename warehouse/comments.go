package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// commentSources are where a column of a snapshot that has no comment of its own
// looks for a namesake, after the table of the same name in the working file.
var commentSources = []string{
	"gongkai.reports", "gongkai.cell_dictionary", "gongkai.wide_as_published", "gongkai.corrections", "gongkai.reviews",
	"working.reports", "working.report_standing", "working.documents", "working.cell_readings", "working.findings",
}

// inheritComments gives every table and column of the snapshot a comment.
func inheritComments(ctx context.Context, conn *sql.Conn) error {
	const list = `
		SELECT database_name, table_name, column_name, coalesce(comment, '') FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal
		UNION ALL
		SELECT database_name, table_name, '', coalesce(comment, '') FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal
		ORDER BY ALL`
	rows, err := conn.QueryContext(ctx, list)
	if err != nil {
		return fmt.Errorf("list comments: %w", err)
	}
	defer rows.Close()
	type place struct{ table, column string }
	comments := map[place]string{}
	var lacking []place
	for rows.Next() {
		var database, table, column, comment string
		if err := rows.Scan(&database, &table, &column, &comment); err != nil {
			return fmt.Errorf("list comments: %w", err)
		}
		comments[place{database + "." + table, column}] = comment
		if database == snapshotName && comment == "" {
			lacking = append(lacking, place{table, column})
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return fmt.Errorf("list comments: %w", err)
	}
	var statements strings.Builder
	for _, p := range lacking {
		comment := comments[place{workingName + "." + p.table, p.column}]
		for i := 0; comment == "" && p.column != "" && i < len(commentSources); i++ {
			comment = comments[place{commentSources[i], p.column}]
		}
		switch {
		case comment == "":
			return fmt.Errorf("no comment for %s.%s", p.table, p.column)
		case p.column == "":
			fmt.Fprintf(&statements, "COMMENT ON TABLE %s IS %s;\n", p.table, quote(comment))
		default:
			fmt.Fprintf(&statements, "COMMENT ON COLUMN %s.%s IS %s;\n", p.table, p.column, quote(comment))
		}
	}
	if statements.Len() == 0 {
		return nil
	}
	if _, err := conn.ExecContext(ctx, statements.String()); err != nil {
		return fmt.Errorf("write comments: %w", err)
	}
	return nil
}

// snapshotChecks must each count zero; $written stands for the reports that were written.
var snapshotChecks = []struct{ what, query string }{
	{"reports that stand twice for a town and year",
		"SELECT count(*) FROM (SELECT body, year FROM reports WHERE is_current AND year IS NOT NULL GROUP BY body, year HAVING count(*) > 1)"},
	{"reports without a row in wide_as_published",
		"SELECT count(*) FROM reports r ANTI JOIN wide_as_published w USING (report_no) WHERE r.is_current AND r.form IS NOT NULL"},
	{"reports with cells other than their form's",
		`SELECT count(*) FROM (
			SELECT r.report_no FROM reports r LEFT JOIN (FROM cell_readings WHERE $written) c USING (report_no)
			WHERE r.form IS NOT NULL AND r.status <> 'rejected' AND $written GROUP BY r.report_no, r.form
			HAVING count(c.key) <> (SELECT count(*) FROM cell_dictionary d WHERE d.form = r.form) OR max(c.ordinal) <> count(c.key) - 1)`},
	{"reports lost between the working file and the snapshot",
		"SELECT (SELECT count(*) FROM working.reports) - (SELECT count(*) FROM reports)"},
	{"cells lost between the working file and the snapshot",
		"SELECT (SELECT count(*) FROM working.cell_readings) - (SELECT count(*) FROM cell_readings)"},
	{"findings lost or doubled between the working file and the snapshot",
		"SELECT (SELECT count(*) FROM working.findings) - (SELECT count(*) FROM findings)"},
	{"numbers in cells that are not reported",
		"SELECT count(*) FROM cell_readings WHERE (value IS NOT NULL) <> (state = 'reported') AND $written"},
	{"cells that no form has",
		"SELECT count(*) FROM cell_readings c JOIN reports r USING (report_no) ANTI JOIN cell_dictionary d ON d.form = r.form AND d.key = c.key WHERE $written"},
}

// checkSnapshot looks for what must not be in a snapshot, before it is published.
func checkSnapshot(ctx context.Context, conn *sql.Conn, written string) error {
	for _, check := range snapshotChecks {
		var count int64
		if err := conn.QueryRowContext(ctx, strings.ReplaceAll(check.query, "$written", written)).Scan(&count); err != nil {
			return fmt.Errorf("check for %s: %w", check.what, err)
		}
		if count != 0 {
			return fmt.Errorf("snapshot is not consistent: %d %s", count, check.what)
		}
	}
	return nil
}
