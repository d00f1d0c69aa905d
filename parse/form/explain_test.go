package form

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

func TestAnUnreadableDocumentSaysWhoAndWhenAsFarAsThePortalDoes(t *testing.T) {
	source := &disclosure.Document{Name: "a.pdf", Hint: disclosure.Hint{LinkTitle: "大竹县团坝镇2021年政府信息公开工作年度报告", CountyCode: "511724", Listed: "2022-01-19"}}
	reports := Unread(source, disclosure.NationalRegister(), &layout.Unreadable{Reason: disclosure.Encrypted, Detail: "需要密码"})
	r := reports[0]
	if len(reports) != 1 || r.Status != disclosure.Rejected || r.Reason != disclosure.Encrypted || r.Detail != "需要密码" {
		t.Errorf("%+v", r)
	}
	if r.Town != "团坝镇" || r.TownCode != "511724102" || r.Year != 2021 || r.Published != "2022-01-19" {
		t.Errorf("%s %s %d %s", r.Town, r.TownCode, r.Year, r.Published)
	}
}

func TestExplainShowsTheLayoutTheMatchesAndTheDoubts(t *testing.T) {
	s := newSample("2021")
	at := rowOf(s.applications, "2.重复申请")
	copy(s.applications[at][3:], []string{"0", "<", "<", "<", "<", "<", "<"})
	var b strings.Builder
	if err := Explain(&b, s.document(), nil, nil); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"== 版面：test", "applications.unprocessed_repeat 1.00 (label)", "「自然人」natural_person 1.00", "disputes.review.upheld", "石门镇", "年度说法 2024 period"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// TestHugeLayoutsAreBounded reads layouts far beyond any report: they end soon.
func TestHugeLayoutsAreBounded(t *testing.T) {
	wide := &layout.Grid{Rows: 1 << 20, Columns: 1 << 20}
	long := &layout.Grid{Rows: 20_000, Columns: 2}
	for r := range long.Rows {
		long.Cells = append(long.Cells,
			layout.Cell{Row: r, Column: 0, RowSpan: 1, ColumnSpan: 1, Text: fmt.Sprintf("行政许可项%d", r)},
			layout.Cell{Row: r, Column: 1, RowSpan: 1, ColumnSpan: 1, Text: fmt.Sprint(r)})
	}
	var many []layout.Block
	for n := range 50_000 {
		many = append(many, paragraph(fmt.Sprintf("行政许可 %d 件 青溪县石门镇%d年政府信息公开工作年度报告", n, 2000+n%30)))
	}
	for _, doc := range []*layout.Document{article(table(wide)), article(table(long)), article(many...), article(paragraph(strings.Repeat("一、总体情况 0 ", 200_000)))} {
		if reports := Match(doc, nil, nil); len(reports) == 0 {
			t.Error("no report")
		}
	}
}
