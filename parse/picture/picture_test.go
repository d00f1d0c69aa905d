package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"gongkai/disclosure"
	"gongkai/parse/layout"
	"gongkai/parse/picture"
)

// sheet is white but for its upper left quarter.
func sheet(w, h int) *image.Gray {
	page := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if x >= w/2 || y >= h/2 {
				page.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return page
}

func encoded(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// strip is the data of one page of a TIFF.
type strip struct {
	data        []byte
	compression uint16
}

// tiffOf writes pages of w × h pixels of one shade each, every page in one strip.
func tiffOf(order binary.AppendByteOrder, w, h int, pages ...strip) []byte {
	out := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		out = []byte("MM\x00*")
	}
	out = order.AppendUint32(out, 8)
	for n, page := range pages {
		start := len(out)
		entries := [][3]uint32{
			{256, 4, uint32(w)}, {257, 4, uint32(h)}, {258, 3, 8}, {259, 3, uint32(page.compression)}, {262, 3, 1},
			{273, 4, uint32(start + 2 + 9*12 + 4)}, {277, 3, 1}, {278, 4, uint32(h)}, {279, 4, uint32(len(page.data))},
		}
		out = order.AppendUint16(out, uint16(len(entries)))
		for _, e := range entries {
			out = order.AppendUint16(out, uint16(e[0]))
			out = order.AppendUint16(out, uint16(e[1]))
			out = order.AppendUint32(out, 1)
			if e[1] == 3 {
				out = order.AppendUint16(out, uint16(e[2]))
				out = order.AppendUint16(out, 0)
			} else {
				out = order.AppendUint32(out, e[2])
			}
		}
		next := uint32(0)
		if n+1 < len(pages) {
			next = uint32(start + 2 + 9*12 + 4 + len(page.data))
		}
		out = order.AppendUint32(out, next)
		out = append(out, page.data...)
	}
	return out
}

func pictures(t testing.TB) map[string][]byte {
	page := sheet(40, 60)
	jpg := encoded(t, func(out *bytes.Buffer) error { return jpeg.Encode(out, page, nil) })
	raw := strip{page.Pix, 1}
	return map[string][]byte{
		"png":                       encoded(t, func(out *bytes.Buffer) error { return png.Encode(out, page) }),
		"jpeg":                      jpg,
		"gif":                       encoded(t, func(out *bytes.Buffer) error { return gif.Encode(out, page, nil) }),
		"bmp":                       encoded(t, func(out *bytes.Buffer) error { return bmp.Encode(out, page) }),
		"tiff":                      encoded(t, func(out *bytes.Buffer) error { return tiff.Encode(out, page, &tiff.Options{Compression: tiff.Deflate}) }),
		"tiff of three pages":       tiffOf(binary.LittleEndian, 40, 60, raw, raw, raw),
		"tiff, big end first":       tiffOf(binary.BigEndian, 40, 60, raw, raw),
		"tiff with JPEG in a strip": tiffOf(binary.LittleEndian, 40, 60, strip{jpg, 7}, raw),
	}
}

func TestEveryKindOfPictureAndEachOfItsPagesIsDecoded(t *testing.T) {
	pages := map[string]int{"tiff of three pages": 3, "tiff, big end first": 2, "tiff with JPEG in a strip": 2}
	for name, body := range pictures(t) {
		decoded, err := picture.Decode(body, 10_000, 5)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := max(pages[name], 1); len(decoded) != want {
			t.Errorf("%s: %d pages, want %d", name, len(decoded), want)
		}
		for n, page := range decoded {
			dark, _, _, _ := page.At(5, 5).RGBA()
			light, _, _, _ := page.At(30, 50).RGBA()
			if page.Bounds().Dx() != 40 || page.Bounds().Dy() != 60 || dark > 0x2000 || light < 0xe000 {
				t.Errorf("%s: page %d is %v, its corner %x and its rest %x", name, n+1, page.Bounds(), dark, light)
			}
		}
		if w, h, ok := picture.Size(body); !ok || w != 40 || h != 60 {
			t.Errorf("%s: the size is %d × %d, %v", name, w, h, ok)
		}
	}
}

func TestAPictureBeyondTheBoundsIsTooLarge(t *testing.T) {
	page := sheet(40, 60)
	raw := strip{page.Pix, 1}
	for name, body := range map[string][]byte{
		"too many pixels":              encoded(t, func(out *bytes.Buffer) error { return png.Encode(out, sheet(60, 60)) }),
		"a tiff of too many pixels":    tiffOf(binary.LittleEndian, 60_000, 60_000, raw),
		"JPEG strips of a vast page":   tiffOf(binary.LittleEndian, 60_000, 60_000, strip{page.Pix, 7}),
		"a tiff of too many pages":     tiffOf(binary.LittleEndian, 40, 60, raw, raw, raw),
		"a tiff whose second is large": append(tiffOf(binary.LittleEndian, 40, 60, raw, raw, raw), 0),
	} {
		var unreadable *layout.Unreadable
		if _, err := picture.Decode(body, 3000, 2); !errors.As(err, &unreadable) || unreadable.Reason != disclosure.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATIFFWhosePagesGoInCirclesEnds(t *testing.T) {
	page := sheet(40, 60)
	body := tiffOf(binary.LittleEndian, 40, 60, strip{page.Pix, 1})
	binary.LittleEndian.PutUint32(body[8+2+9*12:], 8) // the next page is the first
	if pages, err := picture.Decode(body, 10_000, 5); err != nil || len(pages) != 1 {
		t.Errorf("%d pages, %v", len(pages), err)
	}
}

// FuzzNoPictureDoesHarm cuts and changes pictures: they give pages within the
// bounds or a reason, and nothing else.
func FuzzNoPictureDoesHarm(f *testing.F) {
	for _, body := range pictures(f) {
		f.Add(body, 7, byte(0xff))
		f.Add(body[:len(body)*2/3], 20, byte(0))
	}
	f.Fuzz(func(t *testing.T, body []byte, at int, value byte) {
		if len(body) == 0 || len(body) > 1<<16 {
			return
		}
		body = bytes.Clone(body)
		body[(at%len(body)+len(body))%len(body)] = value
		picture.Size(body)
		const pixels = 1_000_000
		pages, err := picture.Decode(body, pixels, 4)
		var unreadable *layout.Unreadable
		if err != nil && !errors.As(err, &unreadable) {
			t.Fatalf("%T: %v", err, err)
		}
		if err == nil && (len(pages) == 0 || len(pages) > 4) {
			t.Fatalf("%d pages", len(pages))
		}
		for _, page := range pages {
			if b := page.Bounds(); b.Dx()*b.Dy() > pixels {
				t.Fatalf("a page of %v", b)
			}
		}
	})
}
