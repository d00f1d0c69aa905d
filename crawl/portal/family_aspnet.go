package portal

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var doPostBack = regexp.MustCompile(`__doPostBack\(\s*["']([^"']*)["']\s*,\s*["']([^"']*)["']\s*\)`)

// aspnet is the pager of ASP.NET WebForms: the page posts its own state back with
// the number of the page wanted. The state is of one page only, so each page
// brings the request for the next.
func aspnet() Family {
	return Family{Name: "aspnet", Read: func(p *Page) (Listing, bool) {
		if !strings.Contains(p.Source, "__VIEWSTATE") {
			return Listing{}, false
		}
		control, argument, page := aspnetNext(p)
		if control == "" {
			// Some have ordinary addresses beside.
			return generic().Read(p)
		}
		form := url.Values{}
		target := p.URL.String()
		for n := range p.Root.Descendants() {
			switch {
			case n.DataAtom == atom.Form:
				if action := p.Resolve(attr(n, "action")); attr(n, "action") != "" && action != "" {
					target = action
				}
			case n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "hidden"):
				form.Set(attr(n, "name"), attr(n, "value"))
			}
		}
		form.Set("__EVENTTARGET", control)
		form.Set("__EVENTARGUMENT", argument)
		return Listing{Next: []Pager{{
			Family: "aspnet", Method: "POST", URL: escapeBraces(target), Body: escapeBraces(form.Encode()),
			ContentType: "application/x-www-form-urlencoded", Page: page, Once: true,
		}}}, true
	}}
}

// aspnetNext finds the control and the number of the next page: the link called
// next, or the number after the one that is no link. Grids write their numbers as
// "Page$2".
func aspnetNext(p *Page) (control, argument string, page int) {
	current := max(1, p.number)
	for n := range p.Root.Descendants() {
		// The present page is shown without a link, marked red or by a class.
		if n.DataAtom == atom.Span || n.DataAtom == atom.Font || n.DataAtom == atom.B || n.DataAtom == atom.Strong {
			if at, err := strconv.Atoi(squeeze(innerText(n))); err == nil && at > 0 && nearPostBack(n) {
				current = at
			}
		}
	}
	for n := range p.Root.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		m := doPostBack.FindStringSubmatch(attr(n, "href") + attr(n, "onclick"))
		if m == nil {
			continue
		}
		at, err := strconv.Atoi(strings.TrimPrefix(m[2], "Page$"))
		if err != nil || at <= 0 {
			continue
		}
		if isNext(squeeze(innerText(n))) || at == current+1 {
			return m[1], m[2], at
		}
	}
	return "", "", 0
}

func nearPostBack(n *html.Node) bool {
	if n.Parent == nil {
		return false
	}
	for s := n.Parent.FirstChild; s != nil; s = s.NextSibling {
		if s.DataAtom == atom.A && strings.Contains(attr(s, "href"), "__doPostBack") {
			return true
		}
	}
	return false
}

// escapeBraces keeps what looks like a pager's placeholders from being filled.
func escapeBraces(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D").Replace(s)
}
