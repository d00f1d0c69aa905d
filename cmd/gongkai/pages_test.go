package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongkai/internal/synth"
	"gongkai/warehouse"
)

// serveDemo runs the demo's pipeline and serves what it published.
func serveDemo(t *testing.T) (base string) {
	t.Helper()
	a := &app{data: t.TempDir(), log: slog.New(slog.DiscardHandler)}
	if err := a.runDemo(t.Context(), 1, io.Discard, newProgress(io.Discard)); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- a.serve(ctx, "127.0.0.1:0", func(at string) error { address <- at; return nil })
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serving: %v", err)
		}
	})
	select {
	case at := <-address:
		return "http://" + at
	case err := <-ended:
		ended <- nil
		t.Fatalf("serving: %v", err)
		return ""
	}
}

// TestTheDashboard serves one demo and looks at it in three ways.
func TestTheDashboard(t *testing.T) {
	base := serveDemo(t)
	t.Run("answers", func(t *testing.T) { dashboardAnswers(t, base) })
	t.Run("sends a page once", func(t *testing.T) { dashboardSendsOnce(t, base) })
	t.Run("in a browser", func(t *testing.T) { dashboardInABrowser(t, base) })
}

// dashboardAnswers asks every page, the API and the metrics for what a
// supervisor, a script and a Prometheus look for.
func dashboardAnswers(t *testing.T, base string) {
	get := func(path string, status int) string {
		t.Helper()
		response, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(io.LimitReader(response.Body, 16<<20))
		if err != nil || response.StatusCode != status {
			t.Fatalf("%s: status %d, %v; want %d", path, response.StatusCode, err, status)
		}
		return string(body)
	}
	has := func(path string, words ...string) {
		t.Helper()
		page := get(path, http.StatusOK)
		for _, word := range words {
			if !strings.Contains(page, word) {
				t.Errorf("%s does not say %q", path, word)
			}
		}
	}
	has("/", "示例县", "大竹县", "示例数据", "数据截至")
	has("/?sort=missing", `aria-sort="descending"`, "✕ 未发现（份） ▼", `aria-label="示例县未发现 1 份">1<`, `aria-label="示例县逾期公开 1 份">1<`, "?severity=error#findings")
	has("/api/counties", `"missing":1`, `"late":1`, `"expected":36`)
	get("/?sort=loud", http.StatusBadRequest)
	has("/county/"+synth.CountyCode, "石桥镇", "未发现", "逾期公开", "表中为", "示例数据")
	has("/county/"+synth.CountyCode+"?severity=error&year=2022", "石桥镇")
	has("/compare/"+synth.CountyCode+"?year=2022", "中位数", "n/N")
	// A share of too few is told as n/N alone, a number that fails its sum is marked.
	has("/compare/"+synth.CountyCode+"?year=2022&measure=granted_rate", "4/9", "数量过少，不宜比较", "表中数字疑似有误")
	has("/compare/"+synth.CountyCode+"?year=all&sort=code", "全县中位数", "无年报")
	has("/county/"+synth.CountyCode+"?year=2022&severity=info&review=all&sort=town&towns=todo", "aria-sort", "另 ")
	has("/county/"+synth.CountyCode+"/town/990101100", "石桥镇", "历年数字", "4/9", "2022 年清单")
	has("/county/"+synth.CountyCode+"/notice?year=2023", "催报", "红岩回族乡", "2024-01-31", "核实人", "算式")
	has("/county/"+synth.CountyCode+"/notice?year=2021&town=990101203", "逾期公开", "2022-04-22")
	has("/county/"+synth.CountyCode+"/findings.csv?severity=error", "\ufeff程度", "石桥镇", "\r\n")
	has("/county/"+synth.CountyCode+"/status.csv", "红岩回族乡,990101203,2023,✕ 未发现,,2024-01-31")
	has("/compare/"+synth.CountyCode+"/table.csv?year=all&measure=granted_rate", "予以公开占办理结果的比例,比例（0–1）,2022,示例县,石桥镇,990101100,,4,9,,")
	has("/metrics", "gongkai_reports", "gongkai_findings")
	has("/api/openapi.json", `"openapi"`)
	has("/healthz", "ok")

	reports := countyReports(t, get("/api/reports?county=511724", http.StatusOK))
	if len(reports) != 1 {
		t.Fatalf("reports of 511724: %v, want one", reports)
	}
	has("/report/"+reports[0].ReportID, "团坝镇", "（空白）", "SHA-256", "cell-blank")
	has("/api/reports/"+reports[0].ReportID, `"state":"blank"`, `"value":null`)
	has("/api/findings?severity=error&limit=1", "fingerprint")

	// Where a number stands: in a page's table, and on the picture of a PDF's page.
	pages := map[string]string{}
	for _, r := range countyReports(t, get("/api/reports?county="+synth.CountyCode+"&year=2022", http.StatusOK)) {
		pages[r.Kind] = "/report/" + r.ReportID + "/cell/applications.granted.total"
	}
	has(pages["html"], "marked", "这一格", "原件自己的表格", "table[", "相符")
	has(pages["pdf"], "marked", pages["pdf"]+"/page.png", "由 pdf 读取")
	if picture := get(pages["pdf"]+"/page.png", http.StatusOK); !strings.HasPrefix(picture, "\x89PNG") {
		t.Errorf("the picture of a page begins with %q", picture[:min(len(picture), 8)])
	}
	get(pages["html"]+"/page.png", http.StatusNotFound)
	get(pages["html"]+"x", http.StatusNotFound)

	get("/nowhere", http.StatusNotFound)
	get("/county/"+synth.CountyCode+"?year=1999", http.StatusNotFound)
	get("/county/"+synth.CountyCode+"/notice?town=990101999", http.StatusNotFound)
	get("/county/"+synth.CountyCode+"/town/990101999", http.StatusNotFound)
	get("/compare/"+synth.CountyCode+"?year=1999", http.StatusNotFound)
	get("/api/nowhere", http.StatusNotFound)
	get("/api/findings?severity=loud", http.StatusBadRequest)
	get("/api/counties/"+synth.CountyCode+"/compare?measure=happiness&year=2022", http.StatusBadRequest)
	get("/api/counties/"+synth.CountyCode+"/compare?measure=granted_rate", http.StatusBadRequest)
	get("/report/nothing", http.StatusNotFound)
	get("/county/000000", http.StatusNotFound)
	get("/county/"+synth.CountyCode+"?severity=loud", http.StatusBadRequest)
	get("/api/reports?year=x", http.StatusBadRequest)
}

func countyReports(t *testing.T, answer string) (reports []warehouse.ReportRow) {
	t.Helper()
	if err := json.Unmarshal([]byte(answer), &reports); err != nil {
		t.Fatal(err)
	}
	return reports
}

// dashboardSendsOnce asks for a page as a browser does that has it already.
func dashboardSendsOnce(t *testing.T, base string) {
	address := base + "/county/" + synth.CountyCode
	ask := func(tag string) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", "gzip")
		request.Header.Set("If-None-Match", tag)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response
	}
	first := ask("")
	if first.Header.Get("Content-Encoding") != "gzip" || first.ContentLength > 20_000 {
		t.Errorf("the page comes as %q, %d bytes", first.Header.Get("Content-Encoding"), first.ContentLength)
	}
	if again := ask(first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again, the status is %d", again.StatusCode)
	}
}

// dashboardInABrowser opens the pages in Chromium as a supervisor would: from
// the matrix to a finding to the cell it is about, with no request to any other host.
func dashboardInABrowser(t *testing.T, base string) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1366, 768),
		chromedp.Flag("disable-quic", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, stopBrowser := chromedp.NewContext(allocator)
	defer stopBrowser()

	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/county/"+synth.CountyCode)); err != nil {
		t.Fatal(err)
	}
	ctx, stopWaiting := context.WithTimeout(ctx, time.Minute)
	defer stopWaiting()
	if notice := ask[string](t, ctx, `document.querySelector(".notice").innerText`); !strings.Contains(notice, "示例数据") {
		t.Errorf("the notice says %q", notice)
	}
	if !ask[bool](t, ctx, `document.documentElement.scrollWidth <= window.innerWidth`) {
		t.Error("the page is wider than a screen of 1366 pixels")
	}
	if rows := ask[int](t, ctx, `document.querySelectorAll("table.matrix tbody tr").length`); rows < len(synth.Towns()) {
		t.Errorf("the matrix has %d rows, want %d or more", rows, len(synth.Towns()))
	}
	if other := ask[[]string](t, ctx, `performance.getEntriesByType("resource").map(e => e.name).filter(n => !n.startsWith(location.origin))`); len(other) > 0 {
		t.Errorf("the page asked other hosts: %v", other)
	}

	err = chromedp.Do(ctx,
		chromedp.Click(`//table[contains(@class,"findings")]//th/a[contains(text(),"石桥镇")]`),
		chromedp.WaitVisible(".facts"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if heading := ask[string](t, ctx, `document.querySelector("h1").innerText`); !strings.Contains(heading, "石桥镇") {
		t.Errorf("the finding leads to %q", heading)
	}
	if marked := ask[string](t, ctx, `document.querySelector("td.v-error").id`); !strings.HasPrefix(marked, "applications.") {
		t.Errorf("the first marked cell is %q", marked)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return answer
}
