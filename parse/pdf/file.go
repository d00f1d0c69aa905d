// Package pdf reads the pages of a PDF: which character stands where, and which
// lines are drawn.
//
// No number of the file's own structure is believed: its objects are found by
// scanning the bytes (inventory.go), so that damaged and crafted files cost no more
// than their length. Objects are looked into only where something is asked of them
// (value.go). Streams, content, fonts and character maps are read by this package
// alone, within the limits of limits.go.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	// Glyphs counts the characters, Undecoded those of them whose fonts do not say
	// what they mean; the text of these is U+FFFD.
	Glyphs, Undecoded int
	// OCRLayer is true where the text lies invisibly over pictures of pages.
	OCRLayer bool
}

// Read reads a PDF. The error, where it is the document's fault, is a
// *layout.Unreadable.
func Read(ctx context.Context, body []byte) (*File, error) {
	file, err := readFile(ctx, body)
	var known *layout.Unreadable
	switch {
	case err == nil:
		return file, nil
	case errors.As(err, &known) || errors.Is(err, context.Canceled):
		return nil, err
	case errors.Is(err, context.DeadlineExceeded):
		return nil, unreadable(disclosure.TimedOut, "读取 PDF 超时", err)
	}
	return nil, damaged("%w", err)
}

func readFile(ctx context.Context, body []byte) (*File, error) {
	inv, err := takeInventory(body)
	if err != nil {
		return nil, fmt.Errorf("inventory: %w", err)
	}
	r := &reader{
		ctx:   ctx,
		inv:   inv,
		file:  &File{},
		fonts: map[reference]*font{},
		forms: map[reference]*form{},

		missing: newUnknownFont(),
		content: make([]byte, 0, 32<<10),
	}
	r.interpreter.reader = r
	r.interpreter.layers = readLayers(inv.trailer.key("Root").key("OCProperties"))
	if err := r.readPages(inv.trailer.key("Root").key("Pages")); err != nil {
		return nil, err
	}
	r.file.Meta = readMeta(inv.trailer.key("Info"))
	return r.file, nil
}

// reader reads one document.
type reader struct {
	ctx  context.Context
	inv  *inventory
	file *File
	// What was read once is kept by object number.
	fonts map[reference]*font
	forms map[reference]*form
	// missing stands for a font that a page does not have.
	missing *font

	interpreter interpreter
	// content is the room for the content of a page.
	content []byte

	// What has been spent of the limits.
	operators, drawn, glyphs, rules, pictures, treeNodes int
}

// inherited is what a page takes from the nodes of the tree above it.
type inherited struct {
	resources        value
	mediaBox, crop   [4]float64
	hasMedia, hasCut bool
	rotate           int
}

func (r *reader) readPages(root value) error {
	if !root.isDictionary() {
		return damaged("the page tree is missing")
	}
	if err := r.walk(root, inherited{}, 0); err != nil {
		return err
	}
	if len(r.file.Pages) == 0 {
		return unreadable(disclosure.Empty, "PDF 文件没有页面", errors.New("the page tree holds no page"))
	}
	return nil
}

// walk reads the pages below a node of the tree, in order.
func (r *reader) walk(node value, above inherited, depth int) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if depth > maxNesting {
		return damaged("page tree deeper than %d", maxNesting)
	}
	if r.treeNodes++; r.treeNodes > maxTreeNodes {
		return tooLarge("nodes of the page tree", maxTreeNodes)
	}
	own := above
	if v := node.key("Resources"); v.isDictionary() {
		own.resources = v
	}
	if box, ok := rectangle(node.key("MediaBox")); ok {
		own.mediaBox, own.hasMedia = box, true
	}
	if box, ok := rectangle(node.key("CropBox")); ok {
		own.crop, own.hasCut = box, true
	}
	if turn, ok := node.key("Rotate").integer(); ok {
		own.rotate = turn
	}
	kids := node.key("Kids")
	if !kids.isArray() {
		if node.key("Type").isName("Pages") {
			return nil
		}
		return r.readPage(node, own)
	}
	for c := kids.elements(); c.more(); {
		kid := c.next().resolve()
		if !kid.isDictionary() {
			return damaged("a page of the tree is missing")
		}
		if err := r.walk(kid, own, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func rectangle(v value) (box [4]float64, ok bool) {
	if !v.numbers(box[:]) {
		return box, false
	}
	box[0], box[2] = min(box[0], box[2]), max(box[0], box[2])
	box[1], box[3] = min(box[1], box[3]), max(box[1], box[3])
	return box, box[2]-box[0] >= 1 && box[3]-box[1] >= 1 && box[2]-box[0] < 1e5 && box[3]-box[1] < 1e5
}

// readPage interprets one page and keeps what it shows.
func (r *reader) readPage(node value, own inherited) error {
	if len(r.file.Pages) >= maxPages {
		return tooLarge("pages", maxPages)
	}
	view := [4]float64{0, 0, 595, 842}
	if own.hasMedia {
		view = own.mediaBox
	}
	if own.hasCut {
		cut := [4]float64{max(view[0], own.crop[0]), max(view[1], own.crop[1]), min(view[2], own.crop[2]), min(view[3], own.crop[3])}
		if cut[2]-cut[0] >= 1 && cut[3]-cut[1] >= 1 {
			view = cut
		}
	}
	base, width, height := displayed(view, own.rotate)
	shown, err := r.interpreter.draw(node, own.resources, base, width, height)
	if err != nil {
		return fmt.Errorf("page %d: %w", len(r.file.Pages)+1, err)
	}
	r.file.Pages = append(r.file.Pages, shown)
	if len(shown.Glyphs) > 0 {
		r.file.TextPages++
	}
	r.file.Glyphs += len(shown.Glyphs)
	return nil
}

// displayed returns the map from the page's own coordinates to the page as
// displayed, and its size.
func displayed(view [4]float64, rotate int) (base matrix, width, height float64) {
	w, h := view[2]-view[0], view[3]-view[1]
	switch ((rotate/90)%4 + 4) % 4 {
	case 1:
		return matrix{0, 1, 1, 0, -view[1], -view[0]}, h, w
	case 2:
		return matrix{-1, 0, 0, 1, view[2], -view[1]}, w, h
	case 3:
		return matrix{0, -1, -1, 0, view[3], view[2]}, h, w
	}
	return matrix{1, 0, 0, -1, -view[0], view[3]}, w, h
}

// contents joins the content streams of a page. They are valid until the next page.
func (r *reader) contents(node value) ([]byte, error) {
	all := r.content[:0]
	entry := node.entry("Contents")
	if ref, ok := entry.reference(); ok && r.inv.findStream(ref.number) != nil {
		all, err := r.stream(all, ref)
		if err == nil {
			r.content = all
		}
		return all, err
	}
	list := entry.resolve()
	if !list.isArray() && !list.isNull() {
		return nil, damaged("contents are neither a stream nor an array")
	}
	for c := list.elements(); c.more(); {
		ref, _ := c.next().reference()
		data, err := r.stream(all, ref)
		if err != nil {
			return nil, err
		}
		all = append(data, '\n')
	}
	r.content = all
	return all, nil
}

// stream appends the decoded bytes of a stream to out.
func (r *reader) stream(out []byte, ref reference) ([]byte, error) {
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	o := r.inv.findStream(ref.number)
	if o == nil {
		return nil, damaged("stream %d is missing", ref.number)
	}
	data, err := r.inv.decode(out, o)
	if err != nil {
		return nil, fmt.Errorf("stream %d: %w", ref.number, err)
	}
	return data, nil
}

// readMeta reads the document's properties.
func readMeta(info value) (meta layout.Meta) {
	meta.Fields = map[string]string{}
	for _, key := range [...]string{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"} {
		text := strings.TrimSpace(strings.ToValidUTF8(info.key(key).text(), ""))
		if text == "" || len(text) > 2000 {
			continue
		}
		meta.Fields[strings.ToLower(key)] = text
		if key == "Title" {
			meta.Title = layout.TitleIn(text)
		}
	}
	return meta
}
