package audit

import (
	"slices"
	"strings"

	"gongkai/internal/document/han"
)

// Bounds of the comparison.
const (
	// shingleRunes is the length of a fragment.
	shingleRunes = 8
	// minCopied is the number of characters below which nothing is said.
	minCopied = 300
	// minOwnShingles is how many fragments must be left without the county's boilerplate.
	minOwnShingles = 100
	// boilerplateTowns and boilerplateShare: fragments of so many towns, and of so
	// large a part of them, are the county's own phrases.
	boilerplateTowns = 4
	boilerplateShare = 5 // one in five
	// sampled is which part of the fragments is looked at first, by their hash; only
	// texts that are alike in the sample, within margin, are compared whole.
	sampled = 8
	margin  = 0.2
	// maxSharing bounds the towns that one fragment makes pairs of.
	maxSharing = 24
)

// copiedIndex holds the texts of a county's reports, compared once for a county.
type copiedIndex struct {
	// texts are those of the sheets that count for their town and year.
	texts map[*sheet]*copiedText
	// years are the texts of each year, by body.
	years map[int][]*copiedText
}

// copiedText is the prose of sections one and five of a report as fragments.
type copiedText struct {
	sheet      *sheet
	characters int
	// sample are the hashes of a part of its fragments, ownSample those without the
	// county's boilerplate; both sorted.
	sample, ownSample []uint32
	// alike are the other towns' sheets with the same text, and share the largest part shared.
	alike []*sheet
	share float64
	// reports is true for the one sheet of those alike that reports it.
	reports bool

	// all are its fragments and own those without boilerplate, both sorted; they are
	// made where they are asked for.
	all, own []uint32
}

// enough reports whether a text and its own words, without the county's
// boilerplate, are enough to compare.
func (c *copiedText) enough() bool {
	return c.characters >= minCopied && len(c.ownSample)*sampled >= minOwnShingles
}

// resembles reports whether so much of a text's sample stands in another that the
// whole may be copied.
func (c *copiedText) resembles(other *copiedText) bool {
	return float64(common(c.sample, other.sample)) >= (copiedLastYear-margin)*float64(len(c.ownSample))
}

// indexCopies compares the texts of a county's reports before the rules run.
func indexCopies(sheets []*sheet) *copiedIndex {
	index := &copiedIndex{texts: map[*sheet]*copiedText{}, years: map[int][]*copiedText{}}
	for _, s := range sheets {
		if s.year == 0 || s.set == nil || s.set.newest[bodyYear{body(s.report), s.year}] != s {
			continue
		}
		text := &copiedText{sheet: s}
		for i := range s.text.parts {
			if part := &s.text.parts[i]; part.isCompared() {
				text.characters += part.characters
			}
		}
		masked, _ := s.masked(false)
		text.sample = shingles(masked, sampled)
		index.texts[s] = text
		index.years[s.year] = append(index.years[s.year], text)
	}
	for _, texts := range index.years {
		slices.SortFunc(texts, func(a, b *copiedText) int { return strings.Compare(body(a.sheet.report), body(b.sheet.report)) })
		index.compareTowns(texts)
	}
	return index
}

// shingles returns the hashes of one in part of a text's fragments, sorted, each
// once.
func shingles(runes []rune, part uint32) []uint32 {
	out := make([]uint32, 0, len(runes)/int(part)+8)
	eachShingle(runes, func(_ int, hash uint32) {
		if hash%part == 0 {
			out = append(out, hash)
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// compareTowns finds the pairs and groups of towns with the same text in one
// year. Each fragment of the sample meets only the texts that hold it.
func (x *copiedIndex) compareTowns(texts []*copiedText) {
	var held []uint64 // hash and text
	for n, text := range texts {
		for _, hash := range text.sample {
			held = append(held, uint64(hash)<<32|uint64(n))
		}
	}
	slices.Sort(held)
	shared := map[[2]int]int{}
	for start, end := 0, 0; start < len(held); start = end {
		for end = start + 1; end < len(held) && held[end]>>32 == held[start]>>32; end++ {
		}
		if isBoilerplate(end-start, len(texts)) {
			continue
		}
		for i := start; i < end; i++ {
			a := int(uint32(held[i]))
			texts[a].ownSample = append(texts[a].ownSample, uint32(held[i]>>32))
			if end-start > maxSharing {
				continue
			}
			for j := i + 1; j < end; j++ {
				shared[[2]int{a, int(uint32(held[j]))}]++
			}
		}
	}
	groups := make([]int, len(texts))
	for n := range groups {
		groups[n] = n
	}
	find := func(n int) int {
		for groups[n] != n {
			n = groups[n]
		}
		return n
	}
	for pair, count := range shared {
		a, b := texts[pair[0]], texts[pair[1]]
		if float64(count) < (copiedOtherTown-margin)*float64(min(len(a.ownSample), len(b.ownSample))) {
			continue
		}
		share := max(x.overlap(a, b), x.overlap(b, a))
		if share < copiedOtherTown {
			continue
		}
		a.share, b.share = max(a.share, share), max(b.share, share)
		low, high := find(pair[0]), find(pair[1])
		groups[max(low, high)] = min(low, high)
	}
	members := map[int][]*copiedText{}
	for n := range texts {
		members[find(n)] = append(members[find(n)], texts[n])
	}
	for _, group := range members {
		for n, text := range group {
			text.reports = n == 0
			for m, other := range group {
				if m != n {
					text.alike = append(text.alike, other.sheet)
				}
			}
		}
	}
}

// isBoilerplate reports whether a fragment that so many of a year's towns share
// is the county's own phrase.
func isBoilerplate(holders, towns int) bool {
	return holders >= boilerplateTowns && holders*boilerplateShare >= towns
}

// whole makes a text's fragments, and those that are its own.
func (x *copiedIndex) whole(text *copiedText) *copiedText {
	if text.own != nil {
		return text
	}
	text.fragment()
	towns := x.years[text.sheet.year]
	holders := make([]int, len(text.all))
	for _, other := range towns {
		other.fragment()
		for i, j := 0, 0; i < len(text.all) && j < len(other.all); {
			switch {
			case text.all[i] < other.all[j]:
				i++
			case text.all[i] > other.all[j]:
				j++
			default:
				holders[i]++
				i++
				j++
			}
		}
	}
	text.own = make([]uint32, 0, len(text.all))
	for i, hash := range text.all {
		if !isBoilerplate(holders[i], len(towns)) {
			text.own = append(text.own, hash)
		}
	}
	return text
}

// fragment makes all fragments of a text.
func (c *copiedText) fragment() {
	if c.all == nil {
		masked, _ := c.sheet.masked(false)
		c.all = shingles(masked, 1)
	}
}

// overlap returns the part of a's own fragments that stand in b; 0 where a has
// too few.
func (x *copiedIndex) overlap(a, b *copiedText) float64 {
	own := x.whole(a).own
	if !a.enough() || len(own) < minOwnShingles {
		return 0
	}
	b.fragment()
	return float64(common(own, b.all)) / float64(len(own))
}

// common counts the hashes that two sorted lists share.
func common(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// eachShingle calls visit with the hash of every fragment and where it begins.
func eachShingle(runes []rune, visit func(at int, hash uint32)) {
	const base = 0x9E3779B97F4A7C15
	var power, hash uint64 = 1, 0
	for range shingleRunes {
		power *= base
	}
	for i, r := range runes {
		hash = hash*base + uint64(r)
		if i >= shingleRunes {
			hash -= uint64(runes[i-shingleRunes]) * power
		}
		if i >= shingleRunes-1 {
			visit(i-shingleRunes+1, uint32((hash^hash>>29)*base>>32))
		}
	}
}

// isCompared tells whether a part is of the prose that is compared: sections one and five.
func (p *part) isCompared() bool { return p.role == roleOverview || p.role == roleProblems }

// compared is the prose that is compared.
func (s *sheet) compared() string {
	var out strings.Builder
	for i := range s.text.parts {
		if part := &s.text.parts[i]; part.isCompared() {
			out.WriteString(part.text)
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// masked returns the letters of the compared prose without digits, marks and the
// names of town and county, and where asked, the byte of compared at which each
// stands.
func (s *sheet) masked(places bool) (runes []rune, at []int) {
	text := s.compared()
	names := nameStems(s.report.Town, s.report.County)
	runes = make([]rune, 0, len(text)/3)
	skip := 0
	for i, r := range text {
		if i < skip || r < 'A' || r > 'z' && r < 0x3400 || r >= 0xFF00 {
			continue
		}
		for _, name := range names {
			if r == name.first && strings.HasPrefix(text[i:], name.text) {
				skip = i + len(name.text)
				break
			}
		}
		if i < skip {
			continue
		}
		runes = append(runes, r)
		if places {
			at = append(at, i)
		}
	}
	return runes, at
}

// placeName is a place name that is masked.
type placeName struct {
	first rune
	text  string
}

// nameStems returns the names, and each without its kind of unit (团坝 of 团坝镇),
// the longest first.
func nameStems(names ...string) []placeName {
	var out []placeName
	for _, name := range names {
		for _, form := range []string{name, strings.TrimRight(name, "镇乡县市区道街")} {
			if runes := []rune(form); len(runes) >= 2 {
				out = append(out, placeName{runes[0], form})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b placeName) int { return len(b.text) - len(a.text) })
	return out
}

// sharedPassage quotes the longest passage that two reports share.
func sharedPassage(a, b *sheet) string {
	runes, at := a.masked(true)
	other, _ := b.masked(false)
	theirs := map[uint32]bool{}
	eachShingle(other, func(_ int, hash uint32) { theirs[hash] = true })
	from, length, best, bestLength := 0, 0, 0, 0
	eachShingle(runes, func(i int, hash uint32) {
		if !theirs[hash] {
			length = 0
			return
		}
		if length == 0 {
			from = i
		}
		length++
		if length > bestLength {
			best, bestLength = from, length
		}
	})
	if bestLength == 0 {
		return ""
	}
	text := a.compared()
	end := len(text)
	if last := best + bestLength + shingleRunes - 1; last < len(at) {
		end = at[last]
	}
	return clip(han.Unspaced(text[at[best]:end]), 120)
}
