package pdf

import (
	"math"
	"strings"
	"testing"
)

// composite is a page whose font F1 is a Type0 font with the given entries and
// descendant entries.
func composite(entries, descendant, content string, more ...string) *document {
	return newDocument("/Resources <</Font <</F1 <</Type /Font /Subtype /Type0 /BaseFont /Song "+entries+
		" /DescendantFonts [<</Type /Font /Subtype /CIDFontType0 /BaseFont /Song "+descendant+">>]>>>>>>",
		content, more...)
}

func show(hex string) string { return "BT /F1 10 Tf 100 700 Td <" + hex + "> Tj ET" }

func TestCodesAreDecoded(t *testing.T) {
	toUnicode := func(body string) string {
		return stream("", "/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"+body+"\nendcmap")
	}
	identity := "/Encoding /Identity-H /ToUnicode 5 0 R"
	gb1 := "/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>>"
	tests := []struct {
		name, entries, descendant, hex, want string
		more                                 []string
	}{
		{"single characters", identity, "", "00010002", "公开", []string{toUnicode("2 beginbfchar <0001> <516C> <0002> <5F00> endbfchar")}},
		{"a range counts up", identity, "", "000300040005", "一丁丂", []string{toUnicode("1 beginbfrange <0003> <0005> <4E00> endbfrange")}},
		{"a range past the last byte", identity, "", "0010", "Ā", []string{toUnicode("1 beginbfrange <0001> <0010> <00F1> endbfrange")}},
		{"a range with a list", identity, "", "00030004", "年报", []string{toUnicode("1 beginbfrange <0003> <0004> [<5E74> <62A5>] endbfrange")}},
		{"a code for several characters", identity, "", "0001", "ffi", []string{toUnicode("1 beginbfchar <0001> <006600660069> endbfchar")}},
		{"a surrogate pair", identity, "", "00010002", "𠀀𠀁", []string{toUnicode("1 beginbfrange <0001> <0002> <D840DC00> endbfrange")}},
		{"a code that the map lacks", identity, "", "0009", "\ufffd", []string{toUnicode("1 beginbfchar <0001> <0041> endbfchar")}},
		{"GBK", "/Encoding /GBK-EUC-H", gb1, "D5FEB8AE31", "政府1", nil},
		{"GBK beyond GB 2312", "/Encoding /GBKp-EUC-H", gb1, "E9468140", "镕丂", nil},
		{"GB 2312", "/Encoding /GB-EUC-H", gb1, "D5FE41", "政A", nil},
		{"GB 18030 of four bytes", "/Encoding /GBK2K-H", gb1, "D5FE8139EF3032", "政㐁2", nil},
		{"Big5", "/Encoding /ETen-B5-H", "", "AC463133", "政13", nil},
		{"UCS-2", "/Encoding /UniGB-UCS2-H", gb1, "653F5E9C0031", "政府1", nil},
		{"UTF-16 with surrogates", "/Encoding /UniGB-UTF16-H", gb1, "653FD840DC000031", "政𠀀1", nil},
		{"UTF-8", "/Encoding /UniGB-UTF8-H", gb1, "E694BF31", "政1", nil},
		{"character ids of Adobe-GB1 in a font that is not embedded", "/Encoding /Identity-H", gb1, "0011001203AC", "01啊", nil},
		{"character ids of a font of its own", "/Encoding /Identity-H", "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity)>>", "0011", "\ufffd", nil},
		{"an unknown map", "/Encoding /Something-H", gb1, "D5FE", "\ufffd", nil},
		{"a map of its own with codes of one and two bytes", "/Encoding 5 0 R", gb1, "41D5FE", "!啊", []string{stream("/Type /CMap /CMapName /Own",
			"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange 1 begincidchar <41> 2 endcidchar 1 begincidrange <D5FE> <D5FE> 940 endcidrange")}},
		{"a map of its own on top of another", "/Encoding 5 0 R", gb1, "D5FE", "政", []string{stream("/Type /CMap /UseCMap /GBK-EUC-H", "/GBK-EUC-H usecmap")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := read(t, composite(test.entries, test.descendant, show(test.hex), test.more...).bytes())
			if got := text(file.Pages[0]); got != test.want {
				t.Errorf("text %q, want %q", got, test.want)
			}
			if lost := strings.Count(test.want, "\ufffd"); file.Undecoded != lost {
				t.Errorf("undecoded %d, want %d", file.Undecoded, lost)
			}
		})
	}
}

func TestSimpleFontsAreDecoded(t *testing.T) {
	tests := []struct{ name, entries, shown, want string }{
		{"WinAnsi", "/Encoding /WinAnsiEncoding", "A\\223\\224\\200", "A“”€"},
		{"standard where nothing is said", "", "A'`\\261", "A’‘–"},
		{"MacRoman", "/Encoding /MacRomanEncoding", "\\322A\\323", "“A”"},
		{"differences by name", "/Encoding <</BaseEncoding /WinAnsiEncoding /Differences [65 /one /two 97 /uni516C /u5F00 /a.alt]>>", "ABabc", "12公开a"},
		{"names that say nothing", "/Encoding <</Differences [65 /g12 /c7]>>", "ABC", "\ufffd\ufffdC"},
		{"a symbolic font of its own", "/FontDescriptor <</Flags 4 /FontFile2 9 0 R>>", "AB", "\ufffd\ufffd"},
		{"ToUnicode before the encoding", "/Encoding /WinAnsiEncoding /ToUnicode 5 0 R", "AB", "公B"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			entries := "/Resources <</Font <</F1 <</Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Any " + test.entries + ">>>>>>"
			d := newDocument(entries, "BT /F1 10 Tf 100 700 Td ("+test.shown+") Tj ET", stream("", "1 beginbfchar <41> <516C> endbfchar"))
			if got := text(read(t, d.bytes()).Pages[0]); got != test.want {
				t.Errorf("text %q, want %q", got, test.want)
			}
		})
	}
}

func TestWidthsMoveTheNextCharacter(t *testing.T) {
	tests := []struct {
		name string
		d    *document
		want []float64 // left edges
	}{
		{"a list of widths", composite("/Encoding /Identity-H", "/W [1 [500 250]]", show("000100020003")), []float64{100, 105, 107.5}},
		{"a range of widths", composite("/Encoding /Identity-H", "/DW 800 /W [1 2 500]", show("000100020003")), []float64{100, 105, 110}},
		{"the usual width", composite("/Encoding /Identity-H", "", show("00010002")), []float64{100, 110}},
		{"half-width digits of GBK", composite("/Encoding /GBK-EUC-H", "/W [814 907 500]", show("3132D5FE33")), []float64{100, 105, 110, 120}},
		{"proportional digits of GBK", composite("/Encoding /GBKp-EUC-H", "/W [1 95 600]", show("3132")), []float64{100, 106}},
		{"widths of a simple font", newDocument("/Resources <</Font <</F1 <</Subtype /TrueType /FirstChar 49 /LastChar 50 /Widths [700 900] /FontDescriptor <</MissingWidth 300>>>>>>>>",
			"BT /F1 10 Tf 100 700 Td (1231) Tj ET"), []float64{100, 107, 116, 119}},
		{"widths of a Type 3 font, in its own space", newDocument("/Resources <</Font <</F1 <</Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FontBBox [0 0 0 0] /CharProcs <<>> /FirstChar 49 /LastChar 50 /Widths [70 90] /Encoding <</Differences [49 /one /two]>>>>>>>>",
			"BT /F1 10 Tf 100 700 Td (121) Tj ET"), []float64{100, 107, 116}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			glyphs := read(t, test.d.bytes()).Pages[0].Glyphs
			if len(glyphs) != len(test.want) {
				t.Fatalf("%d characters, want %d", len(glyphs), len(test.want))
			}
			for i, want := range test.want {
				if math.Abs(glyphs[i].Box[0]-want) > 0.01 {
					t.Errorf("character %d begins at %.2f, want %.2f", i, glyphs[i].Box[0], want)
				}
			}
		})
	}
}

func TestVerticalWritingRunsDown(t *testing.T) {
	tests := []struct {
		name, descendant string
		want             [][2]float64 // middles
	}{
		{"with the usual measures", "", [][2]float64{{100, 105}, {100, 115}}},
		{"with measures of its own", "/DW2 [880 -1500]", [][2]float64{{100, 105}, {100, 120}}},
		{"with measures of a character", "/W2 [25919 25919 -2000 300 880]", [][2]float64{{102, 105}, {100, 125}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := composite("/Encoding 5 0 R /ToUnicode 6 0 R", test.descendant, show("653F5E9C"),
				stream("/Type /CMap /WMode 1", "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 begincidrange <0000> <FFFF> 0 endcidrange"),
				stream("", "2 beginbfchar <653F> <653F> <5E9C> <5E9C> endbfchar"))
			p := read(t, d.bytes()).Pages[0]
			if text(p) != "政府" {
				t.Fatalf("text %q", text(p))
			}
			for i, want := range test.want {
				g := p.Glyphs[i]
				x, y := (g.Box[0]+g.Box[2])/2, (g.Box[1]+g.Box[3])/2
				if math.Abs(x-want[0]) > 0.01 || math.Abs(y-want[1]) > 0.01 || !g.Vertical || g.Direction != 0 {
					t.Errorf("character %d: middle %.2f %.2f, vertical %v, want %.2f %.2f", i, x, y, g.Vertical, want[0], want[1])
				}
			}
		})
	}
}

func TestAFontThatIsMissingShowsThatSomethingStandsThere(t *testing.T) {
	file := read(t, newDocument("", "BT /Nowhere 10 Tf 100 700 Td (12) Tj ET").bytes())
	if got := text(file.Pages[0]); got != "\ufffd\ufffd" || file.Undecoded != 2 {
		t.Errorf("text %q, undecoded %d", got, file.Undecoded)
	}
}

func TestControlCharactersCountAsUndecoded(t *testing.T) {
	d := composite("/Encoding /Identity-H /ToUnicode 5 0 R", "", show("00010002"), stream("", "2 beginbfchar <0001> <007F> <0002> <E000> endbfchar"))
	if file := read(t, d.bytes()); file.Undecoded != 2 || file.Glyphs != 2 {
		t.Errorf("undecoded %d of %d, want 2 of 2", file.Undecoded, file.Glyphs)
	}
}
