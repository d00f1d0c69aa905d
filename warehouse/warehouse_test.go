package warehouse

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/guard"
)

func TestMain(m *testing.M) {
	guard.RunChild(map[string]guard.Handler{QueryKind: QueryHandler()})
	os.Exit(m.Run())
}

const county = "511724"

func clockAt(t time.Time) func() time.Time { return func() time.Time { return t } }

var testNow = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func testOptions() Options { return Options{MemoryMB: 512, Threads: 1, Now: clockAt(testNow)} }

func openTest(t *testing.T, dir string) *Warehouse {
	t.Helper()
	w, err := Open(t.Context(), dir, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// testReport makes a report of the form of the year: zeros, with the figures given
// as decimals; "" leaves a cell blank.
func testReport(townCode, town string, year int, figures map[disclosure.Key]string) *disclosure.Report {
	form := disclosure.FormForYear(year)
	r := &disclosure.Report{
		Status: disclosure.Parsed, Reader: "html", Form: form.ID, Town: town, TownCode: townCode, County: "大竹县", CountyCode: county,
		Year: year, YearSource: disclosure.YearFromTitle, Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", town, year),
		Published: fmt.Sprintf("%d-01-19", year+1), PublishedSource: disclosure.PublishedFromMeta,
		Years:    []disclosure.YearStatement{{Source: disclosure.YearFromTitle, Year: year, Text: "年度报告"}},
		Sections: []disclosure.Section{{Key: "overview", Heading: "一、总体情况", Text: "本年度未收到申请。\n另一段。"}},
		Tables: []disclosure.TableReading{{Table: "applications", Found: true, Score: 1, Held: 40, Checked: 40, Copies: 1,
			Altered: []disclosure.AlteredLabel{{Row: "granted", Form: "（一）予以公开", Document: "（一）公开"}}}},
		Claims: []disclosure.Claim{{Metric: "applications.received.total", Value: 0, Section: "overview", Text: "未收到申请"}},
	}
	for i, spec := range form.Cells {
		c := disclosure.Cell{Key: spec.Key, State: disclosure.Reported, Raw: "0", Confidence: 1,
			Place: disclosure.Place{Path: fmt.Sprintf("table[1]/tr[%d]", i), Reader: "html"}}
		if figure, given := figures[spec.Key]; given {
			c.Raw = figure
			var err error
			if c.Value, err = disclosure.ParseNumber(figure); err != nil {
				c.State = disclosure.Blank
			}
		}
		r.Cells = append(r.Cells, c)
	}
	return r
}

func testBatch(report *disclosure.Report, sha string) Batch {
	url := fmt.Sprintf("https://example.gov.cn/%s/%d.html", report.TownCode, report.Year)
	report.URL, report.SHA256, report.File = url, sha, url
	return Batch{
		Source: url, URL: url, SHA256: sha, Kind: "html", Title: report.Title, Portal: "大竹县人民政府", CountyCode: county,
		Fetched: testNow, Outcome: "fetched", Reading: "1",
		Reports: []ReportBatch{{
			Report: report,
			Findings: []disclosure.Finding{{Rule: "cell-blank", Severity: disclosure.Warning, Verdict: disclosure.Fires,
				Cells: []disclosure.Key{"disputes.review.total"}, Message: "行政复议一行为空白", Fingerprint: "f-" + report.TownCode + "-" + fmt.Sprint(report.Year),
				Place: disclosure.Place{Page: 2, Box: disclosure.Box{1, 2, 3.5, 4}, Reader: "pdf"}, Causes: []string{"漏填"}}},
			Verdicts: []Verdict{{Rule: "app-balance", Verdict: disclosure.Holds},
				{Rule: "dispute-total", Verdict: disclosure.Undetermined, Lacking: []disclosure.Key{"disputes.review.total"}}},
		}},
	}
}

func mustLoad(t *testing.T, w *Warehouse, batch Batch, want Change) {
	t.Helper()
	got, err := w.Load(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	if got[0] != want {
		t.Fatalf("loading %s: %s, want %s", batch.Source, got[0], want)
	}
}

func testTowns() []disclosure.Town {
	var towns []disclosure.Town
	for i, name := range []string{"团坝镇", "高穴镇", "月华镇"} {
		towns = append(towns, disclosure.Town{Code: fmt.Sprintf("51172410%d", i), Name: name, CountyCode: county, County: "大竹县", City: "达州市", Province: "四川省"})
	}
	return towns
}

func testCounty() CountyBatch {
	return CountyBatch{
		CountyCode: county, County: "大竹县", Towns: testTowns(),
		TownYears: []TownYear{
			{TownCode: "511724100", Town: "团坝镇", Year: 2021, Status: Published, Due: "2022-01-31", Basis: "县里通知", Published: "2022-01-19"},
			{TownCode: "511724101", Town: "高穴镇", Year: 2021, Status: Late, Due: "2022-01-10", Basis: "县里通知", Published: "2022-01-19"},
			{TownCode: "511724102", Town: "月华镇", Year: 2021, Status: Missing, Due: "2022-01-31", Basis: "县里通知", Detail: "栏目中没有找到"},
		},
		Findings: []BodyFinding{{TownCode: "511724102", Town: "月华镇", Year: 2021, Finding: disclosure.Finding{
			Rule: "report-missing", Severity: disclosure.Error, Verdict: disclosure.Fires, Message: "没有找到2021年度报告", Fingerprint: "missing-1"}}},
	}
}

func publishTest(t *testing.T, w *Warehouse, ledger *Ledger) Publication {
	t.Helper()
	p, err := w.Publish(t.Context(), ledger)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func openTestSnapshot(t *testing.T, dir string) *Snapshot {
	t.Helper()
	s, err := OpenSnapshot(t.Context(), dir, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// fillTest loads two towns' reports of 2021 and what is said of the county.
func fillTest(t *testing.T, w *Warehouse) {
	t.Helper()
	mustLoad(t, w, testBatch(testReport("511724100", "团坝镇", 2021, map[disclosure.Key]string{
		"applications.received.total": "12", "disputes.review.total": "", "disclosure.fees.amount": "29.0506",
	}), "aa"), Added)
	mustLoad(t, w, testBatch(testReport("511724101", "高穴镇", 2021, map[disclosure.Key]string{"applications.received.total": "3"}), "bb"), Added)
	if changed, err := w.LoadCounty(t.Context(), testCounty()); err != nil || !changed {
		t.Fatalf("load county: changed %v, %v", changed, err)
	}
}

func TestLoadingAndPublishingTheSameAgainChangesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "数据 %'")
	w := openTest(t, dir)
	fillTest(t, w)
	first := publishTest(t, w, nil)
	if !first.Changed {
		t.Error("the first publication says that nothing changed")
	}
	again := testBatch(testReport("511724101", "高穴镇", 2021, map[disclosure.Key]string{"applications.received.total": "3"}), "bb")
	again.Fetched = testNow.Add(time.Hour)
	mustLoad(t, w, again, Unchanged)
	if changed, err := w.LoadCounty(t.Context(), testCounty()); err != nil || changed {
		t.Errorf("loading the county again: changed %v, %v", changed, err)
	}
	if !w.Known(again.Source, "bb", "1") || w.Known(again.Source, "bb", "2") || w.Known(again.Source, "cc", "1") {
		t.Error("Known does not tell bytes and readings apart")
	}
	if second := publishTest(t, w, nil); second.Changed || second.Version != first.Version {
		t.Errorf("publishing again: %+v, want unchanged %s", second, first.Version)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w = openTest(t, dir)
	mustLoad(t, w, again, Unchanged)
	if third := publishTest(t, w, nil); third.Changed {
		t.Error("publishing after reopening says that something changed")
	}
}

func TestADocumentThatChangesKeepsItsOldVersion(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	figures := map[disclosure.Key]string{"applications.received.total": "13"}
	mustLoad(t, w, testBatch(testReport("511724100", "团坝镇", 2021, figures), "a2"), Versioned)
	judged := testBatch(testReport("511724100", "团坝镇", 2021, figures), "a2")
	judged.Reports[0].Findings = nil
	mustLoad(t, w, judged, Reread)
	gone := Batch{Source: judged.Source, URL: judged.URL, Outcome: "not_found", CountyCode: county}
	mustLoad(t, w, gone, Noted)
	mustLoad(t, w, gone, Unchanged)
	mustLoad(t, w, judged, Reread)
	mustLoad(t, w, gone, Noted)
	fresh := Batch{Source: "https://example.gov.cn/new", Outcome: "empty"}
	mustLoad(t, w, fresh, Added)
	fresh.SHA256, fresh.Outcome = "ee", "fetched"
	mustLoad(t, w, fresh, Added)
	publishTest(t, w, nil)
	s := openTestSnapshot(t, dir)
	all, err := s.Reports(t.Context(), ReportFilter{TownCode: "511724100", All: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 {
		t.Fatalf("%d versions, want 2", len(all))
	}
	current, err := s.Reports(t.Context(), ReportFilter{TownCode: "511724100"})
	if err != nil || len(current) != 1 || current[0].SHA256 != "a2" || current[0].Version != 2 || current[0].Supersedes == nil {
		t.Fatalf("current: %+v, %v", current, err)
	}
	detail, err := s.Report(t.Context(), current[0].ReportID)
	if err != nil || len(detail.Versions) != 2 || len(detail.Findings) != 0 {
		t.Errorf("detail: %d versions, %d findings, %v", len(detail.Versions), len(detail.Findings), err)
	}
	old, err := s.Report(t.Context(), *current[0].Supersedes)
	if err != nil || *old.Cells[indexOf(t, "applications.received.total")].Value != "12" {
		t.Errorf("the old version lost its value: %v", err)
	}
}

func indexOf(t *testing.T, key disclosure.Key) int {
	t.Helper()
	i := disclosure.FormByID("2021").Index(key)
	if i < 0 {
		t.Fatalf("no cell %s", key)
	}
	return i
}

func TestAReportComesBackAsItWasLoaded(t *testing.T) {
	w := openTest(t, t.TempDir())
	report := testReport("511724100", "团坝镇", 2021, map[disclosure.Key]string{
		"applications.received.total": "12", "disputes.review.total": "", "disclosure.fees.amount": "9200000000000.000001",
	})
	report.Extras = []disclosure.Extra{{Table: "disputes", Axis: "row", Label: "合计", Values: []string{"0", "无"}}}
	report.Doubts = []disclosure.Doubt{{Code: disclosure.DoubtMerged, Table: "disputes", Cells: []disclosure.Key{"disputes.review.total"}, Detail: "合并"}}
	report.Cells[3].Place = disclosure.Place{Page: 3, Box: disclosure.Box{72, 310.5, 96.1, 322}, Reader: "pdf"}
	report.Cells[3].Doubt = disclosure.DoubtSplit
	mustLoad(t, w, testBatch(report, "aa"), Added)
	stored, err := w.CountyReports(t.Context(), county)
	if err != nil || len(stored) != 1 {
		t.Fatalf("%d reports, %v", len(stored), err)
	}
	if !stored[0].Current || !stored[0].Newest || stored[0].Version != 1 {
		t.Errorf("standing: %+v", stored[0])
	}
	if !reflect.DeepEqual(stored[0].Report, report) {
		t.Errorf("came back as\n%+v\nwas\n%+v", stored[0].Report, report)
	}
}

func TestTheSnapshotTellsWhatWasLoaded(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	rejected := Batch{Source: "scan.pdf", SHA256: "dd", Kind: "pdf", Outcome: "fetched", Reports: []ReportBatch{{
		Report: &disclosure.Report{File: "scan.pdf", Status: disclosure.Rejected, Reason: disclosure.ScannedImage, Reader: "pdf"}}}}
	mustLoad(t, w, rejected, Added)
	publishTest(t, w, nil)
	s := openTestSnapshot(t, dir)

	summary, err := s.Summary(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if summary.Reports != 2 || summary.Rejected != 1 || summary.Cells != 400 || summary.Towns != 3 || summary.Errors != 1 ||
		summary.Warnings != 2 || summary.Statuses[Missing] != 1 || summary.Outcomes["fetched"] != 3 || summary.Rejections[disclosure.ScannedImage] != 1 {
		t.Errorf("summary: %+v", summary)
	}
	matrix, err := s.Matrix(ctx, county)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, c := range matrix.Cells {
		seen = append(seen, fmt.Sprintf("%s %d %s %v e%d w%d u%d", c.Town, c.Year, c.Status, c.ReportID != nil, c.Errors, c.Warnings, c.Undetermined))
	}
	want := []string{"团坝镇 2021 published true e0 w1 u1", "高穴镇 2021 late true e0 w1 u1", "月华镇 2021 missing false e1 w0 u0"}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("matrix:\n%s\nwant\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
	findings, err := s.Findings(ctx, FindingFilter{CountyCode: county, Severity: disclosure.Warning})
	if err != nil || len(findings) != 3 {
		t.Fatalf("%d findings, %v", len(findings), err)
	}
	first := findings[0]
	if first.Rule != "cell-blank" || first.Review != ReviewOpen || first.Box == nil || first.Box[2] != 3.5 || first.Causes[0] != "漏填" || first.ReportID == nil {
		t.Errorf("finding: %+v", first)
	}
	verdicts, err := s.Verdicts(ctx)
	if err != nil || len(verdicts) != 2 || verdicts[1].Verdict != disclosure.Undetermined || verdicts[1].Reports != 2 {
		t.Errorf("verdicts: %+v, %v", verdicts, err)
	}
	values, err := s.Values(ctx, ValueQuery{Keys: []disclosure.Key{"applications.received.total", "disputes.review.total"}, Year: 2021, CountyCode: county})
	if err != nil || len(values) != 3 {
		t.Fatalf("%d values, %v", len(values), err)
	}
	if values[0].Values[0].String() != "12" || values[0].Values[1] != nil || values[2].ReportID != "" || values[2].Values[0] != nil {
		t.Errorf("values: %+v", values)
	}
	if rows, err := s.Reports(ctx, ReportFilter{Rejected: true}); err != nil || len(rows) != 3 {
		t.Errorf("%d reports with rejected ones, %v", len(rows), err)
	}
	if _, err := s.Report(ctx, "no such"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a report that is not there: %v", err)
	}
	if _, err := s.Matrix(ctx, "999999"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a county that is not there: %v", err)
	}
	if years, err := s.Years(ctx, county); err != nil || len(years) != 1 {
		t.Errorf("years %v, %v", years, err)
	}
	if counties, err := s.Counties(ctx); err != nil || len(counties) != 1 || counties[0] != (CountyRow{
		CountyCode: county, County: "大竹县", City: "达州市", Province: "四川省", Towns: 3, Reports: 2, Expected: 3, Late: 1, Missing: 1, Errors: 1}) {
		t.Errorf("counties: %+v, %v", counties, err)
	}
	if towns, err := s.Towns(ctx, county); err != nil || len(towns) != 3 || towns[2].Missing != 1 || towns[2].Errors != 1 {
		t.Errorf("towns: %+v, %v", towns, err)
	}
}
