package scan

import (
	"math"
	"slices"

	"gongkai/parse/scan/digit"
)

// The confidences of numbers.
const (
	agreed     = 0.99 // the network and tesseract read the same
	alikeOnly  = 0.90 // tesseract does not, but the mark looks like those where they do
	confirmed  = 0.85 // tesseract read another number in the row, but the same alone
	unopposed  = 0.80 // tesseract reads nothing there, the network is certain
	contested  = 0.40 // tesseract reads another number
	unlikeness = 0.06 // how far, at most, marks that look alike are from each other
)

// example is a mark on whose reading both agree.
type example struct {
	char    byte
	picture *digit.Picture
}

// settle decides what stands in the number cells.
func settle(numbers []*content, opinions []opinion) {
	said := map[*content][]verdict{}
	var examples []example
	for _, one := range opinions {
		var ours []byte
		for _, c := range one.cells {
			ours = append(ours, c.number.text...)
		}
		verdicts, more := compare(ours, []byte(one.text))
		at := 0
		for _, c := range one.cells {
			n := len(c.number.text)
			said[c] = verdicts[at : at+n]
			c.number.more = slices.ContainsFunc(more, func(m insertion) bool { return m.at > at && m.at < at+n })
			at += n
			for i, v := range said[c] {
				if v == same && c.number.sure[i] >= certain && c.number.pictures[i] != (digit.Picture{}) {
					examples = append(examples, example{c.number.text[i], &c.number.pictures[i]})
				}
			}
		}
	}
	for _, c := range numbers {
		c.text, c.confidence = string(c.number.text), 1
		for i, v := range said[c] {
			c.confidence = min(c.confidence, trust(c.number, i, v, examples))
		}
		if c.number.more {
			c.confidence = min(c.confidence, contested)
		}
	}
}

// astride doubts a number where the next cell's marks stand so close to it, over the
// border between them, that they may be one number: the border may be a scratch.
func (s *sheet) astride() {
	for i := range len(s.contents) - 1 {
		a, b := s.contents[i], s.contents[i+1]
		left, right := a.where(), b.where()
		if a.number == nil && b.number == nil || a.table != b.table || left.row != right.row || left.endColumn != right.column {
			continue
		}
		from, to := bounds(a.marks), bounds(b.marks)
		high := 0
		if a.number != nil {
			high = from.Dy()
		}
		if b.number != nil {
			high = max(high, to.Dy())
		}
		if (to.Min.X-from.Max.X)*5 < high*2 {
			a.confidence, b.confidence = min(a.confidence, contested), min(b.confidence, contested)
		}
	}
}

// trust is the confidence in one character of a number.
func trust(n *number, i int, v verdict, examples []example) float64 {
	char, sure := n.text[i], n.sure[i]
	drawn := n.pictures[i] != digit.Picture{}
	switch {
	case char == '-' && len(n.text) > 1 && v != same:
		return contested // a sign, or a scratch before a number
	case v == same && (sure >= 0.8 || !drawn && sure >= plausible):
		return agreed
	case drawn && sure >= 0.8 && alike(char, &n.pictures[i], examples):
		return alikeOnly
	case v == missing && (sure >= certain || !drawn):
		return unopposed
	}
	return contested
}

// alike reports whether the confirmed marks that look most like this one are of
// the same character.
func alike(char byte, p *digit.Picture, examples []example) bool {
	const voters = 3
	var nearest [voters]float64
	var chars [voters]byte
	for i := range nearest {
		nearest[i] = math.Inf(1)
	}
	for _, e := range examples {
		d := distance(p, e.picture)
		for i := range nearest {
			if d < nearest[i] {
				copy(nearest[i+1:], nearest[i:])
				copy(chars[i+1:], chars[i:])
				nearest[i], chars[i] = d, e.char
				break
			}
		}
	}
	if nearest[0] > unlikeness {
		return false
	}
	for i, c := range chars {
		if c != char && nearest[i] < 2*nearest[0]+0.02 {
			return false
		}
	}
	return chars[0] == char
}

// distance is how much two pictures differ, relative to their ink.
func distance(a, b *digit.Picture) float64 {
	var apart, total float32
	for i := range a {
		d := a[i] - b[i]
		apart += d * d
		total += a[i]*a[i] + b[i]*b[i]
	}
	return float64(apart / max(total, 1))
}

// verdict is what tesseract says of one character.
type verdict uint8

const (
	// missing: tesseract reads nothing there.
	missing verdict = iota
	same
	different
)

// insertion is a character that tesseract reads before one of ours.
type insertion struct {
	at   int
	char byte
}

// compare lays two readings of a row side by side with the fewest differences,
// and says for each character of ours what theirs is, and which of theirs ours lack.
func compare(ours, theirs []byte) ([]verdict, []insertion) {
	n, m := len(ours), len(theirs)
	cost := make([][]int, n+1)
	for i := range cost {
		cost[i] = make([]int, m+1)
		for j := range cost[i] {
			switch {
			case i == 0:
				cost[i][j] = j
			case j == 0:
				cost[i][j] = i
			default:
				swap := cost[i-1][j-1]
				if ours[i-1] != theirs[j-1] {
					swap++
				}
				cost[i][j] = min(swap, cost[i-1][j]+1, cost[i][j-1]+1)
			}
		}
	}
	verdicts := make([]verdict, n)
	var more []insertion
	for i, j := n, m; i > 0 || j > 0; {
		switch {
		case i == 0:
			j--
			more = append(more, insertion{0, theirs[j]})
		case j > 0 && ours[i-1] == theirs[j-1] && cost[i][j] == cost[i-1][j-1]:
			verdicts[i-1] = same
			i, j = i-1, j-1
		case j > 0 && cost[i][j] == cost[i-1][j-1]+1:
			verdicts[i-1] = different
			i, j = i-1, j-1
		case cost[i][j] == cost[i-1][j]+1:
			i--
		default:
			j--
			more = append(more, insertion{i, theirs[j]})
		}
	}
	return verdicts, more
}
