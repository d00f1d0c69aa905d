package html

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// attributes are the attributes of one tag that bear on the layout. The slices
// lie in the page.
type attributes struct {
	style, class, id, role               []byte
	colspan, rowspan                     []byte
	href, src, lazy, data, alt, title    []byte
	name, property, content, value, kind []byte
	width, height, srcdoc                []byte
	hidden, download                     bool
}

// read takes the attributes of the tag that the lexer stands on.
func (a *attributes) read(l *lexer) {
	*a = attributes{}
	for {
		key, value, ok := l.attribute()
		if !ok {
			return
		}
		switch string(key) {
		case "style":
			a.style = value
		case "class":
			a.class = value
		case "id":
			a.id = value
		case "role":
			a.role = value
		case "colspan", "aria-colspan", "data-colspan":
			a.colspan = value
		case "rowspan", "aria-rowspan", "data-rowspan":
			a.rowspan = value
		case "href":
			a.href = value
		case "src":
			a.src = value
		case "data-src", "data-original", "data-url", "data-href":
			a.lazy = value
		case "srcdoc":
			a.srcdoc = value
		case "data":
			a.data = value
		case "alt":
			a.alt = value
		case "title":
			a.title = value
		case "name":
			a.name = value
		case "property":
			a.property = value
		case "content":
			a.content = value
		case "value":
			a.value = value
		case "type":
			a.kind = value
		case "width":
			a.width = value
		case "height":
			a.height = value
		case "hidden":
			a.hidden = !bytes.EqualFold(value, []byte("until-found"))
		case "download":
			a.download = true
		}
	}
}

// address returns where a link, picture or frame leads, as written, or nil where
// it leads nowhere.
func (a *attributes) address(tag atom.Atom) []byte {
	address := a.src
	switch tag {
	case atom.A:
		address = a.href
	case atom.Object:
		address = a.data
	case atom.Img, atom.Image:
		// Pages that load pictures late put a dot into src.
		if len(a.lazy) > 0 {
			address = a.lazy
		}
	}
	address = bytes.TrimSpace(address)
	if len(address) > 4<<10 && !bytes.HasPrefix(address, []byte("data:image/")) {
		// What is no picture and holds its own bytes has no address.
		return address[:bytes.IndexByte(append(address[:64:64], ','), ',')]
	}
	return address
}

// words returns the words that stand for a picture.
func (a *attributes) words() []byte {
	if len(a.alt) > 0 {
		return a.alt
	}
	return a.title
}

// tiny reports whether a picture says that it is an icon or a spacer.
func (a *attributes) tiny() bool {
	const small = 40
	width, okWidth := leadingInt(a.width)
	height, okHeight := leadingInt(a.height)
	return okWidth && okHeight && width <= small && height <= small || okHeight && height <= 3 || okWidth && width <= 3
}

func (a *attributes) textField() bool {
	switch string(bytes.ToLower(a.kind)) {
	case "", "text", "number", "tel":
		return true
	}
	return false
}

// span reads a colspan or rowspan by the standard's rules: leading blanks and a
// plus are skipped, digits count up to the first other character, and what is no
// number is 1.
func span(s []byte, low, high int) uint16 {
	n, ok := leadingInt(s)
	if !ok {
		return 1
	}
	return uint16(min(max(n, low), high))
}

// leadingInt reads the digits at the start of an attribute.
func leadingInt(s []byte) (n int, ok bool) {
	for len(s) > 0 && asciiSpace(s[0]) {
		s = s[1:]
	}
	if len(s) > 0 && s[0] == '+' {
		s = s[1:]
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			break
		}
		n, ok = min(n*10+int(c-'0'), 1<<20), true
	}
	return n, ok
}
