package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"gongkai/audit"
	"gongkai/crawl"
	"gongkai/disclosure"
	"gongkai/parse"
	"gongkai/warehouse"
)

// pipeline is one run over a data directory: what is read is loaded, what is
// loaded is audited, what is audited is published.
type pipeline struct {
	app      *app
	config   *config // nil where the command has none
	register *disclosure.Register
	counties []county
	reader   *parse.Reader
	house    *warehouse.Warehouse
	ledger   *warehouse.Ledger
	progress *progress
	tally    tally
}

// county is a portal of the configuration with its county settled.
type county struct {
	portal *portalConfig
	code   string
	name   string
}

// tally is what a run came to, for its summary and its exit code.
type tally struct {
	documents map[warehouse.Change]int
	statuses  map[disclosure.Status]int
	reasons   map[disclosure.Reason]int
	outcomes  map[crawl.Outcome]int
	lost      int  // documents whose bytes the archive does not give back
	counties  bool // whether what is said of a county changed
}

// unread counts the inputs that could not be read: rejected are the documents of
// the published snapshot, of this run or an earlier one.
func (t *tally) unread(rejected int) int {
	n := rejected + t.lost
	for outcome, count := range t.outcomes {
		if !outcome.Good() {
			n += count
		}
	}
	return n
}

// openPipeline opens the data directory for writing. Close it in any case.
func (a *app) openPipeline(ctx context.Context, c *config, progress *progress) (*pipeline, error) {
	p := &pipeline{app: a, config: c, progress: progress, tally: tally{
		documents: map[warehouse.Change]int{}, statuses: map[disclosure.Status]int{},
		reasons: map[disclosure.Reason]int{}, outcomes: map[crawl.Outcome]int{},
	}}
	var err error
	if p.register, err = c.loadRegister(); err != nil {
		return nil, err
	}
	if c != nil {
		for i := range c.Portals {
			code, err := countyCode(p.register, c.Portals[i].County)
			if err != nil {
				return nil, err
			}
			p.counties = append(p.counties, county{&c.Portals[i], code, p.register.County(code)[0].County})
		}
	}
	if p.house, err = warehouse.Open(ctx, a.data, warehouse.Options{Logger: a.log}); err != nil {
		return nil, err
	}
	if p.ledger, err = warehouse.OpenLedger(ctx, a.data); err != nil {
		return nil, errors.Join(err, p.house.Close())
	}
	p.reader = parse.New(parse.Options{Register: p.register, CacheDir: cacheDir()})
	return p, nil
}

func (p *pipeline) close() error {
	p.reader.Close()
	return errors.Join(p.ledger.Close(), p.house.Close())
}

// crawl fetches what the portals have.
func (p *pipeline) crawl(ctx context.Context, options crawl.Options) (crawl.Summary, error) {
	options.Version, options.Logger, options.Register = version, p.app.log, p.register
	options.Progress = func(e crawl.Event) {
		p.progress.show("抓取 %s：已发现 %d，已抓取 %d，失败 %d，待抓取 %d", e.Portal, e.Progress.Found, e.Progress.Fetched, e.Progress.Failed, e.Progress.Queued)
	}
	defer p.progress.done()
	crawler, err := crawl.Open(p.app.data, p.config.crawler(), options)
	if err != nil {
		return crawl.Summary{}, err
	}
	summary, err := crawler.Run(ctx)
	return summary, errors.Join(err, crawler.Close())
}

// work is one document on its way through the pipeline.
type work struct {
	batch   warehouse.Batch
	reports []disclosure.Report
	known   bool
	err     error
}

// loadArchive reads, audits and loads every document of the archive that the
// warehouse does not know yet, and notes the addresses that could not be fetched.
func (p *pipeline) loadArchive(ctx context.Context) error {
	store, err := crawl.OpenStore(p.app.data)
	if err != nil {
		return err
	}
	defer store.Close()
	defer p.progress.done()

	queue := make(chan chan work, 2*runtime.NumCPU())
	documents := map[string]bool{}
	group, working := errgroup.WithContext(ctx)
	readers := make(chan struct{}, runtime.NumCPU())
	group.Go(func() error {
		defer close(queue)
		for candidate, err := range store.Documents(working, 0) {
			if err != nil {
				p.app.log.Error("reading the archive", "error", err)
				p.tally.lost++
				continue
			}
			documents[candidate.URL] = true
			batch := p.batchOf(&candidate)
			done := make(chan work, 1)
			select {
			case queue <- done:
			case <-working.Done():
				return working.Err()
			}
			known, err := p.loaded(working, &candidate, &batch)
			if known || err != nil {
				done <- work{known: known, err: err}
				continue
			}
			readers <- struct{}{}
			group.Go(func() error {
				defer func() { <-readers }()
				reports, err := p.reader.Read(working, &candidate.Document)
				done <- work{batch, reports, false, err}
				return nil
			})
		}
		return working.Err()
	})
	group.Go(func() error {
		n := 0
		var batches []warehouse.Batch
		for done := range queue {
			w := <-done
			if w.err != nil {
				return w.err
			}
			n++
			p.progress.show("读取与核查：%d 份文件", n)
			if w.known {
				p.tally.documents[warehouse.Unchanged]++
				continue
			}
			again := slices.ContainsFunc(batches, func(b warehouse.Batch) bool { return b.Source == w.batch.Source })
			if again || len(batches) == loadTogether {
				if err := p.loadAll(working, batches); err != nil {
					return err
				}
				batches = batches[:0]
			}
			batches = append(batches, p.audited(w))
		}
		return p.loadAll(working, batches)
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return p.loadFailures(ctx, store, documents)
}

// loaded reports whether a version of a document needs no reading: the newest one
// where these readers read it, an earlier one where it was ever loaded.
// One that was taken down since is loaded again, for that to show.
func (p *pipeline) loaded(ctx context.Context, candidate *crawl.Candidate, batch *warehouse.Batch) (bool, error) {
	switch {
	case !candidate.Superseded.IsZero():
		return p.house.Seen(ctx, batch.Source, batch.SHA256)
	case !candidate.Withdrawn.IsZero():
		return false, nil
	}
	return p.house.Known(batch.Source, batch.SHA256, reading()), nil
}

// reading names the version of everything that stands between bytes and rows:
// another program reads again what is on disk.
func reading() string { return "gongkai " + version }

func (p *pipeline) batchOf(c *crawl.Candidate) warehouse.Batch {
	batch := warehouse.Batch{
		Source: c.URL, URL: c.URL, SHA256: c.SHA256, Kind: c.Kind, Title: c.Hint.LinkTitle, Portal: c.Portal,
		CountyCode: c.Hint.CountyCode, Fetched: c.Fetched, Outcome: string(crawl.Fetched), Reading: reading(),
	}
	if !c.Withdrawn.IsZero() {
		batch.Outcome = string(crawl.Gone)
	}
	for _, county := range p.counties {
		if county.portal.Name == c.Portal {
			c.Hint.CountyCode, c.Hint.County = county.code, county.name
			batch.CountyCode = county.code
		}
	}
	return batch
}

// loadTogether is how many documents are loaded in one transaction.
const loadTogether = 50

// audited is a document's batch with its reports audited.
func (p *pipeline) audited(w work) warehouse.Batch {
	for i := range w.reports {
		report := &w.reports[i]
		p.tally.statuses[report.Status]++
		if report.Status != disclosure.Parsed {
			p.tally.reasons[report.Reason]++
		}
		results := documentScope(audit.Document(report, p.auditOptions()))
		w.batch.Reports = append(w.batch.Reports, warehouse.ReportBatch{
			Report: report, Findings: audit.Findings(results), Verdicts: verdicts(results),
		})
	}
	return w.batch
}

// loadAll loads documents in one transaction.
func (p *pipeline) loadAll(ctx context.Context, batches []warehouse.Batch) error {
	if len(batches) == 0 {
		return nil
	}
	changes, err := p.house.Load(ctx, batches...)
	if err != nil {
		return fmt.Errorf("入库: %w", err)
	}
	for _, change := range changes {
		p.tally.documents[change]++
	}
	return nil
}

// loadFailures notes the reports that could not be fetched, so that they are
// listed beside those that were. Those that the archive has an earlier version of
// are counted only: that version stands.
func (p *pipeline) loadFailures(ctx context.Context, store *crawl.Store, documents map[string]bool) error {
	failures, err := store.Failures(ctx)
	if err != nil {
		return err
	}
	var batches []warehouse.Batch
	for _, failure := range failures {
		p.tally.outcomes[failure.Outcome]++
		if documents[failure.URL] {
			continue
		}
		batch := warehouse.Batch{
			Source: failure.URL, URL: failure.URL, Title: failure.Title, Portal: failure.Portal,
			Fetched: failure.Time, Outcome: string(failure.Outcome), Reading: reading(),
		}
		for _, county := range p.counties {
			if county.portal.Name == failure.Portal {
				batch.CountyCode = county.code
			}
		}
		batches = append(batches, batch)
	}
	return p.loadAll(ctx, batches)
}

// documentScope keeps the results of rules that one report settles.
func documentScope(results []audit.Result) []audit.Result {
	return scoped(results, func(s audit.Scope) bool { return s == audit.ScopeDocument })
}

// widerScope keeps the results of rules that need more than one report.
func widerScope(results []audit.Result) []audit.Result {
	return scoped(results, func(s audit.Scope) bool { return s != audit.ScopeDocument })
}

func scoped(results []audit.Result, keep func(audit.Scope) bool) []audit.Result {
	var kept []audit.Result
	for i := range results {
		if keep(results[i].Rule.Scope) {
			kept = append(kept, results[i])
		}
	}
	return kept
}

func verdicts(results []audit.Result) []warehouse.Verdict {
	out := make([]warehouse.Verdict, 0, len(results))
	for i := range results {
		out = append(out, warehouse.Verdict{Rule: results[i].Rule.ID, Verdict: results[i].Verdict, Lacking: results[i].Lacking})
	}
	return out
}

// publish makes the snapshot that readers open, and tells its figures.
func (p *pipeline) publish(ctx context.Context) (warehouse.Publication, warehouse.Summary, error) {
	publication, err := p.house.Publish(ctx, p.ledger)
	if err != nil {
		return publication, warehouse.Summary{}, fmt.Errorf("发布: %w", err)
	}
	snapshot, err := warehouse.OpenSnapshot(ctx, p.app.data, warehouse.Options{Logger: p.app.log})
	if err != nil {
		return publication, warehouse.Summary{}, fmt.Errorf("打开已发布的快照: %w", err)
	}
	summary, err := snapshot.Summary(ctx)
	return publication, summary, errors.Join(err, snapshot.Close())
}
