package portal

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

var xxgkListName = regexp.MustCompile(`^((?:xxgk|news)-list-.+?)\.html$`)

// xxgkList is the PHP system of Dazhou and others: xxgk-list-{slug}.html,
// xxgk-list-{slug}-2.html, …, in GBK. A slug may itself end in a number, so only
// a page that links its second page has one.
func xxgkList() Family {
	return Family{Name: "xxgk_list", Read: func(p *Page) (Listing, bool) {
		m := xxgkListName.FindStringSubmatch(path.Base(p.URL.Path))
		if m == nil {
			return Listing{}, false
		}
		stem, current := m[1], 1
		if at := strings.LastIndexByte(stem, '-'); at > 0 {
			n, err := strconv.Atoi(stem[at+1:])
			first := stem[:at] + ".html"
			if err == nil && n > 1 && (strings.Contains(p.Source, first+`"`) || strings.Contains(p.Source, first+`'`)) {
				stem, current = stem[:at], n
			}
		}
		pager := Pager{Family: "xxgk_list", Page: current, URL: p.at(stem + "-{page}.html")}
		for _, link := range p.Links() {
			rest, ours := strings.CutPrefix(path.Base(link.URL), stem+"-")
			if n, err := strconv.Atoi(strings.TrimSuffix(rest, ".html")); ours && err == nil {
				pager.Last = max(pager.Last, n)
			}
		}
		if pager.Last <= current {
			return Listing{}, true
		}
		// Pagers show a window of the pages: the last one seen need not be the last.
		pager.Last = 0
		next, _ := pager.After()
		return Listing{Next: []Pager{next}}, true
	}}
}
