package disclosure

import "slices"

// IdentityKind says which sum of the form an identity is.
type IdentityKind string

// The sums of the forms of 2019 and 2021. The form of 2014 names its own.
const (
	RowTotal     IdentityKind = "row_total"     // the six kinds of applicants make the 总计 column
	OutcomeTotal IdentityKind = "outcome_total" // the outcomes make （七）总计
	Balance      IdentityKind = "balance"       // 一 + 二 = 三（七）+ 四
	DisputeTotal IdentityKind = "dispute_total" // the four results make the 总计 of a kind of dispute
)

// Identity is one sum of the form: the cells on the left add up to what the
// cells on the right add up to. Left and Right are indexes into Form.Cells.
type Identity struct {
	Kind  IdentityKind
	Table string
	// Row or Column is what the sum runs along; the other is empty.
	Row, Column string
	Left, Right []int
}

// ID names the identity within its form, for example "row_total/granted" or
// "balance/total".
func (i *Identity) ID() string { return string(i.Kind) + "/" + i.Row + i.Column }

// Has reports whether a cell, by its index into Form.Cells, takes part in the sum.
func (i *Identity) Has(cell int) bool {
	return slices.Contains(i.Left, cell) || slices.Contains(i.Right, cell)
}

// Check is a sum of the form with the numbers of a report put in.
type Check struct {
	// Left and Right add up the cells that report a number.
	Left, Right Number
	// Known is true where no cell is missing whose number could change either side.
	Known bool
}

// Holds reports whether both sides are known to be the same.
func (c Check) Holds() bool { return c.Known && c.Left == c.Right }

// Fails reports whether both sides are known to differ.
func (c Check) Fails() bool { return c.Known && c.Left != c.Right }

// Numbers are the numbers of a report's cells in the form's order, as the form's
// sums take them.
type Numbers struct {
	// Values are zero where there is no number.
	Values []Number
	// Known is false for a cell that leaves its sums unknown.
	Known []bool
}

// NumbersOf takes the numbers of cells in the form's order. Cells in one of the given
// states count as nothing; any other without a number leaves its sums unknown.
func NumbersOf(cells []Cell, nothing ...State) Numbers {
	n := Numbers{make([]Number, len(cells)), make([]bool, len(cells))}
	for i := range cells {
		value, reported := cells[i].Number()
		if reported {
			n.Values[i] = value
		}
		n.Known[i] = reported || slices.Contains(nothing, cells[i].State)
	}
	return n
}

// Check adds up both sides of a sum.
func (i *Identity) Check(n Numbers) Check {
	out := Check{Known: true}
	for _, cell := range i.Left {
		out.Left += n.Values[cell]
		out.Known = out.Known && n.Known[cell]
	}
	for _, cell := range i.Right {
		out.Right += n.Values[cell]
		out.Known = out.Known && n.Known[cell]
	}
	return out
}
