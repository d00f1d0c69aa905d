package pdf

import (
	"bytes"
	"compress/zlib"
	"strings"
	"testing"
)

func deflated(t testing.TB, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestInflate(t *testing.T) {
	text := strings.Repeat("BT (政府信息公开) Tj ET\n", 400)
	whole := deflated(t, text)
	spoiled := bytes.Clone(whole)
	spoiled[len(spoiled)-1] ^= 1
	for _, test := range []struct {
		name string
		data []byte
		want string
		fail string
	}{
		{"a stream is appended to what is there", whole, text, ""},
		{"an empty stream adds nothing", deflated(t, ""), "", ""},
		{"a missing check sum is forgiven", whole[:len(whole)-4], text, ""},
		{"what follows the check sum is not read", append(bytes.Clone(whole), "\r\nendstream"...), text, ""},
		{"a wrong check sum is not believed", spoiled, "", "wrong check sum"},
		{"a stream that breaks off is refused", whole[:len(whole)/2], "", "unexpected EOF"},
		{"a stream of no bytes is refused", nil, "", "unexpected EOF"},
		{"a stream that would fill the memory is refused", deflated(t, strings.Repeat("0", maxStream+1)), "", "decoded bytes of a stream"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var in inflater
			for range 2 { // the second time with tables that are used again
				got, err := in.inflate([]byte("before "), test.data)
				switch {
				case test.fail != "" && (err == nil || !strings.Contains(err.Error(), test.fail)):
					t.Fatalf("error %v, want %s", err, test.fail)
				case test.fail == "" && (err != nil || string(got) != "before "+test.want):
					t.Fatalf("%d bytes and error %v, want %d bytes", len(got), err, len("before "+test.want))
				}
			}
		})
	}
}
