package sniff

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
)

// zipKind tells the office formats apart by the names inside. A package that
// cannot be opened is judged by the names that stand in its bytes, so that the
// reader of that format says what is wrong with it.
func zipKind(body []byte) string {
	parts := [...]struct{ part, kind string }{
		{"word/document.xml", DOCX},
		{"xl/workbook.xml", XLSX},
		{"ppt/presentation.xml", PPTX},
		{"OFD.xml", OFD},
	}
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		if kind := declared(string(body[:min(len(body), 256)])); kind != "" {
			return kind
		}
		for _, p := range parts {
			if bytes.Contains(body, []byte(p.part)) {
				return p.kind
			}
		}
		return Zip
	}
	names := make(map[string]*zip.File, len(archive.File))
	for _, file := range archive.File {
		names[file.Name] = file
	}
	for _, p := range parts {
		if names[p.part] != nil {
			return p.kind
		}
	}
	if file := names["mimetype"]; file != nil && names["content.xml"] != nil {
		if kind := openDocument(file); kind != "" {
			return kind
		}
	}
	// Strict and transitional writers may name the main part otherwise; its folder tells.
	for _, file := range archive.File {
		switch name := strings.ReplaceAll(file.Name, `\`, "/"); {
		case strings.HasPrefix(name, "word/document"):
			return DOCX
		case strings.HasPrefix(name, "xl/worksheets/"):
			return XLSX
		}
	}
	return Zip
}

// openDocument reads the part in which a package of OpenDocument says what it is.
func openDocument(part *zip.File) string {
	r, err := part.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head := make([]byte, 128)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return ""
	}
	return declared(string(head[:n]))
}

// declared returns the kind that the media type of OpenDocument names, templates
// with their documents.
func declared(head string) string {
	_, kind, found := strings.Cut(head, "application/vnd.oasis.opendocument.")
	switch {
	case found && strings.HasPrefix(kind, "text"):
		return ODT
	case found && strings.HasPrefix(kind, "spreadsheet"):
		return ODS
	case found && strings.HasPrefix(kind, "presentation"):
		return PPTX
	}
	return ""
}

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
	maxDirectory = 4096
	maxTables    = 1 << 14
	noEntry      = 0xffffffff
)

// topStreams returns the names of what stands in a compound file's topmost
// storage, each with its first sector (an empty one where it has none of its own),
// nil where the directory cannot be read.
func topStreams(body []byte) map[string][]byte {
	if len(body) < headerBytes {
		return nil
	}
	shift := binary.LittleEndian.Uint16(body[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	size := uint64(1) << shift
	sector := func(n uint32) []byte {
		at := (uint64(n) + 1) * size
		if at+size > uint64(len(body)) {
			return nil
		}
		return body[at : at+size]
	}
	word := func(from []byte, n uint32) uint32 { return binary.LittleEndian.Uint32(from[4*n:]) }
	// The table's first sectors are named by the header, further ones by sectors that
	// are chained by their last word.
	perSector := uint32(size / 4)
	var tables []uint32
	for i := range uint32(109) {
		tables = append(tables, word(body[76:], i))
	}
	for at := word(body[68:], 0); len(tables) < maxTables; {
		more := sector(at)
		if more == nil {
			break
		}
		for i := range perSector - 1 {
			tables = append(tables, word(more, i))
		}
		at = word(more, perSector-1)
	}
	next := func(n uint32) uint32 {
		if n/perSector >= uint32(len(tables)) {
			return noEntry
		}
		table := sector(tables[n/perSector])
		if table == nil {
			return noEntry
		}
		return word(table, n%perSector)
	}
	var directory []byte
	at := word(body[48:], 0)
	for range maxDirectory {
		part := sector(at)
		if part == nil {
			break
		}
		directory = append(directory, part...)
		at = next(at)
	}
	if len(directory) < entryBytes {
		return nil
	}
	// The entries of a storage are a binary tree below its child.
	streams := map[string][]byte{}
	entries := uint32(len(directory) / entryBytes)
	seen := make([]bool, entries)
	todo := []uint32{word(directory[76:], 0)}
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
		if size := word(e[120:], 0); size >= smallest {
			first = append(first, sector(word(e[116:], 0))...)
		}
		streams[string(utf16.Decode(units))] = first
		todo = append(todo, word(e[68:], 0), word(e[72:], 0)) // the neighbours on both sides
	}
	if len(streams) == 0 {
		return nil
	}
	return streams
}
