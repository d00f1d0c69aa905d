package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/synth"
	"gongkai/parse"
)

func missingTool(name string) bool {
	_, err := exec.LookPath(name)
	return err != nil
}

// producers turn a page into the documents that towns publish.
var producers = []struct {
	name, tool string
	command    func(dir, page string) (*exec.Cmd, string)
}{
	{"as HTML", "", nil},
	{"printed by Chromium", "chromium", func(dir, page string) (*exec.Cmd, string) {
		out := filepath.Join(dir, "chromium.pdf")
		return exec.Command("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer",
			"--print-to-pdf="+out, "file://"+page), out
	}},
	{"exported by LibreOffice as PDF", "soffice", libreOffice("pdf")},
	{"exported by LibreOffice as Word 97", "soffice", libreOffice("doc")},
}

func libreOffice(format string) func(dir, page string) (*exec.Cmd, string) {
	return func(dir, page string) (*exec.Cmd, string) {
		return exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "office"), "--writer",
			"--convert-to", format, "--outdir", dir, page), filepath.Join(dir, "report."+format)
	}
}

// TestTuanbaIsReadRightWhateverProducedIt takes the one real table through the
// programs that offices use: 195 zeros, and five cells that are blank.
func TestTuanbaIsReadRightWhateverProducedIt(t *testing.T) {
	reader := parse.New(parse.Options{CacheDir: cacheDir()})
	defer reader.Close()
	sample := synth.Tuanba()
	for _, producer := range producers {
		t.Run(producer.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "report.html")
			if err := os.WriteFile(file, []byte(synth.HTMLPage(&sample.Report)), 0o644); err != nil {
				t.Fatal(err)
			}
			if producer.command != nil {
				if missingTool(producer.tool) {
					t.Skipf("%s is not installed", producer.tool)
				}
				command, out := producer.command(dir, file)
				if said, err := command.CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, said)
				}
				file = out
			}
			compareWithTruth(t, reader, file, &sample.Report)
		})
	}
}

// TestTheSampleCountyIsReadAsItWasMade reads every sample report back from HTML
// and from PDF.
func TestTheSampleCountyIsReadAsItWasMade(t *testing.T) {
	reader := parse.New(parse.Options{Register: disclosure.NationalRegister().With(synth.Towns()), CacheDir: cacheDir()})
	defer reader.Close()
	dir := t.TempDir()
	for _, sample := range synth.County(1) {
		if sample.Mistake == synth.NotPublished {
			continue
		}
		for ending, body := range map[string][]byte{".html": []byte(synth.HTMLPage(&sample.Report)), ".pdf": synth.PDF(&sample.Report)} {
			file := filepath.Join(dir, "report"+ending)
			if err := os.WriteFile(file, body, 0o644); err != nil {
				t.Fatal(err)
			}
			t.Run(sample.Report.Title+ending, func(t *testing.T) { compareWithTruth(t, reader, file, &sample.Report) })
		}
	}
}

// compareWithTruth reads a document and holds it against what is true of it.
func compareWithTruth(t *testing.T, reader *parse.Reader, file string, want *disclosure.Report) {
	t.Helper()
	reports, err := readFile(t.Context(), reader, file, "")
	if err != nil {
		t.Fatal(err)
	}
	got := &reports[0]
	if got.Status != want.Status || got.Form != want.Form || got.Town != want.Town || got.TownCode != want.TownCode || got.Year != want.Year {
		t.Fatalf("read as %s %s form %q, %s %s %d; want %s form %q, %s %s %d", got.Status, got.Detail, got.Form, got.Town, got.TownCode, got.Year,
			want.Status, want.Form, want.Town, want.TownCode, want.Year)
	}
	for i, cell := range want.Cells {
		if read := got.Cells[i]; read.State != cell.State || read.Value != cell.Value {
			t.Errorf("%s is %s %s (%q), want %s %s", cell.Key, read.State, read.Value, read.Raw, cell.State, cell.Value)
		}
	}
}
