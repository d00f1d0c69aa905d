package pdf

import (
	"math"
	"slices"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// painted is what has been painted of a page beside its characters. Only when all of
// it is known can be told what a reader of the page sees.
type painted struct {
	paints  []paint
	strokes []stroke
	links   []disclosure.Box
	// looks are how characters look, and looked says which look each of the page's
	// characters has.
	looks  []look
	looked []int32
}

func (p *painted) reset() {
	p.paints, p.strokes, p.links = p.paints[:0], p.strokes[:0], p.links[:0]
	p.looks, p.looked = p.looks[:0], p.looked[:0]
}

// look is how a character is painted.
type look struct {
	colour  colour
	opacity float32
	// gone tells what cannot be seen wherever it stands: it is clipped away or
	// smaller than anything legible. unsure tells what may not be.
	gone, unsure bool
}

// paint is an area that was painted.
type paint struct {
	box disclosure.Box
	// after counts the characters painted before it.
	after  int
	colour colour
	// opaque is false where what lies below may be seen through, or may not.
	opaque bool
	// outline is nil for an upright rectangle.
	outline *outline
	// stencil says where a picture covers; nil for one that does everywhere.
	stencil *stencil
	picture bool
}

// stroke is a line that is seen on white.
type stroke struct{ from, to point }

// Where a character is no longer seen, and where that is doubtful. Sizes are in
// points of a page of A4; distances are those of colours. A reader's tests hold each.
const (
	illegibleSize, smallSize = 1.5, 3
	sameColour, likeColour   = 0.1, 0.2
	// narrow is how much narrower than high a character may be.
	narrow = 0.4
	// translucent is the opacity below which an area hides nothing, solid the one from
	// which it hides everything.
	translucent, solid = 0.3, 0.95
	// coverAll and coverSome are shares of a character's ink.
	coverAll, coverSome = 0.9, 0.25
	// pageLike is the share of a page from which a picture is the page.
	pageLike = 0.4
)

const (
	maxPaints  = 20_000
	maxStrokes = 100_000
	maxShapes  = 20_000
)

func opacity(v value) float64 {
	if n, ok := v.asNumber(); ok {
		return min(max(n, 0), 1)
	}
	return -1
}

func (in *interpreter) setOpacity(p *parameters) {
	s := &in.state
	if p.fill >= 0 {
		s.fillAlpha = float32(p.fill)
	}
	if p.stroke >= 0 {
		s.strokeAlpha = float32(p.stroke)
	}
	if p.mask != unsaid {
		s.mask = p.mask
	}
	if p.blend != unsaid {
		s.blend = p.blend
	}
}

func (s *state) isVague() bool { return s.vagueAround || s.mask == vague || s.blend == vague }

// lookOf returns the index of how characters of some height and width look now.
func (in *interpreter) lookOf(height, width float64) int32 {
	s := &in.state
	l := look{colour: s.fill.colour, opacity: s.fillAlpha * s.veil, unsure: s.isVague()}
	switch s.mode {
	case 1, 5:
		l.colour, l.opacity = s.stroke.colour, s.strokeAlpha*s.veil
	case 2, 6:
		if l.opacity < translucent || l.colour.distance(white) < likeColour {
			l.colour, l.opacity = s.stroke.colour, s.strokeAlpha*s.veil
		}
	}
	const longSide = 842
	size := min(height, width/narrow) * longSide / max(in.page.Width, in.page.Height)
	l.gone, l.unsure = size < illegibleSize, l.unsure || size < smallSize
	return in.looking(l)
}

func (in *interpreter) looking(l look) int32 {
	if n := len(in.looks); n == 0 || in.looks[n-1] != l {
		in.looks = append(in.looks, l)
	}
	return int32(len(in.looks) - 1)
}

// clipped returns the look of a character that the clip may cut.
func (in *interpreter) clipped(index int32, ink disclosure.Box) int32 {
	l, s := in.looks[index], &in.state
	seen := share(ink, s.clip)
	if s.shape != nil && !s.shape.contains((ink[0]+ink[2])/2, (ink[1]+ink[3])/2) {
		seen = 0
	}
	switch {
	case seen >= 1-coverSome:
		return index
	case seen <= 1-coverAll:
		l.gone = true
	default:
		l.unsure = true
	}
	return in.looking(l)
}

func encloses(outer, inner disclosure.Box) bool {
	return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
}

// ink is where a digit in a character's box is black: its box reaches from the
// descenders to above the ascenders.
func ink(box disclosure.Box, direction uint8) disclosure.Box {
	width, height := box[2]-box[0], box[3]-box[1]
	if direction != 0 {
		return disclosure.Box{box[0] + 0.15*width, box[1] + 0.15*height, box[2] - 0.15*width, box[3] - 0.15*height}
	}
	return disclosure.Box{box[0] + 0.08*width, box[1] + 0.2*height, box[2] - 0.08*width, box[3] - 0.14*height}
}

// settleSeen drops the characters that nobody sees and marks the digits that may not
// be seen as they are.
func (in *interpreter) settleSeen() error {
	in.settleLinks()
	bands := in.bandsOf()
	glyphs := in.page.Glyphs
	kept := glyphs[:0]
	for i := range glyphs {
		if i&1023 == 0 && in.ctx.Err() != nil {
			return in.ctx.Err()
		}
		g := &glyphs[i]
		l := &in.looks[in.looked[i]]
		g.Colour = l.colour.packed()
		switch in.sight(i, g, l, bands) {
		case gone:
			if undecoded(g.Text) {
				in.file.Undecoded--
			}
			continue
		case behindPage:
			if undecoded(g.Text) {
				in.file.Undecoded--
				in.hiddenUndecoded++
			}
			in.hidden = append(in.hidden, *g)
			continue
		case doubtful:
			g.Unsure = true
		}
		kept = append(kept, *g)
	}
	in.page.Glyphs = kept
	return nil
}

// sight is what a reader of the page sees of a character.
type sight uint8

const (
	seen sight = iota
	doubtful
	// behindPage is a character that lies behind the picture of its page.
	behindPage
	gone
)

// sight tells what is seen of the i'th character of the page.
func (in *interpreter) sight(i int, g *page.Glyph, l *look, bands *bands) sight {
	if l.gone || l.opacity < 0.02 {
		return gone
	}
	spot := ink(g.Box, g.Direction)
	out := seen
	if l.unsure {
		out = doubtful
	}
	ground := paint{colour: white}
	near := bands.paints(&spot)
	for n := len(near) - 1; n >= 0; n-- {
		p := &in.paints[near[n]]
		if common := share(spot, p.box); common < coverSome {
			continue
		} else if p.after <= i {
			if common >= 0.5 && in.covers(p, spot) >= 0.5 {
				ground = *p
				break
			}
			continue
		}
		switch covered := in.covers(p, spot); {
		case covered < coverSome:
		case covered < coverAll || !p.opaque:
			out = doubtful
		case p.picture && share(disclosure.Box{0, 0, in.page.Width, in.page.Height}, p.box) >= pageLike:
			return behindPage
		case p.colour.known && p.colour.distance(white) < likeColour:
			return gone
		default:
			out = doubtful
		}
	}
	return max(out, contrast(l, &ground), in.struck(g, &spot, bands))
}

// covers is the share of a character's ink that a paint covers.
func (in *interpreter) covers(p *paint, spot disclosure.Box) float64 {
	switch {
	case p.stencil != nil:
		covered, known := p.stencil.covered(in.reader, spot)
		if !known && in.inPage(p) {
			return 0 // as a watermark over the page
		} else if !known {
			return coverSome
		}
		return covered
	case p.outline != nil:
		inside := 0.0
		for _, at := range [...][2]float64{{0.5, 0.5}, {0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			if p.outline.contains(spot[0]+at[0]*(spot[2]-spot[0]), spot[1]+at[1]*(spot[3]-spot[1])) {
				inside += 0.2
			}
		}
		return inside
	}
	return share(spot, p.box)
}

func (in *interpreter) inPage(p *paint) bool {
	return share(disclosure.Box{0, 0, in.page.Width, in.page.Height}, p.box) >= pageLike
}

// contrast tells whether a character is seen on its ground.
func contrast(l *look, ground *paint) sight {
	if !l.colour.known {
		return doubtful
	}
	if !ground.colour.known {
		if ground.picture && l.colour.distance(white) >= 0.5 {
			return seen // dark on a picture, which is most likely pale
		}
		return doubtful
	}
	switch distance := l.colour.over(ground.colour, l.opacity).distance(ground.colour); {
	case distance < sameColour:
		return gone
	case distance < likeColour:
		return doubtful
	}
	return seen
}

// struck tells whether a line goes through the middle of a digit.
func (in *interpreter) struck(g *page.Glyph, spot *disclosure.Box, bands *bands) sight {
	if !page.IsDigit(g.Text) {
		return seen
	}
	along := 0 // the axis of the baseline
	if g.Direction&1 == 1 {
		along = 1
	}
	across := 1 - along
	core, length := *spot, spot[along+2]-spot[along]
	height := spot[across+2] - spot[across]
	core[across], core[across+2] = core[across]+0.22*height, core[across+2]-0.22*height
	for _, n := range bands.strokes(spot) {
		from, to := in.strokes[n].from, in.strokes[n].to
		run := [2]float64{math.Abs(from.x - to.x), math.Abs(from.y - to.y)}
		if run[along] < 0.2*run[across] {
			continue // an edge between columns
		}
		if within(from, to, core)[along] >= 0.5*length {
			return doubtful
		}
	}
	return seen
}

// within gives how far a segment runs inside a box, along x and along y.
func within(from, to point, box disclosure.Box) [2]float64 {
	low, high := 0.0, 1.0
	dx, dy := to.x-from.x, to.y-from.y
	for _, side := range [...][3]float64{{dx, box[0] - from.x, box[2] - from.x}, {dy, box[1] - from.y, box[3] - from.y}} {
		if side[0] == 0 {
			if side[1] > 0 || side[2] < 0 {
				return [2]float64{}
			}
			continue
		}
		a, b := side[1]/side[0], side[2]/side[0]
		low, high = max(low, min(a, b)), min(high, max(a, b))
	}
	if high <= low {
		return [2]float64{}
	}
	return [2]float64{math.Abs(dx) * (high - low), math.Abs(dy) * (high - low)}
}

// settleLinks marks the characters that lie under links.
func (in *interpreter) settleLinks() {
	for _, box := range in.links {
		for i := range in.page.Glyphs {
			if g := &in.page.Glyphs[i]; share(g.Box, box) >= 0.5 {
				g.Linked = true
			}
		}
	}
}

// bands divides a page by height, so that what lies near a character is found.
type bands struct {
	height         float64
	painted, lines [][]int32
}

const bandCount = 64

func (in *interpreter) bandsOf() *bands {
	b := &bands{height: in.page.Height / bandCount}
	fill := func(into *[][]int32, n int, top, bottom float64) {
		if *into == nil {
			*into = make([][]int32, bandCount)
		}
		for i := b.at(top); i <= b.at(bottom); i++ {
			(*into)[i] = append((*into)[i], int32(n))
		}
	}
	for n := range in.paints {
		fill(&b.painted, n, in.paints[n].box[1], in.paints[n].box[3])
	}
	if !slices.ContainsFunc(in.page.Glyphs, func(g page.Glyph) bool { return page.IsDigit(g.Text) }) {
		return b
	}
	for n, s := range in.strokes {
		fill(&b.lines, n, min(s.from.y, s.to.y), max(s.from.y, s.to.y))
	}
	return b
}

func (b *bands) at(y float64) int { return int(min(max(y/b.height, 0), bandCount-1)) }

// paints are those near the middle of a box, in the order in which they were painted.
func (b *bands) paints(box *disclosure.Box) []int32 {
	if b.painted == nil {
		return nil
	}
	return b.painted[b.at((box[1]+box[3])/2)]
}

func (b *bands) strokes(box *disclosure.Box) []int32 {
	if b.lines == nil {
		return nil
	}
	return b.lines[b.at((box[1]+box[3])/2)]
}
