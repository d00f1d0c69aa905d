package pdf

import (
	"bytes"
	"compress/flate"
	"compress/lzw"
	"encoding/ascii85"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
)

// filters reads a raw filter entry: one name or an array of names.
func (inv *inventory) filters(raw []byte) []string {
	if ref, ok := target(raw); ok {
		object := inv.objects[ref.number]
		if object == nil {
			return []string{"?"}
		}
		raw = inv.body[object.start:object.end]
	}
	var names []string
	lex := &lexer{data: raw}
	for kind := lex.next(); kind != tokenEnd && len(names) < 8; kind = lex.next() {
		if kind == tokenName {
			names = append(names, string(lex.text))
		}
	}
	return names
}

// predictor is how the bytes of a stream were prepared for compression.
type predictor struct {
	kind, colors, bits, columns, early int
}

// predictors reads a raw parameters entry: one dictionary or an array.
func (inv *inventory) predictors(raw []byte) []predictor {
	if ref, ok := target(raw); ok {
		object := inv.objects[ref.number]
		if object == nil {
			return nil
		}
		raw = inv.body[object.start:object.end]
	}
	var all []predictor
	lex := &lexer{data: raw}
	for kind := lex.next(); kind != tokenEnd && len(all) < 8; kind = lex.next() {
		switch {
		case kind == tokenWord && string(lex.text) == "null":
			all = append(all, predictor{})
		case kind == tokenDictOpen:
			p := predictor{kind: 1, colors: 1, bits: 8, columns: 1, early: 1}
			for kind = lex.next(); kind == tokenName; kind = lex.next() {
				key := string(lex.text)
				value := lex.next()
				if value != tokenNumber {
					continue
				}
				n := int(min(max(lex.number, 0), 1<<20))
				switch key {
				case "Predictor":
					p.kind = n
				case "Colors":
					p.colors = n
				case "BitsPerComponent":
					p.bits = n
				case "Columns":
					p.columns = n
				case "EarlyChange":
					p.early = n
				}
			}
			all = append(all, p)
		}
	}
	return all
}

var errUnknownFilter = errors.New("unknown filter")

// decode returns the stream's bytes, decrypted and unfiltered.
func (inv *inventory) decode(object *rawObject) ([]byte, error) {
	data := inv.body[object.stream.data:object.stream.stop]
	if inv.crypt != nil && !inv.crypt.exempt(object) {
		data = inv.crypt.stream(object.reference, data)
	}
	parameters := inv.predictors(object.stream.parameters)
	for i, filter := range inv.filters(object.stream.filter) {
		p := predictor{kind: 1, early: 1}
		if i < len(parameters) {
			p = parameters[i]
		}
		var err error
		if data, err = inv.inflater.unfilter(filter, data, p); err != nil {
			return nil, err
		}
		if inv.decoded += len(data); inv.decoded > maxDecoded {
			return nil, tooLarge("decoded bytes", maxDecoded)
		}
	}
	return data, nil
}

// unfilter undoes one filter.
func (in *inflater) unfilter(filter string, data []byte, p predictor) ([]byte, error) {
	var err error
	switch filter {
	case "FlateDecode", "Fl":
		data, err = in.inflate(data)
	case "LZWDecode", "LZW":
		data, err = unLZW(data, p.early)
	case "ASCIIHexDecode", "AHx":
		lex := &lexer{data: data}
		lex.hexadecimal()
		return lex.text, nil
	case "ASCII85Decode", "A85":
		return unASCII85(data)
	case "RunLengthDecode", "RL":
		return unRunLength(data)
	case "Crypt":
		return data, nil
	default:
		return nil, fmt.Errorf("%w %s", errUnknownFilter, filter)
	}
	if err != nil {
		return nil, err
	}
	return p.undo(data)
}

// readBounded reads all of r, at most maxStream bytes; expected is a guess.
func readBounded(r io.Reader, expected int) ([]byte, error) {
	out := make([]byte, 0, min(max(expected, 512), maxStream))
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		if len(out) > maxStream {
			return nil, tooLarge("decoded bytes of a stream", maxStream)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// inflater undoes zlib compression. It keeps its tables from one stream to the
// next: a document may have thousands of small ones.
type inflater struct {
	source  bytes.Reader
	decoder io.ReadCloser
}

// inflate undoes the compression. A missing check sum is forgiven, a wrong one is
// not: a flipped digit would pass for a number.
func (in *inflater) inflate(data []byte) ([]byte, error) {
	if len(data) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	in.source.Reset(data[2:])
	if in.decoder == nil {
		in.decoder = flate.NewReader(&in.source)
	} else if err := in.decoder.(flate.Resetter).Reset(&in.source, nil); err != nil {
		return nil, err
	}
	out, err := readBounded(in.decoder, 4*len(data))
	if err != nil {
		return nil, err
	}
	rest := data[len(data)-in.source.Len():]
	if len(rest) >= 4 && binary.BigEndian.Uint32(rest) != adler32.Checksum(out) {
		return nil, errors.New("wrong check sum of a compressed stream")
	}
	return out, nil
}

func unASCII85(data []byte) ([]byte, error) {
	if end := bytes.Index(data, []byte("~>")); end >= 0 {
		data = data[:end]
	}
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
	return readBounded(ascii85.NewDecoder(bytes.NewReader(data)), len(data))
}

func unRunLength(data []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(data) && data[i] != 128; {
		n := int(data[i])
		i++
		if n < 128 {
			end := min(i+n+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		} else if i < len(data) {
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
		if len(out) > maxStream {
			return nil, tooLarge("decoded bytes of a stream", maxStream)
		}
	}
	return out, nil
}

// unLZW undoes the PDF's variant of LZW. Without the early change of the code
// width it is the one of GIF with the bits in the other order.
func unLZW(data []byte, early int) ([]byte, error) {
	if early == 0 {
		return readBounded(lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8), 4*len(data))
	}
	const clear, end = 256, 257
	type entry struct {
		prefix int32
		last   byte
		length int32
	}
	table := make([]entry, 4096)
	for i := range 256 {
		table[i] = entry{-1, byte(i), 1}
	}
	var out []byte
	next, width, previous := 258, 9, -1
	bits, have := 0, 0
	for i := 0; ; {
		for have < width {
			if i >= len(data) {
				return out, nil
			}
			bits = bits<<8 | int(data[i])
			have += 8
			i++
		}
		code := bits >> (have - width) & (1<<width - 1)
		have -= width
		bits &= 1<<have - 1
		if code == end {
			return out, nil
		}
		if code == clear {
			next, width, previous = 258, 9, -1
			continue
		}
		if code > next || code == next && previous < 0 || code < next && code > 257 && table[code].length == 0 {
			return nil, errors.New("malformed LZW data")
		}
		write, extra := code, code == next
		if extra {
			write = previous
		}
		length := int(table[write].length)
		if len(out)+length > maxStream {
			return nil, tooLarge("decoded bytes of a stream", maxStream)
		}
		from := len(out)
		out = append(out, make([]byte, length)...)
		for at, c := from+length-1, int32(write); at >= from; at-- {
			out[at] = table[c].last
			c = table[c].prefix
		}
		head := out[from]
		if extra {
			out = append(out, head)
		}
		if previous >= 0 && next < 4096 {
			table[next] = entry{int32(previous), head, table[previous].length + 1}
			next++
		}
		switch {
		case next >= 2047:
			width = 12
		case next >= 1023:
			width = 11
		case next >= 511:
			width = 10
		}
		previous = code
	}
}

// undo takes the prediction off the decompressed bytes.
func (p predictor) undo(data []byte) ([]byte, error) {
	if p.kind < 2 {
		return data, nil
	}
	if p.colors < 1 || p.colors > 32 || p.bits < 1 || p.bits > 16 || p.columns < 1 {
		return nil, errors.New("malformed predictor")
	}
	size := (p.colors*p.bits + 7) / 8
	row := (p.colors*p.bits*p.columns + 7) / 8
	if p.kind == 2 {
		if p.bits != 8 {
			return nil, errors.New("TIFF predictor of other than 8 bits")
		}
		for start := 0; start < len(data); start += row {
			line := data[start:min(start+row, len(data))]
			for i := size; i < len(line); i++ {
				line[i] += line[i-size]
			}
		}
		return data, nil
	}
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > 1 {
		kind := data[0]
		line := make([]byte, row)
		n := copy(line, data[1:])
		data = data[1+n:]
		for i := range n {
			var left, corner byte
			if i >= size {
				left, corner = line[i-size], above[i-size]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, line[:n]...)
		above = line
	}
	return out, nil
}

func paeth(left, above, corner byte) byte {
	estimate := int(left) + int(above) - int(corner)
	distance := func(v byte) int { return max(estimate-int(v), int(v)-estimate) }
	if distance(left) <= distance(above) && distance(left) <= distance(corner) {
		return left
	}
	if distance(above) <= distance(corner) {
		return above
	}
	return corner
}
