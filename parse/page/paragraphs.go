package page

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// paragraph is lines that belong together.
type paragraph struct {
	lines []line
	box   disclosure.Box
	// open is true where the last line runs to the right margin, so that the text
	// may go on after it.
	open bool
	// fullRow is true where no line of the text ends further right, so that a row of
	// a table may go on after it.
	fullRow bool
	// indented is true where the first line stands in from the left margin.
	indented bool
	chrome   bool
	// joined is the text of the first lines, as many as joinedLines.
	joined      string
	joinedLines int
}

func (p *paragraph) last() *line { return &p.lines[len(p.lines)-1] }

// text joins the lines. Chinese lines join without a space.
func (p *paragraph) text() string {
	if p.joinedLines == len(p.lines) {
		return p.joined
	}
	if len(p.lines) == 1 {
		return strings.TrimLeftFunc(p.lines[0].text, unicode.IsSpace)
	}
	var text strings.Builder
	size := 0
	for i := range p.lines {
		size += len(p.lines[i].text) + 1
	}
	text.Grow(size)
	last := ""
	for i := range p.lines {
		next := strings.TrimLeftFunc(p.lines[i].text, unicode.IsSpace)
		if spaced(last, next) || i > 0 && splitsRow(&p.lines[i-1], &p.lines[i]) {
			text.WriteByte(' ')
		}
		text.WriteString(next)
		last = next
	}
	p.joined, p.joinedLines = text.String(), len(p.lines)
	return p.joined
}

// joinText joins a text and its continuation on the next line.
func joinText(text, more string) string {
	if spaced(text, more) {
		return text + " " + more
	}
	return text + more
}

// spaced tells whether a space belongs between two lines: only between Latin
// words.
func spaced(text, more string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	first, _ := utf8.DecodeRuneInString(more)
	return last < utf8.RuneSelf && first < utf8.RuneSelf && unicode.IsLetter(last) && unicode.IsLetter(first)
}

// A heading of the report stands alone: 一、总体情况. So does （一） only where it
// is short.
var headingStart = &pattern{
	expression: regexp.MustCompile(`^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．，]|第[一二三四五六七八九十]+[章节部])`),
	first:      chineseDigits + "第",
}

// pageMark is a page number and nothing else: 3, - 3 -, — 3 —, 3/12, 第 3 页 共 12 页.
var pageMark = &pattern{
	expression: regexp.MustCompile(`^\s*(?:[-—–－·~～]+\s*\d{1,4}\s*[-—–－·~～]+|\d{1,4}|\d{1,4}\s*/\s*\d{1,4}|` +
		`第\s*[\d一二三四五六七八九十]{1,4}\s*页(?:\s*[,，/|]?\s*共\s*[\d一二三四五六七八九十]{1,4}\s*页)?|(?i:page)\s*\d+(?:\s*of\s*\d+)?)\s*$`),
	first: asciiDigits + "-—–－·~～第pP",
}

// titleEnd is the whole of a report's title, opening how the sentence below it
// begins: in a file without styles nothing else tells one from the other.
var (
	titleEnd = &pattern{expression: regexp.MustCompile(`^[^，。；：]*(?:年度报告|工作报告|年报)\s*$`), last: "告报"}
	opening  = &pattern{expression: regexp.MustCompile(`^\s*(?:根据|按照|依据|依照|遵照|为|现将|本报告|本年)`), first: "根按依遵为现本"}
)

// margins are the left and right edges of a page's running text, and the end of
// its outermost line.
type margins struct{ left, right, end float64 }

// leastLine is the share of the widest line that a line has at least whose end
// tells of the right margin: the cells of a table, one a line, do not.
const leastLine = 0.6

// A place where at least sharedBy lines begin or end, and one of shareOf, is a
// margin, where there are manyLines of them: some may hang out, or belong to the
// page around the article.
const (
	sharedBy  = 2
	shareOf   = 10
	manyLines = 12
)

// textMargins finds the margins of lines: the outermost places where several
// lines begin or end.
func textMargins(lines []line) margins {
	starts, ends := make([]float64, 0, len(lines)), make([]float64, 0, len(lines))
	widest := 0.0
	for i := range lines {
		widest = max(widest, lines[i].box[2]-lines[i].box[0])
	}
	for i := range lines {
		starts = append(starts, lines[i].box[0])
		if lines[i].box[2]-lines[i].box[0] >= leastLine*widest {
			ends = append(ends, -lines[i].box[2])
		}
	}
	return margins{left: outermost(starts, 3), right: -outermost(ends, 8)}
}

// outermost returns the smallest value that others are near to, else the smallest.
func outermost(values []float64, near float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	enough := max(sharedBy, len(values)/shareOf)
	for i := 0; len(values) >= manyLines && i+enough <= len(values); i++ {
		if values[i+enough-1]-values[i] <= near {
			return values[i]
		}
	}
	return values[0]
}

// joinLines makes paragraphs of the lines of one page, in order.
func joinLines(lines []line, m margins) []paragraph {
	var all []paragraph
	for i := range lines {
		l := &lines[i]
		if n := len(all); n > 0 && continues(&all[n-1], &lines[i-1], l, m) {
			p := &all[n-1]
			p.lines = lines[i-len(p.lines) : i+1 : i+1]
			p.box = around(p.box, l.box)
			p.open, p.fullRow = full(l, m), fullRow(l, m)
			continue
		}
		all = append(all, paragraph{
			lines: lines[i : i+1 : i+1], box: l.box, open: full(l, m), fullRow: fullRow(l, m), indented: indented(l, m),
		})
	}
	return all
}

// full tells whether a line runs to the right margin, but for a character or two
// that did not fit.
func full(l *line, m margins) bool { return l.box[2] >= m.right-2.2*l.size }

// fullRow tells whether a line runs as far to the right as any.
func fullRow(l *line, m margins) bool { return l.box[2] >= m.end-2.2*l.size }

// indented tells whether a line stands in from the left margin, by space before
// it or by spaces in it.
func indented(l *line, m margins) bool { return l.box[0] > m.left+0.8*l.size }

// continues tells whether a line goes on with the paragraph before it.
func continues(p *paragraph, last, next *line, m margins) bool {
	gap := next.box[1] - last.box[3]
	size := max(last.size, next.size)
	switch {
	case gap > 1.6*size || next.box[1] < last.box[1]:
		return false
	case last.size > 1.15*next.size || next.size > 1.15*last.size:
		return false
	case endsRow(last, next, fullRow(last, m)):
		return false
	case last.gapped || next.gapped:
		return (fullRow(last, m) || valuesGoOn(last, next)) && !indented(next, m) && splitsRow(last, next) && !enumerated.MatchString(next.text)
	case headingStart.MatchString(next.text):
		return false
	case len(p.lines) < 3 && headingStart.MatchString(p.lines[0].text) && !strings.ContainsAny(p.text(), "。；：:"):
		// A heading goes on only where it fills its line.
		return full(last, m) && !indented(next, m)
	case len(p.lines) < 3 && titleEnd.MatchString(p.text()) && opening.MatchString(next.text):
		return false
	case sameMiddle(last, next) && indented(next, m) && !sentenceEnd.MatchString(last.text):
		return true // a title on two lines
	case indented(next, m):
		return false
	}
	return full(last, m) || !sentenceEnd.MatchString(last.text) && last.box[2]-m.left > 0.6*(m.right-m.left)
}

var sentenceEnd = &pattern{expression: regexp.MustCompile(`[。！？!?；;：:][”’）)》]?\s*$`), last: "。！？!?；;：:”’）)》"}

// sameMiddle tells two lines that are centred over each other.
func sameMiddle(a, b *line) bool {
	return math.Abs((a.box[0]+a.box[2])-(b.box[0]+b.box[2])) < 1.2*a.size && math.Abs(a.size-b.size) < 0.5
}

func (p *paragraph) block(number int, t *turned, reader string) layout.Block {
	return layout.Block{
		Kind: layout.Paragraph, Text: p.text(), Chrome: p.chrome,
		Place: disclosure.Place{Page: number, Box: t.shown(p.box), Reader: reader},
	}
}
