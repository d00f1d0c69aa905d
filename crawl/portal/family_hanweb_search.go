package portal

import (
	"html"
	"net/url"
	"regexp"

	"golang.org/x/net/html/atom"
)

var (
	hanwebSearchURL = regexp.MustCompile(`["'(]([^"'()\s]*module/xxgk/search\.jsp[^"'()\s]*)`)
	hanwebPages     = regexp.MustCompile(`(?:共\s*(?:<[^>]*>\s*)*|totalpage["']?\s*[:=]\s*["']?|总页数[：:]\s*)(\d+)\s*(?:(?:<[^>]*>\s*)*页)?`)
)

// hanwebField finds a field of the form that a script posts.
var hanwebField = regexp.MustCompile(`["']?\b(infotypeId|jdid|area|divid|texttype|fbtime)["']?\s*[:=]\s*["']([^"'<>]*)["']`)

// hanwebFields are the fields of the search form that narrow it.
var hanwebFields = [...]string{
	"infotypeId", "jdid", "area", "divid", "vc_title", "vc_number", "currpage", "vc_filenumber", "vc_all", "texttype", "fbtime",
}

// hanwebSearch is Hanweb's 信息公开 module: lists are answers of search.jsp to a
// posted form, as a fragment of HTML.
func hanwebSearch() Family {
	read := func(p *Page) (Listing, bool) {
		m := hanwebSearchURL.FindStringSubmatch(p.Source)
		if m == nil {
			return Listing{}, false
		}
		target, err := url.Parse(p.Resolve(html.UnescapeString(m[1])))
		if err != nil || target.Host == "" {
			return Listing{}, true
		}
		fields := target.Query()
		for n := range p.Root.Descendants() {
			if n.DataAtom == atom.Input {
				if name := attr(n, "name"); !fields.Has(name) && attr(n, "value") != "" {
					fields.Set(name, attr(n, "value"))
				}
			}
		}
		for _, m := range hanwebField.FindAllStringSubmatch(p.Source, 40) {
			if fields.Get(m[1]) == "" {
				fields.Set(m[1], m[2])
			}
		}
		form := url.Values{}
		for _, name := range hanwebFields {
			form.Set(name, fields.Get(name))
		}
		form.Del("currpage")
		pager := Pager{
			Family: "hanweb_search", Method: "POST", Page: 1,
			URL:         setQuery(target, "currpage", "{page}"),
			Body:        form.Encode() + "&currpage={page}",
			ContentType: "application/x-www-form-urlencoded",
		}
		return Listing{Next: []Pager{pager}}, true
	}
	answer := func(p *Page, asked Pager) Listing {
		if last := number(hanwebPages.FindStringSubmatch(p.Source)); last > 0 {
			asked.Last = last
		}
		listing := Listing{Links: p.Links()}
		if next, more := asked.After(); more && len(listing.Links) > 0 {
			listing.Next = []Pager{next}
		}
		return listing
	}
	return Family{Name: "hanweb_search", Read: read, Answer: answer}
}
