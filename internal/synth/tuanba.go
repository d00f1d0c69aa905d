package synth

import "gongkai/disclosure"

// Tuanba returns the table of 大竹县团坝镇 for 2021 as it was published: the five
// cells of 行政复议 are blank, every other cell is 0. The figures are public facts;
// the prose around them is ours.
func Tuanba() Sample {
	town := *disclosure.NationalRegister().Town("511724102")
	form := disclosure.FormByID("2021")
	sample := Sample{Town: town, Real: true}
	sample.Report = disclosure.Report{
		Status: disclosure.Parsed, Form: form.ID, Town: town.Name, TownCode: town.Code,
		County: town.County, CountyCode: town.CountyCode, Year: 2021, YearSource: disclosure.YearFromPeriod,
		Published: "2022-01-19", PublishedSource: disclosure.PublishedFromLine,
	}
	fillCells(&sample.Report, form, sheet{})
	for i := range sample.Report.Cells {
		cell := &sample.Report.Cells[i]
		if _, row, _ := cell.Key.Split(); row == "review" {
			*cell = disclosure.Cell{Key: cell.Key, State: disclosure.Blank, Confidence: 1}
		}
	}
	writeProse(&sample)
	return sample
}
