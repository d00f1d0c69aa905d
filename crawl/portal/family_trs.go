package portal

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	// createPageHTML(total, current, "index", "html", …): all numbers first.
	trsPager = regexp.MustCompile(`createPageHTML\(\s*["']?(\d+)["']?\s*,\s*["']?(\d+)["']?\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']`)
	trsCount = regexp.MustCompile(`var\s+(?:countPage|nPageCount|m_nPageCount)\s*=\s*["']?(\d+)`)
	trsPlace = regexp.MustCompile(`var\s+(?:currentPage|nCurrIndex|m_nCurrPage)\s*=\s*["']?(\d+)`)
	trsIndex = regexp.MustCompile(`^([A-Za-z]\w*?)(?:_(\d+))?\.(s?html?)$`)
)

// trs is TRS WCM (拓尔思): static lists index.html, index_1.html, …, whose second
// page is number one. The count of pages stands only in a script.
func trs() Family {
	return Family{Name: "trs", Read: func(p *Page) (Listing, bool) {
		last := path.Base(p.URL.Path)
		if strings.HasSuffix(p.URL.Path, "/") {
			last = "index.html"
		}
		place := trsIndex.FindStringSubmatch(last)
		var total, current int
		var prefix, extension string
		if m := trsPager.FindStringSubmatch(p.Source); m != nil {
			total, current, prefix, extension = number(m[:2]), number(m[1:3]), m[3], m[4]
		} else if m := trsCount.FindStringSubmatch(p.Source); m != nil && place != nil {
			total, prefix, extension = number(m), place[1], place[3]
			current = number(trsPlace.FindStringSubmatch(p.Source))
		} else {
			return Listing{}, false
		}
		// The page's own address is the better witness of where it stands.
		if place != nil && place[1] == prefix {
			current, _ = strconv.Atoi(place[2])
		}
		pager := Pager{
			Family: "trs", Page: current + 1, Offset: -1, Last: total,
			URL: p.at(prefix + "_{page}." + extension),
		}
		next, more := pager.After()
		if !more {
			return Listing{}, true
		}
		return Listing{Next: []Pager{next}}, true
	}}
}
