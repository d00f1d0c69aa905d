package audit

import "testing"

// BenchmarkDocument audits sound reports one by one: the time of a report.
func BenchmarkDocument(b *testing.B) {
	r := baseReport("2021", 2022)
	auditor := NewAuditor(Options{})
	b.ReportAllocs()
	for b.Loop() {
		auditor.Document(r)
	}
}
