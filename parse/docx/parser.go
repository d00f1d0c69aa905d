package docx

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/parse/flat"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
)

// maxDepth bounds how deep tables and text boxes may nest.
const maxDepth = 100

// maxBlocks bounds the paragraphs and cells of a document.
const maxBlocks = 500_000

// parser turns the tokens of a part into blocks.
type parser struct {
	decoder   *xml.Decoder
	doc       *layout.Document
	relations []ooxml.Relation
	styles    map[string]style
	numbers   numberings

	prefix     string
	paragraphs int
	tables     int
	depth      int
	// carried is the text of a paragraph whose end a revision took away.
	carried []byte
	made    int // paragraphs and cells so far
}

// deleted reports whether an element holds what a revision took away or a
// property, which are no content.
func deleted(local string) bool {
	switch local {
	case "del", "moveFrom", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "sectPr", "customXmlPr", "smartTagPr",
		"Fallback", "delText", "instrText", "delInstrText", "rt", "proofErr", "permStart", "bookmarkStart":
		return true
	}
	return false
}

// enter goes one level deeper into tables and text boxes.
func (p *parser) enter() error {
	if p.depth++; p.depth > maxDepth {
		return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("表格和文本框嵌套超过 %d 层", maxDepth)}
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

// inside reads the element that is open up to its end. It hands each element in
// it to a function, which says whether it took the whole of it; what it did not
// take is read as if its content stood in its place: content controls, revisions
// and the like wrap anything.
func (p *parser) inside(start func(e *xml.StartElement) (taken bool, err error)) error {
	open := 0
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			taken, err := start(&t)
			if err != nil {
				return err
			}
			if !taken {
				open++
			}
		case xml.EndElement:
			if open == 0 {
				return nil
			}
			open--
		}
	}
}

// skip passes over the element that is open.
func (p *parser) skip() (taken bool, err error) { return true, p.decoder.Skip() }

// blocks reads paragraphs and tables up to the end of the element that is open,
// or of the part.
func (p *parser) blocks() (blocks []layout.Block, err error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	err = p.inside(func(e *xml.StartElement) (bool, error) { return p.block(e, &blocks) })
	return append(blocks, p.rest()...), err
}

// rest returns what is carried to a next paragraph where there is none.
func (p *parser) rest() []layout.Block {
	text := strings.TrimFunc(string(p.carried), unicode.IsSpace)
	p.carried = nil
	if !visible(text) {
		return nil
	}
	place := disclosure.Place{Path: p.prefix + "p[" + strconv.Itoa(p.paragraphs) + "]", Reader: reader}
	return []layout.Block{{Kind: layout.Paragraph, Text: text, Place: place}}
}

// block takes an element that is a paragraph or a table, or that is no content.
func (p *parser) block(e *xml.StartElement, blocks *[]layout.Block) (taken bool, err error) {
	local, isWord := word(e.Name)
	var more []layout.Block
	switch {
	case isWord && local == "p":
		more, err = p.paragraph()
	case isWord && local == "tbl":
		*blocks = append(*blocks, p.rest()...)
		more, err = p.table()
	case deleted(local), annotated(e), (local == "footnote" || local == "endnote") && value(e, "type") != "": // separators
		return p.skip()
	default:
		return false, nil
	}
	*blocks = append(*blocks, more...)
	return true, err
}

// paragraph is the text of one paragraph as it is read.
type paragraph struct {
	text []byte
	// raised holds a superscript that is not in the text yet, and wasRaised is true
	// while one is the last of the text.
	raised    []byte
	wasRaised bool
	// after holds pictures and text boxes, which come after it.
	after []layout.Block
	// fields are the open fields; true once the result began.
	fields  []bool
	style   style
	number  string
	heading int
	// hides is true where hidden text stands in the paragraph, and joins where
	// a revision took its end away, so that it goes on with the next one.
	hides, joins bool
}

// instructed reports whether the text belongs to a field's instruction.
func (g *paragraph) instructed() bool {
	for _, result := range g.fields {
		if !result {
			return true
		}
	}
	return false
}

// paragraph reads a w:p and returns it with what is anchored in it.
func (p *parser) paragraph() ([]layout.Block, error) {
	p.paragraphs++
	if p.made++; p.made > maxBlocks {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("段落和单元格超过 %d 个", maxBlocks)}
	}
	place := disclosure.Place{Path: p.prefix + "p[" + strconv.Itoa(p.paragraphs) + "]", Reader: reader}
	g := &paragraph{style: style{outline: -1}, text: p.carried}
	p.carried = nil
	err := p.inside(func(e *xml.StartElement) (bool, error) {
		switch local, isWord := word(e.Name); {
		case deleted(local), annotated(e):
			return p.skip()
		case isWord && local == "pPr":
			return true, p.paragraphProperties(g)
		case isWord && local == "r":
			return true, p.run(g)
		case local == "t": // of a formula
			return true, p.characters(g, looks{})
		}
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	g.settle()
	var blocks []layout.Block
	if g.joins {
		p.carried = g.text
	} else if text := strings.TrimFunc(joinNumber(g.number, string(g.text)), unicode.IsSpace); visible(text) {
		blocks = append(blocks, layout.Block{Kind: layout.Paragraph, Text: text, Heading: g.heading, Place: place})
	} else if p.depth == 1 && !g.hides && len(g.after) == 0 {
		blocks = append(blocks, layout.Block{Kind: layout.Paragraph, Text: flat.EmptyLine, Place: place})
	}
	for i := range g.after {
		if g.after[i].Place.Path == "" {
			g.after[i].Place = place
		}
	}
	return append(blocks, g.after...), nil
}

// joinNumber puts the number that Word counts before the text. Before digits it
// goes on a line of its own: "1." and "0" must never become the number 1.0.
func joinNumber(number, text string) string {
	if number == "" {
		return text
	}
	if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(text)); unicode.IsDigit(first) {
		return number + "\n" + text
	}
	return number + text
}

// visible reports whether any character leaves ink.
func visible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && r != '\uFEFF' && (r < '\u200B' || r > '\u200F') && r != '\u2060'
	})
}

// paragraphProperties reads w:pPr: the style, the heading level, the list.
func (p *parser) paragraphProperties(g *paragraph) error {
	list, level, hasList, hasLevel := "", 0, false, false
	outline := -1
	err := p.inside(func(e *xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "pStyle":
			g.style = p.style(value(e, "val"))
		case "numId":
			list, hasList = value(e, "val"), true
		case "ilvl":
			level, hasLevel = levelOf(value(e, "val")), true
		case "outlineLvl":
			if n, err := strconv.Atoi(value(e, "val")); err == nil {
				outline = n
			}
		case "del", "moveFrom":
			g.joins = true // of the paragraph's mark
		case "t":
			if strings.HasSuffix(e.Name.Space, "/auxHint") {
				g.number = value(e, "val") // Word 2003 writes the number that it counted
			}
		case "rPrChange", "sectPr", "pPrChange":
			return p.skip()
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if !hasList {
		list = g.style.list
	}
	if !hasLevel {
		level = g.style.level
	}
	if list != "" && !g.joins {
		g.number = p.numbers.next(list, level)
	}
	if outline < 0 {
		outline = g.style.outline
	}
	if outline >= 0 && outline < maxLevels {
		g.heading = min(outline+1, 6)
	}
	return nil
}

// symbol returns the character of a w:sym. Symbol fonts keep theirs in the
// private area; the few that forms use are translated.
func symbol(code string) string {
	n, err := strconv.ParseUint(code, 16, 32)
	if err != nil {
		return ""
	}
	switch n & 0xff {
	case 0xfc, 0x50, 0xfe, 0x52:
		if n >= 0xf000 {
			return "√"
		}
	case 0xa8, 0x6f, 0xa3:
		if n >= 0xf000 {
			return "□"
		}
	}
	if r := rune(n); utf8.ValidRune(r) && r >= ' ' {
		return string(r)
	}
	return ""
}

// drawing reads a picture or shape: pictures become images, text boxes the
// blocks that they hold.
func (p *parser) drawing(g *paragraph, shown bool) error {
	words := ""
	return p.inside(func(e *xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "docPr":
			if words = value(e, "descr"); words == "" {
				words = value(e, "name")
			}
		case "blip", "imagedata":
			id := value(e, "embed")
			if id == "" {
				id = value(e, "id")
			}
			if shown {
				g.after = append(g.after, layout.Block{Kind: layout.Image, Text: words, Address: p.target(id)})
			}
		case "Fallback":
			return p.skip()
		case "txbxContent":
			blocks, err := p.blocks()
			if shown {
				g.after = append(g.after, blocks...)
			}
			return true, err
		}
		return false, nil
	})
}

// target returns where a relation leads.
func (p *parser) target(id string) string {
	for i := range p.relations {
		if p.relations[i].ID == id {
			return p.relations[i].Target
		}
	}
	return ""
}
