package page

import (
	"slices"

	"gongkai/disclosure"
)

// turned is a page turned so that most of its text stands upright.
type turned struct {
	width, height float64
	glyphs        []Glyph
	rules         []Rule
	pictures      []disclosure.Box
	fills         []disclosure.Box
	shapes        []disclosure.Box
	// turns are the quarter turns clockwise by which the page as displayed lies.
	turns uint8
	// shownWidth and shownHeight are the size as displayed.
	shownWidth, shownHeight float64
}

// upright turns a page by the direction of most of its glyphs.
func upright(p *Page) *turned {
	var count [4]int
	for i := range p.Glyphs {
		count[p.Glyphs[i].Direction&3]++
	}
	t := &turned{shownWidth: p.Width, shownHeight: p.Height, width: p.Width, height: p.Height}
	for d := range count {
		if count[d] > count[t.turns] {
			t.turns = uint8(d)
		}
	}
	t.glyphs, t.rules = p.Glyphs, p.Rules
	t.pictures, t.fills, t.shapes = p.Pictures, p.Fills, p.Shapes
	if t.turns == 0 {
		return t
	}
	if t.turns&1 == 1 {
		t.width, t.height = p.Height, p.Width
	}
	t.glyphs = slices.Clone(p.Glyphs)
	for i := range t.glyphs {
		g := &t.glyphs[i]
		g.Box = t.fromShown(g.Box)
		g.Direction = (g.Direction - t.turns) & 3
	}
	t.rules = make([]Rule, len(p.Rules))
	for i, r := range p.Rules {
		b := t.fromShown(disclosure.Box{r.X0, r.Y0, r.X1, r.Y1})
		t.rules[i] = Rule{b[0], b[1], b[2], b[3]}
	}
	t.pictures, t.fills, t.shapes = t.boxesFromShown(p.Pictures), t.boxesFromShown(p.Fills), t.boxesFromShown(p.Shapes)
	return t
}

func (t *turned) boxesFromShown(boxes []disclosure.Box) []disclosure.Box {
	out := make([]disclosure.Box, len(boxes))
	for i, b := range boxes {
		out[i] = t.fromShown(b)
	}
	return out
}

// fromShown maps a box of the page as displayed to the turned page.
func (t *turned) fromShown(b disclosure.Box) disclosure.Box {
	return turnBox(b, t.shownWidth, t.shownHeight, t.turns)
}

// shown maps a box of the turned page to the page as displayed.
func (t *turned) shown(b disclosure.Box) disclosure.Box {
	return turnBox(b, t.width, t.height, -t.turns&3)
}

// turnBox turns a box with its page of the given size counterclockwise by
// quarter turns.
func turnBox(b disclosure.Box, width, height float64, turns uint8) disclosure.Box {
	switch turns {
	case 1:
		b = disclosure.Box{b[1], width - b[2], b[3], width - b[0]}
	case 2:
		b = disclosure.Box{width - b[2], height - b[3], width - b[0], height - b[1]}
	case 3:
		b = disclosure.Box{height - b[3], b[0], height - b[1], b[2]}
	}
	return disclosure.Box{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
}
