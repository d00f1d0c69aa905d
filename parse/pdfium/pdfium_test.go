package pdfium

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/guard"
	"gongkai/parse/layout"
	"gongkai/parse/page"
)

// engine is one engine for all tests of this package: compiling takes seconds.
var engine *Engine

func TestMain(m *testing.M) {
	guard.RunChild(map[string]guard.Handler{hostileKind: guardedReader()})
	engine = Open(cacheDir())
	os.Exit(m.Run())
}

// cacheDir is where the program itself keeps PDFium's machine code.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "gongkai")
}

// drawing is a one-page PDF with the content given, and further objects from
// number 5 on.
func drawing(pageEntries, content string, objects ...string) []byte {
	all := append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R " + pageEntries + ">>",
		stream("", content),
	}, objects...)
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, object := range all {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(all)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(all)+1, at)
	return out.Bytes()
}

func stream(entries, content string) string {
	return fmt.Sprintf("<</Length %d %s>>\nstream\n%s\nendstream", len(content), entries, content)
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"

func read(t *testing.T, body []byte) *File {
	t.Helper()
	file, err := engine.Read(context.Background(), body)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func text(p *page.Page) string {
	var b strings.Builder
	for _, g := range p.Glyphs {
		b.WriteString(g.Text)
	}
	return b.String()
}

func TestGlyphsAndLinesStandWhereThePageShowsThem(t *testing.T) {
	const content = "BT /F 20 Tf 1 0 0 1 100 700 Tm (7) Tj ET 2 w 100 600 m 300 600 l S 100 500 200 1 re f 50 50 40 30 re S"
	for _, test := range []struct {
		name, entries string
		width, height float64
		x, y          float64 // where the digit's lower left corner is shown
		direction     uint8
	}{
		{"an upright page", "/MediaBox[0 0 600 800]", 600, 800, 100, 100, 0},
		{"a page whose box does not begin at zero", "/MediaBox[50 100 650 900]", 600, 800, 50, 200, 0},
		{"a page turned clockwise", "/MediaBox[0 0 600 800]/Rotate 90", 800, 600, 700, 100, 1},
		{"a page turned upside down", "/MediaBox[0 0 600 800]/Rotate 180", 600, 800, 500, 700, 2},
		{"a page turned the other way", "/MediaBox[0 0 600 800]/Rotate 270", 800, 600, 100, 500, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := read(t, drawing(test.entries+"/Resources<</Font<</F 5 0 R>>>>", content, helvetica))
			p := &file.Pages[0]
			if p.Width != test.width || p.Height != test.height {
				t.Errorf("page is %v × %v, want %v × %v", p.Width, p.Height, test.width, test.height)
			}
			if text(p) != "7" || file.TextPages != 1 {
				t.Fatalf("text %q on %d pages", text(p), file.TextPages)
			}
			g := p.Glyphs[0]
			corner := [][2]float64{{g.Box[0], g.Box[3]}, {g.Box[0], g.Box[1]}, {g.Box[2], g.Box[1]}, {g.Box[2], g.Box[3]}}[test.direction]
			if g.Direction != test.direction || math.Hypot(corner[0]-test.x, corner[1]-test.y) > 6 {
				t.Errorf("digit in direction %d at %v, want %d at %v, %v", g.Direction, g.Box, test.direction, test.x, test.y)
			}
			if len(p.Rules) != 6 {
				t.Errorf("%d rules, want the line, the thin rectangle and four sides: %v", len(p.Rules), p.Rules)
			}
		})
	}
}

func TestFormsWithinFormsAreDrawnThroughTheirMatrices(t *testing.T) {
	inner := stream("/Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Matrix[2 0 0 2 0 0]", "10 10 m 60 10 l S")
	outer := stream("/Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Matrix[1 0 0 1 100 0]/Resources<</XObject<</I 6 0 R>>>>", "q 1 0 0 1 0 300 cm /I Do Q")
	p := read(t, drawing("/MediaBox[0 0 600 800]/Resources<</XObject<</O 5 0 R>>>>", "/O Do", outer, inner)).Pages[0]
	want := page.Rule{X0: 120, Y0: 480, X1: 220, Y1: 480}
	if len(p.Rules) != 1 || p.Rules[0] != want {
		t.Errorf("rules %v, want %v", p.Rules, want)
	}
}

func TestAFormThatDrawsItselfEndsWithTheContext(t *testing.T) {
	form := stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</O 5 0 R>>>>", "/O Do /O Do 10 10 m 60 10 l S")
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := engine.Read(ctx, drawing("/MediaBox[0 0 600 800]/Resources<</XObject<</O 5 0 R>>>>", "/O Do", form))
	var unreadable *layout.Unreadable
	if err != nil && !errors.As(err, &unreadable) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("returned after %s", took)
	}
}

func TestThinImagesAreLinesAndOthersPictures(t *testing.T) {
	image := stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")
	p := read(t, drawing("/MediaBox[0 0 600 800]/Resources<</XObject<</I 5 0 R>>>>",
		"q 200 0 0 1 100 600 cm /I Do Q q 200 0 0 100 100 300 cm /I Do Q", image)).Pages[0]
	if len(p.Rules) != 1 || len(p.Pictures) != 1 || p.Pictures[0] != (disclosure.Box{100, 400, 300, 500}) {
		t.Errorf("rules %v, pictures %v", p.Rules, p.Pictures)
	}
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	many := "<</Type/Pages/Count 201/Kids[" + strings.Repeat("3 0 R ", 201) + "]>>"
	tooLong := bytes.Replace(drawing("/MediaBox[0 0 600 800]", ""), []byte("<</Type/Pages/Kids[3 0 R]/Count 1>>"), []byte(many), 1)
	for _, test := range []struct {
		name   string
		body   []byte
		reason disclosure.Reason
	}{
		{"nothing", nil, disclosure.Empty},
		{"a page of HTML", []byte("<html><body>404</body></html>"), disclosure.Damaged},
		{"a header and no more", []byte("%PDF-1.7\n"), disclosure.Damaged},
		{"more pages than a report has", tooLong, disclosure.TooLarge},
	} {
		_, err := engine.Read(context.Background(), test.body)
		var unreadable *layout.Unreadable
		if !errors.As(err, &unreadable) || unreadable.Reason != test.reason {
			t.Errorf("%s: %v, want %s", test.name, err, test.reason)
		}
	}
}

func TestAPasswordIsNamed(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("qpdf is not installed")
	}
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain.pdf")
	if err := os.WriteFile(plain, drawing("/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>", "BT /F 20 Tf 100 700 Td (42) Tj ET", helvetica), 0o600); err != nil {
		t.Fatal(err)
	}
	encrypt := func(user string) []byte {
		locked := filepath.Join(dir, "locked"+user+".pdf")
		if out, err := exec.Command(qpdf, "--encrypt", user, "owner", "256", "--", plain, locked).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		body, err := os.ReadFile(locked)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	_, err = engine.Read(context.Background(), encrypt("secret"))
	var unreadable *layout.Unreadable
	if !errors.As(err, &unreadable) || unreadable.Reason != disclosure.Encrypted {
		t.Errorf("with a password: %v", err)
	}
	if p := read(t, encrypt("")).Pages[0]; text(&p) != "42" {
		t.Errorf("AES-256 without a password: %q", text(&p))
	}
}

func TestTheEndOfTheContextStopsPDFiumWhereverItIs(t *testing.T) {
	// Millions of operators on one page.
	body := drawing("/MediaBox[0 0 600 800]", strings.Repeat("10 10 m 60 10 l S\n", 1_500_000))
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := engine.Read(ctx, body)
	var unreadable *layout.Unreadable
	if !errors.As(err, &unreadable) || unreadable.Reason != disclosure.TimedOut {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("returned after %s", took)
	}
	if p := read(t, drawing("/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>", "BT /F 20 Tf 100 700 Td (1) Tj ET", helvetica)).Pages[0]; text(&p) != "1" {
		t.Errorf("the engine does not go on: %q", text(&p))
	}
}

func TestThePictureShowsThePageAndTheRasterLeavesRedOut(t *testing.T) {
	body := drawing("/MediaBox[0 0 72 144]", "1 0 0 rg 0 72 72 72 re f 0 g 0 0 72 36 re f")
	picture, err := engine.Picture(context.Background(), body, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if picture.Rect.Dx() != 100 || picture.Rect.Dy() != 200 {
		t.Fatalf("picture is %v", picture.Rect)
	}
	if c := picture.RGBAAt(50, 50); c.R < 250 || c.G > 5 {
		t.Errorf("red is %v", c)
	}
	rasters, err := engine.Rasters(context.Background(), body, nil, 1, func(width, height float64) int {
		if width != 72 || height != 144 {
			t.Errorf("the page is %v × %v points", width, height)
		}
		return 100
	})
	if err != nil || len(rasters) != 1 {
		t.Fatalf("%d rasters, %v", len(rasters), err)
	}
	for y, want := range map[int]uint8{50: 255, 125: 255, 180: 0} {
		if got := rasters[0].GrayAt(50, y).Y; got != want {
			t.Errorf("row %d is %d, want %d", y, got, want)
		}
	}
	var unreadable *layout.Unreadable
	if _, err := engine.Rasters(context.Background(), body, nil, 0, func(_, _ float64) int { return 100 }); !errors.As(err, &unreadable) || unreadable.Reason != disclosure.TooLarge {
		t.Errorf("more pages than most: %v", err)
	}
	huge := drawing("/MediaBox[0 0 14400 14400]", "")
	if _, err := engine.Picture(context.Background(), huge, 0, 200); !errors.As(err, &unreadable) || unreadable.Reason != disclosure.TooLarge {
		t.Errorf("a page of five metres: %v", err)
	}
	if _, err := engine.Picture(context.Background(), body, 7, 100); !errors.As(err, &unreadable) {
		t.Errorf("a page that is not there: %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	shared := os.Getenv("GONGKAI_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	body, err := os.ReadFile(filepath.Join(shared, "samples", "pdf-lo-docx-01.pdf"))
	if err != nil {
		b.Skip(err)
	}
	for b.Loop() {
		if _, err := engine.Read(context.Background(), body); err != nil {
			b.Fatal(err)
		}
	}
}
