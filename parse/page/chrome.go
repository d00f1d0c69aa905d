package page

import (
	"regexp"
	"strings"
)

// edgeBand is the share of a page's height at its top and bottom in which
// running heads and page marks stand.
const edgeBand = 0.1

var digits = regexp.MustCompile(`\d+`)

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
				if p == nil || len(p.lines) > 2 {
					continue
				}
				if p.box[3] > edgeBand*s.height && p.box[1] < (1-edgeBand)*s.height {
					continue
				}
				text := digits.ReplaceAllString(strings.Join(strings.Fields(p.text()), ""), "#")
				do(s, p, spot{text, int(p.box[1]/4 + 0.5)})
			}
		}
	}
	visit(func(_ *sheet, _ *paragraph, at spot) { seen[at]++ })
	visit(func(_ *sheet, p *paragraph, at spot) {
		p.chrome = pageMark.MatchString(p.text()) || seen[at] >= 2 && (seen[at] >= 3 || 2*seen[at] >= len(sheets))
	})
}
