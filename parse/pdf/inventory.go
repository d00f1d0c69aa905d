package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"gongkai/disclosure"
)

// reference names an indirect object.
type reference struct {
	number, generation int
}

// object is one indirect object as it stands in the bytes of the file or of an
// object stream.
type object struct {
	// start and end enclose the value, without "obj" and "endobj"; that of a
	// stream is its dictionary.
	start, end int32
	// data and stop enclose the bytes of a stream; data is 0 for anything else.
	data, stop int32
	number     int32
	generation uint16
	kind       objectKind
	// source is the index of the bytes that it stands in.
	source int32
	// position orders the versions of an object: the last one counts. What lies in
	// an object stream has the stream's position.
	position int32
}

// objectKind tells streams that hold parts of the file's structure.
type objectKind uint8

const (
	kindOther objectKind = iota
	kindObjectStream
	kindCrossReference
)

// inventory is what a scan of the file found: every object, whatever the file's
// own table says of it, so that the table's loops, sizes and offsets cannot hurt.
type inventory struct {
	body    []byte
	objects []object
	// current gives the index in objects of the last version of a number, plus one.
	current []int32
	// sources are the bytes in which objects stand: the body and object streams.
	sources [][]byte
	end     int // of the last object
	// trailer is the last one that names a root.
	trailer value
	crypt   *decryptor

	inflater inflater
	decoded  int // bytes decoded so far
}

// takeInventory finds the objects of a file. What cannot be read at all ends in a
// *layout.Unreadable.
func takeInventory(body []byte) (*inventory, error) {
	body = bytes.TrimRight(body, "\x00 \t\r\n")
	switch {
	case len(body) == 0:
		return nil, unreadable(disclosure.Empty, "文件为空", nil)
	case len(body) > maxBytes:
		return nil, tooLarge("bytes", maxBytes)
	case !bytes.Contains(body[:min(len(body), 1024)], []byte("%PDF-")):
		return nil, damaged("no %%PDF- header in the first 1024 bytes")
	}
	inv := &inventory{body: body, sources: [][]byte{body}}
	if err := inv.scan(); err != nil {
		return nil, err
	}
	if !bytes.Contains(body[inv.end:], []byte("startxref")) {
		return nil, unreadable(disclosure.Truncated, "PDF 文件不完整（缺少结尾）", errors.New("no startxref behind the last object"))
	}
	if inv.trailer.raw == nil && !inv.findRoot() {
		return nil, damaged("no trailer with a root")
	}
	if encrypt := inv.trailer.entry("Encrypt"); encrypt.raw != nil {
		crypt, err := newDecryptor(inv.trailer)
		if err != nil {
			return nil, err
		}
		inv.crypt = crypt
	}
	if err := inv.unpack(); err != nil {
		return nil, err
	}
	return inv, nil
}

// find returns the last version of an object; nil where there is none.
func (inv *inventory) find(number int) *object {
	if number <= 0 || number >= len(inv.current) || inv.current[number] == 0 {
		return nil
	}
	return &inv.objects[inv.current[number]-1]
}

// findStream returns the last version of an object if that is a stream.
func (inv *inventory) findStream(number int) *object {
	if o := inv.find(number); o != nil && o.data > 0 {
		return o
	}
	return nil
}

// value returns the value of an object; of a stream, its dictionary.
func (inv *inventory) value(o *object) value {
	return value{inv: inv, raw: inv.sources[o.source][o.start:o.end], holder: o}
}

// keep notes an object as the last version of its number.
func (inv *inventory) keep(o object) error {
	if o.number > maxObjects || len(inv.objects) >= maxObjects {
		return tooLarge("objects", maxObjects)
	}
	if missing := int(o.number) + 1 - len(inv.current); missing > 0 {
		if cap(inv.current) < len(inv.current)+missing {
			inv.current = slices.Grow(inv.current, max(missing, len(inv.current)))
		}
		inv.current = inv.current[:len(inv.current)+missing]
	}
	if len(inv.objects) == cap(inv.objects) {
		inv.objects = doubled(inv.objects)
	}
	inv.objects = append(inv.objects, o)
	inv.current[o.number] = int32(len(inv.objects))
	return nil
}

// doubled makes room in a full slice, twice as much as it has: append itself gives
// large slices but a quarter more and copies them often.
func doubled[T any](s []T) []T { return slices.Grow(s, max(len(s), 128)) }

// scan finds the objects and trailers in the order of the file.
func (inv *inventory) scan() error {
	pos, wasted := 0, 0
	for {
		at := bytes.Index(inv.body[pos:], []byte("obj"))
		gap := inv.body[pos:]
		if at >= 0 {
			gap = inv.body[pos : pos+at]
		}
		inv.readTrailers(gap)
		if at < 0 {
			return nil
		}
		word := pos + at
		pos = word + 3
		ref, ok := referenceBefore(inv.body, word)
		if !ok {
			continue
		}
		o, end, ok := inv.readObject(pos)
		if !ok {
			// What reads far for nothing must not do so again and again.
			if wasted += end - pos; wasted > maxWasted {
				return damaged("objects without an end")
			}
			continue
		}
		pos, inv.end = end, end
		if ref.number > maxObjects {
			return tooLarge("objects", maxObjects)
		}
		o.number, o.generation, o.position = int32(ref.number), uint16(ref.generation), int32(len(inv.objects))
		if err := inv.keep(o); err != nil {
			return err
		}
		if o.kind == kindCrossReference {
			if found := inv.value(&inv.objects[len(inv.objects)-1]); found.entry("Root").raw != nil {
				inv.trailer = value{inv: inv, raw: found.raw}
			}
		}
	}
}

// referenceBefore reads the two numbers before the word obj.
func referenceBefore(body []byte, word int) (reference, bool) {
	generation, at, ok := integerBefore(body, word, true)
	if !ok || generation > 65535 {
		return reference{}, false
	}
	number, _, ok := integerBefore(body, at, false)
	if !ok || number == 0 {
		return reference{}, false
	}
	return reference{number, generation}, true
}

// integerBefore reads the digits that end before end, at most ten, white space
// between; the space may lack only where loose is set. It returns where the
// digits begin.
func integerBefore(body []byte, end int, loose bool) (value, start int, ok bool) {
	i := end
	for i > 0 && isSpace(body[i-1]) {
		i--
	}
	if i == end && !loose {
		return 0, 0, false
	}
	last := i
	for scale := 1; i > 0 && last-i < 10 && body[i-1] >= '0' && body[i-1] <= '9'; scale *= 10 {
		i--
		value += int(body[i]-'0') * scale
	}
	return value, i, i < last
}

// readObject reads the object whose value begins at pos, and returns where
// reading goes on.
func (inv *inventory) readObject(pos int) (o object, end int, ok bool) {
	body := inv.body
	start := skipSpace(body, pos)
	end, ok = skipValue(body, start)
	if !ok {
		return o, end, false
	}
	o.start, o.end = int32(start), int32(end)
	if !bytes.HasPrefix(body[start:], []byte("<<")) {
		return o, end, true
	}
	data := skipSpace(body, end)
	if !bytes.HasPrefix(body[data:], []byte("stream")) {
		return o, end, true
	}
	data += len("stream")
	if data < len(body) && body[data] == '\r' {
		data++
	}
	if data < len(body) && body[data] == '\n' {
		data++
	}
	dictionary := value{inv: inv, raw: body[start:end]}
	length := -1
	for c := dictionary.entries(); ; {
		key, entry, ok := c.entry()
		if !ok {
			break
		}
		switch string(key) {
		case "Type":
			switch {
			case entry.isName("ObjStm"):
				o.kind = kindObjectStream
			case entry.isName("XRef"):
				o.kind = kindCrossReference
			}
		case "Length":
			if n, ok := entry.integer(); ok {
				length = n
			}
		}
	}
	stop, end, ok := endOfStream(body, data, length)
	o.data, o.stop = int32(data), int32(stop)
	return o, end, ok
}

// endOfStream finds where the bytes of a stream stop, and where reading goes on.
// The length is believed where endstream follows it. A stream without an end is
// none.
func endOfStream(body []byte, data, length int) (stop, end int, ok bool) {
	marker := []byte("endstream")
	if length >= 0 && length <= len(body)-data {
		stop := data + length
		rest := body[stop:min(len(body), stop+len(marker)+4)]
		if at := bytes.Index(rest, marker); at >= 0 && len(bytes.TrimSpace(rest[:at])) == 0 {
			return stop, stop + at + len(marker), true
		}
	}
	at := bytes.Index(body[data:], marker)
	if at < 0 {
		return 0, len(body), false
	}
	stop = data + at
	end = stop + len(marker)
	if stop > data && body[stop-1] == '\n' {
		stop--
	}
	if stop > data && body[stop-1] == '\r' {
		stop--
	}
	return stop, end, true
}

// readTrailers reads the trailer dictionaries in what lies between two objects.
func (inv *inventory) readTrailers(gap []byte) {
	for {
		at := bytes.Index(gap, []byte("trailer"))
		if at < 0 {
			return
		}
		gap = gap[at+len("trailer"):]
		start := skipSpace(gap, 0)
		if end, ok := skipValue(gap, start); ok {
			if found := (value{inv: inv, raw: gap[start:end]}); found.entry("Root").raw != nil {
				inv.trailer = found
			}
		}
	}
}

// findRoot looks for the catalog where no trailer names it. One in an object
// stream is not found: then nothing tells which it is.
func (inv *inventory) findRoot() bool {
	for i := range inv.objects {
		if o := &inv.objects[i]; inv.value(o).entry("Type").isName("Catalog") {
			inv.trailer = value{inv: inv, raw: fmt.Appendf(nil, "<</Root %d %d R>>", o.number, o.generation)}
		}
	}
	return inv.trailer.raw != nil
}

// unpack finds the objects in object streams.
func (inv *inventory) unpack() error {
	for i := range len(inv.objects) {
		o := inv.objects[i]
		if o.kind != kindObjectStream {
			continue
		}
		// An older version may still hold what is in use.
		if last := inv.current[o.number]; last != int32(i+1) && inv.objects[last-1].kind == kindObjectStream {
			continue
		}
		data, err := inv.decode(nil, &o)
		if err != nil {
			return fmt.Errorf("object stream %d: %w", o.number, err)
		}
		if err := inv.unpackOne(&o, data); err != nil {
			return err
		}
	}
	return nil
}

func (inv *inventory) unpackOne(stream *object, data []byte) error {
	dictionary := inv.value(stream)
	count, ok1 := dictionary.key("N").integer()
	first, ok2 := dictionary.key("First").integer()
	if !ok1 || !ok2 || count < 0 || first < 0 || first > len(data) {
		return damaged("object stream %d: bad N or First", stream.number)
	}
	inv.sources = append(inv.sources, data)
	index := cursor{value: value{raw: data[:first]}}
	for range count {
		number, ok1 := index.next().integer()
		offset, ok2 := index.next().integer()
		if !ok1 || !ok2 {
			return nil
		}
		offset += first
		if number <= 0 || offset < first || offset >= len(data) {
			continue
		}
		if number > maxObjects {
			return tooLarge("objects", maxObjects)
		}
		if known := inv.find(number); known != nil && known.position > stream.position {
			continue
		}
		start := skipSpace(data, offset)
		end, ok := skipValue(data, start)
		if !ok {
			continue // whoever needs it will find it missing
		}
		o := object{
			start: int32(start), end: int32(end), number: int32(number),
			source: int32(len(inv.sources) - 1), position: stream.position,
		}
		if err := inv.keep(o); err != nil {
			return err
		}
	}
	return nil
}
