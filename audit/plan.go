package audit

import (
	"sync"

	"gongkai/disclosure"
)

// plan is a form prepared for the rules: the cells they ask for by position.
type plan struct {
	form *disclosure.Form
	bit  formBit
	// keys are the cells' keys, side by side: every audit goes through them.
	keys []disclosure.Key
	// tables are the index ranges of each table's cells: cells stand in the form's order.
	tables []span
	// sums are the identities of each cell, as indexes into form.Identities.
	sums [][]int
	// rowTotals, outcomeTotals, balances and disputeTotals are indexes into form.Identities.
	rowTotals, outcomeTotals, balances, disputeTotals []int
	at                                                [refCount]int
	// received … carriedOut are the seven cells of a row, total last; nil where the form has no such row.
	received, carriedIn, handled, carriedOut []int
	// outcomes are the cells of the outcome rows.
	outcomes []int
	// whole are the cells that hold whole numbers, unsigned those that may not be negative.
	whole, unsigned []int
	// items are the cells of the 2019 form's item rows, -1 where there is none.
	items [len(itemRows)][itemColumnCount]int
	// refusedTotals are the 总计 cells of the refused_* rows.
	refusedTotals []int
}

// span is a half-open range of cell indexes.
type span struct{ from, to int }

// formBit says which form a sheet is on, for quick tests.
type formBit uint8

const (
	form2021 formBit = 1 << iota
	form2019
	form2014
)

// ref names a cell that rules ask for. A form that lacks it has -1.
type ref int

const (
	receivedTotal ref = iota
	carriedInTotal
	handledTotal
	carriedOutTotal
	otherNotPaidTotal
	refusedStateSecretTotal
	unprocessedExcessiveTotal
	reviewTotal
	suitDirectTotal
	suitAfterTotal
	reviewPending
	suitDirectPending
	suitAfterPending
	regulationsIssued
	regulationsRepealed
	regulationsInForce
	regulationsMade
	regulationsPublished
	regulationsPublishedTotal
	documentsIssued
	documentsRepealed
	documentsInForce
	documentsMade
	documentsPublished
	documentsPublishedTotal
	feesAmount
	procurementItems
	procurementAmount
	refCount
)

var refKeys = [refCount]disclosure.Key{
	receivedTotal:             "applications.received.total",
	carriedInTotal:            "applications.carried_in.total",
	handledTotal:              "applications.handled_total.total",
	carriedOutTotal:           "applications.carried_out.total",
	otherNotPaidTotal:         "applications.other_not_paid.total",
	refusedStateSecretTotal:   "applications.refused_state_secret.total",
	unprocessedExcessiveTotal: "applications.unprocessed_excessive.total",
	reviewTotal:               "disputes.review.total",
	suitDirectTotal:           "disputes.suit_direct.total",
	suitAfterTotal:            "disputes.suit_after_review.total",
	reviewPending:             "disputes.review.pending",
	suitDirectPending:         "disputes.suit_direct.pending",
	suitAfterPending:          "disputes.suit_after_review.pending",
	regulationsIssued:         "disclosure.regulations.issued",
	regulationsRepealed:       "disclosure.regulations.repealed",
	regulationsInForce:        "disclosure.regulations.in_force",
	regulationsMade:           "disclosure.regulations.made",
	regulationsPublished:      "disclosure.regulations.published",
	regulationsPublishedTotal: "disclosure.regulations.published_total",
	documentsIssued:           "disclosure.normative_documents.issued",
	documentsRepealed:         "disclosure.normative_documents.repealed",
	documentsInForce:          "disclosure.normative_documents.in_force",
	documentsMade:             "disclosure.normative_documents.made",
	documentsPublished:        "disclosure.normative_documents.published",
	documentsPublishedTotal:   "disclosure.normative_documents.published_total",
	feesAmount:                "disclosure.fees.amount",
	procurementItems:          "disclosure.procurement.items",
	procurementAmount:         "disclosure.procurement.amount",
}

// plans prepares the forms once.
var plans = sync.OnceValue(func() map[string]*plan {
	byID := map[string]*plan{}
	for _, form := range disclosure.Forms() {
		byID[form.ID] = newPlan(form)
	}
	return byID
})

func newPlan(form *disclosure.Form) *plan {
	p := &plan{form: form, sums: make([][]int, len(form.Cells)), tables: make([]span, len(form.Tables))}
	switch form.ID {
	case "2021":
		p.bit = form2021
	case "2019":
		p.bit = form2019
	case "2014":
		p.bit = form2014
	}
	for r, key := range refKeys {
		p.at[r] = form.Index(key)
	}
	for n, row := range itemRows {
		for c, column := range itemColumns {
			p.items[n][c] = form.Index(disclosure.MakeKey("disclosure", row, column))
		}
	}
	for i := range form.Cells {
		cell := &form.Cells[i]
		p.keys = append(p.keys, cell.Key)
		t := &p.tables[cell.Table]
		if t.to == 0 {
			t.from = i
		}
		t.to = i + 1
		row, column := form.Tables[cell.Table].Rows[cell.Row].ID, form.Tables[cell.Table].Columns[cell.Column].ID
		if !cell.Amount() {
			p.whole = append(p.whole, i)
		}
		if column != "change" {
			p.unsigned = append(p.unsigned, i)
		}
		if len(row) > 8 && row[:8] == "refused_" && column == "total" {
			p.refusedTotals = append(p.refusedTotals, i)
		}
	}
	for n := range form.Identities {
		identity := &form.Identities[n]
		switch identity.Kind {
		case disclosure.RowTotal:
			p.rowTotals = append(p.rowTotals, n)
		case disclosure.OutcomeTotal:
			p.outcomeTotals = append(p.outcomeTotals, n)
			p.outcomes = append(p.outcomes, identity.Left...)
		case disclosure.Balance:
			p.balances = append(p.balances, n)
		case disclosure.DisputeTotal:
			p.disputeTotals = append(p.disputeTotals, n)
		}
		for _, cell := range identity.Left {
			p.sums[cell] = append(p.sums[cell], n)
		}
		for _, cell := range identity.Right {
			p.sums[cell] = append(p.sums[cell], n)
		}
	}
	if p.bit != form2014 {
		p.received, p.carriedIn = p.row("applications", "received"), p.row("applications", "carried_in")
		p.handled, p.carriedOut = p.row("applications", "handled_total"), p.row("applications", "carried_out")
	}
	return p
}

// row returns the cells of a row, nil where the form has none.
func (p *plan) row(table, row string) []int {
	if t := p.form.Table(table); t != nil {
		for r := range t.Rows {
			if t.Rows[r].ID == row {
				return t.Rows[r].Cells
			}
		}
	}
	return nil
}
