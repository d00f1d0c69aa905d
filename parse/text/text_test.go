package text_test

import (
	"strings"
	"testing"

	"gongkai/parse/layout/layouttest"
	"gongkai/parse/text"
)

var cases = []struct{ name, text, want string }{
	{"a line is a paragraph", "标题\r\n\r\n　　正文一。\n正文二", "标题\n正文一。\n正文二"},
	{"an empty line among short ones may be an empty cell", "规章\n\n0\n1\n\n\n文件\n2\n3", "规章\n\u00a0\n0\n1\n\u00a0\n\u00a0\n文件\n2\n3"},
	{"empty lines between all lines are no cells", "规章\n\n0\n\n1\n\n2\n\n文件", "规章\n0\n1\n2\n文件"},
	{"tabs make a grid, and tabs at the end make empty cells",
		"第（一）项\t\t\n规章\t0\t1", "~第（一）项||\n~规章|0|1"},
	{"rows that differ in their fields stay lines that show the fields", "组\ta\t1\t2\nb\t3\t\n", "组|a|1|2|\nb|3||"},
	{"a row of a single field between bars spans the table", "| 标题 |\n| a | 1 |\n| b | 2 |", "~标题|<\n~a|1\n~b|2"},
	{"a leading tab is an empty cell", "组\t一\t1\n\t二\t2", "~组|一|1\n~|二|2"},
	{"a paragraph that is set in by a tab stays one", "\t" + strings.Repeat("文", 80), strings.Repeat("文", 80)},
	{"an empty line ends a table", "a\t1\n\nb\t2\nc\t3", "~a|1\n~b|2\n~c|3"},
	{"a quoted cell has lines", "表\t\"本年新\n制作数量\"\t件\n规章\t0\t0", "~表|本年新/制作数量|件\n~规章|0|0"},
	{"a quotation mark that is never closed is text", "表\t\"本年\n规章\t0", "~表|\"本年\n~规章|0"},
	{"bars make a grid, ruling lines do not count",
		"| 信息 | 件数 |\n|------|------|\n| 规章 | 0 |\n| 文件 | |", "~信息|件数\n~规章|0\n~文件|"},
	{"lines of one cell and a bar each are cells, and bars alone belong to the cell above",
		"第一项 |\n|||\n信息 |\n件数 |\n规章 |\n7 |\n|\n9 |\n文件 |\n1 |\n2 |\n3 |", "第一项\n信息\n件数\n规章\n7\n\u00a0\n9\n文件\n1\n2\n3"},
	{"a single line with bars is a menu", "首页 | 新闻 | 公开", "首页 | 新闻 | 公开"},
	{"a single line between bars is a row", "| 结转 | 1 | 2 |", "~结转|1|2"},
	{"placeholders between bars are no ruling", "| 规章 | - | - |\n| 文件 | 1 | 2 |", "~规章|-|-\n~文件|1|2"},
	{"a box drawing shows which cells span columns",
		"┌────┬────┐\n│第一项   │\n├────┼────┤\n│规章│ 0  │\n└────┴────┘", "~第一项|<\n~规章|0"},
	{"the lines between two rulings of a box are one row",
		"+------+----+\n| 本年 | 件 |\n| 制发 | 数 |\n+------+----+\n| 规章 | 0  |\n+------+----+\n| 文件 | 2  |\n+------+----+",
		"~本年/制发|件/数\n~规章|0\n~文件|2"},
	{"runs of blanks make a grid where the rows agree",
		"规章    0    1\n文件    2    3", "~规章|0|1\n~文件|2|3"},
	{"a heading over several columns spans them",
		"信息      申请人情况\n数量      自然人    企业\n一        1         2", "~信息|申请人情况|#\n~数量|自然人|企业\n~一|1|2"},
	{"rows that do not stand below each other stay lines that show the fields",
		"甲    1    2    3\n很长的一个名称    4    5", "甲|1|2|3|\n很长的一个名称|4|5|"},
	{"titles that are set with gaps stay as they are", "某镇2021年  政府信息公开工作  年度报告\n2022年1月  某镇", "某镇2021年  政府信息公开工作  年度报告\n2022年1月  某镇"},
	{"a group's name before a label makes no other row a row of its own",
		"一、收到  1  2\n三、结果  （一）公开  0  1\n（二）部分公开  1  1", "一、收到|1|2|\n三、结果|（一）公开|0|1|\n（二）部分公开|1|1|"},
	{"a blank value in aligned columns moves nothing",
		"名称      甲    乙\n规章      1     2\n文件            3", "~名称|甲|乙\n~规章|1|2\n~文件|#|3"},
	{"sentences with gaps below each other stay sentences", "我镇  2021年收到申请。\n我镇  2022年收到申请。", "我镇  2021年收到申请。\n我镇  2022年收到申请。"},
	{"a sentence with two blanks stays a sentence", "二〇二二年  一月十日", "二〇二二年  一月十日"},
}

func TestBlocks(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := layouttest.Sketch(text.Blocks(c.text, "text", "")); got != c.want {
				t.Errorf("text:\n%s\n got:\n%s\nwant:\n%s", c.text, got, c.want)
			}
		})
	}
}

func TestPlacesCountLines(t *testing.T) {
	doc, err := text.Read([]byte("标题\n\n规章\t0"))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Blocks[0].Place.Path; got != "line[1]" {
		t.Errorf("place of the title: %s", got)
	}
	if got := doc.Blocks[1].Grid.Cells[1].Place; got.Path != "line[3]/field[2]" || got.Reader != "text" {
		t.Errorf("place of the value: %+v", got)
	}
}

// FuzzBlocks: whatever the text, it is laid out, and cells do not overlap.
func FuzzBlocks(f *testing.F) {
	for _, c := range cases {
		f.Add(c.text)
	}
	f.Add("│a│\n├─┼─┤\n│\xff│b│c\n\t\"x\ty\n\"\t")
	f.Fuzz(func(t *testing.T, s string) {
		layouttest.CheckGrids(t, text.Blocks(s, "text", "x"))
	})
}
