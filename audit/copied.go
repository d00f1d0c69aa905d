package audit

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/disclosure"
)

// copiedTextRules are group F: reused and empty text.
func copiedTextRules() []*Rule {
	const noPadding = "国办公开办函〔2021〕30号（四）明确责任：内容雷同、敷衍塞责的依《条例》（2019年）第四十七条追究"
	return []*Rule{
		{
			ID: "copy-last-year", Group: "F", Severity: disclosure.Warning, Scope: ScopeYears, FirstYear: 2019,
			Title:       "正文与上一年度雷同",
			Source:      noPadding,
			Formula:     "第一、五部分去掉数字、标点和地名后，按8字片段计，与上年相同的占 85% 以上（97% 以上为几乎原样）",
			FalseAlarms: "全县两成以上（至少四个）乡镇都用的语句不计；文字不足300字的不判。",
			Example:     "只换了数字的上年报告",
			check:       checkCopyLastYear,
		},
		{
			ID: "copy-other-town", Group: "F", Severity: disclosure.Warning, Scope: ScopeCounty,
			Title:       "正文与其他乡镇雷同",
			Source:      noPadding,
			Formula:     "同一年度，第一、五部分去掉全县通用语句后，与另一乡镇相同的8字片段占 80% 以上",
			FalseAlarms: "一对乡镇只报一次；三个以上乡镇共用一个范文的合并为一条；2019年以前只作提示。",
			Example:     "两个乡镇只换了名称",
			check:       checkCopyOtherTown,
		},
		{
			ID: "paragraph-repeated", Group: "F", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:   "同一段文字出现两次",
			Source:  "文本质量",
			Formula: "一份报告中80字以上的段落重复出现",
			Example: "把一段再写一遍",
			check:   checkParagraphRepeated,
		},
		{
			ID: "template-residue", Group: "F", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "残留范文的占位符",
			Source:      "文本质量",
			Formula:     "正文含 XX、××、____、****、（文字描述）、该部分以表格形式报告",
			FalseAlarms: "文件标题、网址中的 XX 不算；“该部分以表格形式报告”是格式本身的话，只作提示。",
			Example:     "主动公开信息XX条",
			check:       checkTemplateResidue,
		},
		{
			ID: "narrative-thin", Group: "F", Severity: disclosure.Info, Scope: ScopeDocument, FirstYear: 2019,
			Title:   "总体情况过于简略",
			Source:  "文本质量",
			Formula: "第一部分少于150字",
			Example: "只有一句话",
			check:   checkNarrativeThin,
		},
		{
			ID: "narrative-long", Group: "F", Severity: disclosure.Info, Scope: ScopeDocument, Forms: []string{"2021"},
			Title:       "总体情况超过规定字数",
			Source:      "各地通知，如武威市2025年：原则上不超过一千字",
			Formula:     "第一部分字数 > 该县规定的上限",
			FalseAlarms: "没有为该县设上限的不判。",
			Example:     "上限1000字，写了1500字",
			check:       checkNarrativeLong,
		},
	}
}

// Why nothing is said of a text.
const (
	newerWhy       = "同一年度另有更新的文件"
	shortWhy       = "第一、五部分不足300字"
	boilerplateWhy = "去掉全县通用语句后，第一、五部分的文字太少"
)

// Shares of shingles from which a text is called copied.
const (
	copiedLastYear  = 0.85
	nearlyIdentical = 0.97
	copiedOtherTown = 0.80
)

func checkCopyLastYear(s *sheet, r *Result) {
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	now, then := s.set.copied.texts[s], s.set.copied.texts[prior]
	switch {
	case now == nil || then == nil:
		r.skip(newerWhy)
		return
	case now.runes < minCopiedRunes:
		r.skip(shortWhy)
		return
	case !now.enough():
		r.lacks(boilerplateWhy)
		return
	}
	share := overlap(now.own, then.all)
	if share < copiedLastYear {
		r.holds()
		return
	}
	how := "雷同"
	if share >= nearlyIdentical {
		how = "几乎一字不差"
	}
	r.fire(disclosure.Finding{
		Expected: "< 85%", Actual: percent(share), Documents: documents(prior), Quote: sharedPassage(s, prior),
		Formula: fmt.Sprintf("%d 个片段中 %d 个与%d年度相同", len(now.own), common(now.own, then.all), prior.year),
		Message: fmt.Sprintf("第一、五部分与%d年度报告%s（相同 %s）。请按本年度实际重写。", prior.year, how, percent(share)),
	})
}

func checkCopyOtherTown(s *sheet, r *Result) {
	if s.set == nil {
		r.lacks("需要全县同年度的报告")
		return
	}
	text := s.set.copied.texts[s]
	switch {
	case s.year == 0:
		r.lacks("报告年度不明")
	case text == nil:
		r.skip(newerWhy)
	case text.runes < minCopiedRunes:
		r.skip(shortWhy)
	case !text.enough():
		r.lacks(boilerplateWhy)
	case len(text.alike) == 0:
		r.holds()
	case !text.reports:
		r.firesElsewhere("copy-other-town（" + text.alike[0].report.Town + "）")
	default:
		s.fireCopied(r, text)
	}
}

func (s *sheet) fireCopied(r *Result, text *copiedText) {
	names := make([]string, 0, maxNames)
	for _, other := range text.alike[:min(len(text.alike), maxNames)] {
		names = append(names, other.report.Town)
	}
	f := disclosure.Finding{
		Expected: "< 80%", Actual: percent(text.share), Documents: documents(text.alike...), Quote: sharedPassage(s, text.alike[0]),
	}
	if len(text.alike) == 1 {
		f.Message = fmt.Sprintf("第一、五部分与%s同年度报告雷同（相同 %s）。请按本乡镇实际重写。", names[0], percent(text.share))
	} else {
		f.Message = fmt.Sprintf("%d 个乡镇的第一、五部分共用一份范文：%s与%s。", len(text.alike)+1, s.report.Town, listed(names, len(text.alike)))
	}
	if s.year < 2019 {
		f.Severity = disclosure.Info
	}
	r.fire(f)
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", share*100) }

// Bounds of the comparison.
const (
	// shingleRunes is the length of a fragment.
	shingleRunes = 8
	// minCopiedRunes is the length of text below which nothing is said.
	minCopiedRunes = 300
	// minOwnShingles is how many fragments must be left without the county's boilerplate.
	minOwnShingles = 100
	// boilerplateTowns and boilerplateShare: fragments of so many towns, and of so
	// large a part of them, are the county's own phrases.
	boilerplateTowns = 4
	boilerplateShare = 5 // one in five
	// maxSharing bounds the towns that one fragment makes pairs of.
	maxSharing = 24
)

// copiedIndex holds the shingles of a county's texts, built once for a county.
type copiedIndex struct {
	// texts are those of the sheets that count for their town and year.
	texts map[*sheet]*copiedText
}

// copiedText is the prose of sections one and five of a report as shingles.
type copiedText struct {
	sheet *sheet
	runes int
	// all are its shingles, own those without the county's boilerplate; both sorted.
	all, own []uint32
	// alike are the other towns' sheets with the same text, and share the largest part shared.
	alike []*sheet
	share float64
	// reports is true for the one sheet of those alike that reports it.
	reports bool
}

func (c *copiedText) enough() bool {
	return c.runes >= minCopiedRunes && len(c.own) >= minOwnShingles
}

// indexCopies compares the texts of a county's reports before the rules run.
func indexCopies(sheets []*sheet) *copiedIndex {
	index := &copiedIndex{texts: map[*sheet]*copiedText{}}
	years := map[int][]*copiedText{}
	for _, s := range sheets {
		if s.year == 0 || s.set == nil || s.set.newest[bodyYear{body(s.report), s.year}] != s {
			continue
		}
		text := newCopiedText(s)
		index.texts[s] = text
		years[s.year] = append(years[s.year], text)
	}
	for _, texts := range years {
		slices.SortFunc(texts, func(a, b *copiedText) int { return strings.Compare(body(a.sheet.report), body(b.sheet.report)) })
		compareTowns(texts)
	}
	return index
}

func newCopiedText(s *sheet) *copiedText {
	masked, _ := s.masked()
	text := &copiedText{sheet: s, runes: len(masked)}
	eachShingle(masked, func(_ int, hash uint32) { text.all = append(text.all, hash) })
	slices.Sort(text.all)
	text.all = slices.Compact(text.all)
	return text
}

// compareTowns finds the pairs and groups of towns with the same text in one
// year. Each fragment meets only the texts that hold it.
func compareTowns(texts []*copiedText) {
	holders := map[uint32][]int32{}
	for n, text := range texts {
		for _, hash := range text.all {
			// One more than the bound is enough to know that it is passed.
			if list := holders[hash]; len(list) <= max(maxSharing, len(texts)/boilerplateShare) {
				holders[hash] = append(list, int32(n))
			}
		}
	}
	shared := map[[2]int32]int{}
	for n, text := range texts {
		for _, hash := range text.all {
			list := holders[hash]
			if len(list) >= boilerplateTowns && len(list)*boilerplateShare >= len(texts) {
				continue
			}
			text.own = append(text.own, hash)
			if len(list) > maxSharing {
				continue
			}
			for _, other := range list {
				if other != int32(n) {
					shared[[2]int32{int32(n), other}]++
				}
			}
		}
	}
	groups := make([]int32, len(texts))
	for n := range groups {
		groups[n] = int32(n)
	}
	find := func(n int32) int32 {
		for groups[n] != n {
			n = groups[n]
		}
		return n
	}
	for pair, count := range shared {
		a := texts[pair[0]]
		share := float64(count) / float64(len(a.own))
		if !a.enough() || share < copiedOtherTown {
			continue
		}
		low, high := find(pair[0]), find(pair[1])
		groups[max(low, high)] = min(low, high)
		for _, n := range pair {
			texts[n].share = max(texts[n].share, share)
		}
	}
	members := map[int32][]*copiedText{}
	for n := range texts {
		root := find(int32(n))
		members[root] = append(members[root], texts[n])
	}
	for _, group := range members {
		if len(group) == 1 {
			continue
		}
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

// overlap returns the part of own's shingles that stand in all; both are sorted.
func overlap(own, all []uint32) float64 {
	if len(own) == 0 {
		return 0
	}
	return float64(common(own, all)) / float64(len(own))
}

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

// compared is the prose that is compared: sections one and five.
func (s *sheet) compared() string {
	var out strings.Builder
	for i := range s.text.parts {
		if part := &s.text.parts[i]; part.role == roleOverview || part.role == roleProblems {
			out.WriteString(part.text)
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// masked returns the letters of the compared prose without digits, marks and the
// names of town and county, and where each stands in compared.
func (s *sheet) masked() ([]rune, []int) {
	text := s.compared()
	names := nameStems(s.report.Town, s.report.County)
	runes, at := make([]rune, 0, len(text)/3), make([]int, 0, len(text)/3)
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
		if i >= skip {
			runes, at = append(runes, r), append(at, i)
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
	runes, at := a.masked()
	other, _ := b.masked()
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
	return clip(squeeze(text[at[best]:end]), 120)
}
