package crawl

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"gongkai/crawl/fixture"
	"gongkai/crawl/focus"
	"gongkai/crawl/portal"
)

func BenchmarkJudgingAListOfAThousandTitles(b *testing.B) {
	var list strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&list, `<li><a href="/nb/%d.html">%s</a><span>2022-01-18</span></li>`, i, fixture.Title(fixture.Towns()[i%6], 2000+i%25))
	}
	body := []byte(fixture.Frame("政府信息公开年报", list.String()))
	u := &url.URL{Scheme: "http", Host: "www.x.test", Path: "/nb/"}
	p := Portal{Name: "x", Start: []string{"http://www.x.test/"}}
	j := &judge{guide: focus.NewGuide(fixture.Towns(), 2019, 2025), allowed: newAllowedHosts(&p), portal: &p}
	b.ReportAllocs()
	for b.Loop() {
		j.page(&task{role: RoleColumn, url: u.String()}, portal.Parse(u, "text/html", body))
	}
}
