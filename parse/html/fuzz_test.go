package html_test

import (
	"strings"
	"testing"

	"gongkai/parse/html"
	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
)

// FuzzRead holds the reader to what must be true of any bytes: it ends, does not
// panic, no two cells of a grid overlap, and each lies within its grid.
func FuzzRead(f *testing.F) {
	for _, c := range layoutCases {
		if len(c.page) < 2000 {
			f.Add([]byte(c.page))
		}
	}
	f.Add([]byte("<table><tr><td colspan=1000 rowspan=65534><td rowspan=3><tr><td colspan=7>"))
	f.Add([]byte("<div style=display:grid;grid-template-columns:repeat(3,1fr)><p style='grid-row:span 4'>a<p>b<p>c<p>d<p>e</div>"))
	f.Add([]byte("<script>document.write('<table><tr><td>a<td>b</table>')</script>\xff\xfe\x00"))
	f.Add([]byte("<!-- <script><!-- <script></script> </script> --><textarea><table"))
	f.Fuzz(func(t *testing.T, page []byte) {
		doc, err := html.Read(page, "")
		if err != nil {
			return
		}
		layouttest.CheckGrids(t, doc.Blocks)
		for _, b := range doc.Blocks {
			if b.Kind == layout.Paragraph && strings.TrimSpace(b.Text) == "" && b.Text != "\u00a0" {
				t.Errorf("a paragraph without words: %q", b.Text)
			}
		}
	})
}

// No word of a page may get lost or move to another cell: whatever the tags,
// each marked cell of a table of a known shape comes out where it was put.
func TestNoiseInCellsMovesNoValue(t *testing.T) {
	noise := []string{
		"%s", "<p>%s", "<p class=MsoNormal><span lang=EN-US>%s<o:p></o:p></span></p>", "<font><b>%s</font>", "&nbsp;%s&nbsp;",
		"<div><div>%s</div>", "</div>%s</p></span>", "<table><tr><td>%s</table>", "<!--[if !x]>9<![endif]-->%s", "<br>%s<br>",
		"<span style='display:none'>9</span>%s", "<a name=x></a>%s", "<ul><li>%s</ul>", "<form>%s</form>", "<h5>%s</h5>", "<center>%s",
	}
	var page strings.Builder
	page.WriteString("<table>")
	for r := range 12 {
		page.WriteString("<tr>")
		for c := range 8 {
			word := string(rune('A'+r)) + string(rune('a'+c))
			page.WriteString("<td>" + strings.Replace(noise[(r*5+c)%len(noise)], "%s", word, 1))
		}
	}
	doc, err := html.Read([]byte(page.String()), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Blocks) != 1 || doc.Blocks[0].Kind != layout.Table {
		t.Fatalf("not one table: %s", layouttest.Sketch(doc.Blocks))
	}
	layouttest.CheckGrids(t, doc.Blocks)
	for _, cell := range doc.Blocks[0].Grid.Cells {
		want := string(rune('A'+cell.Row)) + string(rune('a'+cell.Column))
		if got := strings.Trim(cell.Text, "\u00a0"); got != want {
			t.Errorf("row %d column %d holds %q, want %q", cell.Row, cell.Column, got, want)
		}
	}
}

func TestHugeAndHostilePagesAreBounded(t *testing.T) {
	for name, page := range map[string]string{
		"many open tags":           strings.Repeat("<div>", 250_000),
		"many open tables":         strings.Repeat("<table><tr><td>", 80_000),
		"many unclosed bold tags":  strings.Repeat("<p><b>x", 80_000),
		"wide spans":               strings.Repeat("<table><tr>"+strings.Repeat("<td colspan=1000 rowspan=65534>x", 300)+"</table>", 20),
		"many rows of tall cells":  "<table>" + strings.Repeat("<tr><td rowspan=65534>x", 20_000),
		"many end tags":            strings.Repeat("<i>", 250) + strings.Repeat("</b></div></p>", 80_000),
		"many rules":               "<style>" + strings.Repeat(".a{display:none}", 50_000) + "</style><p>x",
		"nested boxes":             strings.Repeat("<div class=row><div class=cell>", 50_000) + "x",
		"deep brackets in a style": "<p style='grid-template-columns:" + strings.Repeat("repeat(9,", 50_000) + "'>x",
	} {
		t.Run(name, func(t *testing.T) {
			if doc, err := html.Read([]byte(page), ""); err == nil {
				layouttest.CheckGrids(t, doc.Blocks)
			}
		})
	}
}
