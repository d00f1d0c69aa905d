package pdf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codec says how the codes of a composite font are built.
type codec uint8

const (
	codecUnknown  codec = iota // two bytes, meaning unknown
	codecIdentity              // two bytes, the character id
	codecOwn                   // by the map's own code spaces
	codecGBK
	codecGB18030
	codecBig5
	codecUCS2
	codecUTF16
	codecUTF8
	codecUTF32
)

// codeMap is the encoding of a composite font: it splits text into codes and
// gives their character ids.
type codeMap struct {
	codec    codec
	vertical bool
	// latin is the character id of the space in a predefined map, from which those
	// of the other ASCII characters follow; some maps give the space another one.
	latin, space uint32
	spaces       []codeSpace
	ranges       []cidRange
}

type codeSpace struct {
	length    int
	low, high uint32
}

type cidRange struct {
	low, high, cid uint32
}

// predefined are the maps that Chinese documents name, without their -H or -V.
var predefined = map[string]codeMap{
	"Identity":     {codec: codecIdentity},
	"GB-EUC":       {codec: codecGBK, latin: 813, space: 7716},
	"GBK-EUC":      {codec: codecGBK, latin: 813, space: 7716},
	"GBKp-EUC":     {codec: codecGBK, latin: 1, space: 1},
	"GBpc-EUC":     {codec: codecGBK, latin: 1, space: 1},
	"GBT-EUC":      {codec: codecGBK, latin: 813, space: 7716},
	"GBTpc-EUC":    {codec: codecGBK, latin: 1, space: 1},
	"GBK2K":        {codec: codecGB18030, latin: 1, space: 1},
	"UniGB-UCS2":   {codec: codecUCS2, latin: 1, space: 1},
	"UniGB-UTF16":  {codec: codecUTF16, latin: 1, space: 1},
	"UniGB-UTF8":   {codec: codecUTF8, latin: 1, space: 1},
	"UniGB-UTF32":  {codec: codecUTF32, latin: 1, space: 1},
	"B5pc":         {codec: codecBig5, latin: 1, space: 1},
	"ETen-B5":      {codec: codecBig5, latin: 13648, space: 13648},
	"ETenms-B5":    {codec: codecBig5, latin: 1, space: 1},
	"HKscs-B5":     {codec: codecBig5, latin: 1, space: 1},
	"UniCNS-UCS2":  {codec: codecUCS2, latin: 1, space: 1},
	"UniCNS-UTF16": {codec: codecUTF16, latin: 1, space: 1},
	"UniCNS-UTF8":  {codec: codecUTF8, latin: 1, space: 1},
	"UniCNS-UTF32": {codec: codecUTF32, latin: 1, space: 1},
	"UniJIS-UCS2":  {codec: codecUCS2, latin: 1, space: 1},
	"UniJIS-UTF16": {codec: codecUTF16, latin: 1, space: 1},
	"UniKS-UCS2":   {codec: codecUCS2, latin: 1, space: 1},
	"UniKS-UTF16":  {codec: codecUTF16, latin: 1, space: 1},
}

// codeMapNamed returns a predefined map; of an unknown one nothing is known but
// that two bytes are a code.
func codeMapNamed(name string) *codeMap {
	base, vertical := strings.CutSuffix(name, "-V")
	m := predefined[strings.TrimSuffix(base, "-H")]
	m.vertical = vertical
	return &m
}

// split returns the first code of the text, which is not empty, and its length.
func (m *codeMap) split(text []byte) (code uint32, length int) {
	length = min(m.codeLength(text), len(text))
	for _, c := range text[:length] {
		code = code<<8 | uint32(c)
	}
	return code, length
}

func (m *codeMap) codeLength(text []byte) int {
	lead := text[0]
	switch m.codec {
	case codecOwn:
		return m.ownLength(text)
	case codecGBK, codecBig5:
		if lead <= 0x80 || lead == 0xff {
			return 1
		}
	case codecGB18030:
		if lead < 0x80 {
			return 1
		}
		if len(text) >= 4 && text[1] >= '0' && text[1] <= '9' {
			return 4
		}
	case codecUTF16:
		if lead >= 0xd8 && lead < 0xdc {
			return 4
		}
	case codecUTF8:
		_, size := utf8.DecodeRune(text)
		return size
	case codecUTF32:
		return 4
	}
	return 2
}

// ownLength finds the code space that the first bytes fall into.
func (m *codeMap) ownLength(text []byte) int {
	var code uint32
	for length := 1; length <= min(4, len(text)); length++ {
		code = code<<8 | uint32(text[length-1])
		for _, space := range m.spaces {
			if space.length == length && space.contains(code) {
				return length
			}
		}
	}
	if len(m.spaces) > 0 {
		return m.spaces[0].length
	}
	return 2
}

// contains compares byte by byte, as code spaces are boxes.
func (s codeSpace) contains(code uint32) bool {
	for shift := 0; shift < s.length*8; shift += 8 {
		b := code >> shift & 255
		if b < s.low>>shift&255 || b > s.high>>shift&255 {
			return false
		}
	}
	return true
}

// cid returns the character id of a code, if the map tells.
func (m *codeMap) cid(code uint32, length int) (uint32, bool) {
	switch m.codec {
	case codecIdentity:
		return code, true
	case codecUnknown:
		return 0, false
	case codecOwn:
		for i := len(m.ranges) - 1; i >= 0; i-- {
			if r := m.ranges[i]; code >= r.low && code <= r.high {
				return r.cid + code - r.low, true
			}
		}
		return 0, false
	}
	if code == ' ' {
		return m.space, true
	}
	if code > ' ' && code < 127 {
		return m.latin + code - ' ', true
	}
	return 0, false
}

// text decodes one code of a map whose codes are characters of a known set;
// empty where it is none.
func (m *codeMap) text(raw []byte) string {
	var set encoding.Encoding
	switch m.codec {
	case codecGBK:
		set = simplifiedchinese.GBK
	case codecGB18030:
		set = simplifiedchinese.GB18030
	case codecBig5:
		set = traditionalchinese.Big5
	case codecUCS2, codecUTF16:
		return utf16Text(raw)
	case codecUTF8:
		if !utf8.Valid(raw) {
			return ""
		}
		return string(raw)
	case codecUTF32:
		if len(raw) != 4 {
			return ""
		}
		return string(rune(uint32(raw[0])<<24 | uint32(raw[1])<<16 | uint32(raw[2])<<8 | uint32(raw[3])))
	default:
		return ""
	}
	decoded, err := set.NewDecoder().Bytes(raw)
	if err != nil || strings.ContainsRune(string(decoded), utf8.RuneError) {
		return ""
	}
	return string(decoded)
}

// utf16Text decodes big-endian UTF-16; empty where it is malformed.
func utf16Text(raw []byte) string {
	if len(raw) == 1 {
		return string(rune(raw[0]))
	}
	if len(raw) == 2 {
		if r := rune(raw[0])<<8 | rune(raw[1]); !utf16.IsSurrogate(r) {
			return string(r)
		}
		return ""
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	text := string(utf16.Decode(units))
	if strings.ContainsRune(text, utf8.RuneError) {
		return ""
	}
	return text
}
