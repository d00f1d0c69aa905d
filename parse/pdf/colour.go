package pdf

import "math"

// colour is a colour as displayed, its parts from 0 to 1. One that is not known is
// that of a pattern, or of an ink that only a program in the file describes.
type colour struct {
	r, g, b float32
	known   bool
}

var (
	black = colour{known: true}
	white = colour{1, 1, 1, true}
)

func grey(x float64) colour { return rgb(x, x, x) }

func rgb(r, g, b float64) colour {
	part := func(x float64) float32 { return float32(min(max(x, 0), 1)) }
	return colour{part(r), part(g), part(b), true}
}

func cmyk(c, m, y, k float64) colour { return rgb((1-c)*(1-k), (1-m)*(1-k), (1-y)*(1-k)) }

// distance is how far two colours are apart as seen, from 0 to 1.
func (c colour) distance(d colour) float64 {
	r, g, b := float64(c.r-d.r), float64(c.g-d.g), float64(c.b-d.b)
	return math.Sqrt(2*r*r+4*g*g+3*b*b) / 3
}

// over is the colour laid over a ground with some opacity.
func (c colour) over(ground colour, opacity float32) colour {
	mix := func(a, b float32) float32 { return a*opacity + b*(1-opacity) }
	return colour{mix(c.r, ground.r), mix(c.g, ground.g), mix(c.b, ground.b), c.known && ground.known}
}

// packed gives the colour in eight bits a part.
func (c colour) packed() uint32 {
	return uint32(c.r*255+0.5)<<16 | uint32(c.g*255+0.5)<<8 | uint32(c.b*255+0.5)
}

// colourSpace says what the operands of a colour mean.
type colourSpace struct {
	kind spaceKind
	// base is the space of an indexed colour's table, which holds so many entries, or
	// that of an ink's two ends.
	base  *colourSpace
	table []byte
	// none and full are the colours of no ink and of all of it, by exponent between.
	none, full colour
	exponent   float64
}

type spaceKind uint8

const (
	spaceUnknown spaceKind = iota
	spaceGrey
	spaceRGB
	spaceCMYK
	spaceLab
	spaceIndexed
	spaceInk
	spacePattern
)

var (
	greySpace    = &colourSpace{kind: spaceGrey}
	rgbSpace     = &colourSpace{kind: spaceRGB}
	cmykSpace    = &colourSpace{kind: spaceCMYK}
	patternSpace = &colourSpace{kind: spacePattern}
	unknownSpace = &colourSpace{}
)

// components is how many numbers a colour of the space has.
func (s *colourSpace) components() int {
	switch s.kind {
	case spaceGrey, spaceIndexed, spaceInk:
		return 1
	case spaceRGB, spaceLab:
		return 3
	case spaceCMYK:
		return 4
	}
	return 0
}

// colour reads the operands of a colour.
func (s *colourSpace) colour(n []float64) colour {
	switch s.kind {
	case spaceGrey:
		return grey(n[0])
	case spaceRGB:
		return rgb(n[0], n[1], n[2])
	case spaceCMYK:
		return cmyk(n[0], n[1], n[2], n[3])
	case spaceLab:
		return grey(n[0] / 100)
	case spaceIndexed:
		return s.indexed(n[0])
	case spaceInk:
		return s.full.over(s.none, float32(math.Pow(min(max(n[0], 0), 1), s.exponent)))
	}
	return colour{}
}

func (s *colourSpace) indexed(n float64) colour {
	var parts [4]float64
	size := s.base.components()
	at := int(min(max(n, 0), 255)) * size
	if size == 0 || at+size > len(s.table) {
		return colour{}
	}
	for i := range size {
		parts[i] = float64(s.table[at+i]) / 255
	}
	if s.base.kind == spaceLab {
		parts[0] *= 100
	}
	return s.base.colour(parts[:size])
}

// initial is the colour of a space that was just chosen.
func (s *colourSpace) initial() colour {
	switch s.kind {
	case spaceCMYK:
		return s.colour([]float64{0, 0, 0, 1})
	case spaceInk:
		return s.colour([]float64{1})
	case spaceUnknown, spacePattern:
		return colour{}
	}
	return s.colour(make([]float64, s.components()))
}

// spaceNamed returns a colour space of the resources.
func (r *reader) spaceNamed(name string, res *resources) *colourSpace {
	if s := deviceSpace(name); s != nil {
		return s
	}
	s, known := res.spaces[name]
	if !known {
		s = r.spaceOf(res.dictionary("ColorSpace").key(name), 0)
		res.spaces[name] = s
	}
	return s
}

func deviceSpace(name string) *colourSpace {
	switch name {
	case "DeviceGray", "G", "CalGray":
		return greySpace
	case "DeviceRGB", "RGB", "CalRGB":
		return rgbSpace
	case "DeviceCMYK", "CMYK":
		return cmykSpace
	case "Pattern":
		return patternSpace
	}
	return nil
}

// spaceOf reads a colour space.
func (r *reader) spaceOf(v value, depth int) *colourSpace {
	if v.isAnyName() {
		if s := deviceSpace(v.name()); s != nil {
			return s
		}
		return unknownSpace
	}
	const deepest = 4
	c := v.elements()
	if !c.more() || depth > deepest {
		return unknownSpace
	}
	kind := c.next().resolve().name()
	switch kind {
	case "ICCBased":
		n, _ := c.next().resolve().key("N").integer()
		switch n {
		case 1:
			return greySpace
		case 3:
			return rgbSpace
		case 4:
			return cmykSpace
		}
	case "Lab":
		return &colourSpace{kind: spaceLab}
	case "Indexed", "I":
		s := &colourSpace{kind: spaceIndexed, base: r.spaceOf(c.next().resolve(), depth+1)}
		c.next()
		entry := c.next()
		if ref, ok := entry.reference(); ok && r.inv.findStream(ref.number) != nil {
			s.table, _ = r.stream(nil, ref)
		} else {
			s.table = entry.resolve().bytes()
		}
		return s
	case "Separation":
		name := c.next().resolve().name()
		if name == "Black" || name == "All" {
			return &colourSpace{kind: spaceInk, none: white, full: black, exponent: 1}
		}
		return r.inkOf(r.spaceOf(c.next().resolve(), depth+1), c.next().resolve())
	default:
		if s := deviceSpace(kind); s != nil {
			return s
		}
	}
	return unknownSpace
}

// inkOf reads an ink whose shades lie on a curve between two colours; others are not known.
func (r *reader) inkOf(base *colourSpace, function value) *colourSpace {
	size := base.components()
	kind, _ := function.key("FunctionType").integer()
	ends := [2][4]float64{{0, 0, 0, 0}, {1, 1, 1, 1}}
	if size == 0 || kind != 2 {
		return unknownSpace
	}
	for i, key := range [...]string{"C0", "C1"} {
		if v := function.key(key); v.isArray() && !v.numbers(ends[i][:size]) {
			return unknownSpace
		}
	}
	exponent := 1.0
	if n, ok := function.key("N").asNumber(); ok && n > 0 {
		exponent = n
	}
	return &colourSpace{kind: spaceInk, none: base.colour(ends[0][:size]), full: base.colour(ends[1][:size]), exponent: exponent}
}

// paintColour is a current colour with its space.
type paintColour struct {
	colour
	space *colourSpace
}

// operateColour performs the colour operators, and reports whether the word is one.
func (in *interpreter) operateColour(word []byte, res *resources) bool {
	var n [4]float64
	set := &in.state.fill
	if word[0] < 'a' {
		set = &in.state.stroke
	}
	space, size := greySpace, 1
	switch string(word) {
	case "g", "G":
	case "rg", "RG":
		space, size = rgbSpace, 3
	case "k", "K":
		space, size = cmykSpace, 4
	case "cs", "CS":
		if o, ok := in.last(tokenName); ok {
			s := in.spaceNamed(string(o.text), res)
			*set = paintColour{s.initial(), s}
		}
		return true
	case "sc", "scn", "SC", "SCN":
		space = set.space
		if size = space.components(); size == 0 {
			set.colour = colour{}
			return true
		}
	default:
		return false
	}
	if in.numbers(n[:size]) {
		*set = paintColour{space.colour(n[:size]), space}
	}
	return true
}
