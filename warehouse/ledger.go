package warehouse

import (
	"time"

	"gongkai/disclosure"
)

// ReviewStatus is a person's decision about a finding.
type ReviewStatus string

// The decisions.
const (
	ReviewOpen      ReviewStatus = "open"      // nobody has decided
	ReviewConfirmed ReviewStatus = "confirmed" // the finding is right
	ReviewDismissed ReviewStatus = "dismissed" // the finding is wrong
	ReviewFixed     ReviewStatus = "fixed"     // the town has mended its report
)

// Review is one decision about a finding.
type Review struct {
	Fingerprint string       `json:"fingerprint"`
	Status      ReviewStatus `json:"status"`
	By          string       `json:"by"`
	Note        string       `json:"note"`
	At          time.Time    `json:"at"`
}

// Correction lays a value over the one that was read, which stays as it is.
type Correction struct {
	TownCode string         `json:"town_code"`
	Year     int            `json:"year"`
	Key      disclosure.Key `json:"key"`
	// Value is the right number; nil withdraws an earlier correction.
	Value  *disclosure.Number `json:"value"`
	Reason string             `json:"reason"`
	By     string             `json:"by"`
	At     time.Time          `json:"at"`
}

// Run is one run of the pipeline.
type Run struct {
	ID int64 `json:"id"`
	// Started and Ended are in UTC; Ended is zero while it runs or where it was killed.
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended"`
	// Outcome is "done", "incomplete" (some inputs could not be read), "failed" or "interrupted".
	Outcome string `json:"outcome"`
	// Snapshot is the version that was published, empty where none was.
	Snapshot string `json:"snapshot"`
	// Counts are the run's own figures by name: documents by outcome, reports by status.
	Counts map[string]int `json:"counts"`
	// Portals says of each portal whether its lists could be read.
	Portals []PortalRun `json:"portals"`
}

// PortalRun is one portal within a run.
type PortalRun struct {
	Name       string `json:"name"`
	CountyCode string `json:"county_code"`
	// Readable is false where its lists could not be read; Reason names the outcome.
	Readable bool   `json:"readable"`
	Reason   string `json:"reason,omitempty"`
	Found    int    `json:"found"`
	Fetched  int    `json:"fetched"`
	Failed   int    `json:"failed"`
}
