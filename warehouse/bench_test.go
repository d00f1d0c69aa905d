package warehouse

import (
	"fmt"
	"testing"

	"gongkai/disclosure"
)

// fillMany loads a report for each of n towns, some at a time.
func fillMany(b *testing.B, w *Warehouse, n, atOnce int) {
	b.Helper()
	var batches []Batch
	for i := range n {
		code := fmt.Sprintf("%09d", 511724000+i)
		batches = append(batches, testBatch(testReport(code, "镇"+code, 2019+i%5,
			map[disclosure.Key]string{"applications.received.total": fmt.Sprint(i % 40)}), fmt.Sprint(i)))
		if len(batches) < atOnce && i < n-1 {
			continue
		}
		if _, err := w.Load(b.Context(), batches...); err != nil {
			b.Fatal(err)
		}
		batches = nil
	}
}

func openBench(b *testing.B, dir string) *Warehouse {
	b.Helper()
	w, err := Open(b.Context(), dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close() })
	return w
}

// openBenchSnapshot publishes and opens a snapshot of 1000 reports.
func openBenchSnapshot(b *testing.B) *Snapshot {
	dir := b.TempDir()
	w := openBench(b, dir)
	fillMany(b, w, 1000, 100)
	if _, err := w.Publish(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	s, err := OpenSnapshot(b.Context(), dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func BenchmarkLoadOneReportATransaction(b *testing.B) {
	w := openBench(b, b.TempDir())
	b.ResetTimer()
	fillMany(b, w, b.N, 1)
}

func BenchmarkLoadFiftyReportsATransaction(b *testing.B) {
	w := openBench(b, b.TempDir())
	b.ResetTimer()
	fillMany(b, w, b.N, 50)
}

func BenchmarkPublish1000Reports(b *testing.B) {
	dir := b.TempDir()
	w := openBench(b, dir)
	fillMany(b, w, 1000, 100)
	if _, err := w.contentVersion(b.Context(), decisions{}); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		if _, err := w.build(b.Context(), Publication{Version: "bench", Path: dir + "/warehouse/bench.duckdb"}, ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenSnapshotAndReadOneReport(b *testing.B) {
	s := openBenchSnapshot(b)
	rows, err := s.Reports(b.Context(), ReportFilter{Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		if _, err := s.Report(b.Context(), rows[0].ReportID); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadACountyBack(b *testing.B) {
	w := openBench(b, b.TempDir())
	for c := range 10 {
		var batches []Batch
		for i := range 100 {
			batches = append(batches, countyReport(c, i/10, 2014+i%10, "1"))
		}
		if _, err := w.Load(b.Context(), batches...); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for n := range b.N {
		stored, err := w.CountyReports(b.Context(), fmt.Sprintf("5117%02d", n%10))
		if err != nil || len(stored) != 100 {
			b.Fatal(len(stored), err)
		}
	}
}

func BenchmarkValuesOfATownUnder45Keys(b *testing.B) {
	s := openBenchSnapshot(b)
	query := ValueQuery{TownCode: "511724500"}
	for _, cell := range disclosure.FormForYear(2023).Cells[:45] {
		query.Keys = append(query.Keys, cell.Key)
	}
	for b.Loop() {
		if rows, err := s.Values(b.Context(), query); err != nil || len(rows) != 1 {
			b.Fatal(len(rows), err)
		}
	}
}
