package pdf

import (
	"bytes"
	"cmp"
	"slices"
	"unicode/utf16"
)

// parseCodeMap reads an embedded encoding map.
func parseCodeMap(data []byte) *codeMap {
	m := &codeMap{codec: codecOwn}
	readMap(data, func(section mapSection, low, high mapCode, value mapValue) bool {
		switch section {
		case sectionCodeSpace:
			m.spaces = append(m.spaces, codeSpace{low.length, low.code, high.code})
		case sectionCIDRange, sectionCIDChar:
			if value.isNumber {
				m.ranges = append(m.ranges, cidRange{low.code, high.code, uint32(value.number)})
			}
		case sectionUseMap:
			base := codeMapNamed(string(value.text))
			if m.codec == codecOwn && len(m.spaces) == 0 {
				m.codec, m.vertical, m.latin, m.space = base.codec, base.vertical, base.latin, base.space
			}
		case sectionVertical:
			m.vertical = value.number == 1
		}
		return len(m.spaces)+len(m.ranges) < maxMappings
	})
	if len(m.ranges) > 0 {
		if len(m.spaces) == 0 {
			m.spaces = []codeSpace{{2, 0, 0xffff}}
		}
		m.codec = codecOwn
	}
	return m
}

// unicodeMap is a font's own statement of what its codes mean.
type unicodeMap struct {
	// chars and ranges are in the order of the map until they are sorted by code.
	chars  []unicodeChar
	ranges []unicodeRange
	// texts are those of several characters.
	texts  [][]rune
	sorted bool
}

// unicodeChar is what one code means: a character or, where that is negative, the
// text whose index is its complement.
type unicodeChar struct {
	code uint32
	char rune
}

// unicodeRange is what codes in a row mean; the last character counts up.
type unicodeRange struct {
	low, high uint32
	first     rune // as in unicodeChar
}

// text returns what a code means; empty where the map does not say. Of several
// statements the last one counts, and those of single codes before those of ranges.
func (m *unicodeMap) text(code uint32) string {
	if m == nil {
		return ""
	}
	if !m.sorted {
		// Backwards, so that the last of equals comes first.
		slices.Reverse(m.chars)
		slices.SortStableFunc(m.chars, func(a, b unicodeChar) int { return cmp.Compare(a.code, b.code) })
		m.sorted = true
	}
	at, found := slices.BinarySearchFunc(m.chars, code, func(c unicodeChar, code uint32) int { return cmp.Compare(c.code, code) })
	if found {
		return m.string(m.chars[at].char, 0)
	}
	for i := len(m.ranges) - 1; i >= 0; i-- {
		if r := &m.ranges[i]; code >= r.low && code <= r.high {
			return m.string(r.first, rune(code-r.low))
		}
	}
	return ""
}

// string gives a character or a text of several, whose last one is counted up.
func (m *unicodeMap) string(char, up rune) string {
	if char >= 0 {
		return string(char + up)
	}
	text := m.texts[^char]
	last := len(text) - 1
	return string(text[:last]) + string(text[last]+up)
}

// char notes a text of several characters, and returns a text as in unicodeChar;
// false for the empty text.
func (m *unicodeMap) char(raw []byte) (rune, bool) {
	if len(raw) == 2 {
		r := rune(raw[0])<<8 | rune(raw[1])
		return r, !utf16.IsSurrogate(r)
	}
	text := []rune(utf16Text(raw))
	switch len(text) {
	case 0:
		return 0, false
	case 1:
		return text[0], true
	}
	m.texts = append(m.texts, text)
	return ^rune(len(m.texts) - 1), true
}

// parseToUnicode reads a ToUnicode map.
func parseToUnicode(data []byte) *unicodeMap {
	m := &unicodeMap{}
	readMap(data, func(section mapSection, low, high mapCode, value mapValue) bool {
		if value.isNumber || section != sectionChar && section != sectionRange {
			return true
		}
		char, ok := m.char(value.text)
		switch {
		case high.code == low.code:
			if !ok {
				char = 0 // read as no text
			}
			m.chars = append(m.chars, unicodeChar{low.code, char})
		case high.code > low.code && ok:
			m.ranges = append(m.ranges, unicodeRange{low.code, high.code, char})
		}
		return len(m.chars)+len(m.ranges) < maxMappings
	})
	return m
}

// mapCode is a code in a map.
type mapCode struct {
	code   uint32
	length int
}

func newMapCode(raw []byte) mapCode {
	var code uint32
	raw = raw[:min(len(raw), 4)]
	for _, c := range raw {
		code = code<<8 | uint32(c)
	}
	return mapCode{code, len(raw)}
}

// mapValue is what a map gives for a code: a number or a text.
type mapValue struct {
	number   float64
	isNumber bool
	text     []byte
}

// mapSection is a kind of statement in a map.
type mapSection uint8

const (
	sectionNone mapSection = iota
	sectionCodeSpace
	sectionChar     // bfchar and bfrange give text
	sectionRange    //
	sectionCIDChar  // cidchar and cidrange give character ids
	sectionCIDRange //
	sectionUseMap   // the name of another map that this one extends
	sectionVertical // WMode
)

func sectionNamed(word []byte) mapSection {
	switch string(word) {
	case "begincodespacerange":
		return sectionCodeSpace
	case "beginbfchar":
		return sectionChar
	case "beginbfrange":
		return sectionRange
	case "begincidchar":
		return sectionCIDChar
	case "begincidrange":
		return sectionCIDRange
	}
	return sectionNone
}

// mapEntry takes one statement of a map and tells whether to go on.
type mapEntry func(section mapSection, low, high mapCode, value mapValue) bool

// readMap reads a character map and calls entry for each of its statements, until
// that returns false. Of sectionUseMap and sectionVertical only the value is set.
func readMap(data []byte, entry mapEntry) {
	lex := &lexer{data: data}
	section := sectionNone
	var lastName []byte
	for {
		switch lex.next() {
		case tokenEnd:
			return
		case tokenWord:
			switch {
			case string(lex.text) == "usecmap":
				if !entry(sectionUseMap, mapCode{}, mapCode{}, mapValue{text: lastName}) {
					return
				}
			case bytes.HasPrefix(lex.text, []byte("begin")), bytes.HasPrefix(lex.text, []byte("end")):
				section = sectionNamed(lex.text)
			}
		case tokenName:
			lastName = lex.text
			if string(lastName) == "WMode" && lex.next() == tokenNumber {
				if !entry(sectionVertical, mapCode{}, mapCode{}, mapValue{number: lex.number, isNumber: true}) {
					return
				}
			}
		case tokenString:
			if !readMapping(lex, section, entry) {
				return
			}
		}
		lex.scratch = lex.scratch[:0]
	}
}

// readMapping reads one line of a section, whose first code was just read.
func readMapping(lex *lexer, section mapSection, entry mapEntry) bool {
	low := newMapCode(lex.text)
	high := low
	switch section {
	case sectionNone:
		return true
	case sectionCodeSpace, sectionRange, sectionCIDRange:
		if lex.next() != tokenString {
			return true
		}
		high = newMapCode(lex.text)
		if section == sectionCodeSpace {
			return entry(section, low, high, mapValue{})
		}
	}
	switch lex.next() {
	case tokenNumber:
		return entry(section, low, high, mapValue{number: lex.number, isNumber: true})
	case tokenString:
		return entry(section, low, high, mapValue{text: lex.text})
	case tokenName:
		return entry(section, low, high, mapValue{text: utf16Name(string(lex.text))})
	case tokenArrayOpen:
		for code := low; lex.next() == tokenString; code.code++ {
			if code.code <= high.code && !entry(section, code, code, mapValue{text: lex.text}) {
				return false
			}
		}
	}
	return true
}

// utf16Name writes the rune of a glyph's name, as some maps give it, as the
// UTF-16 that others give.
func utf16Name(name string) []byte {
	var raw []byte
	if r := runeOfName(name); r != 0 {
		for _, unit := range utf16.Encode([]rune{r}) {
			raw = append(raw, byte(unit>>8), byte(unit))
		}
	}
	return raw
}

// gb1Text returns the character of the collection Adobe-GB1, of which the first
// 7716 stand in the order of GB 2312.
func gb1Text(cid uint32) string {
	switch {
	case cid >= 1 && cid <= 95:
		return string(rune(' ' + cid - 1))
	case cid >= 814 && cid <= 907:
		return string(rune('!' + cid - 814))
	case cid == 7716:
		return " "
	}
	for i := len(gb1Rows) - 1; i >= 0; i-- {
		row := gb1Rows[i]
		if cid < row.cid {
			continue
		}
		offset := cid - row.cid
		if offset >= row.count {
			return ""
		}
		lead, trail := row.code>>8+offset/94, row.code&255+offset%94
		return (&codeMap{codec: codecGBK}).text([]byte{byte(lead), byte(trail)})
	}
	return ""
}

// gb1Rows are runs of codes of GB 2312 and their first character ids, by
// Adobe's map GB-EUC-H.
var gb1Rows = [...]struct{ code, count, cid uint32 }{
	{0xa1a1, 94, 96}, {0xa2b1, 50, 190}, {0xa2e5, 10, 240}, {0xa2f1, 12, 250}, {0xa3a1, 94, 262},
	{0xa4a1, 83, 356}, {0xa5a1, 86, 439}, {0xa6a1, 24, 525}, {0xa6c1, 53, 549}, {0xa7a1, 33, 602},
	{0xa7d1, 33, 635}, {0xa8a1, 32, 668}, {0xa8c5, 38, 700}, {0xa9a4, 76, 738}, {0xb0a1, 3755, 940},
	{0xd8a1, 3008, 4695},
}
