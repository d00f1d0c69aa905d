package narrative

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/disclosure"
)

// count gives the numbers of one group their metrics: left and right are the
// words beside it.
func (r *reader) count(left, numbers, right []token) {
	var values []token
	for _, t := range numbers {
		if t.concept == cNumber {
			values = append(values, t)
		}
	}
	last := values[len(values)-1]
	for i := range values {
		if values[i].unit == noUnit {
			values[i].unit = last.unit
		}
		if values[i].unit == noCount {
			return
		}
	}
	span := numbers[0]
	span.end = last.end
	label := left
	if !telling(label) && len(r.pending) > 0 && !telling(right) {
		label = append(slices.Clone(r.pending), left...)
	}
	parts := split(label)
	r.followDocuments(label)
	switch {
	case len(values) > 1 && r.countChannels(label, values, span):
	case len(values) > 1:
		if len(parts) != len(values) {
			return
		}
		for i, part := range parts {
			for _, metric := range r.metrics(part, nil, &values[i]) {
				r.claim(metric, &values[i], part, span)
			}
		}
	case len(parts) > 1 && distributes(label, &values[0]):
		for _, part := range parts {
			for _, metric := range r.metrics(part, nil, &values[0]) {
				r.claim(metric, &values[0], label, span)
			}
		}
	case len(parts) > 1 && lumped(parts):
	default:
		for _, metric := range r.metrics(label, right, &values[0]) {
			r.claim(metric, &values[0], label, span)
		}
	}
}

// metrics names what a number counts. left is the words before it, right those
// behind it.
func (r *reader) metrics(left, right []token, number *token) []string {
	if number.unit == yuan {
		return r.money(left, number)
	}
	if !telling(left) && after(left, cSum) && !telling(right) && firstHard(left) < 0 {
		return r.sum(number)
	}
	head := headOf(left)
	if head < 0 || left[head].concept == cText && !telling(left) {
		named := r.fromRight(left, right, number)
		r.tookRight = len(named) > 0
		return named
	}
	if direction := r.carry(left); direction != "" {
		if number.unit == entries && r.topic != applications && !after(left, cApply) && !after(left, cApplyWeak) {
			return nil // 上年度遗留信息9条
		}
		return []string{direction}
	}
	h := &left[head]
	switch h.concept {
	case cReceive, cReceiveNew, cTakeAll, cAnswer, cProcess, cDecide:
		return r.fromVerb(left, right, h)
	case cApply, cApplyWeak:
		return r.fromApplications(left, number)
	case cOutcome:
		if after(left[head:], cInfo) && number.value != 0 {
			return nil // 不予公开信息1535条 counts information, not applications
		}
		return outcomeOf(left[:head+1])
	case cCarry:
		if r.topic == applications && r.has(handled) {
			return []string{carriedOut}
		}
	case cPending:
		return r.pendingOf(left)
	case cPerson, cCompany:
		return r.fromApplicant(left)
	case cRest:
		if r.afterOutcome() && firstHard(left) == head {
			return []string{otherHandling}
		}
	case cReview, cSuit, cSuitDirect, cSuitAfter:
		return dispute(left)
	case cResult:
		return r.result(left, h)
	case cPublish:
		if noun := headOf(left[:head]); noun >= 0 && left[noun].concept == cNorm {
			return r.document(left, &left[noun]) // 规范性文件发布2件
		}
		if number.unit == times {
			return nil
		}
		return r.publication(left, right, number)
	case cNorm, cRule, cMade, cRepeal, cInForce, cNewPublic:
		if number.value != 0 && after(left, cMade) && after(left, cRepeal) {
			return nil // 制定和废止规范性文件共3件
		}
		return r.document(left, h)
	case cFee, cAdminFee:
		if number.value == 0 {
			return r.money(left, number)
		}
	case cLicence, cPenalty, cEnforce, cDecided, cPriorItems, cChange:
		return r.decision(left, h, number)
	case cDisclosure:
		if taking(firstVerb(left)) {
			return []string{received} // 收到政府信息公开9件
		}
		if number.unit == times {
			return nil
		}
		return r.publication(left, right, number)
	case cText, cInfo, cPost, cPublishOwn, cEtc, cWeb, cWeChat, cWeibo, cChannel:
		if number.unit == times {
			return nil
		}
		return r.publication(left, right, number)
	}
	return nil
}

// afterOutcome reports whether the sentence's last claim is an outcome, so that
// 其他 is the rest of them.
func (r *reader) afterOutcome() bool {
	if len(r.claims) == r.first {
		return false
	}
	switch family(r.claims[len(r.claims)-1].Metric) {
	case "granted", "partial", "refused", "unavailable", "unprocessed":
		return true
	}
	return false
}

// sum names what 合计 counts: what was received and carried in, or the ways in
// which applications came in.
func (r *reader) sum(number *token) []string {
	if r.topic != applications || r.whereof {
		return nil
	}
	var in, out disclosure.Number
	for _, c := range r.claims {
		switch c.Metric {
		case received:
			in = c.Value
		case carriedIn:
			out = c.Value
		}
	}
	switch {
	case !r.has(received):
		return []string{received}
	case r.has(carriedIn) && in+out == number.value:
		return []string{workload}
	}
	return nil
}

// fromRight names a count whose words stand behind it: 19件已答复, 2件予以公开.
func (r *reader) fromRight(left, right []token, number *token) []string {
	if r.topic == otherWork && !after(right, cApply) || after(right, cOther) {
		return nil
	}
	if direction := r.carry(right); direction != "" {
		return []string{direction}
	}
	if after(right, cCarry) {
		return nil
	}
	for i := range right {
		switch t := &right[i]; t.concept {
		case cOutcome:
			return outcomeOf(right[i:])
		case cPending:
			return r.pendingOf(right)
		case cResult:
			return r.result(right, t)
		case cReview, cSuit, cSuitDirect, cSuitAfter:
			if first := firstHard(right); i == first || right[first].concept == cDisclosure && i == first+1+firstHard(right[first+1:]) {
				return dispute(right)
			}
			return nil
		case cPerson:
			if r.topic == applications {
				return []string{naturalPerson}
			}
			return nil
		case cAnswer:
			if r.topic == applications || after(right[:i], cApply) {
				return []string{handled}
			}
			return nil
		}
	}
	for i := range right {
		if right[i].concept == cApply && after(right[i:], cAnswer) {
			return []string{handled}
		}
	}
	if len(right) > 0 && right[0].concept == cApply && (number.value == 0 || r.existing(left, right)) {
		return []string{received}
	}
	return nil
}

// existing reports whether words say that there were so many applications: 共有3件
// 政府信息公开申请.
func (r *reader) existing(left, right []token) bool {
	if r.whereof || len(left) == 0 || !r.says(left[len(left)-1:], "有") {
		return false
	}
	next := firstHard(right[1:])
	return next < 0 || right[1+next].concept != cText
}

// fromVerb names a count that stands directly behind a verb: 收到5件, 已答复13件.
func (r *reader) fromVerb(left, right []token, verb *token) []string {
	subject := left
	if lastNoun(left) == nil {
		subject = append(slices.Clone(left), firstWords(right)...)
	}
	if noun := lastNoun(subject); noun != nil {
		switch noun.concept {
		case cReview, cSuit, cSuitDirect, cSuitAfter:
			if verb.concept == cReceive || verb.concept == cReceiveNew {
				return dispute(subject)
			}
			return nil
		case cLicence, cPenalty, cEnforce:
			return r.decision(subject, noun, nil)
		case cOther, cNorm, cRule, cAdminFee, cFee:
			return nil
		case cApplyWeak:
			if !r.aboutDisclosure(subject) {
				return nil
			}
		}
	} else if total := r.casesOfTopic(); taking(verb.concept) && total != "" && !r.has(total) {
		return []string{total} // 行政复议方面：收到3件
	} else if r.topic != applications && !(verb.concept == cAnswer && after(left, cDisclosure)) || after(subject, cOther) {
		return nil
	}
	if r.inMode(left) || verb.concept == cDecide {
		return nil
	}
	switch verb.concept {
	case cReceiveNew:
		return []string{received}
	case cReceive:
		if r.whereof {
			return nil
		}
		return []string{received}
	case cTakeAll:
		return []string{workload}
	}
	if !r.whereof && after(subject, cApply) && (after(left, cReceive) || after(left, cReceiveNew)) {
		return []string{received, handled} // 收到申请并答复5件
	}
	return []string{handled}
}

// claim keeps a claim; span is the number or the "none" it rests on.
func (r *reader) claim(metric string, number *token, label []token, span token) {
	start := span.start
	if len(label) > 0 {
		start = min(start, label[0].start)
	}
	r.last, r.lastValue = metric, number.value
	if len(r.claims) == maxClaims {
		return
	}
	text := r.text.cut(start, span.end)
	if strings.ContainsFunc(text, unicode.IsSpace) {
		text = strings.Join(strings.Fields(text), " ")
	}
	if strings.HasPrefix(metric, "applications.") {
		r.topic = applications
	}
	if metric == carriedIn && r.within && number.value > 0 {
		r.asWorkload()
	}
	if r.claimed(metric, number.value) {
		return
	}
	r.claims = append(r.claims, disclosure.Claim{Metric: metric, Value: number.value, Approx: number.approx, Text: text})
}

// has reports whether a metric is claimed already.
func (r *reader) has(metric string) bool {
	return slices.ContainsFunc(r.claims, func(c disclosure.Claim) bool { return c.Metric == metric })
}

// claimed reports whether a metric is claimed with this value.
func (r *reader) claimed(metric string, value disclosure.Number) bool {
	return slices.ContainsFunc(r.claims, func(c disclosure.Claim) bool { return c.Metric == metric && c.Value == value })
}

// settled returns the claims once sums are told apart from their parts: where
// 共办理 names what 新收 and 上年结转 make together, it is the workload.
func (r *reader) settled() []disclosure.Claim {
	in := slices.IndexFunc(r.claims, func(c disclosure.Claim) bool { return c.Metric == carriedIn && c.Value > 0 })
	if in < 0 {
		return r.claims
	}
	carried := r.claims[in].Value
	for i := range r.claims {
		for j := range r.claims {
			if r.claims[i].Metric == received && r.claims[j].Metric == received && r.claims[i].Value == r.claims[j].Value+carried {
				r.claims[i].Metric = workload
				return r.claims
			}
		}
	}
	return r.claims
}
