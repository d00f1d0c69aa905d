package parse

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse/layout"
	"gongkai/parse/page"
	"gongkai/parse/pdf"
	"gongkai/parse/picture"
	"gongkai/parse/scan"
)

// scanDPI is the resolution at which pages are read.
const scanDPI = 200

const (
	// maxPicture bounds a picture in pixels, and maxScanned a scanned document in pages.
	maxPicture = 80_000_000
	maxScanned = 40
	// longSide and shortSide are those of a sheet of A4 in points. A page that is much
	// smaller or larger than a sheet of paper says nothing of the size of its
	// characters: it is read as if it were A4.
	longSide, shortSide = 842, 595
	smallest, largest   = 500, 1300
)

// shot is a page as a picture of scanDPI dots to an inch.
type shot struct {
	shades *image.Gray
	// points is how many points of the document's page make one of the picture's.
	points float64
}

// shots gives the pages of a PDF, all or those asked for, or the pictures that are
// pages themselves.
func (w *worker) shots(ctx context.Context, j *job) ([]shot, error) {
	if kind.Of(j.Body) != kind.PDF {
		bodies := j.Pictures
		if bodies == nil {
			bodies = [][]byte{j.Body}
		}
		return shotsOf(ctx, bodies)
	}
	rasters, err := w.pdfium().Rasters(ctx, j.Body, j.Pages, maxScanned, resolution)
	if err != nil {
		return nil, err
	}
	all := make([]shot, len(rasters))
	for i, raster := range rasters {
		all[i] = shot{raster.Gray, scanDPI / float64(raster.DPI)}
	}
	return all, nil
}

// resolution is that at which a page is drawn: a page of a likely size as it is.
func resolution(width, height float64) int {
	if long := max(width, height); long < smallest || long > largest {
		return max(int(scanDPI*longSide/long+0.5), 1)
	}
	return scanDPI
}

// shotsOf decodes pictures, of which each may have several pages.
func shotsOf(ctx context.Context, bodies [][]byte) ([]shot, error) {
	var all []shot
	for _, body := range bodies {
		pages, err := picture.Decode(body, maxPicture, maxScanned)
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if len(all) == maxScanned {
				return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("扫描件超过 %d 页", maxScanned)}
			}
			all = append(all, shot{scan.Resize(scan.Gray(page), sheetScale(page.Bounds())), 1})
		}
	}
	return all, nil
}

// sheetScale is by what factor a picture must be scaled for its width or height,
// whichever says less, to be that of a sheet of A4.
func sheetScale(bounds image.Rectangle) float64 {
	short, long := float64(min(bounds.Dx(), bounds.Dy())), float64(max(bounds.Dx(), bounds.Dy()))
	inch := min(short/shortSide, long/longSide) * 72
	if long > 2*short {
		inch = float64(bounds.Dx()) / shortSide * 72 // pages below each other
	}
	if scale := scanDPI / inch; scale < 0.9 || scale > 1.1 {
		return scale
	}
	return 1
}

// readShots reads the pages of a scan and lays them out. Where only some pages of
// a PDF are asked for, the others are those of its text.
func (w *worker) readShots(ctx context.Context, j *job) (*answer, error) {
	if err := scan.Available(); err != nil {
		return nil, err
	}
	shots, err := w.shots(ctx, j)
	if err != nil {
		return nil, err
	}
	shades := make([]*image.Gray, len(shots))
	for i := range shots {
		shades[i] = shots[i].shades
	}
	read, err := scan.Read(ctx, shades, scanDPI)
	if err != nil {
		return nil, err
	}
	var pages []page.Page
	var meta layout.Meta
	numbers := j.Pages
	if numbers != nil {
		file, err := pdf.Read(ctx, j.Body)
		if err != nil {
			return nil, err
		}
		pages, meta = file.Pages, file.Meta
	} else {
		pages = make([]page.Page, len(read))
		for i := range read {
			numbers = append(numbers, i)
		}
	}
	scanned := make([]*scan.Page, len(pages))
	scales := make([]float64, len(pages))
	for i, n := range numbers {
		if n >= len(pages) {
			return nil, fmt.Errorf("page %d of %d", n+1, len(pages))
		}
		pages[n], scanned[n], scales[n] = read[i].Page, &read[i], shots[i].points
	}
	laid := page.Layout(pages, scanReader)
	laid.Meta, laid.Scanned = meta, true
	relocate := func(place *disclosure.Place) {
		if place.Page < 1 || place.Page > len(pages) {
			return
		}
		if n := place.Page - 1; scanned[n] == nil {
			place.Reader = firstReader
		} else {
			place.Box = scaled(scanned[n].Original(place.Box), scales[n])
		}
	}
	for i := range laid.Blocks {
		relocate(&laid.Blocks[i].Place)
		if grid := laid.Blocks[i].Grid; grid != nil {
			for c := range grid.Cells {
				relocate(&grid.Cells[c].Place)
			}
		}
	}
	for n, s := range scanned {
		if s != nil {
			width, height := s.Size()
			laid.Pages[n] = layout.Page{Width: width * scales[n], Height: height * scales[n]}
		}
	}
	return &answer{Layout: laid}, nil
}

func scaled(box disclosure.Box, factor float64) disclosure.Box {
	for i := range box {
		box[i] *= factor
	}
	return box
}

// drawDPI is the resolution of a page drawn for people.
const drawDPI = 150

// Picture draws the page on which something stands, with its place marked, as PNG:
// a page of a PDF, of a picture that is a document, or of the pictures that stand
// in a document.
func (r *Reader) Picture(ctx context.Context, document *disclosure.Document, place disclosure.Place) ([]byte, error) {
	body, page, err := r.drawable(ctx, document, place.Page)
	if err != nil {
		return nil, err
	}
	place.Page = page
	a, err := r.ask(ctx, job{Reader: pageDrawer, Body: body, Place: place})
	if err != nil {
		return nil, err
	}
	return a.PNG, nil
}

// drawPage draws a page with a red frame around a place.
func (w *worker) drawPage(ctx context.Context, body []byte, place disclosure.Place) ([]byte, error) {
	page, dots, err := w.pageOf(ctx, body, place.Page)
	if err != nil {
		return nil, err
	}
	const thick, gap = 3, 2
	frame := image.Rect(int(place.Box[0]*dots)-gap, int(place.Box[1]*dots)-gap, int(place.Box[2]*dots)+gap, int(place.Box[3]*dots)+gap)
	red := image.NewUniform(color.RGBA{R: 220, A: 255})
	outer := frame.Inset(-thick)
	for _, side := range [...]image.Rectangle{
		{outer.Min, image.Pt(outer.Max.X, frame.Min.Y)}, {image.Pt(outer.Min.X, frame.Max.Y), outer.Max},
		{outer.Min, image.Pt(frame.Min.X, outer.Max.Y)}, {image.Pt(frame.Max.X, outer.Min.Y), outer.Max},
	} {
		draw.Draw(page, side, red, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, page); err != nil {
		return nil, fmt.Errorf("encoding page %d: %w", place.Page, err)
	}
	return out.Bytes(), nil
}

// pageOf draws a page, which counts from 1, and says how many dots make a point.
func (w *worker) pageOf(ctx context.Context, body []byte, number int) (page *image.RGBA, dots float64, err error) {
	if kind.Of(body) == kind.PDF {
		page, err := w.pdfium().Picture(ctx, body, number-1, drawDPI)
		return page, drawDPI / 72.0, err
	}
	pages, err := picture.Decode(body, maxPicture, maxScanned)
	if err != nil {
		return nil, 0, err
	}
	if number > len(pages) {
		return nil, 0, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: fmt.Sprintf("图片没有第 %d 页", number)}
	}
	drawn := pages[number-1]
	page = image.NewRGBA(image.Rect(0, 0, drawn.Bounds().Dx(), drawn.Bounds().Dy()))
	draw.Draw(page, page.Rect, drawn, drawn.Bounds().Min, draw.Src)
	return page, scanDPI / 72.0 / sheetScale(drawn.Bounds()), nil
}
