package pdfium

import (
	"context"
	"fmt"
	"image"

	"github.com/klippa-app/go-pdfium/requests"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/scan"
)

// Picture draws a page, which counts from 0, in colour as it is displayed.
func (e *Engine) Picture(ctx context.Context, body []byte, index, dpi int) (*image.RGBA, error) {
	var picture *image.RGBA
	err := e.with(ctx, body, func(d *document) (err error) {
		picture, err = d.draw(index, dpi)
		return err
	})
	return picture, err
}

// Raster is a page drawn in the shades that [scan.Read] wants.
type Raster struct {
	*image.Gray
	// DPI is how many dots make an inch of the page.
	DPI int
}

// Rasters draws the pages whose indexes, which count from 0, are given; nil stands
// for all. More pages than most are too many. The resolution is what dpi says for
// a page's size in points.
func (e *Engine) Rasters(ctx context.Context, body []byte, pages []int, most int, dpi func(width, height float64) int) ([]Raster, error) {
	var drawn []Raster
	err := e.with(ctx, body, func(d *document) error {
		if pages == nil {
			for index := range min(d.pages, most+1) {
				pages = append(pages, index)
			}
		}
		if len(pages) > most {
			return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("扫描件超过 %d 页", most)}
		}
		for _, index := range pages {
			raster, err := d.raster(index, dpi)
			if err != nil {
				return err
			}
			drawn = append(drawn, raster)
		}
		return nil
	})
	return drawn, err
}

func (d *document) raster(index int, dpi func(width, height float64) int) (Raster, error) {
	size, err := d.FPDF_GetPageSizeByIndexF(&requests.FPDF_GetPageSizeByIndexF{Document: d.ref, Index: index})
	if err != nil {
		return Raster{}, damaged(fmt.Sprintf("page %d", index+1), err)
	}
	dots := dpi(float64(size.Size.Width), float64(size.Size.Height))
	picture, err := d.draw(index, dots)
	if err != nil {
		return Raster{}, err
	}
	return Raster{Gray: scan.Gray(picture), DPI: dots}, nil
}

func (d *document) draw(index, dpi int) (*image.RGBA, error) {
	loaded, err := d.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		return nil, damaged(fmt.Sprintf("page %d", index+1), err)
	}
	ref := requests.Page{ByReference: &loaded.Page}
	size, err := d.GetPageSizeInPixels(&requests.GetPageSizeInPixels{Page: ref, DPI: dpi})
	if err != nil {
		return nil, damaged(fmt.Sprintf("page %d", index+1), err)
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > maxPixels/size.Height {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("第 %d 页的图像超过 %d 像素", index+1, maxPixels)}
	}
	drawn, err := d.RenderPageInDPI(&requests.RenderPageInDPI{Page: ref, DPI: dpi})
	if err != nil {
		return nil, damaged(fmt.Sprintf("draw page %d", index+1), err)
	}
	defer drawn.Cleanup()
	// The pixels are PDFium's own memory.
	picture := *drawn.Result.Image
	picture.Pix = append([]byte(nil), picture.Pix...)
	return &picture, nil
}
