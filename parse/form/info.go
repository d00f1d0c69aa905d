package form

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/parse/layout"
)

// textKind says what a cell's text is at first sight.
type textKind uint8

// The kinds of texts.
const (
	blankText textKind = iota
	numberText
	placeholderText
	oddText // looks like a value but is none
	unitText
	wordsText
)

// manyTexts is about how many distinct texts a report has.
const manyTexts = 192

// texts remembers what a document's texts are, whatever the form.
type texts map[string]*text

// text is the kind of a text and, for words, its label.
type text struct {
	kind  textKind
	label label
}

// of returns what a text is.
func (all texts) of(raw string) *text {
	if known, ok := all[raw]; ok {
		return known
	}
	t, known := printed()[raw]
	if !known {
		t = newText(raw)
	}
	all[raw] = t
	return t
}

func newText(raw string) *text {
	t := &text{kind: kindOf(raw)}
	if t.kind == wordsText {
		t.label = makeLabel(raw)
	}
	return t
}

// printed are the texts of the labels as the forms print them: most documents have
// them to the letter, and they are looked at once for all documents. What they are
// is never changed.
var printed = sync.OnceValue(func() texts {
	all := texts{}
	for _, form := range disclosure.Forms() {
		for _, label := range printedLabels(form) {
			all[label] = newText(label)
		}
	}
	return all
})

func printedLabels(form *disclosure.Form) []string {
	var labels []string
	for i := range form.Tables {
		for _, row := range form.Tables[i].Rows {
			labels = append(labels, row.Labels...)
		}
		for _, column := range form.Tables[i].Columns {
			labels = append(labels, column.Label)
		}
	}
	return labels
}

// info is what is known of a text on one form, apart from where it stands.
type info struct {
	kind  textKind
	label label
	hits  []hit
}

// matcher reads one document on one form.
type matcher struct {
	v     *vocabulary
	texts texts
	infos map[string]*info
	// blocks are what the tables stand among, and about is whose report it is.
	blocks []layout.Block
	about  subject
}

func newMatcher(v *vocabulary, known texts) *matcher {
	return &matcher{v: v, texts: known, infos: make(map[string]*info, manyTexts)}
}

func (m *matcher) info(text string) *info {
	if known, ok := m.infos[text]; ok {
		return known
	}
	if known, ok := m.v.printed[text]; ok {
		m.infos[text] = known
		return known
	}
	t := m.texts.of(text)
	i := &info{kind: t.kind, label: t.label}
	if i.kind == wordsText {
		switch {
		case m.v.units[strings.TrimSpace(text)]:
			i.kind = unitText
		case i.label.text != "":
			i.hits = m.v.lookup(i.label.text)
			if row, leaf, ok := m.v.within(text); ok {
				i.hits, i.label = []hit{row}, leaf
			}
		}
	}
	m.infos[text] = i
	return i
}

// valueStarts are the Chinese characters that a value may begin with: numerals,
// and the first of the words for nothing, more and less.
const valueStarts = "零〇一二两三四五六七八九十无無未暂没沒不空增减減负新件口乚丨"

// kindOf sorts a text by its looks.
func kindOf(text string) textKind {
	if _, ok := plainDigits(text); ok {
		return numberText
	}
	if len(text) > 4*maxNumber {
		return wordsText
	}
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, isMark)); unicode.Is(unicode.Han, first) && !strings.ContainsRune(valueStarts, first) {
		return wordsText
	}
	if wordy(text) {
		return wordsText
	}
	state, _, doubt := ParseCell(text, "万元")
	if state == disclosure.Illegible && doubt == "" {
		state, _, doubt = ParseCell(text, "件")
	}
	switch {
	case state == disclosure.Blank:
		return blankText
	case state == disclosure.Reported:
		return numberText
	case state == disclosure.Placeholder:
		return placeholderText
	case doubt != "" || looksOdd(text):
		return oddText
	}
	return wordsText
}

// valueWords are the Chinese characters that stand in values: numerals, units and
// the words for nothing.
const valueWords = valueStarts + "百千万亿元角分件条项次人个份宗篇起余多约共计适用有数据目前发生"

// wordy reports whether a text has more Chinese characters that belong to no value
// than any value has: the labels, nearly always.
func wordy(text string) bool {
	const most = 4
	n := 0
	for _, r := range text {
		if han.Is(r) && !strings.ContainsRune(valueWords, r) {
			if n++; n == most {
				return true
			}
		}
	}
	return false
}

// looksOdd reports whether a short text without Chinese characters holds a digit.
func looksOdd(text string) bool {
	digits := false
	for _, r := range text {
		if r >= 0x2e80 && r < 0xff00 && r != 0x3000 {
			return false
		}
		digits = digits || (r >= '0' && r <= '9')
	}
	return digits && len(text) <= 16
}

func (i *info) valueish() bool { return i.kind >= numberText && i.kind <= oddText }

// namesRow reports whether a text resembles the label of a row; namesGroup and
// namesColumn do so for outer labels and columns.
func (m *matcher) namesRow(i *info) bool {
	for _, h := range i.hits {
		if len(m.v.entries[h.entry].rows) > 0 {
			return true
		}
	}
	return false
}

func (m *matcher) namesGroup(i *info) bool {
	for _, h := range i.hits {
		if len(m.v.entries[h.entry].groups) > 0 {
			return true
		}
	}
	return false
}

func (m *matcher) namesColumn(i *info) bool {
	for _, h := range i.hits {
		if len(m.v.entries[h.entry].columns) > 0 {
			return true
		}
	}
	return false
}

// onlyGroup reports whether a text names an outer label and no row.
func (m *matcher) onlyGroup(i *info) bool { return m.namesGroup(i) && !m.namesRow(i) }
