package form

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/parse/layout"
)

// genericWords are the words that nearly every heading has; what is left of a
// heading without them tells it from the others.
var genericWords = []string{"政府信息公开", "政府信息", "信息公开", "政务公开", "工作", "情况", "方面", "有关", "相关", "本年度", "的"}

// The bars of a paragraph that can be a heading.
const (
	maxHeading   = 48 // runes of a heading
	maxGlued     = 60 // runes looked at in a paragraph that a heading begins
	headingBar   = 0.5
	bareBar      = 0.74 // for a heading without a number
	numberBonus  = 0.35
	contentBonus = 0.06
)

// outline is the sections of one form with the words that tell them.
type outline struct {
	keys []string
	// core lists for each section the cores of its headings, of this form first and
	// then of the others that have the section too.
	core [][][]rune
	// full tells the sections by their whole headings as labels.
	full map[string]int
}

var outlines = sync.OnceValue(func() map[string]*outline {
	all := map[string]*outline{}
	for _, form := range disclosure.Forms() {
		o := &outline{full: map[string]int{}}
		for t, section := range form.Sections {
			var cores [][]rune
			for _, other := range append([]*disclosure.Form{form}, disclosure.Forms()...) {
				for _, s := range other.Sections {
					if s.Key == section.Key {
						l := makeLabel(s.Heading)
						if _, known := o.full[l.text]; !known {
							cores = append(cores, []rune(headingCore(l.text)))
							o.full[l.text] = t
						}
					}
				}
			}
			o.keys = append(o.keys, section.Key)
			o.core = append(o.core, cores)
		}
		all[form.ID] = o
	}
	return all
})

// headingCore takes the generic words out of a heading.
func headingCore(text string) string {
	out := text
	for _, word := range genericWords {
		out = strings.ReplaceAll(out, word, "")
	}
	if out == "" {
		return text
	}
	return out
}

// heading is a paragraph, or a table's cell, that may be a heading.
type heading struct {
	block   int
	text    string
	rest    string
	label   label
	core    []rune
	inTable bool
	key     string
	content bool
	// row is the row of the table that it stands in.
	row int
	// like remembers how alike the heading is to each section; nil until asked.
	like []float64
}

// headingOf takes a paragraph apart into a heading and what follows it.
func headingOf(text string) (heading, bool) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return heading{}, false
	}
	head, rest := trimmed, ""
	if len(trimmed) > 4*maxHeading && !beginsHeading(trimmed) {
		return heading{}, false
	}
	runes := []rune(trimmed[:min(len(trimmed), 4*maxGlued)])
	if len(runes) > maxHeading || !oneHeading(trimmed) {
		bound := min(maxGlued, len(runes))
		cut := headingEnd(runes[:bound])
		if cut == bound && len(runes) > maxHeading {
			return heading{}, false
		}
		at := offset(trimmed, cut)
		head, rest = trimmed[:at], strings.TrimLeft(strings.TrimSpace(trimmed[at:]), "。：:；;")
	}
	h := heading{text: strings.TrimSpace(head), rest: strings.TrimSpace(rest), label: makeLabel(partNumber(head))}
	return h, len(h.label.text) >= len("总体")
}

// beginsHeading reports whether a long paragraph begins with a number, as a
// heading does that its text follows.
func beginsHeading(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return first >= '1' && first <= '9' || strings.ContainsRune("一二三四五六七八九第１２３４５６７８９（(", first)
}

// oneHeading reports whether a short paragraph has no sign that ends a heading; a
// line break may stand in the middle of one.
func oneHeading(text string) bool {
	if strings.ContainsAny(text, "。：:；;，（(") {
		return false
	}
	lines := strings.Split(text, "\n")
	for _, line := range lines[1:] {
		if makeLabel(line).level > 0 {
			return false
		}
	}
	return true
}

// offset is the byte at which the n-th rune of a text begins.
func offset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// partNumber writes 第一部分 as "一、".
func partNumber(text string) string {
	trimmed := strings.TrimSpace(text)
	if !strings.HasPrefix(trimmed, "第") {
		return text
	}
	for _, word := range []string{"部分", "章"} {
		if at := strings.Index(trimmed, word); at > 0 && at <= 12 {
			number := strings.TrimSpace(trimmed[len("第"):at])
			if n, _, size := han.Ordinal([]rune(number)); n > 0 && size == len([]rune(number)) {
				return number + "、" + strings.TrimLeft(trimmed[at+len(word):], " 　:：、")
			}
		}
	}
	return text
}

// headingEnd returns how many runes of a paragraph its heading takes: up to the
// first sign that ends a heading.
func headingEnd(runes []rune) int {
	words := 0
	for n, r := range runes {
		switch r {
		case '。', '：', ':', '；', ';', '\n', '，':
			if words >= 4 {
				return n
			}
		case '（', '(', ' ', '\t', '\u00a0', '\u3000':
			if words >= 6 {
				return n
			}
		}
		if keepsMeaning(r) {
			words++
		}
	}
	return len(runes)
}

// sectionsOf finds the sections among blocks. used tells the blocks that are
// running text of a table, which are no prose; it may be nil.
func sectionsOf(blocks []layout.Block, v *vocabulary, used map[int]bool) (sections []disclosure.Section, first int) {
	o := outlines()[v.form.ID]
	found := findHeadings(blocks, v, used)
	topLevel := topLevelOf(found, o)
	var candidates []heading
	for _, h := range found {
		if h.label.level == topLevel || h.label.level == 0 || h.inTable {
			candidates = append(candidates, h)
		}
	}
	noteContent(candidates, blocks)
	match, _ := align(len(candidates), len(o.keys), 0, func(e, t int) float64 {
		return o.score(&candidates[e], t)
	})
	var marks []heading
	number := 0
	for n, h := range candidates {
		switch {
		case match[n] >= 0:
			h.key = o.keys[match[n]]
			number = max(h.label.number, match[n]+1)
		case len(marks) > 0 && h.label.level == topLevel && topLevel > 0 && h.label.number == number+1 && !h.inTable && h.rest == "" && h.content:
			h.key = "extra"
			number = h.label.number
		default:
			continue
		}
		marks = append(marks, h)
	}
	marks = addMoved(marks, candidates, match, o)
	first = len(blocks)
	for n, h := range marks {
		if n == 0 {
			first = h.block
		}
		end := len(blocks)
		if n+1 < len(marks) {
			end = marks[n+1].block
			if marks[n+1].inTable && marks[n+1].row > 1 {
				end++ // the table begins in this section
			}
		}
		sections = append(sections, h.section(blocks, end, used))
	}
	return sections, first
}

// addMoved adds the sections that stand in another order than the form's: those
// whose heading is the form's own.
func addMoved(marks, candidates []heading, match []int, o *outline) []heading {
	for t, key := range o.keys {
		if slices.ContainsFunc(marks, func(h heading) bool { return h.key == key }) {
			continue
		}
		for n := range candidates {
			h := candidates[n]
			if match[n] < 0 && h.content && h.label.level > 0 && o.likeness(&h, t) == 1 {
				h.key = key
				marks = slices.DeleteFunc(marks, func(m heading) bool { return m.key == "extra" && m.block == h.block })
				marks = append(marks, h)
				break
			}
		}
	}
	slices.SortStableFunc(marks, func(a, b heading) int { return a.block - b.block })
	return marks
}

// findHeadings lists what may be a heading, in order.
func findHeadings(blocks []layout.Block, v *vocabulary, used map[int]bool) []heading {
	o := outlines()[v.form.ID]
	var found []heading
	for n := range blocks {
		b := &blocks[n]
		switch {
		case b.Chrome:
		case b.Kind == layout.Paragraph && b.Role != "title" && b.Role != "info" && b.Role != "crumb" && b.Role != "index":
			h, ok := headingOf(b.Text)
			if !ok || isRowLabel(v, h.label) {
				continue
			}
			if _, whole := o.full[h.label.text]; used[n] && h.label.level == 0 && !whole {
				continue
			}
			h.block = n
			h.core = []rune(headingCore(h.label.text))
			found = append(found, h)
		case b.Kind == layout.Table && b.Grid != nil && len(b.Grid.Cells) > 0:
			filled := filledCells(b.Grid)
			for c := range b.Grid.Cells {
				cell := &b.Grid.Cells[c]
				if filled[cell.Row] != 1 && (cell.Row > 1 && cell.Row < b.Grid.Rows-1 || cell.ColumnSpan < b.Grid.Columns && b.Grid.Columns > 2 && cell.Column > 0) {
					continue
				}
				if l := makeLabel(cell.Text); l.level > 0 && !isRowLabel(v, l) {
					found = append(found, heading{
						block: n, row: cell.Row, text: strings.TrimSpace(cell.Text), label: l, core: []rune(headingCore(l.text)), inTable: true, content: true,
					})
				}
			}
		}
	}
	return found
}

// filledCells counts for each row of a grid the cells that begin in it and are not
// empty.
func filledCells(g *layout.Grid) []int {
	rows := g.Rows
	for c := range g.Cells {
		rows = max(rows, g.Cells[c].Row+1)
	}
	filled := make([]int, rows)
	for c := range g.Cells {
		if cell := &g.Cells[c]; strings.TrimSpace(cell.Text) != "" {
			filled[cell.Row]++
		}
	}
	return filled
}

// noteContent notes which headings have something below them before the next: those
// of a table of contents have nothing.
func noteContent(found []heading, blocks []layout.Block) {
	for n := range found {
		next := len(blocks)
		if n+1 < len(found) {
			next = found[n+1].block
		}
		if found[n].rest != "" {
			found[n].content = true
		}
		for k := found[n].block + 1; k < next && !found[n].content; k++ {
			found[n].content = !blocks[k].Chrome && (blocks[k].Kind != layout.Paragraph || strings.TrimSpace(blocks[k].Text) != "")
		}
	}
}

// isRowLabel reports whether a label is one of a table's rows or groups.
func isRowLabel(v *vocabulary, l label) bool {
	i, ok := v.exact[l.text]
	return ok && len(v.entries[i].rows)+len(v.entries[i].groups) > 0 && l.level > 0
}

// topLevelOf returns the numbering level of the sections: the one at which most of
// the form's sections are found.
func topLevelOf(found []heading, o *outline) int {
	sections := map[int]map[int]bool{}
	for n := range found {
		h := &found[n]
		if h.inTable {
			continue
		}
		for t := range o.keys {
			if o.likeness(h, t) >= 0.8 {
				if sections[h.label.level] == nil {
					sections[h.label.level] = map[int]bool{}
				}
				sections[h.label.level][t] = true
				break
			}
		}
	}
	best := 1
	for _, level := range []int{3, 2, 4, 0} {
		if len(sections[level]) > len(sections[best]) {
			best = level
		}
	}
	return best
}

// likeness is how alike a heading and a section's headings are.
func (o *outline) likeness(h *heading, section int) float64 {
	if h.like == nil {
		h.like = make([]float64, len(o.keys))
		if at, whole := o.full[h.label.text]; whole {
			h.like[at] = 1
		} else {
			for t := range o.keys {
				for _, core := range o.core[t] {
					h.like[t] = max(h.like[t], min(0.97, likeness(h.core, core)))
				}
			}
		}
	}
	return h.like[section]
}

// score says how well a heading opens a section.
func (o *outline) score(h *heading, section int) float64 {
	like := o.likeness(h, section)
	if h.inTable && like < 0.9 {
		return noMatch
	}
	if h.label.level == 0 && (like < bareBar || h.rest != "" && like < 0.97) {
		return noMatch
	}
	numbered := h.label.number == section+1
	score := like
	switch {
	case like >= headingBar:
		if numbered {
			score += numberBonus
		}
	case numbered && (section == 0 || sharesPair(h.core, o.core[section][0])):
		score = numberBonus + like/2
	default:
		return noMatch
	}
	if h.content {
		score += contentBonus
	}
	return score
}

// sharesPair reports whether two texts have two neighbouring characters in common.
func sharesPair(a, b []rune) bool {
	for i := 0; i+1 < len(a); i++ {
		for j := 0; j+1 < len(b); j++ {
			if a[i] == b[j] && a[i+1] == b[j+1] {
				return true
			}
		}
	}
	return false
}

// section gathers what stands between a heading and the next.
func (h *heading) section(blocks []layout.Block, end int, used map[int]bool) disclosure.Section {
	s := disclosure.Section{Key: h.key, Heading: h.text, HasTable: h.inTable || used[h.block]}
	var text []string
	if h.rest != "" && !used[h.block] {
		text = append(text, h.rest)
	}
	for n := h.block + 1; n < max(end, h.block+1) && n < len(blocks); n++ {
		b := &blocks[n]
		if b.Chrome {
			continue
		}
		switch b.Kind {
		case layout.Table:
			s.HasTable = true
		case layout.Image:
			s.HasImage = true
		case layout.Paragraph:
			if used[n] {
				s.HasTable = true
			} else if t := strings.TrimSpace(b.Text); t != "" {
				text = append(text, t)
			}
		}
	}
	s.Text = strings.Join(text, "\n")
	return s
}
