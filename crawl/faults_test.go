package crawl

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/crawl/fixture"
)

func TestEachFaultEndsInItsNamedOutcomeAndTheRestIsFound(t *testing.T) {
	site, faults := fixture.Faulty()
	w := newWorld(t, site)
	w.config.Manners.MaxBody = fixture.LargeBody / 2
	summary, events, requests := w.run(Options{})
	outcomes := map[string]Outcome{}
	for _, e := range events {
		outcomes[strings.TrimPrefix(e.URL, "http://"+site.Host)] = e.Outcome
		if e.Failed() && e.Advice == "" {
			t.Errorf("%s: no advice for %s", e.URL, e.Outcome)
		}
	}
	failed := 0
	for _, fault := range faults {
		if got := outcomes[fault.Path]; string(got) != fault.Outcome {
			t.Errorf("%s ends as %q, want %s", fault.Path, got, fault.Outcome)
		}
		if !Outcome(fault.Outcome).Good() {
			failed++
		}
	}
	if summary.Failed() != failed {
		t.Errorf("%d failed, want %d", summary.Failed(), failed)
	}
	sameSet(t, "reports", w.found(), site.Reports)
	checkManners(t, site, requests, time.Second)
	if t.Failed() {
		for _, e := range events {
			t.Logf("%s %s %s %d %q %s", e.Role, e.Outcome, e.URL, e.Status, e.Title, e.Detail)
		}
	}
	for i, r := range requests {
		if r.Host != site.Host {
			t.Errorf("a request to %s", r.Host)
		}
		if (r.Status == 429 || r.Status == 503) && i+1 < len(requests) && requests[i+1].Began.Sub(r.Ended) < 40*time.Second {
			t.Errorf("after %d the host was asked again in %s", r.Status, requests[i+1].Began.Sub(r.Ended))
		}
	}
}

func TestAClosedPortalIsNamedAndLeftAlone(t *testing.T) {
	cases := []struct {
		site    string
		outcome Outcome
		most    int // requests, robots.txt included
	}{
		{"wall_412", Blocked, 2},
		{"wall_521", Blocked, 2},
		{"wall_403", Blocked, 2},
		{"wall_200", Blocked, 2},
		{"wall_later", Blocked, 5},
		{"robots_500", RobotsUnavailable, 1},
		{"robots_wall", Blocked, 1},
		{"far", OffHost, 2},
		{"later", RateLimited, 2},
		{"scripts", NeedsScripts, 5},
	}
	for _, c := range cases {
		t.Run(c.site, func(t *testing.T) {
			t.Parallel()
			site := fixture.Shut(c.site)
			w := newWorld(t, site)
			summary, events, requests := w.run(Options{})
			if summary.Portals[0].Outcomes[c.outcome] == 0 {
				t.Errorf("outcomes %v, want %s", summary.Portals[0].Outcomes, c.outcome)
			}
			if len(requests) > c.most {
				t.Errorf("%d requests, want at most %d", len(requests), c.most)
			}
			if summary.Failed() == 0 {
				t.Error("nothing failed")
			}
			for _, e := range events {
				if e.Failed() && e.Outcome != c.outcome {
					t.Errorf("%s ends as %s", e.URL, e.Outcome)
				}
			}
			checkManners(t, site, requests, time.Second)
			if c.outcome != Blocked {
				return
			}
			// The wall is not knocked at again the same day.
			w.clock.Sleep(context.Background(), time.Hour)
			if _, _, again := w.run(Options{}); len(again) > 0 {
				t.Errorf("asked again an hour later: %v", again)
			}
			w.clock.Sleep(context.Background(), 24*time.Hour)
			if _, _, again := w.run(Options{}); len(again) == 0 {
				t.Error("never asked again")
			}
		})
	}
}

func TestAnUnreachablePortalIsNamedAfterAFewTries(t *testing.T) {
	site := fixture.NewSite("gone", "www.gone.test")
	w := newWorld(t, site)
	w.server.Close()
	summary, _, _ := w.run(Options{})
	p := summary.Portals[0]
	if p.Reachable || p.Outcomes[Unreachable] != 1 || p.Requests > 4 {
		t.Errorf("reachable %v, outcomes %v, %d requests", p.Reachable, p.Outcomes, p.Requests)
	}
}

func TestASlowPortalIsLeftAfterItsTime(t *testing.T) {
	for name, begin := range map[string]string{"before it answers": "", "in the middle of a page": "<html>"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := fixture.NewSite("slow", "www.slow.test")
			site.Handle(func(w http.ResponseWriter, r *http.Request, _ string) bool {
				if r.URL.Path != "/" {
					return false
				}
				if begin != "" {
					w.WriteHeader(http.StatusOK)
					fixture.Begin(w, begin)
				}
				<-r.Context().Done()
				return true
			})
			w := newWorld(t, site)
			w.config.Manners.Timeout = 60 * time.Millisecond
			summary, _, requests := w.run(Options{})
			if summary.Portals[0].Outcomes[TimedOut] != 1 || len(requests) > 5 {
				t.Errorf("outcomes %v with %d requests", summary.Portals[0].Outcomes, len(requests))
			}
		})
	}
}

func TestEveryOutcomeHasAdvice(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range [...]Outcome{
		Fetched, Changed, Unchanged, Irrelevant, OutOfScope, Duplicate, Skipped, Planned, EndOfList,
		NotReport, NotFound, Gone, Soft404, Empty, CutOff, WrongType, TooLarge, Blocked, Forbidden, Disallowed,
		RobotsUnavailable, Unreachable, TLSFailed, TimedOut, RedirectLoop, OffHost, ServerError,
		RateLimited, OverBudget, NeedsScripts, BadAddress,
	} {
		advice := o.Advice()
		if advice == Outcome("").Advice() || seen[advice] {
			t.Errorf("%s has no advice of its own: %q", o, advice)
		}
		seen[advice] = true
	}
}

func TestTheStoreListsWhatNeedsAPersonWithoutANetwork(t *testing.T) {
	site, faults := fixture.Faulty()
	w := newWorld(t, site)
	w.config.Manners.MaxBody = fixture.LargeBody / 2
	summary, _, _ := w.run(Options{})
	w.server.Close()
	s, err := OpenStore(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	failures, err := s.Failures(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(failures) != summary.Failed() {
		t.Errorf("%d failures listed, %d counted", len(failures), summary.Failed())
	}
	for _, f := range failures {
		if f.Advice == "" || f.Why == "" || f.Time.IsZero() || !slices.ContainsFunc(faults, func(fault fixture.Fault) bool { return strings.HasSuffix(f.URL, fault.Path) }) {
			t.Errorf("failure %+v", f)
		}
	}
}
