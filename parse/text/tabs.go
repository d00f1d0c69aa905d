package text

import (
	"strings"
	"unicode/utf8"
)

// proseRunes is how long a single field of an indented line is when it is prose
// and not the label of a row.
const proseRunes = 60

// tabs takes a run of lines whose fields are set apart by tabs. Tabs at the end
// of a line count: they are empty cells.
func (l *liner) tabs() bool {
	var rows []row
	filled := 0
	next := l.next
	for next < len(l.lines) {
		line, lines := l.quoted(next)
		if !strings.Contains(line, "\t") {
			break
		}
		fields, used, longest := tabFields(line)
		if used == 0 || used == 1 && longest > proseRunes {
			break
		}
		filled = max(filled, used)
		rows = append(rows, row{line: next, fields: fields})
		next += lines
	}
	// One line with one tab is a table only where it is short: "行政许可	16".
	if filled < 2 || len(rows) == 1 && utf8.RuneCountInString(l.lines[l.next]) > 3*proseRunes {
		return false
	}
	if even(rows) {
		l.grid(rows, nil)
	} else {
		l.ragged(rows)
	}
	l.next = next
	return true
}

// tabFields splits a line at tabs and says how many fields hold text and how
// many characters the longest has.
func tabFields(line string) (fields []field, used, longest int) {
	for i, text := range strings.SplitN(line, "\t", maxFields) {
		text = unquote(strings.TrimFunc(text, blankRune))
		fields = append(fields, field{text: text, start: i, end: i + 1})
		if text != "" {
			used++
			longest = max(longest, utf8.RuneCountInString(text))
		}
	}
	return fields, used, longest
}

// maxQuotedLines bounds how many lines a quoted field may span.
const maxQuotedLines = 8

// quoted returns the line at i, joined with the following ones while a field
// that began with a quotation mark is not closed, as spreadsheets copy a cell
// that has line breaks; and how many lines that took.
func (l *liner) quoted(i int) (line string, lines int) {
	joined := l.lines[i]
	for n := 1; n <= maxQuotedLines; n++ {
		if !openQuote(joined) {
			return joined, n
		}
		if i+n == len(l.lines) {
			break
		}
		joined += "\n" + l.lines[i+n]
	}
	return l.lines[i], 1
}

// openQuote reports whether a field after a tab begins with a quotation mark that
// is not closed.
func openQuote(line string) bool {
	for {
		begin := strings.Index(line, "\t\"")
		if begin < 0 {
			return false
		}
		line = line[begin+2:]
		for {
			end := strings.IndexByte(line, '"')
			if end < 0 {
				return true
			}
			line = line[end+1:]
			if !strings.HasPrefix(line, `"`) {
				break
			}
			line = line[1:] // a doubled mark stands for itself
		}
	}
}

func unquote(text string) string {
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' && strings.Count(text, `"`)%2 == 0 {
		return strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
	}
	return text
}
