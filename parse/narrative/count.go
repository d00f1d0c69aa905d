package narrative

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// Metrics that the code names; outcomes and results carry theirs in the lexicon.
const (
	received      = "applications.received.total"
	naturalPerson = "applications.received.natural_person"
	company       = "applications.received.company"
	carriedIn     = "applications.carried_in.total"
	carriedOut    = "applications.carried_out.total"
	workload      = "applications.workload.total"
	granted       = "applications.granted.total"
	otherHandling = "applications.other.total"
	handled       = "applications.handled_total.total"

	reviewTotal = "disputes.review.total"
	suitTotal   = "disputes.suit.total"
	suitDirect  = "disputes.suit_direct.total"
	suitAfter   = "disputes.suit_after_review.total"

	normIssued   = "disclosure.normative_documents.issued"
	normRepealed = "disclosure.normative_documents.repealed"
	normInForce  = "disclosure.normative_documents.in_force"
	ruleIssued   = "disclosure.regulations.issued"
	ruleRepealed = "disclosure.regulations.repealed"

	licences      = "disclosure.licences.decisions"
	penalties     = "disclosure.penalties.decisions"
	enforcement   = "disclosure.enforcement.decisions"
	adminFees     = "disclosure.fees.amount"
	processingFee = "fees.processing_amount"

	published = "disclosure.published_count"
	website   = "disclosure.website_count"
	weChat    = "disclosure.wechat_count"
	weibo     = "disclosure.weibo_count"
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
		return r.fromRight(left, right, number)
	}
	if direction := r.carry(left); direction != "" {
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
	case cReview, cSuit, cSuitDirect, cSuitAfter:
		return dispute(left)
	case cResult:
		return r.result(left, h)
	case cNorm, cRule, cMade, cRepeal, cInForce:
		return r.document(left, h)
	case cFee, cAdminFee:
		if number.value == 0 {
			return r.money(left, number)
		}
	case cLicence, cPenalty, cEnforce:
		return decision(left, h)
	case cInfo, cPost, cPublish, cPublishOwn, cDisclosure, cEtc, cWeb, cWeChat, cWeibo, cChannel:
		if number.unit == times {
			return nil
		}
		return r.publication(left, right)
	}
	return nil
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
	for i := range right {
		switch t := &right[i]; t.concept {
		case cOutcome:
			return outcomeOf(right[i:])
		case cPending:
			return r.pendingOf(right)
		case cResult:
			return r.result(right, t)
		case cReview, cSuit, cSuitDirect, cSuitAfter:
			if i == firstHard(right) {
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
	if number.value == 0 && len(right) > 0 && right[0].concept == cApply {
		return []string{received}
	}
	return nil
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
			return decision(subject, noun)
		case cOther, cNorm, cRule, cAdminFee, cFee:
			return nil
		case cApplyWeak:
			if !r.aboutDisclosure(subject) {
				return nil
			}
		}
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
	return []string{handled}
}

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
	if person && firm || r.inMode(left) {
		return nil
	}
	if firm {
		return nil
	}
	switch {
	case person && (r.whereof || !taken):
		return []string{naturalPerson}
	case person:
		return []string{received, naturalPerson}
	case r.whereof && number.value != 0 && !after(left, cReceiveNew):
		return nil
	}
	return []string{received}
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
	case person && firm:
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

// pendingOf names what is not finished: applications go over to the next year,
// cases are pending.
func (r *reader) pendingOf(tokens []token) []string {
	switch about := r.subject(tokens); about {
	case reviews:
		return []string{"disputes.review.pending"}
	case suits:
		return []string{"disputes.suit.pending"}
	case applications:
		return []string{carriedOut}
	}
	return nil
}

// result names a result of disputes: 结果维持1件.
func (r *reader) result(tokens []token, result *token) []string {
	if result.metric == "" {
		return nil
	}
	switch r.subject(tokens) {
	case reviews:
		return []string{"disputes.review." + result.metric}
	case suits:
		return []string{"disputes.suit." + result.metric}
	}
	return nil
}

// subject is the topic that words name, else the one at hand.
func (r *reader) subject(tokens []token) topic {
	for i := len(tokens) - 1; i >= 0; i-- {
		switch tokens[i].concept {
		case cReview:
			return reviews
		case cSuit, cSuitDirect, cSuitAfter:
			return suits
		case cApply:
			return applications
		case cOther:
			return otherWork
		}
	}
	return r.topic
}

// document names a count of regulations and normative documents.
func (r *reader) document(left []token, head *token) []string {
	rule, norm := after(left, cRule), after(left, cNorm)
	if !rule && !norm {
		if r.topic != documents && r.topic != regulations {
			return nil
		}
		rule = r.topic == regulations
	}
	if after(left, cOther) || rule && norm {
		return nil
	}
	issued, repealed := normIssued, normRepealed
	if rule {
		issued, repealed = ruleIssued, ruleRepealed
	}
	verb := head.concept
	if verb == cNorm || verb == cRule {
		verb = cMade
		for i := range left {
			switch left[i].concept {
			case cMade, cRepeal, cInForce:
				verb = left[i].concept
			case cText:
				if strings.ContainsAny(r.text.cut(left[i].start, left[i].end), "清解审修报核查评") {
					return nil
				}
			}
		}
	}
	switch {
	case verb == cRepeal:
		return []string{repealed}
	case verb == cInForce && rule:
		return nil
	case verb == cInForce:
		return []string{normInForce}
	}
	return []string{issued}
}

// decision names a count of decisions; published notices of them are another
// thing.
func decision(left []token, head *token) []string {
	for i := range left {
		switch left[i].concept {
		case cPublish, cPublishOwn, cInfo, cApplyWeak, cOther:
			return nil
		}
	}
	switch head.concept {
	case cLicence:
		return []string{licences}
	case cPenalty:
		return []string{penalties}
	case cEnforce:
		return []string{enforcement}
	}
	return nil
}

// money names an amount; number.value is in yuan, and becomes 万元 for the fees
// of table two.
func (r *reader) money(left []token, number *token) []string {
	for i := len(left) - 1; i >= 0; i-- {
		switch left[i].concept {
		case cAdminFee:
			number.value /= 10_000
			return []string{adminFees}
		case cFee:
			if after(left, cSuit) || after(left, cReview) {
				return nil
			}
			return []string{processingFee}
		case cText:
			if i == len(left)-1 {
				return nil
			}
		}
	}
	return nil
}

// dispute names a count of cases by the last kind that is named.
func dispute(tokens []token) []string {
	for i := len(tokens) - 1; i >= 0; i-- {
		switch tokens[i].concept {
		case cReview:
			return []string{reviewTotal}
		case cSuit:
			return []string{suitTotal}
		case cSuitDirect:
			return []string{suitDirect}
		case cSuitAfter:
			return []string{suitAfter}
		}
	}
	return nil
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
	if reach[first].concept == cAnswer || reach[first].concept == cProcess && !after(reach, cLicence) {
		return nil
	}
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
			if !after(part, cPublish) && !after(part, cPublishOwn) || after(part, cMade) {
				add(r.document(part, &part[head])...)
			}
		case after(part, cLicence), after(part, cPenalty), after(part, cEnforce):
			if part[head].concept == cLicence || part[head].concept == cPenalty || part[head].concept == cEnforce {
				add(decision(part, &part[head])...)
			}
		case after(part, cOutcome):
			if strong || after(reach, cOccur) || after(reach, cReceive) || after(reach, cReceiveNew) {
				add(outcomeOf(part)...)
			}
		case after(part, cApply), after(part, cApplyWeak):
			if r.noApplications(strong, reach, part) {
				add(received)
			}
		}
	}
	return metrics
}

// noApplications reports whether "none" of these words says that no application
// came in.
func (r *reader) noApplications(strong bool, reach, part []token) bool {
	first := reach[firstHard(reach)].concept
	if !strong && !taking(first) && first != cApply && !after(reach, cOccur) {
		return false
	}
	at := slices.IndexFunc(part, func(t token) bool { return t.concept == cApply })
	if at < 0 {
		at = slices.IndexFunc(part, func(t token) bool { return t.concept == cApplyWeak })
	}
	if part[at].concept == cApplyWeak && !r.aboutDisclosure(part) && r.topic != applications {
		return false
	}
	// What follows the noun may make it another thing: 依申请公开制度.
	rest := part[at+1:]
	if next := firstHard(rest); next >= 0 && rest[next].concept == cText && !after(reach, cReceive) {
		return false
	}
	return !after(rest, cAnswer)
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

// follow-up results that repeat the number before them: 行政复议1件，正在审理中.
func (r *reader) repeated(tokens []token) {
	if r.last != reviewTotal && r.last != suitTotal {
		return
	}
	for i := range tokens {
		t := &tokens[i]
		if t.concept != cPending && (t.concept != cResult || t.metric == "") {
			continue
		}
		if r.lastValue != disclosure.Int(1) && !after(tokens, cEach) {
			return
		}
		column := "pending"
		if t.concept == cResult {
			column = t.metric
		}
		number := token{concept: cNumber, start: t.start, end: t.end, value: r.lastValue, unit: pieces}
		r.claim(strings.TrimSuffix(r.last, "total")+column, &number, tokens, number)
		return
	}
}

// claim keeps a claim; span is the number or the "none" it rests on.
func (r *reader) claim(metric string, number *token, label []token, span token) {
	start := span.start
	if len(label) > 0 {
		start = min(start, label[0].start)
	}
	r.last, r.lastValue, r.lastEnd = metric, number.value, span.end
	text := strings.Join(strings.Fields(r.text.cut(start, span.end)), " ")
	if strings.HasPrefix(metric, "applications.") {
		r.topic = applications
	}
	if metric == carriedIn && r.whereof && number.value > 0 {
		r.asWorkload()
	}
	for _, known := range r.claims {
		if known.Metric == metric && known.Value == number.value {
			return
		}
	}
	r.claims = append(r.claims, disclosure.Claim{Metric: metric, Value: number.value, Approx: number.approx, Text: text})
}

// asWorkload turns the received claim of the sentence at hand into the workload,
// since a part of it was carried in: 受理24件（含上年结转1件）.
func (r *reader) asWorkload() {
	for i := r.first; i < len(r.claims); i++ {
		switch r.claims[i].Metric {
		case workload:
			return
		case received:
			r.claims[i].Metric = workload
			return
		}
	}
}

// has reports whether a metric is claimed already.
func (r *reader) has(metric string) bool {
	return slices.ContainsFunc(r.claims, func(c disclosure.Claim) bool { return c.Metric == metric })
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

// loose reports whether a concept may stand between a noun and its number.
func loose(c concept) bool {
	switch c {
	case cFiller, cSum, cEach, cOccur, cJoin, cSep, cColon, cThisYear, cOwn, cYear, cWhereof:
		return true
	}
	return false
}

// headOf returns the index of the last word that is not loose, or -1. 信息
// behind 申请 belongs to it.
func headOf(tokens []token) int {
	for i := len(tokens) - 1; i >= 0; i-- {
		if loose(tokens[i].concept) {
			continue
		}
		if tokens[i].concept == cInfo {
			for j := i - 1; j >= 0; j-- {
				if tokens[j].concept == cApply || tokens[j].concept == cOutcome {
					return j
				}
				if !loose(tokens[j].concept) {
					break
				}
			}
		}
		return i
	}
	return -1
}

// firstHard returns the index of the first word that is not loose, or -1.
func firstHard(tokens []token) int {
	return slices.IndexFunc(tokens, func(t token) bool { return !loose(t.concept) })
}

// telling reports whether words name anything that is counted.
func telling(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return t.concept >= cReceive })
}

// firstWords returns the words up to the first that are no part of an object.
func firstWords(right []token) []token {
	for i := range right {
		switch right[i].concept {
		case cAnswer, cProcess, cOutcome, cEach, cSep:
			return right[:i]
		}
	}
	return right
}

// lastNoun returns the last word that names what is counted, or nil.
func lastNoun(tokens []token) *token {
	for i := len(tokens) - 1; i >= 0; i-- {
		switch tokens[i].concept {
		case cReview, cSuit, cSuitDirect, cSuitAfter, cLicence, cPenalty, cEnforce, cOther, cNorm, cRule, cAdminFee, cFee, cApply, cApplyWeak:
			return &tokens[i]
		}
	}
	return nil
}

// taking reports whether a concept is the act of taking an application in.
func taking(c concept) bool { return c == cReceive || c == cReceiveNew }

// isVerb reports whether a concept is an act.
func isVerb(c concept) bool {
	switch c {
	case cReceive, cReceiveNew, cTakeAll, cAnswer, cProcess, cPublish, cPublishOwn, cMade, cDecide:
		return true
	}
	return false
}

// split parts words at the joins between nouns; 收到和处理 is one act.
func split(tokens []token) [][]token {
	var parts [][]token
	start := 0
	for i := 0; i <= len(tokens); i++ {
		if i < len(tokens) && tokens[i].concept != cJoin && tokens[i].concept != cSep ||
			i > 0 && i+1 < len(tokens) && isVerb(tokens[i-1].concept) && isVerb(tokens[i+1].concept) {
			continue
		}
		if firstHard(tokens[start:i]) >= 0 {
			parts = append(parts, tokens[start:i])
		}
		start = i + 1
	}
	return parts
}

// distributes reports whether one number holds for each noun of a list: 均为0件,
// 各1件; a zero always does.
func distributes(label []token, number *token) bool {
	return number.value == 0 || after(label, cEach)
}

// lumped reports whether a list of nouns of different metrics shares one number,
// so that it states none of them: 行政复议、诉讼共5件.
func lumped(parts [][]token) bool {
	kinds := map[concept]bool{}
	for _, part := range parts {
		if head := headOf(part); head >= 0 {
			switch c := part[head].concept; c {
			case cReview, cSuit, cLicence, cPenalty, cEnforce, cNorm, cRule, cApply, cOther:
				kinds[c] = true
			}
		}
	}
	return len(kinds) > 1
}
