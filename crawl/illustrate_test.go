package crawl

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/crawl/fixture"
)

// scanned is a portal with one report, whose page shows it as pictures.
func scanned(t *testing.T, body string) *fixture.Site {
	t.Helper()
	s := fixture.NewSite("scanned", "www.scanned.test")
	s.Start = "http://" + s.Host + "/nb/"
	title := fixture.Title("团坝镇", 2021)
	s.HTML("/nb/", fixture.Frame("政府信息公开年报", fixture.List([]fixture.Entry{{Path: "/nb/1.html", Title: title, Date: "2022-01-18"}})))
	s.HTML("/nb/1.html", fixture.Frame(title, body))
	s.Report("/nb/1.html")
	for _, name := range []string{"/nb/p1.jpg", "/nb/p2.png", "/nb/p2.png?v=1", "/nb/big.jpg", "/closed/p.jpg"} {
		s.Set(name, fixture.Page{Type: "image/jpeg", Body: "\xff\xd8\xff\xe0" + name})
	}
	s.Set("/robots.txt", fixture.Page{Type: "text/plain", Body: "User-agent: *\nDisallow: /closed/\n"})
	return s
}

// pictures are the paths and bodies that the only document of a directory has.
func (w *world) pictures() (paths, bodies []string) {
	w.t.Helper()
	s, err := OpenStore(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	documents := 0
	for c, err := range s.Documents(w.t.Context(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		documents++
		for _, picture := range c.Pictures {
			paths = append(paths, strings.TrimPrefix(picture.URL, "http://www.scanned.test"))
			bodies = append(bodies, string(picture.Body))
		}
	}
	if documents != 1 {
		w.t.Fatalf("%d documents", documents)
	}
	return paths, bodies
}

func TestAReportThatIsPicturesComesWithThem(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"in the order of the page", `<div class="article"><p><img src="p2.png"></p><p><img src="p1.jpg" width="800"></p></div>`, []string{"/nb/p2.png", "/nb/p1.jpg"}},
		{"also where they are loaded late, or shown small with a link", `<p><img src="/images/loading.gif" data-original="p1.jpg"><a href="big.jpg"><img src="small.jpg"></a></p>`, []string{"/nb/p1.jpg", "/nb/big.jpg"}},
		{"or linked by a name", `<p>附件：<a href="p1.jpg">第一页</a> <a href="p2.png?v=1">第二页</a></p>`, []string{"/nb/p1.jpg", "/nb/p2.png?v=1"}},
		{"but no ornaments", `<div class="header"><img src="top.jpg"></div><p><img src="p1.jpg"><img src="p1.jpg"></p><img src="qrcode.png"><img src="s.png" height="40px"><a href="/other/"><img src="x.jpg"></a><footer><img src="party.png"></footer>`, []string{"/nb/p1.jpg"}},
		{"nor what robots.txt closes or the host has not", `<p><img src="p1.jpg"><img src="/closed/p.jpg"><img src="gone.jpg"><img src="http://cdn.elsewhere.test/p.jpg"></p>`, []string{"/nb/p1.jpg"}},
		{"a table that is a picture among the words", strings.ReplaceAll(stripTables(fixture.Report("团坝镇", 2021)), "三、", `<img src="p1.jpg">三、`), []string{"/nb/p1.jpg"}},
		{"and not where the words are whole", fixture.Report("团坝镇", 2021) + `<p><img src="p1.jpg"></p>`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			site := scanned(t, c.body)
			w := newWorld(t, site)
			_, _, requests := w.run(Options{})
			sameSet(t, "reports", w.found(), site.Reports)
			got, bodies := w.pictures()
			if !slices.Equal(got, c.want) {
				t.Errorf("pictures %v, want %v", got, c.want)
			}
			for i, path := range got {
				if !strings.HasSuffix(bodies[i], path) {
					t.Errorf("the body of %s is %q", path, bodies[i])
				}
			}
			checkManners(t, site, requests, w.config.Manners.withDefaults().Gap)
			for _, r := range requests {
				if strings.HasPrefix(r.Path, "/closed/") {
					t.Errorf("robots.txt closes %s", r.Path)
				}
			}
			if _, _, again := w.run(Options{}); len(again) > 2 {
				t.Errorf("a second run asks %d times", len(again))
			}
			// The archive alone knows the pictures too.
			files, err := filepath.Glob(filepath.Join(w.dir, "frontier.sqlite*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
			}
			if rebuilt, _ := w.pictures(); !slices.Equal(rebuilt, c.want) {
				t.Errorf("from the archive: pictures %v, want %v", rebuilt, c.want)
			}
		})
	}
}

func TestAPictureThatFailsOnceIsAskedForAgain(t *testing.T) {
	site := scanned(t, `<p><img src="bad.jpg"><img src="p1.jpg"></p>`)
	asked := 0
	site.Handle(func(w http.ResponseWriter, r *http.Request, _ string) bool {
		if r.URL.Path != "/nb/bad.jpg" {
			return false
		}
		if asked++; asked == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return true
		}
		fixture.Send(w, r, fixture.Page{Type: "image/jpeg", Body: "\xff\xd8\xff\xe0/nb/bad.jpg"})
		return true
	})
	w := newWorld(t, site)
	w.run(Options{})
	if got, _ := w.pictures(); !slices.Equal(got, []string{"/nb/bad.jpg", "/nb/p1.jpg"}) {
		t.Errorf("pictures %v after %d tries", got, asked)
	}
}

// stripTables takes the tables out of a page.
func stripTables(page string) string {
	for {
		from, to := strings.Index(page, "<table"), strings.Index(page, "</table>")
		if from < 0 || to < from {
			return page
		}
		page = page[:from] + page[to+len("</table>"):]
	}
}

func TestAFrontierOfTheVersionBeforeIsBroughtUp(t *testing.T) {
	w := newWorld(t, scanned(t, fixture.Report("团坝镇", 2021)))
	w.run(Options{})
	s, err := OpenStore(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.frontier.db.Exec(`ALTER TABLE version DROP COLUMN pictures; UPDATE meta SET value = '1' WHERE name = 'version'`)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if got, _ := w.pictures(); len(got) > 0 {
		t.Errorf("pictures %v", got)
	}
	if _, _, requests := w.run(Options{}); len(requests) > 2 {
		t.Errorf("the next run asks %d times", len(requests))
	}
}
