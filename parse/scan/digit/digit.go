// Package digit tells the ten digits apart in a raster: a small convolutional
// network, trained on some hundred fonts by the program in the folder train.
//
// It reads single marks, where tesseract, which reads lines of text, is at its
// weakest; the two make their mistakes independently, so that what both say is
// what stands there.
package digit

import (
	"image"
	"math"
)

// The size of the picture that the network sees.
const (
	Width  = 20
	Height = 24
	// inset is how much white the network sees around a mark.
	inset = 2
)

// Classes are what the network tells apart, in the order of its outputs: the
// digits, a slash, and everything else.
const Classes = "0123456789/?"

// Other is the class of what is neither a digit nor a slash.
const Other = '?'

// Certain is the probability from which the networks are hardly ever wrong: one in
// some thousand marks of badly spoiled pages.
const Certain = 0.98

// Picture is a mark as the network sees it: darkness from 0 to 1, row by row.
type Picture [Width * Height]float32

// Normalize fits the part of a page in box, where 0 is ink and 255 is paper, to
// what the network sees: as high as possible, in its own proportions, in the middle.
func Normalize(page *image.Gray, box image.Rectangle) Picture {
	var p Picture
	box = box.Intersect(page.Rect)
	if box.Empty() {
		return p
	}
	const w, h = Width - 2*inset, Height - 2*inset
	scale := min(float64(h)/float64(box.Dy()), float64(w)/float64(box.Dx()))
	left := (Width - float64(box.Dx())*scale) / 2
	top := (Height - float64(box.Dy())*scale) / 2
	darkest := float32(0)
	for y := range Height {
		y0, y1 := (float64(y)-top)/scale, (float64(y)+1-top)/scale
		for x := range Width {
			x0, x1 := (float64(x)-left)/scale, (float64(x)+1-left)/scale
			p[y*Width+x] = darkness(page, box, x0, y0, x1, y1)
			darkest = max(darkest, p[y*Width+x])
		}
	}
	if darkest > 0 {
		for i := range p {
			p[i] /= darkest
		}
	}
	return p
}

// darkness is the mean darkness of a part of box, in pixels from its corner.
func darkness(page *image.Gray, box image.Rectangle, x0, y0, x1, y1 float64) float32 {
	area := (x1 - x0) * (y1 - y0)
	x0, y0 = max(x0, 0), max(y0, 0)
	x1, y1 = min(x1, float64(box.Dx())), min(y1, float64(box.Dy()))
	sum := 0.0
	for y := int(y0); float64(y) < y1; y++ {
		high := min(float64(y+1), y1) - max(float64(y), y0)
		row := page.Pix[page.PixOffset(box.Min.X, box.Min.Y+y):]
		for x := int(x0); float64(x) < x1; x++ {
			wide := min(float64(x+1), x1) - max(float64(x), x0)
			sum += high * wide * float64(255-row[x])
		}
	}
	return float32(sum / area / 255)
}

// Read names the class of a mark and how probable the network holds it, from 0 to 1.
func (n *Net) Read(p *Picture) (class byte, probability float64) {
	var a Activations
	n.Forward(p, &a)
	best := 0
	for i, v := range a.Out {
		if v > a.Out[best] {
			best = i
		}
	}
	return Classes[best], float64(a.Out[best])
}

// Nothing is how probable the second network holds that a mark is the character
// 无, which stands for nothing in number cells, from 0 to 1.
func Nothing(p *Picture) float64 {
	var a Activations
	nothing().Forward(p, &a)
	return float64(a.Out[0])
}

func softmax(v []float32) {
	most := v[0]
	for _, x := range v {
		most = max(most, x)
	}
	sum := float32(0)
	for i, x := range v {
		v[i] = float32(math.Exp(float64(x - most)))
		sum += v[i]
	}
	for i := range v {
		v[i] /= sum
	}
}
