package disclosure_test

import (
	"encoding/json"
	"strings"
	"testing"

	"gongkai/disclosure"
)

func TestFormsHoldTheStatutoryCellsAndSums(t *testing.T) {
	for _, want := range []struct {
		id                string
		cells, identities int
	}{{"2021", 200, 42}, {"2019", 198, 40}, {"2014", 58, 7}} {
		form := disclosure.FormByID(want.id)
		if form == nil {
			t.Fatalf("no form %s", want.id)
		}
		if len(form.Cells) != want.cells || len(form.Identities) != want.identities {
			t.Errorf("form %s has %d cells and %d sums, want %d and %d", want.id, len(form.Cells), len(form.Identities), want.cells, want.identities)
		}
		for i, cell := range form.Cells {
			if form.Index(cell.Key) != i {
				t.Errorf("form %s: cell %s is not found at its place", want.id, cell.Key)
			}
		}
	}
}

func TestTheFormFollowsFromTheReportYear(t *testing.T) {
	for year, want := range map[int]string{2013: "", 2014: "2014", 2018: "2014", 2019: "2019", 2020: "2019", 2021: "2021", 2030: "2021"} {
		got := ""
		if form := disclosure.FormForYear(year); form != nil {
			got = form.ID
		}
		if got != want {
			t.Errorf("year %d: form %q, want %q", year, got, want)
		}
	}
}

func TestIdentitySumsNeedEveryCell(t *testing.T) {
	form := disclosure.FormByID("2021")
	cells := make([]disclosure.Cell, len(form.Cells))
	for i := range cells {
		cells[i] = disclosure.Cell{Key: form.Cells[i].Key, State: disclosure.Reported}
	}
	identity := &form.Identities[0]
	cells[identity.Left[0]].Value = disclosure.Int(3)
	if c := identity.Check(disclosure.NumbersOf(cells)); !c.Fails() || c.Holds() || c.Left != disclosure.Int(3) || c.Right != 0 {
		t.Errorf("3 against 0 is %+v", c)
	}
	cells[identity.Left[1]].State = disclosure.Blank
	if c := identity.Check(disclosure.NumbersOf(cells)); c.Known || c.Holds() || c.Fails() {
		t.Error("a blank cell was taken for a zero")
	}
	if c := identity.Check(disclosure.NumbersOf(cells, disclosure.Blank)); !c.Fails() {
		t.Error("a blank that counts as nothing leaves the sum unknown")
	}
	cells[identity.Left[2]].State = disclosure.Illegible
	if c := identity.Check(disclosure.NumbersOf(cells, disclosure.Blank, disclosure.Absent)); c.Known {
		t.Error("a sum is known over a cell that is illegible")
	}
}

func TestNumbersAreExactDecimals(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"0", "0"}, {"007", "7"}, {"-8", "-8"}, {"+19", "19"}, {"29.0506", "29.0506"}, {"3.0", "3"},
		{"0.000001", "0.000001"}, {"-0.5", "-0.5"}, {"9223372036854.775807", "9223372036854.775807"},
		{"0.1000000000", "0.1"},
	} {
		got, err := disclosure.ParseNumber(test.text)
		if err != nil || got.String() != test.want {
			t.Errorf("%q gives %s, %v; want %s", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{"", "-", ".", "1.", ".5", "1,234", "１２", "1e3", "0.0000001", "9223372036854.775808", "99999999999999999999", "1 2", "O"} {
		if got, err := disclosure.ParseNumber(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func FuzzNumberReadsBackWhatItWrote(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(-1))
	f.Add(int64(29050600))
	f.Add(int64(-9223372036854775807))
	f.Fuzz(func(t *testing.T, n int64) {
		number := disclosure.Number(n)
		back, err := disclosure.ParseNumber(number.String())
		if n != -9223372036854775808 && (err != nil || back != number) {
			t.Errorf("%d was written %s and read back as %d, %v", n, number, back, err)
		}
	})
}

func TestFloorRoundsDownBelowZeroToo(t *testing.T) {
	for text, want := range map[string]int64{"3": 3, "3.9": 3, "-3": -3, "-3.1": -4, "0": 0} {
		number, _ := disclosure.ParseNumber(text)
		if got := number.Floor(); got != want {
			t.Errorf("floor of %s is %d, want %d", text, got, want)
		}
	}
}

func TestTheRegisterKnowsTownsByCodeAndCounty(t *testing.T) {
	register := disclosure.NationalRegister()
	if got := len(register.All()); got != 41352 {
		t.Errorf("the register has %d towns, want 41352", got)
	}
	for _, code := range []string{"511724102", "511724102000"} {
		if town := register.Town(code); town == nil || town.Name != "团坝镇" || town.County != "大竹县" || town.Kind() != disclosure.RuralTown {
			t.Errorf("%s is %+v, want 大竹县团坝镇", code, town)
		}
	}
	if codes := register.CountiesNamed("大竹县"); len(codes) != 1 || codes[0] != "511724" {
		t.Errorf("大竹县 has codes %v", codes)
	}
	if codes := register.CountiesNamed("鼓楼区"); len(codes) < 2 {
		t.Errorf("鼓楼区 has codes %v, want several", codes)
	}
	if town := register.Town("000000000"); town != nil {
		t.Errorf("an unknown code gives %+v", town)
	}
}

func TestOwnTownsTakePrecedence(t *testing.T) {
	own, err := disclosure.ReadTowns(strings.NewReader("\ufeffcode,town,county_code,county,city,province\n511724102000,团坝新镇,511724,大竹县,达州市,四川省\n990101001,甲街道,990101,示例县,示例市,示例省\n"))
	if err != nil {
		t.Fatal(err)
	}
	register := disclosure.NationalRegister().With(own)
	if got := register.Town("511724102").Name; got != "团坝新镇" {
		t.Errorf("the own register did not take precedence: %s", got)
	}
	if len(register.County("990101")) != 1 || disclosure.NationalRegister().Town("990101001") != nil {
		t.Error("own towns are missing, or leaked into the national register")
	}
}

func TestBadRegistersAreRefusedWithTheLine(t *testing.T) {
	for name, file := range map[string]string{
		"a wrong header":         "a,b\n",
		"a code of eight digits": "code,town,county_code,county,city,province\n51172410,团坝镇,511724,大竹县,达州市,四川省\n",
		"a code with a letter":   "code,town,county_code,county,city,province\n5117241O2,团坝镇,511724,大竹县,达州市,四川省\n",
		"a missing column":       "code,town,county_code,county,city,province\n511724102,团坝镇\n",
		"nothing at all":         "",
	} {
		if _, err := disclosure.ReadTowns(strings.NewReader(file)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestTownNamesLoseTheirOrgan(t *testing.T) {
	for body, want := range map[string]string{
		"团坝镇人民政府": "团坝镇", "东湖街道办事处": "东湖街道", "东大街街道办事处": "东大街街道", "东城办事处": "东城",
		"新镇回族乡人民政府": "新镇回族乡", "前进苏木": "前进苏木", " 团 坝 镇 政 府 ": "团坝镇", "柳湾乡党政办公室": "柳湾乡",
	} {
		if got := disclosure.TownName(body); got != want {
			t.Errorf("%q gives %q, want %q", body, got, want)
		}
	}
}

func TestAReportsJSONLineKeepsItsContract(t *testing.T) {
	value, _ := disclosure.ParseNumber("29.0506")
	report := disclosure.Report{
		File: "a.pdf", Status: disclosure.Partial, Reason: disclosure.CellsIllegible, Form: "2021", Town: "团坝镇", Year: 2021,
		Sections: []disclosure.Section{{Key: "overview", Heading: "一、总体情况", Text: "正文"}, {Key: "disputes", Heading: "四、行政复议"}},
		Cells: []disclosure.Cell{
			{Key: "disclosure.fees.amount", State: disclosure.Reported, Value: value, Raw: "29.0506", Place: disclosure.Place{Page: 3, Box: disclosure.Box{72, 310.5, 96.1, 322}}},
			{Key: "disputes.review.total", State: disclosure.Blank},
		},
		Findings: []disclosure.Finding{{Rule: "cell-blank", Severity: disclosure.Warning, Message: "空白"}},
	}
	line, err := json.Marshal(&report)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(line, &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"file", "status", "reason", "form", "town", "town_code", "county", "year", "title", "published", "sections", "cells", "claims", "findings"} {
		if _, has := got[name]; !has {
			t.Errorf("the line lacks %q", name)
		}
	}
	if got["town_code"] != nil || got["published"] != nil {
		t.Error("an unknown town code or date is not null")
	}
	cells := got["cells"].([]any)
	first, second := cells[0].(map[string]any), cells[1].(map[string]any)
	if first["value"] != "29.0506" || second["value"] != nil || second["state"] != "blank" {
		t.Errorf("cells are %v", cells)
	}
	sections := got["sections"].(map[string]any)
	if sections["overview"] != "正文" || sections["disputes"] != "四、行政复议" {
		t.Errorf("sections are %v", sections)
	}
	finding := got["findings"].([]any)[0].(map[string]any)
	if finding["expected"] != nil || len(finding["cells"].([]any)) != 0 {
		t.Errorf("finding is %v", finding)
	}
}
