package audit

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// proactiveRules are group B: the table of proactive disclosure.
func proactiveRules() []*Rule {
	return []*Rule{
		{
			ID: "town-made-regulation", Group: "B", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "乡镇、街道无权制定规章",
			Source:      "《中华人民共和国立法法》（2023年修正）第九十三条：规章只能由省、自治区、直辖市和设区的市、自治州的人民政府制定",
			Formula:     "regulations.issued 或 repealed > 0（2021）；regulations.made > 0（2019）",
			FalseAlarms: "只有现行有效件数或对外公开总数大于0的降为警告：可能计入了上级的规章。",
			Example:     "regulations.in_force = 6 为警告；issued = 1 为错误",
			check:       checkRegulations,
		},
		{
			ID: "stock-flow", Group: "B", Severity: disclosure.Warning, Scope: ScopeYears, Forms: []string{"2021"},
			Title:       "现行有效件数与上年件数、制发、废止不衔接",
			Source:      "国办公开办函〔2021〕30号 表二：现行有效件数",
			Formula:     "in_force[y] = in_force[y-1] + issued[y] - repealed[y]（规章、行政规范性文件）",
			FalseAlarms: "清理后重新归类、乡镇合并、文件到期自动失效都会合法地使其不等：列出三个数和差额供核对。上年不是2021版表式的不判。",
			Example:     "in_force 加 1",
			check:       checkStockFlow,
		},
		{
			ID: "repealed-over-stock", Group: "B", Severity: disclosure.Warning, Scope: ScopeYears, Forms: []string{"2021"},
			Title:       "废止件数多于可废止的文件",
			Source:      "算术关系",
			Formula:     "repealed[y] > in_force[y-1] + issued[y]",
			FalseAlarms: "同 stock-flow。",
			Example:     "废止 9，存量 2 加 1",
			check:       checkRepealed,
		},
		{
			ID: "in-force-below-issued", Group: "B", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: []string{"2021"},
			Title:       "现行有效件数少于本年净增",
			Source:      "算术关系",
			Formula:     "in_force[y] < issued[y] - repealed[y]",
			FalseAlarms: "有效期一年的文件可能当年失效。",
			Example:     "制发 4，废止 0，现行有效 0",
			check:       checkInForce,
		},
		{
			ID: "change-2019-chain", Group: "B", Severity: disclosure.Warning, Scope: ScopeYears, Forms: []string{"2019"}, FirstYear: 2020, LastYear: 2020,
			Title:       "上一年项目数量与上年报告不衔接",
			Source:      "国办公开办函〔2019〕60号 表二：上一年项目数量、本年增/减",
			Formula:     "每一行：prior_items[2020] = prior_items[2019] + change[2019]",
			FalseAlarms: "2019—2020年权责清单重新梳理过，最多作警告。",
			Example:     "2020年 prior_items 差 1",
			check:       checkChangeChain,
		},
		{
			ID: "items-taken-for-decisions", Group: "B", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: []string{"2019"},
			Title:       "疑似把件数填进了项目数",
			Source:      "国办公开办函〔2019〕60号 表二：前两栏计事项（项），第三栏计决定（件）",
			Formula:     "decisions = prior_items + change 且 decisions ≥ 30；或 prior_items ≥ 300",
			FalseAlarms: "数目小时三者可能碰巧相等。",
			Example:     "1026、138、1164",
			check:       checkItemsAsDecisions,
		},
		{
			ID: "published-total-below-year", Group: "B", Severity: disclosure.Error, Scope: ScopeDocument, Forms: []string{"2019"},
			Title:   "对外公开总数少于本年新公开数",
			Source:  "国办公开办函〔2019〕60号 表二",
			Formula: "published_total < published（规章、规范性文件）",
			Example: "新公开 5，总数 3",
			check:   checkPublishedTotal,
		},
		{
			ID: "published-over-made", Group: "B", Severity: disclosure.Info, Scope: ScopeDocument, Forms: []string{"2019"},
			Title:       "新公开数多于新制作数",
			Source:      "国办公开办函〔2019〕60号 表二",
			Formula:     "published > made",
			FalseAlarms: "往年的文件可以在本年公开。",
			Example:     "新制作 1，新公开 4",
			check:       checkPublishedOverMade,
		},
		{
			ID: "procurement-mismatch", Group: "B", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: []string{"2019"},
			Title:       "采购项目数与采购金额一个为0一个不为0",
			Source:      "国办公开办函〔2019〕60号 表二；《条例》（2019年）第二十条第（九）项",
			Formula:     "(items = 0) ≠ (amount = 0)",
			FalseAlarms: "金额四舍五入到万元后可能为 0.0。",
			Example:     "3 项，金额 0",
			check:       checkProcurement,
		},
		{
			ID: "unit-yuan-for-wan", Group: "B", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "疑似把元填成了万元",
			Source:      "年度报告格式表二“单位：万元”",
			Formula:     "金额 ≥ 1000（万元）；或与正文以元计的金额相同；或为其他年度中位数的1000倍以上",
			FalseAlarms: "大镇的采购额确可达1000万元：有正文或往年可比的为警告，否则只作提示；单元格自己写明“元”的按元换算并提示。",
			Example:     "正文 3940元，表中 3940",
			check:       checkYuan,
		},
		{
			ID: "decisions-jump", Group: "B", Severity: disclosure.Info, Scope: ScopeYears, Forms: presentForms,
			Title:       "处理决定数量与往年相差悬殊",
			Source:      "合理性判断，见 jump",
			Formula:     "同 jump，用于行政许可、行政处罚、行政强制",
			FalseAlarms: "2020年起权力下放乡镇（《行政处罚法》第二十四条），从 0 起的增长可能是真的。",
			Example:     "0 变为 500",
			check:       checkDecisionsJump,
		},
	}
}

func checkRegulations(s *sheet, r *Result) {
	all, made := [...]ref{regulationsIssued, regulationsRepealed, regulationsInForce}, 2
	if s.plan.bit == form2019 {
		all, made = [...]ref{regulationsMade, regulationsPublished, regulationsPublishedTotal}, 1
	}
	values, complete := s.need(r, all[:]...)
	if !complete && r.Why == suspectWhy {
		return
	}
	if complete {
		r.holds()
	}
	var cells []ref
	severity := disclosure.Warning
	for n, ref := range all {
		if values[n] > 0 {
			cells = append(cells, ref)
			if n < made {
				severity = disclosure.Error
			}
		}
	}
	if len(cells) == 0 {
		return
	}
	i := s.plan.at[cells[0]]
	f := disclosure.Finding{Severity: severity, Cells: s.refs(cells...), Expected: "0", Actual: s.values[i].String()}
	f.Message = s.name(i) + "为 " + s.values[i].String() + "。乡镇、街道无权制定规章"
	if severity == disclosure.Error {
		f.Message += "，请核对是否应填在规范性文件一行。"
	} else {
		f.Message += "，可能计入了上级的规章或把规范性文件填错了行，请核对。"
	}
	r.fire(f)
}

// stockRows are the rows whose stock is carried on: in force, issued, repealed.
var stockRows = [...][3]ref{
	{documentsInForce, documentsIssued, documentsRepealed},
	{regulationsInForce, regulationsIssued, regulationsRepealed},
}

// priorStock reads last year's stock of a row; where there is none the rule is
// undetermined or does not apply.
func (s *sheet) priorStock(r *Result, inForce ref) (disclosure.Number, bool) {
	prior := s.needPrior(r)
	if prior == nil {
		return 0, false
	}
	if prior.plan.bit != form2021 {
		r.skip("上一年度不是2021版表式，没有现行有效件数可比")
		return 0, false
	}
	stock, ok := prior.get(inForce)
	if !ok {
		r.lacks("上一年度的现行有效件数没有可用的数字", s.refs(inForce)...)
	}
	return stock, ok
}

func checkStockFlow(s *sheet, r *Result) {
	for _, row := range stockRows {
		now, ok := s.need(r, row[0], row[1], row[2])
		if !ok {
			continue
		}
		stock, ok := s.priorStock(r, row[0])
		if !ok {
			continue
		}
		want := stock + now[1] - now[2]
		if now[0] == want {
			r.holds()
			continue
		}
		r.fire(disclosure.Finding{
			Cells: s.refs(row[:]...), Expected: want.String(), Actual: now[0].String(), Difference: (now[0] - want).String(),
			Formula:   stock.String() + " + " + now[1].String() + " - " + now[2].String() + " = " + want.String() + "，表中为 " + now[0].String(),
			Message:   s.rowName(s.plan.at[row[0]]) + "上年现行有效 " + stock.String() + " 件，本年制发 " + now[1].String() + " 件、废止 " + now[2].String() + " 件，应为 " + want.String() + " 件，表中为 " + now[0].String() + " 件。如有到期失效或清理归类请说明。",
			Documents: documents(s.prior),
		})
	}
}

func checkRepealed(s *sheet, r *Result) {
	for _, row := range stockRows {
		now, ok := s.need(r, row[0], row[1], row[2])
		if !ok {
			continue
		}
		if now[2] == 0 {
			r.holds()
			continue
		}
		stock, ok := s.priorStock(r, row[0])
		if !ok {
			continue
		}
		if now[2] <= stock+now[1] {
			r.holds()
			continue
		}
		r.fire(disclosure.Finding{
			Cells: s.refs(row[2], row[1], row[0]), Expected: "≤ " + (stock + now[1]).String(), Actual: now[2].String(), Difference: (now[2] - stock - now[1]).String(),
			Formula:   stock.String() + " + " + now[1].String() + " = " + (stock + now[1]).String() + "，表中废止 " + now[2].String(),
			Message:   s.rowName(s.plan.at[row[0]]) + "本年废止 " + now[2].String() + " 件，多于上年存量与本年制发之和 " + (stock + now[1]).String() + " 件。请核对。",
			Documents: documents(s.prior),
		})
	}
}

func checkInForce(s *sheet, r *Result) {
	for _, row := range stockRows {
		now, ok := s.need(r, row[0], row[1], row[2])
		if !ok {
			continue
		}
		if net := now[1] - now[2]; now[0] < net {
			r.fire(disclosure.Finding{
				Cells: s.refs(row[:]...), Expected: "≥ " + net.String(), Actual: now[0].String(), Difference: (now[0] - net).String(),
				Formula: now[1].String() + " - " + now[2].String() + " = " + net.String() + "，现行有效为 " + now[0].String(),
				Message: s.rowName(s.plan.at[row[0]]) + "本年制发 " + now[1].String() + " 件、废止 " + now[2].String() + " 件，现行有效却只有 " + now[0].String() + " 件。请核对是否漏计存量。",
			})
		} else {
			r.holds()
		}
	}
}

func checkPublishedTotal(s *sheet, r *Result) {
	for _, row := range [...][2]ref{{documentsPublished, documentsPublishedTotal}, {regulationsPublished, regulationsPublishedTotal}} {
		v, ok := s.need(r, row[0], row[1])
		if !ok {
			continue
		}
		if v[1] < v[0] {
			r.fire(disclosure.Finding{
				Cells: s.refs(row[1], row[0]), Expected: "≥ " + v[0].String(), Actual: v[1].String(), Difference: (v[1] - v[0]).String(),
				Formula: "本年新公开 " + v[0].String() + "，对外公开总数量 " + v[1].String(),
				Message: s.rowName(s.plan.at[row[0]]) + "对外公开总数量 " + v[1].String() + " 少于本年新公开数量 " + v[0].String() + "。总数应包括本年新公开的。",
			})
		} else {
			r.holds()
		}
	}
}

func checkPublishedOverMade(s *sheet, r *Result) {
	for _, row := range [...][3]ref{
		{documentsPublished, documentsMade, documentsPublishedTotal},
		{regulationsPublished, regulationsMade, regulationsPublishedTotal},
	} {
		v, ok := s.need(r, row[0], row[1], row[2])
		if !ok {
			continue
		}
		switch {
		case v[2] < v[0]:
			r.firesElsewhere("published-total-below-year")
		case v[0] > v[1] && v[2] == v[0]:
			r.fire(disclosure.Finding{
				Cells: s.refs(row[0], row[1]), Expected: "≤ " + v[1].String(), Actual: v[0].String(), Difference: (v[0] - v[1]).String(),
				Message: s.rowName(s.plan.at[row[0]]) + "本年新公开 " + v[0].String() + " 件，多于本年新制作 " + v[1].String() + " 件，而对外公开总数也只有 " + v[2].String() + " 件。如公开了往年的文件请忽略。",
			})
		default:
			r.holds()
		}
	}
}

func checkProcurement(s *sheet, r *Result) {
	v, ok := s.need(r, procurementItems, procurementAmount)
	if !ok {
		return
	}
	if (v[0] == 0) == (v[1] == 0) {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Cells: s.refs(procurementItems, procurementAmount), Expected: "同为0或同不为0", Actual: v[0].String() + " 项，" + v[1].String() + " 万元",
		Message: "政府集中采购 " + v[0].String() + " 项、金额 " + v[1].String() + " 万元，一个为0一个不为0。请核对是否漏填。",
	})
}

// suspiciousAmount is the amount in 万元 from which a township's figure deserves a look.
var suspiciousAmount = disclosure.Int(1000)

func checkYuan(s *sheet, r *Result) {
	ref := feesAmount
	if s.plan.bit == form2019 {
		ref = procurementAmount
	}
	i := s.plan.at[ref]
	if s.cells[i].Doubt == disclosure.DoubtUnitConverted || s.doubts(disclosure.DoubtUnitConverted) {
		r.fire(disclosure.Finding{
			Severity: disclosure.Info, Cells: s.keys(i), Actual: s.cells[i].Raw, Expected: s.values[i].String(),
			Message: s.name(i) + "原文写作“" + clip(s.cells[i].Raw, 20) + "”，已按元换算为 " + s.values[i].String() + " 万元。该栏应以万元填写。",
		})
		return
	}
	v, ok := s.need(r, ref)
	if !ok {
		return
	}
	r.holds()
	amount := v[0]
	if amount <= 0 {
		return
	}
	if at, from, to, found := s.text.amountInYuan(amount); found {
		r.fire(disclosure.Finding{
			Cells: s.keys(i), Actual: amount.String(), Quote: s.text.sentence(at, from, to), Place: s.text.place(s, at),
			Message: s.name(i) + "填 " + amount.String() + "（万元），正文写的是 " + amount.String() + " 元。疑似以元填入了万元栏。",
			Causes:  []string{"元当作万元填写，相差一万倍"},
		})
		return
	}
	if m, years := s.medianOf(i, 2); years >= 2 && m > 0 && amount >= m*1000 {
		r.fire(disclosure.Finding{
			Cells: s.keys(i), Actual: amount.String(), Expected: "约 " + m.String(),
			Message:   s.name(i) + "为 " + amount.String() + " 万元，是往年（中位数 " + m.String() + " 万元）的 " + strconv.FormatInt(int64(amount/m), 10) + " 倍。疑似以元填入了万元栏。",
			Causes:    []string{"元当作万元填写，相差一万倍"},
			Documents: documents(s.earlier...),
		})
		return
	}
	if amount >= suspiciousAmount {
		r.fire(disclosure.Finding{
			Severity: disclosure.Info, Cells: s.keys(i), Actual: amount.String(),
			Message: s.name(i) + "为 " + amount.String() + " 万元，对乡镇来说很大。请核对单位是否为万元。",
		})
	}
}

// doubts reports whether the reader had a doubt of this kind.
func (s *sheet) doubts(code disclosure.DoubtCode) bool {
	return slices.ContainsFunc(s.report.Doubts, func(d disclosure.Doubt) bool { return d.Code == code })
}

// amountInYuan looks for an amount followed by 元 in the prose.
func (t *text) amountInYuan(amount disclosure.Number) (at, from, to int, found bool) {
	want := amount.String()
	for at := range t.parts {
		passage := t.parts[at].text
		for base := 0; ; {
			i := strings.Index(passage[base:], want)
			if i < 0 {
				break
			}
			from, to := base+i, base+i+len(want)
			base = to
			if from > 0 && strings.ContainsRune("0123456789.,", rune(passage[from-1])) {
				continue
			}
			if strings.HasPrefix(strings.TrimLeft(passage[to:], " "), "元") {
				return at, from, to, true
			}
		}
	}
	return 0, 0, 0, false
}
