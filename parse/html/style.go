package html

import (
	"bytes"
	"strconv"
	"strings"
)

// style is what the looks of an element mean for the layout.
type style struct {
	flags flags
	// rowSpan and columnSpan are the tracks that an item of a CSS grid covers. A grid itself
	// keeps its number of columns in columnSpan.
	rowSpan, columnSpan uint16
}

// rules are what the page's own style sheets say of ids and classes. Only simple
// selectors are taken (".x", "#x", "div.x"): what depends on more than the
// element itself is not worth hiding text for.
type rules map[string]style

// style computes the style of the tag that is being opened.
func (b *builder) style(a *attributes) style {
	s := style{rowSpan: 1, columnSpan: 1}
	if len(a.class) >= len("hide") && hidingClass(a.class) {
		s.flags |= hidden
	}
	if len(b.rules) > 0 {
		for class := range bytes.FieldsSeq(a.class) {
			if rule, ok := b.rules["."+string(class)]; ok {
				s = s.under(rule)
			}
		}
		if len(a.id) > 0 {
			if rule, ok := b.rules["#"+string(a.id)]; ok {
				s = s.under(rule)
			}
		}
	}
	if len(a.style) > 0 {
		s = s.under(declarations(a.style))
	}
	if a.hidden {
		s.flags |= hidden
	}
	if len(a.role) > 0 {
		switch string(a.role) {
		case "table", "grid":
			s.flags |= asTable
		case "row":
			s.flags |= asRow
		case "cell", "gridcell", "columnheader", "rowheader":
			s.flags |= asCell
		}
	}
	if s.columnSpan == 1 && len(a.colspan) > 0 {
		s.columnSpan = span(a.colspan, 1, 1000)
	}
	if s.rowSpan == 1 && len(a.rowspan) > 0 {
		s.rowSpan = span(a.rowspan, 1, 1000)
	}
	return s
}

// hidingClass reports whether a class hides its element by the custom of the
// common frameworks, whose style sheets are not in the page.
func hidingClass(classes []byte) bool {
	for class := range bytes.FieldsSeq(classes) {
		switch string(class) {
		case "hidden", "hide", "d-none", "layui-hide", "visually-hidden", "sr-only":
			return true
		}
	}
	return false
}

// shown is set by a declaration that makes an element visible, against a rule
// that came before; it does not leave this file.
const shown flags = 1 << 15

// under lays a later style over an earlier one.
func (s style) under(later style) style {
	const display = hidden | asTable | asRow | asCell | asGrid | asFlex
	if later.flags&(display|shown) != 0 {
		s.flags &^= display
	}
	s.flags |= later.flags &^ shown
	if later.rowSpan > 1 {
		s.rowSpan = later.rowSpan
	}
	if later.columnSpan > 1 {
		s.columnSpan = later.columnSpan
	}
	return s
}

// declarations reads "property: value; …".
func declarations(css []byte) style {
	s := style{rowSpan: 1, columnSpan: 1}
	flat, clipped, absent := false, false, false
	for len(css) > 0 {
		var declaration []byte
		declaration, css, _ = bytes.Cut(css, []byte(";"))
		property, value, found := bytes.Cut(declaration, []byte(":"))
		property = bytes.TrimSpace(property)
		if !found || !interesting(property) {
			continue
		}
		word := strings.ToLower(string(bytes.TrimSpace(value)))
		word = strings.TrimSpace(strings.TrimSuffix(word, "!important"))
		switch strings.ToLower(string(property)) {
		case "display":
			s.flags |= displays(word)
		case "visibility":
			if word == "hidden" || word == "collapse" {
				s.flags |= invisible
				absent = true
			}
		case "mso-hide":
			if word == "all" || word == "screen" {
				s.flags |= hidden
			}
		case "white-space":
			if strings.HasPrefix(word, "pre") {
				s.flags |= preserve
			}
		case "opacity":
			if opacity, err := strconv.ParseFloat(word, 32); err == nil && opacity == 0 {
				s.flags |= invisible
				absent = true
			}
		case "text-decoration", "text-decoration-line":
			// A number that was struck out is not the cell's number any more.
			if strings.Contains(word, "line-through") {
				s.flags |= invisible
			}
		case "vertical-align":
			if word == "super" {
				s.flags |= superior
			}
		case "left", "top", "text-indent", "margin-left", "margin-top":
			// Text moved off the page is there for machines, not for people.
			if n, ok := leadingInt([]byte(strings.TrimPrefix(word, "-"))); ok && word[0] == '-' && n >= 900 {
				s.flags |= hidden
			}
		case "height", "max-height":
			flat = flat || word == "0" || word == "0px" || word == "1px"
		case "overflow", "overflow-y":
			clipped = clipped || word == "hidden" || word == "clip"
		case "grid-template-columns":
			s.columnSpan = tracks(word)
		case "grid-column", "grid-column-end":
			s.columnSpan = trackSpan(word)
		case "grid-row", "grid-row-end":
			s.rowSpan = trackSpan(word)
		}
	}
	if flat && (clipped || absent) {
		s.flags |= hidden
	}
	return s
}

// interesting reports whether a property can matter, by its first letter and
// length, before it is compared: pages pasted from Word have thousands.
func interesting(property []byte) bool {
	if len(property) < 3 || len(property) > 21 {
		return false
	}
	switch property[0] | 0x20 {
	case 'd':
		return len(property) == len("display")
	case 'v':
		return len(property) == len("visibility") || len(property) == len("vertical-align")
	case 'o':
		return len(property) == len("opacity") || len(property) == len("overflow") || len(property) == len("overflow-y")
	case 'w':
		return len(property) == len("white-space")
	case 'l':
		return len(property) == len("left")
	case 'h':
		return len(property) == len("height")
	case 't':
		return len(property) == len("top") || len(property) == len("text-indent") || len(property) == len("text-decoration") || len(property) == len("text-decoration-line")
	case 'm':
		return property[1]|0x20 == 's' && len(property) == len("mso-hide") ||
			property[1]|0x20 == 'a' && (len(property) == len("max-height") || len(property) == len("margin-left") || len(property) == len("margin-top"))
	case 'g':
		return true
	}
	return false
}

func displays(word string) flags {
	switch word {
	case "none":
		return hidden
	case "table", "inline-table":
		return asTable
	case "table-row":
		return asRow
	case "table-cell":
		return asCell
	case "grid", "inline-grid":
		return asGrid
	case "flex", "inline-flex":
		return asFlex
	}
	return shown
}

// maxTracks bounds the columns of a CSS grid, and maxTrackText the words for them.
const (
	maxTracks    = 200
	maxTrackText = 500
)

// tracks counts the columns of a grid-template-columns value, or returns 1 where
// they are not plain: "repeat(4, 1fr)", "2fr 1fr 1fr".
func tracks(value string) uint16 {
	if len(value) > maxTrackText {
		return 1
	}
	n := 0
	for value = strings.TrimSpace(value); value != ""; value = strings.TrimSpace(value) {
		track, rest, _ := strings.Cut(value, " ")
		repeat := 1
		if inner, ok := strings.CutPrefix(value, "repeat("); ok {
			end := closing(inner)
			count, ok := leadingInt([]byte(inner))
			if !ok || end < 0 {
				return 1
			}
			_, body, _ := strings.Cut(inner[:end], ",")
			repeat = count * int(tracks(body))
			rest = inner[end+1:]
		} else if strings.HasPrefix(track, "minmax(") {
			end := closing(value[len("minmax("):])
			if end < 0 {
				return 1
			}
			rest = value[len("minmax(")+end+1:]
		}
		n += repeat
		if n > maxTracks {
			return 1
		}
		value = rest
	}
	return uint16(max(n, 1))
}

// closing returns where the bracket closes that was open before s, or -1.
func closing(s string) int {
	depth := 1
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// trackSpan reads how many tracks an item covers: "span 3", "1 / span 2", "2 / 5".
func trackSpan(value string) uint16 {
	if _, after, ok := strings.Cut(value, "span"); ok {
		return span([]byte(after), 1, maxTracks)
	}
	from, to, ok := strings.Cut(value, "/")
	if !ok {
		return 1
	}
	first, okFirst := leadingInt([]byte(from))
	last, okLast := leadingInt([]byte(to))
	if !okFirst || !okLast || last <= first || last-first > maxTracks {
		return 1
	}
	return uint16(last - first)
}

// maxRules bounds how many rules of style sheets are kept.
const maxRules = 2000

// read adds the rules of a style sheet that bear on the layout.
func (r *rules) read(sheet string) {
	for len(sheet) > 0 {
		begin := strings.IndexByte(sheet, '{')
		if begin < 0 {
			return
		}
		selectors := sheet[:begin]
		if comment := strings.LastIndex(selectors, "*/"); comment >= 0 {
			selectors = selectors[comment+2:]
		}
		selectors = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(selectors), "<!--"))
		if strings.HasPrefix(selectors, "@") {
			// What holds only for print or small screens is not what is seen.
			sheet = sheet[begin+1+blockEnd(sheet[begin+1:]):]
			continue
		}
		end := strings.IndexByte(sheet[begin:], '}')
		if end < 0 {
			return
		}
		body := sheet[begin+1 : begin+end]
		sheet = sheet[begin+end+1:]
		style := declarations([]byte(body))
		if style.flags == 0 && style.columnSpan == 1 && style.rowSpan == 1 {
			continue
		}
		for selector := range strings.SplitSeq(selectors, ",") {
			key := simple(strings.TrimSpace(selector))
			if key == "" || len(*r) >= maxRules {
				continue
			}
			if *r == nil {
				*r = rules{}
			}
			before, ok := (*r)[key]
			if !ok {
				before = style
			}
			(*r)[key] = before.under(style)
		}
	}
}

// simple returns the class or id of a selector that names nothing else but
// perhaps a tag, or "".
func simple(selector string) string {
	i := strings.IndexAny(selector, ".#")
	if i < 0 || strings.ContainsAny(selector, " >+~:[*") || strings.ContainsAny(selector[i+1:], ".#") {
		return ""
	}
	return selector[i:]
}

// blockEnd returns the position after the block of an at-rule that is open.
func blockEnd(s string) int {
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}
