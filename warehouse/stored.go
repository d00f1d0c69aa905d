package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"gongkai/disclosure"
)

// StoredReport is a report read back from the working file.
type StoredReport struct {
	ReportID string
	// Report is as it was loaded, its findings left out.
	Report *disclosure.Report
	// Source, Portal and Title are the document's.
	Source, Portal, Title string
	// Version counts the versions of the document from 1; Newest is true for the last.
	Version int
	Newest  bool
	// Current is true for the one report that stands for its town and year.
	Current bool
}

// CountyReports gives back every report of a county, superseded versions and
// rejected documents included, ordered by town code, year, source and version:
// what the audit across years and towns needs. A report belongs to a county by
// its own code or, where it has none, by its portal's.
func (w *Warehouse) CountyReports(ctx context.Context, countyCode string) ([]StoredReport, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.number(ctx); err != nil {
		return nil, fmt.Errorf("reports of county %s: %w", countyCode, err)
	}
	loads, err := w.loadsOf(ctx, "county_code = ?", countyCode)
	if err != nil {
		return nil, fmt.Errorf("reports of county %s: %w", countyCode, err)
	}
	reports, err := w.storedReports(ctx, countyCode, loads)
	if err != nil {
		return nil, fmt.Errorf("reports of county %s: %w", countyCode, err)
	}
	byID := make(map[string]*disclosure.Report, len(reports))
	for i := range reports {
		byID[reports[i].ReportID] = reports[i].Report
	}
	for _, part := range storedParts {
		if err := w.storedPart(ctx, loads, part, byID); err != nil {
			return nil, fmt.Errorf("%s of county %s: %w", part.table, countyCode, err)
		}
	}
	return reports, nil
}

func (w *Warehouse) storedReports(ctx context.Context, countyCode string, loads loads) ([]StoredReport, error) {
	rows, err := w.conn.QueryContext(ctx, `
		SELECT r.report_id, d.source, coalesce(d.portal, ''), coalesce(d.title, ''), s.version, s.is_newest, s.is_current,
			coalesce(d.url, ''), coalesce(d.sha256, ''), coalesce(r.document_reader, ''), r.status, coalesce(r.reason, ''),
			coalesce(r.detail, ''), coalesce(r.form, ''), coalesce(r.town, ''), coalesce(r.town_code, ''),
			coalesce(r.county, ''), coalesce(r.county_code, ''), coalesce(r.year, 0), coalesce(r.year_source, ''),
			coalesce(r.title, ''), coalesce(CAST(r.published AS VARCHAR), ''), coalesce(r.published_source, ''),
			coalesce(r.index_number, ''), coalesce(r.publisher, ''), coalesce(r.preamble, '')
		FROM temp.numbered s JOIN reports r ON r.report_id = s.report_id JOIN documents d ON d.document_id = r.document_id
		WHERE s.county_code = ? AND `+loads.where("r")+` AND `+loads.where("d")+`
		ORDER BY r.town_code NULLS LAST, r.year NULLS LAST, d.source, s.version, r.ordinal`, countyCode)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var reports []StoredReport
	for rows.Next() {
		s := StoredReport{Report: &disclosure.Report{}}
		r := s.Report
		err := rows.Scan(&s.ReportID, &s.Source, &s.Portal, &s.Title, &s.Version, &s.Newest, &s.Current,
			&r.URL, &r.SHA256, &r.Reader, &r.Status, &r.Reason, &r.Detail, &r.Form, &r.Town, &r.TownCode,
			&r.County, &r.CountyCode, &r.Year, &r.YearSource, &r.Title, &r.Published, &r.PublishedSource,
			&r.IndexNumber, &r.Publisher, &r.Preamble)
		if err != nil {
			return nil, err
		}
		r.File = s.Source
		reports = append(reports, s)
	}
	return reports, rows.Err()
}

// storedPart says how the rows of one table go back into their report.
type storedPart struct {
	table, columns string
	add            func(rows *sql.Rows, id *string) (func(*disclosure.Report), error)
}

const placeColumns = "coalesce(t.page, 0), coalesce(t.box_left, 0), coalesce(t.box_top, 0), coalesce(t.box_right, 0), coalesce(t.box_bottom, 0), coalesce(t.path, ''), coalesce(t.reader, '')"

func placeTargets(p *disclosure.Place) []any {
	return []any{&p.Page, &p.Box[0], &p.Box[1], &p.Box[2], &p.Box[3], &p.Path, &p.Reader}
}

var storedParts = [...]storedPart{
	{"year_statements", "t.statement_source, t.year, t.statement, coalesce(t.period_from, ''), coalesce(t.period_to, '')",
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var y disclosure.YearStatement
			err := rows.Scan(id, &y.Source, &y.Year, &y.Text, &y.From, &y.To)
			return func(r *disclosure.Report) { r.Years = append(r.Years, y) }, err
		}},
	{"cell_readings", "t.key, t.value, t.state, t.raw, t.confidence, coalesce(t.doubt, ''), " + placeColumns,
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var c disclosure.Cell
			var value number
			err := rows.Scan(append([]any{id, &c.Key, &value, &c.State, &c.Raw, &c.Confidence, &c.Doubt}, placeTargets(&c.Place)...)...)
			c.Value = value.number
			return func(r *disclosure.Report) { r.Cells = append(r.Cells, c) }, err
		}},
	{"sections", "t.section, t.heading, t.body, t.has_table, t.has_image",
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var s disclosure.Section
			err := rows.Scan(id, &s.Key, &s.Heading, &s.Text, &s.HasTable, &s.HasImage)
			return func(r *disclosure.Report) { r.Sections = append(r.Sections, s) }, err
		}},
	{"table_readings", "t.table_id, t.found, t.as_image, t.score, t.held, t.checked, t.note, t.copies, t.altered, " + placeColumns,
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var t disclosure.TableReading
			var labels list
			err := rows.Scan(append([]any{id, &t.Table, &t.Found, &t.AsImage, &t.Score, &t.Held, &t.Checked, &t.Note, &t.Copies, &labels},
				placeTargets(&t.Place)...)...)
			for _, line := range labels {
				f := splitFields(line)
				t.Altered = append(t.Altered, disclosure.AlteredLabel{Row: f[0], Column: f[1], Form: f[2], Document: f[3]})
			}
			return func(r *disclosure.Report) { r.Tables = append(r.Tables, t) }, err
		}},
	{"extras", "t.table_id, t.axis, t.label, t.texts, " + placeColumns,
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var e disclosure.Extra
			var values list
			err := rows.Scan(append([]any{id, &e.Table, &e.Axis, &e.Label, &values}, placeTargets(&e.Place)...)...)
			e.Values = values
			return func(r *disclosure.Report) { r.Extras = append(r.Extras, e) }, err
		}},
	{"claims", "t.metric, t.value, t.approx, coalesce(t.section, ''), t.clause",
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var c disclosure.Claim
			var value number
			err := rows.Scan(id, &c.Metric, &value, &c.Approx, &c.Section, &c.Text)
			c.Value = value.number
			return func(r *disclosure.Report) { r.Claims = append(r.Claims, c) }, err
		}},
	{"doubts", "t.code, coalesce(t.table_id, ''), t.cells, t.detail",
		func(rows *sql.Rows, id *string) (func(*disclosure.Report), error) {
			var d disclosure.Doubt
			var cells list
			err := rows.Scan(id, &d.Code, &d.Table, &cells, &d.Detail)
			d.Cells = keys(cells)
			return func(r *disclosure.Report) { r.Doubts = append(r.Doubts, d) }, err
		}},
}

func (w *Warehouse) storedPart(ctx context.Context, loads loads, part storedPart, byID map[string]*disclosure.Report) error {
	rows, err := w.conn.QueryContext(ctx, "SELECT t.report_id, "+part.columns+" FROM "+part.table+" t WHERE "+loads.where("t")+
		" ORDER BY t.report_id, t.ordinal")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		add, err := part.add(rows, &id)
		if err != nil {
			return err
		}
		// One document may hold reports of several counties.
		if report := byID[id]; report != nil {
			add(report)
		}
	}
	return rows.Err()
}

// number scans a DECIMAL that may be NULL.
type number struct {
	number disclosure.Number
	valid  bool
}

func (n *number) Scan(value any) error {
	if value == nil {
		*n = number{}
		return nil
	}
	d, isDecimal := value.(duckdb.Decimal)
	if !isDecimal || d.Scale > numberScale {
		return fmt.Errorf("cannot read %T as a number", value)
	}
	parsed, err := disclosure.ParseNumber(d.String())
	*n = number{parsed, err == nil}
	return err
}

// text gives the decimal string, nil for NULL.
func (n *number) text() *string {
	if !n.valid {
		return nil
	}
	text := n.number.String()
	return &text
}

// list scans a list of text that may be NULL.
type list []string

func (l *list) Scan(value any) error {
	*l = nil
	if value == nil {
		return nil
	}
	items, isList := value.([]any)
	if !isList {
		return fmt.Errorf("cannot read %T as a list", value)
	}
	for _, item := range items {
		text, isText := item.(string)
		if !isText {
			return fmt.Errorf("cannot read %T as an item of a list", item)
		}
		*l = append(*l, text)
	}
	return nil
}

// keys turns a list of text into keys.
func keys(l list) []disclosure.Key {
	if len(l) == 0 {
		return nil
	}
	out := make([]disclosure.Key, len(l))
	for i, item := range l {
		out[i] = disclosure.Key(item)
	}
	return out
}

// joinFields writes fields as one line, tabs within them as blanks.
func joinFields(fields ...string) string {
	for i, f := range fields {
		fields[i] = strings.ReplaceAll(f, "\t", " ")
	}
	return strings.Join(fields, "\t")
}

// splitFields reads what joinFields wrote: always four fields.
func splitFields(line string) [4]string {
	var fields [4]string
	copy(fields[:], strings.SplitN(line, "\t", 4))
	return fields
}
