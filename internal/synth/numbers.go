package synth

import (
	"fmt"
	"math/rand/v2"
	"time"

	"gongkai/disclosure"
)

// applicants are the columns of table three but the total.
var applicants = [...]string{"natural_person", "company", "research", "nonprofit", "legal_service", "other"}

const columnCount = len(applicants)

// likelyOutcomes are the outcomes a sample town gives, the most frequent first.
var likelyOutcomes = [...]string{
	"granted", "granted", "granted", "unavailable_not_held", "unavailable_not_held", "partial",
	"refused_internal", "refused_enforcement_file", "unprocessed_repeat", "unprocessed_petition", "unavailable_unclear",
}

// sheet is a report under construction: counts by key.
type sheet map[disclosure.Key]disclosure.Number

func (s sheet) add(table, row, column string, n int64) {
	s[disclosure.MakeKey(table, row, column)] += disclosure.Int(n)
}

func (s sheet) get(table, row, column string) disclosure.Number {
	return s[disclosure.MakeKey(table, row, column)]
}

// newSample draws one report. carried and stock are the town's running balances:
// applications carried over by applicant, and normative documents in force.
func newSample(random *rand.Rand, town disclosure.Town, year int, mistake Mistake, carried *[columnCount]int64, stock *int64) Sample {
	form := disclosure.FormForYear(year)
	if mistake == OldForm {
		form = disclosure.FormByID("2019")
	}
	counts := sheet{}
	drawApplications(random, counts, carried)
	drawDisputes(random, counts)
	drawDisclosure(random, counts, form, stock)

	sample := Sample{Town: town, Mistake: mistake}
	sample.Report = disclosure.Report{
		Status: disclosure.Parsed, Form: form.ID, Town: town.Name, TownCode: town.Code,
		County: town.County, CountyCode: town.CountyCode, Year: year, YearSource: disclosure.YearFromPeriod,
		Published: published(random, year, mistake), PublishedSource: disclosure.PublishedFromLine,
	}
	fillCells(&sample.Report, form, counts)
	writeProse(&sample)
	spoil(random, &sample)
	return sample
}

func fillCells(report *disclosure.Report, form *disclosure.Form, counts sheet) {
	report.Cells = make([]disclosure.Cell, len(form.Cells))
	for i, spec := range form.Cells {
		value := counts[spec.Key]
		report.Cells[i] = disclosure.Cell{Key: spec.Key, State: disclosure.Reported, Value: value, Raw: value.String(), Confidence: 1}
	}
	report.Tables = nil
	for _, table := range form.Tables {
		report.Tables = append(report.Tables, disclosure.TableReading{Table: table.ID, Found: true, Score: 1, Copies: 1, Note: true})
	}
}

func drawApplications(random *rand.Rand, counts sheet, carried *[columnCount]int64) {
	const table = "applications"
	for c, applicant := range applicants {
		in := carried[c]
		received := int64(0)
		switch {
		case c == 0 && random.IntN(3) > 0:
			received = random.Int64N(13)
		case c == 1 && random.IntN(4) == 0:
			received = random.Int64N(4)
		}
		counts.add(table, "received", applicant, received)
		counts.add(table, "received", "total", received)
		counts.add(table, "carried_in", applicant, in)
		counts.add(table, "carried_in", "total", in)
		out := int64(0)
		if open := received + in; open > 2 && random.IntN(3) == 0 {
			out = 1
		}
		for range received + in - out {
			outcome := likelyOutcomes[random.IntN(len(likelyOutcomes))]
			counts.add(table, outcome, applicant, 1)
			counts.add(table, outcome, "total", 1)
		}
		counts.add(table, "handled_total", applicant, received+in-out)
		counts.add(table, "handled_total", "total", received+in-out)
		counts.add(table, "carried_out", applicant, out)
		counts.add(table, "carried_out", "total", out)
		carried[c] = out
	}
}

func drawDisputes(random *rand.Rand, counts sheet) {
	handled := counts.get("applications", "handled_total", "total")
	if handled < disclosure.Int(4) || random.IntN(3) > 0 {
		return
	}
	results := [...]string{"upheld", "corrected", "other", "pending"}
	for _, row := range [...]string{"review", "suit_after_review"} {
		for range random.IntN(2) + 1 {
			counts.add("disputes", row, results[random.IntN(len(results))], 1)
			counts.add("disputes", row, "total", 1)
		}
		if random.IntN(2) == 0 {
			return
		}
	}
}

func drawDisclosure(random *rand.Rand, counts sheet, form *disclosure.Form, stock *int64) {
	const table = "disclosure"
	issued, repealed := int64(0), int64(0)
	if random.IntN(3) == 0 {
		issued = random.Int64N(3)
	}
	if *stock > 0 && random.IntN(5) == 0 {
		repealed = 1
	}
	*stock += issued - repealed
	decisions := func() int64 {
		if random.IntN(2) == 0 {
			return 0
		}
		return random.Int64N(60)
	}
	licences, penalties := decisions(), decisions()
	if form.ID == "2019" {
		counts.add(table, "normative_documents", "made", issued)
		counts.add(table, "normative_documents", "published", issued)
		counts.add(table, "normative_documents", "published_total", *stock)
		counts.add(table, "licences", "prior_items", 12)
		counts.add(table, "licences", "change", -2)
		counts.add(table, "licences", "decisions", licences)
		counts.add(table, "penalties", "prior_items", 5)
		counts.add(table, "penalties", "decisions", penalties)
		return
	}
	counts.add(table, "normative_documents", "issued", issued)
	counts.add(table, "normative_documents", "repealed", repealed)
	counts.add(table, "normative_documents", "in_force", *stock)
	counts.add(table, "licences", "decisions", licences)
	counts.add(table, "penalties", "decisions", penalties)
	if random.IntN(4) == 0 {
		amount := disclosure.Number(random.Int64N(400_0000)) * 100
		counts[disclosure.MakeKey(table, "fees", "amount")] = amount
	}
}

// published draws a date in the January after the year, or in April where the
// report is late.
func published(random *rand.Rand, year int, mistake Mistake) string {
	month, day := time.January, 4+random.IntN(24)
	if mistake == LatePublication {
		month = time.April
	}
	return fmt.Sprintf("%d-%02d-%02d", year+1, month, day)
}

// spoil puts the sample's mistake into its cells. Mistakes of the prose are made
// where the prose is written.
func spoil(random *rand.Rand, sample *Sample) {
	report := &sample.Report
	shift := func(key disclosure.Key, by int64) {
		cell := report.Cell(key)
		cell.Value += disclosure.Int(by)
		cell.Raw = cell.Value.String()
	}
	set := func(table, row string, state disclosure.State, raw string) {
		for i := range report.Cells {
			t, r, _ := report.Cells[i].Key.Split()
			if t == table && (row == "" || r == row) {
				report.Cells[i] = disclosure.Cell{Key: report.Cells[i].Key, State: state, Raw: raw, Confidence: 1}
			}
		}
	}
	switch sample.Mistake {
	case WrongRowTotal:
		shift("applications.granted.total", 1+random.Int64N(3))
	case WrongBalance:
		shift("applications.carried_out.natural_person", 2)
		shift("applications.carried_out.total", 2)
	case WrongCarry:
		for _, column := range [...]string{"natural_person", "total"} {
			for _, row := range [...]string{"carried_in", "granted", "handled_total"} {
				shift(disclosure.MakeKey("applications", row, column), 3)
			}
		}
	case BlankRow:
		set("disputes", "review", disclosure.Blank, "")
	case Placeholders:
		set("disclosure", "regulations", disclosure.Placeholder, "/")
	case MissingTable:
		set("disputes", "", disclosure.Absent, "")
		report.Table("disputes").Found = false
		report.Table("disputes").Score = 0
		report.Status, report.Reason = disclosure.Partial, disclosure.TablesMissing
	}
}
