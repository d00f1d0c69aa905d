package guard

import (
	"encoding/binary"
	"fmt"
	"io"
)

// A frame on the pipe between parent and child is one byte of kind, four bytes
// of length, and the payload.
const (
	// frameRequest: eight bytes of milliseconds left, then the request.
	frameRequest = 'Q'
	// frameTaken: the child has the request; no payload.
	frameTaken = 'T'
	// frameAnswer: the handler's response.
	frameAnswer = 'A'
	// frameFailure: the text of the handler's error.
	frameFailure = 'F'
)

const frameHead = 5

func writeFrame(w io.Writer, kind byte, parts ...[]byte) error {
	var head [frameHead]byte
	head[0] = kind
	length := 0
	for _, part := range parts {
		length += len(part)
	}
	binary.BigEndian.PutUint32(head[1:], uint32(length))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// readFrame reads one frame of at most limit bytes.
func readFrame(r io.Reader, limit int64) (kind byte, payload []byte, err error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	length := int64(binary.BigEndian.Uint32(head[1:]))
	if length > limit {
		return 0, nil, &frameTooLarge{length: length, limit: limit}
	}
	payload = make([]byte, length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, err
	}
	return head[0], payload, nil
}

type frameTooLarge struct{ length, limit int64 }

func (f *frameTooLarge) Error() string {
	return fmt.Sprintf("response of %d bytes exceeds the limit of %d bytes", f.length, f.limit)
}
