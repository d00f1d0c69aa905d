// Package page turns the marks on a page into layout blocks: glyphs and ruling
// lines become paragraphs and grids. It is what the PDF reader, the second PDF
// reader and the scan reader have in common.
//
// [Layout] turns every page upright by the direction of its glyphs, finds the
// ruled tables, gives each glyph to a cell or to a line of text, joins lines to
// paragraphs and tables over page breaks, and infers columns where no ruling
// lines prove them.
package page

import "gongkai/disclosure"

// Page is everything that is drawn on one page, as displayed: after rotation,
// with the origin in the upper left corner, x to the right, y down, in points.
type Page struct {
	Width, Height float64
	Glyphs        []Glyph
	Rules         []Rule
	// Pictures are the boxes of images.
	Pictures []disclosure.Box
	// Fills are filled rectangles that are no rules. They prove the cells of a table
	// whose borders are nothing but the gaps between them.
	Fills []disclosure.Box
	// Shapes are small drawings that may be characters drawn as their outlines.
	Shapes []disclosure.Box
}

// Glyph is one character, or one word where the reader gives no single characters.
type Glyph struct {
	// Text is as the reader decoded it; U+FFFD where it could not. Layout folds
	// radicals and compatibility ideographs, and nothing else.
	Text string
	Box  disclosure.Box
	// Size is the font size in points.
	Size float64
	// Direction is the direction of the baseline in quarter turns clockwise: 0 for
	// upright characters, 1 for characters that lie with their feet to the left.
	Direction uint8
	// Vertical is true for upright characters set below each other in columns.
	Vertical bool
	// Unsure is true where the reader is not sure that the character is seen, and seen
	// as what Text says: it is covered in part, pale, cut, struck out.
	Unsure bool
	// Linked is true for a character under a link.
	Linked bool
	// Colour is the colour as 0xRRGGBB, for comparison with the neighbours'.
	Colour uint32
	// Confidence is 1 for text and what the engine said for pictures.
	Confidence float64
}

// Rule is a ruling line, horizontal or vertical within a small tolerance. A thin
// filled rectangle is a rule; so is each side of a stroked one.
type Rule struct {
	X0, Y0, X1, Y1 float64
}
