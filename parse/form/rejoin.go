package form

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// rejoin reads the numbers that a narrow column broke over several lines of one cell.
// It takes one only where the breaks are those of a column that is too narrow, a sum
// of the form holds with the number, and none that can be computed fails; the rest
// stay illegible. What it takes stays marked as split.
func (t *tables) rejoin(report *disclosure.Report) {
	form := t.v.form
	broken := t.brokenNumbers(report.Cells)
	if len(broken) == 0 {
		return
	}
	joined := slices.Clone(report.Cells)
	for cell, number := range broken {
		joined[cell].State, joined[cell].Value = disclosure.Reported, number
	}
	numbers := disclosure.NumbersOf(joined)
	leave := func(cell int) { // as it was read
		joined[cell], numbers.Values[cell], numbers.Known[cell] = report.Cells[cell], 0, false
		delete(broken, cell)
	}
	for again := true; again; {
		again = false
		proven := make([]bool, len(joined))
		for i := range form.Identities {
			identity := &form.Identities[i]
			check := identity.Check(numbers)
			for _, side := range [...][]int{identity.Left, identity.Right} {
				for _, cell := range side {
					_, tried := broken[cell]
					switch {
					case !tried || !check.Known:
					case check.Holds():
						proven[cell] = true
					default:
						leave(cell)
						again = true
					}
				}
			}
		}
		for cell := range broken {
			if !proven[cell] {
				leave(cell)
				again = true
			}
		}
	}
	copy(report.Cells, joined)
}

// brokenNumbers returns the numbers of the cells whose digits stand on several lines
// as a column that is too narrow breaks them: in the whole column each line but a
// number's last is filled, and no number that stands on one line is longer.
func (t *tables) brokenNumbers(cells []disclosure.Cell) map[int]disclosure.Number {
	type column struct{ table, column int }
	columnOf := func(cell int) column {
		spec := &t.v.form.Cells[cell]
		return column{spec.Table, spec.Column}
	}
	full := map[column]filled{}
	numbers := map[int]disclosure.Number{}
	for i := range cells {
		if cells[i].State != disclosure.Illegible || cells[i].Doubt != disclosure.DoubtSplit {
			continue
		}
		if number, lines, ok := brokenNumber(cells[i].Raw); ok {
			if known, seen := full[columnOf(i)]; seen {
				lines = filled{min(lines.least, known.least), max(lines.most, known.most)}
			}
			full[columnOf(i)], numbers[i] = lines, number
		}
	}
	for i := range cells {
		if lines, seen := full[columnOf(i)]; seen && cells[i].State == disclosure.Reported && len(strings.TrimSpace(cells[i].Raw)) > lines.most {
			delete(full, columnOf(i))
		}
	}
	for cell := range numbers {
		if lines, seen := full[columnOf(cell)]; !seen || lines.most > lines.least+1 {
			delete(numbers, cell)
		}
	}
	return numbers
}

// filled is how many digits stand on the lines that a number fills. In a font whose 1
// is narrow, one more may.
type filled struct{ least, most int }

// brokenNumber reads digits on several lines as one number.
func brokenNumber(raw string) (number disclosure.Number, full filled, ok bool) {
	lines := strings.Fields(raw)
	if len(lines) < 2 || strings.Count(strings.TrimSpace(raw), "\n") != len(lines)-1 || lines[0][0] == '0' {
		return 0, filled{}, false
	}
	full = filled{len(lines[0]), len(lines[0])}
	for i, line := range lines {
		if i < len(lines)-1 {
			full.least = min(full.least, len(line))
		}
		full.most = max(full.most, len(line))
	}
	number, ok = plainDigits(strings.Join(lines, ""))
	return number, full, ok
}
