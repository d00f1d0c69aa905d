package pdfium

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/internal/guard"
	"gongkai/parse/layout"
	"gongkai/parse/page"
	"gongkai/parse/pdf"
)

// hostileKind is the kind of guarded child that reads as the program does: the
// first reader, and this one where the first finds nothing.
const hostileKind = "hostile"

func guardedReader() guard.Handler {
	second := Open(os.Getenv("GONGKAI_CACHE"))
	return func(ctx context.Context, body []byte) ([]byte, error) {
		return readGuarded(ctx, second, body)
	}
}

func readGuarded(ctx context.Context, engine *Engine, body []byte) ([]byte, error) {
	first, err := pdf.Read(ctx, body)
	if err == nil && first.TextPages > 0 {
		page.Layout(first.Pages, "pdf")
		return fmt.Appendf(nil, "read by the first: %d pages", len(first.Pages)), nil
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("first reader: %w", err)
	}
	second, err := engine.Read(ctx, body)
	var unreadable *layout.Unreadable
	switch {
	case errors.As(err, &unreadable):
		return []byte("unreadable: " + string(unreadable.Reason)), nil
	case err != nil:
		return nil, err
	}
	page.Layout(second.Pages, "pdfium")
	return fmt.Appendf(nil, "read by the second: %d pages", len(second.Pages)), nil
}

func deflated(data []byte) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.String()
}

// crafted are files made to hurt a reader.
func crafted() map[string][]byte {
	good := drawing("/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>", "BT /F 20 Tf 100 700 Td (42) Tj ET", helvetica)
	change := func(old, new string) []byte { return bytes.Replace(good, []byte(old), []byte(new), 1) }
	withContent := func(entries, data string) []byte {
		return change(stream("", "BT /F 20 Tf 100 700 Td (42) Tj ET"), stream(entries, data))
	}
	zeros := deflated(make([]byte, 64<<20))
	bomb := deflated([]byte(strings.Repeat(zeros, 1)))
	deep := strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000)
	files := map[string][]byte{
		"a page tree whose kid is its parent":                change("/Kids[3 0 R]", "/Kids[2 0 R]"),
		"a page that is its own parent":                      change("/Parent 2 0 R", "/Parent 3 0 R"),
		"a page tree of a billion pages":                     change("/Count 1", "/Count 999999999"),
		"a previous table that is this one":                  change("/Root 1 0 R", "/Root 1 0 R/Prev "+strconv.Itoa(bytes.Index(good, []byte("xref")))),
		"a table that begins at object nine hundred million": change("xref\n0 ", "xref\n900000000 "),
		"a table of four billion entries":                    change("xref\n0 6", "xref\n0 4000000000"),
		"a table that is somewhere else":                     change("startxref\n", "startxref\n9"),
		"no table and no trailer":                            good[:bytes.Index(good, []byte("xref"))],
		"a length that is its own length":                    change("/Length", "/Length 4 0 R/Old"),
		"a length of nine gigabytes":                         change("/Length 3", "/Length 9000000003"),
		"a negative length":                                  change("/Length ", "/Length -"),
		"an array two hundred thousand deep":                 withContent("", deep+" TJ"),
		"a dictionary that deep":                             change(helvetica, strings.Repeat("<</A", 100_000)),
		"sixty megabytes of zeros":                           withContent("/Filter/FlateDecode", zeros),
		"zeros packed twice":                                 withContent("/Filter[/FlateDecode/FlateDecode]", bomb),
		"two hundred filters":                                withContent("/Filter["+strings.Repeat("/ASCIIHexDecode", 200)+"]", "00>"),
		"a filter that nobody knows":                         withContent("/Filter/NoSuchDecode", "abc"),
		"a predictor with rows of two gigabytes":             withContent("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000/Colors 9>>", deflated([]byte("abc"))),
		"more restores than saves":                           withContent("", strings.Repeat("Q ", 100_000)+"BT /F 20 Tf 100 700 Td (42) Tj ET"),
		"a hundred thousand saves":                           withContent("", strings.Repeat("q ", 100_000)),
		"an inline image without an end":                     withContent("", "BI /W 10 /H 10 ID "+strings.Repeat("x", 1000)),
		"operators without operands":                         withContent("", "Tf Tj TJ Td Tm cm re l m c Do ' \" BT ET Tz"),
		"numbers beyond all bounds":                          withContent("", "BT /F 1e308 Tf 1e308 0 0 1e308 99999999999999999999 -1e400 Tm (42) Tj ET 1e300 1e300 1e300 1e300 re S"),
		"a page of a light year":                             change("/MediaBox[0 0 600 800]", "/MediaBox[-1e30 -1e30 1e30 1e30]"),
		"a page without an area":                             change("/MediaBox[0 0 600 800]", "/MediaBox[0 0 0 0]"),
		"a font that is a number":                            change(helvetica, "7"),
		"a font that is itself":                              change(helvetica, "5 0 R"),
		"widths without end":                                 change(helvetica, "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/W[0 2000000000 500]>>]>>"),
		"a character that draws itself":                      change(helvetica, "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 52/LastChar 52/Widths[9]/Encoding<</Differences[52/a]>>/CharProcs<</a 4 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"),
		"encryption with nothing in it":                      change("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard>>"),
		"another program's encryption":                       change("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Acme/V 4/R 4>>"),
		"an object stream in itself":                         change(helvetica, stream("/Type/ObjStm/N 1/First 4/Extends 5 0 R", "5 0 <</Type/Font>>")),
		"junk before the header":                             append(bytes.Repeat([]byte("junk\n"), 300), good...),
		"junk after the end":                                 append(bytes.Clone(good), bytes.Repeat([]byte("\n<!-- served by nginx -->"), 400)...),
		"a header of a version to come":                      change("%PDF-1.7", "%PDF-9.9"),
		"a header and nothing":                               []byte("%PDF-1.7"),
		"two files in one":                                   append(bytes.Clone(good), good...),
	}
	form := stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</O 5 0 R>>>>", "/O Do /O Do")
	files["a form that draws itself twice"] = drawing("/MediaBox[0 0 600 800]/Resources<</XObject<</O 5 0 R>>>>", "/O Do", form)
	cmap := "1 begincodespacerange <00><ffffffff> endcodespacerange 1 beginbfrange <00000000><ffffffff><0041> endbfrange"
	files["a character map of four billion"] = drawing("/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>", "BT /F 20 Tf 100 700 Td (42) Tj ET",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", stream("", cmap))
	return files
}

// mutate spoils a file at random places.
func mutate(good []byte, random *rand.Rand) []byte {
	body := bytes.Clone(good)
	switch random.IntN(5) {
	case 0: // cut off
		return body[:random.IntN(len(body))]
	case 1: // some bits
		for range 1 + random.IntN(40) {
			body[random.IntN(len(body))] ^= 1 << random.IntN(8)
		}
	case 2: // a run is missing
		at := random.IntN(len(body))
		return append(body[:at], body[min(at+1+random.IntN(2000), len(body)):]...)
	case 3: // digits of the structure
		for n := 1 + random.IntN(30); n > 0; n-- {
			for at := random.IntN(len(body)); at < len(body); at++ {
				if body[at] >= '0' && body[at] <= '9' {
					body[at] = byte('0' + random.IntN(10))
					break
				}
			}
		}
	case 4: // a run stands twice
		at := random.IntN(len(body))
		run := bytes.Clone(body[at:min(at+1+random.IntN(500), len(body))])
		return append(body[:at:at], append(run, body[at:]...)...)
	}
	return body
}

// sampleFiles are whole PDFs of different producers; without the shared samples,
// one of our own.
func sampleFiles() [][]byte {
	shared := os.Getenv("GONGKAI_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	var files [][]byte
	for _, name := range []string{"pdf-lo-docx-01", "pdf-wk-01", "pdf-scan-01", "pdf-chromium-01", "pdf-encrypted-01"} {
		if body, err := os.ReadFile(filepath.Join(shared, "samples", name+".pdf")); err == nil {
			files = append(files, body)
		}
	}
	if len(files) == 0 {
		files = append(files, drawing("/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>", "BT /F 20 Tf 100 700 Td (42) Tj ET", helvetica))
	}
	return files
}

// mutants is how many mutated files are read; GONGKAI_MUTANTS asks for more.
func mutants() int {
	if n, err := strconv.Atoi(os.Getenv("GONGKAI_MUTANTS")); err == nil {
		return n
	}
	return 40
}

func TestNoFileHarmsTheParent(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a hundred files in child processes")
	}
	const wall = 6 * time.Second
	pool := guard.NewPool(hostileKind, 2, guard.Limits{Memory: 3 << 30, Wall: wall}, "GONGKAI_CACHE="+engine.cacheDir)
	defer pool.Close()
	if _, err := engine.Read(context.Background(), sampleFiles()[0]); err != nil { // compiles PDFium for the children
		t.Fatal(err)
	}

	files := crafted()
	random := rand.New(rand.NewPCG(2026, 11))
	samples := sampleFiles()
	for i := range mutants() {
		files[fmt.Sprintf("mutant %d", i)] = mutate(samples[i%len(samples)], random)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)

	var mu sync.Mutex
	tally := map[string]int{}
	var group sync.WaitGroup
	names := make(chan string)
	for range 2 {
		group.Go(func() {
			for name := range names {
				began := time.Now()
				answer, err := pool.Do(context.Background(), files[name])
				outcome := string(answer)
				var death *guard.Death
				switch {
				case errors.As(err, &death):
					outcome = "death by " + string(death.How)
					t.Logf("%s: %v", name, err)
				case err != nil:
					outcome = "named: " + err.Error()
				}
				if took := time.Since(began); took > wall+5*time.Second {
					t.Errorf("%s: returned after %s", name, took)
				}
				if outcome == "" {
					t.Errorf("%s: no outcome", name)
				}
				mu.Lock()
				tally[outcome]++
				mu.Unlock()
			}
		})
	}
	for name := range files {
		names <- name
	}
	close(names)
	group.Wait()

	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("the parent's heap grew by %d MiB", grown>>20)
	}
	for outcome, n := range tally {
		t.Logf("%4d %s", n, outcome)
	}
	if answer, err := pool.Do(context.Background(), samples[0]); err != nil {
		t.Errorf("the pool does not go on: %s, %v", answer, err)
	}
}
