package kind

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

const compoundMark = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// compoundKind tells the documents apart that are kept as compound files, by the
// streams of the topmost storage: a text with a workbook in it is a text. A file
// whose directory cannot be read is judged by the names that stand in its bytes.
func compoundKind(body []byte) string {
	streams := topStreams(body)
	has := func(name string) bool { return streams[name] != nil }
	if streams == nil {
		has = func(name string) bool { return bytes.Contains(body, wide(name)) }
	}
	switch {
	case has("EncryptedPackage"), sealedText(streams["WordDocument"]), sealedBook(streams["Workbook"]):
		return Sealed
	case has("WordDocument"):
		return DOC
	case has("Workbook"), has("Book"):
		return XLS
	}
	return OLE
}

// sealedText reports whether a text of Word 97 says that it is encrypted.
func sealedText(stream []byte) bool {
	const flags, encrypted = 10, 1 << 8
	return len(stream) > flags+2 && binary.LittleEndian.Uint16(stream[flags:])&encrypted != 0
}

// sealedBook reports whether a workbook of Excel 97 begins with the record of a
// password, which stands right behind the first one or few.
func sealedBook(stream []byte) bool {
	const begin, password, few = 0x809, 0x2f, 8
	for n := range few {
		if len(stream) < 4 {
			return false
		}
		kind, size := binary.LittleEndian.Uint16(stream), int(binary.LittleEndian.Uint16(stream[2:]))
		if n == 0 && kind != begin || len(stream) < 4+size {
			return false
		}
		if kind == password {
			return true
		}
		stream = stream[4+size:]
	}
	return false
}

func wide(name string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(name)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

// The shape of a compound file: a header, then sectors chained by a table of
// which the header lists the first sectors. maxDirectory bounds the directory and
// maxTables the table, in sectors.
const (
	headerBytes  = 512
	entryBytes   = 128
	headerTables = 109
	maxDirectory = 4096
	maxTables    = 1 << 14
	noEntry      = 0xffffffff
)

// compound is a compound file: its sectors and the table that chains them.
type compound struct {
	body   []byte
	size   uint64   // of a sector, in bytes
	tables []uint32 // the sectors of the table
}

// openCompound reads which sectors hold the table: the first ones are named by the
// header, further ones by sectors that are chained by their last word.
func openCompound(body []byte) (*compound, bool) {
	if len(body) < headerBytes {
		return nil, false
	}
	shift := binary.LittleEndian.Uint16(body[30:])
	if shift != 9 && shift != 12 {
		return nil, false
	}
	c := &compound{body: body, size: 1 << shift}
	for i := range uint32(headerTables) {
		c.tables = append(c.tables, wordAt(body[76:], i))
	}
	last := c.perSector() - 1
	for at := wordAt(body[68:], 0); len(c.tables) < maxTables; {
		more := c.sector(at)
		if more == nil {
			break
		}
		for i := range last {
			c.tables = append(c.tables, wordAt(more, i))
		}
		at = wordAt(more, last)
	}
	return c, true
}

// wordAt is the n-th word of 32 bits.
func wordAt(from []byte, n uint32) uint32 { return binary.LittleEndian.Uint32(from[4*n:]) }

// perSector is how many words a sector holds.
func (c *compound) perSector() uint32 { return uint32(c.size / 4) }

// sector returns a sector, nil where the file has none of that number.
func (c *compound) sector(n uint32) []byte {
	at := (uint64(n) + 1) * c.size
	if at+c.size > uint64(len(c.body)) {
		return nil
	}
	return c.body[at : at+c.size]
}

// next is the sector that follows in a chain.
func (c *compound) next(n uint32) uint32 {
	per := c.perSector()
	if n/per >= uint32(len(c.tables)) {
		return noEntry
	}
	table := c.sector(c.tables[n/per])
	if table == nil {
		return noEntry
	}
	return wordAt(table, n%per)
}

// directory returns the entries of all storages.
func (c *compound) directory() []byte {
	var directory []byte
	at := wordAt(c.body[48:], 0)
	for range maxDirectory {
		part := c.sector(at)
		if part == nil {
			break
		}
		directory = append(directory, part...)
		at = c.next(at)
	}
	return directory
}

// topStreams returns the names of what stands in a compound file's topmost
// storage, each with its first sector (an empty one where it has none of its own),
// nil where the directory cannot be read.
func topStreams(body []byte) map[string][]byte {
	c, ok := openCompound(body)
	if !ok {
		return nil
	}
	directory := c.directory()
	if len(directory) < entryBytes {
		return nil
	}
	// The entries of a storage are a binary tree below its child.
	streams := map[string][]byte{}
	entries := uint32(len(directory) / entryBytes)
	seen := make([]bool, entries)
	todo := []uint32{wordAt(directory[76:], 0)}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n >= entries || seen[n] {
			continue
		}
		seen[n] = true
		e := directory[n*entryBytes:][:entryBytes]
		units := make([]uint16, 0, 32)
		for i := 0; i+2 < int(min(binary.LittleEndian.Uint16(e[64:]), 64)); i += 2 {
			units = append(units, binary.LittleEndian.Uint16(e[i:]))
		}
		first := []byte{}
		const smallest = 4096 // smaller streams share sectors
		if size := wordAt(e[120:], 0); size >= smallest {
			first = append(first, c.sector(wordAt(e[116:], 0))...)
		}
		streams[string(utf16.Decode(units))] = first
		todo = append(todo, wordAt(e[68:], 0), wordAt(e[72:], 0)) // the neighbours on both sides
	}
	if len(streams) == 0 {
		return nil
	}
	return streams
}
