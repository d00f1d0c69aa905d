package scan

import (
	"image"
	"math"
)

// warp says how a page is straightened. Slopes are those of the lines that should
// be level or upright, in pixels to the side for each pixel along; they change over
// the page where it was photographed from the side.
type warp struct {
	// w and h are the size of the page.
	w, h float64
	// level is the slope of the lines along rows, in the middle of the page, and
	// levelChange how much more it is at the bottom than at the top.
	level, levelChange float64
	// upright is the slope of the lines down columns, and uprightChange how much
	// more it is at the right than at the left.
	upright, uprightChange float64
}

// flat reports whether a page is straight as it is.
func (v warp) flat() bool {
	return v.level == 0 && v.levelChange == 0 && v.upright == 0 && v.uprightChange == 0
}

// point maps a point of the straightened page to the page as it came.
func (v warp) point(x, y float64) (float64, float64) {
	dx, dy := x-v.w/2, y-v.h/2
	return x + dy*(v.upright+v.uprightChange*dx/v.w), y + dx*(v.level+v.levelChange*dy/v.h)
}

// straighten draws the page straight.
func (v warp) straighten(page *image.Gray) *image.Gray {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row := out.Pix[y*out.Stride : y*out.Stride+w]
		// Along a row of the page the way back is a straight line.
		fx, fy := v.point(0, float64(y))
		ex, ey := v.point(float64(w), float64(y))
		stepX, stepY := (ex-fx)/float64(w), (ey-fy)/float64(w)
		for x := range row {
			row[x] = shadeAt(page, fx, fy)
			fx, fy = fx+stepX, fy+stepY
		}
	}
	return out
}

// shadeAt is the shade at a place between pixels; beyond the page it is paper.
func shadeAt(page *image.Gray, x, y float64) uint8 {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= page.Rect.Dx() || y0+1 >= page.Rect.Dy() {
		return 255
	}
	tx, ty := x-float64(x0), y-float64(y0)
	at := y0*page.Stride + x0
	above := float64(page.Pix[at])*(1-tx) + float64(page.Pix[at+1])*tx
	below := float64(page.Pix[at+page.Stride])*(1-tx) + float64(page.Pix[at+page.Stride+1])*tx
	return uint8(above*(1-ty) + below*ty + 0.5)
}

const (
	// maxSlope is the largest slope of a page that is straightened: 6 degrees.
	maxSlope = 0.105
	// maxChange is the most that the slope may change over a page.
	maxChange = 0.06
	// finest is the pitch at which a slope is measured: half a pixel over a page.
	finest = 0.0002
)

// straightening measures how a page must be straightened, by its strokes: those of
// ruling lines, where there are any.
func straightening(ink *bitmap, lengths scale) warp {
	v := warp{w: float64(ink.w), h: float64(ink.h)}
	rows := strokePoints(strokes(ink, lengths.thick), lengths)
	v.level = rows.slope(0, maxSlope, 1.02)
	v.upright = -v.level
	columns := strokePoints(strokes(ink.transposed(), lengths.thick), lengths)
	v.upright = columns.slope(v.upright, 0.02, 1.05)
	v.level, v.levelChange = rows.change(v.level)
	v.upright, v.uprightChange = columns.change(v.upright)
	return v
}

// points are the places of a page's strokes, seen from its middle. Along is in the
// direction of the strokes.
type points struct {
	along, across []float64
	// length and width are the page's size along and across.
	length, width float64
	// rows is where ink is counted.
	rows []float64
}

// strokePoints takes every second pixel of the strokes along the rows: of long
// ones, as ruling lines are made of, or of all where there are few of these.
func strokePoints(b *bitmap, lengths scale) *points {
	p := &points{length: float64(b.w), width: float64(b.h)}
	p.rows = make([]float64, b.h+2*int(p.length*(maxSlope+maxChange))+4)
	for _, least := range [...]int{lengths.run, 1} {
		p.take(b, least)
		if len(p.along) >= 2*b.w {
			break
		}
	}
	return p
}

// take takes the pixels of runs along the rows that have a least length.
func (p *points) take(b *bitmap, least int) {
	const step = 2
	p.along, p.across = p.along[:0], p.across[:0]
	for y := range b.h {
		row := b.pix[y*b.w : (y+1)*b.w]
		for x := 0; x < b.w; x++ {
			start := x
			for x < b.w && row[x] == 1 {
				x++
			}
			if x-start < least {
				continue
			}
			for at := start + (start+y)%step; at < x; at += step {
				p.along, p.across = append(p.along, float64(at)-p.length/2), append(p.across, float64(y)-p.width/2)
			}
		}
	}
}

// fewPoints is the least number of points that tell a slope.
const fewPoints = 200

// sharpness is how much the rows of the page differ in ink, were it straightened
// so: the most where strokes fall into the same row.
func (p *points) sharpness(slope, change float64) float64 {
	clear(p.rows)
	middle := float64(len(p.rows)) / 2
	for i, x := range p.along {
		y := p.across[i] - x*(slope+change*p.across[i]/p.width) + middle
		if y >= 0 && int(y) < len(p.rows) {
			p.rows[int(y)]++
		}
	}
	sum := 0.0
	for _, n := range p.rows {
		sum += n * n
	}
	return sum
}

// slope finds the slope of the strokes, no further than reach from a guess. Only
// one that is clearer by a factor is better than the guess.
func (p *points) slope(guess, reach, clearer float64) float64 {
	if len(p.along) < fewPoints {
		return guess
	}
	best, at := p.sharpness(guess, 0)*clearer, guess
	for span, pitch := reach, 0.007; pitch >= finest; span, pitch = pitch, pitch/4 {
		middle := at
		for s := middle - span; s <= middle+span; s += pitch {
			if sharp := p.sharpness(s, 0); sharp > best {
				best, at = sharp, s
			}
		}
	}
	return at
}

// change finds how the slope changes over the page, and with that the slope itself.
func (p *points) change(guess float64) (slope, change float64) {
	if len(p.along) < fewPoints {
		return guess, 0
	}
	const clearer = 1.15
	slope = guess
	best := p.sharpness(guess, 0) * clearer
	for reach, span, pitch := maxChange/3, maxChange, 0.004; pitch >= 2*finest; reach, span, pitch = pitch/2, pitch, pitch/4 {
		middle, around := change, slope
		for c := middle - span; c <= middle+span; c += pitch {
			for s := around - reach; s <= around+reach; s += pitch / 2 {
				if sharp := p.sharpness(s, c); sharp > best {
					best, slope, change = sharp, s, c
				}
			}
		}
	}
	return slope, change
}
