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
	"gongkai/parse/layout"
	"gongkai/parse/scan"
	"gongkai/parse/sniff"
)

// maxPicture bounds a picture in pixels, and maxScanned a scanned document in pages.
const (
	maxPicture = 80_000_000
	maxScanned = 40
)

// pictures gives the pages of a PDF, or a picture that is a page itself.
func (w *worker) pictures(ctx context.Context, body []byte) ([]*image.Gray, error) {
	if sniff.Kind(body) == "image" {
		picture, err := decodePicture(body)
		if err != nil {
			return nil, err
		}
		return []*image.Gray{picture}, nil
	}
	engine, err := w.open()
	if err != nil {
		return nil, err
	}
	count, err := engine.PageCount(ctx, body)
	if err != nil {
		return nil, err
	}
	if count > maxScanned {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("扫描件超过 %d 页", maxScanned)}
	}
	pages := make([]*image.Gray, count)
	for n := range pages {
		if pages[n], err = engine.Raster(ctx, body, n, scanDPI); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

func decodePicture(body []byte) (*image.Gray, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return nil, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "不支持的图片格式", Err: err}
	}
	if size.Width*size.Height > maxPicture {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "图片过大"}
	}
	picture, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "图片损坏", Err: err}
	}
	return scan.Gray(picture), nil
}

// drawDPI is the resolution of a page drawn for people.
const drawDPI = 150

// Picture draws the page of a PDF on which something stands, with its place
// marked, as PNG.
func (r *Reader) Picture(ctx context.Context, document *disclosure.Document, place disclosure.Place) ([]byte, error) {
	if sniff.Kind(document.Body) != "pdf" || place.Page < 1 {
		return nil, &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "只有 PDF 文件有可画出的页面"}
	}
	a, err := r.ask(ctx, job{Reader: pageDrawer, Body: document.Body, Place: place})
	if err != nil {
		return nil, err
	}
	return a.PNG, nil
}

// drawPage draws a page with a red frame around a place.
func (w *worker) drawPage(ctx context.Context, body []byte, place disclosure.Place) ([]byte, error) {
	engine, err := w.open()
	if err != nil {
		return nil, err
	}
	picture, err := engine.Picture(ctx, body, place.Page-1, drawDPI)
	if err != nil {
		return nil, err
	}
	const scale, thick, gap = drawDPI / 72.0, 3, 2
	frame := image.Rect(int(place.Box[0]*scale)-gap, int(place.Box[1]*scale)-gap, int(place.Box[2]*scale)+gap, int(place.Box[3]*scale)+gap)
	red := image.NewUniform(color.RGBA{R: 220, A: 255})
	outer := frame.Inset(-thick)
	for _, side := range [...]image.Rectangle{
		{outer.Min, image.Pt(outer.Max.X, frame.Min.Y)}, {image.Pt(outer.Min.X, frame.Max.Y), outer.Max},
		{outer.Min, image.Pt(frame.Min.X, outer.Max.Y)}, {image.Pt(frame.Max.X, outer.Min.Y), outer.Max},
	} {
		draw.Draw(picture, side, red, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("encoding page %d: %w", place.Page, err)
	}
	return out.Bytes(), nil
}
