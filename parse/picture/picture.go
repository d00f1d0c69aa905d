// Package picture decodes the pictures that reports come as: JPEG, PNG, GIF, BMP,
// WebP, and TIFF with all its pages, as scanners and fax machines write it.
//
// A picture is bounded by its pixels before any of them is decoded.
package picture

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // a kind of picture
	_ "image/jpeg" // a kind of picture
	_ "image/png"  // a kind of picture

	_ "golang.org/x/image/bmp"  // a kind of picture
	_ "golang.org/x/image/webp" // a kind of picture

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// Decode decodes the pages of a picture: one, but for TIFF. Each has at most
// pixels pixels, and there are at most pages of them. The error is a
// *layout.Unreadable.
func Decode(body []byte, pixels, pages int) ([]image.Image, error) {
	if isTIFF(body) {
		return decodeTIFF(body, pixels, pages)
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return nil, unsupported(err)
	}
	if err := fits(size, pixels); err != nil {
		return nil, err
	}
	decoded, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, damaged(err)
	}
	return []image.Image{decoded}, nil
}

// Size returns the width and height of a picture in pixels, of its first page
// where it has several, and whether they can be told.
func Size(body []byte) (width, height int, ok bool) {
	decode := image.DecodeConfig
	if isTIFF(body) {
		decode = tiffConfig
	}
	size, _, err := decode(bytes.NewReader(body))
	return size.Width, size.Height, err == nil
}

func fits(size image.Config, pixels int) error {
	if size.Width <= 0 || size.Height <= 0 {
		return damaged(fmt.Errorf("a picture of %d × %d pixels", size.Width, size.Height))
	}
	if size.Width > pixels/size.Height {
		return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("图片超过 %d 像素", pixels)}
	}
	return nil
}

func damaged(err error) error {
	return &layout.Unreadable{Reason: disclosure.Damaged, Detail: "图片损坏", Err: err}
}

func unsupported(err error) error {
	return &layout.Unreadable{Reason: disclosure.UnsupportedType, Detail: "不支持的图片格式", Err: err}
}
