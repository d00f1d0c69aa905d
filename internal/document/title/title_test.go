package title_test

import (
	"testing"
	"unicode/utf8"

	"gongkai/internal/document/title"
)

func TestATitleSaysWhoseReportOfWhichYearItIs(t *testing.T) {
	for text, want := range map[string]title.Title{
		"大竹县团坝镇2021年政府信息公开工作年度报告":          {Body: "大竹县团坝镇", Year: 2021, Report: true},
		"團壩鎮2021年政府信息公開工作年度報告":             {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇２０２１年政府信息公开工作年度报告":             {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇二○二一年度政府信息公开工作年度报告":            {Body: "团坝镇", Year: 2021, Report: true},
		"2021年度团坝镇政府信息公开年报":                {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇人民政府信息公开工作2021年度报告":            {Body: "团坝镇人民政府", Year: 2021, Report: true},
		"团坝镇2021年政府信息公开工作告年报度":             {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇202021年政府信息公开工作年度报告":           {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇人民政府关于印发2021年政府信息公开工作年度报告的通知":  {Body: "团坝镇人民政府", Year: 2021, Report: true},
		"关于公布《团坝镇2021年政府信息公开工作年度报告》的公告":    {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇2021年信息公开工作总结":                 {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇2021年政府信息公开工作年度报告（2022年1月18日）": {Body: "团坝镇", Year: 2021, Report: true},
		"团坝镇2021年报":    {Body: "团坝镇", Year: 2021},
		"团坝镇2021年财政预算": {Body: "团坝镇", Year: 2021},
		"政府信息公开指南":     {},
		"":             {},
	} {
		if got := title.Parse(text); got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

func TestASentenceIsNoTitle(t *testing.T) {
	for text, want := range map[string]bool{
		"根据《中华人民共和国政府信息公开条例》规定，松塘镇人民政府编制2023年政府信息公开工作年度报告。": true,
		"依据《政府信息公开条例》第五十条，编制本单位2023年政府信息公开工作年度报告":           true,
		"按照上级要求现公布松塘镇2023年政府信息公开工作年度报告":                     true,
		"松塘镇人民政府编制的2023年政府信息公开工作年度报告":                       true,
		"松塘镇2023年政府信息公开工作年度报告。":                             true,
		"现将松塘镇2023年政府信息公开工作年度报告公布如下":                        true,
		"2023年，松塘镇严格落实政府信息公开工作年度报告制度":                       true,
		"為貫徹條例要求，公布2023年政府信息公開工作年度報告":                       true,
		"松塘镇人民政府2023年政府信息公开工作年度报告由六部分组成":                    true,
		"松塘镇2023年政府信息公开工作年度报告现予以公布":                         true,
		"松塘镇2023年政府信息公开工作年度报告":                              false,
		"松塘镇人民政府关于印发《2023年政府信息公开工作年度报告》的通知":                 false,
		"按板镇2023年政府信息公开工作年度报告":                              false,
		"松塘镇2023年度政府信息公开工作年度报告（按规定公开）":                      false,
	} {
		if got := title.IsSentence(text); got != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestOtherMattersAreToldByTheirWords(t *testing.T) {
	for text, want := range map[string]string{
		"团坝镇2021年政府信息公开工作年度报告解读":             "解读",
		"團壩鎮2021年政府信息公開工作年度報告解讀":             "解读",
		"关于印发《政府信息公开工作年度报告格式》的通知":            "格式",
		"关于做好2021年政府信息公开工作年度报告编制的通知":         "关于做好",
		"计划乡2021年政府信息公开工作年度报告":               "",
		"团坝镇关于印发《2021年政府信息公开工作年度报告》的通知（制度办）": "",
	} {
		if got := title.OtherMatter(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestBodiesAreToldByTheirNames(t *testing.T) {
	for name, want := range map[string][2]bool{ // a department, an upper government
		"大竹县财政局":     {true, false},
		"团坝镇中心小学":    {true, false},
		"大竹县人民政府办公室": {true, false},
		"大竹县人民政府":    {false, true},
		"团坝镇人民政府":    {false, false},
		"经济开发区管理委员会": {false, false},
		"竹阳街道办公室":    {false, false},
	} {
		if got := [2]bool{title.IsDepartment(name), title.IsUpperGovernment(name)}; got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
	for name, want := range map[string]string{
		"温州市鹿城区人民政府七都街道办事处": "温州市鹿城区七都街道办事处",
		"敖汉旗人民政府新州街道":       "敖汉旗新州街道",
		"大竹县政府团坝镇":          "大竹县团坝镇",
		"大竹县人民政府":           "大竹县人民政府",
		"团坝镇人民政府":           "团坝镇人民政府",
	} {
		if got := title.WithoutGovernmentAbove(name); got != want {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestDatesInChineseNumeralsAreWrittenInDigits(t *testing.T) {
	for text, want := range map[string]string{
		"二〇二一年十二月三十一日": "2021年12月31日", "二零二二年一月五日": "2022年1月5日", "2021年1月": "2021年1月", "一月一次": "1月一次", "二人": "二人",
	} {
		if got := title.ArabicDates(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("团坝镇2021年政府信息公开工作年度报告")
	f.Add("《关于2021《年")
	f.Add("二二〇二一年人民政府信息公开")
	f.Fuzz(func(t *testing.T, text string) {
		said := title.Parse(text)
		if said.Year != 0 && (said.Year < 2007 || said.Year > 2099) {
			t.Fatalf("%q is of %d", text, said.Year)
		}
		if !utf8.ValidString(said.Body) {
			t.Fatalf("%q has the body %q", text, said.Body)
		}
		title.IsSentence(text)
		title.OtherMatter(text)
		title.ArabicDates(text)
	})
}
