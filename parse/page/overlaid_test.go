package page

import "testing"

func TestDigitsDrawnUnlikeTheirNeighboursAreNotOneNumber(t *testing.T) {
	tests := []struct {
		name string
		draw func(d *drawing)
		want string
	}{
		{"a number as it is", func(d *drawing) { d.write(110, 110, "550") }, "550"},
		{"a number in a narrow face", func(d *drawing) {
			for i, r := range "550" {
				d.write(110+3.7*float64(i), 110, string(r))
			}
		}, "550"},
		{"a raised digit", func(d *drawing) { d.write(110, 110, "550").writeSize(125, 107, 6, "2") }, "2/550!overlaid"},
		{"a lowered digit", func(d *drawing) { d.write(110, 110, "550").writeSize(125, 116, 6, "2") }, "550/2!overlaid"},
		{"a small digit on the same foot", func(d *drawing) { d.write(110, 110, "550").writeSize(125, 114, 6, "2") }, "550^2!overlaid"},
		{"a linked digit", func(d *drawing) { d.write(110, 110, "5502"); d.Glyphs[len(d.Glyphs)-1].Linked = true }, "5502!overlaid"},
		{"a digit in another colour", func(d *drawing) { d.write(110, 110, "5502"); d.Glyphs[len(d.Glyphs)-1].Colour = 0xff0000 }, "5502!overlaid"},
		{"a number all in one colour", func(d *drawing) {
			d.write(110, 110, "550")
			for i := len(d.Glyphs) - 3; i < len(d.Glyphs); i++ {
				d.Glyphs[i].Colour, d.Glyphs[i].Linked = 0xff0000, true
			}
		}, "550"},
		{"a digit that is not sure", func(d *drawing) { d.write(110, 110, "550"); d.Glyphs[len(d.Glyphs)-2].Unsure = true }, "550!overlaid"},
		{"an older number below", func(d *drawing) { d.write(110, 110, "550").write(112.5, 110, "91") }, "59510!overlaid"},
		{"an older number a little higher", func(d *drawing) { d.write(110, 112, "550").write(112, 106, "91") }, "91/550!overlaid"},
		{"a number printed twice to look bold", func(d *drawing) { d.write(110, 110, "550").write(110.4, 110, "550") }, "550"},
		{"a digit drawn as an outline beside others", func(d *drawing) { d.write(110, 110, "55"); d.Shapes = append(d.Shapes, [4]float64{121, 111, 125, 119}) }, "55!overlaid"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDrawing().table([]float64{100, 200, 300}, []float64{100, 130, 160}, "|甲;乙|1")
			test.draw(d)
			expectGrids(t, lay(d), test.want+"|甲;乙|1")
		})
	}
}
