package narrative

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/disclosure"
)

func TestSentencesClaimWhatTheyStateAndNothingElse(t *testing.T) {
	for name, cases := range map[string][]sentenceCase{
		"numbers": numberCases, "lists": listCases, "times": timeCases, "scope": scopeCases, "other work": otherWorkCases,
		"applications": applicationCases, "outcomes": outcomeCases, "disputes": disputeCases, "none": noneCases,
		"money": moneyCases, "documents": documentCases, "published": publishedCases,
		"carried over": carryOverCases, "near misses": nearMissCases,
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range cases {
				got := Claims(c.text, 2021)
				if !sameFigures(got, c.want) {
					t.Errorf("%s\n got %v\nwant %v", c.text, got, c.want)
				}
				// A clerk's full-width digits change nothing.
				if wide := Claims(widen(c.text), 2021); !sameFigures(wide, c.want) {
					t.Errorf("%s\n got %v in full width\nwant %v", c.text, wide, c.want)
				}
			}
		})
	}
}

func sameFigures(claims []disclosure.Claim, want figures) bool {
	if len(claims) != len(want) {
		return false
	}
	return !slices.ContainsFunc(claims, func(c disclosure.Claim) bool { return want[c.Metric] != c.Value.String() })
}

// widen makes the digits full-width.
func widen(text string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r - '0' + '０'
		}
		return r
	}, text)
}

func TestNumbersNamedRoughlyAreMarkedSo(t *testing.T) {
	for text, approx := range map[string]bool{
		"主动公开政府信息80余条。":   true,
		"主动公开政府信息八十多条。":   true,
		"主动公开政府信息约80条。":   true,
		"主动公开政府信息近80条。":   true,
		"主动公开政府信息80条左右。":  true,
		"主动公开政府信息80条以上。":  true,
		"主动公开政府信息超过80条。":  true,
		"主动公开政府信息80条。":    false,
		"主动公开政府信息共计80条。":  false,
		"主动公开政府信息共达到80条。": false,
	} {
		claims := Claims(text, 2021)
		if len(claims) != 1 || claims[0].Value != disclosure.Int(80) || claims[0].Approx != approx {
			t.Errorf("%s gives %+v, want 80 with approx %v", text, claims, approx)
		}
	}
}

func TestAClaimQuotesTheClauseItRestsOn(t *testing.T) {
	claims := Claims("一年来平稳有序。全年 共收到政府信息公开申请 3 件，均已办理。", 2021)
	if len(claims) != 1 || claims[0].Text != "全年 共收到政府信息公开申请 3 件" {
		t.Errorf("claims %+v", claims)
	}
}

func TestTraditionalCharactersAreReadLikeSimplifiedOnes(t *testing.T) {
	claims := Claims("我鎮未收到政府信息公開申請，未發生行政複議、行政訴訟，主動公開政府信息37條。", 2021)
	if !sameFigures(claims, figures{received: "0", reviewTotal: "0", suitTotal: "0", published: "37"}) {
		t.Errorf("claims %+v", claims)
	}
}

func TestWithoutAYearTheOneYearNamedIsTaken(t *testing.T) {
	if claims := Claims("2019年收到政府信息公开申请3件。", 0); !sameFigures(claims, figures{received: "3"}) {
		t.Errorf("one year: %+v", claims)
	}
	if claims := Claims("2019年收到政府信息公开申请3件，2018年收到5件。", 0); !sameFigures(claims, figures{received: "3"}) {
		t.Errorf("two years: %+v", claims)
	}
}

func TestAReportsClaimsNameTheirSection(t *testing.T) {
	r := &disclosure.Report{
		Year: 2021, Preamble: "2021年主动公开信息106条。",
		Sections: []disclosure.Section{
			{Key: "overview", Text: "（二）依申请公开。我镇未收到政府信息公开申请。\n全县共收到政府信息公开申请90件。"},
			{Key: "other", Text: "未收取信息处理费。"},
		},
	}
	Report(r)
	var got []string
	for _, c := range r.Claims {
		got = append(got, c.Section+" "+c.Metric+" "+c.Value.String())
	}
	want := []string{"preamble " + published + " 106", "overview " + received + " 0", "other " + processingFee + " 0"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// sharedFile opens a file of the shared directory, or skips the test.
func sharedFile(t *testing.T, parts ...string) *os.File {
	t.Helper()
	root := os.Getenv("GONGKAI_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	file, err := os.Open(filepath.Join(append([]string{root}, parts...)...))
	if err != nil {
		t.Skipf("shared material is not at hand: %v", err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// labelled is one line of claims/dev.jsonl.
type labelled struct {
	ID, Text string
	Year     int
	Claims   []struct {
		Metric   string
		Value    json.Number
		Optional bool
	}
}

func TestTheLabelledSentencesAreReadAtLeastAsWellAsAsked(t *testing.T) {
	var spec struct {
		Metrics map[string]any
		Aliases map[string]string
	}
	if err := json.NewDecoder(sharedFile(t, "claims", "metrics.json")).Decode(&spec); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(sharedFile(t, "claims", "dev.jsonl"))
	lines.Buffer(nil, maxLine)
	right, extra, missed, clean, silent := 0, 0, 0, 0, 0
	for lines.Scan() {
		var row labelled
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, c := range Claims(row.Text, row.Year) {
			metric := c.Metric
			if alias, ok := spec.Aliases[metric]; ok {
				metric = alias
			}
			if _, known := spec.Metrics[metric]; known {
				got[metric+"="+c.Value.String()] = true
			}
		}
		if len(row.Claims) == 0 {
			silent++
			if len(got) == 0 {
				clean++
			}
		}
		for _, c := range row.Claims {
			value, err := disclosure.ParseNumber(c.Value.String())
			if err != nil {
				t.Fatal(err)
			}
			name := c.Metric + "=" + value.String()
			switch hit := got[name]; {
			case hit && !c.Optional:
				right++
			case !hit && !c.Optional:
				missed++
				t.Logf("%s lacks %s: %s", row.ID, name, row.Text)
			}
			delete(got, name)
		}
		for name := range got {
			extra++
			t.Logf("%s invents %s: %s", row.ID, name, row.Text)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	f1 := 2 * float64(right) / float64(2*right+extra+missed)
	t.Logf("F1 %.3f (%d right, %d extra, %d missed); %d of %d sentences without a claim left alone", f1, right, extra, missed, clean, silent)
	if f1 < 0.95 {
		t.Errorf("F1 is %.3f, at least 0.95 is asked", f1)
	}
	if float64(clean) < 0.97*float64(silent) {
		t.Errorf("%d of %d sentences without a claim were left alone, at least 97%% is asked", clean, silent)
	}
}

func TestTheClausesOfTheSampleReportsAreClaimed(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(sharedFile(t, "samples", "score.py").Name()), "*.truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var truth struct {
			Year   int
			Claims []struct{ Metric, Value, Text string }
		}
		if err := json.Unmarshal(data, &truth); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var clauses []string
		for _, c := range truth.Claims {
			clauses = append(clauses, c.Text)
		}
		got := Claims(strings.Join(clauses, "，"), truth.Year)
		for _, c := range truth.Claims {
			if !slices.ContainsFunc(got, func(g disclosure.Claim) bool { return g.Metric == c.Metric && g.Value.String() == c.Value }) {
				t.Errorf("%s: %s %s in %q is not among %v", filepath.Base(name), c.Metric, c.Value, c.Text, got)
			}
		}
	}
}

func FuzzClaimsInventNothing(f *testing.F) {
	for _, cases := range [][]sentenceCase{numberCases, listCases, applicationCases, publishedCases} {
		for _, c := range cases {
			f.Add(c.text, 2021)
		}
	}
	f.Add("（（（（（（（（（收到申请1件", 0)
	f.Add("0A上年结转无", 1882)
	f.Add("“《（1、2、3。\xff\xfe", 2021)
	f.Fuzz(func(t *testing.T, text string, year int) {
		claims := Claims(text, year)
		if len(claims) > 0 && !strings.ContainsFunc(text, numeral) {
			t.Errorf("%q states no number and no none, but gives %v", text, claims)
		}
		for _, c := range claims {
			if c.Value < 0 && !strings.HasSuffix(c.Metric, ".change") || c.Metric == "" || c.Text == "" || c.Section != "" {
				t.Errorf("%q gives %+v", text, c)
			}
		}
	})
}

// numeral reports whether a rune may state a number, or that there is none.
func numeral(r rune) bool {
	r = fold(r)
	return isChineseNumeral(r) || unicode.IsDigit(r) || strings.ContainsRune("未没无不免", r)
}

func TestEndlessTextsTakeTimeByTheirLength(t *testing.T) {
	for _, piece := range []string{"1件", "全县", "（", "收到申请1件，", "“", "未", "收到申请7件，行政复议8件。", "其中"} {
		claims := Claims(strings.Repeat(piece, 200_000/len(piece)), 2021)
		if len(claims) > maxClaims {
			t.Errorf("%s: %d claims", piece, len(claims))
		}
	}
}

func BenchmarkClaims(b *testing.B) {
	text := strings.Repeat("（一）主动公开情况。我镇通过政府门户网站主动公开政府信息408条，其中工作动态204条、公告81条。\n"+
		"（二）依申请公开情况。全年受理政府信息公开申请20件，答复18件，结转下年度继续办理2件。未发生行政复议、行政诉讼。\n", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Claims(text, 2021)
	}
}
