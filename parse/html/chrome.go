package html

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"gongkai/parse/layout"
)

// surely are words in ids and classes of what is never the article; perhaps are
// words that also name the article's own boxes, and count only where most of the
// text is links.
var (
	surely  = [...]string{"nav", "menu", "footer", "sidebar", "breadcrumb", "crumb", "crumbs", "copyright", "friendlink", "friendlinks", "share", "pagination"}
	perhaps = [...]string{"top", "header", "head", "foot", "bottom", "side", "left", "right", "search", "banner", "logo", "toolbar", "tool", "related", "hot", "links", "link", "list", "aside", "location", "position", "weizhi", "dqwz", "path", "wz"}
)

// Limits of what may be taken for navigation. More text than that, or a table of
// that many cells, is never set aside.
const (
	chromeShare = 2 // at most one half of the page's text
	chromeCells = 24
	linkList    = 3 // links that make a list
)

// isChrome reports whether an element is outside of the article by its own
// marking. It errs towards the article.
func (w *writer) isChrome(n int32) bool {
	nd := &w.tree.nodes[n]
	s := &w.tree.sums[n]
	if s.cells >= chromeCells || s.text*chromeShare > w.tree.sums[0].text {
		return false
	}
	mostlyLinks := s.text > 0 && s.links*10 >= s.text*6
	switch nd.tag {
	case atom.Nav, atom.Footer:
		return true
	case atom.Header, atom.Aside:
		return s.headings == 0 || mostlyLinks
	case atom.Ul, atom.Ol, atom.Dl:
		if s.anchors >= linkList && s.links*10 >= s.text*7 && !w.leadsToFiles(n) {
			return true
		}
	}
	if nd.from == nd.to {
		return false
	}
	names := strings.ToLower(strings.ReplaceAll(string(w.tree.content(n)), "\x00", " "))
	for name := range strings.FieldsSeq(names) {
		for _, word := range surely {
			if hasWord(name, word) {
				return true
			}
		}
		if !mostlyLinks {
			continue
		}
		for _, word := range perhaps {
			if hasWord(name, word) {
				return !w.leadsToFiles(n)
			}
		}
	}
	return false
}

// hasWord reports whether a class or id begins or ends with a word: "nav",
// "nav-left", "topnav", "navBox", but not "navigate" and its like in the middle.
func hasWord(name, word string) bool {
	if !strings.HasPrefix(name, word) && !strings.HasSuffix(name, word) {
		return false
	}
	return len(name) <= len(word)+8
}

// isCrumb reports whether an element is the path from the portal's home page.
func (w *writer) isCrumb(n int32) bool {
	names := strings.ToLower(string(w.tree.content(n)))
	for _, word := range [...]string{"crumb", "location", "position", "weizhi", "dqwz"} {
		if strings.Contains(names, word) {
			return true
		}
	}
	return false
}

// leadsToFiles reports whether a link below leads to an attachment.
func (w *writer) leadsToFiles(n int32) bool {
	for child := w.tree.nodes[n].first; child != 0; child = w.tree.nodes[child].next {
		nd := &w.tree.nodes[child]
		if w.tree.sums[child].anchors == 0 {
			continue
		}
		if nd.tag == atom.A {
			if address, _ := w.resource(child); isAttachment(address) {
				return true
			}
		}
		if w.leadsToFiles(child) {
			return true
		}
	}
	return false
}

// Lengths, in bytes, of lines that may be what their words say.
const (
	maxInfo  = 600
	maxTitle = 300
)

// roles marks the blocks that say by themselves what they are: the title, the
// path from the home page, the line of date and source, the table of the index
// number.
func roles(doc *layout.Document) {
	article := compact(doc.Meta.Fields["articletitle"])
	page := compact(doc.Meta.Title)
	titled := false
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		if b.Role != "" {
			continue
		}
		switch b.Kind {
		case layout.Table:
			if words := gridWords(b.Grid); strings.Contains(words, "索引号") {
				b.Role = "index"
			} else if isInfo(words) {
				b.Role = "info"
			}
		case layout.Paragraph:
			hinted := len(b.Text) <= maxInfo && hasHint(b.Text)
			if !hinted && (titled || b.Chrome || len(b.Text) > maxInfo) {
				continue
			}
			words := compact(b.Text)
			switch {
			case hinted && isImprint(words):
				b.Chrome = true
			case hinted && isCrumbLine(words):
				b.Role, b.Chrome = "crumb", true
			case hinted && strings.Contains(words, "索引号"):
				b.Role = "index"
			case hinted && isInfo(words):
				b.Role = "info"
			case !titled && !b.Chrome && len(words) <= maxTitle && isTitle(words, b.Heading, article, page):
				b.Role, titled = "title", true
			}
		}
	}
}

// hints are characters without which a line is no crumb, imprint, index number,
// date or source. Most lines of an article have none of them.
var hints = [...]string{"期", "间", "源", "位", "首", "索", "备", "码"}

func hasHint(line string) bool {
	for _, hint := range hints {
		if strings.Contains(line, hint) {
			return true
		}
	}
	return false
}

// isTitle reports whether a paragraph is what the page's head calls the title,
// or its first heading.
func isTitle(words string, heading int, article, page string) bool {
	if article != "" && words == article {
		return true
	}
	return len(words) >= 18 && strings.HasPrefix(page, words) || heading == 1
}

// isCrumbLine reports whether a line is the path from the home page.
func isCrumbLine(words string) bool {
	for _, start := range [...]string{"当前位置", "您的位置", "您当前的位置", "您现在的位置", "所在位置", "你的位置", "位置："} {
		if at := strings.Index(words, start); at >= 0 && at <= 12 {
			return true
		}
	}
	if !strings.HasPrefix(words, "首页") && !strings.HasPrefix(words, "网站首页") {
		return false
	}
	steps := 0
	for _, step := range [...]string{">", "»", "›", "/", "→", "＞", "-"} {
		steps = max(steps, strings.Count(words, step))
	}
	return steps >= 2
}

// isImprint reports whether a line is of the site's own: who runs it, under which
// licence.
func isImprint(words string) bool {
	return strings.Contains(words, "ICP备") || strings.Contains(words, "网站标识码") || strings.Contains(words, "公网安备")
}

// isInfo reports whether a short line gives the publish date or the source.
func isInfo(words string) bool {
	if len(words) > maxInfo || !strings.ContainsAny(words, "0123456789") {
		return false
	}
	for _, word := range [...]string{"发布时间", "发布日期", "发文日期", "更新时间", "更新日期", "发稿时间", "公开日期", "成文日期"} {
		if strings.Contains(words, word) {
			return true
		}
	}
	dated := strings.Contains(words, "日期：") || strings.Contains(words, "时间：") ||
		strings.Contains(words, "日期:") || strings.Contains(words, "时间:")
	sourced := strings.Contains(words, "来源：") || strings.Contains(words, "来源:")
	return dated && (sourced || len(words) <= 60) || sourced && strings.Contains(words, "20") && len(words) <= 200
}

// maxIndexCells bounds the table above an article.
const maxIndexCells = 40

// gridWords returns the words of a small table that may be of that sort.
func gridWords(g *layout.Grid) string {
	if len(g.Cells) > maxIndexCells || !slices.ContainsFunc(g.Cells, func(c layout.Cell) bool { return hasHint(c.Text) }) {
		return ""
	}
	var words strings.Builder
	for _, cell := range g.Cells {
		words.WriteString(compact(cell.Text))
	}
	return words.String()
}

// compact drops all characters without ink.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if blankRune(r) {
			return -1
		}
		return r
	}, s)
}
