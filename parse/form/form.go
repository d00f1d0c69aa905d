// Package form reads reports from a laid-out document. It is the only place that
// knows how a statutory form is recognized: every reader makes a
// [layout.Document], and this package finds in it the tables of a
// [disclosure.Form], the sections, the town, the year and the dates.
//
// Nothing here is about one particular form. The labels, units and sums come
// from the form's own data; a form is recognized by the labels that it has and
// the others lack. How a document becomes a report:
//
//	normalize.go   texts become labels: widths, spaces, numbering, hints
//	vocabulary.go  a form's labels, and how alike a text is to one
//	info.go        what a text is: a value, a unit, words that the form knows
//	sheet.go       grids as they are walked, turned where their rows are columns
//	lines.go       rows of grids become lines: headers, labelled values, values
//	rows.go        lines are aligned with the form's rows (align.go), in order
//	columns.go     header columns are aligned with the form's columns, in order, or by their place (filled.go)
//	values.go      each value is put under its header by its place, or refused
//	tables.go      rows read with their labels; flat.go: without; pairs.go: lists
//	passes.go      copies of a table are told apart (caption.go) and joined
//	running.go     tables in running text become sheets without columns; upended.go: those on their side
//	reading.go     the choice of the form; cells, sums, doubts (proof.go)
//	sections.go    headings and the prose below them
//	page.go        a document's parts; judge.go: what is a report
//	identify.go    who and when: title.go town.go year.go dates.go
package form

import (
	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// maxBlocks bounds the blocks of a document that are looked at.
const maxBlocks = 20_000

// Match reads the reports of a document: one as a rule, two where a document
// holds two, and one with Status Rejected and a Reason where it holds none. The
// source may be nil; the register may be nil, and then no town gets a code.
func Match(doc *layout.Document, source *disclosure.Document, register *disclosure.Register) []disclosure.Report {
	results := read(doc, source, register)
	reports := make([]disclosure.Report, len(results))
	for i := range results {
		reports[i] = results[i].report
	}
	return reports
}

// Unread returns the rejected report of a document that could not be laid out,
// with the town and the year as far as the portal's words tell them.
func Unread(source *disclosure.Document, register *disclosure.Register, why *layout.Unreadable) []disclosure.Report {
	if source == nil {
		source = &disclosure.Document{}
	}
	report := disclosure.Report{Status: disclosure.Rejected, Reason: why.Reason, Detail: why.Detail}
	p := newPage(&layout.Document{}, source, register)
	p.identify(&report, nil)
	return []disclosure.Report{report}
}

// result is one report and how it was read.
type result struct {
	report disclosure.Report
	tables *tables
}

// read finds the reports of a document.
func read(doc *layout.Document, source *disclosure.Document, register *disclosure.Register) []result {
	if source == nil {
		source = &disclosure.Document{}
	}
	p := newPage(doc, source, register)
	parts := p.parts()
	results := make([]result, 0, len(parts))
	for _, part := range parts {
		results = append(results, p.readPart(part))
	}
	if len(results) > 1 {
		for i := range results {
			results[i].report.Doubts = append(results[i].report.Doubts, disclosure.Doubt{
				Code: disclosure.DoubtManyReports, Detail: "同一文件中有多份报告",
			})
		}
	}
	return results
}
