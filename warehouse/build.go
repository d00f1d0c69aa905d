package warehouse

import (
	"context"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"gongkai/disclosure"
)

// What a snapshot is made of: 0_ are temporary tables that it is filled from, 1_ the
// tables that the program fills by itself, fill/ one SELECT for each of the others, in
// the order in which they need each other, and 2_ the views and comments over all.
//
//go:embed snapshot/*.sql snapshot/fill/*.sql
var snapshotFiles embed.FS

// fill is a table of a snapshot with the SELECT that gives the rows of some counties.
// In it, $loads(t) stands for the condition on the table t that selects the rows of
// their reports, $first and $last for the numbers between which these lie, $counties for
// their own numbers and $codes for their codes.
type fill struct{ table, query string }

// loadsPlace is where a fill takes the loads of its reports: $loads(table).
var loadsPlace = regexp.MustCompile(`\$loads\((\w+)\)`)

// of is the SELECT for counties in the order of their numbers, given the loads of their
// reports.
func (f fill) of(l loads, counties []countyRows) string {
	numbers, codes := make([]string, len(counties)), make([]string, len(counties))
	for i, c := range counties {
		numbers[i], codes[i] = fmt.Sprint(c.no), quote(fmt.Sprintf("%06d", c.no))
	}
	first, last := reportsBetween(counties)
	query := loadsPlace.ReplaceAllStringFunc(f.query, func(place string) string {
		return l.where(loadsPlace.FindStringSubmatch(place)[1])
	})
	return strings.NewReplacer("$first", first, "$last", last, "$counties", strings.Join(numbers, ", "), "$codes", strings.Join(codes, ", ")).Replace(query)
}

// snapshotFills lists the tables that are filled county by county.
func snapshotFills() ([]fill, error) {
	entries, err := snapshotFiles.ReadDir("snapshot/fill")
	if err != nil {
		return nil, err
	}
	var fills []fill
	for _, entry := range entries {
		query, err := snapshotFiles.ReadFile("snapshot/fill/" + entry.Name())
		if err != nil {
			return nil, err
		}
		_, table, _ := strings.Cut(strings.TrimSuffix(entry.Name(), ".sql"), "_")
		fills = append(fills, fill{table, string(query)})
	}
	return append(fills, wideFills()...), nil
}

// filledByCounty are the tables whose rows begin with their county's number; those of
// the others begin with their report's.
var filledByCounty = map[string]bool{
	"documents": true, "towns": true, "findings": true, "verdicts": true, "verdict_tallies": true, "reports": true, "town_years": true,
}

// reportsTogether bounds the reports whose rows are sorted together, and with them the
// memory that a publication takes: half a million cells.
const reportsTogether = 2500

// build makes the file of a snapshot under another name and renames it. It starts from
// a copy of the current snapshot where few counties differ from it, and says how many
// counties were written.
func (w *Warehouse) build(ctx context.Context, p Publication, current string) (counties int, err error) {
	building := p.Path + ".building"
	if err := removeBuilds(filepath.Dir(p.Path)); err != nil {
		return 0, err
	}
	job := &job{w: w, version: p.Version}
	if job.base, err = snapshotBase(); err != nil {
		return 0, err
	}
	if job.fills, err = snapshotFills(); err != nil {
		return 0, err
	}
	if err := job.plan(ctx, current); err != nil {
		return 0, err
	}
	err = job.make(ctx, current, building)
	if err != nil && job.takesOver && ctx.Err() == nil {
		w.opts.Logger.Warn("the current snapshot gives no good copy; building from nothing", "path", current, "error", err)
		job.takesOver, job.changed, job.rewritten = false, job.all, 0
		if err = removeBuilds(filepath.Dir(p.Path)); err == nil {
			err = job.make(ctx, current, building)
		}
	}
	if err == nil {
		err = os.Rename(building, p.Path)
	}
	if err != nil {
		return 0, errors.Join(err, removeBuilds(filepath.Dir(p.Path)))
	}
	return len(job.changed), nil
}

// make builds the file and puts it on the disk.
func (j *job) make(ctx context.Context, current, building string) error {
	if j.takesOver {
		if err := copyFile(current, building); err != nil {
			return err
		}
	}
	if err := j.w.attached(ctx, attachment{path: building, name: snapshotName}, func() error { return j.run(ctx) }); err != nil {
		return err
	}
	return syncFile(building)
}

// attached runs work with a file attached and used by default. Whatever happens, the
// connection goes back to the working file.
func (w *Warehouse) attached(ctx context.Context, file attachment, work func() error) error {
	if _, err := w.conn.ExecContext(ctx, file.statement()); err != nil {
		return translate(err)
	}
	_, err := w.conn.ExecContext(ctx, "USE "+file.name)
	if err == nil {
		err = work()
	}
	for _, statement := range []string{"USE " + workingName, "DETACH " + file.name} {
		if _, failure := w.conn.ExecContext(context.WithoutCancel(ctx), statement); failure != nil {
			err = errors.Join(err, failure)
		}
	}
	return err
}

// job is the building of one snapshot.
type job struct {
	w             *Warehouse
	version, base string
	fills         []fill
	// takesOver is true where the rows of all but the changed counties come from the
	// current snapshot.
	takesOver bool
	// all are the counties with data and changed those to write, by number; rewritten counts the reports that
	// were replaced since the file was last built from nothing.
	all, changed []countyRows
	rewritten    int
	// corrected is true where people corrected anything.
	corrected bool
}

// countyRows is a county to write, with its reports counted.
type countyRows struct{ no, reports int }

// plan finds the counties that differ from the current snapshot. Where they hold more
// than a third of the reports, with those replaced before, all are written: a file in
// which much was replaced is larger and less in order than one built from nothing.
func (j *job) plan(ctx context.Context, current string) (err error) {
	if j.all, err = j.counties(ctx, "SELECT county_no FROM temp.county_digests"); err != nil {
		return err
	}
	j.changed = j.all
	if err := j.w.conn.QueryRowContext(ctx, "SELECT count(*) > 0 FROM temp.decided_corrections").Scan(&j.corrected); err != nil {
		return fmt.Errorf("count corrections: %w", err)
	}
	if current == "" {
		return nil
	}
	previous := attachment{path: current, name: "previous", readOnly: true}
	if _, err := j.w.conn.ExecContext(ctx, previous.statement()); err != nil {
		// A snapshot that cannot be read any more is no reason not to build the next.
		j.w.opts.Logger.Warn("the current snapshot cannot be read; building from nothing", "path", current, "error", err)
		return nil
	}
	defer func() {
		_, failure := j.w.conn.ExecContext(context.WithoutCancel(ctx), "DETACH previous")
		err = errors.Join(err, failure)
	}()
	var base string
	var rewritten int
	if err := j.w.conn.QueryRowContext(ctx, "SELECT base, rewritten FROM previous.snapshot").Scan(&base, &rewritten); err != nil || base != j.base {
		return ctx.Err() // one of another program: nothing is taken over
	}
	changed, err := j.counties(ctx, `
		SELECT coalesce(o.county_no, n.county_no) AS county_no
		FROM previous.county_versions o FULL JOIN temp.county_digests n ON n.county_no = o.county_no
		WHERE o.digest IS DISTINCT FROM n.digest`)
	if err != nil {
		return err
	}
	for _, c := range changed {
		rewritten += c.reports
	}
	total := 0
	for _, c := range j.all {
		total += c.reports
	}
	if j.takesOver = rewritten <= total/3; j.takesOver {
		j.changed, j.rewritten = changed, rewritten
	}
	return nil
}

func (j *job) counties(ctx context.Context, query string) ([]countyRows, error) {
	rows, err := j.w.conn.QueryContext(ctx, "SELECT c.county_no, count(n.report_id) FROM ("+query+") c LEFT JOIN temp.numbered n ON n.county_no = c.county_no GROUP BY ALL ORDER BY ALL")
	if err != nil {
		return nil, fmt.Errorf("list counties: %w", err)
	}
	defer rows.Close()
	var out []countyRows
	for rows.Next() {
		var c countyRows
		if err := rows.Scan(&c.no, &c.reports); err != nil {
			return nil, fmt.Errorf("list counties: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// run fills the attached file.
func (j *job) run(ctx context.Context) error {
	if !j.takesOver {
		if err := transact(ctx, j.w.conn, func() error { return j.create(ctx) }); err != nil {
			return err
		}
	}
	if err := transact(ctx, j.w.conn, func() error { return j.inputs(ctx) }); err != nil {
		return err
	}
	for rest := j.changed; len(rest) > 0; {
		n, reports := 1, rest[0].reports
		for n < len(rest) && reports+rest[n].reports <= reportsTogether {
			reports += rest[n].reports
			n++
		}
		if err := transact(ctx, j.w.conn, func() error { return j.write(ctx, rest[:n]) }); err != nil {
			return err
		}
		rest = rest[n:]
	}
	if err := mustHold(ctx, j.w.conn, append(lossChecks(), wholeChecks...), ""); err != nil {
		return err
	}
	_, err := j.w.conn.ExecContext(ctx, "CHECKPOINT "+snapshotName)
	return err
}

// create makes the tables and views. One transaction: a thousand comments would each
// wait for the disk otherwise.
func (j *job) create(ctx context.Context) error {
	inputs, err := snapshotFiles.ReadFile("snapshot/1_inputs.sql")
	if err != nil {
		return err
	}
	if _, err := j.w.conn.ExecContext(ctx, string(inputs)); err != nil {
		return err
	}
	if err := j.w.appendRows(snapshotName, "cell_dictionary", dictionaryRows()); err != nil {
		return err
	}
	if _, err := j.w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE chosen AS FROM temp.numbered LIMIT 0"); err != nil {
		return err
	}
	for _, f := range j.fills {
		if strings.HasPrefix(f.table, "wide_") {
			continue // their columns are the forms'
		}
		if _, err := j.w.conn.ExecContext(ctx, "CREATE TABLE "+f.table+" AS FROM ("+f.of(nil, []countyRows{{}})+") LIMIT 0"); err != nil {
			return fmt.Errorf("make table %s: %w", f.table, err)
		}
	}
	views, err := snapshotFiles.ReadFile("snapshot/2_views.sql")
	if err != nil {
		return err
	}
	if _, err := j.w.conn.ExecContext(ctx, wideTables()+string(views)); err != nil {
		return err
	}
	return inheritComments(ctx, j.w.conn)
}

// inputs replaces what a snapshot says of itself and what people decided.
func (j *job) inputs(ctx context.Context) error {
	const statements = `
		DELETE FROM snapshot; DELETE FROM reviews; DELETE FROM corrections; DELETE FROM county_versions;
		INSERT INTO reviews FROM temp.decided_reviews ORDER BY fingerprint;
		INSERT INTO corrections FROM temp.decided_corrections ORDER BY town_code, year, key;
		INSERT INTO county_versions FROM temp.county_digests ORDER BY county_no;`
	if _, err := j.w.conn.ExecContext(ctx, statements); err != nil {
		return err
	}
	return j.w.appendRows(snapshotName, "snapshot", [][]driver.Value{{
		j.version, j.w.opts.Now().UTC(), int32(schemaVersion()), disclosure.RegisterSource, notice, j.base, int32(j.rewritten),
	}})
}

// write replaces the rows of some counties.
func (j *job) write(ctx context.Context, counties []countyRows) error {
	numbers := make([]string, len(counties))
	for i, c := range counties {
		numbers[i] = fmt.Sprint(c.no)
	}
	list := strings.Join(numbers, ", ")
	if j.takesOver {
		for _, f := range j.fills {
			where := "county_no IN (" + list + ")"
			if !filledByCounty[f.table] {
				where = reportsOf(counties)
			}
			if _, err := j.w.conn.ExecContext(ctx, "DELETE FROM "+f.table+" WHERE "+where); err != nil {
				return fmt.Errorf("delete from %s: %w", f.table, err)
			}
		}
	}
	if _, err := j.w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE chosen AS FROM temp.numbered WHERE county_no IN ("+list+") ORDER BY report_no"); err != nil {
		return err
	}
	loads, err := j.w.loadsOf(ctx, "county_no IN ("+list+")")
	if err != nil {
		return err
	}
	for _, f := range j.fills {
		if f.table == "wide_corrected_rows" && !j.corrected {
			continue
		}
		if _, err := j.w.conn.ExecContext(ctx, "INSERT INTO "+f.table+" "+f.of(loads, counties)); err != nil {
			return fmt.Errorf("fill %s: %w", f.table, err)
		}
	}
	// Counties come in the order of their numbers: where they are many, none lies between.
	first, last := reportsBetween(counties)
	return mustHold(ctx, j.w.conn, rowChecks(), "report_no BETWEEN "+first+" AND "+last)
}

// reportsBetween gives the least and the greatest number that a report of the counties
// can have.
func reportsBetween(counties []countyRows) (first, last string) {
	return fmt.Sprintf("%d000000", counties[0].no), fmt.Sprintf("%d999999", counties[len(counties)-1].no)
}

// reportsOf is the condition on report_no of the reports of some counties.
func reportsOf(counties []countyRows) string {
	ranges := make([]string, len(counties))
	for i := range counties {
		first, last := reportsBetween(counties[i : i+1])
		ranges[i] = "report_no BETWEEN " + first + " AND " + last
	}
	return "(" + strings.Join(ranges, " OR ") + ")"
}

// copyFile copies a file; where the file system can, without moving its bytes.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// removeBuilds removes what builds that were cut off left behind: only the one writer
// builds.
func removeBuilds(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, "gongkai-") && strings.Contains(name, ".duckdb.building") {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	return nil
}
