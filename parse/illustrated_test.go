package parse

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/png"
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse/docx"
	"gongkai/parse/html"
	"gongkai/parse/layout"
	"gongkai/parse/layout/layouttest"
	"gongkai/parse/packed/packedtest"
)

// pagePicture is a picture of the given width, by which the tests know it.
func pagePicture(t *testing.T, width int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, 300))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestThePicturesOfADocumentAreThoseThatMayBePages(t *testing.T) {
	data := func(width int) string {
		return "data:image/png;base64," + base64.StdEncoding.EncodeToString(pagePicture(t, width))
	}
	word := packedtest.Zip(t,
		"word/document.xml", `<w:document xmlns:w="x/wordprocessingml/main" xmlns:a="x/drawingml" xmlns:r="x/r"><w:body><w:p><w:r><w:drawing><a:blip r:embed="p1"/></w:drawing></w:r></w:p>`+
			`<w:p><w:r><w:t>印章</w:t><w:drawing><a:blip r:embed="p2"/></w:drawing><w:drawing><a:blip r:embed="p3"/></w:drawing></w:r></w:p></w:body></w:document>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="p1" Type="x/image" Target="media/1.png"/><Relationship Id="p2" Type="x/image" Target="media/2.png"/><Relationship Id="p3" Type="x/image" Target="media/none.png"/></Relationships>`,
		"word/media/1.png", string(pagePicture(t, 700)),
		"word/media/2.png", string(pagePicture(t, 90)),
	)
	for _, c := range []struct {
		name     string
		kind     string
		body     string
		pictures map[string]int // address to width
		want     []int          // their widths, in order
	}{
		{"those in the text of a page, without the small ones", kind.HTML, `<p>甲</p><img src="` + data(800) + `"><img src="` + data(120) + `"><img src="` + data(600) + `">`, nil, []int{800, 600}},
		{"those that came with a page, in the order of the page", kind.HTML, `<p>甲</p><img src="../p/2.png"><p>乙</p><img src="/p/1.png">`,
			map[string]int{"http://www.x.test/p/1.png": 500, "http://www.x.test/p/2.png": 400}, []int{400, 500}},
		{"one that the page names in a way of its own comes last", kind.HTML, `<p>甲</p><img src="/p/1.png">`,
			map[string]int{"http://www.x.test/q.png": 300, "http://www.x.test/p/1.png": 500}, []int{500, 300}},
		{"those in the package of a Word file that are there", kind.DOCX, string(word), nil, []int{700}},
	} {
		t.Run(c.name, func(t *testing.T) {
			document := &disclosure.Document{URL: "http://www.x.test/nb/1.html", Body: []byte(c.body)}
			for _, address := range []string{"http://www.x.test/p/1.png", "http://www.x.test/p/2.png", "http://www.x.test/q.png"} {
				if width := c.pictures[address]; width > 0 {
					document.Pictures = append(document.Pictures, disclosure.Picture{URL: address, Body: pagePicture(t, width)})
				}
			}
			read := func() (*layout.Document, error) { return html.Read(document.Body, "") }
			if c.kind == kind.DOCX {
				read = func() (*layout.Document, error) { return docx.Read(document.Body) }
			}
			laid, err := read()
			if err != nil {
				t.Fatal(err)
			}
			found := illustrations(c.kind, document, laid)
			if len(found) != len(c.want) {
				t.Fatalf("%d pictures, want %v", len(found), c.want)
			}
			for i, f := range found {
				config, err := png.DecodeConfig(bytes.NewReader(f.body))
				if err != nil || config.Width != c.want[i] {
					t.Errorf("picture %d is %d wide (%v), want %d", i, config.Width, err, c.want[i])
				}
			}
		})
	}
}

func TestThePageThatIsDrawnIsThatOfThePicture(t *testing.T) {
	reader := New(Options{})
	t.Cleanup(reader.Close)
	page := &disclosure.Document{URL: "http://www.x.test/nb/1.html", Body: []byte(`<p>甲</p><img src="s.png"><img src="2.png"><img src="1.png">`)}
	for name, width := range map[string]int{"1": 500, "2": 400, "s": 90} {
		page.Pictures = append(page.Pictures, disclosure.Picture{URL: "http://www.x.test/nb/" + name + ".png", Body: pagePicture(t, width)})
	}
	body, n, err := reader.drawable(t.Context(), page, 2)
	if err != nil || n != 1 {
		t.Fatalf("page %d, %v", n, err)
	}
	if config, err := png.DecodeConfig(bytes.NewReader(body)); err != nil || config.Width != 500 {
		t.Errorf("a picture %d wide (%v), want the second of those read, 500 wide", config.Width, err)
	}
	for _, page := range []struct {
		document *disclosure.Document
		number   int
	}{{page, 3}, {page, 0}, {&disclosure.Document{Body: []byte("<p>甲</p>")}, 1}} {
		var unreadable *layout.Unreadable
		if _, _, err := reader.drawable(t.Context(), page.document, page.number); !errors.As(err, &unreadable) {
			t.Errorf("page %d: %v", page.number, err)
		}
	}
}

func TestWhatPicturesSayStandsWhereTheyStood(t *testing.T) {
	words := func(text string, page int) layout.Block {
		return layout.Block{Kind: layout.Paragraph, Text: text, Place: disclosure.Place{Page: page}}
	}
	laid := &layout.Document{Reader: "html", Blocks: []layout.Block{
		words("二、公开", 0), {Kind: layout.Image, Address: "1"}, words("三、申请", 0), {Kind: layout.Image, Address: "lazy"}, words("四、复议", 0), {Kind: layout.Image, Address: "3"},
	}}
	read := &layout.Document{Reader: "ocr", Blocks: []layout.Block{words("表一", 1), words("表三", 2), words("表二", 3)}}
	got := layouttest.Sketch(illustrated(laid, []illustration{{block: 1}, {block: 5}, {block: -1}}, read).Blocks)
	laid.Blocks[3].Text = ""
	want := layouttest.Sketch([]layout.Block{
		words("二、公开", 0), words("表一", 0), words("三、申请", 0), words("表二", 0), laid.Blocks[3], words("四、复议", 0), words("表三", 0),
	})
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
