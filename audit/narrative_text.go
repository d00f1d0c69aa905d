package audit

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
)

// claimed returns the value that the text gives a metric; ok is false where it
// gives none, several, or a rough one.
func (s *sheet) claimed(metric string) (disclosure.Number, bool) {
	claims := s.claimsOf(metric)
	if len(claims) == 0 || claims[0].Approx {
		return 0, false
	}
	for _, c := range claims[1:] {
		if c.Approx || c.Value != claims[0].Value {
			return 0, false
		}
	}
	return claims[0].Value, true
}

// outcomeFamilies are the outcomes that do not overlap.
var outcomeFamilies = [...]string{"granted", "partial", "refused", "unavailable", "unprocessed", "other"}

func checkNarBalance(s *sheet, r *Result) {
	in, hasIn := s.claimed(workloadMetric)
	received := in
	assumed := ""
	if !hasIn {
		if received, hasIn = s.claimed(receivedMetric); !hasIn {
			r.skip("正文没有说收到多少申请")
			return
		}
		in = received
		if carried, ok := s.claimed(carriedMetrics[0]); ok {
			in += carried
		} else if carried, ok := s.get(carriedInTotal); ok && carried > 0 {
			in += carried
			assumed = fmt.Sprintf("正文没有写上年结转，按表中的 %s 件计。", carried)
		} else {
			assumed = "正文没有写上年结转：除非有结转的。"
		}
	}
	done, hasDone := s.claimed(handledMetrics[0])
	left, hasLeft := s.claimed(carriedMetrics[1])
	parts := []string{}
	sum := disclosure.Number(0)
	for _, family := range outcomeFamilies {
		if n, ok := s.claimed("applications." + family + ".total"); ok && n > 0 {
			sum += n
			parts = append(parts, n.String())
		}
	}
	if hasLeft && left > 0 {
		parts = append(parts, left.String())
	}
	switch {
	case hasDone && hasLeft:
		parts, sum = []string{done.String(), left.String()}, done+left
		if sum == in {
			r.holds()
			return
		}
	case hasDone:
		parts, sum = []string{done.String()}, done
		fallthrough
	case len(parts) > 1:
		if !hasDone {
			sum += left
		}
		if sum <= in {
			r.holds()
			return
		}
	default:
		r.skip("正文没有说办理结果，或没有说全")
		return
	}
	for _, metric := range []string{receivedMetric, handledMetrics[0], carriedMetrics[0], carriedMetrics[1]} {
		if value, _, ok := s.tableValue(r, metric); ok && len(s.claimsOf(metric)) > 0 && !s.claims(metric, value) {
			r.firesElsewhere("正文与表格不符的一条")
			return
		}
	}
	if rule := s.balanceReported(in, sum); rule != "" {
		r.firesElsewhere(rule)
		return
	}
	claim := s.claimsOf(receivedMetric)
	if len(claim) == 0 {
		claim = s.claimsOf(workloadMetric)
	}
	f := disclosure.Finding{
		Expected: in.String(), Actual: sum.String(), Difference: (sum - in).String(), Quote: s.sentenceOf(claim[0]), Place: s.claimPlace(claim[0]),
		Formula: strings.Join(parts, " + ") + " = " + sum.String() + "，收到和上年结转为 " + in.String(),
	}
	f.Message = fmt.Sprintf("正文的申请数前后不平：收到（含上年结转）%s 件，办理和结转下年度之和为 %s 件。%s", in, sum, assumed)
	r.fire(f)
}

func checkNarAllAnswered(s *sheet, r *Result) {
	left, ok := s.need(r, carriedOutTotal)
	if !ok {
		return
	}
	if left[0] == 0 || !s.text.saysAnywhere(allAnsweredWords[:]...) {
		r.holds()
		return
	}
	for n := range s.text.parts {
		text := s.text.parts[n].text
		for sentence := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune("。；;\n", c) }) {
			if !strings.Contains(sentence, "申请") || !allAnswered(sentence) || strings.Contains(sentence, "结转下") {
				continue
			}
			r.fire(disclosure.Finding{
				Cells: s.refs(carriedOutTotal), Quote: clip(strings.TrimSpace(sentence), 120), Place: s.text.place(s, n),
				Expected: "0", Actual: left[0].String(),
				Message: fmt.Sprintf("正文说申请已全部答复，而表中结转下年度继续办理 %s 件。", left[0]),
			})
			return
		}
	}
	r.holds()
}

// allAnsweredWords are the beginnings of what allAnswered looks for.
var allAnsweredWords = [...]word{
	wordAllAnswered, wordAllClosed, wordAnsweredAll, wordClosedAll, wordAlreadyAll,
	wordClosingRate, wordAnswerRate, wordAnsweredEach, wordRepliedAll,
}

// allAnswered reports whether a sentence says that every application is
// answered, and not only that what is answered was in time.
func allAnswered(sentence string) bool {
	for _, timely := range []string{"按时", "按期", "期限", "时限", "及时"} {
		if strings.Contains(sentence, timely) {
			return false
		}
	}
	for _, done := range []string{"均已答复", "均已办结", "全部答复", "全部办结", "已全部", "办结率100%", "办结率为100%", "答复率100%", "答复率为100%", "办结率达100%", "答复率达100%", "均予以答复", "均已回复"} {
		if strings.Contains(sentence, done) {
			return true
		}
	}
	return false
}

func checkPublishedTwice(s *sheet, r *Result) {
	claims := s.claimsOf(publishedCount)
	if len(claims) == 0 {
		r.skip("正文没有说主动公开多少条")
		return
	}
	first := claims[0]
	var second *disclosure.Claim
	var sum, largest disclosure.Number
	seen := map[disclosure.Number]bool{}
	for _, c := range claims {
		if !seen[c.Value] {
			seen[c.Value] = true
			sum += c.Value
			largest = max(largest, c.Value)
		}
		if second == nil && !agrees(first, c.Value) && !agrees(c, first.Value) {
			second = c
		}
	}
	if second == nil || len(seen) > 2 && sum == 2*largest {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Expected: first.Value.String(), Actual: second.Value.String(), Difference: (second.Value - first.Value).String(),
		Quote: s.sentenceOf(second), Place: s.claimPlace(second),
		Formula: "“" + clip(first.Text, 40) + "”与“" + clip(second.Text, 40) + "”",
		Message: fmt.Sprintf("正文两处主动公开的总数不同：%s 条和 %s 条。请核对，或写明各是什么数。", first.Value, second.Value),
	})
}

// byChannel are words of lists that count one piece once for each channel.
var byChannel = [...]string{"网站", "微信", "微博", "公众号", "公开栏", "公示栏", "宣传栏", "广播", "电子屏", "新媒体", "平台", "抖音", "线上", "线下", "网"}

func checkPublishedSum(s *sheet, r *Result) {
	claims := s.claimsOf(publishedCount)
	checked := false
	for _, c := range claims {
		if c.Approx {
			continue
		}
		sum, parts, closed := s.partsOf(c)
		if len(parts) < 2 {
			continue
		}
		checked = true
		if sum <= c.Value && (!closed || sum == c.Value) {
			continue
		}
		r.fire(disclosure.Finding{
			Expected: c.Value.String(), Actual: sum.String(), Difference: (sum - c.Value).String(),
			Quote: s.sentenceOf(c), Place: s.claimPlace(c),
			Formula: joined(parts) + " = " + sum.String() + "，正文总数为 " + c.Value.String(),
			Message: fmt.Sprintf("正文主动公开总数 %s 条，所列各类之和为 %s 条。", c.Value, sum),
		})
		return
	}
	if checked {
		r.holds()
	}
	r.skip("正文没有把主动公开总数分类列出")
}

// partsOf reads the list of categories behind a total: 其中A 7条、B 5条. The list
// is closed where it says so or ends in 其他.
func (s *sheet) partsOf(c *disclosure.Claim) (sum disclosure.Number, parts []disclosure.Number, closed bool) {
	list, ok := s.listBehind(c)
	if !ok {
		return 0, nil, false
	}
	unit := ""
	for _, a := range amountsIn(list) {
		label := strings.Trim(a.label, "，,、；;：: （(")
		switch {
		case a.percent:
			continue
		case unit != "" && a.unit != unit,
			len(parts) > 0 && (strings.Contains(label, "其中") || utf8.RuneCountInString(label) > 40),
			containsAny(label, byChannel[:]), containsAny(label, otherCounts[:]):
			return sum, parts, closed && unit != ""
		}
		unit = a.unit
		sum += a.value
		parts = append(parts, a.value)
		closed = strings.Contains(list, "分别为") || strings.Contains(label, "其他") || strings.Contains(label, "其它")
	}
	return sum, parts, closed
}

// otherCounts are words at which a list of categories has ended.
var otherCounts = [...]string{"收到", "受理", "申请", "复议", "诉讼", "咨询", "培训", "会议", "答复", "办理", "通过", "举办", "开展", "推送", "历年", "累计", "处理"}

// listBehind returns the words behind a claim that list its parts: the rest of its
// sentence, or the next where that begins with 其中.
func (s *sheet) listBehind(c *disclosure.Claim) (string, bool) {
	for n := range s.text.parts {
		text := s.text.parts[n].text
		if key := roleSections[s.text.parts[n].role]; key != "" && c.Section != "" && key != c.Section {
			continue
		}
		at := strings.Index(text, c.Text)
		if at < 0 {
			continue
		}
		rest := text[at+len(c.Text):]
		if line, _, found := strings.Cut(rest, "\n"); found {
			rest = line
		}
		first, next, _ := strings.Cut(rest, "。")
		if strings.Trim(first, " ，,；;") == "" {
			first = strings.TrimSpace(next)
			if !strings.HasPrefix(first, "其中") {
				return "", false
			}
			first, _, _ = strings.Cut(first, "。")
		}
		for _, opening := range []string{"其中", "包括", "分别为", "（其中", "(其中", "包含"} {
			if i := strings.Index(first, opening); i >= 0 && i < 30 {
				list, _, _ := strings.Cut(first[i+len(opening):], "）")
				return list, true
			}
		}
		if strings.HasPrefix(first, "（") || strings.HasPrefix(first, "(") {
			list, _, _ := strings.Cut(first, "）")
			return list, true
		}
		return "", false
	}
	return "", false
}

func checkPercent(s *sheet, r *Result) {
	seen := false
	for n := range s.text.parts {
		text := s.text.parts[n].text
		if !s.text.parts[n].percent && !s.text.saysAnywhere(wordPercent) {
			continue
		}
		for paragraph := range strings.SplitSeq(text, "\n") {
			amounts := amountsIn(paragraph)
			for i := range amounts {
				wrong, checked := wrongShare(amounts, i)
				seen = seen || checked
				if !wrong {
					continue
				}
				a, share := &amounts[i-1], &amounts[i]
				r.fire(disclosure.Finding{
					Actual: share.value.String() + "%", Quote: clip(strings.TrimSpace(a.label+a.value.String()+a.unit+share.label+share.value.String()+"%"), 120),
					Place:   s.text.place(s, n),
					Formula: a.value.String() + " ÷ 前文各总数，都不是 " + share.value.String() + "%",
					Message: fmt.Sprintf("正文写 %s%s占 %s%%，与前文的总数算得的不符。", a.value, a.unit, share.value),
				})
				return
			}
		}
	}
	if seen {
		r.holds()
	}
	r.skip("正文没有可核对的占比")
}

// wrongShare judges 5件，占50%: the percentage must be the part's share in one of
// the larger numbers before it.
func wrongShare(amounts []amount, i int) (wrong, checked bool) {
	if i == 0 || !amounts[i].percent || amounts[i-1].percent {
		return false, false
	}
	label := strings.Trim(amounts[i].label, "，,、（( 的")
	if !strings.HasPrefix(label, "占") || utf8.RuneCountInString(label) > 12 {
		return false, false
	}
	part, share := &amounts[i-1], &amounts[i]
	tolerance := math.Max(0.1, math.Pow10(-share.decimals))
	for j := range i - 1 {
		whole := &amounts[j]
		if whole.percent || whole.value < part.value || whole.value == 0 {
			continue
		}
		checked = true
		if math.Abs(part.value.Float()/whole.value.Float()*100-share.value.Float()) <= tolerance+1e-9 {
			return false, true
		}
	}
	return checked, checked
}

// counters are phrases that want a number and end in its unit, or where a number
// should have stood.
var counters = [...]string{
	"主动公开信息条", "主动公开政府信息条", "公开政府信息条", "发布信息条", "发布政府信息条", "公开信息条", "各类信息条", "政府信息共条", "共计条",
	"主动公开条", "公开申请共件", "收到申请件", "申请共计件", "规范性文件共件", "发布信息篇", "推送信息条", "现行有效的规范性文件。", "制发规范性文件件",
}

func checkNumberMissing(s *sheet, r *Result) {
	r.holds()
	for i := range s.text.hits {
		hit := &s.text.hits[i]
		if hit.word < firstCounter {
			continue
		}
		phrase := counters[hit.word-firstCounter]
		behind := s.text.parts[hit.part].text[hit.to:]
		if next, _ := utf8.DecodeRuneInString(behind); !strings.HasSuffix(phrase, "。") && behind != "" && !strings.ContainsRune("，,。；;、（(\n", next) {
			continue // 信息条目
		}
		r.fire(disclosure.Finding{
			Quote: s.text.sentence(hit.part, hit.from, hit.to), Place: s.text.place(s, hit.part),
			Message: s.partName(hit.part) + "中“" + phrase + "”处缺数字。请对照原文补上；也可能是识别时丢失。",
		})
		return
	}
}
