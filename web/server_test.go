package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestWhatIsNotThereIsSaidAndNeverAnEmptyPage(t *testing.T) {
	s := newSite(t, Options{})
	for _, c := range []struct {
		name, path string
		status     int
		says       string
	}{
		{"an address that no page has", "/nowhere", 404, "没有找到"},
		{"a county that is not in the snapshot", "/county/000000", 404, "没有找到"},
		{"its notice", "/county/000000/notice", 404, "没有找到"},
		{"its comparison", "/compare/000000", 404, "没有找到"},
		{"its list of findings", "/county/000000/findings.csv", 404, "没有找到"},
		{"its list of reports", "/county/000000/status.csv", 404, "没有找到"},
		{"a town of another county", "/county/511724/town/511725100", 404, "没有找到"},
		{"a notice for a town that is not there", "/county/511724/notice?town=511724999", 404, "没有找到"},
		{"a year of which nothing is known", "/county/511724?year=1999", 404, "没有找到"},
		{"a comparison of such a year", "/compare/511724?year=1999", 404, "没有找到"},
		{"a report that is not there", "/report/nothing", 404, "没有找到"},
		{"a cell that the form does not have", "/report/nothing/cell/x", 404, "没有找到"},
		{"a year that is no number", "/county/511724?year=two", 400, "不是数字"},
		{"a negative page", "/county/511724?page=-1", 400, "不是数字"},
		{"an unknown severity", "/county/511724?severity=loud", 400, "severity"},
		{"an unknown decision", "/county/511724?review=maybe", 400, "review"},
		{"an unknown order of findings", "/county/511724?sort=loud", 400, "sort"},
		{"an unknown order of counties", "/?sort=loud", 400, "sort"},
		{"an unknown measure", "/compare/511724?measure=happiness", 400, "happiness"},
		{"markup in a parameter is text", "/?sort=<script>", 400, "&lt;script&gt;"},
		{"markup in the address is text", "/county/<script>", 404, "没有找到"},
	} {
		page := s.get(t, c.path, c.status)
		if !strings.Contains(page, c.says) || !strings.Contains(page, "<h1>") || strings.Contains(page, "<script") {
			t.Errorf("%s: the page does not say %q, or repeats markup:\n%s", c.name, c.says, page)
		}
	}
}

func TestTheAPIRefusesWhatItDoesNotKnow(t *testing.T) {
	s := newSite(t, Options{})
	for path, status := range map[string]int{
		"/api/nowhere": 404, "/api/counties/000000/matrix": 404, "/api/reports/nothing": 404,
		"/api/reports?year=x": 400, "/api/reports?limit=-1": 400, "/api/reports?offset=x": 400, "/api/reports?status=lost": 400,
		"/api/findings?severity=loud": 400, "/api/findings?review=maybe": 400, "/api/findings?year=x": 400,
		"/api/counties/511724/compare?measure=happiness&year=2022": 400,
	} {
		if body := s.get(t, path, status); !strings.HasPrefix(body, `{"`) || !strings.Contains(s.ask(path).Header.Get("Content-Type"), "json") {
			t.Errorf("%s answers %q, which is no JSON of an error", path, body)
		}
	}
}

func TestTheAddressesOfProgramsAnswer(t *testing.T) {
	s := newSite(t, Options{Metrics: http.NotFoundHandler()})
	for path, want := range map[string]int{"/healthz": 200, "/favicon.ico": 204, "/assets/style.css": 200, "/api/openapi.json": 200, "/metrics": 404} {
		if got := s.ask(path).StatusCode; got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
}

func TestAPageLoadsNothingFromElsewhereAndIsSentOnce(t *testing.T) {
	s := newSite(t, Options{Notice: "示例数据"})
	first := s.ask("/county/"+county, "Accept-Encoding", "gzip")
	policy := first.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || first.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the policy is %q", policy)
	}
	zip, err := gzip.NewReader(first.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(zip)
	if err != nil || !strings.Contains(string(page), "示例数据") {
		t.Errorf("the notice is not on the page, %v", err)
	}
	for _, foreign := range []string{`src="http`, `<link rel="stylesheet" href="http`, "<script", "url(http"} {
		if strings.Contains(string(page), foreign) {
			t.Errorf("the page has %s", foreign)
		}
	}
	if again := s.ask("/county/"+county, "Accept-Encoding", "gzip", "If-None-Match", first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again with the tag, the status is %d", again.StatusCode)
	}
	if plain := s.ask("/county/"+county, "If-None-Match", first.Header.Get("ETag")); plain.StatusCode != http.StatusOK {
		t.Errorf("the tag of the packed page stands for the plain one: %d", plain.StatusCode)
	}
}
