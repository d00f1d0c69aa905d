package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// raggedFigures is how many fields must be numbers for lines with gaps that do not
// agree to be rows.
const raggedFigures = 3

// figures counts the fields that are nothing but a number.
func figures(rows []row) (count int) {
	for _, row := range rows {
		for _, f := range row.fields {
			if f.text != "" && strings.Trim(f.text, "0123456789.") == "" {
				count++
			}
		}
	}
	return count
}

// blanks takes a run of lines whose fields are set apart by two or more blanks.
// Lines of equal field counts are rows as they are; lines that differ are rows
// only where the columns stand below each other, so that a value never moves to
// another column. Else they are lines that show where the fields end.
func (l *liner) blanks() bool {
	var rows []row
	next := l.next
	for ; next < len(l.lines); next++ {
		fields := blankFields(l.lines[next])
		if len(fields) < 2 || prose(l.lines[next], fields) {
			break
		}
		rows = append(rows, row{line: next, fields: fields})
	}
	if len(rows) < 2 {
		return false
	}
	same := !slices.ContainsFunc(rows, func(r row) bool { return len(r.fields) != len(rows[0].fields) })
	switch columns, aligned := alignedColumns(rows); {
	case same || aligned && figures(rows) > 0:
		l.grid(rows, columns)
	case figures(rows) >= raggedFigures:
		l.ragged(rows)
	default:
		return false
	}
	l.next = next
	return true
}

// prose reports whether a line is a sentence with wide gaps in it and not a row.
func prose(line string, fields []field) bool {
	if strings.Contains(line, "。") {
		return true
	}
	for _, f := range fields {
		if utf8.RuneCountInString(f.text) > proseRunes {
			return true
		}
	}
	return false
}

// blankFields splits a line at runs of two or more blanks.
func blankFields(line string) []field {
	var fields []field
	column, gap, open := 0, 2, false
	var begin, end int // of the open field, in bytes
	for i, r := range line {
		if blankRune(r) {
			if width(r) > 0 {
				gap++
			}
		} else {
			if gap >= 2 || !open {
				if open {
					fields[len(fields)-1].text = line[begin:end]
				}
				if len(fields) < maxFields {
					fields = append(fields, field{start: column})
					begin, open = i, true
				}
			}
			gap = 0
			end = i + utf8.RuneLen(r)
			fields[len(fields)-1].end = column + width(r)
		}
		column += width(r)
	}
	if open {
		fields[len(fields)-1].text = strings.TrimFunc(line[begin:end], blankRune)
	}
	return fields
}

// alignedColumns finds the columns of rows that differ in their field counts.
// The longest rows say where the columns are; each field of the others must
// stand over one or more of them, and no two over the same.
func alignedColumns(rows []row) ([][][2]int, bool) {
	most := 0
	for _, row := range rows {
		most = max(most, len(row.fields))
	}
	extents := make([][2]int, most)
	for c := range extents {
		extents[c] = [2]int{1 << 30, -1}
	}
	for _, row := range rows {
		if len(row.fields) != most {
			continue
		}
		for c, f := range row.fields {
			extents[c] = [2]int{min(extents[c][0], f.start), max(extents[c][1], f.end)}
		}
	}
	for c := 1; c < most; c++ {
		if extents[c-1][1] >= extents[c][0] {
			return nil, false
		}
	}
	columns := make([][][2]int, len(rows))
	for r, row := range rows {
		next := 0
		for _, f := range row.fields {
			first, last := -1, -1
			for c := next; c < most; c++ {
				if f.start < extents[c][1] && extents[c][0] < f.end {
					if first < 0 {
						first = c
					}
					last = c
				}
			}
			if first < 0 {
				return nil, false
			}
			columns[r] = append(columns[r], [2]int{first, last})
			next = last + 1
		}
	}
	return columns, true
}
