package crawl

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// kindOf tells what a body is by its first bytes: one of the kinds of Candidate, or
// "html" for any text, "" for what is none of them.
func kindOf(body []byte) string {
	head := body[:min(len(body), 1024)]
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipKind(body)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if bytes.Contains(body, utf16("Workbook")) || bytes.Contains(body, utf16("Book")) && !bytes.Contains(body, utf16("WordDocument")) {
			return "xls"
		}
		return "doc"
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return "rtf"
	case bytes.HasPrefix(head, []byte("Rar!")), bytes.HasPrefix(head, []byte("7z\xbc\xaf")):
		return "rar"
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("GIF8")), bytes.HasPrefix(head, []byte("BM")) && len(body) > 1024 && bytes.IndexByte(head, 0) >= 0:
		return "image"
	case isMessage(head):
		return "mht"
	case officeRoot.Match(head):
		return "xml"
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "html"
	case bytes.IndexByte(head, 0) >= 0:
		return ""
	}
	return "html"
}

// isMessage reports whether a body is a page saved as one message with its pictures.
func isMessage(head []byte) bool {
	start := bytes.ToLower(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"))
	return !bytes.HasPrefix(start, []byte("<")) && bytes.Contains(start, []byte("content-type: multipart/")) && bytes.Contains(start, []byte("boundary="))
}

// officeRoot is that of a document of Word or Excel in one XML file.
var officeRoot = regexp.MustCompile(`(?i)progid="(?:Word\.Document|Excel\.Sheet)"|<(?:w:wordDocument|pkg:package)\b|office:mimetype=`)

// zipKind tells the office formats apart by the names of their parts.
func zipKind(body []byte) string {
	switch {
	case bytes.Contains(body, []byte("word/document.xml")):
		return "docx"
	case bytes.Contains(body, []byte("xl/workbook.xml")):
		return "xlsx"
	case bytes.Contains(body, []byte("OFD.xml")):
		return "ofd"
	case bytes.Contains(body[:min(len(body), 256)], []byte("application/vnd.oasis.opendocument.text")):
		return "odt"
	case bytes.Contains(body[:min(len(body), 256)], []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return "ods"
	}
	return "zip"
}

func utf16(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

// tornTail reports how the end of a body shows that it is cut, "" where it does not.
func tornTail(kind string, body []byte) string {
	switch kind {
	case "pdf":
		if !bytes.Contains(body[max(0, len(body)-2048):], []byte("%%EOF")) {
			return "pdf without its %%EOF"
		}
	case "docx", "xlsx", "ofd", "odt", "ods", "zip":
		if !bytes.Contains(body[max(0, len(body)-(64<<10)-22):], []byte("PK\x05\x06")) {
			return "zip without its central directory"
		}
	case "html":
		lower := bytes.ToLower(body[max(0, len(body)-4096):])
		if bytes.Contains(bytes.ToLower(body[:min(len(body), 4096)]), []byte("<html")) &&
			!bytes.Contains(lower, []byte("</html")) && !bytes.Contains(lower, []byte("</body")) {
			return "page without its </html>"
		}
	}
	return ""
}

var (
	errTooLarge = errors.New("body is larger than crawl.max_body")
	errCut      = errors.New("body ends before its time")
)

// unpack undoes a content encoding, to at most limit bytes.
func unpack(header http.Header, raw []byte, limit int64) ([]byte, error) {
	switch encoding := strings.ToLower(strings.TrimSpace(header.Get("Content-Encoding"))); encoding {
	case "", "identity", "none", "utf-8":
		return raw, nil
	case "gzip", "x-gzip":
		if len(raw) == 0 {
			return raw, nil
		}
		zip, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			if !bytes.HasPrefix(raw, []byte("\x1f\x8b")) {
				return raw, nil // labelled gzip and plain
			}
			return nil, fmt.Errorf("%w: %w", errCut, err)
		}
		return readUnpacked(zip, limit)
	case "deflate":
		if zip, err := zlib.NewReader(bytes.NewReader(raw)); err == nil {
			return readUnpacked(zip, limit)
		}
		return readUnpacked(flate.NewReader(bytes.NewReader(raw)), limit)
	default:
		return nil, fmt.Errorf("content encoding %q was not asked for", encoding)
	}
}

func readUnpacked(from io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case int64(len(body)) > limit:
		return nil, errTooLarge
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errCut, err)
	}
	return body, nil
}
