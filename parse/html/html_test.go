package html_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/parse/html"
	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
)

// prose is text of some length for cells that hold a page.
func prose(n int) string { return strings.Repeat("文", n) }

var layoutCases = []struct{ name, page, want string }{
	{"a rowspan pushes the cells below to the right",
		`<table><tr><td rowspan=2>组<td>一<td>1<tr><td>二<td>2</table>`, "组|一|1\n^|二|2"},
	{"a rowspan past the last row ends with the table",
		`<table><tr><td rowspan=9>甲<td>1</table>`, "甲|1"},
	{"a rowspan ends with its row group",
		`<table><tbody><tr><td rowspan=3>甲<td>1</tbody><tbody><tr><td>乙<td>2</table>`, "甲|1\n乙|2"},
	{"a rowspan of zero reaches to the end of the row group",
		`<table><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>`, "甲|1\n^|2\n^|3"},
	{"where cells would overlap the first one keeps the place",
		`<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c<td>d</table>`, "a|b|#\nc|^|d"},
	{"a colspan that is no number is one",
		`<table><tr><td colspan="x">a<td colspan="-2">b<td colspan="0">c</table>`, "a|b|c"},
	{"columns at which no cell begins are not there",
		`<table><tr><td colspan=3>a<td colspan=1000>b<tr><td colspan=3>c<td>d</table>`, "a|b\nc|d"},
	{"the head is shown first and the foot last",
		`<table><tfoot><tr><td>脚<td>9</tfoot><tbody><tr><td>身<td>1</tbody><thead><tr><td>头<td>0</thead></table>`, "头|0\n身|1\n脚|9"},
	{"a caption is a paragraph before its table",
		`<table><caption>表一</caption><tr><td>a<td>b</table>`, "表一\na|b"},
	{"cells without a row and rows without a table body are still cells",
		`<table><td>a<td>b</table>`, "a|b"},
	{"text between cells moves in front of the table",
		`<table><tr>注<td>a<td>b</tr>意</table>`, "注意\na|b"},
	{"an end tag in a cell closes nothing outside of it",
		`<div><table><tr><td>a</div></p><td>b</table>c</div>`, "a|b\nc"},
	{"an empty row stays a row",
		`<table><tr><td>a<td>b<tr><td>&nbsp;<td><tr><td>c<td>d</table>`, "a|b\n|\nc|d"},
	{"a row without cells stays a row",
		`<table><tr><td>a<td>b<tr></tr><tr><td>c<td>d</table>`, "a|b\n#|#\nc|d"},
	{"line breaks and paragraphs in a cell are lines",
		`<table><tr><td>本年<br/>制发<p>件数</p><td><p>1</p></table>`, "本年/制发/件数|1"},
	{"blanks of all widths alone leave a cell empty",
		"<table><tr><td>a<td>&nbsp;\u3000\u200b<td>&nbsp;3</table>", "a||\u00a03"},
	{"white space in the source is one blank",
		"<table><tr><td>政府 \n\t 信息<td><b>1</b>\n<i>2</i></table>", "政府 信息|1 2"},
	{"a span that is broken up by Word is one word",
		`<table><tr><td><span lang=EN-US>2</span><span>0</span><o:p></o:p><td>b</table>`, "20|b"},

	{"a layout table is dissolved into what it holds",
		`<table><tr><td>左<td><h1>标题</h1><table><tr><td>a<td>1</table><p>尾</table>`, "左\n=标题\na|1\n尾"},
	{"a nested table of one cell is the text of the cell around it",
		`<table><tr><td><table><tr><td>规章</table><td><table><tr><td>0</table></table>`, "规章|0"},
	{"a nested column of short words is the text of the cell around it",
		`<table><tr><td><table><tr><td>商业<tr><td>企业</table><td>0</table>`, "商业/企业|0"},
	{"a row that stands in a cell over as many columns is of the table around it",
		`<table><tr><td>组<td>甲<td>乙<td>丙<tr><td>一<td colspan=3><div><table><tr><td>1<td>2<td>3</table></div><tr><td>二<td>4<td>5<td>6</table>`,
		"组|甲|乙|丙\n一|1|2|3\n二|4|5|6"},
	{"a table of one column is paragraphs",
		`<table><tr><td>标题<tr><td>正文</table>`, "标题\n正文"},
	{"prose in a row of its own cuts a table in two",
		`<table><tr><td>a<td>1<tr><td colspan=2>` + prose(200) + `<tr><td>b<td>2</table>`, "a|1\n" + prose(200) + "\nb|2"},
	{"the grid before and after a page in a cell stays whole",
		`<table><tr><td>a<td>1<tr><td><p>x<p>y<p>z<p>` + prose(300) + `<td>w<tr><td>b<td>2</table>`,
		"a|1\nx\ny\nz\n" + prose(300) + "\nw\nb|2"},
	{"a table of nothing is nothing",
		`<table><tr><td>&nbsp;<td></table><p>a`, "a"},
	{"an unclosed table ends with the page", `<p>a<table><tr><td>b<td>c`, "a\nb|c"},
	{"a table among the rows of another ends that one",
		`<table><tr><td>a<td>b</tr><table><tr><td>c<td>d</table>`, "a|b\nc|d"},

	{"what is not displayed is not read",
		`<p style="display: none">x<p hidden>y<div style="DISPLAY:NONE !important">z</div><span style='mso-hide:all'>w</span><p>a`, "a"},
	{"classes of the common frameworks hide", `<p class="x hidden">x<p class=d-none>y<p class=hidden-x>a`, "a"},
	{"an article that fades in is read", `<p>a<div style="opacity:0"><p>` + prose(400) + `</div>`, "a\n" + prose(400)},
	{"a file that a viewer's script names is a link", `<p>年报<script>PDFObject.embed("/files/P020.pdf", "#viewer"); var s = "pdf.js";</script>`, "年报\n@/files/P020.pdf "},
	{"a style sheet of the page can hide",
		`<style>.old, #gone {color:red;display:none} @media print {.a{display:none}} .b .a{display:none}</style><p class="x old">x<p id=gone>y<p class=a>a`, "a"},
	{"a hidden copy of the table is not read",
		`<div style="display:none"><table><tr><td>规章<td>7</table></div><table><tr><td>规章<td>0</table>`, "规章|0"},
	{"a hidden cell takes no place, an invisible one does",
		`<table><tr><td style="display:none">x<td>a<td style="visibility:hidden">y<td>b</table>`, "a||b"},
	{"tables in comments are not read, not even Word's",
		`<!-- <table><tr><td>x<td>y</table> --><!--[if gte mso 9]><xml>z</xml><![endif]--><p>a<![if !supportEmptyParas]>b<![endif]>`, "ab"},
	{"text struck out is not read",
		`<p><del>12</del><ins>13</ins> <s>4</s><strike>5</strike><span style="text-decoration: line-through red">6</span>`, "13"},
	{"a number beside a struck one stands alone, and a struck cell keeps its place",
		`<table><tr><td><s>9</s>0<td style="text-decoration-line:line-through">7<td><strike>8</strike><b>1</b></table>`, "0||1"},
	{"the mark of a note is no digit",
		`<table><tr><td>6<sup>[1]</sup><td>7<span style="vertical-align:super">①</span><td><a href="#_ftn1">[2]</a>8</table>`, "6|7|8"},
	{"a picture above the line is a picture, however deep", strings.Repeat("<sup>", 200) + `<img src=a.png>1`, "1\n!a.png"},
	{"a raised number is no digit of the number beside it",
		`<table><tr><td>6<sup>1</sup><td><sup>1</sup>6<td>m<sup>2</sup></table><p>20<sup>2</sup>`, "6^1|1^6|m2\n20^2"},
	{"a row that shows nothing or is struck out is no row",
		`<table><tr style="visibility:collapse"><td>a<td>9<tr style="text-decoration:line-through"><td>b<td>8<tr><td>c<td>1</table>`, "c|1"},
	{"a table that is moved off the page or has no height is not read",
		`<div style="position:absolute;top:-9999px"><table><tr><td>a<td>9</table></div><div style="height:1px;overflow:hidden"><table><tr><td>a<td>8</table></div><p>b`, "b"},
	{"a table in an invisible box is not read",
		`<div style="visibility:hidden"><table><tr><td>a<td>9</table></div><div style="visibility:hidden;height:0"><table><tr><td>a<td>8</table></div>` +
			`<div style="opacity:0.0"><p>x<pre>y</pre></div><table><tr><td>a<td>1</table>`, "a|1"},
	{"text moved off the page is not read", `<p style="position:absolute;left:-9999px">x<p>a`, "a"},

	{"a line set in by two characters begins a paragraph",
		"<div>一、概述<br>　　第一段<br>&nbsp;&nbsp;&nbsp;&nbsp;第二段<br>续行</div>", "一、概述\n第一段\n第二段/续行"},
	{"two line breaks begin a paragraph", `<div>甲<br><br>乙<br>丙</div>`, "甲\n乙/丙"},
	{"many lines are paragraphs", `<div>二、情况<br>规章<br>0<br>0<br>0<br>行政规范性文件</div>`, "二、情况\n规章\n0\n0\n0\n行政规范性文件"},
	{"lines that are broken at a margin are one paragraph",
		`<p>` + strings.Repeat(prose(20)+`<br>`, 6) + `文`, strings.Repeat(prose(20)+"/", 6) + "文"},
	{"a whole report in one table is cut at its headings and prose",
		`<table><tr><td colspan=2>一、总体情况<tr><td colspan=2>` + prose(40) + `。<tr><td colspan=2>二、公开情况<tr><td>规章<td>0<tr><td colspan=2>三、其他<tr><td>` + prose(40) + `。</table>`,
		"一、总体情况\n" + prose(40) + "。\n二、公开情况\n规章|0\n三、其他\n" + prose(40) + "。"},
	{"an empty paragraph is an empty cell of a flattened table, and nothing beside prose",
		`<p>&nbsp;<p>` + prose(70) + `<p>　　<p>` + prose(70) + `<p>&nbsp;<p>规章（设区的市应提供相关数据）<p>&nbsp;<p>0<p>1<p></p><p>&nbsp;`,
		prose(70) + "\n" + prose(70) + "\n规章（设区的市应提供相关数据）\n\u00a0\n0\n1"},
	{"empty lines between all paragraphs are no cells", `<p>规章<p>&nbsp;<p>0<p>&nbsp;<p>1<p>&nbsp;<p>2<p>&nbsp;<p>文件`, "规章\n0\n1\n2\n文件"},
	{"a heading keeps its level", `<h2>二</h2>三`, "==二\n三"},
	{"characters by number are read", `<p>&#x89C4;&#31456;&nbsp;0</p>`, "规章\u00a00"},
	{"what a text field holds is read", `<table><tr><td>规章<td><input value="12"><input type=hidden value="x"></table>`, "规章|12"},
	{"the reading above a character is not read", `<p><ruby>镇<rt>zhèn</rt></ruby>政府`, "镇政府"},

	{"a grid of display:table boxes is a grid",
		`<div style="display:table"><div style="display:table-row"><div style="display:table-cell">a</div><div style="display:table-cell">1</div></div>` +
			`<div style="display:table-row"><div style="display:table-cell">b</div><div style="display:table-cell">2</div></div></div>`, "a|1\nb|2"},
	{"classes and ARIA roles make a grid",
		`<div role="table"><div role="row"><span role="cell">a</span><span role="cell">1</span></div><div role="row"><span role="cell" aria-colspan="2">b</span></div>` +
			`<div role="row"><span role="cell">c</span><span role="cell">3</span></div></div>`, "a|1\nb|<\nc|3"},
	{"class names alone make a grid",
		`<div class="tbl"><div class="tbl-row"><div class="tbl-cell">a</div><div class="tbl-cell">1</div></div><div class="tbl-row"><div class="tbl-cell">b</div><div class="tbl-cell">2</div></div></div>`, "a|1\nb|2"},
	{"rows of boxes that disagree are lines that show the cells",
		`<div class=row><span class=cell>标题</span></div><div class=row><span class=cell>组</span><span class=cell>a</span><span class=cell>1</span></div><div class=row><span class=cell>b</span><span class=cell></span></div>`,
		"标题\n组|a|1|\nb||"},
	{"the single box of a row spans the table",
		`<div class=row><span class=cell>标题</span></div><div class=row><span class=cell>a</span><span class=cell>1</span></div><div class=row><span class=cell>b</span><span class=cell>2</span></div>`,
		"标题|<\na|1\nb|2"},
	{"boxes that say how far they reach are placed like cells",
		`<div class=tr><div class=td data-rowspan=2>组</div><div class=td>a</div><div class=td>1</div></div><div class=tr><div class=td>b</div><div class=td>2</div></div><div class=tr><div class=td data-colspan=2>c</div><div class=td>3</div></div>`,
		"组|a|1\n^|b|2\nc|<|3"},
	{"a CSS grid flows into its columns",
		`<style>.g{display:grid;grid-template-columns:repeat(2,1fr) 2fr}</style><div class=g><p>a<p>b<p>c<p style="grid-column:span 2">d<p>e</div>`, "a|b|c\nd|<|e"},
	{"CSS grids below each other are grids of their own",
		`<div style="display:grid;grid-template-columns:1fr 1fr"><p>a<p>b<p>c<p>d</div><div style="display:grid;grid-template-columns:1fr 1fr"><p>e<p>f<p>g<p>h</div>`, "a|b\nc|d\ne|f\ng|h"},
	{"regular boxes without any word make a loose grid",
		`<div><div><p>a<p>1<p>2</div><div><p>b<p>3<p>4</div><div><p>c<p>5<p>6</div></div>`, "~a|1|2\n~b|3|4\n~c|5|6"},
	{"boxes that hold paragraphs of a page stay paragraphs",
		`<div class=row><div class=col>` + prose(300) + `</div><div class=col>b</div></div><div class=row><div class=col>c</div><div class=col>` + prose(300) + `</div></div>`,
		prose(300) + "\nb\nc\n" + prose(300)},
	{"cells of a single row of boxes do not run together",
		`<div style="display:flex"><span>日期</span><span>来源</span></div>`, "日期 来源"},

	{"bars in preformatted text make a loose grid", "<pre>| a | 1 |\n|---|---|\n| b |   |</pre>", "~a|1\n~b|"},
	{"bars in paragraphs make a loose grid", "<p>表<p>|规章|0|<p>|文件|2|<p>完", "表\n~规章|0\n~文件|2\n完"},
	{"runs of blanks in lines make a loose grid",
		"<p>规章&nbsp;&nbsp;&nbsp;0&nbsp;&nbsp;&nbsp;1<br>文件&nbsp;&nbsp;&nbsp;2&nbsp;&nbsp;&nbsp;3</p>", "~规章|0|1\n~文件|2|3"},
	{"rows in paragraphs that differ in their fields show them",
		"<p>一、收到 | 1 | 2<p>三、结果 | （一）公开 | 0 | 1<p>完", "一、收到|1|2|\n三、结果|（一）公开|0|1|\n完"},
	{"menus with bars of different lengths stay lines", "<p>首页 | 新闻 | 公开<p>地图 | 联系", "首页 | 新闻 | 公开\n地图 | 联系"},
	{"a menu with bars stays a line", "<p>首页 | 新闻 | 公开</p>", "首页 | 新闻 | 公开"},

	{"a picture comes after the paragraph it stands in",
		`<p>见下图<img src="a.png" alt="表"></p><p>完`, "见下图\n!a.png\n完"},
	{"icons and spacers are no pictures", `<p>a<img src=i.gif width=16 height=16><img src=s.gif height=1></p>`, "a"},
	{"a picture in a cell is noted", `<table><tr><td>规章<td><img src=x.png></table>`, "规章|!"},
	{"links to files and frames are blocks",
		`<p>附件：<a href="/P02021.pdf">报告.pdf</a></p><iframe src="viewer.html?file=/x.pdf"></iframe><a href="index.html">首页</a>`,
		"附件：报告.pdf\n@/P02021.pdf 报告.pdf\n@viewer.html?file=/x.pdf \n首页"},
	{"a link in a cell is noted once",
		`<table><tr><td colspan=2><p><a href=a.pdf>附件</a><tr><td>a<td><b><a href=b.pdf>b</a></b></table>`, "附件|<\na|b\n@a.pdf 附件\n@b.pdf b"},
	{"addresses are made absolute where the page names its base",
		`<base href="https://example.gov.cn/a/b.html"><a href="c.doc">附件</a>`, "附件\n@https://example.gov.cn/a/c.doc 附件"},

	{"navigation is set aside and the article is not",
		`<ul><li><a href=1>甲</a><li><a href=2>乙</a><li><a href=3>丙</a></ul><div class=footer>版权</div><p>` + prose(40),
		"[甲]\n[乙]\n[丙]\n[版权]\n" + prose(40)},
	{"a box called menu that holds the article is not navigation",
		`<div id=menu><p>` + prose(40) + `</div><p>b`, prose(40) + "\nb"},
	{"a list of other years' reports is not of the article, linked or not",
		`<table><tr><td><ul><li>某镇2019年年度报告<li>某镇2020年年度报告<li>某镇2021年年度报告</ul><td><h1>某镇2021年年度报告</h1><p>` + prose(300) + `<p>b<p>c<p>d</table>`,
		"[某镇2019年年度报告]\n[某镇2020年年度报告]\n[某镇2021年年度报告]\n=某镇2021年年度报告\n" + prose(300) + "\nb\nc\nd"},
	{"the title beside a list of reports is not of the list",
		`<title>某镇2020年年度报告-某县</title><p>某镇2019年年度报告<p>某镇2020年年度报告<p>某镇2021年年度报告<p>某镇2022年年度报告<p>某镇2020年年度报告<p>` + prose(70),
		"[某镇2019年年度报告]\n[某镇2020年年度报告]\n[某镇2021年年度报告]\n[某镇2022年年度报告]\n某镇2020年年度报告\n" + prose(70)},
	{"two years in a row are no list", `<p>某镇2020年年报<p>某镇2021年年报<p>` + prose(70), "某镇2020年年报\n某镇2021年年报\n" + prose(70)},
	{"a list of attachments is not navigation",
		`<p>` + prose(40) + `<ul><li><a href=1.pdf>甲</a><li><a href=2.pdf>乙</a><li><a href=3.pdf>丙</a></ul>`,
		prose(40) + "\n甲\n@1.pdf 甲\n乙\n@2.pdf 乙\n丙\n@3.pdf 丙"},

	{"a title that a script writes is read", `<h1><script>document.write("某镇" + '2021年报');</script></h1>`, "=某镇2021年报"},
	{"a table in a text area is read where the page has none",
		`<p>a<textarea style="display:none"><table><tr><td>规章<td>0</table></textarea>`, "a\n规章|0"},
	{"a table in a string of a script is read where the page has none",
		`<script>var c = "\u003ctable><tr><td>规章<\/td><td>0<\/td><\/tr><\/table>"; // it's</script><p>a`, "a\n规章|0"},
	{"an article without tables in a string of a script is read where the page has none",
		`<div id=c></div><script>x.innerHTML = "<p>` + prose(400) + `<\/p><p>b<\/p>";</script>`, prose(400) + "\nb"},
	{"scraps of markup in scripts are not read", `<p>a<script>var t = "<p>x</p>"; document.getElementById("y").innerHTML = "<div>" + t;</script>`, "a"},
	{"an article that is all hidden is read",
		`<p>a<div style="display:none"><p>` + prose(400) + `<table><tr><td>b<td>1</table></div>`, "a\n" + prose(400) + "\nb|1"},
	{"entities in place of tags in a text area are undone",
		`<p>a<textarea>&lt;table&gt;&lt;tr&gt;&lt;td&gt;b&lt;td&gt;1&lt;/table&gt;</textarea>`, "a\nb|1"},
	{"an article in a hidden field is read where the page has none",
		`<p>a<form><input type="hidden" value="&lt;p&gt;` + prose(400) + `&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;b&lt;td&gt;1&lt;/table&gt;"></form>`, "a\n" + prose(400) + "\nb|1"},
	{"a page that stands in an attribute of a frame is read in its place",
		`<p>a<iframe srcdoc="<table><tr><td>b<td>1</table>"></iframe><p>c`, "a\nb|1\nc"},
	{"what is deep is still read", strings.Repeat("<div><font>", 3000) + "<table><tr><td>a<td>b</table>c", "a|b\nc"},
	{"a page without tags is a paragraph", "报告", "报告"},
}

func TestLayout(t *testing.T) {
	for _, c := range layoutCases {
		t.Run(c.name, func(t *testing.T) {
			doc, err := html.Read([]byte(c.page), "text/html; charset=utf-8")
			if err != nil {
				t.Fatal(err)
			}
			if got := layouttest.Sketch(doc.Blocks); got != c.want {
				t.Errorf("page %.300s\n got:\n%s\nwant:\n%s", c.page, got, c.want)
			}
		})
	}
}

func TestEvidencePathsCountAsThePageDoes(t *testing.T) {
	page := `<p>一<table><tr><td>x<table><tr><td>a<td>b<tr><th rowspan=2>c<td>d<tr><td>e</table></table>`
	doc, err := html.Read([]byte(page), "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range doc.Blocks {
		if b.Kind == layout.Table {
			for _, cell := range b.Grid.Cells {
				got = append(got, cell.Text+" "+cell.Place.Path+" "+cell.Place.Reader)
			}
		}
	}
	want := []string{
		"a table[2]/tr[1]/td[1] html", "b table[2]/tr[1]/td[2] html", "c table[2]/tr[2]/th[1] html",
		"d table[2]/tr[2]/td[2] html", "e table[2]/tr[3]/td[1] html",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("places\n got %v\nwant %v", got, want)
	}
}

func TestTheHeadAndRolesAreRead(t *testing.T) {
	page := `<html><head><title> 某镇2021年报_某县 </title><meta name="PubDate" content="2022-01-20 10:00">` +
		`<META NAME="ArticleTitle" CONTENT="某镇2021年报"></head><body><div class="crumb">首页 &gt; 公开 &gt; 年报</div>` +
		`<table><tr><td>索 引 号：<td>X/2022-1<tr><td>发布机构<td>某镇</table><p>某镇2021年报</p><p>发布时间：2022-01-20　来源：某镇</p><p>` + prose(50)
	doc, err := html.Read([]byte(page), "")
	if err != nil {
		t.Fatal(err)
	}
	if doc.Meta.Title != "某镇2021年报_某县" || doc.Meta.Fields["pubdate"] != "2022-01-20 10:00" || doc.Meta.Fields["articletitle"] != "某镇2021年报" {
		t.Errorf("meta %+v", doc.Meta)
	}
	var roles []string
	for _, b := range doc.Blocks {
		roles = append(roles, b.Role)
	}
	if got, want := strings.Join(roles, ","), "crumb,index,title,info,"; got != want {
		t.Errorf("roles %s, want %s", got, want)
	}
}

func TestConcealedArticlesAreMarked(t *testing.T) {
	page := `<p>a<textarea><table><tr><td>规章<td>0</table></textarea>`
	doc, err := html.Read([]byte(page), "")
	if err != nil {
		t.Fatal(err)
	}
	if last := doc.Blocks[len(doc.Blocks)-1]; last.Kind != layout.Table || last.Role != "script" {
		t.Errorf("last block %+v", last)
	}
}

func TestASavedPageIsReadFromItsArchive(t *testing.T) {
	const head = "From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"=_b\"\r\n\r\nThis is a message.\r\n\r\n"
	for _, c := range []struct{ name, encoding, page string }{
		{"quoted", "quoted-printable", "<table><tr><td class=3D\"a\">=E8=A7=84=\r\n=E7=AB=A0<td>0</table>"},
		{"in base64", "base64", "PHRhYmxlPjx0cj48dGQ+6KeE56ugPHRk\r\nPjA8L3RhYmxlPg=="},
		{"as it is", "8bit", "<table><tr><td>规章<td>0</table>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			archive := head + "--=_b\r\nContent-Type: image/png\r\n\r\nx\r\n--=_b\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: " +
				c.encoding + "\r\n\r\n" + c.page + "\r\n--=_b--\r\n"
			doc, err := html.Read([]byte(archive), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := layouttest.Sketch(doc.Blocks); got != "规章|0" {
				t.Errorf("read %q", got)
			}
		})
	}
}

func TestTheSheetsOfASavedWorkbookAreReadOneBehindTheOther(t *testing.T) {
	part := func(location, page string) string {
		return "--=_b\r\nContent-Location: file:///C:/A/" + location + "\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n" + page + "\r\n"
	}
	doc, err := html.Read([]byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"=_b\"\r\n\r\n"+
		part("book.htm", `<html><FRAMESET rows="*,39"><frame src="1.htm"></FRAMESET></html>`)+
		part("book.files/sheet001.htm", "<html><body><table><tr><td>规章<td>0</table></body></html>")+
		part("book.files/tabstrip.htm", "<table><tr><td>表一<td>表二</table>")+
		part("book.files/sheet002.htm", "<html><body><table><tr><td>许可<td>5</table></body></html>")+"--=_b--\r\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := layouttest.Sketch(doc.Blocks); got != "规章|0\n许可|5" {
		t.Errorf("read %q", got)
	}
}

func TestCharsets(t *testing.T) {
	text := "<meta charset=%s><p>朱䢼镇政府信息公开</p>"
	encode := func(s string) []byte {
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(fmt.Sprintf(text, "utf-16")))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, header string
		page         []byte
	}{
		{"gb2312 means GB18030", "text/html", encode(fmt.Sprintf(text, "gb2312"))},
		{"a header that says UTF-8 over GB18030 is caught", "text/html; charset=utf-8", encode(fmt.Sprintf(text, "utf-8"))},
		{"a header that says GBK over UTF-8 is caught", "text/html; charset=gbk", []byte(fmt.Sprintf(text, "gbk"))},
		{"no word of the charset at all", "", encode("<p>朱䢼镇政府信息公开</p>")},
		{"UTF-8 with a byte order mark", "", []byte("\xef\xbb\xbf<p>朱䢼镇政府信息公开</p>")},
		{"UTF-16 with a byte order mark", "", utf16},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := html.Read(c.page, c.header)
			if err != nil {
				t.Fatal(err)
			}
			if got := layouttest.Sketch(doc.Blocks); got != "朱䢼镇政府信息公开" {
				t.Errorf("read %q", got)
			}
		})
	}
}
