package portal

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
)

var (
	jpaasUnit   = regexp.MustCompile(`([^"'\s(<>=]*/front/page/build/unit)`)
	jpaasParam  = regexp.MustCompile(`["']?\b(webId|pageId|tplSetId|tagId|parseType|pageType|editType)["']?\s*[:=]\s*["']?([^"'&,}\s]+)`)
	jpaasSize   = regexp.MustCompile(`["']?(?:pageSize|rows)["']?\s*[:=]\s*["']?(\d+)`)
	jpaasTotal  = regexp.MustCompile(`["']?(?:count|total|totalCount)["']?\s*[:=]\s*["']?(\d+)`)
	jpaasParams = [...]string{"webId", "pageId", "tplSetId", "tagId", "parseType", "pageType"}
)

// jpaas is Hanweb's newer generation: a list's pages are answers of a gateway, in
// JSON with a piece of markup; the page number stands only inside paramJson.
func jpaas() Family {
	read := func(p *Page) (Listing, bool) {
		source := html.UnescapeString(p.Source)
		unit := jpaasUnit.FindStringSubmatch(source)
		if unit == nil || !strings.Contains(source, "jpaas") {
			return Listing{}, false
		}
		found := map[string]string{"parseType": "bulidstatic", "pageType": "column"}
		for _, m := range jpaasParam.FindAllStringSubmatch(source, 60) {
			if value, err := url.QueryUnescape(m[2]); err == nil {
				found[m[1]] = value
			}
		}
		if found["webId"] == "" || found["pageId"] == "" {
			return Listing{}, true
		}
		size := number(jpaasSize.FindStringSubmatch(source))
		sized := size > 0
		if !sized {
			size = 15
		}
		query := make([]string, 0, len(jpaasParams))
		for _, name := range jpaasParams {
			query = append(query, name+"="+url.QueryEscape(found[name]))
		}
		pager := Pager{
			Family: "jpaas", Page: 1, Size: size,
			URL: p.Resolve(unit[1]) + "?" + strings.Join(query, "&") +
				"&paramJson=" + strings.NewReplacer("%7Bpage%7D", "{page}", "%7Bsize%7D", "{size}").Replace(url.QueryEscape(`{"pageNo":{page},"pageSize":"{size}"}`)),
		}
		if total := number(jpaasTotal.FindStringSubmatch(source)); total > 0 {
			pager.Last = (total + size - 1) / size
		}
		// The first page may stand in the page itself: then the second is the next,
		// where its size is known; else the first is asked for too.
		pager.Patience = 1
		if sized && strings.Contains(source, "art_") {
			next, more := pager.After()
			if !more {
				return Listing{}, true
			}
			pager = next
		}
		return Listing{Next: []Pager{pager}}, true
	}
	answer := func(p *Page, asked Pager) Listing {
		var reply struct {
			Data struct {
				HTML string `json:"html"`
			} `json:"data"`
		}
		if json.Unmarshal([]byte(p.Source), &reply) != nil {
			return Listing{}
		}
		listing := Listing{Links: p.Fragment(reply.Data.HTML)}
		if next, more := asked.After(); more && len(listing.Links) > 0 {
			listing.Next = []Pager{next}
		}
		return listing
	}
	return Family{Name: "jpaas", Read: read, Answer: answer}
}
