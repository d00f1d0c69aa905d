package html

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"gongkai/disclosure"
	"gongkai/parse/flat"
	"gongkai/parse/layout"
	"gongkai/parse/text"
)

// writer turns a tree into blocks.
type writer struct {
	tree   *tree
	base   string
	blocks []layout.Block
	// showHidden lays out what is hidden, where nothing else is left to read.
	showHidden bool
	// role is what the blocks are marked with, and chrome whether they are outside of the article.
	role   string
	chrome bool
	// heading is the level of the heading that is being read, 0 for none.
	heading int
	// preserve counts the open elements in which white space counts, unseen those
	// that show nothing.
	preserve, unseen int
	// line is the paragraph that is being read, cells the cells of a table.
	line, cells flow
	// aside holds the pictures and links of the paragraph, which come after it.
	aside      []layout.Block
	paragraph  int
	pictures   int
	links      int
	scratch    []byte
	candidates []int32 // scripts and text areas that may hold a table
	// muted is true while text is only looked at: links in it are not noted.
	muted bool
	// prefix is put before the paths of a piece that is nested in a script or text area.
	prefix string
	nested bool
}

// page lays out the whole tree.
func (w *writer) page() {
	if !w.boxes(0) {
		w.children(0)
	}
	w.flush()
}

// isHidden reports whether an element is not laid out.
func (w *writer) isHidden(n *node) bool {
	return n.flags&hidden != 0 && (!w.showHidden || kindOf(n.tag) == skipped)
}

// isInvisible reports whether an element takes its place but shows nothing.
func (w *writer) isInvisible(n *node) bool { return n.flags&invisible != 0 && !w.showHidden }

func (w *writer) children(n int32) {
	for child := w.tree.nodes[n].first; child != 0; child = w.tree.nodes[child].next {
		w.node(child)
	}
}

// maxRaised is how many bytes of text are taken for a superscript.
const maxRaised = 60

// node lays out one node and all below it.
func (w *writer) node(n int32) {
	nd := &w.tree.nodes[n]
	if nd.flags&isText != 0 {
		if w.unseen == 0 {
			w.line.text(w.tree.content(n), w.preserve > 0)
		}
		return
	}
	switch nd.tag {
	case atom.Script:
		w.script(n)
		return
	case atom.Textarea:
		w.textarea(n)
		return
	}
	if w.isHidden(nd) {
		return
	}
	if w.isInvisible(nd) {
		w.unseen++
		defer func() { w.unseen-- }()
	}
	switch nd.tag {
	case atom.Br:
		w.line.newline()
	case atom.Hr:
		w.flush()
	case atom.Img:
		w.picture(n)
	case atom.Iframe, atom.Frame, atom.Embed:
		w.frame(n)
		w.flush()
	case atom.Srcdoc:
		w.flush()
		if !w.nested && w.unseen == 0 {
			w.include(w.tree.content(n), "iframe["+strconv.Itoa(int(n))+"]/", w.role)
		}
	case atom.Table:
		w.table(n)
	case atom.Pre, atom.Listing, atom.Xmp:
		w.preformatted(n)
	default:
		if nd.flags&isInline != 0 && nd.flags&(asTable|asRow|asGrid|asFlex) == 0 {
			if nd.flags&(superior|asCell) != superior || !w.superscript(n, &w.line) {
				w.inline(n)
			}
		} else {
			w.element(n)
		}
	}
}

// superscript adds a raised piece of text to a flow. It reports false where more
// than text stands in it.
func (w *writer) superscript(n int32, f *flow) bool {
	if w.unseen > 0 {
		return true
	}
	if s := &w.tree.sums[n]; s.text > maxRaised || s.breaks+s.cells+s.pictures > 0 {
		return false
	}
	var inner flow
	for child := w.tree.nodes[n].first; child != 0; child = w.tree.nodes[child].next {
		w.gather(child, &inner, false)
	}
	f.superscript(inner.buf)
	return true
}

func (w *writer) inline(n int32) {
	nd := &w.tree.nodes[n]
	if nd.flags&asCell != 0 {
		w.line.text([]byte(" "), false) // cells never run together
	}
	if nd.flags&preserve != 0 {
		w.preserve++
		defer func() { w.preserve-- }()
	}
	w.children(n)
	if nd.flags&asCell != 0 {
		w.line.text([]byte(" "), false)
	}
	switch nd.tag {
	case atom.A:
		if address, _ := w.resource(n); isAttachment(address) {
			w.link(w.words(n), address)
		}
	case atom.Object:
		w.frame(n)
	}
}

// element lays out an element that begins a new line.
func (w *writer) element(n int32) {
	w.flush()
	nd := &w.tree.nodes[n]
	chrome, role := w.chrome, w.role
	if !w.chrome && w.isChrome(n) {
		w.chrome = true
		if w.role == "" && w.isCrumb(n) {
			w.role = "crumb"
		}
	}
	if nd.flags&preserve != 0 {
		w.preserve++
	}
	level := headingLevel(nd.tag)
	if level > 0 {
		w.heading = level
	}
	if !w.boxes(n) {
		w.children(n)
	}
	w.flush()
	if level > 0 {
		w.heading = 0
	}
	if nd.flags&preserve != 0 {
		w.preserve--
	}
	w.chrome, w.role = chrome, role
}

func headingLevel(tag atom.Atom) int {
	switch tag {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// manyLines is the number of line breaks from which on they stand for the ends of
// paragraphs: a title has fewer.
const manyLines = 4

// wrapped reports whether lines are broken at a margin, as in text copied from
// print: most are as long as the longest.
func wrapped(all string) bool {
	longest, full, lines := 0, 0, 0
	for line := range strings.SplitSeq(all, "\n") {
		longest = max(longest, utf8.RuneCountInString(strings.TrimFunc(line, blankRune)))
	}
	for line := range strings.SplitSeq(all, "\n") {
		if n := utf8.RuneCountInString(strings.TrimFunc(line, blankRune)); n > 0 {
			lines++
			if n >= longest-3 {
				full++
			}
		}
	}
	return longest >= 15 && full*2 > lines
}

// flush ends the paragraph. Empty lines, lines that are set in by two characters
// as Chinese paragraphs are, and all lines where there are many, begin a new one.
func (w *writer) flush() {
	if len(w.line.buf) > 0 {
		all := string(w.line.buf)
		w.line.reset()
		begin, next := 0, 0 // of the paragraph, of the line
		everyLine := w.heading == 0 && strings.Count(all, "\n") >= manyLines && !wrapped(all)
		for next < len(all) {
			line, _, _ := strings.Cut(all[next:], "\n")
			if next > 0 && (everyLine || strings.TrimFunc(line, blankRune) == "" || setIn(line)) {
				w.emit(all[begin:next])
				begin = next
			}
			next += len(line) + 1
		}
		w.emit(all[begin:])
	}
	w.flushAside()
}

// setIn reports whether a line begins with the indentation of a paragraph.
func setIn(line string) bool {
	wide, narrow := 0, 0
	for _, r := range line {
		switch r {
		case '\u3000', '\u2003':
			wide++
		case '\u00A0', ' ', '\u2002':
			narrow++
		case '\t':
			return true
		default:
			return wide >= 2 || narrow >= 4
		}
	}
	return false
}

func (w *writer) emit(paragraph string) {
	trimmed := strings.TrimFunc(paragraph, blankRune)
	if trimmed == "" && !strings.Contains(paragraph, flat.EmptyLine) {
		return
	}
	if paragraph = trimmed; paragraph == "" {
		paragraph = flat.EmptyLine
	}
	w.paragraph++
	w.block(layout.Block{Kind: layout.Paragraph, Text: paragraph, Heading: w.heading}, w.prefix+"p["+strconv.Itoa(w.paragraph)+"]")
}

// block adds a block with the marks of where it stands.
func (w *writer) block(b layout.Block, path string) {
	b.Chrome, b.Role = w.chrome, w.role
	b.Place = disclosure.Place{Path: path, Reader: reader}
	w.blocks = append(w.blocks, b)
}

func (w *writer) flushAside() {
	for _, b := range w.aside {
		w.block(b, b.Place.Path)
	}
	w.aside = w.aside[:0]
}

// preformatted lays out text whose blanks and line ends count.
func (w *writer) preformatted(n int32) {
	w.flush()
	if s := &w.tree.sums[n]; s.cells > 0 {
		w.children(n)
		w.flush()
		return
	}
	var f flow
	w.gather(n, &f, true)
	w.paragraph++
	for _, b := range text.Blocks(string(f.buf), reader, w.prefix+"p["+strconv.Itoa(w.paragraph)+"]") {
		w.block(b, b.Place.Path)
	}
	w.flushAside()
}

// cell gathers the text of a cell and reports whether a picture stands in it.
func (w *writer) cell(n int32) (image bool) {
	image = w.gather(n, &w.cells, false)
	w.cells.finish()
	return image
}

// gather adds all text below a node to a flow, blocks on lines of their own. It
// reports whether it met a picture; links to attachments go to the side.
func (w *writer) gather(n int32, f *flow, preserving bool) (image bool) {
	nodes := w.tree.nodes
	nd := &nodes[n]
	if w.isHidden(nd) || w.unseen > 0 {
		return false
	}
	if nd.flags&isText != 0 {
		f.text(w.tree.content(n), preserving)
		return false
	}
	if w.isInvisible(nd) {
		return false
	}
	preserving = preserving || nd.flags&preserve != 0
	switch nd.tag {
	case atom.Br:
		f.newline()
	case atom.Img:
		return true
	case atom.Script, atom.Iframe, atom.Frame, atom.Embed:
	case atom.Textarea, atom.Xmp:
		f.text(w.tree.content(n), true)
	default:
		newLine := nd.flags&isInline == 0
		if !newLine && nd.flags&superior != 0 && w.superscript(n, f) {
			break
		}
		if newLine {
			f.fresh()
		}
		for child := nd.first; child != 0; child = nodes[child].next {
			image = w.gather(child, f, preserving) || image
		}
		if newLine {
			f.fresh()
		}
		if nd.tag == atom.A && !w.muted {
			if address, _ := w.resource(n); isAttachment(address) {
				w.link(w.words(n), address)
			}
		}
	}
	return image
}

// words returns the text below a node on one line.
func (w *writer) words(n int32) string {
	w.muted = true
	defer func() { w.muted = false }()
	var f flow
	for child := w.tree.nodes[n].first; child != 0; child = w.tree.nodes[child].next {
		w.gather(child, &f, false)
	}
	return strings.TrimFunc(strings.ReplaceAll(string(f.buf), "\n", " "), blankRune)
}
