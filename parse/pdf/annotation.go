package pdf

import (
	"fmt"

	"github.com/ledongthuc/pdf"
)

// maxAnnotations bounds the annotations of one page.
const maxAnnotations = 5000

// annotations draws what lies on the page beside its content: filled-in form
// fields, and text that was typed onto it in a viewer.
func (in *interpreter) annotations(list pdf.Value) error {
	for i := range min(list.Len(), maxAnnotations) {
		annotation := list.Index(i)
		const hidden, noView = 2, 32
		if annotation.Key("F").Int64()&(hidden|noView) != 0 {
			continue
		}
		switch annotation.Key("Subtype").Name() {
		case "Widget", "FreeText", "Stamp":
			if err := in.appearance(annotation); err != nil {
				return fmt.Errorf("annotation %d: %w", i+1, err)
			}
		}
	}
	return nil
}

// appearance draws an annotation's form into its rectangle (ISO 32000-2, 12.5.5).
func (in *interpreter) appearance(annotation pdf.Value) error {
	looks := annotation.Key("AP")
	ref, ok := references(looks)["N"]
	look := looks.Key("N")
	if state := annotation.Key("AS").Name(); state != "" && look.Key(state).Kind() != pdf.Null {
		ref, ok = references(look)[state]
		look = look.Key(state)
	}
	if object := in.inv.objects[ref.number]; !ok || object == nil || object.stream == nil {
		return nil
	}
	content, err := in.stream(ref)
	if err != nil {
		return err
	}
	own := identity
	if m := look.Key("Matrix"); m.Len() == 6 {
		own = matrixOf(m)
	}
	box, okBox := rectangle(look.Key("BBox"))
	place, okPlace := rectangle(annotation.Key("Rect"))
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
	err = in.run(content, in.newResources(look.Key("Resources")), 1)
	in.state = saved
	return err
}

func matrixOf(m pdf.Value) matrix {
	return matrix{
		m.Index(0).Float64(), m.Index(1).Float64(), m.Index(2).Float64(),
		m.Index(3).Float64(), m.Index(4).Float64(), m.Index(5).Float64(),
	}
}
