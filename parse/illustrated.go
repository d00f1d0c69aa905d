package parse

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/url"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse/form"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
	"gongkai/parse/picture"
)

// smallestPage is the width and height, in pixels, below which a picture in a
// document is no page and no table.
const smallestPage = 200

// illustration is a picture in a document that may be a page or a table.
type illustration struct {
	// block is that of the layout where it stands, -1 where none is known.
	block int
	body  []byte
}

// readLaid matches a layout to the forms. Where that leaves cells unread and
// pictures stand among the words, these are read as pages of the document, each in
// its place: a report that was scanned and put on a page or into a Word file, or
// one whose tables are pictures.
func (r *Reader) readLaid(ctx context.Context, fileKind string, document *disclosure.Document, laid *layout.Document) ([]disclosure.Report, error) {
	reports := form.Match(laid, document, r.register)
	if complete(reports) || !wantsPictures(fileKind, document, reports) {
		return reports, nil
	}
	found := illustrations(fileKind, document, laid)
	if len(found) == 0 {
		return reports, nil
	}
	bodies := make([][]byte, len(found))
	for i := range found {
		bodies[i] = found[i].body
	}
	a, err := r.ask(ctx, job{Reader: scanReader, Pictures: bodies})
	var unreadable *layout.Unreadable
	switch {
	case errors.As(err, &unreadable):
		for i := range reports {
			if reports[i].Cells == nil {
				reports[i].Reason, reports[i].Detail = unreadable.Reason, "报告在图片中："+unreadable.Detail
			}
		}
		return reports, nil
	case err != nil:
		return nil, err
	}
	seen := form.Match(illustrated(laid, found, a.Layout), document, r.register)
	if better(seen) > better(reports) {
		return seen, nil
	}
	return reports, nil
}

// wantsPictures reports whether the pictures of a document may hold what its words
// lack: those that the crawler fetched for it, those of a file that was made to be a
// report, and those of a page that promises one.
func wantsPictures(fileKind string, document *disclosure.Document, reports []disclosure.Report) bool {
	if len(document.Pictures) > 0 || fileKind == kind.DOCX {
		return true
	}
	for i := range reports {
		if reports[i].Status != disclosure.Rejected || reports[i].Reason == disclosure.TableAsImage {
			return true
		}
	}
	return false
}

// illustrations returns the pictures that can be had: of a page those that came
// with it or stand in its own text, of a Word file those in its package.
func illustrations(fileKind string, document *disclosure.Document, laid *layout.Document) []illustration {
	var found []illustration
	add := func(block int, body []byte) {
		width, height, ok := picture.Size(body)
		if ok && min(width, height) >= smallestPage && len(found) < maxScanned {
			found = append(found, illustration{block, body})
		}
	}
	var inside *ooxml.Package
	if fileKind == kind.DOCX {
		pkg, err := ooxml.Open(document.Body)
		if err != nil {
			return nil
		}
		inside = pkg
	}
	placed := make([]bool, len(document.Pictures))
	for n := range laid.Blocks {
		b := &laid.Blocks[n]
		switch {
		case b.Kind != layout.Image || b.Chrome:
		case inside != nil:
			if body, err := partOf(inside, b.Address); err == nil {
				add(n, body)
			}
		case strings.HasPrefix(b.Address, "data:"):
			if body, ok := embedded(b.Address); ok {
				add(n, body)
			}
		default:
			address := absolute(document.URL, b.Address)
			for i := range document.Pictures {
				if !placed[i] && document.Pictures[i].URL == address {
					placed[i] = true
					add(n, document.Pictures[i].Body)
					break
				}
			}
		}
	}
	for i := range document.Pictures {
		if !placed[i] {
			add(-1, document.Pictures[i].Body)
		}
	}
	return found
}

// drawable returns the PDF or picture that a page of a document stands in, and which
// of its pages it is there. What lies alone in an archive stands for it.
func (r *Reader) drawable(ctx context.Context, document *disclosure.Document, page int) ([]byte, int, error) {
	none := &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "只有 PDF 和图片有可画出的页面"}
	if page < 1 {
		return nil, 0, none
	}
	fileKind := kind.Of(document.Body)
	if fileKind == kind.Zip {
		members, err := unpack(document)
		if err != nil {
			return nil, 0, err
		}
		if len(members) > 1 || members[0].kind == kind.Zip {
			return nil, 0, none
		}
		return r.drawable(ctx, members[0].document, page)
	}
	if fileKind == kind.PDF || fileKind == kind.Image {
		return document.Body, page, nil
	}
	document, fileKind, err := converted(ctx, document, fileKind)
	if err != nil {
		return nil, 0, err
	}
	laid, err := r.layOut(ctx, fileKind, document)
	if err != nil {
		return nil, 0, err
	}
	found := illustrations(fileKind, document, laid)
	if page > len(found) {
		return nil, 0, none
	}
	return found[page-1].body, 1, nil
}

func partOf(pkg *ooxml.Package, name string) ([]byte, error) {
	part, err := pkg.Open(name)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	return io.ReadAll(part)
}

// embedded returns the picture that an address holds itself ("data:…;base64,…").
func embedded(address string) ([]byte, bool) {
	head, data, found := strings.Cut(address, ",")
	if !found || !strings.HasSuffix(head, ";base64") {
		return nil, false
	}
	body, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	return body, err == nil
}

func absolute(base, address string) string {
	from, err := url.Parse(base)
	if err != nil {
		return address
	}
	target, err := from.Parse(address)
	if err != nil {
		return address
	}
	return target.String()
}

// illustrated puts what was read from pictures where they stood, a page of the
// reading each; what has no place of its own stands where the first picture of
// unknown content does, or behind everything.
func illustrated(laid *layout.Document, found []illustration, read *layout.Document) *layout.Document {
	pages := make([][]layout.Block, len(found))
	for _, b := range read.Blocks {
		n := min(max(b.Place.Page, 1), len(found)) - 1
		pages[n] = append(pages[n], b)
	}
	at := map[int][]layout.Block{}
	var loose []layout.Block
	for i, f := range found {
		if f.block >= 0 {
			at[f.block] = pages[i]
		} else {
			loose = append(loose, pages[i]...)
		}
	}
	joined := *laid
	joined.Blocks = nil
	joined.Pages, joined.Scanned = read.Pages, true
	for n, b := range laid.Blocks {
		switch blocks, placed := at[n]; {
		case placed:
			joined.Blocks = append(joined.Blocks, blocks...)
			continue
		case !b.Chrome && b.Kind == layout.Image:
			joined.Blocks = append(joined.Blocks, loose...)
			loose = nil
		}
		joined.Blocks = append(joined.Blocks, b)
	}
	joined.Blocks = append(joined.Blocks, loose...)
	return &joined
}
