package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
)

// ReadXML lays out a workbook that stands in one XML file, as Excel 2003 wrote it
// and many programs still do.
func ReadXML(body []byte) (*layout.Document, error) {
	d, err := ooxml.OneFile(body)
	if err != nil {
		return nil, err
	}
	b := &book{doc: &layout.Document{Reader: reader}}
	for sheets := 0; sheets < maxSheets; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ooxml.Unreadable(fmt.Errorf("workbook: %w", err))
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Worksheet" {
			sheets++
			if err := b.worksheet(d, attribute(&e, "Name")); err != nil {
				return nil, ooxml.Unreadable(fmt.Errorf("sheet %d: %w", sheets, err))
			}
		}
	}
	if len(b.doc.Blocks) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "Excel 文件没有内容"}
	}
	return b.doc, nil
}

// worksheet reads the Worksheet that is open and adds it as a grid, unless it is
// hidden, which it says after its cells.
func (b *book) worksheet(d *xml.Decoder, name string) error {
	var entries []entry
	var merges []span
	hiddenRows, hiddenColumns := map[int]bool{}, map[int]bool{}
	row, column, defined := -1, -1, -1
	until := map[int]int{} // for each column, the last row that a cell further up covers
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == "Worksheet" {
			b.add(name, entries, merges, hiddenRows, hiddenColumns)
			return nil
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "Visible":
			var state string
			if err := d.DecodeElement(&state, &e); err != nil {
				return err
			}
			if strings.HasPrefix(state, "SheetHidden") || strings.HasPrefix(state, "SheetVeryHidden") {
				entries = nil
			}
		case "Column":
			defined = at(&e, defined)
			for range number(&e, "Span") + 1 {
				if isOn(attribute(&e, "Hidden")) && defined <= maxColumns {
					hiddenColumns[defined] = true
				}
				defined++
			}
			defined--
		case "Row":
			row, column = at(&e, row), -1
			last := row + number(&e, "Span")
			for n := row; n <= min(last, maxRows) && isOn(attribute(&e, "Hidden")); n++ {
				hiddenRows[n] = true
			}
			if last > row {
				row = last // rows that the element stands for are empty
			}
		case "Cell":
			column = at(&e, column)
			// Excel says where a cell beside a covered place stands; others leave it out.
			for last, covered := until[column]; covered && row <= last; last, covered = until[column] {
				column++
			}
			text, err := b.data(d)
			if err != nil {
				return err
			}
			right, below := column+number(&e, "MergeAcross"), row+number(&e, "MergeDown")
			if row < maxRows && column < maxColumns {
				if b.cells++; b.cells > maxCells {
					return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("单元格超过 %d 个", maxCells)}
				}
				if text != "" { // an empty one may stand on another for its borders
					entries = append(entries, entry{row, column, text})
				}
				if (right > column || below > row) && len(merges) < maxMerges {
					m := span{row, column, min(below, maxRows-1), min(right, maxColumns-1)}
					merges = append(merges, m)
					for c := m.left; c <= m.right && m.bottom > m.top; c++ {
						until[c] = m.bottom
					}
				}
			}
			column = right
		}
	}
}

// at returns the place of a column, row or cell: as it says, counted from 1, or
// else beside the one before it.
func at(e *xml.StartElement, before int) int {
	if n := number(e, "Index"); n > 0 {
		return n - 1
	}
	return before + 1
}

// data reads the Cell that is open: the text of its Data without the comments,
// numbers as a person reads them.
func (b *book) data(d *xml.Decoder) (string, error) {
	var text strings.Builder
	kind := ""
	open, inData := 0, 0
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "Comment", "PhoneticText", "S": // S is struck out
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			case "Data":
				kind, inData = attribute(&t, "Type"), open+1
			}
			open++
		case xml.CharData:
			if inData > 0 {
				text.Write(t)
			}
		case xml.EndElement:
			switch {
			case open == 0 && kind == "Number":
				return plain(text.String()), nil
			case open == 0:
				return text.String(), nil
			case open == inData:
				inData = 0
			}
			open--
		}
	}
}
