package pdf

import "bytes"

// The functions of this file pass over syntax without reading it: most of a file
// is never asked for.

// skipSpace passes white space and comments.
func skipSpace(data []byte, pos int) int {
	for pos < len(data) {
		c := data[pos]
		if isSpace(c) {
			pos++
			continue
		}
		if c != '%' {
			return pos
		}
		for pos < len(data) && data[pos] != '\n' && data[pos] != '\r' {
			pos++
		}
	}
	return pos
}

// skipRegular passes the rest of a name, a number or a word.
func skipRegular(data []byte, pos int) int {
	for pos < len(data) && isRegular(data[pos]) {
		pos++
	}
	return pos
}

// skipValue passes one value: a scalar, or an array or a dictionary up to its
// end. It reports false where the value is malformed or nested deeper than
// maxNesting.
func skipValue(data []byte, pos int) (end int, ok bool) {
	depth := 0
	for {
		if pos = skipSpace(data, pos); pos >= len(data) {
			return pos, false
		}
		switch c := data[pos]; c {
		case '/':
			pos = skipRegular(data, pos+1)
		case '(':
			pos = skipLiteral(data, pos+1)
		case '[':
			if depth++; depth > maxNesting {
				return pos, false
			}
			pos++
		case ']':
			if depth--; depth < 0 {
				return pos, false
			}
			pos++
		case '<':
			pos++
			if pos < len(data) && data[pos] == '<' {
				if depth++; depth > maxNesting {
					return pos, false
				}
				pos++
			} else if at := bytes.IndexByte(data[pos:], '>'); at >= 0 {
				pos += at + 1
			} else {
				pos = len(data)
			}
		case '>', '{', '}', ')':
			pos++
			if c == '>' && pos < len(data) && data[pos] == '>' {
				if depth--; depth < 0 {
					return pos, false
				}
				pos++
			} else if depth > 0 {
				return pos, false
			}
		default:
			end, number := skipNumber(data, pos)
			if word := data[pos:end]; depth > 0 && !number && !knownWord(word) {
				if _, _, ok := parseNumber(word); !ok {
					return end, false
				}
			}
			pos = end
		}
		if depth == 0 {
			return pos, true
		}
	}
}

// skipNumber passes a word and tells whether it is a number as almost all are
// written.
func skipNumber(data []byte, pos int) (end int, number bool) {
	if data[pos] == '-' {
		pos++
	}
	digits, points := 0, 0
	for ; pos < len(data); pos++ {
		if c := data[pos]; c-'0' < 10 {
			digits++
		} else if c == '.' {
			points++
		} else {
			break
		}
	}
	end = skipRegular(data, pos)
	return end, end == pos && digits > 0 && points < 2
}

// skipLiteral passes the rest of a literal string.
func skipLiteral(data []byte, pos int) int {
	for depth := 1; pos < len(data); pos++ {
		switch data[pos] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return pos + 1
			}
		case '\\':
			pos++
		}
	}
	return len(data)
}

// referenceEnd returns where a reference, "12 0 R", that begins at pos ends.
func referenceEnd(data []byte, pos int) (end int, ok bool) {
	for range 2 {
		start := pos
		for pos < len(data) && data[pos] >= '0' && data[pos] <= '9' {
			pos++
		}
		if pos == start || pos == len(data) || !isSpace(data[pos]) {
			return 0, false
		}
		pos = skipSpace(data, pos)
	}
	if pos >= len(data) || data[pos] != 'R' || pos+1 < len(data) && isRegular(data[pos+1]) {
		return 0, false
	}
	return pos + 1, true
}

// readReference reads the reference that a text consists of.
func readReference(text []byte) (reference, bool) {
	end, ok := referenceEnd(text, 0)
	if !ok || end != len(text) {
		return reference{}, false
	}
	var parts [2]int
	pos := 0
	for i := range parts {
		for ; !isSpace(text[pos]); pos++ {
			if parts[i] = parts[i]*10 + int(text[pos]-'0'); parts[i] > maxObjects {
				return reference{}, false
			}
		}
		pos = skipSpace(text, pos)
	}
	return reference{parts[0], parts[1]}, true
}
