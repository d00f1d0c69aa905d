// Package layout is the one intermediate page that every reader makes and the
// form matcher reads: a sequence of blocks in reading order, each a paragraph, a
// grid of cells, a picture or a link, with the spot where it stood.
//
// A reader turns bytes into a [Document] and knows nothing of forms; the matcher
// turns a Document into reports and knows nothing of file formats.
package layout

import (
	"strings"
	"unicode"

	"gongkai/disclosure"
)

// Document is one document as laid out.
type Document struct {
	// Reader names the reader that made it, as in disclosure.Place.
	Reader string
	// Meta is what the document says about itself outside of its text.
	Meta Meta
	// Blocks are in reading order.
	Blocks []Block
	// Pages are the sizes of the pages, for formats that have them.
	Pages []Page
	// Scanned is true where the text was read from pictures.
	Scanned bool
}

// Page is the size of a page as displayed, in points.
type Page struct{ Width, Height float64 }

// Meta is what stands in a document's head or properties.
type Meta struct {
	// Title is the head's title. Without a Chinese character it is the name of a
	// file or a program, and left out; see [TitleIn].
	Title string
	// Fields are the meta tags or properties by lower-case name: "articletitle",
	// "pubdate", "contentsource", "columnname", "sitename", "author".
	Fields map[string]string
}

// TitleIn returns a property that is a title: empty without a Chinese character.
func TitleIn(property string) string {
	if !strings.ContainsFunc(property, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return ""
	}
	return property
}

// BlockKind says what a block is.
type BlockKind uint8

// The kinds of blocks.
const (
	Paragraph BlockKind = iota
	Table
	Image
	Link
)

// Block is one block. Only the fields of its kind are set.
type Block struct {
	Kind BlockKind
	// Text is the words of a paragraph, the alternative text of an image, or the
	// words of a link. Line breaks inside a paragraph are "\n".
	Text string
	// Heading is 1 to 6 for a paragraph marked as a heading, 0 otherwise.
	Heading int
	// Chrome is true for what stands outside of the article: navigation, crumbs,
	// side bars, footers, running heads and page marks.
	Chrome bool
	// Role is a hint that the reader took from the document's own marking:
	// "title", "crumb", "info" (the line of date and source), "index" (索引号 table); empty otherwise.
	// "script" and "hidden" are of what a page does not show as it is: it stood in a
	// script or text area, or was hidden, and was read since nothing else could be the article.
	Role string
	Grid *Grid
	// Address is where a link leads or an image lies.
	Address string
	// Place is where the block stands.
	Place disclosure.Place
}

// Grid is a table as laid out: cells that cover a rectangle of rows and columns.
type Grid struct {
	Rows, Columns int
	// Cells are in row-major order of their upper left corners; no two overlap.
	// A position that no cell covers is a hole, which the document does not have.
	Cells []Cell
	// Loose is true where no ruling or markup proves the columns: they were
	// inferred from gaps, tabs or bars.
	Loose bool
}

// Cell is one cell of a grid.
type Cell struct {
	Row, Column         int
	RowSpan, ColumnSpan int
	// Text is the words, raw but for the reader's own decoding; lines are separated by "\n".
	Text string
	// Confidence is 1 for text formats and what the engine said for pictures, 0 to 1.
	Confidence float64
	// Doubt is set where the reader is not sure of Text.
	Doubt disclosure.DoubtCode
	// Image is true where a picture stands in the cell.
	Image bool
	Place disclosure.Place
}

// At returns a table of rows × columns whose entries are indexes into Cells of
// the cell that covers the position, or -1 for a hole.
func (g *Grid) At() [][]int {
	flat := make([]int, g.Rows*g.Columns)
	for i := range flat {
		flat[i] = -1
	}
	for i, cell := range g.Cells {
		for r := cell.Row; r < min(cell.Row+cell.RowSpan, g.Rows); r++ {
			for c := cell.Column; c < min(cell.Column+cell.ColumnSpan, g.Columns); c++ {
				flat[r*g.Columns+c] = i
			}
		}
	}
	at := make([][]int, g.Rows)
	for r := range at {
		at[r] = flat[r*g.Columns : (r+1)*g.Columns]
	}
	return at
}

// Unreadable is the error of a reader that could not lay out a document: one of
// the closed list of reasons, with words for people.
type Unreadable struct {
	Reason disclosure.Reason
	// Detail is in Chinese.
	Detail string
	// Err is the technical cause, or nil.
	Err error
}

func (u *Unreadable) Error() string {
	if u.Err != nil {
		return string(u.Reason) + ": " + u.Err.Error()
	}
	return string(u.Reason) + ": " + u.Detail
}

func (u *Unreadable) Unwrap() error { return u.Err }
