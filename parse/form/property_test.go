package form

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/parse/layout"
)

// noisy returns a change of labels such as hands, editors and engines make:
// spaces, line breaks, hints in brackets, other widths and signs.
func noisy(random *rand.Rand) func(string) string {
	return func(s string) string {
		runes := []rune(s)
		switch random.IntN(9) {
		case 0:
			return " " + strings.Join(strings.Split(s, ""), " ") + "\u3000"
		case 1:
			return s + "（件）"
		case 2:
			return string(runes[:len(runes)/2]) + "\n" + string(runes[len(runes)/2:])
		case 3:
			return strings.NewReplacer("（", "(", "）", ")", "、", ",", "1.", "１．", "2.", "2、").Replace(s)
		case 4:
			return strings.Join(strings.Split(s, ""), "\n")
		case 5:
			return "\u200b" + s + "\ufeff"
		}
		return s
	}
}

// randomDocument draws the values in a layout chosen at random.
func randomDocument(form *disclosure.Form, texts []string, random *rand.Rand) (*layout.Document, [][][]string) {
	d := &drawing{form: form, values: texts, label: noisy(random)}
	groups := d.grouped()
	var tables [][][]string
	if random.IntN(2) == 0 {
		tables = append(tables, slices.Concat(groups...))
	} else {
		tables = append(tables, groups...)
	}
	rows := len(form.Table("applications").Rows)
	cut := 1 + random.IntN(rows-1)
	switch random.IntN(4) {
	case 0:
		tables = append(tables, turned(d.plain("applications", 0, rows, true)))
	case 1:
		tables = append(tables, d.plain("applications", 0, cut, true), d.plain("applications", cut, rows, false))
	case 2:
		tables = append(tables, d.plain("applications", 0, cut, true), d.plain("applications", cut, rows, true))
	default:
		tables = append(tables, d.plain("applications", 0, rows, true))
	}
	switch random.IntN(5) {
	case 0:
		tables = append(tables, d.stacked())
	case 1:
		tables = append(tables, d.flat(2))
	case 2:
		tables = append(tables, turned(d.flat(3)))
	case 3:
		tables = append(tables, d.plain("disputes", 0, 3, true))
	default:
		tables = append(tables, d.flat(3))
	}
	return whole(blocksOf(tables...), nil, nil), tables
}

// FuzzAnyDrawingIsReadAsItWasDrawn is parse(render(report, any layout)) = report.
func FuzzAnyDrawingIsReadAsItWasDrawn(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 1))
		form := disclosure.FormByID([]string{"2021", "2019"}[random.IntN(2)])
		texts, truth := randomValues(form, random)
		doc, _ := randomDocument(form, texts, random)
		report := only(t, doc)
		if report.Form != form.ID {
			t.Errorf("form %s, want %s", report.Form, form.ID)
		}
		report.Cells = slices.Clone(report.Cells)
		readsAs(t, &report, truth)
		explainFailure(t, doc)
	})
}

func explainFailure(t *testing.T, doc *layout.Document) {
	if t.Failed() {
		var b strings.Builder
		_ = Explain(&b, doc, nil, nil)
		t.Log(b.String())
	}
}

// FuzzDeletingALineMovesNoValue deletes one row or column of one table: what is
// still read must be what stood there.
func FuzzDeletingALineMovesNoValue(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 2))
		form := disclosure.FormByID([]string{"2021", "2019"}[random.IntN(2)])
		texts, truth := randomValues(form, random)
		_, tables := randomDocument(form, texts, random)
		n := random.IntN(len(tables))
		what := "row"
		if random.IntN(2) == 0 {
			tables[n] = withoutRow(tables[n], random.IntN(len(tables[n])))
		} else {
			what = "column"
			tables[n] = turned(withoutRow(turned(tables[n]), random.IntN(len(tables[n][0]))))
		}
		doc := whole(blocksOf(tables...), nil, nil)
		report := only(t, doc)
		lost := 0
		for i := range truth {
			got := report.Cell(truth[i].Key)
			if got == nil {
				continue
			}
			if got.State == disclosure.Reported && (truth[i].State != disclosure.Reported || got.Value != truth[i].Value) {
				t.Errorf("without a %s of table %d: %s is %s, was %s %s", what, n, got.Key, got.Value, truth[i].State, truth[i].Value)
			}
			if got.State != truth[i].State {
				lost++
			}
		}
		if lost > 60 {
			t.Logf("without a %s of table %d: %d cells lost", what, n, lost)
		}
		explainFailure(t, doc)
	})
}

// withoutRow drops a row; cells that reached into it from above or that began in it
// end or begin a row later.
func withoutRow(rows [][]string, drop int) [][]string {
	var out [][]string
	for r, row := range rows {
		if r == drop {
			continue
		}
		row = slices.Clone(row)
		if r == drop+1 {
			for c := range row {
				if row[c] == "^" && c < len(rows[drop]) && rows[drop][c] != "^" && rows[drop][c] != "<" {
					row[c] = rows[drop][c]
				}
			}
		}
		out = append(out, row)
	}
	return out
}

// FuzzNoLayoutPanics reads grids of any shape with any text: every cell of the form
// is in exactly one state and nothing panics.
func FuzzNoLayoutPanics(f *testing.F) {
	f.Add(uint64(1), "规章|0|0|0\n行政许可|1")
	f.Add(uint64(2), "行政复议|<|<\n结果维持|总计|<\n^|^|^\n0|0|~")
	f.Add(uint64(3), "第二十条第（一）项\n\n一、总体情况 （2021年\n自然人 总计 0 0 1 2")
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		random := rand.New(rand.NewPCG(seed, 3))
		form := disclosure.FormByID("2021")
		texts, _ := randomValues(form, random)
		doc, tables := randomDocument(form, texts, random)
		lines := strings.Split(text, "\n")
		switch seed % 3 {
		case 0:
			doc = article(table(grid(lines...)), paragraph(text))
		case 1:
			rows := tables[random.IntN(len(tables))]
			for _, line := range lines {
				rows = slices.Insert(rows, random.IntN(len(rows)+1), strings.Split(line, "|"))
			}
			doc = whole(blocksOf(rows), nil, nil)
		default:
			for _, line := range lines {
				doc.Blocks = append(doc.Blocks, paragraph(line))
			}
		}
		for _, report := range Match(doc, &disclosure.Document{Name: text, Hint: disclosure.Hint{LinkTitle: text, Column: text}}, nil) {
			if report.Status == disclosure.Rejected {
				if report.Reason == "" || report.Detail == "" || len(report.Cells) > 0 {
					t.Errorf("rejected with %q %q and %d cells", report.Reason, report.Detail, len(report.Cells))
				}
				continue
			}
			form := disclosure.FormByID(report.Form)
			if form == nil || len(report.Cells) != len(form.Cells) {
				t.Fatalf("form %q with %d cells", report.Form, len(report.Cells))
			}
			for i := range report.Cells {
				c := &report.Cells[i]
				if c.Key != form.Cells[i].Key || !slices.Contains(disclosure.States[:], c.State) || c.State != disclosure.Reported && c.Value != 0 {
					t.Errorf("cell %d is %+v", i, c)
				}
			}
		}
	})
}
