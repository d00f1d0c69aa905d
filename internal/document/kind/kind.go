// Package kind tells what kind of file some bytes are, by the bytes alone.
// Names, extensions and Content-Type headers lie too often on the portals to be
// asked: a ".doc" may be a web page, an attachment without extension a PDF.
package kind

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// The kinds of files.
const (
	HTML  = "html"
	MHT   = "mht" // a page saved as one message with its pictures
	Text  = "text"
	PDF   = "pdf"
	DOCX  = "docx"
	XLSX  = "xlsx"
	PPTX  = "pptx"
	ODT   = "odt"
	ODS   = "ods"
	OFD   = "ofd"
	DOC   = "doc" // a compound file with a text as Word 97 keeps it: .doc, .wps
	XLS   = "xls" // a workbook as Excel kept it before 2007: .xls, .et
	OLE   = "ole" // another compound file: Works, presentations, what WPS wrote before it wrote Word's format
	RTF   = "rtf"
	FODT  = "fodt"    // a text of OpenDocument in one XML file
	FODS  = "fods"    // a workbook of OpenDocument in one XML file
	WordX = "wordml"  // the XML that Word 2003 wrote, and a .docx in one XML file
	ExcX  = "excelml" // the XML that Excel 2003 wrote
	Image = "image"
	Zip   = "zip"
	Rar   = "rar"
	Seven = "7z"
	Gzip  = "gzip"
	// Sealed is a document of Word or Excel under a password.
	Sealed = "sealed"
	Empty  = "empty"
	Binary = "binary"
)

// window is how many bytes are looked at to tell markup from text.
const window = 64 << 10

// magics are the first bytes that settle the kind alone.
var magics = [...]struct{ prefix, kind string }{
	{compoundMark, OLE},
	{"{\\rtf", RTF},
	{"\x89PNG\r\n\x1a\n", Image},
	{"\xff\xd8\xff", Image},
	{"GIF87a", Image},
	{"GIF89a", Image},
	{"BM", Image},
	{"II*\x00", Image},
	{"MM\x00*", Image},
	{"\x1f\x8b", Gzip},
	{"Rar!\x1a\x07", Rar},
	{"7z\xbc\xaf\x27\x1c", Seven},
	{"\x09\x08", XLS}, // a workbook of Excel 5 that stands in no compound file
	{"\x09\x04\x06\x00", XLS},
	{"\x09\x02\x06\x00", XLS},
}

// Of returns the kind of a file from its bytes.
func Of(body []byte) string {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	start := bytes.TrimLeft(body, " \t\r\n\f\x00")
	if len(start) == 0 {
		return Empty
	}
	// Some servers put a few stray bytes before the header, and readers allow it.
	if bytes.Contains(start[:min(len(start), 1024)], []byte("%PDF-")) && !startsLikeMarkup(start) {
		return PDF
	}
	if bytes.HasPrefix(body, []byte("PK\x03\x04")) || bytes.HasPrefix(body, []byte("PK\x05\x06")) {
		return zipKind(body)
	}
	for _, magic := range magics {
		if bytes.HasPrefix(body, []byte(magic.prefix)) {
			// A text may begin with the letters BM or a tab; what is meant has zeros in its header.
			if len(magic.prefix) == 2 && magic.kind != Gzip && bytes.IndexByte(body[:min(len(body), 16)], 0) < 0 {
				continue
			}
			if magic.kind == OLE {
				return compoundKind(body)
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

// tags are what a page has and a plain text has not, in lower case.
var tags = [...]string{
	"<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<script",
	"<p>", "<p ", "<span", "<br>", "<br/>", "<br />", "<td", "<tr", "<title", "<font",
}

// roots are what tells the XML files of office programs, in lower case.
var roots = [...]struct{ mark, kind string }{
	{"<w:worddocument", WordX},
	{"<pkg:package", WordX},
	{`progid="word.document"`, WordX},
	{`progid="excel.sheet"`, ExcX},
	{`"urn:schemas-microsoft-com:office:spreadsheet"`, ExcX},
	{`office:mimetype="application/vnd.oasis.opendocument.text"`, FODT},
	{`office:mimetype="application/vnd.oasis.opendocument.spreadsheet"`, FODS},
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
	if first := bytes.ToLower(head[:min(len(head), glance)]); !bytes.HasPrefix(first, []byte("<?xml")) && hasTag(first) && (first[0] == '<' || !isMessage(first)) {
		return HTML
	}
	lower := bytes.ToLower(head)
	// A page that Word saved mentions the same elements, inside of <html>.
	if bytes.HasPrefix(lower, []byte("<")) && !bytes.Contains(lower, []byte("<html")) {
		for _, root := range roots {
			if bytes.Contains(lower, []byte(root.mark)) {
				return root.kind
			}
		}
	}
	switch {
	case isMessage(lower):
		return MHT
	case hasTag(lower):
		return HTML
	}
	return Text
}

func hasTag(lower []byte) bool {
	return slices.ContainsFunc(tags[:], func(tag string) bool { return bytes.Contains(lower, []byte(tag)) })
}

// isMessage reports whether the head of a file is that of a message of many
// parts, as which browsers and Word save a page. Its parts may be encoded, so that
// no tag can be seen.
func isMessage(lower []byte) bool {
	const headers = 4 << 10
	head := lower[:min(len(lower), headers)]
	return bytes.Contains(head, []byte("content-type: multipart/")) && bytes.Contains(head, []byte("boundary="))
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
	if !marked && (!lopsided || !wideText(head, zeros[0] > zeros[1])) {
		return nil
	}
	narrow := make([]byte, 0, len(head))
	for _, b := range head {
		if b != 0 {
			narrow = append(narrow, b)
		}
	}
	return bytes.TrimPrefix(bytes.TrimPrefix(narrow, []byte("\xff\xfe")), []byte("\xfe\xff"))
}

// wideText reports whether pairs of bytes look like the characters of a text: hardly
// any is a control character.
func wideText(head []byte, highFirst bool) bool {
	strange := 0
	for i := 0; i+1 < len(head); i += 2 {
		unit := uint16(head[i]) | uint16(head[i+1])<<8
		if highFirst {
			unit = unit>>8 | unit<<8
		}
		if unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r' && unit != '\f' || unit >= 0x7f && unit < 0xa0 {
			strange++
		}
	}
	return strange*100 <= len(head)/2
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
