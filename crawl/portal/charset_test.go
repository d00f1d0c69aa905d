package portal

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A page is decoded as the reader decodes it, and its links keep the charset that a
// browser would write them in.
func TestAPageIsReadInTheCharsetItIsWrittenIn(t *testing.T) {
	const page = `<html><head><title>团坝镇年报</title></head><body><a href="list.jsp?name=年报">下一页</a></body></html>`
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	big5, err := traditionalchinese.Big5.NewEncoder().String(strings.NewReplacer("团坝镇年报", "團壩鎮年報", "年报", "年報", "下一页", "下一頁").Replace(page))
	if err != nil {
		t.Fatal(err)
	}
	var wide []byte
	for _, unit := range utf16.Encode([]rune(page)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for _, c := range []struct{ name, contentType, body, title, query string }{
		{"UTF-8", "text/html", page, "团坝镇年报", "name=年报"},
		{"GBK that the header calls Latin", "text/html; charset=iso-8859-1", gbk, "团坝镇年报", "name=%C4%EA%B1%A8"},
		{"Big5", "text/html; charset=big5", big5, "團壩鎮年報", "name=%A6~%B3%F8"},
		{"UTF-16 without a mark", "text/html", string(wide), "团坝镇年报", "name=年报"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse(&url.URL{Scheme: "http", Host: "example.gov.cn", Path: "/"}, c.contentType, []byte(c.body))
			if p.Title != c.title {
				t.Errorf("title %q, want %q", p.Title, c.title)
			}
			href := "list.jsp?name=年报"
			if strings.HasPrefix(c.title, "團") {
				href = "list.jsp?name=年報"
			}
			if got := p.Resolve(href); !strings.HasSuffix(got, c.query) && !strings.HasSuffix(got, "name=%E5%B9%B4%E6%8A%A5") {
				t.Errorf("the link is asked for as %s, want %s", got, c.query)
			}
		})
	}
}
