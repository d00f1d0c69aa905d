package form

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// blocksOf makes a grid of each list of rows.
func blocksOf(tables ...[][]string) []layout.Block {
	var out []layout.Block
	for _, rows := range tables {
		out = append(out, table(gridOf(rows)))
	}
	return out
}

// boxed puts each cell of a table into a grid of one column.
func boxed(rows [][]string) []layout.Block {
	var cells [][]string
	for _, b := range oneCellEach(rows) {
		cells = append(cells, []string{b.Text})
	}
	return blocksOf(cells)
}

func only(t *testing.T, doc *layout.Document) disclosure.Report {
	t.Helper()
	reports := Match(doc, nil, nil)
	if len(reports) != 1 {
		t.Fatalf("%d reports, want 1", len(reports))
	}
	return reports[0]
}

// TestEveryDrawingOfTheTablesIsReadAlike draws the same values in the ways in which
// real reports do.
func TestEveryDrawingOfTheTablesIsReadAlike(t *testing.T) {
	for _, id := range []string{"2021", "2019"} {
		form := disclosure.FormByID(id)
		random := rand.New(rand.NewPCG(7, 7))
		texts, truth := randomValues(form, random)
		d := &drawing{form: form, values: texts}
		groups := d.grouped()
		joined := slices.Concat(groups...)
		rows := len(form.Table("applications").Rows)
		applications := d.plain("applications", 0, rows, true)
		for name, doc := range map[string]*layout.Document{
			"as the form has it": whole(blocksOf(joined), blocksOf(applications), blocksOf(d.flat(3))),
			"the groups of 第二十条 as tables of their own": whole(blocksOf(groups...), blocksOf(applications), blocksOf(d.flat(3))),
			"disputes under two header rows":            whole(blocksOf(joined), blocksOf(applications), blocksOf(d.flat(2))),
			"disputes with a row for each kind":         whole(blocksOf(joined), blocksOf(applications), blocksOf(d.plain("disputes", 0, 3, true))),
			"disputes stacked":                          whole(blocksOf(joined), blocksOf(applications), blocksOf(d.stacked())),
			"disputes stacked as tables of their own":   whole(blocksOf(joined), blocksOf(applications), blocksOf(d.stacked()[:3], d.stacked()[3:6], d.stacked()[6:])),
			"disputes turned":                           whole(blocksOf(joined), blocksOf(applications), blocksOf(turned(d.flat(3)))),
			"disputes with a row for each kind, turned": whole(blocksOf(joined), blocksOf(applications), blocksOf(turned(d.plain("disputes", 0, 3, true)))),
			"applications turned":                       whole(blocksOf(joined), blocksOf(turned(applications)), blocksOf(d.flat(3))),
			"applications cut, without a second header": whole(blocksOf(joined), blocksOf(applications[:12], d.plain("applications", 9, rows, false)), blocksOf(d.flat(3))),
			"applications cut, with the header again":   whole(blocksOf(joined), blocksOf(applications[:12], d.plain("applications", 9, rows, true)), blocksOf(d.flat(3))),
			"all tables in one grid":                    whole(blocksOf(slices.Concat(joined, applications, d.flat(3))), nil, nil),
			"the groups of 第二十条 in one wide table":      whole(blocksOf(d.wide()), blocksOf(applications), blocksOf(d.flat(3))),
			"all text in boxes of one column":           whole(boxed(joined), boxed(applications), boxed(d.flat(3))),
			"disputes cut below their header":           whole(blocksOf(joined), blocksOf(applications), blocksOf(d.flat(3)[:3], d.flat(3)[3:])),
			"applications cut below their header":       whole(blocksOf(joined), blocksOf(applications[:3], d.plain("applications", 0, rows, false)), blocksOf(d.flat(3))),
			"the last table first":                      whole(blocksOf(d.flat(3)), blocksOf(applications), blocksOf(joined)),
			"one group of 第二十条 twice, alike":            whole(blocksOf(append(slices.Clone(groups[:3]), groups[2:]...)...), blocksOf(applications), blocksOf(d.flat(3))),
			"everything twice, alike":                   whole(blocksOf(joined, applications, d.flat(3)), blocksOf(joined, applications), blocksOf(d.flat(3))),
		} {
			t.Run(id+" "+name, func(t *testing.T) {
				report := only(t, doc)
				if report.Form != id || report.Status != disclosure.Parsed {
					t.Errorf("form %s status %s %s, want %s parsed", report.Form, report.Status, report.Reason, id)
				}
				readsAs(t, &report, truth)
				explainFailure(t, doc)
			})
		}
	}
}
