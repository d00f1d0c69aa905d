package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
	"slices"

	"github.com/klauspost/compress/flate"
)

// inflater undoes zlib compression (RFC 1950). It keeps its tables from one stream
// to the next: a document may have thousands of small streams.
type inflater struct {
	source bytes.Reader
	reader io.ReadCloser
}

// inflateRoom is the least room, in bytes, that is made for what comes out.
const inflateRoom = 1 << 10

// inflate appends the decompressed bytes of a stream to out. A missing check sum
// is forgiven, a wrong one is not: a flipped digit would pass for a number.
func (in *inflater) inflate(out, data []byte) ([]byte, error) {
	if len(data) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	in.source.Reset(data[2:]) // behind the two bytes of the header
	if in.reader == nil {
		in.reader = flate.NewReader(&in.source)
	} else if err := in.reader.(flate.Resetter).Reset(&in.source, nil); err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	from := len(out)
	for {
		if len(out) == cap(out) || len(out) == from {
			out = slices.Grow(out, min(max(4*len(data), len(out)-from)+inflateRoom, maxStream))
		}
		n, err := in.reader.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case len(out)-from > maxStream:
			return nil, tooLarge("decoded bytes of a stream", maxStream)
		case err == io.EOF:
			rest := data[len(data)-in.source.Len():]
			if len(rest) >= 4 && binary.BigEndian.Uint32(rest) != adler32.Checksum(out[from:]) {
				return nil, errors.New("wrong check sum of a compressed stream")
			}
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("inflate: %w", err)
		}
	}
}
