package warehouse

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"gongkai/disclosure"
)

// TestHelperProcess is no test: it is what the tests below run as another process.
func TestHelperProcess(t *testing.T) {
	dir := os.Getenv("GONGKAI_TEST_DIR")
	switch os.Getenv("GONGKAI_TEST_DO") {
	case "":
		t.Skip("runs only as a child of other tests")
	case "write":
		_, err := Open(t.Context(), dir, testOptions())
		fmt.Println("locked:", errors.Is(err, ErrLocked))
	case "read":
		s, err := OpenSnapshot(t.Context(), dir, testOptions())
		if err != nil {
			fmt.Println(err)
			return
		}
		summary, err := s.Summary(t.Context())
		fmt.Println("reports:", summary.Reports, err)
	case "publish until killed":
		publishUntilKilled(t, dir)
	case "load onto a full disk":
		loadOntoAFullDisk(t, dir)
	case "load until killed":
		w, err := Open(t.Context(), dir, testOptions())
		if err != nil {
			fmt.Println(err)
			return
		}
		for i := range 10_000 {
			code := fmt.Sprintf("511724%03d", i%1000)
			batch := testBatch(testReport(code, "镇"+code, 2021, nil), fmt.Sprint(i))
			batch.Source = fmt.Sprint("source ", i)
			if _, err := w.Load(t.Context(), batch); err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println("loaded", i)
		}
	}
}

// another runs the helper process.
func another(t *testing.T, do, dir string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, "-test.run=^TestHelperProcess$")
	command.Env = append(os.Environ(), "GONGKAI_TEST_DO="+do, "GONGKAI_TEST_DIR="+dir)
	return command
}

func TestOthersReadTheSnapshotWhileOneWrites(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	if _, err := OpenSnapshot(t.Context(), dir, testOptions()); !errors.Is(err, ErrNoSnapshot) {
		t.Errorf("opening before anything was published: %v", err)
	}
	fillTest(t, w)
	publishTest(t, w, nil)
	mustLoad(t, w, testBatch(testReport("511724102", "月华镇", 2021, nil), "cc"), Added)
	for do, want := range map[string]string{"write": "locked: true", "read": "reports: 2 <nil>"} {
		out, err := another(t, do, dir).Output()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %q, %v; want %q", do, out, err, want)
		}
	}
	old := openTestSnapshot(t, dir)
	publishTest(t, w, nil)
	if summary, err := old.Summary(t.Context()); err != nil || summary.Reports != 2 {
		t.Errorf("the older snapshot changed: %d reports, %v", summary.Reports, err)
	}
	if summary, err := openTestSnapshot(t, dir).Summary(t.Context()); err != nil || summary.Reports != 3 {
		t.Errorf("the newer snapshot: %d reports, %v", summary.Reports, err)
	}
}

func TestASnapshotOutlivesTheRequestThatOpenedIt(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	publishTest(t, w, nil)
	ctx, cancel := context.WithCancel(t.Context())
	s, err := OpenSnapshot(ctx, dir, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cancel()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if rows, err := s.Reports(t.Context(), ReportFilter{}); err != nil || len(rows) != 2 {
				t.Errorf("%d reports, %v", len(rows), err)
			}
		})
	}
	group.Wait()
}

func TestAKilledLoadLeavesWholeDocumentsOnly(t *testing.T) {
	dir := t.TempDir()
	command := another(t, "load until killed", dir)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	said := 0
	for said < 25 && lines.Scan() {
		if strings.HasPrefix(lines.Text(), "loaded") {
			said++
		}
	}
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it was killed

	w := openTest(t, dir)
	var documents, reports, torn int
	err = w.conn.QueryRowContext(t.Context(), `
		SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM reports),
			(SELECT count(*) FROM (SELECT report_id FROM reports r LEFT JOIN cell_readings c USING (report_id) GROUP BY report_id HAVING count(key) <> 200))`).
		Scan(&documents, &reports, &torn)
	if err != nil || documents < said || reports != documents || torn != 0 {
		t.Errorf("%d documents, %d reports, %d torn, said %d, %v", documents, reports, torn, said, err)
	}
	publishTest(t, w, nil)
}

func TestACancelledLoadWritesNothing(t *testing.T) {
	w := openTest(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	batch := testBatch(testReport("511724100", "团坝镇", 2021, nil), "aa")
	if _, err := w.Load(ctx, batch); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled load: %v", err)
	}
	mustLoad(t, w, batch, Added)
}

func TestAPublicationThatIsCutOffCanBeRepeated(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	for _, patience := range []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		_, err := w.Publish(ctx, nil)
		cancel()
		if err != nil && ctx.Err() == nil {
			t.Errorf("cut off after %s: %v", patience, err)
		}
	}
	publishTest(t, w, nil)
	if summary, err := openTestSnapshot(t, dir).Summary(t.Context()); err != nil || summary.Reports != 2 {
		t.Errorf("%d reports, %v", summary.Reports, err)
	}
}

func TestASchemaOfTheFutureIsRefused(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	if _, err := w.conn.ExecContext(t.Context(), "INSERT INTO schema_migrations VALUES (999, 'x', now())"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, testOptions()); !errors.Is(err, ErrSchema) {
		t.Errorf("opening: %v", err)
	}
	ledger, err := OpenLedger(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.db.Exec("PRAGMA user_version = 999"); err != nil {
		t.Fatal(err)
	}
	ledger.Close()
	if _, err := OpenLedger(t.Context(), dir); !errors.Is(err, ErrSchema) {
		t.Errorf("opening the ledger: %v", err)
	}
}

func TestAReportThatNoFormExplainsIsRefused(t *testing.T) {
	w := openTest(t, t.TempDir())
	report := testReport("511724100", "团坝镇", 2021, nil)
	report.Cells[0].Key = "applications.received.nobody"
	if _, err := w.Load(t.Context(), testBatch(report, "aa")); err == nil || !strings.Contains(err.Error(), "applications.received.nobody") {
		t.Errorf("a cell that the form does not have: %v", err)
	}
}

func TestEveryTableAndColumnHasAComment(t *testing.T) {
	const lacking = `
		SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''
		UNION ALL
		SELECT table_name FROM duckdb_tables() WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''
		UNION ALL
		SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database() AND coalesce(comment, '') = ''`
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	published := publishTest(t, w, nil)
	none := func(query func(context.Context, string, ...any) (*sql.Rows, error)) {
		t.Helper()
		rows, err := query(t.Context(), lacking)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s has no comment", name)
		}
	}
	none(w.conn.QueryContext)
	// Another program opens the file under its own name.
	connector, err := duckdb.NewConnector(published.Path+"?access_mode=READ_ONLY", nil)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	none(db.QueryContext)
	var n int
	for _, view := range []string{"cells", "cells_as_published", "cells_as_corrected", "wide_as_corrected", "verdict_counts"} {
		if err := db.QueryRow("SELECT count(*) FROM " + view).Scan(&n); err != nil || n == 0 {
			t.Errorf("view %s: %d rows, %v", view, n, err)
		}
	}
	names := map[string]disclosure.Key{}
	for _, c := range wideColumns() {
		if other, twice := names[c.name]; twice {
			t.Errorf("cells %s and %s share the column %s", other, c.key, c.name)
		}
		names[c.name] = c.key
	}
}

func TestDecisionsAreLaidOverWhatWasRead(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	ledger, err := OpenLedger(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	before := publishTest(t, w, ledger)
	number := disclosure.Int(14)
	for _, err := range []error{
		ledger.AddReview(ctx, Review{"f-511724100-2021", ReviewConfirmed, "甲", "", testNow}),
		ledger.AddReview(ctx, Review{"f-511724100-2021", ReviewDismissed, "乙", "原文确为空白", testNow}),
		ledger.AddCorrection(ctx, Correction{"511724100", 2021, "applications.received.total", &number, "扫描误读", "甲", testNow}),
		ledger.AddCorrection(ctx, Correction{"511724101", 2021, "applications.received.total", &number, "误", "甲", testNow}),
		ledger.AddCorrection(ctx, Correction{"511724101", 2021, "applications.received.total", nil, "撤回", "甲", testNow}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if ledger.AddReview(ctx, Review{Fingerprint: "x", Status: ReviewConfirmed, At: testNow}) == nil {
		t.Error("a decision by nobody was taken")
	}
	if _, err := ledger.db.Exec("UPDATE reviews SET status = 'open'"); err == nil {
		t.Error("the ledger was rewritten")
	}
	if history, err := ledger.ReviewHistory(ctx, "f-511724100-2021"); err != nil || len(history) != 2 || history[0].By != "甲" || !history[0].At.Equal(testNow) {
		t.Errorf("history: %+v, %v", history, err)
	}
	if after := publishTest(t, w, ledger); !after.Changed || after.Version == before.Version {
		t.Error("decisions did not make a new snapshot")
	}
	s := openTestSnapshot(t, dir)
	findings, err := s.Findings(ctx, FindingFilter{TownCode: "511724100"})
	if err != nil || len(findings) != 1 || findings[0].Review != ReviewDismissed || findings[0].ReviewedBy != "乙" {
		t.Errorf("findings: %+v, %v", findings, err)
	}
	for view, want := range map[View]string{AsPublished: "12 3", AsCorrected: "14 3"} {
		values, err := s.Values(ctx, ValueQuery{Keys: []disclosure.Key{"applications.received.total"}, Year: 2021, CountyCode: county, View: view})
		if err != nil {
			t.Fatal(err)
		}
		if got := values[0].Values[0].String() + " " + values[1].Values[0].String(); got != want {
			t.Errorf("%s: %s, want %s", view, got, want)
		}
		var wide string
		err = s.db.QueryRow("SELECT string_agg(applications_received_total, ' ' ORDER BY town_code) FROM wide_" + string(view)).Scan(&wide)
		if err != nil || wide != want {
			t.Errorf("wide_%s: %s, %v; want %s", view, wide, err, want)
		}
	}
	reports, err := s.Reports(ctx, ReportFilter{TownCode: "511724100"})
	if err != nil || reports[0].Warnings != 0 {
		t.Errorf("a dismissed finding still counts: %+v, %v", reports, err)
	}
}

func TestOldSnapshotsAndKilledBuildsGoAndTheCurrentStays(t *testing.T) {
	dir := t.TempDir()
	opts := testOptions()
	opts.Keep = 2
	w, err := Open(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	killed := filepath.Join(dir, "warehouse", "gongkai-0000.duckdb.building")
	if err := os.WriteFile(killed, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		mustLoad(t, w, testBatch(testReport(fmt.Sprint("51172410", i), "镇", 2021, nil), "aa"), Added)
		publishTest(t, w, nil)
	}
	files, err := filepath.Glob(filepath.Join(dir, "warehouse", "gongkai-*"))
	if err != nil || len(files) != 2 {
		t.Errorf("%d snapshots, want 2: %v, %v", len(files), files, err)
	}
	if _, err := OpenSnapshot(t.Context(), dir, opts); err != nil {
		t.Error(err)
	}
}

func TestAnExportDescribesItselfAndIsTheSameEachTime(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	publishTest(t, w, nil)
	s := openTestSnapshot(t, dir)
	first, second := filepath.Join(dir, "a", "export"), filepath.Join(dir, "b")
	for _, to := range []string{first, second} {
		if err := Export(t.Context(), s, to, ExportOptions{BOM: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := Export(t.Context(), s, second, ExportOptions{}); err == nil {
		t.Error("an export overwrote another")
	}
	text, err := os.ReadFile(filepath.Join(first, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	var descriptor dataPackage
	if err := json.Unmarshal(text, &descriptor); err != nil {
		t.Fatal(err)
	}
	for _, r := range descriptor.Resources {
		content, err := os.ReadFile(filepath.Join(first, r.Path))
		if err != nil || int64(len(content)) != r.Bytes {
			t.Errorf("%s: %d bytes, described as %d, %v", r.Path, len(content), r.Bytes, err)
		}
		for _, f := range r.Schema.Fields {
			if f.Description == "" {
				t.Errorf("%s: field %s is not described", r.Path, f.Name)
			}
		}
		if r.Format != "csv" {
			continue
		}
		again, err := os.ReadFile(filepath.Join(second, r.Path))
		if err != nil || !bytes.Equal(content, again) {
			t.Errorf("%s differs between two exports: %v", r.Path, err)
		}
		records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
		if err != nil || len(records) != r.RowCount+1 || len(records[0]) != len(r.Schema.Fields) || !bytes.HasPrefix(content, []byte("\ufeff")) {
			t.Errorf("%s: %d records, described as %d rows, %v", r.Path, len(records), r.RowCount, err)
		}
	}
	cells, err := os.ReadFile(filepath.Join(first, "cells.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{",万元,29.0506,29.0506,reported,29.0506,", ",行政复议 / 总计,件,,,blank,"} {
		if !strings.Contains(string(cells), want) {
			t.Errorf("cells.csv lacks %q", want)
		}
	}
	dictionary, err := os.ReadFile(filepath.Join(first, "data-dictionary.md"))
	if err != nil || !strings.Contains(string(dictionary), "| 2021 | disputes.review.total |") {
		t.Errorf("data dictionary: %v", err)
	}
}
