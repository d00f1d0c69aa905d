package pdf

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
	"io"
	"math/bits"
	"slices"
	"sync"
)

// inflater undoes zlib compression (RFC 1950 and 1951). It writes into one slice
// that is its own window and keeps its tables from one stream to the next: a
// document may have thousands of small streams.
type inflater struct {
	literals, distances huffman
	lengths             [maxLiterals + maxDistances]uint8

	source []byte
	pos    int
	// hold keeps the next bits of the source, the lowest first, and held their number.
	hold uint64
	held uint
}

const (
	maxLiterals  = 288
	maxDistances = 32
	longestMatch = 258
	// literalBits and distanceBits are how many bits the first look into a table takes.
	literalBits  = 9
	distanceBits = 8
)

var errCompressed = errors.New("malformed compressed data")

// inflate appends the decompressed bytes of a stream to out. A missing check sum
// is forgiven, a wrong one is not: a flipped digit would pass for a number.
func (in *inflater) inflate(out, data []byte) ([]byte, error) {
	if len(data) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	in.source, in.pos, in.hold, in.held = data[2:], 0, 0, 0
	from := len(out)
	out = slices.Grow(out, min(max(4*len(data), 4*longestMatch), maxStream))
	for last := false; !last; {
		head, err := in.bits(3)
		if err != nil {
			return nil, err
		}
		last = head&1 == 1
		switch head >> 1 {
		case 0:
			out, err = in.stored(out, from)
		case 1:
			plain := plainCodes()
			out, err = in.block(out, from, &plain[0], &plain[1])
		case 2:
			if err = in.readCodes(); err == nil {
				out, err = in.block(out, from, &in.literals, &in.distances)
			}
		default:
			err = errCompressed
		}
		if err != nil {
			return nil, err
		}
	}
	if len(out)-from > maxStream {
		return nil, tooLarge("decoded bytes of a stream", maxStream)
	}
	rest := in.source[in.pos-int(in.held/8):]
	if len(rest) >= 4 && binary.BigEndian.Uint32(rest) != adler32.Checksum(out[from:]) {
		return nil, errors.New("wrong check sum of a compressed stream")
	}
	return out, nil
}

// fill takes bits from the source until more than 48 are held, or all are.
func (in *inflater) fill() {
	if in.pos+8 <= len(in.source) {
		in.hold |= binary.LittleEndian.Uint64(in.source[in.pos:]) << in.held
		in.pos += int((63 - in.held) >> 3)
		in.held |= 56
		return
	}
	for in.held <= 56 && in.pos < len(in.source) {
		in.hold |= uint64(in.source[in.pos]) << in.held
		in.pos++
		in.held += 8
	}
}

// bits takes some bits, at most 16.
func (in *inflater) bits(n uint) (int, error) {
	if in.held < n {
		if in.fill(); in.held < n {
			return 0, io.ErrUnexpectedEOF
		}
	}
	value := int(in.hold & (1<<n - 1))
	in.drop(n)
	return value, nil
}

func (in *inflater) drop(n uint) {
	in.hold >>= n
	in.held -= n
}

// stored copies a block that is not compressed.
func (in *inflater) stored(out []byte, from int) ([]byte, error) {
	in.pos -= int(in.held / 8)
	in.hold, in.held = 0, 0
	if len(in.source)-in.pos < 4 {
		return nil, io.ErrUnexpectedEOF
	}
	head := binary.LittleEndian.Uint32(in.source[in.pos:])
	in.pos += 4
	length := int(head & 0xffff)
	if length != int(^head>>16) {
		return nil, errCompressed
	}
	if len(in.source)-in.pos < length {
		return nil, io.ErrUnexpectedEOF
	}
	if len(out)-from+length > maxStream {
		return nil, tooLarge("decoded bytes of a stream", maxStream)
	}
	out = append(out, in.source[in.pos:in.pos+length]...)
	in.pos += length
	return out, nil
}

// block decompresses one block, whose codes are given.
func (in *inflater) block(out []byte, from int, literals, distances *huffman) ([]byte, error) {
	at := len(out)
	buffer := out[:cap(out)]
	source, pos, hold, held := in.source, in.pos, in.hold, in.held
	for {
		if len(buffer)-at < longestMatch {
			if at-from > maxStream {
				return nil, tooLarge("decoded bytes of a stream", maxStream)
			}
			buffer = append(buffer[:at], make([]byte, max(at-from, 4*longestMatch))...)
			buffer = buffer[:cap(buffer)]
		}
		// A length and a distance with their extra bits take 48 bits at most.
		if held < 48 {
			if pos+8 <= len(source) {
				hold |= binary.LittleEndian.Uint64(source[pos:]) << held
				pos += int((63 - held) >> 3)
				held |= 56
			} else {
				for held <= 56 && pos < len(source) {
					hold |= uint64(source[pos]) << held
					pos++
					held += 8
				}
			}
		}
		e := literals.table[hold&(1<<literalBits-1)]
		if e&entryLink != 0 {
			e = literals.table[e>>16+uint32(hold>>literalBits)&(1<<(e>>8&15)-1)]
		}
		n := uint(e & 15)
		if n > held {
			return nil, io.ErrUnexpectedEOF
		}
		hold >>= n
		held -= n
		if e&entryLiteral != 0 {
			buffer[at] = byte(e >> 16)
			at++
			continue
		}
		if e&entryEnd != 0 {
			in.pos, in.hold, in.held = pos, hold, held
			return buffer[:at], nil
		}
		if n == 0 {
			return nil, broken(held)
		}
		extra := uint(e >> 8 & 15)
		length := int(e>>16) + int(hold&(1<<extra-1))
		if extra > held {
			return nil, io.ErrUnexpectedEOF
		}
		hold >>= extra
		held -= extra

		e = distances.table[hold&(1<<distanceBits-1)]
		if e&entryLink != 0 {
			e = distances.table[e>>16+uint32(hold>>distanceBits)&(1<<(e>>8&15)-1)]
		}
		n, extra = uint(e&15), uint(e>>8&15)
		if n == 0 {
			return nil, broken(held)
		}
		if n+extra > held {
			return nil, io.ErrUnexpectedEOF
		}
		hold >>= n
		distance := int(e>>16) + int(hold&(1<<extra-1))
		hold >>= extra
		held -= n + extra
		if distance > at-from {
			return nil, errCompressed
		}
		start := at - distance
		if distance >= length {
			copy(buffer[at:at+length], buffer[start:start+length])
			at += length
			continue
		}
		for range length {
			buffer[at] = buffer[start]
			at++
			start++
		}
	}
}

// broken is the error of bits that are no code: the source may only be short.
func broken(held uint) error {
	if held < 15 {
		return io.ErrUnexpectedEOF
	}
	return errCompressed
}

// codeOrder is the order in which the lengths of the codes for code lengths come.
var codeOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// readCodes reads the codes at the head of a block.
func (in *inflater) readCodes() error {
	head, err := in.bits(14)
	if err != nil {
		return err
	}
	literals, distances := head&31+257, head>>5&31+1
	if literals > 286 || distances > 30 {
		return errCompressed
	}
	lengths := &in.lengths
	clear(lengths[:19])
	for _, at := range codeOrder[:head>>10+4] {
		n, err := in.bits(3)
		if err != nil {
			return err
		}
		lengths[at] = uint8(n)
	}
	// The table of the distances is not needed yet.
	if !in.distances.build(lengths[:19], distanceBits, plainEntry) {
		return errCompressed
	}
	for i := 0; i < literals+distances; {
		in.fill()
		e := in.distances.table[in.hold&(1<<distanceBits-1)]
		n := uint(e & 15)
		if n == 0 {
			return broken(in.held)
		}
		if n > in.held {
			return io.ErrUnexpectedEOF
		}
		in.drop(n)
		length := uint8(e >> 16)
		if length < 16 {
			lengths[i] = length
			i++
			continue
		}
		repeat, value := 0, uint8(0)
		switch length {
		case 16:
			if i == 0 {
				return errCompressed
			}
			value = lengths[i-1]
			repeat, err = in.bits(2)
			repeat += 3
		case 17:
			repeat, err = in.bits(3)
			repeat += 3
		default:
			repeat, err = in.bits(7)
			repeat += 11
		}
		if err != nil {
			return err
		}
		if i+repeat > literals+distances {
			return errCompressed
		}
		for range repeat {
			lengths[i] = value
			i++
		}
	}
	if !in.literals.build(lengths[:literals], literalBits, literalEntry) ||
		!in.distances.build(lengths[literals:literals+distances], distanceBits, distanceEntry) {
		return errCompressed
	}
	return nil
}

// huffman is a table of codes. An entry holds in its lowest four bits how many
// bits the code takes, 0 for what is no code; then what kind it is; from bit 8 on
// the number of extra bits; from bit 16 on a byte, the least length or the least
// distance. A link leads to a second table, for codes longer than the first look:
// from bit 8 on the number of bits of that look, from bit 16 on where it begins.
type huffman struct {
	table []uint32
}

const (
	entryLiteral = 1 << 4
	entryEnd     = 1 << 5
	entryLink    = 1 << 6
)

// build makes the table of the codes with the given lengths. It reports false
// where these are no complete code; a lone code of one bit is forgiven, and no
// code at all until one is needed.
func (h *huffman) build(lengths []uint8, first uint, entry func(symbol int) uint32) bool {
	var count, next [16]int
	longest := uint(0)
	for _, n := range lengths {
		count[n]++
		longest = max(longest, uint(n))
	}
	count[0] = 0
	code := 0
	for n := uint(1); n <= longest; n++ {
		code = (code + count[n-1]) << 1
		next[n] = code
	}
	if longest > 0 {
		code += count[longest]
		if code != 1<<longest && (code != 1 || longest != 1) {
			return false
		}
	}
	if cap(h.table) < 1<<first {
		h.table = make([]uint32, 0, 2<<first)
	}
	h.table = h.table[:1<<first]
	clear(h.table)
	for symbol, length := range lengths {
		if length == 0 {
			continue
		}
		n := uint(length)
		// Codes come with their highest bit first.
		turned := uint(bits.Reverse16(uint16(next[n])) >> (16 - n))
		next[n]++
		e := entry(symbol)
		if e == 0 {
			continue // a symbol that must not occur
		}
		e |= uint32(n)
		if n <= first {
			for at := turned; at < 1<<first; at += 1 << n {
				h.table[at] = e
			}
			continue
		}
		link := &h.table[turned&(1<<first-1)]
		if *link == 0 {
			start := len(h.table)
			*link = uint32(start)<<16 | uint32(longest-first)<<8 | entryLink
			h.table = append(h.table, make([]uint32, 1<<(longest-first))...)
			link = &h.table[turned&(1<<first-1)]
		}
		part := h.table[*link>>16:][:1<<(longest-first)]
		for at := turned >> first; at < uint(len(part)); at += 1 << (n - first) {
			part[at] = e
		}
	}
	return true
}

func plainEntry(symbol int) uint32 { return uint32(symbol)<<16 | entryLiteral }

// literalEntry is the entry of a symbol of the first code: a byte, the end, or a
// length with its number of extra bits.
func literalEntry(symbol int) uint32 {
	switch {
	case symbol < 256:
		return uint32(symbol)<<16 | entryLiteral
	case symbol == 256:
		return entryEnd
	case symbol < 265:
		return uint32(symbol-254) << 16
	case symbol == 285:
		return longestMatch << 16
	case symbol < 285:
		extra := uint32(symbol-261) / 4
		return (uint32(4+(symbol-261)%4)<<extra+3)<<16 | extra<<8
	}
	return 0
}

// distanceEntry is the entry of a distance with its number of extra bits.
func distanceEntry(symbol int) uint32 {
	switch {
	case symbol < 4:
		return uint32(symbol+1) << 16
	case symbol < 30:
		extra := uint32(symbol-2) / 2
		return (uint32(2+symbol%2)<<extra+1)<<16 | extra<<8
	}
	return 0
}

// plainCodes are the codes of blocks that bring none of their own.
var plainCodes = sync.OnceValue(func() *[2]huffman {
	var lengths [maxLiterals + maxDistances]uint8
	for i := range lengths {
		switch {
		case i >= maxLiterals:
			lengths[i] = 5
		case i >= 280:
			lengths[i] = 8
		case i >= 256:
			lengths[i] = 7
		case i >= 144:
			lengths[i] = 9
		default:
			lengths[i] = 8
		}
	}
	var codes [2]huffman
	codes[0].build(lengths[:maxLiterals], literalBits, literalEntry)
	codes[1].build(lengths[maxLiterals:], distanceBits, distanceEntry)
	return &codes
})
