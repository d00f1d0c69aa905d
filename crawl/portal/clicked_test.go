package portal

import (
	"net/url"
	"testing"
)

func TestPagersThatCallAFunction(t *testing.T) {
	const at = "http://www.x.test/list.jsp?cat=7"
	form := func(method string) string {
		return `<form name="f" method="` + method + `" action="/query.do"><input type="hidden" name="lm" value="a&b"><input name="pageNo" id="no" value="1"><input type="button" name="b" value="B"></form>`
	}
	for _, c := range []struct{ name, body, method, next, sent string }{
		{"it goes to an address made of pieces", `<a href="javascript:go(2)">下一页</a><script>var u = '/l.jsp?p='; function go(n){ location.href = u + n + "&c=7"; }</script>`, "GET", "http://www.x.test/l.jsp?p=2&c=7", ""},
		{"it takes no number and counts by itself, which is not followed", `<span onclick="pager.next()">下一页</span><script>var cur = 1; var pager = { next: function(){ window.location.href="list_" + (cur) + ".html"; } };</script>`, "", "", ""},
		{"a function may be a value, and texts are joined", `<a href="javascript:;" onclick="nextPage(1)">下一页&gt;</a><script>var step = 1; var nextPage = function (p) { location.replace("list_" + "x" + ".jsp?p=" + p) }; </script>`, "GET", "http://www.x.test/list_x.jsp?p=1", ""},
		{"the number after the present one is a page too", `<b>1</b> <a href="javascript:go('2')">2</a> <a href="javascript:go('3')">3</a><script>function go(n){location.assign('?page='+n)}</script>`, "GET", "http://www.x.test/list.jsp?page=2", ""},
		{"it sends a form by GET", form("get") + `<a onclick="go(2)" href="#">下页</a><script>function go(n){document.f.pageNo.value=n;document.f.submit();}</script>`, "GET", "http://www.x.test/query.do?lm=a%26b&pageNo=2", ""},
		{"it sends a form by POST", form("POST") + `<a onclick="go(2)" href="#">下页</a><script>function go(n){$("#no").val(n); document.forms.f.submit();}</script>`, "POST", "http://www.x.test/query.do", "lm=a%26b&pageNo=2"},
		{"a library draws it", `<script>laypage.render({elem:'p',count:25,limit:10,jump:function(o,first){ if(!first) location.href='?pageno='+o.curr }})</script>`, "GET", "http://www.x.test/list.jsp?pageno=2", ""},
		{"a library draws it and all stands on one page", `<script>laypage.render({elem:'p',count:9,limit:10,jump:function(o,first){ if(!first) location.href='?pageno='+o.curr }})</script>`, "", "", ""},
		{"a name that nothing says is not guessed", `<a href="javascript:go(2)">下一页</a><script>function go(n){ location.href = base() + secret + n; }</script>`, "", "", ""},
		{"it leads to another host", `<a href="javascript:go(2)">下一页</a><script>function go(n){ location.href = "http://www.y.test/?p=" + n; }</script>`, "", "", ""},
		{"the function is not there", `<a href="javascript:go(2)">下一页</a>`, "", "", ""},
		{"the function never ends", `<a href="javascript:go(2)">下一页</a><script>function go(n){ location.href = "?p=" + n`, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			listing := Read(page(t, at, "<html><body>"+c.body+"</body></html>"), nil)
			if c.next == "" {
				if len(listing.Next) > 0 {
					t.Errorf("asks for %+v", listing.Next[0].Request())
				}
				return
			}
			if len(listing.Next) != 1 {
				t.Fatalf("%d requests", len(listing.Next))
			}
			if got := listing.Next[0].Request(); got.Method != c.method || got.URL != c.next || got.Body != c.sent {
				t.Errorf("asks for %+v", got)
			}
		})
	}
}

func TestAPageThatDeclaresUTF8AndIsNotIsReadByItsBytes(t *testing.T) {
	u := &url.URL{Scheme: "http", Host: "www.x.test", Path: "/"}
	for name, body := range map[string]string{
		"GB18030 under a wrong declaration": "<meta charset=\"utf-8\"><title>\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa</title>",
		"UTF-8 with a character cut":        "<meta charset=\"utf-8\"><title>政府信息公开</title><p>年度报告\xe5\xb9</p>",
		"GB18030 that says nothing":         "<title>\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa</title>",
	} {
		if got := Parse(u, "text/html", []byte(body)).Title; got != "政府信息公开" {
			t.Errorf("%s: title %q", name, got)
		}
	}
}
