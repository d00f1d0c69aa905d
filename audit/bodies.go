package audit

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// kinds are the endings of township names, with what such a body calls itself.
var kinds = [...]struct {
	ending string
	own    []word
}{
	{"镇", []word{wordOurTown, wordThisTown}},
	{"街道", []word{wordOurStreet, wordThisStreet}},
	{"乡", []word{wordOurTownship, wordThisTownship}},
}

// kindOf returns the index in kinds of a name's ending, or -1.
func kindOf(name string) int {
	for k := range kinds {
		if strings.HasSuffix(name, kinds[k].ending) {
			return k
		}
	}
	return -1
}

// deeds are what only the reporting body does in its own report; attitudes count
// only where the name is that of a government.
var (
	deeds     = []string{"主动公开", "公开政府信息", "共主动公开", "共公开", "收到", "共收到", "新收", "未收到", "受理", "编制", "制发"}
	attitudes = []string{"坚持", "严格", "认真", "积极", "高度重视", "公布", "发布"}
)

func checkForeignBody(s *sheet, r *Result) {
	own := s.report.Town
	if own == "" {
		r.lacks("报告主体不明")
		return
	}
	r.holds()
	kind := kindOf(own)
	for i := range s.text.hits {
		hit := &s.text.hits[i]
		switch hit.word {
		case wordOurTown, wordOurTownship, wordOurStreet, wordThisTown, wordThisTownship, wordThisStreet, wordOurBureau:
			if kind >= 0 && foreignSelf(hit.word, kind) && !strings.HasPrefix(s.text.after(hit.part, hit.to, 6), "镇") {
				name := han.Unspaced(s.text.parts[hit.part].text[hit.from:hit.to])
				s.fireForeign(r, hit, name, "本机关是"+own+"，正文却自称“"+name+"”")
			}
		case wordTown, wordTownship, wordStreet:
			if name := s.namedDoer(hit); name != "" && !sameBody(name, own) {
				s.fireForeign(r, hit, name, "本机关是"+own+"，正文却写“"+name+"”")
			}
		case wordCountySite, wordDistrictSite:
			if name := s.namedSite(hit); name != "" {
				s.fireForeign(r, hit, name, "本机关属"+s.report.County+"，正文却写“"+name+"”的网站")
			}
		}
		if len(r.Findings) == maxNames {
			return
		}
	}
}

// foreignSelf reports whether a self-designation is not that of a kind of body.
func foreignSelf(w word, kind int) bool {
	for _, own := range kinds[kind].own {
		if own == w {
			return false
		}
	}
	return true
}

func (s *sheet) fireForeign(r *Result, hit *hit, name, what string) {
	for i := range r.Findings {
		if r.Findings[i].Actual == name {
			return
		}
	}
	quote := s.text.sentence(hit.part, hit.from, hit.to)
	r.fire(disclosure.Finding{
		Expected: s.report.Town, Actual: name, Quote: quote, Place: s.text.place(s, hit.part),
		Message: what + "：“" + clip(quote, 60) + "”。疑似照抄别处的报告，请核对。",
	})
}

// notNames are characters that end the search for a name's beginning, or that no
// name of a town starts with.
const notNames = "我本全各乡该两城村集我们在由与和及向对为是的了到从至把将被让使请县区市省州旗年月日于以按并经据现了过照就"

// namedDoer returns the name of the town that stands at the head of a clause as
// the one who did something, "" where there is none: "。邻溪镇主动公开…".
func (s *sheet) namedDoer(hit *hit) string {
	passage := s.text.parts[hit.part].text
	start := hit.from
	switch last, _ := utf8.DecodeLastRuneInString(passage[:start]); last {
	case '我', '本', '全', '各', '乡', '城', '村', utf8.RuneError:
		return ""
	}
	runes := 0
	for start > 0 {
		c, size := utf8.DecodeLastRuneInString(passage[:start])
		if c < 0x3400 || strings.ContainsRune(notNames+clauseEnds+"（）()”“》《", c) {
			if c == '年' || strings.ContainsRune(clauseEnds+"布县区市", c) {
				break
			}
			return ""
		}
		if runes++; runes > 5 {
			return ""
		}
		start -= size
	}
	if runes < 2 {
		return ""
	}
	after := s.text.after(hit.part, hit.to, 60)
	doings := deeds
	for _, suffix := range []string{"党委、政府", "党委政府", "人民政府", "办事处", "政府"} {
		if rest, ok := strings.CutPrefix(after, suffix); ok {
			after, doings = rest, slices.Concat(deeds, attitudes)
			break
		}
	}
	after = strings.TrimLeft(after, "，, ")
	for _, deed := range doings {
		if strings.HasPrefix(after, deed) {
			return passage[start:hit.to]
		}
	}
	// A year between name and deed: "邻溪镇2022年政府信息公开…".
	if len(after) > 4 {
		if run, rest, ok := leadingNumber(after); ok && run == s.year && strings.HasPrefix(strings.TrimLeft(rest, " "), "年") {
			return passage[start:hit.to]
		}
	}
	return ""
}

// sameBody reports whether two names are of one town: one may be cut short, or
// carry the county's name in front, and 镇, 乡 and 街道 of one name are the same
// place after a change of kind.
func sameBody(a, b string) bool {
	if strings.HasSuffix(a, b) || strings.HasSuffix(b, a) {
		return true
	}
	return bareName(a) == bareName(b)
}

func bareName(name string) string {
	for k := range kinds {
		name = strings.TrimSuffix(name, kinds[k].ending)
	}
	return name
}

// namedSite returns the name of another county whose website the text gives as the
// platform, "" where there is none or the report's own county is not certain.
func (s *sheet) namedSite(hit *hit) string {
	own := s.report.County
	if s.report.CountyCode == "" || own == "" {
		return ""
	}
	passage := s.text.parts[hit.part].text
	ending, size := utf8.DecodeRuneInString(passage[hit.from:])
	before := s.text.before(hit.part, hit.from, 30)
	cut := strings.LastIndexAny(before, "在过由于向录、，,：“‘（(")
	if cut < 0 {
		return ""
	}
	_, n := utf8.DecodeRuneInString(before[cut:])
	name := before[cut+n:] + passage[hit.from:hit.from+size]
	length := utf8.RuneCountInString(name)
	if length < 2 || length > 6 || !strings.HasSuffix(own, string(ending)) || sameBody(name, own) || strings.ContainsAny(name, "我本全该 ") || strings.Contains(name, own) {
		return ""
	}
	return name
}
