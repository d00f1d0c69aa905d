package audit

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

var presentForms = []string{"2019", "2021"}

// applicationRules are the part of group A about the applications' table.
func applicationRules() []*Rule {
	return []*Rule{
		{
			ID: "app-balance", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "勾稽关系：第一项加第二项之和应等于第三项加第四项之和",
			Source:      "年度报告格式表三自带说明：第一项加第二项之和，等于第三项加第四项之和",
			Formula:     "每一列：received + carried_in = handled_total + carried_out",
			FalseAlarms: "四格中有一格无法辨认的列不判；只有一格空白而其余都填了数的，空白按0计并写明。每列一条，总计列在前；各列之差合起来正好是总计列之差的，只报一条。",
			Example:     "received.natural_person 加 1",
			check:       func(s *sheet, r *Result) { s.checkSums(r, s.plan.balances) },
		},
		{
			ID: "app-row-total", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "各行六类申请人之和应等于总计",
			Source:      "年度报告格式表三“总计”栏",
			Formula:     "每一行：自然人 + 商业企业 + 科研机构 + 社会公益组织 + 法律服务机构 + 其他 = 总计",
			FalseAlarms: "表头错列会使每一行都不符：各行以同样方式不符时报 extraction-suspect。",
			Example:     "granted.total 加 1",
			check:       func(s *sheet, r *Result) { s.checkSums(r, s.plan.rowTotals) },
		},
		{
			ID: "app-outcome-total", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "各项办理结果之和应等于（七）总计",
			Source:      "年度报告格式表三（七）总计",
			Formula:     "每一列：（一）至（六）各行之和 = handled_total",
			FalseAlarms: "2019、2020年有的网站已把（六）拆成三行：按实际存在的行计算，不按年度。",
			Example:     "partial.total 加 1",
			check:       checkOutcomes,
		},
		{
			ID: "app-breakdown-missing", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "只填总计，没有按申请人分类",
			Source:      "年度报告格式表三“申请人情况”各栏",
			Formula:     "某行总计大于0，而六类申请人全为0或空白",
			FalseAlarms: "全表报一条，不再逐行报 app-row-total；只有一行如此而其余各行有分类的，按总计填错处理。",
			Example:     "清空六类申请人，保留总计",
			check:       checkBreakdown,
		},
		{
			ID: "app-outcome-over-intake", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "办理结果多于可办理的申请",
			Source:      "算术关系",
			Formula:     "某一办理结果 > received + carried_in（同一列）",
			FalseAlarms: "只在（七）总计空白或本已不符时使用，否则由 app-outcome-total 报告。",
			Example:     "handled_total 空白，granted.total = 9，新收与结转共 3",
			check:       checkOutcomeOverIntake,
		},
		{
			ID: "app-carried-out-over-intake", Group: "A", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "结转下年度多于可办理的申请",
			Source:      "算术关系",
			Formula:     "carried_out > received + carried_in（同一列）",
			FalseAlarms: "只在（七）总计空白或本已不符时使用，否则由 app-balance 报告。",
			Example:     "carried_out.total = 5，新收与结转共 3",
			check:       checkCarriedOutOverIntake,
		},
		{
			ID: "app-unusual-outcome", Group: "A", Severity: disclosure.Info, Scope: ScopeDocument, Forms: presentForms,
			Title:       "乡镇少见的办理结果，建议核对",
			Source:      "《中华人民共和国政府信息公开条例》（2019年）第十四条、第三十五条、第四十二条",
			Formula:     "refused_state_secret.total > 0 或 unprocessed_excessive.total > 0 或 other_not_paid.total > 0",
			FalseAlarms: "少见但合法，只请核对，不作为问题。",
			Example:     "三格分别改为 1",
			check:       checkUnusualOutcome,
		},
	}
}

// checkSums gives the verdict on identities of one kind.
func (s *sheet) checkSums(r *Result, identities []int) {
	r.holds()
	var lacking []disclosure.Key
	for _, n := range s.sums.unread {
		if slices.Contains(identities, n) {
			identity := &s.form.Identities[n]
			lacking = append(lacking, s.unread(identity.Left...)...)
			lacking = append(lacking, s.unread(identity.Right...)...)
			r.lacks(s.unreadWhy(identity))
		}
	}
	r.Lacking = unique(lacking)
	if r.Verdict == disclosure.Holds && slices.ContainsFunc(s.sums.blankRead, func(n int) bool { return slices.Contains(identities, n) }) {
		r.Why = "空白按 0 计算后相符"
	}
	for c := range s.sums.causes {
		cause := &s.sums.causes[c]
		if cause.rule == r.Rule.ID {
			r.fire(s.causeFinding(cause))
		}
	}
	for b := range s.sums.broken {
		if broken := &s.sums.broken[b]; slices.Contains(identities, broken.identity) {
			r.firesElsewhere(s.sums.causes[broken.cause].rule)
		}
	}
	for _, n := range s.sums.breakdown {
		if identity := &s.form.Identities[n]; slices.Contains(identities, n) && len(s.unread(identity.Left...)) == 0 {
			r.firesElsewhere("app-breakdown-missing")
		}
	}
}

// unreadWhy says why an identity could not be computed.
func (s *sheet) unreadWhy(identity *disclosure.Identity) string {
	if s.suspect[s.form.Cells[identity.Left[0]].Table] != "" {
		return suspectWhy
	}
	return unreadWhy
}

// checkOutcomes checks the column sums of the outcomes. On the form of 2019 a site
// may have split （六）into three rows already: then the form's own row is absent
// and the sum cannot be told from the form's cells.
func checkOutcomes(s *sheet, r *Result) {
	s.checkSums(r, s.plan.outcomeTotals)
	if r.Verdict == disclosure.Undetermined && s.plan.bit == form2019 && s.splitOther() {
		r.Why = "（六）其他处理在原文中拆成了几行，表式没有对应的单元格"
	}
}

// splitOther reports whether the document has rows of （六）that the form lacks.
func (s *sheet) splitOther() bool {
	return slices.ContainsFunc(s.report.Extras, func(e disclosure.Extra) bool {
		return e.Table == "applications" && e.Axis == "row" && strings.Contains(e.Label, "逾期")
	})
}

func checkBreakdown(s *sheet, r *Result) {
	if s.suspect[s.form.Cells[s.plan.received[0]].Table] != "" {
		r.lacks(suspectWhy)
		return
	}
	if missing := s.totalsUnread(); len(missing) > 0 {
		r.lacks(unreadWhy, missing...)
	} else {
		r.holds()
	}
	if len(s.sums.breakdown) == 0 {
		return
	}
	var cells []int
	var names []string
	for _, n := range s.sums.breakdown {
		identity := &s.form.Identities[n]
		cells = append(append(cells, identity.Right...), identity.Left...)
		if len(names) < maxNames {
			names = append(names, s.rowName(identity.Right[0])+"总计 "+s.values[identity.Right[0]].String())
		}
	}
	r.fire(disclosure.Finding{
		Cells:   s.keys(cells...),
		Message: "只填了总计，没有按申请人分类：" + listed(names, len(s.sums.breakdown)) + "。请按自然人、商业企业等六类补填。",
		Actual:  "六类申请人全为0或空白",
	})
}

// totalsUnread returns the 总计 cells of the applications that report no number.
func (s *sheet) totalsUnread() []disclosure.Key {
	var keys []disclosure.Key
	for _, n := range s.plan.rowTotals {
		if total := s.form.Identities[n].Right[0]; !s.known[total] {
			keys = append(keys, s.key(total))
		}
	}
	return keys
}

// intake returns what there was to handle in a column: received and carried in.
func (s *sheet) intake(column int) (disclosure.Number, bool) {
	received, ok1 := s.num(s.plan.received[column])
	carried, ok2 := s.num(s.plan.carriedIn[column])
	return received + carried, ok1 && ok2
}

// columnBroken returns the rule that reports a column's outcome total or balance
// as broken, "" where both stand.
func (s *sheet) columnBroken(column int) string {
	for b := range s.sums.broken {
		broken := &s.sums.broken[b]
		if broken.identity == s.plan.outcomeTotals[column] || broken.identity == s.plan.balances[column] {
			return s.sums.causes[broken.cause].rule
		}
	}
	return ""
}

func checkOutcomeOverIntake(s *sheet, r *Result) {
	s.checkOverIntake(r, func(column int, visit func(cell int)) {
		for _, i := range s.form.Identities[s.plan.outcomeTotals[column]].Left {
			visit(i)
		}
	})
}

func checkCarriedOutOverIntake(s *sheet, r *Result) {
	s.checkOverIntake(r, func(column int, visit func(cell int)) { visit(s.plan.carriedOut[column]) })
}

// checkOverIntake looks for cells above the intake of their column. Where a sum of
// the column is broken, the rule of that sum reports it.
func (s *sheet) checkOverIntake(r *Result, each func(column int, visit func(cell int))) {
	if s.suspect[s.form.Cells[s.plan.received[0]].Table] != "" {
		r.lacks(suspectWhy)
		return
	}
	r.holds()
	if len(s.sums.broken) == 0 && s.odd[s.form.Cells[s.plan.received[0]].Table] == (oddCells{}) {
		return // sums that hold leave no cell above the intake
	}
	totalFired := false
	for column := len(s.plan.received) - 1; column >= 0; column-- {
		intake, ok := s.intake(column)
		if !ok {
			r.lacks(unreadWhy, s.unread(s.plan.received[column], s.plan.carriedIn[column])...)
			continue
		}
		each(column, func(i int) {
			if !s.known[i] || intake < 0 || s.values[i] <= intake || (totalFired && column != len(s.plan.received)-1) {
				return
			}
			if rule := s.columnBroken(column); rule != "" && s.known[s.plan.handled[column]] {
				r.firesElsewhere(rule)
				return
			}
			totalFired = true
			r.fire(disclosure.Finding{
				Cells:      s.keys(i, s.plan.received[column], s.plan.carriedIn[column], s.plan.handled[column]),
				Expected:   "≤ " + intake.String(),
				Actual:     s.values[i].String(),
				Difference: (s.values[i] - intake).String(),
				Formula:    s.terms([]int{s.plan.received[column], s.plan.carriedIn[column]}) + " = " + intake.String() + "，表中为 " + s.values[i].String(),
				Message:    s.name(i) + "为 " + s.values[i].String() + "，多于本年新收与上年结转之和 " + intake.String() + "。请核对。",
			})
		})
	}
}

func checkUnusualOutcome(s *sheet, r *Result) {
	r.holds()
	for _, ref := range [...]ref{refusedStateSecretTotal, unprocessedExcessiveTotal, otherNotPaidTotal} {
		i := s.plan.at[ref]
		if i < 0 {
			continue
		}
		if s.suspect[s.form.Cells[i].Table] != "" {
			r.lacks(suspectWhy)
			return
		}
		if !s.known[i] {
			r.lacks(unreadWhy, s.key(i))
			continue
		}
		if s.values[i] > 0 {
			r.fire(disclosure.Finding{
				Cells: s.keys(i), Actual: s.values[i].String(),
				Message: s.name(i) + "为 " + s.values[i].String() + "，在乡镇很少见，请核对是否归类有误。",
			})
		}
	}
}
