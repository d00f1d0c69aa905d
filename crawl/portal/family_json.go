package portal

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

var jsonSource = regexp.MustCompile(`(?:url\s*:|\$\.(?:get|getJSON|post|ajax)\(|fetch\(|axios\.get\()\s*["']([^"'\s<>]{3,300})["']`)

var jsonPage = regexp.MustCompile(`([?&])(pageNo|pageNum|pageIndex|pageno|page|current|p)=(?:\d*)(&|$)`)

// jsonList is a list that a script of the page takes from a JSON file or API of
// the same host by GET, as the portals of Shaanxi do.
func jsonList() Family {
	read := func(p *Page) (Listing, bool) {
		var listing Listing
		seen := map[string]bool{}
		for _, script := range p.Scripts() {
			for _, m := range jsonSource.FindAllStringSubmatch(script, 20) {
				if !looksLikeListSource(m[1]) || len(listing.Next) == 2 {
					continue
				}
				target := p.Resolve(m[1])
				if target == "" || seen[target] || !sameHost(p, target) {
					continue
				}
				seen[target] = true
				pager := Pager{Family: "json", Page: 1, URL: escapeBraces(target), Once: true}
				if jsonPage.MatchString(target) {
					pager.URL = jsonPage.ReplaceAllString(pager.URL, "${1}${2}={page}${3}")
					pager.Once = false
				}
				listing.Next = append(listing.Next, pager)
			}
		}
		return listing, len(listing.Next) > 0
	}
	answer := func(p *Page, asked Pager) Listing {
		links, _ := p.jsonEntries()
		listing := Listing{Links: links}
		if next, more := asked.After(); more && len(links) > 0 {
			listing.Next = []Pager{next}
		}
		return listing
	}
	return Family{Name: "json", Read: read, Answer: answer}
}

func looksLikeListSource(address string) bool {
	lower := strings.ToLower(address)
	if strings.HasSuffix(strings.Split(lower, "?")[0], ".json") {
		return true
	}
	for _, never := range []string{"count", "hit", "click", "visit", "login", "weather", "search", ".js", ".css", ".png", ".html"} {
		if strings.Contains(lower, never) {
			return false
		}
	}
	return strings.Contains(lower, "list") || strings.Contains(lower, "/api/") || strings.Contains(lower, "article")
}

func sameHost(p *Page, target string) bool {
	_, rest, _ := strings.Cut(target, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.EqualFold(host, p.URL.Host)
}

// scriptSources returns the addresses of the page's script files.
func (p *Page) scriptSources() []string {
	var sources []string
	for n := range p.Root.Descendants() {
		if n.DataAtom == atom.Script && attr(n, "src") != "" {
			sources = append(sources, p.Resolve(attr(n, "src")))
		}
	}
	return sources
}

// The names that JSON lists give the parts of an entry, the likelier first.
var (
	jsonTitles = [...]string{"title", "infotitle", "articletitle", "name", "bt", "biaoti", "doctitle", "subject"}
	jsonURLs   = [...]string{"url", "infourl", "link", "href", "linkurl", "docpuburl", "articleurl", "puburl", "visiturl", "path", "staticurl"}
	jsonDates  = [...]string{"date", "publish", "time", "fbsj", "cwrq", "rq"}
	jsonTotals = [...]string{"total", "totalcount", "count", "totalrecord", "recordcount", "totalnum"}
)

// jsonNesting bounds how deep an answer's objects are looked into.
const jsonNesting = 12

// jsonEntries reads any JSON answer: each object with a title and an address is
// an entry. Total is the count the answer states, 0 where it states none.
func (p *Page) jsonEntries() (links []Link, total int) {
	body := strings.TrimSpace(p.Source)
	if m := jsonp.FindStringSubmatch(body); m != nil {
		body = m[1]
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil, 0
	}
	walkJSON(value, jsonNesting, func(object map[string]any) {
		fields := make(map[string]string, len(object))
		for name, field := range object {
			switch field := field.(type) {
			case string:
				fields[strings.ToLower(name)] = field
			case json.Number:
				fields[strings.ToLower(name)] = field.String()
			}
		}
		for _, name := range jsonTotals {
			if n := number([]string{"", fields[name]}); n > 0 && total == 0 {
				total = n
			}
		}
		title, address := firstOf(fields, jsonTitles[:]), firstOf(fields, jsonURLs[:])
		target := p.Resolve(address)
		if title == "" || address == "" || target == "" || len(links) >= maxLinks {
			return
		}
		link := Link{URL: target, Text: squeeze(p.plain(title))}
		for _, part := range jsonDates {
			for _, name := range slices.Sorted(maps.Keys(fields)) {
				if link.Date == "" && strings.Contains(name, part) {
					link.Date = FindDate(fields[name])
				}
			}
		}
		links = append(links, link)
	})
	return links, total
}

// plain drops markup that some lists put into titles.
func (p *Page) plain(title string) string {
	if !strings.ContainsAny(title, "<&") {
		return title
	}
	return innerText(Parse(p.URL, "text/html; charset=utf-8", []byte("<body>"+title)).Root)
}

func firstOf(fields map[string]string, names []string) string {
	for _, name := range names {
		if fields[name] != "" {
			return fields[name]
		}
	}
	return ""
}

func walkJSON(value any, depth int, visit func(map[string]any)) {
	if depth == 0 {
		return
	}
	switch value := value.(type) {
	case map[string]any:
		visit(value)
		for _, name := range slices.Sorted(maps.Keys(value)) {
			walkJSON(value[name], depth-1, visit)
		}
	case []any:
		for _, child := range value {
			walkJSON(child, depth-1, visit)
		}
	}
}
