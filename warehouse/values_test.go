package warehouse

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/disclosure"
)

func TestValuesStandUnderTheirKeysAndTowns(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	stated := func(metric string, value int64, approx bool) disclosure.Claim {
		return disclosure.Claim{Metric: metric, Value: disclosure.Int(value), Approx: approx, Section: "overview", Text: "句"}
	}
	first := testReport("511724100", "团坝镇", 2021, map[disclosure.Key]string{"applications.received.total": "12", "disputes.review.total": "", "disclosure.fees.amount": "29.0506"})
	first.Cells[disclosure.FormForYear(2021).Index("applications.received.total")].Doubt = disclosure.DoubtSplit
	first.Claims = []disclosure.Claim{stated("made.up.agreed", 7, true), stated("made.up.agreed", 7, false), stated("made.up.disputed", 1, false), stated("made.up.disputed", 2, false),
		stated("applications.received.total", 99, false)}
	mustLoad(t, w, testBatch(first, "aa"), Added)
	mustLoad(t, w, testBatch(testReport("511724100", "团坝镇", 2022, map[disclosure.Key]string{"applications.received.total": "5"}), "bb"), Added)
	mustLoad(t, w, testBatch(testReport("511724101", "高穴镇", 2022, map[disclosure.Key]string{"applications.received.total": "3"}), "cc"), Added)
	if _, err := w.LoadCounty(t.Context(), testCounty()); err != nil {
		t.Fatal(err)
	}
	publishTest(t, w, nil)
	s := openTestSnapshot(t, dir)
	keys := []disclosure.Key{"disclosure.fees.amount", "applications.received.total", "disputes.review.total", "made.up.agreed", "made.up.disputed", "made.up.nowhere", "applications.received.total"}
	for name, c := range map[string]struct {
		query ValueQuery
		want  []string
	}{
		"a town's years": {ValueQuery{Keys: keys, TownCode: "511724100"}, []string{
			"511724100 2021: 29.0506 12(split) - 7(approximate) - - 12(split)", "511724100 2022: 0 5 0 - - - 5"}},
		"a county's year, with the towns that have no report": {ValueQuery{Keys: keys[1:2], CountyCode: county, Year: 2022, View: AsCorrected}, []string{
			"511724100 2022: 5", "511724101 2022: 3", "511724102 2022: -"}},
		"a figure that is only stated": {ValueQuery{Keys: keys[3:4], CountyCode: county, Year: 2021}, []string{
			"511724100 2021: 7(approximate)", "511724101 2021: -", "511724102 2021: -"}},
		"a year of which there is nothing": {ValueQuery{Keys: keys[:1], TownCode: "511724101", Year: 2019}, []string{"511724101 2019: -"}},
	} {
		rows, err := s.Values(t.Context(), c.query)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		for _, row := range rows {
			line := fmt.Sprintf("%s %d:", row.TownCode, row.Year)
			for i, value := range row.Values {
				text := "-"
				if value != nil {
					text = value.String()
				}
				if row.Doubts[i] != "" {
					text += "(" + string(row.Doubts[i]) + ")"
				}
				line += " " + text
			}
			got = append(got, line)
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
