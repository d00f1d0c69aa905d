package narrative

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// topic is what the sentences at hand count.
type topic uint8

const (
	noTopic topic = iota
	applications
	reviews
	suits
	documents
	regulations
	otherWork
)

// period says whose time a count belongs to.
type period uint8

const (
	thisYear period = iota
	elsewhen        // another year, or a part of this one
	always          // more than this year: only a "none" is then also one of this year
)

// reader follows one text.
type reader struct {
	text *normal
	year int
	// onlyYear is the one year that the text names, where year is unknown.
	onlyYear int
	// town is true where the speaker is a township: a county's figures are not its own.
	town   bool
	claims []disclosure.Claim
	// tokens is the sentence at hand; its room is used again for the next.
	tokens []token

	topic topic
	// heading is the topic that the last heading named.
	heading topic
	// decided is the kind of decision that was named last.
	decided concept
	// Of the sentence at hand.
	period  period
	wide    bool
	plan    bool
	whereof bool
	// opening and openingWide are period and wide at its first number, opened is true from there on.
	opening             period
	openingWide, opened bool
	// brackets is true between brackets, within there and for the item directly behind 其中.
	brackets, within bool
	// first is the number of claims made before it.
	first int
	// tookRight is true where the number at hand was named by the words behind it.
	tookRight bool
	// pending holds the segments without a number since the last number, speaker
	// the words before the sentence's first number, up to the next semicolon.
	pending, speaker []token
	// modes is true where several ways are named in which applications came in.
	modes bool
	// last is the metric of the number before, for results that repeat it: 1件，正在审理.
	last      string
	lastValue disclosure.Number
}

// Claims returns the figures that text states about year, each once, in the
// order of the text. Section is left empty; Text is the clause a claim rests on,
// as it stands in text. A year of 0 takes the year for unknown: figures of named
// years are then left alone unless only one year is named.
//
// A figure for a whole county or city (全县共收到) is claimed unless the text
// speaks of a town.
func Claims(text string, year int) []disclosure.Claim {
	return claims(text, year, townSpeaks(text))
}

// townWords are how a township's report names its own body.
var townWords = [...]string{"我镇", "我乡", "我街道", "本镇", "本乡", "街道", "镇政府", "乡政府", "镇人民政府", "乡人民政府", "镇党委", "乡党委", "全镇", "全乡"}

func townSpeaks(text string) bool {
	return slices.ContainsFunc(townWords[:], func(word string) bool { return strings.Contains(text, word) })
}

func claims(text string, year int, town bool) []disclosure.Claim {
	n := normalize(text)
	r := &reader{text: &n, year: year, town: town}
	for start := 0; start < len(n.runes); {
		end := start
		for end < len(n.runes) && n.runes[end] != '\n' {
			end++
		}
		r.paragraph(start, end)
		start = end + 1
	}
	return r.settled()
}

// maxHeading is the length up to which a paragraph of one sentence that claims
// nothing is a heading: what it names is the topic of the paragraphs below it.
const maxHeading = 40

// maxSentence bounds the runes that are read as one sentence, and maxClaims the
// claims of one text, so that no text takes longer than its length allows.
const (
	maxSentence = 1000
	maxClaims   = 500
)

// paragraph reads one paragraph. What is being counted carries over from sentence
// to sentence, but not beyond the paragraph or the next numbered part.
func (r *reader) paragraph(start, end int) {
	r.topic = r.heading
	sentences, claimed := 0, len(r.claims)
	for i := start; i < end; sentences++ {
		stop := i
		for stop < min(end, i+maxSentence) && r.text.runes[stop] != '。' {
			stop++
		}
		if shut := r.text.find('）', i, stop); shut > 0 && r.text.runes[i] == '（' && isListMark(r.text.runes[i+1:shut]) {
			r.topic = noTopic
		}
		r.tokens = r.text.tokens(r.tokens, i, stop, 0)
		r.sentence(r.tokens)
		i = stop
		if i < end && r.text.runes[i] == '。' {
			i++
		}
		if i == end && sentences == 0 && end-start <= maxHeading && len(r.claims) == claimed {
			r.heading = r.topic
		}
	}
}

// sentence reads one sentence.
func (r *reader) sentence(tokens []token) {
	if len(tokens) > 0 && tokens[0].concept == cWhereof {
		r.period, r.wide = r.opening, r.openingWide // 其中 details the sentence before
	} else {
		r.period, r.wide = thisYear, false
	}
	r.opened = false
	r.plan, r.whereof, r.modes = false, false, several(tokens, cMode)
	r.within = false
	r.pending, r.speaker, r.last, r.first = nil, nil, "", len(r.claims)
	r.segments(tokens)
}

// segments reads the segments of a sentence or of a bracket group.
func (r *reader) segments(tokens []token) {
	start := 0
	for i := 0; i <= len(tokens); i++ {
		if i < len(tokens) && tokens[i].concept != cSep && tokens[i].concept != cColon {
			continue
		}
		if i > start {
			r.segment(tokens[start:i])
		}
		if i < len(tokens) && len(r.pending) > 0 {
			r.pending = append(r.pending, tokens[i])
		}
		if i < len(tokens) && r.text.runes[tokens[i].start] == '；' {
			r.speaker = nil
		}
		start = i + 1
	}
}

// maxPending bounds the words without a number that are kept as a label.
const maxPending = 200

// segment reads what stands between two commas.
func (r *reader) segment(tokens []token) {
	counted := false
	label := 0 // where the words of the next number begin
	than, quota := false, false
	var more *token
	before := func(i int) []token { return tokens[min(label, i):i] }
	for i := 0; i < len(tokens); i++ {
		t := &tokens[i]
		switch t.concept {
		case cThan:
			than = true
		case cQuota:
			quota = true
		case cPlan:
			r.plan = true
		case cWhereof:
			// 公开包括机构职能等信息9条: before any number there is nothing to detail.
			if r.opened || r.brackets || i == 0 || r.says(tokens[i:i+1], "中") {
				r.whereof, r.within = true, true
			}
		case cMore:
			more = t
		case cWide:
			if leads(tokens[:i]) && !(after(tokens[:i], cOwn) && r.text.runes[t.start-1] == '在') {
				r.wide = !r.ownScope(t)
			}
		case cOwn:
			r.wide = false
		case cThisYear, cLastYear, cNextYear, cLongAgo, cPart, cYear:
			if !than && !near(tokens, i, cCarry) && !near(tokens, i, cThan) {
				r.setPeriod(t)
			}
		case cNone:
			end := r.scope(tokens, i+1)
			if !than && !r.wide && !r.plan && r.period != elsewhen {
				counted = r.none(before(i), t, tokens[i+1:end], end == len(tokens)) || counted
			}
			if end > i+1 {
				label = end
			}
			i = end - 1
		case cNoFee:
			if !near(tokens, i, cAdminFee) && r.allowed() {
				zero := token{concept: cNumber, start: t.start, end: t.end, unit: yuan}
				r.claim(processingFee, &zero, before(i), zero)
			}
		case cNumber:
			if !r.opened {
				r.opening, r.openingWide, r.opened = r.period, r.wide, true
				r.speaker = until(r.tokens, t.start)
			}
			group := numberGroup(tokens, i)
			right := tokens[group:rightEnd(tokens, group)]
			left := before(i)
			skip := quota || than && after(left, cThan) || more != nil && directly(left, more)
			r.tookRight = false
			if !skip && r.allowed() {
				r.count(left, tokens[i:group], right)
			}
			counted, more, quota, r.within = true, nil, false, r.brackets
			label = group
			if r.tookRight {
				label = group + len(right) // 5件予以公开3件部分公开
			}
			i = group - 1
		}
	}
	if !counted {
		r.repeated(tokens)
	}
	r.follow(tokens, counted)
	for i := range tokens {
		if tokens[i].inner != nil {
			r.aside(tokens[i].inner)
		}
	}
	switch {
	case counted:
		r.pending = nil
	case len(r.pending) < maxPending:
		r.pending = append(r.pending, tokens...)
	}
}

// aside reads a bracket group: it only details what stands before it.
func (r *reader) aside(inner []token) {
	whereof, brackets, pending, period, wide := r.whereof, r.brackets, r.pending, r.period, r.wide
	r.whereof, r.brackets, r.within, r.pending = true, true, true, nil
	r.segments(inner)
	r.whereof, r.brackets, r.within, r.pending, r.period, r.wide = whereof, brackets, brackets, pending, period, wide
}

// allowed reports whether counts are this body's of this year.
func (r *reader) allowed() bool { return r.period == thisYear && !r.wide && !r.plan }

// setPeriod follows a time word. Where it leads back to this year, 其中 no longer
// details: 历年公开90条，其中2021年12条 counts a whole year.
func (r *reader) setPeriod(t *token) {
	was := r.period
	r.period = r.periodOf(t)
	if was != thisYear && r.period == thisYear {
		r.whereof = false
	}
}

// periodOf returns whose time a time word names.
func (r *reader) periodOf(t *token) period {
	switch t.concept {
	case cLongAgo:
		return always
	case cThisYear:
		return thisYear
	case cYear:
		if t.year == r.reportYear(t) {
			return thisYear
		}
	}
	return elsewhen
}

// reportYear is the year that claims are about; where it is unknown, the one
// year that the text names.
func (r *reader) reportYear(t *token) int {
	if r.year != 0 {
		return r.year
	}
	if r.onlyYear == 0 {
		r.onlyYear = t.year
	}
	return r.onlyYear
}

// ownScope reports whether a word for a whole county or city is the speaker's
// own scope: 全市 in a text that never speaks of a town.
func (r *reader) ownScope(t *token) bool {
	return !r.town && (r.text.runes[t.start] == '全' || follows(r.text.runes, t.start, "各级"))
}

// leads reports whether what follows tokens is the subject of its segment.
func leads(tokens []token) bool {
	return !slices.ContainsFunc(tokens, func(t token) bool {
		return !loose(t.concept) && t.concept != cWide && t.concept != cPart && t.concept != cLastYear
	})
}

// scope returns where the reach of a "none" ends: the next number, the next
// "none" or the segment's end.
func (r *reader) scope(tokens []token, from int) int {
	for i := from; i < len(tokens); i++ {
		if tokens[i].concept == cNone || tokens[i].concept == cNumber {
			return i
		}
	}
	return len(tokens)
}

// follow keeps what the next segments and sentences need: what is being counted.
func (r *reader) follow(tokens []token, counted bool) {
	r.followDocuments(tokens)
	for i := range tokens {
		switch tokens[i].concept {
		case cApply, cOutcome:
			r.topic = applications
		case cApplyWeak:
			if r.aboutDisclosure(tokens[:i+1]) {
				r.topic = applications
			}
		case cReview:
			r.topic = reviews
		case cSuit, cSuitDirect, cSuitAfter:
			r.topic = suits
		case cOther:
			if counted {
				r.topic = otherWork
			}
		}
	}
}

// followDocuments keeps which row of table two is counted.
func (r *reader) followDocuments(tokens []token) {
	for i := range tokens {
		switch tokens[i].concept {
		case cNorm:
			r.topic = documents
		case cRule:
			r.topic = regulations
		case cLicence, cPenalty, cEnforce:
			r.decided = tokens[i].concept
		}
	}
}

// until returns the tokens that begin before rune end.
func until(tokens []token, end int) []token {
	i := len(tokens)
	for i > 0 && tokens[i-1].start >= end {
		i--
	}
	return tokens[:i]
}

// numberGroup returns the end of the numbers that begin at i: 1、2和3件 is one
// group, 2件和1件 two unless 分别 stands before them.
func numberGroup(tokens []token, i int) int {
	apart := slices.ContainsFunc(tokens[:i], func(t token) bool { return t.concept == cEach })
	end := i + 1
	for end+1 < len(tokens) && tokens[end].concept == cJoin && tokens[end+1].concept == cNumber &&
		(apart || tokens[end-1].unit == noUnit) {
		end += 2
	}
	return end
}

// rightEnd returns the end of the words that may belong to the number before at.
func rightEnd(tokens []token, at int) int {
	for i := at; i < len(tokens); i++ {
		if tokens[i].concept == cNumber || tokens[i].concept == cNone || i == at && tokens[i].concept == cJoin {
			return i
		}
	}
	return len(tokens)
}

// near reports whether a concept stands in the same segment at most four words
// off, with no number between.
func near(tokens []token, i int, wanted concept) bool {
	for j := i + 1; j < len(tokens) && j <= i+4 && tokens[j].concept != cNumber; j++ {
		if tokens[j].concept == wanted {
			return true
		}
	}
	for j := i - 1; j >= 0 && j >= i-4 && tokens[j].concept != cNumber; j-- {
		if tokens[j].concept == wanted {
			return true
		}
	}
	return false
}

// several reports whether a concept stands in tokens more than once.
func several(tokens []token, wanted concept) bool {
	first := slices.IndexFunc(tokens, func(t token) bool { return t.concept == wanted })
	return first >= 0 && after(tokens[first+1:], wanted)
}

// after reports whether a concept stands in tokens.
func after(tokens []token, wanted concept) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return t.concept == wanted })
}

// says reports whether one of tokens holds a word.
func (r *reader) says(tokens []token, word string) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return strings.Contains(r.text.cut(t.start, t.end), word) })
}

// directly reports whether only loose words stand behind t in tokens.
func directly(tokens []token, t *token) bool {
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].start == t.start {
			return true
		}
		if !loose(tokens[i].concept) {
			return false
		}
	}
	return false
}
