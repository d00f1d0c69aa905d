package scan

import (
	"image"
	"slices"
)

// bitmap is a raster of ink: 1 is ink, 0 is paper.
type bitmap struct {
	w, h int
	pix  []uint8
}

func newBitmap(w, h int) *bitmap { return &bitmap{w: w, h: h, pix: make([]uint8, w*h)} }

// transposed swaps rows and columns.
func (b *bitmap) transposed() *bitmap {
	t := newBitmap(b.h, b.w)
	const tile = 32
	for y0 := 0; y0 < b.h; y0 += tile {
		for x0 := 0; x0 < b.w; x0 += tile {
			for y := y0; y < min(y0+tile, b.h); y++ {
				for x := x0; x < min(x0+tile, b.w); x++ {
					t.pix[x*t.w+y] = b.pix[y*b.w+x]
				}
			}
		}
	}
	return t
}

// Gray turns a picture of a page into the shades that [Read] wants: those of the
// red light, in which black and blue ink are dark, and lighter still the redder a
// pixel is, so that red stamps are as white as the paper.
func Gray(picture image.Image) *image.Gray {
	bounds := picture.Bounds()
	gray := image.NewGray(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	for y := range bounds.Dy() {
		row := gray.Pix[y*gray.Stride:]
		for x := range bounds.Dx() {
			red, green, blue, alpha := picture.At(bounds.Min.X+x, bounds.Min.Y+y).RGBA()
			shade := red
			if other := max(green, blue); red > other {
				shade += (red - other) / 2
			}
			row[x] = uint8(min(shade+0xffff-alpha, 0xffff) >> 8)
		}
	}
	return gray
}

// positive gives a page with dark ink on light paper: some programs confuse the
// two where there are no shades between.
func positive(page *image.Gray) *image.Gray {
	dark, all := 0, 0
	for i := 0; i < len(page.Pix); i += 7 {
		if page.Pix[i] < 64 {
			dark++
		}
		all++
	}
	if dark*3 < all*2 {
		return page
	}
	out := image.NewGray(page.Rect)
	for i, shade := range page.Pix {
		out.Pix[i] = 255 - shade
	}
	return out
}

// even takes the unevenness of light and paper out of a page: each shade becomes
// relative to the paper around it, which becomes white, and the darkest ink black.
func even(page *image.Gray, dpi int) *image.Gray {
	block := max(dpi/4, 8)
	w, h := page.Rect.Dx(), page.Rect.Dy()
	columns, rows := (w+block-1)/block, (h+block-1)/block
	paper := make([]float64, columns*rows)
	for r := range rows {
		for c := range columns {
			paper[r*columns+c] = percentile(page, c*block, r*block, block, 0.85)
		}
	}
	// A block that is all ink says nothing of its paper.
	sorted := slices.Sorted(slices.Values(paper))
	floor := sorted[len(sorted)/2] * 0.6
	for i, shade := range paper {
		paper[i] = max(shade, floor, 1)
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	var histogram [256]int
	for y := range h {
		fy := min(max((float64(y)-float64(block)/2)/float64(block), 0), float64(rows-1))
		r0 := int(fy)
		r1, ty := min(r0+1, rows-1), fy-float64(r0)
		for x := range w {
			fx := min(max((float64(x)-float64(block)/2)/float64(block), 0), float64(columns-1))
			c0 := int(fx)
			c1, tx := min(c0+1, columns-1), fx-float64(c0)
			white := (paper[r0*columns+c0]*(1-tx)+paper[r0*columns+c1]*tx)*(1-ty) +
				(paper[r1*columns+c0]*(1-tx)+paper[r1*columns+c1]*tx)*ty
			shade := uint8(min(255, float64(page.Pix[y*page.Stride+x])*255/white))
			out.Pix[y*out.Stride+x] = shade
			histogram[shade]++
		}
	}
	stretch(out, &histogram)
	return out
}

// calm smooths a noisy page, the more the noisier; a quiet one it returns as it is.
func calm(page *image.Gray) *image.Gray {
	switch rough := noise(page, page.Rect); {
	case rough > 14:
		return soften(soften(page))
	case rough > 6:
		return soften(page)
	}
	return page
}

// noise is how much a pixel of the paper differs from those around it in a part of
// a page, as a standard deviation.
func noise(page *image.Gray, part image.Rectangle) float64 {
	var histogram [256]int
	count := 0
	for y := part.Min.Y + 2; y < part.Max.Y-2; y += 3 {
		for x := part.Min.X + 2; x < part.Max.X-2; x += 3 {
			at := y*page.Stride + x
			around := (int(page.Pix[at-2]) + int(page.Pix[at+2]) + int(page.Pix[at-2*page.Stride]) + int(page.Pix[at+2*page.Stride])) / 4
			off := int(page.Pix[at]) - around
			histogram[max(off, -off)]++
			count++
		}
	}
	// Most of a page is paper, so its median is that of the paper.
	left := count / 2
	for off, n := range histogram {
		if left -= n; left < 0 {
			return float64(off) * 1.48 / 1.12
		}
	}
	return 0
}

// soften gives each pixel a share of those around it.
func soften(page *image.Gray) *image.Gray {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	across := make([]int, w*h)
	for y := range h {
		row := page.Pix[y*page.Stride:]
		for x := range w {
			across[y*w+x] = int(row[max(x-1, 0)]) + 2*int(row[x]) + int(row[min(x+1, w-1)])
		}
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		above, below := max(y-1, 0)*w, min(y+1, h-1)*w
		for x := range w {
			out.Pix[y*out.Stride+x] = uint8((across[above+x] + 2*across[y*w+x] + across[below+x] + 8) / 16)
		}
	}
	return out
}

// stretch makes the darkest ink black: that of the 5000th part of a page, which a
// few words have.
func stretch(page *image.Gray, histogram *[256]int) {
	left := len(page.Pix) / 5000
	dark := 0
	for left > 0 && dark < 255 {
		left -= histogram[dark]
		dark++
	}
	if dark < 8 || dark > 200 {
		return
	}
	var table [256]uint8
	for i := range table {
		table[i] = uint8(max(0, i-dark) * 255 / (255 - dark))
	}
	for i, shade := range page.Pix {
		page.Pix[i] = table[shade]
	}
}

// percentile returns the shade below which the given share of a block lies.
func percentile(page *image.Gray, x0, y0, size int, share float64) float64 {
	var histogram [256]int
	count := 0
	for y := y0; y < min(y0+size, page.Rect.Dy()); y++ {
		for x := x0; x < min(x0+size, page.Rect.Dx()); x++ {
			histogram[page.Pix[y*page.Stride+x]]++
			count++
		}
	}
	left := int(share * float64(count))
	for shade := range histogram {
		if left -= histogram[shade]; left < 0 {
			return float64(shade)
		}
	}
	return 255
}

// threshold finds the shade that parts ink from paper best: that with the
// largest variance between the two (Otsu).
func threshold(page *image.Gray) uint8 {
	var histogram [256]float64
	for _, shade := range page.Pix {
		histogram[shade]++
	}
	total, sum := float64(len(page.Pix)), 0.0
	for i, n := range histogram {
		sum += float64(i) * n
	}
	best, at := 0.0, 128
	dark, darkSum := 0.0, 0.0
	for i, n := range histogram {
		dark += n
		darkSum += float64(i) * n
		if dark == 0 || dark == total {
			continue
		}
		apart := darkSum/dark - (sum-darkSum)/(total-dark)
		if variance := dark * (total - dark) * apart * apart; variance > best {
			best, at = variance, i
		}
	}
	// A page with hardly any ink would be parted within its paper.
	return uint8(min(max(at, 90), 190))
}

// ink parts ink from paper.
func ink(page *image.Gray, level uint8) *bitmap {
	b := newBitmap(page.Rect.Dx(), page.Rect.Dy())
	for y := range b.h {
		for x, shade := range page.Pix[y*page.Stride : y*page.Stride+b.w] {
			if shade <= level {
				b.pix[y*b.w+x] = 1
			}
		}
	}
	return b
}
