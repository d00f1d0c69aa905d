package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"gongkai/disclosure"
)

// usualMistakes are what one report in eight of a country carries.
var usualMistakes = [...]Mistake{
	WrongRowTotal, WrongBalance, WrongCarry, BlankRow, Placeholders, MissingTable, MissingSection,
	ProseConflict, LatePublication, CopiedProse, WrongYearTitle, NotPublished,
}

// TownReports returns the reports of any town for the given years as a reader gives
// them back: each cell with its place, on a page for two towns of five, in a page's
// markup for the others. One report in eight carries a mistake. The same seed and
// town give the same reports, whatever other towns are drawn.
func TownReports(seed uint64, town disclosure.Town, first, last int) []Sample {
	code, _ := strconv.ParseUint(town.Code, 10, 64)
	random := rand.New(rand.NewPCG(seed, code))
	samples := ofTown(random, town, first, last, func(int) Mistake {
		if random.IntN(8) > 0 {
			return NoMistake
		}
		return usualMistakes[random.IntN(len(usualMistakes))]
	})
	onPages := random.IntN(5) < 2
	for i := range samples {
		placeCells(random, &samples[i].Report, onPages)
	}
	return samples
}

// placeCells says where each cell stands in a document that nobody rendered: in
// lines of cells, a table after the other.
func placeCells(random *rand.Rand, report *disclosure.Report, onPages bool) {
	report.Reader = "html"
	if onPages {
		report.Reader = "pdf"
	}
	left, top := 220+30*random.Float64(), 90+20*random.Float64()
	var table, row string
	tables, rows, columns := 0, 0, 0
	for i := range report.Cells {
		cell := &report.Cells[i]
		t, r, _ := cell.Key.Split()
		switch {
		case t != table:
			tables, rows, columns = tables+1, 3, 0
		case r != row:
			rows, columns = rows+1, 0
		default:
			columns++
		}
		table, row = t, r
		if cell.State == disclosure.Absent {
			continue
		}
		cell.Place = disclosure.Place{Reader: report.Reader}
		if !onPages {
			cell.Place.Path = fmt.Sprintf("table[%d]/tr[%d]/td[%d]", tables, rows, columns+3)
			continue
		}
		const width, height = 38.7, 17.3
		x, y := left+width*float64(columns), top+height*float64(rows)
		cell.Place.Page = 1 + tables
		cell.Place.Box = disclosure.Box{x, y, x + 6.25*float64(len(cell.Raw)), y + 11.5}
	}
}
