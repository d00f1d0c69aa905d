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
