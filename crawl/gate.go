package crawl

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"gongkai/crawl/robots"
)

// shut is the error of a gate that lets nothing more through in this run.
type shut struct {
	outcome Outcome
	detail  string
}

func (s *shut) Error() string { return string(s.outcome) + ": " + s.detail }

// gates keeps one gate for each host, and the budget of the run.
type gates struct {
	manners Manners
	quiet   quietHours
	clock   Clock

	mu       sync.Mutex
	hosts    map[string]*gate
	requests int
	bytes    int64
}

func newGates(manners Manners, clock Clock) (*gates, error) {
	quiet, err := parseQuiet(manners.Quiet)
	if err != nil {
		return nil, err
	}
	return &gates{manners: manners, quiet: quiet, clock: clock, hosts: map[string]*gate{}}, nil
}

// gate lets the requests to one host through, one at a time and with the gap
// between two. Its turn is a channel of one: who holds the token may ask.
type gate struct {
	host string
	turn chan struct{}

	// The following belong to the holder of the turn.
	robotsRead bool
	rules      robots.Rules
	ended      time.Time
	notBefore  time.Time
	requests   int
	bytes      int64
	// strikes and errors count, since the last good answer, what shows the host down
	// and what may be one page's fault.
	strikes, errors int
	ways            schemes

	mu     sync.Mutex
	closed *shut
}

func (g *gates) at(host string) *gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := g.hosts[host]
	if at == nil {
		at = &gate{host: host, turn: make(chan struct{}, 1)}
		at.turn <- struct{}{}
		g.hosts[host] = at
	}
	return at
}

// enter waits for the turn at a host; leave gives it back.
func (h *gate) enter(ctx context.Context) error {
	select {
	case <-h.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *gate) leave() { h.turn <- struct{}{} }

// shutFor closes the gate for the rest of the run.
func (h *gate) shutFor(outcome Outcome, detail string) *shut {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed == nil {
		h.closed = &shut{outcome, detail}
	}
	return h.closed
}

// state returns why the gate is closed, nil while it is open.
func (h *gate) state() *shut {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

// pace waits until the next request to the host may begin. Its caller has the turn.
func (g *gates) pace(ctx context.Context, h *gate) error {
	if closed := h.state(); closed != nil {
		return closed
	}
	if err := g.spend(h); err != nil {
		return err
	}
	for {
		now := g.clock.Now()
		var wait time.Duration
		if !h.ended.IsZero() {
			gap := max(g.manners.Gap, h.rules.Delay)
			gap += time.Duration(rand.Int64N(int64(gap)/3 + 1))
			wait = h.ended.Add(gap).Sub(now)
		}
		wait = max(wait, h.notBefore.Sub(now), g.quiet.remaining(now))
		if wait <= 0 {
			return ctx.Err()
		}
		if err := g.clock.Sleep(ctx, wait); err != nil {
			return err
		}
		if g.quiet.remaining(g.clock.Now()) <= 0 {
			return nil
		}
	}
}

// errRunBudget ends a run whose budget of requests or bytes is spent.
var errRunBudget = errors.New("the budget of the run is spent")

func (g *gates) spend(h *gate) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.requests >= g.manners.RunRequests || g.bytes >= g.manners.RunBytes {
		return errRunBudget
	}
	if h.requests >= g.manners.HostRequests || h.bytes >= g.manners.HostBytes {
		return h.shutFor(OverBudget, fmt.Sprintf("%d requests and %d bytes from %s", h.requests, h.bytes, h.host))
	}
	g.requests++
	h.requests++
	return nil
}

func (g *gates) received(h *gate, n int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.bytes += n
	h.bytes += n
}

func (g *gates) spent() (requests int, bytes int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.requests, g.bytes
}

// maxStrikes is how many requests in a row may find a host down before it is left
// for the run.
const maxStrikes = 3

// heed draws the host's conclusions from an outcome: how long to wait before the
// next request, or that there is none. Its caller has the turn.
func (g *gates) heed(h *gate, outcome Outcome, detail string, header http.Header) {
	now := g.clock.Now()
	switch outcome {
	case Blocked:
		h.shutFor(Blocked, detail)
	case ServerError:
		// It may be one bad page of a sound host: others need not wait for it.
		if h.errors++; h.errors >= 4*maxStrikes {
			h.shutFor(outcome, detail)
		}
	case RateLimited, TimedOut, Unreachable, TLSFailed:
		h.strikes++
		wait := g.backoff(h.strikes)
		if asked, ok := retryAfter(header, now); ok {
			wait = asked
		}
		switch {
		case wait > g.manners.MaxWait:
			h.shutFor(RateLimited, fmt.Sprintf("the host asks to wait %s", wait.Round(time.Second)))
		case h.strikes >= maxStrikes:
			h.shutFor(outcome, detail)
		default:
			h.notBefore = now.Add(wait)
		}
	case Forbidden:
		if h.strikes++; h.strikes >= 2*maxStrikes {
			h.shutFor(Blocked, "every request is refused")
		}
	default:
		h.strikes, h.errors = 0, 0
	}
}

// backoff doubles from five gaps and adds up to a half at random.
func (g *gates) backoff(tries int) time.Duration {
	wait := 5 * g.manners.Gap << min(max(tries, 1)-1, 6)
	return wait + time.Duration(rand.Int64N(int64(wait)/2+1))
}

func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 7*24*3600)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// robotsPath returns what robots.txt rules are compared with.
func robotsPath(u *url.URL) string {
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}
