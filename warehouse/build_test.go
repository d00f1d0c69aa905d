package warehouse

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/disclosure"
)

// fillCounties loads two towns' reports of two years for each of n counties.
func fillCounties(t *testing.T, w *Warehouse, n int) {
	t.Helper()
	var batches []Batch
	for c := range n {
		for town := range 2 {
			for _, year := range []int{2020, 2023} {
				batches = append(batches, countyReport(c, town, year, "1"))
			}
		}
	}
	if _, err := w.Load(t.Context(), batches...); err != nil {
		t.Fatal(err)
	}
	for c := range n {
		loadTestCounty(t, w, c, Published)
	}
}

func countyReport(county, town, year int, received string) Batch {
	code := fmt.Sprintf("5117%02d1%02d", county, town)
	report := testReport(code, "镇"+code, year, map[disclosure.Key]string{"applications.received.total": received})
	report.CountyCode = code[:6]
	batch := testBatch(report, received)
	batch.CountyCode = report.CountyCode
	return batch
}

func loadTestCounty(t *testing.T, w *Warehouse, county int, status TownYearStatus) {
	t.Helper()
	code := fmt.Sprintf("5117%02d", county)
	town := disclosure.Town{Code: code + "100", Name: "镇" + code + "100", CountyCode: code, County: "县" + code, City: "市", Province: "省"}
	finding := disclosure.Finding{Rule: "carry-over", Severity: disclosure.Error, Verdict: disclosure.Fires, Message: "结转", Fingerprint: "c-" + code}
	_, err := w.LoadCounty(t.Context(), CountyBatch{CountyCode: code, County: town.County, Towns: []disclosure.Town{town},
		TownYears: []TownYear{{TownCode: town.Code, Town: town.Name, Year: 2023, Status: status}},
		Findings:  []BodyFinding{{TownCode: town.Code, Town: town.Name, Year: 2023, Finding: finding}},
		Verdicts:  []BodyVerdict{{TownCode: town.Code, Town: town.Name, Year: 2023, Verdict: Verdict{Rule: "carry-over", Verdict: disclosure.Fires}}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// exportTest gives the CSV files of the current snapshot by name.
func exportTest(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	s, err := OpenSnapshot(t.Context(), dir, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	to := filepath.Join(t.TempDir(), "export")
	if err := Export(t.Context(), s, to, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, table := range exported {
		if files[table.name], err = os.ReadFile(filepath.Join(to, table.name+".csv")); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestASnapshotOfAFewChangedCountiesIsTheSameAsOneBuiltFromNothing(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	w := openTest(t, dir)
	ledger, err := OpenLedger(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	fillCounties(t, w, 16)
	publishTest(t, w, ledger)

	// A new version, a new town, a county's new status, a decision and a correction, each in another county.
	number := disclosure.Int(9)
	mustLoad(t, w, countyReport(3, 0, 2023, "2"), Versioned)
	loadTestCounty(t, w, 3, Late)
	mustLoad(t, w, countyReport(5, 7, 2020, "4"), Added)
	for _, err := range []error{
		ledger.AddReview(ctx, Review{"c-511707", ReviewDismissed, "乙", "", testNow}),
		ledger.AddCorrection(ctx, Correction{"511708101", 2023, "applications.received.total", &number, "误读", "甲", testNow}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	published := publishTest(t, w, ledger)
	var rewritten int
	s := openTestSnapshot(t, dir)
	if err := s.db.QueryRow("SELECT rewritten FROM snapshot").Scan(&rewritten); err != nil || rewritten != 5+5+4+4 {
		t.Errorf("%d reports were rewritten, want those of four counties; %v", rewritten, err)
	}
	var changed string
	err = s.db.QueryRow("SELECT string_agg(key || ' ' || value_before::INTEGER || ' ' || value::INTEGER) FROM cell_changes").Scan(&changed)
	if err != nil || changed != "applications.received.total 1 2" {
		t.Errorf("what the new version changed: %q, %v", changed, err)
	}
	s.Close()
	taken := exportTest(t, dir)

	for _, file := range []string{published.Path, filepath.Join(dir, "warehouse", "CURRENT")} {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if again := publishTest(t, w, ledger); again.Version != published.Version {
		t.Errorf("version %s, built from nothing %s", published.Version, again.Version)
	}
	for name, fresh := range exportTest(t, dir) {
		if !bytes.Equal(taken[name], fresh) {
			t.Errorf("%s differs:\n%.600s\nbuilt from nothing:\n%.600s", name, taken[name], fresh)
		}
	}
}

func TestASnapshotThatIsDamagedIsBuiltAnew(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"not a database": func(path string) error { return os.WriteFile(path, []byte("not a database"), 0o644) },
		"rows are lost": func(path string) error {
			db, err := openDuckDB(t.Context(), attachment{path: path, name: snapshotName}, testOptions().withDefaults(filepath.Dir(path)))
			if err != nil {
				return err
			}
			_, err = db.Exec("DELETE FROM cell_readings WHERE report_no = 511702000001")
			return errors.Join(err, db.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			w := openTest(t, dir)
			fillCounties(t, w, 4)
			if err := damage(publishTest(t, w, nil).Path); err != nil {
				t.Fatal(err)
			}
			mustLoad(t, w, countyReport(1, 0, 2023, "2"), Versioned)
			publishTest(t, w, nil)
			s := openTestSnapshot(t, dir)
			if found, err := s.Check(t.Context()); err != nil || len(found) != 0 {
				t.Errorf("%v, %v", found, err)
			}
			if summary, err := s.Summary(t.Context()); err != nil || summary.Reports != 16 {
				t.Errorf("%d reports, %v", summary.Reports, err)
			}
		})
	}
}

func TestAnExportAndTheSnapshotSayTheSame(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	odd := testReport("511724102", "月华镇", 2021, map[disclosure.Key]string{"disclosure.fees.amount": "0.000001"})
	odd.Cells[1] = disclosure.Cell{Key: odd.Cells[1].Key, State: disclosure.Illegible, Raw: "3 ,\"五\"\n/", Confidence: 0.25, Doubt: disclosure.DoubtSplit,
		Place: disclosure.Place{Page: 2, Box: disclosure.Box{1.5, 2.25, 3.125, 4}, Reader: "pdf"}}
	odd.Extras = []disclosure.Extra{{Table: "disputes", Axis: "row", Label: "合计", Values: []string{"0", "", "\"无\""}}}
	odd.Doubts = []disclosure.Doubt{{Code: disclosure.DoubtSplit, Table: "disputes", Cells: []disclosure.Key{odd.Cells[1].Key}, Detail: "一格两数"}}
	mustLoad(t, w, testBatch(odd, "cc"), Added)
	publishTest(t, w, nil)
	s := openTestSnapshot(t, dir)
	var storage string
	err := s.db.QueryRow("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'gongkai'").Scan(&storage)
	if err != nil || !strings.HasPrefix(storage, "v1.0.0") {
		t.Errorf("storage version %q, %v: clients older than this program cannot read it", storage, err)
	}
	to := filepath.Join(dir, "export")
	if err := Export(ctx, s, to, ExportOptions{BOM: true}); err != nil {
		t.Fatal(err)
	}
	for _, table := range exported {
		columns, _, err := s.describe(ctx, table.name)
		if err != nil {
			t.Fatal(err)
		}
		var types, back, plain []string
		for _, c := range columns {
			types = append(types, fmt.Sprintf("%s: %s", quote(c.name), quote(strings.Replace(c.kind, "VARCHAR[]", "VARCHAR", 1))))
			back = append(back, c.name)
			if strings.HasSuffix(c.kind, "[]") {
				back[len(back)-1] = fmt.Sprintf("CAST(CAST(%s AS JSON) AS VARCHAR[])", c.name)
			}
			plain = append(plain, c.name)
		}
		csv := fmt.Sprintf("SELECT %s FROM read_csv(%s, header = true, nullstr = '', allow_quoted_nulls = false, columns = {%s})",
			strings.Join(back, ", "), quote(filepath.Join(to, table.name+".csv")), strings.Join(types, ", "))
		parquet := fmt.Sprintf("SELECT %s FROM %s", strings.Join(plain, ", "), quote(filepath.Join(to, table.name+".parquet")))
		own := fmt.Sprintf("SELECT %s FROM %s", strings.Join(plain, ", "), table.name)
		for format, file := range map[string]string{"csv": csv, "parquet": parquet} {
			var rows, differing int
			err := s.db.QueryRow(fmt.Sprintf(`SELECT (SELECT count(*) FROM %[2]s),
				(SELECT count(*) FROM ((%[1]s) EXCEPT ALL (%[3]s))) + (SELECT count(*) FROM ((%[3]s) EXCEPT ALL (%[1]s)))`, file, table.name, own)).Scan(&rows, &differing)
			if err != nil || differing != 0 {
				t.Errorf("%s.%s: %d rows differ, %v", table.name, format, differing, err)
			}
			if rows == 0 && table.name != "cell_changes" && table.name != "corrections" && table.name != "reviews" {
				t.Errorf("%s has no rows: nothing was compared", table.name)
			}
		}
	}
}
