package pdf

import (
	"bytes"
	"math"
)

// tokenKind says what a token is.
type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenName   // without the slash, escapes undone
	tokenString // literal or hexadecimal, decoded
	tokenWord   // an operator or another bare word
	tokenArrayOpen
	tokenArrayClose
	tokenDictOpen
	tokenDictClose
)

// lexer splits the syntax that objects, content streams and character maps have
// in common into tokens. It never fails: what is malformed becomes a word.
type lexer struct {
	data []byte
	pos  int
	// number belongs to the number read last, text to the last token that was none.
	// text points into data or into scratch; scratch grows until the caller resets it, so that the operands
	// of one operator stay valid together.
	number  float64
	integer bool
	text    []byte
	scratch []byte
}

// Character classes of PDF syntax.
const (
	classSpace = 1 << iota
	classDelimiter
)

var classes = [256]uint8{
	0: classSpace, '\t': classSpace, '\n': classSpace, '\f': classSpace, '\r': classSpace, ' ': classSpace,
	'<': classDelimiter, '>': classDelimiter, '(': classDelimiter, ')': classDelimiter, '[': classDelimiter,
	']': classDelimiter, '{': classDelimiter, '}': classDelimiter, '/': classDelimiter, '%': classDelimiter,
}

func isSpace(c byte) bool   { return classes[c] == classSpace }
func isRegular(c byte) bool { return classes[c] == 0 }

// next reads one token.
func (l *lexer) next() tokenKind {
	l.pos = skipSpace(l.data, l.pos)
	if l.pos >= len(l.data) {
		return tokenEnd
	}
	if c := l.data[l.pos]; c <= '9' && c >= '-' && l.plainNumber() {
		return tokenNumber
	}
	switch c := l.data[l.pos]; c {
	case '/':
		l.pos++
		l.name()
		return tokenName
	case '(':
		l.pos++
		l.literal()
		return tokenString
	case '[':
		l.pos++
		return tokenArrayOpen
	case ']':
		l.pos++
		return tokenArrayClose
	case '<':
		if l.peek(1) == '<' {
			l.pos += 2
			return tokenDictOpen
		}
		l.pos++
		l.hexadecimal()
		return tokenString
	case '>':
		if l.peek(1) == '>' {
			l.pos += 2
			return tokenDictClose
		}
		fallthrough
	case '{', '}', ')':
		l.text = l.data[l.pos : l.pos+1]
		l.pos++
		return tokenWord
	}
	start := l.pos
	l.pos = skipRegular(l.data, start)
	l.text = l.data[start:l.pos]
	number, whole, ok := parseNumber(l.text)
	if !ok {
		return tokenWord
	}
	l.number, l.integer = number, whole
	return tokenNumber
}

// plainNumber reads a number as almost all are written: a sign at the most, digits,
// a point.
func (l *lexer) plainNumber() bool {
	data, pos := l.data, l.pos
	negative := data[pos] == '-'
	if negative {
		pos++
	}
	var all int64
	digits, point := 0, -1
	for ; pos < len(data); pos++ {
		c := data[pos]
		if c-'0' < 10 {
			all = all*10 + int64(c-'0')
			digits++
		} else if c == '.' && point < 0 {
			point = digits
		} else {
			break
		}
	}
	if digits == 0 || digits > exactDigits || pos < len(data) && isRegular(data[pos]) {
		return false
	}
	number := float64(all)
	if point >= 0 {
		number /= powers[digits-point]
	}
	if negative {
		number = -number
	}
	l.pos, l.number, l.integer = pos, number, point < 0
	return true
}

func (l *lexer) peek(ahead int) byte {
	if l.pos+ahead < len(l.data) {
		return l.data[l.pos+ahead]
	}
	return 0
}

// parseNumber reads a text, which is not empty, as a number, forgiving what viewers
// forgive: several signs, and a minus in the middle that ends the number.
func parseNumber(text []byte) (number float64, whole, ok bool) {
	if c := text[0]; c > '9' || c < '+' || c == ',' || c == '/' {
		return 0, false, false
	}
	negative := false
	i := 0
	for i < len(text) && (text[i] == '-' || text[i] == '+') {
		negative = negative || text[i] == '-'
		i++
	}
	var digits, fraction int
	var short int64
	point := false
loop:
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if digits < exactDigits {
				short = short*10 + int64(c-'0')
			} else {
				if digits == exactDigits {
					number = float64(short)
				}
				number = number*10 + float64(c-'0')
			}
			digits++
			if point {
				fraction++
			}
		case c == '.' && !point:
			point = true
		case c == '-' && digits > 0:
			break loop
		default:
			return 0, false, false
		}
	}
	if digits == 0 && !point {
		return 0, false, false
	}
	if digits <= exactDigits {
		number = float64(short)
	}
	if fraction < len(powers) {
		number /= powers[fraction]
	} else {
		number /= math.Pow10(fraction)
	}
	if math.IsInf(number, 0) || math.IsNaN(number) {
		number = 0
	}
	if negative {
		number = -number
	}
	return number, !point, true
}

// exactDigits is how many digits a float64 holds exactly.
const exactDigits = 15

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

func (l *lexer) name() {
	start := l.pos
	l.pos = skipRegular(l.data, start)
	l.text = unescapeName(l.data[start:l.pos])
}

// unescapeName undoes the escapes of a name, which are rare.
func unescapeName(raw []byte) []byte {
	if bytes.IndexByte(raw, '#') < 0 {
		return raw
	}
	text := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && unhex(raw[i+1]) >= 0 && unhex(raw[i+2]) >= 0 {
			text = append(text, byte(unhex(raw[i+1])<<4|unhex(raw[i+2])))
			i += 2
			continue
		}
		text = append(text, raw[i])
	}
	return text
}

func (l *lexer) literal() {
	// Most strings need no decoding.
	for i := l.pos; i < len(l.data); i++ {
		c := l.data[i]
		if c == ')' {
			l.text = l.data[l.pos:i:i]
			l.pos = i + 1
			return
		}
		if c == '(' || c == '\\' || c == '\r' {
			break
		}
	}
	from := len(l.scratch)
	for depth := 1; l.pos < len(l.data); {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				l.text = l.scratch[from:len(l.scratch):len(l.scratch)]
				return
			}
		case '\r':
			if l.peek(0) == '\n' {
				l.pos++
			}
			c = '\n'
		case '\\':
			l.escape()
			continue
		}
		l.scratch = append(l.scratch, c)
	}
	l.text = l.scratch[from:len(l.scratch):len(l.scratch)]
}

// escape reads what follows a backslash in a literal string.
func (l *lexer) escape() {
	if l.pos >= len(l.data) {
		return
	}
	c := l.data[l.pos]
	l.pos++
	switch c {
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case '\n':
		return
	case '\r':
		if l.peek(0) == '\n' {
			l.pos++
		}
		return
	case '0', '1', '2', '3', '4', '5', '6', '7':
		value := int(c - '0')
		for range 2 {
			d := l.peek(0)
			if d < '0' || d > '7' {
				break
			}
			value = value*8 + int(d-'0')
			l.pos++
		}
		c = byte(value)
	}
	l.scratch = append(l.scratch, c)
}

func (l *lexer) hexadecimal() {
	from := len(l.scratch)
	high := -1
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		l.pos++
		if c == '>' {
			break
		}
		digit := unhex(c)
		switch {
		case digit < 0:
		case high < 0:
			high = digit
		default:
			l.scratch = append(l.scratch, byte(high<<4|digit))
			high = -1
		}
	}
	if high >= 0 {
		l.scratch = append(l.scratch, byte(high<<4))
	}
	l.text = l.scratch[from:len(l.scratch):len(l.scratch)]
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// skipValue passes the value whose first token is given: a scalar, or an array
// or a dictionary up to its end. It reports false where the value is malformed
// or nested deeper than maxNesting.
func (l *lexer) skipValue(first tokenKind) bool {
	depth := 0
	for kind := first; ; kind = l.next() {
		switch kind {
		case tokenEnd:
			return false
		case tokenArrayOpen, tokenDictOpen:
			if depth++; depth > maxNesting {
				return false
			}
		case tokenArrayClose, tokenDictClose:
			if depth--; depth < 0 {
				return false
			}
		case tokenWord:
			if depth > 0 && !knownWord(l.text) {
				return false
			}
		}
		if depth == 0 {
			return true
		}
		l.scratch = l.scratch[:0]
	}
}

// knownWord tells the bare words that occur inside of objects.
func knownWord(word []byte) bool {
	switch string(word) {
	case "R", "true", "false", "null":
		return true
	}
	return false
}
