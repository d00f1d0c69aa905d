package warehouse

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gongkai/disclosure"
)

// The JSON lines of reports and findings leave some of their fields out; a digest
// must not. These types have the fields without the methods.
type (
	wholeReport  disclosure.Report
	wholeFinding disclosure.Finding
)

// digest names a batch by everything in it but the time it was fetched.
func (b *Batch) digest() (string, error) {
	whole := struct {
		Batch    Batch
		Reports  []wholeReport
		Findings [][]wholeFinding
		Verdicts [][]Verdict
	}{Batch: *b}
	whole.Batch.Fetched = time.Time{}
	whole.Batch.Reports = nil
	for _, r := range b.Reports {
		report := wholeReport(*r.Report)
		report.Findings = nil
		whole.Reports = append(whole.Reports, report)
		whole.Findings = append(whole.Findings, wholeFindings(r.Findings))
		whole.Verdicts = append(whole.Verdicts, r.Verdicts)
	}
	return digestOf(whole)
}

// digest names what is said of a county.
func (b *CountyBatch) digest() (string, error) {
	whole := struct {
		Batch    CountyBatch
		Findings []wholeFinding
	}{Batch: *b}
	whole.Batch.Findings = make([]BodyFinding, len(b.Findings))
	for i, f := range b.Findings {
		whole.Findings = append(whole.Findings, wholeFinding(f.Finding))
		f.Finding = disclosure.Finding{}
		whole.Batch.Findings[i] = f
	}
	return digestOf(whole)
}

func wholeFindings(findings []disclosure.Finding) []wholeFinding {
	whole := make([]wholeFinding, len(findings))
	for i, f := range findings {
		whole[i] = wholeFinding(f)
	}
	return whole
}

func digestOf(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("digest: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// nameLength is the length of the names of documents and reports: 75 bits, so
// that no two of a million meet.
const nameLength = 15

// name derives a stable lower-case name from parts.
func name(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:nameLength]
}

// documentID is the stable name of one version of a document.
func documentID(source, sha256 string) string { return name("document", source, sha256) }

// reportID is the stable name of the report at a position, from 0, of a document.
func reportID(documentID string, ordinal int) string {
	return name("report", documentID, fmt.Sprint(ordinal))
}
