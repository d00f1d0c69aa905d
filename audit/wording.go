package audit

import (
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// maxNames bounds the cells or rules that a message names one by one.
const maxNames = 6

// listed joins names and says how many there are in all.
func listed(names []string, all int) string {
	text := strings.Join(names, "、")
	if all > len(names) {
		text += " 等 " + strconv.Itoa(all) + " 项"
	}
	return text
}

// clip cuts a text to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// unique drops repeated keys, keeping the order.
func unique(keys []disclosure.Key) []disclosure.Key {
	seen := make(map[disclosure.Key]bool, len(keys))
	out := keys[:0:0]
	for _, key := range keys {
		if !seen[key] {
			seen[key] = true
			out = append(out, key)
		}
	}
	return out
}

// name quotes the full name of a cell.
func (s *sheet) name(i int) string { return "“" + s.form.Name(i) + "”" }

// rowName quotes the labels of a cell's row.
func (s *sheet) rowName(i int) string {
	row, _ := s.form.Labels(i)
	return "“" + strings.Join(row, " / ") + "”"
}

// columnName quotes the label of a cell's column.
func (s *sheet) columnName(i int) string {
	_, column := s.form.Labels(i)
	return "“" + column + "”"
}

// tableName names a table by the heading of its section, or on the form of 2014
// by the heading of its rows.
func (s *sheet) tableName(t int) string {
	table := &s.form.Tables[t]
	if s.plan.bit == form2014 {
		return "统计表“" + table.Rows[0].Labels[0] + "”"
	}
	for _, section := range s.form.Sections {
		if section.Key == table.Section {
			return "“" + section.Heading + "”的表格"
		}
	}
	return "表格 " + table.ID
}

// tableKeys returns the keys of a table's cells.
func (s *sheet) tableKeys(t int) []disclosure.Key {
	span := s.plan.tables[t]
	keys := make([]disclosure.Key, 0, span.to-span.from)
	for i := span.from; i < span.to; i++ {
		keys = append(keys, s.key(i))
	}
	return keys
}

// tablePlace says where a table stands.
func (s *sheet) tablePlace(t int) disclosure.Place {
	if reading := s.report.Table(s.form.Tables[t].ID); reading != nil {
		return reading.Place
	}
	return disclosure.Place{}
}
