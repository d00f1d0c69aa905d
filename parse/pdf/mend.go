package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// tidyFile is the file being written: the original bytes, and after them the
// objects that had to be changed.
type tidyFile struct {
	buffer bytes.Buffer
	// base is where the original bytes begin.
	base int
	// unpacked are the objects that lay in object streams.
	unpacked map[int]*rawObject
}

func newTidyFile(body []byte) *tidyFile {
	t := &tidyFile{unpacked: map[int]*rawObject{}}
	t.buffer.Grow(len(body) + len(body)/8 + 4096)
	t.buffer.WriteString("%PDF-1.7\n")
	t.base = t.buffer.Len()
	t.buffer.Write(body)
	t.buffer.WriteByte('\n')
	return t
}

// unpack copies the objects of object streams.
func (t *tidyFile) unpack(inv *inventory) error {
	for _, stream := range inv.ordered {
		if !stream.isStream || name(stream.entries.kind) != "ObjStm" {
			continue
		}
		if inv.objects[stream.number] != stream {
			// An older version; what it held may still be in use.
			if newer := inv.objects[stream.number]; name(newer.entries.kind) == "ObjStm" {
				continue
			}
		}
		data, err := inv.decode(stream)
		if err != nil {
			return fmt.Errorf("object stream %d: %w", stream.number, err)
		}
		if err := t.unpackOne(inv, stream, data); err != nil {
			return err
		}
	}
	return nil
}

func (t *tidyFile) unpackOne(inv *inventory, stream *rawObject, data []byte) error {
	count, ok1 := inv.number(stream.entries.count)
	first, ok2 := inv.number(stream.entries.first)
	if !ok1 || !ok2 || count < 0 || first < 0 || first > len(data) {
		return damaged("object stream %d: bad N or First", stream.number)
	}
	index := &lexer{data: data[:first]}
	for range count {
		if index.next() != tokenNumber {
			return nil
		}
		number := int(index.number)
		if index.next() != tokenNumber {
			return nil
		}
		offset := first + int(index.number)
		if number <= 0 || offset < first || offset >= len(data) {
			continue
		}
		if number > maxObjects || len(t.unpacked) >= maxObjects {
			return tooLarge("objects", maxObjects)
		}
		if known := inv.objects[number]; known != nil && known.position > stream.position {
			continue
		}
		if known := t.unpacked[number]; known != nil && known.position > stream.position {
			continue
		}
		value := &lexer{data: data, pos: offset}
		value.skipSpace()
		start := value.pos
		if !value.skipValue(value.next()) {
			return damaged("object %d in object stream %d is malformed", number, stream.number)
		}
		object := &rawObject{reference: reference{number: number}, position: stream.position}
		raw := data[start:value.pos]
		if value.odd {
			raw = rewrite(raw, nil)
		}
		t.copyValue(object, raw)
		t.unpacked[number] = object
	}
	return nil
}

// mend copies the objects that the object layer would read wrongly: those with
// encrypted strings, oddly written ones, those without an end. Of a stream only
// the dictionary is of use.
func (t *tidyFile) mend(inv *inventory) {
	for _, object := range inv.ordered {
		if inv.objects[object.number] != object || t.unpacked[object.number] != nil {
			continue
		}
		value := inv.body[object.start:object.end]
		encrypted := inv.crypt != nil && !object.isStream && !inv.crypt.exempt(object)
		switch {
		case encrypted:
			t.copyValue(object, rewrite(value, inv.crypt.text(object.reference)))
		case object.odd:
			t.copyValue(object, rewrite(value, nil))
		case object.isStream && !wellKept(inv.body[object.end:object.data]), !object.isStream && !endsProperly(inv.body[object.end:]):
			t.copyValue(object, value)
		}
	}
}

// copyValue writes an object; a stream becomes a dictionary.
func (t *tidyFile) copyValue(object *rawObject, value []byte) {
	object.copied = t.buffer.Len()
	fmt.Fprintf(&t.buffer, "%d %d obj\n%s\nendobj\n", object.number, object.generation, value)
}

// rewrite writes a value in the plainest way: strings in hexadecimal, after undo
// if it is given, names without needless escapes, numbers as they are meant.
func rewrite(value []byte, undo func([]byte) []byte) []byte {
	var out bytes.Buffer
	lex := &lexer{data: value}
	for kind := lex.next(); kind != tokenEnd; kind = lex.next() {
		switch kind {
		case tokenString:
			text := lex.text
			if undo != nil {
				text = undo(text)
			}
			fmt.Fprintf(&out, "<%x>", text)
		case tokenName:
			out.WriteByte('/')
			for _, c := range lex.text {
				if isRegular(c) && c != '#' && c > ' ' && c < 127 {
					out.WriteByte(c)
				} else {
					fmt.Fprintf(&out, "#%02x", c)
				}
			}
		case tokenNumber:
			out.WriteString(strconv.FormatFloat(lex.number, 'f', -1, 64))
		case tokenWord:
			out.Write(lex.text)
		case tokenArrayOpen:
			out.WriteByte('[')
		case tokenArrayClose:
			out.WriteByte(']')
		case tokenDictOpen:
			out.WriteString("<<")
		case tokenDictClose:
			out.WriteString(">>")
		}
		out.WriteByte(' ')
		lex.scratch = lex.scratch[:0]
	}
	return bytes.TrimSpace(out.Bytes())
}

// wellKept tells whether the word stream is followed by nothing but the end of
// its line.
func wellKept(between []byte) bool {
	return bytes.HasSuffix(bytes.TrimSuffix(bytes.TrimSuffix(between, []byte("\n")), []byte("\r")), []byte("stream")) &&
		(bytes.HasSuffix(between, []byte("\n")) || bytes.HasSuffix(between, []byte("\r")))
}

// endsProperly tells whether endobj comes next.
func endsProperly(rest []byte) bool {
	lex := &lexer{data: rest[:min(len(rest), 64)]}
	return lex.next() == tokenWord && string(lex.text) == "endobj"
}

// finish writes the cross-reference table and the trailer and returns the file.
func (t *tidyFile) finish(inv *inventory) []byte {
	type place struct {
		reference
		offset int
	}
	var places []place
	for number, object := range t.unpacked {
		places = append(places, place{reference{number: number}, object.copied})
	}
	for number, object := range inv.objects {
		if t.unpacked[number] != nil {
			continue
		}
		offset := object.copied
		if offset == 0 {
			offset = headOfObject(inv.body, object) + t.base
		}
		places = append(places, place{object.reference, offset})
	}
	slices.SortFunc(places, func(a, b place) int { return a.number - b.number })
	start := t.buffer.Len()
	t.buffer.WriteString("xref\n")
	for i := 0; i < len(places); {
		end := i + 1
		for end < len(places) && places[end].number == places[end-1].number+1 {
			end++
		}
		fmt.Fprintf(&t.buffer, "%d %d\n", places[i].number, end-i)
		for ; i < end; i++ {
			fmt.Fprintf(&t.buffer, "%010d %05d n \n", places[i].offset, places[i].generation)
		}
	}
	size := 1
	if len(places) > 0 {
		size = places[len(places)-1].number + 1
	}
	fmt.Fprintf(&t.buffer, "trailer\n<</Size %d /Root %s", size, inv.trailer.root)
	if _, ok := target(inv.trailer.info); ok {
		fmt.Fprintf(&t.buffer, " /Info %s", inv.trailer.info)
	}
	fmt.Fprintf(&t.buffer, ">>\nstartxref\n%d\n%%%%EOF\n", start)
	return t.buffer.Bytes()
}

// headOfObject finds where "12 0 obj" begins.
func headOfObject(body []byte, object *rawObject) int {
	word := bytes.LastIndex(body[:object.start], []byte("obj"))
	_, at, _ := integerBefore(body, word, true)
	_, at, _ = integerBefore(body, at, false)
	return at
}
