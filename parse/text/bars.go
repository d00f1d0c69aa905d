package text

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/parse/flat"
	"gongkai/parse/layout"
)

const (
	barRunes  = "|｜│┃║¦┆┇┊┋"
	dashRunes = "-=─━═┄┅┈┉＿—–_"
	// cornerRunes stand in ruling lines beside dashes and bars.
	cornerRunes = "+:┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷┿╂"
)

// bars takes a run of lines whose fields stand between bars, with or without
// ruling lines: a table of Markdown, of a database shell, or of box drawings.
func (l *liner) bars() bool {
	var groups [][]row // the lines between two ruling lines
	group := []row(nil)
	lines, rulings, widest := 0, 0, 0
	next := l.next
	for ; next < len(l.lines); next++ {
		line := l.lines[next]
		if ruling(line) {
			rulings++
			if len(group) > 0 {
				groups = append(groups, group)
			}
			group = nil
			continue
		}
		fields := barFields(line)
		if len(fields) == 0 {
			break
		}
		widest = max(widest, len(fields))
		group = append(group, row{line: next, fields: fields})
		lines++
	}
	if len(group) > 0 {
		groups = append(groups, group)
	}
	// A single line with bars is a menu, unless it is ruled or stands between bars.
	if widest < 2 || lines < 2 && rulings == 0 && !enclosed(l.lines[l.next]) {
		return false
	}
	// Where every row is ruled off, the lines between two rulings are one row.
	ruledRows := rulings >= 4 && len(groups) >= 3
	var rows []row
	for _, group := range groups {
		if ruledRows {
			group = joined(group)
		}
		rows = append(rows, group...)
	}
	rows = trimmed(rows)
	if columns := barColumns(rows); columns != nil || even(rows) {
		l.grid(rows, columns)
	} else {
		l.ragged(rows)
	}
	l.next = next
	return true
}

// cellLine is the least number of lines in a row that each hold one cell and the
// bar after it, for them to be a table, and cellLineRunes how long a cell is.
const (
	cellLine      = 4
	cellLineRunes = 60
)

// cellLines takes a run of lines with one cell each, ended by a bar. They become
// paragraphs: which of them make a row nobody said. Bars alone stand for the
// columns that the cell before them spans; a single one for an empty cell.
func (l *liner) cellLines() bool {
	cells := 0
	next := l.next
	for ; next < len(l.lines); next++ {
		cell, bars, ok := endingBars(l.lines[next])
		if !ok || bars != 1 && cell != "" {
			break
		}
		if cell != "" {
			cells++
		}
	}
	if cells < cellLine {
		return false
	}
	for ; l.next < next; l.next++ {
		switch cell, bars, _ := endingBars(l.lines[l.next]); {
		case cell != "":
			l.blocks = append(l.blocks, layout.Block{Kind: layout.Paragraph, Text: cell, Place: l.place(l.next, 0)})
		case bars == 1:
			l.blocks = append(l.blocks, layout.Block{Kind: layout.Paragraph, Text: flat.EmptyLine, Place: l.place(l.next, 0)})
		}
	}
	return true
}

// endingBars splits a line into a cell and the number of bars after it. It
// reports false for a line that ends with none or has others.
func endingBars(line string) (cell string, bars int, ok bool) {
	line = strings.TrimFunc(line, blankRune)
	for {
		last, size := utf8.DecodeLastRuneInString(line)
		if !strings.ContainsRune(barRunes, last) {
			break
		}
		bars++
		line = strings.TrimRightFunc(line[:len(line)-size], blankRune)
	}
	return line, bars, bars > 0 && !strings.ContainsAny(line, barRunes) && utf8.RuneCountInString(line) <= cellLineRunes
}

// enclosed reports whether a line begins and ends with a bar and has three
// fields at least between them.
func enclosed(line string) bool {
	line = strings.TrimFunc(line, blankRune)
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(barRunes, first) && strings.ContainsRune(barRunes, last) && len(barFields(line)) >= 3
}

// ruling reports whether a line only draws.
func ruling(line string) bool {
	dashes := 0
	for _, r := range line {
		switch {
		case strings.ContainsRune(dashRunes, r):
			dashes++
		case blankRune(r) || strings.ContainsRune(barRunes, r) || strings.ContainsRune(cornerRunes, r):
		default:
			return false
		}
	}
	// "-" between bars is a row of placeholders; a ruling draws on.
	return dashes >= 3 && strings.Contains(strings.Map(drawing, line), "---")
}

func drawing(r rune) rune {
	switch {
	case strings.ContainsRune(dashRunes, r):
		return '-'
	case strings.ContainsRune(cornerRunes, r):
		return '+'
	}
	return r
}

// barFields splits a line at its bars; the outermost bars enclose the row and
// make no fields.
func barFields(line string) []field {
	line = strings.TrimFunc(line, blankRune)
	var fields []field
	begin, start, column := 0, 0, 0
	for i, r := range line {
		if strings.ContainsRune(barRunes, r) && len(fields) < maxFields {
			fields = append(fields, field{text: strings.TrimFunc(line[begin:i], blankRune), start: start, end: column})
			begin, start = i+len(string(r)), column+1
		}
		column += width(r)
	}
	if len(fields) == 0 {
		return nil
	}
	if rest := line[begin:]; rest != "" {
		fields = append(fields, field{text: strings.TrimFunc(rest, blankRune), start: start, end: column})
	}
	if fields[0].end == 0 {
		fields = fields[1:]
	}
	return fields
}

// joined makes one row of the lines between two rulings, where they agree in
// their fields.
func joined(lines []row) []row {
	first := lines[0]
	for _, line := range lines[1:] {
		if len(line.fields) != len(first.fields) {
			return lines
		}
	}
	first.fields = slices.Clone(first.fields)
	for _, line := range lines[1:] {
		for f := range first.fields {
			if text := line.fields[f].text; text != "" {
				first.fields[f].text = strings.TrimPrefix(first.fields[f].text+"\n"+text, "\n")
			}
		}
	}
	return []row{first}
}

// barColumns says which columns each field of rows of different lengths covers,
// where the bars stand below each other, and nil otherwise.
func barColumns(rows []row) [][][2]int {
	longest, same := rows[0], true
	for _, row := range rows {
		same = same && len(row.fields) == len(longest.fields)
		if len(row.fields) > len(longest.fields) {
			longest = row
		}
	}
	if same {
		return nil
	}
	columns := make([][][2]int, len(rows))
	for r, row := range rows {
		next := 0
		for _, f := range row.fields {
			first := slices.IndexFunc(longest.fields, func(c field) bool { return near(c.start, f.start) })
			last := slices.IndexFunc(longest.fields, func(c field) bool { return near(c.end, f.end) })
			if first != next || last < first {
				return nil
			}
			columns[r] = append(columns[r], [2]int{first, last})
			next = last + 1
		}
		if next != len(longest.fields) {
			return nil
		}
	}
	return columns
}

// near allows one display column: box drawings are one or two wide by font.
func near(a, b int) bool { return a-b <= 1 && b-a <= 1 }
