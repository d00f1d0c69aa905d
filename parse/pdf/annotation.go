package pdf

import "fmt"

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
		switch annotation.key("Subtype").name() {
		case "Widget", "FreeText", "Stamp":
			if err := in.appearance(annotation); err != nil {
				return fmt.Errorf("annotation %d: %w", i+1, err)
			}
		}
	}
	return nil
}

// appearance draws an annotation's form into its rectangle (ISO 32000-2, 12.5.5).
func (in *interpreter) appearance(annotation value) error {
	entry := annotation.key("AP").entry("N")
	if state := annotation.key("AS").name(); state != "" {
		if own := entry.resolve().entry(state); !own.isNull() {
			entry = own
		}
	}
	ref, _ := entry.reference()
	if in.inv.findStream(ref.number) == nil {
		return nil
	}
	look := entry.resolve()
	content, err := in.stream(nil, ref)
	if err != nil {
		return err
	}
	own := matrixOf(look.key("Matrix"))
	box, okBox := rectangle(look.key("BBox"))
	place, okPlace := rectangle(annotation.key("Rect"))
	if !okBox || !okPlace {
		return nil
	}
	left, bottom, right, top := own.box(box[0], box[1], box[2], box[3])
	if right-left <= 0 || top-bottom <= 0 {
		return nil
	}
	fit := matrix{a: (place[2] - place[0]) / (right - left), d: (place[3] - place[1]) / (top - bottom)}
	fit.e, fit.f = place[0]-left*fit.a, place[1]-bottom*fit.d
	saved := in.state
	in.state = newState(own.after(fit).after(in.base))
	err = in.run(content, in.newResources(look.key("Resources")), 1)
	in.state = saved
	return err
}

// matrixOf reads a matrix; what is none is the identity.
func matrixOf(v value) matrix {
	var n [6]float64
	if !v.numbers(n[:]) {
		return identity
	}
	return matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
}
