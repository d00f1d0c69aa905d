package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"

	"golang.org/x/image/tiff"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

func isTIFF(body []byte) bool {
	return bytes.HasPrefix(body, []byte("II*\x00")) || bytes.HasPrefix(body, []byte("MM\x00*"))
}

// The tags of a page that are looked at here.
const (
	tagWidth        = 256
	tagHeight       = 257
	tagCompression  = 259
	tagStripOffsets = 273
	tagRowsPerStrip = 278
	tagStripLengths = 279
	tagJPEGTables   = 347

	// newJPEG is the compression by whole JPEG streams, a strip each.
	newJPEG = 7
)

// maxTags bounds the entries of a page's directory, maxStrips the strips, and
// maxPadding how many pixels a strip has beyond its part of the page.
const (
	maxTags    = 400
	maxStrips  = 100_000
	maxPadding = 16
)

// tiffFile reads the directories of a TIFF; the pages themselves are decoded by
// package tiff, which knows the first page only.
type tiffFile struct {
	body  []byte
	order binary.ByteOrder
}

func newTIFF(body []byte) tiffFile {
	if body[0] == 'M' {
		return tiffFile{body, binary.BigEndian}
	}
	return tiffFile{body, binary.LittleEndian}
}

// decodeTIFF decodes all pages.
func decodeTIFF(body []byte, pixels, pages int) ([]image.Image, error) {
	f := newTIFF(body)
	offsets, err := f.directories(pages)
	if err != nil {
		return nil, err
	}
	var all []image.Image
	for _, offset := range offsets {
		page, err := f.page(offset, pixels)
		if err != nil {
			return nil, err
		}
		all = append(all, page)
	}
	return all, nil
}

// directories returns where the pages' directories lie.
func (f tiffFile) directories(pages int) ([]uint32, error) {
	var all []uint32
	seen := map[uint32]bool{}
	for at := f.long(4); at != 0 && !seen[at]; {
		count, ok := f.short(at)
		if !ok || count > maxTags {
			break
		}
		if len(all) == pages {
			return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("图片超过 %d 页", pages)}
		}
		seen[at] = true
		all = append(all, at)
		at = f.long(at + 2 + 12*uint32(count))
	}
	if len(all) == 0 {
		return nil, damaged(errors.New("tiff: no page"))
	}
	return all, nil
}

// page decodes the page whose directory lies at an offset.
func (f tiffFile) page(offset uint32, pixels int) (image.Image, error) {
	if compression := f.tag(offset, tagCompression, 1); len(compression) == 1 && compression[0] == newJPEG {
		return f.jpegs(offset, pixels)
	}
	header := make([]byte, 8)
	copy(header, f.body)
	f.order.PutUint32(header[4:], offset)
	whole := &patched{header: header, body: f.body}
	size, err := tiff.DecodeConfig(whole)
	if err != nil {
		return nil, unsupported(err)
	}
	if err := fits(size, pixels); err != nil {
		return nil, err
	}
	page, err := tiff.Decode(whole)
	if err != nil {
		return nil, damaged(err)
	}
	return page, nil
}

// jpegs decodes a page whose strips are JPEG streams.
func (f tiffFile) jpegs(offset uint32, pixels int) (image.Image, error) {
	width, height := f.tag(offset, tagWidth, 1), f.tag(offset, tagHeight, 1)
	starts, lengths := f.tag(offset, tagStripOffsets, maxStrips), f.tag(offset, tagStripLengths, maxStrips)
	rows := f.tag(offset, tagRowsPerStrip, 1)
	if len(width) != 1 || len(height) != 1 || len(starts) == 0 || len(starts) != len(lengths) {
		return nil, unsupported(errors.New("tiff: JPEG without strips"))
	}
	size := image.Config{Width: int(width[0]), Height: int(height[0])}
	if err := fits(size, pixels); err != nil {
		return nil, err
	}
	perStrip := size.Height
	if len(rows) == 1 && rows[0] > 0 && int64(rows[0]) < int64(perStrip) {
		perStrip = int(rows[0])
	}
	tables := f.bytes(offset, tagJPEGTables)
	page := image.NewRGBA(image.Rect(0, 0, size.Width, size.Height))
	draw.Draw(page, page.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, start := range starts {
		if i*perStrip >= size.Height {
			break
		}
		strip, ok := f.part(start, lengths[i])
		if !ok {
			return nil, damaged(errors.New("tiff: a strip outside of the file"))
		}
		stream := joinJPEG(tables, strip)
		head, err := jpeg.DecodeConfig(bytes.NewReader(stream))
		if err != nil {
			return nil, damaged(err)
		}
		if head.Width > size.Width+maxPadding || head.Height > perStrip+maxPadding {
			return nil, damaged(errors.New("tiff: a strip larger than its page"))
		}
		decoded, err := jpeg.Decode(bytes.NewReader(stream))
		if err != nil {
			return nil, damaged(err)
		}
		draw.Draw(page, decoded.Bounds().Add(image.Pt(0, i*perStrip)), decoded, decoded.Bounds().Min, draw.Src)
	}
	return page, nil
}

// joinJPEG puts a page's common tables before the data of a strip: both are
// streams of their own, with their beginnings and ends.
func joinJPEG(tables, strip []byte) []byte {
	tables = bytes.TrimSuffix(tables, []byte("\xff\xd9"))
	if len(tables) < 2 || len(strip) < 2 {
		return strip
	}
	return append(append([]byte(nil), tables...), strip[2:]...)
}

// tag returns the numbers of an entry; none where there are more than most.
func (f tiffFile) tag(directory uint32, tag uint16, most int) []uint32 {
	kind, count, at, ok := f.entry(directory, tag)
	if !ok || count == 0 || int64(count) > int64(most) {
		return nil
	}
	size := map[uint16]uint32{3: 2, 4: 4}[kind]
	if size == 0 {
		return nil
	}
	if size*count > 4 {
		at = f.long(at)
	}
	data, ok := f.part(at, size*count)
	if !ok {
		return nil
	}
	numbers := make([]uint32, count)
	for i := range numbers {
		if size == 2 {
			numbers[i] = uint32(f.order.Uint16(data[2*i:]))
		} else {
			numbers[i] = f.order.Uint32(data[4*i:])
		}
	}
	return numbers
}

// bytes returns the bytes of an entry.
func (f tiffFile) bytes(directory uint32, tag uint16) []byte {
	_, count, at, ok := f.entry(directory, tag)
	if !ok || count <= 4 {
		return nil
	}
	data, _ := f.part(f.long(at), count)
	return data
}

// entry finds an entry of a directory: the kind of its numbers, how many they are,
// and where they, or their offset, lie.
func (f tiffFile) entry(directory uint32, tag uint16) (kind uint16, count, at uint32, ok bool) {
	entries, _ := f.short(directory)
	for i := range uint32(min(entries, maxTags)) {
		start := directory + 2 + 12*i
		if found, ok := f.short(start); ok && found == tag {
			kind, _ = f.short(start + 2)
			return kind, f.long(start + 4), start + 8, true
		}
	}
	return 0, 0, 0, false
}

func (f tiffFile) short(at uint32) (uint16, bool) {
	data, ok := f.part(at, 2)
	if !ok {
		return 0, false
	}
	return f.order.Uint16(data), true
}

// long is the number at an offset, 0 outside of the file.
func (f tiffFile) long(at uint32) uint32 {
	data, ok := f.part(at, 4)
	if !ok {
		return 0
	}
	return f.order.Uint32(data)
}

func (f tiffFile) part(at, length uint32) ([]byte, bool) {
	if int64(at)+int64(length) > int64(len(f.body)) {
		return nil, false
	}
	return f.body[at : at+length : at+length], true
}

func tiffConfig(r io.Reader) (image.Config, string, error) {
	size, err := tiff.DecodeConfig(r)
	return size, "tiff", err
}

// patched is a file whose first bytes are others.
type patched struct {
	header, body []byte
}

func (p *patched) ReadAt(to []byte, at int64) (int, error) {
	if at < 0 || at >= int64(len(p.body)) {
		return 0, io.EOF
	}
	n := copy(to, p.body[at:])
	if at < int64(len(p.header)) {
		copy(to[:n], p.header[at:])
	}
	if n < len(to) {
		return n, io.EOF
	}
	return n, nil
}

// Read is there for the interface only: package tiff reads by ReadAt where it can.
func (p *patched) Read(to []byte) (int, error) { return p.ReadAt(to, 0) }
