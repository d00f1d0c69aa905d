// Package disclosure holds the words of the field, and nothing that does I/O.
//
// A town publishes one [Report] a year on a statutory [Form]. A form is a list
// of cells; each has a [Key] "table.row.column" and a unit, and the arithmetic
// that the form itself prints is its list of [Identity] values. A report holds
// exactly one [Cell] for each cell of its form, in exactly one [State]: a blank
// is never a zero, and what a reader is not sure of is illegible, never a guess.
//
// What the crawler fetched is a [Document]; what the reader found odd is a
// [Doubt]; what an audit rule says is a [Finding]; a figure stated in prose is a
// [Claim]; a township is a [Town] of the [Register].
//
// Every other package speaks in these types. This package imports none of them.
package disclosure
