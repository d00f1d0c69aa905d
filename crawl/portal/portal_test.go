package portal

import (
	"net/url"
	"strings"
	"testing"
)

func page(t *testing.T, address, body string) *Page {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(u, "text/html", []byte(body))
}

func TestTheNextPageOfAListIsWhatItsOwnPagerSays(t *testing.T) {
	const trsList = "http://www.x.test/zwgk/nb/"
	cases := []struct {
		name, address, body, family, next string
	}{
		{"TRS counts from zero", trsList, `<script>createPageHTML(3, 0, "index", "html");</script>`, "trs", trsList + "index_1.html"},
		{"TRS with more arguments", trsList + "index.shtml", `createPageHTML(9, 0, "index", "shtml", "black2", 120);`, "trs", trsList + "index_1.shtml"},
		{"TRS on a further page goes by its address", trsList + "index_4.html", `createPageHTML(9, 0, "index", "html");`, "trs", trsList + "index_5.html"},
		{"TRS with numbers in quotes", trsList + "index.htm", `createPageHTML('4', '0', 'index', 'htm')`, "trs", trsList + "index_1.htm"},
		{"TRS with variables", trsList + "index.html", `var currentPage = 0; var countPage = 5;`, "trs", trsList + "index_1.html"},
		{"TRS on the last page", trsList + "index_2.html", `createPageHTML(3, 2, "index", "html");`, "trs", ""},
		{"TRS with one page", trsList, `createPageHTML(1, 0, "index", "html");`, "trs", ""},
		{"the definition of the function is no call", trsList, `function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) {}`, "generic", ""},
		{"an id first means counting from one", "http://www.x.test/c1/list.shtml", `createPageHTML('page_div',8, 1,'list','shtml',118)`, "ucap", "http://www.x.test/c1/list_2.shtml"},
		{"also where the name is index", "http://www.x.test/c1/index.html", `createPageHTML('paging', 8, 1, 'index', 'html', 118)`, "ucap", "http://www.x.test/c1/index_2.html"},
		{"another prefix, a further page", "http://www.x.test/c1/xlist_3.shtml", `createPageHTML('page_div',8, 3,'xlist','shtml',118)`, "ucap", "http://www.x.test/c1/xlist_4.shtml"},
		{"Longxun keeps the rest of the query", "http://www.x.test/content/column/1?a=1&pageIndex=2", `Ls.pagination({pageIndex: 2, pageCount: 9})`, "longxun", "http://www.x.test/content/column/1?a=1&pageIndex=3"},
		{"a slug that ends in a number is no page", "http://www.x.test/xxgk-list-nb-2021.html", `<a href="xxgk-list-nb-2021-2.html">2</a>`, "xxgk_list", "http://www.x.test/xxgk-list-nb-2021-2.html"},
		{"a second page knows its first", "http://www.x.test/xxgk-list-nb-2.html", `<a href="xxgk-list-nb.html">1</a><a href="xxgk-list-nb-3.html">3</a>`, "xxgk_list", "http://www.x.test/xxgk-list-nb-3.html"},
		{"a link called next", "http://www.x.test/l.html", `<a href="l2.html">下一页</a>`, "generic", "http://www.x.test/l2.html"},
		{"a next link to the page itself is the end", "http://www.x.test/l.html", `<a href="l.html">下一页</a>`, "generic", ""},
		{"the number after this page's", "http://www.x.test/l?page=2", `<a href="?page=1">1</a><a href="?page=3">3</a>`, "generic", "http://www.x.test/l?page=3"},
		{"a day of a calendar is no page", "http://www.x.test/l.html", `<a href="/rl/2022/1/2.html">2</a>`, "generic", ""},
		{"a next month is no next page", "http://www.x.test/l.html", `<a href="/rl/2.html">下一月</a>`, "generic", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			listing := Read(page(t, c.address, c.body), nil)
			next := ""
			if len(listing.Next) > 0 {
				next = listing.Next[0].Request().URL
			}
			if listing.Family != c.family || next != c.next {
				t.Errorf("family %q, next %q; want %q, %q", listing.Family, next, c.family, c.next)
			}
		})
	}
}

func TestLinksComeWithTheirWholeTitleDateAndAddress(t *testing.T) {
	cases := []struct {
		name, body string
		want       Link
	}{
		{"a title that is cut", `<li><a href="a.html" title="团坝镇2021年报告全称">团坝镇2021年…</a><span>[2022-01-18]</span></li>`, Link{URL: "http://www.x.test/d/a.html", Text: "团坝镇2021年报告全称", Date: "2022-01-18"}},
		{"a date in Chinese", `<table><tr><td><a href="/a.html">甲</a></td><td>2022年1月8日</td></tr></table>`, Link{URL: "http://www.x.test/a.html", Text: "甲", Date: "2022-01-08"}},
		{"a date in a box of its own", `<div class="row"><a href="/a.html">甲</a><div>2022/1/8</div></div>`, Link{URL: "http://www.x.test/a.html", Text: "甲", Date: "2022-01-08"}},
		{"a title with a longer tooltip of something else", `<a href="a.html" title="点击打开">甲镇</a>`, Link{URL: "http://www.x.test/d/a.html", Text: "甲镇"}},
		{"a picture's words", `<a href="a.html"><img src="x.png" alt="政府信息公开"></a>`, Link{URL: "http://www.x.test/d/a.html", Text: "政府信息公开"}},
		{"a script that opens", `<a href="javascript:void(0)" onclick="window.open('b.html')">乙</a>`, Link{URL: "http://www.x.test/d/b.html", Text: "乙"}},
		{"an option", `<select><option value="/t/1.html">丙镇</option></select>`, Link{URL: "http://www.x.test/t/1.html", Text: "丙镇"}},
		{"backslashes, blanks and line breaks", "<a href=' ..\\f\\年 报.pdf\n'>丁</a>", Link{URL: "http://www.x.test/f/%E5%B9%B4%20%E6%8A%A5.pdf", Text: "丁"}},
		{"escapes in GBK stay", `<a href="/%C4%EA%b1%a8.pdf">戊</a>`, Link{URL: "http://www.x.test/%C4%EA%b1%a8.pdf", Text: "戊"}},
		{"a stray percent sign", `<a href="/100%.pdf">己</a>`, Link{URL: "http://www.x.test/100%25.pdf", Text: "己"}},
		{"more, with the box's heading", `<div><h3>政府信息公开年报</h3><a href="nb/">更多&gt;&gt;</a></div>`, Link{URL: "http://www.x.test/d/nb/", Text: "更多>>", Heading: "政府信息公开年报"}},
		{"a data island", `<script>var tree=[{"name":"\u5e74\u62a5","url":"\/nb\/"}]</script>`, Link{URL: "http://www.x.test/nb/", Text: "年报"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			links := page(t, "http://www.x.test/d/l.html", c.body).Links()
			if len(links) != 1 || links[0] != c.want {
				t.Errorf("got %+v\nwant %+v", links, c.want)
			}
		})
	}
}

func TestAPagesCharsetIsFoundByItsBytes(t *testing.T) {
	const words = "政府信息公开"
	gbk := "\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa"
	for name, c := range map[string]struct{ contentType, body string }{
		"utf-8 under a wrong header": {"text/html; charset=gbk", words},
		"gbk by the meta tag":        {"text/html", `<meta charset="gb2312">` + gbk},
		"gbk by nothing at all":      {"text/html", gbk},
		"gbk under a Western label":  {"text/html; charset=iso-8859-1", gbk},
		"a byte order mark":          {"text/html; charset=gbk", "\ufeff" + words},
	} {
		u := &url.URL{Scheme: "http", Host: "www.x.test"}
		if got := strings.TrimSpace(Parse(u, c.contentType, []byte(c.body)).Text()); got != words {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestARawQueryIsEscapedInThePagesCharset(t *testing.T) {
	body := "<meta charset=gbk><a href=\"/s?n=\xc4\xea\xb1\xa8\">x</a>"
	links := page(t, "http://www.x.test/", body).Links()
	if len(links) != 1 || links[0].URL != "http://www.x.test/s?n=%C4%EA%B1%A8" {
		t.Errorf("got %+v", links)
	}
}

func TestAPagerGoesOnToItsPromisedEndAndNoFurther(t *testing.T) {
	p := Pager{URL: "http://x/{page}", Page: 1, Last: 3}
	var asked []string
	for more := true; more && len(asked) < 10; p, more = p.After() {
		asked = append(asked, p.Request().URL)
	}
	if strings.Join(asked, " ") != "http://x/1 http://x/2 http://x/3" {
		t.Errorf("asked for %v", asked)
	}
	byRecords := Pager{URL: "http://x/?s={start}&e={end}&p={size}", Page: 1, Start: 1, Size: 20, Total: 45}
	next, _ := byRecords.After()
	next, _ = next.After()
	if got := next.Request().URL; got != "http://x/?s=41&e=45&p=20" {
		t.Errorf("the third portion is %s", got)
	}
	if _, more := next.After(); more {
		t.Error("there is a fourth portion of 45 records")
	}
}

// FuzzReadingAPageNeverPanicsAndAsksOnlyForAddresses reads any page as each family
// would and as the answer to each family's request.
func FuzzReadingAPageNeverPanicsAndAsksOnlyForAddresses(f *testing.F) {
	for _, seed := range []string{
		`<script>createPageHTML(3, 0, "index", "html");</script><a href="x">2</a>`,
		`createPageHTML('p', 3, 1, 'list', 'shtml')`,
		`<script type="text/xml"><datastore><totalrecord>9</totalrecord><recordset><record><![CDATA[<a href='/a'>b</a>]]></record></recordset></datastore></script><i title="dataproxy.jsp?columnid=1">`,
		`<script>$.post('/module/xxgk/search.jsp?a=1')</script>`, `jpaas "/front/page/build/unit" webId:'1',pageId:'2'`,
		`_CONFIG={SID:'1',TREE:[{"id":1,"name":"x"}]}`, `Ls.pagination({pageIndex:1})`, `<input name="__VIEWSTATE"><a href="javascript:__doPostBack('a','2')">2</a>`,
		`"/getMessage.do" columnId="1"`, `webBuilderCommon.js categorynum="001"`, `list({"result":"<record><![CDATA[x]]></record>"})`,
		`{"data":{"html":"<a href='/x'>y</a>","rows":[{"title":"t","url":"/u","total":3}]}}`, `siteGuid:"a-1" projectName:"p"`,
		`<a href="javascript:go(2)">下一页</a><script>var a="/l?";function go(n){location.href=a+n}</script>`, `<script>laypage.render({count:25,jump:function(o){location.href='?p='+o.curr}})</script>`, "<a href='%'>\xff</a>",
	} {
		f.Add(seed, "/gkmlpt/index")
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		u, err := url.Parse("http://www.x.test/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			t.Skip()
		}
		check := func(l Listing) {
			for _, next := range l.Next {
				if r := next.Request(); !strings.HasPrefix(r.URL, "http://") && !strings.HasPrefix(r.URL, "https://") {
					t.Errorf("family %s asks for %q", l.Family, r.URL)
				}
			}
			for _, link := range l.Links {
				if !strings.HasPrefix(link.URL, "http") {
					t.Errorf("family %s names %q", l.Family, link.URL)
				}
			}
		}
		p := Parse(u, "text/html", []byte(body))
		check(Read(p, nil))
		for _, family := range Families() {
			for stage := range 3 {
				check(Read(p, &Pager{Family: family.Name, URL: "http://www.x.test/{page}", Page: 1, Start: 1, Size: 20, Stage: stage}))
			}
		}
	})
}
