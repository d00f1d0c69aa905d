// Package scan reads pages that are pictures: it evens and straightens the
// raster, finds the ruling lines, and reads what stands in and around the cells.
//
// Words are read by the external program tesseract. Numbers are read twice: by
// the small network of package digit, mark by mark, and by tesseract, row by row.
// The two err independently; a number has a confidence of at least [Bar] only where
// nothing speaks against it. Whether a cell is blank is seen by its ink, not by
// what an engine says of it.
package scan

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"runtime"

	"golang.org/x/sync/errgroup"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/page"
)

// Bar is the confidence below which what was read is not to be believed: a
// number below it is illegible.
const Bar = 0.7

// maxDPI and minDPI bound the resolution of a page.
const (
	minDPI = 72
	maxDPI = 1200
)

// Read reads pages that are pictures of dpi dots an inch, in the shades that
// [Gray] gives. Each page that it returns holds the words and numbers as glyphs
// (a number or a line of text is one glyph) and the borders of all cells as rules,
// in points, on the page as straightened. The error, where it is the pictures'
// fault or tesseract is missing, is a *layout.Unreadable.
func Read(ctx context.Context, pages []*image.Gray, dpi int) ([]page.Page, error) {
	if dpi < minDPI || dpi > maxDPI {
		return nil, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: fmt.Sprintf("扫描分辨率 %d 不在 %d–%d dpi 之间", dpi, minDPI, maxDPI)}
	}
	dir, err := os.MkdirTemp("", "gongkai-scan-")
	if err != nil {
		return nil, fmt.Errorf("directory for tesseract: %w", err)
	}
	defer os.RemoveAll(dir)
	sheets := make([]*sheet, len(pages))
	for i, picture := range pages {
		if err := ctx.Err(); err != nil {
			return nil, late(err)
		}
		sheets[i] = newSheet(picture, dpi)
	}
	if err := readSheets(ctx, dir, sheets); err != nil {
		if ctx.Err() != nil {
			return nil, late(ctx.Err())
		}
		return nil, err
	}
	out := make([]page.Page, len(sheets))
	for i, s := range sheets {
		out[i] = s.inPoints(dpi)
	}
	return out, nil
}

func late(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &layout.Unreadable{Reason: disclosure.TimedOut, Detail: "识别超过时限", Err: err}
	}
	return err
}

// readSheets reads sheets in place. Those that make no sense and make some when
// they are turned are replaced.
func readSheets(ctx context.Context, dir string, sheets []*sheet) error {
	r := newReader(dir, sheets)
	if err := r.read(ctx); err != nil {
		return err
	}
	var turned []*sheet
	for i, s := range sheets {
		upright, err := r.upright(ctx, s)
		if err != nil {
			return err
		}
		if upright != nil {
			sheets[i] = upright
			turned = append(turned, upright)
		}
	}
	if len(turned) == 0 {
		return nil
	}
	return newReader(dir, turned).read(ctx)
}

// reader reads the sheets of one document.
type reader struct {
	dir    string
	sheets []*sheet
	// em is the height of a character in the tables, in pixels.
	em int
}

func newReader(dir string, sheets []*sheet) *reader {
	return &reader{dir: dir, sheets: sheets, em: typicalHeight(sheets)}
}

// read fills in the texts of all sheets. The engine's processes run side by side.
func (r *reader) read(ctx context.Context) error {
	var numbers []*content
	for _, s := range r.sheets {
		for _, c := range s.contents {
			c.readDigits(r.em)
		}
		numbers = append(numbers, s.numbers()...)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(runtime.NumCPU(), 1))
	strips := r.strips()
	parts := max(min(runtime.NumCPU(), len(strips)/20), 1)
	for part := range parts {
		from, to := part*len(strips)/parts, (part+1)*len(strips)/parts
		group.Go(func() error { return r.readStrips(ctx, strips[from:to]) })
	}
	var opinions []opinion
	group.Go(func() (err error) {
		opinions, err = r.readRows(ctx, numbers)
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	settle(numbers, opinions)
	return nil
}
