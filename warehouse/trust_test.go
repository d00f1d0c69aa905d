package warehouse

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func publishUntilKilled(t *testing.T, dir string) {
	w, err := Open(t.Context(), dir, testOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 1000 {
		// A new version of one town's report, in one of the counties there.
		batch := countyReport(i%6, 0, 2023, fmt.Sprint(100+i))
		batch.SHA256 = fmt.Sprint(time.Now().UnixNano())
		if _, err := w.Load(t.Context(), batch); err != nil {
			fmt.Println(err)
			return
		}
		p, err := w.Publish(t.Context(), nil)
		fmt.Println("published", p.Version, err)
	}
}

// TestAKilledPublicationLeavesTheLastSnapshot kills a process that loads and publishes
// at random moments; what was said to be published is there, whole, and the next one
// goes on.
func TestAKilledPublicationLeavesTheLastSnapshot(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillCounties(t, w, 6)
	publishTest(t, w, nil)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const kills = 3
	for range kills {
		command := another(t, "publish until killed", dir)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		versions := make(chan string)
		go func() {
			defer close(versions)
			for lines := bufio.NewScanner(out); lines.Scan(); {
				if version, found := strings.CutPrefix(lines.Text(), "published "); found {
					versions <- version
				}
			}
		}()
		// After the first publication, so that the moments fall into loads and builds.
		first, alive := <-versions
		if !alive {
			t.Fatal("the child published nothing")
		}
		said := first
		time.AfterFunc(time.Duration(rand.IntN(600))*time.Millisecond, func() { _ = command.Process.Kill() })
		for version := range versions {
			said = version
		}
		_ = command.Wait() // it was killed
		version, failure, _ := strings.Cut(said, " ")
		if failure != "<nil>" {
			t.Fatalf("the child could not publish: %s", failure)
		}
		s, err := OpenSnapshot(t.Context(), dir, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		// It may have been killed between the switch and its word.
		if _, err := os.Stat(filepath.Join(dir, "warehouse", "gongkai-"+version+".duckdb")); err != nil {
			t.Errorf("version %s was published and is gone: %v", version, err)
		}
		if found, err := s.Check(t.Context()); err != nil || len(found) != 0 {
			t.Errorf("after a kill: %v, %v", found, err)
		}
		if summary, err := s.Summary(t.Context()); err != nil || summary.Reports != 24 {
			t.Errorf("after a kill: %d reports, %v", summary.Reports, err)
		}
		s.Close()
	}
	w = openTest(t, dir)
	mustLoad(t, w, countyReport(2, 1, 2020, "7"), Versioned)
	publishTest(t, w, nil)
	if left, err := filepath.Glob(filepath.Join(dir, "warehouse", "*.building*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// fullAt is where files end on the full disk of the test, in bytes.
const fullAt = 1 << 20

func loadOntoAFullDisk(t *testing.T, dir string) {
	// No file grows beyond the limit: to the program that is a disk without room.
	signal.Ignore(syscall.SIGXFSZ)
	w, err := Open(t.Context(), dir, testOptions())
	if err != nil {
		fmt.Println("open:", err)
		return
	}
	limit := syscall.Rlimit{Cur: fullAt, Max: fullAt}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Println("limit:", err)
		return
	}
	_, err = w.Publish(t.Context(), nil)
	fmt.Println("publish fails:", err != nil)
	for i := range 200 {
		batch := countyReport(i%6, i, 2020, fmt.Sprint(i))
		if _, err = w.Load(t.Context(), batch); err != nil {
			break
		}
	}
	fmt.Println("load fails:", err != nil)
}

func TestAFullDiskLeavesTheLastSnapshotAndWholeDocuments(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillCounties(t, w, 6)
	before := publishTest(t, w, nil)
	mustLoad(t, w, countyReport(2, 1, 2020, "7"), Versioned)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := another(t, "load onto a full disk", dir).Output()
	if err != nil || !strings.Contains(string(out), "publish fails: true") || !strings.Contains(string(out), "load fails: true") {
		t.Fatalf("the child: %s, %v", out, err)
	}
	s := openTestSnapshot(t, dir)
	if summary, err := s.Summary(t.Context()); err != nil || summary.Reports != 24 || s.Version() != before.Version {
		t.Errorf("version %s, want %s; %d reports, %v", s.Version(), before.Version, summary.Reports, err)
	}
	w = openTest(t, dir)
	mustLoad(t, w, countyReport(3, 1, 2020, "8"), Versioned)
	publishTest(t, w, nil)
	if found, err := openTestSnapshot(t, dir).Check(t.Context()); err != nil || len(found) != 0 {
		t.Errorf("after room was made: %v, %v", found, err)
	}
}

func TestFilesOfAnOlderProgramAreBroughtUpToDate(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	published := publishTest(t, w, nil)
	// As the first version of the schema left it.
	for _, statement := range []string{"DROP VIEW report_numbers", "DELETE FROM schema_migrations WHERE version > 1"} {
		if _, err := w.conn.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := openDuckDB(t.Context(), attachment{path: published.Path, name: snapshotName}, testOptions().withDefaults(dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := old.Exec("UPDATE snapshot SET schema_version = 1, base = 'older'"); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSnapshot(t.Context(), dir, testOptions()); !errors.Is(err, ErrOldSnapshot) {
		t.Errorf("an old snapshot: %v", err)
	}
	if err := RunQuery(t.Context(), published.Path, "SELECT 1", CSV, io.Discard, QueryLimits{}); !errors.Is(err, ErrOldSnapshot) {
		t.Errorf("a query of an old snapshot: %v", err)
	}
	w = openTest(t, dir)
	mustLoad(t, w, countyReport(1, 0, 2023, "2"), Added)
	publishTest(t, w, nil)
	if summary, err := openTestSnapshot(t, dir).Summary(t.Context()); err != nil || summary.Reports != 3 {
		t.Errorf("%d reports, %v", summary.Reports, err)
	}
}

func TestADamagedSnapshotIsNamedAndPublishedAgain(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	published := publishTest(t, w, nil)
	whole, err := os.ReadFile(published.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range [][]byte{whole[:len(whole)/2], append(whole[:8192:8192], make([]byte, len(whole)-8192)...), []byte("no database"), nil} {
		if err := os.Remove(published.Path); err != nil {
			t.Fatal(err)
		}
		if damaged != nil {
			if err := os.WriteFile(published.Path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := OpenSnapshot(t.Context(), dir, testOptions()); !errors.Is(err, ErrUnreadable) || errors.Is(err, ErrLocked) {
			t.Errorf("a snapshot of %d bytes: %v", len(damaged), err)
		}
		if err := RunQuery(t.Context(), published.Path, "SELECT 1", CSV, io.Discard, QueryLimits{}); !errors.Is(err, ErrUnreadable) {
			t.Errorf("a query of a snapshot of %d bytes: %v", len(damaged), err)
		}
	}
	// The last one is gone.
	if again := publishTest(t, w, nil); !again.Changed || again.Version != published.Version {
		t.Errorf("published again as %+v", again)
	}
	if found, err := openTestSnapshot(t, dir).Check(t.Context()); err != nil || len(found) != 0 {
		t.Errorf("published again: %v, %v", found, err)
	}
}

func TestCheckFindsWhatMustNotBeInASnapshot(t *testing.T) {
	dir := t.TempDir()
	w := openTest(t, dir)
	fillCounties(t, w, 2)
	published := publishTest(t, w, nil)
	db, err := openDuckDB(t.Context(), attachment{path: published.Path, name: snapshotName}, testOptions().withDefaults(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct{ spoil, want string }{
		{"INSERT INTO reports FROM reports WHERE county_no = 511701 LIMIT 1", "报告的名称或编号重复"},
		{"DELETE FROM documents WHERE county_no = 511701", "报告没有对应版本的文件"},
		{"DELETE FROM cell_readings WHERE key = 'disputes.review.total' AND report_no = 511701000001", "报告的单元格与其表格不一致（多、少、重复或次序不对）"},
		{"UPDATE cell_readings SET key = 'disputes.review.total' WHERE key = 'disputes.review.pending' AND report_no = 511701000001", "报告的单元格与其表格不一致（多、少、重复或次序不对）"},
		{"UPDATE cell_readings SET state = 'blank' WHERE report_no = 511701000001 AND ordinal = 3", "单元格的数字与状态不符（有数而非 reported，或 reported 而无数）"},
		{"UPDATE cell_readings SET state = 'maybe', value = NULL WHERE report_no = 511701000001 AND ordinal = 3", "单元格的状态不在规定之列"},
		{"UPDATE cell_readings SET path = NULL WHERE report_no = 511701000001 AND ordinal = 3", "数字没有所在的页码或位置"},
		{"UPDATE claims SET report_no = 7 WHERE report_no = 511701000001", "claims 的行没有所属的报告"},
		{"UPDATE findings SET report_no = 7 WHERE report_no = 511701000001", "问题所指的报告不存在"},
		{"UPDATE findings SET severity = 'terrible' WHERE county_no = 511701", "问题的程度或判定不在规定之列"},
		{"UPDATE town_years SET status = 'lost' WHERE county_no = 511701", "应有报告重复，或其情况不在规定之列"},
		{"DELETE FROM wide_as_published WHERE report_no = 511701000001", "代表乡镇年度的报告在 wide_as_published 中没有行"},
	} {
		// The one connection of the transaction is rolled back before the next case.
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.ExecContext(t.Context(), "BEGIN; "+c.spoil); err != nil {
			t.Fatal(err)
		}
		found, err := violations(t.Context(), conn, wholeSnapshotChecks(), everyReport)
		if err != nil || !slices.ContainsFunc(found, func(v Violation) bool { return v.What == c.want }) {
			t.Errorf("after %s: %v, %v; want %q", c.spoil, found, err, c.want)
		}
		if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
