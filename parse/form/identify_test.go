package form

import (
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/parse/layout"
)

// articleOf pads blocks to an article so that it is one.
func articleOf(blocks ...layout.Block) *layout.Document {
	doc := whole(nil, nil, nil)
	s := newSample("2021")
	full := s.document()
	doc.Blocks = append(blocks, full.Blocks[2:]...)
	for n := range doc.Blocks {
		if doc.Blocks[n].Text == "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。" {
			doc.Blocks[n].Text = "本报告依据条例编制。"
		}
	}
	return doc
}

func TestTitlesNameTheTownAndTheYear(t *testing.T) {
	for _, test := range []struct {
		title, town, county string
		year                int
	}{
		{"大竹县团坝镇 2021 年政府信息公开工作 年度报告", "团坝镇", "大竹县", 2021},
		{"青溪县石门镇人民政府2025年政府信息公开工作年度报告", "石门镇", "青溪县", 2025},
		{"龙田镇人民政府2021年政府信息公开工作年度报告", "龙田镇", "", 2021},
		{"2023年下各镇政府信息公开工作年度报告", "下各镇", "", 2023},
		{"2018年建设镇政府信息公开工作年度报告", "建设镇", "", 2018},
		{"平利县正阳镇2021年度政府信息公开工作年度报告", "正阳镇", "平利县", 2021},
		{"东大街街道办事处2020年政府信息公开工作报告", "东大街街道", "", 2020},
		{"驼峰路街道办事处政府信息公开工作年度报告", "驼峰路街道", "", 0},
		{"关于印发《钟祥镇2024年政府信息公开工作年度报告》的通知", "钟祥镇", "", 2024},
		{"嘉禾县夏邑回族乡2023年政府信息公开 工作告年度报", "夏邑回族乡", "嘉禾县", 2023},
		{"新镇回族乡二〇二一年政府信息公开工作年度报告", "新镇回族乡", "", 2021},
		{"湖南省衡阳市衡南县三塘镇2022年政府信息公开工作年度报告", "三塘镇", "衡南县", 2022},
		{"平利县老县镇2022年政府信息公开年度报告", "老县镇", "平利县", 2022},
		{"乐陵市市中街道2023年政府信息公开年报", "市中街道", "乐陵市", 2023},
		{"槐荫区西市场街道办事处2023年政府信息公开工作年度报告", "西市场街道", "槐荫区", 2023},
		{"西市场街道2023年政府信息公开工作年度报告", "西市场街道", "", 2023},
		{"永清县城区街道2021年政府信息公开工作年度报告", "城区街道", "永清县", 2021},
		{"镇区镇2021年政府信息公开工作年度报告", "镇区镇", "", 2021},
		{"白旗寨满族乡2021年政府信息公开工作年度报告", "白旗寨满族乡", "", 2021},
		{"云山市蔡甸街道办事处2020年政府信息公开工作年度报告", "蔡甸街道", "云山市", 2020},
		{"临河县上前进苏木2023年政府信息公开工作年度报告", "上前进苏木", "临河县", 2023},
		{"兴隆区周口地区办事处2020年政府信息公开工作年度报告", "周口地区", "兴隆区", 2020},
		{"XX县国营红光农场2021年政府信息公开工作年度报告", "国营红光农场", "", 2021},
		{"樂陵市鄭店鎮2021年政府信息公開工作年度報告", "郑店镇", "乐陵市", 2021},
		{"昌图市新白沙镇人民政府2021年政府信息公开工作年度报", "新白沙镇", "昌图市", 2021},
		{"中共石门镇委员会 石门镇人民政府2021年政府信息公开工作年度报告", "石门镇", "", 2021},
		{"2021年度石门镇人民政府政府信息公开工作年度报告", "石门镇", "", 2021},
		{"石门镇2021年信息公开年报", "石门镇", "", 2021},
		{"石门镇人民政府关于2021年政府信息公开工作情况的报告", "石门镇", "", 2021},
		{"石门镇2021年度政务公开工作年度报告", "石门镇", "", 2021},
	} {
		t.Run(test.title, func(t *testing.T) {
			doc := articleOf(paragraph(test.title))
			report := Match(doc, nil, disclosure.NationalRegister())[0]
			if report.Town != test.town || report.Year != test.year {
				t.Errorf("%s %d, want %s %d", report.Town, report.Year, test.town, test.year)
			}
			if test.county != "" && report.County != test.county {
				t.Errorf("county %q, want %q", report.County, test.county)
			}
		})
	}
}

func TestTheRegisterSettlesTheTown(t *testing.T) {
	for _, test := range []struct {
		name, title, code, county string
		hint                      disclosure.Hint
	}{
		{name: "county and town in the title", title: "大竹县团坝镇2021年政府信息公开工作年度报告", code: "511724102", county: "大竹县"},
		{name: "the town in the portal's county", title: "团坝镇2021年政府信息公开工作年度报告", hint: disclosure.Hint{CountyCode: "511724"}, code: "511724102", county: "大竹县"},
		{name: "a town's name alone settles nothing", title: "城关镇2021年政府信息公开工作年度报告"},
		{name: "城关镇 in the portal's county", title: "平利县城关镇2021年政府信息公开工作年度报告", code: "610926100", county: "平利县"},
		{name: "镇 became 街道", title: "竹阳镇2017年政府信息公开工作年度报告", hint: disclosure.Hint{CountyCode: "511724"}, code: "511724001", county: "大竹县"},
		{name: "a town that the county does not have", title: "不存在镇2021年政府信息公开工作年度报告", hint: disclosure.Hint{CountyCode: "511724"}, county: "大竹县"},
		{name: "the end of a longer name is not the town", title: "新团坝镇2021年政府信息公开工作年度报告", hint: disclosure.Hint{CountyCode: "511724"}, county: "大竹县"},
		{name: "the county's name is part of the register's", title: "濮阳县文留镇2021年政府信息公开工作年度报告", code: "410928102", county: "濮阳县"},
		{name: "the county without 县", title: "大竹团坝镇2021年政府信息公开工作年度报告", hint: disclosure.Hint{CountyCode: "511724"}, code: "511724102", county: "大竹县"},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := Match(articleOf(paragraph(test.title)), &disclosure.Document{Hint: test.hint}, disclosure.NationalRegister())[0]
			if report.TownCode != test.code || test.county != "" && report.County != test.county {
				t.Errorf("%s %q in %q, want %q in %q", report.Town, report.TownCode, report.County, test.code, test.county)
			}
		})
	}
}

func TestTheTownIsNamedInManyPlaces(t *testing.T) {
	for _, test := range []struct {
		name string
		doc  *layout.Document
		hint disclosure.Hint
		town string
	}{
		{name: "only the signature", town: "石门镇", doc: func() *layout.Document {
			d := articleOf(paragraph("2021年政府信息公开工作年度报告"))
			d.Blocks = append(d.Blocks, paragraph("石门镇人民政府"), paragraph("2022年1月20日"))
			return d
		}()},
		{name: "the sentence that publishes it", town: "石门镇", doc: articleOf(paragraph("政府信息公开工作年度报告"),
			paragraph("根据规定，现公布石门镇人民政府2021年政府信息公开工作年度报告。如有疑问，请与石门镇党政办公室联系。"))},
		{name: "a title in two lines", town: "石门镇", doc: articleOf(paragraph("青溪县石门镇人民政府"), paragraph("2021年政府信息公开工作年度报告"))},
		{name: "a title broken inside a word", town: "石门镇", doc: articleOf(paragraph("青溪县石门镇2021年政府信息公开工作年度报"), paragraph("告"))},
		{name: "the path from the home page", town: "石门镇", doc: articleOf(
			layout.Block{Kind: layout.Paragraph, Text: "首页 > 政务公开 > 乡镇（街道） > 石门镇 > 政府信息公开年报", Chrome: true, Role: "crumb"}, paragraph("2021年政府信息公开工作年度报告"))},
		{name: "the portal's column", town: "石门镇", hint: disclosure.Hint{Column: "政务公开 > 乡镇街道 > 石门镇 > 政府信息公开年报"},
			doc: articleOf(paragraph("2021年政府信息公开工作年度报告"))},
		{name: "the portal's office posted it: that is not the town", town: "石门镇", doc: articleOf(paragraph("石门镇2021年政府信息公开工作年度报告"),
			paragraph("更新日期：2022-01-20 信息来源：双塔区政务公开办"))},
		{name: "one sentence was copied from a neighbour", town: "石门镇", hint: disclosure.Hint{LinkTitle: "石门镇2021年政府信息公开工作年度报告"}, doc: articleOf(paragraph("青溪县石门镇2021年政府信息公开工作年度报告"),
			layout.Block{Kind: layout.Paragraph, Text: "首页 > 乡镇 > 石门镇 > 年报", Chrome: true, Role: "crumb"}, paragraph("如有疑问，请与白石镇党政办公室联系。"))},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := Match(test.doc, &disclosure.Document{Hint: test.hint}, nil)[0]
			if report.Town != test.town {
				t.Errorf("town %q, want %q (title %q)", report.Town, test.town, report.Title)
				explainFailure(t, test.doc)
			}
		})
	}
}

func TestThePeriodIsReadThroughSlips(t *testing.T) {
	for _, test := range []struct {
		text, from, to string
		year           int
	}{
		{"本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。", "2024-01-01", "2024-12-31", 2024},
		{"数据统计期限为2025年1月1日至12月31日。", "2025-01-01", "2025-12-31", 2025},
		{"所列数据的统计期限自20201月1日起至202012月31日止", "", "", 2020},
		{"统计期限自201911日起至20191231日止", "", "", 2019},
		{"统计期限自2020年1月1日起至202020年12月31日止", "2020-01-01", "", 2020},
		{"数据统计期限：二〇二一年一月一日至二〇二一年十二月三十一日", "2021-01-01", "2021-12-31", 2021},
		{"所列数据的统计期限自2021年1月1日起，至2021年12月31日止", "2021-01-01", "2021-12-31", 2021},
		{"统计期限为２０２２年１月１日－１２月３１日", "2022-01-01", "2022-12-31", 2022},
		{"统计时间从2022年1月1日到2022年12月30日", "2022-01-01", "2022-12-30", 2022},
		{"统计期限：2022.1.1-2022.12.31", "2022-01-01", "2022-12-31", 2022},
	} {
		s, ok := statedPeriod(han.Squeeze(test.text))
		if !ok || s.Year != test.year || test.from != "" && test.to != "" && (s.From != test.from || s.To != test.to) {
			t.Errorf("%s: %+v", test.text, s)
		}
	}
	if s, ok := statedPeriod("我镇统计数据显示有所增长。2021年工作良好。"); ok {
		t.Errorf("a period was seen where none is: %+v", s)
	}
}

func TestTheYearIsWeighed(t *testing.T) {
	period := func(year string) layout.Block {
		return paragraph("本报告所列数据的统计期限自" + year + "年1月1日起至" + year + "年12月31日止。")
	}
	info := func(date string) layout.Block { return paragraph("发布时间：" + date + " 来源：石门镇") }
	for _, test := range []struct {
		name   string
		doc    *layout.Document
		hint   disclosure.Hint
		year   int
		source disclosure.YearSource
	}{
		{name: "the title has the year of publication, the period the report's", doc: articleOf(paragraph("石门镇2022年政府信息公开工作年度报告"), info("2022-01-20"), period("2021")), year: 2021, source: disclosure.YearFromPeriod},
		{name: "the period was left from last year", doc: articleOf(paragraph("石门镇2021年政府信息公开工作年度报告"), info("2022-01-20"), period("2020")), year: 2021, source: disclosure.YearFromTitle},
		{name: "no year in the title", doc: articleOf(paragraph("石门镇政府信息公开工作年度报告"), period("2021")), year: 2021, source: disclosure.YearFromPeriod},
		{name: "only the link says it", doc: articleOf(paragraph("石门镇政府信息公开工作年度报告")), hint: disclosure.Hint{LinkTitle: "石门镇2021年政府信息公开工作年度报告"}, year: 2021, source: disclosure.YearFromPageTitle},
		{name: "only the column says it", doc: articleOf(paragraph("石门镇政府信息公开工作年度报告")), hint: disclosure.Hint{Column: "年报 > 2021年 > 乡镇"}, year: 2021, source: disclosure.YearFromColumn},
		{name: "only the date of publication", doc: articleOf(paragraph("石门镇政府信息公开工作年度报告"), info("2022-01-20")), year: 2021, source: disclosure.YearFromPublished},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := Match(test.doc, &disclosure.Document{Hint: test.hint}, nil)[0]
			if report.Year != test.year || report.YearSource != test.source {
				t.Errorf("%d from %s, want %d from %s; %+v", report.Year, report.YearSource, test.year, test.source, report.Years)
			}
		})
	}
}

func TestDatesOfPublication(t *testing.T) {
	for text, want := range map[string]string{
		"发布时间：2022-01-20 11:19 来源：天长市永丰镇":         "2022-01-20",
		"信息来源:正阳镇 作者:佚名 发布时间:2022/1/9":            "2022-01-09",
		"[ 成文日期 ] 2026-01-22 [ 发布日期 ] 2026-02-10": "2026-02-10",
		"发布日期:2021-01-12 点击数:35":                  "2021-01-12",
		"成文日期：2021-01-12":                         "",
		"日期：2025-01-20":                           "2025-01-20",
		"发布时间：2022年1月20日":                         "2022-01-20",
		"有效时间：2022-01-20":                         "",
		"索 引 号：113/2024-1 发布机构：下各镇 发布日期：２０２４－０１－１６": "2024-01-16",
	} {
		if got := lineDate(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for url, want := range map[string]string{
		"https://a.gov.cn/zwgk/zfxxgknb/2021n/202202/t20220218_85109283.html": "2022-02-18",
		"https://a.gov.cn/art/2024/1/16/art_1229325036_3913369.html":          "2024-01-16",
		"https://a.gov.cn/GovOpenShow.aspx?id=20220125180019886":              "2022-01-25",
		"https://a.gov.cn/xjnlk/c112945/202401/abcdef.shtml":                  "",
		"https://a.gov.cn/content/post_7038677.html":                          "",
	} {
		if got := urlDate(url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

func TestFactsAroundAnArticle(t *testing.T) {
	doc := articleOf(
		layout.Block{Kind: layout.Table, Role: "index", Grid: grid("索引号：|1133102400268125XW/2024-104757|公开方式：|主动公开", "发布机构：|下各镇|成文日期：|2024-01-16")},
		paragraph("2023年下各镇政府信息公开工作年度报告"),
		paragraph("发布日期：2024-01-18 浏览次数：12"))
	report := Match(doc, nil, nil)[0]
	if report.IndexNumber != "1133102400268125XW/2024-104757" || report.Publisher != "下各镇" || report.Published != "2024-01-18" || report.PublishedSource != disclosure.PublishedFromLine {
		t.Errorf("index %q publisher %q published %q %s", report.IndexNumber, report.Publisher, report.Published, report.PublishedSource)
	}
}
