package audit

import (
	"slices"

	"gongkai/disclosure"
)

// medianOf returns the median of a cell over up to five earlier years, and over how
// many years it is; the cell counts only where the earlier report reports it on a
// form on which it means the same. Below atLeast years there is no median.
func (s *sheet) medianOf(i, atLeast int) (disclosure.Number, int) {
	var values [maxEarlier]disclosure.Number
	n := 0
	for _, e := range s.earlier {
		if n == maxEarlier {
			break
		}
		j := i
		if e.form != s.form {
			j = e.sameCell(s.key(i))
		}
		if v, ok := e.num(j); ok {
			values[n] = v
			n++
		}
	}
	if n < atLeast || n == 0 {
		return 0, n
	}
	sorted := values[:n]
	slices.Sort(sorted)
	if n%2 == 1 {
		return sorted[n/2], n
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2, n
}

// maxEarlier is how many earlier years a comparison looks at.
const maxEarlier = 5

// sameCell returns the index of another form's cell on this sheet's form where it
// means the same, else -1.
func (s *sheet) sameCell(key disclosure.Key) int { return s.form.Index(key) }

func checkDecisionsJump(s *sheet, r *Result) {}
