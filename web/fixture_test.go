package web

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// The counties of the test's snapshot, and a town whose name tries to be markup.
const (
	county  = "511724"
	other   = "511725"
	hostile = `<b>甲</b>"&镇`
	formula = `=HYPERLINK("http://x")`
)

// siteDir holds the snapshot that the package's tests share.
var siteDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "gongkai-web")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	siteDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// site is the handler over the test's snapshot.
type site struct {
	handler   http.Handler
	snapshots *Snapshots
}

// published publishes the test's counties once.
var published = sync.OnceValue(func() error { return publishSite(context.Background(), siteDir) })

func siteOptions() warehouse.Options {
	return warehouse.Options{MemoryMB: 256, Threads: 1, Now: func() time.Time { return time.Date(2023, 3, 1, 4, 0, 0, 0, time.UTC) }}
}

func newSite(t *testing.T, options Options) *site {
	t.Helper()
	if err := published(); err != nil {
		t.Fatal(err)
	}
	snapshots, err := OpenSnapshots(t.Context(), siteDir, siteOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(snapshots.Close)
	handler, err := New(snapshots, options)
	if err != nil {
		t.Fatal(err)
	}
	return &site{handler, snapshots}
}

func (s *site) ask(path string, header ...string) *http.Response {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, request)
	return recorder.Result()
}

// get is the body of an answer whose status is as wanted.
func (s *site) get(t *testing.T, path string, status int) string {
	t.Helper()
	response := s.ask(path)
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		t.Fatalf("%s: status %d, want %d; %v\n%.300s", path, response.StatusCode, status, err, body)
	}
	return string(body)
}

// says holds what a page must say and, after a "", what it must not.
func (s *site) says(t *testing.T, path string, words ...string) {
	t.Helper()
	page, wanted := s.get(t, path, http.StatusOK), true
	for _, word := range words {
		if word == "" {
			wanted = false
		} else if strings.Contains(page, word) != wanted {
			t.Errorf("%s: says %q: %v, want %v", path, word, !wanted, wanted)
		}
	}
}

// rows reads a CSV file: its records by header.
func (s *site) rows(t *testing.T, path string) []map[string]string {
	t.Helper()
	body, marked := strings.CutPrefix(s.get(t, path, http.StatusOK), byteOrderMark)
	records, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || !marked || !strings.Contains(body, "\r\n") {
		t.Fatalf("%s: not as WPS reads it: marked %v, %v", path, marked, err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// decode reads a JSON answer.
func decode[T any](t *testing.T, s *site, path string) (answer T) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.get(t, path, http.StatusOK)), &answer); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return answer
}

// reportID is the name of the report that stands for a town's year.
func (s *site) reportID(t *testing.T, town string, year int) string {
	t.Helper()
	rows := decode[[]warehouse.ReportRow](t, s, fmt.Sprintf("/api/reports?town=%s&year=%d", town, year))
	if len(rows) != 1 {
		t.Fatalf("reports of %s in %d: %d, want one", town, year, len(rows))
	}
	return rows[0].ReportID
}

// siteReport is a report of the form of 2021 with zeros, and the figures given.
func siteReport(code, town string, year int, figures map[disclosure.Key]string) *disclosure.Report {
	form := disclosure.FormForYear(year)
	r := &disclosure.Report{
		Status: disclosure.Parsed, Reader: "html", Form: form.ID, Town: town, TownCode: code, County: "大竹县", CountyCode: county, Year: year,
		Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", town, year), Published: fmt.Sprintf("%d-01-19", year+1), PublishedSource: disclosure.PublishedFromMeta,
		Sections: []disclosure.Section{{Key: "overview", Heading: "一、总体情况", Text: town + "本年度收到申请若干。"}},
		Claims:   []disclosure.Claim{{Metric: "disclosure.wechat_count", Value: disclosure.Int(320), Approx: true, Section: "overview", Text: "微信公开" + town + "320余条"}},
	}
	for i, spec := range form.Cells {
		c := disclosure.Cell{Key: spec.Key, State: disclosure.Reported, Raw: "0", Confidence: 1,
			Place: disclosure.Place{Page: 2, Path: fmt.Sprintf("table[1]/tr[%d]", i), Reader: "html"}}
		if raw, given := figures[spec.Key]; given {
			c.Raw = raw
			var err error
			if c.Value, err = disclosure.ParseNumber(raw); err != nil {
				c.State = disclosure.Illegible
			}
			if raw == "" {
				c.State, c.Place = disclosure.Blank, disclosure.Place{}
			}
		}
		r.Cells = append(r.Cells, c)
	}
	return r
}

// applications are figures of table three that add up.
func applications(received, handled, granted, carriedOut string) map[disclosure.Key]string {
	return map[disclosure.Key]string{"applications.received.total": received, "applications.handled_total.total": handled,
		"applications.granted.total": granted, "applications.carried_out.total": carriedOut}
}

func finding(rule string, severity disclosure.Severity, fingerprint, message string, cells ...disclosure.Key) disclosure.Finding {
	return disclosure.Finding{Rule: rule, Severity: severity, Verdict: disclosure.Fires, Cells: cells, Message: message, Fingerprint: fingerprint}
}

// publishSite fills a warehouse with two counties and publishes it.
func publishSite(ctx context.Context, dir string) error {
	w, err := warehouse.Open(ctx, dir, siteOptions())
	if err != nil {
		return err
	}
	defer w.Close()
	ledger, err := warehouse.OpenLedger(ctx, dir)
	if err != nil {
		return err
	}
	defer ledger.Close()
	for _, batch := range siteBatches() {
		if _, err := w.Load(ctx, batch); err != nil {
			return err
		}
	}
	for _, batch := range siteCounties() {
		if _, err := w.LoadCounty(ctx, batch); err != nil {
			return err
		}
	}
	at, right := time.Date(2023, 2, 2, 2, 0, 0, 0, time.UTC), disclosure.Int(18)
	for _, review := range []warehouse.Review{
		{Fingerprint: "sum-101", Status: warehouse.ReviewConfirmed, By: "李四", Note: "来电核实", At: at},
		{Fingerprint: "dismissed-103", Status: warehouse.ReviewDismissed, By: "李四", Note: "另行说明", At: at},
	} {
		if err := ledger.AddReview(ctx, review); err != nil {
			return err
		}
	}
	err = ledger.AddCorrection(ctx, warehouse.Correction{TownCode: "511724100", Year: 2022, Key: "applications.granted.total", Value: &right,
		Reason: "原件为18，误读", By: "王五", At: at})
	if err != nil {
		return err
	}
	_, err = w.Publish(ctx, ledger)
	return err
}

func siteBatches() []warehouse.Batch {
	one := func(address, sha string, report *disclosure.Report, findings ...disclosure.Finding) warehouse.Batch {
		report.URL, report.SHA256, report.File = address, sha, address
		return warehouse.Batch{Source: address, URL: address, SHA256: sha, Kind: "html", Title: report.Title, Portal: "大竹县人民政府", CountyCode: report.CountyCode,
			Fetched: time.Date(2023, 1, 20, 0, 0, 0, 0, time.UTC), Outcome: "fetched", Reading: "1", Reports: []warehouse.ReportBatch{{Report: report, Findings: findings,
				Verdicts: []warehouse.Verdict{{Rule: "app-balance", Verdict: disclosure.Holds}, {Rule: "dispute-total", Verdict: disclosure.Undetermined}}}}}
	}
	evil := siteReport("511724103", hostile, 2022, applications("3", "3", "2", "0"))
	evil.Title = `<script>alert("标题")</script>`
	evil.Cells[0].Raw = `"><img src=x onerror=alert(1)>`
	evil.Cells[0].State = disclosure.Illegible
	evilFinding := finding("cell-text", disclosure.Error, "evil-103", formula, evil.Cells[0].Key)
	evilFinding.Quote, evilFinding.Formula = "<script>alert('原文')</script>", "<i>1</i> + 1"
	unregistered := siteReport("", "无名镇", 2022, applications("1", "1", "1", "0"))
	elsewhere := siteReport("511725100", "渠江镇", 2022, applications("40", "40", "30", "0"))
	elsewhere.County, elsewhere.CountyCode = "渠县", other
	partial := siteReport("511724101", "高穴镇", 2022, map[disclosure.Key]string{"applications.received.total": "", "applications.granted.total": "五"})
	partial.Status, partial.Reason, partial.Detail = disclosure.Partial, disclosure.CellsIllegible, "有单元格无法辨认"
	var many []disclosure.Finding
	for i := range 230 {
		many = append(many, finding("prose-length", disclosure.Info, fmt.Sprintf("many-%03d", i), fmt.Sprintf("提示第%d条", i)))
	}
	scan := &disclosure.Report{File: "scan.pdf", Status: disclosure.Rejected, Reason: disclosure.ScannedImage, Detail: "扫描件", Reader: "pdf", Title: "某镇<u>扫描</u>", CountyCode: county}
	return []warehouse.Batch{
		one("https://e.gov.cn/100-2022.html", "a1", siteReport("511724100", "团坝镇", 2022, applications("12", "12", "6", "0"))),
		one("https://e.gov.cn/100-2022.html", "a2", siteReport("511724100", "团坝镇", 2022, applications("20", "20", "15", "0")),
			finding("app-balance", disclosure.Error, "sum-100", "表中为20，应为21", "applications.received.total", "applications.handled_total.total")),
		one("https://e.gov.cn/100-2021.html", "b1", siteReport("511724100", "团坝镇", 2021, applications("11", "11", "9", "0"))),
		one("https://e.gov.cn/101-2021.html", "c1", siteReport("511724101", "高穴镇", 2021, applications("5", "5", "5", "0")),
			append(many, finding("app-sum", disclosure.Warning, "sum-101", "合计不符", "applications.received.total"))...),
		one("https://e.gov.cn/101-2022.html", "c2", partial),
		one("https://e.gov.cn/103-2022.html", "d1", evil, evilFinding, finding("app-sum", disclosure.Error, "dismissed-103", "已经排除的问题")),
		one("https://e.gov.cn/none-2022.html", "e1", unregistered),
		one("https://q.gov.cn/100-2022.html", "f1", elsewhere),
		{Source: "scan.pdf", SHA256: "99", Kind: "pdf", Outcome: "fetched", CountyCode: county, Reports: []warehouse.ReportBatch{{Report: scan}}},
	}
}

func siteCounties() []warehouse.CountyBatch {
	town := func(code, name, county string) disclosure.Town {
		return disclosure.Town{Code: code, Name: name, CountyCode: code[:6], County: county, City: "达州市", Province: "四川省"}
	}
	expected := func(code, name string, year int, status warehouse.TownYearStatus, detail string) warehouse.TownYear {
		y := warehouse.TownYear{TownCode: code, Town: name, Year: year, Status: status, Due: fmt.Sprintf("%d-01-31", year+1), Basis: "县里通知", Detail: detail}
		if status == warehouse.Published {
			y.Published = fmt.Sprintf("%d-01-19", year+1)
		}
		return y
	}
	late := expected("511724101", "高穴镇", 2021, warehouse.Late, "")
	late.Due, late.Published = "2022-01-10", "2022-01-19"
	return []warehouse.CountyBatch{
		{
			CountyCode: county, County: "大竹县",
			Towns: []disclosure.Town{town("511724100", "团坝镇", "大竹县"), town("511724101", "高穴镇", "大竹县"),
				town("511724102", "月华镇", "大竹县"), town("511724103", hostile, "大竹县"), town("511724200", "观音乡", "大竹县")},
			TownYears: []warehouse.TownYear{
				expected("511724100", "团坝镇", 2021, warehouse.Published, ""), expected("511724100", "团坝镇", 2022, warehouse.Published, ""),
				late, expected("511724101", "高穴镇", 2022, warehouse.Published, ""),
				expected("511724102", "月华镇", 2021, warehouse.Missing, "在所查网站未发现"), expected("511724102", "月华镇", 2022, warehouse.Unreadable, "网站已列出，打不开（404）"),
				expected("511724103", hostile, 2021, warehouse.Unknown, "门户网站未能访问"), expected("511724103", hostile, 2022, warehouse.Published, ""),
				expected("511724200", "观音乡", 2021, warehouse.Unknown, "从未访问"), expected("511724200", "观音乡", 2022, warehouse.Pending, ""),
			},
			Findings: []warehouse.BodyFinding{{TownCode: "511724102", Town: "月华镇", Year: 2021,
				Finding: finding("report-missing", disclosure.Error, "missing-102", "没有找到2021年度报告")}},
		},
		{
			CountyCode: other, County: "渠县", Towns: []disclosure.Town{town("511725100", "渠江镇", "渠县")},
			TownYears: []warehouse.TownYear{expected("511725100", "渠江镇", 2022, warehouse.Published, "")},
		},
	}
}
