// Package pdf reads the pages of a PDF: which character stands where, and which
// lines are drawn.
//
// The object layer is github.com/ledongthuc/pdf. It reads only tidy files, dies
// of crafted ones and forgets what it has read, so every file is tidied first:
// its objects are found by scanning the bytes, object streams unpacked,
// encryption without a password undone, and a plain cross-reference table
// written. Content streams, fonts and character maps are read by this package.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ledongthuc/pdf"

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
func Read(ctx context.Context, body []byte) (file *File, err error) {
	defer func() {
		// The object layer panics on malformed objects.
		if fault := recover(); fault != nil {
			file, err = nil, damaged("%v", fault)
		}
		var known *layout.Unreadable
		switch {
		case err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled):
		case errors.Is(err, context.DeadlineExceeded):
			err = unreadable(disclosure.TimedOut, "读取 PDF 超时", err)
		default:
			err = damaged("%w", err)
		}
	}()
	inv, tidied, err := tidy(body)
	if err != nil {
		return nil, fmt.Errorf("tidy: %w", err)
	}
	objects, err := pdf.NewReader(tidied, int64(tidied.size()))
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	r := &reader{
		ctx:   ctx,
		inv:   inv,
		file:  &File{},
		fonts: map[reference]*font{},
		forms: map[reference]*form{},
	}
	if err := r.readPages(objects.Trailer().Key("Root").Key("Pages")); err != nil {
		return nil, err
	}
	r.file.Meta = readMeta(objects.Trailer())
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

	// What has been spent of the limits.
	operators, drawn, glyphs, rules, pictures, treeNodes int
}

// inherited is what a page takes from the nodes of the tree above it.
type inherited struct {
	resources        pdf.Value
	mediaBox, crop   [4]float64
	hasMedia, hasCut bool
	rotate           int64
}

func (r *reader) readPages(root pdf.Value) error {
	if root.Kind() != pdf.Dict {
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
func (r *reader) walk(node pdf.Value, above inherited, depth int) error {
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
	if v := node.Key("Resources"); v.Kind() == pdf.Dict {
		own.resources = v
	}
	if box, ok := rectangle(node.Key("MediaBox")); ok {
		own.mediaBox, own.hasMedia = box, true
	}
	if box, ok := rectangle(node.Key("CropBox")); ok {
		own.crop, own.hasCut = box, true
	}
	if v := node.Key("Rotate"); v.Kind() == pdf.Integer {
		own.rotate = v.Int64()
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Key("Type").Name() == "Pages" {
			return nil
		}
		return r.readPage(node, own)
	}
	for i := range kids.Len() {
		kid := kids.Index(i)
		if kid.Kind() != pdf.Dict {
			return damaged("a page of the tree is missing")
		}
		if err := r.walk(kid, own, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func rectangle(v pdf.Value) (box [4]float64, ok bool) {
	if v.Len() != 4 {
		return box, false
	}
	for i := range box {
		box[i] = v.Index(i).Float64()
	}
	box[0], box[2] = min(box[0], box[2]), max(box[0], box[2])
	box[1], box[3] = min(box[1], box[3]), max(box[1], box[3])
	return box, box[2]-box[0] >= 1 && box[3]-box[1] >= 1 && box[2]-box[0] < 1e5 && box[3]-box[1] < 1e5
}

// readPage interprets one page and keeps what it shows.
func (r *reader) readPage(node pdf.Value, own inherited) error {
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
	shown := page.Page{Width: width, Height: height}
	content, err := r.contents(node)
	if err != nil {
		return fmt.Errorf("page %d: %w", len(r.file.Pages)+1, err)
	}
	in := &interpreter{reader: r, page: &shown}
	in.base, in.state = base, newState(base)
	if err := in.run(content, r.newResources(own.resources), 0); err != nil {
		return fmt.Errorf("page %d: %w", len(r.file.Pages)+1, err)
	}
	if err := in.annotations(node.Key("Annots")); err != nil {
		return fmt.Errorf("page %d: %w", len(r.file.Pages)+1, err)
	}
	in.settleHidden()
	r.file.Pages = append(r.file.Pages, shown)
	if len(shown.Glyphs) > 0 {
		r.file.TextPages++
	}
	r.file.Glyphs += len(shown.Glyphs)
	for i := range shown.Glyphs {
		if undecoded(shown.Glyphs[i].Text) {
			r.file.Undecoded++
		}
	}
	return nil
}

// displayed returns the map from the page's own coordinates to the page as
// displayed, and its size.
func displayed(view [4]float64, rotate int64) (base matrix, width, height float64) {
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

// contents joins the content streams of a page.
func (r *reader) contents(node pdf.Value) ([]byte, error) {
	if ref, ok := references(node)["Contents"]; ok {
		if object := r.inv.objects[ref.number]; object != nil && object.stream != nil {
			return r.stream(ref)
		}
	}
	v := node.Key("Contents")
	if v.Kind() != pdf.Array && v.Kind() != pdf.Null {
		return nil, damaged("contents are of kind %d", v.Kind())
	}
	var all []byte
	for _, ref := range listed(v) {
		data, err := r.stream(ref)
		if err != nil {
			return nil, err
		}
		all = append(append(all, data...), '\n')
	}
	return all, nil
}

// stream returns the decoded bytes of a stream. They are taken from the
// inventory: the object layer knows few filters, and sets up its tables anew for
// each stream.
func (r *reader) stream(ref reference) ([]byte, error) {
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	object := r.inv.objects[ref.number]
	if object == nil || object.stream == nil {
		return nil, damaged("stream %d is missing", ref.number)
	}
	data, err := r.inv.decode(object)
	if err != nil {
		return nil, fmt.Errorf("stream %d: %w", ref.number, err)
	}
	return data, nil
}

// references returns which objects the entries of a dictionary refer to. The
// object layer tells that only in its textual form of the dictionary, which
// lists the keys in order, quotes strings, and writes names without escapes.
func references(v pdf.Value) map[string]reference {
	found := map[string]reference{}
	text := v.String()
	depth, at := 0, 0
	for _, key := range v.Keys() {
		name := "/" + key + " "
		for at < len(text) && (depth != 1 || !strings.HasPrefix(text[at:], name)) {
			switch c := text[at]; {
			case c == '"':
				at = endOfQuote(text, at)
			case c == '[' || strings.HasPrefix(text[at:], "<<"):
				depth++
			case c == ']' || strings.HasPrefix(text[at:], ">>"):
				depth--
			}
			if at < len(text) && (text[at] == '<' || text[at] == '>') {
				at++
			}
			at++
		}
		if at >= len(text) {
			return found
		}
		at += len(name)
		if ref, ok := leadingReference(text[at:min(at+24, len(text))]); ok {
			found[key] = ref
		}
	}
	return found
}

// endOfQuote returns where the string that begins at a quotation mark ends.
func endOfQuote(text string, at int) int {
	for at++; at < len(text) && text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at
}

// leadingReference reads "12 0 R" at the start of a text.
func leadingReference(text string) (reference, bool) {
	lex := &lexer{data: []byte(text)}
	if lex.next() != tokenNumber || !lex.integer || lex.number < 1 || lex.number > maxObjects {
		return reference{}, false
	}
	ref := reference{number: int(lex.number)}
	if lex.next() != tokenNumber {
		return reference{}, false
	}
	ref.generation = int(lex.number)
	return ref, lex.next() == tokenWord && string(lex.text) == "R"
}

// listed returns which objects the elements of an array refer to.
func listed(v pdf.Value) []reference {
	var all []reference
	text := strings.Trim(v.String(), "[]")
	for words := strings.Fields(text); len(words) >= 3; words = words[3:] {
		ref, ok := leadingReference(strings.Join(words[:3], " "))
		if !ok {
			return append(all, reference{}) // something else: no stream
		}
		all = append(all, ref)
	}
	return all
}

// readMeta reads the document's properties; none of them is needed, so what the
// object layer cannot read is left out.
func readMeta(trailer pdf.Value) (meta layout.Meta) {
	defer func() { _ = recover() }()
	meta.Fields = map[string]string{}
	info := trailer.Key("Info")
	for _, key := range [...]string{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"} {
		text := strings.TrimSpace(strings.ToValidUTF8(info.Key(key).Text(), ""))
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
