package crawl

import "testing"

func TestABodyIsWhatItsFirstBytesSay(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"a page", "<html><p>Content-Type: multipart/related; boundary=x", "html"},
		{"a page saved as a message by a browser", "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n", "mht"},
		{"a page saved as a message, as Word does", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n", "mht"},
		{"the XML of Word 2003", `<?xml version="1.0"?><?mso-application progid="Word.Document"?>`, "xml"},
		{"a page that Word saved", `<html xmlns:w="x"><head><meta name=ProgId content=Word.Document>`, "html"},
		{"a text of OpenDocument", "PK\x03\x04\x14mimetypeapplication/vnd.oasis.opendocument.text", "odt"},
		{"an archive", "PK\x03\x04\x14a.doc", "zip"},
		{"a picture", "\xff\xd8\xff\xe0", "image"},
		{"noise", "\x01\x00\x02", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kindOf([]byte(c.body)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
