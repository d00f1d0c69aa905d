package warc

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/textproto"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ReadAt reads the record that stands at a place under dir.
func ReadAt(dir string, place Place) (*Record, error) {
	if place.File != filepath.Base(place.File) {
		return nil, fmt.Errorf("archive file %q: not a bare name", place.File)
	}
	file, err := os.Open(filepath.Join(dir, place.File))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	defer file.Close()
	if _, err := file.Seek(place.Offset, io.SeekStart); err != nil {
		return nil, fmt.Errorf("archive %s: %w", place.File, err)
	}
	record, err := readMember(bufio.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("archive %s at %d: %w", place.File, place.Offset, err)
	}
	return record, nil
}

// Scan yields the records of a file from an offset on, with their places. The
// last thing it yields may be an error: ErrTorn where the file ends inside of a
// record.
func Scan(path string, offset int64) iter.Seq2[Place, *RecordOrError] {
	return func(yield func(Place, *RecordOrError) bool) {
		place := Place{File: filepath.Base(path), Offset: offset}
		file, err := os.Open(path)
		if err != nil {
			yield(place, &RecordOrError{Err: fmt.Errorf("archive: %w", err)})
			return
		}
		defer file.Close()
		if _, err := file.Seek(offset, io.SeekStart); err != nil {
			yield(place, &RecordOrError{Err: fmt.Errorf("archive %s: %w", place.File, err)})
			return
		}
		counted := &counter{from: file}
		buffered := bufio.NewReader(counted)
		for {
			place.Offset = offset + counted.n - int64(buffered.Buffered())
			if _, err := buffered.Peek(1); errors.Is(err, io.EOF) {
				return
			}
			record, err := readMember(buffered)
			if err != nil {
				yield(place, &RecordOrError{Err: fmt.Errorf("archive %s at %d: %w", place.File, place.Offset, err)})
				return
			}
			place.Length = offset + counted.n - int64(buffered.Buffered()) - place.Offset
			if !yield(place, &RecordOrError{Record: record}) {
				return
			}
		}
	}
}

// RecordOrError is what Scan yields: one of the two is set.
type RecordOrError struct {
	Record *Record
	Err    error
}

type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// readMember reads one gzip member and the record in it. An end before its time
// is ErrTorn.
func readMember(from *bufio.Reader) (*Record, error) {
	zip, err := gzip.NewReader(from)
	if err != nil {
		return nil, torn(err)
	}
	defer zip.Close()
	zip.Multistream(false)
	record, err := decode(bufio.NewReader(zip))
	if err != nil {
		return nil, torn(err)
	}
	// The rest of the member is read to its checksum.
	if _, err := io.CopyN(io.Discard, zip, maxHeader); err != nil && !errors.Is(err, io.EOF) {
		return nil, torn(err)
	}
	return record, nil
}

func torn(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTorn
	}
	return err
}

func decode(from *bufio.Reader) (*Record, error) {
	line, err := textproto.NewReader(from).ReadLine()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "WARC/1.") {
		return nil, fmt.Errorf("first line %q is no WARC record", line)
	}
	header, err := readFields(from)
	if err != nil {
		return nil, err
	}
	length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 || length > maxBlock {
		return nil, fmt.Errorf("content length %q: want 0 to %d (maxBlock)", header.Get("Content-Length"), maxBlock)
	}
	block, err := io.ReadAll(io.LimitReader(from, length))
	if err != nil {
		return nil, err
	}
	if int64(len(block)) < length {
		return nil, io.ErrUnexpectedEOF
	}
	return &Record{Header: header, Block: block}, nil
}

// readFields reads "Name: value" lines up to the empty line. It is more lenient
// than MIME: old servers send names and values that MIME forbids.
func readFields(from *bufio.Reader) (textproto.MIMEHeader, error) {
	header := textproto.MIMEHeader{}
	reader := textproto.NewReader(from)
	for size := 0; size <= maxHeader; {
		line, err := reader.ReadLine()
		if err != nil {
			return nil, err
		}
		if line == "" {
			return header, nil
		}
		size += len(line)
		if name, value, found := strings.Cut(line, ":"); found {
			header.Add(name, strings.TrimSpace(value))
		}
	}
	return nil, fmt.Errorf("header is longer than %d bytes (maxHeader)", maxHeader)
}
