package form

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// vocabulary is the words of one form: each distinct label once, with the rows,
// groups and columns that it names.
type vocabulary struct {
	form    *disclosure.Form
	entries []entry
	exact   map[string]int
	// holders lists, for each character, the entries that hold it.
	holders map[rune][]int32
	// outer are the entries that are outer labels of rows.
	outer []int
	// units are the words that a column of units may hold.
	units map[string]bool
	// rowLabels are the labels of the rows, outermost first, by table and row.
	rowLabels [][][]label
	// columnLabels are the labels of the columns, by table and column.
	columnLabels [][]label
	// sumsRows tells the tables whose rows add up to a total.
	sumsRows []bool
	// marks are the entries that no other form has.
	marks map[int]bool
	// printed is what is known of the labels as the form prints them. It is shared
	// by all documents and never changed.
	printed map[string]*info
}

// entry is one distinct label.
type entry struct {
	runes []rune
	rows  []place // rows that it names
	// groups are rows that it is an outer label of.
	groups  []place
	columns []place
}

// place is a row or column of a table of the form.
type place struct{ table, index int }

// hit is an entry that a text resembles.
type hit struct {
	entry int
	score float64
}

// The bars of likeness between a text and a label of the form.
const (
	// likeBar is the least likeness at which a text can be a label.
	likeBar = 0.58
	// likeMargin is how far below the best entry another is still considered.
	likeMargin = 0.1
	// cutScore is given to a text that is the beginning of a label, and longScore to
	// one that goes on after the whole label.
	cutScore, longScore = 0.66, 0.75
)

// vocabularies returns the forms' words, the newest form first.
var vocabularies = sync.OnceValue(func() []*vocabulary {
	var all []*vocabulary
	holders := map[string]int{}
	for _, form := range disclosure.Forms() {
		v := newVocabulary(form)
		all = append(all, v)
		for text := range v.exact {
			holders[text]++
		}
	}
	for _, v := range all {
		v.marks = map[int]bool{}
		for text, i := range v.exact {
			e := &v.entries[i]
			if holders[text] == 1 && len(e.rows)+len(e.columns) > 0 {
				v.marks[i] = true
			}
		}
		known := map[string]*info{}
		for _, label := range printedLabels(v.form) {
			known[label] = newMatcher(v, texts{}).info(label)
		}
		v.printed = known
	}
	return all
})

func newVocabulary(form *disclosure.Form) *vocabulary {
	v := &vocabulary{
		form: form, exact: map[string]int{}, holders: map[rune][]int32{},
		units: map[string]bool{"元": true, "单位": true},
	}
	add := func(text string) *entry {
		i, known := v.exact[text]
		if !known {
			i = len(v.entries)
			v.exact[text] = i
			v.entries = append(v.entries, entry{runes: []rune(text)})
			for _, r := range v.entries[i].runes {
				if at := v.holders[r]; len(at) == 0 || at[len(at)-1] != int32(i) {
					v.holders[r] = append(at, int32(i))
				}
			}
		}
		return &v.entries[i]
	}
	for t := range form.Tables {
		table := &form.Tables[t]
		var rows [][]label
		for r := range table.Rows {
			var path []label
			for depth, text := range table.Rows[r].Labels {
				l := makeLabel(text)
				path = append(path, l)
				e := add(l.text)
				if depth == len(table.Rows[r].Labels)-1 {
					e.rows = append(e.rows, place{t, r})
				} else {
					e.groups = append(e.groups, place{t, r})
				}
			}
			rows = append(rows, path)
		}
		v.rowLabels = append(v.rowLabels, rows)
		var columns []label
		for c := range table.Columns {
			l := makeLabel(table.Columns[c].Label)
			columns = append(columns, l)
			e := add(l.text)
			e.columns = append(e.columns, place{t, c})
		}
		v.columnLabels = append(v.columnLabels, columns)
		v.sumsRows = append(v.sumsRows, slices.ContainsFunc(form.Identities, func(i disclosure.Identity) bool {
			return i.Table == table.ID && i.Row != ""
		}))
	}
	for i := range v.entries {
		if len(v.entries[i].groups) > 0 {
			v.outer = append(v.outer, i)
		}
	}
	for i := range form.Cells {
		v.units[form.Cells[i].Unit] = true
	}
	return v
}

// leaf returns the innermost label of a row.
func (v *vocabulary) leaf(p place) label {
	path := v.rowLabels[p.table][p.index]
	return path[len(path)-1]
}

// lookup returns the entries that a label resembles, the likest first. A label
// that is an entry resembles no other.
func (v *vocabulary) lookup(text string) []hit {
	if text == "" {
		return nil
	}
	if i, ok := v.exact[text]; ok {
		return []hit{{i, 1}}
	}
	runes := []rune(text)
	if len(runes) < 2 {
		return nil
	}
	shared := make([]uint8, len(v.entries))
	for _, r := range runes {
		for _, i := range v.holders[r] {
			if shared[i] < 255 {
				shared[i]++
			}
		}
	}
	var hits []hit
	for i, n := range shared {
		other := v.entries[i].runes
		if n < 2 || (float64(2*n) < likeBar*float64(len(runes)+len(other)) && int(n) < min(len(runes), len(other))) {
			continue
		}
		if score := likeness(runes, other); score >= likeBar {
			hits = append(hits, hit{i, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	for i := range hits {
		if hits[i].score < hits[0].score-likeMargin {
			return hits[:i]
		}
	}
	return hits
}

// within returns the row that a text names together with its groups, as
// "行政诉讼（未经复议直接起诉）" does, and the part of the text that is the row's own label.
func (v *vocabulary) within(text string) (row hit, leaf label, ok bool) {
	if len(text) > 4*maxHeading {
		return hit{}, label{}, false
	}
	var array [4 * maxHeading]rune
	runes := han.Fold(array[:0], text, false)
	var group *entry
	for range maxGroups {
		_, _, size := numbering(runes)
		n, g := 0, -1
		for _, outer := range v.outer {
			if used := after(runes[size:], v.entries[outer].runes); used > n {
				n, g = used, outer
			}
		}
		if g < 0 {
			break
		}
		group, runes = &v.entries[g], runes[size+n:]
		for len(runes) > 0 && strings.ContainsRune("-—–/:、,，·>|", runes[0]) {
			runes = runes[1:]
		}
		if len(runes) == 0 {
			break
		}
		leaf = makeLabel(string(runes))
		if leaf.text == "" {
			leaf.text = lettersOnly(runes)
		}
		i, known := v.exact[leaf.text]
		if known && slices.ContainsFunc(v.entries[i].rows, func(p place) bool { return slices.Contains(group.groups, p) }) {
			return hit{i, 1}, leaf, true
		}
	}
	return hit{}, label{}, false
}

// maxGroups bounds the groups that a label may be written with.
const maxGroups = 3

// after returns how many runes of a text are used up by a label that it begins with,
// whatever signs stand in between; 0 where it does not begin with it.
func after(text, label []rune) int {
	at := 0
	for _, r := range label {
		for at < len(text) && text[at] != r && !keepsMeaning(text[at]) {
			at++
		}
		if at == len(text) || text[at] != r {
			return 0
		}
		at++
	}
	return at
}

// likeness says from 0 to 1 how alike a text and a label are: the share of the
// characters that both have in the same order, and not less than cutScore or
// longScore where one begins with the other.
func likeness(text, label []rune) float64 {
	if slices.Equal(text, label) {
		return 1
	}
	score := 2 * float64(commonLength(text, label)) / float64(len(text)+len(label))
	if len(text) >= 3 && len(text) < len(label) && slices.Equal(text, label[:len(text)]) {
		score = max(score, cutScore)
	}
	if len(label) >= 3 && len(label) < len(text) && slices.Equal(label, text[:len(label)]) {
		score = max(score, longScore)
	}
	return score
}

// commonLength is the length of the longest common subsequence.
func commonLength(a, b []rune) int {
	if len(b) > maxLabel {
		b = b[:maxLabel]
	}
	var row [maxLabel + 1]uint8
	for _, x := range a {
		diagonal := uint8(0)
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return int(row[len(b)])
}
