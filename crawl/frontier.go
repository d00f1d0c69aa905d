package crawl

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the database driver of the frontier

	"gongkai/crawl/portal"
	"gongkai/crawl/warc"
)

//go:embed frontier.sql
var frontierSchema string

// frontierVersion is the schema's; a file of the one before it is brought up, one of
// another is refused, and can be deleted: it is made again from the archive.
const frontierVersion = "2"

// fromVersion1 brings a frontier of version 1 up.
const fromVersion1 = `ALTER TABLE version ADD COLUMN pictures TEXT NOT NULL DEFAULT '';
	UPDATE meta SET value = '2' WHERE name = 'version'`

// errFrontierVersion is the error of a frontier of another schema.
var errFrontierVersion = errors.New("frontier.sqlite is of another version of the program; delete it, and it is made again from the archive")

// frontier is the crawler's memory.
type frontier struct{ db *sql.DB }

// task is one address that a portal wants asked for.
type task struct {
	id                 int64
	portal, key        string
	url, host          string
	referer            string
	pager              *portal.Pager
	role               Role
	parent, list       int64
	depth, score       int
	title, columns     string
	listed             string
	year               int
	town               string
	pageURL, pageTitle string
	pageDate           string
	why                string
	tries              int
	etag, modified     string
	lastSHA, digest    string
	report             bool
	outcome            Outcome
}

func openFrontier(dir string) (*frontier, error) {
	path, err := filepath.Abs(filepath.Join(dir, "frontier.sqlite"))
	if err != nil {
		return nil, fmt.Errorf("frontier in %s: %w", dir, err)
	}
	db, err := openSQLite(path, "_journal_mode=WAL&_synchronous=NORMAL&_busy_timeout=10000&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("frontier %s: %w", path, err)
	}
	f := &frontier{db}
	if err := f.prepare(); err != nil {
		return nil, errors.Join(fmt.Errorf("frontier %s: %w", path, err), db.Close())
	}
	return f, nil
}

// openSQLite opens a database of one connection.
func openSQLite(path, options string) (*sql.DB, error) {
	// A path may hold characters that mean something in an address, and on Windows
	// begins with a letter.
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Path: path}).String()+"?"+options)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func (f *frontier) prepare() error {
	return f.inTx(context.Background(), func(tx *sql.Tx) error {
		var tables int
		if err := tx.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'`).Scan(&tables); err != nil {
			return err
		}
		if tables == 0 {
			if _, err := tx.Exec(frontierSchema); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO meta VALUES ('version', ?)`, frontierVersion)
			return err
		}
		var version string
		if err := tx.QueryRow(`SELECT value FROM meta WHERE name = 'version'`).Scan(&version); err != nil {
			return err
		}
		switch version {
		case frontierVersion:
			return nil
		case "1":
			_, err := tx.Exec(fromVersion1)
			return err
		}
		return errFrontierVersion
	})
}

func (f *frontier) close() error { return f.db.Close() }

// inTx does work in one transaction.
func (f *frontier) inTx(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

const taskColumns = `id, portal, key, url, host, referer, pager, role, parent, list, depth, score, title, columns, listed, year, town,
	page_url, page_title, page_date, why, tries, etag, modified, last_sha, digest, report, outcome`

type scanner interface{ Scan(...any) error }

func scanTask(row scanner) (*task, error) {
	var t task
	var pager string
	err := row.Scan(&t.id, &t.portal, &t.key, &t.url, &t.host, &t.referer, &pager, &t.role, &t.parent, &t.list, &t.depth, &t.score,
		&t.title, &t.columns, &t.listed, &t.year, &t.town, &t.pageURL, &t.pageTitle, &t.pageDate, &t.why, &t.tries,
		&t.etag, &t.modified, &t.lastSHA, &t.digest, &t.report, &t.outcome)
	if err != nil {
		return nil, err
	}
	if pager != "" {
		t.pager = &portal.Pager{}
		if err := json.Unmarshal([]byte(pager), t.pager); err != nil {
			return nil, fmt.Errorf("task %d: pager: %w", t.id, err)
		}
	}
	return &t, nil
}

// next returns the most wanted address of a host, nil where none is to do, and
// when the next one is due where all must wait.
func (f *frontier) next(ctx context.Context, host string, portals string, now time.Time) (*task, time.Time, error) {
	row := f.db.QueryRowContext(ctx, `SELECT `+taskColumns+` FROM task
		WHERE state = 'todo' AND host = ? AND not_before <= ? AND portal IN (SELECT value FROM json_each(?))
		ORDER BY score DESC, id LIMIT 1`, host, now.UnixMilli(), portals)
	t, err := scanTask(row)
	if err == nil {
		return t, time.Time{}, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, fmt.Errorf("frontier: next of %s: %w", host, err)
	}
	var due sql.NullInt64
	err = f.db.QueryRowContext(ctx, `SELECT min(not_before) FROM task
		WHERE state = 'todo' AND host = ? AND portal IN (SELECT value FROM json_each(?))`, host, portals).Scan(&due)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("frontier: next of %s: %w", host, err)
	}
	if !due.Valid {
		return nil, time.Time{}, nil
	}
	return nil, time.UnixMilli(due.Int64), nil
}

// hosts lists the hosts that have something to do.
func (f *frontier) hosts(ctx context.Context, portals string) ([]string, error) {
	return queryAll(ctx, f.db, func(row scanner) (host string, err error) { return host, row.Scan(&host) },
		`SELECT host FROM task WHERE state = 'todo' AND portal IN (SELECT value FROM json_each(?)) GROUP BY host ORDER BY max(score) DESC, host`, portals)
}

// queryAll reads all rows of a query.
func queryAll[T any](ctx context.Context, db interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("frontier: %w", err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		value, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("frontier: %w", err)
		}
		all = append(all, value)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("frontier: %w", err)
	}
	return all, nil
}

// addTask puts an address on the frontier. One that is known already keeps its row:
// better words are taken over, a better reason makes it to do again. It reports
// whether the address is new.
func addTask(tx *sql.Tx, t *task, state string) (bool, error) {
	pager := ""
	if t.pager != nil {
		encoded, err := json.Marshal(t.pager)
		if err != nil {
			return false, err
		}
		pager = string(encoded)
	}
	result, err := tx.Exec(`INSERT INTO task (portal, key, url, host, referer, pager, role, parent, list, depth, score, title, columns,
			listed, year, town, page_url, page_title, page_date, why, state)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (portal, key) DO NOTHING`,
		t.portal, t.key, t.url, t.host, t.referer, pager, t.role, t.parent, t.list, t.depth, t.score, t.title, t.columns,
		t.listed, t.year, t.town, t.pageURL, t.pageTitle, t.pageDate, t.why, state)
	if err != nil {
		return false, err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return n > 0, err
	}
	// A title without an end, or none, gives way to a longer one; a missing date to
	// a date; what was set aside or waits low comes up.
	_, err = tx.Exec(`UPDATE task SET
			listed = CASE WHEN listed = '' THEN ?3 ELSE listed END,
			role = CASE WHEN ?5 > score AND state <> 'done' THEN ?4 ELSE role END,
			list = CASE WHEN ?5 > score AND state <> 'done' THEN ?8 ELSE list END,
			title = CASE WHEN state <> 'done' AND (?5 > score OR length(?6) > length(title)) THEN ?6 ELSE title END,
			columns = CASE WHEN ?5 > score AND state <> 'done' THEN ?7 ELSE columns END,
			year = CASE WHEN year = 0 THEN ?9 ELSE year END,
			town = CASE WHEN town = '' THEN ?10 ELSE town END,
			score = max(score, ?5),
			state = CASE WHEN state = 'aside' AND ?11 = 'todo' THEN 'todo' ELSE state END
		WHERE portal = ?1 AND key = ?2`,
		t.portal, t.key, t.listed, t.role, t.score, t.title, t.columns, t.list, t.year, t.town, state)
	return false, err
}

// keepPayload notes where a payload lies.
func keepPayload(tx *sql.Tx, digest string, place warc.Place, record, target string, date time.Time) error {
	_, err := tx.Exec(`INSERT OR IGNORE INTO payload VALUES (?,?,?,?,?,?)`,
		digest, place.File, place.Offset, record, target, date.UnixMilli())
	return err
}

// payload returns where a payload lies and how a revisit record names it.
func (f *frontier) payload(ctx context.Context, digest string) (warc.Place, warc.Reference, bool, error) {
	var place warc.Place
	ref := warc.Reference{Digest: digest}
	var date int64
	err := f.db.QueryRowContext(ctx, `SELECT file, offset, record, target, date FROM payload WHERE digest = ?`, digest).
		Scan(&place.File, &place.Offset, &ref.ID, &ref.Target, &date)
	if errors.Is(err, sql.ErrNoRows) {
		return place, ref, false, nil
	}
	ref.Date = time.UnixMilli(date)
	return place, ref, err == nil, err
}
