package narrative

import (
	"slices"
)

// loose reports whether a concept may stand between a noun and its number.
func loose(c concept) bool {
	switch c {
	case cFiller, cSum, cEach, cOccur, cJoin, cSep, cColon, cThisYear, cOwn, cYear, cWhereof:
		return true
	}
	return false
}

// headOf returns the index of the last word that is not loose, or -1; a word that
// only ends a noun gives way to it.
func headOf(tokens []token) int {
	for i := len(tokens) - 1; i >= 0; i-- {
		if loose(tokens[i].concept) {
			continue
		}
		if tokens[i].concept == cAnswer && i > 0 && tokens[i-1].concept == cOutcome {
			return i - 1 // 予以公开答复9件
		}
		for j := i - 1; j >= 0 && (tokens[i].concept == cInfo || tokens[i].concept == cApplyWeak); j-- {
			if belongs(tokens[i].concept, tokens[j].concept) {
				return j
			}
			if !loose(tokens[j].concept) {
				break
			}
		}
		return i
	}
	return -1
}

// belongs reports whether a word only ends the noun before it: 申请信息, 行政复议申请.
func belongs(word, noun concept) bool {
	if word == cInfo {
		return noun == cApply || noun == cOutcome
	}
	return noun == cReview || noun == cSuit
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

// acts reports whether words hold a verb.
func acts(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return isVerb(t.concept) })
}

// firstVerb returns the first act that words hold, cText where there is none.
func firstVerb(tokens []token) concept {
	for i := range tokens {
		if isVerb(tokens[i].concept) {
			return tokens[i].concept
		}
	}
	return cText
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

// isAct reports whether a concept is an act that one noun may share with another:
// 制发或废止规范性文件.
func isAct(c concept) bool { return isVerb(c) || c == cRepeal }

// split parts words at the joins between nouns, and between a review and a suit
// that no join parts: 无复议诉讼. 收到和处理 is one act.
func split(tokens []token) [][]token {
	var parts [][]token
	start := 0
	for i := 0; i <= len(tokens); i++ {
		if i > start && i < len(tokens) && (tokens[i-1].concept == cReview && tokens[i].concept == cSuit || tokens[i-1].concept == cSuit && tokens[i].concept == cReview) {
			parts = append(parts, tokens[start:i])
			start = i
		}
		if i < len(tokens) && tokens[i].concept != cJoin && tokens[i].concept != cSep ||
			i > 0 && i+1 < len(tokens) && isAct(tokens[i-1].concept) && isAct(tokens[i+1].concept) {
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
	return number.value == 0 || after(label[headOf(label)+1:], cEach)
}

// lumped reports whether a list of nouns of different metrics shares one number,
// so that it states none of them: 行政复议、诉讼共5件.
func lumped(parts [][]token) bool {
	kinds, outcomes, last := map[concept]bool{}, map[string]bool{}, cText
	for _, part := range parts {
		if head := headOf(part); head >= 0 {
			switch last = part[head].concept; last {
			case cReview, cSuit, cLicence, cPenalty, cEnforce, cNorm, cRule, cApply, cOther:
				kinds[last] = true
			case cOutcome:
				outcomes[family(part[head].metric)] = true
			}
		}
	}
	return (len(kinds) > 1 || len(outcomes) > 1) && last != cInfo // 会议、规范性文件等信息9条
}
