package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Listing is what a page says of its list.
type Listing struct {
	// Family is the name of the family that read the page, "" for none.
	Family string
	// Links are the addresses named, the list's entries among them.
	Links []Link
	// Next are the requests that bring more of this list: its next page, or the
	// answers that hold it where the page is only a shell.
	Next []Pager
	// Boxes are further lists that stand behind requests of their own, each with
	// the name of its column.
	Boxes []Box
	// Scripted is true where the page has a place for a list but only a script
	// fills it, in a way no family knows.
	Scripted bool
}

// Box is a list with a name that a page offers by a request and not by a link.
type Box struct {
	Name  string
	Pager Pager
}

// Pager is a request for one page of a list, and all that is needed to make the
// request for the page after it. It is plain data: it is kept over runs.
//
// In URL and Body, {page} stands for Page+Offset, {start} and {end} for the
// one-based positions of the first and last record of the page, {size} for Size.
type Pager struct {
	Family string `json:"family"`
	Method string `json:"method,omitempty"`
	URL    string `json:"url"`
	Body   string `json:"body,omitempty"`
	// ContentType is of Body.
	ContentType string `json:"content_type,omitempty"`
	// Page counts from 1; Offset is what the family adds to it in addresses.
	Page   int `json:"page"`
	Offset int `json:"offset,omitempty"`
	// Last is the number of the last page that the portal promises, 0 if unknown.
	Last int `json:"last,omitempty"`
	// Start is the one-based position of the first record, Size how many are asked
	// for, Total how many there are; for families that page by records.
	Start int `json:"start,omitempty"`
	Size  int `json:"size,omitempty"`
	Total int `json:"total,omitempty"`
	// Stage numbers the steps of a family that needs more than one answer.
	Stage int `json:"stage,omitempty"`
	// State is what a family keeps from one stage for the next.
	State string `json:"state,omitempty"`
	// Once is true where the page after it is only known from its answer.
	Once bool `json:"once,omitempty"`
	// Missed is how many pages in a row before this one could not be read.
	Missed int `json:"missed,omitempty"`
	// Above is the page before this one where pages between were passed over, and
	// Aim the date that was to be reached: see the crawler's search of notices.
	Above int    `json:"above,omitempty"`
	Aim   string `json:"aim,omitempty"`
	// Patience is how many pages without a new address the list may have before it
	// counts as ended.
	Patience int `json:"patience,omitempty"`
}

// Request is a pager's request as it goes out.
type Request struct {
	Method, URL, Body, ContentType string
}

// Request fills in the numbers.
func (p Pager) Request() Request {
	end := p.Start + p.Size - 1
	if p.Total > 0 {
		end = min(end, p.Total)
	}
	fill := strings.NewReplacer(
		"{page}", strconv.Itoa(p.Page+p.Offset), "{start}", strconv.Itoa(p.Start),
		"{end}", strconv.Itoa(end), "{size}", strconv.Itoa(p.Size))
	method := p.Method
	if method == "" {
		method = "GET"
	}
	return Request{Method: method, URL: fill.Replace(p.URL), Body: fill.Replace(p.Body), ContentType: p.ContentType}
}

// Skip returns the pager of a page further on, as far as there are pages; it is p
// itself where a page is only known from the one before it.
func (p Pager) Skip(pages int) Pager {
	if p.Once || !strings.Contains(p.URL+p.Body, "{page}") {
		return p
	}
	p.Page += pages
	if p.Last > 0 {
		p.Page = min(p.Page, p.Last)
	}
	return p
}

// After returns the pager of the page after p, and whether there is one as far as
// p can tell.
func (p Pager) After() (Pager, bool) {
	next := p
	next.Page++
	next.Above, next.Aim = 0, ""
	if p.Once || p.Last > 0 && next.Page > p.Last {
		return Pager{}, false
	}
	if p.Size > 0 && strings.Contains(p.URL+p.Body, "{start}") {
		next.Start += p.Size
		if p.Total > 0 && next.Start > p.Total {
			return Pager{}, false
		}
	}
	return next, true
}

// Smaller returns the same page asked for in smaller portions, for portals that
// answer nothing where too many records are asked for.
func (p Pager) Smaller() (Pager, bool) {
	if p.Size <= 10 || !strings.Contains(p.URL+p.Body, "{size}") {
		return Pager{}, false
	}
	p.Size = max(10, p.Size/2)
	return p, true
}

// Family is one content system.
type Family struct {
	Name string
	// Read reads a page that looks like the family's, and reports false where it
	// is not. The links of the page are added by the caller.
	Read func(p *Page) (Listing, bool)
	// Answer reads an answer to a request that the family made, where that is no
	// ordinary page; nil where it is.
	Answer func(p *Page, asked Pager) Listing
}

// Families lists the families, the more particular first.
func Families() []Family {
	return []Family{
		hanwebSearch(), hanwebList(), jpaas(), gkmlpt(), truecms(), epoint(), longxun(), aspnet(),
		ucap(), trs(), xxgkList(), jsonList(), generic(),
	}
}

// Read reads a page of a list. Asked is the pager that brought it, nil for a page
// that was linked.
func Read(p *Page, asked *Pager) Listing {
	var by *Family
	for _, f := range Families() {
		if asked != nil && f.Name == asked.Family {
			by = &f
		}
	}
	if by != nil && by.Answer != nil {
		listing := by.Answer(p, *asked)
		listing.Family = by.Name
		return listing
	}
	if asked != nil {
		p.number = asked.Page
	}
	listing := Listing{}
	for _, f := range Families() {
		if found, ok := f.Read(p); ok {
			listing = found
			listing.Family = f.Name
			break
		}
	}
	listing.Links = slices.Concat(p.Links(), listing.Links)
	if by != nil && !asked.Once {
		// The chain that brought the page goes on by itself: a page may misstate
		// its own number.
		listing.Next = nil
		if next, more := asked.After(); more {
			listing.Next = []Pager{next}
		}
	}
	return listing
}

// at resolves an address of the page and keeps braces of pager templates.
func (p *Page) at(template string) string {
	hide := strings.NewReplacer("{", "zzopenzz", "}", "zzclosezz")
	show := strings.NewReplacer("zzopenzz", "{", "zzclosezz", "}")
	return show.Replace(p.Resolve(hide.Replace(template)))
}

// setQuery returns an address with one query parameter set, the others as they are.
func setQuery(u *url.URL, name, value string) string {
	out := *u
	var kept []string
	for part := range strings.SplitSeq(out.RawQuery, "&") {
		key, _, _ := strings.Cut(part, "=")
		if part != "" && !strings.EqualFold(key, name) {
			kept = append(kept, part)
		}
	}
	out.RawQuery = strings.Join(append(kept, name+"="+value), "&")
	return out.String()
}

// number returns the first group of a match as a number, 0 where there is none.
func number(match []string) int {
	if len(match) < 2 {
		return 0
	}
	n, err := strconv.Atoi(match[1])
	if err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}
