package page

import (
	"math"
	"regexp"
	"strings"
)

// edgeBand is the share of a page's height at its top and bottom in which
// running heads and page marks stand.
const edgeBand = 0.1

var digits = regexp.MustCompile(`\d+`)

// continuation is the mark over the rest of a table: 续表, （接上页）.
var continuation = &pattern{
	expression: regexp.MustCompile(`^[（(【\[]?\s*(?:续\s*表.{0,6}|表.{0,4}[（(]续[）)]|接\s*上\s*[页表]|续\s*上\s*[页表]|[转见接]\s*下\s*页)\s*[）)】\]]?$`),
	first:      "（(【[续表接转见",
}

// markChrome marks page marks, and lines that stand at the same place at the top
// or bottom of several pages.
func markChrome(sheets []*sheet) {
	type spot struct {
		text string
		y    int
	}
	seen := map[spot]int{}
	visit := func(do func(s *sheet, p *paragraph, at spot)) {
		for _, s := range sheets {
			for i := range s.items {
				p := s.items[i].paragraph
				if p == nil || len(p.lines) > 2 || p.box[3] > edgeBand*s.height && p.box[1] < (1-edgeBand)*s.height || s.inColumn(i) {
					continue
				}
				text := digits.ReplaceAllString(strings.Join(strings.Fields(p.text()), ""), "#")
				do(s, p, spot{text, int(p.box[1]/4 + 0.5)})
			}
		}
	}
	for _, s := range sheets {
		for i := range s.items {
			if p := s.items[i].paragraph; p != nil && continuation.MatchString(p.text()) {
				p.chrome = true
			}
		}
	}
	visit(func(_ *sheet, _ *paragraph, at spot) { seen[at]++ })
	visit(func(_ *sheet, p *paragraph, at spot) {
		p.chrome = p.chrome || pageMark.MatchString(p.text()) || seen[at] >= 2 && (seen[at] >= 3 || 2*seen[at] >= len(sheets))
	})
}

// inColumn tells whether a paragraph is a value among others below each other, as
// in a table that has a cell a line: it is no page mark.
func (s *sheet) inColumn(i int) bool {
	p := s.items[i].paragraph
	if len(p.lines) > 1 || !isValue(strings.TrimSpace(p.lines[0].text)) {
		return false
	}
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(s.items) || s.items[j].paragraph == nil {
			continue
		}
		q := s.items[j].paragraph
		gap := max(p.box[1], q.box[1]) - min(p.box[3], q.box[3])
		if gap < 1.2*p.lines[0].size && math.Abs(p.box[0]-q.box[0]) < p.lines[0].size && sameSize(p, q) {
			return true
		}
	}
	return false
}
