package crawl

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"time"
)

// roundPlan says how a portal's round begins.
type roundPlan struct {
	portal  *Portal
	judge   *judge
	refresh bool
	recheck time.Duration
	now     time.Time
}

// beginRound opens a round of a portal, or goes on with one that is open, and
// returns its number and how many known addresses it leaves alone.
//
// A new round asks again for the entry pages and for the lists that led to
// reports, once more for what failed, and for known reports that are due; a
// refresh for every known report. A page that only links its report is asked for
// again when it is due, or when the file is gone. What the wanted years had set
// aside comes up when they change.
func beginRound(tx *sql.Tx, plan roundPlan) (round int64, skipped int, err error) {
	name := plan.portal.label()
	var open, refresh bool
	err = tx.QueryRow(`INSERT INTO portal VALUES (?1, ?2, 0, 0, 0, 0) ON CONFLICT (name) DO UPDATE SET county = ?2 RETURNING round, open, refresh`,
		name, plan.portal.County).Scan(&round, &open, &refresh)
	if err != nil {
		return 0, 0, err
	}
	for _, start := range plan.portal.Start {
		if err := addEntry(tx, name, start); err != nil {
			return 0, 0, err
		}
	}
	if open && (refresh || !plan.refresh) {
		return round, 0, plan.wanted(tx)
	}
	round++
	if _, err := tx.Exec(`UPDATE portal SET round = ?2, open = 1, refresh = ?3, reachable = 0 WHERE name = ?1`, name, round, plan.refresh); err != nil {
		return 0, 0, err
	}
	// In SQL as in words: what is done is to do again where one of the reasons holds.
	_, err = tx.Exec(`UPDATE task SET state = 'todo', tries = 0, not_before = 0
		WHERE portal = ?1 AND state = 'done' AND round < ?2 AND (
			role = 'entry'
			OR role IN ('nav', 'column', 'notice') AND fruitful = 1 AND (pager = '' OR json_extract(pager, '$.page') <= 1 OR ?3)
			OR role IN ('nav', 'column') AND checked < ?4 AND pager = ''
			OR role = 'notice' AND pager = ''
			OR role IN ('item', 'file', 'frame') AND (?3 AND report = 1 OR checked < ?4) AND outcome <> 'off_host'
				AND (year = 0 OR (?5 = 0 OR year >= ?5) AND (?6 = 0 OR year <= ?6))
			OR outcome IN ('empty', 'cut_off', 'unreachable', 'timed_out', 'server_error', 'rate_limited', 'over_budget',
				'robots_unavailable', 'blocked', 'not_report', 'not_found', 'soft_404', 'wrong_type', 'bad_address', 'tls_failed', 'disallowed', 'forbidden', 'needs_scripts', 'too_large', 'redirect_loop', 'off_host'))`,
		name, round, plan.refresh, plan.now.Add(-plan.recheck).UnixMilli(), plan.judge.guide.First, plan.judge.guide.Last)
	if err != nil {
		return 0, 0, err
	}
	if err := plan.wanted(tx); err != nil {
		return 0, 0, err
	}
	err = tx.QueryRow(`SELECT count(*) FROM task WHERE portal = ? AND state = 'done' AND role IN ('item', 'file', 'frame') AND report = 1`, name).Scan(&skipped)
	return round, skipped, err
}

func addEntry(tx *sql.Tx, portal, start string) error {
	u, err := url.Parse(start)
	if err != nil {
		return err
	}
	if u.Path == "" {
		u.Path = "/"
	}
	_, err = addTask(tx, &task{
		portal: portal, key: addressKey("GET", u.String(), ""), url: u.String(), host: hostKey(u),
		role: RoleEntry, score: 2 * scoreItem, why: "配置中的起始地址",
	}, "todo")
	return err
}

// wanted brings up the addresses that were set aside for their year and are
// wanted now.
func (plan roundPlan) wanted(tx *sql.Tx) error {
	tasks, err := queryAll(context.Background(), tx, func(row scanner) (*task, error) { return scanTask(row) },
		`SELECT `+taskColumns+` FROM task WHERE portal = ? AND (state = 'aside' OR state = 'done' AND outcome = 'out_of_scope' AND detail = 'year')`, plan.portal.label())
	if err != nil {
		return err
	}
	for _, t := range tasks {
		ok := t.role == RoleColumn && plan.judge.guide.WantedColumn(t.year) || t.role == RoleNav || t.role == RoleNotice && t.pager == nil
		if t.role == RoleItem || t.role == RoleFile {
			ok = t.year != 0 && plan.judge.guide.Wanted(t.year) || t.outcome == "" && plan.judge.guide.WantedItem(t.year, t.date())
		}
		if !ok {
			continue
		}
		if _, err := tx.Exec(`UPDATE task SET state = 'todo', tries = 0, not_before = 0 WHERE id = ?`, t.id); err != nil {
			return err
		}
	}
	return nil
}

// endRound closes a portal's round where nothing is left to do.
func (f *frontier) endRound(ctx context.Context, portal string, reachable bool) error {
	_, err := f.db.ExecContext(ctx, `UPDATE portal SET reachable = max(reachable, ?2),
		open = EXISTS (SELECT 1 FROM task WHERE portal = ?1 AND state = 'todo') WHERE name = ?1`, portal, reachable)
	if err != nil {
		return fmt.Errorf("frontier: portal %s: %w", portal, err)
	}
	return nil
}
