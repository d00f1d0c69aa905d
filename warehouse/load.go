package warehouse

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"gongkai/disclosure"
)

// readingTables hold what a document gave; each row carries the number of the
// load that wrote it. The documents come last: they say which loads go.
var readingTables = [...]string{
	"reports", "year_statements", "cell_readings", "sections", "table_readings",
	"extras", "claims", "doubts", "findings", "verdicts", "documents",
}

// Load keeps what documents gave, in one transaction, all or none: a transaction
// costs as much as twenty documents do. Where the same reading is there it writes
// nothing. Where the bytes of a document changed, the new version stands beside the
// old one; where only the reading or the audit changed, it takes the old one's place.
// The changes are in the order of batches, which must be of different documents.
func (w *Warehouse) Load(ctx context.Context, batches ...Batch) ([]Change, error) {
	digests := make([]string, len(batches))
	sources := map[string]bool{}
	for i := range batches {
		b := &batches[i]
		if b.Source == "" || sources[b.Source] {
			return nil, fmt.Errorf("load %q: document without a source, or twice in a batch", b.Source)
		}
		sources[b.Source] = true
		var err error
		if digests[i], err = b.digest(); err == nil {
			err = b.validate()
		}
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", b.Source, err)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	changes := make([]Change, len(batches))
	var changed []int
	for i := range batches {
		if changes[i] = Unchanged; w.known[batches[i].Source].digest != digests[i] {
			changed = append(changed, i)
		}
	}
	if len(changed) == 0 {
		return changes, nil
	}
	next := make([]knownDocument, len(batches))
	err := transact(ctx, w.conn, func() error {
		var replaced loads
		for n, i := range changed {
			b := &batches[i]
			next[i] = knownDocument{
				documentID: documentID(b.Source, b.SHA256), sha256: b.SHA256, reading: b.Reading,
				digest: digests[i], version: 1, load: w.load + int64(n) + 1,
			}
			changes[i] = Added
			if b.SHA256 == "" {
				next[i].version = 0
			}
			if known, found := w.known[b.Source]; found {
				change, gone, err := w.giveWay(ctx, b.Source, known, &next[i])
				if err != nil {
					return fmt.Errorf("%s: %w", b.Source, err)
				}
				changes[i] = change
				replaced = append(replaced, gone...)
			}
		}
		if err := w.forget(ctx, replaced); err != nil {
			return err
		}
		return w.appending(func(a *appenders) {
			for _, i := range changed {
				a.document(&batches[i], next[i])
			}
		})
	})
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	for _, i := range changed {
		w.known[batches[i].Source] = next[i]
		w.load = next[i].load
	}
	return changes, nil
}

// validate refuses what could not be published: a report holds every cell of its
// form, each once, or none at all.
func (b *Batch) validate() error {
	for i := range b.Reports {
		r := b.Reports[i].Report
		if len(r.Cells) == 0 && (r.Form == "" || r.Status == disclosure.Rejected) {
			continue
		}
		form := disclosure.FormByID(r.Form)
		if form == nil {
			return fmt.Errorf("report %d: no form %q", i, r.Form)
		}
		if len(r.Cells) != len(form.Cells) {
			return fmt.Errorf("report %d: %d cells, form %s has %d", i, len(r.Cells), r.Form, len(form.Cells))
		}
		seen := make(map[disclosure.Key]bool, len(r.Cells))
		for c := range r.Cells {
			key := r.Cells[c].Key
			if form.Index(key) < 0 || seen[key] {
				return fmt.Errorf("report %d: cell %q is not of form %s, or stands twice", i, key, r.Form)
			}
			seen[key] = true
		}
	}
	return nil
}

// giveWay sets the version of the next load of a known document and lists the loads
// that it replaces: a version is counted for each change of the bytes. What could not
// be fetched stands beside the version before; bytes that come back after others are a
// new version of the document that they were.
func (w *Warehouse) giveWay(ctx context.Context, source string, known knownDocument, next *knownDocument) (Change, []int64, error) {
	if known.documentID == next.documentID && known.sha256 != "" {
		// The last load of a document that was received is its newest version, and no
		// note stands beside it.
		next.version = known.version
		return Reread, []int64{known.load}, nil
	}
	rows, err := w.conn.QueryContext(ctx, "SELECT load, version, document_id, sha256 IS NOT NULL FROM documents WHERE source = ?", source)
	if err != nil {
		return "", nil, fmt.Errorf("look for earlier versions: %w", err)
	}
	defer rows.Close()
	newest := -1
	var newestID string
	var replaced []int64
	for rows.Next() {
		var load int64
		var version int
		var id string
		var received bool
		if err := rows.Scan(&load, &version, &id, &received); err != nil {
			return "", nil, fmt.Errorf("look for earlier versions: %w", err)
		}
		if received && version > newest {
			newest, newestID = version, id
		}
		if !received || id == next.documentID {
			replaced = append(replaced, load)
		}
	}
	if err := rows.Err(); err != nil {
		return "", nil, fmt.Errorf("look for earlier versions: %w", err)
	}
	switch {
	case next.sha256 == "":
		next.version = max(newest, 0)
		return Noted, replaced, nil
	case newest < 0:
		next.version = 1
		return Added, replaced, nil
	case newestID == next.documentID:
		next.version = newest
		return Reread, replaced, nil
	}
	next.version = newest + 1
	return Versioned, replaced, nil
}

// forget deletes what loads wrote.
func (w *Warehouse) forget(ctx context.Context, replaced loads) error {
	if len(replaced) == 0 {
		return nil
	}
	slices.Sort(replaced)
	for _, table := range readingTables {
		if _, err := w.conn.ExecContext(ctx, "DELETE FROM "+table+" WHERE "+replaced.where(table)); err != nil {
			return fmt.Errorf("delete from %s: %w", table, err)
		}
	}
	return nil
}

// appenders holds one appender a table and the first error of any. It is used
// within one transaction.
type appenders struct {
	conn   driver.Conn
	tables map[string]*duckdb.Appender
	err    error
}

// appending runs work with appenders on the warehouse's connection.
func (w *Warehouse) appending(work func(*appenders)) error {
	return w.conn.Raw(func(conn any) error {
		a := &appenders{conn: conn.(driver.Conn), tables: map[string]*duckdb.Appender{}}
		work(a)
		err := a.err
		for table, appender := range a.tables {
			if closing := appender.Close(); closing != nil && err == nil {
				err = fmt.Errorf("append to %s: %w", table, closing)
			}
		}
		return err
	})
}

func (a *appenders) row(table string, values ...driver.Value) {
	if a.err != nil {
		return
	}
	appender := a.tables[table]
	if appender == nil {
		if appender, a.err = duckdb.NewAppender(a.conn, workingName, "main", table); a.err != nil {
			a.err = fmt.Errorf("append to %s: %w", table, a.err)
			return
		}
		a.tables[table] = appender
	}
	if err := appender.AppendRow(values...); err != nil {
		a.err = fmt.Errorf("append to %s: %w", table, err)
	}
}

// document writes the rows of a batch.
func (a *appenders) document(b *Batch, known knownDocument) {
	a.row("documents", known.load, known.documentID, b.Source, orNull(b.URL), orNull(b.SHA256),
		orNull(b.Kind), orNull(b.Title), orNull(b.Portal), orNull(b.CountyCode),
		timestamp(b.Fetched), orNull(b.Outcome), orNull(b.Reading), int32(known.version), known.digest)
	for i := range b.Reports {
		a.report(&b.Reports[i], known, i)
	}
}

func (a *appenders) report(batch *ReportBatch, known knownDocument, ordinal int) {
	r := batch.Report
	id := reportID(known.documentID, ordinal)
	a.row("reports", known.load, id, known.documentID, int32(ordinal),
		string(r.Status), orNull(string(r.Reason)), orNull(r.Detail), orNull(r.Reader), orNull(r.Form),
		orNull(r.Town), orNull(r.TownCode), orNull(r.County), orNull(r.CountyCode),
		orNull(int32(r.Year)), orNull(string(r.YearSource)), orNull(r.Title),
		date(r.Published), orNull(string(r.PublishedSource)), orNull(r.IndexNumber), orNull(r.Publisher), orNull(r.Preamble))
	for i, y := range r.Years {
		a.row("year_statements", known.load, id, int32(i), string(y.Source), int32(y.Year), y.Text, orNull(y.From), orNull(y.To))
	}
	form := disclosure.FormByID(r.Form)
	for i := range r.Cells {
		c := &r.Cells[i]
		var value driver.Value
		if number, reported := c.Number(); reported {
			value = decimal(number)
		}
		a.row("cell_readings", append(append([]driver.Value{known.load, id, int32(form.Index(c.Key)), string(c.Key), value, string(c.State), c.Raw},
			place(c.Place)...), c.Confidence, orNull(string(c.Doubt)))...)
	}
	for i, s := range r.Sections {
		a.row("sections", known.load, id, int32(i), s.Key, s.Heading, s.Text, s.HasTable, s.HasImage)
	}
	for i, t := range r.Tables {
		a.row("table_readings", append(append([]driver.Value{known.load, id, int32(i), t.Table, t.Found, t.AsImage, t.Score,
			int32(t.Held), int32(t.Checked), t.Note, int32(t.Copies)}, place(t.Place)...), altered(t.Altered))...)
	}
	for i, e := range r.Extras {
		a.row("extras", append([]driver.Value{known.load, id, int32(i), e.Table, e.Axis, e.Label, texts(e.Values)}, place(e.Place)...)...)
	}
	for i, c := range r.Claims {
		a.row("claims", known.load, id, int32(i), c.Metric, decimal(c.Value), c.Approx, orNull(c.Section), c.Text)
	}
	for i, d := range r.Doubts {
		a.row("doubts", known.load, id, int32(i), string(d.Code), orNull(d.Table), texts(d.Cells), d.Detail)
	}
	body := body{countyCode: r.CountyCode, county: r.County, townCode: r.TownCode, town: r.Town, year: r.Year}
	for i := range batch.Findings {
		a.finding(&batch.Findings[i], known.load, id, i, body)
	}
	for i := range batch.Verdicts {
		a.verdict(&batch.Verdicts[i], known.load, id, body)
	}
}

// body is whom a finding or verdict is about.
type body struct {
	countyCode, county, townCode, town string
	year                               int
}

// finding writes one finding; load is 0 and reportID empty for a county's.
func (a *appenders) finding(f *disclosure.Finding, load int64, reportID string, ordinal int, b body) {
	values := []driver.Value{
		orNull(load), orNull(reportID), int32(ordinal), orNull(b.countyCode), orNull(b.county), orNull(b.townCode), orNull(b.town), orNull(int32(b.year)),
		f.Rule, string(f.Severity), string(f.Verdict), texts(f.Cells), orNull(f.Expected), orNull(f.Actual), orNull(f.Difference),
		orNull(f.Formula), f.Message, orNull(f.Basis), orNull(f.Quote),
	}
	values = append(values, place(f.Place)...)
	a.row("findings", append(values, texts(f.Causes), texts(f.Documents), f.Misreading, orNull(f.Fingerprint))...)
}

func (a *appenders) verdict(v *Verdict, load int64, reportID string, b body) {
	a.row("verdicts", orNull(load), orNull(reportID), orNull(b.countyCode), orNull(b.townCode), orNull(b.town), orNull(int32(b.year)),
		v.Rule, string(v.Verdict), texts(v.Lacking))
}

// numberWidth and numberScale are those of DECIMAL(20,6), which holds every
// disclosure.Number: both count millionths.
const (
	numberWidth = 20
	numberScale = 6
)

func decimal(n disclosure.Number) driver.Value {
	return duckdb.Decimal{Width: numberWidth, Scale: numberScale, Value: big.NewInt(int64(n))}
}

func place(p disclosure.Place) []driver.Value {
	values := []driver.Value{orNull(int32(p.Page)), nil, nil, nil, nil, orNull(p.Path), orNull(p.Reader)}
	if p.Box != (disclosure.Box{}) {
		for i, edge := range p.Box {
			values[1+i] = edge
		}
	}
	return values
}

// texts gives a list of text, NULL where it is empty.
func texts[T ~string](list []T) driver.Value {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = string(item)
	}
	return out
}

// altered writes a table's altered labels as lines of four fields.
func altered(labels []disclosure.AlteredLabel) driver.Value {
	lines := make([]string, len(labels))
	for i, l := range labels {
		lines[i] = joinFields(l.Row, l.Column, l.Form, l.Document)
	}
	return texts(lines)
}

func timestamp(t time.Time) driver.Value {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

// date gives a DATE, or NULL where the text is not "2006-01-02".
func date(text string) driver.Value {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil
	}
	return day
}
