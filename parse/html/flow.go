package html

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"gongkai/parse/raised"
)

// flow gathers text as it flows on the page: white space collapsed, lines ended
// by "\n". It holds one piece after another in one buffer.
type flow struct {
	buf   []byte
	begin int // of the current piece
	space bool
	// raised is true while a superscript is the last that was added.
	raised bool
	ends   []int // of the finished pieces
}

func (f *flow) reset() { *f = flow{buf: f.buf[:0], ends: f.ends[:0]} }

// text adds characters; with preserve, line ends and blanks count.
func (f *flow) text(s []byte, preserve bool) {
	for len(s) > 0 {
		run := 0
		for run < len(s) && !asciiSpace(s[run]) {
			run++
		}
		if run > 0 {
			if f.space && !f.lineStart() {
				f.buf = append(f.buf, ' ')
			}
			if f.raised && !f.space {
				f.buf = append(f.buf, raised.Apart(f.buf, s)...)
			}
			f.space, f.raised = false, false
			f.buf = append(f.buf, s[:run]...)
		}
		if s = s[run:]; len(s) == 0 {
			return
		}
		switch {
		case !preserve:
			f.space = true
		case s[0] == '\n':
			f.newline()
		case s[0] != '\r':
			f.buf = append(f.buf, s[0])
		}
		s = s[1:]
	}
}

// superscript adds a raised piece of text.
func (f *flow) superscript(words []byte) {
	before := f.buf[f.begin:]
	if f.space {
		before = nil
	}
	if words := raised.Text(before, string(words)); words != "" {
		f.text([]byte(words), false)
		f.raised = true
	}
}

func (f *flow) lineStart() bool {
	return len(f.buf) == f.begin || f.buf[len(f.buf)-1] == '\n'
}

// newline ends a line, also an empty one.
func (f *flow) newline() {
	f.space = false
	f.buf = append(f.buf, '\n')
}

// fresh ends the line unless it is empty, as the edge of a block does.
func (f *flow) fresh() {
	f.space = false
	if !f.lineStart() {
		f.buf = append(f.buf, '\n')
	}
}

// finish ends a piece that is the text of a cell: no empty lines, and nothing at
// all where no character leaves ink.
func (f *flow) finish() {
	piece := f.buf[f.begin:]
	out := f.buf[:f.begin]
	ink := false
	for line := range bytes.SplitSeq(piece, []byte("\n")) {
		line = bytes.TrimFunc(line, func(r rune) bool { return r < utf8.RuneSelf && asciiSpace(byte(r)) })
		if len(line) == 0 || blank(line) {
			continue
		}
		if ink {
			out = append(out, '\n')
		}
		ink = true
		out = append(out, line...)
	}
	f.buf, f.begin, f.space, f.raised = out, len(out), false, false
	f.ends = append(f.ends, len(out))
}

// lastFilled reports whether the piece finished last holds anything.
func (f *flow) lastFilled() bool {
	n := len(f.ends)
	return n == 1 && f.ends[0] > 0 || n > 1 && f.ends[n-1] > f.ends[n-2]
}

// strings returns the finished pieces, cut from one string.
func (f *flow) strings() []string {
	all := string(f.buf)
	pieces := make([]string, len(f.ends))
	begin := 0
	for i, end := range f.ends {
		pieces[i], begin = all[begin:end], end
	}
	return pieces
}

// blank reports whether no character leaves ink.
func blank(s []byte) bool {
	for len(s) > 0 {
		if s[0] > ' ' && s[0] < utf8.RuneSelf {
			return false
		}
		r, size := utf8.DecodeRune(s)
		if !blankRune(r) {
			return false
		}
		s = s[size:]
	}
	return true
}

// blankRune reports whether a character leaves no ink: spaces of all widths and
// the zero-width characters that editors leave behind.
func blankRune(r rune) bool {
	switch r {
	case '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2060', '\uFEFF', '\u00AD', '\u180E', '\u2800', '\u3164':
		return true
	}
	return unicode.IsSpace(r)
}
