package docx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"gongkai/parse/ooxml"
)

// maxLevels is how many levels Word's lists have.
const maxLevels = 9

// list is one list definition of numbering.xml.
type list struct {
	levels [maxLevels]listLevel
}

// listLevel says how the numbers of a level look: text "（%1）" with format
// "chineseCounting" gives （一）, （二）.
type listLevel struct {
	format, text string
	start        int
	legal        bool // all numbers in Arabic digits
}

// numberings are a document's lists and how far each has counted.
type numberings struct {
	abstract  map[string]*list
	instances map[string]instance
	counters  map[string]*[maxLevels]int
}

// instance is a use of a list: it counts on with all others of the same list,
// but for the levels that it starts anew.
type instance struct {
	abstract string
	starts   map[int]int
	started  *bool
}

// style is what matters of a style of paragraphs or characters.
type style struct {
	outline   int // 0 to 8, -1 for none
	list      string
	level     int
	hasNumber bool
	basedOn   string
	looks     looks
}

// definitions reads the styles and lists of the document. Without them it is
// read all the same.
func (p *parser) definitions(pkg *ooxml.Package, relations []ooxml.Relation) error {
	p.styles = map[string]style{}
	p.numbers = numberings{
		abstract: map[string]*list{}, instances: map[string]instance{}, counters: map[string]*[maxLevels]int{},
	}
	for _, relation := range relations {
		if relation.External || !pkg.Has(relation.Target) {
			continue
		}
		var read func(*xml.Decoder)
		switch relation.Kind() {
		case "styles":
			read = p.readStyles
		case "numbering":
			read = p.numbers.read
		default:
			continue
		}
		r, err := pkg.Open(relation.Target)
		if err != nil {
			return err
		}
		read(ooxml.Decoder(r))
		if err := r.Close(); err != nil {
			return ooxml.Unreadable(err)
		}
	}
	return nil
}

// readStyles reads the styles of paragraphs and characters, as far as the part is sound.
func (p *parser) readStyles(d *xml.Decoder) {
	id, current, open := "", style{}, false
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "style":
				id, open = value(&t, "styleId"), value(&t, "type") == "paragraph" || value(&t, "type") == "character"
				current = style{outline: -1}
			case "basedOn":
				current.basedOn = value(&t, "val")
			case "name":
				if level, ok := headingName(value(&t, "val")); ok {
					current.outline = level
				}
			case "outlineLvl":
				if n, err := strconv.Atoi(value(&t, "val")); err == nil && n >= 0 && n < maxLevels {
					current.outline = n
				}
			case "numId":
				current.list, current.hasNumber = value(&t, "val"), true
			case "ilvl":
				current.level = levelOf(value(&t, "val"))
			default:
				current.looks.set(&t)
			}
		case xml.EndElement:
			if t.Name.Local == "style" && open {
				p.styles[id] = current
				open = false
			}
		}
	}
}

// headingName reports whether a style's name is that of a heading, and its level
// from 0.
func headingName(name string) (level int, ok bool) {
	name = strings.ToLower(name)
	rest, isHeading := strings.CutPrefix(name, "heading ")
	if !isHeading {
		rest, isHeading = strings.CutPrefix(name, "标题 ")
	}
	if !isHeading {
		return 0, name == "title"
	}
	n, err := strconv.Atoi(rest)
	return n - 1, err == nil && n >= 1 && n <= maxLevels
}

// maxStyleChain bounds how many styles one may be based on.
const maxStyleChain = 16

// style returns a style with what it takes over from those it is based on.
func (p *parser) style(id string) style {
	s, ok := p.styles[id]
	if !ok {
		return style{outline: -1}
	}
	for base, n := s.basedOn, 0; base != "" && n < maxStyleChain; n++ {
		b, ok := p.styles[base]
		if !ok {
			break
		}
		if s.outline < 0 {
			s.outline = b.outline
		}
		if !s.hasNumber && b.hasNumber {
			s.list, s.level, s.hasNumber = b.list, b.level, true
		}
		s.looks = s.looks.with(b.looks)
		base = b.basedOn
	}
	return s
}

func levelOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxLevels-1)
}

// read reads numbering.xml, as far as it is sound.
func (n *numberings) read(d *xml.Decoder) {
	var current *list
	var level *listLevel
	id, override := "", -1
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		t, ok := token.(xml.StartElement)
		if !ok {
			if end, ok := token.(xml.EndElement); ok && (end.Name.Local == "lvl" || end.Name.Local == "lvlOverride") {
				level = nil
				if end.Name.Local == "lvlOverride" {
					override = -1
				}
			}
			continue
		}
		switch t.Name.Local {
		case "abstractNum":
			current = &list{}
			for i := range current.levels {
				current.levels[i] = listLevel{format: "decimal", start: 1}
			}
			n.abstract[value(&t, "abstractNumId")] = current
		case "lvl":
			if current != nil && override < 0 {
				level = &current.levels[levelOf(value(&t, "ilvl"))]
			}
		case "start":
			if level != nil {
				level.start, _ = strconv.Atoi(value(&t, "val"))
			}
		case "numFmt":
			if level != nil {
				level.format = value(&t, "val")
			}
		case "lvlText":
			if level != nil {
				level.text = value(&t, "val")
			}
		case "isLgl":
			if level != nil {
				level.legal = on(&t)
			}
		case "num":
			id, current = value(&t, "numId"), nil
			n.instances[id] = instance{starts: map[int]int{}, started: new(bool)}
		case "abstractNumId":
			if use, ok := n.instances[id]; ok {
				use.abstract = value(&t, "val")
				n.instances[id] = use
			}
		case "lvlOverride":
			override = levelOf(value(&t, "ilvl"))
		case "startOverride":
			if use, ok := n.instances[id]; ok && override >= 0 {
				if start, err := strconv.Atoi(value(&t, "val")); err == nil {
					use.starts[override] = start
				}
			}
		}
	}
}

// next counts a paragraph of a list and returns its number as Word shows it, or
// "" for bullets and unknown lists.
func (n *numberings) next(id string, level int) string {
	use, ok := n.instances[id]
	if !ok || id == "0" {
		return ""
	}
	l := n.abstract[use.abstract]
	if l == nil {
		return ""
	}
	counters := n.counters[use.abstract]
	if counters == nil {
		counters = new([maxLevels]int)
		for i := range counters {
			counters[i] = l.levels[i].start - 1
		}
		n.counters[use.abstract] = counters
	}
	if !*use.started {
		*use.started = true
		for at, start := range use.starts {
			counters[at] = start - 1
		}
	}
	counters[level]++
	for deeper := level + 1; deeper < maxLevels; deeper++ {
		counters[deeper] = l.levels[deeper].start - 1
	}
	if format := l.levels[level].format; format == "bullet" || format == "none" {
		return ""
	}
	var out strings.Builder
	text := l.levels[level].text
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+1 < len(text) && text[i+1] >= '1' && text[i+1] <= '9' {
			at := int(text[i+1] - '1')
			format := l.levels[at].format
			if l.levels[level].legal {
				format = "decimal"
			}
			// A level above that has not counted yet stands at its start.
			out.WriteString(numeral(max(counters[at], l.levels[at].start), format))
			i++
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// numeral writes a number in one of Word's formats.
func numeral(n int, format string) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
		"taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "koreanDigital2":
		return chinese(n)
	case "ideographTraditional":
		return pick(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return pick(n, "子丑寅卯辰巳午未申酉戌亥")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return pick(n, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
	case "decimalEnclosedParen":
		return pick(n, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇")
	case "decimalEnclosedFullstop":
		return pick(n, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛")
	case "ideographEnclosedCircle":
		return pick(n, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")
	case "upperLetter":
		return pick(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	case "lowerLetter":
		return pick(n, "abcdefghijklmnopqrstuvwxyz")
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// pick returns the nth character of a row of numerals, or digits past its end.
func pick(n int, numerals string) string {
	runes := []rune(numerals)
	if n < 1 || n > len(runes) {
		return strconv.Itoa(n)
	}
	return string(runes[n-1])
}

// chinese writes a number up to 9999 in Chinese numerals.
func chinese(n int) string {
	if n <= 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	digits := []rune("零一二三四五六七八九")
	units := [...]string{"", "十", "百", "千"}
	s := strconv.Itoa(n)
	var out strings.Builder
	zero := false
	for i, c := range s {
		digit := int(c - '0')
		if digit == 0 {
			zero = true
			continue
		}
		if zero {
			out.WriteRune('零')
			zero = false
		}
		unit := units[len(s)-1-i]
		if digit != 1 || unit != "十" || i > 0 {
			out.WriteRune(digits[digit])
		}
		out.WriteString(unit)
	}
	return out.String()
}

func roman(n int) string {
	if n <= 0 || n >= 4000 {
		return strconv.Itoa(n)
	}
	values := [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	letters := [...]string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	var out strings.Builder
	for i, v := range values {
		for n >= v {
			out.WriteString(letters[i])
			n -= v
		}
	}
	return out.String()
}
