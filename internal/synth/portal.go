package synth

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"gongkai/disclosure"
)

// Start pages of the two sample portals on one server.
const (
	CountyPath = "/shili/" // the sample county's portal
	TuanbaPath = "/dazhu/" // a portal with the one real table
)

// perPage is how many entries one page of a list shows.
const perPage = 10

// Portal is a small government portal that serves the sample county's reports:
// home page, columns, a list in pages, an article a report, half of them with
// the report as a PDF attachment, and faults that portals have: a dead link, an
// empty page, a PDF that is cut off, one that is only a picture, a page that is
// no report, a report of a town that no register knows.
type Portal struct {
	files map[string]file
}

type file struct {
	contentType string
	body        []byte
	changed     time.Time
}

// entry is one line of a list.
type entry struct {
	title, address, date string
}

// NewPortal makes the portals for a seed.
func NewPortal(seed uint64) *Portal {
	p := &Portal{files: map[string]file{}}
	p.add("/robots.txt", "text/plain; charset=utf-8", "2021-01-01", []byte("User-agent: *\nDisallow: /admin/\n"))

	const column = CountyPath + "zwgk/zfxxgk/zfxxgknb/"
	var entries []entry
	for n, sample := range County(seed) {
		if sample.Mistake == NotPublished {
			continue
		}
		entries = append(entries, p.article(column, "示例县人民政府", n, &sample.Report, n%2 == 1))
	}
	entries = append(entries, p.faults(column)...)
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.date, a.date) })
	p.list(column, "示例县人民政府", "政府信息公开年报", entries)
	p.page(CountyPath, "示例县人民政府", "首页", "2024-06-01", fmt.Sprintf(
		`<ul class="nav"><li><a href="%szwgk/">政务公开</a></li><li><a href="%sxwzx/">新闻中心</a></li><li><a href="/admin/login.html">后台登录</a></li></ul>`, CountyPath, CountyPath))
	p.page(CountyPath+"zwgk/", "示例县人民政府", "政务公开", "2024-06-01",
		`<ul><li><a href="./zfxxgk/zfxxgkzn/">政府信息公开指南</a></li><li><a href="./zfxxgk/zfxxgknb/">政府信息公开年报</a></li></ul>`)
	p.page(CountyPath+"zwgk/zfxxgk/zfxxgkzn/", "示例县人民政府", "政府信息公开指南", "2024-06-01", "<p>本页为示例。</p>")
	p.page(CountyPath+"xwzx/", "示例县人民政府", "新闻中心", "2024-06-01", "<p>本页为示例。</p>")

	const tuanbaColumn = TuanbaPath + "xxgknb/"
	tuanba := Tuanba()
	asPage := p.article(tuanbaColumn, "大竹县（示例门户）", 900, &tuanba.Report, false)
	asPDF := p.article(tuanbaColumn, "大竹县（示例门户）", 901, &tuanba.Report, true)
	p.list(tuanbaColumn, "大竹县（示例门户）", "政府信息公开年报", []entry{asPage, asPDF})
	p.page(TuanbaPath, "大竹县（示例门户）", "首页", "2024-06-01", `<ul><li><a href="./xxgknb/">政府信息公开年报</a></li></ul>`)
	return p
}

// article serves one report and returns its line for the list.
func (p *Portal) article(column, site string, id int, report *disclosure.Report, attached bool) entry {
	date, _ := time.Parse(time.DateOnly, report.Published)
	address := fmt.Sprintf("./%s/t%s_%d.html", date.Format("200601"), date.Format("20060102"), 5000+id)
	at := path.Join(column, address)
	content := HTML(report)
	if attached {
		name := fmt.Sprintf("P0%s%06d.pdf", date.Format("20060102"), id)
		p.add(path.Join(path.Dir(at), name), "application/pdf", report.Published, PDF(report))
		content = fmt.Sprintf("<h1>%s</h1><p>附件：<a href=\"./%s\">%s.pdf</a></p>", html.EscapeString(report.Title), name, html.EscapeString(report.Title))
	}
	p.write(at, site, report.Title, report.Published, report.Town, content)
	return entry{report.Title, address, report.Published}
}

// faults serves what goes wrong on portals and returns the lines that lead there.
func (p *Portal) faults(column string) []entry {
	const date = "2024-01-22"
	at := func(name string) string { return path.Join(column, "202401", name) }
	sample := County(3)[0].Report

	p.add(at("t20240122_7002.html"), "text/html; charset=utf-8", date, nil)

	whole := PDF(&sample)
	p.add(at("cut.pdf"), "application/pdf", date, whole[:len(whole)/3])
	p.write(at("t20240122_7003.html"), "示例县人民政府", "示例县甲镇2023年政府信息公开工作年度报告", date, "甲镇",
		`<h1>示例县甲镇2023年政府信息公开工作年度报告</h1><p>附件：<a href="./cut.pdf">示例县甲镇2023年政府信息公开工作年度报告.pdf</a></p>`)

	p.add(at("picture.pdf"), "application/pdf", date, picturePDF())
	p.write(at("t20240122_7004.html"), "示例县人民政府", "示例县乙镇2023年政府信息公开工作年度报告", date, "乙镇",
		`<h1>示例县乙镇2023年政府信息公开工作年度报告</h1><p>附件：<a href="./picture.pdf">示例县乙镇2023年政府信息公开工作年度报告.pdf</a></p>`)

	p.write(at("t20240122_7005.html"), "示例县人民政府", "【解读】石桥镇2023年政府信息公开工作年度报告", date, "石桥镇",
		`<h1>【解读】石桥镇2023年政府信息公开工作年度报告</h1><p>一、为什么要编制年度报告。</p><p>年度报告让群众了解一年的公开情况。</p>`)

	p.write(at("t20240122_7006.html"), "示例县人民政府", "示例县戊镇2023年政府信息公开工作年度报告", date, "戊镇",
		`<h1>关于报送年度报告的通知</h1><p>请于月底前报送上一年度的报告。</p>`)

	unknown := County(4)[24].Report // of 大湾乡
	for _, part := range []*string{&unknown.Title, &unknown.Preamble} {
		*part = strings.ReplaceAll(*part, unknown.Town, "无名乡")
	}
	unknown.Town, unknown.TownCode = "无名乡", ""
	return []entry{
		{"示例县丙镇2023年政府信息公开工作年度报告", "./202401/t20240122_7001.html", date}, // a dead link
		{"示例县丁镇2023年政府信息公开工作年度报告", "./202401/t20240122_7002.html", date},
		{"示例县甲镇2023年政府信息公开工作年度报告", "./202401/t20240122_7003.html", date},
		{"示例县乙镇2023年政府信息公开工作年度报告", "./202401/t20240122_7004.html", date},
		{"【解读】石桥镇2023年政府信息公开工作年度报告", "./202401/t20240122_7005.html", date},
		{"示例县戊镇2023年政府信息公开工作年度报告", "./202401/t20240122_7006.html", date},
		p.article(column, "示例县人民政府", 800, &unknown, false),
	}
}

// list serves a column: index.html, index_1.html and so on, with the pager that
// its system writes by script.
func (p *Portal) list(column, site, name string, entries []entry) {
	pages := (len(entries) + perPage - 1) / perPage
	for n := range pages {
		var body strings.Builder
		body.WriteString("<ul class=\"list\">\n")
		for _, e := range entries[n*perPage : min((n+1)*perPage, len(entries))] {
			fmt.Fprintf(&body, "<li><a href=\"%s\" title=\"%s\">%s</a><span>%s</span></li>\n", e.address, html.EscapeString(e.title), html.EscapeString(e.title), e.date)
		}
		fmt.Fprintf(&body, "</ul>\n<div class=\"page\"><script>createPageHTML(%d, %d, \"index\", \"html\");</script></div>", pages, n)
		at := column
		if n > 0 {
			at = fmt.Sprintf("%sindex_%d.html", column, n)
		}
		p.page(at, site, name, "2024-06-01", body.String())
	}
}

// page serves a page of the portal that is no article.
func (p *Portal) page(at, site, name, changed, content string) {
	p.add(at, "text/html; charset=utf-8", changed, []byte(fmt.Sprintf(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>%s_%s</title><meta name="SiteName" content="%s"></head>
<body><div class="top">%s（%s）</div><div class="crumb">当前位置：首页 &gt; %s</div>
%s
</body></html>
`, name, site, site, site, Mark, name, content)))
}

// write serves an article inside the portal's page.
func (p *Portal) write(at, site, title, date, source, content string) {
	p.add(at, "text/html; charset=utf-8", date, []byte(fmt.Sprintf(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>%[1]s_政府信息公开年报_%[2]s</title>
<meta name="SiteName" content="%[2]s"><meta name="ColumnName" content="政府信息公开年报"><meta name="ArticleTitle" content="%[1]s"><meta name="PubDate" content="%[3]s 10:00"><meta name="ContentSource" content="%[4]s">
<style>table{border-collapse:collapse}td{border:1px solid #000;padding:3px;text-align:center}</style></head>
<body><div class="top">%[2]s（%[5]s）</div><div class="crumb">当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报 &gt; 乡镇（街道）</div>
<div class="info">发布时间：%[3]s 10:00　来源：%[4]s</div>
<div class="TRS_Editor">
%[6]s</div>
<div class="foot">%[5]s</div></body></html>
`, html.EscapeString(title), html.EscapeString(site), date, html.EscapeString(source), Mark, content)))
}

func (p *Portal) add(at, contentType, changed string, body []byte) {
	when, _ := time.Parse(time.DateOnly, changed)
	p.files[at] = file{contentType, body, when.UTC()}
}

// ServeHTTP answers with the file, or 304 where the client has it.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := strings.TrimSuffix(r.URL.Path, "index.html")
	served, found := p.files[at]
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", served.contentType)
	http.ServeContent(w, r, "", served.changed, bytes.NewReader(served.body))
}

// picturePDF is a page that holds a picture and no text.
func picturePDF() []byte {
	const width, height = 64, 90
	pixels := make([]byte, width*height)
	for i := range pixels {
		pixels[i] = 255
		if x, y := i%width, i/width; y%9 == 4 && x > 8 && x < 56 {
			pixels[i] = 60
		}
	}
	d := &drawing{}
	d.newPage()
	fmt.Fprintf(d.out(), "q %.0f 0 0 %.0f 0 0 cm\nBI /W %d /H %d /CS /G /BPC 8 ID ", pageWidth, pageHeight, width, height)
	d.out().Write(pixels)
	d.out().WriteString("\nEI Q\n")
	return d.file("图片")
}
