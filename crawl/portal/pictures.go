package portal

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// smallest is the width or height, in pixels, below which a picture that says its
// size is no page and no table.
const smallest = 200

var (
	pictureFile = regexp.MustCompile(`(?i)\.(?:jpe?g|png|bmp|tiff?|webp)$`)
	ornament    = regexp.MustCompile(`(?i)logo|icon|banner|qr_?code|ewm|erweima|weixin|wechat|weibo|share|print|close|btn|button|dianzan|foot|header|bg_|_bg|nav|arrow|blank|loading|placeholder|party|guohui|jiucuo|red_?error|wza`)
	aroundName  = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:head|header|top|nav|menu|foot|footer|bottom|link|links|side|sidebar|share|logo|banner|crumb|pos|position|qrcode|ewm|code|weixin|jiucuo|wza)(?:$|[\s_-])`)
)

// Pictures returns the addresses of the pictures that may be part of the page's
// article: scanned pages and tables, shown or linked by a name. Left out is what stands around an article or
// looks like an ornament by its name, its size, or a link to another page.
func (p *Page) Pictures() []string {
	var sources []string
	seen := map[string]bool{}
	for n := range p.Root.Descendants() {
		source := ""
		switch {
		case len(sources) >= maxLinks:
		case n.DataAtom == atom.Img:
			source = p.pictureOf(n)
		case n.DataAtom == atom.A && pictureFile.MatchString(stripQuery(attr(n, "href"))):
			source = p.Resolve(attr(n, "href"))
		}
		if source == "" || seen[source] || isOrnament(n, source) {
			continue
		}
		seen[source] = true
		sources = append(sources, source)
	}
	return sources
}

// pictureOf returns where the picture itself lies: pages load it late and say so in
// attributes of their own, or show it small with a link to it.
func (p *Page) pictureOf(n *html.Node) string {
	for up := n.Parent; up != nil && up.DataAtom != atom.P && up.DataAtom != atom.Div; up = up.Parent {
		if up.DataAtom == atom.A {
			if target := p.Resolve(attr(up, "href")); target != "" && pictureFile.MatchString(stripQuery(target)) {
				return target
			}
		}
	}
	for _, name := range [...]string{"data-original", "data-src", "data-echo", "data-lazy", "original", "oldsrc", "src"} {
		if written := attr(n, name); strings.TrimSpace(written) != "" {
			if source := p.Resolve(written); source != "" {
				return source
			}
		}
	}
	return ""
}

func stripQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

func isOrnament(n *html.Node, source string) bool {
	name := stripQuery(path.Base(source))
	if ornament.MatchString(name) || strings.HasSuffix(strings.ToLower(name), ".gif") || strings.HasSuffix(strings.ToLower(name), ".svg") {
		return true
	}
	for _, side := range [...]string{"width", "height"} {
		if size, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(attr(n, side)), "px")); err == nil && size < smallest {
			return true
		}
	}
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.DataAtom {
		case atom.Header, atom.Footer, atom.Nav, atom.Aside:
			return true
		case atom.A:
			// A link away from here shows where it leads to, and is not shown for itself.
			href := attr(up, "href")
			if href != "" && !strings.HasPrefix(href, "#") && !strings.HasPrefix(strings.ToLower(href), "javascript:") && !pictureFile.MatchString(stripQuery(href)) {
				return true
			}
		}
		if aroundName.MatchString(attr(up, "class")) || aroundName.MatchString(attr(up, "id")) {
			return true
		}
	}
	return false
}
