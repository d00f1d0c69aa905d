package page

import "slices"

// mostHeadLines bounds the lines of heads that a page may end with.
const mostHeadLines = 10

// trailingHeads returns where the heads of a table without ruling lines begin
// with which the page ends, and behind their last line; the numbers stand on the
// next page. Both are 0 where there are none.
func (s *sheet) trailingHeads() (first, end int) {
	end = len(s.lines)
	for end > 0 && pageMark.MatchString(s.lines[end-1].text) {
		end--
	}
	first = end
	most := 0
	for first > 0 && end-first < mostHeadLines {
		l := &s.lines[first-1]
		if headingStart.MatchString(l.text) || sentenceEnd.MatchString(l.text) || s.gridBelow(l) {
			break
		}
		words := splitWords([]line{*l})
		if slices.ContainsFunc(words, func(w word) bool { return w.number }) {
			break
		}
		most = max(most, len(words))
		first--
	}
	if most < fewestInRow {
		return 0, 0
	}
	return first, end
}

// gridBelow tells whether a table begins below a line.
func (s *sheet) gridBelow(l *line) bool {
	return slices.ContainsFunc(s.items, func(it item) bool { return it.grid != nil && it.box[1] > l.box[1] })
}

// carryHeads puts the heads that the page before ends with above this page's
// lines, finds the tables, and takes the heads from the page before where they
// became part of one. It returns whether this page ends with such a table.
func (s *sheet) carryHeads(before *sheet) (endsSo, carried bool) {
	first, end := before.trailingHeads()
	if first == end || len(s.lines) == 0 {
		return false, false
	}
	own := s.lines
	heads := before.lines[first:end]
	last := &heads[len(heads)-1]
	shift := own[0].box[1] - 0.35*last.size - last.box[3]
	s.lines = make([]line, 0, len(heads)+len(own))
	for _, l := range heads {
		l.glyphs = slices.Clone(l.glyphs)
		for i := range l.glyphs {
			l.glyphs[i].Box[1] += shift
			l.glyphs[i].Box[3] += shift
		}
		l.box[1] += shift
		l.box[3] += shift
		s.lines = append(s.lines, l)
	}
	s.lines = append(s.lines, own...)
	top, items := s.lines[0].box[1], len(s.items)
	endsSo = s.findLoose(false)
	for i := items; i < len(s.items); i++ {
		if s.items[i].box[1] <= top {
			before.lines = slices.Concat(before.lines[:first], before.lines[end:])
			return endsSo, true
		}
	}
	s.lines, s.items = own, s.items[:items]
	return false, false
}
