package scan

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strings"

	"gongkai/parse/scan/digit"
)

// number is what the network reads in a cell.
type number struct {
	text []byte
	// sure is, for each character, how probable the network holds it.
	sure []float64
	// pictures are the marks as the network saw them; the zero Picture for points and dashes.
	pictures []digit.Picture
	boxes    []image.Rectangle
	// more is true where tesseract reads further characters between these.
	more bool
}

// numberSigns are the characters of a number cell.
const numberSigns = "0123456789.-/"

const (
	// maxNumber bounds the characters of a number.
	maxNumber = 12
	// plausible is how probable a mark has to be a digit for its cell to be read as a number at all.
	plausible = 0.5
	// doubtful is less than any reading that is believed.
	doubtful = 0.3
	// certain is how probable a mark has to be where tesseract says nothing.
	certain = digit.Certain
)

// readDigits reads the cell's marks as a number; it leaves number nil where they
// are none. em is the height of a character in the document.
func (c *content) readDigits(em int) {
	figures := figuresOf(c.marks)
	high := highest(figures)
	for i := range len(figures) - 1 {
		if figures[i+1].Min.X-figures[i].Max.X > high {
			return // two numbers: a border between them was not seen
		}
	}
	n := c.read(figures, em)
	if n == nil || !wellFormed(string(n.text)) {
		c.readNothing(figures)
		return
	}
	n.spread(high)
	c.number = n
}

// readNothing reads the cell's marks as the character 无, for which tesseract, with
// nothing beside it, takes any other.
func (c *content) readNothing(figures []image.Rectangle) {
	if len(figures) != 1 || figures[0].Dx()*3 > figures[0].Dy()*4 || figures[0].Dy()*3 > figures[0].Dx()*4 {
		return
	}
	p := digit.Normalize(c.clean(figures[0]), figures[0])
	if probability := digit.Nothing(&p); probability >= digit.Certain {
		c.nothing, c.text, c.confidence = true, "无", probability
	}
}

// wellFormed tells a number or a placeholder from digits and dashes at random.
func wellFormed(text string) bool {
	whole, fraction, point := strings.Cut(text, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(strings.TrimPrefix(whole, "-")) && (!point || digits(fraction)) || strings.Trim(text, "-") == "" || text == "/"
}

// read reads figures as digits, points and dashes; nil where one is something else.
func (c *content) read(figures []image.Rectangle, em int) *number {
	high := highest(figures)
	if len(figures) == 0 || len(figures) > maxNumber || len(bands(c.marks, em)) > 1 || high > 2*em {
		return nil // characters below each other, or a drawing
	}
	middle := bounds(c.marks)
	n := &number{}
	for _, f := range figures {
		w, h := f.Dx(), f.Dy()
		switch {
		case len(figures) > 1 && w*5 <= high*2 && h*5 <= high*2 && (f.Min.Y+f.Max.Y-2*middle.Min.Y)*5 > 8*middle.Dy():
			n.add('.', likePoint(f, high), digit.Picture{}, f)
		case w*2 >= h*3 && h*28 <= c.sheet.dpi*2 && (len(figures) == 1 || w < high):
			n.add('-', 1, digit.Picture{}, f)
		case h*10 < high*7 || h*25 < c.sheet.dpi:
			return nil // too small for a digit beside the others
		case w*20 > h*19:
			if !n.addSplit(c, f) {
				return nil // too wide for a digit
			}
		default:
			p := digit.Normalize(c.clean(f), f)
			class, probability := digit.Trained().Read(&p)
			if class == digit.Other || probability < plausible {
				return nil
			}
			n.add(class, probability, p, f)
		}
	}
	return n
}

func highest(figures []image.Rectangle) int {
	high := 0
	for _, f := range figures {
		high = max(high, f.Dy())
	}
	return high
}

// pageMark reads a short line outside of the tables as a number between dashes,
// "- 2 -", which tesseract often takes for something else; "" where it is none.
func (s *sheet) pageMark(line []blob) string {
	c := &content{sheet: s, marks: line}
	figures := figuresOf(line)
	if bounds(line).Dx() > s.dpi*3/2 {
		return ""
	}
	n := c.read(figures, highest(figures))
	if n == nil || slices.Min(n.sure) < certain {
		return ""
	}
	var text strings.Builder
	for i, char := range n.text {
		if i > 0 && n.boxes[i].Min.X-n.boxes[i-1].Max.X > highest(figures)/2 {
			text.WriteByte(' ')
		}
		text.WriteByte(char)
	}
	return text.String()
}

// likePoint is how probable a small mark is a point and not a stain.
func likePoint(f image.Rectangle, high int) float64 {
	if min(f.Dx(), f.Dy())*12 >= high {
		return 1
	}
	return plausible
}

// spread marks the digits around a gap as wide as a point: there may have been one.
func (n *number) spread(high int) {
	for i := range n.text[1:] {
		wide := high / 2
		if n.text[i] == '1' || n.text[i+1] == '1' {
			wide = high * 7 / 10
		}
		if n.boxes[i+1].Min.X-n.boxes[i].Max.X > wide {
			n.sure[i] = min(n.sure[i], doubtful)
		}
	}
}

func (n *number) add(char byte, probability float64, p digit.Picture, box image.Rectangle) {
	n.text, n.sure = append(n.text, char), append(n.sure, probability)
	n.pictures, n.boxes = append(n.pictures, p), append(n.boxes, box)
}

// addSplit reads a figure that is too wide for one digit as several that touch.
func (n *number) addSplit(c *content, f image.Rectangle) bool {
	page := c.clean(f)
	for parts := 2; parts <= 4; parts++ {
		if f.Dx() > f.Dy()*parts || f.Dx()*10 < f.Dy()*parts*3 {
			continue
		}
		cuts := []int{f.Min.X}
		for i := 1; i < parts; i++ {
			cuts = append(cuts, thinnest(page, f, f.Min.X+f.Dx()*i/parts, f.Dx()/(4*parts)))
		}
		cuts = append(cuts, f.Max.X)
		split := &number{}
		for i := range parts {
			part := image.Rect(cuts[i], f.Min.Y, cuts[i+1], f.Max.Y)
			if part = inked(page, part); part.Dy()*10 < f.Dy()*7 {
				break
			}
			p := digit.Normalize(page, part)
			class, probability := digit.Trained().Read(&p)
			if class == digit.Other || probability < 0.9 {
				break
			}
			split.add(class, min(probability, 0.9), p, part)
		}
		if len(split.text) == parts {
			for i := range parts {
				n.add(split.text[i], split.sure[i], split.pictures[i], split.boxes[i])
			}
			return true
		}
	}
	return false
}

// thinnest finds the column with the least ink around a place.
func thinnest(page *image.Gray, f image.Rectangle, around, reach int) int {
	best, at := -1, around
	for x := around - reach; x <= around+reach; x++ {
		dark := 0
		for y := f.Min.Y; y < f.Max.Y; y++ {
			dark += 255 - int(page.GrayAt(x, y).Y)
		}
		if best < 0 || dark < best {
			best, at = dark, x
		}
	}
	return at
}

// inked is the part of a rectangle that holds ink.
func inked(page *image.Gray, box image.Rectangle) image.Rectangle {
	var in image.Rectangle
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if page.GrayAt(x, y).Y < 128 {
				in = in.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return in
}

// figuresOf joins the marks that stand above each other to figures, from the left.
func figuresOf(marks []blob) []image.Rectangle {
	sorted := slices.Clone(marks)
	slices.SortFunc(sorted, func(a, b blob) int { return cmp.Compare(a.box.Min.X, b.box.Min.X) })
	var figures []image.Rectangle
	for _, m := range sorted {
		if n := len(figures); n > 0 {
			last := &figures[n-1]
			shared := last.Max.X - m.box.Min.X
			if shared*2 > min(last.Dx(), m.box.Dx()) {
				*last = last.Union(m.box)
				continue
			}
		}
		figures = append(figures, m.box)
	}
	return figures
}

// clean is the page around a figure without the cell's dirt. Most cells have none.
func (c *content) clean(f image.Rectangle) *image.Gray {
	touched := false
	for _, d := range c.dirt {
		touched = touched || d.box.Overlaps(f)
	}
	if !touched {
		return c.sheet.page
	}
	out := image.NewGray(f)
	for y := f.Min.Y; y < f.Max.Y; y++ {
		copy(out.Pix[out.PixOffset(f.Min.X, y):], c.sheet.page.Pix[c.sheet.page.PixOffset(f.Min.X, y):c.sheet.page.PixOffset(f.Max.X-1, y)+1])
	}
	for _, d := range c.dirt {
		for _, at := range d.pixels {
			if p := image.Pt(at%c.sheet.ink.w, at/c.sheet.ink.w); p.In(f) {
				out.Pix[out.PixOffset(p.X, p.Y)] = 255
			}
		}
	}
	return out
}

// numbers are the cells that hold numbers, by table and row.
func (s *sheet) numbers() []*content {
	var found []*content
	for _, c := range s.contents {
		if c.number != nil {
			found = append(found, c)
		}
	}
	return found
}

// opinion is what tesseract reads in a row of number cells.
type opinion struct {
	cells []*content
	text  string
}

// maxRow bounds the cells that tesseract reads as one row.
const maxRow = 12

// readRows lets tesseract read the number cells of each row of a table as one
// word: it is at its best with a few digits in a line, and at its worst with one.
func (r *reader) readRows(ctx context.Context, numbers []*content) ([]opinion, error) {
	var rows []opinion
	for _, c := range numbers {
		if n := len(rows) - 1; n >= 0 {
			last := rows[n].cells[len(rows[n].cells)-1]
			if last.sheet == c.sheet && last.table == c.table && last.where().row == c.where().row && len(rows[n].cells) < maxRow {
				rows[n].cells = append(rows[n].cells, c)
				continue
			}
		}
		rows = append(rows, opinion{cells: []*content{c}})
	}
	pictures := make([]*image.Gray, len(rows))
	for i, one := range rows {
		var parts []*image.Gray
		high := 0
		for _, c := range one.cells {
			parts = append(parts, crop(c.sheet.page, c.marks, c.dirt, 2))
			high = max(high, parts[len(parts)-1].Rect.Dy()-4)
		}
		line := row(parts, high)
		pictures[i] = framed(line, max(high/2, 8))
	}
	words, err := recognize(ctx, r.dir, pictures, mode{language: "eng", segmentation: 7, only: numberSigns})
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		if w.picture >= 0 && w.picture < len(rows) {
			rows[w.picture].text += w.text
		}
	}
	return rows, nil
}

// maxAsked bounds the numbers that tesseract is asked about once more.
const maxAsked = 60

// readAgain asks tesseract once more about the numbers of which the network is
// certain and tesseract is not: each alone, larger, three times in a line.
func (r *reader) readAgain(ctx context.Context, numbers []*content) error {
	const (
		times = 3
		tall  = 36 // pixels
	)
	var asked []*content
	var pictures []*image.Gray
	for _, c := range numbers {
		if c.confidence >= Bar || c.number.more || slices.Min(c.number.sure) < certain || len(asked) == maxAsked {
			continue
		}
		one := crop(c.sheet.page, c.marks, c.dirt, 2)
		high := one.Rect.Dy() - 4
		asked = append(asked, c)
		line := resize(row([]*image.Gray{one, one, one}, high), tall/float64(max(high, tall/4)))
		pictures = append(pictures, framed(line, tall/2))
	}
	words, err := recognize(ctx, r.dir, pictures, mode{language: "eng", segmentation: 7, only: numberSigns})
	if err != nil {
		return err
	}
	texts := make([]string, len(asked))
	for _, w := range words {
		if w.picture >= 0 && w.picture < len(texts) {
			texts[w.picture] += w.text
		}
	}
	for i, c := range asked {
		if texts[i] == strings.Repeat(c.text, times) {
			c.confidence = confirmed
		}
	}
	return nil
}

// framed puts white above and below a picture.
func framed(picture *image.Gray, margin int) *image.Gray {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h+2*margin))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for y := range h {
		copy(out.Pix[(y+margin)*out.Stride:], picture.Pix[y*picture.Stride:y*picture.Stride+w])
	}
	return out
}
