package narrative

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestServeAnswersEachLineAndGoesOnAfterABadOne(t *testing.T) {
	in := strings.Join([]string{
		`{"id":"a","text":"收到政府信息公开申请3件。","year":2021}`,
		``,
		`{"id":7,"text":"培训2次。","year":2021}`,
		`not json`,
		`{"id":"b","year":2021}`,
		`{"id":"` + strings.Repeat("x", maxLine) + `","text":""}`,
		`{"id":"c","text":"主动公开政府信息约80条","year":2021}`,
	}, "\n")
	var out bytes.Buffer
	err := Serve(strings.NewReader(in), &out)
	if !errors.Is(err, ErrLines) || !strings.HasPrefix(err.Error(), "3 ") {
		t.Errorf("error %v, want three bad lines", err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	want := []string{
		`{"id":"a","claims":[{"metric":"applications.received.total","value":"3","approx":false}]}`,
		`{"id":7,"claims":[]}`,
		`{"line":4,"error":`,
		`{"line":5,"error":"no text"}`,
		`{"line":6,"error":"longer than 1048576 bytes"}`,
		`{"id":"c","claims":[{"metric":"disclosure.published_count","value":"80","approx":true}]}`,
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines %q, want %d", len(lines), lines, len(want))
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("line %d is %s, want %s", i, lines[i], want[i])
		}
	}
}

func TestServeSaysWhenItCannotWrite(t *testing.T) {
	if err := Serve(strings.NewReader(`{"id":1,"text":""}`), refusing{}); err == nil {
		t.Error("no error from a writer that refuses")
	}
}

type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, errors.New("no") }
