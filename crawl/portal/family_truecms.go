package portal

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
)

var (
	truecmsCall   = regexp.MustCompile(`["'(]([^"'()\s]*getMessage\.do)`)
	truecmsColumn = regexp.MustCompile(`["']?columnId["']?\s*[:=]\s*["']?([\w-]+)`)
	truecmsPath   = regexp.MustCompile(`/col/([\w]+)`)
	jsonp         = regexp.MustCompile(`(?s)^\s*[\w.$]+\s*\((.*)\)\s*;?\s*$`)
)

// truecms is the system of several cities in Jiangsu: the column is a shell, its
// list a frame, the records come as JSONP with XML inside. It answers only with a
// Referer and with nothing where too many records are asked for at once.
func truecms() Family {
	read := func(p *Page) (Listing, bool) {
		call := truecmsCall.FindStringSubmatch(p.Source)
		if call == nil {
			return Listing{}, false
		}
		column := truecmsColumn.FindStringSubmatch(p.Source)
		if column == nil {
			column = truecmsPath.FindStringSubmatch(p.URL.Path)
		}
		if column == nil {
			return Listing{}, true
		}
		size := number(hanwebSize.FindStringSubmatch(p.Source))
		if size == 0 {
			size = 20
		}
		return Listing{Next: []Pager{{
			Family: "truecms", Page: 1, Start: 1, Size: min(size, 50), Once: true,
			URL: p.Resolve(call[1]) + "?startrecord={start}&endrecord={end}&perpage={size}&columnId=" + column[1] + "&callback=list",
		}}}, true
	}
	answer := func(p *Page, asked Pager) Listing {
		body := p.Source
		if m := jsonp.FindStringSubmatch(body); m != nil {
			body = m[1]
		}
		var reply struct {
			Result string `json:"result"`
			Total  int    `json:"totalRecord"`
		}
		if json.Unmarshal([]byte(body), &reply) != nil {
			return Listing{}
		}
		if total := number(hanwebXMLTot.FindStringSubmatch(reply.Result)); total > 0 {
			reply.Total = total
		}
		if reply.Total > 0 {
			asked.Total = reply.Total
		}
		markup := reply.Result
		if !strings.Contains(markup, "<record>") {
			markup = html.UnescapeString(markup)
		}
		links, count := hanwebEntries(p, markup)
		if count == 0 {
			links = p.Fragment(markup)
			count = len(links)
		}
		listing := Listing{Links: links}
		if count == 0 {
			if smaller, ok := asked.Smaller(); ok {
				listing.Next = []Pager{smaller}
			}
			return listing
		}
		asked.Page++
		asked.Start += count
		if asked.Total == 0 || asked.Start <= asked.Total {
			listing.Next = []Pager{asked}
		}
		return listing
	}
	return Family{Name: "truecms", Read: read, Answer: answer}
}
