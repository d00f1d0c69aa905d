// Package packedtest makes archives for the tests of the readers.
package packedtest

import (
	"archive/zip"
	"bytes"
	"testing"
)

// Zip is a zip of files with their contents: name, content, name, content and so on.
// A name need not be in UTF-8.
func Zip(t testing.TB, files ...string) []byte {
	t.Helper()
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for i := 0; i < len(files); i += 2 {
		file, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}
