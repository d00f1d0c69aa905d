// Package page turns the marks on a page into layout blocks: glyphs and ruling
// lines become paragraphs and grids. It is what the PDF reader, the second PDF
// reader and the scan reader have in common.
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
}

// Glyph is one character, or one word where the reader gives no single characters.
type Glyph struct {
	Text string
	Box  disclosure.Box
	// Size is the font size in points.
	Size float64
	// Direction is the writing direction in quarter turns clockwise: 0 is left to
	// right, 1 downwards.
	Direction uint8
	// Confidence is 1 for text and what the engine said for pictures.
	Confidence float64
}

// Rule is a ruling line, horizontal or vertical within a small tolerance. A thin
// filled rectangle is a rule; so is each side of a stroked one.
type Rule struct {
	X0, Y0, X1, Y1 float64
}
