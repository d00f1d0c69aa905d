package portal

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

var nextWords = regexp.MustCompile(`^(?:下一?页|后一?页|下页|next(?:\s*page)?|[>›»]+|下一页\s*[>›»]*)$`)

func isNext(text string) bool {
	return nextWords.MatchString(strings.ToLower(strings.TrimSpace(text)))
}

// generic reads what fits no family by its links: the next page is the link that
// is called so, or the number after the present page's; where these only call a
// function of the page, what that does (clicked.go).
func generic() Family {
	return Family{Name: "generic", Read: func(p *Page) (Listing, bool) {
		if next := p.nextLink(); next != "" {
			return Listing{Next: []Pager{{Family: "generic", URL: escapeBraces(next), Page: p.pageNumber() + 1, Once: true}}}, true
		}
		if next, ok := p.clickedNext(); ok {
			return Listing{Next: []Pager{next}}, true
		}
		return Listing{Scripted: p.scripted()}, true
	}}
}

// nextLink returns the address of the next page, "" where no link leads there.
func (p *Page) nextLink() string {
	own := p.URL.String()
	numbered := ""
	want := strconv.Itoa(p.pageNumber() + 1)
	for n := range p.Root.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		text := squeeze(innerText(n))
		if text == "" {
			text = squeeze(attr(n, "title"))
		}
		isNumber := text == want || text == "["+want+"]"
		if !isNext(text) && !isNumber {
			continue
		}
		target := p.target(n, "href")
		if target == "" || target == own || !sameHost(p, target) {
			continue
		}
		if isNext(text) {
			return target
		}
		// A bare number may be a day of a calendar: it must look like a page's address.
		if numbered == "" && strings.Contains(target, want) && sameList(own, target) {
			numbered = target
		}
	}
	return numbered
}

// sameList reports whether two addresses differ only in numbers and in what a
// pager puts around them.
func sameList(a, b string) bool {
	a, _, _ = strings.Cut(a, "?")
	b, _, _ = strings.Cut(b, "?")
	return path.Dir(a) == path.Dir(b) || a == b
}

var pageParam = regexp.MustCompile(`(?i)[?&](?:page|page_?index|page_?no|page_?num|cur(?:r|rent)?_?page|p|pn|cur)=(\d+)|(?:_|-)(\d{1,4})\.(?:s?html?|aspx|jsp|php)$`)

// pageNumber tells which page of its list this is: by the request for it, else by
// its address.
func (p *Page) pageNumber() int {
	if p.number > 0 {
		return p.number
	}
	m := pageParam.FindStringSubmatch(p.URL.String())
	if m == nil {
		return 1
	}
	n := max(number(m[:2]), number([]string{"", m[2]}))
	if n == 0 || n > 1000 {
		return 1
	}
	return n
}

// scripted reports whether the page has hardly any words and links and a script
// that may bring them.
func (p *Page) scripted() bool {
	if len([]rune(squeeze(p.Text()))) > 300 || len(p.Links()) > 12 {
		return false
	}
	for n := range p.Root.Descendants() {
		if n.DataAtom != atom.Div && n.DataAtom != atom.Ul {
			continue
		}
		id := strings.ToLower(attr(n, "id"))
		if id == "app" || id == "root" || strings.Contains(id, "list") && n.FirstChild == nil {
			return true
		}
	}
	return false
}
