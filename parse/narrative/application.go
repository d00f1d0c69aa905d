package narrative

import (
	"strings"
)

// fromApplications names a count that stands directly behind 申请.
func (r *reader) fromApplications(left []token, number *token) []string {
	head := headOf(left)
	if left[head].concept == cApplyWeak && !r.aboutDisclosure(left[:head+1]) {
		return nil
	}
	for i := head - 1; i >= 0; i-- {
		switch left[i].concept {
		case cOutcome:
			return outcomeOf(left)
		case cOther, cReview, cSuit:
			return nil
		}
	}
	if after(left, cSlice) {
		return nil
	}
	if after(left, cTakeAll) {
		return []string{workload}
	}
	taken := after(left, cReceive) || after(left, cReceiveNew)
	if (after(left, cAnswer) || after(left, cProcess)) && !taken {
		if r.inMode(left) {
			return nil
		}
		return []string{handled}
	}
	person := after(left, cPerson) || head >= 0 && strings.Contains(r.text.cut(left[head].start, left[head].end), "自然人")
	firm := after(left, cCompany)
	if after(left, cBody) {
		person, firm = false, false // 公民、法人和其他组织
	}
	if firm || r.inMode(left) {
		return nil
	}
	switch {
	case person && (r.whereof || !taken && !(r.anyone(left) && !r.has(received))):
		return []string{naturalPerson}
	case person && taken:
		return []string{received, naturalPerson}
	case r.whereof && number.value != 0 && !after(left, cReceiveNew):
		return nil
	}
	return []string{received}
}

// anyone reports whether words name who applies only as the public: 公民提出申请5件.
func (r *reader) anyone(left []token) bool {
	return r.says(left, "公民") && r.says(left, "提") && !r.says(left, "公民个人")
}

// inMode reports whether a count is only of the applications that came in one
// way: 当面申请2件.
func (r *reader) inMode(left []token) bool {
	if !after(left, cMode) {
		return false
	}
	return r.whereof || r.modes || r.has(received)
}

// fromApplicant names a count of applicants of one kind: 自然人5件.
func (r *reader) fromApplicant(left []token) []string {
	if r.topic != applications && !after(left, cApply) {
		return nil
	}
	person, firm := after(left, cPerson), after(left, cCompany)
	switch {
	case person && firm || after(left, cBody):
		return nil
	case person:
		return []string{naturalPerson}
	}
	return []string{company}
}

// carry names what is carried over and which way, from the words beside 结转.
func (r *reader) carry(tokens []token) string {
	if !after(tokens, cCarry) {
		return ""
	}
	for i := range tokens {
		t := &tokens[i]
		switch t.concept {
		case cLastYear:
			return carriedIn
		case cNextYear:
			return carriedOut
		case cYear:
			if year := r.reportYear(t); t.year == year-1 {
				return carriedIn
			} else if t.year == year+1 {
				return carriedOut
			}
		case cProcess:
			if i > 0 && !taking(tokens[i-1].concept) {
				return carriedOut // 结转继续办理
			}
		}
	}
	return ""
}

// outcomeOf names an outcome: the most specific one that is named.
func outcomeOf(tokens []token) []string {
	best := ""
	for i := range tokens {
		t := &tokens[i]
		if t.concept != cOutcome {
			continue
		}
		if t.metric == "" {
			return nil
		}
		if best == "" || family(t.metric) != family(best) || len(t.metric) > len(best) {
			best = t.metric
		}
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// family is the row group of an outcome: refused, unavailable, unprocessed, other.
func family(metric string) string {
	_, row, _ := strings.Cut(metric, ".")
	row, _, _ = strings.Cut(row, ".")
	row, _, _ = strings.Cut(row, "_")
	return row
}

// aboutDisclosure reports whether a bare 申请 is one for disclosure: it is in
// these reports, unless the word before it says what else is applied for
// (低保申请).
func (r *reader) aboutDisclosure(tokens []token) bool {
	for i := range tokens {
		switch tokens[i].concept {
		case cLicence, cAdminFee, cOther, cPenalty:
			return false
		case cApplyWeak:
			if i > 0 && tokens[i-1].concept == cText && !r.bodyOf(&tokens[i-1]) {
				return false
			}
		}
	}
	return true
}

// bodyOf reports whether a word names who applies.
func (r *reader) bodyOf(t *token) bool {
	word := r.text.cut(t.start, t.end)
	for _, who := range []string{"群众", "公民", "居民", "村民", "市民", "组织", "法人", "单位", "人", "方式", "形式", "途径", "渠道"} {
		if strings.HasSuffix(word, who) {
			return true
		}
	}
	return false
}

// asWorkload turns the received claim that is being detailed into the workload,
// since a part of it was carried in: 受理24件（含上年结转1件）.
func (r *reader) asWorkload() {
	for i := len(r.claims) - 1; i >= r.first; i-- {
		switch r.claims[i].Metric {
		case received:
			r.claims[i].Metric = workload
			return
		case naturalPerson, company:
		default:
			return
		}
	}
}
