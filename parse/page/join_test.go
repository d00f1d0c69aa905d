package page

import (
	"strings"
	"testing"

	"gongkai/parse/layout"
)

func TestTablesGoOnOverPages(t *testing.T) {
	head := []float64{700, 720, 740, 760}
	rest := []float64{50, 70, 90}
	tests := []struct {
		name  string
		pages func() []*drawing
		want  []string
	}{
		{"with a page mark between", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4").write(290, 780, "- 1 -"),
				newDrawing().table(threeColumns, rest, "己|5|6;庚|7|8"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4;己|5|6;庚|7|8"}},
		{"with the head repeated", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().table(threeColumns, rest, "甲|乙|丙;庚|7|8"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4;庚|7|8"}},
		{"with the head repeated between the halves of a row", func() []*drawing {
			return []*drawing{
				newDrawing().table([]float64{50, 100, 200, 300}, head, "甲|乙|丙;1.丁|1|2;2.补正后|3|4"),
				newDrawing().table([]float64{50, 100, 200, 300}, head, "甲|乙|丙;不明||;己|5|6"),
			}
		}, []string{"甲|乙|丙;1.丁|1|2;2.补正后/不明|3|4;己|5|6"}},
		{"with the head repeated, of which a scan misread one cell", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().table(threeColumns, rest, "甲|Z|丙;庚|7|8"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4;庚|7|8"}},
		{"a label that goes on over a whole page", func() []*drawing {
			side := func(d *drawing, ys []float64) *drawing {
				return d.rule(50, ys[0], 50, ys[len(ys)-1]).
					table([]float64{150, 250, 350}, ys, "子|1;丑|2;寅|3")
			}
			return []*drawing{
				side(newDrawing().rule(50, 700, 150, 700).write(53, 703, "（三）"), []float64{700, 720, 740, 760}),
				side(newDrawing(), []float64{50, 70, 90, 110}),
				side(newDrawing().rule(50, 110, 150, 110), []float64{50, 70, 90, 110}),
			}
		}, []string{"（三）<9x1>|子|1;丑|2;寅|3;子|1;丑|2;寅|3;子|1;丑|2;寅|3"}},
		{"with the mark of a continued table", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().write(300, 30, "（续表）").table(threeColumns, rest, "己|5|6;庚|7|8"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4;己|5|6;庚|7|8"}},
		{"shifted to the side", func() []*drawing {
			shifted := []float64{70, 170, 270, 370}
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().table(shifted, rest, "己|5|6;庚|7|8"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4;己|5|6;庚|7|8"}},
		{"a part that lacks one of the columns", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().table([]float64{50, 150, 350}, rest, "己|5;庚|7"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4;己|5<1x2>;庚|7<1x2>"}},
		{"another table under a heading", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().write(50, 30, "四、其他").table(threeColumns, rest, "己|5|6;庚|7|8"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4", "己|5|6;庚|7|8"}},
		{"a table of other columns", func() []*drawing {
			return []*drawing{
				newDrawing().table(threeColumns, head, "甲|乙|丙;丁|1|2;戊|3|4"),
				newDrawing().table([]float64{50, 200, 350}, rest, "己|5;庚|7"),
			}
		}, []string{"甲|乙|丙;丁|1|2;戊|3|4", "己|5;庚|7"}},
		{"a label over rows of both pages", func() []*drawing {
			return []*drawing{
				newDrawing().rule(50, 720, 350, 720).rule(150, 740, 350, 740).rule(50, 760, 350, 760).
					rule(50, 720, 50, 760).rule(150, 720, 150, 760).rule(250, 720, 250, 760).rule(350, 720, 350, 760).
					fill(threeColumns, []float64{720, 740, 760}, "（三）不予|子|1;|丑|2").write(53, 740, "公开"),
				newDrawing().rule(50, 50, 350, 50).rule(150, 70, 350, 70).rule(50, 90, 350, 90).
					rule(50, 50, 50, 90).rule(150, 50, 150, 90).rule(250, 50, 250, 90).rule(350, 50, 350, 90).
					fill(threeColumns, []float64{50, 70, 90}, "|寅|3;|卯|4"),
			}
		}, []string{"（三）不予/公开<4x1>|子|1;丑|2;寅|3;卯|4"}},
		{"a label without a line at the page's end", func() []*drawing {
			return []*drawing{
				newDrawing().rule(50, 720, 350, 720).rule(150, 740, 350, 740).rule(150, 760, 350, 760).
					rule(50, 720, 50, 760).rule(150, 720, 150, 760).rule(250, 720, 250, 760).rule(350, 720, 350, 760).
					fill(threeColumns, []float64{720, 740, 760}, "办理结果|子|1;|丑|2"),
				newDrawing().table(threeColumns, rest, "己|5|6;庚|7|8"),
			}
		}, []string{"办理结果<2x1>|子|1;丑|2;己|5|6;庚|7|8"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expectGrids(t, lay(test.pages()...), test.want...) })
	}
}

func TestRowsThatAPageBreakCutAreMended(t *testing.T) {
	xs := []float64{50, 100, 150, 200}
	tests := []struct{ name, above, below, want string }{
		{"the label goes on", "3.补正后申|1|2", "请内容||", "3.补正后申/请内容|1|2"},
		{"the label stands above, the numbers below", "甲||", "|1|2", "甲|1|2"},
		{"all of it stands below", "||", "甲|1|2", "甲|1|2"},
		{"all of it stands above", "甲|1|2", "||", "甲|1|2"},
		{"a row of blanks is a row", "甲|1|2", "乙||", "甲|1|2;乙||"},
		{"a row of blanks above is a row", "甲||", "乙|1|2", "甲||;乙|1|2"},
		{"blank numbers below their heads are a row", "甲|乙|丙", "||", "甲|乙|丙;||"},
		{"numbers below their heads are a row", "甲|乙|丙", "1|2|3", "甲|乙|丙;1|2|3"},
		{"a label with a number of its own is a row", "3.补正后申|1|2", "4.其他||", "3.补正后申|1|2;4.其他||"},
		{"heads that lack their upper part", "甲|乙|", "||丙", "甲<2x1>|乙<2x1>|;丙"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := lay(
				newDrawing().table(xs, []float64{720, 740, 760}, "头|一|二;"+test.above),
				newDrawing().table(xs, []float64{50, 70, 90}, test.below+";尾|8|9"),
			)
			expectGrids(t, doc, "头|一|二;"+test.want+";尾|8|9")
		})
	}
}

func TestSliversAtPageBreaksAreNoRows(t *testing.T) {
	doc := lay(
		newDrawing().table(threeColumns, []float64{740, 760, 780, 784}, "甲|乙|丙;丁|1|2;||"),
		newDrawing().table(threeColumns, []float64{10, 14, 34, 54}, "||;戊|3|4;己|5|6"),
	)
	expectGrids(t, doc, "甲|乙|丙;丁|1|2;戊|3|4;己|5|6")
}

func TestWordsThatHangOutBelowTheLastRowBelongToIt(t *testing.T) {
	// The heads stand over two lines; the table's lines end with the first.
	doc := lay(
		newDrawing().table(threeColumns, []float64{740, 760, 775}, "甲|乙|丙;结果维|结果纠|其他结").
			write(53, 776, "持").write(153, 776, "正").write(253, 776, "果"),
		newDrawing().table(threeColumns, []float64{30, 50, 70}, "||;1|2|3"),
	)
	expectGrids(t, doc, "甲|乙|丙;结果维/持|结果纠/正|其他结/果;||;1|2|3")
	apart := lay(newDrawing().table(threeColumns, []float64{740, 760, 775}, "甲|乙|丙;结果维|结果纠|其他结").
		write(53, 777, "注：本表数字以件计算，不含上年。"))
	expectGrids(t, apart, "甲|乙|丙;结果维|结果纠|其他结")
}

func TestHeadsThatAPageBreakCutAreWhole(t *testing.T) {
	// The cells at the sides span two rows of heads, of which the second stands on
	// the next page; their words hang out over several lines.
	xs := []float64{50, 150, 250, 350, 400}
	doc := lay(
		newDrawing().rule(50, 720, 400, 720).rule(150, 740, 350, 740).
			rule(50, 720, 50, 740).rule(150, 720, 150, 740).rule(350, 720, 350, 740).rule(400, 720, 400, 740).
			write(53, 723, "列").write(153, 723, "法人").write(353, 723, "自").write(353, 743, "然").write(353, 763, "人"),
		newDrawing().table(xs, []float64{50, 70, 90}, "|商业|科研|;一|1|2|3"),
	)
	expectGrids(t, doc, "列<2x1>|法人<1x2>|自/然/人<2x1>;商业|科研;一|1|2|3")
}

func TestCellsOfAJoinedTableKnowTheirPage(t *testing.T) {
	doc := lay(
		newDrawing().table(threeColumns, []float64{740, 760, 780}, "甲|乙|丙;丁|1|2"),
		newDrawing().table(threeColumns, []float64{30, 50, 70}, "戊|3|4;己|5|6"),
	)
	grid := doc.Blocks[0].Grid
	for _, c := range grid.Cells {
		if want := 1 + c.Row/2; c.Place.Page != want || c.Place.Reader != "pdf" {
			t.Errorf("cell %q is on page %d of reader %q, want page %d", c.Text, c.Place.Page, c.Place.Reader, want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	long := strings.Repeat("公开", 20) // 400 points: a full line
	tests := []struct {
		name  string
		pages func() []*drawing
		want  []string
	}{
		{"full lines are joined, an indent begins a paragraph", func() []*drawing {
			return []*drawing{newDrawing().write(70, 100, long[:len(long)-6]).write(50, 116, long).write(50, 132, "结束。").write(70, 148, "下一段。")}
		}, []string{long[:len(long)-6] + long + "结束。", "下一段。"}},
		{"a heading stands alone", func() []*drawing {
			return []*drawing{newDrawing().write(50, 100, "一、总体情况").write(50, 116, long).write(50, 132, "结束。").write(50, 148, "二、主动公开")}
		}, []string{"一、总体情况", long + "结束。", "二、主动公开"}},
		{"a title that looks like the text below it", func() []*drawing {
			return []*drawing{newDrawing().write(50, 100, strings.Repeat("标", 30)+"年度报告").write(50, 116, "根据"+long[:len(long)-6]).write(50, 132, "结束。")}
		}, []string{strings.Repeat("标", 30) + "年度报告", "根据" + long[:len(long)-6] + "结束。"}},
		{"a title on two lines", func() []*drawing {
			return []*drawing{newDrawing().writeSize(60, 50, 18, strings.Repeat("标", 21)).writeSize(231, 76, 18, "报告").
				write(70, 120, long[:len(long)-6]).write(50, 136, long)}
		}, []string{strings.Repeat("标", 21) + "报告", long[:len(long)-6] + long}},
		{"a paragraph goes on over the page", func() []*drawing {
			return []*drawing{
				newDrawing().write(70, 700, long[:len(long)-6]).write(50, 716, long).write(290, 780, "— 1 —"),
				newDrawing().write(50, 50, "结束。").write(70, 66, "下一段。"),
			}
		}, []string{long[:len(long)-6] + long + "结束。", "下一段。"}},
		{"a line with gaps stands alone", func() []*drawing {
			return []*drawing{newDrawing().write(50, 100, long).write(50, 116, "甲").write(200, 116, "乙")}
		}, []string{long, "甲 乙"}},
		{"Latin words keep their space", func() []*drawing {
			return []*drawing{newDrawing().write(50, 100, strings.Repeat("公开", 18)+" office").write(50, 116, "hours")}
		}, []string{strings.Repeat("公开", 18) + " office hours"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := paragraphs(lay(test.pages()...)); strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("paragraphs\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestPageMarksAndRunningHeadsAreChrome(t *testing.T) {
	marks := []string{"- 3 -", "—3—", "3", "3/12", "第3页", "第 3 页 共 12 页", "第三页，共十二页", "Page 3 of 12"}
	for _, mark := range marks {
		doc := lay(newDrawing().write(50, 300, "正文。").write(280, 780, mark))
		if got := paragraphs(doc); len(got) != 1 || got[0] != "正文。" {
			t.Errorf("mark %q: paragraphs %q", mark, got)
		}
	}
	inText := lay(newDrawing().write(50, 300, "正文。").write(280, 400, "3"))
	if got := paragraphs(inText); len(got) != 2 {
		t.Errorf("a number in the middle of the page: paragraphs %q", got)
	}
	heads := lay(
		newDrawing().write(200, 20, "某镇年报第1部分").write(50, 300, "甲。"),
		newDrawing().write(200, 20, "某镇年报第2部分").write(50, 300, "乙。"),
	)
	if got := paragraphs(heads); strings.Join(got, "") != "甲。乙。" {
		t.Errorf("running heads: paragraphs %q", got)
	}
}

func TestPicturesAreBlocksOrMarkTheirCell(t *testing.T) {
	d := newDrawing().table(threeColumns, threeRows, "甲|乙|丙;丁||2;戊|3|4")
	d.Pictures = append(d.Pictures, [4]float64{160, 122, 240, 138}, [4]float64{50, 300, 350, 500})
	doc := lay(d)
	images, inCell := 0, ""
	for _, block := range doc.Blocks {
		if block.Kind == layout.Image {
			images++
		}
		if block.Grid != nil {
			for _, c := range block.Grid.Cells {
				if c.Image {
					inCell += c.Text + "@" + string(rune('0'+c.Row)) + string(rune('0'+c.Column))
				}
			}
		}
	}
	if images != 1 || inCell != "@11" {
		t.Errorf("%d picture blocks, pictures in cells %q; want 1 and the cell of row 1, column 1", images, inCell)
	}
}
