package warehouse

import "gongkai/disclosure"

// View says which values are asked for.
type View string

// The views of a value.
const (
	AsPublished View = "as_published" // what the town's document says
	AsCorrected View = "as_corrected" // with the corrections of the ledger laid over it
)

// ReportRow is one report as lists show it: a line of `gongkai reports`.
type ReportRow struct {
	ReportID   string  `json:"report_id"`
	URL        string  `json:"url"`
	File       string  `json:"file,omitempty"`
	Town       string  `json:"town"`
	TownCode   *string `json:"town_code"`
	County     string  `json:"county"`
	CountyCode *string `json:"county_code"`
	Year       *int    `json:"year"`
	Title      string  `json:"title"`
	// Published is "2006-01-02", null where unknown.
	Published *string           `json:"published"`
	Kind      string            `json:"kind"`
	SHA256    string            `json:"sha256"`
	Status    disclosure.Status `json:"status"`
	Reason    disclosure.Reason `json:"reason,omitempty"`
	Detail    string            `json:"detail,omitempty"`
	Form      *string           `json:"form"`
	Reader    string            `json:"reader,omitempty"`
	Fetched   *string           `json:"fetched"`
	// Version counts the versions of the document from 1; Supersedes is the report it replaced.
	Version    int     `json:"version"`
	Supersedes *string `json:"supersedes"`
	// Current is true for the one report that stands for its town and year.
	Current bool `json:"current"`
	// Errors, Warnings and Infos count its findings that were neither dismissed nor
	// fixed; Undetermined the rules that could not be checked.
	Errors       int `json:"errors"`
	Warnings     int `json:"warnings"`
	Infos        int `json:"infos"`
	Undetermined int `json:"undetermined"`
}

// ReportFilter selects reports; a zero field selects all. Superseded versions
// and second copies are left out unless All is set; rejected documents are left
// out unless Rejected is set.
type ReportFilter struct {
	CountyCode, TownCode string
	Year                 int
	Status               disclosure.Status
	All, Rejected        bool
	Limit, Offset        int
}

// CellRow is one cell of a report with its evidence.
type CellRow struct {
	Key        disclosure.Key       `json:"key"`
	Label      string               `json:"label"`
	Unit       string               `json:"unit"`
	Value      *string              `json:"value"`
	State      disclosure.State     `json:"state"`
	Corrected  *string              `json:"corrected,omitempty"`
	Raw        string               `json:"raw"`
	Page       int                  `json:"page,omitempty"`
	Box        *disclosure.Box      `json:"box,omitempty"`
	Path       string               `json:"path,omitempty"`
	Reader     string               `json:"reader"`
	Confidence float64              `json:"confidence"`
	Doubt      disclosure.DoubtCode `json:"doubt,omitempty"`
}

// SectionRow is one section's text.
type SectionRow struct {
	Key     string `json:"key"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// ClaimRow is a figure stated in prose.
type ClaimRow struct {
	Metric  string `json:"metric"`
	Value   string `json:"value"`
	Approx  bool   `json:"approx"`
	Section string `json:"section"`
	Text    string `json:"text"`
}

// DoubtRow is a doubt of the reader.
type DoubtRow struct {
	Code   disclosure.DoubtCode `json:"code"`
	Table  string               `json:"table,omitempty"`
	Cells  []disclosure.Key     `json:"cells"`
	Detail string               `json:"detail"`
}

// ReportDetail is one report with everything that is kept of it.
type ReportDetail struct {
	ReportRow
	Sections []SectionRow `json:"sections"`
	Cells    []CellRow    `json:"cells"`
	Claims   []ClaimRow   `json:"claims"`
	Doubts   []DoubtRow   `json:"doubts"`
	Findings []FindingRow `json:"findings"`
	// Versions are all reports of the same town and year, this one included, the newest first.
	Versions []ReportRow `json:"versions"`
}

// FindingRow is a finding with the body it is about: a line of `gongkai findings`.
type FindingRow struct {
	Fingerprint string              `json:"fingerprint"`
	Rule        string              `json:"rule"`
	Severity    disclosure.Severity `json:"severity"`
	Verdict     disclosure.Verdict  `json:"verdict"`
	Town        string              `json:"town"`
	TownCode    *string             `json:"town_code"`
	County      string              `json:"county"`
	CountyCode  *string             `json:"county_code"`
	Year        *int                `json:"year"`
	ReportID    *string             `json:"report_id"`
	URL         string              `json:"url"`
	Cells       []disclosure.Key    `json:"cells"`
	Expected    *string             `json:"expected"`
	Actual      *string             `json:"actual"`
	Difference  *string             `json:"difference"`
	Formula     string              `json:"formula,omitempty"`
	Message     string              `json:"message"`
	Basis       string              `json:"basis,omitempty"`
	Quote       string              `json:"quote,omitempty"`
	Page        int                 `json:"page,omitempty"`
	Box         *disclosure.Box     `json:"box,omitempty"`
	Path        string              `json:"path,omitempty"`
	Causes      []string            `json:"causes,omitempty"`
	Documents   []string            `json:"documents,omitempty"`
	Misreading  bool                `json:"misreading,omitempty"`
	// Review is the latest decision of a person: "open" where there is none.
	Review     ReviewStatus `json:"review"`
	ReviewedBy string       `json:"reviewed_by,omitempty"`
	ReviewNote string       `json:"review_note,omitempty"`
	ReviewedAt string       `json:"reviewed_at,omitempty"`
}

// FindingFilter selects findings; a zero field selects all. Findings on
// superseded reports are left out.
type FindingFilter struct {
	CountyCode, TownCode string
	Year                 int
	ReportID, Rule       string
	Fingerprint          string
	// Severity keeps findings at least this bad.
	Severity      disclosure.Severity
	Verdict       disclosure.Verdict
	Review        ReviewStatus
	Limit, Offset int
}

// TownRow is a town of the register with how its expected reports stand.
type TownRow struct {
	TownCode   string              `json:"town_code"`
	Town       string              `json:"town"`
	Kind       disclosure.TownKind `json:"kind"`
	CountyCode string              `json:"county_code"`
	County     string              `json:"county"`
	City       string              `json:"city"`
	Province   string              `json:"province"`
	Expected   int                 `json:"expected"`
	Published  int                 `json:"published"`
	Late       int                 `json:"late"`
	Missing    int                 `json:"missing"`
	Unreadable int                 `json:"unreadable"`
	Errors     int                 `json:"errors"`
}

// CountyRow is a county of the warehouse.
type CountyRow struct {
	CountyCode string `json:"county_code"`
	County     string `json:"county"`
	City       string `json:"city"`
	Province   string `json:"province"`
	Towns      int    `json:"towns"`
	Reports    int    `json:"reports"`
	// Expected counts the towns' years of which a report was due or is to come; Late,
	// Missing and Unreadable those of them that stand so.
	Expected   int `json:"expected"`
	Late       int `json:"late"`
	Missing    int `json:"missing"`
	Unreadable int `json:"unreadable"`
	// Errors counts the findings of severity error that were neither dismissed nor fixed.
	Errors int `json:"errors"`
}

// MatrixCell is one town's year in the matrix of a county.
type MatrixCell struct {
	TownCode string         `json:"town_code"`
	Town     string         `json:"town"`
	Year     int            `json:"year"`
	Status   TownYearStatus `json:"status"`
	// Partial is true where the report was read only in part.
	Partial   bool    `json:"partial"`
	ReportID  *string `json:"report_id"`
	Published *string `json:"published"`
	Due       *string `json:"due"`
	Basis     string  `json:"basis,omitempty"`
	Detail    string  `json:"detail,omitempty"`
	Errors    int     `json:"errors"`
	Warnings  int     `json:"warnings"`
	Infos     int     `json:"infos"`
	// Undetermined counts the rules that could not be checked.
	Undetermined int `json:"undetermined"`
}

// TownYearRow is one expected report with how it stands.
type TownYearRow struct {
	CountyCode string         `json:"county_code"`
	TownCode   string         `json:"town_code"`
	Town       string         `json:"town"`
	Year       int            `json:"year"`
	Status     TownYearStatus `json:"status"`
	Due        *string        `json:"due"`
	Published  *string        `json:"published"`
	Errors     int            `json:"errors"`
}

// Matrix is the towns of a county against the years.
type Matrix struct {
	CountyCode string `json:"county_code"`
	County     string `json:"county"`
	Years      []int  `json:"years"`
	// Cells are ordered by town code, then year; each town has a cell for each year.
	Cells []MatrixCell `json:"cells"`
}

// VerdictCount says how often a rule came to a verdict over the current reports.
type VerdictCount struct {
	Rule    string             `json:"rule"`
	Verdict disclosure.Verdict `json:"verdict"`
	Reports int                `json:"reports"`
}

// ValueQuery asks for figures of the current reports.
type ValueQuery struct {
	// Keys are cells; a key that no form has is a metric of the claims, whose value
	// counts where all claims of a report about it agree.
	Keys []disclosure.Key
	// Year is the report year; 0 means every year.
	Year int
	// CountyCode or Province limits the towns; both empty means all.
	CountyCode string
	Province   string
	// TownCode asks for one town only.
	TownCode string
	View     View
}

// ValueRow is one town with the cells asked for. A town of the register without
// a report has an empty ReportID and no values.
type ValueRow struct {
	TownCode   string
	Town       string
	CountyCode string
	County     string
	Year       int
	ReportID   string
	Form       string
	// Errors and Warnings count the report's open findings.
	Errors, Warnings int
	// Values are in the order of ValueQuery.Keys; nil where the form has no such
	// cell or no number stands in it.
	Values []*disclosure.Number
	// Doubts say, in the same order, why a value is to be taken with care: the
	// reader's doubt of a cell, DoubtApproximate for a claim, or nothing.
	Doubts []disclosure.DoubtCode
}

// DoubtApproximate marks a value from a sentence that says 余, 多 or 约.
const DoubtApproximate disclosure.DoubtCode = "approximate"

// Summary is the snapshot in a few numbers.
type Summary struct {
	Version   string `json:"version"`
	Created   string `json:"created"`
	Documents int    `json:"documents"`
	Reports   int    `json:"reports"`
	Partial   int    `json:"partial"`
	Rejected  int    `json:"rejected"`
	Cells     int    `json:"cells"`
	Towns     int    `json:"towns"`
	Counties  int    `json:"counties"`
	Years     []int  `json:"years"`
	Errors    int    `json:"errors"`
	Warnings  int    `json:"warnings"`
	Infos     int    `json:"infos"`
	// Statuses counts the expected reports by status.
	Statuses map[TownYearStatus]int `json:"statuses"`
	// Outcomes counts the newest versions of documents by the crawler's outcome.
	Outcomes map[string]int `json:"outcomes"`
	// Rejections counts rejected documents by reason.
	Rejections map[disclosure.Reason]int `json:"rejections"`
}
