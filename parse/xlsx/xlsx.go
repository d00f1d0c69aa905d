// Package xlsx reads Excel workbooks (.xlsx) into a layout: a sheet is a grid,
// with its merged cells; hidden sheets, rows and columns are left out.
//
// The XML of Excel 2003, a workbook in one file, is read too ([ReadXML]).
//
// Cells give the text that they hold: numbers as written in the file, in the
// shortest form ("12", not "12.0"). Number formats are not applied.
package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
)

// reader is the name of this reader in places.
const reader = "xlsx"

// The limits of a workbook. Cells beyond maxRows or maxColumns of a sheet hold
// nothing that a report needs, and are left out.
const (
	maxSheets  = 40
	maxRows    = 5000
	maxColumns = 500
	maxCells   = 200_000
	maxStrings = 500_000
	maxMerges  = 5000
	maxArea    = 1 << 18 // rows times columns of one sheet
)

// Read lays out a workbook.
func Read(body []byte) (*layout.Document, error) {
	pkg, err := ooxml.Open(body)
	if err != nil {
		return nil, err
	}
	main := pkg.Main()
	if main == "" {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "Excel 文件缺少工作簿"}
	}
	relations, err := pkg.Relations(main)
	if err != nil {
		return nil, err
	}
	b := &book{pkg: pkg, doc: &layout.Document{Reader: reader, Meta: pkg.Properties()}}
	for _, relation := range relations {
		if relation.Kind() == "sharedStrings" && pkg.Has(relation.Target) {
			if err := b.each(relation.Target, b.sharedStrings); err != nil {
				return nil, err
			}
		}
	}
	var sheets []sheet
	err = b.each(main, func(d *xml.Decoder) error {
		sheets, err = sheetList(d, relations)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		if pkg.Has(s.part) {
			err := b.each(s.part, func(d *xml.Decoder) error { return b.sheet(d, s.name) })
			if err != nil {
				return nil, err
			}
		}
	}
	if len(b.doc.Blocks) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "Excel 文件没有内容"}
	}
	return b.doc, nil
}

// book is a workbook that is being read.
type book struct {
	pkg     *ooxml.Package
	doc     *layout.Document
	strings []string
	cells   int
}

// each opens a part and hands its decoder to a function.
func (b *book) each(part string, read func(*xml.Decoder) error) error {
	r, err := b.pkg.Open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := read(ooxml.Decoder(r)); err != nil && !errors.Is(err, io.EOF) {
		return ooxml.Unreadable(fmt.Errorf("part %s: %w", part, err))
	}
	return nil
}

// sheet is one visible sheet of the workbook.
type sheet struct{ name, part string }

// sheetList reads the workbook's list of sheets.
func sheetList(d *xml.Decoder, relations []ooxml.Relation) ([]sheet, error) {
	var sheets []sheet
	for {
		token, err := d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return sheets, nil
			}
			return sheets, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "sheet" || len(sheets) >= maxSheets {
			continue
		}
		name, id, state := "", "", ""
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "name":
				name = a.Value
			case "id":
				id = a.Value
			case "state":
				state = a.Value
			}
		}
		if state == "hidden" || state == "veryHidden" {
			continue
		}
		for _, relation := range relations {
			if relation.ID == id && relation.Kind() == "worksheet" {
				sheets = append(sheets, sheet{name, relation.Target})
			}
		}
	}
}

// sharedStrings reads the strings that cells refer to by number.
func (b *book) sharedStrings(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := richText(d)
			if err != nil {
				return err
			}
			if len(b.strings) >= maxStrings {
				return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("共享字符串超过 %d 个", maxStrings)}
			}
			b.strings = append(b.strings, text)
		}
	}
}
