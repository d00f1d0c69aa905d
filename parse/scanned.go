package parse

import (
	"context"
	"errors"

	"gongkai/disclosure"
	"gongkai/parse/form"
	"gongkai/parse/layout"
	"gongkai/parse/pdf"
)

// pictured returns the pages that are pictures but for a line or two of text, as
// page marks and watermarks are; where the text is a scanner's own reading, all that
// are pictures.
func pictured(file *pdf.File) []int {
	const (
		lineOrTwo = 80
		most      = 0.4
	)
	var found []int
	for n := range file.Pages {
		p := &file.Pages[n]
		covered := 0.0
		for _, box := range p.Pictures {
			covered += max(min(box[2], p.Width)-max(box[0], 0), 0) * max(min(box[3], p.Height)-max(box[1], 0), 0)
		}
		if covered >= most*p.Width*p.Height && (file.OCRLayer || len(p.Glyphs) <= lineOrTwo) {
			found = append(found, n)
		}
	}
	return found
}

// readScan reads a document of which all pages are pictures.
func (r *Reader) readScan(ctx context.Context, document *disclosure.Document) ([]disclosure.Report, error) {
	laid, err := r.child(ctx, scanReader, document.Body)
	if err != nil {
		return nil, err
	}
	if !hasText(laid) {
		return nil, &layout.Unreadable{Reason: disclosure.ScannedImage, Detail: "文件只有图片，没有识别出文字"}
	}
	return form.Match(laid, document, r.register), nil
}

func hasText(laid *layout.Document) bool {
	for i := range laid.Blocks {
		if laid.Blocks[i].Text != "" || laid.Blocks[i].Grid != nil {
			return true
		}
	}
	return false
}

// readGarbled reads the pages as pictures where the text under them is garbage. The
// text's own reading stands where the pictures give no more.
func (r *Reader) readGarbled(ctx context.Context, document *disclosure.Document, reports []disclosure.Report) ([]disclosure.Report, error) {
	seen, err := r.readScan(ctx, document)
	var unreadable *layout.Unreadable
	switch {
	case errors.As(err, &unreadable):
		return reports, nil
	case err != nil:
		return nil, err
	case better(seen) > better(reports):
		return seen, nil
	}
	return reports, nil
}

// readPictured reads the given pages of a PDF as pictures and the others as text;
// nil where the pictures cannot be read.
func (r *Reader) readPictured(ctx context.Context, document *disclosure.Document, pictured []int) ([]disclosure.Report, error) {
	a, err := r.ask(ctx, job{Reader: scanReader, Body: document.Body, Pages: pictured})
	var unreadable *layout.Unreadable
	switch {
	case errors.As(err, &unreadable):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return form.Match(a.Layout, document, r.register), nil
}

// readLayered reads a scan over which the scanner's own program laid what it read.
// That program errs as any does, so the pictures are read too and count first.
func (r *Reader) readLayered(ctx context.Context, document *disclosure.Document, layer []disclosure.Report, pictured []int) ([]disclosure.Report, error) {
	seen, err := r.readPictured(ctx, document, pictured)
	if err != nil {
		return nil, err
	}
	if len(seen) != len(layer) || better(seen) == 0 {
		if better(seen) >= better(layer)/2 && better(seen) > 0 {
			return seen, nil
		}
		for i := range layer {
			distrust(&layer[i])
		}
		return layer, nil
	}
	for i := range seen {
		confirm(&seen[i], &layer[i])
	}
	return seen, nil
}
