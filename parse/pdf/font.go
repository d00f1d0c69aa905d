package pdf

import (
	"bytes"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/parse/page"
)

// glyph is what a code of a font shows. Lengths are in ems.
type glyph struct {
	// text is empty where nothing is shown, U+FFFD where nobody knows.
	text  string
	width float64
	// undecoded tells that the text says nothing.
	undecoded bool
	// contradicted tells that the font's own encoding names another digit than the
	// text.
	contradicted bool
	// For vertical writing: how far the next glyph lies below (negative), and
	// where the vertical origin lies from the horizontal one.
	down, originX, originY float64
}

// font is one font, read once. What its codes show is found when they occur.
type font struct {
	vertical        bool
	ascent, descent float64
	// em is how many times the font size the characters are as high as, 1 but for
	// some Type3 fonts.
	em      float64
	unicode *unicodeMap
	// simple is set for fonts with one byte a code, the next fields for the others.
	simple *simpleFont
	codes  *codeMap
	widths widths
	// byCollection tells that character ids without ToUnicode are to be read by
	// the collection Adobe-GB1.
	byCollection bool

	// glyphs are those that occurred. The tables give their indexes plus one: of
	// codes of one byte, of two by the upper and the lower, and of longer ones.
	glyphs  []glyph
	singles [256]int32
	pairs   *[256]*[256]int32
	longer  map[uint32]int32
}

const replacement = "\ufffd"

// Where fonts give no measures: those of most Chinese faces.
const (
	usualAscent  = 0.88
	usualDescent = -0.12
)

// newUnknownFont returns what stands for a font that the page does not have.
func newUnknownFont() *font {
	return &font{
		ascent: usualAscent, descent: usualDescent, em: 1,
		simple: &simpleFont{encoding: &[256]rune{}, list: true, scale: 1, missing: 0.5},
	}
}

// next splits one code off the text, which is not empty, and returns its glyph
// and its length.
func (f *font) next(text []byte) (*glyph, int) {
	if f.simple != nil {
		if n := f.singles[text[0]]; n > 0 {
			return &f.glyphs[n-1], 1
		}
		return f.add(uint32(text[0]), text[:1], &f.singles[text[0]]), 1
	}
	code, length := f.codes.split(text)
	switch length {
	case 1:
		if n := f.singles[code]; n > 0 {
			return &f.glyphs[n-1], 1
		}
		return f.add(code, text[:1], &f.singles[code]), 1
	case 2:
		page := f.pairs[code>>8]
		if page == nil {
			page = new([256]int32)
			f.pairs[code>>8] = page
		}
		if n := page[code&255]; n > 0 {
			return &f.glyphs[n-1], 2
		}
		return f.add(code, text[:2], &page[code&255]), 2
	}
	key := code<<3 | uint32(length)
	n := f.longer[key]
	if n == 0 {
		f.add(code, text[:length], &n)
		f.longer[key] = n
	}
	return &f.glyphs[n-1], length
}

// add notes a glyph that occurs for the first time.
func (f *font) add(code uint32, raw []byte, index *int32) *glyph {
	g := glyph{text: f.unicode.text(code)}
	if f.simple != nil {
		f.simple.compose(&g, int(code))
	} else {
		f.compose(&g, code, raw)
	}
	if g.text == "" || g.text == "\x00" {
		g.text = replacement
	}
	g.undecoded = undecoded(g.text)
	f.glyphs = append(f.glyphs, g)
	*index = int32(len(f.glyphs))
	return &f.glyphs[*index-1]
}

// undecoded tells a text that says nothing: replacement characters, private ones
// that only their font explains, and control characters, which occur where a font
// lies about its meaning.
func undecoded(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

// compose finds the measures of a code of a composite font, and its text where the
// font does not say it.
func (f *font) compose(g *glyph, code uint32, raw []byte) {
	cid, hasCID := f.codes.cid(code, len(raw))
	if g.text == "" {
		g.text = f.codes.text(raw)
	}
	if g.text == "" && f.byCollection && hasCID {
		g.text = gb1Text(cid)
	}
	f.widths.measure(g, cid, hasCID)
}

// resources is a resource dictionary whose parts are looked up once.
type resources struct {
	v            value
	dictionaries map[string]value
	fonts        map[string]*font
	forms        map[string]*form
	states       map[string]parameters
	spaces       map[string]*colourSpace
}

func (r *reader) newResources(v value) *resources {
	return &resources{
		v: v, dictionaries: map[string]value{},
		fonts: map[string]*font{}, forms: map[string]*form{}, states: map[string]parameters{}, spaces: map[string]*colourSpace{},
	}
}

func (res *resources) dictionary(kind string) value {
	d, ok := res.dictionaries[kind]
	if !ok {
		d = res.v.key(kind)
		res.dictionaries[kind] = d
	}
	return d
}

// fontNamed returns a font of the resources.
func (r *reader) fontNamed(key []byte, res *resources) *font {
	f, ok := res.fonts[string(key)]
	if !ok {
		f = r.fontOf(res.dictionary("Font").entry(string(key)))
		res.fonts[string(key)] = f
	}
	return f
}

// fontOf returns the font that an entry of a dictionary is or refers to.
func (r *reader) fontOf(entry value) *font {
	ref, shared := entry.reference()
	if f := r.fonts[ref]; shared && f != nil {
		return f
	}
	f := r.loadFont(entry.resolve())
	if shared {
		r.fonts[ref] = f
	}
	return f
}

// fontEntries are the entries of a font's dictionary, as they are written.
type fontEntries struct {
	kind, base, encoding, toUnicode, descriptor, descendants value
	first, last, widths, matrix, box                         value
}

// readFontEntries goes through a dictionary, which may be long, once.
func readFontEntries(v value) (e fontEntries) {
	for c := v.entries(); ; {
		key, entry, ok := c.entry()
		if !ok {
			return e
		}
		switch string(key) {
		case "Subtype":
			e.kind = entry.resolve()
		case "BaseFont":
			e.base = entry.resolve()
		case "Encoding":
			e.encoding = entry
		case "ToUnicode":
			e.toUnicode = entry
		case "FontDescriptor":
			e.descriptor = entry.resolve()
		case "DescendantFonts":
			e.descendants = entry.resolve()
		case "FirstChar":
			e.first = entry.resolve()
		case "LastChar":
			e.last = entry.resolve()
		case "Widths":
			e.widths = entry.resolve()
		case "FontMatrix":
			e.matrix = entry.resolve()
		case "FontBBox":
			e.box = entry.resolve()
		}
	}
}

// loadFont reads a font. A font that is missing shows replacement characters: what
// stands there is not known, but something does.
func (r *reader) loadFont(v value) *font {
	if !v.isDictionary() {
		return r.missing
	}
	f := &font{ascent: usualAscent, descent: usualDescent, em: 1}
	e := readFontEntries(v)
	if ref, ok := e.toUnicode.reference(); ok {
		if data, err := r.stream(nil, ref); err == nil {
			f.unicode = parseToUnicode(data)
		}
	}
	switch {
	case e.kind.isName("Type0"):
		r.loadComposite(f, &e)
	case e.kind.isName("Type3"):
		f.simple = readSimple(&e)
		f.scaleType3(&e)
	default:
		f.simple = readSimple(&e)
	}
	return f
}

// simpleFont is what a font with one byte a code says of its codes.
type simpleFont struct {
	// entries are those of the font, for what is seldom needed.
	entries fontEntries
	// encoding gives the runes of the codes, 0 where unknown; nil until it is needed.
	encoding *[256]rune
	// list tells that the font lists widths: those of the codes from first on, by
	// scale in ems. missing is the width of the other codes.
	list           bool
	widths         []float64
	first          int
	scale, missing float64
}

// compose finds the width of a code, and its text where the font does not say it.
func (s *simpleFont) compose(g *glyph, code int) {
	if s.encoding == nil {
		s.encoding = s.entries.runes()
	}
	r := s.encoding[code]
	switch {
	case r == 0:
	case g.text == "" || g.text == "\x00":
		g.text = string(r)
	case s.entries.named() && page.IsDigit(g.text) != page.IsDigit(string(r)) || page.IsDigit(g.text) && g.text != string(r):
		g.contradicted = s.entries.named() && !unicode.IsSpace(r)
	}
	switch {
	case code >= s.first && code-s.first < len(s.widths):
		g.width = s.widths[code-s.first]
	case s.list:
		g.width = s.missing
	default:
		g.width = standardWidth(s.entries.base.name(), code)
	}
	g.width *= s.scale
}

// readSimple reads a font with one byte a code.
func readSimple(e *fontEntries) *simpleFont {
	s := &simpleFont{scale: 1, entries: *e}
	s.first, _ = e.first.integer()
	last, _ := e.last.integer()
	list := e.widths.elements()
	s.list = list.more()
	for n := min(last-s.first+1, 256); len(s.widths) < n && list.more(); {
		s.widths = append(s.widths, list.next().resolve().number()/1000)
	}
	s.missing = e.descriptor.key("MissingWidth").number() / 1000
	return s
}

// runes finds the runes of a simple font's codes; 0 where they are unknown.
func (e *fontEntries) runes() *[256]rune {
	encoding := e.encoding.resolve()
	name := encoding.name()
	if encoding.isDictionary() {
		name = encoding.key("BaseEncoding").name()
	}
	table := &[256]rune{}
	if name != "" || !e.ownEncoding() {
		table = encodingNamed(name)
	}
	list := encoding.key("Differences").elements()
	if !list.more() {
		return table
	}
	own := *table
	for code := 0; list.more(); {
		x := list.next().resolve()
		if n, ok := x.integer(); ok {
			code = min(max(n, 0), 256)
		} else if x.isAnyName() && code < 256 {
			own[code] = runeOfName(x.name())
			code++
		}
	}
	return &own
}

// ownEncoding tells a font whose codes mean what its own program says: symbolic
// and embedded ones, and Type3.
func (e *fontEntries) ownEncoding() bool {
	if e.kind.isName("Type3") {
		return true
	}
	base := e.base.name()
	if strings.Contains(base, "Symbol") || strings.Contains(base, "Dingbats") || strings.Contains(base, "Wingdings") {
		return true
	}
	flags, _ := e.descriptor.key("Flags").integer()
	const symbolic = 4
	return flags&symbolic != 0 && embedded(e.descriptor)
}

// named tells a font whose encoding names its characters, and not merely counts them.
func (e *fontEntries) named() bool { return !e.ownEncoding() }

func embedded(descriptor value) bool {
	for c := descriptor.entries(); ; {
		key, _, ok := c.entry()
		if !ok {
			return false
		}
		if bytes.HasPrefix(key, []byte("FontFile")) {
			return true
		}
	}
}

// scaleType3 brings the measures of a Type3 font, which has a glyph space of its
// own, to ems.
func (f *font) scaleType3(e *fontEntries) {
	var m [6]float64
	if !e.matrix.numbers(m[:]) {
		return
	}
	f.simple.scale = math.Hypot(m[0], m[1]) * 1000
	// Where the font size is not that of the characters, their box tells.
	var box [4]float64
	e.box.numbers(box[:])
	scale := math.Abs(m[3])
	if low, high := box[1]*scale, box[3]*scale; high-low > 2 && high-low < 200 {
		f.ascent, f.descent, f.em = high, low, high-low
	}
}

// loadComposite reads a Type0 font.
func (r *reader) loadComposite(f *font, e *fontEntries) {
	f.pairs, f.longer = new([256]*[256]int32), map[uint32]int32{}
	list := e.descendants.elements()
	descendant := list.next().resolve()
	encoding := e.encoding.resolve()
	ref, _ := e.encoding.reference()
	if data, err := r.stream(nil, ref); err == nil {
		f.codes = parseCodeMap(data)
		if name := encoding.key("UseCMap").name(); name != "" && len(f.codes.spaces) == 0 {
			f.codes.codec = codeMapNamed(name).codec
		}
		mode, _ := encoding.key("WMode").integer()
		f.codes.vertical = f.codes.vertical || mode == 1
	} else {
		f.codes = codeMapNamed(encoding.name())
	}
	f.vertical = f.codes.vertical
	f.byCollection = string(descendant.key("CIDSystemInfo").key("Ordering").bytes()) == "GB1" &&
		(descendant.key("Subtype").isName("CIDFontType0") || !embedded(descendant.key("FontDescriptor")))
	f.widths.read(descendant)
}
