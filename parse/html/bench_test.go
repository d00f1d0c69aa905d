package html_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	xhtml "golang.org/x/net/html"

	"gongkai/parse/html"
)

// BenchmarkRead compares reading with a bare parse of the same bytes by the
// standard parser: run both in one go and divide.
func BenchmarkRead(b *testing.B) {
	shared := os.Getenv("GONGKAI_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	names, err := filepath.Glob(filepath.Join(shared, "samples", "*.html"))
	if err != nil || len(names) == 0 {
		b.Skip("no shared samples here; GONGKAI_SHARED names their folder")
	}
	var pages [][]byte
	size := 0
	for _, name := range names {
		page, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, page)
		size += len(page)
	}
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, page := range pages {
				if _, err := html.Read(page, ""); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("bare-parse", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, page := range pages {
				if _, err := xhtml.Parse(bytes.NewReader(page)); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
