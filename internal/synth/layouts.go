package synth

import (
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/disclosure"
)

// Drawn is a report as a page in a layout that was drawn at random.
type Drawn struct {
	// Page is the page, and ContentType the header it is sent with.
	Page        []byte
	ContentType string
	// Truth is what a perfect reader reads of it; its cells may be fewer than those
	// of the report that was drawn, where the layout leaves rows out.
	Truth disclosure.Report
	// Exact is true where the page leaves no doubt of any cell. Where it is false, as
	// in tables that were flattened to text, a cell may be unread, but not misread.
	Exact bool
	// Choices name what was drawn, for the messages of tests.
	Choices []string
}

// Varied returns a report of one of the two present forms whose cells are all
// different from their neighbours, so that a value which moves is seen, and whose
// sums hold. Some cells are blank or hold a placeholder.
func Varied(seed uint64) disclosure.Report {
	random := rand.New(rand.NewPCG(seed, 2))
	town := Towns()[random.IntN(len(townNames))]
	year := 2019 + random.IntN(6)
	form := disclosure.FormForYear(year)
	counts := sheet{}
	applications := form.Table("applications")
	for _, applicant := range applicants {
		handled := int64(0)
		for _, row := range applications.Rows {
			switch row.ID {
			case "received", "carried_in", "handled_total", "carried_out":
				continue
			}
			n := random.Int64N(40)
			handled += n
			counts.add("applications", row.ID, applicant, n)
			counts.add("applications", row.ID, "total", n)
		}
		out := random.Int64N(9)
		in := random.Int64N(9)
		for row, n := range map[string]int64{"handled_total": handled, "carried_out": out, "carried_in": in, "received": handled + out - in} {
			counts.add("applications", row, applicant, n)
			counts.add("applications", row, "total", n)
		}
	}
	for _, row := range form.Table("disputes").Rows {
		for _, result := range [...]string{"upheld", "corrected", "other", "pending"} {
			n := random.Int64N(30)
			counts.add("disputes", row.ID, result, n)
			counts.add("disputes", row.ID, "total", n)
		}
	}
	for _, cell := range form.Cells {
		if table, row, column := cell.Key.Split(); table == "disclosure" {
			counts.add(table, row, column, random.Int64N(900))
			if cell.Amount() {
				counts[cell.Key] += disclosure.Number(random.Int64N(10000)) * 100
			}
		}
	}
	sample := Sample{Town: town}
	sample.Report = disclosure.Report{
		Status: disclosure.Parsed, Form: form.ID, Town: town.Name, TownCode: town.Code,
		County: town.County, CountyCode: town.CountyCode, Year: year, YearSource: disclosure.YearFromPeriod,
		Published: published(random, year, NoMistake), PublishedSource: disclosure.PublishedFromLine,
	}
	fillCells(&sample.Report, form, counts)
	for i := range sample.Report.Cells {
		c := &sample.Report.Cells[i]
		if c.Key.Table() != "disclosure" || random.IntN(6) > 0 {
			continue
		}
		c.State, c.Value, c.Raw = disclosure.Blank, 0, ""
		if random.IntN(2) == 0 {
			c.State, c.Raw = disclosure.Placeholder, []string{"/", "-", "—", "无"}[random.IntN(4)]
		}
	}
	writeProse(&sample)
	return sample.Report
}

// Draw writes a report as a page in a layout drawn at random: the tables joined,
// cut, turned or flattened, as tables, boxes or typed text, in the markup of
// editors, between the noise of a portal. The same seed draws the same page.
func Draw(report *disclosure.Report, seed uint64) Drawn {
	d := drawer{random: rand.New(rand.NewPCG(seed, 3)), report: report, truth: *report, exact: true}
	d.truth.Cells = slices.Clone(report.Cells)
	tables := d.structure()
	d.labelNoise = d.choose("labels", "plain", "plain", "half-width", "broken", "spaced", "zero-width", "numbered", "full-width-numbers", "traditional", "annotated")
	d.valueNoise = d.choose("values", "plain", "plain", "padded", "full-width", "pieces", "units")
	d.markup = d.choose("markup", "table", "table", "paragraphs", "word", "nested", "no-spans", "sections",
		"boxes", "css-grid", "ragged-boxes", "bars", "aligned-bars", "flat", "lines")
	switch d.markup {
	case "ragged-boxes", "bars", "flat", "lines":
		// A blank or a broken label among loose words leaves doubt.
		d.exact = false
	case "no-spans", "aligned-bars":
		// So does a heading that stands over one column and means five.
		d.exact = !slices.Contains(d.choices, "disputes=split")
	}
	article := d.article(tables)
	page, header := d.encode(d.page(article))
	return Drawn{Page: page, ContentType: header, Truth: d.truth, Exact: d.exact, Choices: d.choices}
}

// drawer draws one page.
type drawer struct {
	random                         *rand.Rand
	report                         *disclosure.Report
	truth                          disclosure.Report
	exact                          bool
	choices                        []string
	labelNoise, valueNoise, markup string
}

// choose draws one of the ways and notes it.
func (d *drawer) choose(what string, ways ...string) string {
	way := ways[d.random.IntN(len(ways))]
	d.choices = append(d.choices, what+"="+way)
	return way
}

// structure draws how the tables are cut and joined, by section.
func (d *drawer) structure() map[string][]grid {
	form := disclosure.FormByID(d.report.Form)
	plain := printTables(tagged(d.report))
	out := map[string][]grid{}
	for _, spec := range form.Tables {
		g := sheetOf(plain[spec.Section])
		g.untag(d.report)
		switch spec.ID {
		case "disclosure":
			out[spec.Section] = d.disclosureSheets(g)
		case "applications":
			out[spec.Section] = d.applicationSheets(g)
		case "disputes":
			out[spec.Section] = []grid{g}
			if way := d.choose("disputes", "form", "split", "two-header-rows", "stacked", "transposed"); way != "form" {
				out[spec.Section] = disputeSheets(d.report, way)
			}
		}
	}
	return out
}

func (d *drawer) disclosureSheets(g grid) []grid {
	way := d.choose("disclosure", "joined", "joined", "apart", "extra-row", "empty-column", "empty-row")
	switch way {
	case "apart":
		var sheets []grid
		begin := 0
		for r := 1; r <= len(g); r++ {
			if r == len(g) || len(g.starts(r)) == 1 {
				sheets = append(sheets, g[begin:r])
				begin = r
			}
		}
		return sheets
	case "extra-row":
		extra := []*field{word("其他主动公开文件"), {text: "35", cell: -1}, {text: "36", cell: -1}, {text: "37", cell: -1}}
		return []grid{slices.Insert(slices.Clone(g), 4, extra[:len(g[3])])}
	case "empty-column":
		for r := range g {
			g[r] = append(slices.Clone(g[r]), &field{cell: -1})
		}
	case "empty-row":
		blank := make([]*field, g.width())
		for c := range blank {
			blank[c] = &field{cell: -1}
		}
		return []grid{slices.Insert(slices.Clone(g), 4, blank)}
	}
	return []grid{g}
}

// headRows is how many rows the header of the applications has.
const headRows = 3

func (d *drawer) applicationSheets(g grid) []grid {
	cut := headRows + 1 + d.random.IntN(len(g)-headRows-1)
	switch d.choose("applications", "whole", "whole", "cut", "cut-labels-again", "cut-header-again", "missing-row") {
	case "cut":
		return []grid{g[:cut], g.below(cut, false)}
	case "cut-labels-again":
		return []grid{g[:cut], g.below(cut, true)}
	case "cut-header-again":
		return []grid{g[:cut], append(slices.Clone(g[:headRows]), g.below(cut, true)...)}
	case "missing-row":
		for _, f := range g[cut] {
			if f.cell >= 0 {
				d.truth.Cells[f.cell] = disclosure.Cell{Key: d.truth.Cells[f.cell].Key, State: disclosure.Absent}
			}
		}
		return []grid{g.without(cut)}
	}
	return []grid{g}
}

// article writes title, sections and tables.
func (d *drawer) article(tables map[string][]grid) string {
	var out strings.Builder
	poured := false
	switch d.markup {
	case "table", "paragraphs", "word", "sections":
		poured = d.choose("poured", "no", "no", "no", "into one table") != "no"
	}
	paragraph := func(text string) {
		if poured {
			fmt.Fprintf(&out, "<tr><td colspan=\"10\">%s</td></tr>\n", html.EscapeString(text))
			return
		}
		switch d.markup {
		case "lines":
			out.WriteString("　　" + html.EscapeString(text) + "<br>\n")
		case "word":
			fmt.Fprintf(&out, "<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US><o:p></o:p></span>%s</p>\n", runs(text))
		default:
			fmt.Fprintf(&out, "<p>%s</p>\n", html.EscapeString(text))
		}
	}
	if d.markup == "lines" {
		fmt.Fprintf(&out, "<div>%s<br>\n", html.EscapeString(d.report.Title))
	} else {
		fmt.Fprintf(&out, "<h1>%s</h1>\n", html.EscapeString(d.report.Title))
	}
	if poured {
		out.WriteString("<table border=\"1\">\n")
	}
	paragraph(d.report.Preamble)
	for _, section := range d.report.Sections {
		paragraph(section.Heading)
		if section.Text != "" {
			for text := range strings.SplitSeq(section.Text, "\n") {
				paragraph(text)
			}
		}
		for _, g := range tables[section.Key] {
			if poured {
				d.writeSpans(&out, g, "", "<tr>", "</tr>\n", "<td", "</td>", "", "")
			} else {
				d.write(&out, g)
			}
		}
	}
	if poured {
		out.WriteString("</table>\n")
	}
	if d.markup == "lines" {
		out.WriteString("</div>\n")
	}
	return out.String()
}

// page puts an article between what a portal puts around it.
func (d *drawer) page(article string) string {
	title := html.EscapeString(d.report.Title)
	if d.random.IntN(3) == 0 {
		d.choices = append(d.choices, "stale copy")
		article = `<div style="display:none"><table><tr><td>规章</td><td>71</td><td>72</td><td>73</td></tr></table></div>` +
			"<!-- <table><tr><td>行政许可</td><td>74</td></tr></table> -->" + article
	}
	charset := "utf-8"
	if d.choose("charset", "utf-8", "utf-8", "gb2312", "utf-16") == "gb2312" {
		charset = "gb2312"
	}
	head := `<!DOCTYPE html><html><head><meta charset="` + charset + `"><title>` + title + "</title>"
	switch d.choose("around", "nothing", "nothing", "portal", "portal", "layout table", "layout table", "one cell", "text area", "script") {
	case "portal":
		head += `<meta name="ArticleTitle" content="` + title + `"><meta name="PubDate" content="` + d.report.Published + ` 09:30"><script>var n=[1,2,3];</script></head><body>`
		return head + `<div class="top"><a href="/">首页</a> <a href="/a">新闻</a> <a href="/b">公开</a></div>` +
			`<div class="crumb">当前位置：首页 &gt; 政务公开 &gt; ` + d.report.Town + ` &gt; 政府信息公开年报</div>` +
			`<table class="xxgk"><tr><td>索 引 号：</td><td>X1/` + d.report.Published[:4] + `-104</td></tr><tr><td>发布机构：</td><td>` + d.report.Town + `</td></tr></table>` +
			`<ul class="side"><li><a href="1.html">2016年政府信息公开工作年度报告</a></li><li><a href="2.html">2017年政府信息公开工作年度报告</a></li><li><a href="3.html">2018年政府信息公开工作年度报告</a></li></ul>` +
			`<div class="info">发布时间：` + d.report.Published + `　来源：` + d.report.Town + `</div><div id="zoom">` + article +
			`</div><div class="footer">主办：示例县人民政府办公室　备案号：示ICP备00000000号</div></body></html>`
	case "layout table":
		return head + `</head><body><table width="980"><tr><td colspan="2"><table><tr><td>首页</td><td>新闻</td><td>公开</td></tr></table></td></tr>` +
			`<tr><td valign="top"><table><tr><td>指南</td></tr><tr><td>目录</td></tr></table></td><td>` + article + `</td></tr></table></body></html>`
	case "text area":
		return head + `</head><body><p>正在加载</p><textarea id="c" style="display:none">` + article + `</textarea></body></html>`
	case "script":
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "</", `<\/`).Replace(article)
		return head + `</head><body><div id="c"></div><script>document.getElementById("c").innerHTML = "` + escaped + `";</script></body></html>`
	case "one cell":
		return head + "</head><body><table><tr><td>" + article + "</td></tr></table></body></html>"
	}
	return head + "</head><body>" + article + "</body></html>"
}

// encode writes a page in the charset that was chosen for it.
func (d *drawer) encode(page string) (body []byte, header string) {
	var to encoding.Encoding
	switch {
	case slices.Contains(d.choices, "charset=gb2312"):
		to = simplifiedchinese.GB18030
	case slices.Contains(d.choices, "charset=utf-16"):
		to = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	default:
		return []byte(page), "text/html; charset=utf-8"
	}
	body, err := to.NewEncoder().Bytes([]byte(page))
	if err != nil {
		return []byte(page), "text/html; charset=utf-8"
	}
	return body, "text/html"
}
