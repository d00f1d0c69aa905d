package warehouse

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"gongkai/disclosure"
)

// Errors that a caller branches on; both end the program with exit code 5.
var (
	// ErrLocked says that another process writes to the data directory.
	ErrLocked = errors.New("data directory is in use by another process")
	// ErrSchema says that the data directory was written by a newer program.
	ErrSchema = errors.New("data directory has a schema of the future")
	// ErrNoSnapshot says that nothing was published yet.
	ErrNoSnapshot = errors.New("no snapshot was published yet")
	// ErrNotFound says that the snapshot has no such report, county or measure.
	ErrNotFound = errors.New("not found")
)

// Options bounds what DuckDB may use. A zero field takes the default.
type Options struct {
	// MemoryMB is the memory limit in MiB; 1024 by default.
	MemoryMB int
	// Threads is the number of threads; 2 by default.
	Threads int
	// TempDir is where DuckDB spills; "warehouse/tmp" under the data directory by default.
	TempDir string
	// Keep is how many snapshots Publish leaves; 5 by default.
	Keep int
	// Now is the clock; time.Now by default.
	Now    func() time.Time
	Logger *slog.Logger
}

// Warehouse is the working file. One process at a time may have it open.
type Warehouse struct{}

// Open opens the working file under the data directory, makes it where it is not
// there, and brings its schema up to date.
func Open(ctx context.Context, dir string, opts Options) (*Warehouse, error) { return nil, ErrLocked }

// Close releases the working file.
func (w *Warehouse) Close() error { return nil }

// Known reports whether the document was loaded with these bytes by these readers.
func (w *Warehouse) Known(ctx context.Context, source, sha256, reading string) (bool, error) {
	return false, nil
}

// Load keeps what one document gave, in one transaction.
func (w *Warehouse) Load(ctx context.Context, batch Batch) (Change, error) { return "", nil }

// LoadCounty replaces what the audit says of a county as a whole, in one
// transaction, and reports whether anything changed.
func (w *Warehouse) LoadCounty(ctx context.Context, batch CountyBatch) (changed bool, err error) {
	return false, nil
}

// StoredReport is a report read back from the working file.
type StoredReport struct {
	Report *disclosure.Report
	// Source, URL, SHA256 and Title are the document's.
	Source, URL, SHA256, Title string
	// Current is true for the one that stands for its town and year; Version counts from 1.
	Current bool
	Version int
}

// CountyReports gives back every report of a county, superseded versions and
// rejected documents included, ordered by town, year and version: what the audit
// across years and towns needs.
func (w *Warehouse) CountyReports(ctx context.Context, countyCode string) ([]StoredReport, error) {
	return nil, nil
}

// Publication is the snapshot that Publish made or found up to date.
type Publication struct {
	Version string
	Path    string
	// Changed is false where the content was published before.
	Changed bool
}

// Publish builds a snapshot of the working file and the ledger and switches
// CURRENT to it.
func (w *Warehouse) Publish(ctx context.Context, ledger *Ledger) (Publication, error) {
	return Publication{}, nil
}

// CurrentSnapshot returns the path of the published snapshot.
func CurrentSnapshot(dir string) (string, error) { return "", nil }

// Snapshot is a published snapshot, open for reading. It is safe for concurrent use.
type Snapshot struct{}

// OpenSnapshot opens the current snapshot of the data directory read-only.
func OpenSnapshot(ctx context.Context, dir string, opts Options) (*Snapshot, error) {
	return nil, ErrNoSnapshot
}

func (s *Snapshot) Close() error    { return nil }
func (s *Snapshot) Version() string { return "" }
func (s *Snapshot) Path() string    { return "" }

func (s *Snapshot) Summary(ctx context.Context) (Summary, error)      { return Summary{}, nil }
func (s *Snapshot) Counties(ctx context.Context) ([]CountyRow, error) { return nil, nil }
func (s *Snapshot) Towns(ctx context.Context, countyCode string) ([]TownRow, error) {
	return nil, nil
}
func (s *Snapshot) Years(ctx context.Context, countyCode string) ([]int, error) { return nil, nil }
func (s *Snapshot) Matrix(ctx context.Context, countyCode string) (Matrix, error) {
	return Matrix{}, nil
}
func (s *Snapshot) Reports(ctx context.Context, filter ReportFilter) ([]ReportRow, error) {
	return nil, nil
}
func (s *Snapshot) Report(ctx context.Context, reportID string) (ReportDetail, error) {
	return ReportDetail{}, ErrNotFound
}
func (s *Snapshot) Findings(ctx context.Context, filter FindingFilter) ([]FindingRow, error) {
	return nil, nil
}
func (s *Snapshot) Verdicts(ctx context.Context) ([]VerdictCount, error) { return nil, nil }
func (s *Snapshot) Values(ctx context.Context, query ValueQuery) ([]ValueRow, error) {
	return nil, nil
}

// Ledger is what people decided and when the pipeline ran. Nothing in it is ever
// rewritten; the latest entry counts.
type Ledger struct{}

// OpenLedger opens the ledger under the data directory, making it where it is not there.
func OpenLedger(ctx context.Context, dir string) (*Ledger, error) { return nil, nil }

func (l *Ledger) Close() error                                                   { return nil }
func (l *Ledger) AddReview(ctx context.Context, review Review) error             { return nil }
func (l *Ledger) AddCorrection(ctx context.Context, correction Correction) error { return nil }

// Reviews returns the latest decision of each finding, by fingerprint.
func (l *Ledger) Reviews(ctx context.Context) ([]Review, error) { return nil, nil }

// ReviewHistory returns every decision about a finding, the oldest first.
func (l *Ledger) ReviewHistory(ctx context.Context, fingerprint string) ([]Review, error) {
	return nil, nil
}

// Corrections returns the corrections in force.
func (l *Ledger) Corrections(ctx context.Context) ([]Correction, error) { return nil, nil }

// StartRun notes that a run began and returns its id; EndRun notes how it ended.
func (l *Ledger) StartRun(ctx context.Context, at time.Time) (int64, error) { return 0, nil }
func (l *Ledger) EndRun(ctx context.Context, run Run) error                 { return nil }

// LastRun returns the newest run that ended, or ErrNotFound.
func (l *Ledger) LastRun(ctx context.Context) (Run, error) { return Run{}, ErrNotFound }

// Format is how the result of a query is written.
type Format string

// The formats.
const (
	Table   Format = "table"
	CSV     Format = "csv"
	JSONL   Format = "jsonl"
	Parquet Format = "parquet"
)

// QueryLimits bounds one query of a stranger. A zero field takes the default.
type QueryLimits struct {
	// Timeout kills the child; 30 s by default.
	Timeout time.Duration
	// MemoryMB bounds the child's memory in MiB; 2048 by default.
	MemoryMB int
	// Rows and Bytes bound the result; 1,000,000 rows and 256 MiB by default.
	Rows  int
	Bytes int64
}

// RunQuery runs one SELECT over a snapshot in a guarded child and writes the result.
func RunQuery(ctx context.Context, snapshotPath, sql string, format Format, out io.Writer, limits QueryLimits) error {
	return nil
}

// QueryHandler is what the guarded child runs; the program registers it under
// the name "query".
func QueryHandler() func(ctx context.Context, request []byte) ([]byte, error) { return nil }

// ExportOptions says how files are written.
type ExportOptions struct {
	// BOM puts a byte order mark before CSV files, which WPS and Excel want.
	BOM bool
}

// Export writes the snapshot as Parquet and CSV with a datapackage.json and the
// data dictionary into dir, which must be empty or not there.
func Export(ctx context.Context, snapshot *Snapshot, dir string, opts ExportOptions) error {
	return nil
}
