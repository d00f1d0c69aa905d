package crawl

import (
	"errors"
	"net/http"
	"testing"

	"gongkai/crawl/fixture"
)

// onlyHTTPS is a network in which the ports for http are closed.
type onlyHTTPS struct{ next http.RoundTripper }

func (o onlyHTTPS) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme == "http" {
		return nil, errors.New("connect: connection refused")
	}
	plain := req.Clone(req.Context())
	plain.URL.Scheme = "http"
	return o.next.RoundTrip(plain)
}

func TestAPortalIsReachedByTheSchemeThatWorks(t *testing.T) {
	for _, c := range []struct {
		name, start string
		network     func(http.RoundTripper) http.RoundTripper
	}{
		{"an address of https whose host speaks http only", "https://", func(next http.RoundTripper) http.RoundTripper { return next }},
		{"an address of http whose host speaks https only", "http://", func(next http.RoundTripper) http.RoundTripper { return onlyHTTPS{next} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			site := fixture.TRS()
			w := newWorld(t, site)
			w.config.Portals[0].Start = []string{c.start + site.Host + "/"}
			w.network = c.network
			summary, _, requests := w.run(Options{})
			if p := summary.Portals[0]; !p.Reachable || p.Found != len(site.Reports) {
				t.Errorf("reachable %v, %d reports, want %d", p.Reachable, p.Found, len(site.Reports))
			}
			if failed := summary.Requests - len(requests); failed > 2 {
				t.Errorf("%d requests by the scheme that does not work", failed)
			}
		})
	}
}

func TestAHostThatLeadsToItsBrokenSchemeIsNamedForThat(t *testing.T) {
	site := fixture.NewSite("broken", "www.broken.test")
	site.Handle(func(w http.ResponseWriter, r *http.Request, _ string) bool {
		http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusMovedPermanently)
		return true
	})
	w := newWorld(t, site)
	summary, _, _ := w.run(Options{})
	p := summary.Portals[0]
	if p.Reachable || p.Outcomes[TLSFailed] != 1 || p.Requests > 4 {
		t.Errorf("reachable %v, outcomes %v, %d requests", p.Reachable, p.Outcomes, p.Requests)
	}
}
