package audit

import (
	"gongkai/disclosure"
)

// disputeRules are the part of group A about reviews and suits.
func disputeRules() []*Rule {
	return []*Rule{
		{
			ID: "dispute-row-total", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "复议、诉讼四种结果之和应等于总计",
			Source:      "年度报告格式表四“总计”栏",
			Formula:     "review、suit_direct、suit_after_review 各行：结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计",
			FalseAlarms: "表四常被压成一行15个数：先核对顺序是否为行政复议、未经复议直接起诉、复议后起诉。",
			Example:     "review.total 加 1",
			check:       func(s *sheet, r *Result) { s.checkSums(r, s.plan.disputeTotals) },
		},
		{
			ID: "dispute-after-review-over-review", Group: "A", Severity: disclosure.Warning, Scope: ScopeYears, Forms: presentForms,
			Title:       "复议后起诉多于两年的行政复议",
			Source:      "逻辑关系",
			Formula:     "suit_after_review.total[y] > review.total[y] + review.total[y-1]",
			FalseAlarms: "诉讼可能晚于复议两年；一次复议之后可能有数起诉讼。",
			Example:     "复议后起诉 3，两年复议均为 0",
			check:       checkAfterReview,
		},
		{
			ID: "dispute-without-applications", Group: "A", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "没有申请却有复议或诉讼",
			Source:      "逻辑关系",
			Formula:     "review.total + suit_*.total > 0，而本年与上年 received + carried_in = 0",
			FalseAlarms: "争议可能针对主动公开或更早的申请；没有上年报告时降为提示。",
			Example:     "复议 1，两年均无申请",
			check:       checkDisputeWithoutApplications,
		},
		{
			ID: "dispute-direct-after-2024", Group: "A", Severity: disclosure.Info, Scope: ScopeDocument, Forms: []string{"2021"}, FirstYear: 2024,
			Title:       "不予公开应先复议，却有未经复议的起诉",
			Source:      "《中华人民共和国行政复议法》（2023年修订）第二十三条第一款第四项，自2024年1月1日起施行",
			Formula:     "年度 ≥ 2024，suit_direct.total > 0 且 refused_* 总计之和 > 0",
			FalseAlarms: "针对其他答复的诉讼、2023年已提起的诉讼均合法，只作提示。",
			Example:     "2024年，直接起诉 1，不予公开 1",
			check:       checkDirectSuit,
		},
		{
			ID: "dispute-pending-vanished", Group: "A", Severity: disclosure.Info, Scope: ScopeYears, Forms: presentForms,
			Title:       "上年尚未审结的案件本年没有了",
			Source:      "逻辑关系",
			Formula:     "每一行：pending[y-1] > 0 而 total[y] = 0",
			FalseAlarms: "案件审结的年份是否再计一次，各地做法不一。",
			Example:     "上年尚未审结 2，本年总计 0",
			check:       checkPendingVanished,
		},
	}
}

func checkAfterReview(s *sheet, r *Result) {
	now, ok := s.need(r, suitAfterTotal, reviewTotal)
	if !ok {
		return
	}
	if now[0] <= now[1] {
		r.holds()
		return
	}
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	before, ok := prior.get(reviewTotal)
	if !ok {
		r.lacks("上一年度的行政复议总计没有可用的数字", s.refs(reviewTotal)...)
		return
	}
	reviews := now[1] + before
	if now[0] <= reviews {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Cells:    s.refs(suitAfterTotal, reviewTotal),
		Expected: "≤ " + reviews.String(), Actual: now[0].String(), Difference: (now[0] - reviews).String(),
		Formula:   now[1].String() + " + " + before.String() + " = " + reviews.String() + "，表中为 " + now[0].String(),
		Message:   "复议后起诉 " + now[0].String() + " 件，多于本年与上年行政复议之和 " + reviews.String() + " 件。请核对案件归类。",
		Documents: documents(prior),
	})
}

func checkDisputeWithoutApplications(s *sheet, r *Result) {
	d, ok := s.need(r, reviewTotal, suitDirectTotal, suitAfterTotal)
	if !ok {
		return
	}
	cases := d[0] + d[1] + d[2]
	if cases == 0 {
		r.holds()
		return
	}
	a, ok := s.need(r, receivedTotal, carriedInTotal)
	if !ok {
		return
	}
	if a[0]+a[1] > 0 {
		r.holds()
		return
	}
	f := disclosure.Finding{
		Cells:  s.refs(reviewTotal, suitDirectTotal, suitAfterTotal, receivedTotal, carriedInTotal),
		Actual: cases.String(), Expected: "0",
		Message: "本年没有新收和结转的申请，却有复议、诉讼共 " + cases.String() + " 件",
	}
	if s.prior == nil {
		f.Severity = disclosure.Info
		f.Message += "；没有上一年度的报告可比，请核对是否针对以前的申请或主动公开。"
	} else {
		received, ok1 := s.prior.get(receivedTotal)
		carried, ok2 := s.prior.get(carriedInTotal)
		if !ok1 || !ok2 {
			r.lacks("上一年度的申请数没有可用的数字", s.refs(receivedTotal, carriedInTotal)...)
			return
		}
		if received+carried > 0 {
			r.holds()
			return
		}
		f.Documents = documents(s.prior)
		f.Message += "，上年也没有申请。请核对是否针对主动公开或更早的申请。"
	}
	r.fire(f)
}

func checkDirectSuit(s *sheet, r *Result) {
	direct, ok := s.need(r, suitDirectTotal)
	if !ok {
		return
	}
	if direct[0] == 0 {
		r.holds()
		return
	}
	var refused disclosure.Number
	cells := []int{s.plan.at[suitDirectTotal]}
	for _, i := range s.plan.refusedTotals {
		if !s.known[i] {
			r.lacks(unreadWhy, s.key(i))
			continue
		}
		if s.values[i] > 0 {
			refused += s.values[i]
			cells = append(cells, i)
		}
	}
	if refused == 0 {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Cells: s.keys(cells...), Actual: direct[0].String(),
		Message: "有未经复议直接起诉 " + direct[0].String() + " 件，本年不予公开 " + refused.String() + " 件。2024年起对不予公开不服应先申请行政复议，请核对案由。",
	})
}

// disputeRows pairs each row's pending cell with its total.
var disputeRows = [...][2]ref{{reviewPending, reviewTotal}, {suitDirectPending, suitDirectTotal}, {suitAfterPending, suitAfterTotal}}

func checkPendingVanished(s *sheet, r *Result) {
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	r.holds()
	for _, row := range disputeRows {
		before, ok1 := prior.get(row[0])
		now, ok2 := s.get(row[1])
		switch {
		case !ok1 || !ok2:
			r.lacks(unreadWhy, s.refs(row[1])...)
		case before > 0 && now == 0:
			r.fire(disclosure.Finding{
				Cells: s.refs(row[1]), Expected: "≥ " + before.String(), Actual: "0",
				Message:   "上年" + s.rowName(s.plan.at[row[1]]) + "尚未审结 " + before.String() + " 件，本年总计为 0。请核对案件是否漏计。",
				Documents: documents(prior),
			})
		}
	}
}

// documents names the documents of other sheets that a rule looked at.
func documents(sheets ...*sheet) []string {
	var names []string
	for _, s := range sheets {
		name := s.report.URL
		if name == "" {
			name = s.report.File
		}
		names = append(names, name)
	}
	return names
}
