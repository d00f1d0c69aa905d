package portal

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"gongkai/internal/document/charset"
)

// Page is one fetched page or answer, decoded once.
type Page struct {
	// URL is where the page lies; Base is what its links are relative to.
	URL, Base *url.URL
	// Source is the whole text in UTF-8, markup and scripts included.
	Source string
	// Root is the parsed page. Answers that are no HTML have a Root all the same.
	Root *html.Node
	// Title is the head's title.
	Title string
	// Meta are the meta tags by lower-case name.
	Meta map[string]string

	// charset is what the addresses in the page are written in; nil for UTF-8.
	charset encoding.Encoding
	text    string
	links   []Link
	// number is which page of its list this is, where the request for it said so.
	number int
}

// maxSource bounds the text that is looked at, in bytes.
const maxSource = 8 << 20

// queryCharsets are the encodings that browsers write a page's queries in, by the
// name of the page's own. Those of UTF-8 and UTF-16 are in UTF-8.
var queryCharsets = map[string]encoding.Encoding{
	"gb18030": simplifiedchinese.GB18030,
	"big5":    traditionalchinese.Big5,
}

// Parse reads a page. The bytes decide over the header about the charset.
func Parse(u *url.URL, contentType string, body []byte) *Page {
	p := &Page{URL: u, Base: u, Meta: map[string]string{}}
	source, name := charset.Decode(body[:min(len(body), maxSource)], contentType)
	p.Source, p.charset = string(source), queryCharsets[name]
	root, err := html.Parse(strings.NewReader(p.Source))
	if err != nil {
		// Elements nested beyond the parser's limit: the page has no structure to look at.
		root = &html.Node{Type: html.DocumentNode}
	}
	p.Root = root
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Title:
			if p.Title == "" {
				p.Title = squeeze(innerText(n))
			}
		case atom.Base:
			if href := attr(n, "href"); href != "" && p.Base == u {
				if base, err := u.Parse(strings.TrimSpace(href)); err == nil && base.Host != "" {
					p.Base = base
				}
			}
		case atom.Meta:
			if name := strings.ToLower(attr(n, "name")); name != "" {
				p.Meta[name] = squeeze(attr(n, "content"))
			}
		}
	}
	return p
}

// Text returns the visible words of the page, one block a line.
func (p *Page) Text() string {
	if p.text == "" {
		p.text = innerText(p.Root)
	}
	return p.text
}

// Resolve makes a link of the page absolute, as a browser would read it: outer
// blanks and line breaks dropped, backslashes turned, other characters escaped
// (those of a query in the page's charset). It returns "" for what is no http
// address.
func (p *Page) Resolve(href string) string {
	href = strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\r', '\t':
			return -1
		case '\u00a0', '\u3000':
			return ' '
		}
		return r
	}, href)
	href = strings.TrimSpace(href)
	path, query, hasQuery := strings.Cut(href, "?")
	path = strings.ReplaceAll(path, `\`, "/")
	href = path
	if hasQuery {
		href += "?" + p.escapeQuery(query)
	}
	href = escapeStrayPercent(strings.ReplaceAll(href, " ", "%20"))
	u, err := p.Base.Parse(href)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	u.User = nil
	return u.String()
}

func (p *Page) escapeQuery(query string) string {
	if p.charset == nil {
		return query
	}
	var out strings.Builder
	encoder := p.charset.NewEncoder()
	for _, r := range query {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
			continue
		}
		encoded, err := encoder.String(string(r))
		if err != nil {
			encoded = string(r)
		}
		out.WriteString(url.QueryEscape(encoded))
	}
	return out.String()
}

var strayPercent = regexp.MustCompile(`%([^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|.?$)`)

// escapeStrayPercent escapes percent signs that begin no escape: net/url refuses
// such an address where browsers do not.
func escapeStrayPercent(s string) string {
	for range 8 {
		fixed := strayPercent.ReplaceAllString(s, "%25$1")
		if fixed == s || strings.Count(fixed, "%25") > 64 {
			return fixed
		}
		s = fixed
	}
	return s
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// innerText returns the visible words under a node, one block a line.
func innerText(n *html.Node) string {
	var out strings.Builder
	writeText(&out, n)
	return out.String()
}

func writeText(out *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		out.WriteString(n.Data)
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head:
		return
	case atom.Br, atom.P, atom.Div, atom.Tr, atom.Li, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.Td, atom.Th, atom.Dd, atom.Dt:
		out.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(out, c)
	}
}

// squeeze drops outer blanks and makes one of each inner run of them.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
