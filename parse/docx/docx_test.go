package docx_test

import (
	"errors"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/docx"
	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
	"gongkai/parse/packed/packedtest"
)

// file builds a document of a body and, by part name, other parts.
func file(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	files := []string{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:v="urn:schemas-microsoft-com:vml"><w:body>` + body + `</w:body></w:document>`}
	var relations strings.Builder
	for name, content := range parts {
		files = append(files, "word/"+name, content)
		kind := strings.TrimRight(strings.TrimSuffix(name, ".xml"), "0123456789")
		relations.WriteString(`<Relationship Id="` + name + `" Type="http://x/` + kind + `" Target="` + name + `"/>`)
	}
	return packedtest.Zip(t, append(files, "word/_rels/document.xml.rels", `<Relationships>`+relations.String()+`</Relationships>`)...)
}

func para(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

// above is a run above the line.
func above(text string) string {
	return `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>` + text + `</w:t></w:r>`
}

func cell(text string) string { return `<w:tc>` + para(text) + `</w:tc>` }

func cellWith(properties, text string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + para(text) + `</w:tc>`
}

func row(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }

func table(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>` + strings.Join(rows, "") + `</w:tbl>`
}

var cases = []struct {
	name, body string
	parts      map[string]string
	want       string
}{
	{"runs of a paragraph are one text", `<w:p><w:r><w:t>20</w:t></w:r><w:r><w:t xml:space="preserve">21 </w:t></w:r><w:r><w:t>年</w:t></w:r></w:p>`, nil, "2021 年"},
	{"what is struck out is not read",
		`<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>000</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>1</w:t></w:r></w:p>`,
		nil, "000"},
	{"the mark of a note is no digit, and a raised number stands apart from the one beside it",
		para("6") + `<w:p><w:r><w:t>6</w:t></w:r>` + above("[") + above("1]") + `</w:p><w:p><w:r><w:t>6</w:t></w:r>` + above("1") + `<w:r><w:t>7</w:t></w:r></w:p>` +
			`<w:p><w:r><w:t>8</w:t></w:r><w:r><w:rPr><w:rStyle w:val="mark"/></w:rPr><w:t>②</w:t></w:r></w:p>`,
		map[string]string{"styles.xml": `<w:styles><w:style w:type="character" w:styleId="mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>`},
		"6\n6\n6^1^7\n8"},
	{"a paragraph whose end a revision took away goes on with the next",
		`<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>收</w:t></w:r></w:p>` + para("到") +
			`<w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>` + table(row(cell("a"), cell("1"))), nil, "收到\n前\na|1"},
	{"an empty paragraph among short ones may be an empty cell", para("规章") + para("") + para("0") + para("1") + para(strings.Repeat("文", 70)) + para("") + para("完"),
		nil, "规章\n\u00a0\n0\n1\n" + strings.Repeat("文", 70) + "\n完"},
	{"gridSpan and vMerge make spans",
		table(row(cellWith(`<w:gridSpan w:val="2"/>`, "标题"), cell("数")),
			row(cellWith(`<w:vMerge w:val="restart"/>`, "组"), cell("一"), cell("1")),
			row(cellWith(`<w:vMerge/>`, "藏"), cell("二"), cell("2"))), nil,
		"标题|<|数\n组|一|1\n^|二|2"},
	{"a merge without a beginning is a cell of its own",
		table(row(cell("a"), cell("1")), row(cellWith(`<w:gridSpan w:val="2"/><w:vMerge/>`, "b"))), nil, "a|1\nb|<"},
	{"columns left free before a row stay free",
		table(row(cell("a"), cell("b")), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+cell("c")+`</w:tr>`), nil, "a|b\n#|c"},
	{"content controls around rows and cells change nothing",
		table(`<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + row(cell("a"), `<w:sdt><w:sdtContent>`+cell("1")+`</w:sdtContent></w:sdt>`) + `</w:sdtContent></w:sdt>`), nil, "a|1"},
	{"revisions are read as accepted",
		`<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom></w:p>` +
			table(row(cell("a"), cell("1")), `<w:tr><w:trPr><w:del w:id="1"/></w:trPr>`+cell("b")+cell("2")+`</w:tr>`), nil, "共6\na|1"},
	{"hidden text and hidden rows are not read",
		`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t></w:r></w:p>` +
			table(row(cell("a"), cell("1")), `<w:tr><w:trPr><w:hidden/></w:trPr>`+cell("b")+cell("2")+`</w:tr>`), nil, "a\na|1"},
	{"of a field only the result is read",
		`<w:p><w:r><w:t>共</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(</w:instrText></w:r><w:r><w:t>y</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
			`<w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>件</w:t></w:r></w:p>`, nil, "共7件"},
	{"line breaks, tabs and hyphens are characters",
		`<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>`, nil, "a/b\tc-1"},
	{"a text box comes after its paragraph, once",
		`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + para("框") + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice>` +
			`<mc:Fallback><w:pict><v:textbox><w:txbxContent>` + para("框") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>`, nil, "文\n框"},
	{"a picture is an image", `<w:p><w:r><w:drawing><a:blip r:embed="media1.png"/></w:drawing></w:r></w:p>`, map[string]string{"media1.png": "x"}, "!word/media1.png"},
	{"a nested table of one cell is the text of the cell around it",
		table(row(cell("a"), `<w:tc>`+table(row(cell("1")))+`<w:p/></w:tc>`)), nil, "a|1"},
	{"a report that stands in one cell is dissolved",
		table(row(`<w:tc>` + para("标题") + table(row(cell("a"), cell("1"))) + para("尾") + `</w:tc>`)), nil, "标题\na|1\n尾"},
	{"paragraphs of a cell are its lines", table(row(`<w:tc>`+para("本年")+para("制发")+`</w:tc>`, cell("1"))), nil, "本年/制发|1"},
	{"a heading has its style's level",
		`<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:r><w:t>一</w:t></w:r></w:p>`,
		map[string]string{"styles.xml": `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 2"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="x"/><w:basedOn w:val="1"/></w:style></w:styles>`}, "==一"},
	{"the numbers that Word counts are read",
		numbered("1", "0", "总体情况") + numbered("1", "1", "主动公开") + numbered("1", "1", "依申请") + numbered("1", "0", "主动公开情况") + numbered("1", "1", "甲"),
		map[string]string{"numbering.xml": lists}, "一、总体情况\n（一）主动公开\n（二）依申请\n二、主动公开情况\n（一）甲"},
	{"a list that starts anew starts anew, another use counts on",
		numbered("1", "0", "甲") + numbered("3", "0", "乙") + numbered("2", "0", "丙"),
		map[string]string{"numbering.xml": lists}, "一、甲\n二、乙\n一、丙"},
	{"bullets are no words", numbered("4", "0", "甲"), map[string]string{"numbering.xml": lists}, "甲"},
	{"a counted number never runs into a value", table(row(cell("a"), `<w:tc>`+numbered("5", "0", "0")+`</w:tc>`)), map[string]string{"numbering.xml": lists}, "a|1./0"},
	{"headers and footers are chrome",
		para("文"), map[string]string{"header1.xml": `<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` + para("页眉") + `</w:hdr>`}, "文\n[页眉]"},
}

func numbered(list, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

const lists = `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>`

func TestLayout(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc, err := docx.Read(file(t, c.body, c.parts))
			if err != nil {
				t.Fatal(err)
			}
			if got := layouttest.Sketch(doc.Blocks); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestPlacesCountTablesRowsAndCells(t *testing.T) {
	doc, err := docx.Read(file(t, para("x")+table(row(cell("a"), cell("b")))+table(row(cell("c"), cell("d"))), nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Blocks[2].Grid.Cells[1].Place; got.Path != "table[2]/row[1]/cell[2]" || got.Reader != "docx" {
		t.Errorf("place %+v", got)
	}
}

func TestUnreadableDocumentsSayWhy(t *testing.T) {
	whole := file(t, para(strings.Repeat("文", 3000)), nil)
	bomb := file(t, para(strings.Repeat(" ", 30<<20)), nil)
	for _, c := range []struct {
		name string
		body []byte
		want disclosure.Reason
	}{
		{"no archive", []byte("PK\x03\x04 no"), disclosure.Damaged},
		{"an archive cut off", whole[:len(whole)-30], disclosure.Damaged},
		{"nothing inside", file(t, "", nil), disclosure.Empty},
		{"a bomb", bomb, disclosure.TooLarge},
		{"tables nested without end", file(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 200)+para("x")+strings.Repeat("</w:tc></w:tr></w:tbl>", 200), nil), disclosure.TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := docx.Read(c.body)
			var unreadable *layout.Unreadable
			if !errors.As(err, &unreadable) || unreadable.Reason != c.want || unreadable.Detail == "" {
				t.Errorf("Read: %v, want %s", err, c.want)
			}
		})
	}
}

// FuzzRead holds the reader to what must be true of any body: it ends, does not
// panic, and no cells overlap.
func FuzzRead(f *testing.F) {
	for _, c := range cases {
		f.Add(c.body)
	}
	f.Add(table(row(cellWith(`<w:gridSpan w:val="3"/><w:vMerge w:val="restart"/>`, "a")), row(cell("b"), cellWith(`<w:gridSpan w:val="3"/><w:vMerge/>`, "c"))))
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := docx.Read(file(t, body, map[string]string{"numbering.xml": lists}))
		if err != nil {
			return
		}
		layouttest.CheckGrids(t, doc.Blocks)
	})
}
