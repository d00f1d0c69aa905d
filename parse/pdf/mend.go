package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// tidyFile is the file that the object layer reads: a header, the original bytes,
// and behind them the objects that had to be changed and the table.
type tidyFile struct {
	body   []byte
	buffer bytes.Buffer // what stands behind the body
	// unpacked are the objects that lay in object streams.
	unpacked map[int]*rawObject
}

const header = "%PDF-1.7\n"

func newTidyFile(body []byte) *tidyFile {
	t := &tidyFile{body: body, unpacked: map[int]*rawObject{}}
	t.buffer.WriteByte('\n')
	return t
}

// size of the file in bytes; what is written next goes there.
func (t *tidyFile) size() int { return len(header) + len(t.body) + t.buffer.Len() }

// ReadAt reads the parts of the file as one.
func (t *tidyFile) ReadAt(into []byte, offset int64) (int, error) {
	read := 0
	for _, part := range [...][]byte{[]byte(header), t.body, t.buffer.Bytes()} {
		if offset < int64(len(part)) && read < len(into) {
			n := copy(into[read:], part[max(offset, 0):])
			read += n
			offset += int64(n)
		}
		offset -= int64(len(part))
	}
	if read < len(into) {
		return read, io.EOF
	}
	return read, nil
}

// unpack copies the objects of object streams.
func (t *tidyFile) unpack(inv *inventory) error {
	for _, stream := range inv.ordered {
		if stream.stream == nil || stream.kind != "ObjStm" {
			continue
		}
		if inv.objects[stream.number] != stream {
			// An older version; what it held may still be in use.
			if newer := inv.objects[stream.number]; newer.kind == "ObjStm" {
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
	count, ok1 := inv.number(stream.stream.count)
	first, ok2 := inv.number(stream.stream.first)
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
			continue // whoever needs it will find it missing
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
		if !object.needed() {
			continue
		}
		value := inv.body[object.start:object.end]
		encrypted := inv.crypt != nil && object.stream == nil && !inv.crypt.exempt(object)
		switch {
		case encrypted:
			t.copyValue(object, rewrite(value, inv.crypt.text(object.reference)))
		case object.odd:
			t.copyValue(object, rewrite(value, nil))
		case object.stream != nil && !wellKept(inv.body[object.end:object.stream.data]), object.stream == nil && !endsProperly(inv.body[object.end:]):
			t.copyValue(object, value)
		}
	}
}

// needed tells whether the object layer is going to be asked for the object. The
// elements of the logical structure are many and say nothing of the looks; of
// streams only those that stand in dictionaries of resources have a type.
func (o *rawObject) needed() bool {
	return o.kind != "StructElem" && o.kind != "ObjStm" && (o.stream == nil || o.kind != "" || o.subtype != "")
}

// copyValue writes an object; a stream becomes a dictionary.
func (t *tidyFile) copyValue(object *rawObject, value []byte) {
	object.copied = t.size()
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

// finish writes the cross-reference table and the trailer.
func (t *tidyFile) finish(inv *inventory) {
	type place struct {
		reference
		offset int
	}
	places := make([]place, 0, len(t.unpacked)+len(inv.objects))
	for number, object := range t.unpacked {
		places = append(places, place{reference{number: number}, object.copied})
	}
	for number, object := range inv.objects {
		if t.unpacked[number] != nil || !object.needed() {
			continue
		}
		offset := object.copied
		if offset == 0 {
			offset = headOfObject(inv.body, object) + len(header)
		}
		places = append(places, place{object.reference, offset})
	}
	slices.SortFunc(places, func(a, b place) int { return a.number - b.number })
	start := t.size()
	t.buffer.WriteString("xref\n")
	var line []byte
	write := func(places []place) {
		line = fmt.Appendf(line[:0], "%d %d\n", places[0].number, len(places))
		for _, p := range places {
			line = strconv.AppendInt(line, int64(p.offset), 10)
			line = append(line, ' ')
			line = strconv.AppendInt(line, int64(p.generation), 10)
			line = append(line, " n\n"...)
		}
		t.buffer.Write(line)
	}
	size := 1
	if n := len(places); n > 0 {
		size = places[n-1].number + 1
		write(places[n-1:]) // first, so that the object layer makes its table at once
	}
	for i := 0; i < len(places); {
		end := i + 1
		for end < len(places) && places[end].number == places[end-1].number+1 {
			end++
		}
		write(places[i:end])
		i = end
	}
	fmt.Fprintf(&t.buffer, "trailer\n<</Size %d /Root %s", size, inv.trailer.root)
	if _, ok := target(inv.trailer.info); ok {
		fmt.Fprintf(&t.buffer, " /Info %s", inv.trailer.info)
	}
	fmt.Fprintf(&t.buffer, ">>\nstartxref\n%d\n%%%%EOF\n", start)
}

// headOfObject finds where "12 0 obj" begins.
func headOfObject(body []byte, object *rawObject) int {
	word := bytes.LastIndex(body[:object.start], []byte("obj"))
	_, at, _ := integerBefore(body, word, true)
	_, at, _ = integerBefore(body, at, false)
	return at
}
