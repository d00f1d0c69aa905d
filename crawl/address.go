package crawl

import (
	"net"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"
)

var (
	sessionPath  = regexp.MustCompile(`(?i);jsessionid=[^/?#]*|/\((?:[A-Z]\([^)]*\))+\)`)
	sessionParam = regexp.MustCompile(`(?i)^(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|ismobile|utm_\w+|spm)=|^(?:_t|t|_|ts|timestamp|random|rand|rnd)=(?:0\.\d+|\d{10,})$|^sid=[0-9a-f]{16,}$`)
	wapPage      = regexp.MustCompile(`_wap(\.s?html?)$`)
	indexPage    = regexp.MustCompile(`^(?:index|default)\.(?:s?html?|jsp|aspx?|php)$`)
)

// addressKey is the one spelling of the addresses of one page: without scheme,
// session ids, mobile twins and the names of index pages. It is for comparing
// only; what is asked for is the address as it was found.
func addressKey(method, address, body string) string {
	u, err := url.Parse(address)
	if err != nil {
		return method + " " + address
	}
	host := strings.TrimPrefix(hostKey(u), "www.")
	for _, mobile := range [...]string{"m.", "wap.", "3g."} {
		host = strings.TrimPrefix(host, mobile)
	}
	p := sessionPath.ReplaceAllString(u.EscapedPath(), "")
	p = wapPage.ReplaceAllString(p, "$1")
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		if part != "" && !sessionParam.MatchString(part) {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 && indexPage.MatchString(strings.ToLower(path.Base(p))) {
		p = strings.TrimSuffix(p, path.Base(p))
	}
	if p == "" {
		p = "/"
	}
	key := host + p
	if len(kept) > 0 {
		key += "?" + strings.Join(kept, "&")
	}
	if method != "" && method != "GET" {
		key = method + " " + key + " " + viewState.ReplaceAllString(body, "")
	}
	return key
}

// viewState is the part of a posted form that changes with each request.
var viewState = regexp.MustCompile(`__(?:VIEWSTATE\w*|EVENTVALIDATION|PREVIOUSPAGE)=[^&]*&?`)

// hostKey names the host that manners are kept with: the name, and the port where
// it is not the usual one.
func hostKey(u *url.URL) string {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		return net.JoinHostPort(host, port)
	}
	return host
}

// allowedHosts are the hosts that a portal's run may visit.
type allowedHosts struct {
	hosts map[string]bool
	sites map[string]bool
}

func newAllowedHosts(p *Portal) allowedHosts {
	a := allowedHosts{hosts: map[string]bool{}, sites: map[string]bool{}}
	for _, start := range p.Start {
		if u, err := url.Parse(start); err == nil {
			a.add(u)
		}
	}
	for _, host := range p.Hosts {
		if u, err := url.Parse("//" + strings.TrimPrefix(strings.TrimPrefix(host, "http://"), "https://")); err == nil {
			a.hosts[hostKey(u)] = true
		}
	}
	return a
}

func (a allowedHosts) add(u *url.URL) {
	a.hosts[hostKey(u)] = true
	if site := siteOf(u); site != "" {
		a.sites[site] = true
	}
}

func (a allowedHosts) has(u *url.URL) bool {
	if u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return a.hosts[hostKey(u)] || a.sites[siteOf(u)]
}

// siteOf returns the registrable domain of a host, "" for addresses and bare names.
func siteOf(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if net.ParseIP(host) != nil {
		return ""
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return site
}
