package html

import (
	"strings"
	"unicode/utf8"

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
	if b.Kind != layout.Paragraph || b.Heading > 0 || len(b.Text) > 4000 {
		return false
	}
	return strings.IndexByte(b.Text, '|') >= 0 || strings.Contains(b.Text, "｜") || strings.Contains(b.Text, "│") ||
		strings.Contains(b.Text, "\u00A0\u00A0") || strings.Contains(b.Text, "\u3000\u3000") ||
		strings.Contains(b.Text, "\u2003\u2003") || strings.Contains(b.Text, "  ") || strings.IndexByte(b.Text, '\t') >= 0
}

// retyped reads paragraphs again as lines of text, and reports whether there is
// a table among them.
func retyped(paragraphs []layout.Block) (blocks []layout.Block, found bool) {
	var lines strings.Builder
	for i := range paragraphs {
		lines.WriteString(paragraphs[i].Text)
		lines.WriteByte('\n')
	}
	first := &paragraphs[0]
	blocks = text.Blocks(lines.String(), reader, first.Place.Path)
	for i := range blocks {
		blocks[i].Chrome, blocks[i].Role = first.Chrome, first.Role
		found = found || blocks[i].Kind == layout.Table
	}
	return blocks, found
}

// cellRunes is how many characters a cell of a flattened table has at most, where
// it is not a numbered label.
const cellRunes = 12

// dropSpacers drops the empty paragraphs that only keep others apart, and leaves
// those that stand between cells of a flattened table.
func dropSpacers(doc *layout.Document) {
	kept := doc.Blocks[:0]
	next := 0 // the next block that is not empty
	for i := range doc.Blocks {
		b := doc.Blocks[i]
		if b.Kind == layout.Paragraph && b.Text == nbsp {
			for next = max(next, i); next < len(doc.Blocks) && doc.Blocks[next].Text == nbsp && doc.Blocks[next].Kind == layout.Paragraph; {
				next++
			}
			if len(kept) == 0 || next == len(doc.Blocks) || !cellLike(&kept[len(kept)-1], false) || !cellLike(&doc.Blocks[next], true) {
				continue
			}
		}
		kept = append(kept, b)
	}
	doc.Blocks = kept
}

// cellLike reports whether a paragraph may be a cell of a flattened table. The
// one that follows an empty cell may also be the numbered label of the next row.
func cellLike(b *layout.Block, follows bool) bool {
	if b.Kind != layout.Paragraph || b.Heading > 0 || b.Chrome || len(b.Text) == 0 {
		return false
	}
	return utf8.RuneCountInString(b.Text) <= cellRunes ||
		follows && (b.Text[0] >= '0' && b.Text[0] <= '9' || strings.HasPrefix(b.Text, "（") || b.Text[0] == '(')
}
