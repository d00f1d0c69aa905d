package parse

import (
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/page"
	"gongkai/parse/pdf"
)

// zeros is a report of the form of 2021 whose cells are all 0.
func zeros() disclosure.Report {
	statutory := disclosure.FormByID("2021")
	report := disclosure.Report{Form: statutory.ID}
	for i := range statutory.Cells {
		report.Cells = append(report.Cells, disclosure.Cell{Key: statutory.Cells[i].Key, State: disclosure.Reported, Raw: "0", Confidence: 1})
	}
	return report
}

func TestAScannersOwnTextIsAVoiceAndNoMore(t *testing.T) {
	const fees, received = disclosure.Key("disclosure.fees.amount"), disclosure.Key("applications.received.company")
	five := disclosure.Int(5)
	for _, test := range []struct {
		name string
		key  disclosure.Key
		// seen and layer are the states of the two readings; those reported read 5.
		seen, layer disclosure.State
		// raw is what the picture's reader took the marks for.
		raw string
		// state is that of the cell in the end, and doubted whether there is a finding of it.
		state   disclosure.State
		doubted bool
	}{
		{"both read the same", fees, disclosure.Reported, disclosure.Reported, "5", disclosure.Reported, false},
		{"the layer reads nothing", fees, disclosure.Reported, disclosure.Blank, "5", disclosure.Reported, false},
		{"the layer confirms a number that was not sure", fees, disclosure.Illegible, disclosure.Reported, "5", disclosure.Reported, false},
		{"the layer reads another than the one that was not sure", fees, disclosure.Illegible, disclosure.Reported, "6", disclosure.Illegible, false},
		{"the layer alone has a cell, and its table does not add up", received, disclosure.Absent, disclosure.Reported, "", disclosure.Absent, false},
	} {
		seen, layer := zeros(), zeros()
		at := disclosure.FormByID("2021").Index(test.key)
		for _, c := range []struct {
			cell  *disclosure.Cell
			state disclosure.State
			raw   string
		}{{&seen.Cells[at], test.seen, test.raw}, {&layer.Cells[at], test.layer, "5"}} {
			c.cell.State, c.cell.Raw, c.cell.Value = c.state, c.raw, disclosure.Int(0)
			if c.state == disclosure.Reported {
				c.cell.Value = five
			}
		}
		confirm(&seen, &layer)
		if got := seen.Cells[at]; got.State != test.state || got.State == disclosure.Reported && got.Value != five {
			t.Errorf("%s: the cell is %s %s, want %s", test.name, got.State, got.Value, test.state)
		}
		if doubted := len(seen.Doubts) > 0; doubted != test.doubted {
			t.Errorf("%s: doubts %v", test.name, seen.Doubts)
		}
	}
}

func TestNumbersThatTheTwoReadDifferentlyAreADoubtWhereNoSumSettlesThem(t *testing.T) {
	seen, layer := zeros(), zeros()
	statutory := disclosure.FormByID("2021")
	for key, value := range map[disclosure.Key]int64{"disclosure.fees.amount": 125, "applications.received.company": 3} {
		layer.Cells[statutory.Index(key)].Value = disclosure.Int(value)
	}
	confirm(&seen, &layer)
	if len(seen.Doubts) != 1 || len(seen.Doubts[0].Cells) != 1 || seen.Doubts[0].Cells[0] != "disclosure.fees.amount" {
		t.Errorf("doubts %+v, want one of the fees: the applications add up", seen.Doubts)
	}
}

func TestALayerThatNothingConfirmsIsDistrusted(t *testing.T) {
	layer := zeros()
	distrust(&layer)
	statutory := disclosure.FormByID("2021")
	for _, doubt := range layer.Doubts {
		for _, key := range doubt.Cells {
			if inSum(statutory, statutory.Index(key)) {
				t.Errorf("%s is doubted, though its table adds up", key)
			}
		}
	}
	if len(layer.Doubts) == 0 {
		t.Error("the cells that no sum checks are not doubted")
	}
}

func TestPagesThatArePicturesAreFound(t *testing.T) {
	const width, height = 600.0, 800.0
	whole := []disclosure.Box{{0, 0, width, height}}
	text := make([]page.Glyph, 500)
	file := &pdf.File{Pages: []page.Page{
		{Width: width, Height: height, Glyphs: text},
		{Width: width, Height: height, Glyphs: text[:5], Pictures: whole},
		{Width: width, Height: height, Glyphs: text, Pictures: whole},
		{Width: width, Height: height, Glyphs: text[:5], Pictures: []disclosure.Box{{0, 0, width, height / 4}}},
		{Width: width, Height: height, Pictures: []disclosure.Box{{-50, 0, width + 50, height / 3}, {0, height / 3, width, height}}},
	}}
	if got := pictured(file); len(got) != 2 || got[0] != 1 || got[1] != 4 {
		t.Errorf("pages %v are pictures, want 1 and 4", got)
	}
	file.OCRLayer = true
	if got := pictured(file); len(got) != 3 {
		t.Errorf("under a scanner's layer of text, pages %v are pictures, want 1, 2 and 4", got)
	}
}
