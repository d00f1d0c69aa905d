package warehouse

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"gongkai/internal/guard"
)

// QueryHandler is what the guarded child runs: one SELECT over one snapshot, in a
// process that does this one job.
func QueryHandler() guard.Handler {
	return func(ctx context.Context, request []byte) ([]byte, error) {
		var r queryRequest
		if err := json.Unmarshal(request, &r); err != nil {
			return nil, err
		}
		return r.run(ctx)
	}
}

func (r *queryRequest) run(ctx context.Context) (answer []byte, err error) {
	write, known := resultWriters[r.Format]
	if !known {
		return nil, fmt.Errorf("unknown format %q", r.Format)
	}
	// DuckDB tells anyone the path of its file; a link's says nothing of where the
	// data lie. The guard removes the temporary directory of its child.
	link := filepath.Join(os.TempDir(), "snapshot.duckdb")
	if os.Link(r.Snapshot, link) != nil {
		// Another file system takes no hard link: there the path shows.
		link = r.Snapshot
	}
	opts := Options{MemoryMB: r.MemoryMB, Threads: 1, TempDir: "none"}.withDefaults("")
	db, err := openDuckDB(ctx, attachment{path: link, name: snapshotName, readOnly: true}, opts)
	if err != nil {
		return nil, unreadable(ctx, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := fits(ctx, conn); err != nil {
		return nil, unreadable(ctx, err)
	}
	if err := lockDown(ctx, conn); err != nil {
		return nil, fmt.Errorf("lock the connection: %w", err)
	}
	if err := allowOnlySelect(conn, r.SQL); err != nil {
		return nil, err
	}
	rows, err := conn.QueryContext(ctx, r.SQL)
	if err != nil {
		return nil, queryError(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, queryError(err)
	}
	out := &boundedBuffer{limit: r.Bytes}
	if err := write(ctx, &result{rows: rows, types: types, limit: r.Rows}, out); err != nil {
		return nil, queryError(err)
	}
	return out.Bytes(), nil
}

// lockDown closes every way out of the database; the last setting keeps it so.
func lockDown(ctx context.Context, conn *sql.Conn) error {
	for _, setting := range []string{
		"SET max_temp_directory_size = '0B'",
		"SET allow_community_extensions = false",
		"SET enable_external_access = false",
		"SET disabled_filesystems = 'LocalFileSystem'",
		"SET lock_configuration = true",
	} {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return fmt.Errorf("%s: %w", setting, err)
		}
	}
	return nil
}

// allowOnlySelect refuses whatever DuckDB's own parser does not take for exactly
// one SELECT.
func allowOnlySelect(conn *sql.Conn, query string) error {
	return conn.Raw(func(raw any) error {
		prepared, err := raw.(*duckdb.Conn).Prepare(query)
		if err != nil {
			if strings.Contains(err.Error(), "PrepareContext") {
				return errors.New("more than one statement; write a single SELECT")
			}
			return queryError(err)
		}
		statement, isStatement := prepared.(*duckdb.Stmt)
		if !isStatement {
			return fmt.Errorf("statement of type %T", prepared)
		}
		kind, err := statement.StatementType()
		err = errors.Join(err, statement.Close())
		if err == nil && kind != duckdb.STATEMENT_TYPE_SELECT {
			err = errors.New("only SELECT is allowed")
		}
		return err
	})
}

// queryError keeps DuckDB's own words about a query, without its advice to change
// settings that are locked here.
func queryError(err error) error {
	var failure *duckdb.Error
	if errors.As(err, &failure) {
		message, _, _ := strings.Cut(failure.Msg, "Possible solutions:")
		return errors.New(strings.TrimSpace(message))
	}
	return err
}

// result reads the rows of a query, of which there may be no more than limit.
type result struct {
	rows  *sql.Rows
	types []*sql.ColumnType
	limit int
	read  int
}

// next gives the next row, or nil after the last.
func (r *result) next(width int) ([]any, error) {
	if !r.rows.Next() {
		return nil, r.rows.Err()
	}
	if r.read++; r.read > r.limit {
		return nil, fmt.Errorf("more than %d rows; add a LIMIT", r.limit)
	}
	values, targets := make([]any, width), make([]any, width)
	for i := range values {
		targets[i] = &values[i]
	}
	return values, r.rows.Scan(targets...)
}

// present gives days and times of day, which the driver hands over as moments, as
// text.
func (r *result) present(column int, v any) any {
	moment, isTime := v.(time.Time)
	if !isTime {
		return v
	}
	switch r.types[column].DatabaseTypeName() {
	case "DATE":
		return moment.Format(time.DateOnly)
	case "TIME":
		return moment.Format("15:04:05.999999")
	}
	return v
}

// boundedBuffer refuses to grow beyond its limit.
type boundedBuffer struct {
	bytes.Buffer
	limit int64
}

func (b *boundedBuffer) Write(p []byte) (int, error) {
	if int64(b.Len()+len(p)) > b.limit {
		return 0, fmt.Errorf("the result exceeds %d bytes; select less", b.limit)
	}
	return b.Buffer.Write(p)
}
