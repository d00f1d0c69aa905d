package warc

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

func at() time.Time { return noon }

// sample is one of each record that the crawler writes.
func sample() []*Record {
	header := http.Header{"Content-Type": {"text/html; charset=gbk"}, "Set-Cookie": {"a=1", "b=2"}, "X-Odd": {"line\r\nbreak"}}
	response := NewResponse(noon, "http://www.example.test/年报.html", 200, header, []byte("<html>\xc4\xea\xb1\xa8\r\n\r\n</html>"))
	request := NewRequest(noon, "http://www.example.test/", "POST", "/search.jsp?p=1", "www.example.test", http.Header{"User-Agent": {"gongkai/dev"}}, []byte("a=1"))
	request.Header.Set("WARC-Concurrent-To", response.ID())
	original := Reference{ID: response.ID(), Target: "http://www.example.test/", Digest: Digest([]byte("x")), Date: noon}
	return []*Record{
		response, request,
		NewRevisit(noon, "http://www.example.test/", NotModified, 304, http.Header{"Etag": {`"1"`}}, original),
		NewResponse(noon, "http://www.example.test/empty", 404, http.Header{}, nil),
		New(Metadata, noon, "application/json", []byte(`{"role":"item"}`)),
	}
}

func write(t *testing.T, dir string, records []*Record) []Place {
	t.Helper()
	w := NewWriter(dir, "gongkai/test", at)
	places, err := w.Append(records...)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return places
}

func TestWhatIsWrittenIsReadBackAtItsPlaceAndInOrder(t *testing.T) {
	dir := t.TempDir()
	records := sample()
	places := write(t, dir, records)
	for i, place := range places {
		got, err := ReadAt(dir, place)
		if err != nil {
			t.Fatal(err)
		}
		if got.ID() != records[i].ID() || !bytes.Equal(got.Block, records[i].Block) {
			t.Errorf("record %d reads back as %s with %q", i, got.ID(), got.Block)
		}
	}
	i := -1 // the file's own first record
	for place, got := range Scan(filepath.Join(dir, places[0].File), 0) {
		if got.Err != nil {
			t.Fatal(got.Err)
		}
		if i >= 0 && (place != places[i] || got.Record.Type() != records[i].Type()) {
			t.Errorf("record %d stands at %v as %s, want %v", i, place, got.Record.Type(), places[i])
		}
		i++
	}
	if i != len(records) {
		t.Errorf("%d records, want %d", i, len(records))
	}
}

func TestTheHeadAndBodyOfAResponseComeApart(t *testing.T) {
	dir := t.TempDir()
	record, err := ReadAt(dir, write(t, dir, sample())[0])
	if err != nil {
		t.Fatal(err)
	}
	line, header, body, err := record.HTTP()
	if err != nil {
		t.Fatal(err)
	}
	if line != "HTTP/1.1 200 OK" || len(header["Set-Cookie"]) != 2 || !strings.Contains(string(body), "\r\n\r\n</html>") {
		t.Errorf("line %q, header %v, body %q", line, header, body)
	}
	if header.Get("X-Odd") != "line  break" {
		t.Errorf("a line break in a value became %q", header.Get("X-Odd"))
	}
}

func TestATornEndIsNamedAfterTheWholeRecords(t *testing.T) {
	dir := t.TempDir()
	places := write(t, dir, sample())
	path := filepath.Join(dir, places[0].File)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := places[len(places)-1]
	for _, cut := range []int64{last.Offset + 3, last.Offset + last.Length/2, last.Offset + last.Length - 1} {
		if err := os.WriteFile(path, whole[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		good, torn := 0, false
		for _, got := range Scan(path, 0) {
			if got.Err != nil {
				torn = errors.Is(got.Err, ErrTorn)
				if !torn {
					t.Errorf("cut at %d: %v", cut, got.Err)
				}
				continue
			}
			good++
		}
		if good != len(places) || !torn {
			t.Errorf("cut at %d: %d whole records, torn %v; want %d, true", cut, good, torn, len(places))
		}
	}
}

func TestARunNeverWritesToTheFileOfAnother(t *testing.T) {
	dir := t.TempDir()
	first, second := write(t, dir, sample()[:1]), write(t, dir, sample()[:1])
	if first[0].File == second[0].File {
		t.Errorf("both wrote to %s", first[0].File)
	}
	if _, err := ReadAt(dir, Place{File: "../" + first[0].File}); err == nil {
		t.Error("a place outside of the archive was read")
	}
}

func TestTheEcosystemsReaderReadsTheFiles(t *testing.T) {
	warcio, err := exec.LookPath("warcio")
	if err != nil {
		t.Skip("npm's warcio is not on the path (npm install -g warcio)")
	}
	dir := t.TempDir()
	places := write(t, dir, sample())
	var out, stderr bytes.Buffer
	cmd := exec.Command(warcio, "index", filepath.Join(dir, places[0].File))
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("warcio index: %v\n%s", err, stderr.String())
	}
	var types, offsets []string
	decoder := json.NewDecoder(&out)
	for {
		var line map[string]any
		if err := decoder.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		types = append(types, line["warc-type"].(string))
		if offset, ok := line["offset"]; ok {
			encoded, err := json.Marshal(offset)
			if err != nil {
				t.Fatal(err)
			}
			offsets = append(offsets, strings.Trim(string(encoded), `"`))
		}
	}
	if got, want := strings.Join(types, " "), "warcinfo response request revisit response metadata"; got != want {
		t.Errorf("warcio sees %s, want %s", got, want)
	}
	want := []string{"0"}
	for _, place := range places {
		want = append(want, strconv.FormatInt(place.Offset, 10))
	}
	if !slices.Equal(offsets, want) {
		t.Errorf("warcio finds the records at %v, want %v", offsets, want)
	}
}

func FuzzReadingNeverPanicsAndWholeRecordsRoundTrip(f *testing.F) {
	f.Add([]byte("block\r\n\r\n"), "text/html", 3)
	f.Add([]byte{}, "a\r\nb: c", 0)
	f.Fuzz(func(t *testing.T, block []byte, contentType string, cut int) {
		var buffer bytes.Buffer
		if err := encode(&buffer, gzip.NewWriter(nil), New(Response, noon, contentType, block)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "x.warc.gz")
		data := buffer.Bytes()
		if cut > 0 && cut < len(data) {
			data = data[:cut]
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, got := range Scan(path, 0) {
			if got.Err == nil && !bytes.Equal(got.Record.Block, block) {
				t.Errorf("block %q came back as %q", block, got.Record.Block)
			}
			if got.Err != nil && len(data) == buffer.Len() {
				t.Errorf("a whole record does not read: %v", got.Err)
			}
		}
	})
}
