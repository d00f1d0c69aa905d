package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"

	"gongkai/parse/scan/digit"
)

// face is one font: a large picture of each digit and of the slash, and of marks
// that are neither.
type face struct {
	glyphs [11]*image.Gray
	others []*image.Gray
}

// marks are drawn with each font as examples of what is no digit.
const marks = "A E K M X a e h m w % & ( ) ? + = ~ 无 件 个 元 万 条 次 项 号 人 年 月 日 申 请 公 开 计"

// draw draws a font's characters with ImageMagick.
func draw(path string) (face, error) {
	var f face
	digits, err := characters(path, strings.Join(strings.Split(digit.Classes[:11], ""), "   "))
	if err != nil {
		return f, err
	}
	if len(digits) != len(f.glyphs) {
		return f, fmt.Errorf("%d marks drawn for eleven characters", len(digits))
	}
	copy(f.glyphs[:], digits)
	if bytes.Equal(digits[2].Pix, digits[3].Pix) || bytes.Equal(digits[0].Pix, digits[1].Pix) {
		return f, fmt.Errorf("digits look alike")
	}
	if f.others, err = characters(path, strings.ReplaceAll(marks, " ", "   ")); err != nil {
		return f, err
	}
	return f, nil
}

// characters draws a text and cuts it at its gaps.
func characters(path, text string) ([]*image.Gray, error) {
	cmd := exec.Command("convert", "-font", path, "-pointsize", "72", "-background", "white", "-fill", "black", "-depth", "8",
		"label:"+strings.ReplaceAll(text, "%", "%%"), "pgm:-")
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	var w, h, most int
	if _, err := fmt.Sscanf(string(data[:min(len(data), 40)]), "P5\n%d %d\n%d\n", &w, &h, &most); err != nil || len(data) < w*h {
		return nil, fmt.Errorf("draw: no picture")
	}
	page := &image.Gray{Pix: data[len(data)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)}
	var cut []*image.Gray
	start := -1
	for x := 0; x <= w; x++ {
		inked := false
		for y := 0; x < w && y < h; y++ {
			inked = inked || page.Pix[y*w+x] < 128
		}
		switch {
		case inked && start < 0:
			start = x
		case !inked && start >= 0:
			cut = append(cut, tight(page, image.Rect(start, 0, x, h)))
			start = -1
		}
	}
	return cut, nil
}

// tight copies the inked part of a rectangle.
func tight(page *image.Gray, box image.Rectangle) *image.Gray {
	in := inked(page, box, 128)
	out := image.NewGray(image.Rect(0, 0, in.Dx(), in.Dy()))
	for y := range in.Dy() {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], page.Pix[page.PixOffset(in.Min.X, in.Min.Y+y):])
	}
	return out
}

// inked is the smallest rectangle with all shades darker than level.
func inked(page *image.Gray, box image.Rectangle, level uint8) image.Rectangle {
	var in image.Rectangle
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if page.Pix[page.PixOffset(x, y)] < level {
				in = in.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return in
}

// alike are characters that look like 无 or may stand where it does.
var alike = [...]string{
	"元 尤 天 夫 先 死 五 开 于 平 王 正 不 大 丈 长 失 未 末",
	"有 是 否 零 件 个 次 条 一 二 三 六 完 见 充 克 兄 光 冗",
	"尢 沈 抚 芜 0 1 2 3 4 5 6 7 8 9 / - ( )",
}

// drawNothing draws 无 and what looks like it.
func drawNothing(path string) (face, error) {
	var f face
	both, err := characters(path, "无   元")
	if err != nil {
		return f, err
	}
	if len(both) != 2 || bytes.Equal(both[0].Pix, both[1].Pix) {
		return f, errors.New("no Chinese characters")
	}
	f.glyphs[0] = both[0]
	for _, line := range alike {
		others, err := characters(path, strings.ReplaceAll(line, " ", "   "))
		if err != nil {
			return f, err
		}
		f.others = append(f.others, others...)
	}
	return f, nil
}

// sampleNothing draws one picture, and 0 for 无 or the number of the last class.
func sampleNothing(faces []face, random *rand.Rand) (digit.Picture, int) {
	for {
		f := &faces[random.IntN(len(faces))]
		class, glyph := 0, f.glyphs[0]
		if random.IntN(3) > 0 {
			class, glyph = len(digit.Classes)-1, f.others[random.IntN(len(f.others))]
		}
		if random.IntN(12) == 0 {
			class = len(digit.Classes) - 1
			w, h := glyph.Rect.Dx(), glyph.Rect.Dy()
			cut := image.Rect(0, h*(2+random.IntN(3))/10, w, h)
			if random.IntN(2) == 0 {
				cut = image.Rect(0, 0, w*(5+random.IntN(3))/10, h)
			}
			glyph = tightOr(glyph, cut)
		}
		if page := spoil(glyph, random); page != nil {
			if box := inked(page, page.Rect, 140); box.Dx() >= 2 && box.Dy() >= 6 {
				return digit.Normalize(page, box), class
			}
		}
	}
}

// sampler draws one picture of one of the faces, and the number of its class.
type sampler func(faces []face, random *rand.Rand) (digit.Picture, int)

// sample draws a digit, a slash or neither.
func sample(faces []face, random *rand.Rand) (digit.Picture, int) {
	for {
		f := &faces[random.IntN(len(faces))]
		class := random.IntN(len(f.glyphs) + 2)
		var glyph *image.Gray
		if class < len(f.glyphs) {
			glyph = f.glyphs[class]
		} else {
			class = len(f.glyphs)
			glyph = other(f, random)
		}
		if page := spoil(glyph, random); page != nil {
			if box := inked(page, page.Rect, 140); box.Dx() >= 2 && box.Dy() >= 6 {
				return digit.Normalize(page, box), class
			}
		}
	}
}

// other makes a mark that is no digit: a letter, two digits that touch, or a
// piece of one.
func other(f *face, random *rand.Rand) *image.Gray {
	switch kind := random.IntN(4); {
	case kind == 0 && len(f.others) > 0:
		return f.others[random.IntN(len(f.others))]
	case kind <= 1:
		whole := f.glyphs[[...]int{0, 2, 3, 5}[random.IntN(4)]]
		w, h := whole.Rect.Dx(), whole.Rect.Dy()
		if random.IntN(2) == 0 {
			return tightOr(whole, whole.Rect.Intersect(image.Rect(0, 0, w, h*(4+random.IntN(3))/10)))
		}
		return tightOr(whole, image.Rect(w*(4+random.IntN(2))/10, 0, w, h))
	}
	left, right := f.glyphs[random.IntN(10)], f.glyphs[random.IntN(10)]
	overlap := 1 + random.IntN(5)
	w, h := left.Rect.Dx()+right.Rect.Dx()-overlap, max(left.Rect.Dy(), right.Rect.Dy())
	pair := image.NewGray(image.Rect(0, 0, w, h))
	for i := range pair.Pix {
		pair.Pix[i] = 255
	}
	for i, one := range []*image.Gray{left, right} {
		x0, y0 := i*(w-one.Rect.Dx()), h-one.Rect.Dy()
		for y := range one.Rect.Dy() {
			for x := range one.Rect.Dx() {
				at := (y0+y)*w + x0 + x
				pair.Pix[at] = min(pair.Pix[at], one.Pix[y*one.Stride+x])
			}
		}
	}
	return pair
}

func tightOr(page *image.Gray, box image.Rectangle) *image.Gray {
	if in := inked(page, box, 128); in.Empty() {
		return page
	}
	return tight(page, box)
}

// spoil draws a glyph as a scanner would see it on a page: small, a little
// turned, slanted, blurred, bolder or fainter, noisy, often in two shades only,
// sometimes with the remains of a ruling line beside it.
func spoil(glyph *image.Gray, random *rand.Rand) *image.Gray {
	between := func(a, b float64) float64 { return a + random.Float64()*(b-a) }
	high := math.Exp(between(math.Log(9), math.Log(42)))
	sy := float64(glyph.Rect.Dy()) / high
	sx := sy / between(0.85, 1.15)
	slant, angle := between(-0.1, 0.12), between(-0.04, 0.04)
	const margin = 5
	w, h := int(float64(glyph.Rect.Dx())/sx+high*0.3)+2*margin, int(high)+2*margin
	dx, dy := between(-0.5, 0.5), between(-0.5, 0.5)
	cells := make([]float64, w*h)
	cx, cy := float64(glyph.Rect.Dx())/2, float64(glyph.Rect.Dy())/2
	const grid = 3
	for y := range h {
		for x := range w {
			sum := 0.0
			for i := range grid * grid {
				fx := float64(x) + (float64(i%grid)+0.5)/grid - float64(w)/2 + dx
				fy := float64(y) + (float64(i/grid)+0.5)/grid - float64(h)/2 + dy
				gx, gy := (fx+fy*(slant+angle))*sx+cx, (fy-fx*angle)*sy+cy
				if gx >= 0 && gy >= 0 && int(gx) < glyph.Rect.Dx() && int(gy) < glyph.Rect.Dy() {
					sum += 255 - float64(glyph.Pix[int(gy)*glyph.Stride+int(gx)])
				}
			}
			cells[y*w+x] = sum / (grid * grid * 255)
		}
	}
	if random.IntN(10) < 7 {
		blur(cells, w, h, between(0.2, 1.1)*math.Min(1.4, high/18))
	}
	if random.IntN(12) == 0 {
		line(cells, w, h, random)
	}
	bold := math.Exp(between(-0.5, 0.5))
	noise := 0.0
	if random.IntN(2) == 0 {
		noise = between(0, 0.12)
	}
	two := random.IntN(10) < 4
	level := between(0.35, 0.6)
	page := image.NewGray(image.Rect(0, 0, w, h))
	for i, v := range cells {
		v = math.Pow(v, bold) + random.NormFloat64()*noise
		if two {
			if v = 0; cells[i] > level {
				v = 1
			}
		}
		page.Pix[i] = uint8(255 - 255*math.Min(math.Max(v, 0), 1))
	}
	return page
}

// line draws what is left of a ruling line near an edge of the mark.
func line(cells []float64, w, h int, random *rand.Rand) {
	dark := 0.3 + 0.5*random.Float64()
	if random.IntN(2) == 0 {
		y := 5
		if random.IntN(2) == 0 {
			y = h - 6
		}
		for x := 3; x < w-3; x++ {
			cells[y*w+x] = math.Max(cells[y*w+x], dark)
		}
		return
	}
	x := 5 + random.IntN(2)*(w-11)
	for y := 3; y < h-3; y++ {
		cells[y*w+x] = math.Max(cells[y*w+x], dark)
	}
}

// blur softens cells with a bell of the given width.
func blur(cells []float64, w, h int, sigma float64) {
	var weights [7]float64
	total := 0.0
	for i := range weights {
		d := float64(i - 3)
		weights[i] = math.Exp(-d * d / (2 * sigma * sigma))
		total += weights[i]
	}
	pass := func(step, n, lines, stride int) {
		old := make([]float64, n)
		for l := range lines {
			for i := range n {
				old[i] = cells[l*stride+i*step]
			}
			for i := range n {
				sum := 0.0
				for k, weight := range weights {
					if j := i + k - 3; j >= 0 && j < n {
						sum += weight * old[j]
					}
				}
				cells[l*stride+i*step] = sum / total
			}
		}
	}
	pass(1, w, h, w)
	pass(w, h, w, 1)
}
