package crawl

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// errPlanned takes a dry run's changes back.
var errPlanned = errors.New("planned")

// maxPlanned bounds the addresses that a dry run lists for a portal.
const maxPlanned = 1000

// plan tells what a run would ask for first, and why, and asks for nothing.
func (c *Crawler) plan(ctx context.Context, r *run) (Summary, error) {
	var summary Summary
	err := c.frontier.inTx(ctx, func(tx *sql.Tx) error {
		for _, p := range c.cfg.Portals {
			s, ours := r.portals[p.label()]
			if !ours {
				continue
			}
			if err := r.beginPortal(ctx, tx, s, c.opts.Refresh); err != nil {
				return err
			}
			tasks, err := queryAll(ctx, tx, func(row scanner) (*task, error) { return scanTask(row) },
				`SELECT `+taskColumns+` FROM task WHERE portal = ? AND state = 'todo' ORDER BY score DESC, id LIMIT ?`, p.label(), maxPlanned)
			if err != nil {
				return err
			}
			s.progress.Queued = len(tasks)
			for _, t := range tasks {
				e := r.event(t, &result{outcome: Planned})
				e.Progress = s.progress
				s.summary.Outcomes[Planned]++
				if r.progress != nil {
					r.progress(e)
				}
			}
			s.summary.Found = s.progress.Found
			summary.Portals = append(summary.Portals, s.summary)
		}
		return errPlanned
	})
	if !errors.Is(err, errPlanned) {
		return Summary{}, fmt.Errorf("dry run: %w", err)
	}
	return summary, nil
}
