package html

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// void adds an element that holds nothing.
func (b *builder) void(tag atom.Atom, a *attributes) {
	switch tag {
	case atom.Meta:
		b.metaTag(a)
	case atom.Base:
		if b.base == "" {
			b.base = string(a.href)
		}
	case atom.Hr:
		b.closeParagraph()
		b.insert(b.tree.add(atom.Hr, 0))
	case atom.Br:
		b.insert(b.tree.add(atom.Br, isInline))
	case atom.Img, atom.Image, atom.Embed, atom.Frame:
		if a.tiny() {
			return
		}
		n := b.tree.add(tag, b.style(a).flags|isInline)
		if tag == atom.Image {
			b.tree.nodes[n].tag = atom.Img
		}
		b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(a.address(tag), a.words())
		b.insert(n)
	case atom.Input:
		if bytes.EqualFold(a.kind, []byte("hidden")) {
			b.hiddenInput(a.value)
			return
		}
		// What stands in a text field can be read on the page.
		if value := a.value; len(value) > 0 && a.textField() && b.style(a).flags&hidden == 0 {
			b.text(bytes.ReplaceAll(value, []byte("&"), []byte("&amp;")))
		}
	}
}

// hiddenInput keeps markup that a script is to show, like that of a text area.
func (b *builder) hiddenInput(value []byte) {
	if len(value) < shortScript || !mentions(value, tableMarks[:]) && !mentions(value, articleMarks[:]) {
		return
	}
	n := b.tree.add(atom.Textarea, hidden)
	b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(value)
	b.insert(n)
}

// maxMeta bounds how many meta tags are kept, and maxMetaBytes how much of one.
const (
	maxMeta      = 200
	maxMetaBytes = 4 << 10
)

func (b *builder) metaTag(a *attributes) {
	name := a.name
	if len(name) == 0 {
		name = a.property
	}
	if len(name) == 0 || len(name) > 100 || len(b.meta.Fields) >= maxMeta {
		return
	}
	content := bytes.TrimSpace(a.content)
	key := strings.ToLower(string(bytes.TrimSpace(name)))
	if len(content) == 0 || len(content) > maxMetaBytes || b.meta.Fields[key] != "" {
		return
	}
	b.meta.Fields[key] = string(content)
}

// startRaw opens an element whose content is text for the tokenizer. Scripts and
// text areas are kept, since some pages hold the article in them.
func (b *builder) startRaw(tag atom.Atom, a *attributes) {
	b.rawTag, b.rawNode = tag, 0
	switch tag {
	case atom.Script, atom.Textarea, atom.Iframe, atom.Xmp:
		f := isInline
		switch tag {
		case atom.Script, atom.Iframe:
			f |= b.style(a).flags
		case atom.Xmp, atom.Textarea:
			f = preserve | b.style(a).flags
		}
		n := b.tree.add(tag, f)
		if address := a.address(tag); len(address) > 0 && tag == atom.Iframe {
			b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(address, a.title)
		}
		if len(a.srcdoc) > 0 && tag == atom.Iframe {
			inner := b.tree.add(atom.Srcdoc, f&^isInline)
			b.tree.nodes[inner].from, b.tree.nodes[inner].to = b.keep(a.srcdoc)
			b.insert(inner)
		}
		if tag == atom.Script && b.betweenCells() {
			b.tree.append(b.top().node, n) // a script may stand between cells
		} else {
			b.insert(n)
		}
		b.rawNode = n
	}
}

// maxStyle bounds the style sheets that are looked at.
const maxStyle = 1 << 20

// rawText takes the content of a raw element.
func (b *builder) rawText(l *lexer) {
	s := l.text
	if !l.raw && bytes.IndexByte(s, '&') >= 0 {
		s = unescapeTo(nil, s)
	}
	switch b.rawTag {
	case atom.Title:
		if b.meta.Title == "" && b.escape == 0 {
			b.meta.Title = strings.Join(strings.Fields(string(s)), " ")
		}
	case atom.Style:
		if len(s) <= maxStyle {
			b.rules.read(string(s))
		}
	case atom.Textarea, atom.Xmp, atom.Script:
		b.tree.nodes[b.rawNode].from, b.tree.nodes[b.rawNode].to = b.keep(s)
	}
}
