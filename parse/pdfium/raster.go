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

// Raster draws a page, which counts from 0, in the shades that [scan.Read] wants.
func (e *Engine) Raster(ctx context.Context, body []byte, index, dpi int) (*image.Gray, error) {
	picture, err := e.Picture(ctx, body, index, dpi)
	if err != nil {
		return nil, err
	}
	return scan.Gray(picture), nil
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
