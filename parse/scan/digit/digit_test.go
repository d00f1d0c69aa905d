package digit

import (
	"image"
	"testing"
)

func TestTheNetworkSurvivesStorage(t *testing.T) {
	stored, err := Unmarshal(Trained().Marshal())
	if err != nil {
		t.Fatal(err)
	}
	if *stored != *Trained() {
		t.Error("other weights came back")
	}
	for _, n := range []int{0, 3, 1000, len(weights) - 1, len(weights) + 1} {
		if _, err := Unmarshal(append(append([]byte(nil), weights...), 0)[:n]); err == nil {
			t.Errorf("%d bytes made a network", n)
		}
	}
}

// strokes draws a mark from text: # is ink.
func strokes(rows ...string) *image.Gray {
	const size = 4
	page := image.NewGray(image.Rect(0, 0, len(rows[0])*size, len(rows)*size))
	for y := range page.Rect.Dy() {
		for x := range page.Rect.Dx() {
			page.Pix[y*page.Stride+x] = 255
			if rows[y/size][x/size] == '#' {
				page.Pix[y*page.Stride+x] = 0
			}
		}
	}
	return page
}

func TestPlainMarksAreTold(t *testing.T) {
	for want, rows := range map[byte][]string{
		'0': {".####.", "##..##", "#....#", "#....#", "#....#", "#....#", "#....#", "##..##", ".####."},
		'1': {"..##", ".###", "####", "..##", "..##", "..##", "..##", "..##", "..##"},
		'7': {"######", "######", "....##", "....##", "...##.", "...##.", "..##..", "..##..", "..##.."},
		'4': {"....##", "...###", "..####", ".##.##", "##..##", "#######"[:6], "######", "....##", "....##"},
	} {
		page := strokes(rows...)
		p := Normalize(page, page.Rect)
		if got, sure := Trained().Read(&p); got != want || sure < 0.9 {
			t.Errorf("%c is read as %c (%.2f)", want, got, sure)
		}
	}
}

func TestNormalizeKeepsProportionsAndStaysWithinThePage(t *testing.T) {
	page := strokes("#", "#", "#", "#", "#", "#", "#", "#", "#", "#")
	p := Normalize(page, page.Rect)
	for y := range Height {
		if p[y*Width] != 0 || p[y*Width+Width-1] != 0 {
			t.Error("a thin mark fills the width")
		}
	}
	if p[Height/2*Width+Width/2] != 1 {
		t.Errorf("the middle of a stroke is %v", p[Height/2*Width+Width/2])
	}
	for _, box := range []image.Rectangle{{}, image.Rect(-5, -5, 1000, 1000), image.Rect(50, 50, 60, 60)} {
		Normalize(page, box)
	}
}

func BenchmarkRead(b *testing.B) {
	page := strokes("####", "#..#", "#..#", "#..#", "####")
	for b.Loop() {
		p := Normalize(page, page.Rect)
		Trained().Read(&p)
	}
}
