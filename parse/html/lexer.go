package html

import (
	"bytes"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// token is a kind of token.
type token uint8

const (
	endOfPage token = iota
	textToken
	startTag
	endTag
)

// lexer cuts a page into tags and text by the rules of the HTML standard.
// Comments, doctypes and processing instructions are passed over. It copies
// nothing: what it returns lies in the page. That is why it is here and not the
// tokenizer of x/net, which makes up half of the time of a parse.
type lexer struct {
	page []byte
	pos  int
	// tag and text are of the token that was read last. The text is still escaped
	// unless it is raw.
	tag  atom.Atom
	text []byte
	raw  bool
	// inTag is true while the attributes of a start tag have not been read.
	inTag bool
	// holder is the element whose raw content comes next.
	holder atom.Atom
	name   [24]byte
}

// next reads the next token.
func (l *lexer) next() token {
	if l.inTag {
		for {
			if _, _, ok := l.attribute(); !ok {
				break
			}
		}
	}
	if l.holder != 0 {
		holder := l.holder
		l.holder = 0
		if l.rawText(holder) {
			return textToken
		}
	}
	l.raw = false
	begin := l.pos
	for {
		at := bytes.IndexByte(l.page[l.pos:], '<')
		if at < 0 || l.pos+at+1 >= len(l.page) {
			l.pos = len(l.page)
			if begin < l.pos {
				l.text = l.page[begin:]
				return textToken
			}
			return endOfPage
		}
		at += l.pos
		after := l.page[at+1]
		markup := asciiLetter(after) || after == '!' || after == '?' || after == '/' && at+2 < len(l.page)
		if !markup {
			l.pos = at + 1
			continue
		}
		if begin < at {
			l.text, l.pos = l.page[begin:at], at
			return textToken
		}
		switch {
		case after == '!':
			l.declaration(at + 2)
		case after == '?':
			l.skipPast(at+2, '>')
		case after == '/' && !asciiLetter(l.page[at+2]):
			l.skipPast(at+2, '>')
		default:
			if kind := l.openTag(at); kind != endOfPage {
				return kind
			}
		}
		begin = l.pos
	}
}

// openTag reads the name of the tag at a position. A tag that the page ends in
// is none.
func (l *lexer) openTag(at int) token {
	kind := startTag
	l.pos = at + 1
	if l.page[l.pos] == '/' {
		kind = endTag
		l.pos++
	}
	begin := l.pos
	for l.pos < len(l.page) && !asciiSpace(l.page[l.pos]) && l.page[l.pos] != '/' && l.page[l.pos] != '>' {
		l.pos++
	}
	l.tag = atom.Lookup(l.lower(l.page[begin:l.pos]))
	l.inTag = true
	if kind == endTag {
		for {
			if _, _, ok := l.attribute(); !ok {
				break
			}
		}
	}
	if l.pos >= len(l.page) && l.page[len(l.page)-1] != '>' {
		l.inTag = false
		return endOfPage
	}
	return kind
}

// lower returns a name in lower case; names too long to be known are cut.
func (l *lexer) lower(name []byte) []byte {
	n := copy(l.name[:], name)
	for i, c := range l.name[:n] {
		if c >= 'A' && c <= 'Z' {
			l.name[i] = c + 'a' - 'A'
		}
	}
	return l.name[:n]
}

// attribute reads the next attribute of a start tag. It reports false at the end
// of the tag. The key lasts until the next call.
func (l *lexer) attribute() (key, value []byte, ok bool) {
	page := l.page
	for l.pos < len(page) && (asciiSpace(page[l.pos]) || page[l.pos] == '/') {
		l.pos++
	}
	if l.pos >= len(page) || page[l.pos] == '>' {
		l.pos = min(l.pos+1, len(page))
		l.inTag = false
		return nil, nil, false
	}
	begin := l.pos
	l.pos++ // an equals sign may begin a name
	for l.pos < len(page) && !asciiSpace(page[l.pos]) && page[l.pos] != '/' && page[l.pos] != '>' && page[l.pos] != '=' {
		l.pos++
	}
	key = l.lower(page[begin:l.pos])
	end := l.pos
	for l.pos < len(page) && asciiSpace(page[l.pos]) {
		l.pos++
	}
	if l.pos >= len(page) || page[l.pos] != '=' {
		l.pos = end
		return key, nil, true
	}
	l.pos++
	for l.pos < len(page) && asciiSpace(page[l.pos]) {
		l.pos++
	}
	if l.pos >= len(page) {
		return key, nil, true
	}
	if quote := page[l.pos]; quote == '"' || quote == '\'' {
		begin = l.pos + 1
		at := bytes.IndexByte(page[begin:], quote)
		if at < 0 {
			l.pos = len(page)
			return key, nil, true
		}
		value, l.pos = page[begin:begin+at], begin+at+1
	} else {
		begin = l.pos
		for l.pos < len(page) && !asciiSpace(page[l.pos]) && page[l.pos] != '>' {
			l.pos++
		}
		value = page[begin:l.pos]
	}
	if bytes.IndexByte(value, '&') >= 0 {
		value = unescapeTo(nil, value)
	}
	return key, value, true
}

// skipPast moves behind the next such byte.
func (l *lexer) skipPast(from int, c byte) {
	at := bytes.IndexByte(l.page[from:], c)
	if at < 0 {
		l.pos = len(l.page)
		return
	}
	l.pos = from + at + 1
}

// declaration passes over a comment or doctype; from is behind "<!".
func (l *lexer) declaration(from int) {
	rest := l.page[from:]
	if !bytes.HasPrefix(rest, []byte("--")) {
		l.skipPast(from, '>')
		return
	}
	rest = rest[2:]
	for _, empty := range [...]string{">", "->"} {
		if bytes.HasPrefix(rest, []byte(empty)) {
			l.pos = from + 2 + len(empty)
			return
		}
	}
	for at := 0; ; {
		dashes := bytes.Index(rest[at:], []byte("--"))
		if dashes < 0 {
			l.pos = len(l.page)
			return
		}
		at += dashes
		for _, end := range [...]string{"-->", "--!>"} {
			if bytes.HasPrefix(rest[at:], []byte(end)) {
				l.pos = from + 2 + at + len(end)
				return
			}
		}
		at++
	}
}

// expectRaw tells the lexer that the content of the start tag just read is text.
// In a title or text area characters may be escaped.
func (l *lexer) expectRaw(holder atom.Atom) { l.holder = holder }

// rawText reads the content of an element up to its end tag, and reports whether
// there is any.
func (l *lexer) rawText(holder atom.Atom) bool {
	begin := l.pos
	end := len(l.page)
	name := holder.String()
	escaped := false // in a script, between <!-- <script and </script
	for at := begin; ; {
		next := bytes.IndexByte(l.page[at:], '<')
		if next < 0 {
			break
		}
		at += next + 1
		rest := l.page[at:]
		if len(rest) > 0 && rest[0] == '/' && tagNamed(rest[1:], name) {
			if !escaped {
				end = at - 1
				break
			}
			escaped = false
			continue
		}
		if holder == atom.Script && !escaped && tagNamed(rest, name) {
			escaped = bytes.LastIndex(l.page[begin:at], []byte("<!--")) > bytes.LastIndex(l.page[begin:at], []byte("-->"))
		}
	}
	l.text, l.pos = l.page[begin:end], end
	l.raw = holder != atom.Title && holder != atom.Textarea
	return begin < end
}

// tagNamed reports whether a tag's name stands here, whole.
func tagNamed(s []byte, name string) bool {
	if len(s) <= len(name) || !bytes.EqualFold(s[:len(name)], []byte(name)) {
		return false
	}
	c := s[len(name)]
	return asciiSpace(c) || c == '/' || c == '>'
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// unescapeTo appends text with its character references resolved.
func unescapeTo(dst, s []byte) []byte {
	for {
		at := bytes.IndexByte(s, '&')
		if at < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:at]...)
		s = s[at:]
		if bytes.HasPrefix(s, []byte("&nbsp;")) {
			dst = append(dst, "\u00a0"...)
			s = s[len("&nbsp;"):]
			continue
		}
		end := 1
		for end < len(s) && end < 40 && (asciiLetter(s[end]) || s[end] >= '0' && s[end] <= '9' || s[end] == '#') {
			end++
		}
		if end < len(s) && s[end] == ';' {
			end++
		}
		dst = append(dst, xhtml.UnescapeString(string(s[:end]))...)
		s = s[end:]
	}
}
