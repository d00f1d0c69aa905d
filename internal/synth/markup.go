package synth

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// write writes one table in the markup that was drawn.
func (d *drawer) write(out *strings.Builder, g grid) {
	switch d.markup {
	case "boxes":
		d.writeSpans(out, g, "<div class=\"tbl\">\n", `<div class="tr">`, "</div>\n", `<div class="td"`, "</div>", "data-", "</div>\n")
	case "css-grid":
		d.writeCSSGrid(out, g)
	case "no-spans":
		d.writePositions(out, g)
	case "ragged-boxes":
		for r := range g {
			out.WriteString(`<div style="display:flex">`)
			for _, f := range g.starts(r) {
				fmt.Fprintf(out, "<div style=\"flex:1\">%s</div>", d.content(f))
			}
			out.WriteString("</div>\n")
		}
	case "bars":
		out.WriteString("<pre>\n")
		for r := range g {
			out.WriteByte('|')
			for _, f := range g.starts(r) {
				fmt.Fprintf(out, " %s |", html.EscapeString(d.oneLine(f)))
			}
			out.WriteByte('\n')
		}
		out.WriteString("</pre>\n")
	case "aligned-bars":
		d.writeAligned(out, g)
	case "flat":
		for r := range g {
			for _, f := range g.starts(r) {
				fmt.Fprintf(out, "<p>%s</p>\n", orBlank(html.EscapeString(d.oneLine(f))))
			}
		}
	case "lines":
		for r := range g {
			for _, f := range g.starts(r) {
				out.WriteString(orBlank(html.EscapeString(d.oneLine(f))) + "<br>\n")
			}
		}
	case "sections":
		d.writeSpans(out, g, "<table border=1>\n<colgroup><col><col></colgroup><tbody>", "<tr>", "", "<td", "", "", "</tbody></table>\n")
	default:
		d.writeSpans(out, g, "<table border=\"1\" cellspacing=\"0\">\n", "<tr>", "</tr>\n", "<td", "</td>", "", "</table>\n")
	}
}

// orBlank is what a flattened table has for an empty cell.
func orBlank(text string) string {
	if text == "" {
		return "&nbsp;"
	}
	return text
}

// writeSpans writes fields once, with how far they reach.
func (d *drawer) writeSpans(out *strings.Builder, g grid, begin, row, rowEnd, cell, cellEnd, prefix, end string) {
	out.WriteString(begin)
	for r := range g {
		out.WriteString(row)
		for c := range g[r] {
			rows, columns, ok := g.origin(r, c)
			if !ok {
				continue
			}
			out.WriteString(cell)
			if rows > 1 {
				fmt.Fprintf(out, " %srowspan=\"%d\"", prefix, rows)
			}
			if columns > 1 {
				fmt.Fprintf(out, " %scolspan=\"%d\"", prefix, columns)
			}
			fmt.Fprintf(out, ">%s%s", d.content(g[r][c]), cellEnd)
		}
		out.WriteString(rowEnd)
	}
	out.WriteString(end)
}

// writePositions writes every position as a cell of its own; what a field covers
// beside its corner is empty.
func (d *drawer) writePositions(out *strings.Builder, g grid) {
	out.WriteString("<table border=1>\n")
	for r := range g {
		out.WriteString("<tr>")
		for c := range g[r] {
			if _, _, ok := g.origin(r, c); ok {
				fmt.Fprintf(out, "<td>%s</td>", d.content(g[r][c]))
			} else {
				out.WriteString("<td></td>")
			}
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table>\n")
}

func (d *drawer) writeCSSGrid(out *strings.Builder, g grid) {
	fmt.Fprintf(out, "<div style=\"display:grid;grid-template-columns:repeat(%d,1fr)\">\n", g.width())
	for r := range g {
		for c := range g[r] {
			if rows, columns, ok := g.origin(r, c); ok {
				fmt.Fprintf(out, "<div style=\"grid-column:span %d;grid-row:span %d\">%s</div>\n", columns, rows, d.content(g[r][c]))
			}
		}
		// The boxes flow: a row that ends early is filled up.
		for range g.width() - len(g[r]) {
			out.WriteString("<div></div>\n")
		}
	}
	out.WriteString("</div>\n")
}

// writeAligned writes positions between bars that stand below each other.
func (d *drawer) writeAligned(out *strings.Builder, g grid) {
	columns := g.width()
	texts := make([][]string, len(g))
	widths := make([]int, columns)
	for r := range g {
		texts[r] = make([]string, columns)
		for c := range g[r] {
			if _, _, ok := g.origin(r, c); ok {
				texts[r][c] = d.oneLine(g[r][c])
				widths[c] = max(widths[c], displayWidth(texts[r][c]))
			}
		}
	}
	out.WriteString("<pre>\n")
	for _, row := range texts {
		out.WriteByte('|')
		for c, text := range row {
			out.WriteString(html.EscapeString(text) + strings.Repeat(" ", widths[c]-displayWidth(text)) + "|")
		}
		out.WriteByte('\n')
	}
	out.WriteString("</pre>\n")
}

func displayWidth(text string) int {
	width := 0
	for _, r := range text {
		width++
		if unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0xFF61 {
			width++
		}
	}
	return width
}

// oneLine is a field's text with its noise, on one line.
func (d *drawer) oneLine(f *field) string {
	return strings.ReplaceAll(d.noisy(f), "\n", "")
}

// content is a field's text with its noise, as markup.
func (d *drawer) content(f *field) string {
	text := d.noisy(f)
	lines := strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
	switch d.markup {
	case "paragraphs":
		return `<p style="text-align:center">` + lines + "</p>"
	case "word":
		if strings.Contains(text, "\n") {
			return "<p class=MsoNormal>" + lines + "<span lang=EN-US><o:p></o:p></span></p>"
		}
		return "<p class=MsoNormal align=center>" + runs(text) + "<span lang=EN-US><o:p></o:p></span></p>"
	case "nested":
		return "<table width=\"100%\"><tr><td>" + lines + "</td></tr></table>"
	}
	if d.valueNoise == "pieces" && !f.label && len(text) > 1 {
		_, size := utf8.DecodeRuneInString(text)
		return "<b>" + html.EscapeString(text[:size]) + "</b><i>" + html.EscapeString(text[size:]) + "</i>"
	}
	return lines
}

// runs writes text as Word does: digits and letters in runs of their own.
func runs(text string) string {
	var out strings.Builder
	latin := false
	for i, r := range text {
		if now := r < 0x80; i == 0 || now != latin {
			if i > 0 {
				out.WriteString("</span>")
			}
			latin = now
			if latin {
				out.WriteString("<span lang=EN-US>")
			} else {
				out.WriteString("<span style='font-family:仿宋_GB2312'>")
			}
		}
		out.WriteString(html.EscapeString(string(r)))
	}
	if text != "" {
		out.WriteString("</span>")
	}
	return out.String()
}

// noisy is a field's text as hands and editors write it.
func (d *drawer) noisy(f *field) string {
	if !f.label {
		return d.noisyValue(f)
	}
	if d.random.IntN(3) == 0 {
		return f.text
	}
	half := len([]rune(f.text)) / 2
	switch d.labelNoise {
	case "half-width":
		return strings.NewReplacer("（", "(", "）", ")", "，", ",", "：", ":", "、", "、 ").Replace(f.text)
	case "broken":
		return string([]rune(f.text)[:half]) + "\n" + string([]rune(f.text)[half:])
	case "spaced":
		return string([]rune(f.text)[:half]) + "\u3000" + string([]rune(f.text)[half:])
	case "zero-width":
		return "\u200b" + string([]rune(f.text)[:half]) + "\ufeff" + string([]rune(f.text)[half:])
	case "numbered":
		return strings.NewReplacer("1.", "1、", "2.", "2、", "3.", "（3）", "4.", "4、").Replace(f.text)
	case "traditional":
		return traditional.Replace(f.text)
	case "annotated":
		if strings.HasSuffix(f.text, "）") {
			return f.text
		}
		return f.text + "（按规定口径填写）"
	case "full-width-numbers":
		return strings.NewReplacer("1.", "１．", "2.", "２．", "3.", "３．", "4.", "４．").Replace(f.text)
	}
	return f.text
}

// traditional writes the characters of the labels as mirror sites do.
var traditional = strings.NewReplacer("数", "數", "总", "總", "计", "計", "议", "議", "诉", "訴", "结", "結", "维", "維", "纠", "糾",
	"审", "審", "请", "請", "开", "開", "处", "處", "罚", "罰", "强", "強", "许", "許", "业", "業", "组", "組", "织", "織", "务", "務",
	"关", "關", "废", "廢", "发", "發", "规", "規", "项", "項", "类", "類", "单", "單", "转", "轉", "续", "續", "办", "辦", "个", "個",
	"额", "額", "费", "費", "书", "書", "构", "構", "会", "會", "团", "團", "机", "機", "无", "無", "现", "現", "执", "執", "条", "條")

func (d *drawer) noisyValue(f *field) string {
	if f.text == "" {
		return ""
	}
	switch d.valueNoise {
	case "padded":
		return "\u00a0" + f.text + "\u3000"
	case "full-width":
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '０'
			}
			return r
		}, f.text)
	case "units":
		if f.cell >= 0 && d.report.Cells[f.cell].Key.Table() == "applications" {
			return f.text + "件"
		}
	}
	return f.text
}
