package pdf

import (
	"math"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// operateText performs the text operators.
func (in *interpreter) operateText(word []byte, res *resources) error {
	var n [6]float64
	s := &in.state
	switch string(word) {
	case "Tf":
		if size, ok := in.last(tokenNumber); ok && len(in.operands) >= 2 {
			s.size = size.number
			s.font = in.fontNamed(in.operands[len(in.operands)-2].text, res)
		}
	case "Tc":
		in.set(&s.charSpace, 1)
	case "Tw":
		in.set(&s.wordSpace, 1)
	case "Tz":
		in.set(&s.scale, 100)
	case "TL":
		in.set(&s.leading, 1)
	case "Ts":
		in.set(&s.rise, 1)
	case "Tr":
		if in.numbers(n[:1]) {
			s.mode = int(n[0])
		}
	case "Td":
		if in.numbers(n[:2]) {
			in.moveLine(n[0], n[1])
		}
	case "TD":
		if in.numbers(n[:2]) {
			s.leading = -n[1]
			in.moveLine(n[0], n[1])
		}
	case "Tm":
		if in.numbers(n[:6]) {
			in.line = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
			in.text = in.line
		}
	case "T*":
		in.moveLine(0, -s.leading)
	case "Tj":
		return in.showLast()
	case "'":
		in.moveLine(0, -s.leading)
		return in.showLast()
	case `"`:
		if len(in.operands) >= 3 {
			o := in.operands[len(in.operands)-3:]
			if o[0].kind == tokenNumber && o[1].kind == tokenNumber {
				s.wordSpace, s.charSpace = o[0].number, o[1].number
			}
		}
		in.moveLine(0, -s.leading)
		return in.showLast()
	case "TJ":
		return in.showArray()
	}
	return nil
}

func (in *interpreter) set(into *float64, divisor float64) {
	var n [1]float64
	if in.numbers(n[:]) {
		*into = n[0] / divisor
	}
}

func (in *interpreter) moveLine(x, y float64) {
	if m := (matrix{1, 0, 0, 1, x, y}).after(in.line); m.finite() {
		in.line = m
	}
	in.text = in.line
}

func (in *interpreter) showLast() error {
	if o, ok := in.last(tokenString); ok {
		return in.show(o.text)
	}
	return nil
}

// showArray shows the strings of TJ's array, moving by its numbers.
func (in *interpreter) showArray() error {
	at := 0
	for at < len(in.operands) && in.operands[at].kind != tokenArrayOpen {
		at++
	}
	s := &in.state
	for _, o := range in.operands[min(at+1, len(in.operands)):] {
		switch o.kind {
		case tokenString:
			if err := in.show(o.text); err != nil {
				return err
			}
		case tokenNumber:
			shift := -o.number / 1000 * s.size
			if s.font != nil && s.font.vertical {
				in.advance(0, shift)
			} else {
				in.advance(shift*s.scale, 0)
			}
		}
	}
	return nil
}

// advance moves the text position in text space.
func (in *interpreter) advance(x, y float64) {
	in.text.e += x*in.text.a + y*in.text.c
	in.text.f += x*in.text.b + y*in.text.d
}

// show shows one string in the current font.
func (in *interpreter) show(text []byte) error {
	s := &in.state
	f := s.font
	if f == nil {
		f = in.missing
	}
	// From glyph space in ems to the page; only e and f change along the string.
	trm := matrix{s.size * s.scale, 0, 0, s.size, 0, s.rise}.after(in.text).after(s.ctm)
	if !trm.finite() {
		return nil
	}
	size := math.Hypot(trm.c, trm.d) * f.em
	direction := quarter(trm.a, trm.b)
	visible := size >= 0.5 && !slanted(trm) && in.unseen == 0
	look := int32(0)
	if visible {
		look = in.lookOf(size, math.Hypot(trm.a, trm.b))
	}
	for len(text) > 0 {
		g, length := f.next(text)
		space := s.charSpace
		if length == 1 && text[0] == ' ' {
			space += s.wordSpace
		}
		text = text[length:]
		if in.glyphs++; in.glyphs > maxGlyphs {
			return tooLarge("characters", maxGlyphs)
		}
		if in.glyphs&4095 == 0 && in.ctx.Err() != nil {
			return in.ctx.Err()
		}
		if visible {
			trm.e, trm.f = in.text.point(0, s.rise)
			trm.e, trm.f = s.ctm.point(trm.e, trm.f)
			in.emit(f, g, &trm, size, direction, look)
		}
		if f.vertical {
			in.advance(0, g.down*s.size+space)
		} else {
			in.advance((g.width*s.size+space)*s.scale, 0)
		}
	}
	return nil
}

// slanted tells a baseline that runs neither along nor up the page: that of a
// watermark, which would fall into the cells that it crosses.
func slanted(trm matrix) bool {
	return min(math.Abs(trm.a), math.Abs(trm.b)) > 0.12*max(math.Abs(trm.a), math.Abs(trm.b))
}

// emit notes a glyph whose origin and scale are given by the map from ems.
func (in *interpreter) emit(f *font, g *glyph, trm *matrix, size float64, direction uint8, look int32) {
	x, y := 0.0, 0.0
	if f.vertical {
		x, y = -g.originX, -g.originY
	}
	left, top, right, bottom := trm.box(x, y+f.descent, x+g.width, y+f.ascent)
	middleX, middleY := (left+right)/2, (top+bottom)/2
	if !(middleX >= 0 && middleY >= 0 && middleX <= in.page.Width && middleY <= in.page.Height) {
		return // beside the page, or not a number
	}
	into, undecoded := &in.page.Glyphs, &in.file.Undecoded
	if in.state.mode == 3 || in.state.mode == 7 {
		into, undecoded = &in.hidden, &in.hiddenUndecoded
	} else {
		in.looked = append(in.looked, look)
		if box := (disclosure.Box{left, top, right, bottom}); in.state.shape != nil || !encloses(in.state.clip, box) {
			in.looked[len(in.looked)-1] = in.clipped(look, ink(box, direction))
		}
	}
	if len(*into) == cap(*into) {
		*into = doubled(*into)
	}
	*into = append(*into, page.Glyph{
		Text: g.text, Box: disclosure.Box{left, top, right, bottom},
		Size: size, Direction: direction, Vertical: f.vertical, Confidence: 1,
		Unsure: g.contradicted,
	})
	if g.undecoded {
		*undecoded++
	}
}
