package pdf

import (
	"math"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// spotted is where a character's origin stands: left, and baseline from the top.
func spotted(g page.Glyph) (x, y float64) {
	return g.Box[0], g.Box[3] + usualDescent*g.Size
}

func TestTextStandsWhereTheOperatorsPutIt(t *testing.T) {
	// Digits of Helvetica are 0.556 em wide: 5.56 points at size 10.
	tests := []struct {
		name, content string
		want          [][2]float64 // origins from the upper left corner
	}{
		{"Td moves from the start of the line", "BT /F1 10 Tf 100 700 Td (1) Tj 0 -20 Td (2) Tj ET", [][2]float64{{100, 100}, {100, 120}}},
		{"TD sets the leading that T* uses", "BT /F1 10 Tf 100 700 TD 0 -15 TD (1) Tj T* (2) Tj ET", [][2]float64{{100, 115}, {100, 130}}},
		{"Tm replaces the line", "BT /F1 10 Tf 1 0 0 1 50 60 Tm (1) Tj 1 0 0 1 70 60 Tm (2) Tj ET", [][2]float64{{50, 740}, {70, 740}}},
		{"the apostrophe moves down first", "BT /F1 10 Tf 12 TL 100 700 Td (1) Tj (2) ' ET", [][2]float64{{100, 100}, {100, 112}}},
		{"the quote sets both spacings", "BT /F1 10 Tf 12 TL 100 700 Td 7 3 (1 2) \" ET", [][2]float64{{100, 112}, {108.56, 112}, {121.34, 112}}},
		{"TJ moves back by thousandths", "BT /F1 10 Tf 100 700 Td [(1) -1000 (2) 200 (3)] TJ ET", [][2]float64{{100, 100}, {115.56, 100}, {119.12, 100}}},
		{"Tc widens every character", "BT /F1 10 Tf 2 Tc 100 700 Td (12) Tj ET", [][2]float64{{100, 100}, {107.56, 100}}},
		{"Tz narrows widths and spacing", "BT /F1 10 Tf 50 Tz 2 Tc 100 700 Td (12) Tj ET", [][2]float64{{100, 100}, {103.78, 100}}},
		{"Ts raises the baseline", "BT /F1 10 Tf 100 700 Td 3 Ts (1) Tj ET", [][2]float64{{100, 97}}},
		{"cm scales and moves", "q 2 0 0 2 10 20 cm BT /F1 5 Tf 100 300 Td (12) Tj ET Q", [][2]float64{{210, 180}, {215.56, 180}}},
		{"Q restores the matrix and the font", "q 2 0 0 2 0 0 cm Q BT /F1 10 Tf 100 700 Td (1) Tj ET", [][2]float64{{100, 100}}},
		{"a Q too many does no harm", "Q Q BT /F1 10 Tf 100 700 Td (1) Tj ET Q", [][2]float64{{100, 100}}},
		{"a q too many does no harm", "q q q BT /F1 10 Tf 100 700 Td (1) Tj ET", [][2]float64{{100, 100}}},
		{"an operator without operands is passed over", "cm Td BT /F1 10 Tf Td 100 700 Td Tj TJ (1) Tj ET", [][2]float64{{100, 100}}},
		{"operands of the wrong kind are passed over", "BT /F1 10 Tf (a) 5 Td [1] Tm 100 700 Td (1) Tj ET", [][2]float64{{100, 100}}},
		{"an unclosed string ends with the stream", "BT /F1 10 Tf 100 700 Td (1) Tj (2", [][2]float64{{100, 100}}},
		{"an inline image is passed, whatever it holds", "q BI /W 4 /H 2 /BPC 8 /CS /G ID \n(Tj EI)Q EI Q BT /F1 10 Tf 100 700 Td (1) Tj ET", [][2]float64{{100, 100}}},
		{"an inline image with a filter ends at its EI", "BI /W 9 /H 9 /F /AHx ID 00ff> EI BT /F1 10 Tf 100 700 Td (1) Tj ET", [][2]float64{{100, 100}}},
		{"marked content is passed", "/Span <</Lang (zh) /A [1 <</B 2>>]>> BDC BT /F1 10 Tf 100 700 Td (1) Tj ET EMC", [][2]float64{{100, 100}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := read(t, newDocument(helveticaFont, test.content).bytes())
			glyphs := file.Pages[0].Glyphs
			if len(glyphs) != len(test.want) {
				t.Fatalf("%d characters %q, want %d", len(glyphs), text(file.Pages[0]), len(test.want))
			}
			for i, want := range test.want {
				x, y := spotted(glyphs[i])
				if math.Abs(x-want[0]) > 0.01 || math.Abs(y-want[1]) > 0.01 {
					t.Errorf("character %d %q stands at %.2f %.2f, want %.2f %.2f", i, glyphs[i].Text, x, y, want[0], want[1])
				}
			}
		})
	}
}

func TestRulesComeFromEveryWayOfDrawingALine(t *testing.T) {
	tests := []struct {
		name, content string
		want          []page.Rule
	}{
		{"a stroked segment", "10 700 m 110 700 l S", []page.Rule{{X0: 10, Y0: 100, X1: 110, Y1: 100}}},
		{"a thin filled rectangle", "10 699.5 100 1 re f", []page.Rule{{X0: 10, Y0: 100, X1: 110, Y1: 100}}},
		{"a thin rectangle drawn upwards", "10 700 1 -100 re f", []page.Rule{{X0: 10.5, Y0: 100, X1: 10.5, Y1: 200}}},
		{"a thin filled polygon", "10 700 m 110 700 l 109 699 l 11 699 l h f", []page.Rule{{X0: 10, Y0: 100.5, X1: 110, Y1: 100.5}}},
		{"a stroked rectangle gives four sides", "10 600 100 100 re S", []page.Rule{
			{X0: 10, Y0: 200, X1: 110, Y1: 200}, {X0: 110, Y0: 100, X1: 110, Y1: 200},
			{X0: 10, Y0: 100, X1: 110, Y1: 100}, {X0: 10, Y0: 100, X1: 10, Y1: 200},
		}},
		{"s closes the path", "10 700 m 110 700 l 110 600 l s", []page.Rule{{X0: 10, Y0: 100, X1: 110, Y1: 100}, {X0: 110, Y0: 100, X1: 110, Y1: 200}}},
		{"a frame filled between two rectangles", "10 600 100 100 re 11 601 98 98 re f*", []page.Rule{
			{X0: 10, Y0: 100, X1: 110, Y1: 100}, {X0: 10, Y0: 200, X1: 110, Y1: 200},
			{X0: 10, Y0: 100, X1: 10, Y1: 200}, {X0: 110, Y0: 100, X1: 110, Y1: 200},
		}},
		{"a short segment as wide as the line is long", "100 w 60 700 m 60 699 l S", []page.Rule{{X0: 10, Y0: 100.5, X1: 110, Y1: 100.5}}},
		{"a thin image", "q 100 0 0 1 10 699.5 cm /I Do Q", []page.Rule{{X0: 10, Y0: 100, X1: 110, Y1: 100}}},
		{"the matrix turns and scales", "q 0 2 -2 0 200 600 cm 0 0 m 50 0 l S Q", []page.Rule{{X0: 200, Y0: 100, X1: 200, Y1: 200}}},
		{"a slanted line is none", "10 700 m 110 600 l S", nil},
		{"a path that is not painted is none", "10 700 m 110 700 l n", nil},
		{"a clip is none", "10 600 100 100 re W n", nil},
		{"a filled box is none", "10 600 100 100 re f", nil},
		{"a line beside the page is none", "10 900 m 110 900 l S", nil},
		{"a line is cut at the edge of the page", "-50 700 m 50 700 l S", []page.Rule{{X0: 0, Y0: 100, X1: 50, Y1: 100}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDocument("/Resources <</XObject <</I 5 0 R>>>>", test.content,
				stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "0"))
			got := read(t, d.bytes()).Pages[0].Rules
			if len(got) != len(test.want) {
				t.Fatalf("rules %v, want %v", got, test.want)
			}
			for i := range got {
				a, b := got[i], test.want[i]
				if math.Abs(a.X0-b.X0)+math.Abs(a.Y0-b.Y0)+math.Abs(a.X1-b.X1)+math.Abs(a.Y1-b.Y1) > 0.01 {
					t.Errorf("rule %d is %v, want %v", i, a, b)
				}
			}
		})
	}
}

func TestFormsAreDrawnWithTheirMatrixAndResources(t *testing.T) {
	font := "<</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>>>"
	d := newDocument("/Resources <</XObject <</X 5 0 R>> /Font "+font+">>", "q 1 0 0 1 0 -100 cm /X Do Q BT /F1 10 Tf 100 700 Td (3) Tj ET",
		stream("/Type /XObject /Subtype /Form /Matrix [1 0 0 1 30 0] /Resources <</XObject <</Y 6 0 R>> /Font "+font+">>",
			"BT /F1 10 Tf 100 700 Td (1) Tj ET q /Y Do"),
		stream("/Type /XObject /Subtype /Form /Resources <</XObject <</Y 6 0 R>> /Font "+font+">>",
			"BT /F1 10 Tf 100 650 Td (2) Tj ET"))
	glyphs := read(t, d.bytes()).Pages[0].Glyphs
	want := []struct {
		text string
		x, y float64
	}{{"1", 130, 200}, {"2", 130, 250}, {"3", 100, 100}}
	if len(glyphs) != len(want) {
		t.Fatalf("%d characters, want %d", len(glyphs), len(want))
	}
	for i, w := range want {
		x, y := spotted(glyphs[i])
		if glyphs[i].Text != w.text || math.Abs(x-w.x) > 0.01 || math.Abs(y-w.y) > 0.01 {
			t.Errorf("character %d is %q at %.2f %.2f, want %q at %.0f %.0f", i, glyphs[i].Text, x, y, w.text, w.x, w.y)
		}
	}
}

func TestPagesAreGivenAsDisplayed(t *testing.T) {
	tests := []struct {
		name, entries string
		width, height float64
		box           disclosure.Box // of the middle of the character, twice
		direction     uint8
	}{
		{"not turned", "", 600, 800, disclosure.Box{102.78, 96.2}, 0},
		{"turned by 90", "/Rotate 90", 800, 600, disclosure.Box{703.8, 102.78}, 1},
		{"turned by 180", "/Rotate 180", 600, 800, disclosure.Box{497.22, 703.8}, 2},
		{"turned by -90", "/Rotate -90", 800, 600, disclosure.Box{96.2, 497.22}, 3},
		{"cut to the crop box", "/CropBox [50 100 550 750]", 500, 650, disclosure.Box{52.78, 46.2}, 0},
		{"a crop box beyond the sheet", "/CropBox [-10 -10 900 900]", 600, 800, disclosure.Box{102.78, 96.2}, 0},
		{"corners in the other order", "/MediaBox [600 800 0 0]", 600, 800, disclosure.Box{102.78, 96.2}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := read(t, newDocument(helveticaFont+test.entries, "BT /F1 10 Tf 100 700 Td (1) Tj ET").bytes()).Pages[0]
			if p.Width != test.width || p.Height != test.height {
				t.Errorf("page is %v x %v, want %v x %v", p.Width, p.Height, test.width, test.height)
			}
			g := p.Glyphs[0]
			x, y := (g.Box[0]+g.Box[2])/2, (g.Box[1]+g.Box[3])/2
			if math.Abs(x-test.box[0]) > 0.01 || math.Abs(y-test.box[1]) > 0.01 || g.Direction != test.direction {
				t.Errorf("character at %.2f %.2f direction %d, want %.2f %.2f direction %d", x, y, g.Direction, test.box[0], test.box[1], test.direction)
			}
		})
	}
}

func TestHiddenTextIsReadOnlyOverAPicture(t *testing.T) {
	hidden := "BT /F1 10 Tf 3 Tr 100 700 Td (12) Tj ET"
	picture := "q 600 0 0 800 0 0 cm /I Do Q "
	tests := []struct {
		name, content, want string
		layer               bool
	}{
		{"over a picture of the page", picture + hidden, "12", true},
		{"over nothing", hidden, "", false},
		{"beside text that shows", picture + "BT /F1 10 Tf 50 50 Td (789) Tj ET " + hidden, "789", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			entries := "/Resources <</XObject <</I 5 0 R>> /Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"
			file := read(t, newDocument(entries, test.content, stream("/Subtype /Image /Width 1 /Height 1", "0")).bytes())
			if got := text(file.Pages[0]); got != test.want || file.OCRLayer != test.layer {
				t.Errorf("text %q, layer %v; want %q, %v", got, file.OCRLayer, test.want, test.layer)
			}
		})
	}
}

func TestFilledFieldsAndTypedTextAreRead(t *testing.T) {
	look := stream("/Subtype /Form /BBox [0 0 50 20] /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>", "BT /F1 10 Tf 5 5 Td (12) Tj ET")
	tests := []struct{ name, annotation, want string }{
		{"a form field", "/Subtype /Widget /AP <</N 5 0 R>>", "12"},
		{"text typed in a viewer", "/Subtype /FreeText /AP <</N 5 0 R>>", "12"},
		{"a field with states", "/Subtype /Widget /AS /On /AP <</N <</On 5 0 R /Off 6 0 R>>>>", "12"},
		{"a hidden one", "/Subtype /Widget /F 2 /AP <</N 5 0 R>>", ""},
		{"a note that pops up", "/Subtype /Popup /AP <</N 5 0 R>>", ""},
		{"one without looks", "/Subtype /Widget", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDocument("/Annots [<<"+test.annotation+" /Rect [100 600 200 640]>>]", "", look)
			p := read(t, d.bytes()).Pages[0]
			if got := text(p); got != test.want {
				t.Fatalf("text %q, want %q", got, test.want)
			}
			// The look is drawn twice as large, its lower left corner at 100 600.
			if test.want != "" {
				if x, y := spotted(p.Glyphs[0]); math.Abs(x-110) > 0.01 || math.Abs(y-190) > 0.01 {
					t.Errorf("text stands at %.2f %.2f, want 110 190", x, y)
				}
			}
		})
	}
}

func TestSlantedTextIsAWatermark(t *testing.T) {
	content := "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET BT /F1 10 Tf 0.9999 0.01 -0.01 0.9999 100 700 Tm (12) Tj ET"
	if got := text(read(t, newDocument(helveticaFont, content).bytes()).Pages[0]); got != "12" {
		t.Errorf("text %q, want 12", got)
	}
}
