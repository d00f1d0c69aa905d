package portal

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Link is one address that a page names, with the words around it.
type Link struct {
	URL string
	// Text is the whole title of the link: the words, or where those are cut short
	// the title attribute.
	Text string
	// Heading is the heading of the box that a link "更多" stands in.
	Heading string
	// Date is the date beside the link, "2006-01-02", empty where there is none.
	Date string
	// Frame is true for the address of an iframe or frame.
	Frame bool
}

// maxLinks bounds the links that are taken from one page, maxHeadings those whose
// box is searched for a heading.
const (
	maxLinks    = 5000
	maxHeadings = 100
)

// Links returns the links of the page in document order: anchors, areas, options
// with addresses, click handlers, frames, and addresses with a title in scripts.
// The slice is the page's own: do not change it.
func (p *Page) Links() []Link {
	if p.links == nil {
		p.links = p.linksUnder(p.Root)
		for _, script := range p.Scripts() {
			p.links = append(p.links, p.scriptLinks(script)...)
		}
		p.links = p.links[:min(len(p.links), maxLinks):min(len(p.links), maxLinks)]
	}
	return p.links
}

func (p *Page) linksUnder(root *html.Node) []Link {
	var links []Link
	headings := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		link := Link{}
		switch n.DataAtom {
		case atom.A, atom.Area:
			link = Link{URL: p.target(n, "href"), Text: linkText(n)}
		case atom.Option:
			if value := attr(n, "value"); strings.ContainsAny(value, "/.") {
				link = Link{URL: p.target(n, "value"), Text: squeeze(innerText(n))}
			}
		case atom.Iframe, atom.Frame:
			link = Link{URL: p.target(n, "src"), Text: squeeze(attr(n, "title")), Frame: true}
		case atom.Embed:
			link = Link{URL: p.target(n, "src"), Frame: true}
		case atom.Object:
			link = Link{URL: p.target(n, "data"), Frame: true}
		default:
			if click := attr(n, "onclick"); click != "" {
				link = Link{URL: p.scriptTarget(click), Text: linkText(n)}
			}
		}
		if link.URL == "" {
			continue
		}
		if isMore(link.Text) && headings < maxHeadings {
			headings++
			link.Heading = boxHeading(n)
		}
		if !link.Frame {
			link.Date = dateBeside(n)
		}
		if links = append(links, link); len(links) >= maxLinks {
			break
		}
	}
	return links
}

// target returns the address of a link, from its attribute or its click handler.
func (p *Page) target(n *html.Node, name string) string {
	href := strings.TrimSpace(attr(n, name))
	script, isScript := cutPrefixFold(href, "javascript:")
	switch {
	case isScript:
		if found := p.scriptTarget(script); found != "" {
			return found
		}
		return p.scriptTarget(attr(n, "onclick"))
	case href == "" || strings.HasPrefix(href, "#"):
		return p.scriptTarget(attr(n, "onclick"))
	}
	return p.Resolve(href)
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

var scriptTargets = regexp.MustCompile(`(?:window\.open|location(?:\.href)?\s*=|location\.(?:replace|assign)|open\w*|goto\w*|go|jump\w*|view\w*|down\w*)\s*\(?\s*['"]([^'"\s]+)['"]`)

// scriptTarget returns the address that a click handler opens.
func (p *Page) scriptTarget(script string) string {
	m := scriptTargets.FindStringSubmatch(script)
	if m == nil || !strings.ContainsAny(m[1], "/.") {
		return ""
	}
	return p.Resolve(m[1])
}

// linkText returns the words of a link. Titles that a list cuts short stand whole
// in the title attribute.
func linkText(n *html.Node) string {
	text := squeeze(innerText(n))
	title := squeeze(attr(n, "title"))
	cut := strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...") || strings.HasSuffix(text, "..")
	stem := strings.TrimRight(text, "….")
	if title != "" && (text == "" || cut || isMore(text) || strings.HasPrefix(title, stem) && len(title) > len(text)) {
		return title
	}
	if text == "" {
		for c := range n.Descendants() {
			if c.DataAtom == atom.Img {
				if alt := squeeze(attr(c, "alt") + " " + attr(c, "title")); alt != "" {
					return alt
				}
			}
		}
		return squeeze(attr(n, "alt"))
	}
	return text
}

var moreWords = regexp.MustCompile(`^(?:查看|点击|了解)?(?:更多|more|详情|全部)?[.…>》»+\s]*$`)

func isMore(text string) bool {
	return text == "" || moreWords.MatchString(strings.ToLower(text))
}

var headingClass = regexp.MustCompile(`(?i)tit|head|name|hd|column|lanmu|lm`)

// boxHeading returns the heading of the box that holds a link: the nearest
// heading before it, at most five boxes out.
func boxHeading(n *html.Node) string {
	at := n
	for range 5 {
		for s := at.PrevSibling; s != nil; s = s.PrevSibling {
			if text := squeeze(innerText(s)); text != "" && len([]rune(text)) <= 24 {
				return text
			}
		}
		if at.Parent == nil || at.Parent.DataAtom == atom.Body {
			return ""
		}
		at = at.Parent
		for c := range at.Descendants() {
			heading := c.DataAtom == atom.H1 || c.DataAtom == atom.H2 || c.DataAtom == atom.H3 || c.DataAtom == atom.H4
			if heading || c.Type == html.ElementNode && headingClass.MatchString(attr(c, "class")) {
				text := strings.TrimSpace(strings.TrimSuffix(squeeze(innerText(c)), squeeze(innerText(n))))
				if text != "" && len([]rune(text)) <= 24 {
					return text
				}
			}
		}
	}
	return ""
}

var dates = regexp.MustCompile(`(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})`)

// FindDate returns the first date in a text as "2006-01-02", or "".
func FindDate(text string) string {
	for _, m := range dates.FindAllStringSubmatch(text, 8) {
		if date := makeDate(m[1], m[2], m[3]); date != "" {
			return date
		}
	}
	return ""
}

func makeDate(year, month, day string) string {
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	month, day = pad(month), pad(day)
	if month < "01" || month > "12" || day < "01" || day > "31" {
		return ""
	}
	return fmt.Sprintf("%s-%s-%s", year, month, day)
}

// dateBeside returns the date that stands in the same entry as a link: its list
// item or row, or the nearest box that holds no other link.
func dateBeside(n *html.Node) string {
	at := n
	for range 4 {
		if date := FindDate(innerText(at)); date != "" {
			return date
		}
		if at.Parent == nil || at.Parent.DataAtom == atom.Body {
			return ""
		}
		at = at.Parent
		// A list item or a row is one entry, though it may link its category too.
		if at.DataAtom == atom.Li || at.DataAtom == atom.Tr {
			if hasMoreLinks(at, 4) {
				return ""
			}
			return FindDate(innerText(at))
		}
		if hasMoreLinks(at, 1) {
			return ""
		}
	}
	return ""
}

// hasMoreLinks reports whether a node holds more links than that.
func hasMoreLinks(n *html.Node, most int) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			if most--; most < 0 {
				return true
			}
		}
	}
	return false
}

// Scripts returns the inline scripts of the page.
func (p *Page) Scripts() []string {
	var scripts []string
	for n := range p.Root.Descendants() {
		if n.DataAtom == atom.Script && n.FirstChild != nil {
			scripts = append(scripts, n.FirstChild.Data)
		}
	}
	return scripts
}

var (
	titleThenURL = regexp.MustCompile(`["']?(?:title|name|text|bt)["']?\s*:\s*("(?:[^"\\]|\\.){2,200}"|'[^'\\]{2,200}')[^{}]{0,400}?["']?(?:url|href|link)["']?\s*:\s*["']([^"']{2,400})["']`)
	urlThenTitle = regexp.MustCompile(`["']?(?:url|href|link)["']?\s*:\s*["']([^"']{2,400})["'][^{}]{0,400}?["']?(?:title|name|text|bt)["']?\s*:\s*("(?:[^"\\]|\\.){2,200}"|'[^'\\]{2,200}')`)
)

// scriptLinks finds objects with a title and an address in a script, as trees and
// data islands have them.
func (p *Page) scriptLinks(script string) []Link {
	var links []Link
	add := func(quoted, address, around string) {
		title := strings.Trim(quoted, "'")
		if strings.HasPrefix(quoted, `"`) && json.Unmarshal([]byte(quoted), &title) != nil {
			return
		}
		target := p.Resolve(strings.ReplaceAll(address, `\/`, "/"))
		if target != "" && title != "" {
			links = append(links, Link{URL: target, Text: squeeze(title), Date: FindDate(around)})
		}
	}
	for _, m := range titleThenURL.FindAllStringSubmatch(script, maxLinks) {
		add(m[1], m[2], m[0])
	}
	for _, m := range urlThenTitle.FindAllStringSubmatch(script, maxLinks) {
		add(m[2], m[1], m[0])
	}
	return links
}

// Fragment reads a piece of markup that came inside of an answer, as links of
// the page.
func (p *Page) Fragment(markup string) []Link {
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return nil
	}
	return p.linksUnder(root)
}
