package pdf

import "gongkai/disclosure"

// outline is the outline of a shape in coordinates as displayed.
type outline struct {
	points  []point
	starts  []int
	evenOdd bool
}

// maxOutline bounds the points of an outline that is looked into; drawings with more
// are no boxes over text.
const maxOutline = 400

// outlineOf copies the path; nil where it is too long.
func (p *path) outlineOf(evenOdd bool) *outline {
	if len(p.points) > maxOutline {
		return nil
	}
	return &outline{append([]point(nil), p.points...), append([]int(nil), p.starts...), evenOdd}
}

// contains tells whether a point lies inside.
func (o *outline) contains(x, y float64) bool {
	winding, crossings := 0, 0
	for i, start := range o.starts {
		end := len(o.points)
		if i+1 < len(o.starts) {
			end = o.starts[i+1]
		}
		a := o.points[end-1]
		for _, b := range o.points[start:end] {
			if (a.y > y) != (b.y > y) && x < a.x+(y-a.y)/(b.y-a.y)*(b.x-a.x) {
				crossings++
				if b.y > a.y {
					winding++
				} else {
					winding--
				}
			}
			a = b
		}
	}
	if o.evenOdd {
		return crossings&1 == 1
	}
	return winding != 0
}

// reach is the smallest upright box around the path.
func (p *path) reach() disclosure.Box {
	left, top, right, bottom := bounds(p.points)
	if len(p.controls) > 0 {
		l, t, r, b := bounds(p.controls)
		left, top, right, bottom = min(left, l), min(top, t), max(right, r), max(bottom, b)
	}
	return disclosure.Box{left, top, right, bottom}
}

// clipShape is a clip that is no upright rectangle, within those around it.
type clipShape struct {
	*outline
	within *clipShape
}

func (c *clipShape) contains(x, y float64) bool {
	for ; c != nil; c = c.within {
		if !c.outline.contains(x, y) {
			return false
		}
	}
	return true
}

// clip cuts what is drawn from now on to the path.
func (in *interpreter) clip(evenOdd bool) {
	p, s := &in.path, &in.state
	if len(p.points) == 0 {
		return
	}
	s.clip = intersection(s.clip, p.reach())
	if len(p.starts) == 1 && isRectangle(p.points) || len(p.controls) > 0 {
		return
	}
	if o := p.outlineOf(evenOdd); o != nil {
		s.shape = &clipShape{o, s.shape}
	}
}

// intersection is what two boxes share; its right or lower edge lies before the
// other where they share nothing.
func intersection(a, b disclosure.Box) disclosure.Box {
	return disclosure.Box{max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])}
}

// share is how much of a box lies in another, from 0 to 1.
func share(of, in disclosure.Box) float64 {
	common := intersection(of, in)
	area := (of[2] - of[0]) * (of[3] - of[1])
	if area <= 0 || common[2] <= common[0] || common[3] <= common[1] {
		return 0
	}
	return (common[2] - common[0]) * (common[3] - common[1]) / area
}
