package pdf

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/page"
)

// hostile are files made to hang a reader, to exhaust it, or to make it fall over.
// An empty reason means that the file can be read all the same.
func hostile() []struct {
	name   string
	body   []byte
	reason disclosure.Reason
} {
	with := func(number int, object string) []byte {
		d := plain()
		d.objects[number-1] = object
		return d.bytes()
	}
	content := func(content string, more ...string) []byte {
		return newDocument("/Resources <</XObject <</X 5 0 R>>>>", content, more...).bytes()
	}
	whole := plain().bytes()
	zeros := deflate(strings.Repeat("\x00", 1<<20))
	bomb := zeros
	for range 2 {
		bomb = deflate(strings.Repeat(bomb, 1))
	}
	// Two bytes of a run make 128.
	big := strings.Repeat("\x81 ", maxStream/128+1)
	var kids strings.Builder
	for range 40 {
		kids.WriteString("2 0 R ")
	}
	return []struct {
		name   string
		body   []byte
		reason disclosure.Reason
	}{
		{"nothing", nil, disclosure.Empty},
		{"blanks", []byte("  \n\x00\x00"), disclosure.Empty},
		{"another type", []byte("PK\x03\x04 and so on"), disclosure.Damaged},
		{"a header only", []byte("%PDF-1.4\n"), disclosure.Truncated},
		{"cut off in the content", whole[:bytes.Index(whole, []byte("Tj ET"))], disclosure.Truncated},
		{"cut off in a linearized file", append([]byte("%PDF-1.4\ntrailer <</Root 1 0 R>> startxref 0 %%EOF\n"+strings.Repeat("%\n", 2000)), "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R]>> endobj\n"...), disclosure.Truncated},
		{"a page that is missing", with(3, "null"), disclosure.Damaged},
		{"content that is missing", with(3, "<</Type /Page /Contents [9 0 R]>>"), disclosure.Damaged},
		{"no pages", with(2, "<</Type /Pages /Kids [] /Count 0>>"), disclosure.Empty},
		{"kids that are their own parent", with(2, "<</Type /Pages /Kids [2 0 R]>>"), disclosure.Damaged},
		{"kids that multiply", with(2, "<</Type /Pages /Kids ["+kids.String()+"]>>"), disclosure.Damaged},
		{"a parent that is its own parent", with(2, "<</Type /Pages /Parent 2 0 R /Kids [3 0 R]>>"), ""},
		{"a length that is itself", with(4, strings.Replace(stream("", shown), "/Length 35", "/Length 4 0 R", 1)), ""},
		{"more pages than anyone reads", with(2, "<</Type /Pages /Kids ["+strings.Repeat("3 0 R ", maxPages+1)+"]>>"), disclosure.TooLarge},
		{"an object number of four billion", append(bytes.Clone(whole), "4000000000 0 obj null endobj startxref"...), disclosure.TooLarge},
		{"arrays in arrays", with(3, "<</Type /Page /Contents 4 0 R /A "+strings.Repeat("[", 1_000_000)+">>"), disclosure.Damaged},
		{"an object stream in itself", append(bytes.Clone(whole), "7 0 obj "+stream("/Type /ObjStm /N 1 /First 5", "7 0  <</Type /ObjStm>>")+" endobj startxref"...), ""},
		{"object streams that hold each other", append(bytes.Clone(whole), "7 0 obj "+stream("/Type /ObjStm /N 1 /First 5 /Extends 8 0 R", "8 0  null")+" endobj 8 0 obj "+stream("/Type /ObjStm /N 1 /First 5 /Extends 7 0 R", "7 0  null")+" endobj startxref"...), ""},
		{"an object stream that counts too far", append(bytes.Clone(whole), "7 0 obj "+stream("/Type /ObjStm /N 2000000000 /First 5", "9 0  null")+" endobj startxref"...), ""},
		{"a bomb of spaces", with(4, stream("/Filter /RunLengthDecode", big)), disclosure.TooLarge},
		{"a bomb of packed spaces", with(4, stream("/Filter [/FlateDecode /RunLengthDecode]", deflate(big))), disclosure.TooLarge},
		{"a bomb in a bomb", with(4, stream("/Filter [/FlateDecode /FlateDecode /FlateDecode]", bomb)), ""},
		{"a filter for pictures", with(4, stream("/Filter /DCTDecode", "x")), disclosure.Damaged},
		{"compressed data that is broken", with(4, stream("/Filter /FlateDecode", deflate(shown)[:20]+"xxxxxxxxxxxx")), disclosure.Damaged},
		{"a check sum that is wrong", with(4, stream("/Filter /FlateDecode", deflate(shown)[:len(deflate(shown))-1]+"\xff")), disclosure.Damaged},
		{"a form that draws itself", content("/X Do", stream("/Subtype /Form /Resources <</XObject <</X 5 0 R>>>>", "/X Do")), ""},
		{"a form that draws itself many times", content("/X Do", stream("/Subtype /Form /Resources <</XObject <</X 5 0 R>>>>", strings.Repeat("/X Do ", 20))), disclosure.TooLarge},
		{"states without end", content(strings.Repeat("q ", 200_000)), ""},
		{"operands without end", content(strings.Repeat("1 ", 200_000) + "Tj"), ""},
		{"a matrix that overflows", content(strings.Repeat("1e9 0 0 99999999999999999999 0 0 cm ", 50) + "0 0 m 1 0 l S BT /F 1 Tf (a) Tj ET"), ""},
		{"a font that is its own descendant", newDocument("/Resources <</Font <</F1 5 0 R>>>>", shown, "<</Type /Font /Subtype /Type0 /Encoding 5 0 R /DescendantFonts [5 0 R] /ToUnicode 5 0 R>>").bytes(), ""},
		{"widths without end", composite("/Encoding /Identity-H", "/W [0 4294967295 500 0 [] 1] /W2 [0 4294967295 1 1 1]", show("0001")).bytes(), ""},
		{"a map that maps everything", composite("/Encoding /Identity-H /ToUnicode 5 0 R", "", show("0001"), stream("", "1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange 1 beginbfrange <00> <FFFF> [<41>")).bytes(), ""},
		{"objects without an end", append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("1 0 obj("), 100_000)...), disclosure.Truncated},
		{"streams without an end", append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("1 0 obj<<>>stream\n"), 60_000)...), disclosure.Damaged},
		{"encryption without a dictionary", bytes.ReplaceAll(whole, []byte("/Root"), []byte("/Encrypt 9 0 R /Root")), disclosure.Damaged},
		{"encryption of another maker", bytes.ReplaceAll(whole, []byte("/Root"), []byte("/Encrypt <</Filter /Own /V 1>> /Root")), disclosure.Encrypted},
	}
}

func TestHostileFilesEndInANamedReason(t *testing.T) {
	for _, test := range hostile() {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			_, err := Read(ctx, test.body)
			var why *layout.Unreadable
			switch {
			case err == nil:
				if test.reason != "" {
					t.Errorf("was read, want %q", test.reason)
				}
			case !errors.As(err, &why):
				t.Errorf("error %v is no *layout.Unreadable", err)
			case why.Reason != test.reason:
				t.Errorf("error %v, want %q", err, test.reason)
			}
		})
	}
}

func TestACancelledReadReturns(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, plain().bytes()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	ctx, cancel = context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	var why *layout.Unreadable
	if _, err := Read(ctx, plain().bytes()); !errors.As(err, &why) || why.Reason != disclosure.TimedOut {
		t.Errorf("error %v, want %q", err, disclosure.TimedOut)
	}
}

// FuzzRead feeds any bytes to the reader and what it reads to the layouter.
// Nothing may panic or hang, errors are of the closed list, boxes lie on their
// pages, and the cells of a grid do not overlap.
func FuzzRead(f *testing.F) {
	for _, seed := range hostile() {
		if len(seed.body) < 64<<10 {
			f.Add(seed.body)
		}
	}
	f.Add(newDocument(helveticaFont, "0 700 m 300 700 l 0 600 m 300 600 l 0 500 m 300 500 l 0 700 m 0 500 l 100 700 m 100 500 l 300 700 m 300 500 l S "+shown).bytes())
	paths, _ := filepath.Glob("testdata/*.pdf")
	for _, path := range paths {
		if body, err := os.ReadFile(path); err == nil {
			f.Add(body)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		file, err := Read(ctx, body)
		if err != nil {
			var why *layout.Unreadable
			if !errors.As(err, &why) {
				t.Fatalf("error %v is no *layout.Unreadable", err)
			}
			return
		}
		if len(file.Pages) == 0 || file.Glyphs < file.Undecoded {
			t.Fatalf("%d pages, %d characters, %d undecoded", len(file.Pages), file.Glyphs, file.Undecoded)
		}
		for _, p := range file.Pages {
			for _, g := range p.Glyphs {
				x, y := (g.Box[0]+g.Box[2])/2, (g.Box[1]+g.Box[3])/2
				if g.Text == "" || !(x >= 0 && y >= 0 && x <= p.Width && y <= p.Height) {
					t.Fatalf("character %+v on a page of %v x %v", g, p.Width, p.Height)
				}
			}
			for _, r := range p.Rules {
				if !(r.X0 >= 0 && r.Y0 >= 0 && r.X1 <= p.Width && r.Y1 <= p.Height && r.X0 <= r.X1 && r.Y0 <= r.Y1) {
					t.Fatalf("rule %+v on a page of %v x %v", r, p.Width, p.Height)
				}
			}
		}
		checkGrids(t, page.Layout(file.Pages, "pdf"))
	})
}

func checkGrids(t *testing.T, doc *layout.Document) {
	t.Helper()
	for _, block := range doc.Blocks {
		if block.Grid == nil {
			continue
		}
		covered := map[[2]int]bool{}
		for _, c := range block.Grid.Cells {
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				for col := c.Column; col < c.Column+c.ColumnSpan; col++ {
					if covered[[2]int{r, col}] || r >= block.Grid.Rows || col >= block.Grid.Columns {
						t.Fatalf("cell %+v overlaps another or leaves the grid of %d x %d", c, block.Grid.Rows, block.Grid.Columns)
					}
					covered[[2]int{r, col}] = true
				}
			}
		}
	}
}

// samples are the shared reports as PDF.
func samples(tb testing.TB) []string {
	tb.Helper()
	shared := os.Getenv("GONGKAI_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	paths, _ := filepath.Glob(filepath.Join(shared, "samples", "*.pdf"))
	if len(paths) == 0 {
		tb.Skip("no shared samples beside the repository; GONGKAI_SHARED names another place")
	}
	return paths
}

func TestTheSamplesAreReadWhole(t *testing.T) {
	for _, path := range samples(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file := read(t, body)
			if scan := strings.Contains(path, "-scan-"); scan != (file.TextPages == 0) || !scan && file.TextPages != len(file.Pages) {
				t.Errorf("%d of %d pages have text", file.TextPages, len(file.Pages))
			}
			if file.Undecoded != 0 {
				t.Errorf("%d of %d characters are undecoded", file.Undecoded, file.Glyphs)
			}
			doc := page.Layout(file.Pages, "pdf")
			checkGrids(t, doc)
			grids := 0
			for _, block := range doc.Blocks {
				if block.Grid != nil && !block.Grid.Loose {
					grids++
				}
			}
			if want := 3; grids != want && file.TextPages > 0 {
				t.Errorf("%d tables, want %d", grids, want)
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, path := range samples(b) {
		body, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.TrimSuffix(filepath.Base(path), ".pdf"), func(b *testing.B) {
			b.ReportAllocs()
			pages := 0
			for b.Loop() {
				file, err := Read(context.Background(), body)
				if err != nil {
					b.Fatal(err)
				}
				pages += len(file.Pages)
				page.Layout(file.Pages, "pdf")
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(pages), "µs/page")
		})
	}
}
