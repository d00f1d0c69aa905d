package pdf

import (
	"math"

	"gongkai/disclosure"
)

// notePaint notes an area that was painted with some opacity.
func (in *interpreter) notePaint(p paint, alpha float32) {
	s := &in.state
	p.box = intersection(p.box, s.clip)
	if alpha < translucent || len(in.paints) >= maxPaints || min(p.box[2]-p.box[0], p.box[3]-p.box[1]) < 2 {
		return
	}
	p.after = len(in.page.Glyphs)
	p.opaque = p.opaque && alpha >= solid && !s.isVague() && s.shape == nil
	in.paints = append(in.paints, p)
}

// noteFill notes the area of the path. A path of many points is a drawing.
func (in *interpreter) noteFill(evenOdd bool) {
	p := &in.path
	if len(p.points) < 3 {
		return
	}
	area := paint{box: p.reach(), colour: in.state.fill.colour, opaque: true}
	if len(p.starts) > 1 || len(p.controls) > 0 || !isRectangle(p.points) {
		if area.outline = p.outlineOf(evenOdd); area.outline == nil {
			return
		}
		area.opaque = len(p.controls) == 0
	}
	in.notePaint(area, in.fillOpacity())
}

func (in *interpreter) fillOpacity() float32   { return in.state.fillAlpha * in.state.veil }
func (in *interpreter) strokeOpacity() float32 { return in.state.strokeAlpha * in.state.veil }

// noteShading notes that all that the clip leaves was painted.
func (in *interpreter) noteShading() {
	if in.unseen == 0 {
		in.notePaint(paint{box: in.state.clip, opaque: true}, in.fillOpacity())
	}
}

// notePicture notes an image. Where it covers is asked only where text lies below.
func (in *interpreter) notePicture(m matrix, box disclosure.Box, image value) {
	p := paint{box: box, opaque: true, picture: true}
	if image.raw == nil || !image.key("SMask").isNull() || !image.key("Mask").isNull() || isTrue(image.key("ImageMask")) {
		p.stencil = &stencil{image: image, place: m}
	}
	in.notePaint(p, in.fillOpacity())
}

func isTrue(v value) bool { return string(v.raw) == "true" }

// noteStroke notes a stroked segment as a line, and one that is broad as an area.
func (in *interpreter) noteStroke(from, to point, width float64) {
	if showsOnWhite(in.state.stroke.colour, in.strokeOpacity()) {
		in.strike(from, to)
	}
	dx, dy := math.Abs(from.x-to.x), math.Abs(from.y-to.y)
	if width < 2 || min(dx, dy) > 1 {
		return
	}
	box := disclosure.Box{min(from.x, to.x), min(from.y, to.y), max(from.x, to.x), max(from.y, to.y)}
	across := 1
	if dy > dx {
		across = 0
	}
	box[across], box[across+2] = box[across]-width/2, box[across+2]+width/2
	in.notePaint(paint{box: box, colour: in.state.stroke.colour, opaque: true}, in.strokeOpacity())
}

// showsOnWhite tells a colour that is seen on white paper; one that is not known may be.
func showsOnWhite(c colour, alpha float32) bool {
	if !c.known {
		return alpha >= translucent
	}
	return c.over(white, alpha).distance(white) >= likeColour
}

// strike notes a line that would strike out what it crosses.
func (in *interpreter) strike(from, to point) {
	middle := disclosure.Box{(from.x + to.x) / 2, (from.y + to.y) / 2, (from.x + to.x) / 2, (from.y + to.y) / 2}
	if len(in.strokes) < maxStrokes && encloses(in.state.clip, middle) {
		in.strokes = append(in.strokes, stroke{from, to})
	}
}

// noteShape notes a path that may be a character drawn as its outline.
func (in *interpreter) noteShape(c colour, alpha float32) {
	const highest, least = 60, 3
	p := &in.path
	if len(in.page.Shapes) >= maxShapes || len(p.points) < 3 || len(p.controls) == 0 && (len(p.starts) > 1 || len(p.points) < 6) {
		return
	}
	box := intersection(p.reach(), in.state.clip)
	if height := box[3] - box[1]; height < least || height > highest || box[2]-box[0] > in.page.Width/2 || box[2] <= box[0] {
		return
	}
	if showsOnWhite(c, alpha) {
		in.page.Shapes = append(in.page.Shapes, box)
	}
}
