package crawl

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gongkai/crawl/portal"
	"gongkai/crawl/warc"
)

// visitNote is what the archive holds of a visit beside its records, as a
// metadata record: what the address was wanted for and what came of it. The
// frontier can be made again from these.
type visitNote struct {
	Portal    string        `json:"portal"`
	County    string        `json:"county"`
	URL       string        `json:"url"`
	Parent    string        `json:"parent,omitempty"`
	Pager     *portal.Pager `json:"pager,omitempty"`
	Role      Role          `json:"role"`
	Depth     int           `json:"depth"`
	Score     int           `json:"score"`
	Title     string        `json:"title,omitempty"`
	Columns   string        `json:"columns,omitempty"`
	Listed    string        `json:"listed,omitempty"`
	Year      int           `json:"year,omitempty"`
	Town      string        `json:"town,omitempty"`
	PageURL   string        `json:"page_url,omitempty"`
	PageTitle string        `json:"page_title,omitempty"`
	PageDate  string        `json:"page_date,omitempty"`
	Why       string        `json:"why,omitempty"`

	Outcome Outcome      `json:"outcome"`
	Detail  string       `json:"detail,omitempty"`
	Chain   []string     `json:"chain,omitempty"`
	Digest  string       `json:"digest,omitempty"`
	SHA256  string       `json:"sha256,omitempty"`
	Found   *foundReport `json:"found,omitempty"`
}

// archiveNote writes what a visit came to beside its records, and brings all of
// them to disk.
func (f *fetcher) archiveNote(t *task, county string, r *result) error {
	a := r.answer
	if a == nil || a.last == nil {
		return f.sync()
	}
	n := visitNote{
		Portal: t.portal, County: county, URL: t.url, Parent: t.referer, Pager: t.pager, Role: t.role, Depth: t.depth, Score: t.score,
		Title: t.title, Columns: t.columns, Listed: t.listed, Year: t.year, Town: t.town,
		PageURL: t.pageURL, PageTitle: t.pageTitle, PageDate: t.pageDate, Why: t.why,
		Outcome: r.outcome, Detail: r.detail, Chain: a.chain, Digest: warc.Digest(a.last.raw), SHA256: r.sha,
	}
	if r.judged != nil && r.judged.found != nil {
		n.Found = r.judged.found
	}
	block, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("archive: note of %s: %w", t.url, err)
	}
	record := warc.New(warc.Metadata, a.last.ended, "application/json", block)
	record.Header.Set("WARC-Target-URI", a.last.address)
	f.archiveMu.Lock()
	_, err = f.archive.Append(record)
	f.archiveMu.Unlock()
	if err != nil {
		return err
	}
	return f.sync()
}

// sync brings the archive to disk. It goes before every word of the frontier on
// what was archived.
func (f *fetcher) sync() error {
	f.archiveMu.Lock()
	defer f.archiveMu.Unlock()
	return f.archive.Sync()
}

// archiveFiles lists the archive's files, the oldest first.
func (s *Store) archiveFiles() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(s.archiveDir(), "*.warc.gz"))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	slices.Sort(files)
	return files, nil
}

// rebuild makes the frontier again from the archive: addresses, reports and their
// versions. Lists are asked for anew by the next run, since what they named and
// was not asked for is in no archive.
func (s *Store) rebuild(ctx context.Context) error {
	files, err := s.archiveFiles()
	if err != nil || len(files) == 0 {
		return err
	}
	return s.frontier.inTx(ctx, func(tx *sql.Tx) error {
		places := map[string]warc.Place{}
		types := map[string]string{}
		for _, file := range files {
			for place, read := range warc.Scan(file, 0) {
				if errors.Is(read.Err, warc.ErrTorn) {
					break
				}
				if read.Err != nil {
					return read.Err
				}
				switch r := read.Record; r.Type() {
				case warc.Response:
					digest := r.Header.Get("WARC-Payload-Digest")
					date, err := time.Parse(time.RFC3339, r.Header.Get("WARC-Date"))
					if err != nil {
						return fmt.Errorf("archive %s at %d: %w", place.File, place.Offset, err)
					}
					if _, header, _, err := r.HTTP(); err == nil {
						types[digest] = header.Get("Content-Type")
					}
					if _, known := places[digest]; !known {
						places[digest] = place
					}
					if err := keepPayload(tx, digest, place, r.ID(), r.Header.Get("WARC-Target-URI"), date); err != nil {
						return err
					}
				case warc.Metadata:
					if err := replay(tx, r, places, types); err != nil {
						return fmt.Errorf("archive %s at %d: %w", place.File, place.Offset, err)
					}
				}
			}
		}
		return nil
	})
}

// replay brings one visit back.
func replay(tx *sql.Tx, record *warc.Record, places map[string]warc.Place, types map[string]string) error {
	var n visitNote
	if err := json.Unmarshal(record.Block, &n); err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, record.Header.Get("WARC-Date"))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT OR IGNORE INTO portal VALUES (?, ?, 1, 0, 0, 1)`, n.Portal, n.County); err != nil {
		return err
	}
	parent := &task{portal: n.Portal, url: n.Parent, columns: n.Columns, depth: n.Depth - 1}
	t := parent.child(n.Role, n.URL, n.Score)
	t.pager, t.title, t.listed, t.year, t.town = n.Pager, n.Title, n.Listed, n.Year, n.Town
	t.pageURL, t.pageTitle, t.pageDate, t.why = n.PageURL, n.PageTitle, n.PageDate, n.Why
	if n.Pager != nil {
		request := n.Pager.Request()
		t.key = addressKey(request.Method, request.URL, request.Body)
	}
	err = tx.QueryRow(`SELECT id FROM task WHERE portal = ? AND url = ? AND pager = '' LIMIT 1`, n.Portal, n.Parent).Scan(&t.parent)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, err := addTask(tx, t, "todo"); err != nil {
		return err
	}
	known, err := scanTask(tx.QueryRow(`SELECT `+taskColumns+` FROM task WHERE portal = ? AND key = ?`, t.portal, t.key))
	if err != nil {
		return err
	}
	r := &result{outcome: n.Outcome, detail: n.Detail, sha: n.SHA256, report: known.report}
	if n.Found != nil {
		r.judged = &judgement{found: n.Found}
		r.answer = &answer{place: places[n.Digest], last: &exchange{header: http.Header{"Content-Type": {types[n.Digest]}}, ended: at}}
		if err := addVersion(tx, known, r, at); err != nil {
			return err
		}
		r.answer = nil
	}
	return finish(tx, known, r, 1, at)
}

// warnOfTornEnd tells of a last record that a crash cut. Nothing is mended: this
// run goes on in a file of its own.
func (s *Store) warnOfTornEnd(ctx context.Context, log *slog.Logger) error {
	files, err := s.archiveFiles()
	if err != nil || len(files) == 0 {
		return err
	}
	last := files[len(files)-1]
	var offset int64
	err = s.frontier.db.QueryRowContext(ctx, `SELECT coalesce(max(offset), 0) FROM payload WHERE file = ?`, filepath.Base(last)).Scan(&offset)
	if err != nil {
		return fmt.Errorf("frontier: %w", err)
	}
	for place, read := range warc.Scan(last, offset) {
		if errors.Is(read.Err, warc.ErrTorn) {
			log.Warn("the archive's last record is torn; it stays as it is, and what it held is asked for again",
				"file", place.File, "offset", place.Offset)
		} else if read.Err != nil {
			return read.Err
		}
	}
	return nil
}

// frontierExists reports whether the directory has a frontier yet.
func frontierExists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "frontier.sqlite"))
	return err == nil
}
