package form

import (
	"testing"

	"gongkai/disclosure"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	const (
		reported    = disclosure.Reported
		blank       = disclosure.Blank
		placeholder = disclosure.Placeholder
		illegible   = disclosure.Illegible
		changed     = disclosure.DoubtUnnormalized
		converted   = disclosure.DoubtUnitConverted
		split       = disclosure.DoubtSplit
		confusable  = disclosure.DoubtNumberConfusable
	)
	for _, test := range []struct {
		raw, unit string
		state     disclosure.State
		value     string
		doubt     disclosure.DoubtCode
	}{
		{"0", "件", reported, "0", ""},
		{" 12 ", "件", reported, "12", ""},
		{"\u00a00\u00a0", "件", reported, "0", ""},
		{"１２", "件", reported, "12", changed},
		{"12件", "件", reported, "12", changed},
		{"6①", "件", illegible, "0", split},
		{"6²", "件", illegible, "0", split},
		{"①", "件", illegible, "0", split},
		{"6[1]", "件", illegible, "0", ""},
		{"6【1】", "件", illegible, "0", ""},
		{"6（1）", "件", illegible, "0", ""},
		{"6（件）", "件", reported, "6", changed},
		{"0件次", "件", reported, "0", changed},
		{"12（件）", "件", reported, "12", changed},
		{"1,234", "件", reported, "1234", changed},
		{"1，234", "件", reported, "1234", changed},
		{"12,34", "件", illegible, "0", split},
		{"1 2", "件", illegible, "0", split},
		{"1\n2", "件", illegible, "0", split},
		{"1 234", "件", reported, "1234", changed},
		{"+19", "项", reported, "19", changed},
		{"-8", "项", reported, "-8", changed},
		{"－8", "项", reported, "-8", changed},
		{"−3", "项", reported, "-3", changed},
		{"减8", "项", reported, "-8", changed},
		{"增加19", "项", reported, "19", changed},
		{"—3", "项", illegible, "0", confusable},
		{"三", "件", reported, "3", changed},
		{"一百零三", "件", reported, "103", changed},
		{"二十", "件", reported, "20", changed},
		{"十二", "件", reported, "12", changed},
		{"一", "件", illegible, "0", confusable},
		{"零", "件", reported, "0", changed},
		{"一万二千", "件", reported, "12000", changed},
		{"29.0506", "万元", reported, "29.0506", ""},
		{"477.35万元", "万元", reported, "477.35", changed},
		{"251000元", "万元", reported, "25.1", converted},
		{"251,000 元", "万元", reported, "25.1", converted},
		{"8040", "万元", reported, "8040", ""},
		{"29. 0506", "万元", reported, "29.0506", changed},
		{"0.00", "万元", reported, "0", ""},
		{"12元", "件", illegible, "0", ""},
		{"1.2.3", "万元", illegible, "0", split},
		{"", "件", blank, "0", ""},
		{" \n\u3000\u00a0\u200b", "件", blank, "0", ""},
		{"/", "件", placeholder, "0", ""},
		{"／", "件", placeholder, "0", ""},
		{"-", "件", placeholder, "0", ""},
		{"—", "件", placeholder, "0", ""},
		{"——", "件", placeholder, "0", ""},
		{"— —", "件", placeholder, "0", ""},
		{"无", "件", placeholder, "0", ""},
		{"（无）", "件", placeholder, "0", ""},
		{"未", "件", placeholder, "0", ""},
		{"×", "件", placeholder, "0", ""},
		{"*", "件", placeholder, "0", ""},
		{"N/A", "件", placeholder, "0", ""},
		{"O", "件", illegible, "0", confusable},
		{"l2", "件", illegible, "0", confusable},
		{"1O", "件", illegible, "0", confusable},
		{"I", "件", illegible, "0", confusable},
		{"见附件", "件", illegible, "0", ""},
		{"约12", "件", illegible, "0", ""},
		{"件", "件", illegible, "0", ""},
		{"99999999999999999999", "件", illegible, "0", ""},
		{"12.3456789", "万元", illegible, "0", ""},
	} {
		state, value, doubt := ParseCell(test.raw, test.unit)
		if state != test.state || value.String() != test.value || doubt != test.doubt {
			t.Errorf("ParseCell(%q, %s) = %s %s %q, want %s %s %q", test.raw, test.unit, state, value, doubt, test.state, test.value, test.doubt)
		}
	}
}

func FuzzParseCellInventsNoDigits(f *testing.F) {
	for _, s := range []string{"12", "1,234", "－8", "一百零三", "251000元", "O0", "1 2", "％", "１２"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		for _, unit := range []string{"件", "万元"} {
			state, value, _ := ParseCell(raw, unit)
			if state != disclosure.Reported && value != 0 {
				t.Errorf("%q is %s with value %s", raw, state, value)
			}
			if again, same, _ := ParseCell(value.String(), unit); state == disclosure.Reported && (again != disclosure.Reported || same != value) {
				t.Errorf("%q is %s, which reads as %s %s", raw, value, again, same)
			}
		}
	})
}

// TestTheHeaderSaysTheUnit converts amounts below a header that says 元.
func TestTheHeaderSaysTheUnit(t *testing.T) {
	for header, want := range map[string]string{
		"采购总金额（元）": "15.31", "采购总金额（单位：元）": "15.31", "采购总金额（单位：万元）": "153100", "采购总金额": "153100",
	} {
		s := newSample("2019")
		replace(s.published, "采购总金额", header)
		replace(s.published, "22", "153100")
		report := only(t, s.document())
		c := report.Cell("disclosure.procurement.amount")
		if c.Value.String() != want || (c.Doubt == disclosure.DoubtUnitConverted) != (want == "15.31") {
			t.Errorf("%s: %s %q, want %s", header, c.Value, c.Doubt, want)
		}
	}
}
