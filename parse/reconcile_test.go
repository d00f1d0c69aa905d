package parse

import (
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/synth"
)

// received is the cell that the cases read differently.
const received = disclosure.Key("applications.received.natural_person")

// readAs is the sample report with one cell read as a number.
func readAs(n int64) disclosure.Report {
	report := synth.Reports(1, 1)[0]
	cell := report.Cell(received)
	cell.Value = disclosure.Int(n)
	cell.Raw = cell.Value.String()
	return report
}

func TestTwoReadersSettleEachCell(t *testing.T) {
	whole := synth.Reports(1, 1)[0]
	right := whole.Cell(received).Value.Floor()
	absent := readAs(right)
	for i := range absent.Cells {
		absent.Cells[i] = disclosure.Cell{Key: absent.Cells[i].Key, State: disclosure.Absent}
	}
	for _, test := range []struct {
		name          string
		first, second disclosure.Report
		state         disclosure.State
		value         int64
		doubt         disclosure.DoubtCode
		doubts        int
	}{
		{"both say the same wrong number: it is the town's", readAs(right + 5), readAs(right + 5), disclosure.Reported, right + 5, "", 0},
		{"the second balances: its number is taken and marked", readAs(right + 5), readAs(right), disclosure.Reported, right, disclosure.DoubtSecondReader, 1},
		{"the first balances: its number stays and is marked", readAs(right), readAs(right + 5), disclosure.Reported, right, disclosure.DoubtReadersDisagree, 1},
		{"neither balances: nobody knows", readAs(right + 5), readAs(right + 7), disclosure.Illegible, 0, disclosure.DoubtReadersDisagree, 1},
		{"the second read nothing: that is no other reading", readAs(right), absent, disclosure.Reported, right, "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := test.first.Cell(received).Value
			merged := reconcile([]disclosure.Report{test.first}, []disclosure.Report{test.second})
			cell := merged[0].Cell(received)
			if cell.State != test.state || cell.Value != disclosure.Int(test.value) || cell.Doubt != test.doubt || len(merged[0].Doubts) != test.doubts {
				t.Errorf("the cell is %s %s (%q) with %d doubts; want %s %d (%q) with %d", cell.State, cell.Value, cell.Doubt, len(merged[0].Doubts),
					test.state, test.value, test.doubt, test.doubts)
			}
			if test.state == disclosure.Illegible && merged[0].Status != disclosure.Partial {
				t.Errorf("the report is %s", merged[0].Status)
			}
			if test.first.Cell(received).Value != before {
				t.Error("the first reading was changed")
			}
		})
	}
}

func TestAMissingCellAsksTheSecondReader(t *testing.T) {
	report := synth.Reports(1, 1)[0]
	if !settled([]disclosure.Report{report}) {
		t.Fatal("a whole, balanced report is not settled")
	}
	report.Cells[3].State = disclosure.Absent
	if settled([]disclosure.Report{report}) {
		t.Error("a report that lacks a cell is settled")
	}
}
