package html

import "golang.org/x/net/html/atom"

// kind says how a tag takes part in building the tree.
type kind uint8

const (
	ignored kind = iota // html, head, body, form and what HTML does not know: their content stands where they stand
	inline
	block
	heading
	item // li, dd, dt: closes an open one of its sort
	void
	tablePart // table, caption, row groups, rows, cells
	raw       // its content is text for the tokenizer
	skipped   // its content is not part of what a reader sees as text
)

func kindOf(tag atom.Atom) kind {
	switch tag {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Button, atom.Cite, atom.Code, atom.Dfn,
		atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.Ruby,
		atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time,
		atom.Tt, atom.U, atom.Var, atom.Object:
		return inline
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog,
		atom.Dir, atom.Div, atom.Dl, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Header,
		atom.Hgroup, atom.Legend, atom.Listing, atom.Main, atom.Marquee, atom.Menu, atom.Nav, atom.Ol, atom.P,
		atom.Pre, atom.Section, atom.Summary, atom.Ul:
		return block
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return heading
	case atom.Li, atom.Dd, atom.Dt:
		return item
	case atom.Br, atom.Hr, atom.Img, atom.Image, atom.Input, atom.Embed, atom.Frame, atom.Meta, atom.Base:
		return void
	case atom.Table, atom.Caption, atom.Col, atom.Colgroup, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
		return tablePart
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noscript, atom.Noframes,
		atom.Noembed, atom.Xmp:
		return raw
	case atom.Select, atom.Svg, atom.Math, atom.Template, atom.Audio, atom.Video, atom.Canvas, atom.Datalist,
		atom.Rt, atom.Rp, atom.Del:
		// <del> is what Word and editors write for text that was struck out in
		// revision: the text as accepted is without it.
		return skipped
	}
	return ignored
}

// level orders the parts of a table from the outside in. A caption, which holds
// text like a cell, is closed by everything that a cell is closed by.
func level(tag atom.Atom) int {
	switch tag {
	case atom.Table:
		return 0
	case atom.Tbody, atom.Thead, atom.Tfoot:
		return 1
	case atom.Tr:
		return 2
	}
	return 3
}
