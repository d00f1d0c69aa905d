package html

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/parse/layout"
	"gongkai/parse/text"
)

// Some pages keep the article where a plain look does not find it: in a text
// area, in a string of a script, or hidden until a script shows it. It is read
// only where nothing else on the page can be the article, and marked.

const (
	// articleCells is how many cells the tables of a page need to be its article's.
	articleCells = 24
	// articleText is how many bytes of visible text make an article.
	articleText = 600
	// concealedText is how many bytes hidden text must have to be one.
	concealedText = 900
	// maxCandidates bounds the scripts and text areas that are looked into, and
	// shortScript is the length below which a script holds no table.
	maxCandidates = 200
	shortScript   = 60
)

// hasTable reports whether the visible page has tables of some size.
func (w *writer) hasTable() bool {
	cells := 0
	for i := range w.blocks {
		if b := &w.blocks[i]; b.Kind == layout.Table && !b.Chrome {
			cells += len(b.Grid.Cells)
		}
	}
	return cells >= articleCells
}

// concealed reads what is hidden or held in scripts, where it has tables, or
// where the visible page has no article.
func (w *writer) concealed() {
	visible := 0
	for i := range w.blocks {
		if b := &w.blocks[i]; b.Kind == layout.Paragraph && !b.Chrome {
			visible += len(b.Text)
		}
	}
	w.held(tableMarks[:], 0)
	if w.hasTable() || visible >= articleText {
		return
	}
	before := len(w.blocks)
	w.held(articleMarks[:], concealedText)
	if len(w.blocks) > before {
		return
	}
	w.scriptedFiles()
	w.showHidden, w.role = true, roleHidden
	below := int32(0) // the nodes up to here lie below one that was laid out
	for n := int32(1); n < int32(len(w.tree.nodes)); n++ {
		nd := &w.tree.nodes[n]
		if nd.flags&(hidden|invisible) == 0 || kindOf(nd.tag) == skipped || w.tree.sums[n].text < concealedText || n < below {
			continue
		}
		w.node(n)
		w.flush()
		below = w.lastBelow(n) + 1
	}
}

// held reads the pieces of HTML with one of the marks that scripts and text areas
// hold, from a length on.
func (w *writer) held(marks []string, least int) {
	for i, n := range w.candidates {
		if i >= maxCandidates || w.hasTable() {
			return
		}
		if n == 0 {
			continue
		}
		for _, page := range w.pagesIn(n, marks) {
			if len(page) >= least {
				w.include(page, "script["+strconv.Itoa(i+1)+"]/", roleScript)
				w.candidates[i] = 0 // it has been read
			}
		}
	}
}

// maxScriptedFiles bounds the addresses of files that are taken from scripts.
const maxScriptedFiles = 20

// scriptedFiles notes the files that scripts of a page without an article name,
// as viewers of documents do.
func (w *writer) scriptedFiles() {
	found := 0
	for _, n := range w.candidates {
		for _, literal := range literals(string(w.tree.content(n))) {
			address := unescape(literal)
			if found < maxScriptedFiles && len(address) < 500 && !strings.ContainsAny(address, " <>\n") && namesFile(address) {
				w.link("", address)
				found++
			}
		}
	}
	w.flushAside()
}

// lastBelow returns the last node below a node.
func (w *writer) lastBelow(n int32) int32 {
	for w.tree.nodes[n].last != 0 {
		n = w.tree.nodes[n].last
	}
	return n
}

// include lays out a piece of HTML after what is there.
func (w *writer) include(page []byte, prefix, role string) {
	b, err := build(page)
	if err != nil {
		return
	}
	inner := &writer{
		tree: b.tree, base: w.base, prefix: w.prefix + prefix, role: role,
		chrome: w.chrome, heading: w.heading, nested: true,
	}
	inner.page()
	w.blocks = append(w.blocks, inner.blocks...)
}

// script takes what a script writes into the page at its place. Only scripts
// that do nothing but write fixed text are followed.
func (w *writer) script(n int32) {
	content := w.tree.content(n)
	if len(content) == 0 || w.nested {
		return
	}
	if bytes.Contains(content, []byte("document.write")) {
		if page, ok := written(string(content)); ok {
			if !strings.Contains(page, "<") {
				w.line.text([]byte(xhtml.UnescapeString(page)), false)
				return
			}
			w.flush()
			w.include([]byte(page), "script["+strconv.Itoa(int(n))+"]/", w.role)
			return
		}
	}
	if len(content) >= shortScript {
		w.candidates = append(w.candidates, n)
	}
}

func (w *writer) textarea(n int32) {
	content := w.tree.content(n)
	if mentions(content, tableMarks[:]) || mentions(content, articleMarks[:]) {
		if !w.nested {
			w.candidates = append(w.candidates, n)
		}
		return
	}
	if w.isHidden(&w.tree.nodes[n]) || w.unseen > 0 || blank(content) {
		return
	}
	w.flush()
	w.paragraph++
	for _, b := range text.Blocks(string(content), reader, w.prefix+"p["+strconv.Itoa(w.paragraph)+"]") {
		w.block(b, b.Place.Path)
	}
}

// tableMarks are how the beginning of a table looks in HTML and in the escapes
// of scripts, in lower case, and articleMarks how paragraphs do.
var (
	tableMarks   = [...]string{"<table", `\u003ctable`, `\x3ctable`, "&lt;table", "%3ctable"}
	articleMarks = [...]string{"<p", "<div", "<br", `\u003cp`, `\u003cdiv`, "&lt;p", "&lt;div", "%3cp", "%3cdiv"}
)

func mentions(content []byte, marks []string) bool {
	lower := bytes.ToLower(content)
	for _, mark := range marks {
		if bytes.Contains(lower, []byte(mark)) {
			return true
		}
	}
	return false
}

// pagesIn returns the pieces of HTML with one of the marks that a script or text
// area holds. A table in a script must be whole.
func (w *writer) pagesIn(n int32, marks []string) [][]byte {
	content := w.tree.content(n)
	if !mentions(content, marks) {
		return nil
	}
	if w.tree.nodes[n].tag == atom.Textarea {
		return [][]byte{unwrap(string(content))}
	}
	var pages [][]byte
	for _, literal := range literals(string(content)) {
		if !mentions([]byte(literal), marks) {
			continue
		}
		page := unwrap(unescape(literal))
		if opened := mentions(page, tableMarks[:]); opened == mentions(page, []string{"</table"}) {
			pages = append(pages, page)
		}
	}
	return pages
}

// unwrap undoes the escapes that hide tags: HTML's and those of addresses.
func unwrap(s string) []byte {
	lower := strings.ToLower(s)
	if strings.Contains(lower, "<table") || strings.Contains(lower, "<p") || strings.Contains(lower, "<div") {
		return []byte(s)
	}
	if strings.Contains(lower, "%3c") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	if strings.Contains(lower, "&lt;") {
		s = xhtml.UnescapeString(s)
	}
	return []byte(s)
}

// literals returns the string literals of a script, still escaped.
func literals(script string) []string {
	var found []string
	for i := 0; i < len(script); i++ {
		switch c := script[i]; {
		case c == '/' && i+1 < len(script) && script[i+1] == '*':
			end := strings.Index(script[i+2:], "*/")
			if end < 0 {
				return found
			}
			i += 2 + end + 1
		case c == '/' && i+1 < len(script) && script[i+1] == '/':
			end := strings.IndexByte(script[i:], '\n')
			if end < 0 {
				return found
			}
			i += end
		case c == '"' || c == '\'' || c == '`':
			if end := literalEnd(script, i); end > 0 {
				found = append(found, script[i+1:end])
				i = end
			}
		}
	}
	return found
}

// literalEnd returns where the literal that begins at i ends, or -1.
func literalEnd(script string, i int) int {
	quote := script[i]
	for j := i + 1; j < len(script); j++ {
		switch c := script[j]; {
		case c == '\\':
			j++
		case c == quote:
			return j
		case c == '\n' && quote != '`':
			return -1
		}
	}
	return -1
}

// written returns what a script writes, and whether writing fixed text is all it
// does.
func written(script string) (string, bool) {
	var out strings.Builder
	rest := strings.TrimSpace(script)
	rest = strings.TrimSpace(strings.TrimPrefix(rest, "<!--"))
	for rest != "" {
		if after, ok := strings.CutPrefix(rest, "//"); ok {
			_, rest, _ = strings.Cut(after, "\n")
			rest = strings.TrimSpace(rest)
			continue
		}
		after, ok := strings.CutPrefix(rest, "document.writeln(")
		if !ok {
			after, ok = strings.CutPrefix(rest, "document.write(")
		}
		if !ok {
			return "", false
		}
		for {
			after = strings.TrimSpace(after)
			if after == "" || after[0] != '"' && after[0] != '\'' && after[0] != '`' {
				return "", false
			}
			end := literalEnd(after, 0)
			if end < 0 || after[0] == '`' && strings.Contains(after[:end], "${") {
				return "", false
			}
			out.WriteString(unescape(after[1:end]))
			after = strings.TrimSpace(after[end+1:])
			if joined, more := strings.CutPrefix(after, "+"); more {
				after = joined
				continue
			}
			break
		}
		after, ok = strings.CutPrefix(after, ")")
		if !ok {
			return "", false
		}
		rest = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(after), ";"))
	}
	return out.String(), out.Len() > 0
}

// unescape undoes the escapes of a JavaScript string.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		i++
		digits := 0
		switch c := s[i]; c {
		case 'n':
			out.WriteByte('\n')
		case 't':
			out.WriteByte('\t')
		case 'r', '\n':
		case 'u':
			digits = 4
		case 'x':
			digits = 2
		default:
			out.WriteByte(c)
		}
		if digits > 0 && i+digits < len(s) {
			code, err := strconv.ParseUint(s[i+1:i+1+digits], 16, 32)
			if err == nil && utf8.ValidRune(rune(code)) {
				out.WriteRune(rune(code))
			}
			i += digits
		}
	}
	return out.String()
}
