// Package text reads plain text into a layout. A line is a paragraph, unless it
// stands in a table that someone typed: fields set apart by tabs, by bars, or by
// runs of blanks. Such a table becomes a loose grid, since nothing but the
// typing proves its columns; where the columns cannot be told with certainty, as
// when rows differ in their fields, the lines stay paragraphs. An empty line that
// may be a cell of a flattened table stays too; see package flat.
//
// The HTML reader uses [Blocks] for what stands in <pre>.
package text

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gongkai/disclosure"
	"gongkai/internal/document/charset"
	"gongkai/parse/flat"
	"gongkai/parse/layout"
)

// maxBytes bounds a text file. The longest report that was ever seen has 200 KB.
const maxBytes = 8 << 20

// Read lays out a text file in any of the encodings of package charset.
func Read(body []byte) (*layout.Document, error) {
	if len(body) > maxBytes {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "文本文件超过 8 MiB"}
	}
	decoded, _ := charset.Decode(body, "")
	doc := &layout.Document{Reader: "text", Blocks: Blocks(string(decoded), "text", "")}
	if len(doc.Blocks) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "文本文件没有内容"}
	}
	return doc, nil
}

// Blocks lays out lines of text. The reader's name and the path of what holds
// the text, which may be empty, go into each place: "line[3]" or "line[3]/field[2]"
// below the path.
func Blocks(s, reader, path string) []layout.Block {
	if path != "" {
		path += "/"
	}
	l := liner{reader: reader, path: path, lines: splitLines(strings.ToValidUTF8(s, "\uFFFD"))}
	for l.next < len(l.lines) {
		if strings.TrimSpace(l.lines[l.next]) == "" {
			l.emptyLine()
			continue
		}
		if !l.cellLines() && !l.tabs() && !l.bars() && !l.blanks() {
			l.paragraph()
		}
	}
	return flat.DropSpacers(l.blocks)
}

// liner turns lines into blocks, from the first to the last. Each of its table
// methods takes the lines of a table that begins at the next line, or none.
type liner struct {
	reader, path string
	lines        []string
	next         int
	blocks       []layout.Block
}

// splitLines splits at every kind of line end.
func splitLines(s string) []string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	return strings.Split(s, "\n")
}

func (l *liner) paragraph() {
	if text := strings.TrimFunc(l.lines[l.next], blankRune); text != "" {
		l.blocks = append(l.blocks, layout.Block{Kind: layout.Paragraph, Text: text, Place: l.place(l.next, 0)})
	}
	l.next++
}

func (l *liner) emptyLine() {
	l.blocks = append(l.blocks, layout.Block{Kind: layout.Paragraph, Text: flat.EmptyLine, Place: l.place(l.next, 0)})
	l.next++
}

// place returns the place of a line, and of a field in it where field is not 0.
func (l *liner) place(line, field int) disclosure.Place {
	path := l.path + "line[" + strconv.Itoa(line+1) + "]"
	if field > 0 {
		path += "/field[" + strconv.Itoa(field) + "]"
	}
	return disclosure.Place{Path: path, Reader: l.reader}
}

// blankRune reports whether a character leaves no ink.
func blankRune(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFEFF' || r >= '\u200B' && r <= '\u200D' || r == '\u2060'
}

// field is one field of a line of a table, from display column start up to end.
type field struct {
	text       string
	start, end int
}

// row is one line of a table in fields.
type row struct {
	line   int
	fields []field
}

// trimmed drops a last field that is empty in every row: the column says nothing,
// and rows that differ in their fields are the worse to understand for it.
func trimmed(rows []row) []row {
	for _, row := range rows {
		if n := len(row.fields); n < 2 || row.fields[n-1].text != "" {
			return rows
		}
	}
	for i := range rows {
		rows[i].fields = rows[i].fields[:len(rows[i].fields)-1]
	}
	return rows
}

// even reports whether all rows have as many fields, but for those that have a
// single one, which spans the table.
func even(rows []row) bool {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.fields))
	}
	for _, row := range rows {
		if n := len(row.fields); n != width && n != 1 {
			return false
		}
	}
	return true
}

// ragged appends rows that differ in their fields, as paragraphs that show where
// the fields end: which columns are missing nobody said.
func (l *liner) ragged(rows []row) {
	for _, row := range rows {
		if !slices.ContainsFunc(row.fields, func(f field) bool { return f.text != "" }) {
			continue
		}
		var line strings.Builder
		for i, field := range row.fields {
			if i > 0 {
				line.WriteByte('|')
			}
			line.WriteString(field.text)
		}
		if len(row.fields) > 1 {
			line.WriteByte('|')
		}
		l.blocks = append(l.blocks, layout.Block{Kind: layout.Paragraph, Text: line.String(), Place: l.place(row.line, 0)})
	}
}

// grid appends a loose grid. The column of each field is its index, and a single
// field spans all columns, unless columns says from where to where each field of
// each row reaches.
func (l *liner) grid(rows []row, columns [][][2]int) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.fields))
	}
	g := &layout.Grid{Rows: len(rows), Loose: true}
	for r, row := range rows {
		for f, field := range row.fields {
			first, last := f, f
			if len(row.fields) == 1 {
				last = width - 1
			}
			if columns != nil {
				first, last = columns[r][f][0], columns[r][f][1]
			}
			text := field.text
			if strings.TrimFunc(text, blankRune) == "" {
				text = ""
			}
			g.Columns = max(g.Columns, last+1)
			g.Cells = append(g.Cells, layout.Cell{
				Row: r, Column: first, RowSpan: 1, ColumnSpan: last - first + 1,
				Text: text, Confidence: 1, Place: l.place(row.line, f+1),
			})
		}
	}
	l.blocks = append(l.blocks, layout.Block{Kind: layout.Table, Grid: g, Place: l.place(rows[0].line, 0)})
}

// maxFields bounds the fields of a line; what follows stays in the last one.
const maxFields = 256

// width returns how many display columns a character takes: two for the
// characters of East Asia, none for what leaves no ink and no gap.
func width(r rune) int {
	switch {
	case r == '\uFEFF' || r >= '\u200B' && r <= '\u200D' || r == '\u2060' || unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 ||
		r >= 0xffe0 && r <= 0xffe6 || r >= 0x20000):
		return 2
	}
	return 1
}
