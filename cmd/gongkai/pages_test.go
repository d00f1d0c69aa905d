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

// TestTheDashboardAnswers asks every page, the API and the metrics for what a
// supervisor, a script and a Prometheus look for.
func TestTheDashboardAnswers(t *testing.T) {
	base := serveDemo(t)
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
	has("/county/"+synth.CountyCode, "石桥镇", "未发现", "逾期公开", "表中为", "示例数据")
	has("/county/"+synth.CountyCode+"?severity=error&year=2022", "石桥镇")
	has("/compare/"+synth.CountyCode+"?year=2022", "中位数", "n/N")
	has("/metrics", "gongkai_reports", "gongkai_findings")
	has("/api/openapi.json", `"openapi"`)
	has("/healthz", "ok")

	var reports []struct {
		ReportID string `json:"report_id"`
	}
	if err := json.Unmarshal([]byte(get("/api/reports?county=511724", http.StatusOK)), &reports); err != nil || len(reports) != 1 {
		t.Fatalf("reports of 511724: %v %v, want one", reports, err)
	}
	has("/report/"+reports[0].ReportID, "团坝镇", "（空白）", "SHA-256", "cell-blank")
	has("/api/reports/"+reports[0].ReportID, `"state":"blank"`, `"value":null`)
	has("/api/findings?severity=error&limit=1", "fingerprint")

	get("/nowhere", http.StatusNotFound)
	get("/report/nothing", http.StatusNotFound)
	get("/county/000000", http.StatusNotFound)
	get("/county/"+synth.CountyCode+"?severity=loud", http.StatusBadRequest)
	get("/api/reports?year=x", http.StatusBadRequest)
}

// TestThePagesInABrowser opens the pages in Chromium as a supervisor would: from
// the matrix to a finding to the cell it is about, with no request to any other host.
func TestThePagesInABrowser(t *testing.T) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	base := serveDemo(t)
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
