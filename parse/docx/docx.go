// Package docx reads Word documents (.docx) into a layout: tables with their
// merges, paragraphs with the numbers that Word counts for them, revisions as
// accepted, text boxes, and fields as their results.
//
// A document is a zip archive of XML parts. The main part is read as a stream;
// nothing of it is kept but the blocks. The XML of Word 2003 has the same
// vocabulary in one file, with a few names of its own ([ReadXML]).
package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/flat"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
)

// reader is the name of this reader in places.
const reader = "docx"

// Read lays out a document.
func Read(body []byte) (*layout.Document, error) {
	pkg, err := ooxml.Open(body)
	if err != nil {
		return nil, err
	}
	main := pkg.Main()
	if main == "" || !pkg.Has(main) {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "Word 文件缺少正文部分"}
	}
	relations, err := pkg.Relations(main)
	if err != nil {
		return nil, err
	}
	p := &parser{relations: relations, doc: &layout.Document{Reader: reader}}
	if err := p.definitions(pkg, relations); err != nil {
		return nil, err
	}
	blocks, err := p.part(pkg, main, "")
	if err != nil {
		return nil, err
	}
	p.doc.Blocks = flat.DropSpacers(blocks)
	if err := p.margins(pkg, relations); err != nil {
		return nil, err
	}
	p.doc.Meta = pkg.Properties()
	if len(p.doc.Blocks) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "Word 文件没有内容"}
	}
	return p.doc, nil
}

// part reads the blocks of one XML part.
func (p *parser) part(pkg *ooxml.Package, name, prefix string) ([]layout.Block, error) {
	r, err := pkg.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	p.decoder = ooxml.Decoder(r)
	p.prefix = prefix
	p.paragraphs, p.tables = 0, 0
	blocks, err := p.blocks()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, ooxml.Unreadable(err)
	}
	return blocks, nil
}

// margins reads the headers and footers, which are chrome, and the footnotes.
func (p *parser) margins(pkg *ooxml.Package, relations []ooxml.Relation) error {
	for _, relation := range relations {
		kind := relation.Kind()
		switch kind {
		case "header", "footer", "footnotes", "endnotes":
		default:
			continue
		}
		if relation.External || !pkg.Has(relation.Target) {
			continue
		}
		blocks, err := p.part(pkg, relation.Target, strings.TrimSuffix(kind, "s")+"/")
		if err != nil {
			return err
		}
		for _, b := range blocks {
			if b.Text == flat.EmptyLine {
				continue
			}
			b.Chrome = kind == "header" || kind == "footer"
			p.doc.Blocks = append(p.doc.Blocks, b)
		}
	}
	return nil
}

// word reports whether a name is of Word's own vocabulary, in any of its
// editions, and returns the local name.
func word(name xml.Name) (local string, ok bool) {
	return name.Local, strings.Contains(name.Space, "wordprocessingml") || strings.HasSuffix(name.Space, "/wordml") || name.Space == "w"
}

// value returns an attribute by its local name.
func value(e *xml.StartElement, local string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == local {
			return e.Attr[i].Value
		}
	}
	return ""
}

// on reads a property that is switched on by its mere presence.
func on(e *xml.StartElement) bool {
	switch value(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
