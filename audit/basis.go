package audit

import (
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// basisRules are the part of group D about old outlines and wrong citations.
func basisRules() []*Rule {
	return []*Rule{
		{
			ID: "legacy-outline", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument, FirstYear: 2019,
			Title:       "仍用2007年《条例》的旧提纲",
			Source:      "《条例》（2019年）第五十条取代了2007年《条例》的报告内容",
			Formula:     "2019年度起的标题或编写说明中有概述、收费及减免、咨询、申诉",
			FalseAlarms: "只有开头的编写说明是旧的，为警告。",
			Example:     "2022年度出现“概述”",
			check:       checkLegacyOutline,
		},
		{
			ID: "cites-superseded-basis", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, FirstYear: 2019,
			Title:       "引用了已被取代的依据",
			Source:      "国办公开办函〔2021〕30号（2021-09-26）取代〔2019〕60号；2019年《条例》取代2007年《条例》",
			Formula:     "2021年度起以60号文为格式依据；或2019年度起引用第三十二条、令第492号",
			FalseAlarms: "2020年度引用60号文是对的。",
			Example:     "2024年度引用60号文",
			check:       checkSuperseded,
		},
		{
			ID: "cites-misnumbered-basis", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, FirstYear: 2019,
			Title:       "格式文件的文号写错",
			Source:      "正确文号：国办公开办函〔2019〕60号、国办公开办函〔2021〕30号",
			Formula:     "引用的格式文件文号不是上述两个",
			FalseAlarms: "引用其他文件（如〔2019〕61号平台规范）不算。",
			Example:     "国办发〔2021〕30号",
			check:       checkMisnumbered,
		},
	}
}

// oldHeadings are words of the outline of 2007 in a heading.
var oldHeadings = []string{"概述", "收费及减免", "收费和减免", "咨询", "申诉"}

func checkLegacyOutline(s *sheet, r *Result) {
	r.holds()
	for i := range s.report.Sections {
		section := &s.report.Sections[i]
		if s.headed || s.isFormHeading(section) {
			continue
		}
		if heading := han.Unspaced(section.Heading); containsAny(heading, oldHeadings) {
			r.fire(disclosure.Finding{
				Actual: heading, Quote: strings.TrimSpace(section.Heading),
				Place:   disclosure.Place{Path: section.Heading, Reader: s.report.Reader},
				Message: "标题“" + clip(heading, 40) + "”是2007年《条例》时期的提纲。请按现行格式的六个部分编写。",
			})
		}
	}
	if r.Verdict == disclosure.Fires || !s.text.says(rolePreamble, wordFeeRelief, wordFeeRelief2, wordOutline, wordConsult, wordAppeal) {
		return
	}
	for i := range s.text.hits {
		hit := &s.text.hits[i]
		if s.text.parts[hit.part].role != rolePreamble {
			continue
		}
		switch hit.word {
		case wordFeeRelief, wordFeeRelief2:
		case wordOutline, wordConsult, wordAppeal:
			if !enumerated(s.text.after(hit.part, hit.to, 12)) || !containsAny(s.text.sentence(hit.part, hit.from, hit.to), listing) {
				continue
			}
		default:
			continue
		}
		r.fire(disclosure.Finding{
			Severity: disclosure.Warning, Quote: s.text.sentence(hit.part, hit.from, hit.to), Place: s.text.place(s, hit.part),
			Actual:  wordSpellings[hit.word],
			Message: "编写说明中的“" + wordSpellings[hit.word] + "”是2007年《条例》时期的提纲，与正文的六个部分不符。请更新编写说明。",
		})
		return
	}
}

// listing are words by which a sentence lists the parts of the report.
var listing = []string{"组成", "部分", "包括", "内容", "构成"}

// enumerated reports whether what follows a word makes it an item of a list.
func enumerated(after string) bool {
	after = strings.TrimLeft(after, " ”\"")
	return strings.HasPrefix(after, "、") || strings.HasPrefix(after, "情况、") || strings.HasPrefix(after, "情况，") || strings.HasPrefix(after, "及")
}

// citation is a document number in the prose, 国办公开办函〔2021〕30号.
type citation struct {
	prefix         string
	year, number   int
	part, from, to int
}

// citations reads the document numbers that follow 国办.
func (s *sheet) citations(visit func(c citation)) {
	if !s.text.saysAnywhere(wordOffice) {
		return
	}
	for i := range s.text.hits {
		hit := &s.text.hits[i]
		if hit.word != wordOffice {
			continue
		}
		passage := s.text.parts[hit.part].text
		if c, ok := readCitation(passage[hit.from:min(len(passage), hit.from+90)]); ok {
			c.part, c.from, c.to = hit.part, hit.from, hit.to
			visit(c)
		}
	}
}

// readCitation reads prefix〔year〕number号, in any brackets.
func readCitation(text string) (citation, bool) {
	var c citation
	text = han.Unspaced(text)
	open := strings.IndexAny(text, "〔[［【﹝（(")
	if open < 0 {
		return c, false
	}
	c.prefix = text[:open]
	if utf8.RuneCountInString(c.prefix) > 8 || strings.ContainsAny(c.prefix, "，。、《》") {
		return c, false
	}
	_, size := utf8.DecodeRuneInString(text[open:])
	rest := text[open+size:]
	var ok bool
	if c.year, rest, ok = leadingNumber(rest); !ok || c.year < 1990 || c.year > 2100 {
		return c, false
	}
	_, size = utf8.DecodeRuneInString(rest)
	if !strings.ContainsAny(rest[:size], "〕]］】﹞）)") {
		return c, false
	}
	if c.number, rest, ok = leadingNumber(strings.TrimPrefix(rest[size:], "第")); !ok {
		return c, false
	}
	return c, strings.HasPrefix(rest, "号")
}

// leadingNumber reads the digits that a text starts with.
func leadingNumber(s string) (n int, rest string, ok bool) {
	for len(s) > 0 && n < 100_000 {
		d, size := digitAt(s)
		if size == 0 {
			break
		}
		n, s, ok = n*10+d, s[size:], true
	}
	return n, s, ok
}

// citesFormat reports whether a citation is of the annual report's format.
func (s *sheet) citesFormat(c citation) bool {
	if (c.year == 2019 && c.number == 60) || (c.year == 2021 && c.number == 30) {
		return true
	}
	around := s.text.before(c.part, c.from, 120) + s.text.after(c.part, c.to, 150)
	return strings.Contains(around, "年度报告格式") || strings.Contains(around, "年度报告有关事项")
}

func checkSuperseded(s *sheet, r *Result) {
	r.holds()
	if s.year >= 2021 {
		s.citations(func(c citation) {
			if c.year == 2019 && c.number == 60 {
				r.fire(disclosure.Finding{
					Quote: s.text.sentence(c.part, c.from, c.to), Place: s.text.place(s, c.part), Actual: "〔2019〕60号", Expected: "国办公开办函〔2021〕30号",
					Message: "引用了国办公开办函〔2019〕60号。2021年度起的格式依据是国办公开办函〔2021〕30号，请更新。",
				})
			}
		})
	}
	if !s.text.saysAnywhere(wordArticle32, wordOrder492) {
		return
	}
	for i := range s.text.hits {
		hit := &s.text.hits[i]
		if hit.word != wordOrder492 && (hit.word != wordArticle32 || !strings.Contains(s.text.before(hit.part, hit.from, 60), "条例")) {
			continue
		}
		r.fire(disclosure.Finding{
			Quote: s.text.sentence(hit.part, hit.from, hit.to), Place: s.text.place(s, hit.part), Actual: wordSpellings[hit.word], Expected: "《条例》（国务院令第711号）第四十九条、第五十条",
			Message: "引用的“" + wordSpellings[hit.word] + "”出自2007年《条例》，已被2019年《条例》（国务院令第711号）取代，请更新。",
		})
	}
}

func checkMisnumbered(s *sheet, r *Result) {
	r.holds()
	s.citations(func(c citation) {
		right := c.prefix == "国办公开办函" && ((c.year == 2019 && c.number == 60) || (c.year == 2021 && c.number == 30))
		if right || !s.citesFormat(c) {
			return
		}
		want := "国办公开办函〔2021〕30号"
		if s.year < 2021 {
			want = "国办公开办函〔2019〕60号"
		}
		r.fire(disclosure.Finding{
			Quote: s.text.sentence(c.part, c.from, c.to), Place: s.text.place(s, c.part), Expected: want, Actual: c.prefix,
			Message: "格式文件的文号写错，应为" + want + "。",
		})
	})
}
