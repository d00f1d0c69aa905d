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

// Lines of text are given to tesseract with characters of wordHeight pixels and
// wordMargin pixels of white around them: what it read best of heights from 25 to
// 48 and margins from 3 to 16.
const (
	wordHeight = 32
	wordMargin = 6
)

// strip is a line of text for tesseract, and who takes what it reads.
type strip struct {
	picture *image.Gray
	take    func(text string, confidence float64)
}

// labels are the cells that hold no number and no 无. The lines of a cell are
// laid end to end: labels are set in several lines, or with one character to a
// line, only for want of room.
func (s *sheet) labels(em int) []strip {
	var strips []strip
	for _, c := range s.contents {
		if c.number != nil || c.nothing {
			continue
		}
		var parts []*image.Gray
		for _, line := range bands(c.marks, em) {
			parts = append(parts, crop(s.page, line, c.dirt, 1))
		}
		strips = append(strips, strip{scaled(row(parts, max(em/8, 2)), em), c.takeWords})
	}
	return strips
}

// takeWords takes what tesseract reads in a cell that is no number to the network.
// Where it reads one, nothing confirms it.
func (c *content) takeWords(text string, confidence float64) {
	c.text, c.confidence = text, confidence
	if saysNumber(text) {
		c.confidence = min(confidence, contested)
	}
}

// numerals are the characters of numbers in words, and of the units behind them.
const numerals = "〇零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾件条项次个人宗份元亿"

// saysNumber reports whether a text may be taken for a number: there are digits or
// numerals in it and hardly anything else.
func saysNumber(text string) bool {
	numeral, other := text == "", 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r) || strings.ContainsRune(numerals, r):
			numeral = true
		case unicode.IsLetter(r):
			other++
		}
	}
	return numeral && other <= 1
}

// scaled gives a line of characters em pixels high the size that tesseract likes.
func scaled(line *image.Gray, em int) *image.Gray {
	return framed(resize(line, wordHeight/float64(em)), wordMargin)
}

// outside are the lines of text outside of the tables.
func (s *sheet) outside() []strip {
	var strips []strip
	s.prose = nil
	for _, line := range s.textLines() {
		box := bounds(line)
		at := len(s.prose)
		if mark := s.pageMark(line); mark != "" {
			s.prose = append(s.prose, glyph{text: mark, box: box, size: box.Dy(), confidence: 1})
			continue
		}
		s.prose = append(s.prose, glyph{box: box, size: box.Dy()})
		strips = append(strips, strip{scaled(row([]*image.Gray{crop(s.page, line, nil, 1)}, 2), box.Dy()), func(text string, confidence float64) {
			if confidence >= leastProse {
				s.prose[at].text, s.prose[at].confidence = text, confidence
			}
		}})
	}
	return strips
}

// strips are all lines of words of the sheets.
func (r *reader) strips() []strip {
	var all []strip
	for _, s := range r.sheets {
		all = append(append(all, s.outside()...), s.labels(r.em)...)
	}
	return all
}

// leastProse is the confidence below which a line outside of the tables is taken
// for a stain.
const leastProse = 0.25

const (
	// unclear is the confidence below which a line is read again, otherwise scaled, and
	// again is by how much.
	unclear = 0.4
	again   = 1.35
	// maxAgain bounds the lines that are read again.
	maxAgain = 40
)

// readStrips lets tesseract read lines of text. What it can hardly read, or does not
// take for text, it is given once more in another size, as nothing but a line.
func (r *reader) readStrips(ctx context.Context, strips []strip) error {
	pictures := make([]*image.Gray, len(strips))
	for i := range strips {
		pictures[i] = strips[i].picture
	}
	read, err := r.readLines(ctx, pictures, 7)
	if err != nil {
		return err
	}
	var which []int
	pictures = nil
	for i, l := range read {
		if l.confidence < unclear && len(which) < maxAgain {
			which = append(which, i)
			pictures = append(pictures, framed(resize(strips[i].picture, again), wordMargin))
		}
	}
	if len(which)*3 > len(strips) {
		which, pictures = nil, nil // the page lies on its side, or is none of text
	}
	second, err := r.readLines(ctx, pictures, 13)
	if err != nil {
		return err
	}
	for n, i := range which {
		if second[n].confidence > read[i].confidence {
			read[i] = second[n]
		}
	}
	for i := range strips {
		strips[i].take(read[i].text, read[i].confidence)
	}
	return nil
}

// readLine is a line of text as tesseract read it.
type readLine struct {
	text       string
	confidence float64
}

func (r *reader) readLines(ctx context.Context, pictures []*image.Gray, segmentation int) ([]readLine, error) {
	words, err := recognize(ctx, r.dir, pictures, mode{language: "chi_sim", segmentation: segmentation})
	if err != nil {
		return nil, err
	}
	byPicture := make([][]word, len(pictures))
	for _, w := range words {
		if w.picture >= 0 && w.picture < len(byPicture) {
			byPicture[w.picture] = append(byPicture[w.picture], w)
		}
	}
	lines := make([]readLine, len(pictures))
	for i, words := range byPicture {
		lines[i].text, lines[i].confidence = joinWords(words)
	}
	return lines, nil
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
