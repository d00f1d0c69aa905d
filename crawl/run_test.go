package crawl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/crawl/fixture"
	"gongkai/crawl/warc"
)

func TestACountyCostsAtMostFiveRequestsForEachReportMisfiledOnesIncluded(t *testing.T) {
	site := fixture.County()
	w := newWorld(t, site)
	summary, events, requests := w.run(Options{})
	sameSet(t, "reports", w.found(), site.Reports)
	p := summary.Portals[0]
	if p.RequestsPerReport() > 5 {
		t.Errorf("%.1f requests for each report", p.RequestsPerReport())
	}
	t.Logf("%.2f requests for each of %d reports", p.RequestsPerReport(), p.Found)
	checkManners(t, site, requests, time.Second)
	for _, e := range events {
		if strings.Contains(e.URL, "/xw/") || strings.Contains(e.URL, "/tzgg/g") {
			t.Errorf("walked the news: %s", e.URL)
		}
	}
}

func TestALongNoticeColumnIsSearchedByItsDates(t *testing.T) {
	site := fixture.NewSite("notices", "www.notices.test")
	site.HTML("/", fixture.Frame("示例县", `<a href="/tzgg/">通知公告</a>`))
	day := time.Date(2023, 5, 25, 0, 0, 0, 0, time.UTC)
	var entries []fixture.Entry
	for i := range 1200 {
		date := day.AddDate(0, 0, -i).Format(time.DateOnly)
		entries = append(entries, fixture.Entry{Path: fmt.Sprintf("/tzgg/%d.html", i), Title: fmt.Sprintf("第%d号公告", i), Date: date})
		if date == "2022-01-15" {
			entries = append(entries, fixture.Entry{Path: "/tzgg/nb.html", Title: fixture.Title("团坝镇", 2021), Date: date})
		}
	}
	site.HTML("/tzgg/nb.html", fixture.Frame(fixture.Title("团坝镇", 2021), fixture.Report("团坝镇", 2021)))
	site.Report("/tzgg/nb.html")
	pages := fixture.Pages(entries, 20)
	for i, page := range pages {
		path := "/tzgg/"
		if i > 0 {
			path = fmt.Sprintf("/tzgg/index_%d.html", i)
		}
		site.HTML(path, fixture.Frame("通知公告", fixture.List(page)+fmt.Sprintf(`<script>createPageHTML(%d, %d, "index", "html");</script>`, len(pages), i)))
	}
	w := newWorld(t, site)
	w.config.Portals[0].Years = [2]int{2021, 2021}
	_, _, requests := w.run(Options{})
	sameSet(t, "reports", w.found(), site.Reports)
	if len(requests) > 18 {
		t.Errorf("%d requests", len(requests))
	}
}

func TestReportsPublishedInOddWaysAreFound(t *testing.T) {
	site := fixture.Odd()
	w := newWorld(t, site)
	_, events, requests := w.run(Options{})
	sameSet(t, "reports", w.found(), site.Reports)
	for _, r := range requests {
		for _, never := range []string{"/files/zn.pdf", "/files/c.pdf", "/xzzx/", "/nb/oldyear.html", "/nb/bm/", "/nb/years/2018.html"} {
			if strings.HasPrefix(r.Path, never) {
				t.Errorf("asked for %s", r.Path)
			}
		}
	}
	if t.Failed() {
		for _, e := range events {
			t.Logf("%s %s %s %d %q %s", e.Role, e.Outcome, e.URL, e.Status, e.Title, e.Detail)
		}
	}
}

func TestAReplacedReportGetsAVersionAndARemovedOneADate(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.run(Options{})
	replaced := strings.TrimPrefix(site.Reports[2], "http://"+site.Host)
	removed := strings.TrimPrefix(site.Reports[3], "http://"+site.Host)
	counted := strings.TrimPrefix(site.Reports[4], "http://"+site.Host)
	site.HTML(replaced, fixture.Frame(fixture.Title("杨家镇", 2022), strings.Replace(fixture.Report("杨家镇", 2022), "<td>0</td>", "<td>7</td>", 1)))
	site.Remove(removed)
	site.HTML(counted, strings.Replace(fixture.Frame(fixture.Title("文星镇", 2022), fixture.Report("文星镇", 2022)), "浏览次数：12", "浏览次数：1300", 1))
	w.clock.Sleep(context.Background(), 48*time.Hour)
	removedAt := w.clock.Now()
	summary, _, _ := w.run(Options{Refresh: true})
	p := summary.Portals[0]
	if p.Changed != 1 || p.Gone != 1 || p.New != 0 || p.Found != len(site.Reports)-1 {
		t.Errorf("changed %d, gone %d, new %d, found %d", p.Changed, p.Gone, p.New, p.Found)
	}

	s, err := OpenStore(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var versions []Candidate
	var last int64
	for c, err := range s.Documents(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Seq <= last || len(c.Body) == 0 || c.Hint.CountyCode != fixture.CountyCode || c.Hint.LinkTitle == "" || c.Hint.Column == "" {
			t.Errorf("candidate %+v lacks something", c)
		}
		last = c.Seq
		switch c.URL {
		case site.Reports[2]:
			versions = append(versions, c)
		case site.Reports[3]:
			if c.Current || c.Withdrawn.Before(removedAt) {
				t.Errorf("the removed report is current %v, withdrawn %v", c.Current, c.Withdrawn)
			}
		default:
			if !c.Current || c.Version != 1 {
				t.Errorf("%s: current %v, version %d", c.URL, c.Current, c.Version)
			}
		}
	}
	if len(versions) != 2 || versions[0].Current || !versions[1].Current || versions[1].Version != 2 || versions[0].Superseded.IsZero() {
		t.Fatalf("the replaced report has versions %+v", versions)
	}
	if !strings.Contains(string(versions[1].Body), "<td>7</td>") || strings.Contains(string(versions[0].Body), "<td>7</td>") {
		t.Error("the versions have each other's bodies")
	}
	for range s.Documents(context.Background(), last) {
		t.Error("there is something after the last")
	}
	for _, v := range versions {
		if c, found, err := s.Document(context.Background(), v.URL, v.SHA256); err != nil || !found || c.Version != v.Version || !bytes.Equal(c.Body, v.Body) {
			t.Errorf("version %d asked for by its digest: version %d, found %v, %v", v.Version, c.Version, found, err)
		}
	}
	if _, found, err := s.Document(context.Background(), versions[0].URL, "none"); found || err != nil {
		t.Errorf("a digest that was never seen: found %v, %v", found, err)
	}
}

func TestAFileIsFollowedWhenItIsReplacedInItsPlaceOrByAnother(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.run(Options{})
	file := strings.TrimPrefix(site.Reports[0], "http://"+site.Host)
	site.Set(file, fixture.Page{Type: "application/pdf", Body: fixture.PDF("团坝镇 改", 2022)})
	summary, _, _ := w.run(Options{Refresh: true})
	if p := summary.Portals[0]; p.Changed != 1 {
		t.Errorf("%d changed, want the file that was replaced in its place", p.Changed)
	}
	site.Remove(file)
	site.Set("/new.pdf", fixture.Page{Type: "application/pdf", Body: fixture.PDF("团坝镇 再改", 2022)})
	site.HTML("/zwgk/zfxxgk/zfxxgknb/202201/t20220118_85109201.html", fixture.Frame("x", `<a href="/new.pdf">附件</a>`))
	summary, _, _ = w.run(Options{Refresh: true})
	if p := summary.Portals[0]; p.Gone != 1 || p.New != 1 {
		t.Errorf("%d gone and %d new, want the old file and the new", p.Gone, p.New)
	}
	sameSet(t, "reports", w.found(), append(site.Reports[1:], "http://"+site.Host+"/new.pdf"))
}

func TestWhatBecomesOfAKnownReportIsNeverLost(t *testing.T) {
	site := fixture.Odd()
	path := func(url string) string { return strings.TrimPrefix(url, "http://"+site.Host) }
	w := newWorld(t, site)
	w.run(Options{})
	without := func(urls ...string) []string {
		return slices.DeleteFunc(slices.Clone(site.Reports), func(u string) bool { return slices.Contains(urls, path(u)) })
	}

	// A refresh of one year leaves the other years' reports alone.
	w.run(Options{Year: 2022, Refresh: true})
	sameSet(t, "after the refresh of a year", w.found(), site.Reports)

	// A page that is blank for once stays a known report, and is told.
	site.HTML("/nb/noyear.html", "<html><body><div></div></body></html>")
	summary, _, _ := w.run(Options{Refresh: true})
	if summary.Portals[0].Outcomes[Empty] != 1 {
		t.Errorf("outcomes %v", summary.Portals[0].Outcomes)
	}
	sameSet(t, "after a blank page", w.found(), site.Reports)
	site.HTML("/nb/noyear.html", fixture.Frame("周家镇政府信息公开工作年度报告", fixture.Report("周家镇", 2021)))

	// A page whose words give way to a file is replaced by that file.
	site.HTML("/nb/same0.html", fixture.Frame(fixture.Title("观音镇", 2021), `<a href="/files/gy.pdf">附件</a>`))
	site.Set("/files/gy.pdf", fixture.Page{Type: "application/pdf", Body: fixture.PDF("观音镇", 2021)})
	w.run(Options{Refresh: true})
	sameSet(t, "after a page became a link", w.found(), append(without("/nb/same0.html"), "http://"+site.Host+"/files/gy.pdf"))

	// The other address of a report stands in where the first is taken down.
	site.Remove("/nb/once.html")
	w.run(Options{Refresh: true})
	sameSet(t, "after the first address is gone", w.found(), append(without("/nb/same0.html", "/nb/once.html"),
		"http://"+site.Host+"/files/gy.pdf", "http://"+site.Host+"/t/again.html"))
}

func TestAReportThatComesBackIsPublishedAgain(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.run(Options{})
	path := strings.TrimPrefix(site.Reports[3], "http://"+site.Host)
	site.Remove(path)
	w.run(Options{Refresh: true})
	site.HTML(path, fixture.Frame(fixture.Title("月华镇", 2022), fixture.Report("月华镇", 2022)))
	w.run(Options{Refresh: true})
	sameSet(t, "reports", w.found(), site.Reports)
}

func TestANewReportIsFoundByTheNextRunWithoutRefresh(t *testing.T) {
	site := fixture.County()
	w := newWorld(t, site)
	w.run(Options{})
	path := "/zwgk/xzjd/t3/nb/new.html"
	site.HTML("/zwgk/xzjd/t3/nb/", fixture.Frame("政府信息公开年报", fixture.List([]fixture.Entry{{Path: path, Title: "月华镇2022年度政府信息公开工作年度报告（更正）", Date: "2023-05-01"}})))
	site.HTML(path, fixture.Frame("月华镇", strings.Replace(fixture.Report("月华镇", 2022), "<td>0</td>", "<td>3</td>", 1)))
	summary, _, _ := w.run(Options{})
	if summary.Portals[0].New != 1 {
		t.Errorf("%d new reports, want 1", summary.Portals[0].New)
	}
}

func TestLimitsAndBudgetsEndARunAndTheNextGoesOn(t *testing.T) {
	cases := []struct {
		name string
		set  func(*Config, *Options)
	}{
		{"a limit of reports", func(_ *Config, o *Options) { o.Limit = 3 }},
		{"a budget of requests", func(c *Config, _ *Options) { c.Manners.RunRequests = 9 }},
		{"a budget of bytes", func(c *Config, _ *Options) { c.Manners.RunBytes = 20_000 }},
		{"a budget of requests for a host", func(c *Config, _ *Options) { c.Manners.HostRequests = 9 }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			site := fixture.TRS()
			w := newWorld(t, site)
			opts := Options{}
			c.set(&w.config, &opts)
			_, _, requests := w.run(opts)
			if n := len(w.found()); n == 0 || n >= len(site.Reports) || len(requests) > 18 {
				t.Errorf("the first run found %d with %d requests", n, len(requests))
			}
			w.config.Manners = Manners{}
			w.run(Options{})
			sameSet(t, "reports", w.found(), site.Reports)
		})
	}
}

func TestADryRunAsksForNothingAndSaysWhy(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	_, events, requests := w.run(Options{DryRun: true})
	if len(requests) != 0 {
		t.Errorf("%d requests", len(requests))
	}
	if len(events) != 1 || events[0].Outcome != Planned || events[0].URL != site.Start || events[0].Why == "" {
		t.Errorf("events %+v", events)
	}
	w.run(Options{})
	_, events, _ = w.run(Options{DryRun: true, Refresh: true})
	if len(events) < len(site.Reports) {
		t.Errorf("a refresh plans %d addresses", len(events))
	}
	if _, events, _ = w.run(Options{}); len(events) == 0 || len(events) > 8 {
		t.Errorf("the run after the dry run visits %d addresses", len(events))
	}
}

func TestYearAndPortalNarrowARunAndAWiderOneGoesOn(t *testing.T) {
	trs, ucap := fixture.TRS(), fixture.UCAP()
	w := newWorld(t, trs, ucap)
	summary, _, requests := w.run(Options{Portal: "ucap", Year: 2021})
	if len(summary.Portals) != 1 || summary.Portals[0].Name != "ucap" {
		t.Fatalf("portals %+v", summary.Portals)
	}
	for _, r := range requests {
		if r.Host != ucap.Host {
			t.Errorf("a request to %s", r.Host)
		}
	}
	if n := len(w.found()); n != len(ucap.Reports)/2 {
		t.Errorf("%d reports of one year, want %d", n, len(ucap.Reports)/2)
	}
	w.run(Options{})
	sameSet(t, "reports", w.found(), slices.Concat(trs.Reports, ucap.Reports))
}

func TestQuietHoursAreWaitedOut(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.config.Manners.Quiet = "08:30-20:00"
	_, _, requests := w.run(Options{})
	if len(requests) == 0 {
		t.Fatal("nothing was asked for")
	}
	for _, r := range requests {
		if hour := r.Began.In(chinaTime).Hour(); hour >= 9 && hour < 20 {
			t.Errorf("%s was asked for at %s", r.Path, r.Began.In(chinaTime).Format(time.TimeOnly))
		}
	}
}

func TestTheEndOfTheContextEndsARunAtOnceAndTheNextGoesOn(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	ctx, cancel := context.WithCancel(context.Background())
	c, err := Open(w.dir, w.config, Options{Clock: w.clock, Transport: fixture.Transport(w.server.Address()), Progress: func(e Event) {
		if e.Progress.Found == 4 {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	summary, err := c.Run(ctx)
	if !errors.Is(err, context.Canceled) || !summary.Interrupted {
		t.Errorf("error %v, interrupted %v", err, summary.Interrupted)
	}
	if _, err := Open(w.dir, w.config, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a second crawler gets %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	before := len(w.found())
	if before == 0 || before >= len(site.Reports) {
		t.Errorf("%d found when it was cancelled", before)
	}
	w.server.Log()
	_, _, requests := w.run(Options{})
	sameSet(t, "reports", w.found(), site.Reports)
	for _, r := range requests {
		if r.Path == "/" || r.Path == "/robots.txt" {
			t.Errorf("%s was asked for again", r.Path)
		}
	}
}

func TestABadConfigurationIsRefusedWithAllItsProblems(t *testing.T) {
	_, err := Open(t.TempDir(), Config{Portals: []Portal{
		{Name: "甲", Start: []string{"ftp://x"}, Years: [2]int{2022, 2021}, Render: "firefox"}, {Name: "甲"}, {},
	}, Manners: Manners{Quiet: "late", Gap: -1}}, Options{})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"contact", "ftp://x", "wrong way round", "firefox", "stands twice", "no start address", "portal 3", "late", "negative"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not name %q: %v", part, err)
		}
	}
}

func TestAListMadeByScriptsIsReadThroughABrowserWithTheSameManners(t *testing.T) {
	if findBrowser() == "" {
		t.Skip("no Chromium on this machine")
	}
	site := fixture.Shut("scripts")
	w := newWorld(t, site)
	w.config.Portals[0].Render = "chromium"
	summary, events, requests := w.run(Options{})
	sameSet(t, "reports", w.found(), site.Reports)
	checkManners(t, site, requests, time.Second)
	for _, r := range requests {
		if r.Host != site.Host || r.Path == "/logo.png" {
			t.Errorf("the browser asked for %s%s", r.Host, r.Path)
		}
	}
	if summary.Requests != len(requests) {
		t.Errorf("%d requests counted, %d made", summary.Requests, len(requests))
	}
	if t.Failed() {
		for _, e := range events {
			t.Logf("%s %s %s %d %q %s", e.Role, e.Outcome, e.URL, e.Status, e.Title, e.Detail)
		}
	}
}

func TestManyHostsAreVisitedTogetherEachWithItsOwnManners(t *testing.T) {
	sites := fixture.Families()
	w := newWorld(t, sites...)
	w.config.Manners.Concurrency = 4
	summary, _, requests := w.run(Options{})
	var want []string
	for _, site := range sites {
		checkManners(t, site, ofHost(requests, site.Host), time.Second)
		want = append(want, site.Reports...)
	}
	sameSet(t, "reports", w.found(), want)
	if summary.Requests != len(requests) {
		t.Errorf("%d requests counted, %d made", summary.Requests, len(requests))
	}
}

func ofHost(requests []fixture.Request, host string) []fixture.Request {
	return slices.DeleteFunc(slices.Clone(requests), func(r fixture.Request) bool { return r.Host != host })
}

func TestTheArchiveHoldsEveryAnswerWithItsRequest(t *testing.T) {
	site, _ := fixture.Faulty()
	w := newWorld(t, site)
	w.config.Manners.MaxBody = fixture.LargeBody / 2
	_, _, first := w.run(Options{})
	w.clock.Sleep(context.Background(), time.Hour)
	_, _, second := w.run(Options{Refresh: true})
	answered := len(first) + len(second)
	files, err := filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	counts := map[string]int{}
	confirmed := 0
	for _, file := range files {
		for _, read := range warc.Scan(file, 0) {
			if read.Err != nil {
				t.Fatal(read.Err)
			}
			counts[read.Record.Type()]++
			if read.Record.Header.Get("WARC-Profile") == warc.NotModified {
				confirmed++
				if line, _, _, err := read.Record.HTTP(); err != nil || !strings.HasPrefix(line, "HTTP/1.1 304 ") || read.Record.Header.Get("WARC-Refers-To") == "" {
					t.Errorf("revisit %v", read.Record.Header)
				}
			}
		}
		if warcio, err := exec.LookPath("warcio"); err == nil {
			if out, err := exec.Command(warcio, "index", file).CombinedOutput(); err != nil {
				t.Errorf("warcio: %v\n%s", err, out)
			}
		}
	}
	if counts[warc.Request] != answered || counts[warc.Response]+counts[warc.Revisit] != answered || confirmed == 0 {
		t.Errorf("records %v with %d confirmations, for %d requests", counts, confirmed, answered)
	}
	if counts[warc.Metadata] == 0 || counts[warc.Info] != 2 {
		t.Errorf("records %v", counts)
	}
}
