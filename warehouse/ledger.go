package warehouse

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"

	"gongkai/disclosure"
)

// ReviewStatus is a person's decision about a finding.
type ReviewStatus string

// The decisions.
const (
	ReviewOpen      ReviewStatus = "open"      // nobody has decided, or a decision was taken back
	ReviewConfirmed ReviewStatus = "confirmed" // the finding is right
	ReviewDismissed ReviewStatus = "dismissed" // the finding is wrong
	ReviewFixed     ReviewStatus = "fixed"     // the town has mended its report
)

// Review is one decision about a finding. It holds as long as the finding's
// fingerprint does: when the values change, the finding is open again.
type Review struct {
	Fingerprint string       `json:"fingerprint"`
	Status      ReviewStatus `json:"status"`
	By          string       `json:"by"`
	Note        string       `json:"note"`
	At          time.Time    `json:"at"`
}

// Correction lays a value over the one that was read, which stays as it is.
type Correction struct {
	TownCode string         `json:"town_code"`
	Year     int            `json:"year"`
	Key      disclosure.Key `json:"key"`
	// Value is the right number; nil withdraws an earlier correction.
	Value  *disclosure.Number `json:"value"`
	Reason string             `json:"reason"`
	By     string             `json:"by"`
	At     time.Time          `json:"at"`
}

// Run is one run of the pipeline.
type Run struct {
	ID int64 `json:"id"`
	// Started and Ended are in UTC.
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended"`
	// Outcome is "done", "incomplete" (some inputs could not be read), "failed" or "interrupted".
	Outcome RunOutcome `json:"outcome"`
	// Snapshot is the version that was current at the end, empty where none was.
	Snapshot string `json:"snapshot"`
	// Counts are the run's own figures by name, for example documents by outcome.
	Counts map[string]int `json:"counts"`
	// Portals says of each portal whether its lists could be read.
	Portals []PortalRun `json:"portals"`
}

// RunOutcome says how a run ended.
type RunOutcome string

// The outcomes of a run.
const (
	RunDone        RunOutcome = "done"        // everything was read
	RunIncomplete  RunOutcome = "incomplete"  // some inputs could not be read
	RunFailed      RunOutcome = "failed"      // it ended with an error
	RunInterrupted RunOutcome = "interrupted" // a person stopped it
)

// RunOutcomes lists the outcomes.
var RunOutcomes = [...]RunOutcome{RunDone, RunIncomplete, RunFailed, RunInterrupted}

// PortalRun is one portal within a run.
type PortalRun struct {
	Name       string `json:"name"`
	CountyCode string `json:"county_code"`
	// Readable is false where its lists could not be read; Reason names the outcome.
	Readable bool   `json:"readable"`
	Reason   string `json:"reason,omitempty"`
	Found    int    `json:"found"`
	Fetched  int    `json:"fetched"`
	Failed   int    `json:"failed"`
}

// ledgerVersion is the version of ledger/schema.sql.
const ledgerVersion = 1

//go:embed ledger/schema.sql
var ledgerSchema string

// Ledger is what people decided and when the pipeline ran: ledger.sqlite under
// the data directory. Nothing in it is ever rewritten; the latest entry counts.
// Several processes may have it open.
type Ledger struct{ db *sql.DB }

// OpenLedger opens the ledger under the data directory, making it where it is
// not there.
func OpenLedger(ctx context.Context, dir string) (*Ledger, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make data directory: %w", err)
	}
	path := filepath.Join(dir, "ledger.sqlite")
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: "_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate"}
	db, err := sql.Open("sqlite3", address.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	l := &Ledger{db}
	if err := l.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close())
	}
	return l, nil
}

func (l *Ledger) prepare(ctx context.Context) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > ledgerVersion:
		return fmt.Errorf("%w: ledger version %d, this program knows %d", ErrSchema, version, ledgerVersion)
	case version == ledgerVersion:
		return nil
	}
	if _, err := tx.ExecContext(ctx, ledgerSchema); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", ledgerVersion)); err != nil {
		return err
	}
	return tx.Commit()
}

// Close releases the ledger.
func (l *Ledger) Close() error { return l.db.Close() }

// AddReview adds a decision about a finding. By must be named.
func (l *Ledger) AddReview(ctx context.Context, r Review) error {
	_, err := l.db.ExecContext(ctx, "INSERT INTO reviews (fingerprint, status, by, note, at) VALUES (?, ?, ?, ?, ?)",
		r.Fingerprint, r.Status, r.By, r.Note, clock(r.At))
	if err != nil {
		return fmt.Errorf("review %s: %w", r.Fingerprint, err)
	}
	return nil
}

// Reviews returns the latest decision about each finding, by fingerprint.
func (l *Ledger) Reviews(ctx context.Context) ([]Review, error) {
	return l.reviews(ctx, "WHERE id IN (SELECT max(id) FROM reviews GROUP BY fingerprint) ORDER BY fingerprint")
}

// ReviewHistory returns every decision about a finding, the oldest first.
func (l *Ledger) ReviewHistory(ctx context.Context, fingerprint string) ([]Review, error) {
	return l.reviews(ctx, "WHERE fingerprint = ? ORDER BY id", fingerprint)
}

func (l *Ledger) reviews(ctx context.Context, where string, args ...any) ([]Review, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT fingerprint, status, by, note, at FROM reviews "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read reviews: %w", err)
	}
	defer rows.Close()
	var reviews []Review
	for rows.Next() {
		var r Review
		if err := rows.Scan(&r.Fingerprint, &r.Status, &r.By, &r.Note, (*moment)(&r.At)); err != nil {
			return nil, fmt.Errorf("read reviews: %w", err)
		}
		reviews = append(reviews, r)
	}
	return reviews, rows.Err()
}

// AddCorrection adds a correction of one cell. Reason and By must be given.
func (l *Ledger) AddCorrection(ctx context.Context, c Correction) error {
	var millionths any
	if c.Value != nil {
		millionths = int64(*c.Value)
	}
	_, err := l.db.ExecContext(ctx, "INSERT INTO corrections (town_code, year, key, millionths, reason, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.TownCode, c.Year, string(c.Key), millionths, c.Reason, c.By, clock(c.At))
	if err != nil {
		return fmt.Errorf("correct town %s year %d cell %s: %w", c.TownCode, c.Year, c.Key, err)
	}
	return nil
}

// Corrections returns the corrections in force, by town, year and key.
func (l *Ledger) Corrections(ctx context.Context) ([]Correction, error) {
	rows, err := l.db.QueryContext(ctx, `
		SELECT town_code, year, key, millionths, reason, by, at FROM corrections
		WHERE id IN (SELECT max(id) FROM corrections GROUP BY town_code, year, key) AND millionths IS NOT NULL
		ORDER BY town_code, year, key`)
	if err != nil {
		return nil, fmt.Errorf("read corrections: %w", err)
	}
	defer rows.Close()
	var corrections []Correction
	for rows.Next() {
		var c Correction
		var value disclosure.Number
		if err := rows.Scan(&c.TownCode, &c.Year, &c.Key, (*int64)(&value), &c.Reason, &c.By, (*moment)(&c.At)); err != nil {
			return nil, fmt.Errorf("read corrections: %w", err)
		}
		c.Value = &value
		corrections = append(corrections, c)
	}
	return corrections, rows.Err()
}

// StartRun notes that a run began and returns its id.
func (l *Ledger) StartRun(ctx context.Context, at time.Time) (int64, error) {
	result, err := l.db.ExecContext(ctx, "INSERT INTO runs (started) VALUES (?)", clock(at))
	if err != nil {
		return 0, fmt.Errorf("note start of run: %w", err)
	}
	return result.LastInsertId()
}

// EndRun notes how the run with run.ID ended.
func (l *Ledger) EndRun(ctx context.Context, run Run) error {
	counts, err := json.Marshal(run.Counts)
	if err != nil {
		return fmt.Errorf("note end of run %d: %w", run.ID, err)
	}
	portals, err := json.Marshal(run.Portals)
	if err != nil {
		return fmt.Errorf("note end of run %d: %w", run.ID, err)
	}
	_, err = l.db.ExecContext(ctx, "INSERT INTO run_ends (run, ended, outcome, snapshot, counts, portals) VALUES (?, ?, ?, ?, ?, ?)",
		run.ID, clock(run.Ended), run.Outcome, run.Snapshot, string(counts), string(portals))
	if err != nil {
		return fmt.Errorf("note end of run %d: %w", run.ID, err)
	}
	return nil
}

// LastRun returns the newest run that ended with one of the outcomes, or at all
// where none is named; ErrNotFound where there is none.
func (l *Ledger) LastRun(ctx context.Context, outcomes ...RunOutcome) (Run, error) {
	query := `SELECT r.id, r.started, e.ended, e.outcome, e.snapshot, e.counts, e.portals
		FROM runs r JOIN run_ends e ON e.run = r.id`
	var args []any
	for i, outcome := range outcomes {
		if i == 0 {
			query += " WHERE e.outcome IN (?"
		} else {
			query += ", ?"
		}
		args = append(args, outcome)
	}
	if len(outcomes) > 0 {
		query += ")"
	}
	var run Run
	var counts, portals string
	err := l.db.QueryRowContext(ctx, query+" ORDER BY r.id DESC LIMIT 1", args...).
		Scan(&run.ID, (*moment)(&run.Started), (*moment)(&run.Ended), &run.Outcome, &run.Snapshot, &counts, &portals)
	if errors.Is(err, sql.ErrNoRows) {
		return Run{}, fmt.Errorf("last run: %w", ErrNotFound)
	}
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(counts), &run.Counts), json.Unmarshal([]byte(portals), &run.Portals))
	}
	if err != nil {
		return Run{}, fmt.Errorf("last run: %w", err)
	}
	return run, nil
}

// clock writes a time as the ledger keeps it.
func clock(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// moment scans what clock wrote.
type moment time.Time

func (m *moment) Scan(value any) error {
	text, isText := value.(string)
	if !isText {
		return fmt.Errorf("cannot read %T as a time", value)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	*m = moment(t)
	return err
}
