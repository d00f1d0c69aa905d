package pdf

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"
)

// Names of glyphs, in the order of the runes beside them.
const (
	asciiNames = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus " +
		"comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater " +
		"question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum " +
		"underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde"
	latinNames = "exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft " +
		"logicalnot sfthyphen registered macron degree plusminus twosuperior threesuperior acute mu paragraph " +
		"periodcentered cedilla onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown " +
		"Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute " +
		"Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute " +
		"Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave " +
		"eacute ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde " +
		"odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis"
	otherNames = "quoteleft quoteright quotedblleft quotedblright quotesinglbase quotedblbase endash emdash bullet ellipsis " +
		"perthousand guilsinglleft guilsinglright fraction florin dagger daggerdbl fi fl ff ffi ffl Euro trademark minus " +
		"Lslash lslash OE oe Scaron scaron Zcaron zcaron Ydieresis dotlessi circumflex tilde nbspace nonbreakingspace " +
		"middot softhyphen lessequal greaterequal notequal infinity"
	otherRunes = "‘’“”‚„–—•…‰‹›⁄ƒ†‡\ufb01\ufb02\ufb00\ufb03\ufb04€™−ŁłŒœŠšŽžŸıˆ˜\u00a0\u00a0·\u00ad≤≥≠∞"
)

// glyphNames maps the names of glyphs to runes.
var glyphNames = sync.OnceValue(func() map[string]rune {
	names := make(map[string]rune, 256)
	for i, name := range strings.Fields(asciiNames) {
		names[name] = rune(' ' + i)
	}
	for i, name := range strings.Fields(latinNames) {
		names[name] = rune(0xa1 + i)
	}
	runes := []rune(otherRunes)
	for i, name := range strings.Fields(otherNames) {
		names[name] = runes[i]
	}
	return names
})

// runeOfName reads the name of a glyph; 0 where it says nothing.
func runeOfName(name string) rune {
	name, _, _ = strings.Cut(name, ".")
	if r, ok := glyphNames()[name]; ok {
		return r
	}
	digits := ""
	switch {
	case strings.HasPrefix(name, "uni") && len(name) == 7:
		digits = name[3:]
	case strings.HasPrefix(name, "u") && len(name) >= 5 && len(name) <= 7:
		digits = name[1:]
	}
	if digits == "" {
		return 0
	}
	if code, err := strconv.ParseUint(digits, 16, 32); err == nil && code > 0 && code < 0x110000 {
		return rune(code)
	}
	return 0
}

// encodingNamed returns the runes of the 256 codes of a simple font's encoding;
// 0 where a code has none.
func encodingNamed(name string) *[256]rune {
	switch name {
	case "WinAnsiEncoding":
		return winAnsi()
	case "MacRomanEncoding", "MacExpertEncoding":
		return macRoman()
	}
	return standardEncoding()
}

var (
	winAnsi  = sync.OnceValue(func() *[256]rune { return encodingOf(charmap.Windows1252) })
	macRoman = sync.OnceValue(func() *[256]rune { return encodingOf(charmap.Macintosh) })
)

func encodingOf(set *charmap.Charmap) *[256]rune {
	var table [256]rune
	for i := ' '; i < 256; i++ {
		table[i] = set.DecodeByte(byte(i))
	}
	return &table
}

var standardEncoding = sync.OnceValue(func() *[256]rune {
	var table [256]rune
	for i := ' '; i < 127; i++ {
		table[i] = i
	}
	table['\''], table['`'] = '’', '‘'
	for code, r := range map[int]string{
		0xa1: "¡¢£⁄¥ƒ§¤'“«‹›\ufb01\ufb02", 0xb1: "–†‡·", 0xb6: "¶•‚„”»…‰", 0xbf: "¿`´ˆ˜¯˘˙¨", 0xd0: "—",
		0xe1: "Æ", 0xe3: "ª", 0xe8: "ŁØŒº", 0xf1: "æ", 0xf5: "ı", 0xf8: "łøœß",
	} {
		for _, r := range r {
			table[code] = r
			code++
		}
	}
	return &table
})

// helvetica are the widths of the digits, letters and marks of the usual face
// in thousandths of an em, by code from the space on: for fonts without widths.
var helvetica = [95]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// standardWidth is the width in ems of a code in a font that gives no widths.
func standardWidth(base string, code int) float64 {
	switch {
	case strings.Contains(base, "Courier"):
		return 0.6
	case strings.Contains(base, "Times") && code >= '0' && code <= '9':
		return 0.5
	case code >= ' ' && code < 127:
		return float64(helvetica[code-' ']) / 1000
	}
	return 0.556
}
