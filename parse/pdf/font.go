package pdf

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// glyph is what a code of a font shows. Lengths are in ems.
type glyph struct {
	// text is empty where nothing is shown, U+FFFD where nobody knows.
	text  string
	width float64
	// For vertical writing: how far the next glyph lies below (negative), and
	// where the vertical origin lies from the horizontal one.
	down, originX, originY float64
}

// simpleGlyph is a glyph of a font that is not written vertically.
type simpleGlyph struct {
	text  string
	width float64
}

// font is one font, read once.
type font struct {
	vertical        bool
	ascent, descent float64
	// em is how many times the font size the characters are as high as, 1 but for
	// some Type3 fonts.
	em float64
	// simple holds what the codes of a font with one byte a code show.
	simple *[256]simpleGlyph
	// The rest belongs to composite fonts.
	codes   *codeMap
	unicode *unicodeMap
	widths  widths
	// byCollection tells that character ids without ToUnicode are to be read by
	// the collection Adobe-GB1.
	byCollection bool
	// known gives the index in glyphs of a code and its length.
	known  map[uint32]int32
	glyphs []glyph
}

const replacement = "\ufffd"

// Where fonts give no measures: those of most Chinese faces.
const (
	usualAscent  = 0.88
	usualDescent = -0.12
)

// unknownFont stands for a font that the page does not have.
var unknownFont = newUnknownFont()

func newUnknownFont() *font {
	f := &font{ascent: usualAscent, descent: usualDescent, em: 1, simple: new([256]simpleGlyph)}
	for i := range f.simple {
		f.simple[i] = simpleGlyph{text: replacement, width: 0.5}
	}
	return f
}

// next splits one code off the text and returns its glyph and its length.
func (f *font) next(text []byte) (glyph, int) {
	if f.simple != nil {
		g := &f.simple[text[0]]
		return glyph{text: g.text, width: g.width}, 1
	}
	code, length := f.codes.split(text)
	key := code<<3 | uint32(length)
	n, ok := f.known[key]
	if !ok {
		n = int32(len(f.glyphs))
		f.glyphs = append(f.glyphs, f.compose(code, length, text[:length]))
		f.known[key] = n
	}
	return f.glyphs[n], length
}

// compose finds text and measures of a code of a composite font.
func (f *font) compose(code uint32, length int, raw []byte) glyph {
	cid, hasCID := f.codes.cid(code, length)
	g := glyph{text: f.unicode.text(code)}
	if g.text == "" {
		g.text = f.codes.text(raw)
	}
	if g.text == "" && f.byCollection && hasCID {
		g.text = gb1Text(cid)
	}
	if g.text == "" || g.text == "\x00" {
		g.text = replacement
	}
	f.widths.measure(&g, cid, hasCID)
	return g
}

// resources is a resource dictionary whose parts are looked up once.
type resources struct {
	v            pdf.Value
	dictionaries map[string]pdf.Value
	refs         map[string]map[string]reference
	fonts        map[string]*font
	states       map[string]parameters
}

func (r *reader) newResources(v pdf.Value) *resources {
	return &resources{
		v: v, dictionaries: map[string]pdf.Value{}, refs: map[string]map[string]reference{},
		fonts: map[string]*font{}, states: map[string]parameters{},
	}
}

func (res *resources) dictionary(kind string) pdf.Value {
	d, ok := res.dictionaries[kind]
	if !ok {
		d = res.v.Key(kind)
		res.dictionaries[kind] = d
	}
	return d
}

// reference tells which object a named resource is.
func (res *resources) reference(kind, key string) (reference, bool) {
	refs, ok := res.refs[kind]
	if !ok {
		refs = references(res.dictionary(kind))
		res.refs[kind] = refs
	}
	ref, ok := refs[key]
	return ref, ok
}

// fontNamed returns a font of the resources.
func (r *reader) fontNamed(key string, res *resources) *font {
	if f, ok := res.fonts[key]; ok {
		return f
	}
	ref, hasRef := res.reference("Font", key)
	f := r.fonts[ref]
	if !hasRef || f == nil {
		f = r.loadFont(res.dictionary("Font").Key(key))
		if hasRef {
			r.fonts[ref] = f
		}
	}
	res.fonts[key] = f
	return f
}

// loadFont reads a font. A font that is missing or malformed shows replacement
// characters: what stands there is not known, but something does.
func (r *reader) loadFont(v pdf.Value) (f *font) {
	defer func() {
		if recover() != nil {
			f = unknownFont
		}
	}()
	if v.Kind() != pdf.Dict {
		return unknownFont
	}
	f = &font{ascent: usualAscent, descent: usualDescent, em: 1}
	refs := references(v)
	if ref, ok := refs["ToUnicode"]; ok {
		if data, err := r.stream(ref); err == nil {
			f.unicode = parseToUnicode(data)
		}
	}
	switch v.Key("Subtype").Name() {
	case "Type0":
		r.loadComposite(f, v, refs["Encoding"])
	case "Type3":
		loadSimple(f, v)
		scaleType3(f, v)
	default:
		loadSimple(f, v)
	}
	return f
}

// loadSimple reads a font with one byte a code.
func loadSimple(f *font, v pdf.Value) {
	table := encodingOf(v)
	f.simple = new([256]simpleGlyph)
	first, last := int(v.Key("FirstChar").Int64()), int(v.Key("LastChar").Int64())
	list := v.Key("Widths")
	base := v.Key("BaseFont").Name()
	missing := v.Key("FontDescriptor").Key("MissingWidth").Float64() / 1000
	for code := range f.simple {
		g := &f.simple[code]
		if g.text = f.unicode.text(uint32(code)); g.text == "" || g.text == "\x00" {
			g.text = replacement
			if r := table[code]; r != 0 {
				g.text = string(r)
			}
		}
		switch {
		case code >= first && code <= last && code-first < list.Len():
			g.width = list.Index(code-first).Float64() / 1000
		case list.Len() == 0:
			g.width = standardWidth(base, code)
		default:
			g.width = missing
		}
	}
}

// encodingOf returns the runes of a simple font's codes; 0 where unknown.
func encodingOf(v pdf.Value) *[256]rune {
	encoding := v.Key("Encoding")
	name := encoding.Name()
	if encoding.Kind() == pdf.Dict {
		name = encoding.Key("BaseEncoding").Name()
	}
	table := &[256]rune{}
	if name != "" || !ownEncoding(v) {
		table = encodingNamed(name)
	}
	differences := encoding.Key("Differences")
	code := 0
	for i := range differences.Len() {
		switch x := differences.Index(i); x.Kind() {
		case pdf.Integer:
			code = int(min(max(x.Int64(), 0), 256))
		case pdf.Name:
			if code < 256 {
				table[code] = runeOfName(x.Name())
				code++
			}
		}
	}
	return table
}

// ownEncoding tells a font whose codes mean what its own program says: symbolic
// and embedded ones, and Type3.
func ownEncoding(v pdf.Value) bool {
	if v.Key("Subtype").Name() == "Type3" {
		return true
	}
	descriptor := v.Key("FontDescriptor")
	base := v.Key("BaseFont").Name()
	if strings.Contains(base, "Symbol") || strings.Contains(base, "Dingbats") || strings.Contains(base, "Wingdings") {
		return true
	}
	const symbolic = 4
	if descriptor.Key("Flags").Int64()&symbolic == 0 {
		return false
	}
	return embedded(descriptor)
}

func embedded(descriptor pdf.Value) bool {
	for _, key := range descriptor.Keys() {
		if strings.HasPrefix(key, "FontFile") {
			return true
		}
	}
	return false
}

// scaleType3 brings the measures of a Type3 font, which has a glyph space of its
// own, to ems.
func scaleType3(f *font, v pdf.Value) {
	m := v.Key("FontMatrix")
	if m.Len() != 6 {
		return
	}
	perUnit := math.Hypot(m.Index(0).Float64(), m.Index(1).Float64())
	for i := range f.simple {
		f.simple[i].width *= perUnit * 1000
	}
	// Where the font size is not that of the characters, their box tells.
	box := v.Key("FontBBox")
	scale := math.Abs(m.Index(3).Float64())
	if low, high := box.Index(1).Float64()*scale, box.Index(3).Float64()*scale; high-low > 2 && high-low < 200 {
		f.ascent, f.descent, f.em = high, low, high-low
	}
}

// loadComposite reads a Type0 font. The reference is that of its encoding, where
// it is an object of its own.
func (r *reader) loadComposite(f *font, v pdf.Value, ref reference) {
	f.known = map[uint32]int32{}
	descendant := v.Key("DescendantFonts").Index(0)
	collection := descendant.Key("CIDSystemInfo").Key("Ordering").RawString()
	encoding := v.Key("Encoding")
	if data, err := r.stream(ref); err == nil {
		f.codes = parseCodeMap(data)
		if name := encoding.Key("UseCMap").Name(); name != "" && len(f.codes.spaces) == 0 {
			f.codes.codec = codeMapNamed(name).codec
		}
		f.codes.vertical = f.codes.vertical || encoding.Key("WMode").Int64() == 1
	} else {
		f.codes = codeMapNamed(encoding.Name())
	}
	f.vertical = f.codes.vertical
	f.byCollection = collection == "GB1" &&
		(descendant.Key("Subtype").Name() == "CIDFontType0" || !embedded(descendant.Key("FontDescriptor")))
	f.widths.read(descendant)
}

// widths are the measures of a composite font's glyphs by character id.
type widths struct {
	usual    float64
	single   map[uint32]float64
	ranges   []widthRange
	down     float64 // usual vertical displacement
	originY  float64
	vertical map[uint32][3]float64 // displacement and origin
}

type widthRange struct {
	low, high uint32
	width     float64
}

func (w *widths) read(v pdf.Value) {
	w.usual, w.down, w.originY = 1, -1, usualAscent
	if usual := v.Key("DW"); usual.Kind() != pdf.Null {
		w.usual = usual.Float64() / 1000
	}
	if usual := v.Key("DW2"); usual.Len() == 2 {
		w.originY, w.down = usual.Index(0).Float64()/1000, usual.Index(1).Float64()/1000
	}
	w.single = map[uint32]float64{}
	list := v.Key("W")
	for i := 0; i+1 < list.Len() && len(w.single)+len(w.ranges) < maxWidths; {
		first := uint32(list.Index(i).Int64())
		if own := list.Index(i + 1); own.Kind() == pdf.Array {
			for j := range min(own.Len(), 1<<16) {
				w.single[first+uint32(j)] = own.Index(j).Float64() / 1000
			}
			i += 2
			continue
		}
		w.ranges = append(w.ranges, widthRange{first, uint32(list.Index(i + 1).Int64()), list.Index(i+2).Float64() / 1000})
		i += 3
	}
	list = v.Key("W2")
	if list.Len() > 0 {
		w.vertical = map[uint32][3]float64{}
	}
	for i := 0; i+1 < list.Len() && len(w.vertical) < maxWidths; {
		first := uint32(list.Index(i).Int64())
		if own := list.Index(i + 1); own.Kind() == pdf.Array {
			for j := 0; j+2 < own.Len() && j < 1<<16; j += 3 {
				w.vertical[first+uint32(j/3)] = triple(own, j)
			}
			i += 2
			continue
		}
		last := uint32(list.Index(i + 1).Int64())
		for cid := first; cid <= last && cid-first < 1<<16; cid++ {
			w.vertical[cid] = triple(list, i+2)
		}
		i += 5
	}
}

func triple(list pdf.Value, at int) [3]float64 {
	return [3]float64{list.Index(at).Float64() / 1000, list.Index(at+1).Float64() / 1000, list.Index(at+2).Float64() / 1000}
}

// measure sets the measures of the glyph with the given character id.
func (w *widths) measure(g *glyph, cid uint32, known bool) {
	g.width = w.usual
	if known {
		if width, ok := w.single[cid]; ok {
			g.width = width
		} else {
			for _, r := range w.ranges {
				if cid >= r.low && cid <= r.high {
					g.width = r.width
				}
			}
		}
	}
	g.down, g.originX, g.originY = w.down, g.width/2, w.originY
	if own, ok := w.vertical[cid]; ok && known {
		g.down, g.originX, g.originY = own[0], own[1], own[2]
	}
}
