package disclosure

import "strings"

// Key names a cell of a form: "table.row.column",
// for example "applications.received.natural_person".
type Key string

// MakeKey joins the three parts of a key.
func MakeKey(table, row, column string) Key {
	return Key(table + "." + row + "." + column)
}

// Split returns the three parts of a key; missing parts are empty.
func (k Key) Split() (table, row, column string) {
	table, rest, _ := strings.Cut(string(k), ".")
	row, column, _ = strings.Cut(rest, ".")
	return table, row, column
}

// Table returns the first part of a key.
func (k Key) Table() string { table, _, _ := k.Split(); return table }

// State says what stands in a cell. Each cell of a parsed report is in exactly
// one state.
type State string

// The states of a cell.
const (
	Reported    State = "reported"    // a number stands in the cell
	Blank       State = "blank"       // the cell is there and empty
	Placeholder State = "placeholder" // the cell holds "/", "-", "—", "无" or the like
	Illegible   State = "illegible"   // the cell holds text that is no number, or a number that the reader is not sure of
	Absent      State = "absent"      // the document has no such cell
)

// States lists the states in the order of the documents.
var States = [...]State{Reported, Blank, Placeholder, Illegible, Absent}

// Cell is one cell of the form as one document has it.
type Cell struct {
	Key   Key
	State State
	// Value is meaningful only while State is Reported.
	Value Number
	// Raw is the text as it stands in the document, before any normalization.
	Raw string
	// Place is where it stands.
	Place Place
	// Confidence is the reader's certainty of the value from 0 to 1. Text readers
	// give 1; optical readers what the engine said.
	Confidence float64
	// Doubt says why the reading of this cell is doubtful; empty where it is not.
	Doubt DoubtCode
}

// Number returns the value and whether the cell reports one.
func (c *Cell) Number() (Number, bool) { return c.Value, c.State == Reported }

// Box is a rectangle in PDF points (1/72 inch), left, top, right, bottom,
// measured from the upper left corner of the page as it is displayed. The zero
// Box means that the format has no geometry.
type Box [4]float64

// Place is the spot in a document where something stands.
type Place struct {
	// Page counts from 1; 0 where the format has no pages.
	Page int
	// Box is where on the page.
	Box Box
	// Path is where in a document without pages, for example "table[2]/tr[5]/td[3]".
	Path string
	// Reader names the reader that saw it: "html", "text", "docx", "xlsx", "pdf",
	// "pdfium" or "ocr".
	Reader string
}
