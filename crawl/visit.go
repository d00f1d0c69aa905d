package crawl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"gongkai/crawl/portal"
	"gongkai/internal/document/kind"
)

// visit asks for one address, judges what comes and commits it.
func (r *run) visit(ctx context.Context, t *task) error {
	state := r.portals[t.portal]
	answer, err := r.fetcher.fetch(ctx, r.want(t, state))
	if err != nil {
		return err
	}
	result, err := r.conclude(ctx, t, state, answer)
	if err != nil {
		return err
	}
	// What was answered is kept, though the run may be ending.
	ctx = context.WithoutCancel(ctx)
	r.addCost(state, answer)
	if r.mayRetry(t, result, answer) {
		r.log.Info("retry", "portal", t.portal, "url", t.url, "outcome", string(result.outcome), "tries", t.tries+1)
		if err := r.fetcher.sync(); err != nil {
			return err
		}
		return r.frontier.retry(ctx, t, result, r.clock.Now().Add(r.fetcher.gates.backoff(t.tries+1)))
	}
	if t.pager != nil && (result.outcome == NotFound || result.outcome == Soft404 || result.outcome == ServerError || result.outcome == BadAddress) {
		if err := r.frontier.skipPage(ctx, t, state.round); err != nil {
			return fmt.Errorf("frontier: %s: %w", t.url, err)
		}
		if t.pager.Page > 1 || t.pager.Size > 10 {
			result.outcome = EndOfList
		}
	}
	if err := r.fetcher.archiveNote(t, state.judge.portal.County, result); err != nil {
		return err
	}
	if err := r.frontier.commit(ctx, t, result, r.manners, state.round, state.refresh, r.clock.Now()); err != nil {
		return err
	}
	r.note(t, result)
	r.report(t, state, result)
	return nil
}

// want says how an address is asked for: conditionally where its last content is
// kept and was understood.
func (r *run) want(t *task, state *portalState) want {
	w := want{
		Request: portal.Request{Method: http.MethodGet, URL: t.url},
		referer: t.referer, allowed: state.judge.allowed,
		item: t.role == RoleItem || t.role == RoleFile || t.role == RoleFrame,
	}
	if t.pager != nil {
		w.Request = t.pager.Request()
	}
	if state.judge.portal.Render != "" && t.role != RoleItem && t.role != RoleFile {
		return w // what a script fills in changes though the page does not
	}
	switch t.outcome {
	case Fetched, Changed, Unchanged, Duplicate, Irrelevant:
		w.etag, w.modified, w.digest = t.etag, t.modified, t.digest
	}
	return w
}

// conclude turns an answer into a result. Its error is that of a rendering, which
// makes requests of its own.
func (r *run) conclude(ctx context.Context, t *task, state *portalState, a *answer) (*result, error) {
	out := &result{outcome: a.outcome, detail: a.detail, answer: a, sha: t.lastSHA}
	switch {
	case a.outcome == Unchanged:
		out.report = t.report
		return out, nil
	case a.outcome == NotFound || a.outcome == Soft404:
		if t.report {
			out.outcome = Gone
		}
		return out, nil
	case a.outcome != "":
		return out, nil
	}
	sum := sha256.Sum256(a.last.body)
	before := t.lastSHA
	out.sha = hex.EncodeToString(sum[:])
	if detail := tornTail(a.kind, a.last.body); detail != "" && (a.kind != kind.HTML || out.sha != before) && !(a.kind == kind.HTML && t.pager != nil) {
		// A page that lacks its end twice in the same way was written so.
		out.outcome, out.detail = CutOff, detail
		return out, nil
	}
	// On a further try the digest is that of the try before, which failed.
	if t.report && out.sha == before && t.tries == 0 && t.outcome.Good() {
		out.outcome, out.report = Unchanged, true
		return out, nil
	}
	judged := *t
	judged.url = a.final.String()
	if a.kind == kind.HTML {
		out.judged = state.judge.page(&judged, a.page)
		if out.judged.outcome == NeedsScripts && state.judge.portal.Render == "chromium" {
			page, err := r.fetcher.render(ctx, r.want(t, state), a)
			switch {
			case errors.Is(err, errRunBudget) || ctx.Err() != nil:
				return nil, err
			case err != nil:
				out.judged.detail = err.Error()
			default:
				out.judged = state.judge.page(&judged, page)
			}
		}
	} else {
		out.judged = state.judge.document(&judged, a.kind, out.sha)
	}
	out.outcome, out.detail = Fetched, out.judged.detail
	if missing, err := r.illustrate(ctx, t, state, a, out.judged); err != nil {
		return nil, err
	} else if missing != nil {
		if missing.outcome.retryable() && t.tries+1 < r.manners.Tries {
			out.outcome, out.detail, out.judged = missing.outcome, "a picture of the page: "+missing.detail, nil
			return out, nil
		}
		out.detail = "a picture of the page: " + string(missing.outcome)
	}
	switch {
	case out.judged.outcome == Soft404 && t.report:
		out.outcome, out.judged = Gone, nil
	case out.judged.outcome != "":
		out.outcome = out.judged.outcome
	case out.sha == before && t.tries == 0:
		out.outcome = Unchanged
	}
	if out.judged != nil && t.role == RoleNotice {
		state.steerNotices(t, out.judged)
	}
	return out, nil
}

func (r *run) mayRetry(t *task, result *result, a *answer) bool {
	if !result.outcome.retryable() || t.tries+1 >= r.manners.Tries || a.final == nil {
		return false
	}
	return r.fetcher.gates.at(hostKey(a.final)).state() == nil
}

// note keeps a portal's account of what it has.
func (r *run) note(t *task, result *result) {
	state := r.portals[t.portal]
	if t.role == RoleEntry && (result.outcome == Fetched || result.outcome == Unchanged || result.outcome == Changed) {
		state.setReachable()
	}
	if result.isNew {
		state.foundReport(result.town, result.year)
	}
	if result.outcome == Gone {
		r.log.Warn("report withdrawn", "portal", t.portal, "url", t.url)
	}
}

// event makes the event of a result.
func (r *run) event(t *task, result *result) Event {
	e := Event{
		Time: r.clock.Now().In(chinaTime).Truncate(time.Millisecond), Portal: t.portal, County: r.portals[t.portal].judge.portal.County,
		URL: t.url, Role: t.role, Outcome: result.outcome, Report: result.report,
		Title: t.title, Why: t.why, Detail: result.detail,
	}
	if a := result.answer; a != nil {
		e.Bytes = a.bytes
		if a.last != nil {
			e.Status = a.last.status
		}
		if a.final != nil && result.outcome.Good() {
			if u, err := url.Parse(t.url); err == nil && u.String() != a.final.String() {
				e.Detail = "redirected to " + a.final.String()
			}
		}
	}
	if result.report {
		e.SHA256 = result.sha
	}
	if !result.outcome.Good() {
		e.Advice = result.outcome.Advice()
	}
	return e
}
