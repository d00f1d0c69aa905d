package kind_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"gongkai/internal/document/kind"
	"gongkai/parse/packed/packedtest"
)

// archive is a zip of empty files.
func archive(t *testing.T, names ...string) string {
	t.Helper()
	var files []string
	for _, name := range names {
		files = append(files, name, "")
	}
	return string(packedtest.Zip(t, files...))
}

// openDocument is a package of OpenDocument, which says first what it is.
func openDocument(t *testing.T, mediaType string) string {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, part := range []struct{ name, content string }{{"mimetype", mediaType}, {"content.xml", "<x/>"}} {
		p, err := w.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write([]byte(part.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// compound is a compound file whose topmost storage holds the named streams, one
// of which holds a storage with further ones.
func compound(inner string, names ...string) string {
	const size = 512
	header := make([]byte, size)
	copy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put := binary.LittleEndian.PutUint32
	binary.LittleEndian.PutUint16(header[30:], 9)
	put(header[44:], 1)
	put(header[48:], 1) // the directory begins in sector 1
	put(header[68:], 0xfffffffe)
	for i := range 109 {
		put(header[76+4*i:], 0xffffffff)
	}
	put(header[76:], 0) // the table is sector 0
	entry := func(name string, right, child uint32) []byte {
		e := make([]byte, 128)
		units := utf16.Encode([]rune(name))
		for i, u := range units {
			binary.LittleEndian.PutUint16(e[2*i:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
		put(e[68:], 0xffffffff)
		put(e[72:], right)
		put(e[76:], child)
		return e
	}
	directory := entry("Root Entry", 0xffffffff, 2)
	directory = append(directory, entry(inner, 0xffffffff, 0xffffffff)...)
	for i, name := range names {
		right, child := uint32(i+3), uint32(0xffffffff)
		if i == len(names)-1 {
			right, child = 0xffffffff, 1
		}
		directory = append(directory, entry(name, right, child)...)
	}
	for len(directory)%size != 0 {
		directory = append(directory, make([]byte, 128)...)
	}
	table := bytes.Repeat([]byte{0xff}, size)
	for i := 1; i < len(directory)/size; i++ {
		put(table[4*i:], uint32(i+1))
	}
	put(table[4*len(directory)/size:], 0xfffffffe)
	return string(header) + string(table) + string(directory)
}

// starting is a compound file whose topmost storage holds one stream, which begins
// with the given bytes.
func starting(name, begin string) string {
	file := []byte(compound("x", name))
	at := uint32(len(file)/512 - 1)
	e := bytes.Index(file, []byte(string(name[0])+"\x00"+string(name[1])+"\x00"))
	binary.LittleEndian.PutUint32(file[e+116:], at)
	binary.LittleEndian.PutUint32(file[e+120:], 1<<13)
	return string(file) + begin + string(make([]byte, 512-len(begin)))
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
		{"XML that Word 2003 wrote", `<?xml version="1.0"?><w:wordDocument xmlns:w="x">`, "wordml"},
		{"XML that Excel 2003 wrote", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, "excelml"},
		{"a Word document in one XML file", `<?xml version="1.0"?><pkg:package xmlns:pkg="x">`, "wordml"},
		{"a page that Excel saved", `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>`, "html"},
		{"a page saved as a message, its parts encoded", "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"=_x\"\r\n\r\n--=_x\r\nContent-Transfer-Encoding: base64\r\n\r\nPGh0bWw+\r\n", "mht"},
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
		{"a page in fixed layout", archive(t, "OFD.xml"), "ofd"},
		{"another archive", archive(t, "各镇年报/a.docx"), "zip"},
		{"an archive of nothing", archive(t), "zip"},
		{"a text of OpenDocument", openDocument(t, "application/vnd.oasis.opendocument.text"), "odt"},
		{"a text of OpenDocument whose end is missing", cut(openDocument(t, "application/vnd.oasis.opendocument.text")), "odt"},
		{"a workbook of OpenDocument", openDocument(t, "application/vnd.oasis.opendocument.spreadsheet"), "ods"},
		{"a text of OpenDocument in one XML file", `<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text">`, "fodt"},
		{"an old Word document", compound("x", "1Table", "WordDocument", "Data"), "doc"},
		{"an old Word document with a workbook in it", compound("Workbook", "WordDocument", "ObjectPool"), "doc"},
		{"an old workbook with a Word document in it", compound("WordDocument", "Workbook", "MBD0001"), "xls"},
		{"a workbook of Excel 5", compound("x", "Book"), "xls"},
		{"an old Word document whose directory is missing", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", "doc"},
		{"a Word document under a password", compound("x", "EncryptionInfo", "EncryptedPackage"), "sealed"},
		{"an old Word document under a password", starting("WordDocument", "\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x13"), "sealed"},
		{"an old Word document without one", starting("WordDocument", "\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x12"), "doc"},
		{"an old workbook under a password", starting("Workbook", "\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00\x01\x00"), "sealed"},
		{"an old workbook without one", starting("Workbook", "\x09\x08\x02\x00\x00\x06\xe1\x00\x02\x00\x01\x00"), "xls"},
		{"another compound file", compound("x", "PowerPoint Document"), "ole"},
		{"the first bytes of a compound file", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"},
		{"rich text", `{\rtf1`, "rtf"},
		{"a picture", "\xff\xd8\xff\xe0", "image"},
		{"a bitmap", "BM\x36\x00\x00\x00\x00\x00\x00\x00", "image"},
		{"an archive of RAR", "Rar!\x1a\x07\x00", "rar"},
		{"an archive of 7-Zip", "7z\xbc\xaf\x27\x1c\x00\x04", "7z"},
		{"a packed file", "\x1f\x8b\x08\x00", "gzip"},
		{"noise with zeros on one side", "\x00\x01\x02\x03" + strings.Repeat("\x00\x7f", 200), "binary"},
		{"noise", "\x01\x02\x03\x04\x05\x06\x07\x08", "binary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kind.Of([]byte(c.body)); got != c.want {
				t.Errorf("Of(%.40q) = %s, want %s", c.body, got, c.want)
			}
		})
	}
}

func FuzzKind(f *testing.F) {
	f.Add([]byte(compound("Workbook", "WordDocument", "ObjectPool")))
	f.Add([]byte("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text"))
	f.Add([]byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if kind.Of(body) == "" {
			t.Error("no kind")
		}
	})
}
