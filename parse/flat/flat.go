// Package flat tells the empty lines of a document that are cells from those that
// only keep others apart. Where a table was flattened into paragraphs, a cell a
// paragraph, an empty line is an empty cell, and a blank must not be left out.
package flat

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/parse/layout"
)

// EmptyLine is the text of a paragraph that shows an empty line, a no-break space.
const EmptyLine = "\u00a0"

// cellRunes is how many characters the longest label of a flattened table has.
const cellRunes = 60

// DropSpacers drops the empty paragraphs that only keep others apart, and leaves
// those that may be empty cells of a flattened table. It must not drop some of a
// row and leave others: that would move its values. So all go that touch prose
// or stand among words alone,
// and all where they stand between any two numbers; else all stay.
func DropSpacers(blocks []layout.Block) []layout.Block {
	spacers := evenlySpaced(blocks)
	tabular := tabularRuns(blocks)
	kept := blocks[:0]
	next := 0 // the next block that is not empty
	for i := range blocks {
		b := blocks[i]
		if isEmptyLine(&b) {
			for next = max(next, i); next < len(blocks) && isEmptyLine(&blocks[next]); {
				next++
			}
			if spacers || !tabular[i] || len(kept) == 0 || next == len(blocks) || !cellLike(&kept[len(kept)-1]) || !cellLike(&blocks[next]) {
				continue
			}
		}
		kept = append(kept, b)
	}
	return kept
}

// tabularRuns says which blocks stand in a run of short paragraphs that may be a
// table: one with a number in it, or with more empty cells than words, as a form
// that nobody filled in.
func tabularRuns(blocks []layout.Block) []bool {
	tabular := make([]bool, len(blocks))
	for begin := 0; begin < len(blocks); {
		end, empty, numbers := begin, 0, 0
		for ; end < len(blocks) && cellLike(&blocks[end]); end++ {
			if isEmptyLine(&blocks[end]) {
				empty++
			} else if strings.Trim(blocks[end].Text, "0123456789.") == "" {
				numbers++
			}
		}
		if numbers > 0 || empty*2 > end-begin {
			for i := begin; i < end; i++ {
				tabular[i] = true
			}
		}
		begin = max(end, begin+1)
	}
	return tabular
}

func isEmptyLine(b *layout.Block) bool { return b.Kind == layout.Paragraph && b.Text == EmptyLine }

// evenlySpaced reports whether an empty line follows on every paragraph, as some
// editors have it, by what stands between numbers.
func evenlySpaced(blocks []layout.Block) bool {
	apart, together := 0, 0
	for i := 1; i < len(blocks); i++ {
		if !isNumber(&blocks[i]) {
			continue
		}
		if isNumber(&blocks[i-1]) {
			together++
		} else if i > 1 && isEmptyLine(&blocks[i-1]) && isNumber(&blocks[i-2]) {
			apart++
		}
	}
	return apart > together
}

func isNumber(b *layout.Block) bool {
	if b.Kind != layout.Paragraph || len(b.Text) > 20 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(b.Text)
	return unicode.IsDigit(r)
}

// cellLike reports whether a paragraph may be a cell of a flattened table.
func cellLike(b *layout.Block) bool {
	return b.Kind == layout.Paragraph && !b.Chrome && utf8.RuneCountInString(b.Text) <= cellRunes && !strings.Contains(b.Text, "。")
}
