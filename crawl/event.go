package crawl

import (
	"time"

	"gongkai/disclosure"
)

// Role says what an address was wanted for.
type Role string

// The roles.
const (
	RoleEntry  Role = "entry"  // a start address of the config
	RoleNav    Role = "nav"    // a page on the way to the reports
	RoleColumn Role = "column" // a list of reports
	RoleNotice Role = "notice" // a list of notices, searched for misfiled reports
	RoleItem   Role = "item"   // a report's page
	RoleFile   Role = "file"   // a report's attachment
	RoleFrame  Role = "frame"  // a frame inside of a report's page
)

// Event is what came of one address: one line of `gongkai crawl --format jsonl`.
type Event struct {
	Time    time.Time `json:"time"`
	Portal  string    `json:"portal"`
	County  string    `json:"county"`
	URL     string    `json:"url"`
	Role    Role      `json:"role"`
	Outcome Outcome   `json:"outcome"`
	// Report is true where a report document was found or confirmed.
	Report bool   `json:"report"`
	Status int    `json:"status,omitempty"`
	Bytes  int64  `json:"bytes,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	Title  string `json:"title,omitempty"`
	// Why says in Chinese why the address was wanted.
	Why string `json:"why,omitempty"`
	// Detail is technical; Advice is in Chinese, for people, empty for good outcomes.
	Detail string `json:"detail,omitempty"`
	Advice string `json:"advice,omitempty"`
	// Progress is how far the portal is.
	Progress Progress `json:"progress"`
}

// Progress counts a portal's addresses in this run.
type Progress struct {
	// Found are the report documents known, Fetched the addresses done with a good
	// outcome, Failed those that could not be read, Queued those still to do.
	Found   int `json:"found"`
	Fetched int `json:"fetched"`
	Failed  int `json:"failed"`
	Queued  int `json:"queued"`
}

// Candidate is one version of one report document.
type Candidate struct {
	disclosure.Document
	// Seq grows with every version kept; pass the last one seen to go on from there.
	Seq    int64
	Portal string
	// Kind is by the bytes, as internal/document/kind names it. WPS files are "doc" or
	// "docx" inside.
	Kind string
	// Year is the report year as the title or the page has it, 0 where neither does.
	Year int
	// Version counts an address's contents from 1. Current is true for the newest
	// one of an address that is still published.
	Version int
	Current bool
	// Superseded is when the next version was seen, Withdrawn when the address was
	// first missing; zero where neither happened.
	Superseded, Withdrawn time.Time
}

// Summary is what one run came to.
type Summary struct {
	Portals []PortalSummary `json:"portals"`
	// Requests and Bytes are over all hosts, robots.txt and redirects included.
	Requests int   `json:"requests"`
	Bytes    int64 `json:"bytes"`
	// Interrupted is true where the context ended the run, or its limit or budget.
	Interrupted bool `json:"interrupted"`
}

// PortalSummary is what one run came to for one portal.
type PortalSummary struct {
	Name     string          `json:"name"`
	County   string          `json:"county"`
	Outcomes map[Outcome]int `json:"outcomes"`
	// Found are the report documents known after the run; New, Changed and Gone
	// are this run's part.
	Found   int `json:"found"`
	New     int `json:"new"`
	Changed int `json:"changed"`
	Gone    int `json:"gone"`
	// Requests and Bytes are this run's.
	Requests int   `json:"requests"`
	Bytes    int64 `json:"bytes"`
	// Unexplored counts the pages that might have led to missing reports and were
	// not looked at, since the search had cost enough.
	Unexplored int `json:"unexplored"`
	// Reachable is false where something was asked for and nothing was given.
	Reachable bool `json:"reachable"`
	// Failed counts the addresses that could not be read, those on the way to the
	// reports left out.
	Failed int `json:"failed"`
	// Failures are the addresses that need a person or another run, at most 200.
	Failures []Event `json:"failures"`
}

// RequestsPerReport is the cost of a run: its requests for each report document
// known after it; 0 where there is none.
func (s *PortalSummary) RequestsPerReport() float64 {
	if s.Found == 0 {
		return 0
	}
	return float64(s.Requests) / float64(s.Found)
}

// Failed counts the addresses that could not be read and were wanted for more than
// finding the way.
func (s *Summary) Failed() int {
	n := 0
	for i := range s.Portals {
		n += s.Portals[i].Failed
	}
	return n
}

// Failed reports whether the event is of an address that needs a person or
// another run: a dead link on the way to the reports needs neither.
func (e *Event) Failed() bool {
	return !e.Outcome.Good() && e.Role != RoleNav && e.Role != RoleNotice
}
