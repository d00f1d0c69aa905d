package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"gongkai/disclosure"
)

// reference names an indirect object.
type reference struct {
	number     int
	generation int
}

// rawObject is one indirect object as it stands in the bytes of the file.
type rawObject struct {
	reference
	start, end int // the value, without "obj" and "endobj"; for a stream, its dictionary
	// kind and subtype are the names of its dictionary.
	kind, subtype string
	// stream holds what only streams have.
	stream *rawStream
	odd    bool // written in a way that the object layer does not read
	// position orders the versions of an object: the last one counts. What lies in
	// an object stream has the stream's position.
	position int
	// copied is where the object begins in the tidy file, 0 while it is not copied.
	copied int
}

// rawStream is where the bytes of a stream lie, and the entries that tell how to
// read them.
type rawStream struct {
	entries
	data, stop int
}

// entries are the raw values of the dictionary keys that tidying looks at.
type entries struct {
	kind, subtype, length, filter, parameters, count, first, root, info, encrypt, id []byte
}

// inventory is what a scan of the file found.
type inventory struct {
	body    []byte
	objects map[int]*rawObject
	ordered []*rawObject
	room    []rawObject
	end     int // of the last object
	// trailer is the last one that names a root.
	trailer entries
	crypt   *decryptor

	inflater inflater
	decoded  int // bytes decoded so far
}

// tidy returns what the file holds, and the file as one that the object layer can
// read in bounded time: header at the start, objects plain, one cross-reference
// table. Streams are left as they are: their bytes come from the inventory. What
// it cannot make tidy ends in a *layout.Unreadable.
func tidy(body []byte) (*inventory, *tidyFile, error) {
	body = bytes.TrimRight(body, "\x00 \t\r\n")
	switch {
	case len(body) == 0:
		return nil, nil, unreadable(disclosure.Empty, "文件为空", nil)
	case len(body) > maxBytes:
		return nil, nil, tooLarge("bytes", maxBytes)
	case !bytes.Contains(body[:min(len(body), 1024)], []byte("%PDF-")):
		return nil, nil, damaged("no %%PDF- header in the first 1024 bytes")
	}
	inv := &inventory{body: body, objects: map[int]*rawObject{}}
	if err := inv.scan(); err != nil {
		return nil, nil, err
	}
	if !bytes.Contains(body[inv.end:], []byte("startxref")) {
		return nil, nil, unreadable(disclosure.Truncated, "PDF 文件不完整（缺少结尾）", errors.New("no startxref behind the last object"))
	}
	if inv.trailer.root == nil && !inv.findRoot() {
		return nil, nil, damaged("no trailer with a root")
	}
	if inv.trailer.encrypt != nil {
		crypt, err := newDecryptor(inv)
		if err != nil {
			return nil, nil, err
		}
		inv.crypt = crypt
	}
	out := newTidyFile(body)
	if err := out.unpack(inv); err != nil {
		return nil, nil, err
	}
	out.mend(inv)
	out.finish(inv)
	return inv, out, nil
}

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
		object, end, ok := inv.readObject(ref, pos)
		if !ok {
			// What reads far for nothing must not do so again and again.
			if wasted += end - pos; wasted > maxWasted {
				return damaged("objects without an end")
			}
			continue
		}
		pos, inv.end = end, end
		if object.number > maxObjects || len(inv.ordered) >= maxObjects {
			return tooLarge("objects", maxObjects)
		}
		object.position = len(inv.ordered)
		inv.ordered = append(inv.ordered, object)
		inv.objects[object.number] = object
		if object.kind == "XRef" && object.stream != nil && object.stream.root != nil {
			inv.trailer = object.stream.entries
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

// integerBefore reads the digits that end before end, white space between; the
// space may lack only where loose is set. It returns where the digits begin.
func integerBefore(body []byte, end int, loose bool) (value, start int, ok bool) {
	i := end
	for i > 0 && isSpace(body[i-1]) {
		i--
	}
	if i == end && !loose {
		return 0, 0, false
	}
	last := i
	for i > 0 && last-i < 10 && body[i-1] >= '0' && body[i-1] <= '9' {
		i--
	}
	if i == last {
		return 0, 0, false
	}
	value, err := strconv.Atoi(string(body[i:last]))
	return value, i, err == nil
}

// readObject reads the object whose value begins at pos.
func (inv *inventory) readObject(ref reference, pos int) (*rawObject, int, bool) {
	lex := &lexer{data: inv.body, pos: pos}
	lex.skipSpace()
	object := inv.newObject()
	object.reference, object.start = ref, lex.pos
	first := lex.next()
	var found entries
	if first == tokenDictOpen {
		if !found.read(lex) {
			return nil, lex.pos, false
		}
		object.kind, object.subtype = name(found.kind), name(found.subtype)
	} else if !lex.skipValue(first) {
		return nil, lex.pos, false
	}
	object.end, object.odd = lex.pos, lex.odd
	after := lex.pos
	if lex.next() == tokenWord && bytes.HasPrefix(lex.text, []byte("stream")) && first == tokenDictOpen {
		object.stream = &rawStream{entries: found}
		object.stream.data = after + bytes.Index(inv.body[after:], []byte("stream")) + len("stream")
		if d := object.stream.data; d < len(inv.body) && inv.body[d] == '\r' {
			object.stream.data++
		}
		if d := object.stream.data; d < len(inv.body) && inv.body[d] == '\n' {
			object.stream.data++
		}
		after, ok := inv.endOfStream(object.stream)
		return object, after, ok
	}
	return object, after, true
}

// newObject returns room for an object; a file has many.
func (inv *inventory) newObject() *rawObject {
	if len(inv.room) == 0 {
		inv.room = make([]rawObject, 128)
	}
	object := &inv.room[0]
	inv.room = inv.room[1:]
	return object
}

// endOfStream finds where the stream's bytes stop, sets stop, and returns where
// reading goes on. The length is believed where endstream follows it. A stream
// without an end is none.
func (inv *inventory) endOfStream(object *rawStream) (int, bool) {
	marker := []byte("endstream")
	if length, ok := integer(object.length); ok && length >= 0 && length <= len(inv.body)-object.data {
		stop := object.data + length
		rest := inv.body[stop:min(len(inv.body), stop+len(marker)+4)]
		if at := bytes.Index(rest, marker); at >= 0 && len(bytes.TrimSpace(rest[:at])) == 0 {
			object.stop = stop
			return stop + at + len(marker), true
		}
	}
	at := bytes.Index(inv.body[object.data:], marker)
	if at < 0 {
		return len(inv.body), false
	}
	stop := object.data + at
	after := stop + len(marker)
	if stop > object.data && inv.body[stop-1] == '\n' {
		stop--
	}
	if stop > object.data && inv.body[stop-1] == '\r' {
		stop--
	}
	object.stop = stop
	return after, true
}

// readTrailers reads the trailer dictionaries in what lies between two objects.
func (inv *inventory) readTrailers(gap []byte) {
	for {
		at := bytes.Index(gap, []byte("trailer"))
		if at < 0 {
			return
		}
		gap = gap[at+len("trailer"):]
		lex := &lexer{data: gap}
		var found entries
		if lex.next() == tokenDictOpen && found.read(lex) && found.root != nil {
			inv.trailer = found
		}
	}
}

// findRoot looks for the catalog where no trailer names it. One in an object
// stream is not found: then nothing tells which it is.
func (inv *inventory) findRoot() bool {
	for _, object := range inv.ordered {
		if object.kind == "Catalog" {
			inv.trailer.root = fmt.Appendf(nil, "%d %d R", object.number, object.generation)
		}
	}
	return inv.trailer.root != nil
}

// read reads the entries of a dictionary whose opening was just read, up to its
// end. It reports false where the dictionary is malformed.
func (e *entries) read(lex *lexer) bool {
	for {
		switch kind := lex.next(); kind {
		case tokenDictClose:
			return true
		case tokenName:
			field := e.field(lex.text)
			lex.skipSpace()
			start := lex.pos
			if !lex.skipValue(lex.next()) {
				return false
			}
			end := lex.pos
			// A reference is three tokens.
			if lex.number >= 0 && endsWithNumber(lex.data[start:end]) {
				if lex.next() == tokenNumber && lex.next() == tokenWord && string(lex.text) == "R" {
					end = lex.pos
				}
				lex.pos = end
			}
			if field != nil {
				*field = lex.data[start:end]
			}
			lex.scratch = lex.scratch[:0]
		default:
			return false
		}
	}
}

func endsWithNumber(value []byte) bool {
	return len(value) > 0 && value[len(value)-1] >= '0' && value[len(value)-1] <= '9' && value[0] != '/' && value[0] != '[' && value[0] != '<'
}

func (e *entries) field(key []byte) *[]byte {
	switch string(key) {
	case "Type":
		return &e.kind
	case "Subtype":
		return &e.subtype
	case "Length":
		return &e.length
	case "Filter":
		return &e.filter
	case "DecodeParms":
		return &e.parameters
	case "N":
		return &e.count
	case "First":
		return &e.first
	case "Root":
		return &e.root
	case "Info":
		return &e.info
	case "Encrypt":
		return &e.encrypt
	case "ID":
		return &e.id
	}
	return nil
}

// name reads a raw value as a name.
func name(raw []byte) string {
	lex := &lexer{data: raw}
	if lex.next() != tokenName {
		return ""
	}
	for _, known := range knownNames {
		if string(lex.text) == known {
			return known
		}
	}
	return string(lex.text)
}

// knownNames are the types that most objects have.
var knownNames = [...]string{"StructElem", "Font", "FontDescriptor", "Page", "Annot", "XObject", "Form", "Image"}

// integer reads a raw value as a whole number; a reference is none.
func integer(raw []byte) (int, bool) {
	lex := &lexer{data: raw}
	if lex.next() != tokenNumber || !lex.integer || lex.number > 1<<31 || lex.number < -(1<<31) {
		return 0, false
	}
	value := int(lex.number)
	return value, lex.next() == tokenEnd
}

// target reads a raw value as a reference.
func target(raw []byte) (reference, bool) {
	lex := &lexer{data: raw}
	if lex.next() != tokenNumber || lex.number < 0 || lex.number > maxObjects {
		return reference{}, false
	}
	number := int(lex.number)
	if lex.next() != tokenNumber {
		return reference{}, false
	}
	generation := int(lex.number)
	return reference{number, generation}, lex.next() == tokenWord && string(lex.text) == "R"
}

// dictionary returns the bytes of the dictionary that a raw value is or refers to.
func (inv *inventory) dictionary(raw []byte) []byte {
	if ref, ok := target(raw); ok {
		object := inv.objects[ref.number]
		if object == nil || object.stream != nil {
			return nil
		}
		return inv.body[object.start:object.end]
	}
	return raw
}

// number returns the whole number that a raw value is or refers to.
func (inv *inventory) number(raw []byte) (int, bool) {
	if ref, ok := target(raw); ok {
		object := inv.objects[ref.number]
		if object == nil || object.stream != nil {
			return 0, false
		}
		raw = inv.body[object.start:object.end]
	}
	return integer(raw)
}
