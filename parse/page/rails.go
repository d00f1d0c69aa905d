package page

import (
	"cmp"
	"math"
	"slices"

	"gongkai/disclosure"
)

// findLattices finds the ruled tables of a page.
func findLattices(rules []Rule) []*lattice {
	flat, upright := make([]rail, 0, len(rules)), make([]rail, 0, len(rules))
	for _, r := range rules {
		dx, dy := math.Abs(r.X1-r.X0), math.Abs(r.Y1-r.Y0)
		if dx <= dot && dy <= dot {
			// A dot belongs to a line of either direction.
			x, y := (r.X0+r.X1)/2, (r.Y0+r.Y1)/2
			flat = append(flat, rail{y, x - dot/2, x + dot/2})
			upright = append(upright, rail{x, y - dot/2, y + dot/2})
			continue
		}
		switch {
		case dx >= dy && dy <= touching:
			flat = append(flat, rail{(r.Y0 + r.Y1) / 2, min(r.X0, r.X1), max(r.X0, r.X1)})
		case dy > dx && dx <= touching:
			upright = append(upright, rail{(r.X0 + r.X1) / 2, min(r.Y0, r.Y1), max(r.Y0, r.Y1)})
		}
	}
	return largest(latticesOf(mergeRails(flat), mergeRails(upright)))
}

// largest keeps the tables with the most cells, as many as a page can have.
func largest(all []*lattice) []*lattice {
	if len(all) > maxTables {
		slices.SortStableFunc(all, func(a, b *lattice) int { return len(b.regions) - len(a.regions) })
		all = all[:maxTables]
	}
	return all
}

// latticesOf finds the tables among merged lines. Cells that stand apart, each
// in a box of its own, make a table if the gaps between them are even.
func latticesOf(flat, upright []rail) []*lattice {
	if len(flat) > maxLines || len(upright) > maxLines {
		return nil // a drawing, not a table
	}
	var found []*lattice
	var boxes component
	for _, part := range adoptSides(components(flat, upright, touching)) {
		if l := newLattice(part.flat, part.upright, sameEdge); l != nil {
			found = append(found, l)
		} else if part.isBox() {
			boxes.flat = append(boxes.flat, part.flat...)
			boxes.upright = append(boxes.upright, part.upright...)
		}
	}
	if len(boxes.flat) < 2*fewestBoxes {
		return found
	}
	byPosition := func(a, b rail) int { return cmp.Compare(a.at, b.at) }
	slices.SortFunc(boxes.flat, byPosition)
	slices.SortFunc(boxes.upright, byPosition)
	for _, part := range components(boxes.flat, boxes.upright, widestGap) {
		if len(part.flat) >= 2*fewestBoxes {
			if l := newLattice(part.flat, part.upright, widestGap); l != nil {
				found = append(found, l)
			}
		}
	}
	return found
}

// adoptSides gives sides that no other line touches to the tables that they run
// along from end to end: where the first cell of every row is one that goes on
// over whole pages, nothing joins its outer side to the rest.
func adoptSides(parts []component) []component {
	var tables []component
	var sides []rail
	for _, part := range parts {
		switch {
		case len(part.flat) > 0:
			tables = append(tables, part)
		default:
			sides = append(sides, part.upright...)
		}
	}
	for i := range tables {
		t := &tables[i]
		if len(t.upright) < 2 {
			continue
		}
		height, width := extent(t.flat, t.upright), extent(t.upright, t.flat)
		for _, s := range sides {
			beside := s.at < width.low && width.low-s.at < widestSide || s.at > width.high && s.at-width.high < widestSide
			if beside && math.Abs(s.low-height.low) <= openEnd && math.Abs(s.high-height.high) <= openEnd {
				t.upright = append(t.upright, s)
			}
		}
	}
	return tables
}

// fillLattices finds tables whose borders are the gaps between filled cells. Rows
// shaded as a whole prove no columns and are no table.
func fillLattices(fills []disclosure.Box) []*lattice {
	var flat, upright []rail
	for _, b := range fills {
		flat = append(flat, rail{b[1], b[0], b[2]}, rail{b[3], b[0], b[2]})
		upright = append(upright, rail{b[0], b[1], b[3]}, rail{b[2], b[1], b[3]})
	}
	found := largest(latticesOf(mergeRails(flat), mergeRails(upright)))
	return slices.DeleteFunc(found, func(l *lattice) bool {
		return l.rows() < 3 || l.columns() < 2 || 2*len(l.regions) < 3*l.rows() || l.striped(fills)
	})
}

// leastFilled is the share of a table that the fills of its cells cover, where they
// prove it. Where every other row is filled they cover less: the first row and the
// last may lie outside.
const leastFilled = 0.7

// striped tells whether much of a table is not filled.
func (l *lattice) striped(fills []disclosure.Box) bool {
	left, top, right, bottom := l.xs[0], l.ys[0], l.xs[l.columns()], l.ys[l.rows()]
	filled := 0.0
	for _, b := range fills {
		filled += max(min(b[2], right)-max(b[0], left), 0) * max(min(b[3], bottom)-max(b[1], top), 0)
	}
	return filled < leastFilled*(right-left)*(bottom-top)
}

// mergeRails joins the pieces of each line.
func mergeRails(rails []rail) []rail {
	slices.SortFunc(rails, func(a, b rail) int {
		if c := cmp.Compare(a.at, b.at); c != 0 {
			return c
		}
		return cmp.Compare(a.low, b.low)
	})
	var merged []rail
	for start := 0; start < len(rails); {
		end := start + 1
		for end < len(rails) && rails[end].at-rails[end-1].at <= sameLine && rails[end].at-rails[start].at <= sameEdge {
			end++
		}
		group := rails[start:end]
		slices.SortFunc(group, func(a, b rail) int { return cmp.Compare(a.low, b.low) })
		first := len(merged)
		for _, r := range group {
			if n := len(merged); n > first && r.low <= merged[n-1].high+touching {
				last := &merged[n-1]
				weight := (r.high - r.low) / (r.high - r.low + last.high - last.low + 1e-9)
				last.at += (r.at - last.at) * weight
				last.high = max(last.high, r.high)
			} else {
				merged = append(merged, r)
			}
		}
		start = end
	}
	return slices.DeleteFunc(merged, func(r rail) bool { return r.high-r.low < shortest })
}

// component is a set of lines that touch each other.
type component struct{ flat, upright []rail }

// isBox tells the four sides of one rectangle.
func (c *component) isBox() bool { return len(c.flat) == 2 && len(c.upright) == 2 }

// components groups lines that come as near as reach, directly or by others. Both
// lists are sorted by position.
func components(flat, upright []rail, reach float64) []component {
	parent := make([]int, len(flat)+len(upright))
	for i := range parent {
		parent[i] = i
	}
	for j, v := range upright {
		from, _ := slices.BinarySearchFunc(flat, v.low-reach, func(r rail, at float64) int { return cmp.Compare(r.at, at) })
		for i := from; i < len(flat) && flat[i].at <= v.high+reach; i++ {
			if v.at >= flat[i].low-reach && v.at <= flat[i].high+reach {
				union(parent, i, len(flat)+j)
			}
		}
	}
	index := make([]int, len(parent)) // of the component of a root, plus one
	var all []component
	at := func(i int) *component {
		root := find(parent, i)
		if index[root] == 0 {
			all = append(all, component{})
			index[root] = len(all)
		}
		return &all[index[root]-1]
	}
	for i, r := range flat {
		c := at(i)
		c.flat = append(c.flat, r)
	}
	for j, r := range upright {
		c := at(len(flat) + j)
		c.upright = append(c.upright, r)
	}
	return all
}

func find(parent []int, i int) int {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}

func union(parent []int, a, b int) { parent[find(parent, a)] = find(parent, b) }
