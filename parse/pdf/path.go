package pdf

import (
	"math"

	"gongkai/disclosure"
	"gongkai/parse/page"
)

// thin is the thickness in points up to which a filled shape is a ruling line.
const thin = 3.6

// point is a point as displayed.
type point struct{ x, y float64 }

// path is the path under construction, in coordinates as displayed.
type path struct {
	points []point
	// starts are the indexes of the first points of the subpaths; closed tells
	// which of them were closed.
	starts  []int
	closed  []bool
	current point
	// controls are the points that bend its curves, which pass by them.
	controls []point
}

func (p *path) reset() {
	p.points, p.starts, p.closed, p.controls = p.points[:0], p.starts[:0], p.closed[:0], p.controls[:0]
}

func (p *path) begin(at point) {
	p.starts = append(p.starts, len(p.points))
	p.closed = append(p.closed, false)
	p.points = append(p.points, at)
	p.current = at
}

func (p *path) to(at point) {
	if len(p.starts) == 0 {
		p.begin(at)
		return
	}
	if p.closed[len(p.closed)-1] {
		p.begin(p.current)
	}
	p.points = append(p.points, at)
	p.current = at
}

func (p *path) close() {
	if n := len(p.starts); n > 0 {
		p.closed[n-1] = true
		p.current = p.points[p.starts[n-1]]
	}
}

// subpath returns the points of the i'th subpath.
func (p *path) subpath(i int) []point {
	end := len(p.points)
	if i+1 < len(p.starts) {
		end = p.starts[i+1]
	}
	return p.points[p.starts[i]:end]
}

// maxPath bounds the points of one path; drawings with more are no tables.
const maxPath = 200_000

// at returns a point as displayed.
func (in *interpreter) at(x, y float64) point {
	x, y = in.state.ctm.point(x, y)
	return point{x, y}
}

// operatePath performs the path operators.
func (in *interpreter) operatePath(word []byte) {
	var n [6]float64
	p := &in.path
	if len(p.points) > maxPath {
		p.reset()
	}
	switch string(word) {
	case "m":
		if in.numbers(n[:2]) {
			p.begin(in.at(n[0], n[1]))
		}
	case "l":
		if in.numbers(n[:2]) {
			p.to(in.at(n[0], n[1]))
		}
	case "c":
		if in.numbers(n[:6]) {
			p.controls = append(p.controls, in.at(n[0], n[1]), in.at(n[2], n[3]))
			p.to(in.at(n[4], n[5]))
		}
	case "v", "y":
		if in.numbers(n[:4]) {
			p.controls = append(p.controls, in.at(n[0], n[1]))
			p.to(in.at(n[2], n[3]))
		}
	case "h":
		p.close()
	case "re":
		if in.numbers(n[:4]) {
			p.begin(in.at(n[0], n[1]))
			p.to(in.at(n[0]+n[2], n[1]))
			p.to(in.at(n[0]+n[2], n[1]+n[3]))
			p.to(in.at(n[0], n[1]+n[3]))
			p.close()
		}
	case "S":
		in.stroke()
	case "s":
		p.close()
		in.stroke()
	case "f", "F", "f*":
		in.fill(len(word) == 2)
	case "B", "B*":
		in.fill(len(word) == 2)
		in.stroke()
	case "b", "b*":
		p.close()
		in.fill(len(word) == 2)
		in.stroke()
	case "W", "W*":
		in.clips = word[len(word)-1] // takes effect when the path has been painted
	case "n":
	default:
		return
	}
	switch word[0] {
	case 'S', 's', 'f', 'F', 'B', 'b', 'n':
		if in.clips != 0 {
			in.clip(in.clips == '*')
			in.clips = 0
		}
		p.reset()
	}
}

// stroke notes the upright segments of the path as ruling lines.
func (in *interpreter) stroke() {
	if in.unseen > 0 {
		return
	}
	in.noteShape(in.state.stroke.colour, in.strokeOpacity())
	for i := range in.path.starts {
		points := in.path.subpath(i)
		for j := 1; j < len(points); j++ {
			in.segment(points[j-1], points[j])
		}
		if n := len(points); in.path.closed[i] && n > 2 {
			in.segment(points[n-1], points[0])
		}
	}
}

// segment notes a stroked segment. A short thick one is a line across its
// direction: some writers draw a border as one dash as wide as the border is long.
func (in *interpreter) segment(a, b point) {
	dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
	width := in.state.lineWidth * math.Sqrt(math.Abs(in.state.ctm.a*in.state.ctm.d-in.state.ctm.b*in.state.ctm.c))
	in.noteStroke(a, b, width)
	if min(dx, dy) > 1 {
		return
	}
	if length := max(dx, dy); width > 6 && length <= thin {
		if dx > dy {
			in.rule((a.x+b.x)/2, a.y-width/2, (a.x+b.x)/2, a.y+width/2)
		} else {
			in.rule(a.x-width/2, (a.y+b.y)/2, a.x+width/2, (a.y+b.y)/2)
		}
		return
	}
	in.rule(a.x, a.y, b.x, b.y)
}

// fill notes thin filled shapes as ruling lines. A frame drawn as the space
// between two rectangles gives the sides of the outer one.
func (in *interpreter) fill(evenOdd bool) {
	if in.unseen > 0 {
		return
	}
	in.noteShape(in.state.fill.colour, in.fillOpacity())
	in.noteFill(evenOdd)
	p := &in.path
	for i := range p.starts {
		left, top, right, bottom := bounds(p.subpath(i))
		if min(right-left, bottom-top) <= thin {
			in.thinBox(left, top, right, bottom)
			continue
		}
		if len(in.page.Fills) < maxFills && right-left < 0.98*in.page.Width && isRectangle(p.subpath(i)) {
			in.page.Fills = append(in.page.Fills, disclosure.Box{left, top, right, bottom})
		}
		if i+1 < len(p.starts) {
			l, t, r, b := bounds(p.subpath(i + 1))
			if near(l, left) && near(t, top) && near(r, right) && near(b, bottom) {
				in.rule(left, top, right, top)
				in.rule(left, bottom, right, bottom)
				in.rule(left, top, left, bottom)
				in.rule(right, top, right, bottom)
			}
		}
	}
}

// isRectangle tells whether the corners are those of an upright rectangle.
func isRectangle(points []point) bool {
	if len(points) == 5 && points[4] == points[0] {
		points = points[:4]
	}
	if len(points) != 4 {
		return false
	}
	for i, p := range points {
		q := points[(i+1)%4]
		if math.Abs(p.x-q.x) > 0.5 && math.Abs(p.y-q.y) > 0.5 {
			return false
		}
	}
	return true
}

func near(a, b float64) bool { return math.Abs(a-b) <= thin }

func bounds(points []point) (left, top, right, bottom float64) {
	left, top = math.Inf(1), math.Inf(1)
	right, bottom = math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		left, right = min(left, p.x), max(right, p.x)
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	return left, top, right, bottom
}

// thinBox notes the middle line of a thin rectangle.
func (in *interpreter) thinBox(left, top, right, bottom float64) {
	from, to := point{left, (top + bottom) / 2}, point{right, (top + bottom) / 2}
	if right-left < bottom-top {
		from, to = point{(left + right) / 2, top}, point{(left + right) / 2, bottom}
	}
	in.rule(from.x, from.y, to.x, to.y)
	if showsOnWhite(in.state.fill.colour, in.fillOpacity()) {
		in.strike(from, to)
	}
}

// rule notes a ruling line as far as it lies on the page.
func (in *interpreter) rule(x0, y0, x1, y1 float64) {
	x0, x1 = min(x0, x1), max(x0, x1)
	y0, y1 = min(y0, y1), max(y0, y1)
	if !(x1 >= 0 && y1 >= 0 && x0 <= in.page.Width && y0 <= in.page.Height) {
		return // outside, or not a number
	}
	in.rules++
	if len(in.page.Rules) == cap(in.page.Rules) {
		in.page.Rules = doubled(in.page.Rules)
	}
	in.page.Rules = append(in.page.Rules, page.Rule{
		X0: max(x0, 0), Y0: max(y0, 0), X1: min(x1, in.page.Width), Y1: min(y1, in.page.Height),
	})
}

func (in *interpreter) checkRules() error {
	if in.rules > maxRules {
		return tooLarge("ruling lines", maxRules)
	}
	return nil
}
