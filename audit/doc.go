// Package audit turns reports into findings. It knows no file formats and does
// no I/O.
//
// A [Rule] is one value of the [Catalogue]: an id, a severity, its legal source,
// what it applies to and a pure function. [Document] runs the catalogue over one
// report, [CountyWide] over the reports of a county and several years, which
// answers the rules that need last year, the neighbours or the calendar.
//
// Every rule gives a [Result] for every report, and the verdict is one of four:
// it fires, it holds, it is undetermined (with the cells that were lacking), or
// it does not apply. A rule that did not run never reads as a pass.
// [Findings] flattens the results: one cause, one finding, the worst first.
//
// A report is compiled once into a [sheet], arrays by the form's own order of
// cells and one scan of the prose, so that a rule that has nothing to say costs
// nanoseconds.
package audit
