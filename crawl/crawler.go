package crawl

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/crawl/warc"
	"gongkai/disclosure"
)

// ErrLocked is the error of Open where another crawler works in the directory.
var ErrLocked = errors.New("another crawler works in this data directory")

// Crawler runs crawls into one data directory. It holds the directory's lock
// until it is closed.
type Crawler struct {
	*Store
	cfg  Config
	opts Options
	lock *directoryLock
}

// Open prepares a crawl of cfg's portals into dir, which is made where it is not
// there.
func Open(dir string, cfg Config, opts Options) (*Crawler, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	cfg.Manners = cfg.Manners.withDefaults()
	if opts.Clock == nil {
		opts.Clock = systemClock{}
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Version == "" {
		opts.Version = "dev"
	}
	if opts.Register == nil {
		opts.Register = disclosure.NationalRegister()
	}
	if opts.Portal != "" && !slices.ContainsFunc(cfg.Portals, opts.selects) {
		return nil, fmt.Errorf("no portal is named %q", opts.Portal)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	lock, err := lockDirectory(dir)
	if err != nil {
		return nil, err
	}
	store, err := OpenStore(dir)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if err := store.warnOfTornEnd(context.Background(), opts.Logger); err != nil {
		return nil, errors.Join(err, store.Close(), lock.Close())
	}
	return &Crawler{Store: store, cfg: cfg, opts: opts, lock: lock}, nil
}

// directoryLock is held on a data directory: a transaction on an empty database,
// since SQLite knows how each system locks a file. It ends with the process,
// however that ends.
type directoryLock struct {
	db *sql.DB
	tx *sql.Tx
}

// lockDirectory takes the lock. The error is ErrLocked where another process, or
// another crawler of this one, has it.
func lockDirectory(dir string) (*directoryLock, error) {
	path, err := filepath.Abs(filepath.Join(dir, "crawl.lock"))
	if err != nil {
		return nil, fmt.Errorf("lock in %s: %w", dir, err)
	}
	db, err := openSQLite(path, "_busy_timeout=0&_txlock=exclusive")
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	tx, err := db.Begin()
	if err != nil {
		// SQLite's own words: the driver has no type of its errors where it is built without C.
		if strings.Contains(err.Error(), "database is locked") {
			err = ErrLocked
		}
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), db.Close())
	}
	return &directoryLock{db, tx}, nil
}

// Close gives the lock back.
func (l *directoryLock) Close() error { return errors.Join(l.tx.Rollback(), l.db.Close()) }

// Close releases the store and the lock.
func (c *Crawler) Close() error { return errors.Join(c.Store.Close(), c.lock.Close()) }

func (o *Options) selects(p Portal) bool {
	return o.Portal == "" || o.Portal == p.Name || o.Portal == p.County
}

// Run crawls until nothing is left to do, a budget or the limit is spent or ctx
// ends; the end of ctx is its error, the others are told by the summary. A run
// that ended early, or was killed, is gone on with by the next one.
func (c *Crawler) Run(ctx context.Context) (Summary, error) {
	gates, err := newGates(c.cfg.Manners, c.opts.Clock)
	if err != nil {
		return Summary{}, err
	}
	agent := fmt.Sprintf("%s/%s (+%s)", agentToken, c.opts.Version, c.cfg.Contact)
	archive := warc.NewWriter(c.archiveDir(), agent, c.opts.Clock.Now)
	r := &run{
		fetcher: &fetcher{
			wire:  newWire(agent, c.cfg.Manners, c.opts.Transport, c.opts.Clock),
			gates: gates, manners: c.cfg.Manners, frontier: c.frontier, clock: c.opts.Clock, log: c.opts.Logger, archive: archive,
		},
		frontier: c.frontier, manners: c.cfg.Manners, clock: c.opts.Clock, log: c.opts.Logger,
		limit: c.opts.Limit, progress: c.opts.Progress, portals: map[string]*portalState{},
	}
	for _, p := range c.cfg.Portals {
		if c.opts.selects(p) {
			r.portals[p.label()] = newPortalState(p, c.opts.Register, c.opts.Year, c.cfg.Manners.NoticePages)
		}
	}
	if c.opts.DryRun {
		return c.plan(ctx, r)
	}
	if err := r.begin(ctx, c.opts.Refresh); err != nil {
		return Summary{}, err
	}
	err = r.crawl(ctx)
	summary, sumErr := c.summarize(r)
	if errors.Is(err, errRunBudget) {
		summary.Interrupted, err = true, nil
	}
	if err != nil || r.limitReached() {
		summary.Interrupted = true
	}
	return summary, errors.Join(err, sumErr, archive.Close())
}

// summarize closes the rounds that are through and adds up.
func (c *Crawler) summarize(r *run) (Summary, error) {
	// The end of the run's context must not keep its end from being written.
	ctx := context.Background()
	var summary Summary
	summary.Requests, summary.Bytes = r.fetcher.gates.spent()
	var problems []error
	for _, p := range c.cfg.Portals {
		s, ours := r.portals[p.label()]
		if !ours {
			continue
		}
		if err := c.frontier.endRound(ctx, p.label(), s.reachable); err != nil {
			problems = append(problems, err)
		}
		s.summary.Reachable = s.reachable || answered(s.summary.Outcomes)
		count := c.frontier.db.QueryRowContext(ctx, `SELECT count(*) FROM task WHERE portal = ? AND report = 1 AND withdrawn = 0`, p.label())
		if err := count.Scan(&s.summary.Found); err != nil {
			problems = append(problems, fmt.Errorf("frontier: %w", err))
		}
		summary.Portals = append(summary.Portals, s.summary)
	}
	return summary, errors.Join(problems...)
}

// answered reports whether a portal gave anything that was asked for in a run: one
// that goes on with an earlier run need not ask for the entry again.
func answered(outcomes map[Outcome]int) bool {
	for outcome := range outcomes {
		if outcome.Good() {
			return true
		}
	}
	return len(outcomes) == 0
}
