package crawl

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gongkai/crawl/focus"
	"gongkai/disclosure"
)

// run is one run of a crawler.
type run struct {
	fetcher  *fetcher
	frontier *frontier
	manners  Manners
	clock    Clock
	log      *slog.Logger
	limit    int
	progress func(Event)

	portals map[string]*portalState
	// selected is the JSON list of the portals' labels, for the frontier's queries.
	selected string

	mu      sync.Mutex
	reports int
}

// portalState is what a run knows of one portal.
type portalState struct {
	judge   *judge
	round   int64
	refresh bool

	mu        sync.Mutex
	summary   PortalSummary
	progress  Progress
	explored  int
	noticed   int
	notices   int // how many pages of notices may be looked at however few reports were found
	reachable bool
	// missing are the towns and years of which no report is known; nil where the
	// county's towns or the wanted years are not known.
	missing map[townYear]bool
	// listed are the county's towns by the register.
	listed map[string]bool
}

type townYear struct {
	town string
	year int
}

// maxFailures bounds the failures that a summary lists for a portal.
const maxFailures = 200

func newPortalState(p Portal, register *disclosure.Register, year, notices int) *portalState {
	first, last := p.Years[0], p.Years[1]
	if year != 0 {
		first, last = year, year
	}
	code := p.County
	if codes := register.CountiesNamed(p.County); len(codes) == 1 {
		code = codes[0]
	}
	state := &portalState{notices: notices, listed: map[string]bool{}, summary: PortalSummary{Name: p.label(), County: p.County, Outcomes: map[Outcome]int{}, Failures: []Event{}}}
	var towns []string
	for _, town := range register.County(code) {
		name := disclosure.TownName(town.Name)
		towns = append(towns, name)
		state.listed[name] = true
		if town.Kind() == disclosure.SimilarUnit || first == 0 || last == 0 {
			continue
		}
		if state.missing == nil {
			state.missing = map[townYear]bool{}
		}
		for y := first; y <= last; y++ {
			state.missing[townYear{name, y}] = true
		}
	}
	// The longer name first: 新城街道 holds 城街道.
	slices.SortStableFunc(towns, func(a, b string) int { return len(b) - len(a) })
	state.judge = &judge{guide: focus.NewGuide(towns, first, last), allowed: newAllowedHosts(&p), portal: &p}
	return state
}

func (s *portalState) foundReport(town string, year int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.Found++
	delete(s.missing, townYear{town, year})
}

func (s *portalState) setReachable() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reachable = true
}

// lacks reports whether a report of a town is missing, or of any town where the
// name is empty; also where nobody can tell. Its caller has the lock.
func (s *portalState) lacks(town string) bool {
	if s.missing == nil || town != "" && !s.listed[town] {
		return true
	}
	for m := range s.missing {
		if town == "" || m.town == town {
			return true
		}
	}
	return false
}

// worth reports whether an address is worth its request now.
func (s *portalState) worth(t *task, explore int) bool {
	switch t.role {
	case RoleNotice:
		return s.noticesWorth(t.town)
	case RoleNav:
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.lacks(t.town) && s.explored < explore+3*s.progress.Found
	}
	return true
}

// leave counts an address that is not worth its request though something is
// missing.
func (s *portalState) leave(t *task) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lacks(t.town) {
		s.summary.Unexplored++
	}
}

func (s *portalState) spend(role Role) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch role {
	case RoleNotice:
		s.noticed++
	case RoleNav:
		s.explored++
	}
}

// begin opens the rounds of all portals of the run.
func (r *run) begin(ctx context.Context, refresh bool) error {
	labels := make([]string, 0, len(r.portals))
	for label := range r.portals {
		labels = append(labels, label)
	}
	slices.Sort(labels)
	selected, err := json.Marshal(labels)
	if err != nil {
		return err
	}
	r.selected = string(selected)
	err = r.frontier.inTx(ctx, func(tx *sql.Tx) error {
		for _, label := range labels {
			if err := r.beginPortal(ctx, tx, r.portals[label], refresh); err != nil {
				return fmt.Errorf("portal %s: %w", label, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("frontier: %w", err)
	}
	return nil
}

func (r *run) beginPortal(ctx context.Context, tx *sql.Tx, s *portalState, refresh bool) error {
	round, skipped, err := beginRound(tx, roundPlan{portal: s.judge.portal, judge: s.judge, refresh: refresh, recheck: r.manners.Recheck, now: r.clock.Now()})
	if err != nil {
		return err
	}
	s.round = round
	if err := tx.QueryRow(`SELECT refresh FROM portal WHERE name = ?`, s.summary.Name).Scan(&s.refresh); err != nil {
		return err
	}
	if skipped > 0 {
		s.summary.Outcomes[Skipped] = skipped
	}
	known, err := queryAll(ctx, tx, func(row scanner) (k townYear, err error) { return k, row.Scan(&k.town, &k.year) },
		`SELECT town, year FROM task WHERE portal = ? AND report = 1 AND withdrawn = 0`, s.summary.Name)
	if err != nil {
		return err
	}
	for _, k := range known {
		s.progress.Found++
		delete(s.missing, k)
	}
	return nil
}

// crawl works until nothing is left to do. Hosts are visited at the same time, up
// to the concurrency; each host by one loop of its own.
func (r *run) crawl(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type end struct {
		host string
		err  error
	}
	ends := make(chan end)
	running := map[string]bool{}
	var failed error
	for {
		if failed == nil && ctx.Err() == nil && !r.limitReached() {
			hosts, err := r.frontier.hosts(ctx, r.selected)
			if err != nil {
				failed = err
				cancel()
			}
			for _, host := range hosts {
				if running[host] || len(running) >= r.manners.Concurrency {
					continue
				}
				running[host] = true
				go func() { ends <- end{host, r.loop(ctx, host)} }()
			}
		}
		if len(running) == 0 {
			return errors.Join(failed, ctx.Err())
		}
		done := <-ends
		delete(running, done.host)
		if done.err != nil && failed == nil {
			failed = done.err
			cancel()
		}
	}
}

// loop visits what one host has to do, until nothing is left.
func (r *run) loop(ctx context.Context, host string) error {
	for {
		if ctx.Err() != nil || r.limitReached() {
			return nil
		}
		now := r.clock.Now()
		t, due, err := r.frontier.next(ctx, host, r.selected, now)
		switch {
		case err != nil && ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		case t == nil && due.IsZero():
			return nil
		case t == nil:
			if r.clock.Sleep(ctx, max(due.Sub(now), time.Millisecond)) != nil {
				return nil
			}
			continue
		}
		state := r.portals[t.portal]
		if !state.worth(t, r.manners.Explore) {
			state.leave(t)
			if err := r.frontier.setAside(ctx, t); err != nil && ctx.Err() == nil {
				return err
			}
			continue
		}
		if t.tries == 0 {
			state.spend(t.role)
		}
		if err := r.visit(ctx, t); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

func (r *run) limitReached() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.limit > 0 && r.reports >= r.limit
}

func (r *run) addCost(s *portalState, a *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.summary.Requests += a.requests
	s.summary.Bytes += a.bytes
}

// report counts a result and tells it to whoever listens.
func (r *run) report(t *task, s *portalState, result *result) {
	e := r.event(t, result)
	s.mu.Lock()
	s.summary.Outcomes[e.Outcome]++
	switch {
	case result.isNew:
		s.summary.New++
	case result.changed:
		s.summary.Changed++
	case e.Outcome == Gone:
		s.summary.Gone++
	}
	if e.Outcome.Good() {
		s.progress.Fetched++
	}
	if e.Failed() {
		s.progress.Failed++
		s.summary.Failed++
		if len(s.summary.Failures) < maxFailures {
			s.summary.Failures = append(s.summary.Failures, e)
		}
	}
	e.Progress = s.progress
	s.mu.Unlock()

	r.mu.Lock()
	defer r.mu.Unlock()
	if result.isNew || result.changed {
		r.reports++
	}
	level := slog.LevelInfo
	if e.Failed() {
		level = slog.LevelWarn
	}
	r.log.Log(context.Background(), level, "visited", "portal", e.Portal, "url", e.URL, "role", string(e.Role), "outcome", string(e.Outcome),
		"status", e.Status, "bytes", e.Bytes, "sha256", e.SHA256, "detail", e.Detail)
	if r.progress != nil {
		e.Progress.Queued = r.queued(t.portal)
		r.progress(e)
	}
}

func (r *run) queued(portal string) int {
	var n int
	err := r.frontier.db.QueryRow(`SELECT count(*) FROM task WHERE portal = ? AND state = 'todo'`, portal).Scan(&n)
	if err != nil {
		r.log.Error("count what is left", "portal", portal, "error", err)
	}
	return n
}
