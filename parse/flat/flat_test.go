package flat_test

import (
	"strings"
	"testing"

	"gongkai/parse/flat"
	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
)

func TestEmptyLinesThatMayBeCellsStay(t *testing.T) {
	prose := strings.Repeat("文", 70)
	for _, c := range []struct{ name, lines, want string }{
		{"between a label and a number", "规章/-/0/1", "规章/-/0/1"},
		{"several in a row", "规章/-/-/0", "规章/-/-/0"},
		{"none beside prose", "规章/-/" + prose + "/-/0/1", "规章/" + prose + "/0/1"},
		{"none between words alone", "年度/-/报告/-/2022年1月", "年度/报告/2022年1月"},
		{"in a form that nobody filled in", "规章/-/-/-/文件/-/-/-/完", "规章/-/-/-/文件/-/-/-/完"},
		{"none at the ends", "-/规章/0/1/-/-", "规章/0/1"},
		{"none where they stand between any two numbers", "规章/-/0/-/1/-/2", "规章/0/1/2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var blocks []layout.Block
			for line := range strings.SplitSeq(strings.ReplaceAll(c.lines, "-", flat.EmptyLine), "/") {
				blocks = append(blocks, layout.Block{Kind: layout.Paragraph, Text: line})
			}
			got := layouttest.Sketch(flat.DropSpacers(blocks))
			if want := strings.ReplaceAll(strings.ReplaceAll(c.want, "/", "\n"), "-", flat.EmptyLine); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
