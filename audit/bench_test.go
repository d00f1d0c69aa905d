package audit

import (
	"context"
	"testing"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/synth"
	"gongkai/parse"
)

// BenchmarkDocument audits sound reports one by one: the time of a report.
func BenchmarkDocument(b *testing.B) {
	r := baseReport("2021", 2022)
	auditor := NewAuditor(Options{})
	b.ReportAllocs()
	for b.Loop() {
		auditor.Document(r)
	}
}

// BenchmarkAgainstReading audits 10,000 synthetic reports and reads 100 as web
// pages; its "ratio" is the first time over the second and should stay below one.
func BenchmarkAgainstReading(b *testing.B) {
	reader := parse.New(parse.Options{})
	defer reader.Close()
	reports := synth.Reports(1, 10_000)
	documents := make([]*disclosure.Document, 100)
	for i := range documents {
		documents[i] = &disclosure.Document{Name: "report.html", Body: []byte(synth.HTMLPage(&reports[i]))}
	}
	auditor := NewAuditor(Options{})
	var auditing, reading time.Duration
	for b.Loop() {
		start := time.Now()
		for i := range reports {
			auditor.Document(&reports[i])
		}
		auditing += time.Since(start)
		start = time.Now()
		for _, document := range documents {
			if _, err := reader.Read(context.Background(), document); err != nil {
				b.Fatal(err)
			}
		}
		reading += time.Since(start)
	}
	b.ReportMetric(float64(auditing)/float64(reading), "ratio")
	b.ReportMetric(float64(auditing.Nanoseconds())/float64(b.N)/10_000, "ns/audit")
	b.ReportMetric(float64(reading.Nanoseconds())/float64(b.N)/100, "ns/read")
}
