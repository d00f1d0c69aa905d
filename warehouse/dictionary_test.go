package warehouse

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write docs/data-dictionary.md anew")

// TestTheDataDictionaryInTheDocsIsCurrent holds docs/data-dictionary.md against
// what an export says of its own tables.
func TestTheDataDictionaryInTheDocsIsCurrent(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	publishTest(t, w, nil)
	want, err := openTestSnapshot(t, dir).DataDictionary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "docs", "data-dictionary.md")
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/data-dictionary.md is not current (%v): run `make docs`", err)
	}
}
