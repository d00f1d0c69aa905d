package han

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain writes radicals and compatibility ideographs as the characters they look
// like: browsers that print to PDF name the glyph of 长 by the radical ⻓. Nothing
// else is changed; digits and punctuation keep their form.
func Plain(text string) string {
	switch {
	case len(text) == 1:
		return text
	case len(text) == 3:
		if text[0] != 0xe2 && text[0] != 0xef {
			return text
		}
		r, _ := utf8.DecodeRuneInString(text)
		if !isVariant(r) {
			return text
		}
	case strings.IndexFunc(text, isVariant) < 0:
		return text
	}
	return strings.Map(plain, text)
}

// plain returns the character that a radical or compatibility ideograph looks like,
// and any other character as it is.
func plain(r rune) rune {
	switch {
	case !isVariant(r):
		return r
	case r-firstRadical < rune(len(radicals)):
		if plain := radicals[r-firstRadical]; plain != '〇' {
			return plain
		}
		return r
	case r == '\u2f3e':
		return '户' // NFKC gives the traditional form
	case r == '\u2fad':
		return '青'
	}
	plain, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	return plain
}

// isVariant tells radicals (supplement and Kangxi) and compatibility ideographs.
func isVariant(r rune) bool {
	return r >= firstRadical && r <= 0x2fd5 || r >= 0xf900 && r <= 0xfaff
}

const firstRadical = 0x2e80

// radicals are the characters of the block CJK Radicals Supplement in order, 〇
// where there is none to write instead.
var radicals = []rune("〇厂乛乚乙亻冂〇刀刂卜㔾小小兀尣尢〇巳幺彑彐忄心扌攵〇旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹" +
	"纟罓罒〇〇〇羊〇羋耂肀聿肉臼艹艹艹虎衤覀西见角〇讠贝〇车辶辶辶阝钅長镸长门〇阝雨青韦页风飞食〇飠饣〇马骨鬼" +
	"鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟")
