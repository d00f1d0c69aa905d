package main

import (
	"testing"
	"time"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/internal/synth"
	"gongkai/parse"
)

// BenchmarkAuditAgainstReading audits 10,000 reports and reads 100 HTML reports in
// one run; the ratio is below 1 where auditing takes less time.
func BenchmarkAuditAgainstReading(b *testing.B) {
	reports := synth.Reports(1, 10_000)
	var documents []disclosure.Document
	for i := range 100 {
		documents = append(documents, disclosure.Document{Name: "report.html", Body: []byte(synth.HTMLPage(&reports[i]))})
	}
	reader := parse.New(parse.Options{})
	defer reader.Close()
	auditor := audit.NewAuditor(audit.Options{})
	var auditing, reading time.Duration
	for b.Loop() {
		begun := time.Now()
		for i := range reports {
			auditor.Document(&reports[i])
		}
		auditing += time.Since(begun)
		begun = time.Now()
		for i := range documents {
			if _, err := reader.Read(b.Context(), &documents[i]); err != nil {
				b.Fatal(err)
			}
		}
		reading += time.Since(begun)
	}
	b.ReportMetric(auditing.Seconds()/reading.Seconds(), "audit10000/read100")
	b.ReportMetric(float64(reading.Microseconds())/float64(b.N*len(documents)), "µs/read")
	b.ReportMetric(float64(auditing.Microseconds())/float64(b.N*len(reports)), "µs/audit")
}
