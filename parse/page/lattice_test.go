package page

import (
	"testing"

	"gongkai/disclosure"
)

var (
	threeColumns = []float64{50, 150, 250, 350}
	threeRows    = []float64{100, 120, 140, 160}
)

func TestRuledTables(t *testing.T) {
	tests := []struct {
		name string
		draw func(d *drawing)
		want []string
	}{
		{"every line is drawn", func(d *drawing) {
			d.table(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"an edge that is missing joins cells", func(d *drawing) {
			for _, y := range threeRows {
				d.rule(50, y, 350, y)
			}
			d.rule(50, 100, 50, 160).rule(350, 100, 350, 160).rule(150, 120, 150, 160).rule(250, 120, 250, 160)
			d.fill(threeColumns, threeRows, "a;b|1|2;c|3|4")
		}, []string{"a<1x3>;b|1|2;c|3|4"}},
		{"a label over two rows", func(d *drawing) {
			d.rule(50, 100, 350, 100).rule(150, 120, 350, 120).rule(50, 140, 350, 140).rule(50, 160, 350, 160)
			for _, x := range threeColumns {
				d.rule(x, 100, x, 160)
			}
			d.fill(threeColumns, threeRows, "a|1|2;|3|4;b|5|6")
		}, []string{"a<2x1>|1|2;3|4;b|5|6"}},
		{"each edge is drawn by itself, a little off", func(d *drawing) {
			for i, y := range threeRows {
				for j := range 3 {
					off := float64((i+j)%2) * 0.8
					d.rule(threeColumns[j]-0.5, y+off, threeColumns[j+1]+0.5, y+off)
				}
			}
			for j, x := range threeColumns {
				for i := range 3 {
					off := float64((i+j)%2) * 0.8
					d.rule(x+off, threeRows[i]-0.5, x+off, threeRows[i+1]+0.5)
				}
			}
			d.fill(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"double borders", func(d *drawing) {
			d.lattice(threeColumns, threeRows)
			d.table([]float64{52.5, 152.5, 252.5, 347.5}, []float64{102.5, 122.5, 142.5, 157.5}, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"dotted borders", func(d *drawing) {
			for _, y := range threeRows {
				for x := 50.0; x <= 350; x += 2 {
					d.rule(x, y, x+0.8, y)
				}
			}
			for _, x := range threeColumns {
				for y := 100.0; y <= 160; y += 2 {
					d.rule(x, y, x, y+0.8)
				}
			}
			d.fill(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"no outer lines at the sides", func(d *drawing) {
			for _, y := range threeRows {
				d.rule(50, y, 350, y)
			}
			d.rule(150, 100, 150, 160).rule(250, 100, 250, 160)
			d.fill(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"no line below", func(d *drawing) {
			for _, y := range threeRows[:3] {
				d.rule(50, y, 350, y)
			}
			for _, x := range threeColumns {
				d.rule(x, 100, x, 160)
			}
			d.fill(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"each cell in a box of its own", func(d *drawing) {
			for i := range 3 {
				for j := range 3 {
					d.lattice([]float64{threeColumns[j] + 2, threeColumns[j+1] - 2}, []float64{threeRows[i] + 2, threeRows[i+1] - 2})
				}
			}
			d.fill(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"cells that are filled, with gaps for lines", func(d *drawing) {
			for i := range 3 {
				for j := range 3 {
					d.Fills = append(d.Fills, disclosure.Box{threeColumns[j] + 0.5, threeRows[i] + 0.5, threeColumns[j+1] - 0.5, threeRows[i+1] - 0.5})
				}
			}
			d.fill(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"a|b|c;d|1|2;e|3|4"}},
		{"a table in a cell", func(d *drawing) {
			d.table([]float64{40, 400, 500}, []float64{90, 180, 200}, "|x;y|z")
			d.table(threeColumns, threeRows, "a|b|c;d|1|2;e|3|4")
		}, []string{"|x;y|z", "a|b|c;d|1|2;e|3|4"}},
		{"a frame around text is no table", func(d *drawing) {
			d.lattice([]float64{50, 350}, []float64{100, 200}).write(60, 110, "文字")
		}, nil},
		{"a line under a title is no table", func(d *drawing) {
			d.write(60, 110, "文字").rule(50, 125, 350, 125)
		}, nil},
		{"a shape that is no rectangle is cut, and its numbers are doubted", func(d *drawing) {
			d.rule(50, 100, 250, 100).rule(50, 120, 150, 120).rule(50, 140, 250, 140)
			d.rule(50, 100, 50, 140).rule(150, 120, 150, 140).rule(250, 100, 250, 140)
			d.write(60, 103, "甲").write(160, 123, "7").write(60, 123, "8")
		}, []string{"甲<1x2>;8|7!merged"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDrawing()
			test.draw(d)
			expectGrids(t, lay(d), test.want...)
		})
	}
}

func TestWordsInCells(t *testing.T) {
	xs, ys := []float64{50, 100, 150, 200}, []float64{100, 140, 180}
	tests := []struct {
		name string
		draw func(d *drawing)
		want string
	}{
		{"lines stay lines", func(d *drawing) { d.write(53, 105, "本年新").write(53, 118, "制作") }, "本年新/制作||;||"},
		{"a label down the cell", func(d *drawing) { d.column(70, 102, "三本年") }, "三/本/年||;||"},
		{"two numbers side by side stay two", func(d *drawing) { d.write(53, 105, "12").write(66, 105, "34") }, "12 34||;||"},
		{"a small gap between digits counts", func(d *drawing) { d.write(53, 105, "12").write(65, 105, "34") }, "12 34||;||"},
		{"digits set a little apart stay one", func(d *drawing) { d.write(53, 105, "12").write(64, 105, "34") }, "1234||;||"},
		{"a number on two lines stays broken", func(d *drawing) { d.write(53, 105, "1").write(53, 118, "2") }, "1/2||;||"},
		{"characters printed twice to look bold", func(d *drawing) { d.write(53, 105, "11").write(53.4, 105.2, "11") }, "11||;||"},
		{"a label wider than its cell", func(d *drawing) { d.write(53, 105, "保护第三方合法").write(110, 118, "7") }, "保护第三方合法|7|;||"},
		{"a number wider than its cell is doubted in both", func(d *drawing) { d.write(72, 105, "1234567").write(110, 118, "9") }, "1234567!split|9!split|;||"},
		{"numbers that touch in two cells stay two", func(d *drawing) { d.write(90, 105, "12").write(100, 105, "34") }, "12|34|;||"},
		{"a blank cell is empty", func(d *drawing) { d.write(53, 105, "甲").write(103, 105, " ") }, "甲||;||"},
		{"text that lies on its side", func(d *drawing) {
			for i, r := range []rune("其他") {
				y := 135 - 10*float64(i)
				d.Glyphs = append(d.Glyphs, Glyph{Text: string(r), Box: disclosure.Box{60, y - 10, 70, y}, Size: 10, Direction: 3, Confidence: 1})
			}
			d.write(103, 105, "自然人").write(103, 145, "总计")
		}, "其他|自然人|;|总计|"},
		{"text in columns from the right", func(d *drawing) {
			for i, r := range []rune("未经复议") {
				x, y := 70-12*float64(i/2), 105+12*float64(i%2)
				d.Glyphs = append(d.Glyphs, Glyph{Text: string(r), Box: disclosure.Box{x, y, x + 10, y + 10}, Size: 10, Vertical: true, Confidence: 1})
			}
		}, "未经/复议||;||"},
		{"radicals are written as characters", func(d *drawing) { d.write(53, 105, "⻓⽤⼾豈") }, "长用户豈||;||"},
		{"digits and signs keep their form", func(d *drawing) { d.write(53, 105, "１２²①") }, "１２²①||;||"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDrawing().lattice(xs, ys)
			test.draw(d)
			expectGrids(t, lay(d), test.want)
		})
	}
}

func TestAPageThatLiesOnItsSideIsReadUpright(t *testing.T) {
	for turns := range uint8(4) {
		d := newDrawing().write(60, 50, "一、总体情况").table(threeColumns, threeRows, "甲|乙|丙;丁|1|2;戊|3|4").turn(turns)
		doc := lay(d)
		expectGrids(t, doc, "甲|乙|丙;丁|1|2;戊|3|4")
		// The box of the last cell, 250 140 350 160 on the upright page of 600 x 800.
		want := [4]disclosure.Box{{250, 140, 350, 160}, {640, 250, 660, 350}, {250, 640, 350, 660}, {140, 250, 160, 350}}[turns]
		for _, block := range doc.Blocks {
			if block.Grid != nil {
				if got := block.Grid.Cells[8].Place.Box; got != want {
					t.Errorf("turned by %d: the cell's box is %v, want %v", turns, got, want)
				}
			}
		}
		if doc.Pages[0].Width != d.Width || doc.Pages[0].Height != d.Height {
			t.Errorf("turned by %d: page %v, want the page as displayed", turns, doc.Pages[0])
		}
	}
}
