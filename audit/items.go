package audit

import "gongkai/disclosure"

// itemRows are the rows of the 2019 form that count items of power.
var itemRows = [...]string{"licences", "other_services", "penalties", "enforcement", "fees"}

// itemColumns are the columns of an item row, in the order of plan.items.
const (
	itemPrior = iota
	itemChange
	itemDecisions
	itemColumnCount
)

var itemColumns = [itemColumnCount]string{itemPrior: "prior_items", itemChange: "change", itemDecisions: "decisions"}

// item reads a cell of an item row; cell is -1 where the row has no such column.
func (s *sheet) item(row, column int) (cell int, value disclosure.Number, ok bool) {
	cell = s.plan.items[row][column]
	value, ok = s.num(cell)
	return cell, value, ok
}

func checkChangeChain(s *sheet, r *Result) {
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	if prior.plan.bit != form2019 {
		r.skip("上一年度不是2019版表式")
		return
	}
	r.holds()
	for row := range itemRows {
		cell, now, ok1 := s.item(row, itemPrior)
		_, before, ok2 := prior.item(row, itemPrior)
		_, change, ok3 := prior.item(row, itemChange)
		if !ok1 || !ok2 || !ok3 {
			r.lacks(unreadWhy, s.keys(cell)...)
			continue
		}
		if want := before + change; now != want {
			r.fire(disclosure.Finding{
				Cells: s.keys(cell), Expected: want.String(), Actual: now.String(), Difference: (now - want).String(),
				Formula:   before.String() + " + (" + change.String() + ") = " + want.String() + "，表中为 " + now.String(),
				Message:   s.name(cell) + "为 " + now.String() + " 项，按上年报告应为 " + want.String() + " 项。权责清单如重新梳理过请说明。",
				Documents: documents(prior),
			})
		}
	}
}

func checkItemsAsDecisions(s *sheet, r *Result) {
	if s.suspect[0] != "" {
		r.lacks(suspectWhy)
		return
	}
	r.holds()
	for row := range itemRows {
		prior, items, ok := s.item(row, itemPrior)
		change, added, ok2 := s.item(row, itemChange)
		decided, decisions, ok3 := s.item(row, itemDecisions)
		if !ok {
			r.lacks(unreadWhy, s.keys(prior)...)
			continue
		}
		agree := ok2 && ok3 && decisions == items+added && decisions >= disclosure.Int(30)
		if !agree && items < disclosure.Int(300) {
			continue
		}
		f := disclosure.Finding{
			Cells: s.keys(prior, change, decided), Actual: items.String(),
			Message: s.name(prior) + "为 " + items.String() + "，乡镇的事项数量通常没有这么多。该栏应填事项的项数，不是办理的件数。",
		}
		if agree {
			f.Formula = items.String() + " + " + added.String() + " = " + decisions.String()
			f.Message = s.rowName(prior) + "的处理决定数量 " + decisions.String() + " 正好是上一年项目数量与本年增/减之和（" + f.Formula + "），疑似三栏都填了办件数。前两栏应填事项的项数。"
		}
		r.fire(f)
	}
}
