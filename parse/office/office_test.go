package office_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse/docx"
	"gongkai/parse/layout"
	"gongkai/parse/office"
)

const rtf = `{\rtf1\ansi\uc1 {\trowd\cellx2000\cellx4000\intbl \u35268?\u31456?\cell 12\cell\row}\pard \u34920?\par}`

func needsLibreOffice(t *testing.T) {
	t.Helper()
	for _, name := range [...]string{"soffice", "libreoffice"} {
		if _, err := exec.LookPath(name); err == nil {
			return
		}
	}
	t.Skip("LibreOffice is not installed")
}

func TestAnRTFTableBecomesAGrid(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	needsLibreOffice(t)
	ctx, cancel := context.WithTimeout(t.Context(), 80*time.Second)
	defer cancel()
	converted, err := office.Convert(ctx, kind.RTF, []byte(rtf))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := docx.Read(converted)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range doc.Blocks {
		if b.Kind == layout.Table && len(b.Grid.Cells) == 2 && b.Grid.Cells[0].Text == "规章" && b.Grid.Cells[1].Text == "12" {
			return
		}
	}
	t.Errorf("no grid of 规章 and 12 in %+v", doc.Blocks)
}

func TestWithoutLibreOfficeTheReasonSaysWhatToInstall(t *testing.T) {
	// A LibreOffice with its Writer and without its Calc, as distributions pack them.
	writerOnly := t.TempDir()
	for _, name := range []string{"soffice", "libswlo.so"} {
		if err := os.WriteFile(filepath.Join(writerOnly, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, path, kind, want string }{
		{"a text", t.TempDir(), kind.DOC, "libreoffice-writer"},
		{"a text of OpenDocument", t.TempDir(), kind.ODT, "libreoffice-writer"},
		{"a workbook", t.TempDir(), kind.XLS, "libreoffice-calc"},
		{"a workbook where only the other part is installed", writerOnly, kind.ODS, "libreoffice-calc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("PATH", c.path)
			_, err := office.Convert(t.Context(), c.kind, []byte("x"))
			var unreadable *layout.Unreadable
			if !errors.As(err, &unreadable) || unreadable.Reason != disclosure.NeedsLibreOffice || !strings.Contains(unreadable.Detail, c.want) {
				t.Errorf("Convert: %v, want a hint at %s", err, c.want)
			}
		})
	}
}

// stand is a program in the place of LibreOffice. It finds the directory that it
// shall write to in $out.
func stand(t *testing.T, script string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the stand-in is a shell script, and the limits are Linux's")
	}
	dir := t.TempDir()
	script = "#!/bin/sh\nwhile [ \"$1\" != --outdir ]; do shift; done; out=$2; mkdir $out; " + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "soffice"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/bin:/usr/bin")
}

func TestTheConversionIsBounded(t *testing.T) {
	stand(t, `(ulimit -v; ulimit -t; ulimit -f) > $out/input.docx`)
	limits, err := office.Convert(t.Context(), kind.DOC, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, limit := range strings.Fields(string(limits)) {
		if limit == "unlimited" {
			t.Errorf("memory, processor time and file size are %q", limits)
		}
	}
}

func TestTheConversionSeesNoSecretsAndRunsNoMacros(t *testing.T) {
	t.Setenv("GONGKAI_SECRET", "x")
	stand(t, `(env; cat $HOME/profile/user/registrymodifications.xcu) > $out/input.docx`)
	seen, err := office.Convert(t.Context(), kind.DOC, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(seen), "GONGKAI_SECRET") || !strings.Contains(string(seen), "DisableMacrosExecution") {
		t.Errorf("the program saw\n%s", seen)
	}
}

func TestWhatLibreOfficeCannotReadIsNamed(t *testing.T) {
	for _, c := range []struct {
		name, kind, script string
		want               disclosure.Reason
	}{
		{"a damaged file", kind.DOC, "exit 0", disclosure.Damaged},
		{"a program that fails", kind.DOC, "echo broken >&2; exit 1", disclosure.Damaged},
		{"a compound file of another program", kind.OLE, "exit 0", disclosure.UnsupportedType},
	} {
		t.Run(c.name, func(t *testing.T) {
			stand(t, c.script)
			_, err := office.Convert(t.Context(), c.kind, []byte("x"))
			var unreadable *layout.Unreadable
			if !errors.As(err, &unreadable) || unreadable.Reason != c.want {
				t.Errorf("Convert: %v, want %s", err, c.want)
			}
		})
	}
}

func TestCancellingEndsTheConversion(t *testing.T) {
	needsLibreOffice(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := office.Convert(ctx, kind.RTF, []byte(rtf)); err == nil {
		t.Skip("the conversion was faster than the cancelling")
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("ended only after %v", took)
	}
}
