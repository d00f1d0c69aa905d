package pdf

import (
	"strings"
	"unicode/utf16"
)

// parseCodeMap reads an embedded encoding map.
func parseCodeMap(data []byte) *codeMap {
	m := &codeMap{codec: codecOwn}
	readMap(data, func(section string, low, high mapCode, value mapValue) bool {
		switch section {
		case "codespacerange":
			m.spaces = append(m.spaces, codeSpace{low.length, low.code, high.code})
		case "cidrange", "cidchar":
			if value.isNumber {
				m.ranges = append(m.ranges, cidRange{low.code, high.code, uint32(value.number)})
			}
		case "usecmap":
			base := codeMapNamed(string(value.text))
			if m.codec == codecOwn && len(m.spaces) == 0 {
				m.codec, m.vertical, m.latin, m.space = base.codec, base.vertical, base.latin, base.space
			}
		case "wmode":
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
	chars  map[uint32]string
	ranges []unicodeRange
}

type unicodeRange struct {
	low, high uint32
	first     []rune // of low; the last rune counts up
}

// text returns what a code means; empty where the map does not say.
func (m *unicodeMap) text(code uint32) string {
	if m == nil {
		return ""
	}
	if text, ok := m.chars[code]; ok {
		return text
	}
	for i := len(m.ranges) - 1; i >= 0; i-- {
		if r := m.ranges[i]; code >= r.low && code <= r.high {
			last := len(r.first) - 1
			return string(r.first[:last]) + string(r.first[last]+rune(code-r.low))
		}
	}
	return ""
}

// parseToUnicode reads a ToUnicode map.
func parseToUnicode(data []byte) *unicodeMap {
	m := &unicodeMap{chars: map[uint32]string{}}
	readMap(data, func(section string, low, high mapCode, value mapValue) bool {
		if value.isNumber {
			return true
		}
		switch section {
		case "bfchar":
			m.chars[low.code] = utf16Text(value.text)
		case "bfrange":
			first := utf16Text(value.text)
			if high.code == low.code {
				m.chars[low.code] = first
			} else if high.code > low.code && first != "" {
				m.ranges = append(m.ranges, unicodeRange{low.code, high.code, []rune(first)})
			}
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

// readMap reads a character map and calls entry for each of its mappings, named
// by their section, until entry returns false. For usecmap and wmode only the
// value is set.
func readMap(data []byte, entry func(section string, low, high mapCode, value mapValue) bool) {
	lex := &lexer{data: data}
	section := ""
	var lastName []byte
	for {
		kind := lex.next()
		switch kind {
		case tokenEnd:
			return
		case tokenWord:
			word := string(lex.text)
			switch {
			case word == "usecmap":
				if !entry("usecmap", mapCode{}, mapCode{}, mapValue{text: lastName}) {
					return
				}
			case strings.HasPrefix(word, "begin"):
				section = strings.TrimPrefix(word, "begin")
			case strings.HasPrefix(word, "end"):
				section = ""
			}
		case tokenName:
			lastName = append([]byte(nil), lex.text...)
			if string(lastName) == "WMode" && lex.next() == tokenNumber {
				if !entry("wmode", mapCode{}, mapCode{}, mapValue{number: lex.number, isNumber: true}) {
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
func readMapping(lex *lexer, section string, entry func(string, mapCode, mapCode, mapValue) bool) bool {
	low := newMapCode(lex.text)
	high := low
	switch section {
	case "codespacerange":
		if lex.next() != tokenString {
			return true
		}
		return entry(section, low, newMapCode(lex.text), mapValue{})
	case "bfrange", "cidrange", "notdefrange":
		if lex.next() != tokenString {
			return true
		}
		high = newMapCode(lex.text)
	case "bfchar", "cidchar", "notdefchar":
	default:
		return true
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
