package raised_test

import (
	"testing"

	"gongkai/parse/raised"
)

func TestASuperscriptNeverAddsDigitsToANumber(t *testing.T) {
	for _, c := range []struct{ name, before, mark, after, want string }{
		{"a number in brackets is the mark of a note", "6", "[1]", "", "6"},
		{"brackets of all sorts are", "6", "（注2）", "", "6"},
		{"a circled number is", "6", "①", "", "6"},
		{"an asterisk is", "6", " * ", "", "6"},
		{"a mark before the number is", "", "[1]", "6", "6"},
		{"a plain number stands apart from the number before it", "6", "1", "", "6^1"},
		{"and from the number after it", "", "1", "6", "1^6"},
		{"a unit keeps its exponent", "平方m", "2", "", "平方m2"},
		{"a number that is raised as a whole is the number", "", "12", "", "12"},
		{"words stay", "第5", "期", "", "第5期"},
	} {
		t.Run(c.name, func(t *testing.T) {
			mark := raised.Text([]byte(c.before), c.mark)
			got := c.before + mark + raised.Apart([]byte(mark), []byte(c.after)) + c.after
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
