package synth_test

import (
	"bytes"
	"reflect"
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/synth"
)

func TestSampleReportsBalanceUnlessTheirMistakeSaysOtherwise(t *testing.T) {
	for _, sample := range synth.County(1) {
		form := disclosure.FormByID(sample.Report.Form)
		numbers, broken := disclosure.NumbersOf(sample.Report.Cells), 0
		for _, identity := range form.Identities {
			if check := identity.Check(numbers); check.Fails() {
				broken++
			}
		}
		wantBroken := sample.Mistake == synth.WrongRowTotal || sample.Mistake == synth.WrongBalance
		if (broken > 0) != wantBroken {
			t.Errorf("%s %d (mistake %q): %d sums do not hold", sample.Town.Name, sample.Report.Year, sample.Mistake, broken)
		}
	}
}

func TestTheSameSeedGivesTheSameDocuments(t *testing.T) {
	first, second := synth.County(5), synth.County(5)
	for i := range first {
		if synth.HTMLPage(&first[i].Report) != synth.HTMLPage(&second[i].Report) ||
			!bytes.Equal(synth.PDF(&first[i].Report), synth.PDF(&second[i].Report)) {
			t.Fatalf("%s %d differs between two runs", first[i].Town.Name, first[i].Report.Year)
		}
	}
}

func TestCarriedOverApplicationsComeBackNextYear(t *testing.T) {
	samples := synth.County(1)
	for i := 1; i < len(samples); i++ {
		before, now := samples[i-1], samples[i]
		if before.Town.Code != now.Town.Code || before.Mistake == synth.WrongBalance {
			continue
		}
		out, in := before.Report.Cell("applications.carried_out.total"), now.Report.Cell("applications.carried_in.total")
		if broken := out.Value != in.Value; broken != (now.Mistake == synth.WrongCarry) {
			t.Errorf("%s %d: carried in %s after %s (mistake %q)", now.Town.Name, now.Report.Year, in.Value, out.Value, now.Mistake)
		}
	}
}

func TestTuanbaIsAsPublished(t *testing.T) {
	states := map[disclosure.State]int{}
	sample := synth.Tuanba()
	for _, cell := range sample.Report.Cells {
		states[cell.State]++
	}
	if states[disclosure.Reported] != 195 || states[disclosure.Blank] != 5 {
		t.Errorf("states %v, want 195 reported and 5 blank", states)
	}
}

func TestATownsReportsAreDrawnAloneAndSayWhereEachCellStands(t *testing.T) {
	register := disclosure.NationalRegister()
	kinds, mistakes := map[string]int{}, map[synth.Mistake]int{}
	for _, town := range register.County("511724") {
		first, again := synth.TownReports(3, *town, 2019, 2025), synth.TownReports(3, *town, 2019, 2025)
		if !reflect.DeepEqual(first, again) {
			t.Fatalf("%s: two draws differ", town.Name)
		}
		for _, sample := range first {
			kinds[sample.Report.Reader]++
			mistakes[sample.Mistake]++
			places := map[disclosure.Place]bool{}
			for _, cell := range sample.Report.Cells {
				if cell.State == disclosure.Absent {
					continue
				}
				if places[cell.Place] {
					t.Fatalf("%s %d: two cells stand at %+v", town.Name, sample.Report.Year, cell.Place)
				}
				places[cell.Place] = true
			}
		}
	}
	if kinds["html"] == 0 || kinds["pdf"] == 0 || len(mistakes) < 5 || mistakes[synth.NoMistake] < 6*mistakes[synth.WrongCarry] {
		t.Errorf("readers %v, mistakes %v", kinds, mistakes)
	}
}
