package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"gongkai/crawl"
	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse"
	"gongkai/parse/layout"
	"gongkai/warehouse"
	"gongkai/web"
)

// originals finds the documents behind the reports of a data directory: in the
// archive what was crawled, where it lay what was loaded from a file.
type originals struct {
	data   string
	reader *parse.Reader
}

func (o *originals) find(ctx context.Context, report *warehouse.ReportRow) (web.Original, error) {
	var document *disclosure.Document
	var err error
	if report.URL != "" {
		document, err = o.archived(ctx, report)
	} else {
		document, err = openDocument(report.File)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && document.SHA256 != report.SHA256:
		return nil, web.ErrNoOriginal
	case err != nil:
		return nil, err
	}
	return &original{o.reader, document}, nil
}

// archived gives a document back from the archive. An archive that is not there is
// not made.
func (o *originals) archived(ctx context.Context, report *warehouse.ReportRow) (*disclosure.Document, error) {
	if _, err := os.Stat(filepath.Join(o.data, "archive")); err != nil {
		return nil, err
	}
	store, err := crawl.OpenStore(o.data)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	candidate, found, err := store.Document(ctx, report.URL, report.SHA256)
	if err == nil && !found {
		err = web.ErrNoOriginal
	}
	return &candidate.Document, err
}

// original is one document, laid out or drawn when it is asked for.
type original struct {
	reader   *parse.Reader
	document *disclosure.Document
}

func (o *original) Pages() bool { return kind.Of(o.document.Body) == kind.PDF }

func (o *original) Picture(ctx context.Context, cell *warehouse.CellRow) ([]byte, error) {
	if cell.Box == nil {
		return nil, web.ErrNoOriginal
	}
	picture, err := o.reader.Picture(ctx, o.document, disclosure.Place{Page: cell.Page, Box: *cell.Box})
	return picture, orNoOriginal(err)
}

func (o *original) Table(ctx context.Context, cell *warehouse.CellRow) ([][]web.OriginalCell, error) {
	if cell.Reader == "ocr" {
		return nil, web.ErrNoOriginal // what was seen there took seconds; the picture shows it
	}
	laid, err := o.reader.Layout(ctx, o.document)
	if err != nil {
		return nil, orNoOriginal(err)
	}
	for i := range laid.Blocks {
		if grid := laid.Blocks[i].Grid; grid != nil {
			if rows, found := tableAround(grid, cell); found {
				return rows, nil
			}
		}
	}
	return nil, web.ErrNoOriginal
}

// mostRowsShown bounds the table that is shown around a cell.
const mostRowsShown = 200

// tableAround writes a grid row by row where the cell stands in it.
func tableAround(grid *layout.Grid, asked *warehouse.CellRow) (rows [][]web.OriginalCell, found bool) {
	at := grid.At()
	at = at[:min(len(at), mostRowsShown)]
	rows = make([][]web.OriginalCell, len(at))
	for r := range at {
		for c, index := range at[r] {
			if index < 0 {
				rows[r] = append(rows[r], web.OriginalCell{})
				continue
			}
			cell := &grid.Cells[index]
			if cell.Row != r || cell.Column != c {
				continue // covered by a cell that began above or before
			}
			marked := samePlace(cell.Place, asked)
			found = found || marked
			rows[r] = append(rows[r], web.OriginalCell{
				Text: cell.Text, RowSpan: min(cell.RowSpan, len(at)-r), ColumnSpan: cell.ColumnSpan, Marked: marked,
			})
		}
	}
	return rows, found
}

// samePlace reports whether a cell of a layout is the one that was read: by its
// path, or by its box on its page.
func samePlace(place disclosure.Place, asked *warehouse.CellRow) bool {
	if place.Path != asked.Path || place.Page != asked.Page || (asked.Path == "" && asked.Box == nil) {
		return false
	}
	return asked.Box == nil || place.Box == *asked.Box
}

// orNoOriginal says of a document that has no such view that it has none.
func orNoOriginal(err error) error {
	var unreadable *layout.Unreadable
	if errors.As(err, &unreadable) {
		return web.ErrNoOriginal
	}
	return err
}
