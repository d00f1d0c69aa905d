package narrative

import (
	"slices"
	"strings"
)

// none claims zero for what a "none" reaches. It reports whether it said
// anything about a count.
func (r *reader) none(left []token, neg *token, reach []token, last bool) bool {
	zero := token{concept: cNumber, start: neg.start, end: neg.end, unit: pieces}
	if !slices.ContainsFunc(reach, func(t token) bool { return !loose(t.concept) }) {
		// 行政复议情况：无
		if !last || (len(reach) > 0) || strings.HasPrefix(r.text.cut(neg.start, neg.end), "未") {
			return false
		}
		before := len(r.claims)
		r.count(append(slices.Clone(left), token{concept: cEach}), []token{zero}, nil)
		return len(r.claims) > before
	}
	if len(reach) > 0 {
		zero.end = reach[len(reach)-1].end
	}
	metrics := r.nothing(r.text.cut(neg.start, neg.end), reach)
	for _, metric := range metrics {
		r.claim(metric, &zero, left, zero)
	}
	return len(metrics) > 0
}

// nothing returns the metrics that are zero where "none" reaches these words.
func (r *reader) nothing(neg string, reach []token) []string {
	strong := strings.ContainsAny(neg, "无没") || strings.Contains(neg, "不存在") || neg == "零" || neg == "未有"
	first := firstHard(reach)
	if first < 0 {
		return nil
	}
	if after(reach, cOverdue) || after(reach, cResult) {
		return nil
	}
	if direction := r.carry(reach); direction != "" {
		return []string{direction}
	}
	if reach[first].concept == cAnswer && !after(reach, cReview) && !after(reach, cSuit) || reach[first].concept == cProcess && !after(reach, cLicence) {
		return nil
	}
	// 未 needs its verb: 未发生, 未收到; 没有 and 无 stand alone.
	lead := reach[slices.IndexFunc(reach, func(t token) bool { return t.concept != cFiller })].concept
	acts := strong || lead == cOccur || taking(lead)
	var metrics []string
	add := func(metric ...string) { metrics = append(metrics, metric...) }
	parts := split(reach)
	fee := after(reach, cFee) && !(after(reach, cSuit) || after(reach, cReview))
	for _, part := range parts {
		head := headOf(part)
		if head < 0 {
			continue
		}
		switch {
		case after(part, cAdminFee):
			add(adminFees)
		case after(part, cFee):
			if fee {
				add(processingFee)
			}
		case after(part, cOther):
		case after(part, cReview), after(part, cSuit), after(part, cSuitDirect), after(part, cSuitAfter):
			add(dispute(part)...)
		case after(part, cNorm), after(part, cRule), r.topic == documents && (after(part, cMade) || after(part, cRepeal)):
			if !after(part, cPublish) && !after(part, cPublishOwn) || after(part, cMade) || after(part, cRepeal) {
				add(r.document(part, &part[head])...)
			}
		case after(part, cLicence), after(part, cPenalty), after(part, cEnforce):
			if part[head].concept == cLicence || part[head].concept == cPenalty || part[head].concept == cEnforce {
				add(r.decision(part, &part[head], nil)...)
			}
		case after(part, cOutcome):
			if acts {
				add(outcomeOf(part)...)
			}
		case after(part, cApply), after(part, cApplyWeak):
			if (acts || lead == cApply) && r.noApplications(reach, part) {
				add(received)
			}
		}
	}
	return metrics
}

// noApplications reports whether "none" of these words says that no application
// came in.
func (r *reader) noApplications(reach, part []token) bool {
	at := slices.IndexFunc(part, func(t token) bool { return t.concept == cApply })
	if at < 0 {
		at = slices.IndexFunc(part, func(t token) bool { return t.concept == cApplyWeak })
	}
	if part[at].concept == cApplyWeak && !r.aboutDisclosure(part) || r.has(received) && !r.claimed(received, 0) {
		return false // 收到申请3件，无网上申请: none of one kind
	}
	// What follows the noun may make it another thing: 依申请公开制度.
	rest := part[at+1:]
	if next := firstHard(rest); next >= 0 && rest[next].concept == cText && !after(reach, cReceive) {
		return false
	}
	return !after(rest, cAnswer)
}
