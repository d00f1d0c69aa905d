package pdfium

import (
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// matrix maps x, y to ax+cy+e, bx+dy+f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

func (m matrix) point(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		a: m.a*n.a + m.b*n.c, b: m.a*n.b + m.b*n.d,
		c: m.c*n.a + m.d*n.c, d: m.c*n.b + m.d*n.d,
		e: m.e*n.a + m.f*n.c + n.e, f: m.e*n.b + m.f*n.d + n.f,
	}
}

const (
	// thin is the largest width of a filled rectangle or image, in points, that is
	// taken for a line.
	thin = 3
	// slant is how far, in points, the ends of a ruling line may be out of line.
	slant = 0.75
	// short is the least length of a ruling line.
	short = 2
)

// subpath is a run of straight lines, in displayed coordinates.
type subpath struct {
	x, y   []float64
	curved bool
	closed bool
}

// path reads the ruling lines of a path: the sides of what is stroked, and
// filled rectangles that are thin.
func (d *document) path(object references.FPDF_PAGEOBJECT, m matrix, v view, p *page.Page) error {
	mode, err := d.FPDFPath_GetDrawMode(&requests.FPDFPath_GetDrawMode{PageObject: object})
	if err != nil {
		return d.unless(err)
	}
	filled := mode.FillMode != enums.FPDF_FILLMODE_NONE
	if !filled && !mode.Stroke {
		return nil
	}
	paths, err := d.subpaths(object, m, v)
	if err != nil {
		return err
	}
	for _, s := range paths {
		if filled && !s.curved {
			if rule, isThin := thinRule(s.box()); isThin {
				p.Rules = append(p.Rules, rule)
				continue
			}
		}
		if mode.Stroke {
			p.Rules = append(p.Rules, s.sides()...)
		}
	}
	return nil
}

func (d *document) subpaths(object references.FPDF_PAGEOBJECT, m matrix, v view) ([]subpath, error) {
	counted, err := d.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: object})
	if err != nil {
		return nil, d.unless(err)
	}
	if err := d.count(counted.Count); err != nil {
		return nil, err
	}
	var paths []subpath
	for i := range counted.Count {
		segment, err := d.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: object, Index: i})
		if err != nil {
			return paths, d.unless(err)
		}
		kind, err := d.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: segment.PathSegment})
		if err != nil {
			return paths, d.unless(err)
		}
		at, err := d.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: segment.PathSegment})
		if err != nil {
			return paths, d.unless(err)
		}
		closing, err := d.FPDFPathSegment_GetClose(&requests.FPDFPathSegment_GetClose{PathSegment: segment.PathSegment})
		if err != nil {
			return paths, d.unless(err)
		}
		if kind.Type == enums.FPDF_SEGMENT_MOVETO || len(paths) == 0 {
			paths = append(paths, subpath{})
		}
		s := &paths[len(paths)-1]
		s.curved = s.curved || kind.Type == enums.FPDF_SEGMENT_BEZIERTO
		x, y := v.point(m.point(float64(at.X), float64(at.Y)))
		s.x, s.y = append(s.x, x), append(s.y, y)
		s.closed = s.closed || closing.IsClose
	}
	return paths, nil
}

func (s *subpath) box() disclosure.Box {
	b := disclosure.Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i := range s.x {
		b = disclosure.Box{min(b[0], s.x[i]), min(b[1], s.y[i]), max(b[2], s.x[i]), max(b[3], s.y[i])}
	}
	return b
}

// sides are the straight sides that are horizontal or vertical.
func (s *subpath) sides() []page.Rule {
	if s.curved {
		return nil
	}
	var rules []page.Rule
	for i := range s.x {
		next := i + 1
		if next == len(s.x) {
			if !s.closed {
				break
			}
			next = 0
		}
		r := page.Rule{X0: min(s.x[i], s.x[next]), Y0: min(s.y[i], s.y[next]), X1: max(s.x[i], s.x[next]), Y1: max(s.y[i], s.y[next])}
		width, height := r.X1-r.X0, r.Y1-r.Y0
		if min(width, height) <= slant && max(width, height) >= short {
			rules = append(rules, r)
		}
	}
	return rules
}

// thinRule is the middle line of a rectangle that is thin.
func thinRule(b disclosure.Box) (page.Rule, bool) {
	width, height := b[2]-b[0], b[3]-b[1]
	switch {
	case max(width, height) < short || min(width, height) > thin || min(width, height)*3 > max(width, height):
		return page.Rule{}, false
	case width < height:
		x := (b[0] + b[2]) / 2
		return page.Rule{X0: x, Y0: b[1], X1: x, Y1: b[3]}, true
	}
	y := (b[1] + b[3]) / 2
	return page.Rule{X0: b[0], Y0: y, X1: b[2], Y1: y}, true
}

// imageBox is where the unit square lies.
func imageBox(m matrix, v view) disclosure.Box {
	s := subpath{}
	for _, corner := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := v.point(m.point(corner[0], corner[1]))
		s.x, s.y = append(s.x, x), append(s.y, y)
	}
	return s.box()
}
