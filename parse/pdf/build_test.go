package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"strings"
	"testing"

	"gongkai/parse/page"
)

// document builds a small PDF: object n is the n'th of its objects.
type document struct {
	objects []string
	trailer string
}

// newDocument begins a document whose first object is the catalog and whose
// second is the page tree, with one page, object 3. The page's entries and the
// further objects, from number 5 on, are given; object 4 is its content.
func newDocument(pageEntries, content string, more ...string) *document {
	d := &document{trailer: "/Root 1 0 R"}
	d.objects = append(d.objects,
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800]>>",
		"<</Type /Page /Parent 2 0 R /Contents 4 0 R "+pageEntries+">>",
		stream("", content))
	d.objects = append(d.objects, more...)
	return d
}

// stream writes a stream object's value.
func stream(entries, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func deflate(data string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(data))
	_ = w.Close()
	return out.String()
}

// bytes writes the document with a plain cross-reference table.
func (d *document) bytes() []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(d.objects))
	for i, object := range d.objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(d.objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n", len(d.objects)+1, d.trailer, start)
	return out.Bytes()
}

// read reads a document that is in order.
func read(t *testing.T, body []byte) *File {
	t.Helper()
	file, err := Read(context.Background(), body)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return file
}

// text joins the characters of a page in the order in which they are shown.
func text(p page.Page) string {
	var all strings.Builder
	for _, g := range p.Glyphs {
		all.WriteString(g.Text)
	}
	return all.String()
}

// helveticaFont is page entries with a plain font F1.
const helveticaFont = "/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>>>>>"
