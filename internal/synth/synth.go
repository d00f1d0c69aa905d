// Package synth makes sample data: a county of invented towns whose reports are
// mostly zeros and small counts, with mistakes of each kind put in on purpose,
// rendered as HTML and PDF and served as a small portal. The demo shows it, and
// tests and benchmarks read it back, since the truth is known.
//
// Everything follows from a seed. The county and its towns do not exist; the one
// real report is the table of 大竹县团坝镇 for 2021, whose figures are public
// facts, with prose of our own. Every document says 示例数据.
package synth

import (
	"fmt"
	"math/rand/v2"

	"gongkai/disclosure"
)

// Mark stands on every sample document.
const Mark = "示例数据，非真实报告"

// Mistake is a kind of mistake that a sample report may carry.
type Mistake string

// The mistakes.
const (
	NoMistake       Mistake = ""
	WrongRowTotal   Mistake = "wrong_row_total"  // a 总计 that is not the sum of its row
	WrongBalance    Mistake = "wrong_balance"    // 一 + 二 ≠ 三（七）+ 四
	WrongCarry      Mistake = "wrong_carry"      // 上年结转 that is not last year's 结转下年度
	BlankRow        Mistake = "blank_row"        // the review cells left empty
	Placeholders    Mistake = "placeholders"     // "/" for nothing
	MissingTable    Mistake = "missing_table"    // table four is not there
	MissingSection  Mistake = "missing_section"  // section six is not there
	ProseConflict   Mistake = "prose_conflict"   // the text names another number than the table
	OldForm         Mistake = "old_form"         // the form of 2019 for a later year
	LatePublication Mistake = "late_publication" // published in April
	CopiedProse     Mistake = "copied_prose"     // last year's text with the year changed
	NotPublished    Mistake = "not_published"    // there is no report
	WrongYearTitle  Mistake = "wrong_year_title" // the title names another year than the period
)

// Sample is one report with what is known to be true of it.
type Sample struct {
	// Report is what a perfect reader would read; Findings and evidence are empty.
	Report disclosure.Report
	// Town is the town it belongs to.
	Town    disclosure.Town
	Mistake Mistake
	// Real is true for the figures of the one real report.
	Real bool
}

// CountyCode is the code of the sample county; no real county has it.
const CountyCode = "990101"

const (
	countyName   = "示例县"
	cityName     = "示例市"
	provinceName = "示例省"
)

// FirstYear and LastYear are the report years of the sample county.
const (
	FirstYear = 2021
	LastYear  = 2023
)

var townNames = [...]struct {
	name string
	kind string // digits seven to nine of the code
}{
	{"城东街道", "001"}, {"柳泉街道", "002"}, {"石桥镇", "100"}, {"青杨镇", "101"},
	{"白鹤镇", "102"}, {"永安镇", "103"}, {"双塘镇", "104"}, {"梅岭镇", "105"},
	{"大湾乡", "200"}, {"竹溪乡", "201"}, {"云台乡", "202"}, {"红岩回族乡", "203"},
}

// Towns returns the towns of the sample county, in the order of their codes.
func Towns() []disclosure.Town {
	var towns []disclosure.Town
	for _, t := range townNames {
		towns = append(towns, disclosure.Town{
			Code: CountyCode + t.kind, Name: t.name, CountyCode: CountyCode,
			County: countyName, City: cityName, Province: provinceName,
		})
	}
	return towns
}

// planned puts each mistake in one known town and year, so that the demo always
// has something of each kind to show.
var planned = map[string]Mistake{
	"石桥镇/2022":   WrongRowTotal,
	"青杨镇/2023":   WrongBalance,
	"白鹤镇/2022":   WrongCarry,
	"永安镇/2021":   BlankRow,
	"双塘镇/2022":   Placeholders,
	"梅岭镇/2023":   MissingTable,
	"大湾乡/2022":   MissingSection,
	"竹溪乡/2023":   ProseConflict,
	"云台乡/2022":   OldForm,
	"红岩回族乡/2021": LatePublication,
	"柳泉街道/2023":  CopiedProse,
	"红岩回族乡/2023": NotPublished,
	"城东街道/2023":  WrongYearTitle,
}

// County returns the sample county's reports, town by town and year by year.
// The same seed gives the same reports.
func County(seed uint64) []Sample {
	var samples []Sample
	for n, town := range Towns() {
		random := rand.New(rand.NewPCG(seed, uint64(n)))
		samples = append(samples, ofTown(random, town, FirstYear, LastYear, func(year int) Mistake {
			return planned[fmt.Sprintf("%s/%d", town.Name, year)]
		})...)
	}
	return samples
}

// ofTown draws a town's reports year by year: what is carried over comes back.
func ofTown(random *rand.Rand, town disclosure.Town, first, last int, mistake func(year int) Mistake) []Sample {
	var samples []Sample
	var carried [columnCount]int64
	stock := int64(random.IntN(6))
	for year := first; year <= last; year++ {
		samples = append(samples, newSample(random, town, year, mistake(year), &carried, &stock))
	}
	return samples
}

// Reports returns n correct reports of the form in force in 2022, for benchmarks.
func Reports(seed uint64, n int) []disclosure.Report {
	random := rand.New(rand.NewPCG(seed, 1))
	towns := Towns()
	reports := make([]disclosure.Report, 0, n)
	for i := range n {
		var carried [columnCount]int64
		stock := int64(random.IntN(6))
		sample := newSample(random, towns[i%len(towns)], 2022, NoMistake, &carried, &stock)
		reports = append(reports, sample.Report)
	}
	return reports
}
