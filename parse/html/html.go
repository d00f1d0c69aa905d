// Package html reads web pages into a layout: tables as browsers lay them out,
// everything else as paragraphs in reading order, with what is navigation marked
// as such.
//
// A page is read in two steps. build.go makes a compact tree of the tokens, by
// those rules of the HTML standard that decide where text stands; walk.go and
// table.go turn the tree into blocks. Nothing of the page is lost but what nobody
// sees or what nobody means: hidden elements, comments, scripts, struck-out text.
//
// An empty line between short ones comes out as a paragraph of a single
// no-break space: in a table that was flattened into paragraphs it is an empty
// cell, and a blank is never left out.
package html

import (
	"gongkai/disclosure"
	"gongkai/internal/document/charset"
	"gongkai/parse/flat"
	"gongkai/parse/layout"
)

// reader is the name of this reader in places.
const reader = "html"

// maxBytes bounds a page.
const maxBytes = 32 << 20

// Roles that this reader gives to blocks which a browser would not show as they
// are: see [layout.Block].
const (
	roleHidden = "hidden"
	roleScript = "script"
)

// Read lays out a web page. The contentType is the header as it was sent, or
// empty.
func Read(body []byte, contentType string) (*layout.Document, error) {
	if len(body) > maxBytes {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "网页超过 32 MiB"}
	}
	body, contentType = archived(body, contentType)
	page, _ := charset.Decode(body, contentType)
	b, err := build(page)
	if err != nil {
		return nil, err
	}
	w := &writer{tree: b.tree, base: b.base}
	w.page()
	if !w.hasTable() {
		w.concealed()
	}
	doc := &layout.Document{Reader: reader, Meta: b.meta, Blocks: w.blocks}
	doc.Blocks = flat.DropSpacers(doc.Blocks)
	typedTables(doc)
	setAsideYears(doc)
	roles(doc)
	if len(doc.Blocks) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "网页没有内容"}
	}
	return doc, nil
}
