package scan

import (
	"cmp"
	"context"
	"image"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is a cell whose words tesseract reads, as one line of text.
type label struct {
	content *content
	picture *image.Gray
}

// labels are the cells of all sheets that hold no number.
func (r *reader) labels() []label {
	var found []label
	for _, s := range r.sheets {
		for _, c := range s.contents {
			if c.number == nil {
				found = append(found, label{c, r.strip(c)})
			}
		}
	}
	return found
}

// strip lays the lines of a cell end to end: labels are set in several lines, or
// with one character to a line, only for want of room.
func (r *reader) strip(c *content) *image.Gray {
	var parts []*image.Gray
	for _, line := range bands(c.marks, r.em) {
		part := crop(c.sheet.page, line, c.dirt, 1)
		parts = append(parts, part)
	}
	return framed(row(parts, max(r.em/8, 2)), max(r.em/3, 8))
}

// readLabels lets tesseract read cells with words.
func (r *reader) readLabels(ctx context.Context, labels []label) error {
	pictures := make([]*image.Gray, len(labels))
	for i := range labels {
		pictures[i] = labels[i].picture
	}
	words, err := recognize(ctx, r.dir, pictures, mode{language: "chi_sim", segmentation: 7})
	if err != nil {
		return err
	}
	read := make([][]word, len(labels))
	for _, w := range words {
		if w.picture >= 0 && w.picture < len(read) {
			read[w.picture] = append(read[w.picture], w)
		}
	}
	for i, l := range labels {
		l.content.text, l.content.confidence = joinWords(read[i])
		if isNumber(l.content.text) {
			// The network does not take it for a number: so nothing confirms it.
			l.content.confidence = min(l.content.confidence, contested)
		}
	}
	return nil
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, numberSigns+" ,") == "" || text == ""
}

// readProse lets tesseract read what stands outside of the tables.
func (r *reader) readProse(ctx context.Context, s *sheet) error {
	outside := image.NewGray(s.page.Rect)
	copy(outside.Pix, s.page.Pix)
	margin := s.dpi / 25
	for _, t := range s.tables {
		box := image.Rect(t.xs[0]-margin, t.ys[0]-margin, t.xs[len(t.xs)-1]+margin, t.ys[len(t.ys)-1]+margin).Intersect(outside.Rect)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			row := outside.Pix[outside.PixOffset(box.Min.X, y):outside.PixOffset(box.Max.X-1, y)]
			for x := range row {
				row[x] = 255
			}
		}
	}
	words, err := recognize(ctx, r.dir, []*image.Gray{outside}, mode{language: "chi_sim", segmentation: 6})
	if err != nil {
		return err
	}
	for start := 0; start < len(words); {
		end := start + 1
		for end < len(words) && words[end].line == words[start].line {
			end++
		}
		s.prose = append(s.prose, lineOf(words[start:end]))
		start = end
	}
	return nil
}

// lineOf makes one glyph of the words of a line.
func lineOf(words []word) glyph {
	g := glyph{}
	g.text, g.confidence = joinWords(words)
	for _, w := range words {
		g.box = g.box.Union(w.box)
		g.size = max(g.size, w.box.Dy())
	}
	return g
}

// joinWords joins the words of a line. tesseract parts Chinese into words; a space
// is one only between Latin words.
func joinWords(words []word) (text string, confidence float64) {
	if len(words) == 0 {
		return "", 0
	}
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.box.Min.X, b.box.Min.X) })
	var joined strings.Builder
	for i, w := range words {
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(words[i-1].text)
			after, _ := utf8.DecodeRuneInString(w.text)
			if isLatin(before) && isLatin(after) {
				joined.WriteByte(' ')
			}
		}
		joined.WriteString(w.text)
		confidence += w.confidence
	}
	return joined.String(), confidence / float64(len(words))
}

func isLatin(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
