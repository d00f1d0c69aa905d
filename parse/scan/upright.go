package scan

import (
	"cmp"
	"context"
	"image"
	"slices"
)

const (
	// sensible is the mean confidence of words above which a page is the right way up.
	sensible = 0.55
	// clearer is how much better a turned page has to read.
	clearer = 0.15
	// tried is how many lines of a turned page are read to see.
	tried = 8
)

// upright returns the sheet the right way up, or nil where it is already or no
// turn makes it read better. The turn that is likely, that of the page before, is
// tried first.
func (r *reader) upright(ctx context.Context, s *sheet, likely int) (*sheet, error) {
	best, texts := s.certainty()
	if texts == 0 || best >= sensible {
		return nil, nil
	}
	var found *sheet
	best += clearer
	for n := range 3 {
		turns := (likely+2+n)%3 + 1 // likely, then the others of 1, 2 and 3
		picture := s.picture
		for range turns {
			picture = quarterTurn(picture)
		}
		candidate := newSheet(picture, s.dpi, turns)
		confidence, err := r.try(ctx, candidate)
		if err != nil {
			return nil, err
		}
		if confidence > best {
			best, found = confidence, candidate
		}
		if found != nil && best >= sensible+clearer {
			break
		}
	}
	return found, nil
}

// certainty is the mean confidence of the words of a sheet that was read, and how
// many lines and labels these are.
func (s *sheet) certainty() (mean float64, texts int) {
	sum := 0.0
	for _, g := range s.prose {
		sum += g.confidence
		texts++
	}
	for _, c := range s.contents {
		if c.number == nil {
			sum += c.confidence
			texts++
		}
	}
	return sum / float64(max(texts, 1)), texts
}

// try reads the longest lines of a sheet and returns the mean confidence.
func (r *reader) try(ctx context.Context, s *sheet) (float64, error) {
	strips := append(s.outside(), s.labels(typicalHeight([]*sheet{s}))...)
	slices.SortStableFunc(strips, func(a, b strip) int { return cmp.Compare(b.picture.Rect.Dx(), a.picture.Rect.Dx()) })
	strips = strips[:min(len(strips), tried)]
	sum := 0.0
	for i := range strips {
		strips[i].take = func(_ string, confidence float64) { sum += confidence }
	}
	err := r.readStrips(ctx, strips)
	return sum / float64(max(len(strips), 1)), err
}

// quarterTurn turns a picture clockwise by a quarter.
func quarterTurn(picture *image.Gray) *image.Gray {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			out.Pix[x*out.Stride+h-1-y] = picture.Pix[y*picture.Stride+x]
		}
	}
	return out
}
