package html

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"gongkai/internal/document/charset"
)

// Browsers and Word save a page with its pictures as one message of many parts
// (.mht, and .doc by Word's "single file web page").

// maxParts bounds the parts of an archive that are looked at.
const maxParts = 100

// archived returns the first page of an archive and its Content-Type, or the body
// itself where it is none. Where that page only holds frames, as a workbook saved
// by Excel, it is the pages after it, one behind the other.
func archived(body []byte, contentType string) ([]byte, string) {
	start := bytes.TrimLeft(body[:min(len(body), 4<<10)], "\xef\xbb\xbf \t\r\n")
	if len(start) == 0 || start[0] == '<' || !bytes.Contains(bytes.ToLower(start), []byte("content-type: multipart/")) {
		return body, contentType
	}
	at := bytes.IndexByte(body, start[0])
	r := bufio.NewReader(bytes.NewReader(body[at:]))
	header, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return body, contentType
	}
	kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || parameters["boundary"] == "" {
		return body, contentType
	}
	parts := multipart.NewReader(r, parameters["boundary"])
	var framed []byte
	frames := false
	for range maxParts {
		part, err := parts.NextRawPart()
		if err != nil {
			break
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil || kind != "text/html" {
			continue
		}
		// What comes before a fault in the encoding is still a page.
		page, _ := io.ReadAll(decoded(part, part.Header.Get("Content-Transfer-Encoding")))
		own := part.Header.Get("Content-Type")
		switch {
		case len(page) == 0 || strings.Contains(part.Header.Get("Content-Location"), "tabstrip."):
		case !frames && hasFrames(page):
			frames = true
		case !frames:
			return page, own
		default:
			text, _ := charset.Decode(page, own)
			framed = append(framed, text...)
		}
	}
	if len(framed) > 0 {
		return framed, "text/html; charset=utf-8"
	}
	return body, contentType
}

// hasFrames reports whether a page is but a set of frames.
func hasFrames(page []byte) bool { return bytes.Contains(bytes.ToLower(page), []byte("<frameset")) }

// decoded undoes the encoding of a part.
func decoded(part io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(part)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, part)
	}
	return part
}
