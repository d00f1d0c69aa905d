package sniff_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"gongkai/parse/sniff"
)

func archive(t *testing.T, names ...string) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// cut takes the end off, as a broken download does.
func cut(s string) string { return s[:len(s)-40] }

func TestTheBytesTellTheKind(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"nothing", "", "empty"},
		{"nothing but blanks", " \r\n\t", "empty"},
		{"a byte order mark alone", "\xef\xbb\xbf", "empty"},
		{"a page", "<!DOCTYPE html><html>", "html"},
		{"a fragment of a page after words", "附件 <table><tr><td>1", "html"},
		{"a page in UTF-16", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "html"},
		{"a page in GBK", "<html><title>\xb9\xab\xbf\xaa</title>", "html"},
		{"a page that Word saved", `<html xmlns:w="x"><!--[if mso]><xml><w:WordDocument></xml><![endif]-->`, "html"},
		{"XML that Word 2003 wrote", `<?xml version="1.0"?><w:wordDocument xmlns:w="x">`, "rtf"},
		{"a line with a less-than sign", "收到 <5 件", "text"},
		{"a text in GBK", "\xb9\xab\xbf\xaa 5\r\n", "text"},
		{"a text that begins with the letters of a bitmap", "BM 是两个字母，后面都是文字", "text"},
		{"a PDF", "%PDF-1.7\n", "pdf"},
		{"a PDF after stray bytes", "\n\n%PDF-1.4\n", "pdf"},
		{"a page that names PDF", "<html><p>%PDF-1.4", "html"},
		{"a Word document", archive(t, "[Content_Types].xml", "word/document.xml"), "docx"},
		{"a Word document whose end is missing", cut(archive(t, "[Content_Types].xml", "word/document.xml")), "docx"},
		{"a workbook", archive(t, "xl/workbook.xml"), "xlsx"},
		{"slides", archive(t, "ppt/presentation.xml"), "pptx"},
		{"another archive", archive(t, "OFD.xml"), "zip"},
		{"an old Word document", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"},
		{"rich text", `{\rtf1`, "rtf"},
		{"a picture", "\xff\xd8\xff\xe0", "image"},
		{"a bitmap", "BM\x36\x00\x00\x00\x00\x00\x00\x00", "image"},
		{"another archive format", "Rar!\x1a\x07\x00", "binary"},
		{"noise", "\x01\x02\x03\x04\x05\x06\x07\x08", "binary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := sniff.Kind([]byte(c.body)); got != c.want {
				t.Errorf("Kind(%.40q) = %s, want %s", c.body, got, c.want)
			}
		})
	}
}
