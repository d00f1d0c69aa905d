package parse

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/guard"
	"gongkai/parse/layout"
	"gongkai/parse/page"
	"gongkai/parse/pdf"
	"gongkai/parse/pdfium"
)

// GuardKind is the kind under which a program registers LayoutHandler with guard.RunChild.
const GuardKind = "layout"

// cacheVariable tells a child where the second reader keeps its compiled code.
const cacheVariable = "GONGKAI_CACHE"

// DefaultLimits bounds the reading of one document in a child: the address space
// covers the second reader's WebAssembly memory, the time a scan of many pages.
var DefaultLimits = guard.Limits{Memory: 4 << 30, CPU: 3 * time.Minute, Wall: 2 * time.Minute, MaxResponse: 256 << 20}

// The readers that run in a child.
const (
	firstReader  = "pdf"
	secondReader = "pdfium"
	scanReader   = "ocr"
	pageDrawer   = "picture"
)

// job is what the parent asks of a child.
type job struct {
	Reader string
	Body   []byte
	// Pages are those of a PDF that are to be read as pictures, counted from 0; nil
	// stands for all.
	Pages []int
	// Pictures are to be read instead of Body, as the pages of one document.
	Pictures [][]byte
	// Place is what the page drawer marks.
	Place disclosure.Place
}

// answer is what a child says.
type answer struct {
	Layout *layout.Document
	// Doubtful is true where the first reader could not decode all glyphs.
	Doubtful bool
	// Layer is true where the text is what a scanner's own program read.
	Layer bool
	// NoText is true where the pages are pictures, and Pictured are those that are,
	// but for a line of text, where others are not.
	NoText   bool
	Pictured []int
	// PNG is a page as drawn.
	PNG    []byte
	Reason disclosure.Reason
	Detail string
}

// child lays a document out in a guarded child.
func (r *Reader) child(ctx context.Context, reader string, body []byte) (*layout.Document, error) {
	a, err := r.ask(ctx, job{Reader: reader, Body: body})
	if err != nil {
		return nil, err
	}
	return a.Layout, nil
}

// ask has a job done in a guarded child.
func (r *Reader) ask(ctx context.Context, j job) (*answer, error) {
	var request bytes.Buffer
	if err := gob.NewEncoder(&request).Encode(j); err != nil {
		return nil, fmt.Errorf("asking the %s reader: %w", j.Reader, err)
	}
	response, err := r.children.Do(ctx, request.Bytes())
	var death *guard.Death
	switch {
	case errors.As(err, &death) && death.How == guard.Timeout:
		return nil, &layout.Unreadable{Reason: disclosure.TimedOut, Detail: "读取超过时限", Err: err}
	case errors.As(err, &death):
		return nil, &layout.Unreadable{Reason: disclosure.ReaderDied, Detail: "读取进程被该文件终止", Err: err}
	case err != nil:
		return nil, fmt.Errorf("%s reader: %w", j.Reader, err)
	}
	var a answer
	if err := gob.NewDecoder(bytes.NewReader(response)).Decode(&a); err != nil {
		return nil, fmt.Errorf("answer of the %s reader: %w", j.Reader, err)
	}
	if a.Reason != "" {
		return nil, &layout.Unreadable{Reason: a.Reason, Detail: a.Detail}
	}
	return &a, nil
}

// LayoutHandler lays out PDFs and pictures in a guarded child.
func LayoutHandler() guard.Handler {
	w := &worker{}
	return func(ctx context.Context, request []byte) ([]byte, error) {
		var j job
		if err := gob.NewDecoder(bytes.NewReader(request)).Decode(&j); err != nil {
			return nil, fmt.Errorf("request: %w", err)
		}
		a, err := w.lay(ctx, j)
		var unreadable *layout.Unreadable
		switch {
		case errors.As(err, &unreadable):
			a = &answer{Reason: unreadable.Reason, Detail: unreadable.Detail}
		case err != nil:
			return nil, err
		}
		var response bytes.Buffer
		if err := gob.NewEncoder(&response).Encode(a); err != nil {
			return nil, fmt.Errorf("response: %w", err)
		}
		return response.Bytes(), nil
	}
}

// worker is the state of a child: the second reader's engine, once it was needed.
type worker struct{ engine *pdfium.Engine }

func (w *worker) lay(ctx context.Context, j job) (*answer, error) {
	switch j.Reader {
	case firstReader:
		file, err := pdf.Read(ctx, j.Body)
		if err != nil {
			return nil, err
		}
		laid := page.Layout(file.Pages, firstReader)
		laid.Meta = file.Meta
		return &answer{
			Layout: laid, Doubtful: file.Undecoded > 0, Layer: file.OCRLayer,
			NoText: file.TextPages == 0, Pictured: pictured(file),
		}, nil
	case secondReader:
		file, err := w.pdfium().Read(ctx, j.Body)
		if err != nil {
			return nil, err
		}
		laid := page.Layout(file.Pages, secondReader)
		laid.Meta = file.Meta
		return &answer{Layout: laid, NoText: file.TextPages == 0}, nil
	case scanReader:
		return w.readShots(ctx, &j)
	case pageDrawer:
		picture, err := w.drawPage(ctx, j.Body, j.Place)
		if err != nil {
			return nil, err
		}
		return &answer{PNG: picture}, nil
	}
	return nil, fmt.Errorf("no reader %q", j.Reader)
}

func (w *worker) pdfium() *pdfium.Engine {
	if w.engine == nil {
		w.engine = pdfium.Open(os.Getenv(cacheVariable))
	}
	return w.engine
}
