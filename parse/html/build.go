package html

import (
	"bytes"

	"golang.org/x/net/html/atom"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// The limits of a page. Elements deeper than a limit are not entered, but their
// text is kept; tables may go deeper than the rest, so that a page of a thousand
// unclosed tags still has them.
const (
	maxNodes       = 2_000_000
	maxInlineDepth = 256
	maxBlockDepth  = 512
	maxTableDepth  = 768
)

// open is an element that is not closed yet. Inline elements that change nothing
// have no node of their own: node is then that of the element around it.
type open struct {
	tag  atom.Atom
	node int32
}

// builder makes a tree of a page's tokens by the rules of the HTML standard as
// far as they bear on where text stands: implied and misplaced tags, the scopes
// that tables make, and text between the cells moving in front of the table.
// Formatting elements are not reconstructed, since they carry no text.
type builder struct {
	tree   *tree
	stack  []open
	parts  []int // positions in stack of the parts of tables
	escape int   // position in stack of the outermost svg, math or select; 0 for none
	rules  rules
	meta   layout.Meta
	base   string
	tables int32
	// rawTag is the element whose content the tokenizer gives as text, and rawNode its node.
	rawTag  atom.Atom
	rawNode int32
}

// build reads a whole page.
func build(page []byte) (*builder, error) {
	if bytes.IndexByte(page, 0) >= 0 {
		page = bytes.ReplaceAll(page, []byte{0}, nil)
	}
	// An element and its text are two nodes of two tags; spans have mostly none.
	tags := bytes.Count(page, []byte("<")) - bytes.Count(page, []byte("span"))
	b := &builder{tree: &tree{
		nodes: make([]node, 1, 32+max(tags, 0)*9/8),
		bytes: make([]byte, 0, 1024+len(page)/3),
	}}
	b.stack = append(b.stack, open{})
	b.meta.Fields = map[string]string{}
	l := &lexer{page: page}
	var attr attributes
	for {
		if len(b.tree.nodes) > maxNodes {
			return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "网页元素超过 200 万个"}
		}
		switch l.next() {
		case endOfPage:
			b.tree.summarize()
			return b, nil
		case textToken:
			if b.rawTag != 0 {
				b.rawText(l)
			} else {
				b.text(l.text)
			}
		case startTag:
			k := kindOf(l.tag)
			if k == ignored && l.tag != atom.Form {
				continue
			}
			tag := l.tag
			attr.read(l)
			if k == raw {
				l.expectRaw(tag)
			}
			b.start(tag, k, &attr)
		case endTag:
			b.end(l.tag)
		}
	}
}

func (b *builder) top() open { return b.stack[len(b.stack)-1] }

func (b *builder) push(tag atom.Atom, n int32) {
	b.stack = append(b.stack, open{tag, n})
}

// pop closes the element at the position and all inside of it.
func (b *builder) pop(position int) {
	b.stack = b.stack[:position]
	for len(b.parts) > 0 && b.parts[len(b.parts)-1] >= position {
		b.parts = b.parts[:len(b.parts)-1]
	}
	if b.escape >= position {
		b.escape = 0
	}
}

// betweenCells reports whether what comes next would stand in a table but in
// none of its cells.
func (b *builder) betweenCells() bool {
	tag, position := b.part()
	return tag != 0 && level(tag) < 3 && position == len(b.stack)-1
}

// insert links a node where the next content belongs: in front of the table
// where that is between its cells.
func (b *builder) insert(n int32) {
	if !b.betweenCells() {
		b.tree.append(b.top().node, n)
		return
	}
	for i := len(b.parts) - 1; i >= 0; i-- {
		if e := b.stack[b.parts[i]]; e.tag == atom.Table {
			b.tree.insertBefore(e.node, n)
			return
		}
	}
}

// text adds a piece of text, still escaped, to the tree.
func (b *builder) text(s []byte) {
	t := b.tree
	blank := allSpace(s)
	outside := b.betweenCells()
	if blank && outside || len(s) == 0 {
		return
	}
	if !outside {
		if last := t.nodes[b.top().node].last; last != 0 {
			n := &t.nodes[last]
			if n.flags&isText != 0 && int(n.to) == len(t.bytes) {
				t.bytes = unescapeTo(t.bytes, s)
				n.to = int32(len(t.bytes))
				return
			}
			if blank && n.flags&(isText|isInline) == 0 {
				return
			}
		} else if blank {
			return
		}
	}
	n := t.add(0, isText|isInline)
	t.nodes[n].from = int32(len(t.bytes))
	t.bytes = unescapeTo(t.bytes, s)
	t.nodes[n].to = int32(len(t.bytes))
	b.insert(n)
}

// keep copies bytes into the tree.
func (b *builder) keep(parts ...[]byte) (from, to int32) {
	from = int32(len(b.tree.bytes))
	for i, part := range parts {
		if i > 0 {
			b.tree.bytes = append(b.tree.bytes, 0)
		}
		b.tree.bytes = append(b.tree.bytes, part...)
	}
	return from, int32(len(b.tree.bytes))
}

// find looks for an open element from the inside out, no further than the
// innermost part of a table: tags inside of a cell close nothing outside of it.
func (b *builder) find(match func(atom.Atom) bool) int {
	_, limit := b.part()
	for i := len(b.stack) - 1; i > limit; i-- {
		if match(b.stack[i].tag) {
			return i
		}
	}
	return 0
}

// findTag is find for one tag.
func (b *builder) findTag(tag atom.Atom) int {
	_, limit := b.part()
	for i := len(b.stack) - 1; i > limit; i-- {
		if b.stack[i].tag == tag {
			return i
		}
	}
	return 0
}

func (b *builder) closeParagraph() {
	if p := b.findTag(atom.P); p > 0 {
		b.pop(p)
	}
}

func (b *builder) start(tag atom.Atom, k kind, a *attributes) {
	if b.escape > 0 && (k == block || k == heading || k == tablePart) {
		b.pop(b.escape)
	}
	switch k {
	case tablePart:
		b.startPart(tag, a)
		return
	case raw:
		b.startRaw(tag, a)
		return
	case void:
		b.void(tag, a)
		return
	case ignored: // form
		b.closeParagraph()
		return
	}
	style := b.style(a)
	if len(a.class) > 0 {
		style.flags |= boxClass(tag, a.class)
	}
	switch k {
	case inline:
		b.startInline(tag, style, a)
		return
	case heading:
		b.closeParagraph()
		if kindOf(b.top().tag) == heading {
			b.pop(len(b.stack) - 1)
		}
	case item:
		b.closeItem(tag)
		b.closeParagraph()
	case block:
		b.closeParagraph()
	}
	f := style.flags
	if tag == atom.Pre || tag == atom.Listing {
		f |= preserve
	}
	if k == skipped {
		f |= hidden | isInline
	}
	n := b.tree.add(tag, f)
	b.tree.nodes[n].rowSpan, b.tree.nodes[n].columnSpan = style.rowSpan, style.columnSpan
	if k != skipped {
		b.name(n, a)
	}
	b.insert(n)
	if len(b.stack) >= maxBlockDepth {
		return
	}
	b.push(tag, n)
	if b.escape == 0 && (tag == atom.Svg || tag == atom.Math || tag == atom.Select) {
		b.escape = len(b.stack) - 1
	}
}

// name keeps an element's id and classes.
func (b *builder) name(n int32, a *attributes) {
	if len(a.id)+len(a.class) > 0 {
		b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(a.id, a.class)
	}
}

// closeItem closes an open list item of the same sort, as a new one does.
func (b *builder) closeItem(tag atom.Atom) {
	_, limit := b.part()
	for i := len(b.stack) - 1; i > limit; i-- {
		switch open := b.stack[i].tag; kindOf(open) {
		case item:
			if (open == atom.Li) == (tag == atom.Li) {
				b.pop(i)
				return
			}
		case block:
			if open != atom.Address && open != atom.Div && open != atom.P {
				return
			}
		}
	}
}

func (b *builder) startInline(tag atom.Atom, style style, a *attributes) {
	if len(b.stack) >= maxInlineDepth {
		return
	}
	if tag == atom.A {
		if open := b.findTag(atom.A); open > 0 {
			b.pop(open)
		}
	}
	if b.tree.nodes[b.top().node].flags&(asRow|asFlex|asGrid) != 0 {
		style.flags |= asCell
	}
	address := a.address(tag)
	switch {
	case tag == atom.S, tag == atom.Strike:
		style.flags |= invisible
	case tag == atom.Sup, leadsToNote(address):
		style.flags |= superior
	}
	if style.flags == 0 && len(address) == 0 && !b.betweenCells() {
		b.push(tag, b.top().node)
		return
	}
	n := b.tree.add(tag, style.flags|isInline)
	b.tree.nodes[n].rowSpan, b.tree.nodes[n].columnSpan = style.rowSpan, style.columnSpan
	if len(address) > 0 {
		b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(address, a.title)
	} else {
		b.name(n, a)
	}
	b.insert(n)
	b.push(tag, n)
}

// leadsToNote reports whether a link is the mark of a footnote, as Word writes it.
func leadsToNote(address []byte) bool {
	if len(address) < len("#_ftn1") || address[0] != '#' {
		return false
	}
	rest, ok := bytes.CutPrefix(address, []byte("#_ftn"))
	if !ok {
		rest, ok = bytes.CutPrefix(address, []byte("#_edn"))
	}
	return ok && len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9'
}

func (b *builder) end(tag atom.Atom) {
	if b.rawTag != 0 {
		b.rawTag = 0
		return
	}
	switch kindOf(tag) {
	case tablePart:
		if tag == atom.Table {
			b.endTable()
			return
		}
		for i := len(b.parts) - 1; i >= 0; i-- {
			switch b.stack[b.parts[i]].tag {
			case tag:
				b.pop(b.parts[i])
				return
			case atom.Table:
				return
			}
		}
	case heading:
		if open := b.find(func(open atom.Atom) bool { return kindOf(open) == heading }); open > 0 {
			b.pop(open)
		}
	case block, item, skipped:
		if open := b.findTag(tag); open > 0 {
			b.pop(open)
		} else if tag == atom.P {
			b.insert(b.tree.add(atom.P, 0))
		}
	case inline:
		_, limit := b.part()
		for i := len(b.stack) - 1; i > limit; i-- {
			if b.stack[i].tag == tag {
				b.pop(i)
				return
			}
			if k := kindOf(b.stack[i].tag); k != inline {
				return
			}
		}
	case void:
		if tag == atom.Br {
			b.insert(b.tree.add(atom.Br, isInline))
		}
	}
}
