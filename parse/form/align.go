package form

// noMatch is the score of a pair that cannot be matched.
const noMatch = -1e9

// alignMargin is how much better than the next best the alignment of an entry
// must be; below it the entry is ambiguous and stays unmatched.
const alignMargin = 0.04

// align matches entries to targets, both in order, so that the sum of the scores
// is greatest and no two matches cross. It returns the target of each entry, or
// -1. An entry that another target, or none, would suit nearly as well is ambiguous
// and stays unmatched: so do both of two entries that fight for one target. With
// a margin of 0 nothing is ambiguous and the first of two entries wins.
func align(entries, targets int, margin float64, score func(entry, target int) float64) (match []int, ambiguous []bool) {
	match = make([]int, entries)
	ambiguous = make([]bool, entries)
	for i := range match {
		match[i] = -1
	}
	if entries == 0 || targets == 0 {
		return match, ambiguous
	}
	width := targets + 1
	scores := make([]float64, entries*targets)
	if plain(scores, match, targets, score) {
		return match, ambiguous
	}
	before := make([]float64, (entries+1)*width)
	after := make([]float64, (entries+1)*width)
	for i := range entries {
		for j := range targets {
			s := scores[i*targets+j]
			best := max(before[i*width+j+1], before[(i+1)*width+j])
			if s > noMatch/2 {
				best = max(best, before[i*width+j]+s)
			}
			before[(i+1)*width+j+1] = best
		}
	}
	for i := entries - 1; i >= 0; i-- {
		for j := targets - 1; j >= 0; j-- {
			best := max(after[(i+1)*width+j], after[i*width+j+1])
			if s := scores[i*targets+j]; s > noMatch/2 {
				best = max(best, after[(i+1)*width+j+1]+s)
			}
			after[i*width+j] = best
		}
	}
	best := before[entries*width+targets]
	for i := range entries {
		first, second, at := float64(noMatch), float64(noMatch), -1
		for j := range targets {
			s := scores[i*targets+j]
			if s <= noMatch/2 {
				continue
			}
			through := before[i*width+j] + s + after[(i+1)*width+j+1]
			if through > first {
				first, second, at = through, first, j
			} else if through > second {
				second = through
			}
		}
		for j := range width {
			second = max(second, before[i*width+j]+after[(i+1)*width+j])
		}
		if at < 0 || first < best-1e-9 {
			continue
		}
		if margin > 0 && first-second < margin {
			ambiguous[i] = true
			continue
		}
		match[i] = at
	}
	for i := range entries {
		for k := i + 1; k < entries && match[i] >= 0; k++ {
			if match[k] == match[i] {
				match[k], ambiguous[k], ambiguous[i] = -1, margin > 0, margin > 0
			}
		}
		if ambiguous[i] {
			match[i] = -1
		}
	}
	return match, ambiguous
}

// plain fills in the scores. It reports whether no entry has more than one target
// and the targets ascend, and has then matched them: nearly every table is so.
func plain(scores []float64, match []int, targets int, score func(entry, target int) float64) bool {
	ascending, last := true, -1
	for i := range match {
		at := -1
		for j := range targets {
			s := score(i, j)
			scores[i*targets+j] = s
			if s <= noMatch/2 {
				continue
			}
			ascending = ascending && at < 0 && j > last && s > 0
			at = j
		}
		if at >= 0 {
			last = at
		}
		match[i] = at
	}
	if !ascending {
		for i := range match {
			match[i] = -1
		}
	}
	return ascending
}
