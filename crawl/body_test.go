package crawl

import (
	"strings"
	"testing"
)

// wide writes ASCII as UTF-16, low byte first.
func wide(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

func TestABodyIsWhatItsFirstBytesSay(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"a page", "<html><p>Content-Type: multipart/related; boundary=x", "html"},
		{"a page saved as a message by a browser", "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n", "mht"},
		{"a page saved as a message, as Word does", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n", "mht"},
		{"the XML of Word 2003", `<?xml version="1.0"?><?mso-application progid="Word.Document"?>`, "wordml"},
		{"a page that Word saved", `<html xmlns:w="x"><head><meta name=ProgId content=Word.Document>`, "html"},
		{"a text of OpenDocument", "PK\x03\x04\x14mimetypeapplication/vnd.oasis.opendocument.text", "odt"},
		{"an archive", "PK\x03\x04\x14a.doc", "zip"},
		{"a picture", "\xff\xd8\xff\xe0", "image"},
		{"a scan as TIFF", "II*\x00\x08\x00\x00\x00", "image"},
		{"a scan as TIFF, high byte first", "MM\x00*\x00\x00\x00\x08", "image"},
		{"a picture as WebP", "RIFF\x24\x00\x00\x00WEBPVP8 ", "image"},
		{"a workbook of Excel 5", "\x09\x08\x08\x00\x00\x05\x05\x00\x00\x00", "xls"},
		{"a page in UTF-16 without a mark", wide("<html><body><p>2021 report</p></body></html>"), "html"},
		{"a list as JSON", `{"rows":[{"title":"报告"}]}`, "html"},
		{"nothing", "", "html"},
		{"noise", "\x01\x00\x02", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kindOf([]byte(c.body)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
