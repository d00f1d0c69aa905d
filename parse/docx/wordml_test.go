package docx_test

import (
	"errors"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/docx"
	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
)

// wordML is a document as Word 2003 wrote it.
func wordML(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>` +
		`<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"` +
		` xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:styles><w:style><w:name w:val="x"/></w:style></w:styles><w:body><wx:sect>` +
		body + `</wx:sect></w:body></w:wordDocument>`
}

// onePackage is a package with its parts in one file.
func onePackage(parts string) string {
	return `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">` + parts + `</pkg:package>`
}

func TestDocumentsInOneXMLFile(t *testing.T) {
	const names = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	for _, c := range []struct{ name, file, want string }{
		{"a paragraph of Word 2003 has the number that was counted for it",
			wordML(`<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p>`), "一、总体情况"},
		{"its tables have merges in both directions",
			wordML(table(row(cellWith(`<w:vmerge w:val="restart"/>`, "结果"), cellWith(`<w:gridSpan w:val="2"/>`, "申请人")), row(cellWith(`<w:vmerge/>`, ""), cell("1"), cell("2")))), "结果|申请人|<\n^|1|2"},
		{"what a revision took away is not there",
			wordML(`<w:p><aml:annotation aml:id="0" w:type="Word.Deletion"><aml:content><w:r><w:delText>9</w:delText></w:r></aml:content></aml:annotation>` +
				`<aml:annotation aml:id="1" w:type="Word.Insertion"><aml:content><w:r><w:t>3 件</w:t></w:r></aml:content></aml:annotation></w:p>`), "3 件"},
		{"a package in one file is read with its lists",
			onePackage(`<pkg:part pkg:name="/word/_rels/document.xml.rels"><pkg:xmlData><Relationships><Relationship Id="n" Type="x/numbering" Target="numbering.xml"/></Relationships></pkg:xmlData></pkg:part>` +
				`<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>iVBO
Rw==</pkg:binaryData></pkg:part>` +
				`<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document` + names + `><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part>` +
				`<pkg:part pkg:name="/word/numbering.xml"><pkg:xmlData><w:numbering` + names + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering></pkg:xmlData></pkg:part>`),
			"一、总体情况"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := docx.ReadXML([]byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			layouttest.CheckGrids(t, doc.Blocks)
			if got := layouttest.Sketch(doc.Blocks); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestXMLFilesThatCannotBeReadAreNamed(t *testing.T) {
	whole := wordML(para("总体情况"))
	for _, c := range []struct {
		name, file string
		want       disclosure.Reason
	}{
		{"one that is cut off", whole[:strings.Index(whole, "总体")], disclosure.Truncated},
		{"one without words", wordML(""), disclosure.Empty},
		{"a package without a text", onePackage(""), disclosure.Damaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := docx.ReadXML([]byte(c.file))
			var unreadable *layout.Unreadable
			if !errors.As(err, &unreadable) || unreadable.Reason != c.want {
				t.Errorf("ReadXML: %v, want %s", err, c.want)
			}
		})
	}
}

func FuzzReadXML(f *testing.F) {
	f.Add([]byte(wordML(table(row(cell("1"), cell("2"))))))
	f.Add([]byte(onePackage(`<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document/></pkg:xmlData></pkg:part>`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := docx.ReadXML(body)
		var unreadable *layout.Unreadable
		if err != nil && !errors.As(err, &unreadable) {
			t.Fatalf("an error of another kind: %v", err)
		}
		if err == nil {
			layouttest.CheckGrids(t, doc.Blocks)
		}
	})
}
