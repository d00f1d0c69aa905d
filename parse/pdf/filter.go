package pdf

import (
	"bytes"
	"compress/lzw"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
)

// predictor is how the bytes of a stream were prepared for compression.
type predictor struct {
	kind, colors, bits, columns, early int
}

// maxFilters bounds the filters of one stream.
const maxFilters = 8

// predictorOf reads the parameters of a filter.
func predictorOf(parameters value) predictor {
	p := predictor{kind: 1, colors: 1, bits: 8, columns: 1, early: 1}
	for c := parameters.entries(); ; {
		key, entry, ok := c.entry()
		if !ok {
			return p
		}
		number, ok := entry.resolve().asNumber()
		if !ok {
			continue
		}
		n := int(min(max(number, 0), 1<<20))
		switch string(key) {
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
}

var errUnknownFilter = errors.New("unknown filter")

// step is one filter of a stream with its parameters.
type step struct {
	filter string
	predictor
}

// steps reads the filters of a stream: one name, or an array of names.
func steps(dictionary value) ([]step, error) {
	var filters, parameters value
	for c := dictionary.entries(); ; {
		key, entry, ok := c.entry()
		if !ok {
			break
		}
		switch string(key) {
		case "Filter":
			filters = entry.resolve()
		case "DecodeParms":
			parameters = entry.resolve()
		}
	}
	names, settings := filters.elements(), parameters.elements()
	var all []step
	for first := true; ; first = false {
		filter, own := filters, parameters
		if parameters.isArray() {
			own = settings.next().resolve()
		}
		switch {
		case filters.isArray():
			if !names.more() {
				return all, nil
			}
			filter = names.next().resolve()
		case !first || filters.isNull():
			return all, nil
		}
		if len(all) == maxFilters {
			return nil, fmt.Errorf("more than %d filters", maxFilters)
		}
		all = append(all, step{filter.name(), predictorOf(own)})
	}
}

// decode appends a stream's bytes, decrypted and unfiltered, to out. Where there
// is nothing to do and out is nil it returns the bytes of the file themselves.
func (inv *inventory) decode(out []byte, o *object) ([]byte, error) {
	data := inv.body[o.data:o.stop]
	if inv.crypt != nil {
		data = inv.crypt.stream(o, data)
	}
	all, err := steps(inv.value(o))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && out == nil {
		return data, nil
	}
	for i, s := range all {
		from, into := 0, []byte(nil)
		if i == len(all)-1 {
			from, into = len(out), out
		}
		if data, err = inv.inflater.unfilter(s, into, data); err != nil {
			return nil, err
		}
		if inv.decoded += len(data) - from; inv.decoded > maxDecoded {
			return nil, tooLarge("decoded bytes", maxDecoded)
		}
	}
	if len(all) == 0 {
		data = append(out, data...)
	}
	return data, nil
}

// unfilter undoes one filter and appends what comes out.
func (in *inflater) unfilter(s step, out, data []byte) ([]byte, error) {
	var err error
	from := len(out)
	switch s.filter {
	case "FlateDecode", "Fl":
		if out, err = in.inflate(out, data); err != nil {
			return nil, err
		}
		return s.undo(out, from)
	case "LZWDecode", "LZW":
		if data, err = unLZW(data, s.early); err != nil {
			return nil, err
		}
		return s.undo(append(out, data...), from)
	case "ASCIIHexDecode", "AHx":
		lex := &lexer{data: data}
		lex.hexadecimal()
		data = lex.text
	case "ASCII85Decode", "A85":
		data, err = unASCII85(data)
	case "RunLengthDecode", "RL":
		data, err = unRunLength(data)
	case "Crypt":
	default:
		return nil, fmt.Errorf("%w %s", errUnknownFilter, s.filter)
	}
	return append(out, data...), err
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

func unASCII85(data []byte) ([]byte, error) {
	if end := bytes.Index(data, []byte("~>")); end >= 0 {
		data = data[:end]
	}
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
	// Five characters are four bytes; a z alone is four, too.
	size := len(data)/5*4 + 4*bytes.Count(data, []byte("z")) + 8
	if size > maxStream {
		return nil, tooLarge("decoded bytes of a stream", maxStream)
	}
	out := make([]byte, size)
	n, _, err := ascii85.Decode(out, data, true)
	return out[:n], err
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

// undo takes the prediction off the decompressed bytes from an index on.
func (p predictor) undo(out []byte, from int) ([]byte, error) {
	if p.kind < 2 {
		return out, nil
	}
	if p.colors < 1 || p.colors > 32 || p.bits < 1 || p.bits > 16 || p.columns < 1 {
		return nil, errors.New("malformed predictor")
	}
	size := (p.colors*p.bits + 7) / 8
	row := (p.colors*p.bits*p.columns + 7) / 8
	data := out[from:]
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
		return out, nil
	}
	// Each row begins with a byte that names its prediction; the rows move up.
	above := make([]byte, row)
	for len(data) > 1 {
		kind := data[0]
		line := out[from : from+copy(out[from:min(from+row, len(out))], data[1:])]
		data = data[1+len(line):]
		for i := range line {
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
		if len(line) == row {
			above = line
		}
		from += len(line)
	}
	return out[:from], nil
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
