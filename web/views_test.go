package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

func TestOnlyWhatIsSoundIsDrawnAsPublished(t *testing.T) {
	due := "2024-01-31"
	for _, c := range []struct {
		name  string
		cell  warehouse.MatrixCell
		class string
		todo  bool
	}{
		{"nothing is left to look at", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Published}, "s-published", false},
		{"an error stands", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Published, Errors: 1}, "flawed", true},
		{"an error stands on a late report", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Late, Errors: 1}, "flawed", true},
		{"a warning stands", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Published, Warnings: 1}, "open", true},
		{"it was read in part", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Published, Partial: true}, "open", true},
		{"a rule could not run", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Published, Undetermined: 1}, "unsure", false},
		{"it is missing", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Missing}, "s-missing", true},
		{"it is not yet due", warehouse.MatrixCell{TownCode: "1", Status: warehouse.Pending}, "s-pending", false},
		{"of a town that no register knows nothing is expected", warehouse.MatrixCell{Status: warehouse.Unknown}, "s-unknown", false},
		{"but where a day was set it is", warehouse.MatrixCell{Status: warehouse.Unknown, Due: &due}, "s-unknown", true},
	} {
		if cell := (matrixCell{c.cell}); cell.Class() != c.class || cell.ToDo() != c.todo {
			t.Errorf("%s: drawn as %q, to do %v; want %q, %v", c.name, cell.Class(), cell.ToDo(), c.class, c.todo)
		}
	}
}

func TestALineNamesTheTownsOfItsYear(t *testing.T) {
	m := &warehouse.Matrix{Years: []int{2022, 2023}}
	for _, name := range strings.Split("甲乙丙丁戊己庚辛", "") {
		m.Cells = append(m.Cells,
			warehouse.MatrixCell{TownCode: name, Town: name, Year: 2022, Status: warehouse.Published},
			warehouse.MatrixCell{TownCode: name, Town: name, Year: 2023, Status: warehouse.Missing})
	}
	m.Cells = append(m.Cells, warehouse.MatrixCell{Town: "无名", Year: 2023, Status: warehouse.Unknown})
	lines := linesOf(m)
	if len(lines) != 2 || lines[0].Year != 2023 || lines[1].Published != 8 {
		t.Fatalf("lines %+v", lines)
	}
	if l := lines[0]; l.Towns != 8 || len(l.Missing) != 8 || len(l.Missing.Named()) != mostNames || l.Missing.Rest() != 2 || len(l.Unknown) != 0 {
		t.Errorf("2023: %d towns, %d missing, %d named and %d more, %d unknown", l.Towns, len(l.Missing), len(l.Missing.Named()), l.Missing.Rest(), len(l.Unknown))
	}
}

func TestFindingsAreOrderedAsAsked(t *testing.T) {
	year := func(y int) *int { return &y }
	old := warehouse.FindingRow{Severity: disclosure.Error, Year: year(2020)}
	young := warehouse.FindingRow{Severity: disclosure.Warning, Year: year(2023)}
	if bySeverity.compare(old, young) >= 0 || byYear.compare(old, young) <= 0 || byTown.compare(old, young) != 0 {
		t.Error("the worst, the newest and the towns' own order are not told apart")
	}
}

func TestCountiesAreListedByWhatIsLacking(t *testing.T) {
	counties := []warehouse.CountyRow{{CountyCode: "1", Missing: 1, Errors: 3}, {CountyCode: "2", Late: 2, Errors: 3}, {CountyCode: "3", Missing: 4}}
	for by, want := range map[order]string{byCounty: "123", byMissing: "312", byLate: "213", byErrors: "123"} {
		listed := ""
		for _, c := range slices.SortedStableFunc(slices.Values(counties), by.compareCounties) {
			listed += c.CountyCode
		}
		if listed != want {
			t.Errorf("by %s the counties are %s, want %s", by, listed, want)
		}
	}
}

func TestATextOfADocumentIsNoFormulaOfASpreadsheet(t *testing.T) {
	for given, want := range map[string]string{
		"": "", "石桥镇": "石桥镇", "-3": "-3", "+19": "+19", "=HYPERLINK(\"x\")": "'=HYPERLINK(\"x\")", "@SUM": "'@SUM", "-": "'-", "\tx": "'\tx",
	} {
		if got := harmless(given); got != want {
			t.Errorf("%q is written as %q, want %q", given, got, want)
		}
	}
}

func TestAnAddressKeepsWhatWasAskedFor(t *testing.T) {
	l := findingList{asked: httptest.NewRequest(http.MethodGet, "/?year=2023&severity=error&page=4", nil).URL.Query()}
	if got := l.With("sort", byTown); got != "?severity=error&sort=town&year=2023" {
		t.Errorf("sorted by town the address is %s", got)
	}
	if got := l.With("year", 0); got != "?severity=error" {
		t.Errorf("without the year the address is %s", got)
	}
	if got := l.At(2); got != "?page=2&severity=error&year=2023" {
		t.Errorf("the second page is at %s", got)
	}
}

func TestChecksPutTheNumbersIn(t *testing.T) {
	form := disclosure.FormForYear(2022)
	detail := &warehouse.ReportDetail{ReportRow: warehouse.ReportRow{Form: &form.ID}}
	for _, spec := range form.Cells {
		value := "0"
		if spec.Key == "applications.granted.natural_person" {
			value = "2"
		}
		detail.Cells = append(detail.Cells, warehouse.CellRow{Key: spec.Key, Value: &value, State: disclosure.Reported})
	}
	checks := checksOf(detail, "applications.granted.total")
	if len(checks) == 0 {
		t.Fatal("the total takes part in no sum")
	}
	if c := checks[0]; c.Left != "2 + 0 + 0 + 0 + 0 + 0 = 2" || !strings.HasSuffix(c.Right, "总计 0") || !c.Known || c.Holds {
		t.Errorf("the row's sum is %+v", c)
	}
	detail.Cells[form.Index("applications.granted.company")].Value = nil
	if c := checksOf(detail, "applications.granted.total")[0]; c.Known || !strings.Contains(c.Left, "（无数字）") {
		t.Errorf("a blank counts as a number: %+v", c)
	}
}
