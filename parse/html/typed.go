package html

import (
	"strings"

	"gongkai/parse/layout"
	"gongkai/parse/text"
)

// typedTables finds tables that were typed into paragraphs, a row a paragraph or
// a line, with bars or runs of blanks between the fields.
func typedTables(doc *layout.Document) {
	var out []layout.Block
	for i := 0; i < len(doc.Blocks); {
		end := i
		lines := 0
		for end < len(doc.Blocks) && typed(&doc.Blocks[end]) && doc.Blocks[end].Chrome == doc.Blocks[i].Chrome {
			lines += 1 + strings.Count(doc.Blocks[end].Text, "\n")
			end++
		}
		blocks, found := []layout.Block(nil), false
		if lines >= 2 {
			blocks, found = retyped(doc.Blocks[i:end])
		}
		switch {
		case found:
			if out == nil {
				out = append(make([]layout.Block, 0, len(doc.Blocks)), doc.Blocks[:i]...)
			}
			out = append(out, blocks...)
		default:
			end = max(end, i+1)
			if out != nil {
				out = append(out, doc.Blocks[i:end]...)
			}
		}
		i = end
	}
	if out != nil {
		doc.Blocks = out
	}
}

// typed reports whether a paragraph may hold rows of a typed table.
func typed(b *layout.Block) bool {
	if b.Kind != layout.Paragraph || b.Heading > 0 || len(b.Text) > 4000 || strings.Contains(b.Place.Path, "/line[") {
		return false // a heading, prose, or a line that was read as text already
	}
	return strings.IndexByte(b.Text, '|') >= 0 || strings.Contains(b.Text, "｜") || strings.Contains(b.Text, "│") ||
		strings.Contains(b.Text, "\u00A0\u00A0") || strings.Contains(b.Text, "\u3000\u3000") ||
		strings.Contains(b.Text, "\u2003\u2003") || strings.Contains(b.Text, "  ") || strings.IndexByte(b.Text, '\t') >= 0
}

// raggedFigures is how many fields must be numbers for paragraphs that differ in
// their fields to be rows of a table, and not a menu or a title set with gaps.
const raggedFigures = 3

// retyped reads paragraphs again as lines of text, and reports whether there is
// a table among them, or rows that the text reader took apart.
func retyped(paragraphs []layout.Block) (blocks []layout.Block, found bool) {
	var lines strings.Builder
	for i := range paragraphs {
		lines.WriteString(paragraphs[i].Text)
		lines.WriteByte('\n')
	}
	first := &paragraphs[0]
	blocks = text.Blocks(lines.String(), reader, first.Place.Path)
	figures := 0 // that stand alone, or in rows that differ in their fields
	for i := range blocks {
		b := &blocks[i]
		b.Chrome, b.Role = first.Chrome, first.Role
		found = found || b.Kind == layout.Table
		if b.Kind == layout.Paragraph {
			for field := range strings.SplitSeq(b.Text, "|") {
				if field != "" && strings.Trim(field, "0123456789.") == "" {
					figures++
				}
			}
		}
	}
	return blocks, found || figures >= raggedFigures
}
