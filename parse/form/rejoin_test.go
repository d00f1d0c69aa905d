package form

import (
	"testing"

	"gongkai/disclosure"
)

func TestDigitsBrokenInACellAreJoinedOnlyWhereBreaksAndSumsAgree(t *testing.T) {
	for _, test := range []struct {
		name   string
		review []string
		suit   []string
		want   string // of the total; empty where it is not to be believed
	}{
		{"two lines, and the row's sum holds", []string{"120\n5", "0", "0", "0", "120\n5"}, repeat("0", 5), "1205"},
		{"three lines in a narrower column", []string{"12\n05\n1", "1", "0", "0", "12\n05\n2"}, repeat("0", 5), "12052"},
		{"a narrow 1 lets one digit more on a line", []string{"111\n1", "8\n88", "0", "0", "199\n9"}, repeat("0", 5), "1999"},
		{"the sum fails", []string{"120\n5", "0", "0", "0", "120\n6"}, repeat("0", 5), ""},
		{"the second line is longer than the first", []string{"1\n205", "0", "0", "0", "1\n205"}, repeat("0", 5), ""},
		{"the first line is not filled, as others of its column are", []string{"1\n2", "0", "0", "0", "1\n2"}, []string{"120\n5", "0", "0", "0", "120\n5"}, ""},
		{"a longer number of the column stands on one line", []string{"120\n5", "0", "0", "0", "120\n5"}, []string{"99999", "0", "0", "0", "99999"}, ""},
		{"two numbers, of which the first is zero", []string{"0\n5", "0", "0", "0", "0\n5"}, repeat("0", 5), ""},
		{"a space, not a line", []string{"120 5", "0", "0", "0", "120 5"}, repeat("0", 5), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSample("2021")
			s.disputes[3] = append(append(append([]string{}, test.review...), test.suit...), repeat("0", 5)...)
			report := only(t, s.document())
			total := report.Cell("disputes.review.total")
			switch {
			case test.want == "" && total.State != disclosure.Illegible:
				t.Errorf("the total is %s %s, want it illegible", total.State, total.Value)
			case test.want != "" && (total.State != disclosure.Reported || total.Value.String() != test.want):
				t.Errorf("the total is %s %s, want %s", total.State, total.Value, test.want)
			case total.Doubt != disclosure.DoubtSplit:
				t.Errorf("the doubt of the total is %q, want that it is split", total.Doubt)
			}
		})
	}
}
