package audit

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
)

// comparisons are words that compare with the year before.
var comparisons = [...]string{
	"较上年", "比上年", "较去年", "比去年", "同比", "与去年相比", "与上年相比", "较上一年", "比上一年", "与去年同期相比", "较往年同期", "相比去年", "相比上年",
}

// comparisonWords are one of each of the comparisons.
var comparisonWords = [...]word{
	wordMoreThanLast, wordThanLast, wordMoreThanGone, wordThanGone, wordYearOnYear, wordCompared, wordEarlierYears,
}

// increases and decreases are the directions of a comparison.
var (
	increases = [...]string{"增加", "增长", "上升", "多", "提高", "增"}
	decreases = [...]string{"减少", "下降", "降低", "少", "减"}
)

// change is a comparison with last year that a sentence states.
type change struct {
	metric string
	sign   int
	amount amount
	quote  string
	part   int
}

func checkYearOnYear(s *sheet, r *Result) {
	var changes []change
	if s.text.saysAnywhere(comparisonWords[:]...) {
		changes = s.changes()
	}
	if len(changes) == 0 {
		r.skip("正文没有与上年比较申请或公开数量")
		return
	}
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	for i := range changes {
		c := &changes[i]
		now, ok := s.told(c.metric)
		then, okThen := prior.told(c.metric)
		if !ok || !okThen || c.amount.percent && then == 0 {
			r.lacks("本年或上年没有可比的数字")
			continue
		}
		r.holds()
		s.judgeChange(r, prior, c, now, then)
	}
}

// judgeChange compares a stated change with the two years' numbers.
func (s *sheet) judgeChange(r *Result, prior *sheet, c *change, now, then disclosure.Number) {
	difference := now - then
	f := disclosure.Finding{Quote: c.quote, Place: s.text.place(s, c.part), Documents: documents(prior)}
	stated := c.amount.value.String()
	if c.amount.percent {
		share := difference.Float() / then.Float() * 100
		if math.Abs(share-float64(c.sign)*c.amount.value.Float()) <= math.Max(0.1, math.Pow10(-c.amount.decimals))+1e-9 {
			return
		}
		f.Expected = fmt.Sprintf("%.2f%%", share)
		stated += "%"
		f.Formula = fmt.Sprintf("(%s - %s) ÷ %s = %.2f%%", now, then, then, share)
	} else {
		if difference == c.amount.value*disclosure.Number(c.sign) {
			return
		}
		f.Expected = difference.String()
		f.Formula = fmt.Sprintf("%s - %s = %s", now, then, difference)
	}
	if c.sign < 0 {
		stated = "-" + stated
	}
	f.Actual = stated
	f.Message = fmt.Sprintf("正文写与上年相比变化 %s，按本年 %s、上年 %s 计算应为 %s。", stated, now, then, f.Expected)
	r.fire(f)
}

// told returns a metric from the table, else from the text.
func (s *sheet) told(metric string) (disclosure.Number, bool) {
	if cells := targets()[s.form.ID][metric]; len(cells) == 1 && s.known[cells[0]] {
		return s.values[cells[0]], true
	}
	return s.claimed(metric)
}

// changes reads the comparisons with last year in the prose.
func (s *sheet) changes() []change {
	var out []change
	for n := range s.text.parts {
		text := s.text.parts[n].text
		if part := s.text.parts[n].role; part == roleProblems || !containsAny(text, comparisons[:]) {
			continue
		}
		for sentence := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune("。；;\n", c) }) {
			if c, ok := changeIn(sentence); ok {
				c.part, c.quote = n, clip(strings.TrimSpace(sentence), 120)
				out = append(out, c)
			}
		}
	}
	return out
}

// changeIn reads the first comparison of a sentence: its subject stands before
// it, its direction and amount directly behind.
func changeIn(sentence string) (change, bool) {
	for _, words := range comparisons {
		at := strings.Index(sentence, words)
		if at < 0 {
			continue
		}
		subject, rest := sentence[:at], sentence[at+len(words):]
		metric := subjectOf(subject, rest)
		if metric == "" {
			return change{}, false
		}
		amounts := amountsIn(rest)
		if len(amounts) == 0 {
			return change{}, false
		}
		label := amounts[0].label
		sign := direction(label)
		if sign == 0 || utf8.RuneCountInString(label) > 16 {
			return change{}, false
		}
		return change{metric: metric, sign: sign, amount: amounts[0]}, true
	}
	return change{}, false
}

// subjectOf names what a comparison is about: applications or published pieces.
func subjectOf(before, behind string) string {
	if strings.Contains(before, "复议") || strings.Contains(before, "诉讼") || strings.Contains(before, "答复") || strings.Contains(before, "办结") {
		return ""
	}
	application := strings.LastIndex(before, "申请")
	piece := strings.LastIndex(before, "信息")
	switch {
	case application < 0 && piece < 0 && strings.Contains(behind, "申请"), application >= 0 && application+len("申请公开信息") >= piece:
		return receivedMetric
	case piece >= 0 && strings.Contains(before, "主动公开"):
		return publishedCount
	}
	return ""
}

// direction is the sign of the last word of change in a label, which must stand
// at its end; 0 where there is none.
func direction(label string) int {
	label = strings.TrimRight(label, " 了约近为")
	for _, word := range increases {
		if strings.HasSuffix(label, word) {
			return 1
		}
	}
	for _, word := range decreases {
		if strings.HasSuffix(label, word) {
			return -1
		}
	}
	return 0
}
