package html

import (
	"golang.org/x/net/html/atom"
)

// flags are what matters of an element's looks.
type flags uint16

const (
	isText flags = 1 << iota
	isInline
	hidden    // display:none and its like: not laid out at all
	invisible // visibility:hidden: takes its place but shows nothing
	preserve  // white space counts
	asTable   // display:table
	asRow     // display:table-row
	asCell    // display:table-cell
	asGrid    // display:grid
	asFlex    // display:flex
	superior  // superscript, as marks of notes are
)

// node is one element or piece of text. Links between nodes are indexes into
// tree.nodes; 0, the root, stands for none.
type node struct {
	tag                             atom.Atom
	flags                           flags
	rowSpan, columnSpan             uint16
	parent, first, last, next, prev int32
	// from and to bound, in tree.bytes, the characters of a text, the content of a
	// script or textarea, "address\x00words" of a picture, link or frame, and "id
	// class" of any other element.
	from, to int32
	// ordinal counts the tables of the document from 1.
	ordinal int32
}

// summary adds up what stands below a node and can be seen.
type summary struct {
	text, links int32 // bytes of text but for blanks, and those of them inside of links
	breaks      int32 // elements and line breaks that begin a new line
	headings    int32
	cells       int32 // of all tables below
	own, rows   int32 // cells and rows of the nearest table only
	tables      int32 // tables that are more than a frame around some words
	anchors     int32
	pictures    int32 // and frames
}

// tree is a page as a tree of nodes, in one slice, and its text in another.
type tree struct {
	nodes []node
	bytes []byte
	sums  []summary // of each node, once the tree is whole
}

func (t *tree) content(n int32) []byte { return t.bytes[t.nodes[n].from:t.nodes[n].to] }

// add makes a node that is not yet linked to others.
func (t *tree) add(tag atom.Atom, f flags) int32 {
	t.nodes = append(t.nodes, node{tag: tag, flags: f, rowSpan: 1, columnSpan: 1})
	return int32(len(t.nodes) - 1)
}

// append links a node as the last child of its parent.
func (t *tree) append(parent, n int32) {
	last := t.nodes[parent].last
	t.nodes[n].parent, t.nodes[n].prev = parent, last
	if last == 0 {
		t.nodes[parent].first = n
	} else {
		t.nodes[last].next = n
	}
	t.nodes[parent].last = n
}

// insertBefore links a node before a sibling.
func (t *tree) insertBefore(sibling, n int32) {
	parent, prev := t.nodes[sibling].parent, t.nodes[sibling].prev
	t.nodes[n].parent, t.nodes[n].prev, t.nodes[n].next = parent, prev, sibling
	t.nodes[sibling].prev = n
	if prev == 0 {
		t.nodes[parent].first = n
	} else {
		t.nodes[prev].next = n
	}
}

// shortFrame is how many bytes a table of one column may hold and still be a
// frame around the words of a cell.
const shortFrame = 180

// summarize fills every node's summary. A parent is always made before its
// children, so one walk from the last node to the first does.
func (t *tree) summarize() {
	t.sums = make([]summary, len(t.nodes))
	for i := len(t.nodes) - 1; i > 0; i-- {
		n := &t.nodes[i]
		s := &t.sums[i]
		if n.flags&hidden != 0 {
			continue
		}
		if n.flags&isText != 0 {
			s.text = int32(inkBytes(t.bytes[n.from:n.to]))
		}
		up := *s
		switch n.tag {
		case atom.A:
			s.links, s.anchors = s.text, s.anchors+1
			up = *s
		case atom.Img, atom.Embed, atom.Iframe, atom.Frame:
			up.pictures++
		case atom.P, atom.Div, atom.Br, atom.Li, atom.Dt, atom.Dd, atom.Section:
			up.breaks++
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			up.breaks++
			up.headings++
		case atom.Td, atom.Th:
			up.cells++
			up.own++
		case atom.Tr:
			up.rows++
		case atom.Table:
			frame := s.tables == 0 && (s.own <= 1 || s.own <= s.rows && s.text <= shortFrame)
			up.own, up.rows = 0, 0
			if !frame {
				up.tables++
			}
		}
		p := &t.sums[n.parent]
		p.text += up.text
		p.links += up.links
		p.breaks += up.breaks
		p.headings += up.headings
		p.cells += up.cells
		p.own += up.own
		p.rows += up.rows
		p.tables += up.tables
		p.anchors += up.anchors
		p.pictures += up.pictures
	}
}

// inkBytes counts the bytes that are not ASCII white space.
func inkBytes(s []byte) int {
	n := 0
	for _, b := range s {
		if !asciiSpace(b) {
			n++
		}
	}
	return n
}

func asciiSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f' }

func allSpace(s []byte) bool {
	for _, b := range s {
		if !asciiSpace(b) {
			return false
		}
	}
	return true
}
