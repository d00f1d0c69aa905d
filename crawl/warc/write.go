package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxFile is the size at which a file is closed and the next begun.
const maxFile = 1 << 30

// Writer appends records to files of its own. It is not safe for use by several
// goroutines at once.
type Writer struct {
	dir      string
	software string
	now      func() time.Time

	zip    *gzip.Writer
	file   *os.File
	name   string
	offset int64
	serial int
}

// NewWriter returns a writer of files under dir. The first file is made with the
// first record. Software names the program in each file's first record.
func NewWriter(dir, software string, now func() time.Time) *Writer {
	return &Writer{dir: dir, software: software, now: now, zip: gzip.NewWriter(nil)}
}

// Append writes records in one piece, and returns where each stands. They are on
// disk for certain after Sync.
func (w *Writer) Append(records ...*Record) ([]Place, error) {
	if w.file == nil || w.offset >= maxFile {
		if err := w.begin(); err != nil {
			return nil, err
		}
	}
	return w.append(records)
}

func (w *Writer) append(records []*Record) ([]Place, error) {
	var buffer bytes.Buffer
	places := make([]Place, 0, len(records))
	for _, record := range records {
		start := int64(buffer.Len())
		if err := encode(&buffer, w.zip, record); err != nil {
			return nil, fmt.Errorf("archive %s: %w", w.name, err)
		}
		places = append(places, Place{File: w.name, Offset: w.offset + start, Length: int64(buffer.Len()) - start})
	}
	if _, err := w.file.Write(buffer.Bytes()); err != nil {
		// What was written of it stays as a torn end; the next record goes to a new file.
		return nil, errors.Join(fmt.Errorf("archive %s: %w", w.name, err), w.Close())
	}
	w.offset += int64(buffer.Len())
	return places, nil
}

// Sync brings what was appended to disk.
func (w *Writer) Sync() error {
	if w.file == nil {
		return nil
	}
	if err := w.file.Sync(); err != nil {
		return fmt.Errorf("archive %s: %w", w.name, err)
	}
	return nil
}

// Close closes the present file; a later Append begins another.
func (w *Writer) Close() error {
	if w.file == nil {
		return nil
	}
	err := w.file.Close()
	w.file = nil
	return err
}

// begin makes the next file, with its warcinfo record.
func (w *Writer) begin() error {
	if err := errors.Join(w.Sync(), w.Close()); err != nil {
		return fmt.Errorf("archive %s: %w", w.name, err)
	}
	now := w.now().UTC()
	for {
		w.name = fmt.Sprintf("gongkai-%s-%05d.warc.gz", now.Format("20060102150405"), w.serial)
		w.serial++
		file, err := os.OpenFile(filepath.Join(w.dir, w.name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		w.file, w.offset = file, 0
		break
	}
	info := "software: " + w.software + "\r\nformat: WARC File Format 1.1\r\n" +
		"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
	record := New(Info, now, "application/warc-fields", []byte(info))
	record.Header.Set("WARC-Filename", w.name)
	_, err := w.append([]*Record{record})
	return err
}

// encode adds one record as one gzip member.
func encode(to *bytes.Buffer, zip *gzip.Writer, r *Record) error {
	zip.Reset(to)
	var head bytes.Buffer
	head.WriteString(versionLine + "\r\n")
	r.Header.Set("Content-Length", strconv.Itoa(len(r.Block)))
	writeFields(&head, http.Header(r.Header))
	for _, part := range [][]byte{head.Bytes(), r.Block, []byte(recordTrailer)} {
		if _, err := zip.Write(part); err != nil {
			return err
		}
	}
	return zip.Close()
}

// fieldNames are WARC's own spellings, which differ from those of MIME.
var fieldNames = [...]string{
	"WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Payload-Digest", "WARC-Block-Digest",
	"WARC-Profile", "WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Concurrent-To",
	"WARC-Truncated", "WARC-Filename", "Content-Type", "Content-Length",
}

// writeFields writes header fields in a fixed order and the empty line after
// them. Line breaks in a value would end the field: they become spaces.
func writeFields(to *bytes.Buffer, header http.Header) {
	clean := strings.NewReplacer("\r", " ", "\n", " ")
	write := func(name, key string) {
		for _, value := range header[key] {
			fmt.Fprintf(to, "%s: %s\r\n", name, clean.Replace(value))
		}
	}
	done := map[string]bool{}
	for _, name := range fieldNames {
		key := textproto.CanonicalMIMEHeaderKey(name)
		write(name, key)
		done[key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(header)) {
		if !done[key] {
			write(key, key)
		}
	}
	to.WriteString("\r\n")
}
