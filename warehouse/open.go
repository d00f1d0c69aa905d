package warehouse

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// Errors that a caller branches on; the first three end the program with exit code 5.
var (
	// ErrLocked says that another process writes to the data directory.
	ErrLocked = errors.New("data directory is in use by another process")
	// ErrSchema says that the data directory was written by a newer program.
	ErrSchema = errors.New("data directory has a schema of the future")
	// ErrOldSnapshot says that the snapshot was published by an older program; publishing
	// again (gongkai audit, load or run) makes one that this program reads.
	ErrOldSnapshot = errors.New("the snapshot was published by an older program and must be published again")
	// ErrUnreadable says that the snapshot's file is damaged or gone; publishing again makes
	// one once the file is removed.
	ErrUnreadable = errors.New("the snapshot cannot be read")
	// ErrInconsistent says that a snapshot holds what must not be in one; it is not published.
	ErrInconsistent = errors.New("the snapshot is not consistent")
	// ErrNoSnapshot says that nothing was published yet.
	ErrNoSnapshot = errors.New("no snapshot was published yet")
	// ErrNotFound says that there is no such report, county or run.
	ErrNotFound = errors.New("not found")
)

// Options bounds what DuckDB may use. A zero field takes the default.
type Options struct {
	// MemoryMB is the memory limit in MiB; 1024 by default.
	MemoryMB int
	// Threads is the number of threads; 2 by default.
	Threads int
	// TempDir is where DuckDB spills; a directory of its own under "warehouse" by default.
	TempDir string
	// Keep is how many snapshots Publish leaves; 5 by default.
	Keep int
	// Now is the clock; time.Now by default.
	Now func() time.Time
	// Logger hears of what takes long; slog's discarding logger by default.
	Logger *slog.Logger
}

func (o Options) withDefaults(dir string) Options {
	if o.MemoryMB <= 0 {
		o.MemoryMB = 1024
	}
	if o.Threads <= 0 {
		o.Threads = 2
	}
	if o.TempDir == "" {
		o.TempDir = filepath.Join(dir, "warehouse", "tmp-"+rand.Text())
	}
	if o.Keep <= 0 {
		o.Keep = 5
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// The names of attached files inside DuckDB.
const (
	workingName  = "working"
	snapshotName = "gongkai"
)

// Warehouse is the working file. One process at a time may have it open. Its
// methods may be called from several goroutines; they wait for each other.
type Warehouse struct {
	dir  string
	opts Options
	db   *sql.DB

	mu   sync.Mutex
	conn *sql.Conn
	// known is the last load of each document, by source.
	known map[string]knownDocument
	// load is the number of the last load, numbered the one after which reports were
	// last numbered; -1 before the first.
	load, numbered int64
}

type knownDocument struct {
	documentID, sha256, reading, digest string
	version                             int
	load                                int64
}

// Open opens the working file under the data directory, makes it where it is not
// there, and brings its schema up to date. It fails with ErrLocked where another
// process has it open; one process must open it once.
func Open(ctx context.Context, dir string, opts Options) (*Warehouse, error) {
	opts = opts.withDefaults(dir)
	if err := os.MkdirAll(filepath.Join(dir, "warehouse"), 0o755); err != nil {
		return nil, fmt.Errorf("make warehouse directory: %w", err)
	}
	path := filepath.Join(dir, "warehouse", "working.duckdb")
	db, err := openDuckDB(ctx, attachment{path: path, name: workingName}, opts)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	w := &Warehouse{dir: dir, opts: opts, db: db, known: map[string]knownDocument{}, numbered: -1}
	if w.conn, err = db.Conn(ctx); err == nil {
		err = w.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), w.Close())
	}
	return w, nil
}

func (w *Warehouse) prepare(ctx context.Context) error {
	if err := migrate(ctx, w.conn, w.opts.Now()); err != nil {
		return err
	}
	rows, err := w.conn.QueryContext(ctx, `
		SELECT source, document_id, coalesce(sha256, ''), coalesce(reading, ''), digest, version, load
		FROM documents ORDER BY load`)
	if err != nil {
		return fmt.Errorf("list documents: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var source string
		var k knownDocument
		if err := rows.Scan(&source, &k.documentID, &k.sha256, &k.reading, &k.digest, &k.version, &k.load); err != nil {
			return fmt.Errorf("list documents: %w", err)
		}
		w.known[source] = k
		w.load = max(w.load, k.load)
	}
	return rows.Err()
}

// Close writes what is in memory to the working file and releases it.
func (w *Warehouse) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var errs []error
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
	}
	return errors.Join(append(errs, w.db.Close())...)
}

// Known reports whether the newest version of a document was loaded with these
// bytes by these readers, so that it need not be read again.
func (w *Warehouse) Known(source, sha256, reading string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	known, found := w.known[source]
	return found && known.sha256 == sha256 && known.reading == reading
}

// Seen reports whether a document was ever loaded with these bytes, as its newest
// version or an earlier one.
func (w *Warehouse) Seen(ctx context.Context, source, sha256 string) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, found := w.known[source]; !found {
		return false, nil
	}
	var seen bool
	err := w.conn.QueryRowContext(ctx, `SELECT count(*) > 0 FROM documents WHERE source = $1 AND sha256 = $2`, source, sha256).Scan(&seen)
	if err != nil {
		return false, fmt.Errorf("look for a version of %s: %w", source, err)
	}
	return seen, nil
}

// attachment is a database file as it is to be attached.
type attachment struct {
	path, name string
	readOnly   bool
}

func (a attachment) statement() string {
	// A new file is one that every DuckDB since 1.0 reads.
	mode := "STORAGE_VERSION 'v1.0.0'"
	if a.readOnly {
		mode = "READ_ONLY"
	}
	return "ATTACH " + quote(a.path) + " AS " + a.name + " (" + mode + ")"
}

// openDuckDB starts a DuckDB with bounded memory, threads and temporary files, no
// extensions, and one file attached as the default. The file is attached by a
// statement and not by the connection string, which cannot hold every path.
func openDuckDB(ctx context.Context, file attachment, opts Options) (*sql.DB, error) {
	if strings.Contains(file.path, "?") {
		return nil, errors.New("DuckDB opens no file whose path has a question mark")
	}
	settings := url.Values{
		"memory_limit":                 {strconv.Itoa(opts.MemoryMB) + "MiB"},
		"threads":                      {strconv.Itoa(opts.Threads)},
		"checkpoint_threshold":         {checkpointAfter},
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"allow_community_extensions":   {"false"},
		"allow_persistent_secrets":     {"false"},
	}
	// Each connection uses the file by default, once it is attached. Connections come
	// and go after ctx has ended.
	var attached atomic.Bool
	connector, err := duckdb.NewConnector(":memory:?"+settings.Encode(), func(conn driver.ExecerContext) error {
		if !attached.Load() {
			return nil
		}
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "USE "+file.name, nil)
		return err
	})
	if err != nil {
		return nil, translate(err)
	}
	db := sql.OpenDB(connector)
	for _, statement := range []string{"SET GLOBAL temp_directory = " + quote(opts.TempDir), file.statement()} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(translate(err), db.Close())
		}
	}
	attached.Store(true)
	// The connection made so far does not use the file yet: let it go.
	db.SetMaxIdleConns(0)
	db.SetMaxIdleConns(maxIdle)
	return db, nil
}

// checkpointAfter is how much is written to the log before it is folded into the file.
// Each time, the last rows of every table are written again: with DuckDB's default of
// 16 MiB the load of a country's year took 2.9 ms of a processor a report, not 1.9.
const checkpointAfter = "256MiB"

// maxIdle is how many connections wait for the next query.
const maxIdle = 4

// translate names the errors of the driver that callers branch on.
func translate(err error) error {
	var failure *duckdb.Error
	if errors.As(err, &failure) && failure.Type == duckdb.ErrorTypeIO && strings.Contains(failure.Msg, "Could not set lock") {
		return fmt.Errorf("%w: %s", ErrLocked, failure.Msg)
	}
	return err
}

// quote writes a string literal of SQL.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// orNull gives NULL for an empty value.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}
