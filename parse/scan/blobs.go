package scan

import (
	"image"
	"math"
)

// blob is a connected piece of ink.
type blob struct {
	box  image.Rectangle
	area int
	// pixels are offsets into the bitmap.
	pixels []int
}

// blobs finds the connected pieces of ink inside of a rectangle.
func blobs(b *bitmap, within image.Rectangle) []blob {
	within = within.Intersect(image.Rect(0, 0, b.w, b.h))
	w, h := within.Dx(), within.Dy()
	seen := make([]bool, w*h)
	var found []blob
	var stack []int
	for start := range seen {
		x, y := within.Min.X+start%max(w, 1), within.Min.Y+start/max(w, 1)
		if seen[start] || b.pix[y*b.w+x] == 0 {
			continue
		}
		one := blob{box: image.Rect(x, y, x+1, y+1)}
		seen[start] = true
		stack = append(stack[:0], start)
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := at%w, at/w
			one.area++
			one.pixels = append(one.pixels, (within.Min.Y+y)*b.w+within.Min.X+x)
			one.box = one.box.Union(image.Rect(within.Min.X+x, within.Min.Y+y, within.Min.X+x+1, within.Min.Y+y+1))
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					nx, ny := x+dx, y+dy
					if nx < 0 || ny < 0 || nx >= w || ny >= h || seen[ny*w+nx] {
						continue
					}
					if b.pix[(within.Min.Y+ny)*b.w+within.Min.X+nx] == 1 {
						seen[ny*w+nx] = true
						stack = append(stack, ny*w+nx)
					}
				}
			}
		}
		found = append(found, one)
	}
	return found
}

// sift parts the blobs of a cell into marks and what is no mark: specks, and
// remains of the cell's own borders.
func sift(all []blob, inner image.Rectangle, dpi int) (marks, dirt []blob) {
	speck := max(dpi*dpi/8000, 2)
	thin := max(dpi/50, 2)
	var specks []blob
	for _, one := range all {
		w, h := one.box.Dx(), one.box.Dy()
		switch {
		case one.area < speck:
			specks = append(specks, one)
		case w <= thin && h*2 > inner.Dy() && (one.box.Min.X <= inner.Min.X+1 || one.box.Max.X >= inner.Max.X-1),
			h <= thin && w*2 > inner.Dx() && (one.box.Min.Y <= inner.Min.Y+1 || one.box.Max.Y >= inner.Max.Y-1):
			dirt = append(dirt, one)
		default:
			marks = append(marks, one)
		}
	}
	// A speck between marks, low down, may be the point of a number.
	low := bounds(marks)
	low.Min.Y += low.Dy() / 2
	for _, one := range specks {
		if one.area > 1 && len(marks) > 1 && one.box.In(low) {
			marks = append(marks, one)
		} else {
			dirt = append(dirt, one)
		}
	}
	return marks, dirt
}

// crop cuts marks out of a page, with margin of white around and dirt left out.
func crop(page *image.Gray, marks, dirt []blob, margin int) *image.Gray {
	box := bounds(marks)
	out := image.NewGray(image.Rect(0, 0, box.Dx()+2*margin, box.Dy()+2*margin))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	// The soft edge of the marks is part of them; paper further off is white.
	soft := box.Inset(-min(2, margin)).Intersect(page.Rect)
	for y := soft.Min.Y; y < soft.Max.Y; y++ {
		for x := soft.Min.X; x < soft.Max.X; x++ {
			out.Pix[(y-box.Min.Y+margin)*out.Stride+x-box.Min.X+margin] = page.Pix[y*page.Stride+x]
		}
	}
	for _, one := range dirt {
		for _, at := range one.pixels {
			x, y := at%page.Stride, at/page.Stride
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					px, py := x+dx-box.Min.X+margin, y+dy-box.Min.Y+margin
					if px >= 0 && py >= 0 && px < out.Rect.Dx() && py < out.Rect.Dy() {
						out.Pix[py*out.Stride+px] = 255
					}
				}
			}
		}
	}
	return out
}

func bounds(marks []blob) image.Rectangle {
	var box image.Rectangle
	for _, one := range marks {
		box = box.Union(one.box)
	}
	return box
}

// Resize scales a picture by a factor; 1 leaves it as it is.
func Resize(picture *image.Gray, factor float64) *image.Gray {
	if factor == 1 {
		return picture
	}
	return resize(picture, factor)
}

// resize scales a picture by a factor: each pixel of the result is the mean of
// what it covers, or lies between its neighbours.
func resize(picture *image.Gray, factor float64) *image.Gray {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, max(int(float64(w)*factor+0.5), 1), max(int(float64(h)*factor+0.5), 1)))
	columns, rows := taps(w, out.Rect.Dx(), factor), taps(h, out.Rect.Dy(), factor)
	for y, r := range rows {
		for x, c := range columns {
			sum := 0.0
			for i, wy := range r.weights {
				line := picture.Pix[(r.first+i)*picture.Stride:]
				for j, wx := range c.weights {
					sum += wy * wx * float64(line[c.first+j])
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum + 0.5)
		}
	}
	return out
}

// tap is the weighted run of source pixels of one pixel of a scaled line.
type tap struct {
	first   int
	weights []float64
}

func taps(from, to int, factor float64) []tap {
	reach := max(1/factor, 1)
	all := make([]tap, to)
	for i := range all {
		middle := (float64(i)+0.5)/factor - 0.5
		first, last := max(int(math.Ceil(middle-reach)), 0), min(int(math.Floor(middle+reach)), from-1)
		t := tap{first: first}
		sum := 0.0
		for k := first; k <= last; k++ {
			weight := max(1-math.Abs(float64(k)-middle)/reach, 1e-3)
			t.weights = append(t.weights, weight)
			sum += weight
		}
		for k := range t.weights {
			t.weights[k] /= sum
		}
		all[i] = t
	}
	return all
}
