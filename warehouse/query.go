package warehouse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"gongkai/internal/guard"
)

// Format is how the result of a query is written.
type Format string

// The formats.
const (
	Table   Format = "table"   // aligned columns, for people
	CSV     Format = "csv"     // RFC 4180, UTF-8, a header line; NULL is an empty field
	JSONL   Format = "jsonl"   // one object a line; decimals are strings, as in every JSON of this program
	Parquet Format = "parquet" // one row group or more, ZSTD
)

// QueryKind is the kind of guarded child that runs queries: the program
// registers [QueryHandler] under it.
const QueryKind = "query"

// ErrQuery says that a query was refused or failed; the text says why.
var ErrQuery = errors.New("query failed")

// QueryLimits bounds one query of a stranger. A zero field takes the default.
type QueryLimits struct {
	// Timeout is when the child is killed; 30 s by default.
	Timeout time.Duration
	// MemoryMB bounds what the child may map, in MiB; 2048 by default. DuckDB itself
	// is told a quarter of it.
	MemoryMB int
	// Rows and Bytes bound the result; 1,000,000 rows and 256 MiB by default.
	Rows  int
	Bytes int64
}

func (l QueryLimits) withDefaults() QueryLimits {
	if l.Timeout <= 0 {
		l.Timeout = 30 * time.Second
	}
	if l.MemoryMB <= 0 {
		l.MemoryMB = 2048
	}
	if l.Rows <= 0 {
		l.Rows = 1_000_000
	}
	if l.Bytes <= 0 {
		l.Bytes = 256 << 20
	}
	return l
}

// queryRequest is what the parent asks of the child.
type queryRequest struct {
	Snapshot string
	SQL      string
	Format   Format
	MemoryMB int
	Rows     int
	Bytes    int64
}

// RunQuery runs one SELECT over a snapshot in a guarded child of its own and
// writes the result. The child's connection is read-only, sees no other file, no
// network and no extension, and its settings are locked; what the database cannot
// bound, the child's limits do. The error is ErrQuery where the query is at fault
// or was too large, and one of OpenSnapshot's where the snapshot is; nothing is
// written then.
func RunQuery(ctx context.Context, snapshotPath, sql string, format Format, out io.Writer, limits QueryLimits) error {
	limits = limits.withDefaults()
	absolute, err := filepath.Abs(snapshotPath)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	request, err := json.Marshal(queryRequest{
		Snapshot: absolute, SQL: sql, Format: format,
		MemoryMB: limits.MemoryMB / 4, Rows: limits.Rows, Bytes: limits.Bytes,
	})
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	// One job a child: nothing that a query leaves behind meets the next.
	pool := guard.NewPool(QueryKind, 1, guard.Limits{
		Memory: uint64(limits.MemoryMB) << 20, CPU: limits.Timeout, Wall: limits.Timeout, MaxResponse: limits.Bytes, Jobs: 1,
	})
	defer pool.Close()
	answer, err := pool.Do(ctx, request)
	if err != nil {
		return queryFault(err, limits)
	}
	if _, err := out.Write(answer); err != nil {
		return fmt.Errorf("write result of query: %w", err)
	}
	return nil
}

// queryFault says what went wrong, in the words of a person who wrote the query.
func queryFault(err error, limits QueryLimits) error {
	var failure *guard.Failure
	var death *guard.Death
	switch {
	case errors.As(err, &failure):
		// Errors cross the border of a process as their text.
		for _, known := range [...]error{ErrOldSnapshot, ErrSchema, ErrUnreadable} {
			if detail, is := strings.CutPrefix(failure.Text, known.Error()); is {
				return fmt.Errorf("query: %w%s", known, detail)
			}
		}
		return fmt.Errorf("%w: %s", ErrQuery, failure.Text)
	case errors.As(err, &death) && death.How == guard.Timeout:
		return fmt.Errorf("%w: stopped after %s", ErrQuery, limits.Timeout)
	case errors.As(err, &death) && death.How == guard.Memory:
		return fmt.Errorf("%w: needs more than %d MiB of memory", ErrQuery, limits.MemoryMB)
	case errors.As(err, &death):
		return fmt.Errorf("%w: its process ended (%s)", ErrQuery, strings.TrimSpace(death.Detail))
	}
	return fmt.Errorf("query: %w", err)
}
