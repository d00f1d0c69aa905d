package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

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
