package page

import "math"

// Where digits beside each other are not digits of one number. Lengths are in ems.
const (
	// noteSize is the size of a note's digit, of that of the number before it, from
	// which it is one; noteRise how far its foot lies above or below.
	noteSize, noteRise = 0.87, 0.14
	// overlapWidth is how much of the narrower of two digits the other may cover, where
	// they begin less than overlapStep apart: narrow faces have boxes that overlap.
	overlapWidth, overlapStep = 0.3, 0.36
	// likeColour is how far the parts of two colours may be apart, of 255.
	likeColour = 48
	// overlapLines is how much of the lower of two lines of a cell the other may cover.
	overlapLines = 0.35
)

// overlaid tells whether the digits of a line, sorted from left to right, are not to be
// read as they stand: one is not sure, or digits lie over each other or are drawn
// differently, as the marks of notes and the numbers of a layer below are.
func overlaid(glyphs []Glyph) bool {
	before := -1
	for i := range glyphs {
		g := &glyphs[i]
		if isBlank(g.Text) {
			continue
		}
		digit := IsDigit(g.Text)
		if digit && g.Unsure {
			return true
		}
		if before >= 0 && g.Direction == glyphs[before].Direction && !g.Vertical {
			b := &glyphs[before]
			if near := g.Box[0]-b.Box[2] <= wordGap*max(g.Size, b.Size); near && digit && IsDigit(b.Text) && unlike(b, g) {
				return true
			}
			if (digit || IsDigit(b.Text)) && overlap(b, g) {
				return true
			}
		}
		before = i
	}
	return false
}

// unlike tells digits beside each other that are drawn differently.
func unlike(a, b *Glyph) bool {
	return raisedDigit(a, b) || a.Linked != b.Linked || !sameColour(a.Colour, b.Colour)
}

// raisedDigit tells digits of which one is smaller, or stands higher or lower.
func raisedDigit(a, b *Glyph) bool {
	large := max(a.Size, b.Size)
	return min(a.Size, b.Size) < noteSize*large || math.Abs(a.Box[3]-b.Box[3]) > noteRise*large
}

func sameColour(a, b uint32) bool {
	for shift := 0; shift < 24; shift += 8 {
		if math.Abs(float64(a>>shift&255)-float64(b>>shift&255)) > likeColour {
			return false
		}
	}
	return true
}

func overlap(a, b *Glyph) bool {
	width := min(a.Box[2]-a.Box[0], b.Box[2]-b.Box[0])
	return a.Box[2]-b.Box[0] > overlapWidth*width && b.Box[0]-a.Box[0] < overlapStep*max(a.Size, b.Size)
}

// overlaidLines tells whether lines of a cell lie over each other.
func overlaidLines(lines []line) bool {
	for i := 1; i < len(lines); i++ {
		a, b := &lines[i-1], &lines[i]
		height := min(a.box[3]-a.box[1], b.box[3]-b.box[1])
		if a.box[3]-b.box[1] > overlapLines*height && a.hasDigits() && b.hasDigits() {
			return true
		}
	}
	return false
}

func (l *line) hasDigits() bool {
	for i := range l.glyphs {
		if IsDigit(l.glyphs[i].Text) {
			return true
		}
	}
	return false
}
