package disclosure

// Status is the outcome of reading one document.
type Status string

// The outcomes of reading.
const (
	Parsed   Status = "parsed"   // every table was found and every doubt is settled
	Partial  Status = "partial"  // a report, but a table or cells could not be read with certainty
	Rejected Status = "rejected" // no report was read; Reason says why
)

// Reason is why a report is partial or a document rejected: a closed list.
type Reason string

// The reasons.
const (
	// NotAReport: the document is something else: a list, a notice, a reading of a report, a bureau's plan.
	NotAReport Reason = "not_a_report"
	// AttachmentOnly: the page only links to the report.
	AttachmentOnly Reason = "attachment_only"
	// UnknownForm: a report whose tables are of no form that is known here.
	UnknownForm Reason = "unknown_form"
	// NoTables: a report whose tables were not found at all.
	NoTables Reason = "no_tables"
	// TableAsImage: a report whose tables are pictures.
	TableAsImage Reason = "table_as_image"
	// TablesMissing: a report that lacks at least one table.
	TablesMissing Reason = "tables_missing"
	// LowConfidence: the labels or sums of a table match the form too badly to believe its cells.
	LowConfidence Reason = "low_confidence"
	// CellsIllegible: at least one cell could not be read with certainty.
	CellsIllegible Reason = "cells_illegible"
	// ScannedImage: only pictures of pages, and no OCR engine is installed.
	ScannedImage Reason = "scanned_image"
	// NeedsLibreOffice: a file of an old or another office program, and no LibreOffice is installed, or not the part of it that reads such files.
	NeedsLibreOffice Reason = "needs_libreoffice"
	// Empty: the document has no content.
	Empty Reason = "empty"
	// Truncated: the document is cut off.
	Truncated Reason = "truncated"
	// Damaged: the document's structure is broken beyond what the readers mend.
	Damaged Reason = "damaged"
	// Encrypted: the document needs a password.
	Encrypted Reason = "encrypted"
	// UnsupportedType: no reader takes this kind of file.
	UnsupportedType Reason = "unsupported_type"
	// TooLarge: a limit on bytes, pages, objects or nesting was reached.
	TooLarge Reason = "too_large"
	// TimedOut: the deadline for one document was reached.
	TimedOut Reason = "timed_out"
	// ReaderDied: the process that read the document ended; the document is at fault.
	ReaderDied Reason = "reader_died"
)

// Report is one town's report of one year as one document has it.
type Report struct {
	// File is the path or address of the document.
	File   string
	URL    string
	SHA256 string
	// Reader names the reader of the document: "html", "text", "docx", "xlsx", "pdf", "pdfium", "ocr".
	Reader string

	Status Status
	Reason Reason
	// Detail says the reason in Chinese, for people; it may name a limit or a hint.
	Detail string

	// Form is the id of the form the tables are on: "2021", "2019", "2014"; empty where rejected.
	Form string
	// Town is the name as the document gives it, without 人民政府 or 办事处.
	Town string
	// TownCode has nine digits; empty where the register does not settle it.
	TownCode string
	County   string
	// CountyCode has six digits; empty where nothing settles it.
	CountyCode string
	// Year is the report year; 0 where nothing says it.
	Year int
	// YearSource says which statement Year rests on.
	YearSource YearSource
	// Years lists every statement of the year that the document makes.
	Years []YearStatement
	Title string
	// Published is "2006-01-02", empty where unknown.
	Published       string
	PublishedSource PublishedSource
	IndexNumber     string
	Publisher       string
	// Preamble is the text between the title and the first section.
	Preamble string
	Sections []Section
	Tables   []TableReading
	// Cells holds every cell of the form, in the form's order; nil where rejected.
	Cells []Cell
	// Extras are rows and columns that the form does not have.
	Extras   []Extra
	Claims   []Claim
	Doubts   []Doubt
	Findings []Finding
}

// YearSource is a kind of statement that gives a report's year.
type YearSource string

// The kinds of statements of the year, the most trusted first.
const (
	YearFromPeriod    YearSource = "period"     // 统计期限 sentence
	YearFromTitle     YearSource = "title"      // the title in the body
	YearFromPageTitle YearSource = "page_title" // the page's, link's or attachment's title
	YearFromColumn    YearSource = "column"     // the portal's column
	YearFromPublished YearSource = "published"  // publish year minus one
)

// YearStatement is one place where a document states its year.
type YearStatement struct {
	Source YearSource
	Year   int
	// Text is the words it rests on.
	Text string
	// From and To are the stated period, "2006-01-02", where Source is YearFromPeriod.
	From, To string
}

// PublishedSource is where a publish date was found.
type PublishedSource string

// The sources of a publish date, the most trusted first.
const (
	PublishedFromMeta PublishedSource = "meta" // <meta name="PubDate">
	PublishedFromLine PublishedSource = "line" // 发布时间 line
	PublishedFromList PublishedSource = "list" // the date beside the link in the portal's list
	PublishedFromURL  PublishedSource = "url"  // a date in the address: a last resort
)

// Section is one of the report's numbered sections.
type Section struct {
	// Key is the form's key of the section ("overview", "problems", …); "extra" for
	// a section that the form does not have.
	Key string
	// Heading is as written.
	Heading string
	// Text is the prose below the heading, paragraphs separated by "\n", tables left out.
	Text string
	// HasTable and HasImage say what else stands in the section.
	HasTable, HasImage bool
}

// TableReading says how one table of the form was found.
type TableReading struct {
	// Table is the form's id of the table.
	Table string
	// Found is false where no part of the table is in the document.
	Found bool
	// AsImage is true where a picture stands in the table's place.
	AsImage bool
	// Score is the share, from 0 to 1, of the form's labels that were found in place.
	Score float64
	// Held and Checked count the form's identities that hold, of those that could be computed.
	Held, Checked int
	// Altered lists labels that differ from the form's.
	Altered []AlteredLabel
	// Note is true where the balance note stands above table three.
	Note bool
	// Copies counts how often the table occurs.
	Copies int
	Place  Place
}

// AlteredLabel is a row or column label that was recognized though it differs
// from the form's.
type AlteredLabel struct {
	// Row or Column is the form's id; the other is empty.
	Row, Column string
	Form        string
	Document    string
}

// Extra is a row or column of a table that the form does not have.
type Extra struct {
	Table string
	// Axis is "row" or "column".
	Axis   string
	Label  string
	Values []string
	Place  Place
}

// Claim is a figure that a sentence states.
type Claim struct {
	// Metric is a cell's key or one of the sums named in the data dictionary
	// ("disclosure.published_count", "applications.refused.total").
	Metric string
	Value  Number
	// Approx is true for 余, 多, 约 and the like: the value is the number named.
	Approx bool
	// Section is the form's key of the section, "preamble" before the first.
	Section string
	// Text is the clause it rests on.
	Text string
}

// DoubtCode is a kind of doubt that a reader has about its own reading.
type DoubtCode string

// The doubts.
const (
	DoubtLowMatch         DoubtCode = "low_match"         // the table's labels match the form's badly
	DoubtShifted          DoubtCode = "shifted"           // every row of the table fails its sums by the same shape
	DoubtMerged           DoubtCode = "merged"            // one cell stands over several of the form's
	DoubtSplit            DoubtCode = "split"             // a number is broken into pieces, or several stand in one cell
	DoubtReadersDisagree  DoubtCode = "readers_disagree"  // two readers give different numbers
	DoubtSecondReader     DoubtCode = "second_reader"     // the second reader's number was taken, since it balances
	DoubtOCR              DoubtCode = "ocr"               // read from a picture
	DoubtUnitConverted    DoubtCode = "unit_converted"    // 元 under a 万元 label was converted
	DoubtTableConflict    DoubtCode = "table_conflict"    // the table occurs twice with different values
	DoubtUnnormalized     DoubtCode = "unnormalized"      // the raw text needed more than trimming (units, full-width, Chinese numerals, separators)
	DoubtNumberConfusable DoubtCode = "number_confusable" // letters that look like digits
	DoubtManyReports      DoubtCode = "many_reports"      // the document holds more than one report
	DoubtMisplaced        DoubtCode = "misplaced"         // neither labels nor sums prove which cell the value belongs to
	DoubtOverlaid         DoubtCode = "overlaid"          // digits lie over each other, are drawn differently, are hidden in part or struck out
	DoubtConcealed        DoubtCode = "concealed"         // read from what the page does not show
)

// Doubt is what a reader noticed about its own reading; the audit turns it into
// a finding.
type Doubt struct {
	Code  DoubtCode
	Table string
	Cells []Key
	// Detail is in Chinese, for people.
	Detail string
}

// Cell returns the cell with the given key, or nil.
func (r *Report) Cell(key Key) *Cell {
	for i := range r.Cells {
		if r.Cells[i].Key == key {
			return &r.Cells[i]
		}
	}
	return nil
}

// Section returns the section with the given key, or nil.
func (r *Report) Section(key string) *Section {
	for i := range r.Sections {
		if r.Sections[i].Key == key {
			return &r.Sections[i]
		}
	}
	return nil
}

// Table returns the reading of the given table, or nil.
func (r *Report) Table(table string) *TableReading {
	for i := range r.Tables {
		if r.Tables[i].Table == table {
			return &r.Tables[i]
		}
	}
	return nil
}
