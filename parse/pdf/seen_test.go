package pdf

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/parse/page"
)

// seenResources are what the contents of these tests draw with.
const seenResources = `/CropBox [0 0 600 790] /Resources <<
/Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>>>
/ColorSpace <</Paper [/Separation /Paper /DeviceCMYK 7 0 R] /Table [/Indexed /DeviceRGB 1 <ffffff000000>]>>
/ExtGState <</Clear <</ca 0 /CA 0>> /Faint <</ca 0.05>> /Masked <</SMask <</S /Luminosity>>>> /Light <</BM /Screen>>>>
/Properties <</Off 5 0 R /Any <</Type /OCMD /OCGs [5 0 R 6 0 R] /P /AllOn>> /On 6 0 R>>
/XObject <</Layered 8 0 R /Beyond 9 0 R /Empty 10 0 R /Photo 11 0 R /Seal 12 0 R /Ghost 13 0 R>>
>>`

const formFont = "/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>>>>>"

// seenDocument is a document whose page draws the content, with annotations.
func seenDocument(content, annotations string) []byte {
	d := newDocument(seenResources+annotations, content,
		"<</Type /OCG /Name (Old)>>", "<</Type /OCG /Name (New)>>",
		"<</FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 0 0 0]>>",
		stream("/Type /XObject /Subtype /Form /OC 5 0 R /BBox [0 0 600 800] "+formFont, "BT /F1 10 Tf 101 700 Td (91) Tj ET"),
		stream("/Type /XObject /Subtype /Form /BBox [0 0 10 10] "+formFont, "BT /F1 10 Tf 101 700 Td (91) Tj ET"),
		stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Group <</S /Transparency>> "+formFont, "BT /F1 10 Tf 101 700 Td (91) Tj ET"),
		stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x80"),
		stream("/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 14 0 R", "\x80\x80"),
		stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 15 0 R", "\x80"),
		stream("/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\xff\x00"),
		stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x00"))
	d.objects[0] = "<</Type /Catalog /Pages 2 0 R /OCProperties <</OCGs [5 0 R 6 0 R] /D <</OFF [5 0 R]>>>>>>"
	return d.bytes()
}

const oldNumber = "BT /F1 10 Tf 101 700 Td (91) Tj ET"

// unseen are ways of putting a number onto a page that nobody sees there.
var unseen = []struct{ name, content string }{
	{"white", "1 g " + oldNumber},
	{"white in another colour space", "/Table cs 0 sc " + oldNumber},
	{"an ink that is white", "/Paper cs 1 scn " + oldNumber},
	{"white by its four inks", "0 0 0 0.02 k " + oldNumber},
	{"the colour of a box below", "0 0 0.8 rg 90 690 60 20 re f " + oldNumber + " 1 g 90 690 60 20 re f"},
	{"below a white box", oldNumber + " 1 g 90 690 60 20 re f"},
	{"below a white shape of many corners", oldNumber + " 1 g 90 690 m 90 720 l 120 725 l 150 720 l 150 690 l h f"},
	{"below a broad white line", oldNumber + " 1 G 20 w 90 704 m 150 704 l S"},
	{"on a layer that is off", "/OC /Off BDC " + oldNumber + " EMC"},
	{"on a layer within another piece of content", "/OC /Off BDC /Span BMC " + oldNumber + " EMC EMC"},
	{"on layers that must all be on", "/OC /Any BDC " + oldNumber + " EMC"},
	{"in a form on a layer that is off", "/Layered Do"},
	{"in a form whose box lies elsewhere", "/Beyond Do"},
	{"in a group that is quite clear", "/Clear gs /Empty Do"},
	{"clipped away", "0 0 1 1 re W n " + oldNumber},
	{"clipped away by a shape", "90 690 m 90 720 l 95 720 l h W n " + oldNumber},
	{"clipped away by two that share nothing", "0 690 100 30 re W n 300 690 10 10 re W n " + oldNumber},
	{"without opacity", "/Clear gs " + oldNumber},
	{"almost without opacity", "/Faint gs " + oldNumber},
	{"smaller than legible", "BT /F1 0.6 Tf 101 700 Td (91) Tj ET"},
	{"narrower than legible", "BT /F1 10 Tf 3 Tz 101 700 Td (91) Tj ET"},
	{"scaled to nothing", "0.05 0 0 0.05 0 0 cm BT /F1 10 Tf 2020 14000 Td (91) Tj ET"},
	{"neither filled nor stroked", "3 Tr " + oldNumber},
	{"only a clip", "7 Tr " + oldNumber},
	{"stroked in white", "1 Tr 1 G " + oldNumber},
	{"outside of the page as cut", "BT /F1 10 Tf 101 795 Td (91) Tj ET"},
	{"far outside of the page", "BT /F1 10 Tf 101 1700 Td (91) Tj ET"},
}

func TestWhatNobodySeesIsNotRead(t *testing.T) {
	const now = " q BT /F1 10 Tf 100 700 Td (550) Tj ET Q "
	for _, test := range unseen {
		t.Run(test.name, func(t *testing.T) {
			p := read(t, seenDocument("q "+test.content+" Q"+now, "")).Pages[0]
			if got := marked(p); got != "550" {
				t.Errorf("read %q, want 550", got)
			}
		})
	}
}

// marked is the text of a page, with a question mark before digits that are not sure.
func marked(p page.Page) string {
	var all strings.Builder
	for _, g := range p.Glyphs {
		if g.Unsure {
			all.WriteByte('?')
		}
		all.WriteString(g.Text)
	}
	return all.String()
}

func TestDigitsThatMayNotBeSeenAreNotSure(t *testing.T) {
	const number = "BT /F1 10 Tf 100 700 Td (5) Tj ET "
	tests := []struct{ name, content, annotations, want string }{
		{"as it is", number, "", "5"},
		{"black on a pale box", "0.9 g 90 690 60 20 re f 0 g " + number, "", "5"},
		{"white on a dark box", "0.2 g 90 690 60 20 re f 1 g " + number, "", "5"},
		{"red", "1 0 0 rg " + number, "", "5"},
		{"below a frame", number + "90 690 60 20 re 91 691 58 18 re f*", "", "5"},
		{"below a veil that can be seen through", number + "/Faint gs 90 690 60 20 re f", "", "5"},
		{"below a box that begins behind it", number + "1 g 106 690 60 20 re f", "", "5"},
		{"beside a layer that is on", "/OC /On BDC " + number + "EMC", "", "5"},
		{"in a clip that holds it", "90 690 60 20 re W n " + number, "", "5"},
		{"on a photograph of the whole page", "q 600 0 0 790 0 0 cm /Photo Do Q " + number, "", "5"},
		{"underlined", number + "99 698 m 107 698 l S", "", "5"},
		{"beside the edge of a column", number + "107 680 m 107 720 l S", "", "5"},
		{"under the clear half of a seal", number + "q 60 0 0 20 60 690 cm /Seal Do Q", "", "5"},
		{"with a frame drawn by hand around it", number, "/Annots [<</Subtype /Square /Rect [95 690 110 715]>>]", "5"},
		{"below a dark box", number + "0.2 g 90 690 60 20 re f", "", "?5"},
		{"below a photograph", number + "q 60 0 0 20 90 690 cm /Photo Do Q", "", "?5"},
		{"under the opaque half of a seal", number + "q 60 0 0 20 90 690 cm /Seal Do Q", "", "?5"},
		{"half below a white box", number + "1 g 90 690 13 20 re f", "", "?5"},
		{"half clipped away", "90 690 13 20 re W n " + number, "", "?5"},
		{"pale", "0.85 g " + number, "", "?5"},
		{"painted with a pattern", "/Pattern cs /P scn " + number, "", "?5"},
		{"under a mask", "/Masked gs " + number, "", "?5"},
		{"blended with the paper", "/Light gs " + number, "", "?5"},
		{"as small as a speck", "BT /F1 2.5 Tf 100 700 Td (5) Tj ET ", "", "?5"},
		{"struck out by a line", number + "99 703.5 m 107 703.5 l S", "", "?5"},
		{"struck out by a thin box", number + "99 703 8 0.8 re f", "", "?5"},
		{"crossed out", number + "99 698 m 107 709 l S", "", "?5"},
		{"struck out before it was written", "99 703.5 m 107 703.5 l S " + number, "", "?5"},
		{"struck out by an annotation", number, "/Annots [<</Subtype /StrikeOut /Rect [95 690 110 715]>>]", "?5"},
		{"below an annotation that fills", number, "/Annots [<</Subtype /Square /IC [1 1 1] /Rect [95 690 110 715]>>]", "?5"},
		{"struck out by an annotation that is hidden", number, "/Annots [<</Subtype /StrikeOut /F 2 /Rect [95 690 110 715]>>]", "5"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := marked(read(t, seenDocument("q "+test.content+" Q", test.annotations)).Pages[0]); got != test.want {
				t.Errorf("read %q, want %q", got, test.want)
			}
		})
	}
}

func TestDigitsWhoseEncodingSaysAnotherAreNotSure(t *testing.T) {
	tests := []struct{ name, font, unicode, want string }{
		{"the map agrees", "/Encoding /WinAnsiEncoding", "<36> <0036>", "6"},
		{"the map names another digit", "/Encoding /WinAnsiEncoding", "<36> <0039>", "?9"},
		{"the map names a letter", "/Encoding /WinAnsiEncoding", "<36> <0041>", "?A"},
		{"the differences name another digit", "/Encoding <</Differences [54 /six]>>", "<36> <0039>", "?9"},
		{"the font counts its characters", "/Encoding <</Differences [54 /g7]>>", "<36> <0039>", "9"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDocument("/Resources <</Font <</F1 5 0 R>>>>", "BT /F1 10 Tf 100 700 Td (6) Tj ET",
				"<</Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Own "+test.font+" /ToUnicode 6 0 R>>",
				stream("", "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar "+test.unicode+" endbfchar"))
			if got := marked(read(t, d.bytes()).Pages[0]); got != test.want {
				t.Errorf("read %q, want %q", got, test.want)
			}
		})
	}
}

// FuzzAddingWhatNobodySeesChangesNothing puts numbers that nobody sees between others,
// in any way, anywhere among them.
func FuzzAddingWhatNobodySeesChangesNothing(f *testing.F) {
	for kind := range unseen {
		f.Add(uint8(kind), uint8(kind*7), uint8(3))
	}
	f.Fuzz(func(t *testing.T, kind, other, at uint8) {
		pieces := make([]string, 12)
		for i := range pieces {
			pieces[i] = fmt.Sprintf(" q BT /F1 10 Tf %d %d Td (%d) Tj ET Q ", 60+80*(i%4), 100+40*(i/4), 37*i+5)
		}
		want := marked(read(t, seenDocument(strings.Join(pieces, ""), "")).Pages[0])
		for _, k := range []uint8{kind, other} {
			n := int(at) % len(pieces)
			pieces[n] = " q " + unseen[int(k)%len(unseen)].content + " Q " + pieces[n]
			at /= 3
		}
		if got := marked(read(t, seenDocument(strings.Join(pieces, ""), "")).Pages[0]); got != want {
			t.Errorf("%q and %q: read %q, want %q", unseen[int(kind)%len(unseen)].name, unseen[int(other)%len(unseen)].name, got, want)
		}
	})
}
