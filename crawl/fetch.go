package crawl

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"gongkai/crawl/portal"
	"gongkai/crawl/robots"
	"gongkai/crawl/warc"
	"gongkai/internal/document/kind"
)

// want is one address to ask for, with what is known of it.
type want struct {
	portal.Request
	referer        string
	etag, modified string
	// digest names the payload that a 304 confirms.
	digest  string
	allowed allowedHosts
	// item is true where one document is wanted and no page of links.
	item bool
}

// answer is what came of a want.
type answer struct {
	outcome Outcome // "" for a whole body that is worth reading
	detail  string
	// last is the last exchange, nil where no request was made or answered.
	last  *exchange
	final *url.URL
	kind  string
	// page is the body read as a page, for kind html.
	page *portal.Page
	// kept are the archive's records of all the exchanges; the last stands at place.
	kept  []keptPayload
	place warc.Place
	// chain are the addresses of the redirects, requests and bytes the cost.
	chain    []string
	requests int
	bytes    int64
}

type keptPayload struct {
	digest, record, target string
	place                  warc.Place
	date                   time.Time
}

// fetcher asks for addresses with all manners and archives what comes.
type fetcher struct {
	wire     *wire
	gates    *gates
	manners  Manners
	frontier *frontier
	clock    Clock
	log      *slog.Logger

	archiveMu sync.Mutex
	archive   *warc.Writer
}

// maxHops bounds the redirects of one want, those of pages and scripts included.
const maxHops = 8

// fetch asks for one address and follows its redirects. Its error is a fault of
// the crawler, the end of the context or of the run's budget; everything that a
// portal can do is an outcome.
func (f *fetcher) fetch(ctx context.Context, w want) (*answer, error) {
	a := &answer{}
	visited := map[string]bool{}
	address, referer := w.URL, w.referer
	for hop := 0; ; hop++ {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			a.outcome, a.detail = BadAddress, address
			return a, nil
		}
		a.final = u
		if !w.allowed.has(u) {
			a.outcome, a.detail = OffHost, u.Host
			return a, nil
		}
		if visited[address] || hop > maxHops {
			a.outcome, a.detail = RedirectLoop, strings.Join(append(a.chain, address), " → ")
			return a, nil
		}
		visited[address] = true
		if err := f.step(ctx, a, w, u, referer); err != nil {
			return nil, err
		}
		next := f.redirect(a, w, a.final)
		if next == "" {
			return a, nil
		}
		if visited[next] && next != a.final.String() && sameButScheme(next, a.final) {
			// https does not work, and http leads there and nowhere else.
			a.outcome, a.detail = TLSFailed, strings.Join([]string{address, a.final.String(), next}, " → ")
			return a, nil
		}
		a.chain = append(a.chain, address)
		address, referer = next, address
		a.outcome, a.detail, a.page, a.kind = "", "", nil, ""
		if w.Method != http.MethodGet {
			w.Method, w.Body, w.ContentType = http.MethodGet, "", ""
		}
	}
}

// step makes one request of a want.
func (f *fetcher) step(ctx context.Context, a *answer, w want, u *url.URL, referer string) error {
	h := f.gates.at(hostKey(u))
	if err := h.enter(ctx); err != nil {
		return err
	}
	defer h.leave()
	if err := f.readRobots(ctx, a, h, u, w.allowed); err != nil {
		return f.stopped(a, err)
	}
	if !h.rules.Allowed(robotsPath(u)) {
		a.outcome, a.detail = Disallowed, "robots.txt: "+robotsPath(u)
		return nil
	}
	header := http.Header{}
	header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8")
	header.Set("Accept-Language", "zh-CN,zh;q=0.9")
	if referer != "" {
		header.Set("Referer", referer)
	}
	if w.ContentType != "" && w.Method == http.MethodPost {
		header.Set("Content-Type", w.ContentType)
		header.Set("X-Requested-With", "XMLHttpRequest")
	}
	if w.digest != "" {
		if w.etag != "" {
			header.Set("If-None-Match", w.etag)
		}
		if w.modified != "" {
			header.Set("If-Modified-Since", w.modified)
		}
	}
	if err := f.ask(ctx, a, h, w.Request, u, header, w.digest); err != nil {
		return f.stopped(a, err)
	}
	u = h.ways.through(u)
	a.final = u
	if a.outcome != "" || a.last == nil || a.last.status >= 300 {
		return nil
	}
	a.kind = kindOf(a.last.body)
	if a.kind == kind.HTML {
		a.page = portal.Parse(u, a.last.header.Get("Content-Type"), a.last.body)
	}
	return nil
}

// stopped turns the closing of a gate into the answer's outcome.
func (f *fetcher) stopped(a *answer, err error) error {
	var closed *shut
	if errors.As(err, &closed) {
		a.outcome, a.detail = closed.outcome, closed.detail
		return nil
	}
	return err
}

// ask makes one paced request to a host whose turn the caller has, archives the
// answer and judges it from outside.
func (f *fetcher) ask(ctx context.Context, a *answer, h *gate, req portal.Request, u *url.URL, header http.Header, digest string) error {
	if err := f.gates.pace(ctx, h); err != nil {
		return err
	}
	u = h.ways.through(u)
	a.requests++
	x, err := f.wire.do(ctx, f.manners.Timeout, req.Method, u.String(), req.Body, header)
	h.ended = f.clock.Now()
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.outcome, a.detail = wireOutcome(err), err.Error()
		if h.ways.failed(u, a.outcome, err) {
			f.log.Info("try the other scheme", "url", u.String(), "outcome", string(a.outcome), "detail", a.detail)
			a.outcome, a.detail = "", ""
			return f.ask(ctx, a, h, req, u, header, digest)
		}
		f.gates.heed(h, a.outcome, a.detail, nil)
		return nil
	}
	h.ways.answered(u.Scheme)
	a.last = x
	a.bytes += int64(len(x.raw))
	f.gates.received(h, int64(len(x.raw)))
	if err := f.keep(ctx, a, x, digest); err != nil {
		return err
	}
	a.outcome, a.detail = verdict(x)
	f.gates.heed(h, a.outcome, a.detail, x.header)
	if a.outcome == Blocked || a.outcome == RateLimited {
		return f.frontier.avoid(ctx, h.host, a.outcome, f.avoidUntil(a.outcome, x.header))
	}
	return nil
}

// avoidUntil is when the next run may ask a host again that sent us away.
func (f *fetcher) avoidUntil(outcome Outcome, header http.Header) time.Time {
	now := f.clock.Now()
	if wait, ok := retryAfter(header, now); ok {
		return now.Add(wait)
	}
	if outcome == Blocked {
		return now.Add(24 * time.Hour)
	}
	return now
}

func sameButScheme(address string, u *url.URL) bool {
	turned := *u
	turned.Scheme = other(u.Scheme)
	return address == turned.String()
}

// redirect returns where an answer sends its asker, "" where it is final.
func (f *fetcher) redirect(a *answer, w want, u *url.URL) string {
	if a.last == nil || a.outcome != "" {
		return ""
	}
	var next string
	switch status := a.last.status; {
	case status >= 300 && status < 400:
		target, err := u.Parse(strings.TrimSpace(a.last.header.Get("Location")))
		if err != nil || a.last.header.Get("Location") == "" {
			a.outcome, a.detail = BadAddress, fmt.Sprintf("%d without a place to go", status)
			return ""
		}
		target.Fragment = ""
		next = target.String()
	case a.page != nil && w.Method == http.MethodGet:
		next = pageRedirect(a.page)
		if next == u.String() {
			next = ""
		}
	}
	if next == "" {
		return ""
	}
	// A document's address that leads to the front page is a missing page in disguise.
	if target, err := url.Parse(next); err == nil && w.item && isFrontPage(target) && !isFrontPage(u) {
		a.outcome, a.detail = Soft404, "sent to the front page "+next
		return ""
	}
	return next
}

func isFrontPage(u *url.URL) bool {
	return u.RawQuery == "" && (u.Path == "" || u.Path == "/" || indexPage.MatchString(strings.TrimPrefix(u.Path, "/")))
}

// robotsAge is how long a robots.txt is believed: RFC 9309 asks for at most a day.
const robotsAge = 24 * time.Hour

// readRobots makes sure that the host's robots.txt is known, and closes the gate
// where it cannot be. Its caller has the turn.
func (f *fetcher) readRobots(ctx context.Context, a *answer, h *gate, u *url.URL, allowed allowedHosts) error {
	if closed := h.state(); closed != nil {
		return closed
	}
	if h.robotsRead {
		return nil
	}
	now := f.clock.Now()
	known, err := f.frontier.host(ctx, h.host)
	if err != nil {
		return err
	}
	if known.notBefore.After(now) {
		return h.shutFor(Outcome(known.why), "the host asked to stay away until "+known.notBefore.In(chinaTime).Format(time.DateTime))
	}
	if known.robotsStatus == 0 || now.Sub(known.robotsFetched) > robotsAge {
		if known.robotsStatus, known.robots, err = f.askRobots(ctx, a, h, u, allowed); err != nil {
			return err
		}
		if err := f.frontier.keepRobots(ctx, h.host, known.robotsStatus, known.robots, now); err != nil {
			return err
		}
	}
	switch robots.ForStatus(known.robotsStatus) {
	case robots.StayAway:
		return h.shutFor(RobotsUnavailable, fmt.Sprintf("robots.txt answers %d", known.robotsStatus))
	case robots.Read:
		h.rules = robots.Parse(known.robots, agentToken)
	}
	h.robotsRead = true
	return nil
}

// askRobots asks for robots.txt, with up to five redirects among the allowed
// hosts of the same gate. A status of 0 is no answer.
func (f *fetcher) askRobots(ctx context.Context, a *answer, h *gate, u *url.URL, allowed allowedHosts) (int, []byte, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	header := http.Header{"Accept": {"text/plain,*/*;q=0.5"}}
	status := 0
	for range 6 {
		part := &answer{}
		err := f.ask(ctx, part, h, portal.Request{Method: http.MethodGet}, at, header, "")
		a.requests += part.requests
		a.bytes += part.bytes
		a.kept = append(a.kept, part.kept...)
		if err != nil {
			return 0, nil, err
		}
		if part.outcome == Blocked {
			return 0, nil, h.state()
		}
		if part.last == nil {
			// No answer at all: the gate waits and in the end closes with what it met,
			// which is a better name for it than that of the missing file.
			continue
		}
		status = part.last.status
		if status < 300 || status >= 400 {
			if part.last.err != nil && !errors.Is(part.last.err, errTooLarge) {
				return 0, nil, nil
			}
			return status, bytes.Clone(part.last.body), nil
		}
		next, err := at.Parse(part.last.header.Get("Location"))
		if err != nil || hostKey(next) != h.host || !allowed.has(next) {
			return http.StatusNotFound, nil, nil // it lies where we may not go: unavailable
		}
		asked := h.ways.through(at)
		if at = h.ways.through(next); at.String() == asked.String() && next.String() != asked.String() {
			return 0, nil, h.shutFor(TLSFailed, "robots.txt leads to "+next.String()+", and there is no answer by "+next.Scheme)
		}
	}
	return status, nil, nil
}

// keep archives one exchange before anything is concluded from it.
func (f *fetcher) keep(ctx context.Context, a *answer, x *exchange, confirmed string) error {
	f.archiveMu.Lock()
	defer f.archiveMu.Unlock()
	request := warc.NewRequest(x.began, x.address, x.method, x.path, x.host, x.sent, []byte(x.sentBody))
	digest := warc.Digest(x.raw)
	if x.status == http.StatusNotModified {
		digest = confirmed
	}
	place, original, known, err := f.frontier.payload(ctx, digest)
	if err != nil {
		return err
	}
	var response *warc.Record
	switch {
	case x.status == http.StatusNotModified && known:
		response = warc.NewRevisit(x.ended, x.address, warc.NotModified, x.status, x.header, original)
	case known && len(x.raw) > 0:
		response = warc.NewRevisit(x.ended, x.address, warc.SamePayload, x.status, x.header, original)
	default:
		response = warc.NewResponse(x.ended, x.address, x.status, x.header, x.raw)
	}
	switch {
	case errors.Is(x.err, errTooLarge):
		response.Header.Set("WARC-Truncated", "length")
	case errors.Is(x.err, context.DeadlineExceeded):
		response.Header.Set("WARC-Truncated", "time")
	case errors.Is(x.err, errCut):
		response.Header.Set("WARC-Truncated", "disconnect")
	}
	request.Header.Set("WARC-Concurrent-To", response.ID())
	places, err := f.archive.Append(response, request)
	if err != nil {
		return err
	}
	if !known {
		place = places[0]
		a.kept = append(a.kept, keptPayload{digest, response.ID(), x.address, place, x.ended})
	}
	a.place = place
	return nil
}

// hostRecord is what is known of a host over runs.
type hostRecord struct {
	robots        []byte
	robotsStatus  int
	robotsFetched time.Time
	notBefore     time.Time
	why           string
}

func (f *frontier) host(ctx context.Context, host string) (hostRecord, error) {
	var r hostRecord
	var fetched, notBefore int64
	err := f.db.QueryRowContext(ctx, `SELECT robots, robots_status, robots_fetched, not_before, why FROM host WHERE host = ?`, host).
		Scan(&r.robots, &r.robotsStatus, &fetched, &notBefore, &r.why)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("frontier: host %s: %w", host, err)
	}
	r.robotsFetched, r.notBefore = time.UnixMilli(fetched), time.UnixMilli(notBefore)
	return r, nil
}

// keepRobots notes a host's robots.txt. One that could not be had is not kept:
// the next run asks again.
func (f *frontier) keepRobots(ctx context.Context, host string, status int, body []byte, now time.Time) error {
	if robots.ForStatus(status) == robots.StayAway {
		status = 0
	}
	_, err := f.db.ExecContext(ctx, `INSERT INTO host (host, robots, robots_status, robots_fetched) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (host) DO UPDATE SET robots = ?2, robots_status = ?3, robots_fetched = ?4`, host, body, status, now.UnixMilli())
	if err != nil {
		return fmt.Errorf("frontier: robots of %s: %w", host, err)
	}
	return nil
}

// avoid notes that a host sent us away until some time.
func (f *frontier) avoid(ctx context.Context, host string, why Outcome, until time.Time) error {
	_, err := f.db.ExecContext(ctx, `INSERT INTO host (host, not_before, why) VALUES (?1, ?2, ?3)
		ON CONFLICT (host) DO UPDATE SET not_before = ?2, why = ?3`, host, until.UnixMilli(), string(why))
	if err != nil {
		return fmt.Errorf("frontier: host %s: %w", host, err)
	}
	return nil
}

// agentToken is the product token that robots.txt files may name.
const agentToken = "gongkai"
