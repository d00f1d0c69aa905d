package gongkai_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// mayImport lists, for each room of the house, the rooms it may import. A room
// covers its subpackages.
var mayImport = map[string][]string{
	"disclosure":        {},
	"internal/guard":    {},
	"internal/document": {"disclosure"},
	"internal/synth":    {"disclosure"},
	"crawl":             {"disclosure", "internal/document", "internal/guard"},
	"parse":             {"disclosure", "internal/document", "internal/guard"},
	"audit":             {"disclosure", "internal/document"},
	"warehouse":         {"disclosure", "internal/guard"},
	"metrics":           {"disclosure", "warehouse"},
	"web":               {"disclosure", "warehouse", "metrics"},
	"cmd/gongkai":       {"disclosure", "crawl", "parse", "audit", "warehouse", "metrics", "web", "internal/document", "internal/guard", "internal/synth"},
	"bench":             {"disclosure", "parse", "audit", "warehouse", "internal/guard", "internal/synth"},
}

func TestImportsFollowTheOneWayOfTheData(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(pkg.ImportPath, "gongkai/")
		if pkg.ImportPath == "gongkai" {
			continue
		}
		home := room(path)
		if home == "" {
			t.Errorf("package %s belongs to no room of the house", path)
			continue
		}
		for _, imported := range pkg.Imports {
			if strings.Contains(imported, "duckdb") && home != "warehouse" {
				t.Errorf("%s imports %s: only warehouse may", path, imported)
			}
			target, ours := strings.CutPrefix(imported, "gongkai/")
			if !ours || room(target) == home {
				continue
			}
			allowed := false
			for _, name := range mayImport[home] {
				allowed = allowed || room(target) == name
			}
			if !allowed {
				t.Errorf("%s imports %s, which stands to its right", path, target)
			}
		}
	}
}

func room(path string) string {
	for name := range mayImport {
		if path == name || strings.HasPrefix(path, name+"/") {
			return name
		}
	}
	return ""
}
