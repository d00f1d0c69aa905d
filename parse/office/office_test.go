package office_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/parse/docx"
	"gongkai/parse/layout"
	"gongkai/parse/office"
)

const rtf = `{\rtf1\ansi\uc1 {\trowd\cellx2000\cellx4000\intbl \u35268?\u31456?\cell 12\cell\row}\pard \u34920?\par}`

func TestAnRTFTableBecomesAGrid(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	if !office.Available() {
		t.Skip("LibreOffice is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 80*time.Second)
	defer cancel()
	converted, err := office.Convert(ctx, []byte(rtf))
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
	t.Setenv("PATH", t.TempDir())
	_, err := office.Convert(t.Context(), []byte(rtf))
	var unreadable *layout.Unreadable
	if !errors.As(err, &unreadable) || unreadable.Reason != disclosure.NeedsLibreOffice || !strings.Contains(unreadable.Detail, "libreoffice-writer") {
		t.Errorf("Convert: %v", err)
	}
}

func TestAnEncryptedPackageIsNamed(t *testing.T) {
	body := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 64)
	for _, c := range "EncryptedPackage" {
		body += string(c) + "\x00"
	}
	_, err := office.Convert(t.Context(), []byte(body))
	var unreadable *layout.Unreadable
	if !errors.As(err, &unreadable) || unreadable.Reason != disclosure.Encrypted {
		t.Errorf("Convert: %v", err)
	}
}

func TestCancellingEndsTheConversion(t *testing.T) {
	if !office.Available() {
		t.Skip("LibreOffice is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := office.Convert(ctx, []byte(rtf)); err == nil {
		t.Skip("the conversion was faster than the cancelling")
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("ended only after %v", took)
	}
}
