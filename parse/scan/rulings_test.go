package scan

import (
	"image"
	"math/rand/v2"
	"testing"
)

// sheetOf draws dark lines on white: each is x0, y0, x1, y1, three pixels thick.
func sheetOf(w, h int, lines ...[4]int) *image.Gray {
	page := image.NewGray(image.Rect(0, 0, w, h))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for _, l := range lines {
		for y := l[1]; y <= l[3]+2; y++ {
			for x := l[0]; x <= l[2]+2; x++ {
				page.Pix[y*page.Stride+x] = 10
			}
		}
	}
	return page
}

// ruled are the lines of a table of rows × columns of cells of 100 × 60 pixels.
func ruled(rows, columns int) (lines [][4]int) {
	for r := range rows + 1 {
		lines = append(lines, [4]int{50, 50 + 60*r, 50 + 100*columns, 50 + 60*r})
	}
	for c := range columns + 1 {
		lines = append(lines, [4]int{50 + 100*c, 50, 50 + 100*c, 50 + 60*rows})
	}
	return lines
}

func tablesOf(page *image.Gray) []table {
	lengths := scaleOf(200)
	rough := roughnessOf(page, 200)
	across, down := rulings(page, rough, lengths, ink(page, 128))
	return tables(page, rough, across, down, lengths)
}

func TestRulingLinesMakeCells(t *testing.T) {
	whole := ruled(4, 5)
	erase := func(page *image.Gray, r image.Rectangle) *image.Gray {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				page.Pix[y*page.Stride+x] = 255
			}
		}
		return page
	}
	dotted := sheetOf(700, 400, whole...)
	random := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		x, y := random.IntN(700), random.IntN(400)
		erase(dotted, image.Rect(x, y, min(x+4, 700), min(y+4, 400)))
	}
	open := sheetOf(700, 400, whole...)
	erase(open, image.Rect(40, 285, 700, 300))
	for c := range 6 {
		erase(open, image.Rect(50+100*c+3, 270, 150+100*c, 400))
	}
	for _, test := range []struct {
		name  string
		page  *image.Gray
		cells int
	}{
		{"a whole grid", sheetOf(700, 400, whole...), 20},
		{"a grid with holes in its lines", dotted, 20},
		{"two cells merged across", erase(sheetOf(700, 400, whole...), image.Rect(148, 55, 155, 108)), 19},
		{"two cells merged down", erase(sheetOf(700, 400, whole...), image.Rect(155, 108, 248, 115)), 19},
		{"a row that the break of the page leaves open", open, 20},
		{"a box no wider than characters", sheetOf(700, 400, [4]int{50, 50, 90, 50}, [4]int{50, 90, 90, 90}, [4]int{50, 50, 50, 90}, [4]int{90, 50, 90, 90}), 0},
		{"a line alone", sheetOf(700, 400, [4]int{50, 50, 600, 50}), 0},
		{"nothing", sheetOf(700, 400), 0},
	} {
		cells := 0
		for _, table := range tablesOf(test.page) {
			cells += len(table.cells)
		}
		if cells != test.cells {
			t.Errorf("%s: %d cells, want %d", test.name, cells, test.cells)
		}
	}
}

func TestTheStrokesOfCharactersAreNoRulingLines(t *testing.T) {
	// A column of 口 with a digit's height between them, as in a narrow cell.
	lines := ruled(1, 5)
	lines[1] = [4]int{50, 350, 550, 350}
	for i := range lines[2:] {
		lines[2+i][3] = 350
	}
	for n := range 9 {
		y := 60 + 30*n
		lines = append(lines, [4]int{180, y, 204, y}, [4]int{180, y + 24, 204, y + 24}, [4]int{180, y, 180, y + 24}, [4]int{204, y, 204, y + 24})
	}
	found := tablesOf(sheetOf(700, 400, lines...))
	if len(found) != 1 || len(found[0].cells) != 5 {
		t.Errorf("%d tables, %v", len(found), found)
	}
}

// erased makes parts of a page white.
func erased(page *image.Gray, part func(x, y int) bool) *image.Gray {
	for y := range page.Rect.Dy() {
		for x := range page.Rect.Dx() {
			if part(x, y) {
				page.Pix[y*page.Stride+x] = 255
			}
		}
	}
	return page
}

func TestBrokenAndFaintRulesAreMended(t *testing.T) {
	plain := func() *image.Gray { return sheetOf(700, 400, ruled(4, 5)...) }
	faint := plain()
	for i, shade := range faint.Pix {
		if shade < 128 {
			faint.Pix[i] = 215
		}
	}
	double := sheetOf(700, 400, ruled(4, 5)...)
	for _, l := range ruled(4, 5) {
		for y := l[1] - 5; y <= l[3]+2-5; y++ {
			for x := l[0] - 5; x <= l[2]+2; x++ {
				if y < l[1]-3 || x < l[0]-3 {
					double.Pix[y*double.Stride+x] = 10
				}
			}
		}
	}
	half := plain()
	// The last line of three columns is there in its header only, and a thread of it below.
	for y := 115; y < 288; y++ {
		for x := 150; x < 153; x++ {
			half.Pix[y*half.Stride+x] = 200
		}
	}
	for _, test := range []struct {
		name  string
		page  *image.Gray
		cells int
	}{
		{"dots", erased(plain(), func(x, y int) bool { return (x+y)%6 < 3 }), 20},
		{"dashes", erased(plain(), func(x, y int) bool { return (x+y)%18 < 6 }), 20},
		{"lines hardly darker than the paper", faint, 20},
		{"double lines", double, 20},
		{"a line of which only a thread is left", half, 20},
		{"characters across the place of a line", erased(plain(), func(x, y int) bool {
			return x > 147 && x < 156 && y > 115 && y < 168 && (y < 130 || y > 150)
		}), 19},
		{"scratches from edge to edge", sheetOf(700, 800, append(ruled(4, 5), [4]int{320, 0, 320, 797}, [4]int{0, 145, 697, 145}, [4]int{480, 0, 480, 797})...), 20},
	} {
		cells := 0
		for _, table := range tablesOf(test.page) {
			cells += len(table.cells)
		}
		if cells != test.cells {
			t.Errorf("%s: %d cells, want %d", test.name, cells, test.cells)
		}
	}
}
