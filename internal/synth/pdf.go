package synth

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"

	"gongkai/disclosure"
)

// Page geometry in points: A4, and the sizes of text and table rows.
const (
	pageWidth, pageHeight = 595.0, 842.0
	margin                = 56.0
	bodySize, cellSize    = 11.0, 8.0
	leading               = 1.6
)

// PDF renders a report as a PDF with ruled tables that break across pages. The
// Chinese font is not embedded: viewers substitute their own, as they do for the
// files of official typesetters.
func PDF(report *disclosure.Report) []byte {
	d := &drawing{}
	d.newPage()
	d.paragraph(report.Title, 15, true)
	d.paragraph(report.Preamble, bodySize, false)
	tables := printTables(report)
	for _, section := range report.Sections {
		d.paragraph(section.Heading, bodySize+1, false)
		if section.Text != "" {
			for text := range strings.SplitSeq(section.Text, "\n") {
				d.paragraph(text, bodySize, false)
			}
		}
		if table, found := tables[section.Key]; found {
			d.table(table)
		}
	}
	return d.file(report.Title)
}

// drawing collects the content streams of the pages. y is measured from the top.
type drawing struct {
	pages []*bytes.Buffer
	y     float64
}

func (d *drawing) newPage() {
	d.pages = append(d.pages, &bytes.Buffer{})
	d.y = margin
}

func (d *drawing) out() *bytes.Buffer { return d.pages[len(d.pages)-1] }

func (d *drawing) text(x, y, size float64, text string) {
	fmt.Fprintf(d.out(), "BT /F1 %.1f Tf 1 0 0 1 %.2f %.2f Tm <", size, x, pageHeight-y)
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(d.out(), "%04X", unit)
	}
	d.out().WriteString("> Tj ET\n")
}

func (d *drawing) line(x0, y0, x1, y1 float64) {
	fmt.Fprintf(d.out(), "%.2f %.2f m %.2f %.2f l S\n", x0, pageHeight-y0, x1, pageHeight-y1)
}

// wrap cuts text into lines of at most width points; every character is as wide
// as the font is high, but for ASCII, which is half as wide.
func wrap(text string, width, size float64) []string {
	var lines []string
	var line strings.Builder
	used := 0.0
	for _, r := range text {
		w := advance(r) * size
		if used+w > width && line.Len() > 0 {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		line.WriteRune(r)
		used += w
	}
	return append(lines, line.String())
}

func advance(r rune) float64 {
	if r < 0x80 {
		return 0.5
	}
	return 1
}

func textWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		width += advance(r) * size
	}
	return width
}

func (d *drawing) paragraph(text string, size float64, centred bool) {
	const width = pageWidth - 2*margin
	if !centred {
		text = "　　" + text
	}
	for _, line := range wrap(text, width, size) {
		if d.y+size*leading > pageHeight-margin {
			d.newPage()
		}
		d.y += size * leading
		x := margin
		if centred {
			x += (width - textWidth(line, size)) / 2
		}
		d.text(x, d.y, size, line)
	}
	d.y += size * 0.4
}

// file writes the pages as PDF 1.4.
func (d *drawing) file(title string) []byte {
	var out bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	const fixed = 5 // catalogue, page tree, font, descendant font, information
	var kids strings.Builder
	for n := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", fixed+1+2*n)
	}
	var titleHex strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + title + "（" + Mark + "）")) {
		fmt.Fprintf(&titleHex, "%04X", unit)
	}
	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 %.0f %.0f] >>", kids.String(), len(d.pages), pageWidth, pageHeight))
	object("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>")
	object("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> " +
		"/DW 1000 /W [1 [500] 2 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>")
	object("<< /Title <" + titleHex.String() + "> /Producer (gongkai synth) >>")
	for n, page := range d.pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", fixed+2+2*n))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", page.Len(), page.String()))
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}
