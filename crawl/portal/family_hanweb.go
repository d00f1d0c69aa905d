package portal

import (
	"html"
	"net/url"
	"regexp"
	"strings"
)

var (
	hanwebProxy  = regexp.MustCompile(`["'(\[]([^"'\s(\[<>]*(?:morecolumn)?dataproxy\.jsp[^"'\s<>]*)`)
	hanwebTotal  = regexp.MustCompile(`(?i)["']?totalRecord["']?\s*[:=]\s*["']?(\d+)`)
	hanwebSize   = regexp.MustCompile(`(?i)["']?perPage["']?\s*[:=]\s*["']?(\d+)`)
	hanwebXMLTot = regexp.MustCompile(`(?i)<totalrecord>\s*(\d+)`)
	hanwebColumn = regexp.MustCompile(`/col/col(\d+)/`)
	hanwebParam  = regexp.MustCompile(`["']?(columnid|unitid|webid|path|sourceContentType|appid|webname|permissiontype)["']?\s*[:=]\s*["']?([\w/%.\p{Han}-]+)`)
	cdata        = regexp.MustCompile(`(?s)<!\[CDATA\[(.*?)\]\]>`)
	records      = regexp.MustCompile(`(?is)<record>(.*?)</record>`)
)

// hanwebRecords is how many records are asked for at once where the page does not
// show how many its own script would take.
const hanwebRecords = 60

// hanwebList is Hanweb JCMS (大汉): a list is an XML datastore inside of a script,
// further records come from dataproxy.jsp. The server may send fewer than asked
// for, so the next request begins after the last record that came.
func hanwebList() Family {
	read := func(p *Page) (Listing, bool) {
		store := hanwebStore(p)
		if store == "" && !strings.Contains(p.Source, "dataproxy.jsp") {
			return Listing{}, false
		}
		total := max(number(hanwebTotal.FindStringSubmatch(p.Source)), number(hanwebXMLTot.FindStringSubmatch(p.Source)))
		links, count := hanwebEntries(p, store)
		listing := Listing{Links: links}
		if total > 0 && count >= total {
			return listing, true
		}
		size := number(hanwebSize.FindStringSubmatch(p.Source))
		if size == 0 {
			size = 20
		}
		span := count
		if span < size {
			span = min(hanwebRecords, size*3)
		}
		target := hanwebAddress(p)
		if target == "" {
			return listing, true
		}
		listing.Next = []Pager{{
			Family: "hanweb", URL: target, Page: 2, Start: count + 1, Size: min(span, 300), Total: total, Once: true,
		}}
		return listing, true
	}
	answer := func(p *Page, asked Pager) Listing {
		if total := number(hanwebXMLTot.FindStringSubmatch(p.Source)); total > 0 {
			asked.Total = total
		}
		links, count := hanwebEntries(p, p.Source)
		listing := Listing{Links: links}
		asked.Page++
		asked.Start += count
		if count > 0 && (asked.Total == 0 || asked.Start <= asked.Total) {
			listing.Next = []Pager{asked}
		}
		return listing
	}
	return Family{Name: "hanweb", Read: read, Answer: answer}
}

// hanwebStore returns the page's XML datastore.
func hanwebStore(p *Page) string {
	start := strings.Index(p.Source, "<datastore>")
	if start < 0 {
		return ""
	}
	store, _, _ := strings.Cut(p.Source[start:], "</datastore>")
	return store
}

// hanwebEntries returns the links of a datastore's records, and how many records
// it has.
func hanwebEntries(p *Page, store string) ([]Link, int) {
	if _, after, found := strings.Cut(store, "<recordset>"); found {
		store = after
	}
	var markup strings.Builder
	entries := records.FindAllStringSubmatch(store, maxLinks)
	for _, record := range entries {
		if inner := cdata.FindStringSubmatch(record[1]); inner != nil {
			markup.WriteString(inner[1])
		} else {
			markup.WriteString(html.UnescapeString(record[1]))
		}
		markup.WriteByte('\n')
	}
	return p.Fragment(markup.String()), len(entries)
}

// hanwebAddress makes the template of the data proxy's address. The parameter
// "page" is left out: where it is given, the server ignores the records' numbers.
func hanwebAddress(p *Page) string {
	address := "/module/web/jpage/dataproxy.jsp"
	query := url.Values{}
	if m := hanwebProxy.FindStringSubmatch(p.Source); m != nil {
		path, rest, _ := strings.Cut(html.UnescapeString(m[1]), "?")
		address = path
		if parsed, err := url.ParseQuery(rest); err == nil {
			query = parsed
		}
	}
	for _, m := range hanwebParam.FindAllStringSubmatch(p.Source, 40) {
		if !query.Has(m[1]) {
			query.Set(m[1], m[2])
		}
	}
	if m := hanwebColumn.FindStringSubmatch(p.URL.Path); m != nil && !query.Has("columnid") {
		query.Set("columnid", m[1])
	}
	if query.Get("columnid") == "" {
		return ""
	}
	for _, name := range []string{"page", "startrecord", "endrecord", "perpage"} {
		query.Del(name)
	}
	target := p.Resolve(address)
	if target == "" {
		return ""
	}
	return target + "?startrecord={start}&endrecord={end}&perpage={size}&" + query.Encode()
}
