package audit

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongkai/disclosure"
)

// role is the part of a report that a passage belongs to.
type role uint8

const (
	rolePreamble role = iota
	roleOverview
	roleDisclosure
	roleApplications
	roleDisputes
	roleProblems
	roleOther
	roleElse
	roleCount
)

// roleSections are the sections' keys by role.
var roleSections = [roleCount]string{
	roleOverview: "overview", roleDisclosure: "disclosure", roleApplications: "applications",
	roleDisputes: "disputes", roleProblems: "problems", roleOther: "other",
}

// roleOf returns the role of a section.
func roleOf(key string) role {
	for r, section := range roleSections {
		if section == key && key != "" {
			return role(r)
		}
	}
	return roleElse
}

// part is one passage of prose: the preamble or a section's text.
type part struct {
	heading string
	text    string
	role    role
	// characters counts the characters of the text, spaces left out.
	characters int
	// marks says that the text holds an ASCII mark that may stand for what is to be
	// filled in: x, X, _ or *; percent that it holds a %.
	marks, percent bool
}

// hit is a word of the lexicon in a part, as a byte range.
type hit struct {
	part     int
	from, to int
	word     word
}

// digits is a run of at least four digits in a part, as a byte range.
type digits struct {
	part, from, to int
	// count is the number of digits and value their number where it is at most 9999.
	count, value int
}

// text is the report's prose after one scan for the words that rules ask for.
type text struct {
	parts []part
	hits  []hit
	runs  []digits
	seen  [roleCount]wordSet
	// anywhere is the union of seen.
	anywhere wordSet
	bytes    int
}

// wordSet is a set of words of the lexicon.
type wordSet [2]uint64

func (w *wordSet) add(x word)      { w[x>>6] |= 1 << (x & 63) }
func (w *wordSet) join(x wordSet)  { w[0], w[1] = w[0]|x[0], w[1]|x[1] }
func (w *wordSet) has(x word) bool { return w[x>>6]&(1<<(x&63)) != 0 }

// says reports whether a part of the given role holds any of the words.
func (t *text) says(r role, words ...word) bool {
	for _, w := range words {
		if t.seen[r].has(w) {
			return true
		}
	}
	return false
}

// saysAnywhere reports whether any part holds any of the words.
func (t *text) saysAnywhere(words ...word) bool {
	for _, w := range words {
		if t.anywhere.has(w) {
			return true
		}
	}
	return false
}

// scan walks the prose once.
func (t *text) scan(report *disclosure.Report) {
	*t = text{parts: t.parts[:0], hits: t.hits[:0], runs: t.runs[:0]}
	if t.parts == nil {
		t.parts, t.hits, t.runs = make([]part, 0, len(report.Sections)+1), make([]hit, 0, 48), make([]digits, 0, 16)
	}
	t.add(rolePreamble, "", report.Preamble)
	for i := range report.Sections {
		section := &report.Sections[i]
		t.add(roleOf(section.Key), section.Heading, section.Text)
	}
	for r := range t.seen {
		t.anywhere.join(t.seen[r])
	}
}

// add scans one part.
func (t *text) add(r role, heading, passage string) {
	at := len(t.parts)
	t.parts = append(t.parts, part{heading: heading, text: passage, role: r})
	t.bytes += len(passage)
	lex := theLexicon()
	count := 0
	for i := 0; i < len(passage); {
		c := passage[i]
		if c < utf8.RuneSelf {
			switch {
			case c >= '0' && c <= '9':
				i = t.digitRun(at, i)
				continue
			case c <= ' ':
				count--
			case c == 'x' || c == 'X' || c == '_' || c == '*':
				t.parts[at].marks = true
			case c == '%':
				t.parts[at].percent = true
			}
			count++
			i++
			continue
		}
		// Nearly all characters of a report are of three bytes: looked up here, without a call.
		first, size := rune(0), 0
		if i+2 < len(passage) && c-0xE1 < 0x0F {
			second, third := passage[i+1], passage[i+2]
			if row := uint(c&0x0F)<<6 | uint(second&0x3F); second&third&0x80 != 0 && (second|third)&0x40 == 0 {
				if lex.starts[row]&(1<<(third&0x3F)) == 0 {
					count++
					i += 3
					continue
				}
				first, size = rune(row<<6|uint(third&0x3F)), 3
			}
		}
		if size == 0 {
			first, size = utf8.DecodeRuneInString(passage[i:])
		}
		switch {
		case first >= 1<<16:
		case lex.first[first] != 0:
			t.words(lex.buckets[lex.first[first]], at, i, i+size)
		case first >= '０' && first <= '９':
			i = t.digitRun(at, i)
			continue
		case first == '\u00a0' || first == '\u3000':
			count--
		}
		count++
		i += size
	}
	t.parts[at].characters += count
}

// words notes the words of a bucket that stand at from; their first character ends at to.
func (t *text) words(bucket []lexiconGroup, at, from, to int) {
	part := &t.parts[at]
	rest := part.text[to:]
	next := secondKey(rest)
	spaced := rest != "" && spaceAt(rest) > 0
	for g := range bucket {
		group := &bucket[g]
		known := 0 // bytes of the words that are compared already
		switch group.second {
		case 0:
		case next:
			known = 3
		default:
			if !spaced {
				continue
			}
		}
		for k := range group.entries {
			entry := &group.entries[k]
			if n := matchLoosely(rest[known:], entry.rest[known:]); n >= 0 {
				t.seen[part.role].add(entry.word)
				t.hits = append(t.hits, hit{at, from, to + known + n, entry.word})
			}
		}
	}
}

// digitRun notes a run of digits that starts at from and returns its end.
func (t *text) digitRun(at, from int) int {
	passage := t.parts[at].text
	run := digits{part: at, from: from}
	i := from
	for i < len(passage) {
		d, size := digitAt(passage[i:])
		if size == 0 {
			break
		}
		if run.count < 5 {
			run.value = run.value*10 + d
		}
		run.count++
		i += size
	}
	run.to = i
	t.parts[at].characters += run.count
	if run.count >= 4 {
		t.runs = append(t.runs, run)
	}
	return i
}

// digitAt returns the decimal digit, half- or full-width, that a text starts with;
// size 0 where there is none.
func digitAt(s string) (value, size int) {
	if s[0] >= '0' && s[0] <= '9' {
		return int(s[0] - '0'), 1
	}
	if len(s) >= 3 && s[0] == 0xEF && s[1] == 0xBC && s[2] >= 0x90 && s[2] <= 0x99 {
		return int(s[2] - 0x90), 3
	}
	return 0, 0
}

// matchLoosely returns how many bytes of s spell out word, spaces and line breaks
// between its characters not counted; -1 where s does not start with it.
func matchLoosely(s, word string) int {
	i := 0
	for j := 0; j < len(word); {
		if i >= len(s) {
			return -1
		}
		if s[i] == word[j] {
			i++
			j++
			continue
		}
		n := spaceAt(s[i:])
		if n == 0 {
			return -1
		}
		i += n
	}
	return i
}

// spaceAt returns the size of the space that s starts with: ASCII space, tab, line
// break, no-break space or ideographic space; 0 where there is none.
func spaceAt(s string) int {
	switch s[0] {
	case ' ', '\t', '\n', '\r':
		return 1
	case 0xC2:
		if len(s) >= 2 && s[1] == 0xA0 {
			return 2
		}
	case 0xE3:
		if len(s) >= 3 && s[1] == 0x80 && s[2] == 0x80 {
			return 3
		}
	}
	return 0
}

// lexicon finds the words by their first character. starts has a bit for each
// character that a word starts with, for the full-width digits and the wide space.
type lexicon struct {
	starts  [1 << 10]uint64
	first   [1 << 16]uint8
	buckets [][]lexiconGroup
}

// lexiconGroup holds the words that share their first two characters; second is the
// key of the other, 0 where there is none.
type lexiconGroup struct {
	second  uint32
	entries []lexiconEntry
}

// lexiconEntry is a word without its first character.
type lexiconEntry struct {
	word word
	rest string
}

// secondKey packs the first three bytes of a text, those of nearly every character.
func secondKey(s string) uint32 {
	if len(s) < 3 {
		return 0
	}
	return uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2])
}

var theLexicon = sync.OnceValue(func() *lexicon {
	lex := &lexicon{buckets: make([][]lexiconGroup, 1)}
	for digit := rune('０'); digit <= '９'; digit++ {
		lex.starts[digit>>6] |= 1 << (digit & 63)
	}
	lex.starts['\u3000'>>6] |= 1 << ('\u3000' & 63)
	for w, spelling := range append(wordSpellings[:], counters[:]...) {
		first, size := utf8.DecodeRuneInString(spelling)
		bucket := lex.first[first]
		if bucket == 0 {
			bucket = uint8(len(lex.buckets))
			lex.first[first] = bucket
			lex.starts[first>>6] |= 1 << (first & 63)
			lex.buckets = append(lex.buckets, nil)
		}
		groups, second := lex.buckets[bucket], secondKey(spelling[size:])
		g := slices.IndexFunc(groups, func(group lexiconGroup) bool { return group.second == second })
		if g < 0 {
			g, groups = len(groups), append(groups, lexiconGroup{second: second})
		}
		groups[g].entries = append(groups[g].entries, lexiconEntry{word(w), spelling[size:]})
		lex.buckets[bucket] = groups
	}
	return lex
})

// clauseEnds and sentenceEnds are the marks that end a clause or a sentence.
const (
	sentenceEnds = "。；！？;!?\n"
	clauseEnds   = sentenceEnds + "，,：:、"
)

// sentence returns the sentence around a place in a part, spaces trimmed and at
// most 120 characters long.
func (t *text) sentence(at, from, to int) string {
	passage := t.parts[at].text
	start, end := 0, len(passage)
	if i := strings.LastIndexAny(passage[:from], sentenceEnds); i >= 0 {
		_, size := utf8.DecodeRuneInString(passage[i:])
		start = i + size
	}
	if i := strings.IndexAny(passage[to:], sentenceEnds); i >= 0 {
		end = to + i
	}
	quote := []rune(strings.TrimSpace(passage[start:end]))
	if len(quote) > 120 {
		quote = append(quote[:120], '…')
	}
	return string(quote)
}

// before and after return up to n bytes of the part on either side of a place, cut
// at the ends of the sentence.
func (t *text) before(at, from, n int) string {
	passage := t.parts[at].text[:from]
	if len(passage) > n {
		passage = passage[len(passage)-n:]
		for len(passage) > 0 && !utf8.RuneStart(passage[0]) {
			passage = passage[1:]
		}
	}
	if i := strings.LastIndexAny(passage, sentenceEnds); i >= 0 {
		_, size := utf8.DecodeRuneInString(passage[i:])
		passage = passage[i+size:]
	}
	return passage
}

func (t *text) after(at, to, n int) string {
	passage := t.parts[at].text[to:]
	if len(passage) > n {
		passage = passage[:n]
		for len(passage) > 0 {
			if r, size := utf8.DecodeLastRuneInString(passage); r != utf8.RuneError || size > 1 {
				break
			}
			passage = passage[:len(passage)-1]
		}
	}
	if i := strings.IndexAny(passage, sentenceEnds); i >= 0 {
		passage = passage[:i]
	}
	return passage
}

// place says where a part stands.
func (t *text) place(s *sheet, at int) disclosure.Place {
	name := t.parts[at].heading
	if name == "" {
		name = "正文开头"
	}
	return disclosure.Place{Path: name, Reader: s.report.Reader}
}
