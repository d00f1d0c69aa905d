package kind

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// zipKind tells the office formats apart by the names inside. A package that
// cannot be opened is judged by the names that stand in its bytes, so that the
// reader of that format says what is wrong with it.
func zipKind(body []byte) string {
	parts := [...]struct{ part, kind string }{
		{"word/document.xml", DOCX},
		{"xl/workbook.xml", XLSX},
		{"ppt/presentation.xml", PPTX},
		{"OFD.xml", OFD},
	}
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		if kind := declared(string(body[:min(len(body), 256)])); kind != "" {
			return kind
		}
		for _, p := range parts {
			if bytes.Contains(body, []byte(p.part)) {
				return p.kind
			}
		}
		return Zip
	}
	names := make(map[string]*zip.File, len(archive.File))
	for _, file := range archive.File {
		names[file.Name] = file
	}
	for _, p := range parts {
		if names[p.part] != nil {
			return p.kind
		}
	}
	if file := names["mimetype"]; file != nil && names["content.xml"] != nil {
		if kind := openDocument(file); kind != "" {
			return kind
		}
	}
	// Strict and transitional writers may name the main part otherwise; its folder tells.
	for _, file := range archive.File {
		switch name := strings.ReplaceAll(file.Name, `\`, "/"); {
		case strings.HasPrefix(name, "word/document"):
			return DOCX
		case strings.HasPrefix(name, "xl/worksheets/"):
			return XLSX
		}
	}
	return Zip
}

// openDocument reads the part in which a package of OpenDocument says what it is.
func openDocument(part *zip.File) string {
	r, err := part.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head := make([]byte, 128)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return ""
	}
	return declared(string(head[:n]))
}

// declared returns the kind that the media type of OpenDocument names, templates
// with their documents.
func declared(head string) string {
	_, kind, found := strings.Cut(head, "application/vnd.oasis.opendocument.")
	switch {
	case found && strings.HasPrefix(kind, "text"):
		return ODT
	case found && strings.HasPrefix(kind, "spreadsheet"):
		return ODS
	case found && strings.HasPrefix(kind, "presentation"):
		return PPTX
	}
	return ""
}
