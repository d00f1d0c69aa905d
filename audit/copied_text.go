package audit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
)

// repeatedRunes is the length from which a paragraph that stands twice is told.
const repeatedRunes = 80

// maxParagraphs bounds the paragraphs that are compared with each other.
const maxParagraphs = 200

// paragraph is one paragraph of a part.
type paragraph struct {
	part int
	text string
}

func checkParagraphRepeated(s *sheet, r *Result) {
	var seen []paragraph
	for n := range s.text.parts {
		for rest := s.text.parts[n].text; len(rest) >= 3*repeatedRunes && len(seen) < maxParagraphs; {
			var text string
			if text, rest, _ = strings.Cut(rest, "\n"); len(text) < 3*repeatedRunes {
				continue
			}
			text = strings.TrimSpace(text)
			for _, before := range seen {
				if before.text != text || utf8.RuneCountInString(text) < repeatedRunes {
					continue
				}
				r.fire(disclosure.Finding{
					Quote: clip(text, 120), Place: s.text.place(s, n),
					Message: fmt.Sprintf("同一段文字（%d字）在%s和%s各出现一次，疑似误粘贴。", utf8.RuneCountInString(text), s.partName(before.part), s.partName(n)),
				})
				return
			}
			seen = append(seen, paragraph{n, text})
		}
	}
	r.holds()
}

// partName quotes the heading of a part.
func (s *sheet) partName(n int) string {
	if heading := s.text.parts[n].heading; heading != "" {
		return "“" + heading + "”"
	}
	return "正文开头"
}

// residues are words of the form's own instructions. Those of tableResidue do no
// harm where the table follows.
var residues = [...]string{tableResidue, "（文字描述）", "(文字描述)", "此处填写", "请填写", "（略）"}

const tableResidue = "该部分以表格形式报告"

// residueWords are one of each residue and mark of a placeholder, but for those in ASCII.
var residueWords = [...]word{
	wordTableFollows, wordDescribe, wordFillHere, wordPleaseFill, wordOmitted,
	wordTimes, wordWideX, wordWideSmallX, wordWideUnderscore, wordWideStar, wordSaltire,
}

func checkTemplateResidue(s *sheet, r *Result) {
	said := s.text.saysAnywhere(residueWords[:]...)
	for n := range s.text.parts {
		if !said && !s.text.parts[n].marks {
			continue
		}
		text := s.text.parts[n].text
		from, to := placeholderIn(text)
		for _, words := range residues {
			if at := strings.Index(text, words); at >= 0 && (from < 0 || at < from) {
				from, to = at, at+len(words)
			}
		}
		if from < 0 {
			continue
		}
		f := disclosure.Finding{
			Quote: s.text.sentence(n, from, to), Place: s.text.place(s, n), Actual: text[from:to],
			Message: s.partName(n) + "中残留范文的字样“" + text[from:to] + "”。请填写或删去。",
		}
		if text[from:to] == tableResidue {
			f.Severity = disclosure.Info
		}
		r.fire(f)
		return
	}
	r.holds()
}

// placeholderIn returns the first run of XX, ××, ____ or **** in a text, or -1.
// Those inside a title or next to letters and digits (addresses) do not count.
func placeholderIn(text string) (from, to int) {
	titles := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf && c != 'x' && c != 'X' && c != '_' && c != '*' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '《':
			titles++
		case '》':
			titles = max(0, titles-1)
		case 'x', 'X', 'Ｘ', 'ｘ', '×', '_', '＿', '*', '＊', '╳':
			end, count := i, 0
			for end < len(text) {
				next, n := utf8.DecodeRuneInString(text[end:])
				if !sameMark(next, r) {
					break
				}
				end += n
				count++
			}
			if titles == 0 && isPlaceholder(text, i, end, count, r) {
				return i, end
			}
			i = end
			continue
		}
		i += size
	}
	return -1, -1
}

func sameMark(a, b rune) bool {
	lower := func(r rune) rune {
		switch r {
		case 'X', 'Ｘ', 'ｘ':
			return 'x'
		case '╳':
			return '×'
		case '＿':
			return '_'
		case '＊':
			return '*'
		}
		return r
	}
	return lower(a) == lower(b)
}

// isPlaceholder judges a run of marks by its length and neighbours.
func isPlaceholder(text string, from, to, count int, mark rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	if plain(before) || plain(after) {
		return false // an address, a code or 3×5
	}
	switch mark {
	case '_', '＿', '*', '＊':
		return count >= 3
	}
	return count >= 2 || count == 1 && strings.ContainsRune("件条名个年月日人次项份起", after) && from > 0
}

// plain reports whether a rune is an ASCII letter, digit or a mark of addresses.
func plain(r rune) bool {
	return r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("./@:-_*", r))
}

// thinRunes is the length below which the first section is called thin.
const thinRunes = 150

func checkNarrativeThin(s *sheet, r *Result) {
	count, ok := s.overviewCharacters(r)
	if !ok {
		return
	}
	if count >= thinRunes {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Expected: fmt.Sprintf("≥ %d字", thinRunes), Actual: fmt.Sprintf("%d字", count),
		Message: fmt.Sprintf("总体情况只有 %d 字，难以说明一年的工作。", count),
	})
}

func checkNarrativeLong(s *sheet, r *Result) {
	limit := s.options.OverviewLimit
	if limit <= 0 {
		r.skip("没有为该县设字数上限")
		return
	}
	count, ok := s.overviewCharacters(r)
	if !ok {
		return
	}
	if count <= limit {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Expected: fmt.Sprintf("≤ %d字", limit), Actual: fmt.Sprintf("%d字", count),
		Message: fmt.Sprintf("总体情况有 %d 字，超过该县规定的 %d 字。", count, limit),
	})
}

// overviewCharacters counts the characters of the first section, spaces left out.
// Where it is missing, empty (other rules say so) or holds pictures, the rule
// gives no judgement.
func (s *sheet) overviewCharacters(r *Result) (int, bool) {
	at := slices.IndexFunc(s.report.Sections, func(section disclosure.Section) bool { return section.Key == "overview" })
	switch {
	case at < 0:
		r.lacks("没有第一部分")
		return 0, false
	case s.report.Sections[at].HasImage:
		r.lacks("第一部分有图片，文字可能不全")
		return 0, false
	}
	count := s.text.parts[1+at].characters // behind the preamble
	if count == 0 {
		r.skip("第一部分没有文字，见 section-empty")
		return 0, false
	}
	return count, true
}
