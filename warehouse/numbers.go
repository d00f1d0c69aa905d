package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"gongkai/disclosure"
)

// number finds which report stands for each town and year, and the number of each
// report, and keeps them in the temporary table "numbered" until something is loaded:
// a national run asks for them once a county.
func (w *Warehouse) number(ctx context.Context) error {
	if w.numbered == w.load {
		return nil
	}
	// Sorted, so that a county's reports are found through the zone maps.
	const statement = "CREATE OR REPLACE TEMP TABLE numbered AS FROM working.report_numbers ORDER BY report_no"
	if _, err := w.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("number reports: %w", err)
	}
	w.numbered = w.load
	return nil
}

// loads selects the rows of some loads. Constants are held against the zone maps, which
// a join is not: a county is read without reading the country.
type loads []int64

// runs gives the first and last of each run of numbers.
func (l loads) runs() [][2]int64 {
	var runs [][2]int64
	for _, n := range l {
		if last := len(runs) - 1; last >= 0 && runs[last][1] == n-1 {
			runs[last][1] = n
		} else {
			runs = append(runs, [2]int64{n, n})
		}
	}
	return runs
}

// maxRuns bounds the runs that each row is held against; beyond it the numbers alone
// select.
const maxRuns = 64

// loadsOf finds the loads of the reports that a condition on "numbered" selects.
func (w *Warehouse) loadsOf(ctx context.Context, condition string, args ...any) (loads, error) {
	var l loads
	rows, err := w.conn.QueryContext(ctx, "SELECT DISTINCT load FROM temp.numbered WHERE "+condition+" ORDER BY load", args...)
	if err != nil {
		return l, fmt.Errorf("list loads: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var load int64
		if err := rows.Scan(&load); err != nil {
			return l, fmt.Errorf("list loads: %w", err)
		}
		l = append(l, load)
	}
	return l, rows.Err()
}

// where is the condition on a table's column load. The list prunes whole row groups;
// the runs are checked while a row group is read, before its other columns are.
func (l loads) where(table string) string {
	if len(l) == 0 {
		return "false"
	}
	spans := l.runs()
	numbers, runs := make([]string, len(l)), make([]string, len(spans))
	for i, n := range l {
		numbers[i] = strconv.FormatInt(n, 10)
	}
	for i, run := range spans {
		runs[i] = fmt.Sprintf("%s.load BETWEEN %d AND %d", table, run[0], run[1])
	}
	switch {
	case len(runs) == 1:
		return runs[0]
	case len(runs) > maxRuns:
		return fmt.Sprintf("%s.load IN (%s)", table, strings.Join(numbers, ", "))
	}
	return fmt.Sprintf("%s.load IN (%s) AND (%s)", table, strings.Join(numbers, ", "), strings.Join(runs, " OR "))
}

// contentVersion derives a version from everything that goes into a snapshot: what
// the program itself puts in, what was loaded, and what people decided. It leaves the
// digest of each county in the temporary table "county_digests".
func (w *Warehouse) contentVersion(ctx context.Context, decided decisions) (string, error) {
	if err := w.number(ctx); err != nil {
		return "", err
	}
	for _, file := range []string{"snapshot/0_decisions.sql", "snapshot/0_counties.sql"} {
		statements, err := snapshotFiles.ReadFile(file)
		if err != nil {
			return "", err
		}
		if _, err := w.conn.ExecContext(ctx, string(statements)); err != nil {
			return "", err
		}
		if file == "snapshot/0_decisions.sql" {
			if err := w.appendDecisions(decided); err != nil {
				return "", err
			}
		}
	}
	base, err := snapshotBase()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, base)
	rows, err := w.conn.QueryContext(ctx, "SELECT county_no, digest FROM temp.county_digests ORDER BY county_no")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var county int
		var digest string
		if err := rows.Scan(&county, &digest); err != nil {
			return "", err
		}
		fmt.Fprintln(sum, county, digest)
	}
	if err := errors.Join(rows.Err(), json.NewEncoder(sum).Encode(decided)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// snapshotBase is the digest of what the program itself puts into a snapshot: one of
// another base takes nothing over.
func snapshotBase() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, schemaVersion(), notice, disclosure.RegisterSource, dictionaryRows())
	fills, err := snapshotFills()
	if err != nil {
		return "", err
	}
	fmt.Fprintln(sum, fills, wideTables())
	for _, file := range []string{"snapshot/0_counties.sql", "snapshot/1_inputs.sql", "snapshot/2_views.sql"} {
		statements, err := snapshotFiles.ReadFile(file)
		if err != nil {
			return "", err
		}
		sum.Write(statements)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// appendDecisions puts what people decided beside the tables that a snapshot is
// filled from.
func (w *Warehouse) appendDecisions(decided decisions) error {
	var reviews, corrections [][]driver.Value
	for _, r := range decided.Reviews {
		reviews = append(reviews, []driver.Value{r.Fingerprint, string(r.Status), r.By, r.Note, r.At.UTC()})
	}
	for _, c := range decided.Corrections {
		corrections = append(corrections, []driver.Value{c.TownCode, int32(c.Year), string(c.Key), decimal(*c.Value), c.Reason, c.By, c.At.UTC()})
	}
	return errors.Join(w.appendRows("temp", "decided_reviews", reviews), w.appendRows("temp", "decided_corrections", corrections))
}

// appendRows writes rows into a table of an attached file.
func (w *Warehouse) appendRows(database, table string, rows [][]driver.Value) error {
	return w.conn.Raw(func(conn any) error {
		appender, err := duckdb.NewAppender(conn.(driver.Conn), database, "main", table)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := appender.AppendRow(row...); err != nil {
				return errors.Join(err, appender.Close())
			}
		}
		return appender.Close()
	})
}
