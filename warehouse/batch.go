package warehouse

import (
	"time"

	"gongkai/disclosure"
)

// Batch is what one document gave: how it was found, the reports read from it,
// and what the audit said of each. It is loaded as a whole or not at all.
type Batch struct {
	// Source is the address of the document, or its path where it is a file. It
	// names the document through all its versions.
	Source string
	// URL is the address; empty for a file.
	URL string
	// SHA256 is the hexadecimal digest of the document's bytes; empty where nothing was received.
	SHA256 string
	// Kind is the kind of file: "html", "pdf", "docx", "doc", "xlsx", "image", "text"; empty where unknown.
	Kind string
	// Title is what the portal called the document.
	Title string
	// Portal is the name of the portal in the configuration; empty for a file.
	Portal string
	// CountyCode is the six-digit code of the portal's county; empty where unknown.
	CountyCode string
	// Fetched is when the bytes were received; it does not count as content.
	Fetched time.Time
	// Outcome is the crawler's named outcome ("fetched", "not_found", "blocked", …).
	Outcome string
	// Reading names the readers' version, so that a better reader reads again what is on disk.
	Reading string
	// Reports are what the document holds; a rejected document has one report with its reason.
	Reports []ReportBatch
}

// ReportBatch is one report of a document with what the audit said of it alone.
// Findings that need other reports go to [Warehouse.LoadCounty].
type ReportBatch struct {
	Report   *disclosure.Report
	Findings []disclosure.Finding
	Verdicts []Verdict
}

// Verdict is what one rule said of one report.
type Verdict struct {
	Rule    string
	Verdict disclosure.Verdict
	// Lacking are the cells that an undetermined rule lacked.
	Lacking []disclosure.Key
}

// Change says what loading did.
type Change string

// The changes.
const (
	Unchanged Change = "unchanged" // the same reading is there; nothing was written
	Added     Change = "added"     // a document that was not there
	Versioned Change = "versioned" // the document's bytes changed: a new version, the old one kept
	Reread    Change = "reread"    // the same bytes read or judged differently: the reading was replaced
	Noted     Change = "noted"     // the document could not be fetched any more; what was read before stays
)

// CountyBatch is what the audit says of a county as a whole. Loading it replaces
// what was said of the county before, in one transaction.
type CountyBatch struct {
	// CountyCode has six digits.
	CountyCode string
	County     string
	// Towns are the register's towns of the county.
	Towns []disclosure.Town
	// TownYears are the reports that are expected, each with its status.
	TownYears []TownYear
	// Findings need more than one report, or are about a report that is missing.
	Findings []BodyFinding
	// Verdicts are those of the rules behind Findings.
	Verdicts []BodyVerdict
}

// TownYearStatus says whether an expected report is there.
type TownYearStatus string

// The statuses of an expected report.
const (
	Published  TownYearStatus = "published"  // there, and in time where a deadline is known
	Late       TownYearStatus = "late"       // there, after the deadline
	Missing    TownYearStatus = "missing"    // not found though its list was read and the deadline is past
	Pending    TownYearStatus = "pending"    // not found, and the deadline is not past
	Unreadable TownYearStatus = "unreadable" // found, but no report could be read from it
	Unknown    TownYearStatus = "unknown"    // not found, and its portal or list could not be read: nobody can say
)

// TownYearStatuses lists the statuses, the best first.
var TownYearStatuses = [...]TownYearStatus{Published, Late, Pending, Unreadable, Unknown, Missing}

// TownYear is a report that a town is expected to publish.
type TownYear struct {
	TownCode string
	Town     string
	Year     int
	Status   TownYearStatus
	// Due is the deadline, "2006-01-02"; empty where none is known. Basis says where it stands.
	Due, Basis string
	// Published is the date of publication, "2006-01-02"; empty where unknown.
	Published string
	// Detail says in Chinese why the report is missing or unreadable.
	Detail string
	// Source is the document the status rests on; empty where there is none.
	Source string
}

// BodyFinding is a finding about a town's year that rests on more than one
// document. TownCode is empty where it is about the county itself, Year 0 where
// about no year.
type BodyFinding struct {
	TownCode string
	Town     string
	Year     int
	Finding  disclosure.Finding
}

// BodyVerdict is a verdict of a rule that looks at more than one document.
type BodyVerdict struct {
	TownCode string
	Town     string
	Year     int
	Verdict  Verdict
}
