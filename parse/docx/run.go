package docx

import (
	"encoding/xml"

	"gongkai/parse/raised"
)

// looks are what the properties of a run mean for its text.
type looks struct {
	hidden, struck, raised bool
}

// with adds what a style has to looks.
func (l looks) with(other looks) looks {
	return looks{l.hidden || other.hidden, l.struck || other.struck, l.raised || other.raised}
}

// set takes a property of characters.
func (l *looks) set(e *xml.StartElement) {
	switch e.Name.Local {
	case "vanish":
		l.hidden = on(e)
	case "strike", "dstrike":
		// What was struck out is not the number any more; one that a style strikes
		// out may be switched on again.
		l.struck = on(e)
	case "vertAlign":
		l.raised = value(e, "val") == "superscript"
	}
}

// run reads a w:r: characters of one look.
func (p *parser) run(g *paragraph) error {
	l := g.style.looks
	return p.inside(func(e *xml.StartElement) (taken bool, err error) {
		switch e.Name.Local {
		case "rPr":
			return true, p.runProperties(&l)
		case "t":
			return true, p.characters(g, l)
		case "drawing", "pict", "object":
			return true, p.drawing(g, g.shows(l))
		case "tab", "ptab":
			g.write(l, "\t")
		case "br", "cr":
			g.write(l, "\n")
		case "noBreakHyphen":
			g.write(l, "-")
		case "sym":
			g.write(l, symbol(value(e, "char")))
		case "fldChar":
			g.field(value(e, "fldCharType"))
		default:
			if deleted(e.Name.Local) {
				return p.skip()
			}
		}
		return false, nil
	})
}

// runProperties reads w:rPr.
func (p *parser) runProperties(l *looks) error {
	strike, double := l.struck, false
	err := p.inside(func(e *xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "rStyle":
			*l = l.with(p.style(value(e, "val")).looks)
			strike = l.struck
		case "strike":
			strike = on(e)
		case "dstrike":
			double = on(e)
		case "rPrChange":
			return p.skip()
		default:
			l.set(e)
		}
		return false, nil
	})
	l.struck = strike || double
	return err
}

// shows reports whether text of these looks can be seen.
func (g *paragraph) shows(l looks) bool { return !l.hidden && !l.struck && !g.instructed() }

// write adds text to the paragraph.
func (g *paragraph) write(l looks, s string) {
	switch {
	case !g.shows(l):
		g.hides = g.hides || l.hidden
	case l.raised:
		g.raised = append(g.raised, s...)
	case s != "":
		g.settle()
		if g.wasRaised {
			g.text = append(g.text, raised.Apart(g.text, []byte(s))...)
			g.wasRaised = false
		}
		g.text = append(g.text, s...)
	}
}

// settle adds a superscript that is whole.
func (g *paragraph) settle() {
	if len(g.raised) == 0 {
		return
	}
	words := raised.Text(g.text, string(g.raised))
	g.text = append(g.text, words...)
	g.raised, g.wasRaised = g.raised[:0], words != ""
}

// field follows a field through its begin, its separator and its end.
func (g *paragraph) field(kind string) {
	switch n := len(g.fields); kind {
	case "begin":
		if n < maxDepth {
			g.fields = append(g.fields, false)
		}
	case "separate":
		if n > 0 {
			g.fields[n-1] = true
		}
	case "end":
		if n > 0 {
			g.fields = g.fields[:n-1]
		}
	}
}

// characters reads the text of the element that is open.
func (p *parser) characters(g *paragraph, l looks) error {
	for {
		token, err := p.decoder.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			g.write(l, string(t))
		case xml.StartElement:
			if err := p.decoder.Skip(); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}
