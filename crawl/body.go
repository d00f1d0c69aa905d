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
	"strings"

	"gongkai/internal/document/kind"
)

// kindOf tells what a body is by its bytes: a kind of a document, kind.HTML for any
// text, "" for what no reader takes.
func kindOf(body []byte) string {
	switch k := kind.Of(body); k {
	case kind.Text, kind.Empty:
		return kind.HTML // lists come as JSON and XML too
	case kind.Binary, kind.Gzip:
		return ""
	default:
		return k
	}
}

// tornTail reports how the end of a body shows that it is cut, "" where it does not.
func tornTail(fileKind string, body []byte) string {
	switch fileKind {
	case kind.PDF:
		if !bytes.Contains(body[max(0, len(body)-2048):], []byte("%%EOF")) {
			return "pdf without its %%EOF"
		}
	case kind.DOCX, kind.XLSX, kind.PPTX, kind.OFD, kind.ODT, kind.ODS, kind.Zip:
		if !bytes.Contains(body[max(0, len(body)-(64<<10)-22):], []byte("PK\x05\x06")) {
			return "zip without its central directory"
		}
	case kind.HTML:
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
