package pdf

import (
	"fmt"

	"gongkai/disclosure"
)

// maxAnnotations bounds the annotations of one page.
const maxAnnotations = 5000

// annotations draws what lies on the page beside its content: filled-in form
// fields, and text that was typed onto it in a viewer.
func (in *interpreter) annotations(list value) error {
	i := 0
	for c := list.elements(); c.more() && i < maxAnnotations; i++ {
		annotation := c.next().resolve()
		flags, _ := annotation.key("F").integer()
		const hidden, noView = 2, 32
		if flags&(hidden|noView) != 0 {
			continue
		}
		if in.layers.hides(annotation.entry("OC")) {
			continue
		}
		switch kind := annotation.key("Subtype").name(); kind {
		case "Popup", "Text", "FileAttachment", "Sound", "Movie":
		case "Link":
			if box, ok := rectangle(annotation.key("Rect")); ok {
				in.links = append(in.links, in.shown(box))
			}
		default:
			drawn, err := in.appearance(annotation)
			if err != nil {
				return fmt.Errorf("annotation %d: %w", i+1, err)
			}
			if box, ok := rectangle(annotation.key("Rect")); ok && !drawn && obscures(kind, annotation) {
				in.paints = append(in.paints, paint{box: in.shown(box), after: len(in.page.Glyphs)})
			}
		}
	}
	return nil
}

// obscures tells an annotation without a look of its own that viewers draw over what
// lies below it.
func obscures(kind string, annotation value) bool {
	switch kind {
	case "StrikeOut", "Ink", "Redact":
		return true
	case "Square", "Circle", "Polygon", "Line", "PolyLine":
		return kind == "Line" || kind == "PolyLine" || annotation.key("IC").length() > 0
	}
	return false
}

// shown maps a rectangle of the page's own coordinates to the page as displayed.
func (in *interpreter) shown(box [4]float64) disclosure.Box {
	left, top, right, bottom := in.base.box(box[0], box[1], box[2], box[3])
	return disclosure.Box{left, top, right, bottom}
}

// appearance draws an annotation's form into its rectangle (ISO 32000-2, 12.5.5), and
// tells whether it has one.
func (in *interpreter) appearance(annotation value) (drawn bool, err error) {
	entry := annotation.key("AP").entry("N")
	if state := annotation.key("AS").name(); state != "" {
		if own := entry.resolve().entry(state); !own.isNull() {
			entry = own
		}
	}
	ref, _ := entry.reference()
	if in.inv.findStream(ref.number) == nil {
		return false, nil
	}
	look := entry.resolve()
	content, err := in.stream(nil, ref)
	if err != nil {
		return false, err
	}
	own := matrixOf(look.key("Matrix"))
	box, okBox := rectangle(look.key("BBox"))
	place, okPlace := rectangle(annotation.key("Rect"))
	if !okBox || !okPlace {
		return false, nil
	}
	left, bottom, right, top := own.box(box[0], box[1], box[2], box[3])
	if right-left <= 0 || top-bottom <= 0 {
		return false, nil
	}
	fit := matrix{a: (place[2] - place[0]) / (right - left), d: (place[3] - place[1]) / (top - bottom)}
	fit.e, fit.f = place[0]-left*fit.a, place[1]-bottom*fit.d
	saved := in.state
	in.state = newState(own.after(fit).after(in.base), disclosure.Box{0, 0, in.page.Width, in.page.Height})
	left, top, right, bottom = in.state.ctm.box(box[0], box[1], box[2], box[3])
	in.state.clip = intersection(in.state.clip, disclosure.Box{left, top, right, bottom})
	err = in.run(content, in.newResources(look.key("Resources")), 1)
	in.state = saved
	return true, err
}

// matrixOf reads a matrix; what is none is the identity.
func matrixOf(v value) matrix {
	var n [6]float64
	if !v.numbers(n[:]) {
		return identity
	}
	return matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
}
