package html

import "golang.org/x/net/html/atom"

// part returns the innermost part of a table that is open, and its position.
func (b *builder) part() (tag atom.Atom, position int) {
	if len(b.parts) == 0 {
		return 0, 0
	}
	position = b.parts[len(b.parts)-1]
	return b.stack[position].tag, position
}

// startPart opens a part of a table: it closes what cannot hold it and opens
// what it needs around it.
func (b *builder) startPart(tag atom.Atom, a *attributes) {
	if tag == atom.Table {
		if top, _ := b.part(); top != 0 && level(top) < 3 {
			// A table among the rows of another ends that one.
			b.endTable()
		}
		b.closeParagraph()
		b.openPart(tag, a)
		return
	}
	want := level(tag)
	if tag == atom.Caption || tag == atom.Col || tag == atom.Colgroup {
		want = 1
	}
	for {
		top, position := b.part()
		if top == 0 {
			return // outside of tables such tags mean nothing
		}
		if level(top) < want {
			b.pop(position + 1)
			break
		}
		b.pop(position)
	}
	if tag == atom.Col || tag == atom.Colgroup {
		return // columns hold nothing, but end the rows before them
	}
	for {
		top, _ := b.part()
		if level(top) == want-1 {
			break
		}
		if top == atom.Table {
			b.openPart(atom.Tbody, &attributes{})
		} else {
			b.openPart(atom.Tr, &attributes{})
		}
	}
	b.openPart(tag, a)
}

func (b *builder) openPart(tag atom.Atom, a *attributes) {
	if len(b.stack) >= maxTableDepth {
		return
	}
	style := b.style(a)
	n := b.tree.add(tag, style.flags&^(asTable|asRow|asCell))
	nd := &b.tree.nodes[n]
	switch tag {
	case atom.Table:
		b.tables++
		nd.ordinal = b.tables
		b.name(n, a)
		b.insert(n)
	case atom.Td, atom.Th:
		nd.rowSpan, nd.columnSpan = span(a.rowspan, 0, 65534), span(a.colspan, 1, 1000)
		b.tree.append(b.top().node, n)
	default:
		b.tree.append(b.top().node, n)
	}
	b.push(tag, n)
	b.parts = append(b.parts, len(b.stack)-1)
}

func (b *builder) endTable() {
	for i := len(b.parts) - 1; i >= 0; i-- {
		if b.stack[b.parts[i]].tag == atom.Table {
			b.pop(b.parts[i])
			return
		}
	}
}
