package xlsx_test

import (
	"errors"
	"testing"

	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
	"gongkai/parse/xlsx"
)

// excelML is a workbook as Excel 2003 wrote it, with one sheet.
func excelML(rows, options string) string {
	return `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"` +
		` xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"><Worksheet ss:Name="Sheet1"><Table>` + rows + `</Table>` + options + `</Worksheet></Workbook>`
}

func TestWorkbooksInOneXMLFile(t *testing.T) {
	const rows = `<Row><Cell><Data ss:Type="String">规章</Data></Cell><Cell><Data ss:Type="Number">3.0</Data></Cell></Row>`
	for _, c := range []struct{ name, file, want string }{
		{"texts and numbers", excelML(rows, ""), "规章|3"},
		{"cells say where they stand where one before them is missing",
			excelML(`<Row ss:Index="2"><Cell><Data ss:Type="Number">1</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">2</Data></Cell></Row><Row ss:Index="4"><Cell><Data ss:Type="Number">3</Data></Cell></Row>`, ""), "1||2\n||\n3||"},
		{"merged cells span, and those below stand beside them with an address or without",
			excelML(`<Row><Cell ss:MergeDown="2"><Data ss:Type="String">结果</Data></Cell><Cell ss:MergeAcross="1"><Data ss:Type="String">申请人</Data></Cell></Row>`+
				`<Row><Cell ss:Index="2"><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="Number">2</Data></Cell></Row>`+
				`<Row><Cell><Data ss:Type="Number">3</Data></Cell><Cell><Data ss:Type="Number">4</Data></Cell></Row>`, ""), "结果|申请人|<\n^|1|2\n^|3|4"},
		{"a comment is no part of its cell, and what is struck out is not read",
			excelML(`<Row><Cell><Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>9</S><B>规</B>章</Data><Comment><ss:Data>核对</ss:Data></Comment></Cell><Cell><Data ss:Type="Number">0</Data></Cell></Row>`, ""), "规章|0"},
		{"hidden rows and columns are left out",
			excelML(`<Column ss:Index="2" ss:Hidden="1"/><Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="Number">9</Data></Cell><Cell><Data ss:Type="Number">2</Data></Cell></Row><Row ss:Hidden="1"><Cell><Data ss:Type="Number">8</Data></Cell></Row>`, ""), "1|2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := xlsx.ReadXML([]byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			layouttest.CheckGrids(t, doc.Blocks)
			if got := layouttest.Sketch(doc.Blocks); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
	t.Run("a hidden sheet is left out", func(t *testing.T) {
		_, err := xlsx.ReadXML([]byte(excelML(rows, `<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>`)))
		var unreadable *layout.Unreadable
		if !errors.As(err, &unreadable) {
			t.Errorf("ReadXML: %v", err)
		}
	})
}

func FuzzReadXML(f *testing.F) {
	f.Add([]byte(excelML(`<Row ss:Index="2"><Cell ss:MergeDown="1" ss:MergeAcross="2"><Data ss:Type="Number">1</Data></Cell></Row>`, "")))
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := xlsx.ReadXML(body)
		var unreadable *layout.Unreadable
		if err != nil && !errors.As(err, &unreadable) {
			t.Fatalf("an error of another kind: %v", err)
		}
		if err == nil {
			layouttest.CheckGrids(t, doc.Blocks)
		}
	})
}
