package crawl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"gongkai/crawl/warc"
	"gongkai/disclosure"
)

// Store is what a data directory holds of past crawls. It needs no network.
type Store struct {
	dir      string
	frontier *frontier
}

// OpenStore opens the archive and the frontier under dir. A frontier that is not
// there is made again from the archive.
func OpenStore(dir string) (*Store, error) {
	s := &Store{dir: dir}
	if err := os.MkdirAll(s.archiveDir(), 0o755); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	existed := frontierExists(dir)
	var err error
	if s.frontier, err = openFrontier(dir); err != nil {
		return nil, err
	}
	if !existed {
		if err := s.rebuild(context.Background()); err != nil {
			// What is half made would pass for whole the next time.
			return nil, errors.Join(fmt.Errorf("make the frontier again: %w", err), s.Close(), os.Remove(filepath.Join(dir, "frontier.sqlite")))
		}
	}
	return s, nil
}

func (s *Store) archiveDir() string { return filepath.Join(s.dir, "archive") }

// Close releases the store.
func (s *Store) Close() error { return s.frontier.close() }

// versionRow is a version with what its address is known by.
type versionRow struct {
	candidate Candidate
	place     warc.Place
	pictures  string // JSON of []foundPicture, or ""
}

// Documents yields every version of every report document whose Seq is greater
// than after, in the order of Seq, with its body from the archive. A body that
// cannot be read back is yielded as an error beside what is known of it, and the
// others go on.
func (s *Store) Documents(ctx context.Context, after int64) iter.Seq2[Candidate, error] {
	return func(yield func(Candidate, error) bool) {
		for {
			// In portions: bodies are large and the reader of one may take its time.
			rows, err := s.versions(ctx, after, 100)
			if err != nil {
				yield(Candidate{}, err)
				return
			}
			if len(rows) == 0 {
				return
			}
			for _, row := range rows {
				after = row.candidate.Seq
				candidate, err := s.load(ctx, row)
				if !yield(candidate, err) {
					return
				}
			}
		}
	}
}

func (s *Store) versions(ctx context.Context, after int64, limit int) ([]versionRow, error) {
	return queryAll(ctx, s.frontier.db, scanVersion, versionQuery+" WHERE v.seq > ? ORDER BY v.seq LIMIT ?", after, limit)
}

// Document gives back one version of a report document by its address and digest,
// with its body; found is false where the archive has none.
func (s *Store) Document(ctx context.Context, url, sha256 string) (c Candidate, found bool, err error) {
	rows, err := queryAll(ctx, s.frontier.db, scanVersion, versionQuery+" WHERE t.url = ? AND v.sha256 = ? ORDER BY v.seq DESC LIMIT 1", url, sha256)
	if err != nil || len(rows) == 0 {
		return Candidate{}, false, err
	}
	c, err = s.load(ctx, rows[0])
	return c, true, err
}

const versionQuery = `SELECT v.seq, t.portal, t.url, v.sha256, v.kind, v.file, v.offset, v.content_type, v.fetched, v.superseded, v.number, v.year,
		t.title, t.columns, t.listed, t.page_url, t.page_title, t.page_date, t.withdrawn, p.county, v.pictures
	FROM version v JOIN task t ON t.id = v.task JOIN portal p ON p.name = t.portal`

func scanVersion(row scanner) (versionRow, error) {
	var v versionRow
	var fetched, superseded, withdrawn int64
	c := &v.candidate
	err := row.Scan(&c.Seq, &c.Portal, &c.URL, &c.SHA256, &c.Kind, &v.place.File, &v.place.Offset, &c.ContentType, &fetched, &superseded,
		&c.Version, &c.Year, &c.Hint.LinkTitle, &c.Hint.Column, &c.Hint.Listed, &c.Hint.PageURL, &c.Hint.PageTitle, &c.Hint.PagePublished,
		&withdrawn, &c.Hint.County, &v.pictures)
	c.Name = c.URL
	c.Fetched, c.Superseded, c.Withdrawn = timeOf(fetched), timeOf(superseded), timeOf(withdrawn)
	c.Current = superseded == 0 && withdrawn == 0
	if isCode(c.Hint.County) {
		c.Hint.CountyCode, c.Hint.County = c.Hint.County, ""
	}
	return v, err
}

func timeOf(milliseconds int64) time.Time {
	if milliseconds == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}

func isCode(s string) bool {
	if len(s) != 6 {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// load reads a version's body and its pictures back and checks the body against
// its digest.
func (s *Store) load(ctx context.Context, row versionRow) (Candidate, error) {
	c := row.candidate
	body, err := s.body(row.place)
	if err != nil {
		return c, fmt.Errorf("%s: %w", c.URL, err)
	}
	if sum := warc.Digest(body); sum != "sha256:"+c.SHA256 {
		return c, fmt.Errorf("%s: %w", c.URL, errDamaged)
	}
	c.Body = body
	var pictures []foundPicture
	if row.pictures != "" {
		if err := json.Unmarshal([]byte(row.pictures), &pictures); err != nil {
			return c, fmt.Errorf("%s: pictures: %w", c.URL, err)
		}
	}
	for _, picture := range pictures {
		place, _, known, err := s.frontier.payload(ctx, picture.Digest)
		if err == nil && !known {
			err = errDamaged
		}
		if err == nil {
			body, err = s.body(place)
		}
		if err != nil {
			return c, fmt.Errorf("%s: picture %s: %w", c.URL, picture.URL, err)
		}
		c.Pictures = append(c.Pictures, disclosure.Picture{URL: picture.URL, Body: body})
	}
	return c, nil
}

// body reads the unpacked body of a response back.
func (s *Store) body(place warc.Place) ([]byte, error) {
	record, err := warc.ReadAt(s.archiveDir(), place)
	if err != nil {
		return nil, err
	}
	_, header, raw, err := record.HTTP()
	if err != nil {
		return nil, err
	}
	return unpack(http.Header(header), raw, maxStored)
}

// maxStored bounds a body that is read back; what was stored was bounded by
// crawl.max_body, which may have been changed since.
const maxStored = 1 << 30

// errDamaged is the error of a body whose bytes are not those that were kept.
var errDamaged = errors.New("the archive's bytes do not have the digest that was noted for them")

// Failures lists the addresses whose last outcome needs attention.
func (s *Store) Failures(ctx context.Context) ([]Event, error) {
	all, err := queryAll(ctx, s.frontier.db, func(row scanner) (Event, error) {
		var e Event
		var checked int64
		err := row.Scan(&checked, &e.Portal, &e.County, &e.URL, &e.Role, &e.Outcome, &e.Status, &e.Title, &e.Why, &e.Detail)
		e.Time, e.Advice = timeOf(checked).In(chinaTime), e.Outcome.Advice()
		return e, err
	}, `SELECT t.checked, t.portal, p.county, t.url, t.role, t.outcome, t.status, t.title, t.why, t.detail
		FROM task t JOIN portal p ON p.name = t.portal WHERE t.outcome <> '' ORDER BY t.portal, t.url`)
	if err != nil {
		return nil, err
	}
	var failures []Event
	for _, e := range all {
		if e.Failed() {
			failures = append(failures, e)
		}
	}
	return failures, nil
}
