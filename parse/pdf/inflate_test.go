package pdf

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// packed compresses texts of several kinds at several levels.
func packed() [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 70_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	skewed := make([]byte, 90_000)
	for i := range skewed {
		skewed[i] = byte(random.ExpFloat64() * 9)
	}
	texts := [][]byte{
		nil, []byte("a"), []byte(shown), bytes.Repeat([]byte("0 0 m 1 0 l S\n"), 6000), noise, skewed,
		bytes.Repeat([]byte{'x'}, 100_000), []byte(strings.Repeat("政府信息公开", 3) + string(noise[:300]) + string(skewed[:5000])),
	}
	var all [][]byte
	for _, text := range texts {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			var out bytes.Buffer
			w, _ := zlib.NewWriterLevel(&out, level)
			_, _ = w.Write(text)
			_ = w.Flush()
			_, _ = w.Write(text[:len(text)/2])
			_ = w.Close()
			all = append(all, out.Bytes())
		}
	}
	return all
}

// FuzzInflate compares with the standard library, which decides what is broken.
func FuzzInflate(f *testing.F) {
	for _, data := range packed() {
		f.Add(data)
		f.Add(data[:len(data)*2/3])
		for at := 2; at < len(data)-4; at += 1 + len(data)/7 {
			damaged := bytes.Clone(data)
			damaged[at] ^= 1 << (at % 8)
			f.Add(damaged)
		}
	}
	var in inflater
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data[2:])), 8<<20))
		if len(want) == 8<<20 {
			return
		}
		before := []byte("before")
		got, err := in.inflate(before, data)
		if err != nil && strings.HasPrefix(err.Error(), "wrong check sum") {
			return
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("error %v, of the standard library %v", err, wantErr)
		}
		if err == nil && !bytes.Equal(got, append(before, want...)) {
			t.Fatalf("%d bytes differ from the %d of the standard library", len(got), len(want))
		}
	})
}

// BenchmarkInflate decompresses something like the content of a page, beside the
// standard library.
func BenchmarkInflate(b *testing.B) {
	var data bytes.Buffer
	w := zlib.NewWriter(&data)
	random := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		_, _ = w.Write([]byte{byte('0' + random.IntN(10)), byte('0' + random.IntN(10)), '.', byte('0' + random.IntN(10)), ' ', 'T', "djm"[random.IntN(3)], '\n'})
	}
	_ = w.Close()
	out := make([]byte, 32_000)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(out)))
		var in inflater
		for b.Loop() {
			if _, err := in.inflate(out[:0], data.Bytes()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("standard library", func(b *testing.B) {
		b.SetBytes(int64(len(out)))
		r := flate.NewReader(nil)
		for b.Loop() {
			_ = r.(flate.Resetter).Reset(bytes.NewReader(data.Bytes()[2:]), nil)
			if _, err := io.ReadFull(r, out); err != nil {
				b.Fatal(err)
			}
		}
	})
}
