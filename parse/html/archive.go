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
)

// Browsers and Word save a page with its pictures as one message of many parts
// (.mht, and .doc by Word's "single file web page").

// maxParts bounds the parts of an archive that are looked at.
const maxParts = 100

// archived returns the first page of an archive and its Content-Type, or the body
// itself where it is none.
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
		if len(page) > 0 {
			return page, part.Header.Get("Content-Type")
		}
	}
	return body, contentType
}

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
