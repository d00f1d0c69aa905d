package portal

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	longxunPager = regexp.MustCompile(`(?s)Ls\.pagination\s*\(\s*\{(.*?)\}\s*\)`)
	longxunLast  = regexp.MustCompile(`pageCount["']?\s*:\s*["']?(\d+)`)
	longxunAt    = regexp.MustCompile(`pageIndex["']?\s*:\s*["']?(\d+)`)
)

// longxun is the system of Anhui Longxun (龙讯): ?pageIndex=N. It repeats its last
// page for any number past the end.
func longxun() Family {
	return Family{Name: "longxun", Read: func(p *Page) (Listing, bool) {
		m := longxunPager.FindStringSubmatch(p.Source)
		if m == nil && !strings.Contains(p.Source, "pageIndex=") {
			return Listing{}, false
		}
		current := 1
		if m != nil {
			current = max(1, number(longxunAt.FindStringSubmatch(m[1])))
		}
		if at, err := strconv.Atoi(p.URL.Query().Get("pageIndex")); err == nil && at > 0 {
			current = at
		}
		pager := Pager{Family: "longxun", Page: current, URL: setQuery(p.URL, "pageIndex", "{page}")}
		if m != nil {
			pager.Last = number(longxunLast.FindStringSubmatch(m[1]))
		}
		next, more := pager.After()
		if !more {
			return Listing{}, true
		}
		return Listing{Next: []Pager{next}}, true
	}}
}
