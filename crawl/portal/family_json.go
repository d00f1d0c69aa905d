package portal

import (
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

var (
	jsonSource = regexp.MustCompile(`(?:url\s*:|\$\.(?:get|getJSON|post|ajax)\(|fetch\(|axios\.(?:get|post)\()\s*["']([^"'\s<>]{3,300})["']`)
	jsonData   = regexp.MustCompile(`^[\s,]*(?:[^{}]{0,200}?\bdata\s*:\s*)?\{([^{}]{1,600})\}`)
	jsonPair   = regexp.MustCompile(`["']?([A-Za-z_]\w*)["']?\s*:\s*(?:["']([^"']*)["']|(\d+))`)
	jsonPost   = regexp.MustCompile(`(?i)(?:type|method)\s*:\s*["']post["']`)
	jsonPage   = regexp.MustCompile(`(^|[?&])(pageNo|pageNum|pageIndex|pageno|page|current|p)=(?:\d*)(&|$)`)
)

// jsonList is a list that a script of the page takes from a JSON file or API of
// the same host, as the portals of Shaanxi do.
func jsonList() Family {
	read := func(p *Page) (Listing, bool) {
		var listing Listing
		seen := map[string]bool{}
		for _, script := range p.Scripts() {
			for _, at := range jsonSource.FindAllStringSubmatchIndex(script, 20) {
				address := script[at[2]:at[3]]
				target := p.Resolve(address)
				if !looksLikeListSource(address) || len(listing.Next) == 2 || target == "" || seen[target] || !sameHost(p, target) {
					continue
				}
				seen[target] = true
				listing.Next = append(listing.Next, jsonPager(p, target, script[at[0]:at[3]], script[at[3]+1:]))
			}
		}
		return listing, len(listing.Next) > 0
	}
	answer := func(p *Page, asked Pager) Listing {
		// Addresses are relative to the page that shows the list.
		if base, err := url.Parse(asked.State); err == nil && base.Host != "" {
			p.Base = base
		}
		links, _ := p.jsonEntries()
		listing := Listing{Links: links}
		if next, more := asked.After(); more && len(links) > 0 {
			listing.Next = []Pager{next}
		}
		return listing
	}
	return Family{Name: "json", Read: read, Answer: answer}
}

// jsonPager makes the request of a call in a script: its address, and the
// parameters of the object that follows it.
func jsonPager(p *Page, target, call, rest string) Pager {
	pager := Pager{Family: "json", Page: 1, URL: escapeBraces(target), Once: true, State: p.URL.String()}
	rest = rest[:min(len(rest), 800)]
	var query []string
	if m := jsonData.FindStringSubmatch(rest); m != nil {
		for _, pair := range jsonPair.FindAllStringSubmatch(m[1], 20) {
			if name := pair[1]; name != "url" && name != "type" && name != "method" && name != "dataType" {
				query = append(query, name+"="+url.QueryEscape(pair[2]+pair[3]))
			}
		}
	}
	parameters := strings.Join(query, "&")
	switch {
	case jsonPost.MatchString(rest) || strings.Contains(call, ".post("):
		pager.Method, pager.Body, pager.ContentType = "POST", escapeBraces(parameters), "application/x-www-form-urlencoded"
	case parameters != "" && strings.Contains(pager.URL, "?"):
		pager.URL += "&" + parameters
	case parameters != "":
		pager.URL += "?" + parameters
	}
	if jsonPage.MatchString(pager.Body) || jsonPage.MatchString(pager.URL) {
		pager.Body = jsonPage.ReplaceAllString(pager.Body, "${1}${2}={page}${3}")
		pager.URL = jsonPage.ReplaceAllString(pager.URL, "${1}${2}={page}${3}")
		pager.Once = false
	}
	return pager
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
	jsonIDs    = [...]string{"id", "articleid", "contentid"}
	jsonDates  = [...]string{"date", "publish", "time", "fbsj", "cwrq", "rq"}
	jsonTotals = [...]string{"total", "totalcount", "count", "totalrecord", "recordcount", "totalnum"}
)

// snowflake is an id that is itself the name of an article's page.
var snowflake = regexp.MustCompile(`^\d{15,20}$`)

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
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if markup, isText := object[name].(string); isText && strings.Contains(markup, "<a ") && strings.Contains(markup, "href") {
				links = append(links, p.Fragment(markup)...)
			}
		}
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
		if id := firstOf(fields, jsonIDs[:]); address == "" && snowflake.MatchString(id) {
			address = id + ".html"
		}
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
	case string:
		// Some answers hold their list as JSON inside of a string.
		if text := strings.TrimSpace(value); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
			var inner any
			if json.Unmarshal([]byte(text), &inner) == nil {
				walkJSON(inner, depth-1, visit)
			}
		}
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
