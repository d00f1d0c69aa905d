package metrics

import (
	"cmp"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

const county = "511724"

// town is a town of the test county with the figures of its report; nil has none.
type town struct {
	name  string
	year  int
	cells map[disclosure.Key]string
	claim string
	// approx and doubt are of the claim and of every cell.
	approx bool
	doubt  disclosure.DoubtCode
	// status is published where none is given.
	status warehouse.TownYearStatus
}

// snapshotOf publishes a county of towns and opens the snapshot.
func snapshotOf(t *testing.T, towns []town) *warehouse.Snapshot {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	opts := warehouse.Options{MemoryMB: 256, Threads: 1}
	w, err := warehouse.Open(ctx, dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	batch := warehouse.CountyBatch{CountyCode: county, County: "大竹县"}
	for i, town := range towns {
		code := fmt.Sprintf("511724%d", 100+i)
		batch.Towns = append(batch.Towns, disclosure.Town{Code: code, Name: town.name, CountyCode: county, County: "大竹县"})
		batch.TownYears = append(batch.TownYears, warehouse.TownYear{TownCode: code, Town: town.name, Year: 2021, Status: cmp.Or(town.status, warehouse.Published),
			Due: "2022-01-31", Published: "2022-01-19"})
		if town.cells == nil {
			continue
		}
		_, err := w.Load(ctx, warehouse.Batch{Source: code, SHA256: code, CountyCode: county,
			Reports: []warehouse.ReportBatch{{Report: reportOf(t, code, town),
				Verdicts: []warehouse.Verdict{{Rule: "app-balance", Verdict: disclosure.Holds}}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.LoadCounty(ctx, batch); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := warehouse.OpenSnapshot(ctx, dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func reportOf(t *testing.T, code string, town town) *disclosure.Report {
	t.Helper()
	form := disclosure.FormForYear(town.year)
	r := &disclosure.Report{Status: disclosure.Parsed, Form: form.ID, Town: town.name, TownCode: code, CountyCode: county, County: "大竹县", Year: town.year}
	if town.claim != "" {
		value, err := disclosure.ParseNumber(town.claim)
		if err != nil {
			t.Fatal(err)
		}
		r.Claims = []disclosure.Claim{{Metric: "disclosure.published_count", Value: value, Approx: town.approx, Text: "主动公开信息" + town.claim + "条"}}
	}
	for _, spec := range form.Cells {
		cell := disclosure.Cell{Key: spec.Key, State: disclosure.Reported, Raw: "0", Confidence: 1, Doubt: town.doubt}
		if raw, given := town.cells[spec.Key]; given {
			cell.Raw = raw
			var err error
			if cell.Value, err = disclosure.ParseNumber(raw); err != nil {
				cell.State = disclosure.Blank
			}
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

func received(n string) map[disclosure.Key]string {
	return map[disclosure.Key]string{"applications.received.total": n}
}

func TestComparing(t *testing.T) {
	snapshot := snapshotOf(t, []town{
		{name: "甲镇", year: 2021, cells: received("5")},
		{name: "乙镇", year: 2021, cells: received("12"), claim: "320", approx: true, doubt: disclosure.DoubtOCR},
		{name: "丙镇", year: 2021, cells: received("5")},
		{name: "丁乡", year: 2021, cells: received("")},
		{name: "戊乡", status: warehouse.Missing},
		{name: "己镇", year: 2021, cells: map[disclosure.Key]string{
			"applications.received.total": "20", "applications.handled_total.total": "20", "applications.granted.total": "15"}},
		{name: "庚镇", year: 2021, cells: map[disclosure.Key]string{
			"applications.received.total": "2", "applications.handled_total.total": "2", "applications.granted.total": "2"}},
	})
	for _, test := range []struct {
		name, measure string
		want          []string
	}{
		{"ties share a rank and the next is skipped; blanks and missing reports come last, unranked", "applications_received", []string{
			"己镇 20 rank 1 p100 5/7 median 5 ", "乙镇 12 rank 2 p80 5/7 median 5 识别存疑，请核对原文", "甲镇 5 rank 3 p60 5/7 median 5 ",
			"丙镇 5 rank 3 p60 5/7 median 5 ", "庚镇 2 rank 5 p20 5/7 median 5 ",
			"丁乡 - rank - p- 5/7 median 5 空白或无法识别", "戊乡 - rank - p- 5/7 median 5 无年报"}},
		{"a rate over few cases is shown and not ranked; none without a denominator", "granted_rate", []string{
			"己镇 0.7500 rank 1 p100 1/7 median 0.7500 可比乡镇过少，仅供参考", "庚镇 1.0000 rank - p- 1/7 median 0.7500 数量过少，不宜比较",
			"甲镇 - rank - p- 1/7 median 0.7500 分母为零", "乙镇 - rank - p- 1/7 median 0.7500 分母为零",
			"丙镇 - rank - p- 1/7 median 0.7500 分母为零", "丁乡 - rank - p- 1/7 median 0.7500 分母为零",
			"戊乡 - rank - p- 1/7 median 0.7500 无年报"}},
		{"a figure of the prose counts where a sentence states it", "published_count", []string{
			"乙镇 320 rank 1 p100 1/7 median 320 约数；可比乡镇过少，仅供参考", "甲镇 - rank - p- 1/7 median 320 正文未写明",
			"丙镇 - rank - p- 1/7 median 320 正文未写明", "丁乡 - rank - p- 1/7 median 320 正文未写明",
			"戊乡 - rank - p- 1/7 median 320 无年报", "己镇 - rank - p- 1/7 median 320 正文未写明", "庚镇 - rank - p- 1/7 median 320 正文未写明"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, err := Compare(t.Context(), snapshot, Query{Measure: test.measure, Year: 2021, CountyCode: county})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprintf("%s %s rank %s p%s %d/%d median %s %s", r.Town, or(r.Value), or(r.Rank), or(r.Percentile), r.Valued, r.Total, or(r.Median), r.Mark))
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
	if _, err := Compare(t.Context(), snapshot, Query{Measure: "happiness"}); !errors.Is(err, ErrMeasure) {
		t.Errorf("an unknown measure: %v", err)
	}
	for _, m := range Measures() {
		if _, err := Compare(t.Context(), snapshot, Query{Measure: m.ID, Year: 2021, CountyCode: county}); err != nil {
			t.Errorf("measure %s: %v", m.ID, err)
		}
	}
	profile, err := Profile(t.Context(), snapshot, "511724101", warehouse.AsPublished)
	if err != nil || len(profile) != len(Measures()) {
		t.Fatalf("profile: %d measures of %d, %v", len(profile), len(Measures()), err)
	}
	for _, trend := range profile {
		want := map[string]string{"applications_received": "12", "published_count": "320"}[trend.Measure.ID]
		if len(trend.Rows) != 1 || (want != "" && trend.Rows[0].Text() != want) {
			t.Errorf("profile: %s is %+v, want one year, %q", trend.Measure.ID, trend.Rows, want)
		}
	}
	if counts, err := Compare(t.Context(), snapshot, Query{Measure: "applications_received", Year: 2021, CountyCode: county}); err != nil || counts[0].MedianText() != "5" {
		t.Errorf("the median of five towns: %v", err)
	}
	rates, err := Compare(t.Context(), snapshot, Query{Measure: "granted_rate", Year: 2021, CountyCode: county})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{"己镇": "75.0%（15/20）", "庚镇": "2/2", "甲镇": "", "戊乡": ""}
	for i := range rates {
		if want, asked := shown[rates[i].Town]; asked && (rates[i].Text() != want || rates[i].MedianText() != "") {
			t.Errorf("%s is shown as %q, median %q; want %q, no share where the numbers are too few, no median of one town", rates[i].Town, rates[i].Text(), rates[i].MedianText(), want)
		}
	}
}

func or[T any](p *T) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprint(*p)
}

func TestEveryMeasureSpeaksOfCellsThatAFormHas(t *testing.T) {
	ids := map[string]bool{}
	for _, m := range Measures() {
		if ids[m.ID] || m.Title == "" || m.Unit == "" {
			t.Errorf("measure %q: stands twice, or lacks a title or unit", m.ID)
		}
		ids[m.ID] = true
		for _, key := range append(m.numerator.cells, m.denominator.cells...) {
			known := false
			for _, form := range disclosure.Forms() {
				known = known || form.Index(key) >= 0
			}
			if !known {
				t.Errorf("measure %s: no form has the cell %s", m.ID, key)
			}
		}
	}
}

func TestTheMetricsAreWellFormed(t *testing.T) {
	snapshot := snapshotOf(t, []town{
		{name: "甲镇", year: 2021, cells: received("5"), status: warehouse.Published},
		{name: "乙镇", status: warehouse.Missing},
		{name: "丙镇", status: warehouse.Unknown},
		{name: "丁乡", status: warehouse.Unreadable},
	})
	ledger, err := warehouse.OpenLedger(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	id, err := ledger.StartRun(t.Context(), start)
	if err == nil {
		err = ledger.EndRun(t.Context(), warehouse.Run{ID: id, Ended: start.Add(90 * time.Second), Outcome: warehouse.RunIncomplete,
			Portals: []warehouse.PortalRun{{Name: "大竹县人民政府", CountyCode: county}, {Name: "大竹县人民政府", CountyCode: county, Readable: true}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	collector := NewCollector(Source{Snapshot: func() *warehouse.Snapshot { return snapshot }, Ledger: ledger})
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(collector)
	problems, err := testutil.GatherAndLint(registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	unit := regexp.MustCompile(`timestamp|duration|age|size`)
	for _, m := range catalogue {
		if unit.MatchString(m.name) && !strings.HasSuffix(m.name, "_seconds") && !strings.HasSuffix(m.name, "_bytes") {
			t.Errorf("gongkai_%s lacks its unit", m.name)
		}
	}
	want := `
# HELP gongkai_portal_readable 1 where the last run could read the portal's lists. One series a configured portal.
# TYPE gongkai_portal_readable gauge
gongkai_portal_readable{county_code="511724",portal="大竹县人民政府"} 0
# HELP gongkai_run_last_duration_seconds How long the last run took.
# TYPE gongkai_run_last_duration_seconds gauge
gongkai_run_last_duration_seconds 90
# HELP gongkai_run_last_success_timestamp_seconds When the last run ended that read what it could.
# TYPE gongkai_run_last_success_timestamp_seconds gauge
gongkai_run_last_success_timestamp_seconds 1.79534169e+09
# HELP gongkai_scrape_success 1 where this scrape could read the snapshot and the ledger.
# TYPE gongkai_scrape_success gauge
gongkai_scrape_success 1
# HELP gongkai_town_report_found 1 where the town's report of the year was found, 0 where not; no series where its portal could not be read.
# TYPE gongkai_town_report_found gauge
gongkai_town_report_found{county_code="511724",town="丁乡",town_code="511724103",year="2021"} 1
gongkai_town_report_found{county_code="511724",town="乙镇",town_code="511724101",year="2021"} 0
gongkai_town_report_found{county_code="511724",town="甲镇",town_code="511724100",year="2021"} 1
# HELP gongkai_town_report_due_timestamp_seconds End of the last day for publication, Beijing time.
# TYPE gongkai_town_report_due_timestamp_seconds gauge
gongkai_town_report_due_timestamp_seconds{county_code="511724",town="丁乡",town_code="511724103",year="2021"} 1.6436448e+09
gongkai_town_report_due_timestamp_seconds{county_code="511724",town="丙镇",town_code="511724102",year="2021"} 1.6436448e+09
gongkai_town_report_due_timestamp_seconds{county_code="511724",town="乙镇",town_code="511724101",year="2021"} 1.6436448e+09
gongkai_town_report_due_timestamp_seconds{county_code="511724",town="甲镇",town_code="511724100",year="2021"} 1.6436448e+09
`
	err = testutil.GatherAndCompare(registry, strings.NewReader(want), "gongkai_portal_readable", "gongkai_run_last_duration_seconds",
		"gongkai_run_last_success_timestamp_seconds", "gongkai_scrape_success", "gongkai_town_report_found", "gongkai_town_report_due_timestamp_seconds")
	if err != nil {
		t.Error(err)
	}
	collector.townYears = 2
	if n := testutil.CollectAndCount(collector, "gongkai_town_report_errors"); n != 2 {
		t.Errorf("%d series of single towns, want no more than 2", n)
	}
	omitted := "# HELP gongkai_town_years_omitted Expected reports without series of their own, for their number is bounded.\n" +
		"# TYPE gongkai_town_years_omitted gauge\ngongkai_town_years_omitted 2\n"
	if err := testutil.GatherAndCompare(registry, strings.NewReader(omitted), "gongkai_town_years_omitted"); err != nil {
		t.Error(err)
	}
}

func TestNothingPublishedYetIsNoFault(t *testing.T) {
	collector := NewCollector(Source{Snapshot: func() *warehouse.Snapshot { return nil }})
	if n := testutil.CollectAndCount(collector); n != 1 {
		t.Errorf("%d series, want gongkai_scrape_success alone", n)
	}
}

func TestTheAlertRulesFireAndStaySilent(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed")
	}
	command := exec.Command(promtool, "test", "rules", "alerts_test.yml")
	command.Dir = "testdata"
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("promtool test rules: %v\n%s", err, out)
	}
}
