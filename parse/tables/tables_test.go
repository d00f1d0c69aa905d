package tables_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/parse/tables"
)

// grid makes slots of a drawing: a letter is a cell, repeated where it spans; a
// capital letter holds a page.
func grid(rows ...string) (slots []tables.Slot) {
	seen := map[rune]int{}
	for r, row := range rows {
		for c, letter := range row {
			if letter == '.' {
				continue
			}
			i, ok := seen[letter]
			if !ok {
				seen[letter] = len(slots)
				slots = append(slots, tables.Slot{Row: r, Column: c, RowSpan: 1, ColumnSpan: 1, Cell: int(letter), Page: letter < 'a'})
				continue
			}
			slots[i].RowSpan = r - slots[i].Row + 1
			slots[i].ColumnSpan = c - slots[i].Column + 1
		}
	}
	return slots
}

func draw(parts []tables.Part) string {
	var out []string
	for _, p := range parts {
		if !p.Grid {
			line := "text:"
			for _, s := range p.Slots {
				line += string(rune(s.Cell))
			}
			out = append(out, line)
			continue
		}
		rows := make([][]byte, p.Rows)
		for r := range rows {
			rows[r] = []byte(strings.Repeat(".", p.Columns))
		}
		for _, s := range p.Slots {
			for r := s.Row; r < s.Row+s.RowSpan; r++ {
				for c := s.Column; c < s.Column+s.ColumnSpan; c++ {
					rows[r][c] = byte(s.Cell)
				}
			}
		}
		line := ""
		for _, row := range rows {
			line += "/" + string(row)
		}
		out = append(out, line[1:])
	}
	return strings.Join(out, " ")
}

func TestParts(t *testing.T) {
	for _, c := range []struct {
		name  string
		table []string
		want  string
	}{
		{"data stays whole", []string{"ab", "cd"}, "ab/cd"},
		{"a page in a row of its own cuts the table", []string{"ab", "XX", "cd"}, "ab text:X cd"},
		{"a page takes its row with it", []string{"ab", "cX", "de"}, "ab text:cX de"},
		{"a page takes the rows with it that a cell joins to its own", []string{"ab", "cX", "cd", "ef"}, "ab text:cXd ef"},
		{"also upwards and by another cell", []string{"ab", "ac", "dc", "dX", "ef"}, "text:abcdX ef"},
		{"a single column is text", []string{"aa", "bb"}, "text:ab"},
		{"columns at which no cell begins are not there", []string{"aaabb", "cccde"}, "abb/cde"},
		{"a header whose edges lie a hair beside those of its values stands over them", []string{"aaab", "ccdd", "eeff"}, "ab/cd/ef"},
		{"headers and values whose spans disagree count as they come", []string{"abbc", "ddef"}, "abc/def"},
		{"a column that one row needs stays", []string{"aaab", "ccdd", "efgh"}, "aaab/ccdd/efgh"},
		{"a span beyond the other rows ends with them", []string{"aaaaa", "bc"}, "aa/bc"},
		{"rows without cells stay", []string{"ab", "..", "cd"}, "ab/../cd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := draw(tables.Parts(grid(c.table...), len(c.table))); got != c.want {
				t.Errorf("Parts = %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatIsAPage(t *testing.T) {
	for _, c := range []struct {
		name    string
		content tables.Content
		want    bool
	}{
		{"a number", tables.Content{Bytes: 1, Breaks: 1}, false},
		{"a label set one character a line", tables.Content{Bytes: 33, Breaks: 11}, false},
		{"another table", tables.Content{Tables: 1}, true},
		{"paragraphs", tables.Content{Bytes: 1200, Breaks: 6}, true},
		{"prose in a column of problems", tables.Content{Bytes: 600, Breaks: 1}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.content.IsPage(); got != c.want {
				t.Errorf("IsPage = %v", got)
			}
		})
	}
}

func TestWhatACellThatIsAloneInItsRowIs(t *testing.T) {
	for _, c := range []struct {
		text          string
		page, heading bool
	}{
		{"第二十条第（五）项", false, false},
		{"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", false, false},
		{"三、收到和处理政府信息公开申请情况", false, true},
		{"我镇全年按照目录更新栏目，没有收到申请，也没有发生复议和诉讼。", true, false},
		{"无。", false, false},
	} {
		if page, heading := tables.Alone(c.text); page != c.page || heading != c.heading {
			t.Errorf("Alone(%s) = %v, %v", c.text, page, heading)
		}
	}
}

func TestHeadingsOfAWholeReportInOneTableAreText(t *testing.T) {
	slots := grid("aa", "XX", "hh", "bc", "de")
	for i := range slots {
		slots[i].Heading = slots[i].Cell == 'h'
	}
	if got, want := draw(tables.Parts(slots, 5)), "text:a text:Xh bc/de"; got != want {
		t.Errorf("Parts = %s, want %s", got, want)
	}
	slots = grid("hh", "bc", "de")
	slots[0].Heading = true
	if got, want := draw(tables.Parts(slots, 3)), "hh/bc/de"; got != want {
		t.Errorf("without a page: Parts = %s, want %s", got, want)
	}
}

func TestATableBeyondTheLimitsIsText(t *testing.T) {
	var slots []tables.Slot
	for c := range tables.MaxColumns + 1 {
		slots = append(slots, tables.Slot{Column: c, RowSpan: 1, ColumnSpan: 1, Cell: c})
	}
	parts := tables.Parts(slots, 1)
	if len(parts) != 1 || parts[0].Grid || len(parts[0].Slots) != len(slots) {
		t.Errorf("parts %s", fmt.Sprint(len(parts), parts[0].Grid))
	}
}
