package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// lowScore is the share of labels below which a table's reading counts as doubtful.
const lowScore = 0.7

// finish fills in what every finding has.
func (s *sheet) finish(rule *Rule, f disclosure.Finding) disclosure.Finding {
	f.Rule, f.Verdict = rule.ID, disclosure.Fires
	if f.Severity == "" {
		f.Severity = rule.Severity
	}
	if f.Basis == "" {
		f.Basis = rule.Source
	}
	if len(f.Cells) > 0 && f.Place == (disclosure.Place{}) {
		if i := s.form.Index(f.Cells[0]); i >= 0 {
			f.Place = s.cells[i].Place
		}
	}
	if why := s.doubt(rule, f.Cells); why != "" {
		f.Misreading = true
		f.Severity = f.Severity.Lower()
		f.Message += "（疑似识别错误：" + why + "）"
	}
	f.Fingerprint = fingerprint(rule.ID, body(s.report), s.year, s.states(f.Cells), &f)
	return f
}

// doubtWords say in Chinese why a reading is doubtful. A doubt that is not here is
// the town's and not the reader's.
var doubtWords = map[disclosure.DoubtCode]string{
	disclosure.DoubtLowMatch:         "表头与法定表式对应不上",
	disclosure.DoubtShifted:          "整表疑似错列",
	disclosure.DoubtMerged:           "单元格合并，数字归属不明",
	disclosure.DoubtSplit:            "数字被拆开或挤在一格",
	disclosure.DoubtReadersDisagree:  "两次识别结果不一致",
	disclosure.DoubtSecondReader:     "采用了第二次识别的结果",
	disclosure.DoubtOCR:              "由图片识别",
	disclosure.DoubtNumberConfusable: "字母与数字混淆",
	disclosure.DoubtMisplaced:        "数字与行列的对应无从核实",
	disclosure.DoubtOverlaid:         "数字重叠、被遮盖或划去，或大小、高低、颜色与相邻数字不同",
	disclosure.DoubtConcealed:        "取自网页上不显示的内容",
}

// doubt says why a finding on these cells may be the reader's fault; "" where it
// is not.
func (s *sheet) doubt(rule *Rule, cells []disclosure.Key) string {
	if rule.Group == "L" {
		return ""
	}
	for _, key := range cells {
		i := s.form.Index(key)
		if i < 0 {
			continue
		}
		cell := &s.cells[i]
		if word := doubtWords[cell.Doubt]; word != "" {
			return word
		}
		if cell.Place.Reader == "ocr" {
			return doubtWords[disclosure.DoubtOCR]
		}
		table := s.form.Tables[s.form.Cells[i].Table].ID
		if t := s.report.Table(table); t != nil && t.Found && t.Score > 0 && t.Score < lowScore {
			return doubtWords[disclosure.DoubtLowMatch]
		}
	}
	if s.report.Reader == "ocr" && strings.Contains("ABCDG", rule.Group) {
		return doubtWords[disclosure.DoubtOCR]
	}
	return ""
}

// states writes cells with what stands in them, sorted, for a fingerprint.
func (s *sheet) states(keys []disclosure.Key) []string {
	out := make([]string, 0, len(keys))
	for _, key := range keys {
		text := string(key)
		if i := s.form.Index(key); i >= 0 {
			if s.known[i] {
				text += "=" + s.values[i].String()
			} else {
				text += "=" + string(s.cells[i].State)
			}
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// body names the town for a fingerprint: its code, or its name and county.
func body(report *disclosure.Report) string {
	if report.TownCode != "" {
		return report.TownCode
	}
	county := report.CountyCode
	if county == "" {
		county = report.County
	}
	return county + "/" + report.Town
}

// fingerprint identifies a finding over runs by rule, body, year and the values
// of its cells; a finding without cells by what it quotes and compares.
func fingerprint(rule, body string, year int, cells []string, f *disclosure.Finding) string {
	parts := append([]string{rule, body, strconv.Itoa(year)}, cells...)
	if len(cells) == 0 {
		parts = append(parts, strings.Join(strings.Fields(f.Quote), ""), f.Expected, f.Actual)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
