package crawl

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/crawl/fixture"
)

func TestTheFrontierIsMadeAgainFromTheArchive(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.run(Options{})
	replaced := strings.TrimPrefix(site.Reports[2], "http://"+site.Host)
	site.HTML(replaced, fixture.Frame("x", strings.Replace(fixture.Report("杨家镇", 2022), "<td>0</td>", "<td>7</td>", 1)))
	site.Remove(strings.TrimPrefix(site.Reports[3], "http://"+site.Host))
	w.clock.Sleep(context.Background(), time.Hour)
	w.run(Options{Refresh: true})
	before := documents(t, w.dir)
	for _, name := range []string{"frontier.sqlite", "frontier.sqlite-wal", "frontier.sqlite-shm"} {
		if err := os.Remove(filepath.Join(w.dir, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	after := documents(t, w.dir)
	if len(before) != len(site.Reports)+1 || len(after) != len(before) {
		t.Fatalf("%d documents before, %d after", len(before), len(after))
	}
	for i := range before {
		b, a := before[i], after[i]
		if a.URL != b.URL || a.SHA256 != b.SHA256 || a.Version != b.Version || a.Current != b.Current || a.Hint != b.Hint || a.Year != b.Year ||
			!bytes.Equal(a.Body, b.Body) || a.Withdrawn.IsZero() != b.Withdrawn.IsZero() || a.ContentType != b.ContentType {
			t.Errorf("before %+v\nafter %+v", b, a)
		}
	}
	// The next run asks for the lists again and for no report.
	w.clock.Sleep(context.Background(), time.Hour)
	summary, _, requests := w.run(Options{})
	if summary.Portals[0].New != 0 || len(requests) > 10 {
		t.Errorf("the run after it brings %d new reports with %d requests", summary.Portals[0].New, len(requests))
	}
}

func documents(t *testing.T, dir string) []Candidate {
	t.Helper()
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []Candidate
	for c, err := range s.Documents(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

func TestATornRecordIsToldAndLeftAndTheRunGoesOnInANewFile(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.run(Options{Limit: 4})
	files, err := filepath.Glob(filepath.Join(w.dir, "archive", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	torn := append(whole, whole[:200]...)
	if err := os.WriteFile(files[0], torn, 0o644); err != nil {
		t.Fatal(err)
	}
	w.clock.Sleep(context.Background(), time.Minute)
	var log bytes.Buffer
	w.run(Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if !strings.Contains(log.String(), "torn") {
		t.Error("the log does not tell of the torn record")
	}
	if now, err := os.ReadFile(files[0]); err != nil || !bytes.Equal(now, torn) {
		t.Error("the old file was written to")
	}
	sameSet(t, "reports", w.found(), site.Reports)
}

func TestADamagedBodyIsAnErrorAndTheOthersGoOn(t *testing.T) {
	site := fixture.TRS()
	w := newWorld(t, site)
	w.run(Options{})
	s, err := OpenStore(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.frontier.db.Exec(`UPDATE version SET offset = offset + 1 WHERE seq = 2; UPDATE version SET sha256 = 'x' WHERE seq = 3`); err != nil {
		t.Fatal(err)
	}
	good, bad := 0, 0
	for c, err := range s.Documents(context.Background(), 0) {
		if err != nil {
			bad++
			if c.URL == "" {
				t.Error("the damaged one has no name")
			}
			continue
		}
		good++
	}
	if good != len(site.Reports)-2 || bad != 2 {
		t.Errorf("%d good, %d bad", good, bad)
	}
}
