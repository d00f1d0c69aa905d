package docx

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/flat"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
)

// ReadXML lays out a document that stands in one XML file: as Word 2003 wrote it
// (w:wordDocument), or a package with its parts one after the other (pkg:package).
func ReadXML(body []byte) (*layout.Document, error) {
	d, err := ooxml.OneFile(body)
	if err != nil {
		return nil, err
	}
	for {
		token, err := d.Token()
		if err != nil {
			return nil, ooxml.Unreadable(fmt.Errorf("find the document's root: %w", err))
		}
		e, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "package":
			packed, err := pack(d, body)
			if err != nil {
				return nil, ooxml.Unreadable(err)
			}
			return Read(packed)
		case e.Name.Local == "body":
			return readBody(d)
		case e.Name.Local == "fonts", e.Name.Local == "styles", e.Name.Local == "lists", e.Name.Local == "docSuppData", e.Name.Local == "DocumentProperties":
			if err := d.Skip(); err != nil {
				return nil, ooxml.Unreadable(err)
			}
		}
	}
}

// readBody reads the w:body of a document of Word 2003, whose start was read.
func readBody(d *xml.Decoder) (*layout.Document, error) {
	p := &parser{decoder: d, doc: &layout.Document{Reader: reader}}
	blocks, err := p.blocks()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, ooxml.Unreadable(err)
	}
	p.doc.Blocks = flat.DropSpacers(blocks)
	if len(p.doc.Blocks) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "Word 文件没有内容"}
	}
	return p.doc, nil
}

// pack makes the zip archive that a package in one file stands for. The decoder
// has read the start of its root.
func pack(d *xml.Decoder, body []byte) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	name := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		var content []byte
		switch e.Name.Local {
		case "part":
			name = strings.TrimPrefix(value(&e, "name"), "/")
			continue
		case "xmlData":
			// Each part declares its own names: its bytes stand for themselves.
			from := d.InputOffset()
			if err := d.Skip(); err != nil {
				return nil, err
			}
			content = bytes.TrimSpace(body[from:d.InputOffset()])
			content = content[:max(bytes.LastIndex(content, []byte("</")), 0)]
		case "binaryData":
			var text string
			if err := d.DecodeElement(&text, &e); err != nil {
				return nil, err
			}
			if content, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), "")); err != nil {
				continue // a picture that is broken
			}
		default:
			continue
		}
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// annotated reports whether an aml:annotation of Word 2003 holds what a revision
// took away.
func annotated(e *xml.StartElement) bool {
	return e.Name.Local == "annotation" && value(e, "type") == "Word.Deletion"
}
