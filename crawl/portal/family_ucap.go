package portal

import (
	"path"
	"regexp"
	"strings"
)

// createPageHTML('page_div', total, current, 'list', 'shtml', count): an id first.
var ucapPager = regexp.MustCompile(`createPageHTML\(\s*["']([A-Za-z_][\w-]*)["']\s*,\s*["']?(\d+)["']?\s*,\s*["']?(\d+)["']?\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']`)

var ucapIndex = regexp.MustCompile(`_(\d+)\.\w+$`)

// ucap is UCAP (开普): list.shtml, list_2.shtml, …, whose second page is number
// two. Its script bears the same name as that of TRS; the id as its first argument
// tells them apart.
func ucap() Family {
	return Family{Name: "ucap", Read: func(p *Page) (Listing, bool) {
		m := ucapPager.FindStringSubmatch(p.Source)
		if m == nil {
			return Listing{}, false
		}
		current := max(1, number(m[2:4]))
		if at := number(ucapIndex.FindStringSubmatch(path.Base(p.URL.Path))); at > 0 && strings.HasPrefix(path.Base(p.URL.Path), m[4]+"_") {
			current = at
		}
		pager := Pager{Family: "ucap", Page: current, Last: number(m[1:3]), URL: p.at(m[4] + "_{page}." + m[5])}
		next, more := pager.After()
		if !more {
			return Listing{}, true
		}
		return Listing{Next: []Pager{next}}, true
	}}
}
