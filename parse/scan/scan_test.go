package scan_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/page"
	"gongkai/parse/pdfium"
	"gongkai/parse/scan"
)

// engine draws the pages of all tests of this package: compiling takes seconds.
var engine *pdfium.Engine

func TestMain(m *testing.M) {
	cache, err := os.UserCacheDir()
	if err == nil {
		cache = filepath.Join(cache, "gongkai")
	}
	engine = pdfium.Open(cache)
	os.Exit(m.Run())
}

// numbers is a table as a test draws it; an empty text is a blank cell.
type numbers [][]string

// testTable has each digit often, in numbers of one to four digits, decimals,
// blanks and placeholders.
func testTable() numbers {
	random := rand.New(rand.NewPCG(3, 7))
	table := make(numbers, 12)
	for r := range table {
		for c := range 8 {
			text := "0"
			switch random.IntN(5) {
			case 0:
				text = fmt.Sprint(random.IntN(10))
			case 1:
				text = fmt.Sprint(random.IntN([...]int{100, 1000, 10000}[c%3]))
			}
			table[r] = append(table[r], text)
		}
	}
	table[3][2], table[5][1], table[7][4] = "", "", ""
	table[9][3], table[9][4], table[2][7] = "-", "/", "28.65"
	return table
}

// draw makes a PDF page with the table in a font of PDFium's own. Columns are of
// different widths; below stands a line of text.
func (n numbers) draw(font string, size float64) []byte {
	var content strings.Builder
	lefts := []float64{60, 130, 180, 240, 290, 350, 400, 470, 530}
	const top, high = 760, 30.0
	bottom := top - high*float64(len(n))
	for _, x := range lefts {
		fmt.Fprintf(&content, "%v %v m %v %v l S ", x, top, x, bottom)
	}
	for r := range len(n) + 1 {
		y := top - high*float64(r)
		fmt.Fprintf(&content, "%v %v m %v %v l S ", lefts[0], y, lefts[len(lefts)-1], y)
	}
	for r, row := range n {
		for c, text := range row {
			x := (lefts[c]+lefts[c+1])/2 - float64(len(text))*size*0.27
			fmt.Fprintf(&content, "BT /F %v Tf %v %v Td (%s) Tj ET ", size, x, top-high*float64(r)-high/2-size/3, text)
		}
	}
	fmt.Fprintf(&content, "BT /F 16 Tf 60 %v Td (Annual report 2024) Tj ET", bottom-40)
	return fmt.Appendf(nil, `%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length %d>>stream
0.7 w %s
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/%s>>endobj
trailer<</Root 1 0 R>>
`, content.Len()+6, content.String(), font)
}

// spoil is something that happens to a page on its way through a scanner.
type spoil func(*image.RGBA) *image.RGBA

func each(p *image.RGBA, f func(x, y int, shade float64) float64) *image.RGBA {
	out := image.NewRGBA(p.Rect)
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			for k := range 3 {
				at := p.PixOffset(x, y) + k
				out.Pix[at] = uint8(min(max(f(x, y, float64(p.Pix[at])), 0), 255))
			}
			out.Pix[p.PixOffset(x, y)+3] = 255
		}
	}
	return out
}

// turned turns a page by some degrees.
func turned(degrees float64) spoil {
	return func(p *image.RGBA) *image.RGBA {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
		return each(p, func(x, y int, _ float64) float64 {
			dx, dy := float64(x)-w/2, float64(y)-h/2
			fx, fy := w/2+dx*cos+dy*sin, h/2-dx*sin+dy*cos
			x0, y0 := int(math.Floor(fx)), int(math.Floor(fy))
			shade := func(x, y int) float64 {
				if !image.Pt(x, y).In(p.Rect) {
					return 255
				}
				return float64(p.RGBAAt(x, y).R)
			}
			tx, ty := fx-float64(x0), fy-float64(y0)
			return (shade(x0, y0)*(1-tx)+shade(x0+1, y0)*tx)*(1-ty) + (shade(x0, y0+1)*(1-tx)+shade(x0+1, y0+1)*tx)*ty
		})
	}
}

// blurred gives each pixel a share of its neighbours.
func blurred(p *image.RGBA) *image.RGBA {
	return each(p, func(x, y int, _ float64) float64 {
		sum := 0.0
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				at := image.Pt(min(max(x+dx, 0), p.Rect.Dx()-1), min(max(y+dy, 0), p.Rect.Dy()-1))
				sum += float64(p.RGBAAt(at.X, at.Y).R) * float64((2-dx*dx)*(2-dy*dy)) / 16
			}
		}
		return sum
	})
}

func noisy(strength float64) spoil {
	return func(p *image.RGBA) *image.RGBA {
		random := rand.New(rand.NewPCG(1, 2))
		return each(p, func(_, _ int, shade float64) float64 { return shade*0.85 + 25 + random.NormFloat64()*strength })
	}
}

func twoShades(p *image.RGBA) *image.RGBA {
	return each(p, func(_, _ int, shade float64) float64 {
		if shade > 150 {
			return 255
		}
		return 0
	})
}

// shadowed darkens a page towards one side and makes its ink faint.
func shadowed(p *image.RGBA) *image.RGBA {
	w := float64(p.Rect.Dx())
	return each(p, func(x, _ int, shade float64) float64 { return (130 + shade*125/255) * (0.6 + 0.4*float64(x)/w) })
}

func compressed(p *image.RGBA) *image.RGBA {
	var data bytes.Buffer
	_ = jpeg.Encode(&data, p, &jpeg.Options{Quality: 40})
	back, err := jpeg.Decode(&data)
	if err != nil {
		return p
	}
	out := image.NewRGBA(p.Rect)
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			out.Set(x, y, back.At(x, y))
		}
	}
	return out
}

func sideways(p *image.RGBA) *image.RGBA {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			out.SetRGBA(h-1-y, x, p.RGBAAt(x, y))
		}
	}
	return out
}

// stamped puts a red ring and star over the middle of the page.
func stamped(p *image.RGBA) *image.RGBA {
	out := image.NewRGBA(p.Rect)
	copy(out.Pix, p.Pix)
	cx, cy, r := float64(p.Rect.Dx())/2, float64(p.Rect.Dy())/3, float64(p.Rect.Dx())/10
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			d := math.Hypot(float64(x)-cx, float64(y)-cy)
			if math.Abs(d-r) < r/20 || d < r/3 {
				shade := p.RGBAAt(x, y).R
				out.SetRGBA(x, y, color.RGBA{uint8(int(shade) * 88 / 100), shade / 6, shade / 5, 255})
			}
		}
	}
	return out
}

// needTesseract skips a test where the OCR engine is not installed.
func needTesseract(t testing.TB) {
	t.Helper()
	if err := scan.Available(); err != nil {
		t.Skip(err)
	}
}

func picture(t testing.TB, pdf []byte, dpi int, spoils ...spoil) *image.Gray {
	t.Helper()
	p, err := engine.Picture(context.Background(), pdf, 0, dpi)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range spoils {
		p = s(p)
	}
	return scan.Gray(p)
}

func TestNumbersAreRightOrDoubtfulHoweverBadTheScan(t *testing.T) {
	needTesseract(t)
	table := testTable()
	total := len(table) * len(table[0])
	for _, test := range []struct {
		name   string
		font   string
		size   float64
		dpi    int
		spoils []spoil
		// least is how many cells have to be right.
		least int
	}{
		{"a clean scan", "Helvetica", 10, 200, nil, total},
		{"a serif font, turned by two degrees", "Times-Roman", 11, 200, []spoil{turned(2)}, total - 1},
		{"a typewriter font at 300 dpi, turned the other way, compressed", "Courier", 10, 300, []spoil{turned(-1.5), compressed}, total - 1},
		{"two shades only, lines broken", "Helvetica", 10, 200, []spoil{turned(0.6), twoShades}, total - 3},
		{"at 150 dpi, blurred", "Helvetica", 11, 150, []spoil{turned(0.3), blurred}, total - 4},
		{"noise, blur and compression", "Times-Roman", 11, 200, []spoil{turned(-0.4), blurred, noisy(22), compressed}, total - 4},
		{"faint ink under a shadow", "Helvetica", 10, 200, []spoil{blurred, shadowed, noisy(4)}, total - 3},
		{"a page that lay sideways in the scanner", "Helvetica", 11, 200, []spoil{sideways}, total - 3},
		{"a red stamp over the table", "Times-Roman", 10, 200, []spoil{stamped, compressed}, total - 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.least != total {
				t.Skip("the clean scan is enough for a short test")
			}
			t.Parallel()
			pages, err := scan.Read(context.Background(), []*image.Gray{picture(t, table.draw(test.font, test.size), test.dpi, test.spoils...)}, test.dpi)
			if err != nil {
				t.Fatal(err)
			}
			right, doubtful := 0, 0
			cells := cellsOf(t, pages, len(table), len(table[0]))
			for r, row := range table {
				for c, want := range row {
					got := cells[r][c]
					switch {
					case got.Text == want && got.Confidence >= scan.Bar:
						right++
					case got.Confidence < scan.Bar || got.Doubt != "":
						doubtful++
						t.Logf("row %d column %d: %q for %q is doubtful", r, c, got.Text, want)
					default:
						t.Errorf("row %d column %d: %q for %q with confidence %.2f", r, c, got.Text, want, got.Confidence)
					}
				}
			}
			if right < test.least {
				t.Errorf("%d of %d cells are right, %d doubtful; want at least %d right", right, total, doubtful, test.least)
			}
		})
	}
}

func laid(pages []scan.Page) []page.Page {
	out := make([]page.Page, len(pages))
	for i := range pages {
		out[i] = pages[i].Page
	}
	return out
}

// cellsOf lays pages out and returns the cells of their only table.
func cellsOf(t *testing.T, pages []scan.Page, rows, columns int) [][]layout.Cell {
	t.Helper()
	var grid *layout.Grid
	for _, block := range page.Layout(laid(pages), "ocr").Blocks {
		if block.Grid != nil {
			grid = block.Grid
		}
	}
	if grid == nil || grid.Rows != rows || grid.Columns != columns || len(grid.Cells) != rows*columns {
		t.Fatalf("table %+v, want %d × %d cells", grid, rows, columns)
	}
	cells := make([][]layout.Cell, rows)
	for _, c := range grid.Cells {
		cells[c.Row] = append(cells[c.Row], c)
	}
	return cells
}

func TestTextBesideTheTableIsRead(t *testing.T) {
	needTesseract(t)
	pages, err := scan.Read(context.Background(), []*image.Gray{picture(t, testTable()[:2].draw("Helvetica", 10), 200)}, 200)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range page.Layout(laid(pages), "ocr").Blocks {
		if block.Kind == layout.Paragraph && strings.Contains(block.Text, "report") && strings.Contains(block.Text, "2024") {
			return
		}
	}
	t.Error("the line below the table was not read")
}

func TestAnEmptyPageGivesNoText(t *testing.T) {
	needTesseract(t)
	blank := image.NewGray(image.Rect(0, 0, 800, 1100))
	for i := range blank.Pix {
		blank.Pix[i] = 250
	}
	pages, err := scan.Read(context.Background(), []*image.Gray{blank, image.NewGray(image.Rect(0, 0, 3, 2))}, 200)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pages {
		if len(p.Glyphs) != 0 || len(p.Rules) != 0 {
			t.Errorf("page %d: %d glyphs, %d rules", i+1, len(p.Glyphs), len(p.Rules))
		}
	}
}

func TestWithoutTheEngineTheErrorSaysHowToInstallIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := scan.Available()
	var unreadable *layout.Unreadable
	if !errors.As(err, &unreadable) || unreadable.Reason != disclosure.ScannedImage || !strings.Contains(unreadable.Detail, "apt-get install tesseract-ocr") {
		t.Errorf("got %v", err)
	}
}

func TestCancellingReturnsPromptlyAndLeavesNoFiles(t *testing.T) {
	needTesseract(t)
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	pages := []*image.Gray{picture(t, testTable().draw("Helvetica", 10), 200)}
	for range 3 {
		pages = append(pages, pages[0])
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(500*time.Millisecond, cancel)
	began := time.Now()
	_, err := scan.Read(ctx, pages, 200)
	if err == nil {
		t.Skip("done before it was cancelled")
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("returned after %s", took)
	}
	if left, _ := filepath.Glob(filepath.Join(temporary, "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnImpossibleResolutionIsRefused(t *testing.T) {
	for _, dpi := range []int{0, -1, 50, 100_000} {
		var unreadable *layout.Unreadable
		if _, err := scan.Read(context.Background(), nil, dpi); !errors.As(err, &unreadable) {
			t.Errorf("%d dpi: %v", dpi, err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	needTesseract(b)
	pages := []*image.Gray{picture(b, testTable().draw("Helvetica", 10), 200, turned(1))}
	for b.Loop() {
		if _, err := scan.Read(context.Background(), pages, 200); err != nil {
			b.Fatal(err)
		}
	}
}
