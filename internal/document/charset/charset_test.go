package charset_test

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/internal/document/charset"
)

func encode(t *testing.T, to encoding.Encoding, s string) []byte {
	t.Helper()
	out, err := to.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	const text = "<meta charset=X>政府信息公开 12 件"
	little := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	for _, c := range []struct {
		name, header string
		body         []byte
		want, from   string
	}{
		{"UTF-8 needs no word for it", "", []byte(text), text, "utf-8"},
		{"a header that says GBK does not make UTF-8 GBK", "text/html;charset=gbk", []byte(text), text, "utf-8"},
		{"GB18030 under a header that says UTF-8", "text/html;charset=utf-8", encode(t, simplifiedchinese.GB18030, text), text, "gb18030"},
		{"GBK without any word", "", encode(t, simplifiedchinese.GBK, text), text, "gb18030"},
		{"Big5 where it is declared", "text/html; charset=Big5", encode(t, traditionalchinese.Big5, "政府資訊"), "政府資訊", "big5"},
		{"UTF-16 without a mark", "", encode(t, little, text), text, "utf-16le"},
		{"UTF-16 with a mark", "", encode(t, big, text), text, "utf-16be"},
		{"UTF-8 with a character cut in two stays UTF-8", "", []byte("政府信息公开工作年度报告政府信息公开\xe6\x94"), "政府信息公开工作年度报告政府信息公开\uFFFD", "utf-8"},
		{"a meta of another encoding is not believed against the bytes", "", encode(t, simplifiedchinese.GBK, `<meta charset="iso-8859-1">镇`), `<meta charset="iso-8859-1">镇`, "gb18030"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, from := charset.Decode(c.body, c.header)
			if string(got) != c.want || from != c.from {
				t.Errorf("Decode = %q, %s; want %q, %s", got, from, c.want, c.from)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea"), "text/html; charset=\"")
	f.Add([]byte("\x81\x30\x81"), "")
	f.Add([]byte("<meta charset="), "")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		if text, _ := charset.Decode(body, header); !utf8.Valid(text) {
			t.Errorf("Decode(%q) is not UTF-8: %q", body, text)
		}
	})
}
