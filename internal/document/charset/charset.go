// Package charset turns the bytes of web pages and text files into UTF-8.
//
// Declarations are asked in the order of the web's rules (byte order mark,
// header, meta), but the bytes have the last word: Chinese portals often declare
// one encoding and send another. gb2312 and gbk mean GB18030, their superset.
package charset

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// prescan is how far into a page a meta declaration is looked for. The standard
// says 1024; real pages have scripts and comments before it.
const prescan = 8 << 10

// Decode returns the text as UTF-8 and the name of the encoding it was in:
// "utf-8", "utf-16le", "utf-16be", "gb18030" or "big5". The contentType is the
// header as sent, or empty. Bytes that are no character become U+FFFD.
func Decode(body []byte, contentType string) (text []byte, name string) {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return toValid(body[3:]), "utf-8"
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return decode(body, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), "utf-16le"
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return decode(body, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), "utf-16be"
	}
	if little, big := unmarkedUTF16(body); little {
		return decode(body, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)), "utf-16le"
	} else if big {
		return decode(body, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)), "utf-16be"
	}
	if utf8.Valid(body) {
		// Text of any length in another encoding is never valid UTF-8 by chance.
		return body, "utf-8"
	}
	if mostlyUTF8(body) {
		return toValid(body), "utf-8"
	}
	if declared(body, contentType) == "big5" {
		return decode(body, traditionalchinese.Big5), "big5"
	}
	return decode(body, simplifiedchinese.GB18030), "gb18030"
}

func decode(body []byte, from encoding.Encoding) []byte {
	text, err := from.NewDecoder().Bytes(body)
	if err != nil {
		// The decoders replace what they cannot read; an error here would be a
		// character cut off at the end.
		return toValid(text)
	}
	return text
}

func toValid(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	return bytes.ToValidUTF8(text, []byte("\uFFFD"))
}

// unmarkedUTF16 reports whether the text is UTF-16 without a mark. The ASCII
// characters of any page leave zeros on one side of the pairs only.
func unmarkedUTF16(body []byte) (little, big bool) {
	head := body[:min(len(body), 4096)]
	if bytes.IndexByte(head, 0) < 0 {
		return false, false
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	many := len(head) / 8
	return zeros[1] > many && zeros[0]*8 < zeros[1], zeros[0] > many && zeros[1]*8 < zeros[0]
}

// mostlyUTF8 reports whether text is UTF-8 with a few broken characters, as
// templates that cut strings by bytes leave them, and not another encoding: of
// GB18030 text less than half looks like UTF-8.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return bad*4 <= good
}

// declared returns the encoding that the header or the first meta names, lower
// case, or "".
func declared(body []byte, contentType string) string {
	if _, parameters, err := mime.ParseMediaType(contentType); err == nil && parameters["charset"] != "" {
		return canonical(parameters["charset"])
	}
	head := bytes.ToLower(body[:min(len(body), prescan)])
	_, after, found := bytes.Cut(head, []byte("charset"))
	if !found {
		return ""
	}
	after = bytes.TrimLeft(after, " \t\r\n=\"'")
	end := bytes.IndexFunc(after, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	})
	if end < 0 {
		end = len(after)
	}
	return canonical(string(after[:end]))
}

func canonical(label string) string {
	label = strings.ToLower(strings.TrimSpace(label))
	if strings.HasPrefix(label, "big5") || label == "x-x-big5" || label == "cn-big5" {
		return "big5"
	}
	return label
}
