package pdf

// layers are the groups of optional content that a viewer does not show, by object
// number.
type layers struct{ off map[int]bool }

// maxLayers bounds the groups of optional content.
const maxLayers = 10_000

// readLayers reads which groups are off when a document is opened (ISO 32000-2, 8.11.4).
func readLayers(properties value) *layers {
	l := &layers{off: map[int]bool{}}
	each := func(list value, do func(group value, number int)) {
		n := 0
		for c := list.elements(); c.more() && n < maxLayers; n++ {
			entry := c.next()
			if ref, ok := entry.reference(); ok {
				do(entry.resolve(), ref.number)
			}
		}
	}
	usual := properties.key("D")
	if usual.key("BaseState").isName("OFF") {
		each(properties.key("OCGs"), func(_ value, number int) { l.off[number] = true })
	}
	each(usual.key("ON"), func(_ value, number int) { delete(l.off, number) })
	each(usual.key("OFF"), func(_ value, number int) { l.off[number] = true })
	for c := usual.key("AS").elements(); c.more(); {
		usage := c.next().resolve()
		if !usage.key("Event").isName("View") {
			continue
		}
		each(usage.key("OCGs"), func(group value, number int) {
			switch group.key("Usage").key("View").key("ViewState").name() {
			case "OFF":
				l.off[number] = true
			case "ON":
				delete(l.off, number)
			}
		})
	}
	return l
}

// hides tells whether what belongs to an entry /OC, a group or a statement about
// several, is not shown.
func (l *layers) hides(entry value) bool {
	if len(l.off) == 0 {
		return false
	}
	if ref, ok := entry.reference(); ok && l.off[ref.number] {
		return true
	}
	membership := entry.resolve()
	if !membership.key("Type").isName("OCMD") {
		return false
	}
	if expression := membership.key("VE"); expression.isArray() {
		return !l.holds(expression, 0)
	}
	groups := membership.entry("OCGs")
	on, off := 0, 0
	count := func(group value) {
		if ref, ok := group.reference(); ok && l.off[ref.number] {
			off++
		} else if ok {
			on++
		}
	}
	if list := groups.resolve(); list.isArray() {
		for c := list.elements(); c.more() && on+off < maxLayers; {
			count(c.next())
		}
	} else {
		count(groups)
	}
	if on+off == 0 {
		return false
	}
	switch membership.key("P").name() {
	case "AllOn":
		return off > 0
	case "AnyOff":
		return off == 0
	case "AllOff":
		return on > 0
	}
	return on == 0
}

// holds evaluates an expression over groups.
func (l *layers) holds(expression value, depth int) bool {
	c := expression.elements()
	operator := c.next().resolve().name()
	n := 0
	for ; c.more() && depth < maxForms && n < maxLayers; n++ {
		operand := c.next()
		ref, _ := operand.reference()
		on := !l.off[ref.number]
		if list := operand.resolve(); list.isArray() {
			on = l.holds(list, depth+1)
		}
		switch {
		case operator == "Not":
			return !on
		case operator == "Or" && on:
			return true
		case operator == "And" && !on:
			return false
		}
	}
	return operator != "Or"
}

// operateMarks performs the operators of marked content, and reports whether the
// word is one.
func (in *interpreter) operateMarks(word []byte, res *resources, floor int) bool {
	switch string(word) {
	case "BMC":
		in.mark(false)
	case "BDC":
		hides := false
		if n := len(in.operands); n >= 2 && in.operands[n-1].kind == tokenName && string(in.operands[n-2].text) == "OC" {
			hides = in.layers.hides(res.dictionary("Properties").entry(string(in.operands[n-1].text)))
		}
		in.mark(hides)
	case "EMC":
		if len(in.marks) > floor {
			in.unmark(len(in.marks) - 1)
		}
	default:
		return false
	}
	return true
}

func (in *interpreter) mark(hides bool) {
	if len(in.marks) < maxStates*maxForms {
		in.marks = append(in.marks, hides)
		if hides {
			in.unseen++
		}
	}
}

// unmark ends the marked content that lies above a depth.
func (in *interpreter) unmark(depth int) {
	for _, hides := range in.marks[depth:] {
		if hides {
			in.unseen--
		}
	}
	in.marks = in.marks[:depth]
}
