package crawl

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gongkai/crawl/portal"
	"gongkai/crawl/warc"
)

// result is all that one visit came to, committed in one transaction.
type result struct {
	outcome Outcome
	detail  string
	answer  *answer
	judged  *judgement // nil where nothing was read
	sha     string
	isNew   bool // a first version of a report
	changed bool // a further version
	report  bool // the address holds a report document
	town    string
	year    int
}

// retry puts an address back for another try.
func (f *frontier) retry(ctx context.Context, t *task, r *result, at time.Time) error {
	err := f.inTx(ctx, func(tx *sql.Tx) error {
		if err := keepPayloads(tx, r.answer); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE task SET tries = tries + 1, not_before = ?2, last_sha = ?3, detail = ?4 WHERE id = ?1`,
			t.id, at.UnixMilli(), r.sha, r.detail)
		return err
	})
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", t.url, err)
	}
	return nil
}

// setAside leaves an address for a run that wants it.
func (f *frontier) setAside(ctx context.Context, t *task) error {
	if _, err := f.db.ExecContext(ctx, `UPDATE task SET state = 'aside' WHERE id = ?`, t.id); err != nil {
		return fmt.Errorf("frontier: %s: %w", t.url, err)
	}
	return nil
}

func keepPayloads(tx *sql.Tx, a *answer) error {
	if a == nil {
		return nil
	}
	for _, k := range a.kept {
		if err := keepPayload(tx, k.digest, k.place, k.record, k.target, k.date); err != nil {
			return err
		}
	}
	return nil
}

// commit writes what a visit came to. It may change the result's outcome: only
// here is it known whether a document is new, changed or a duplicate.
func (f *frontier) commit(ctx context.Context, t *task, r *result, limits Manners, round int64, refresh bool, now time.Time) error {
	err := f.inTx(ctx, func(tx *sql.Tx) error {
		if err := keepPayloads(tx, r.answer); err != nil {
			return err
		}
		r.report = t.report
		if j := r.judged; j != nil {
			if j.found != nil {
				if err := addVersion(tx, t, r, now); err != nil {
					return err
				}
			} else if t.report && r.outcome.Good() && r.outcome != Unchanged {
				// It was a report and is something else now, such as a page that links one.
				r.report = false
				if err := supersede(tx, t, now); err != nil {
					return err
				}
			}
			if err := addLinks(tx, t, j, round); err != nil {
				return err
			}
			if err := addNext(tx, t, j, limits, round, refresh); err != nil {
				return err
			}
		}
		return finish(tx, t, r, round, now)
	})
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", t.url, err)
	}
	return nil
}

func finish(tx *sql.Tx, t *task, r *result, round int64, now time.Time) error {
	etag, modified, digest, status, sha := t.etag, t.modified, t.digest, 0, t.lastSHA
	if a := r.answer; a != nil && a.last != nil {
		status = a.last.status
		if r.outcome.Good() && status == 200 {
			etag, modified = a.last.header.Get("Etag"), a.last.header.Get("Last-Modified")
		}
		if r.outcome.Good() && status != 304 {
			digest, sha = warc.Digest(a.last.raw), r.sha
		}
	}
	withdrawn := int64(0)
	if r.outcome == Gone {
		withdrawn = now.UnixMilli()
	}
	_, err := tx.Exec(`UPDATE task SET state = 'done', round = ?2, tries = tries + 1, outcome = ?3, detail = ?4, status = ?5, checked = ?6,
			etag = ?7, modified = ?8, digest = ?9, last_sha = ?10, report = ?11,
			withdrawn = CASE WHEN ?12 > 0 AND withdrawn > 0 THEN withdrawn ELSE ?12 END,
			year = CASE WHEN ?13 > 0 THEN ?13 ELSE year END, role = ?14
		WHERE id = ?1`,
		t.id, round, r.outcome, r.detail, status, now.UnixMilli(), etag, modified, digest, sha, r.report, withdrawn, r.year, roleAfter(t, r))
	if err != nil {
		return err
	}
	if r.outcome == Gone {
		// The page that linked the file may link another now; and what was left out as
		// the same from another address stands for it.
		_, err := tx.Exec(`UPDATE task SET state = 'todo', tries = 0, not_before = 0, digest = '', last_sha = ''
			WHERE id = ?1 AND role = 'item' AND state = 'done' AND round < ?2
				OR portal = ?3 AND outcome = 'duplicate' AND detail = ?4`, t.parent, round, t.portal, sameAs(t.url))
		return err
	}
	if !r.report {
		return nil
	}
	_, err = tx.Exec(`WITH RECURSIVE up (id, parent) AS (
			SELECT id, parent FROM task WHERE id = ?1
			UNION SELECT t.id, t.parent FROM task t JOIN up ON t.id = up.parent)
		UPDATE task SET fruitful = 1 WHERE id IN (SELECT id FROM up) AND fruitful = 0`, t.id)
	return err
}

// roleAfter is what an address is wanted for from now on: a column that turned
// out to be a report itself, and nothing else, is a report's page.
func roleAfter(t *task, r *result) Role {
	if t.role == RoleColumn && r.report && r.judged != nil && len(r.judged.links) == 0 && len(r.judged.next) == 0 {
		return RoleItem
	}
	return t.role
}

// addVersion keeps a report document's content: as its first, as a further one
// where it changed, or not at all where another address holds the same.
func addVersion(tx *sql.Tx, t *task, r *result, now time.Time) error {
	found := r.judged.found
	r.year, r.town = found.Year, found.Town
	var seq int64
	var number int
	var essence string
	err := tx.QueryRow(`SELECT seq, number, essence FROM version WHERE task = ? ORDER BY number DESC LIMIT 1`, t.id).Scan(&seq, &number, &essence)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case err == nil && essence == found.Essence:
		r.outcome, r.report = Unchanged, true
		return nil
	}
	if number == 0 {
		var other string
		// The same words are the same report only of the same town and year: many
		// reports differ in nothing else.
		err := tx.QueryRow(`SELECT o.url FROM version v JOIN task o ON o.id = v.task
			WHERE o.portal = ?1 AND v.superseded = 0 AND o.withdrawn = 0
				AND (v.sha256 = ?2 OR v.essence = ?3 AND ?4 <> '' AND o.town = ?4 AND ?5 > 0 AND v.year = ?5) LIMIT 1`,
			t.portal, r.sha, found.Essence, found.Town, found.Year).Scan(&other)
		if err == nil {
			r.outcome, r.detail, r.report = Duplicate, sameAs(other), false
			return nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	if err := supersede(tx, t, now); err != nil {
		return err
	}
	a, pictures := r.answer, []byte(nil)
	if len(found.Pictures) > 0 {
		if pictures, err = json.Marshal(found.Pictures); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`INSERT INTO version (task, number, sha256, essence, kind, file, offset, content_type, fetched, year, published, pictures)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
		t.id, number+1, r.sha, found.Essence, found.Kind, a.place.File, a.place.Offset,
		a.last.header.Get("Content-Type"), a.last.ended.UnixMilli(), found.Year, found.Published, string(pictures))
	if err != nil {
		return err
	}
	r.report, r.isNew, r.changed = true, number == 0, number > 0
	if r.changed {
		r.outcome = Changed
	}
	title := found.Title
	_, err = tx.Exec(`UPDATE task SET title = CASE WHEN ?2 = '' THEN title ELSE ?2 END, town = CASE WHEN ?3 = '' THEN town ELSE ?3 END WHERE id = ?1`, t.id, title, found.Town)
	return err
}

func sameAs(address string) string { return "the same as " + address }

// supersede notes that a document's present version is no longer what is published.
func supersede(tx *sql.Tx, t *task, now time.Time) error {
	_, err := tx.Exec(`UPDATE version SET superseded = ? WHERE task = ? AND superseded = 0`, now.UnixMilli(), t.id)
	return err
}

// addLinks puts the addresses that a page named on the frontier. A known report
// that the list now shows under a later date is asked for again.
func addLinks(tx *sql.Tx, t *task, j *judgement, round int64) error {
	for _, d := range j.links {
		state := "todo"
		if d.aside {
			state = "aside"
		}
		added, err := addTask(tx, d.task, state)
		if err != nil {
			return err
		}
		if added || d.task.listed == "" {
			continue
		}
		_, err = tx.Exec(`UPDATE task SET listed = ?3, state = CASE WHEN state = 'done' AND round < ?4 THEN 'todo' ELSE state END, tries = 0, not_before = 0
			WHERE portal = ?1 AND key = ?2 AND report = 1 AND listed <> '' AND listed < ?3`, d.task.portal, d.task.key, d.task.listed, round)
		if err != nil {
			return err
		}
	}
	return nil
}

// addNext asks for more of a list where the page named new addresses.
func addNext(tx *sql.Tx, t *task, j *judgement, limits Manners, round int64, refresh bool) error {
	root := t.list
	if root == 0 {
		root = t.id
	}
	fresh := 0
	if len(j.next) > 0 || t.list != 0 {
		for _, key := range j.listKeys {
			inserted, err := tx.Exec(`INSERT OR IGNORE INTO listed VALUES (?, ?)`, root, key)
			if err != nil {
				return err
			}
			if n, err := inserted.RowsAffected(); err == nil && n > 0 {
				fresh++
			}
		}
	}
	// The first page of a list is followed the first time, and in a refresh.
	first := t.list == 0 && (t.digest == "" || refresh)
	for _, next := range j.next {
		staged := t.pager != nil && next.Stage > t.pager.Stage
		if fresh == 0 && !first && !staged {
			if next.Patience == 0 {
				continue
			}
			next.Patience--
		}
		if next.Page > limits.ListPages {
			continue
		}
		if err := addPage(tx, t, next, round); err != nil {
			return err
		}
	}
	return nil
}

func addPage(tx *sql.Tx, t *task, next portal.Pager, round int64) error {
	p := pagerTask(t, next)
	added, err := addTask(tx, p, "todo")
	if err != nil || added {
		return err
	}
	_, err = tx.Exec(`UPDATE task SET state = 'todo', tries = 0, not_before = 0 WHERE portal = ? AND key = ? AND state = 'done' AND round < ?`,
		p.portal, p.key, round)
	return err
}

// skipPage goes on behind a page of a list that could not be read: the pager
// promised it, and the one after it may be there.
func (f *frontier) skipPage(ctx context.Context, t *task, round int64) error {
	next, ok := t.pager.Smaller()
	if !ok {
		next, ok = t.pager.After()
		next.Missed = t.pager.Missed + 1
		promised := t.pager.Last > 0 && next.Missed <= 1 && t.pager.Page > 1
		if ok = ok && (promised || t.pager.Patience > 0); !promised {
			next.Patience--
		}
	}
	if !ok {
		return nil
	}
	return f.inTx(ctx, func(tx *sql.Tx) error { return addPage(tx, t, next, round) })
}
