package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// Originals finds the document that a report was read from. It fails with
// ErrNoOriginal where it is not kept here any more.
type Originals func(ctx context.Context, report *warehouse.ReportRow) (Original, error)

// Original is a document as it was published. Picture and Table fail with
// ErrNoOriginal where the document has no such view.
type Original interface {
	// Pages reports whether pages can be drawn.
	Pages() bool
	// Picture draws the page on which a cell stands, with the cell marked, as PNG.
	Picture(ctx context.Context, cell *warehouse.CellRow) ([]byte, error)
	// Table gives the document's own table around a cell.
	Table(ctx context.Context, cell *warehouse.CellRow) ([][]OriginalCell, error)
}

// OriginalCell is one cell of a document's own table.
type OriginalCell struct {
	Text                string
	RowSpan, ColumnSpan int
	// Marked is true for the cell that was asked for.
	Marked bool
}

// ErrNoOriginal says that the original of a report cannot be shown.
var ErrNoOriginal = errors.New("no original")

// oneCell is a cell's page: what was read, what the form's sums say of it, and
// where it stands in the original.
type oneCell struct {
	Report   *warehouse.ReportRow
	Cell     *warehouse.CellRow
	Name     string
	Checks   []check
	Findings []warehouse.FindingRow
	// Picture is the address of the page's picture, Table the document's own table;
	// Missing says why there is neither.
	Picture string
	Table   [][]OriginalCell
	Missing string
}

// check is one sum of the form with the report's numbers put in.
type check struct {
	Left, Right string
	// Known is false where a cell reports no number.
	Known, Holds bool
}

func (s *server) cell(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	detail, cell, err := cellOf(ctx, snapshot, r)
	if err != nil {
		return "", nil, nil, err
	}
	c := oneCell{Report: &detail.ReportRow, Cell: cell, Name: cellName(detail.Form, cell.Key), Checks: checksOf(detail, cell.Key)}
	for _, finding := range detail.Findings {
		if slices.Contains(finding.Cells, cell.Key) {
			c.Findings = append(c.Findings, finding)
		}
	}
	c.show(ctx, s, r.URL.Path)
	return c.Name, append(crumbsTo(c.Report), crumb{fmt.Sprintf("%d 年报告", deref(detail.Year)), "/report/" + detail.ReportID}), c, nil
}

// cellOf finds the cell of a report that a request names.
func cellOf(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (*warehouse.ReportDetail, *warehouse.CellRow, error) {
	detail, err := snapshot.Report(ctx, r.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	key := disclosure.Key(r.PathValue("key"))
	at := slices.IndexFunc(detail.Cells, func(c warehouse.CellRow) bool { return c.Key == key })
	if at < 0 {
		return nil, nil, fmt.Errorf("cell %q: %w", key, warehouse.ErrNotFound)
	}
	return &detail, &detail.Cells[at], nil
}

// show finds what can be shown of the original.
func (c *oneCell) show(ctx context.Context, s *server, path string) {
	switch {
	case c.Cell.Page == 0 && c.Cell.Path == "":
		c.Missing = "原件中没有这一格，因此没有位置可标出。"
		return
	case s.options.Originals == nil:
		c.Missing = "本服务没有配置原件存档。"
		return
	}
	original, err := s.options.Originals(ctx, c.Report)
	if err == nil {
		c.Table, err = original.Table(ctx, c.Cell)
		if original.Pages() && c.Cell.Page != 0 && (err == nil || errors.Is(err, ErrNoOriginal)) {
			c.Picture, err = path+"/page.png", nil
		}
	}
	if err != nil {
		c.Missing = "未能从存档取出原件中的这一处，请打开原件核对。"
		if !errors.Is(err, ErrNoOriginal) && ctx.Err() == nil {
			s.options.Logger.Error("showing an original", "url", path, "error", err)
		}
	}
}

// picture draws the page on which a cell stands.
func (s *server) picture(w http.ResponseWriter, r *http.Request) {
	snapshot, release := s.snapshots.Acquire(r.Context())
	defer release()
	body, err := s.draw(r.Context(), snapshot, r)
	if errors.Is(err, ErrNoOriginal) {
		err = warehouse.ErrNotFound
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	write(w, r, http.StatusOK, "image/png", body)
}

func (s *server) draw(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) ([]byte, error) {
	detail, cell, err := cellOf(ctx, snapshot, r)
	if err != nil {
		return nil, err
	}
	if s.options.Originals == nil {
		return nil, ErrNoOriginal
	}
	original, err := s.options.Originals(ctx, &detail.ReportRow)
	if err != nil {
		return nil, err
	}
	return original.Picture(ctx, cell)
}

// checksOf are the form's sums in which a cell takes part, with the numbers of the
// report put in.
func checksOf(detail *warehouse.ReportDetail, key disclosure.Key) []check {
	form := disclosure.FormByID(text(detail.Form))
	if form == nil {
		return nil
	}
	cells := make([]disclosure.Cell, len(form.Cells))
	for i := range detail.Cells {
		cell := &detail.Cells[i]
		index := form.Index(cell.Key)
		if index < 0 || cell.Value == nil {
			continue
		}
		if number, err := disclosure.ParseNumber(*cell.Value); err == nil {
			cells[index] = disclosure.Cell{Key: cell.Key, State: disclosure.Reported, Value: number}
		}
	}
	index := form.Index(key)
	numbers := disclosure.NumbersOf(cells)
	var checks []check
	for i := range form.Identities {
		identity := &form.Identities[i]
		if !identity.Has(index) {
			continue
		}
		sums := identity.Check(numbers)
		checks = append(checks, check{
			Left: side(form, identity.Left, cells, sums.Left), Right: side(form, identity.Right, cells, sums.Right),
			Known: sums.Known, Holds: sums.Holds(),
		})
	}
	return checks
}

// side writes one side of a sum, and what it adds up to where every cell has a number.
func side(form *disclosure.Form, indexes []int, cells []disclosure.Cell, sum disclosure.Number) string {
	known := true
	var terms []string
	for _, index := range indexes {
		value, reported := cells[index].Number()
		if !reported {
			known = false
			terms = append(terms, "（无数字）")
			continue
		}
		terms = append(terms, value.String())
	}
	out := strings.Join(terms, " + ")
	switch {
	case len(indexes) == 1:
		return form.Name(indexes[0]) + " " + out
	case known:
		return out + " = " + sum.String()
	}
	return out
}
