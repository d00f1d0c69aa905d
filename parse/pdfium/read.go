package pdfium

import (
	"context"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/page"
)

// File is what a PDF shows.
type File struct {
	Pages []page.Page
	// Meta holds the document's title and properties.
	Meta layout.Meta
	// TextPages counts the pages with at least one character.
	TextPages int
}

// Read reads the characters and ruling lines of every page.
func (e *Engine) Read(ctx context.Context, body []byte) (*File, error) {
	var file File
	err := e.with(ctx, body, func(d *document) error {
		if d.pages > maxPages {
			return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("文件超过 %d 页", maxPages)}
		}
		file.Meta = d.meta()
		for n := range d.pages {
			p, err := d.page(n)
			if err != nil {
				return err
			}
			if len(p.Glyphs) > 0 {
				file.TextPages++
			}
			file.Pages = append(file.Pages, *p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &file, nil
}

// meta reads the document's properties; those that it lacks are left out.
func (d *document) meta() layout.Meta {
	meta := layout.Meta{Fields: map[string]string{}}
	for _, tag := range []string{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"} {
		text, err := d.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: d.ref, Tag: tag})
		if err == nil && text.Value != "" {
			meta.Fields[strings.ToLower(tag)] = text.Value
		}
	}
	meta.Title = layout.TitleIn(meta.Fields["title"])
	return meta
}

// page reads one page. A page that cannot be loaded is an empty one of A4: the
// others may hold all that matters.
func (d *document) page(index int) (*page.Page, error) {
	loaded, err := d.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		if d.ctx.Err() != nil {
			return nil, d.ctx.Err()
		}
		return &page.Page{Width: 595, Height: 842}, nil
	}
	defer func() { _, _ = d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	ref := requests.Page{ByReference: &loaded.Page}
	view, err := d.view(ref)
	if err != nil {
		return nil, damaged(fmt.Sprintf("page %d", index+1), err)
	}
	p := &page.Page{Width: view.width, Height: view.height}
	if err := d.glyphs(ref, view, p); err != nil {
		return nil, err
	}
	if err := d.drawings(ref, view, p); err != nil {
		return nil, err
	}
	return p, nil
}

// view maps the page's user space to the page as displayed.
type view struct {
	left, bottom, right, top float64
	// turns is the page's rotation in quarter turns clockwise.
	turns         int
	width, height float64
}

func (d *document) view(ref requests.Page) (view, error) {
	box, err := d.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: ref})
	if err != nil {
		return view{}, err
	}
	turned, err := d.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: ref})
	if err != nil {
		return view{}, err
	}
	v := view{
		left: float64(box.Rect.Left), bottom: float64(box.Rect.Bottom), right: float64(box.Rect.Right), top: float64(box.Rect.Top),
		turns: int(turned.PageRotation) & 3,
	}
	v.width, v.height = v.right-v.left, v.top-v.bottom
	if v.turns%2 == 1 {
		v.width, v.height = v.height, v.width
	}
	return v, nil
}

// point maps a point of user space to the displayed page.
func (v view) point(x, y float64) (float64, float64) {
	switch v.turns {
	case 1:
		return y - v.bottom, x - v.left
	case 2:
		return v.right - x, y - v.bottom
	case 3:
		return v.top - y, v.right - x
	}
	return x - v.left, v.top - y
}

// box maps a rectangle given by two corners.
func (v view) box(x0, y0, x1, y1 float64) disclosure.Box {
	ax, ay := v.point(x0, y0)
	bx, by := v.point(x1, y1)
	return disclosure.Box{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
}

// glyphs reads the characters. PDFium leaves out a character that a file draws on
// its own and whose font, not in the file, it finds no outline for: its box is
// empty. That befalls Chinese characters, not digits, and cannot be told from a
// space.
func (d *document) glyphs(ref requests.Page, v view, p *page.Page) error {
	text, err := d.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: ref})
	if err != nil {
		return d.unless(err)
	}
	defer func() { _, _ = d.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	counted, err := d.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return d.unless(err)
	}
	if err := d.count(counted.Count); err != nil {
		return err
	}
	p.Glyphs = make([]page.Glyph, 0, counted.Count)
	var high rune
	for i := range counted.Count {
		unit, err := d.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text.TextPage, Index: i})
		if err != nil {
			return d.unless(err)
		}
		char := rune(unit.Unicode)
		if utf16.IsSurrogate(char) && high == 0 {
			high = char
			continue
		}
		if high != 0 {
			char, high = utf16.DecodeRune(high, char), 0
		}
		if char <= ' ' {
			continue // spaces are gaps, and PDFium makes up its own
		}
		g, err := d.glyph(text.TextPage, i, char, v)
		if err != nil {
			return d.unless(err)
		}
		if g != nil {
			p.Glyphs = append(p.Glyphs, *g)
		}
	}
	return nil
}

// glyph reads where a character stands; nil where it stands nowhere.
func (d *document) glyph(text references.FPDF_TEXTPAGE, i int, char rune, v view) (*page.Glyph, error) {
	generated, err := d.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i})
	if err != nil || generated.IsGenerated {
		return nil, d.unless(err)
	}
	loose, err := d.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
	if err != nil {
		return nil, d.unless(err)
	}
	angle, err := d.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: text, Index: i})
	if err != nil {
		return nil, d.unless(err)
	}
	r := loose.Rect
	g := &page.Glyph{
		Text:       string(char),
		Box:        v.box(float64(r.Left), float64(r.Bottom), float64(r.Right), float64(r.Top)),
		Direction:  direction(float64(angle.CharAngle), v.turns),
		Confidence: 1,
	}
	g.Size = g.Box[3] - g.Box[1]
	if g.Direction%2 == 1 {
		g.Size = g.Box[2] - g.Box[0]
	}
	return g, nil
}

// direction turns an angle in user space, counter-clockwise in radians, and the
// page's quarter turns into quarter turns clockwise on the displayed page.
func direction(angle float64, turns int) uint8 {
	quarters := int(math.Round(angle / (math.Pi / 2)))
	return uint8(((turns-quarters)%4 + 4) % 4)
}

// unless returns the context's error if that is why a call failed, and nil
// where PDFium just has no answer.
func (d *document) unless(error) error { return d.ctx.Err() }

// drawings reads the ruling lines and pictures.
func (d *document) drawings(ref requests.Page, v view, p *page.Page) error {
	counted, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: ref})
	if err != nil {
		return d.unless(err)
	}
	if err := d.count(counted.Count); err != nil {
		return err
	}
	for i := range counted.Count {
		object, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: i})
		if err != nil {
			if d.ctx.Err() != nil {
				return d.ctx.Err()
			}
			continue
		}
		if err := d.drawing(object.PageObject, identity, v, p, 0); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) drawing(object references.FPDF_PAGEOBJECT, outer matrix, v view, p *page.Page, depth int) error {
	kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object})
	if err != nil {
		return d.unless(err)
	}
	if kind.Type != enums.FPDF_PAGEOBJ_PATH && kind.Type != enums.FPDF_PAGEOBJ_IMAGE && kind.Type != enums.FPDF_PAGEOBJ_FORM {
		return nil
	}
	own, err := d.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: object})
	if err != nil {
		return d.unless(err)
	}
	m := matrix{float64(own.Matrix.A), float64(own.Matrix.B), float64(own.Matrix.C), float64(own.Matrix.D), float64(own.Matrix.E), float64(own.Matrix.F)}.then(outer)
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_PATH:
		return d.path(object, m, v, p)
	case enums.FPDF_PAGEOBJ_IMAGE:
		box := imageBox(m, v)
		if rule, thin := thinRule(box); thin {
			p.Rules = append(p.Rules, rule)
			return nil
		}
		p.Pictures = append(p.Pictures, box)
		return nil
	}
	return d.form(object, m, v, p, depth)
}

func (d *document) form(object references.FPDF_PAGEOBJECT, m matrix, v view, p *page.Page, depth int) error {
	if depth == maxFormDepth {
		return nil
	}
	counted, err := d.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: object})
	if err != nil {
		return d.unless(err)
	}
	if err := d.count(counted.Count); err != nil {
		return err
	}
	for i := range counted.Count {
		inner, err := d.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: object, Index: uint64(i)})
		if err != nil {
			if d.ctx.Err() != nil {
				return d.ctx.Err()
			}
			continue
		}
		if err := d.drawing(inner.PageObject, m, v, p, depth+1); err != nil {
			return err
		}
	}
	return nil
}
