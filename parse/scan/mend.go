package scan

import (
	"image"
	"slices"
)

// mended gives the strokes along the rows of a page as they were before ink was
// lost or left out: double lines as one line, and the dots or dashes of a broken
// line joined where they follow each other in even steps, as the strokes of
// characters do not. All is the ink that they are taken from.
func mended(b *bitmap, s scale) (out, all *bitmap) {
	all = closed(b, s.double)
	out = strokes(all, s.thick)
	var runs []run
	for y := range out.h {
		row := out.pix[y*out.w : (y+1)*out.w]
		runs = runs[:0]
		for x := 0; x < out.w; x++ {
			if row[x] == 0 {
				continue
			}
			from := x
			for x < out.w && row[x] == 1 {
				x++
			}
			if n := len(runs); n > 0 && from-runs[n-1].to > s.step {
				join(row, runs, s)
				runs = runs[:0]
			}
			runs = append(runs, run{from, x})
		}
		join(row, runs, s)
	}
	return out, all
}

// threads gives the ink of a page, and with it what is darker than the paper on both
// sides: to the left and the right, or above and below. Faint lines show there that
// are lighter than any ink.
func threads(page *image.Gray, ink *bitmap, rough *roughness, aside image.Point, margin int) *bitmap {
	const least = 20 // shades
	out := newBitmap(ink.w, ink.h)
	copy(out.pix, ink.pix)
	away := (aside.X + aside.Y*page.Stride) * margin
	for y := aside.Y * margin; y < ink.h-aside.Y*margin; y++ {
		for x := aside.X * margin; x < ink.w-aside.X*margin; x++ {
			at := y*page.Stride + x
			darker := int(min(page.Pix[at-away], page.Pix[at+away])) - int(page.Pix[at])
			if darker >= least && darker >= rough.at(x, y) {
				out.pix[y*ink.w+x] = 1
			}
		}
	}
	return out
}

// roughness is by how many shades a thread has to be darker than the paper in each
// part of a page: the more the rougher the paper is there.
type roughness struct {
	tile, columns int
	shades        []int
}

func roughnessOf(page *image.Gray, dpi int) *roughness {
	const deviations = 6
	r := &roughness{tile: max(dpi/2, 16)}
	for y := 0; y < page.Rect.Dy(); y += r.tile {
		r.columns = 0
		for x := 0; x < page.Rect.Dx(); x += r.tile {
			tile := image.Rect(x, y, x+r.tile, y+r.tile).Intersect(page.Rect)
			r.shades = append(r.shades, int(deviations*noise(page, tile)))
			r.columns++
		}
	}
	return r
}

func (r *roughness) at(x, y int) int { return r.shades[y/r.tile*r.columns+x/r.tile] }

// run is a piece of ink in a row, to before its end.
type run struct{ from, to int }

// evenSteps is how many dots or dashes prove a broken line.
const evenSteps = 6

// join fills the gaps between runs that follow each other in even steps.
func join(row []uint8, runs []run, s scale) {
	if len(runs) < evenSteps || runs[len(runs)-1].to-runs[0].from < s.shortest {
		return
	}
	var steps []int
	for i := range runs[1:] {
		steps = append(steps, runs[i+1].from-runs[i].from)
	}
	slices.Sort(steps)
	middle := steps[len(steps)/2]
	if middle > 2*s.step {
		return
	}
	even := 0
	for _, step := range steps {
		// A dot may be missing, or two have run together.
		for n := 1; n <= 2; n++ {
			if off := step - n*middle; max(off, -off) <= 1+n*middle/6 {
				even++
				break
			}
		}
	}
	if even*10 < len(steps)*7 {
		return
	}
	for x := runs[0].from; x < runs[len(runs)-1].to; x++ {
		row[x] = 1
	}
}

// closed fills the gaps of at most a few pixels between ink above and below.
func closed(b *bitmap, gap int) *bitmap {
	out := newBitmap(b.w, b.h)
	copy(out.pix, b.pix)
	last := make([]int, b.w) // the row of the last ink of each column, plus one
	for y := range b.h {
		row := b.pix[y*b.w : (y+1)*b.w]
		for x, v := range row {
			if v == 0 {
				continue
			}
			if above := last[x]; above > 0 && above <= y && y-above <= gap {
				for k := above; k < y; k++ {
					out.pix[k*b.w+x] = 1
				}
			}
			last[x] = y + 1
		}
	}
	return out
}
