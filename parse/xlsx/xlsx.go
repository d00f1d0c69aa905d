// Package xlsx reads Excel workbooks (.xlsx) into a layout: a sheet is a grid,
// with its merged cells; hidden sheets, rows and columns are left out.
//
// Cells give the text that they hold: numbers as written in the file, in the
// shortest form ("12", not "12.0"). Number formats are not applied.
package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
	"gongkai/parse/tables"
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

// richText reads the characters of the element that is open, but for the
// readings of phonetic guides.
func richText(d *xml.Decoder) (string, error) {
	var text strings.Builder
	open, inText := 0, 0
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			}
			open++
			if t.Name.Local == "t" {
				inText = open
			}
		case xml.CharData:
			if inText > 0 {
				text.Write(t)
			}
		case xml.EndElement:
			if open == 0 {
				return text.String(), nil
			}
			if open == inText {
				inText = 0
			}
			open--
		}
	}
}

// entry is a cell as it stands in a sheet, rows and columns from 0.
type entry struct {
	row, column int
	text        string
}

// span is a merged range, or a run of hidden columns.
type span struct{ top, left, bottom, right int }

// sheet reads one sheet and adds it as a grid.
func (b *book) sheet(d *xml.Decoder, name string) error {
	var entries []entry
	var merges []span
	hiddenRows, hiddenColumns := map[int]bool{}, map[int]bool{}
	row, column := -1, -1
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "col":
			if isOn(attribute(&e, "hidden")) {
				first, last := number(&e, "min")-1, number(&e, "max")-1
				for c := max(first, 0); c <= min(last, maxColumns); c++ {
					hiddenColumns[c] = true
				}
			}
		case "row":
			row, column = row+1, -1
			if n := number(&e, "r"); n > 0 {
				row = n - 1
			}
			if isOn(attribute(&e, "hidden")) {
				hiddenRows[row] = true
			}
		case "c":
			column++
			if r, c, ok := reference(attribute(&e, "r")); ok {
				row, column = r, c
			}
			text, err := b.value(d, attribute(&e, "t"))
			if err != nil {
				return err
			}
			if row < maxRows && column < maxColumns {
				if b.cells++; b.cells > maxCells {
					return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("单元格超过 %d 个", maxCells)}
				}
				entries = append(entries, entry{row, column, text})
			}
		case "mergeCell":
			if from, to, ok := strings.Cut(attribute(&e, "ref"), ":"); ok {
				top, left, okFrom := reference(from)
				bottom, right, okTo := reference(to)
				if okFrom && okTo && len(merges) < maxMerges {
					merges = append(merges, span{top, left, min(bottom, maxRows-1), min(right, maxColumns-1)})
				}
			}
		}
	}
	b.add(name, entries, merges, hiddenRows, hiddenColumns)
	return nil
}

// value reads the content of a c element of the given type.
func (b *book) value(d *xml.Decoder, kind string) (string, error) {
	var text strings.Builder
	open, inValue := 0, 0
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "is" {
				inline, err := richText(d)
				if err != nil {
					return "", err
				}
				text.WriteString(inline)
				continue
			}
			open++
			if t.Name.Local == "v" {
				inValue = open
			}
		case xml.CharData:
			if inValue > 0 {
				text.Write(t)
			}
		case xml.EndElement:
			if open == 0 {
				return b.shown(text.String(), kind), nil
			}
			if open == inValue {
				inValue = 0
			}
			open--
		}
	}
}

// shown returns a stored value as a person reads it.
func (b *book) shown(stored, kind string) string {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(stored))
		if err != nil || i < 0 || i >= len(b.strings) {
			return ""
		}
		return b.strings[i]
	case "str", "inlineStr", "e", "d":
		return stored
	case "b":
		if stored == "1" {
			return "TRUE"
		}
		return "FALSE"
	}
	return plain(stored)
}

// plain writes a stored number without exponent and without the noise of binary
// fractions: Excel shows 15 digits and stores 17.
func plain(stored string) string {
	stored = strings.TrimSpace(stored)
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil {
		return stored
	}
	if fixed := strconv.FormatFloat(n, 'f', -1, 64); len(strings.Trim(fixed, "-.0")) <= 16 {
		return fixed
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		return stored
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// add puts a sheet's cells into a grid, from the first used row and column to
// the last.
func (b *book) add(name string, entries []entry, merges []span, hiddenRows, hiddenColumns map[int]bool) {
	top, left, bottom, right := maxRows, maxColumns, -1, -1
	for _, e := range entries {
		if strings.TrimSpace(e.text) != "" {
			top, left = min(top, e.row), min(left, e.column)
			bottom, right = max(bottom, e.row), max(right, e.column)
		}
	}
	if bottom < 0 {
		return
	}
	for _, m := range merges {
		if m.top >= top && m.top <= bottom && m.left >= left && m.left <= right {
			bottom, right = max(bottom, m.bottom), max(right, m.right)
		}
	}
	// positions number the rows and columns that are left once hidden ones are out.
	rowAt, rows := positions(top, bottom, hiddenRows)
	columnAt, columns := positions(left, right, hiddenColumns)
	if rows*columns > maxArea || rows == 0 || columns == 0 {
		b.lines(name, entries)
		return
	}
	texts := make(map[[2]int]string, len(entries))
	for _, e := range entries {
		texts[[2]int{e.row, e.column}] = e.text
	}
	covered := make([]bool, (rows+1)*(columns+1))
	g := &layout.Grid{Rows: rows, Columns: columns}
	put := func(m span) {
		r, c := rowAt[m.top-top], columnAt[m.left-left]
		below, beside := rowAt[m.bottom-top+1], columnAt[m.right-left+1]
		if below <= r || beside <= c {
			return // all of it is hidden
		}
		for y := r; y < below; y++ {
			for x := c; x < beside; x++ {
				if covered[y*columns+x] {
					return // another merge was there first
				}
			}
		}
		for y := r; y < below; y++ {
			for x := c; x < beside; x++ {
				covered[y*columns+x] = true
			}
		}
		text := texts[[2]int{m.top, m.left}]
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		g.Cells = append(g.Cells, layout.Cell{
			Row: r, Column: c, RowSpan: below - r, ColumnSpan: beside - c, Text: strings.ReplaceAll(text, "\r\n", "\n"),
			Confidence: 1, Place: disclosure.Place{Path: name + "!" + letters(m.left) + strconv.Itoa(m.top+1), Reader: reader},
		})
	}
	for _, m := range merges {
		if m.top >= top && m.left >= left && m.bottom <= bottom && m.right <= right && m.top <= m.bottom && m.left <= m.right {
			put(m)
		}
	}
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			put(span{y, x, y, x})
		}
	}
	slices.SortFunc(g.Cells, func(a, b layout.Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Column - b.Column
	})
	place := disclosure.Place{Path: name, Reader: reader}
	if !defaultName(name) {
		b.doc.Blocks = append(b.doc.Blocks, layout.Block{Kind: layout.Paragraph, Text: name, Place: place})
	}
	b.doc.Blocks = append(b.doc.Blocks, cut(g, place)...)
}

// cut returns a sheet as grids and, where a whole report stands in it, the
// paragraphs between them: rows that hold nothing but one heading or sentence.
func cut(g *layout.Grid, place disclosure.Place) []layout.Block {
	filled := make([]int, g.Rows) // cells with words in each row
	for _, c := range g.Cells {
		if c.Text != "" {
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				filled[r]++
			}
		}
	}
	slots := make([]tables.Slot, 0, len(g.Cells))
	for i, c := range g.Cells {
		s := tables.Slot{Row: c.Row, Column: c.Column, RowSpan: c.RowSpan, ColumnSpan: c.ColumnSpan, Cell: i}
		if c.Text != "" && c.RowSpan == 1 && filled[c.Row] == 1 {
			s.Page, s.Heading = tables.Alone(c.Text)
		}
		slots = append(slots, s)
	}
	var blocks []layout.Block
	for _, part := range tables.Parts(slots, g.Rows) {
		rows := &layout.Grid{Rows: part.Rows, Columns: part.Columns}
		words := make([]int, part.Rows)
		for _, s := range part.Slots {
			c := g.Cells[s.Cell]
			c.Row, c.Column, c.RowSpan, c.ColumnSpan = s.Row, s.Column, s.RowSpan, s.ColumnSpan
			rows.Cells = append(rows.Cells, c)
			if c.Text != "" {
				words[c.Row]++
			}
		}
		if part.Grid && slices.Max(words) > 1 {
			blocks = append(blocks, layout.Block{Kind: layout.Table, Grid: rows, Place: place})
			continue
		}
		for _, c := range rows.Cells {
			if c.Text != "" {
				blocks = append(blocks, layout.Block{Kind: layout.Paragraph, Text: c.Text, Place: c.Place})
			}
		}
	}
	return blocks
}

// defaultName reports whether a sheet has the name that the program gave it,
// which says nothing.
func defaultName(name string) bool {
	for _, word := range [...]string{"Sheet", "sheet", "工作表", "表"} {
		if number, ok := strings.CutPrefix(name, word); ok {
			_, err := strconv.Atoi(number)
			return err == nil || number == ""
		}
	}
	return false
}

// positions numbers what is not hidden from first to last; the entry after the
// last is the count.
func positions(first, last int, hidden map[int]bool) (at []int, count int) {
	at = make([]int, last-first+2)
	for i := first; i <= last; i++ {
		at[i-first] = count
		if !hidden[i] {
			count++
		}
	}
	at[last-first+1] = count
	return at, count
}

// lines adds the text of a sheet that is too large for a grid.
func (b *book) lines(name string, entries []entry) {
	for _, e := range entries {
		if text := strings.TrimSpace(e.text); text != "" {
			b.doc.Blocks = append(b.doc.Blocks, layout.Block{
				Kind: layout.Paragraph, Text: text,
				Place: disclosure.Place{Path: name + "!" + letters(e.column) + strconv.Itoa(e.row+1), Reader: reader},
			})
		}
	}
}

func attribute(e *xml.StartElement, local string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == local {
			return e.Attr[i].Value
		}
	}
	return ""
}

func isOn(value string) bool { return value == "1" || value == "true" }

func number(e *xml.StartElement, local string) int {
	n, err := strconv.Atoi(attribute(e, local))
	if err != nil {
		return 0
	}
	return min(max(n, 0), 1<<21)
}

// reference reads "B12" as row 11, column 1.
func reference(s string) (row, column int, ok bool) {
	i := 0
	for ; i < len(s) && s[i] >= 'A' && s[i] <= 'Z' && i < 4; i++ {
		column = column*26 + int(s[i]-'A') + 1
	}
	n, err := strconv.Atoi(s[i:])
	if i == 0 || err != nil || n < 1 || n > 1<<21 {
		return 0, 0, false
	}
	return n - 1, column - 1, true
}

// letters writes a column from 0 as Excel does: A, B, … Z, AA.
func letters(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
