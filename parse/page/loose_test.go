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
				if isDigit(text) {
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
