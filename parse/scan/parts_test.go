package scan

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/scan/digit"
)

func TestAPageIsStraightened(t *testing.T) {
	page := sheetOf(900, 700, ruled(9, 8)...)
	for _, bent := range []warp{
		{},
		{level: 0.005, upright: -0.005},
		{level: -0.012, upright: 0.012},
		{level: 0.035, upright: -0.035},
		{level: -0.06, upright: 0.06},
		{level: 0.087, upright: -0.087},
		{level: 0.01, levelChange: 0.03, upright: -0.01},
		{uprightChange: -0.03},
		{level: -0.005, levelChange: -0.02, upright: 0.002, uprightChange: 0.04},
	} {
		bent.w, bent.h = 900, 700
		measured := straightening(ink(bent.straighten(page), 128), scaleOf(200))
		// The corners of the table come to lie where they were, but for where the table
		// as a whole is.
		worst := 0.0
		for _, corner := range [...][2]float64{{50, 50}, {850, 50}, {50, 590}, {850, 590}} {
			x, y := measured.point(corner[0], corner[1])
			x, y = bent.point(x, y)
			worst = max(worst, math.Abs(x-corner[0]), math.Abs(y-corner[1]))
		}
		t.Logf("%+v measured as %+v: off by %.1f", bent, measured, worst)
		if worst > 8 {
			t.Errorf("%+v is measured as %+v: a corner is off by %.1f pixels", bent, measured, worst)
		}
	}
}

func TestPaperUnderAShadowBecomesWhite(t *testing.T) {
	page := sheetOf(600, 400, ruled(3, 4)...)
	for y := range 400 {
		for x := range 600 {
			at := y*page.Stride + x
			page.Pix[at] = uint8(float64(page.Pix[at]) * (0.4 + 0.5*float64(x)/600))
		}
	}
	out := even(page, 200)
	for _, x := range []int{20, 300, 580} {
		if shade := out.GrayAt(x, 20).Y; shade < 235 {
			t.Errorf("paper at %d is %d", x, shade)
		}
	}
	if shade := out.GrayAt(100, 51).Y; shade > 60 {
		t.Errorf("ink is %d", shade)
	}
}

func TestASpeckIsNoMarkUnlessItMayBeAPoint(t *testing.T) {
	page := sheetOf(200, 100, [4]int{40, 30, 48, 60}, [4]int{80, 30, 88, 60})
	page.Pix[60*page.Stride+64], page.Pix[60*page.Stride+65] = 0, 0 // between the digits, low
	page.Pix[40*page.Stride+62], page.Pix[40*page.Stride+63] = 0, 0 // between the digits, high
	page.Pix[80*page.Stride+150] = 0
	inner := image.Rect(5, 5, 195, 95)
	marks, dirt := sift(blobs(ink(page, 128), inner), inner, 200)
	if len(marks) != 3 || len(dirt) != 2 {
		t.Errorf("%d marks, %d specks; want two digits and a point, and two specks", len(marks), len(dirt))
	}
}

func TestTwoReadingsOfARowAreLaidSideBySide(t *testing.T) {
	for _, test := range []struct{ name, ours, theirs, want string }{
		{"the same", "1000003", "1000003", "sssssss"},
		{"one other", "1000001", "1000004", "ssssssd"},
		{"one missing", "0012", "012", "-sss"},
		{"one more", "012", "0512", "sss"},
		{"nothing read", "00", "", "--"},
		{"nothing of ours", "", "00", ""},
	} {
		var got strings.Builder
		verdicts, _ := compare([]byte(test.ours), []byte(test.theirs))
		for _, v := range verdicts {
			got.WriteByte("-sd"[v])
		}
		if got.String() != test.want {
			t.Errorf("%s: %s beside %s gives %q, want %q", test.name, test.ours, test.theirs, got.String(), test.want)
		}
	}
}

func TestDigitsAndDashesAtRandomAreNoNumber(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "28.65": true, "-": true, "--": true, "/": true,
		"-1": true, "--1": false, "--.0": false, "1.": false, ".5": false, "1.2.3": false, "1/2": false, "1-2": false,
	} {
		if wellFormed(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestWordsThatMayBeANumberAreKnown(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "12": true, "0 0": true, "0，": true, "一": true, "3件": true, "|0": true, "1O": true, "二十": true,
		"无": false, "其他": false, "1.属于国家秘密": false, "总计": false, "O": false,
	} {
		if saysNumber(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestNothingThatOnlyWordsConfirmIsBelieved(t *testing.T) {
	c := &content{}
	if c.takeWords("12", 0.97); c.confidence >= Bar {
		t.Errorf("a number that only the words' engine saw has confidence %.2f", c.confidence)
	}
	if c.takeWords("总计", 0.97); c.confidence != 0.97 {
		t.Errorf("a word has confidence %.2f", c.confidence)
	}
}

func TestANumberIsBelievedWhereNothingSpeaksAgainstIt(t *testing.T) {
	seven := digit.Picture{1: 1, 40: 1, 41: 1}
	other := digit.Picture{2: 1, 90: 1, 300: 1}
	examples := []example{{'7', &seven}, {'7', &seven}, {'7', &seven}}
	for _, test := range []struct {
		name    string
		sure    float64
		verdict verdict
		picture digit.Picture
		believe bool
	}{
		{"both agree", 0.99, same, other, true},
		{"both agree, the network not sure", 0.6, same, other, false},
		{"tesseract reads nothing, the network is certain", 0.999, missing, other, true},
		{"tesseract reads nothing, the network is not certain", 0.95, missing, other, false},
		{"tesseract reads another digit", 0.999, different, other, false},
		{"tesseract reads another digit, but the mark is like its equals", 0.999, different, seven, true},
	} {
		n := &number{text: []byte("7"), sure: []float64{test.sure}, pictures: []digit.Picture{test.picture}, boxes: make([]image.Rectangle, 1)}
		if got := trust(n, 0, test.verdict, examples); got >= Bar != test.believe {
			t.Errorf("%s: confidence %.2f", test.name, got)
		}
	}
}

func TestTesseractsTableIsRead(t *testing.T) {
	const head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
	words, err := readTSV(bytes.NewBufferString(head + "4\t1\t1\t1\t1\t0\t1\t2\t3\t4\t-1\t\n5\t2\t1\t1\t3\t1\t10\t20\t30\t40\t87.5\t总计\n5\t2\t1\t1\t3\t2\t10\t20\t30\t40\t87.5\t \n"))
	if err != nil || len(words) != 1 {
		t.Fatalf("%v, %v", words, err)
	}
	want := word{picture: 1, box: image.Rect(10, 20, 40, 60), text: "总计", confidence: 0.875}
	if words[0] != want {
		t.Errorf("got %+v, want %+v", words[0], want)
	}
	if _, err := readTSV(bytes.NewBufferString("5\tx\t1\t1\t3\t1\t10\t20\t30\t40\t87\tA\n")); err == nil {
		t.Error("a table that is none was read")
	}
}

func FuzzAnyPictureIsTakenApart(f *testing.F) {
	f.Add(uint16(300), uint16(200), uint64(1), uint8(3))
	f.Add(uint16(1), uint16(1), uint64(2), uint8(0))
	f.Add(uint16(700), uint16(3), uint64(3), uint8(200))
	f.Fuzz(func(t *testing.T, width, height uint16, seed uint64, density uint8) {
		w, h := int(width%800)+1, int(height%800)+1
		random := rand.New(rand.NewPCG(seed, 1))
		page := image.NewGray(image.Rect(0, 0, w, h))
		for i := range page.Pix {
			page.Pix[i] = 255
		}
		for range density {
			x, y := random.IntN(w), random.IntN(h)
			for n := random.IntN(w + h); n > 0; n-- {
				page.Pix[min(y, h-1)*page.Stride+min(x, w-1)] = uint8(random.IntN(256))
				if seed%2 == 0 {
					x++
				} else {
					y++
				}
				x, y = x%w, y%h
			}
		}
		s := newSheet(page, 200, 0)
		for _, c := range s.contents {
			c.readDigits(25)
			if !bounds(c.marks).In(c.where().box) {
				t.Errorf("marks at %v outside of their cell %v", bounds(c.marks), c.where().box)
			}
		}
		s.textLines()
	})
}

func TestANumberThatABorderSeemsToPartIsDoubtful(t *testing.T) {
	grid := table{xs: []int{0, 100, 200}, ys: []int{0, 50}, cells: []cell{
		{row: 0, column: 0, endRow: 1, endColumn: 1}, {row: 0, column: 1, endRow: 1, endColumn: 2},
	}}
	for _, test := range []struct {
		name string
		// left and right are where the marks of the two cells end and begin.
		left, right int
		doubtful    bool
	}{
		{"a number in the middle of each", 60, 150, false},
		{"a digit on each side of the border", 97, 102, true},
		{"numbers that fill their cells", 94, 106, false},
	} {
		s := &sheet{dpi: 200, tables: []table{grid}}
		for n, box := range []image.Rectangle{image.Rect(test.left-30, 10, test.left, 30), image.Rect(test.right, 10, test.right+30, 30)} {
			s.contents = append(s.contents, &content{sheet: s, cell: n, marks: []blob{{box: box}}, confidence: 1, number: &number{}})
		}
		s.astride()
		for n, c := range s.contents {
			if c.confidence < Bar != test.doubtful {
				t.Errorf("%s: cell %d has confidence %.2f", test.name, n, c.confidence)
			}
		}
	}
}

func TestWhatTesseractReadsInsideOfANumberIsADoubt(t *testing.T) {
	for _, test := range []struct {
		name, ours, theirs string
		believe            bool
	}{
		{"the same", "125", "125", true},
		{"a point that was not seen", "125", "12.5", false},
		{"a digit that was not seen", "15", "125", false},
		{"a negative number", "-8", "-8", true},
		{"a scratch before a number", "-8", "8", false},
	} {
		s := &sheet{dpi: 200}
		n := &number{}
		for i := range len(test.ours) {
			p := digit.Picture{1}
			if test.ours[i] == '-' {
				p = digit.Picture{}
			}
			n.add(test.ours[i], 0.999, p, image.Rectangle{})
		}
		c := &content{sheet: s, number: n}
		settle([]*content{c}, []opinion{{cells: []*content{c}, text: test.theirs}})
		if c.confidence >= Bar != test.believe {
			t.Errorf("%s: confidence %.2f", test.name, c.confidence)
		}
	}
}

func TestANegativeOfAPageIsTurnedIntoAPositive(t *testing.T) {
	page := sheetOf(300, 200, [4]int{20, 100, 250, 100})
	negative := image.NewGray(page.Rect)
	for i, shade := range page.Pix {
		negative.Pix[i] = 255 - shade
	}
	if got := positive(negative); !bytes.Equal(got.Pix, page.Pix) {
		t.Error("the negative stays one")
	}
	if got := positive(page); got != page {
		t.Error("a page of dark ink on light paper is changed")
	}
}

func TestPlacesAreThoseOfThePageAsItCame(t *testing.T) {
	// A mark on a page of 900 × 700 dots that is turned and bent: its place is looked up
	// on the straightened page and must come back to where it was.
	page := sheetOf(900, 700, append(ruled(9, 8), [4]int{180, 430, 188, 438})...)
	mark := disclosure.Box{180 * 0.36, 430 * 0.36, 191 * 0.36, 441 * 0.36}
	for turns := range 4 {
		turned, want := page, mark
		for range (4 - turns) % 4 {
			turned = quarterTurn(turned)
			high := float64(turned.Rect.Dx()) * 0.36
			want = disclosure.Box{high - want[3], want[0], high - want[1], want[2]}
		}
		picture := turned
		for range turns {
			picture = quarterTurn(picture)
		}
		s := newSheet(picture, 200, turns)
		p := s.inPoints()
		var got disclosure.Box
		for _, g := range p.Glyphs {
			got = p.Original(g.Box)
		}
		for i := range got {
			if math.Abs(got[i]-want[i]) > 1.5 {
				t.Errorf("%d turns: the mark is at %v, want %v", turns, got, want)
				break
			}
		}
		if w, h := p.Size(); math.Abs(w-float64(turned.Rect.Dx())*0.36) > 0.1 || math.Abs(h-float64(turned.Rect.Dy())*0.36) > 0.1 {
			t.Errorf("%d turns: the page is %v × %v", turns, w, h)
		}
	}
}
