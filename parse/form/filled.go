package form

import "slices"

// fill matches by their place columns whose headers are lost or altered: where as
// many columns of the document as of the form are left between two that match, or at
// an end, and the words, if any, do not speak against it. A header over exactly as
// many columns as are missing is the group above their lost headers.
func (m *matcher) fill(b *headBlock, heads []head, table int, columns []int, taken []bool) []head {
	if b.sheet.ordered || !slices.Contains(taken, true) {
		return heads
	}
	for start := 0; start < len(columns); start++ {
		if taken[start] {
			continue
		}
		end := start
		for end < len(columns) && !taken[end] {
			end++
		}
		count := end - start
		from, to := 0, len(heads)
		if start > 0 {
			from = 1 + slices.IndexFunc(heads, func(h head) bool { return h.column == columns[start-1] })
		}
		if end < len(columns) {
			to = slices.IndexFunc(heads, func(h head) bool { return h.column == columns[end] })
		}
		if start == 0 {
			from = to - count
			if from < 1 || heads[from-1].blank() && b.hasNumbers(heads[from-1].from) {
				start = end
				continue
			}
		}
		if h := heads[from:max(from, to)]; len(h) == 1 && count > 1 && h[0].to-h[0].from == count && !h[0].blank() && !m.namesColumnOf(h[0].path, table) {
			var single []head
			for c := h[0].from; c < h[0].to; c++ {
				one := h[0]
				one.from, one.to, one.column, one.filled, one.score = c, c+1, columns[start+len(single)], true, 0.5
				single = append(single, one)
			}
			heads = slices.Replace(heads, from, to, single...)
		} else if to-from == count {
			for k := range count {
				h := &heads[from+k]
				if h.column < 0 && m.mayFill(b, h, table, columns[start+k], start > 0 && end < len(columns), count) {
					h.column, h.filled, h.score = columns[start+k], true, 0.5
					taken[start+k] = true
				}
			}
		}
		start = end
	}
	return heads
}

// mayFill reports whether a column's header does not speak against its place. A
// header without words fits between two that match, or alone above values.
func (m *matcher) mayFill(b *headBlock, h *head, table, column int, enclosed bool, count int) bool {
	if h.blank() {
		return enclosed || count == 1 && b.hasNumbers(h.from)
	}
	lowest := []rune(h.path[0].label.text)
	if len(h.path[0].hits) > 0 && h.path[0].hits[0].score > 0.95 && !enclosed {
		return false
	}
	return mayBe(lowest, []rune(m.v.columnLabels[table][column].text))
}

// hasNumbers reports whether a number stands in a column below a block.
func (b *headBlock) hasNumbers(column int) bool {
	for r := b.to; r < b.sheet.grid.Rows; r++ {
		if index := b.sheet.at[r][column]; index >= 0 && b.sheet.infos[index].kind == numberText {
			return true
		}
	}
	return false
}
