package html

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// resource returns the address and the words that a picture, link or frame was
// kept with.
func (w *writer) resource(n int32) (address, words string) {
	from, to, _ := bytes.Cut(w.tree.content(n), []byte{0})
	return string(from), string(to)
}

// picture puts a picture to the side; it comes after the paragraph it stands in.
func (w *writer) picture(n int32) {
	address, words := w.resource(n)
	w.pictures++
	w.aside = append(w.aside, layout.Block{
		Kind: layout.Image, Text: words, Address: w.resolve(address),
		Place: disclosure.Place{Path: w.prefix + "img[" + strconv.Itoa(w.pictures) + "]"},
	})
}

// frame puts what another document fills to the side.
func (w *writer) frame(n int32) {
	address, words := w.resource(n)
	switch lower := strings.ToLower(address); {
	case address == "", strings.HasPrefix(lower, "about:"), strings.HasPrefix(lower, "javascript:"):
		return
	}
	w.link(words, address)
}

// link puts a link to the side.
func (w *writer) link(words, address string) {
	w.links++
	w.aside = append(w.aside, layout.Block{
		Kind: layout.Link, Text: words, Address: w.resolve(address),
		Place: disclosure.Place{Path: w.prefix + "link[" + strconv.Itoa(w.links) + "]"},
	})
}

// resolve makes an address absolute where the page names its base, and leaves it
// as written otherwise: the reader does not know where the page came from.
func (w *writer) resolve(address string) string {
	if w.base == "" {
		return address
	}
	base, err := url.Parse(w.base)
	if err != nil || !base.IsAbs() {
		return address
	}
	resolved, err := base.Parse(address)
	if err != nil {
		return address
	}
	return resolved.String()
}

// extensions are those of files that may hold a report.
var extensions = [...]string{
	".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".rtf", ".ofd", ".zip", ".rar", ".7z", ".ppt", ".pptx",
}

// downloads are pieces of addresses from which portals send files.
var downloads = [...]string{"downfile", "download", "attach=", "/attach/", "fileupload/", "getfile"}

// isAttachment reports whether a link leads to a file and not to a page.
func isAttachment(address string) bool {
	if len(address) < 4 || strings.HasPrefix(address, "#") {
		return false
	}
	lower := strings.ToLower(address)
	if strings.HasPrefix(lower, "javascript:") || strings.HasPrefix(lower, "mailto:") {
		return false
	}
	if namesFile(lower) {
		return true
	}
	for _, piece := range downloads {
		if strings.Contains(lower, piece) {
			return true
		}
	}
	return false
}

// namesFile reports whether an address names a file of a kind that may hold a report.
func namesFile(address string) bool {
	lower := strings.ToLower(address)
	for _, extension := range extensions {
		for rest := lower; ; {
			_, after, found := strings.Cut(rest, extension)
			if !found {
				break
			}
			if after == "" || strings.IndexByte("?#&;/", after[0]) >= 0 {
				return true
			}
			rest = after
		}
	}
	return false
}
