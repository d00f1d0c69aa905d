package page

import (
	"math/rand/v2"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

func TestTablesWithoutLines(t *testing.T) {
	tests := []struct {
		name string
		draw func(d *drawing)
		want []string
	}{
		{"numbers below each other make columns", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|1|0|12;规范性文件|10|2|345")
		}, []string{"信息内容|制发|废止|有效;规章|1|0|12;规范性文件|10|2|345"}},
		{"a blank among them is an empty cell", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|1||12;规范性文件|10|2|345")
		}, []string{"信息内容|制发|废止|有效;规章|1||12;规范性文件|10|2|345"}},
		{"a placeholder counts as a number", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|—|0|无;规范性文件|10|2|345")
		}, []string{"信息内容|制发|废止|有效;规章|—|0|无;规范性文件|10|2|345"}},
		{"a label on two lines beside its numbers", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100}, "信息内容|制发|废止|有效")
			d.write(53, 123, "规章").write(203, 123, "1").write(303, 123, "2").write(403, 123, "3")
			d.write(53, 141, "行政规范").write(53, 153, "性文件").write(203, 147, "4").write(303, 147, "5").write(403, 147, "6")
			d.write(53, 171, "许可").write(203, 171, "7").write(303, 171, "8").write(403, 171, "9")
		}, []string{"信息内容|制发|废止|有效;规章|1|2|3;行政规范/性文件|4|5|6;许可|7|8|9"}},
		{"a head on two lines over its column, another over several", func(d *drawing) {
			d.write(300, 80, "申请人")
			d.write(197, 100, "自然").write(203, 112, "人").write(293, 100, "商业").write(293, 112, "企业").write(393, 100, "总").write(393, 112, "计")
			for i, label := range []string{"新收", "结转", "公开"} {
				y := 135 + 20*float64(i)
				d.write(53, y, label).write(205, y, "1").write(300, y, "2").write(396, y, "3")
			}
		}, []string{"申请人<1x3>;自然/人|商业/企业|总/计;新收|1|2|3;结转|1|2|3;公开|1|2|3"}},
		{"a number alone under a head over all columns", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120}, "信息内容|制发|废止|有效;规章|1|0|2")
			d.write(53, 143, "信息内容").write(283, 143, "处理决定").write(53, 163, "许可").write(302, 163, "7").write(53, 183, "处罚").write(301, 183, "16")
		}, []string{"信息内容|制发|废止|有效;规章|1|0|2;信息内容|处理决定<1x3>;许可|7<1x3>;处罚|16<1x3>"}},
		{"other columns below heads are a table of their own", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|1|0|2;文件|3|4|5")
			d.write(53, 163, "信息内容").write(203, 163, "上年").write(340, 163, "本年").write(53, 183, "收费").write(203, 183, "6").write(352, 183, "7")
		}, []string{"信息内容|制发|废止|有效;规章|1|0|2;文件|3|4|5", "信息内容|上年|本年;收费|6|7"}},
		{"a number broken over two lines is doubted", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|1|0|2;文件|3|4|5")
			d.write(203, 155, "6")
		}, []string{"信息内容|制发|废止|有效;规章|1|0|2;文件|3/6!split|4|5"}},
		{"numbers in narrow columns stand close", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 326}, []float64{100, 120, 140}, "信息内容|制发|废|止;规章|1|1234|5678;文件|3|12|7")
		}, []string{"信息内容|制发|废|止;规章|1|1234|5678;文件|3|12|7"}},
		{"a head over the whole table", func(d *drawing) {
			d.write(200, 80, "第二十条第一项").fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|1|0|12;文件|10|2|345")
		}, []string{"第二十条第一项<1x4>;信息内容|制发|废止|有效;规章|1|0|12;文件|10|2|345"}},
		{"labels on two lines directly below each other", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100}, "信息内容|制发|废止|有效")
			for i, label := range []string{"1.国家", "2.商业", "3.安全"} {
				y := 120 + 24*float64(i)
				d.write(53, y, label).write(53, y+12, "秘密").write(203, y, "1").write(303, y, "2").write(403, y, "3")
			}
		}, []string{"信息内容|制发|废止|有效;1.国家/秘密|1|2|3;2.商业/秘密|1|2|3;3.安全/秘密|1|2|3"}},
		{"a head that begins over the first of several columns", func(d *drawing) {
			d.write(200, 80, "申请人情况").fill([]float64{50, 197, 232}, []float64{90, 115, 135}, "内容|自然|法人;甲|1|2;乙|3|4").write(300, 93, "总计").write(300, 118, "3").write(300, 138, "7")
		}, []string{"内容<2x1>|申请人情况<1x3>;自然|法人|总计;甲|1|2|3;乙|3|4|7"}},
		{"three characters of a head over the fourth", func(d *drawing) {
			for i, head := range []string{"结果维", "结果纠", "其他结"} {
				x := 100 + 60*float64(i)
				d.write(x, 100, head).write(x+10, 114, []string{"持", "正", "果"}[i]).write(x+12, 134, "1").write(x+12, 154, "2")
			}
			d.write(50, 134, "件").write(50, 154, "起")
		}, []string{"结果维/持|结果纠/正|其他结/果;件|1|1|1;起|2|2|2"}},
		{"heads that begin with their columns", func(d *drawing) {
			d.write(200, 80, "复议").write(260, 80, "诉讼")
			for i, head := range []string{"维持", "总计", "维持", "纠正", "总计"} {
				x := 200 + 30*float64(i)
				d.write(x, 100, head).write(x, 120, "0").write(x, 140, "12")
			}
			d.write(50, 120, "甲").write(50, 140, "乙")
		}, []string{"复议<1x2>|诉讼<1x3>;维持|总计|维持|纠正|总计;甲|0|0|0|0|0;乙|12|12|12|12|12"}},
		{"a head beside two heads on one line each is as low as they are", func(d *drawing) {
			d.write(270, 80, "法人").write(205, 95, "自").write(205, 107, "然").write(265, 107, "公司").write(295, 107, "机关")
			for i, label := range []string{"新收", "结转", "公开"} {
				y := 130 + 20*float64(i)
				d.write(53, y, label).write(207, y, "1").write(272, y, "2").write(302, y, "3")
			}
		}, []string{"自/然<2x1>|法人<1x2>;公司|机关;新收|1|2|3;结转|1|2|3;公开|1|2|3"}},
		{"a column of blanks has a head", func(d *drawing) {
			d.fill([]float64{50, 150, 200, 250, 300}, []float64{100, 120}, "件数|维持|纠正|其他|总计;甲|1||3|4").write(53, 143, "乙").write(153, 143, "1").write(303, 143, "1")
		}, []string{"件数|维持|纠正|其他|总计;甲|1||3|4;乙|1|||1"}},
		{"a number right after its label", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120, 140}, "信息内容|制发|废止|有效;规章|1|0|2;文件|3|4|5")
			d.write(50, 163, "本年度全部规范性文件统计之").write(203-18, 163, "数").write(203, 163, "7").write(303, 163, "8").write(403, 163, "9")
		}, []string{"信息内容|制发|废止|有效;规章|1|0|2;文件|3|4|5;本年度全部规范性文件统计之 数|7|8|9"}},
		{"a label over the columns of groups and labels", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 114}, "类别|维持|纠正|总计;复议|1|0|1")
			d.write(50, 131, "诉讼").write(90, 131, "直接起诉").write(203, 131, "3").write(303, 131, "4").write(403, 131, "7")
			d.write(90, 145, "复议后起诉").write(203, 145, "0").write(303, 145, "0").write(403, 145, "0")
		}, []string{"类别<1x2>|维持|纠正|总计;|复议|1|0|1;诉讼|直接起诉|3|4|7;|复议后起诉|0|0|0"}},
		{"a label goes on far below its numbers", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120}, "信息内容|制发|废止|有效;规章|1|0|2")
			for i, part := range []string{"1.申请", "人无正", "当理由", "逾期不", "补正的"} {
				d.write(50, 143+12*float64(i), part)
			}
			d.write(203, 143, "3").write(303, 143, "4").write(403, 143, "5").fill([]float64{50, 200, 300, 400}, []float64{220}, "2.其他|6|7|8")
		}, []string{"信息内容|制发|废止|有效;规章|1|0|2;1.申请/人无正/当理由/逾期不/补正的|3|4|5;2.其他|6|7|8"}},
		{"the label of a row of blanks is not the first line of the next", func(d *drawing) {
			d.fill([]float64{50, 200, 300, 400}, []float64{100, 120}, "信息内容|制发|废止|有效;行政规范性文件|1|0|2").write(50, 143, "处罚").write(50, 155, "强制").write(203, 155, "3").write(303, 155, "4").write(403, 155, "5")
		}, []string{"信息内容|制发|废止|有效;行政规范性文件|1|0|2;处罚;强制|3|4|5"}},
		{"heads and numbers with the same gaps are no columns", func(d *drawing) {
			x := 50.0
			for _, head := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
				d.write(x, 100, head)
				x += 10*float64(len(head)/3) + 10
			}
			for i := range 5 {
				d.write(50+15*float64(i), 116, "0")
			}
		}, nil},
		{"prose with numbers is no table", func(d *drawing) {
			d.write(50, 100, "2021年收到申请3件，办结2件，结转1件，收费0元，复议0件。").write(50, 116, "2022年收到申请4件。")
		}, nil},
		{"lines of labels and numbers that do not stand below each other are no table", func(d *drawing) {
			d.write(50, 100, "规章").write(85, 100, "0").write(105, 100, "0").write(125, 100, "1")
			d.write(50, 116, "行政规范性文件").write(135, 116, "0").write(155, 116, "2").write(175, 116, "3")
			d.write(50, 132, "一、本年新收申请").write(145, 132, "4").write(165, 132, "5").write(185, 132, "6")
			d.write(50, 148, "结转").write(90, 148, "7").write(110, 148, "8").write(130, 148, "9")
		}, nil},
		{"a few numbers are no table", func(d *drawing) {
			d.write(50, 100, "电话").write(200, 100, "123").write(50, 116, "邮编").write(200, 116, "456")
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDrawing()
			test.draw(d)
			doc := lay(d)
			expectGrids(t, doc, test.want...)
			for _, block := range doc.Blocks {
				if block.Grid != nil && !block.Grid.Loose {
					t.Error("the table is not marked as loose")
				}
			}
		})
	}
}

func TestAHeadingEndsATableWithoutLines(t *testing.T) {
	xs := []float64{50, 200, 300, 400}
	d := newDrawing().write(50, 80, "二、主动公开情况").fill(xs, []float64{100, 120, 140}, "甲|乙|丙|丁;一、规章|1|2|3;二、文件|4|5|6").
		write(50, 180, "三、收到申请情况").fill(xs, []float64{200, 220, 240}, "甲|乙|丙|丁;一、新收|1|2|3;二、结转|4|5|6")
	doc := lay(d)
	expectGrids(t, doc, "甲|乙|丙|丁;一、规章|1|2|3;二、文件|4|5|6", "甲|乙|丙|丁;一、新收|1|2|3;二、结转|4|5|6")
	if got := paragraphs(doc); len(got) != 2 || got[0] != "二、主动公开情况" || got[1] != "三、收到申请情况" {
		t.Errorf("paragraphs %q", got)
	}
}

// FuzzLayout scatters characters and lines over pages. Whatever comes of it, the
// cells of a grid do not overlap, and no digit is lost or made up.
func FuzzLayout(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint16(40), uint16(20))
	}
	f.Fuzz(func(t *testing.T, seed uint64, glyphs, rules uint16) {
		r := rand.New(rand.NewPCG(seed, 1))
		pages := make([]Page, 1+r.IntN(3))
		digits := 0
		for i := range pages {
			p := &pages[i]
			p.Width, p.Height = 400, 500
			taken := map[[2]float64]bool{}
			for range int(glyphs % 300) {
				x, y := float64(r.IntN(38))*10, float64(r.IntN(48))*10
				if taken[[2]float64{x, y}] {
					continue // what is printed twice is read once
				}
				taken[[2]float64{x, y}] = true
				y += r.Float64()
				text := []string{"1", "23", "公", " ", "一", "、"}[r.IntN(6)]
				if IsDigit(text) {
					digits += len(text)
				}
				p.Glyphs = append(p.Glyphs, Glyph{
					Text: text, Box: disclosure.Box{x, y, x + 5, y + 9}, Size: 9, Direction: uint8(r.IntN(8) / 7), Confidence: 1,
				})
			}
			for range int(rules % 100) {
				x, y, length := float64(r.IntN(10))*40, float64(r.IntN(12))*40, float64(r.IntN(200))
				if r.IntN(2) == 0 {
					p.Rules = append(p.Rules, Rule{x, y, x + length, y})
				} else {
					p.Rules = append(p.Rules, Rule{x, y, x, y + length})
				}
			}
		}
		found := 0
		for _, block := range Layout(pages, "pdf").Blocks {
			found += countDigits(block.Text)
			if block.Kind != layout.Table {
				continue
			}
			covered := map[[2]int]bool{}
			for _, c := range block.Grid.Cells {
				found += countDigits(c.Text)
				for row := c.Row; row < c.Row+c.RowSpan; row++ {
					for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
						at := [2]int{row, column}
						if covered[at] || row < 0 || column < 0 || row >= block.Grid.Rows || column >= block.Grid.Columns {
							t.Fatalf("cell %+v overlaps another or leaves the grid of %d x %d", c, block.Grid.Rows, block.Grid.Columns)
						}
						covered[at] = true
					}
				}
			}
		}
		if found != digits {
			t.Fatalf("%d digits were written and %d read", digits, found)
		}
	})
}

func countDigits(text string) int {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

func TestHeadsWithoutLinesGoOnOverThePage(t *testing.T) {
	heads := newDrawing().write(50, 700, "四、复议诉讼").
		write(103, 730, "维持").write(203, 730, "纠正").write(303, 730, "其他").write(403, 730, "总").write(290, 780, "- 1 -")
	numbers := newDrawing().write(403, 40, "计").
		write(107, 60, "1").write(207, 60, "2").write(307, 60, "3").write(405, 60, "6").
		write(107, 80, "4").write(207, 80, "0").write(307, 80, "0").write(405, 80, "4").write(50, 120, "五、问题")
	for i, label := range []string{"复议", "诉讼"} {
		numbers.write(50, 60+20*float64(i), label)
	}
	doc := lay(heads, numbers)
	expectGrids(t, doc, "维持|纠正|其他|总/计;复议|1|2|3|6;诉讼|4|0|0|4")
	if got := paragraphs(doc); len(got) != 2 || got[0] != "四、复议诉讼" || got[1] != "五、问题" {
		t.Errorf("paragraphs %q, want the headings", got)
	}
}

func TestARowIsCutByThePage(t *testing.T) {
	xs := []float64{50, 200, 300, 400}
	upper := newDrawing().write(50, 600, "三、收到申请情况").fill(xs, []float64{700, 720}, "内容|自然人|法人|总计;1.新收|1|2|3").
		write(53, 743, "2.其他法律").write(203, 743, "4").write(303, 743, "5").write(403, 743, "9").write(290, 790, "- 1 -")
	lower := newDrawing().write(53, 40, "规定禁止").fill(xs, []float64{60, 80}, "3.重复|0|0|0;4.总计|5|7|12").write(290, 790, "- 2 -")
	expectGrids(t, lay(upper, lower), "内容|自然人|法人|总计;1.新收|1|2|3;2.其他法律/规定禁止|4|5|9;3.重复|0|0|0;4.总计|5|7|12")
}

func TestLinesThatDoNotDivideTheNumbers(t *testing.T) {
	xs, ys := []float64{50, 200, 300, 400}, []float64{100, 120, 140}
	const texts = "信息内容|制发|废止|有效;规章|1|0|12;文件|10|2|345"
	tests := []struct {
		name string
		draw func(d *drawing)
	}{
		{"a frame and a line right of the labels", func(d *drawing) {
			d.lattice([]float64{45, 190, 450}, []float64{95, 165})
		}},
		{"lines between the rows", func(d *drawing) {
			d.lattice([]float64{45, 190, 450}, []float64{95, 118, 138, 165})
		}},
		{"lines around the heads alone", func(d *drawing) {
			d.lattice([]float64{45, 190, 290, 390, 450}, []float64{95, 117})
		}},
		{"every other row filled", func(d *drawing) {
			for _, y := range []float64{98, 138} {
				for i := range 4 {
					x := []float64{45, 190, 290, 390, 450}
					d.Fills = append(d.Fills, disclosure.Box{x[i], y, x[i+1], y + 20})
				}
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDrawing().fill(xs, ys, texts)
			test.draw(d)
			expectGrids(t, lay(d), texts)
		})
	}
}
