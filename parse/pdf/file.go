// Package pdf reads the pages of a PDF: which character stands where, and which
// lines are drawn.
//
// The object layer is github.com/ledongthuc/pdf. It reads only tidy files, dies
// of crafted ones and forgets what it has read, so every file is tidied first:
// its objects are found by scanning the bytes, object streams unpacked,
// encryption without a password undone, and a plain cross-reference table
// written. Content streams, fonts and character maps are read by this package.
package pdf

import (
	"context"

	"gongkai/parse/layout"
	"gongkai/parse/page"
)

// File is what a PDF shows.
type File struct {
	Pages []page.Page
	// Meta holds the document's title and properties.
	Meta layout.Meta
	// TextPages counts the pages with at least one visible or hidden character.
	TextPages int
	// Glyphs counts the characters, Undecoded those of them whose fonts do not say
	// what they mean; the text of these is U+FFFD.
	Glyphs, Undecoded int
	// OCRLayer is true where the text lies invisibly over pictures of pages.
	OCRLayer bool
}

// Read reads a PDF. The error, where it is the document's fault, is a
// *layout.Unreadable.
func Read(ctx context.Context, body []byte) (*File, error) {
	return nil, ctx.Err()
}
