package pdf

import (
	"bytes"
	"compress/lzw"
	"context"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

var update = flag.Bool("update", false, "write the files under testdata anew; needs qpdf")

const shown = "BT /F1 10 Tf 100 700 Td (246) Tj ET"

// plain is a document of one page that shows 246.
func plain() *document { return newDocument(helveticaFont, shown) }

func TestUntidyFilesAreRead(t *testing.T) {
	whole := plain().bytes()
	without := func(from, to string) []byte {
		i, j := bytes.Index(whole, []byte(from)), bytes.Index(whole, []byte(to))
		return append(bytes.Clone(whole[:i]), whole[j:]...)
	}
	replace := func(old, new string) []byte { return bytes.ReplaceAll(whole, []byte(old), []byte(new)) }
	tests := []struct {
		name string
		body []byte
	}{
		{"in order", whole},
		{"junk before the header", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), whole...)},
		{"a header of PDF 2.0 with a space", replace("%PDF-1.4\n", "%PDF-2.0 \n")},
		{"lines that end with carriage returns", replace("\n", "\r")},
		{"junk behind the end", append(bytes.Clone(whole), strings.Repeat("<!-- -->\n", 200)...)},
		{"zeros behind the end", append(bytes.Clone(whole), make([]byte, 5000)...)},
		{"no table", without("xref\n0", "trailer")},
		{"a table that is shifted", replace("0000000", "0000003")},
		{"a start of the table far behind the end", bytes.ReplaceAll(whole, whole[bytes.Index(whole, []byte("startxref")):], []byte("startxref\n900000000\n%%EOF"))},
		{"a size of four billion", replace("/Size 5", "/Size 4000000000")},
		{"a table before this one that is itself", replace("/Size 5", "/Size 5 /Prev 300")},
		{"a length that is wrong", replace("/Length 35", "/Length 12")},
		{"a length that is missing", replace("/Length 35", "")},
		{"a length in an object that is missing", replace("/Length 35", "/Length 77 0 R")},
		{"an object without its end", replace("/MediaBox [0 0 600 800]>>\nendobj", "/MediaBox [0 0 600 800]>>")},
		{"no trailer, but a catalog", without("trailer\n", "startxref")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := text(read(t, test.body).Pages[0]); got != "246" {
				t.Errorf("text %q, want 246", got)
			}
		})
	}
}

func TestTheLastVersionOfAnObjectCounts(t *testing.T) {
	body := plain().bytes()
	body = append(body, "4 0 obj\n"+stream("", "BT /F1 10 Tf 100 700 Td (8) Tj ET")+"\nendobj\ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n0\n%%EOF\n"...)
	if got := text(read(t, body).Pages[0]); got != "8" {
		t.Errorf("text %q, want 8", got)
	}
}

func TestObjectStreamsAreUnpacked(t *testing.T) {
	parts := []string{"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", "<</Type /Page /MediaBox [0 0 600 800] /Contents 4 0 R " + helveticaFont + ">>"}
	var index, body string
	for i, part := range parts {
		index += fmt.Sprintf("%d %d ", i+1, len(body))
		body += part + " "
	}
	packed := stream(fmt.Sprintf("/Type /ObjStm /N 3 /First %d /Filter /FlateDecode", len(index)), deflate(index+body))
	file := "%PDF-1.5\n4 0 obj\n" + stream("", shown) + "\nendobj\n5 0 obj\n" + packed + "\nendobj\n" +
		"6 0 obj\n" + stream("/Type /XRef /Root 1 0 R /Size 7 /W [1 2 1]", "") + "\nendobj\nstartxref\n9\n%%EOF"
	if got := text(read(t, []byte(file)).Pages[0]); got != "246" {
		t.Errorf("text %q, want 246", got)
	}
}

func TestFiltersAreUndone(t *testing.T) {
	var packed bytes.Buffer
	w := lzw.NewWriter(&packed, lzw.MSB, 8)
	_, _ = w.Write([]byte(shown))
	_ = w.Close()
	based := make([]byte, ascii85.MaxEncodedLen(len(shown)))
	based = based[:ascii85.Encode(based, []byte(shown))]
	rows := func(kind byte, width int, each func(line, above []byte, i int) byte) string {
		padded := shown + strings.Repeat(" ", width-len(shown)%width)
		var out []byte
		above := make([]byte, width)
		for at := 0; at < len(padded); at += width {
			line := []byte(padded[at : at+width])
			out = append(out, kind)
			for i := range line {
				out = append(out, line[i]-each(line, above, i))
			}
			above = line
		}
		return string(out)
	}
	left := func(line, _ []byte, i int) byte {
		if i == 0 {
			return 0
		}
		return line[i-1]
	}
	up := func(_, above []byte, i int) byte { return above[i] }
	tests := []struct{ name, entries, data string }{
		{"none", "", shown},
		{"Flate", "/Filter /FlateDecode", deflate(shown)},
		{"Flate without its check sum", "/Filter /FlateDecode", strings.TrimSuffix(deflate(shown), deflate(shown)[len(deflate(shown))-4:])},
		{"Flate in an array", "/Filter [/FlateDecode] /DecodeParms [null]", deflate(shown)},
		{"Flate over rows predicted from the left", "/Filter /FlateDecode /DecodeParms <</Predictor 11 /Columns 10>>", deflate(rows(1, 10, left))},
		{"Flate over rows predicted from above", "/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 10>>", deflate(rows(2, 10, up))},
		{"ASCII hexadecimal", "/Filter /ASCIIHexDecode", hex.EncodeToString([]byte(shown)) + ">"},
		{"ASCII 85 over Flate", "/Filter [/ASCII85Decode /FlateDecode]", encode85(deflate(shown))},
		{"ASCII 85", "/Filter /ASCII85Decode", string(based) + "~>"},
		{"run lengths", "/Filter /RunLengthDecode", string(rune(len(shown)-1)) + shown + "\x80"},
		{"LZW without the early change", "/Filter /LZWDecode /DecodeParms <</EarlyChange 0>>", packed.String()},
		{"LZW", "/Filter /LZWDecode", packed.String()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := plain()
			d.objects[3] = stream(test.entries, test.data)
			if got := text(read(t, d.bytes()).Pages[0]); got != "246" {
				t.Errorf("text %q, want 246", got)
			}
		})
	}
}

func encode85(data string) string {
	out := make([]byte, ascii85.MaxEncodedLen(len(data)))
	return "<~" + string(out[:ascii85.Encode(out, []byte(data))]) + "~>"
}

func TestEncryptedFilesThatOpenWithoutAPasswordAreRead(t *testing.T) {
	variants := map[string][]string{
		"rc4-40":         {"--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"},
		"rc4-128":        {"--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"},
		"aes-128":        {"--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=y", "--"},
		"aes-128-packed": {"--object-streams=generate", "--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=y", "--"},
		"aes-256":        {"--encrypt", "", "owner", "256", "--"},
	}
	for name, arguments := range variants {
		t.Run(name, func(t *testing.T) {
			if got := text(read(t, encrypted(t, name, arguments)).Pages[0]); got != "246" {
				t.Errorf("text %q, want 246", got)
			}
		})
	}
	t.Run("a password is needed", func(t *testing.T) {
		body := encrypted(t, "locked", []string{"--encrypt", "user", "owner", "256", "--"})
		if reason := reasonOf(t, body); reason != disclosure.Encrypted {
			t.Errorf("reason %q, want %q", reason, disclosure.Encrypted)
		}
	})
}

// encrypted returns a file under testdata that qpdf made of the plain document.
func encrypted(t *testing.T, name string, arguments []string) []byte {
	t.Helper()
	path := filepath.Join("testdata", name+".pdf")
	if *update {
		source := filepath.Join(t.TempDir(), "plain.pdf")
		if err := os.WriteFile(source, plain().bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, source, path)
		if out, err := exec.Command("qpdf", arguments...).CombinedOutput(); err != nil {
			t.Fatalf("qpdf: %v: %s", err, out)
		}
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// reasonOf reads a document that cannot be read.
func reasonOf(t *testing.T, body []byte) disclosure.Reason {
	t.Helper()
	_, err := Read(context.Background(), body)
	var why *layout.Unreadable
	if !errors.As(err, &why) {
		t.Fatalf("error %v, want a *layout.Unreadable", err)
	}
	return why.Reason
}

func TestTheTitleIsAProperty(t *testing.T) {
	d := plain()
	d.objects = append(d.objects, "<</Title <FEFF516C5F00> /Author (office) /Producer (\\q)>>")
	d.trailer += " /Info 5 0 R"
	meta := read(t, d.bytes()).Meta
	if meta.Title != "公开" {
		t.Errorf("title %q, want 公开", meta.Title)
	}
	d = plain()
	d.objects = append(d.objects, "<</Title (report-01)>>")
	d.trailer += " /Info 5 0 R"
	if meta := read(t, d.bytes()).Meta; meta.Title != "" || meta.Fields["title"] != "report-01" {
		t.Errorf("the name of a file: title %q, property %q", meta.Title, meta.Fields["title"])
	}
}
