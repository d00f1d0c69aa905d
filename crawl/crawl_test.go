package crawl

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"gongkai/crawl/fixture"
)

// testClock is a clock that only moves when somebody sleeps.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func newTestClock() *testClock {
	return &testClock{now: time.Date(2023, 6, 1, 9, 0, 0, 0, chinaTime)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.now = c.now.Add(d)
	}
	return ctx.Err()
}

// world is a served set of sites and a data directory.
type world struct {
	t      *testing.T
	clock  *testClock
	server *fixture.Server
	dir    string
	config Config
	// network stands between the crawler and the server; nil is nothing.
	network func(http.RoundTripper) http.RoundTripper
}

func newWorld(t *testing.T, sites ...*fixture.Site) *world {
	t.Helper()
	w := &world{t: t, clock: newTestClock(), dir: t.TempDir(), config: Config{Contact: "mailto:test@example.org"}}
	w.server = fixture.Serve(w.clock.Now, sites...)
	t.Cleanup(w.server.Close)
	for _, site := range sites {
		w.config.Portals = append(w.config.Portals, Portal{
			Name: site.Name, County: fixture.CountyCode, Start: []string{site.Start}, Years: [2]int{2021, 2022},
		})
	}
	return w
}

// run crawls once and returns the summary, the events and the requests.
func (w *world) run(opts Options) (Summary, []Event, []fixture.Request) {
	w.t.Helper()
	var events []Event
	opts.Clock, opts.Transport = w.clock, fixture.Transport(w.server.Address())
	if w.network != nil {
		opts.Transport = w.network(opts.Transport)
	}
	opts.Progress = func(e Event) { events = append(events, e) }
	c, err := Open(w.dir, w.config, opts)
	if err != nil {
		w.t.Fatal(err)
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	summary, err := c.Run(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	return summary, events, w.server.Log()
}

func (w *world) found() []string {
	w.t.Helper()
	s, err := OpenStore(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	var urls []string
	for c, err := range s.Documents(context.Background(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		if c.Current {
			urls = append(urls, c.URL)
		}
	}
	return urls
}

func sameSet(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s: %s is too much", what, g)
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s: %s is missing", what, w)
		}
	}
}

func TestEachFamilysReportsAreFoundAndNothingElse(t *testing.T) {
	for _, site := range fixture.Families() {
		t.Run(site.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, site)
			summary, events, requests := w.run(Options{})
			sameSet(t, "reports", w.found(), site.Reports)
			if t.Failed() {
				for _, e := range events {
					t.Logf("%s %s %s %d %q %s", e.Role, e.Outcome, e.URL, e.Status, e.Title, e.Detail)
				}
			}
			checkManners(t, site, requests, time.Second)
			if cost := summary.Portals[0].RequestsPerReport(); cost > 5 {
				t.Errorf("%.1f requests for each report", cost)
			}
			t.Logf("%d requests for %d reports", summary.Requests, len(site.Reports))
		})
	}
}

// checkManners judges a log of requests.
func checkManners(t *testing.T, site *fixture.Site, requests []fixture.Request, gap time.Duration) {
	t.Helper()
	var ended time.Time
	for i, r := range requests {
		if r.Host != site.Host {
			continue
		}
		if r.Together > 1 {
			t.Errorf("%d requests at once at %s", r.Together, r.Path)
		}
		for _, closed := range site.Closed {
			if len(r.Path) >= len(closed) && r.Path[:len(closed)] == closed {
				t.Errorf("asked for %s, which robots.txt closes", r.Path)
			}
		}
		if i == 0 && r.Path != "/robots.txt" {
			t.Errorf("the first request is %s, not /robots.txt", r.Path)
		}
		if !ended.IsZero() && r.Began.Sub(ended) < gap {
			t.Errorf("%s came %s after the one before", r.Path, r.Began.Sub(ended))
		}
		if r.UserAgent != "gongkai/dev (+mailto:test@example.org)" {
			t.Errorf("user agent %q", r.UserAgent)
		}
		ended = r.Ended
	}
}

func TestASecondCrawlAsksOnlyForListsAndGetsThemUnchanged(t *testing.T) {
	for _, site := range fixture.Families() {
		t.Run(site.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, site)
			w.run(Options{})
			before := w.found()
			w.clock.Sleep(context.Background(), time.Hour)
			summary, events, requests := w.run(Options{})
			for _, e := range events {
				if e.Outcome != Unchanged && e.Outcome != EndOfList && e.Outcome != Disallowed {
					t.Errorf("%s %s %s: %s", e.Role, e.Outcome, e.URL, e.Detail)
				}
			}
			for _, r := range requests {
				if r.Status != 304 && r.Status != 302 && r.Status != 404 && r.Method == "GET" && r.Path != "/robots.txt" && !(site.Name == "generic" && r.Path == "/") {
					t.Errorf("%s %s answers %d", r.Method, r.Path, r.Status)
				}
			}
			if got := summary.Portals[0].Outcomes[Skipped]; got != len(site.Reports) {
				t.Errorf("%d reports skipped, want %d", got, len(site.Reports))
			}
			sameSet(t, "reports", w.found(), before)
		})
	}
}

func TestARefreshConfirmsEachReportWithAboutOneRequest(t *testing.T) {
	for _, site := range fixture.Families() {
		t.Run(site.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, site)
			w.run(Options{})
			before := w.found()
			w.clock.Sleep(context.Background(), time.Hour)
			_, events, _ := w.run(Options{Refresh: true})
			items, lists := 0, 0
			for _, e := range events {
				switch {
				case e.Role == RoleItem || e.Role == RoleFile || e.Role == RoleFrame:
					items++
				default:
					lists++
				}
				if e.Outcome == Changed || !e.Outcome.Good() && e.Outcome != Disallowed {
					t.Errorf("%s %s %s: %s", e.Role, e.Outcome, e.URL, e.Detail)
				}
			}
			if float64(items) > 1.2*float64(len(site.Reports)) {
				t.Errorf("%d requests for %d known reports, beside %d lists", items, len(site.Reports), lists)
			}
			sameSet(t, "reports", w.found(), before)
		})
	}
}
