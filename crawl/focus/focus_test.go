package focus

import (
	"strings"
	"testing"
)

var dazhu = NewGuide([]string{"团坝镇", "石河镇", "竹阳街道", "月华镇", "八渡乡"}, 2021, 2022)

func TestLinksAreJudgedByTheirWords(t *testing.T) {
	cases := []struct {
		words string
		kind  Kind
		year  int
		town  string
	}{
		{"大竹县团坝镇2021年政府信息公开工作年度报告", Report, 2021, "团坝镇"},
		{"团坝镇人民政府2021年度政府信息公开工作年度报告", Report, 2021, "团坝镇"},
		{"2022年石河镇政府信息公开工作年度报告", Report, 2022, "石河镇"},
		{"竹阳街道办事处2020年政府信息公开工作报告", Report, 2020, "竹阳街道"},
		{"驼峰路街道办事处政府信息公开工作年度报告", Report, 0, "驼峰路街道"},
		{"八渡乡二〇二一年政府信息公开年度报告", Report, 2021, "八渡乡"},
		{"团坝镇2021年政府信息公开年报", Report, 2021, "团坝镇"},
		{"团坝镇政府信息公开2021年年度报告", Report, 2021, "团坝镇"},
		{"团坝镇2021年信息公开工作总结", Report, 2021, "团坝镇"},
		{"2021年政府信息公开工作年度报告", Report, 2021, ""},
		{"团坝镇2021年政务公开工作年度报告", Report, 2021, "团坝镇"},
		{"团坝镇2021年政府信息公开工作情况报告", Report, 2021, "团坝镇"},
		{"团坝镇2021年政府信息公开工作年度报告（图片版）", Report, 2021, "团坝镇"},
		{"大竹县团坝镇人民政府2021年政府信息公…", Maybe, 2021, "团坝镇"},
		{"关于团坝镇2021年度信息公开情况的年度报告", Report, 2021, "团坝镇"},
		{"團壩鎮2021年政府信息公開工作年度報告", Report, 2021, "团坝镇"},
		{"团坝镇２０２１年政府信息公开工作年度报告", Report, 2021, "团坝镇"},
		{"团坝镇2021年政府信息公开工作报度年告", Report, 2021, "团坝镇"},
		{"团坝镇202021年政府信息公开工作年度报告", Report, 2021, "团坝镇"},
		{"团坝镇2021年政府信息公开工作年度报告（2022年1月18日发布）", Report, 2021, "团坝镇"},
		{"团坝镇人民政府关于印发《2021年政府信息公开工作年度报告》的通知", Report, 2021, "团坝镇"},
		{"大竹县人民政府团坝镇2021年政府信息公开工作年度报告", Report, 2021, "团坝镇"},
		{"2021年竹阳街道办政府信息公开工作年度报告", Report, 2021, "竹阳街道"},

		{"【文稿解读】团坝镇2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"团坝镇2021年法治政府建设年度报告", Nothing, 0, ""},
		{"大竹县人民政府2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"大竹县人民政府办公室2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"大竹县财政局2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"大竹县住房和城乡建设局2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"大竹县乡村振兴局2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"团坝镇中心小学2021年政府信息公开工作年度报告", Nothing, 0, ""},
		{"2021年大竹县财政局政府信息公开工作年度报告", Nothing, 0, ""},
		{"大竹縣財政局2021年政府信息公開工作年度報告", Nothing, 0, ""},
		{"关于报送2021年政府信息公开工作年度报告的通知", Nothing, 0, ""},
		{"团坝镇2021年上半年政府信息公开工作报告", Nothing, 0, ""},
		{"2021年政府网站工作年度报表", Nothing, 0, ""},
		{"关于做好2021年政府信息公开工作年度报告编制工作的通知", Nothing, 0, ""},
		{"团坝镇2021年政府信息公开工作要点", Nothing, 0, ""},
		{"政府信息公开指南", Nothing, 0, ""},
		{"政府信息公开制度", Nothing, 0, ""},
		{"示例县召开政务公开工作会议", Nothing, 0, ""},
		{"上一月", Nothing, 0, ""},
		{"", Nothing, 0, ""},

		{"政府信息公开年报", Column, 0, ""},
		{"政府信息公开工作年度报告", Column, 0, ""},
		{"信息公开年报", Column, 0, ""},
		{"政府信息公开年度报告", Column, 0, ""},
		{"年报汇总", Column, 0, ""},
		{"公开年报", Column, 0, ""},
		{"乡镇政府信息公开年报", Column, 0, ""},
		{"2021年", Level, 2021, ""},
		{"2021年度", Level, 2021, ""},
		{"乡镇", Way, 0, ""},
		{"政府信息公开", Way, 0, ""},
		{"政务公开", Way, 0, ""},
		{"法定主动公开内容", Way, 0, ""},
		{"乡镇街道", Way, 0, ""},
		{"镇（街道）信息公开", Way, 0, ""},
		{"乡（镇）", Way, 0, ""},
		{"２０２１年", Level, 2021, ""},
		{"政府信息公開年報", Column, 0, ""},
		{"團壩鎮人民政府", Way, 0, "团坝镇"},
		{"团坝镇", Way, 0, "团坝镇"},
		{"团坝镇人民政府", Way, 0, "团坝镇"},
		{"竹阳街道办事处", Way, 0, "竹阳街道"},
		{"通知公告", Notices, 0, ""},
		{"公示公告", Notices, 0, ""},
	}
	for _, c := range cases {
		t.Run(c.words, func(t *testing.T) {
			got := dazhu.Link(c.words)
			if got.Kind != c.kind || c.kind != Nothing && (got.Year != c.year || got.Town != c.town) {
				t.Errorf("got %+v, want kind %d, year %d, town %q", got, c.kind, c.year, c.town)
			}
		})
	}
}

func TestAGuideThatKnowsNoTownsReadsThemFromTheWords(t *testing.T) {
	g := NewGuide(nil, 0, 0)
	for words, town := range map[string]string{
		"示例县下各镇2023年政府信息公开工作年度报告":      "下各镇",
		"2021年东大街街道办事处政府信息公开工作报告":      "东大街街道",
		"示例县住房和城乡建设局2021年政府信息公开工作年度报告": "",
		"示例旗巴彦苏木2021年政府信息公开工作年度报告":     "巴彦苏木",
		"示例区南区街道2021年政府信息公开工作年度报告":     "示例区南区街道",
		"2021年沙河镇卫生院政府信息公开工作年度报告":      "",
		"经济开发区管理委员会2021年政府信息公开工作年度报告":  "",
	} {
		p := g.Title(words)
		if p.Town != town {
			t.Errorf("%s: town %q, want %q", words, p.Town, town)
		}
		if town == "" && strings.HasPrefix(words, "经济") && p.Kind != Report {
			t.Errorf("%s: kind %d, want a report", words, p.Kind)
		}
	}
}

func TestYearsAreWantedByTitleAndByDate(t *testing.T) {
	cases := []struct {
		name string
		year int
		date string
		want bool
	}{
		{"a wanted year", 2021, "", true},
		{"an unwanted year", 2019, "2020-01-20", false},
		{"no year and no date: look", 0, "", true},
		{"no year, published in the year after a wanted one", 0, "2022-01-18", true},
		{"no year, published before any wanted report", 0, "2020-01-18", false},
		{"no year, published late", 0, "2024-06-18", true},
		{"a year that the date contradicts: look", 2020, "2022-01-18", true},
		{"a year long before, published late", 2016, "2017-02-01", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := dazhu.WantedItem(c.year, c.date); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestALightLookTellsAReportFromOtherPages(t *testing.T) {
	report := "一、总体情况\n所列数据的统计期限自2021年1月1日起至2021年12月31日止。\n二、主动公开政府信息情况\n本年制发件数 规章\n三、收到和处理政府信息公开申请情况\n本年新收政府信息公开申请数量 予以公开\n四、结果维持 结果纠正\n五、存在的主要问题及改进情况\n六、其他需要报告的事项"
	if s := Look("某镇2020年报告", report); !s.IsReport() || !s.Whole() || s.Year != 2021 {
		t.Errorf("a report looks like %+v", s)
	}
	if s := Look("某镇2020年报告", "一、总体情况\n二、主动公开政府信息情况\n五、存在的主要问题及改进情况"); !s.IsReport() || s.Whole() || s.Year != 2020 {
		t.Errorf("a report whose tables are pictures looks like %+v", s)
	}
	if s := Look("", "统计期限自20211月1日起至202112月31日止"); s.Year != 2021 {
		t.Errorf("the period without its separators gives %d", s.Year)
	}
	if s := Look("提示", "对不起，您访问的页面不存在"); !s.SaysMissing {
		t.Error("a page that is not there is not seen")
	}
	if s := Look("通知", "关于停水的通知"); s.SaysMissing || s.IsReport() {
		t.Errorf("a notice looks like %+v", s)
	}
}

func TestATownshipIsToldByTitleColumnsOrWords(t *testing.T) {
	cases := []struct {
		name, title, columns, text string
		want                       bool
	}{
		{"by its title", "团坝镇2021年年报", "", "", true},
		{"a bureau by its title", "大竹县财政局2021年政府信息公开工作年度报告", "石河镇", "", false},
		{"by its column", "2021年政府信息公开工作年度报告", "政务公开 > 乡镇街道 > 团坝镇 > 年报", "", true},
		{"by its words", "2021年政府信息公开工作年度报告", "政府信息公开年报", "我镇认真贯彻", true},
		{"another body by its words", "2021年政府信息公开工作年度报告", "政府信息公开年报", "我局认真贯彻", false},
		{"where nothing tells, the reader decides", "2021年政府信息公开工作年度报告", "政府信息公开年报", "", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := dazhu.Township(c.title, c.columns, c.text); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
