package narrative

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gongkai/disclosure"
)

// maxLine bounds one line of input to Serve.
const maxLine = 1 << 20

// ErrLines says that Serve met lines that it could not read; the others were
// answered.
var ErrLines = errors.New("no JSON object with a text, or longer than 1 MiB")

// request is one line of input: a text and the year it reports on. The id is
// handed back as it came.
type request struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
	Year int             `json:"year"`
}

type answer struct {
	ID     json.RawMessage `json:"id"`
	Claims []answerClaim   `json:"claims"`
}

type answerClaim struct {
	Metric string            `json:"metric"`
	Value  disclosure.Number `json:"value"`
	Approx bool              `json:"approx"`
}

type badLine struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// Serve reads JSON lines {"id","text","year"} and writes, for each, one line
// {"id","claims":[{"metric","value","approx"}]}, the value as a decimal string. A
// line that cannot be read is answered with {"line","error"}, and Serve goes on;
// it then ends with an error that wraps ErrLines and counts them.
func Serve(in io.Reader, out io.Writer) error {
	reader := bufio.NewReaderSize(in, 64<<10)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	bad := 0
	for number := 1; ; number++ {
		line, tooLong, err := readLine(reader)
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(fmt.Errorf("read line %d: %w", number, err), writer.Flush())
		}
		if tooLong || len(bytes.TrimSpace(line)) > 0 {
			reply, readable := respond(line, tooLong, number)
			if !readable {
				bad++
			}
			if err := encoder.Encode(reply); err != nil {
				return fmt.Errorf("write answer to line %d: %w", number, err)
			}
		}
		if err != nil {
			break
		}
	}
	if err := writer.Flush(); err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	if bad > 0 {
		return fmt.Errorf("%d lines unread: %w", bad, ErrLines)
	}
	return nil
}

func respond(line []byte, tooLong bool, number int) (reply any, readable bool) {
	if tooLong {
		return badLine{Line: number, Error: fmt.Sprintf("longer than %d bytes", maxLine)}, false
	}
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return badLine{Line: number, Error: err.Error()}, false
	}
	if asked.Text == nil {
		return badLine{Line: number, Error: "no text"}, false
	}
	found := answer{ID: asked.ID, Claims: []answerClaim{}}
	for _, claim := range Claims(*asked.Text, asked.Year) {
		found.Claims = append(found.Claims, answerClaim{Metric: claim.Metric, Value: claim.Value, Approx: claim.Approx})
	}
	return found, true
}

// readLine returns the next line without its end; of one that is too long it
// keeps nothing. The error is io.EOF with the last line.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if !tooLong {
			line = append(line, part...)
			if len(line) > maxLine {
				line, tooLong = nil, true
			}
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), tooLong, err
		}
	}
}
