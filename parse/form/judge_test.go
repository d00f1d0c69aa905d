package form

import (
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

func link(text, address string) layout.Block {
	return layout.Block{Kind: layout.Link, Text: text, Address: address}
}

func TestWhatIsNoReport(t *testing.T) {
	sixNames := "报告分为六部分：总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项。"
	var listed []layout.Block
	for _, town := range []string{"白石镇", "柳湾乡", "大河口镇", "东湖街道", "五里坪乡", "石门镇"} {
		listed = append(listed, link("青溪县"+town+"2024年政府信息公开工作年度报告", "./t20250118_1.html"))
	}
	bureau := newSample("2021").document()
	bureau.Blocks[0].Text = "青溪县教育局2024年政府信息公开工作年度报告"
	unnamed := newSample("2021").document()
	unnamed.Blocks[0].Text = "2024年政府信息公开工作年度报告"
	unnamed.Blocks[1].Text = "根据规定，现公布青溪县教育局2024年政府信息公开工作年度报告。"
	county := newSample("2021").document()
	county.Blocks[0].Text = "青溪县人民政府2024年政府信息公开工作年度报告"
	template := newSample("2021")
	for _, rows := range [][][]string{template.published, template.applications, template.disputes} {
		everyCell(rows, func(string) string { return "" })
	}
	notice := template.document()
	notice.Blocks[0].Text = "关于做好2024年政府信息公开工作年度报告编制工作的通知"
	for _, test := range []struct {
		name   string
		doc    *layout.Document
		reason disclosure.Reason
	}{
		{"a list of reports", article(append([]layout.Block{paragraph("政府信息公开年报")}, listed...)...), disclosure.NotAReport},
		{"a reading of a report", article(paragraph("文字解读：大河口镇2022年政府信息公开工作年度报告"), paragraph("一、编制背景"), paragraph("根据条例要求编写。"), paragraph("二、主要内容"), paragraph(sixNames)), disclosure.NotAReport},
		{"a reading in brackets", article(paragraph("【文稿解读】科苑街道办事处2020年政府信息公开工作年度报告"), paragraph(sixNames)), disclosure.NotAReport},
		{"the rules for reports", article(paragraph("白石镇政府信息公开年度报告制度"), paragraph("第四条 "+sixNames), paragraph("第五条 每年1月31日前公布。")), disclosure.NotAReport},
		{"final accounts with rows of the same names", article(paragraph("青溪县白石镇2023年部门决算公开说明"), paragraph("一、部门基本情况"), table(grid(
			"项目|本年数|上年数|增/减|总计", "行政事业性收费|12.5|11|1.5|23.5", "政府集中采购|8|153|-3|161", "行政许可|4|2|2|6"))), disclosure.NotAReport},
		{"a report on the rule of law", article(paragraph("白石镇2023年法治政府建设情况报告"), paragraph("一、主要做法"), paragraph("二、存在问题"), paragraph("三、下一步打算")), disclosure.NotAReport},
		{"a bureau's report", bureau, disclosure.NotAReport},
		{"a bureau's report whose title does not name it", unnamed, disclosure.NotAReport},
		{"the county's own report", county, disclosure.NotAReport},
		{"a notice with the empty form", notice, disclosure.NotAReport},
		{"half-year figures", article(paragraph("白石镇2023年上半年政府信息公开工作情况统计"), table(grid("指标|数量", "主动公开信息数|12", "依申请公开数|0"))), disclosure.NotAReport},
		{"a page that only leads to its attachment", article(paragraph("柳湾乡2023年政府信息公开工作年度报告"), paragraph("发布日期：2024-01-22"), link("柳湾乡2023年政府信息公开工作年度报告.pdf", "P020240122.pdf")), disclosure.AttachmentOnly},
		{"a report with figures of an unknown form", article(paragraph("2018年建设镇政府信息公开工作年度报告"), paragraph("一、主动公开政府信息的情况"), paragraph("主动公开22条。"), paragraph("二、依申请公开办理情况"), paragraph("没有收到申请。"),
			table(grid("指标名称|计量单位|2018年度|历年累计", "主动公开信息数|条|22|340", "依申请公开信息目录数|条|0|1", "行政复议数|件|0|0", "行政诉讼数|件|0|0"))), disclosure.UnknownForm},
		{"an article on something else", article(paragraph("白石镇开展春季植树活动"), paragraph("近日，白石镇组织干部群众植树。")), disclosure.NotAReport},
		{"nothing", article(), disclosure.NotAReport},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := only(t, test.doc)
			if report.Status != disclosure.Rejected || report.Reason != test.reason || report.Detail == "" {
				t.Errorf("status %s %s %q, want rejected %s", report.Status, report.Reason, report.Detail, test.reason)
			}
			if report.Form != "" || len(report.Cells) > 0 {
				t.Errorf("form %q and %d cells of a rejected document", report.Form, len(report.Cells))
			}
		})
	}
}

func TestARejectedPageStillSaysWhoAndWhen(t *testing.T) {
	doc := article(paragraph("柳湾乡2023年政府信息公开工作年度报告"), paragraph("发布日期：2024-01-22"), link("附件：报告.pdf", "a.pdf"))
	report := only(t, doc)
	if report.Town != "柳湾乡" || report.Year != 2023 || report.Published != "2024-01-22" {
		t.Errorf("%q %d %q", report.Town, report.Year, report.Published)
	}
}

func TestReportsWithoutReadableTables(t *testing.T) {
	picture := layout.Block{Kind: layout.Image, Address: "t2.png"}
	pictures := whole([]layout.Block{picture}, []layout.Block{picture}, []layout.Block{picture})
	report := only(t, pictures)
	if report.Status != disclosure.Partial || report.Reason != disclosure.TableAsImage || report.Form != "2021" || !report.Table("disputes").AsImage {
		t.Errorf("pictures: %s %s form %s %+v", report.Status, report.Reason, report.Form, report.Tables)
	}
	report = only(t, whole(nil, nil, nil))
	if report.Status != disclosure.Partial || report.Reason != disclosure.NoTables || len(report.Cells) != 200 {
		t.Errorf("nothing: %s %s %d cells", report.Status, report.Reason, len(report.Cells))
	}
	s := newSample("2021")
	report = only(t, whole(blocksOf(s.published), []layout.Block{picture}, blocksOf(s.disputes)))
	if report.Status != disclosure.Partial || report.Reason != disclosure.TableAsImage {
		t.Errorf("one picture: %s %s", report.Status, report.Reason)
	}
}

func TestTwoReportsInOneDocument(t *testing.T) {
	first, second := newSample("2021"), newSample("2021")
	everyCell(second.applications, func(string) string { return "7" })
	a, b := first.document(), second.document()
	b.Blocks[0].Text = "青溪县石门镇人民政府2023年政府信息公开工作年度报告"
	b.Blocks[1].Text = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
	reports := Match(article(append(a.Blocks, b.Blocks...)...), nil, nil)
	if len(reports) != 2 {
		t.Fatalf("%d reports", len(reports))
	}
	if reports[0].Year != 2024 || reports[1].Year != 2023 {
		t.Errorf("years %d and %d", reports[0].Year, reports[1].Year)
	}
	readsAs(t, &reports[0], first.truth)
	if c := reports[1].Cell("applications.granted.total"); c.Value != disclosure.Int(7) {
		t.Errorf("second report: %v", c)
	}
	for _, r := range reports {
		if !slices.ContainsFunc(r.Doubts, func(d disclosure.Doubt) bool { return d.Code == disclosure.DoubtManyReports }) {
			t.Error("no doubt about many reports")
		}
	}
}

func TestOtherYearsBesideTheArticleMakeNoSecondReport(t *testing.T) {
	s := newSample("2021")
	doc := s.document()
	var beside []layout.Block
	for _, year := range []string{"2025", "2024", "2023", "2022"} {
		beside = append(beside, paragraph("石门镇"+year+"年政府信息公开工作年度报告"))
	}
	doc.Blocks = append(append(beside, doc.Blocks...), beside...)
	report := only(t, doc)
	if report.Year != 2024 || report.Town != "石门镇" {
		t.Errorf("%s %d", report.Town, report.Year)
	}
	readsAs(t, &report, s.truth)
}

func TestHeadingsInEveryForm(t *testing.T) {
	standard := []string{"overview", "disclosure", "applications", "disputes", "problems", "other"}
	for _, test := range []struct {
		name  string
		heads []string
		want  []string
	}{
		{"as the form has them", []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}, standard},
		{"Arabic numbers", []string{"1、 总体情况", "2、主动公开政府信息情况", "3、收到和处理政府信息公开申请情况", "4、政府信息公开行政复议、行政诉讼情况", "5、存在的主要问题及改进情况", "6、其他需要报告的事项"}, standard},
		{"no numbers", []string{"总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}, standard},
		{"other words", []string{"一、工作基本情况", "二、行政机关主动公开政府信息情况", "三、行政机关收到和处理政府信息公开申请的情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "五、政府信息公开工作存在的主要问题及改进措施", "六、其他需要报告的事项"}, standard},
		{"misspelt", []string{"一、工作总体推进情况", "二、主动公开政府政府情况", "三、收到和处理政府信息公开申请的情况", "四、政府信息公开行政复议行政诉讼", "五、存在问题及改进", "六、其他需报告事项"}, standard},
		{"brackets", []string{"（一）总体情况", "（二）主动公开政府信息情况", "（三）收到和处理政府信息公开申请情况", "（四）政府信息公开行政复议、行政诉讼情况", "（五）存在的主要问题及改进情况", "（六）其他需要报告的事项"}, standard},
		{"one missing", []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}, []string{"overview", "disclosure", "applications", "problems", "other"}},
		{"two in another order", []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、存在的主要问题及改进情况", "五、政府信息公开行政复议、行政诉讼情况", "六、其他需要报告的事项"}, []string{"overview", "disclosure", "applications", "problems", "disputes", "other"}},
		{"a seventh", []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "七、信息处理费收取"}, append(slices.Clone(standard), "extra")},
		{"parts", []string{"第一部分 总体情况", "第二部分 主动公开政府信息情况", "第三部分 收到和处理政府信息公开申请情况", "第四部分 政府信息公开行政复议、行政诉讼情况", "第五部分 存在的主要问题及改进情况", "第六部分 其他需要报告的事项"}, standard},
		{"broken over two lines", []string{"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开\n申请情况", "四、政府信息公开行政复议、\n行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}, standard},
		{"traditional", []string{"一、總體情況", "二、主動公開政府信息情況", "三、收到和處理政府信息公開申請情況", "四、政府信息公開行政複議、行政訴訟情況", "五、存在的主要問題及改進情況", "六、其他需要報告的事項"}, standard},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSample("2021")
			blocks := []layout.Block{paragraph("青溪县石门镇2024年政府信息公开工作年度报告"), paragraph("本报告由六个部分组成。")}
			for n, h := range test.heads {
				blocks = append(blocks, paragraph(h), paragraph("（一）主动公开情况。我镇按照要求公开信息。"), paragraph("正文"+strings.Repeat("我镇做了工作。", n+1)))
			}
			blocks = append(blocks[:len(blocks)-1], append(blocksOf(s.published, s.applications, s.disputes), blocks[len(blocks)-1])...)
			report := only(t, article(blocks...))
			var keys []string
			for _, section := range report.Sections {
				keys = append(keys, section.Key)
				if !slices.Contains(test.heads, section.Heading) {
					t.Errorf("heading %q", section.Heading)
				}
			}
			if !slices.Equal(keys, test.want) {
				t.Errorf("sections %v, want %v", keys, test.want)
			}
			if report.Preamble != "本报告由六个部分组成。" {
				t.Errorf("preamble %q", report.Preamble)
			}
		})
	}
}

func TestHeadingAndTextInOneParagraph(t *testing.T) {
	s := newSample("2021")
	doc := s.document()
	at := slices.IndexFunc(doc.Blocks, func(b layout.Block) bool { return b.Text == "一、总体情况" })
	doc.Blocks[at].Text = "一、总体情况。2024年，我镇认真贯彻落实《中华人民共和国政府信息公开条例》，全年主动公开信息十二条，没有收到申请，各项工作平稳有序。"
	doc.Blocks = slices.Delete(doc.Blocks, at+1, at+2)
	report := only(t, doc)
	section := report.Section("overview")
	if section == nil || section.Heading != "一、总体情况" || !strings.HasPrefix(section.Text, "2024年，我镇认真") {
		t.Errorf("%+v", section)
	}
}

func TestATableOfContentsIsNoSection(t *testing.T) {
	s := newSample("2021")
	doc := s.document()
	heads := []layout.Block{paragraph("目录")}
	for _, h := range s.form.Sections {
		heads = append(heads, paragraph(h.Heading))
	}
	doc.Blocks = slices.Insert(doc.Blocks, 1, heads...)
	report := only(t, doc)
	if len(report.Sections) != 6 || report.Section("overview").Text == "" || !report.Section("disputes").HasTable {
		t.Errorf("%+v", report.Sections)
	}
}

// TestAllTablesInOneWithTheirHeadings finds the headings that stand between the
// tables as rows of one.
func TestAllTablesInOneWithTheirHeadings(t *testing.T) {
	s := newSample("2021")
	all := slices.Concat(s.published, [][]string{{"三、收到和处理政府信息公开申请情况", "<", "<", "<"}}, s.applications,
		[][]string{{"四、政府信息公开行政复议、行政诉讼情况", "<", "<"}}, s.disputes)
	doc := whole(blocksOf(all), nil, nil)
	doc.Blocks = slices.DeleteFunc(doc.Blocks, func(b layout.Block) bool {
		return strings.HasPrefix(b.Text, "三、") || strings.HasPrefix(b.Text, "四、")
	})
	report := only(t, doc)
	for _, key := range []string{"disclosure", "applications", "disputes"} {
		if section := report.Section(key); section == nil || !section.HasTable {
			t.Errorf("%s: %+v", key, section)
		}
	}
	if section := report.Section("problems"); section == nil || section.Text == "" {
		t.Errorf("%+v", report.Sections)
	}
}

// TestHeadingsWithoutNumbersAmongTheCells finds the headings between tables that
// are running text.
func TestHeadingsWithoutNumbersAmongTheCells(t *testing.T) {
	s := newSample("2021")
	doc := whole(oneCellEach(s.published), oneCellEach(s.applications), oneCellEach(s.disputes))
	for n := range doc.Blocks {
		if _, words, found := strings.Cut(doc.Blocks[n].Text, "、"); found && makeLabel(doc.Blocks[n].Text).level == 1 && strings.HasSuffix(words, "情况") {
			doc.Blocks[n].Text = words
		}
	}
	report := only(t, doc)
	for _, key := range []string{"disclosure", "applications", "disputes"} {
		if section := report.Section(key); section == nil || !section.HasTable {
			t.Errorf("%s: %+v", key, report.Sections)
		}
	}
}

func TestHeadingsInsideTheTables(t *testing.T) {
	s := newSample("2021")
	all := slices.Concat([][]string{{"二、主动公开政府信息情况", "<", "<", "<"}}, s.published)
	doc := whole(nil, nil, nil)
	doc.Blocks = slices.DeleteFunc(doc.Blocks, func(b layout.Block) bool { return strings.HasPrefix(b.Text, "二、") })
	doc.Blocks = slices.Insert(doc.Blocks, 4, blocksOf(all)...)
	report := only(t, doc)
	if section := report.Section("disclosure"); section == nil || !section.HasTable {
		t.Errorf("%+v", report.Sections)
	}
}

// A 统计表 of 2014 behind a report is a second report under its own title, and else
// an attachment; never the report.
func TestAnOlderTableBehindTheReportIsNotTheReport(t *testing.T) {
	old := newSample("2014")
	table2014 := table(gridOf(annual2014(old)))
	for name, between := range map[string][]layout.Block{
		"under a caption":           {paragraph("附件：政府信息公开情况统计表")},
		"under nothing":             nil,
		"under a title of its year": {paragraph("青溪县石门镇人民政府2016年政府信息公开工作年度报告")},
		"under the same title":      {paragraph("青溪县石门镇2024年政府信息公开工作年度报告"), paragraph("附表")},
	} {
		t.Run(name, func(t *testing.T) {
			first := newSample("2021")
			doc := first.document()
			doc.Blocks = append(append(doc.Blocks, between...), table2014)
			reports := Match(doc, nil, nil)
			if reports[0].Form != "2021" || reports[0].Year != 2024 {
				t.Fatalf("form %s of %d", reports[0].Form, reports[0].Year)
			}
			readsAs(t, &reports[0], first.truth)
			if !slices.ContainsFunc(reports[0].Doubts, func(d disclosure.Doubt) bool { return d.Code == disclosure.DoubtManyReports }) {
				t.Error("nothing says that there is a second table")
			}
			if name == "under a title of its year" && (len(reports) != 2 || reports[1].Form != "2014" || reports[1].Year != 2016) {
				t.Errorf("%d reports, the second on form %s", len(reports), reports[len(reports)-1].Form)
			}
		})
	}
}
