// Package sniff tells what kind of file some bytes are, by the bytes alone.
// Names, extensions and Content-Type headers lie too often on the portals to be
// asked: a ".doc" may be a web page, an attachment without extension a PDF.
package sniff

import (
	"archive/zip"
	"bytes"
	"slices"
	"unicode/utf8"
)

// The kinds of files.
const (
	HTML   = "html"
	Text   = "text"
	PDF    = "pdf"
	DOCX   = "docx"
	XLSX   = "xlsx"
	PPTX   = "pptx"
	OLE    = "ole" // .doc, .wps and .xls of old: a compound file
	RTF    = "rtf" // also the XML that Word 2003 wrote: both are read through LibreOffice
	Image  = "image"
	Zip    = "zip"
	Empty  = "empty"
	Binary = "binary"
)

// window is how many bytes are looked at to tell markup from text.
const window = 64 << 10

// magics are the first bytes that settle the kind alone.
var magics = [...]struct{ prefix, kind string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE},
	{"{\\rtf", RTF},
	{"\x89PNG\r\n\x1a\n", Image},
	{"\xff\xd8\xff", Image},
	{"GIF87a", Image},
	{"GIF89a", Image},
	{"BM", Image},
	{"II*\x00", Image},
	{"MM\x00*", Image},
	{"\x1f\x8b", Binary},
	{"Rar!\x1a\x07", Binary},
	{"7z\xbc\xaf\x27\x1c", Binary},
}

// Kind returns the kind of a file from its bytes.
func Kind(body []byte) string {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	start := bytes.TrimLeft(body, " \t\r\n\f\x00")
	if len(start) == 0 {
		return Empty
	}
	// Some servers put a few stray bytes before the header, and readers allow it.
	if bytes.Contains(start[:min(len(start), 1024)], []byte("%PDF-")) && !startsLikeMarkup(start) {
		return PDF
	}
	if bytes.HasPrefix(body, []byte("PK\x03\x04")) {
		return zipKind(body)
	}
	for _, magic := range magics {
		if bytes.HasPrefix(body, []byte(magic.prefix)) {
			// A text may begin with the letters BM; a bitmap has zeros in its header.
			if magic.prefix == "BM" && bytes.IndexByte(body[:min(len(body), 16)], 0) < 0 {
				continue
			}
			return magic.kind
		}
	}
	if bytes.HasPrefix(body, []byte("RIFF")) && len(body) >= 12 && string(body[8:12]) == "WEBP" {
		return Image
	}
	return textKind(start)
}

// startsLikeMarkup reports whether the first visible byte opens a tag, so that a
// page which mentions "%PDF-" early is not taken for one.
func startsLikeMarkup(start []byte) bool { return start[0] == '<' }

// zipKind tells the office formats apart by the names inside. A package that
// cannot be opened is judged by the names that stand in its bytes, so that the
// reader of that format says what is wrong with it.
func zipKind(body []byte) string {
	parts := [...]struct{ part, kind string }{
		{"word/document.xml", DOCX},
		{"xl/workbook.xml", XLSX},
		{"ppt/presentation.xml", PPTX},
	}
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	for _, p := range parts {
		if err != nil {
			if bytes.Contains(body, []byte(p.part)) {
				return p.kind
			}
			continue
		}
		for _, file := range archive.File {
			if file.Name == p.part {
				return p.kind
			}
		}
	}
	if err == nil {
		// Strict and transitional writers may name the main part otherwise; its folder tells.
		for _, file := range archive.File {
			switch name := []byte(file.Name); {
			case bytes.HasPrefix(name, []byte("word/document")):
				return DOCX
			case bytes.HasPrefix(name, []byte("xl/worksheets/")):
				return XLSX
			}
		}
	}
	return Zip
}

// tags are what a page has and a plain text has not, in lower case.
var tags = [...]string{
	"<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<script",
	"<p>", "<p ", "<span", "<br>", "<br/>", "<br />", "<td", "<tr", "<title", "<font",
}

// textKind tells markup, text and everything else apart.
func textKind(start []byte) string {
	head := start[:min(len(start), window)]
	if wide := wideASCII(head); wide != nil {
		head = wide
	} else if !printable(head) {
		return Binary
	}
	// Nearly every page shows a tag at once; only the others are looked at as a whole.
	const glance = 512
	if first := bytes.ToLower(head[:min(len(head), glance)]); !bytes.HasPrefix(first, []byte("<?xml")) && hasTag(first) {
		return HTML
	}
	lower := bytes.ToLower(head)
	// A page that Word saved mentions the same elements, inside of <html>.
	if bytes.HasPrefix(lower, []byte("<?xml")) && !bytes.Contains(lower, []byte("<html")) &&
		(bytes.Contains(lower, []byte("<w:worddocument")) || bytes.Contains(lower, []byte("<pkg:package"))) {
		return RTF
	}
	if hasTag(lower) {
		return HTML
	}
	return Text
}

func hasTag(lower []byte) bool {
	return slices.ContainsFunc(tags[:], func(tag string) bool { return bytes.Contains(lower, []byte(tag)) })
}

// wideASCII returns the ASCII letters of UTF-16 text, or nil where the bytes are
// not UTF-16. It is enough to see tags.
func wideASCII(head []byte) []byte {
	marked := bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	zeros := [2]int{}
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	lopsided := half > 0 && (zeros[0] > half/4 && zeros[1] <= half/50 || zeros[1] > half/4 && zeros[0] <= half/50)
	if !marked && !lopsided {
		return nil
	}
	narrow := make([]byte, 0, len(head))
	for _, b := range head {
		if b != 0 {
			narrow = append(narrow, b)
		}
	}
	return narrow
}

// printable reports whether the bytes look like text in some encoding: no
// control bytes but the usual ones.
func printable(head []byte) bool {
	strange := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b {
			strange++
		}
	}
	return strange*200 <= len(head) || utf8.Valid(head) && strange*20 <= len(head)
}
