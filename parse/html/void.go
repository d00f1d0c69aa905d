package html

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// void adds an element that holds nothing.
func (b *builder) void(tag atom.Atom) {
	switch tag {
	case atom.Meta:
		b.metaTag()
	case atom.Base:
		if b.base == "" {
			b.base = string(b.attr.href)
		}
	case atom.Hr:
		b.closeParagraph()
		b.insert(b.tree.add(atom.Hr, 0))
	case atom.Br:
		b.insert(b.tree.add(atom.Br, isInline))
	case atom.Img, atom.Image, atom.Embed, atom.Frame:
		if b.attr.tiny() {
			return
		}
		n := b.tree.add(tag, b.style().flags|isInline)
		if tag == atom.Image {
			b.tree.nodes[n].tag = atom.Img
		}
		b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(b.attr.address(tag), b.attr.words())
		b.insert(n)
	case atom.Input:
		// What stands in a text field can be read on the page.
		if value := b.attr.value; len(value) > 0 && b.attr.textField() && b.style().flags&hidden == 0 {
			b.text(value)
		}
	}
}

// maxMeta bounds how many meta tags are kept, and maxMetaBytes how much of one.
const (
	maxMeta      = 200
	maxMetaBytes = 4 << 10
)

func (b *builder) metaTag() {
	name := b.attr.name
	if len(name) == 0 {
		name = b.attr.property
	}
	if len(name) == 0 || len(name) > 100 || len(b.meta.Fields) >= maxMeta {
		return
	}
	content := bytes.TrimSpace(b.attr.content)
	key := strings.ToLower(string(bytes.TrimSpace(name)))
	if len(content) == 0 || len(content) > maxMetaBytes || b.meta.Fields[key] != "" {
		return
	}
	b.meta.Fields[key] = string(content)
}

// startRaw opens an element whose content is text for the tokenizer. Scripts and
// text areas are kept, since some pages hold the article in them.
func (b *builder) startRaw(tag atom.Atom) {
	b.rawTag, b.rawNode = tag, 0
	switch tag {
	case atom.Script, atom.Textarea, atom.Iframe, atom.Xmp:
		f := isInline
		switch tag {
		case atom.Script, atom.Iframe:
			f |= b.style().flags
		case atom.Xmp, atom.Textarea:
			f = preserve | b.style().flags
		}
		n := b.tree.add(tag, f)
		if address := b.attr.address(tag); len(address) > 0 && tag == atom.Iframe {
			b.tree.nodes[n].from, b.tree.nodes[n].to = b.keep(address, b.attr.title)
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
func (b *builder) rawText(s []byte) {
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
