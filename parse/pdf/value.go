package pdf

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// value is one value as it stands in the bytes of a file; the zero value is null.
// Nothing of it is read before it is asked for.
type value struct {
	inv *inventory
	raw []byte
	// holder is the indirect object that it stands in, nil for none.
	holder *object
}

// cursor goes through the values of an array or a dictionary.
type cursor struct {
	value
	pos int
}

// next returns the next value as it is written; null behind the last and where
// the bytes are malformed.
func (c *cursor) next() value {
	start := skipSpace(c.raw, c.pos)
	end, ok := referenceEnd(c.raw, start)
	if !ok {
		end, ok = skipValue(c.raw, start)
	}
	if !ok {
		c.pos = len(c.raw)
		return value{}
	}
	c.pos = end
	return value{inv: c.inv, raw: c.raw[start:end], holder: c.holder}
}

// more tells whether another value comes before the end of the array.
func (c *cursor) more() bool {
	c.pos = skipSpace(c.raw, c.pos)
	return c.pos < len(c.raw) && c.raw[c.pos] != ']'
}

// entry returns the next key of a dictionary and its value as it is written.
func (c *cursor) entry() (key []byte, entry value, ok bool) {
	start := skipSpace(c.raw, c.pos)
	if start >= len(c.raw) || c.raw[start] != '/' {
		return nil, value{}, false
	}
	c.pos = skipRegular(c.raw, start+1)
	key = unescapeName(c.raw[start+1 : c.pos])
	entry = c.next()
	return key, entry, entry.raw != nil
}

// resolve follows a reference; a reference to a reference is null.
func (v value) resolve() value {
	ref, ok := v.reference()
	if !ok {
		return v
	}
	o := v.inv.find(ref.number)
	if o == nil || int(o.generation) != ref.generation {
		return value{}
	}
	return v.inv.value(o)
}

// reference reads the value as a reference.
func (v value) reference() (reference, bool) {
	if len(v.raw) < 5 || v.raw[len(v.raw)-1] != 'R' {
		return reference{}, false
	}
	return readReference(v.raw)
}

// isDictionary tells a dictionary; so does a stream's.
func (v value) isDictionary() bool { return len(v.raw) > 1 && v.raw[0] == '<' && v.raw[1] == '<' }

func (v value) isArray() bool { return len(v.raw) > 0 && v.raw[0] == '[' }

func (v value) isNull() bool { return len(v.raw) == 0 || string(v.raw) == "null" }

// entries goes through a dictionary from its begin.
func (v value) entries() cursor {
	if !v.isDictionary() {
		return cursor{}
	}
	return cursor{value: v, pos: 2}
}

// entry returns a dictionary's entry as it is written; null where it has none. Of
// several the last one counts.
func (v value) entry(key string) value {
	var found value
	for c := v.entries(); ; {
		name, entry, ok := c.entry()
		if !ok {
			return found
		}
		if string(name) == key {
			found = entry
		}
	}
}

// key returns the value of a dictionary's entry.
func (v value) key(key string) value { return v.entry(key).resolve() }

// elements goes through an array from its begin.
func (v value) elements() cursor {
	if !v.isArray() {
		return cursor{}
	}
	return cursor{value: v, pos: 1}
}

// length counts the elements of an array.
func (v value) length() int {
	n := 0
	for c := v.elements(); c.more() && c.next().raw != nil; {
		n++
	}
	return n
}

// numbers reads an array of exactly as many numbers as there is room for.
// What is no number counts as 0.
func (v value) numbers(into []float64) bool {
	n := 0
	for c := v.elements(); c.more(); n++ {
		element := c.next()
		if element.raw == nil || n == len(into) {
			return false
		}
		into[n] = element.resolve().number()
	}
	return n == len(into)
}

// number reads the value as a number, 0 where it is none.
func (v value) number() float64 {
	n, _ := v.asNumber()
	return n
}

func (v value) asNumber() (float64, bool) {
	if len(v.raw) == 0 {
		return 0, false
	}
	n, _, ok := parseNumber(v.raw)
	return n, ok
}

// integer reads the value as a whole number.
func (v value) integer() (int, bool) {
	if len(v.raw) == 0 {
		return 0, false
	}
	n, whole, ok := parseNumber(v.raw)
	if !ok || !whole || n > 1<<31 || n < -(1<<31) {
		return 0, false
	}
	return int(n), true
}

// isName tells whether the value is the given name.
func (v value) isName(name string) bool {
	return len(v.raw) == len(name)+1 && v.raw[0] == '/' && string(v.raw[1:]) == name
}

func (v value) isAnyName() bool { return len(v.raw) > 0 && v.raw[0] == '/' }

// name reads the value as a name, without its slash; empty where it is none.
func (v value) name() string {
	if !v.isAnyName() {
		return ""
	}
	return string(unescapeName(v.raw[1:]))
}

// bytes reads the value as a string; nil where it is none.
func (v value) bytes() []byte {
	lex := lexer{data: v.raw}
	if lex.next() != tokenString {
		return nil
	}
	if v.inv != nil && v.inv.crypt != nil && v.holder != nil {
		return v.inv.crypt.text(v.holder, lex.text)
	}
	return lex.text
}

// text reads the value as a text string (ISO 32000-2, 7.9.2.2). What is in none of
// the encodings is given as it is.
func (v value) text() string {
	raw := v.bytes()
	if len(raw)%2 == 0 && bytes.HasPrefix(raw, []byte("\xfe\xff")) {
		units := make([]uint16, 0, len(raw)/2)
		for raw = raw[2:]; len(raw) > 1; raw = raw[2:] {
			units = append(units, uint16(raw[0])<<8|uint16(raw[1]))
		}
		return string(utf16.Decode(units))
	}
	var text strings.Builder
	for _, c := range raw {
		r := documentRune(c)
		if r == 0 {
			return string(raw)
		}
		text.WriteRune(r)
	}
	return text.String()
}

// documentRune decodes a byte of PDFDocEncoding (ISO 32000-2, D.3); 0 where it
// has no meaning.
func documentRune(c byte) rune {
	const low, high = "˘ˇˆ˙˝˛˚˜", "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™\ufb01\ufb02ŁŒŠŸŽıłœšž"
	switch {
	case c == '\t', c == '\n', c == '\r', c >= ' ' && c < 127, c > 0xa0 && c != 0xad:
		return rune(c)
	case c >= 0x18 && c < ' ':
		return []rune(low)[c-0x18]
	case c >= 0x80 && c < 0x9f:
		return []rune(high)[c-0x80]
	case c == 0xa0:
		return '€'
	}
	return 0
}
