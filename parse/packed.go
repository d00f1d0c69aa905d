package parse

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/kind"
	"gongkai/parse/form"
	"gongkai/parse/layout"
	"gongkai/parse/office"
	"gongkai/parse/packed"
)

// packedMember is a file of an archive that may be a report.
type packedMember struct {
	kind     string
	document *disclosure.Document
	err      error
}

// readPacked reads the documents of a zip archive: what they say is told as if
// they stood in one file. A file that is no report is left out where another is one;
// one that may be a report and could not be read never is.
func (r *Reader) readPacked(ctx context.Context, document *disclosure.Document) ([]disclosure.Report, error) {
	members, err := unpack(document)
	if err != nil {
		return nil, err
	}
	var found, unread, others []disclosure.Report
	for _, m := range members {
		reports, err := r.readMember(ctx, m)
		if err != nil {
			return nil, err
		}
		for _, report := range reports {
			switch {
			case report.Status != disclosure.Rejected:
				found = append(found, report)
				continue
			case len(members) > 1:
				report.Detail = "压缩包内 " + path.Base(m.document.Name) + "：" + report.Detail
			}
			if report.Reason == disclosure.NotAReport || report.Reason == disclosure.Empty {
				others = append(others, report)
			} else {
				unread = append(unread, report)
			}
		}
	}
	if len(found) == 0 && len(unread) == 0 {
		return others[:1], nil
	}
	return append(found, unread...), nil
}

func (r *Reader) readMember(ctx context.Context, m packedMember) ([]disclosure.Report, error) {
	reports, err := []disclosure.Report(nil), m.err
	switch {
	case err != nil:
	case m.kind == kind.Zip:
		err = unsupported(kind.Zip) // one in another is not opened
	default:
		reports, err = r.read(ctx, m.document)
	}
	var unreadable *layout.Unreadable
	if errors.As(err, &unreadable) {
		return form.Unread(m.document, r.register, unreadable), nil
	}
	return reports, err
}

// unpack returns the files of a zip archive that may be reports, one at least: the
// documents; where there are none, the texts, and in the end the pictures.
func unpack(document *disclosure.Document) ([]packedMember, error) {
	members, err := packed.Members(document.Body)
	if err != nil {
		return nil, err
	}
	const rank = 4
	var ranked [rank][]packedMember
	for _, m := range members {
		inner := *document
		inner.Name, inner.Body, inner.ContentType = document.Name+"/"+m.Name, m.Body, ""
		if base := path.Base(m.Name); inner.Hint.LinkTitle == "" || len(members) > 1 {
			inner.Hint.LinkTitle = strings.TrimSuffix(base, path.Ext(base))
		}
		fileKind := kind.Of(m.Body)
		at := rank - 1
		switch {
		case fileKind == kind.HTML, fileKind == kind.MHT, fileKind == kind.PDF, fileKind == kind.DOCX, fileKind == kind.XLSX, fileKind == kind.WordX, fileKind == kind.ExcX, fileKind == kind.Zip, fileKind == kind.Rar, fileKind == kind.Seven,
			fileKind == kind.OFD, fileKind == kind.Sealed, office.Converts(fileKind), m.Err != nil:
			at = 0
		case fileKind == kind.Text:
			at = 1
		case fileKind == kind.Image:
			at = 2
		}
		ranked[at] = append(ranked[at], packedMember{fileKind, &inner, m.Err})
	}
	return ranked[slices.IndexFunc(ranked[:], func(m []packedMember) bool { return len(m) > 0 })], nil
}
