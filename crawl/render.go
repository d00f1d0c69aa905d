package crawl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"gongkai/crawl/portal"
)

// The bounds of one rendering: how many requests a page may cause, how long it
// may take, and how long nothing may happen before it counts as finished.
const (
	renderRequests = 60
	renderTimeout  = 5 * time.Minute
	renderSettle   = 700 * time.Millisecond
)

// errNoBrowser is the error of a portal that asks for a browser where none is.
var errNoBrowser = errors.New("render: chromium is asked for, and no Chromium is on this machine")

// render shows a page in a browser and returns it as it stands after its scripts
// ran. The browser itself has no way to the network: each of its requests is
// stopped and made by the crawler, with all manners, and archived; pictures,
// fonts and styles are not asked for at all.
func (f *fetcher) render(ctx context.Context, w want, a *answer) (*portal.Page, error) {
	program := findBrowser()
	if program == "" {
		return nil, errNoBrowser
	}
	ctx, cancel := context.WithTimeout(ctx, renderTimeout)
	defer cancel()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-sandbox", os.Geteuid() == 0), // Chromium refuses to run as root with one
	)
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	tab, closeTab := chromedp.NewContext(allocator)
	defer closeTab()

	paused := chromedp.Events(tab, fetch.RequestPaused)
	if _, err := chromedp.Call(tab, fetch.Enable, fetch.EnableParams{}); err != nil {
		return nil, fmt.Errorf("render %s: %w", a.final, err)
	}
	s := &stand{fetcher: f, want: w, page: a, tab: tab, log: f.log}
	s.touch()
	served := make(chan error, 1)
	var wait sync.WaitGroup
	wait.Go(func() {
		for request, err := range paused {
			if err != nil {
				return // the tab is closed
			}
			if err := s.serve(ctx, &request); err != nil {
				served <- err
				cancel()
				return
			}
		}
	})
	html, err := s.show(ctx, a.final.String())
	closeTab()
	cancel()
	wait.Wait()
	select {
	case fault := <-served:
		return nil, fault
	default:
	}
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", a.final, err)
	}
	return portal.Parse(a.final, "text/html; charset=utf-8", []byte(html)), nil
}

// stand answers a browser's requests in place of the network.
type stand struct {
	fetcher *fetcher
	want    want
	page    *answer
	tab     context.Context
	log     *slog.Logger
	asked   int
	busy    atomic.Bool
	// idle is when the last request was answered, in milliseconds of the machine's clock.
	idle atomic.Int64
}

func (s *stand) touch() { s.idle.Store(time.Now().UnixMilli()) }

// show opens the page, waits until nothing happens any more and reads it.
func (s *stand) show(ctx context.Context, address string) (string, error) {
	if err := chromedp.Do(s.tab, chromedp.Navigate(address)); err != nil {
		return "", err
	}
	for s.busy.Load() || time.Now().UnixMilli()-s.idle.Load() < renderSettle.Milliseconds() {
		if err := (systemClock{}).Sleep(ctx, renderSettle/7); err != nil {
			return "", err
		}
	}
	return chromedp.Run(s.tab, chromedp.Evaluate[string](`document.documentElement.outerHTML`))
}

// serve answers one request. Its error ends the rendering.
func (s *stand) serve(ctx context.Context, r *fetch.EventRequestPaused) error {
	s.busy.Store(true)
	defer func() {
		s.touch()
		s.busy.Store(false)
	}()
	refuse := func() error {
		_, err := chromedp.Call(s.tab, fetch.FailRequest, fetch.FailRequestParams{RequestID: r.RequestID, ErrorReason: network.ErrorReasonBlockedByClient})
		s.forget(err)
		return nil
	}
	if r.Request.URL == s.page.final.String() && s.asked == 0 {
		s.asked++
		s.fulfill(r, s.page.last)
		return nil
	}
	switch r.ResourceType {
	case network.ResourceTypeDocument, network.ResourceTypeScript, network.ResourceTypeXHR, network.ResourceTypeFetch:
	default:
		return refuse()
	}
	u, err := url.Parse(r.Request.URL)
	method := r.Request.Method
	if err != nil || s.asked >= renderRequests || !s.want.allowed.has(u) || method != http.MethodGet && method != http.MethodPost {
		return refuse()
	}
	s.asked++
	var body bytes.Buffer
	for _, entry := range r.Request.PostDataEntries {
		body.Write(entry.Bytes)
	}
	ask := want{allowed: s.want.allowed, Request: portal.Request{Method: method, URL: r.Request.URL, Body: body.String(), ContentType: headerOf(r.Request, "Content-Type")}}
	part := &answer{}
	if err := s.fetcher.step(ctx, part, ask, u, s.page.final.String()); err != nil {
		return err
	}
	s.page.requests += part.requests
	s.page.bytes += part.bytes
	s.page.kept = append(s.page.kept, part.kept...)
	if part.last == nil {
		return refuse()
	}
	s.fulfill(r, part.last)
	return nil
}

func (s *stand) fulfill(r *fetch.EventRequestPaused, x *exchange) {
	params := fetch.FulfillRequestParams{RequestID: r.RequestID, ResponseCode: int64(x.status), Body: x.body}
	for _, name := range [...]string{"Content-Type", "Location", "Access-Control-Allow-Origin"} {
		if value := x.header.Get(name); value != "" {
			params.ResponseHeaders = append(params.ResponseHeaders, &fetch.HeaderEntry{Name: name, Value: value})
		}
	}
	_, err := chromedp.Call(s.tab, fetch.FulfillRequest, params)
	s.forget(err)
}

// forget notes the error of answering the browser: it is that of a request which
// the page has given up meanwhile, or of a tab that is closed, which ends the
// stream of requests by itself.
func (s *stand) forget(err error) {
	if err != nil {
		s.log.Debug("answer the browser", "url", s.want.URL, "error", err)
	}
}

func headerOf(r *network.Request, name string) string {
	for key, value := range r.Headers {
		if http.CanonicalHeaderKey(key) == name {
			return fmt.Sprint(value)
		}
	}
	return ""
}

// findBrowser returns the path of a Chromium on this machine, "" where none is.
func findBrowser() string {
	for _, name := range [...]string{"chromium", "chromium-browser", "headless-shell", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
