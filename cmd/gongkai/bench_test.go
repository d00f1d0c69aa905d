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
// one run; the ratio is below 1 where auditing takes less time. The audits go
// county by county, as in a run: 500 times the 20 reports of a year, a little more
// than the 15 towns that a county has in the mean.
//
//   - plain: the pages hold the bare report, 8 KB each.
//   - drawn: the pages are in the layouts and with the noise of portals.
func BenchmarkAuditAgainstReading(b *testing.B) {
	const towns, counties, pages = 20, 500, 100
	reports := synth.Reports(1, pages)
	plain, drawn := make([]disclosure.Document, pages), make([]disclosure.Document, pages)
	for i := range reports {
		plain[i] = disclosure.Document{Name: "report.html", Body: []byte(synth.HTMLPage(&reports[i]))}
		page := synth.Draw(&reports[i], uint64(i))
		drawn[i] = disclosure.Document{Name: "report.html", Body: page.Page, ContentType: page.ContentType}
	}
	reader := parse.New(parse.Options{})
	defer reader.Close()
	for _, set := range []struct {
		name      string
		documents []disclosure.Document
	}{{"plain", plain}, {"drawn", drawn}} {
		b.Run(set.name, func(b *testing.B) {
			auditor := audit.NewAuditor(audit.Options{})
			var auditing, reading time.Duration
			for b.Loop() {
				begun := time.Now()
				for range counties {
					for i := range towns {
						auditor.Document(&reports[i])
					}
				}
				auditing += time.Since(begun)
				begun = time.Now()
				for i := range set.documents {
					if _, err := reader.Read(b.Context(), &set.documents[i]); err != nil {
						b.Fatal(err)
					}
				}
				reading += time.Since(begun)
			}
			b.ReportMetric(auditing.Seconds()/reading.Seconds(), "audit10000/read100")
			b.ReportMetric(float64(reading.Microseconds())/float64(b.N*pages), "µs/read")
			b.ReportMetric(float64(auditing.Nanoseconds())/1000/float64(b.N*towns*counties), "µs/audit")
		})
	}
}
