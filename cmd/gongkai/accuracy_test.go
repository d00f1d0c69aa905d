package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/parse"
)

// truth is what a sample's *.truth.json says a perfect reader would read.
type truth struct {
	File  string  `json:"file"`
	Form  *string `json:"form"`
	Town  *string `json:"town"`
	Year  *int    `json:"year"`
	Cells map[disclosure.Key]struct {
		expectation
		Alternatives []expectation `json:"alt"`
	} `json:"cells"`
	Defects    []json.RawMessage `json:"defects"`
	FindingsOK bool              `json:"findings_ok"`
}

type expectation struct {
	Value *string          `json:"value"`
	State disclosure.State `json:"state"`
}

func (r expectation) matches(cell *disclosure.Cell) bool {
	if cell == nil || cell.State != r.State {
		return false
	}
	if r.State != disclosure.Reported {
		return true
	}
	want, err := disclosure.ParseNumber(*r.Value)
	return err == nil && want == cell.Value
}

// sharedDir finds the material that is kept beside the repository.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("GONGKAI_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "samples")); err != nil {
		t.Skipf("the samples are not here: %v", err)
	}
	return dir
}

// TestSamplesAreReadRight is the scoreboard of reading: every cell of every sample
// with its state, form, town and year; no silent error; no finding on a clean
// document. Scans may miss one cell in two hundred, marked.
func TestSamplesAreReadRight(t *testing.T) {
	dir := filepath.Join(sharedDir(t), "samples")
	names, err := filepath.Glob(filepath.Join(dir, "*.truth.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples in %s: %v", dir, err)
	}
	reader := parse.New(parse.Options{CacheDir: cacheDir()})
	defer reader.Close()
	total, right, silent := 0, 0, 0
	for _, name := range names {
		var want truth
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		scanned := strings.HasPrefix(want.File, "pdf-scan")
		if scanned && missingTool("tesseract") {
			t.Logf("%s: tesseract is not installed", want.File)
			continue
		}
		t.Run(want.File, func(t *testing.T) {
			reports, err := readFile(t.Context(), reader, filepath.Join(dir, want.File), "")
			if err != nil {
				t.Fatal(err)
			}
			report := &reports[0]
			findings := audit.Findings(audit.InGroups(audit.Document(report, audit.Options{}), parseGroups))
			if want.Form == nil {
				if report.Form != "" || len(report.Cells) > 0 {
					t.Errorf("read as a report of form %q", report.Form)
				}
				return
			}
			if report.Form != *want.Form || report.Year != *want.Year {
				t.Errorf("form %q year %d, want %q %d (%s %s)", report.Form, report.Year, *want.Form, *want.Year, report.Status, report.Detail)
			}
			if want.Town != nil && report.Town != *want.Town {
				t.Errorf("town %q, want %q", report.Town, *want.Town)
			}
			flagged := map[disclosure.Key]bool{}
			for _, finding := range findings {
				for _, key := range finding.Cells {
					flagged[key] = true
				}
				if len(want.Defects) == 0 && !want.FindingsOK && finding.Severity.AtLeast(disclosure.Warning) {
					t.Errorf("a clean document gives %s %s: %s", finding.Severity, finding.Rule, finding.Message)
				}
			}
			wrong := 0
			for key, expected := range want.Cells {
				total++
				cell := report.Cell(key)
				matches := expected.matches(cell)
				for _, alternative := range expected.Alternatives {
					matches = matches || alternative.matches(cell)
				}
				if matches {
					right++
					continue
				}
				wrong++
				if cell != nil && cell.State == disclosure.Reported && !flagged[key] {
					silent++
					t.Errorf("SILENT: %s was read as %s (%q)", key, cell.Value, cell.Raw)
				}
			}
			allowed := 0
			if scanned {
				allowed = len(want.Cells) / 200
			}
			if wrong > allowed {
				t.Errorf("%d of %d cells are wrong", wrong, len(want.Cells))
			}
		})
	}
	t.Logf("cells right %d of %d (%.2f %%), silent errors %d", right, total, 100*float64(right)/float64(max(total, 1)), silent)
}
