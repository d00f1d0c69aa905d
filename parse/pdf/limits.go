package pdf

import (
	"fmt"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// What one document may cost. A report of a town has ten pages and some ten
// thousand characters; the limits leave room for books.
const (
	maxBytes     = 128 << 20 // bytes of a file
	maxObjects   = 400_000   // objects, and the largest object number
	maxWasted    = 512 << 20 // bytes read in search of the ends of objects that have none
	maxNesting   = 64        // arrays and dictionaries in each other
	maxStream    = 64 << 20  // bytes of one stream when decoded
	maxDecoded   = 192 << 20 // bytes of all streams when decoded
	maxPages     = 300
	maxTreeNodes = 20_000 // nodes of the page tree
	maxForms     = 16     // forms drawn inside of each other
	maxDrawn     = 50_000 // forms drawn
	maxOperators = 4_000_000
	maxGlyphs    = 1_500_000
	maxRules     = 600_000
	maxPictures  = 50_000
	maxFills     = 5_000   // filled rectangles of one page; more are not noted
	maxMappings  = 1 << 17 // entries of one character map
	maxWidths    = 1 << 17 // entries of one font's width table
)

func unreadable(reason disclosure.Reason, detail string, err error) *layout.Unreadable {
	return &layout.Unreadable{Reason: reason, Detail: detail, Err: err}
}

// damaged says that the document's structure is broken.
func damaged(format string, arguments ...any) *layout.Unreadable {
	return unreadable(disclosure.Damaged, "PDF 文件结构损坏", fmt.Errorf(format, arguments...))
}

// tooLarge says that a limit was reached.
func tooLarge(limit string, value int) *layout.Unreadable {
	return unreadable(disclosure.TooLarge, "PDF 文件超出处理上限", fmt.Errorf("limit %s (%d) reached", limit, value))
}
