package parse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/parse/form"
	"gongkai/parse/layout"
)

// readPDF reads a PDF with the first reader, and with the second where the first
// could not open or decode it, or where the form's sums fail.
func (r *Reader) readPDF(ctx context.Context, document *disclosure.Document) ([]disclosure.Report, error) {
	first, err := r.ask(ctx, job{Reader: firstReader, Body: document.Body})
	switch {
	case wantsSecond(err):
		return r.readSecond(ctx, document, err)
	case err != nil:
		return nil, err
	case first.NoText:
		return r.readScan(ctx, document)
	}
	reports := form.Match(first.Layout, document, r.register)
	switch {
	case first.Layer:
		return r.readLayered(ctx, document, reports, first.Pictured)
	case !first.Doubtful && settled(reports):
		return reports, nil
	case len(first.Pictured) > 0 && !complete(reports):
		seen, err := r.readPictured(ctx, document, first.Pictured)
		if err != nil {
			return nil, err
		}
		if better(seen) > better(reports) {
			return seen, nil
		}
	}
	second, err := r.ask(ctx, job{Reader: secondReader, Body: document.Body})
	var unreadable *layout.Unreadable
	switch {
	case err == nil && !second.NoText:
		reports = reconcile(reports, form.Match(second.Layout, document, r.register))
	case err != nil && !errors.As(err, &unreadable):
		return nil, err
	}
	if first.Doubtful && !complete(reports) {
		return r.readGarbled(ctx, document, reports)
	}
	return reports, nil
}

// complete reports whether every cell of every report was found and read.
func complete(reports []disclosure.Report) bool {
	for i := range reports {
		if reports[i].Status == disclosure.Rejected {
			return false
		}
		for _, cell := range reports[i].Cells {
			if cell.State == disclosure.Absent || cell.State == disclosure.Illegible {
				return false
			}
		}
	}
	return true
}

// layOutPDF gives the layout of the reader that can open the document.
func (r *Reader) layOutPDF(ctx context.Context, body []byte) (*layout.Document, error) {
	first, err := r.ask(ctx, job{Reader: firstReader, Body: body})
	switch {
	case wantsSecond(err):
		return r.child(ctx, secondReader, body)
	case err != nil:
		return nil, err
	case first.NoText:
		return r.child(ctx, scanReader, body)
	}
	return first.Layout, nil
}

// wantsSecond reports whether an error of the first reader is one that the second
// may not have.
func wantsSecond(err error) bool {
	var unreadable *layout.Unreadable
	if !errors.As(err, &unreadable) {
		return false
	}
	switch unreadable.Reason {
	case disclosure.Damaged, disclosure.Encrypted, disclosure.UnsupportedType, disclosure.ReaderDied, disclosure.TimedOut:
		return true
	}
	return false
}

// readSecond reads with the second reader alone. Where it fails too, the first
// reader's reason stands.
func (r *Reader) readSecond(ctx context.Context, document *disclosure.Document, firstErr error) ([]disclosure.Report, error) {
	second, err := r.ask(ctx, job{Reader: secondReader, Body: document.Body})
	var unreadable *layout.Unreadable
	switch {
	case errors.As(err, &unreadable):
		return nil, firstErr
	case err != nil:
		return nil, err
	case second.NoText:
		return r.readScan(ctx, document)
	}
	return form.Match(second.Layout, document, r.register), nil
}

// settled reports whether every report was read whole and all its sums hold.
func settled(reports []disclosure.Report) bool {
	if !complete(reports) {
		return false
	}
	for i := range reports {
		for _, table := range reports[i].Tables {
			if table.Held < table.Checked {
				return false
			}
		}
	}
	return true
}

// reconcile settles what two readers say of the same document. Where they agree
// the town made the mistake. Where they differ, the reading whose sums hold is
// taken and marked; where neither holds, the cells in dispute are illegible.
func reconcile(first, second []disclosure.Report) []disclosure.Report {
	if len(first) != len(second) {
		if better(second) > better(first) {
			return second
		}
		return first
	}
	merged := make([]disclosure.Report, len(first))
	for i := range first {
		merged[i] = reconcileReport(&first[i], &second[i])
	}
	return merged
}

// better counts what was read, to choose between readings of different shape.
func better(reports []disclosure.Report) (score int) {
	for i := range reports {
		for _, cell := range reports[i].Cells {
			if cell.State != disclosure.Illegible && cell.State != disclosure.Absent {
				score++
			}
		}
	}
	return score
}

func reconcileReport(first, second *disclosure.Report) disclosure.Report {
	switch {
	case first.Form == "":
		return *second
	case second.Form != first.Form:
		return *first
	}
	merged := *first
	merged.Cells = slices.Clone(first.Cells)
	merged.Tables = slices.Clone(first.Tables)
	statutory := disclosure.FormByID(first.Form)
	for t, table := range statutory.Tables {
		var differ []int
		for i, spec := range statutory.Cells {
			if spec.Table == t && !sameReading(&first.Cells[i], &second.Cells[i]) {
				differ = append(differ, i)
			}
		}
		if len(differ) == 0 {
			continue
		}
		brokenFirst, checkedFirst := broken(statutory, table.ID, first.Cells)
		brokenSecond, checkedSecond := broken(statutory, table.ID, second.Cells)
		var names []string
		doubt := disclosure.Doubt{Table: table.ID}
		for _, i := range differ {
			doubt.Cells = append(doubt.Cells, statutory.Cells[i].Key)
			names = append(names, fmt.Sprintf("%s：%q 与 %q", statutory.Name(i), first.Cells[i].Raw, second.Cells[i].Raw))
		}
		said := brief(names)
		switch {
		case brokenFirst == 0 && checkedFirst > 0 && checkedFirst >= checkedSecond:
			doubt.Code, doubt.Detail = disclosure.DoubtReadersDisagree, "两个阅读器读数不同，第一读数勾稽相符，予以采用："+said
			mark(merged.Cells, differ, disclosure.DoubtReadersDisagree)
		case brokenSecond == 0 && checkedSecond > 0:
			doubt.Code, doubt.Detail = disclosure.DoubtSecondReader, "两个阅读器读数不同，第二读数勾稽相符，予以采用："+said
			for _, i := range differ {
				merged.Cells[i] = second.Cells[i]
			}
			mark(merged.Cells, differ, disclosure.DoubtSecondReader)
			if reading := merged.Table(table.ID); reading != nil {
				*reading = *second.Table(table.ID)
			}
		default:
			doubt.Code, doubt.Detail = disclosure.DoubtReadersDisagree, "两个阅读器读数不同，勾稽都不相符，存疑各格不予采用："+said
			for _, i := range differ {
				merged.Cells[i].State, merged.Cells[i].Value = disclosure.Illegible, 0
			}
			mark(merged.Cells, differ, disclosure.DoubtReadersDisagree)
			merged.Status, merged.Reason, merged.Detail = disclosure.Partial, disclosure.CellsIllegible, doubt.Detail
		}
		merged.Doubts = append(merged.Doubts[:len(merged.Doubts):len(merged.Doubts)], doubt)
	}
	return merged
}

// brief joins what is said of cells, of the first few where there are many.
func brief(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], "；") + fmt.Sprintf("；等 %d 格", len(names))
	}
	return strings.Join(names, "；")
}

// sameReading reports whether the second reader has nothing else to say of a cell.
// What it could not read is no other reading. Nor is a number where the first saw that
// the digits are hidden in part, struck out or a note's: it knows no more of these.
func sameReading(first, second *disclosure.Cell) bool {
	if first.State == disclosure.Illegible && first.Doubt == disclosure.DoubtOverlaid {
		return true
	}
	if second.State == disclosure.Absent || second.State == disclosure.Illegible {
		return true
	}
	return first.State == second.State && first.Value == second.Value
}

func mark(cells []disclosure.Cell, which []int, code disclosure.DoubtCode) {
	for _, i := range which {
		cells[i].Doubt = code
	}
}

// broken counts the identities of a table that fail, of those that can be checked.
func broken(statutory *disclosure.Form, table string, cells []disclosure.Cell) (failed, checked int) {
	numbers := disclosure.NumbersOf(cells)
	for i := range statutory.Identities {
		identity := &statutory.Identities[i]
		if identity.Table != table {
			continue
		}
		if check := identity.Check(numbers); check.Known {
			checked++
			if check.Fails() {
				failed++
			}
		}
	}
	return failed, checked
}
