package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// LoadCounty replaces what the audit says of a county as a whole, in one
// transaction, and reports whether anything changed.
func (w *Warehouse) LoadCounty(ctx context.Context, batch CountyBatch) (changed bool, err error) {
	if len(batch.CountyCode) != 6 || strings.Trim(batch.CountyCode, "0123456789") != "" {
		return false, fmt.Errorf("load county %q: a county's code has six digits", batch.CountyCode)
	}
	digest, err := batch.digest()
	if err != nil {
		return false, fmt.Errorf("load county %s: %w", batch.CountyCode, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var before sql.NullString
	err = w.conn.QueryRowContext(ctx, "SELECT max(digest) FROM county_loads WHERE county_code = ?", batch.CountyCode).Scan(&before)
	if err != nil || before.String == digest {
		return false, err
	}
	err = transact(ctx, w.conn, func() error {
		if before.Valid {
			for _, statement := range []string{
				"DELETE FROM findings WHERE load IS NULL AND county_code = ?",
				"DELETE FROM verdicts WHERE load IS NULL AND county_code = ?",
				"DELETE FROM towns WHERE county_code = ?",
				"DELETE FROM town_years WHERE county_code = ?",
				"DELETE FROM county_loads WHERE county_code = ?",
			} {
				if _, err := w.conn.ExecContext(ctx, statement, batch.CountyCode); err != nil {
					return err
				}
			}
		}
		return w.appending(func(a *appenders) { a.county(&batch, digest) })
	})
	if err != nil {
		return false, fmt.Errorf("load county %s: %w", batch.CountyCode, err)
	}
	return true, nil
}

func (a *appenders) county(batch *CountyBatch, digest string) {
	a.row("county_loads", batch.CountyCode, batch.County, digest)
	for _, t := range batch.Towns {
		a.row("towns", t.Code, t.Name, string(t.Kind()), batch.CountyCode, t.County, t.City, t.Province)
	}
	for _, y := range batch.TownYears {
		a.row("town_years", batch.CountyCode, orNull(y.TownCode), y.Town, int32(y.Year), string(y.Status),
			date(y.Due), date(y.Published), orNull(y.Basis), orNull(y.Detail), orNull(y.Source))
	}
	of := func(townCode, town string, year int) body {
		return body{countyCode: batch.CountyCode, county: batch.County, townCode: townCode, town: town, year: year}
	}
	for i := range batch.Findings {
		f := &batch.Findings[i]
		a.finding(&f.Finding, 0, "", i, of(f.TownCode, f.Town, f.Year))
	}
	for i := range batch.Verdicts {
		v := &batch.Verdicts[i]
		a.verdict(&v.Verdict, 0, "", of(v.TownCode, v.Town, v.Year))
	}
}
