package scan

import (
	"cmp"
	"image"
	"slices"
)

// textLines parts the marks outside of the tables into lines of text. Specks, and
// what is larger than any character, are left out.
func (s *sheet) textLines() [][]blob {
	outside := newBitmap(s.ink.w, s.ink.h)
	copy(outside.pix, s.ink.pix)
	margin := s.dpi / 25
	for _, t := range s.tables {
		box := image.Rect(t.xs[0]-margin, t.ys[0]-margin, t.xs[len(t.xs)-1]+margin, t.ys[len(t.ys)-1]+margin)
		box = box.Intersect(s.page.Rect)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			clear(outside.pix[y*outside.w+box.Min.X : y*outside.w+box.Max.X])
		}
	}
	marks, _ := sift(blobs(outside, s.page.Rect), s.page.Rect, s.dpi)
	marks = slices.DeleteFunc(marks, func(m blob) bool {
		return m.box.Dy() > s.dpi/2 || m.box.Dx() > s.dpi || m.box.Dx() > 8*m.box.Dy() && m.box.Dx() > s.dpi/3
	})
	lines := gather(marks, s.dpi)
	return slices.DeleteFunc(lines, func(line []blob) bool {
		b := bounds(line)
		return b.Dy() < s.dpi/20 && b.Dx() < s.dpi/4
	})
}

// gather joins marks to lines: the large ones by overlapping in height, then the
// small ones (points, strokes) to the line that they stand in.
func gather(marks []blob, dpi int) [][]blob {
	var large, small []blob
	for _, m := range marks {
		if max(m.box.Dx(), m.box.Dy()) >= dpi/14 {
			large = append(large, m)
		} else {
			small = append(small, m)
		}
	}
	middle := func(m blob) int { return (m.box.Min.Y + m.box.Max.Y) / 2 }
	slices.SortFunc(large, func(a, b blob) int {
		return cmp.Or(cmp.Compare(a.box.Min.Y, b.box.Min.Y), cmp.Compare(a.box.Min.X, b.box.Min.X))
	})
	type band struct {
		marks       []blob
		top, bottom int
	}
	var bands []band
	for _, m := range large {
		// A mark belongs to a line that it shares a good part of its height with.
		if n := len(bands); n > 0 {
			last := &bands[n-1]
			if shared := last.bottom - m.box.Min.Y; shared*3 > min(m.box.Dy(), last.bottom-last.top) {
				last.marks = append(last.marks, m)
				last.bottom = max(last.bottom, m.box.Max.Y)
				continue
			}
		}
		bands = append(bands, band{[]blob{m}, m.box.Min.Y, m.box.Max.Y})
	}
	for _, m := range small {
		near, at := dpi/12, -1
		for i, b := range bands {
			if off := max(b.top-middle(m), middle(m)-b.bottom, 0); off < near {
				near, at = off, i
			}
		}
		if at >= 0 {
			bands[at].marks = append(bands[at].marks, m)
		}
	}
	lines := make([][]blob, 0, len(bands))
	for _, b := range bands {
		lines = append(lines, apart(b.marks, 5*(b.bottom-b.top))...)
	}
	return lines
}

// apart parts a line where a wide gap is.
func apart(line []blob, gap int) [][]blob {
	slices.SortFunc(line, func(a, b blob) int { return cmp.Compare(a.box.Min.X, b.box.Min.X) })
	var parts [][]blob
	right := 0
	for i, m := range line {
		if i == 0 || m.box.Min.X-right > gap {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], m)
		right = max(right, m.box.Max.X)
	}
	return parts
}
