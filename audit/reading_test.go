package audit

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai/disclosure"
)

func TestADoubtfulReadingStepsDownAndSaysSo(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(r *disclosure.Report)
		says   string
	}{
		{"a cell read from a picture", func(r *disclosure.Report) { cellOf(r, "applications.granted.total").Place.Reader = "ocr" }, "由图片识别"},
		{"readers that disagree", func(r *disclosure.Report) {
			cellOf(r, "applications.granted.total").Doubt = disclosure.DoubtReadersDisagree
		}, "两次识别结果不一致"},
		{"a table whose labels match badly", func(r *disclosure.Report) { r.Table("applications").Score = 0.5 }, "表头与法定表式对应不上"},
		{"a document read from pictures", func(r *disclosure.Report) { r.Reader = "ocr" }, "由图片识别"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := baseReport("2021", 2022)
			add(r, "applications.granted.total", 1)
			c.change(r)
			f := arithmetic(r)[0]
			if f.Severity != disclosure.Warning || !f.Misreading || !strings.Contains(f.Message, "疑似识别错误："+c.says) {
				t.Errorf("%s misreading=%v: %s", f.Severity, f.Misreading, f.Message)
			}
		})
	}
}

func TestASuspectTableSuppressesItsRulesAndSaysSo(t *testing.T) {
	r := baseReport("2021", 2022)
	r.Doubts = []disclosure.Doubt{{Code: disclosure.DoubtShifted, Table: "applications"}}
	add(r, "applications.granted.total", 1)
	add(r, "disputes.review.total", 1)
	state(r, "applications.partial.company", disclosure.Blank, "")
	results := Document(r, Options{})
	for _, id := range []string{"app-row-total", "app-balance", "app-outcome-total", "cell-blank"} {
		if result := ruleOf(t, results, id); result.Verdict != disclosure.Undetermined || !strings.Contains(result.Why, "extraction-suspect") {
			t.Errorf("%s is %s: %s", id, result.Verdict, result.Why)
		}
	}
	if result := ruleOf(t, results, "dispute-row-total"); result.Verdict != disclosure.Fires {
		t.Errorf("the other table is sound, but its rule is %s", result.Verdict)
	}
	suspect := ruleOf(t, results, "extraction-suspect")
	if len(suspect.Findings) != 1 || !slices.Contains(suspect.Findings[0].Cells, "applications.partial.company") {
		t.Errorf("the suspect table does not name its cells: %+v", suspect.Findings)
	}
}

// TestNothingDoubtfulIsSilent puts random states and doubts into random cells:
// whatever is no plain number must be named by some finding.
func TestNothingDoubtfulIsSilent(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	states := []disclosure.State{disclosure.Blank, disclosure.Placeholder, disclosure.Illegible, disclosure.Absent}
	for range 300 {
		fy := formYears[random.IntN(2)]
		r := baseReport(fy.form, fy.year)
		var odd []disclosure.Key
		for range 1 + random.IntN(120) {
			c := &r.Cells[random.IntN(len(r.Cells))]
			c.State, c.Raw, c.Value = states[random.IntN(len(states))], "?", 0
			odd = append(odd, c.Key)
		}
		doubt := disclosure.Doubt{Code: disclosure.DoubtReadersDisagree, Table: "applications", Cells: []disclosure.Key{r.Cells[random.IntN(len(r.Cells))].Key}}
		r.Doubts = append(r.Doubts, doubt)
		odd = append(odd, doubt.Cells...)
		named := map[disclosure.Key]bool{}
		for _, f := range Findings(Document(r, Options{})) {
			for _, key := range f.Cells {
				named[key] = true
			}
		}
		for _, key := range odd {
			if !named[key] {
				t.Fatalf("form %s: no finding names %s (%s)", fy.form, key, r.Cell(key).State)
			}
		}
	}
}

func TestADocumentThatWasNotReadPassesNothing(t *testing.T) {
	for _, c := range []struct {
		reason disclosure.Reason
		want   disclosure.Verdict
	}{{disclosure.NotAReport, disclosure.NotApplicable}, {disclosure.Encrypted, disclosure.Undetermined}} {
		for _, result := range Document(&disclosure.Report{Status: disclosure.Rejected, Reason: c.reason}, Options{}) {
			if result.Verdict != c.want || result.Why == "" {
				t.Errorf("%s: rule %s is %s", c.reason, result.Rule.ID, result.Verdict)
			}
		}
	}
}

func TestAFingerprintSurvivesARerunAndChangesWithTheValues(t *testing.T) {
	print := func(change func(r *disclosure.Report)) string {
		r := baseReport("2021", 2022)
		add(r, "applications.granted.total", 1)
		change(r)
		return arithmetic(r)[0].Fingerprint
	}
	base := print(func(*disclosure.Report) {})
	if again := print(func(r *disclosure.Report) { r.File, r.Doubts = "换了名字.pdf", nil }); again != base {
		t.Error("another name of the file changes the fingerprint")
	}
	for name, change := range map[string]func(r *disclosure.Report){
		"another value": func(r *disclosure.Report) { add(r, "applications.granted.total", 1) },
		"another town":  func(r *disclosure.Report) { r.TownCode = "990101101" },
		"another year":  func(r *disclosure.Report) { r.Year = 2023 },
	} {
		if print(change) == base {
			t.Errorf("%s keeps the fingerprint", name)
		}
	}
	// Two findings of one rule without cells are two.
	r := baseReport("2021", 2022)
	r.Sections = r.Sections[:4]
	var prints []string
	for _, f := range ruleOf(t, Document(r, Options{}), "section-missing").Findings {
		prints = append(prints, f.Fingerprint)
	}
	if len(prints) != 2 || prints[0] == prints[1] {
		t.Errorf("fingerprints of two missing sections: %q", prints)
	}
}

func TestGroupsCanBeChosen(t *testing.T) {
	results := InGroups(Document(baseReport("2021", 2022), Options{}), "AL")
	for i := range results {
		if group := results[i].Rule.Group; group != "A" && group != "L" {
			t.Errorf("rule %s of group %s", results[i].Rule.ID, group)
		}
	}
	if len(results) == 0 {
		t.Error("no results")
	}
}

// FuzzDocument feeds arbitrary prose, titles and raw cells: no input may end the
// audit, and every rule gives a verdict.
func FuzzDocument(f *testing.F) {
	f.Add("2021年，邻溪镇主动公开信息106条，引用国办发〔2021〕30号。", "x2087年", "-1", uint8(0))
	f.Add("我乡１３８１２３４５６７８ 申请人张", "年政府信息公开工作年度报告", "1.5", uint8(3))
	f.Add("\xff\xfe国办〔99999999999999〕\x80号", "2022", "９", uint8(9))
	f.Fuzz(func(t *testing.T, prose, title, number string, n uint8) {
		fy := formYears[int(n)%len(formYears)]
		r := baseReport(fy.form, fy.year)
		r.Title, r.Preamble = title, prose
		for i := range r.Sections {
			r.Sections[i].Text += prose
			if n&4 != 0 {
				r.Sections[i].Heading = title
			}
		}
		c := &r.Cells[int(n)%len(r.Cells)]
		if v, err := disclosure.ParseNumber(number); err == nil {
			c.Value, c.Raw = v, number
		} else {
			c.State, c.Raw, c.Value = disclosure.Illegible, number, 0
		}
		for _, audited := range CountyWide(&County{Code: "990101", Reports: []*disclosure.Report{r, priorReport(fy.form, fy.year-1)}}, Options{}) {
			for _, result := range audited.Results {
				if result.Verdict == "" {
					t.Errorf("rule %s gives no verdict", result.Rule.ID)
				}
			}
		}
	})
}
