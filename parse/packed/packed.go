// Package packed opens the zip archives in which portals offer reports for
// download: most hold one document, some one for each town.
package packed

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/charset"
	"gongkai/parse/layout"
	"gongkai/parse/ooxml"
)

// maxMembers bounds the files of an archive that are unpacked; their sizes are
// bounded by package ooxml.
const maxMembers = 100

// Member is one file of an archive.
type Member struct {
	// Name is its path in the archive, as it was written there.
	Name string
	Body []byte
	// Err is of type *layout.Unreadable where the file could not be unpacked.
	Err error
}

// Members unpacks an archive, but for what programs put there for themselves. Its
// errors are of type *layout.Unreadable.
func Members(body []byte) ([]Member, error) {
	pkg, err := ooxml.Open(body)
	if err != nil {
		return nil, err
	}
	var members []Member
	for _, name := range pkg.Names() {
		if !isDocument(name) {
			continue
		}
		if len(members) == maxMembers {
			return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("压缩包内文件超过 %d 个：请解压后分别读取", maxMembers)}
		}
		member := Member{Name: displayed(name)}
		if member.Body, member.Err = unpack(pkg, name); errors.Is(member.Err, ooxml.ErrTotal) {
			return nil, ooxml.Unreadable(member.Err)
		}
		members = append(members, member)
	}
	if len(members) == 0 {
		return nil, &layout.Unreadable{Reason: disclosure.Empty, Detail: "压缩包内没有文件"}
	}
	return members, nil
}

func unpack(pkg *ooxml.Package, name string) ([]byte, error) {
	r, err := pkg.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, ooxml.Unreadable(err)
	}
	return body, nil
}

// isDocument reports whether a path may be a document's: no folder, and nothing
// that systems and office programs leave beside documents.
func isDocument(name string) bool {
	base := path.Base(name)
	return !strings.HasSuffix(name, "/") && !strings.HasPrefix(name, "__MACOSX/") &&
		!strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "~$") &&
		!strings.EqualFold(base, "Thumbs.db") && !strings.EqualFold(base, "desktop.ini")
}

// displayed decodes a path: programs on Chinese Windows write GB18030.
func displayed(name string) string {
	text, _ := charset.Decode([]byte(name), "")
	return string(text)
}
