// Package ooxml opens the zip packages of Word and Excel files, with every size
// bounded, and reads what the formats have in common: the relations between
// parts and the document's properties.
package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// The limits of a package. A part that unpacks to more than maxRatio times its
// packed size, beyond the first freeBytes, is a bomb.
const (
	maxPackage = 64 << 20
	maxEntries = 5000
	maxPart    = 64 << 20
	maxRatio   = 200
	freeBytes  = 4 << 20
	maxTotal   = 256 << 20
)

// errTooLarge is what reading a part over a limit ends with, and ErrTotal what it
// ends with where all parts together are over theirs.
var (
	errTooLarge = errors.New("part of the package unpacks beyond the limit")
	ErrTotal    = errors.New("the package unpacks beyond the limit")
)

// Package is an opened package.
type Package struct {
	files map[string]*zip.File
	names []string
	total int64 // bytes unpacked so far
}

// Open opens a package. Its errors are of type *layout.Unreadable.
func Open(body []byte) (*Package, error) {
	if err := notTooLarge(body); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "文件的压缩包已损坏", Err: err}
	}
	if len(archive.File) > maxEntries {
		return nil, &layout.Unreadable{Reason: disclosure.TooLarge, Detail: fmt.Sprintf("压缩包内文件超过 %d 个", maxEntries)}
	}
	p := &Package{files: make(map[string]*zip.File, len(archive.File))}
	for _, file := range archive.File {
		if file.Flags&1 != 0 {
			return nil, &layout.Unreadable{Reason: disclosure.Encrypted, Detail: "压缩包已加密"}
		}
		// Some writers use backslashes.
		name := strings.ReplaceAll(file.Name, `\`, "/")
		if p.files[name] == nil {
			p.names = append(p.names, name)
		}
		p.files[name] = file
	}
	return p, nil
}

// Names lists the parts in the order of the package.
func (p *Package) Names() []string { return p.names }

// Has reports whether the package has a part.
func (p *Package) Has(name string) bool { return p.files[name] != nil }

// Open opens a part. Reading fails once a limit is reached.
func (p *Package) Open(name string) (io.ReadCloser, error) {
	file := p.files[name]
	if file == nil {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "文件缺少 " + name}
	}
	r, err := file.Open()
	if err != nil {
		return nil, &layout.Unreadable{Reason: disclosure.Damaged, Detail: "无法解压 " + name, Err: err}
	}
	limit := min(maxPart, freeBytes+maxRatio*int64(file.CompressedSize64))
	return &bounded{ReadCloser: r, left: limit, pkg: p}, nil
}

// bounded is a part that ends in an error at its limit.
type bounded struct {
	io.ReadCloser
	left int64
	pkg  *Package
}

func (b *bounded) Read(buf []byte) (int, error) {
	n, err := b.ReadCloser.Read(buf)
	b.left -= int64(n)
	b.pkg.total += int64(n)
	switch {
	case b.pkg.total > maxTotal:
		return n, ErrTotal
	case b.left < 0:
		return n, errTooLarge
	}
	return n, err
}

// Unreadable turns an error met while reading a part into one of the closed list.
func Unreadable(err error) error {
	var known *layout.Unreadable
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, errTooLarge), errors.Is(err, ErrTotal):
		return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "文件解压后过大", Err: err}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return &layout.Unreadable{Reason: disclosure.Truncated, Detail: "文件不完整", Err: err}
	}
	return &layout.Unreadable{Reason: disclosure.Damaged, Detail: "文件的 XML 已损坏", Err: err}
}

// OneFile returns a decoder of a document that stands in one XML file, as those of
// Word and Excel 2003 do; its bounds are those of a package. The error is of type
// *layout.Unreadable.
func OneFile(body []byte) (*xml.Decoder, error) {
	if err := notTooLarge(body); err != nil {
		return nil, err
	}
	return Decoder(bytes.NewReader(body)), nil
}

func notTooLarge(body []byte) error {
	if len(body) > maxPackage {
		return &layout.Unreadable{Reason: disclosure.TooLarge, Detail: "文件超过 64 MiB"}
	}
	return nil
}

// Decoder returns a decoder of a part that forgives what Word forgives.
func Decoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// Relation leads from one part to another, or out of the package.
type Relation struct {
	ID, Type string
	// Target is the name of a part, or an address where External is true.
	Target   string
	External bool
}

// Kind is the last step of the relation's type: "officeDocument", "header", "image".
func (r *Relation) Kind() string { return path.Base(r.Type) }

// Relations returns the relations of a part, of the package itself where the
// name is empty; none where it has none.
func (p *Package) Relations(part string) ([]Relation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !p.Has(name) {
		return nil, nil
	}
	var file struct {
		Relations []struct {
			ID         string `xml:"Id,attr"`
			Type       string `xml:"Type,attr"`
			Target     string `xml:"Target,attr"`
			TargetMode string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	if err := p.decode(name, &file); err != nil {
		return nil, err
	}
	relations := make([]Relation, 0, len(file.Relations))
	for _, r := range file.Relations {
		relation := Relation{ID: r.ID, Type: r.Type, Target: r.Target, External: r.TargetMode == "External"}
		if !relation.External {
			if strings.HasPrefix(r.Target, "/") {
				relation.Target = strings.TrimPrefix(r.Target, "/")
			} else {
				relation.Target = path.Join(dir, r.Target)
			}
		}
		relations = append(relations, relation)
	}
	return relations, nil
}

func (p *Package) decode(name string, into any) error {
	r, err := p.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := Decoder(r).Decode(into); err != nil {
		return Unreadable(fmt.Errorf("part %s: %w", name, err))
	}
	return nil
}

// Main returns the name of the main part, as the package's relations or else the
// custom of the formats have it.
func (p *Package) Main() string {
	relations, err := p.Relations("")
	if err == nil {
		for _, relation := range relations {
			if relation.Kind() == "officeDocument" && p.Has(relation.Target) {
				return relation.Target
			}
		}
	}
	for _, name := range [...]string{"word/document.xml", "xl/workbook.xml"} {
		if p.Has(name) {
			return name
		}
	}
	return ""
}

// Properties returns the title and the other core properties of the package:
// "author", "created", "modified", "subject". A package without them, or with
// broken ones, has none.
func (p *Package) Properties() layout.Meta {
	meta := layout.Meta{Fields: map[string]string{}}
	var core struct {
		Title    string `xml:"title"`
		Subject  string `xml:"subject"`
		Creator  string `xml:"creator"`
		Created  string `xml:"created"`
		Modified string `xml:"modified"`
	}
	if !p.Has("docProps/core.xml") || p.decode("docProps/core.xml", &core) != nil {
		return meta
	}
	meta.Title = strings.Join(strings.Fields(core.Title), " ")
	for name, value := range map[string]string{
		"subject": core.Subject, "author": core.Creator, "created": core.Created, "modified": core.Modified,
	} {
		if value = strings.TrimSpace(value); value != "" {
			meta.Fields[name] = value
		}
	}
	return meta
}
