package xlsx_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/parse/layout/layouttest"
	"gongkai/parse/packed/packedtest"
	"gongkai/parse/xlsx"
)

// workbook builds a file of sheets, given as the content of <worksheet>.
func workbook(t testing.TB, strings_ string, sheets ...string) []byte {
	t.Helper()
	var files []string
	list, relations := "", `<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>`
	for i, sheet := range sheets {
		state := ""
		if strings.Contains(sheet, "<!--hidden-->") {
			state = ` state="hidden"`
		}
		list += fmt.Sprintf(`<sheet name="表%d"%s r:id="r%d"/>`, i+1, state, i)
		relations += fmt.Sprintf(`<Relationship Id="r%d" Type="x/worksheet" Target="worksheets/sheet%d.xml"/>`, i, i)
		files = append(files, fmt.Sprintf("xl/worksheets/sheet%d.xml", i), "<worksheet>"+sheet+"</worksheet>")
	}
	return packedtest.Zip(t, append(files,
		"xl/workbook.xml", `<workbook xmlns:r="x"><sheets>`+list+`</sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", "<Relationships>"+relations+"</Relationships>",
		"xl/sharedStrings.xml", "<sst>"+strings_+"</sst>")...)
}

func TestLayout(t *testing.T) {
	const shared = `<si><t>规章</t></si><si><r><t>本年</t></r><r><t>制发</t></r><rPh><t>běn</t></rPh></si>`
	for _, c := range []struct {
		name   string
		sheets []string
		want   string
	}{
		{"strings are shared or inline, numbers as written",
			[]string{`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2"><v>12</v></c></row></sheetData>`},
			"规章|本年制发\nx|12"},
		{"what is struck out is not read, and what is raised is no digit",
			[]string{`<sheetData><row><c t="inlineStr"><is><r><rPr><strike/></rPr><t>9</t></r><r><rPr><strike val="0"/></rPr><t>0</t></r></is></c>` +
				`<c t="inlineStr"><is><r><t>6</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>[1]</t></r></is></c>` +
				`<c t="inlineStr"><is><r><t>6</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c></row></sheetData>`},
			"0|6|6^1"},
		{"merged cells span",
			[]string{`<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row r="2"><c r="C2"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`},
			"1|2\n^|3"},
		{"an empty cell is an empty cell",
			[]string{`<sheetData><row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row></sheetData>`}, "1||2"},
		{"cells without addresses follow each other",
			[]string{`<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>`}, "1|2\n3|"},
		{"hidden rows, columns and sheets are left out",
			[]string{`<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c><c r="C1"><v>2</v></c></row><row r="2" hidden="1"><c r="A2"><v>8</v></c></row><row r="3"><c r="A3"><v>3</v></c></row></sheetData>`,
				`<!--hidden--><sheetData><row><c><v>7</v></c></row></sheetData>`},
			"1|2\n3|"},
		{"a whole report in a sheet is cut at its headings and sentences",
			[]string{`<sheetData><row><c t="str"><v>某镇年度报告</v></c></row><row><c t="str"><v>我镇全年按照目录更新栏目，没有收到申请，也没有发生复议和诉讼。</v></c></row>` +
				`<row><c t="str"><v>二、公开情况</v></c></row><row><c t="str"><v>规章</v></c><c><v>0</v></c></row><row><c t="str"><v>文件</v></c></row></sheetData>`},
			"某镇年度报告\n我镇全年按照目录更新栏目，没有收到申请，也没有发生复议和诉讼。\n二、公开情况\n规章|0\n文件|"},
		{"the noise of binary fractions is not shown",
			[]string{`<sheetData><row><c><v>0.30000000000000004</v></c><c><v>1.2E3</v></c><c><v>29.0506</v></c><c><v>12.0</v></c></row></sheetData>`}, "0.3|1200|29.0506|12"},
		{"merges that overlap keep the first",
			[]string{`<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/></mergeCells>`}, "1|3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := xlsx.Read(workbook(t, shared, c.sheets...))
			if err != nil {
				t.Fatal(err)
			}
			if got := layouttest.Sketch(doc.Blocks); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestPlacesAreCellAddresses(t *testing.T) {
	doc, err := xlsx.Read(workbook(t, "", `<sheetData><row r="3"><c r="AB3"><v>1</v></c><c r="AC3"><v>2</v></c></row></sheetData>`))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Blocks[0].Grid.Cells[0].Place; got.Path != "表1!AB3" || got.Reader != "xlsx" {
		t.Errorf("place %+v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:A1"/></mergeCells>`)
	f.Add(`<cols><col min="1" max="99999" hidden="1"/></cols><sheetData><row r="9999999"><c r="ZZZZ1"><v>1e308</v></c></row></sheetData>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		doc, err := xlsx.Read(workbook(t, "<si><t>a</t></si>", sheet))
		if err != nil {
			return
		}
		layouttest.CheckGrids(t, doc.Blocks)
	})
}
