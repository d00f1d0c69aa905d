package page

import (
	"slices"
	"strings"
	"testing"
)

func TestRowsInRunningText(t *testing.T) {
	long := strings.Repeat("公开", 20) // as wide as the text, far above
	tests := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"a row a line", []string{long, "信息内容 制发件数 废止件数 有效件数", "规章 0 0 0", "规范性文件 12 3 10", "许可 141"},
			[]string{long, "信息内容 制发件数 废止件数 有效件数", "规章 0 0 0", "规范性文件 12 3 10", "许可 141"}},
		{"a cell a line", []string{long, "规章", "1", "20", "3", "许可", "4"},
			[]string{long, "规章", "1", "20", "3", "许可", "4"}},
		{"cells between bars", []string{long, "|规章|1|20|3|", "|许可|4|5|6|"},
			[]string{long, "|规章|1|20|3|", "|许可|4|5|6|"}},
		{"a label goes on where its line is full", []string{long, strings.Repeat("结果", 15) + " （二）部分公开的其", "他情形 1 2 3", "3.其他 4 5 6"},
			[]string{long, strings.Repeat("结果", 15) + " （二）部分公开的其他情形 1 2 3", "3.其他 4 5 6"}},
		{"the values of a full line go on, and are not one number", []string{long, strings.Repeat("申请", 18) + " 0 0 0 10", "2 0 12", "3.其他 4 5 6"},
			[]string{long, strings.Repeat("申请", 18) + " 0 0 0 10 2 0 12", "3.其他 4 5 6"}},
		{"a full row ends before words", []string{long, strings.Repeat("申请", 18) + " 0 0 0 10", "2.重复申请 4 5 6"},
			[]string{long, strings.Repeat("申请", 18) + " 0 0 0 10", "2.重复申请 4 5 6"}},
		{"prose with a number at the end of a line goes on", []string{"　　" + strings.Repeat("我镇", 17) + "共收到 12", "件申请。"},
			[]string{strings.Repeat("我镇", 17) + "共收到 12件申请。"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDrawing()
			for i, l := range test.lines {
				y := 200 + 14*float64(i)
				if l == long {
					y = 100
				}
				d.write(50, y, l)
			}
			if got := paragraphs(lay(d)); !slices.Equal(got, test.want) {
				t.Errorf("paragraphs\n%q\nwant\n%q", got, test.want)
			}
		})
	}
}

func TestAValueAmongOthersIsNoPageMark(t *testing.T) {
	pages := make([]*drawing, 3)
	for i := range pages {
		pages[i] = newDrawing().write(290, 770, string(rune('1'+i)))
		for n := range 40 {
			pages[i].write(50, 40+14*float64(n), "0")
		}
	}
	if got := paragraphs(lay(pages...)); len(got) != 120 {
		t.Errorf("%d values, want 120", len(got))
	}
}
