package scan

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// rulings finds the ruling lines of a page: lines along rows and columns that
// meet each other. Strokes of characters meet nothing. inks are the page's ink at
// different levels, the darkest last: a faint line shows only in a dark one, a line
// that all but touches characters only in a light one. Lines of dots and dashes,
// and those that are hardly darker than the paper, show where they are mended.
func rulings(page *image.Gray, rough *roughness, s scale, inks ...*bitmap) (across, down []line) {
	for _, b := range inks {
		across = append(across, rowLines(strokes(b, s.thick), b, s)...)
		t := b.transposed()
		down = append(down, rowLines(strokes(t, s.thick), t, s)...)
	}
	darkest := inks[len(inks)-1]
	wide := s
	wide.thick += s.double
	b, all := mended(threads(page, darkest, rough, image.Pt(0, 1), s.beside+1), wide)
	across = append(across, rowLines(b, all, wide)...)
	b, all = mended(threads(page, darkest, rough, image.Pt(1, 0), s.beside+1).transposed(), wide)
	down = append(down, rowLines(b, all, wide)...)
	if len(across) > maxLines || len(down) > maxLines {
		return nil, nil
	}
	across, down = within(across, down, s), within(down, across, s)
	for {
		keptAcross := meeting(across, down, s)
		keptDown := meeting(down, keptAcross, s)
		if len(keptAcross) == len(across) && len(keptDown) == len(down) {
			return across, down
		}
		across, down = keptAcross, keptDown
	}
}

// maxLines bounds the lines of a page along one direction, each found up to three
// times; a page with more is a pattern, and no form.
const maxLines = 5000

// within leaves out the lines that go on far beyond all that cross any, as a
// scratch or a dirty sensor leaves them over the whole page, and with them those in
// line with them. Where several end together a side of the table is not drawn.
func within(lines, others []line, s scale) []line {
	if len(others) == 0 {
		return lines
	}
	byPlace := func(a, b line) int { return cmp.Compare(a.at, b.at) }
	first, last := slices.MinFunc(others, byPlace).at, slices.MaxFunc(others, byPlace).at
	var scratches []float64
	for _, l := range lines {
		if l.to < first || l.from > last {
			continue // the stroke of a character
		}
		starts := func(o line) bool { return math.Abs(o.from-l.from) <= float64(s.touch) }
		ends := func(o line) bool { return math.Abs(o.to-l.to) <= float64(s.touch) }
		far := float64(6 * s.open)
		if first-l.from > far && beside(lines, s, starts) < openLines || l.to-last > far && beside(lines, s, ends) < openLines {
			scratches = append(scratches, l.at)
		}
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool {
		return slices.ContainsFunc(scratches, func(at float64) bool { return math.Abs(at-l.at) <= float64(s.beside) })
	})
}

// beside counts the places of the lines that have a property.
func beside(lines []line, s scale, has func(line) bool) int {
	var places []float64
	for _, l := range lines {
		if has(l) {
			places = append(places, l.at)
		}
	}
	slices.Sort(places)
	count := 0
	for i, at := range places {
		if i == 0 || at-places[i-1] > float64(s.touch) {
			count++
		}
	}
	return count
}

// meeting keeps the lines that meet others: in two places, or in one where the
// line is so long that no character has such a stroke.
func meeting(lines, others []line, s scale) []line {
	var kept []line
	for _, l := range lines {
		first, last, met := 0.0, 0.0, false
		for _, o := range others {
			if s.meet(l, o) {
				if !met {
					first, last, met = o.at, o.at, true
				}
				first, last = min(first, o.at), max(last, o.at)
			}
		}
		if met && (s.long(l) || last-first > float64(s.touch)) {
			kept = append(kept, l)
		}
	}
	return kept
}

// long tells that a line is longer than any character's stroke.
func (s scale) long(l line) bool { return l.to-l.from > float64(6*s.shortest) }

// meet reports whether two lines at right angles cross or touch. A long line may
// miss the other a little; a short one, which may be a stroke, may not.
func (s scale) meet(a, b line) bool {
	reaches := func(a, b line) bool {
		slack := 1.0
		if s.long(a) {
			slack = float64(s.touch)
		}
		return b.at >= a.from-slack && b.at <= a.to+slack
	}
	return reaches(a, b) && reaches(b, a)
}
