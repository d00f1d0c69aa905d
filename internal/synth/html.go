package synth

import (
	"fmt"
	"html"
	"strings"

	"gongkai/disclosure"
)

// HTML renders a report as an article: title, preamble, sections with their
// tables, without the portal's page around it.
func HTML(report *disclosure.Report) string {
	var out strings.Builder
	paragraph := func(text string) {
		fmt.Fprintf(&out, "<p style=\"text-indent:2em\">%s</p>\n", html.EscapeString(text))
	}
	fmt.Fprintf(&out, "<h1 style=\"text-align:center\">%s</h1>\n", html.EscapeString(report.Title))
	paragraph(report.Preamble)
	tables := printTables(report)
	for _, section := range report.Sections {
		fmt.Fprintf(&out, "<p><strong>%s</strong></p>\n", html.EscapeString(section.Heading))
		if section.Text != "" {
			for text := range strings.SplitSeq(section.Text, "\n") {
				paragraph(text)
			}
		}
		if table, found := tables[section.Key]; found {
			writeHTMLTable(&out, table)
		}
	}
	return out.String()
}

// HTMLPage renders a report as a page of its own.
func HTMLPage(report *disclosure.Report) string {
	return fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s</title>"+
		"<style>body{font-family:serif}table{border-collapse:collapse}td{border:1px solid #000;padding:3px;text-align:center}</style></head>\n<body>\n%s</body></html>\n",
		html.EscapeString(report.Title), HTML(report))
}

func writeHTMLTable(out *strings.Builder, table printed) {
	out.WriteString("<table border=\"1\" cellspacing=\"0\">\n")
	for _, row := range table {
		out.WriteString("<tr>")
		for _, cell := range row {
			out.WriteString("<td")
			if cell.rows > 1 {
				fmt.Fprintf(out, " rowspan=\"%d\"", cell.rows)
			}
			if cell.columns > 1 {
				fmt.Fprintf(out, " colspan=\"%d\"", cell.columns)
			}
			fmt.Fprintf(out, ">%s</td>", html.EscapeString(cell.text))
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table>\n")
}
