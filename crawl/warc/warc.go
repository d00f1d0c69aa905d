// Package warc writes and reads the archive's files: WARC 1.1 (ISO 28500:2017),
// each record its own gzip member, one after another.
//
// A [Writer] only ever appends, and to a file that it created itself: a run never
// touches the files of another. Each call of Append is one write of whole members,
// so a file that a crash tore is torn at its end only; [Scan] reports that as
// [ErrTorn] after the whole records before it.
package warc

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"strings"
	"time"
)

// The record types in use.
const (
	Info     = "warcinfo"
	Request  = "request"
	Response = "response"
	Revisit  = "revisit"
	Metadata = "metadata"
)

// The profiles of a revisit record.
const (
	NotModified   = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
	SamePayload   = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	httpRequest   = "application/http;msgtype=request"
	httpResponse  = "application/http;msgtype=response"
	dateLayout    = "2006-01-02T15:04:05Z"
	maxHeader     = 64 << 10
	maxBlock      = 512 << 20
	versionLine   = "WARC/1.1"
	digestPrefix  = "sha256:"
	recordTrailer = "\r\n\r\n"
)

// ErrTorn is the error of a record that ends before its length, as a crash in
// the middle of a write leaves it.
var ErrTorn = errors.New("torn record")

// Record is one WARC record: its named fields and its block.
type Record struct {
	Header textproto.MIMEHeader
	Block  []byte
}

// Place is where a record stands.
type Place struct {
	// File is the file's name without its directory.
	File string
	// Offset and Length are of the compressed member, in bytes.
	Offset, Length int64
}

// ID returns the record's own id, "<urn:uuid:…>".
func (r *Record) ID() string { return r.Header.Get("WARC-Record-ID") }

// Type returns the record's type.
func (r *Record) Type() string { return r.Header.Get("WARC-Type") }

// New makes a record with a fresh id. A zero date is left to the caller's error:
// every record has one.
func New(kind string, date time.Time, contentType string, block []byte) *Record {
	r := &Record{Header: textproto.MIMEHeader{}, Block: block}
	r.Header.Set("WARC-Type", kind)
	r.Header.Set("WARC-Record-ID", newID())
	r.Header.Set("WARC-Date", date.UTC().Format(dateLayout))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Header.Set("WARC-Block-Digest", Digest(block))
	return r
}

// NewRequest makes the record of a request as it was sent.
func NewRequest(date time.Time, target, method, path, host string, header http.Header, body []byte) *Record {
	var head bytes.Buffer
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, path, host)
	writeFields(&head, header)
	head.Write(body)
	r := New(Request, date, httpRequest, head.Bytes())
	r.Header.Set("WARC-Target-URI", target)
	return r
}

// NewResponse makes the record of a response: body is the payload as it came,
// still in its content encoding.
func NewResponse(date time.Time, target string, status int, header http.Header, body []byte) *Record {
	r := New(Response, date, httpResponse, append(httpHead(status, header), body...))
	r.Header.Set("WARC-Target-URI", target)
	r.Header.Set("WARC-Payload-Digest", Digest(body))
	return r
}

// NewRevisit makes the record of a response whose payload is kept elsewhere: the
// record of the given target, date and id.
func NewRevisit(date time.Time, target, profile string, status int, header http.Header, original Reference) *Record {
	r := New(Revisit, date, httpResponse, httpHead(status, header))
	r.Header.Set("WARC-Target-URI", target)
	r.Header.Set("WARC-Profile", profile)
	r.Header.Set("WARC-Refers-To", original.ID)
	r.Header.Set("WARC-Refers-To-Target-URI", original.Target)
	r.Header.Set("WARC-Refers-To-Date", original.Date.UTC().Format(dateLayout))
	r.Header.Set("WARC-Payload-Digest", original.Digest)
	return r
}

// Reference names the record that holds the payload of a revisit.
type Reference struct {
	ID, Target, Digest string
	Date               time.Time
}

// Digest returns the digest of a payload as WARC writes it, "sha256:…" in hexadecimal.
func Digest(payload []byte) string {
	sum := sha256.Sum256(payload)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// HTTP splits the block of a request or response record into its status or
// request line, its header and its body.
func (r *Record) HTTP() (line string, header http.Header, body []byte, err error) {
	head, body, found := bytes.Cut(r.Block, []byte("\r\n\r\n"))
	if !found {
		return "", nil, nil, errors.New("http block without a head")
	}
	line, rest, _ := strings.Cut(string(head), "\r\n")
	fields, err := readFields(bufio.NewReader(strings.NewReader(rest + "\r\n\r\n")))
	if err != nil {
		return "", nil, nil, fmt.Errorf("http head: %w", err)
	}
	return line, http.Header(fields), body, nil
}

func httpHead(status int, header http.Header) []byte {
	var head bytes.Buffer
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	writeFields(&head, header)
	return head.Bytes()
}

func newID() string {
	var b [16]byte
	// rand.Read never fails: it ends the program where the system has no randomness.
	_, _ = rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
