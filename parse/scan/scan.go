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
	"math"
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

// Page is a picture as read: its words and numbers as glyphs (a number or a line
// of text is one glyph) and the borders of all cells as rules, in points, on the
// page as turned upright and straightened.
type Page struct {
	page.Page
	dpi, turns int
	warp       warp
}

// Original returns where a box of the straightened page lies on the picture as it
// came, in points.
func (p *Page) Original(box disclosure.Box) disclosure.Box {
	dots := float64(p.dpi) / 72
	original := disclosure.Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, corner := range [...][2]float64{{box[0], box[1]}, {box[2], box[1]}, {box[0], box[3]}, {box[2], box[3]}} {
		x, y := p.warp.point(corner[0]*dots, corner[1]*dots)
		width, height := p.warp.w, p.warp.h
		for range p.turns {
			x, y = y, width-x
			width, height = height, width
		}
		x, y = min(max(x, 0), width)/dots, min(max(y, 0), height)/dots
		original = disclosure.Box{min(original[0], x), min(original[1], y), max(original[2], x), max(original[3], y)}
	}
	return original
}

// Size is the size of the picture as it came, in points.
func (p *Page) Size() (width, height float64) {
	if p.turns%2 == 1 {
		return p.Height, p.Width
	}
	return p.Width, p.Height
}

// Read reads pages that are pictures of dpi dots an inch, in the shades that
// [Gray] gives. The error, where it is the pictures' fault or tesseract is missing,
// is a *layout.Unreadable.
func Read(ctx context.Context, pages []*image.Gray, dpi int) ([]Page, error) {
	if dpi < minDPI || dpi > maxDPI {
		return nil, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: fmt.Sprintf("扫描分辨率 %d 不在 %d–%d dpi 之间", dpi, minDPI, maxDPI)}
	}
	dir, err := os.MkdirTemp("", "gongkai-scan-")
	if err != nil {
		return nil, fmt.Errorf("directory for tesseract: %w", err)
	}
	defer os.RemoveAll(dir)
	sheets, err := newSheets(ctx, pages, dpi)
	if err == nil {
		err = readSheets(ctx, dir, sheets)
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, late(ctx.Err())
		}
		return nil, err
	}
	out := make([]Page, len(sheets))
	for i, s := range sheets {
		out[i] = s.inPoints()
	}
	return out, nil
}

// newSheets straightens pages and finds their tables, one page a processor at a time.
func newSheets(ctx context.Context, pages []*image.Gray, dpi int) ([]*sheet, error) {
	sheets := make([]*sheet, len(pages))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(runtime.NumCPU(), 1))
	for i, picture := range pages {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			sheets[i] = newSheet(picture, dpi, 0)
			return nil
		})
	}
	return sheets, group.Wait()
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
	likely := 1
	for i, s := range sheets {
		upright, err := r.upright(ctx, s, likely)
		if err != nil {
			return err
		}
		if upright != nil {
			sheets[i], likely = upright, upright.turns
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
	group.Go(func() error { return r.readNumbers(ctx, numbers) })
	if err := group.Wait(); err != nil {
		return err
	}
	for _, s := range r.sheets {
		s.astride()
	}
	return nil
}

// readNumbers has the numbers of the network read by tesseract, and settles them.
func (r *reader) readNumbers(ctx context.Context, numbers []*content) error {
	opinions, err := r.readRows(ctx, numbers)
	if err != nil {
		return err
	}
	settle(numbers, opinions)
	return r.readAgain(ctx, numbers)
}
