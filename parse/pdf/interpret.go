package pdf

import (
	"bytes"
	"math"
	"slices"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// state is the graphics state.
type state struct {
	ctm       matrix
	lineWidth float64

	font                 *font
	size                 float64
	charSpace, wordSpace float64
	scale                float64 // horizontal, 1 for 100 %
	leading, rise        float64
	mode                 int // rendering mode; 3 and 7 show nothing

	fill, stroke           paintColour
	fillAlpha, strokeAlpha float32
	// veil is the opacity of the groups around, which may be vague too.
	veil        float32
	mask, blend vagueness
	vagueAround bool
	clip        disclosure.Box
	shape       *clipShape
}

func newState(base matrix, clip disclosure.Box) state {
	usual := paintColour{black, greySpace}
	return state{
		ctm: base, lineWidth: 1, scale: 1, clip: clip,
		fill: usual, stroke: usual, fillAlpha: 1, strokeAlpha: 1, veil: 1,
	}
}

// operand is one operand of an operator. Only the field of its kind is set.
type operand struct {
	number float64
	text   []byte
	kind   tokenKind
}

// interpreter draws pages, one after the other.
type interpreter struct {
	*reader
	// page is what has been drawn of the page; its slices are used again.
	page  page.Page
	base  matrix // from the page's own coordinates to the page as displayed
	state state
	stack []state

	text, line matrix // text matrix and text line matrix
	path       path
	operands   []operand
	// hidden are the glyphs that are not painted.
	hidden          []page.Glyph
	hiddenUndecoded int

	layers *layers
	// marks are the pieces of marked content around, those that are not shown true;
	// unseen counts these.
	marks  []bool
	unseen int
	// clips is the operator of a clip that waits for its path to be painted.
	clips byte
	// painted is what has been painted of the page, for what is seen in the end.
	painted
}

// draw draws a page with its annotations. base maps its own coordinates to the page
// as displayed, whose size is given.
func (in *interpreter) draw(node, resources value, base matrix, width, height float64) (page.Page, error) {
	in.page = page.Page{
		Width: width, Height: height,
		Glyphs: in.page.Glyphs[:0], Rules: in.page.Rules[:0], Pictures: in.page.Pictures[:0], Fills: in.page.Fills[:0], Shapes: in.page.Shapes[:0],
	}
	in.base, in.state = base, newState(base, disclosure.Box{0, 0, width, height})
	in.marks, in.unseen, in.clips = in.marks[:0], 0, 0
	in.painted.reset()
	in.text, in.line = matrix{}, matrix{}
	in.stack, in.hidden, in.hiddenUndecoded = in.stack[:0], in.hidden[:0], 0
	in.path.reset()
	content, err := in.contents(node)
	if err != nil {
		return page.Page{}, err
	}
	in.page.Glyphs = slices.Grow(in.page.Glyphs, min(len(content)/bytesOfGlyph, maxGlyphs))
	if err := in.run(content, in.newResources(resources), 0); err != nil {
		return page.Page{}, err
	}
	if err := in.annotations(node.key("Annots")); err != nil {
		return page.Page{}, err
	}
	if err := in.settleSeen(); err != nil {
		return page.Page{}, err
	}
	in.settleHidden()
	shown := in.page
	shown.Glyphs, shown.Rules = slices.Clone(shown.Glyphs), slices.Clone(shown.Rules)
	shown.Pictures, shown.Fills, shown.Shapes = slices.Clone(shown.Pictures), slices.Clone(shown.Fills), slices.Clone(shown.Shapes)
	return shown, nil
}

// bytesOfGlyph is how many bytes of content draw one character, as a guess.
const bytesOfGlyph = 24

// maxStates bounds the saved graphics states.
const maxStates = 512

// maxOperands bounds the operands of one operator; what lies deeper in the stack
// is not needed by any.
const maxOperands = 4096

// run interprets a content stream. Saved states that the stream leaves behind
// are dropped, and it cannot restore more than it saved.
func (in *interpreter) run(content []byte, res *resources, depth int) error {
	floor, marked := len(in.stack), len(in.marks)
	lex := &lexer{data: content}
	in.operands = in.operands[:0]
	for {
		kind := lex.next()
		switch kind {
		case tokenEnd:
			in.stack = in.stack[:floor]
			in.unmark(marked)
			return nil
		case tokenNumber:
			in.push(operand{kind: kind, number: lex.number})
		case tokenName, tokenString:
			in.push(operand{kind: kind, text: lex.text})
		case tokenArrayOpen:
			in.push(operand{kind: kind})
		case tokenDictOpen:
			lex.skipValue(kind)
		case tokenDictClose:
		case tokenWord:
			if r := in.reader; r.operators&1023 == 0 && r.ctx.Err() != nil {
				return r.ctx.Err()
			}
			if in.operators++; in.operators > maxOperators {
				return tooLarge("operators", maxOperators)
			}
			if len(lex.text) == 2 && lex.text[0] == 'B' && lex.text[1] == 'I' {
				if err := in.inlineImage(lex); err != nil {
					return err
				}
			} else if err := in.operate(lex.text, res, floor, marked, depth); err != nil {
				return err
			}
			in.operands = in.operands[:0]
			lex.scratch = lex.scratch[:0]
		}
	}
}

func (in *interpreter) push(o operand) {
	if len(in.operands) < maxOperands {
		in.operands = append(in.operands, o)
	}
}

// numbers fills the array with the last operands and reports whether they are
// that many numbers.
func (in *interpreter) numbers(into []float64) bool {
	from := len(in.operands) - len(into)
	if from < 0 {
		return false
	}
	for i, o := range in.operands[from:] {
		if o.kind != tokenNumber {
			return false
		}
		into[i] = o.number
	}
	return true
}

// last returns the last operand if it is of the given kind.
func (in *interpreter) last(kind tokenKind) (operand, bool) {
	if n := len(in.operands); n > 0 && in.operands[n-1].kind == kind {
		return in.operands[n-1], true
	}
	return operand{}, false
}

// operate performs one operator. What has too few operands is passed over, as
// viewers do.
func (in *interpreter) operate(word []byte, res *resources, floor, marked, depth int) error {
	switch word[0] {
	case 'T', '\'', '"':
		return in.operateText(word, res)
	}
	var n [6]float64
	switch string(word) {
	case "q":
		if len(in.stack)-floor < maxStates {
			in.stack = append(in.stack, in.state)
		}
	case "Q":
		if top := len(in.stack) - 1; top >= floor {
			in.state = in.stack[top]
			in.stack = in.stack[:top]
		}
	case "cm":
		if in.numbers(n[:6]) {
			if m := (matrix{n[0], n[1], n[2], n[3], n[4], n[5]}).after(in.state.ctm); m.finite() {
				in.state.ctm = m
			}
		}
	case "w":
		if in.numbers(n[:1]) {
			in.state.lineWidth = n[0]
		}
	case "gs":
		if o, ok := in.last(tokenName); ok {
			in.graphicsState(string(o.text), res)
		}
	case "Do":
		if o, ok := in.last(tokenName); ok {
			return in.drawObject(o.text, res, depth)
		}
	case "BT":
		in.text, in.line = identity, identity
	case "sh":
		in.noteShading()
	default:
		if in.operateColour(word, res) || in.operateMarks(word, res, marked) {
			return nil
		}
		in.operatePath(word)
		return in.checkRules()
	}
	return nil
}

// parameters are the entries of a graphics state dictionary that matter here.
type parameters struct {
	lineWidth, size float64
	hasLineWidth    bool
	font            *font
	// fill and stroke are opacities, negative where the dictionary does not say.
	fill, stroke float64
	mask, blend  vagueness
}

// vagueness is what a dictionary says of a mask or of a blending: nothing, that there
// is none, or one whose effect is not computed.
type vagueness uint8

const (
	unsaid vagueness = iota
	unmixed
	vague
)

// vaguenessOf reads a mask or a blending, of which some are as good as none over
// white paper.
func vaguenessOf(v value, none ...string) vagueness {
	if v.isNull() {
		return unsaid
	}
	if list := v.elements(); list.more() {
		v = list.next().resolve()
	}
	if v.isAnyName() && slices.Contains(none, v.name()) {
		return unmixed
	}
	return vague
}

// graphicsState sets the parameters that a named dictionary holds. Some writers
// do so before every line they draw.
func (in *interpreter) graphicsState(key string, res *resources) {
	p, known := res.states[key]
	if !known {
		v := res.dictionary("ExtGState").key(key)
		p.lineWidth, p.hasLineWidth = v.key("LW").asNumber()
		if set := v.key("Font"); set.length() == 2 {
			c := set.elements()
			p.font, p.size = in.fontOf(c.next()), c.next().resolve().number()
		}
		p.fill, p.stroke = opacity(v.key("ca")), opacity(v.key("CA"))
		p.mask = vaguenessOf(v.key("SMask"), "None")
		p.blend = vaguenessOf(v.key("BM"), "Normal", "Compatible", "Multiply", "Darken")
		res.states[key] = p
	}
	in.setOpacity(&p)
	if p.hasLineWidth {
		in.state.lineWidth = p.lineWidth
	}
	if p.font != nil {
		in.state.font, in.state.size = p.font, p.size
	}
}

// form is an XObject: a form, decoded once, or an image.
type form struct {
	image     bool
	content   []byte
	matrix    matrix
	resources *resources
	// box is what the form shows of itself. Where group is true it is painted as one.
	box          [4]float64
	boxed, group bool
	// layer is the entry /OC; object is that of an image.
	layer, object value
}

// formNamed returns an XObject of the resources; nil where it has none: an XObject is
// a stream, and no stream stands in a dictionary.
func (in *interpreter) formNamed(key []byte, res *resources) (*form, error) {
	if f, known := res.forms[string(key)]; known {
		return f, nil
	}
	entry := res.dictionary("XObject").entry(string(key))
	ref, ok := entry.reference()
	f := in.forms[ref]
	if ok && f == nil {
		object := entry.resolve()
		kind := object.key("Subtype")
		f = &form{matrix: matrixOf(object.key("Matrix")), resources: res, image: kind.isName("Image"), layer: object.entry("OC")}
		f.object = object
		if kind.isName("Form") {
			content, err := in.stream(nil, ref)
			if err != nil {
				return nil, err
			}
			f.content = content
			f.box, f.boxed = rectangle(object.key("BBox"))
			f.group = object.key("Group").isDictionary()
		}
		own := object.key("Resources")
		if own.isDictionary() {
			f.resources = in.newResources(own)
		}
		if f.image || own.isDictionary() { // else what it draws depends on who draws it
			in.forms[ref] = f
		}
	}
	res.forms[string(key)] = f
	return f, nil
}

// drawObject draws an image or a form.
func (in *interpreter) drawObject(key []byte, res *resources, depth int) error {
	f, err := in.formNamed(key, res)
	if f == nil || in.unseen > 0 || in.layers.hides(f.layer) {
		return err
	}
	if f.image {
		return in.picture(in.state.ctm, f.object)
	}
	if depth >= maxForms {
		return nil // a form that draws itself shows nothing more
	}
	if in.drawn++; in.drawn > maxDrawn {
		return tooLarge("forms drawn", maxDrawn)
	}
	saved, text, line := in.state, in.text, in.line
	operands := in.operands
	in.operands = nil
	if m := f.matrix.after(in.state.ctm); m.finite() {
		in.state.ctm = m
	}
	if f.boxed {
		left, top, right, bottom := in.state.ctm.box(f.box[0], f.box[1], f.box[2], f.box[3])
		in.state.clip = intersection(in.state.clip, disclosure.Box{left, top, right, bottom})
	}
	if f.group {
		s := &in.state
		s.veil *= s.fillAlpha
		s.vagueAround = s.vagueAround || s.mask == vague || s.blend == vague
		s.fillAlpha, s.strokeAlpha, s.mask, s.blend = 1, 1, unmixed, unmixed
	}
	err = in.run(f.content, f.resources, depth+1)
	in.state, in.text, in.line, in.operands = saved, text, line, operands
	return err
}

// picture notes an image that fills the unit square under the map. A thin one is
// a ruling line.
func (in *interpreter) picture(m matrix, image value) error {
	left, top, right, bottom := m.box(0, 0, 1, 1)
	if min(right-left, bottom-top) <= thin && max(right-left, bottom-top) >= 6 {
		in.thinBox(left, top, right, bottom)
		return in.checkRules()
	}
	in.notePicture(m, disclosure.Box{left, top, right, bottom}, image)
	if in.pictures++; in.pictures > maxPictures {
		return tooLarge("pictures", maxPictures)
	}
	in.page.Pictures = append(in.page.Pictures, disclosure.Box{left, top, right, bottom})
	return nil
}

// inlineImage passes an inline image: BI was read, its dictionary, its bytes and
// EI follow.
func (in *interpreter) inlineImage(lex *lexer) error {
	raw, width, bits := true, 0, 8
	height, components := 0, 1
	for {
		kind := lex.next()
		if kind == tokenEnd {
			return nil
		}
		if kind == tokenWord && string(lex.text) == "ID" {
			break
		}
		if kind != tokenName {
			continue
		}
		key := string(lex.text)
		value := lex.next()
		switch key {
		case "W", "Width":
			width = int(min(max(lex.number, 0), 1<<16))
		case "H", "Height":
			height = int(min(max(lex.number, 0), 1<<16))
		case "BPC", "BitsPerComponent":
			bits = int(min(max(lex.number, 1), 16))
		case "IM", "ImageMask":
			if string(lex.text) == "true" {
				bits = 1
			}
		case "F", "Filter":
			raw = false
		case "CS", "ColorSpace":
			switch string(lex.text) {
			case "RGB", "DeviceRGB":
				components = 3
			case "CMYK", "DeviceCMYK":
				components = 4
			}
		}
		if !lex.skipValue(value) {
			return nil
		}
	}
	if lex.pos < len(lex.data) {
		lex.pos++ // the one space after ID
	}
	if raw {
		// The bytes may hold anything, EI too; their number is known.
		lex.pos = min(lex.pos+(width*bits*components+7)/8*height, len(lex.data))
	}
	lex.pos = endOfInlineImage(lex.data, lex.pos)
	if in.unseen > 0 {
		return nil
	}
	return in.picture(in.state.ctm, value{})
}

// endOfInlineImage finds the EI that ends an inline image: white space before
// it, and after it something that looks like content.
func endOfInlineImage(data []byte, pos int) int {
	for {
		at := bytes.Index(data[pos:], []byte("EI"))
		if at < 0 {
			return len(data)
		}
		at += pos
		pos = at + 2
		if at > 0 && !isSpace(data[at-1]) || pos < len(data) && !isSpace(data[pos]) {
			continue
		}
		after := data[pos:min(pos+16, len(data))]
		if bytes.IndexFunc(after, func(r rune) bool { return r > 126 || r < 32 && r != '\n' && r != '\r' && r != '\t' }) < 0 {
			return pos
		}
	}
}

// settleHidden decides about the characters that are not painted: over the
// picture of a page they are its text; elsewhere they are not shown and not read.
func (in *interpreter) settleHidden() {
	if len(in.hidden) == 0 || len(in.page.Glyphs)*4 > len(in.hidden) {
		return
	}
	covered := 0.0
	for _, box := range in.page.Pictures {
		width := min(box[2], in.page.Width) - max(box[0], 0)
		height := min(box[3], in.page.Height) - max(box[1], 0)
		covered += max(width, 0) * max(height, 0)
	}
	if covered < 0.4*in.page.Width*in.page.Height {
		return
	}
	in.page.Glyphs = append(in.page.Glyphs, in.hidden...)
	in.file.Undecoded += in.hiddenUndecoded
	in.file.OCRLayer = true
}

// quarter returns the direction of a vector in quarter turns clockwise as seen
// on a page whose y runs down.
func quarter(dx, dy float64) uint8 {
	if math.Abs(dx) >= math.Abs(dy) {
		if dx >= 0 {
			return 0
		}
		return 2
	}
	if dy > 0 {
		return 1
	}
	return 3
}
