package narrative

import (
	"strings"

	"gongkai/disclosure"
)

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
	if r.topic == suits && r.claimed(suitTotal, 0) && r.has(reviewTotal) && !r.claimed(reviewTotal, 0) {
		return reviews // 行政复议5件、行政诉讼0件，其中维持2件
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
			case cMade, cRepeal, cInForce, cNewPublic:
				verb = left[i].concept
			case cText:
				if strings.ContainsAny(r.text.cut(left[i].start, left[i].end), "清解审修报核查评") {
					return nil
				}
			}
		}
	}
	switch {
	case after(left, cMade) && after(left, cRepeal):
		return []string{issued, repealed} // 未制发或废止
	case verb == cNewPublic && rule:
		return nil
	case verb == cNewPublic:
		return []string{normPublished}
	case verb == cRepeal:
		return []string{repealed}
	case verb == cInForce && rule:
		return nil
	case verb == cInForce:
		return []string{normInForce}
	}
	return []string{issued}
}

// decision names a count of decisions, or of the items of the form of 2019;
// published notices of decisions are another thing.
func (r *reader) decision(left []token, head *token, number *token) []string {
	if number != nil && number.unit == entries && number.value != 0 {
		return nil // 行政许可结果42条 counts notices
	}
	row := head.concept
	for i := range left {
		switch t := &left[i]; t.concept {
		case cPublish, cPublishOwn, cInfo, cApplyWeak, cOther:
			return nil
		case cLicence, cPenalty, cEnforce:
			row = t.concept
		}
	}
	names, known := decisionRows[row]
	if !known {
		names, known = decisionRows[r.decided]
	}
	if !known {
		return nil
	}
	if _, bare := decisionRows[head.concept]; bare && number != nil && number.unit == items && number.value != 0 && !acts(left) {
		return nil // 行政许可24项 counts powers
	}
	switch head.concept {
	case cPriorItems:
		return []string{names + ".prior_items"}
	case cChange:
		words := string(r.text.runes[head.start:head.end])
		if number != nil && (strings.Contains(words, "减") && !strings.Contains(words, "增") || r.text.runes[number.start-1] == '-') {
			number.value = -number.value
		}
		return []string{names + ".change"}
	}
	return []string{names + ".decisions"}
}

// decisionRows are the rows of table two that count decisions.
var decisionRows = map[concept]string{
	cLicence: "disclosure.licences", cPenalty: "disclosure.penalties", cEnforce: "disclosure.enforcement",
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
			if number.value != 0 && r.waived(left) || after(left, cSuit) || after(left, cReview) {
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

// waived reports whether words are of a fee that was not taken: 减免检索费.
func (r *reader) waived(left []token) bool {
	return r.says(left, "减免") && !after(left, cReceive) && !after(left, cReceiveNew)
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

// casesOfTopic returns the metric of the cases that are the topic, "" where none are.
func (r *reader) casesOfTopic() string {
	switch r.topic {
	case reviews:
		return reviewTotal
	case suits:
		return suitTotal
	}
	return ""
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
		if r.lastValue != disclosure.Int(1) && !after(tokens, cEach) && firstHard(tokens) != i {
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
