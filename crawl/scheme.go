package crawl

import (
	"errors"
	"net"
	"net/url"
)

// schemes is what a gate knows of the two ways to its host. Portals link by https
// and have no certificate for it, or by http and have closed its port: where one
// way never answered and the other does, the other is taken for all addresses.
type schemes struct {
	alive, dead map[string]bool
}

func other(scheme string) string {
	if scheme == "https" {
		return "http"
	}
	return "https"
}

// through returns an address by the way that is open. Addresses with a port of
// their own have one way only.
func (s *schemes) through(u *url.URL) *url.URL {
	if u.Port() != "" || !s.dead[u.Scheme] || s.dead[other(u.Scheme)] {
		return u
	}
	turned := *u
	turned.Scheme = other(u.Scheme)
	return &turned
}

// answered notes that a way is open.
func (s *schemes) answered(scheme string) {
	if s.alive == nil {
		s.alive = map[string]bool{}
	}
	s.alive[scheme] = true
}

// failed notes that there was no answer by a way, and reports whether the other
// one is worth a request.
func (s *schemes) failed(u *url.URL, outcome Outcome, err error) bool {
	var lookup *net.DNSError
	if u.Port() != "" || s.alive[u.Scheme] || s.dead[other(u.Scheme)] || errors.As(err, &lookup) || outcome != TLSFailed && outcome != Unreachable {
		return false
	}
	if s.dead == nil {
		s.dead = map[string]bool{}
	}
	s.dead[u.Scheme] = true
	return true
}
