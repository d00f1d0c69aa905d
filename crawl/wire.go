package crawl

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"
)

// exchange is one request and what came of it, as it went over the wire.
type exchange struct {
	method, address, sentBody string
	sent                      http.Header
	host, path                string

	status int
	header http.Header
	// raw is the body as sent, still packed; body is it unpacked.
	raw, body    []byte
	began, ended time.Time
	// err is what kept the body from coming whole: errCut, errTooLarge or another.
	err error
}

// wire makes requests with a colly collector. Colly resolves and cleans the
// address as browsers do, keeps the cookies and sets the headers; everything else
// that it would do stands ahead of it or behind it here:
//
//   - robots.txt, hosts and pace are decided by the gates before the collector is
//     asked: colly's own reading of robots.txt drops the file at one odd line;
//   - redirects are not followed, since each is a request with manners of its own;
//   - the body is read by the recorder below: colly would cut it at a limit and
//     not say so, and would change its charset.
type wire struct {
	collector *colly.Collector
}

type exchangeKey struct{}

func newWire(userAgent string, manners Manners, transport http.RoundTripper, clock Clock) *wire {
	if transport == nil {
		transport = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 20 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout:   20 * time.Second,
			ResponseHeaderTimeout: manners.Timeout,
			IdleConnTimeout:       60 * time.Second,
			MaxIdleConnsPerHost:   1,
			DisableCompression:    true,
			// Old portals renegotiate and speak only old TLS; HTTP/2 is left out, so that
			// what the archive holds is what was said.
			TLSClientConfig: &tls.Config{
				Renegotiation: tls.RenegotiateOnceAsClient, MinVersion: tls.VersionTLS10,
				CipherSuites: cipherSuites(), NextProtos: []string{"http/1.1"},
			},
		}
	}
	c := colly.NewCollector(colly.UserAgent(userAgent), colly.AllowURLRevisit(), colly.MaxBodySize(0))
	c.IgnoreRobotsTxt = true
	c.ParseHTTPErrorResponse = true
	c.SetRequestTimeout(0)
	c.SetRedirectHandler(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	c.WithTransport(&recorder{next: transport, limit: manners.MaxBody, clock: clock})
	return &wire{collector: c}
}

// cipherSuites are those of the language's default and the old ones with RSA key
// exchange that some portals have nothing beside: what is read is public.
func cipherSuites() []uint16 {
	var ids []uint16
	for _, suite := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		if !strings.Contains(suite.Name, "RC4") {
			ids = append(ids, suite.ID)
		}
	}
	return ids
}

// do makes one request. The error says that there was no answer; an answer with a
// body that did not come whole has it in exchange.err.
func (w *wire) do(ctx context.Context, timeout time.Duration, method, address, body string, header http.Header) (*exchange, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	x := &exchange{method: method, address: address, sentBody: body}
	collector := w.collector.Clone()
	collector.Context = context.WithValue(ctx, exchangeKey{}, x)
	var sent io.Reader
	if body != "" {
		sent = strings.NewReader(body)
	}
	err := collector.Request(method, address, sent, nil, header)
	if x.status != 0 {
		return x, nil // colly calls some statuses errors: they are answers
	}
	if err == nil {
		err = errors.New("the collector made no request")
	}
	return nil, fmt.Errorf("%s %s: %w", method, address, err)
}

// recorder is the transport below colly: it reads the whole body itself, and
// passes colly an empty one.
type recorder struct {
	next  http.RoundTripper
	limit int64
	clock Clock
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, errors.New("a request that the gates did not let through")
	}
	req.Header.Set("Accept-Encoding", "gzip")
	x.began = r.clock.Now()
	x.sent, x.host, x.path = req.Header.Clone(), req.URL.Host, req.URL.RequestURI()
	resp, err := r.next.RoundTrip(req)
	x.ended = r.clock.Now()
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	x.status, x.header = resp.StatusCode, resp.Header.Clone()
	x.raw, err = io.ReadAll(io.LimitReader(resp.Body, r.limit+1))
	x.ended = r.clock.Now()
	switch {
	case int64(len(x.raw)) > r.limit:
		x.raw, x.err = x.raw[:r.limit], errTooLarge
	case err != nil:
		x.err = fmt.Errorf("%w: %w", errCut, err)
	case resp.ContentLength >= 0 && int64(len(x.raw)) < resp.ContentLength:
		x.err = fmt.Errorf("%w: %d of %d bytes", errCut, len(x.raw), resp.ContentLength)
	default:
		x.body, x.err = unpack(resp.Header, x.raw, r.limit)
	}
	passed := *resp
	passed.Header = http.Header{"Set-Cookie": resp.Header["Set-Cookie"], "Location": resp.Header["Location"]}
	passed.Body, passed.ContentLength = io.NopCloser(bytes.NewReader(nil)), 0
	return &passed, nil
}

// wireOutcome names what kept a request from being answered.
func wireOutcome(err error) Outcome {
	var netErr net.Error
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &alert),
		strings.Contains(err.Error(), "tls: "), strings.Contains(err.Error(), "x509: "):
		return TLSFailed
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return TimedOut
	case strings.Contains(err.Error(), "parse "), strings.Contains(err.Error(), "invalid URL"):
		return BadAddress
	}
	return Unreachable
}
