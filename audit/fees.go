package audit

import (
	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// feeMetric is the claim of what was charged to applicants in the year, in yuan.
const feeMetric = "fees.processing_amount"

// feeRules are group H: the fee for processing information.
func feeRules() []*Rule {
	form2021Only := []string{"2021"}
	return []*Rule{
		{
			ID: "processing-fee-missing", Group: "H", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: form2021Only,
			Title:       "没有报告信息处理费收取情况",
			Source:      "国办公开办函〔2021〕30号（六）其他需要报告的事项" + FromKnowledge + "；《条例》（2019年）第四十二条",
			Formula:     "第六部分有关于信息处理费或收费的话",
			FalseAlarms: "任何说法都算（未收取、无收费、0元）；写在别的部分的只作提示。",
			Example:     "第六部分只写“无”",
			check:       checkFeeMissing,
		},
		{
			ID: "processing-fee-tariff", Group: "H", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: form2021Only,
			Title:       "信息处理费金额不合收费标准",
			Source:      "国办函〔2020〕109号第四、五条：按件超过10件部分每件100元起；按量超过30页部分每页10元、20元、40元",
			Formula:     "金额应为10元的整数倍",
			FalseAlarms: "只看整数倍；以万元书写的会丢失零头，容许±0.005万元。",
			Example:     "金额 395",
			check:       checkTariff,
		},
		{
			ID: "processing-fee-no-volume", Group: "H", Severity: disclosure.Error, Scope: ScopeDocument, Forms: form2021Only,
			Title:       "没有申请却收取了信息处理费",
			Source:      "《条例》（2019年）第四十二条：只对数量、频次明显超过合理范围的申请收取",
			Formula:     "金额 > 0 而 received.total + carried_in.total = 0",
			FalseAlarms: "可能把全县的数写进了乡镇的报告。",
			Example:     "金额 100，没有申请",
			check:       checkFeeWithoutVolume,
		},
		{
			ID: "processing-fee-volume-low", Group: "H", Severity: disclosure.Info, Scope: ScopeDocument, Forms: form2021Only,
			Title:       "申请很少却按件收取了信息处理费",
			Source:      "国办函〔2020〕109号：每月10件以内、每件30页以内不收费",
			Formula:     "金额 ≥ 100 且为100的整数倍，received.total ≤ 10",
			FalseAlarms: "按页收费与件数无关。",
			Example:     "金额 100，新收 2 件",
			check:       checkFeeVolume,
		},
		{
			ID: "processing-fee-not-in-fees", Group: "H", Severity: disclosure.Info, Scope: ScopeDocument, Forms: form2021Only,
			Title:       "信息处理费没有计入行政事业性收费",
			Source:      "皖财综〔2021〕28号等：信息处理费属行政事业性收费",
			Formula:     "fees.amount × 10000 < 信息处理费金额",
			FalseAlarms: "四舍五入成 0.00 万元；有的单位不计上缴国库的部分。",
			Example:     "3940元，fees.amount 为 0",
			check:       checkFeeNotInFees,
		},
		{
			ID: "processing-fee-too-early", Group: "H", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: []string{"2019"}, FirstYear: 2019, LastYear: 2020,
			Title:       "收费办法出台前就收取了信息处理费",
			Source:      "国办函〔2020〕109号，2020-11-17印发",
			Formula:     "2020年度及以前信息处理费金额 > 0",
			FalseAlarms: "2008—2018年的检索、复制、邮寄费是另一种收费。",
			Example:     "2020年度，100元",
			check:       checkFeeTooEarly,
		},
		{
			ID: "not-paid-without-notice", Group: "H", Severity: disclosure.Info, Scope: ScopeDocument, Forms: form2021Only,
			Title:       "有逾期不缴费的申请，却说没有收取信息处理费",
			Source:      "年度报告格式表三（六）2",
			Formula:     "other_not_paid.total > 0 而正文说未收取信息处理费",
			FalseAlarms: "两者可以同时成立（发了通知，没有缴）。",
			Example:     "other_not_paid = 1",
			check:       checkNotPaid,
		},
	}
}

func checkFeeMissing(s *sheet, r *Result) {
	words := [...]word{wordProcessingFee, wordCharge, wordChargeFee, wordCost}
	switch {
	case s.text.says(roleOther, words[:]...):
		r.holds()
	case s.section("other") == nil:
		r.lacks("没有找到第六部分")
	case s.text.saysAnywhere(wordProcessingFee):
		r.fire(disclosure.Finding{
			Severity: disclosure.Info, Expected: "第六部分", Actual: "写在别的部分",
			Message: "信息处理费收取情况写在别的部分。格式要求写在“其他需要报告的事项”。",
		})
	default:
		r.fire(disclosure.Finding{
			Expected: "信息处理费收取情况", Actual: "没有提到", Quote: clip(han.Unspaced(s.section("other").Text), 60),
			Message: "“其他需要报告的事项”没有写信息处理费收取情况。没有收取的请写明“未收取信息处理费”。",
		})
	}
}

// fee returns the claim of the processing fee, or nil. Where the text states
// several amounts the largest counts.
func (s *sheet) fee() *disclosure.Claim {
	var best *disclosure.Claim
	for i := range s.report.Claims {
		if claim := &s.report.Claims[i]; claim.Metric == feeMetric && (best == nil || claim.Value > best.Value) {
			best = claim
		}
	}
	return best
}

// needFee returns the claim where it is above zero; else the rule has nothing to say.
func (s *sheet) needFee(r *Result) *disclosure.Claim {
	switch claim := s.fee(); {
	case claim == nil:
		r.skip("正文没有写信息处理费金额")
	case claim.Value <= 0:
		r.holds()
	default:
		return claim
	}
	return nil
}

// feeFinding starts a finding about the stated fee.
func feeFinding(claim *disclosure.Claim) disclosure.Finding {
	return disclosure.Finding{Quote: claim.Text, Actual: claim.Value.String() + " 元"}
}

func checkTariff(s *sheet, r *Result) {
	claim := s.needFee(r)
	if claim == nil {
		return
	}
	rest := claim.Value % disclosure.Int(10)
	// An amount written in 万元 is known to 50 yuan only.
	if rest == 0 || claim.Approx || writtenInWan(claim.Text) {
		r.holds()
		return
	}
	f := feeFinding(claim)
	f.Expected = "10元的整数倍"
	f.Message = "信息处理费 " + claim.Value.String() + " 元，不是10元的整数倍，与收费标准（按件100元起、按页10元起）不合。请核对金额。"
	r.fire(f)
}

// writtenInWan reports whether a clause gives its amount in 万元.
func writtenInWan(text string) bool { return containsAny(han.Unspaced(text), []string{"万元"}) }

func checkFeeWithoutVolume(s *sheet, r *Result) {
	claim := s.needFee(r)
	if claim == nil {
		return
	}
	v, ok := s.need(r, receivedTotal, carriedInTotal)
	if !ok {
		return
	}
	if v[0]+v[1] > 0 {
		r.holds()
		return
	}
	f := feeFinding(claim)
	f.Cells, f.Expected = s.refs(receivedTotal, carriedInTotal), "0 元"
	f.Message = "正文说收取信息处理费 " + claim.Value.String() + " 元，表三却没有新收和结转的申请。请核对金额和申请数。"
	r.fire(f)
}

func checkFeeVolume(s *sheet, r *Result) {
	claim := s.needFee(r)
	if claim == nil {
		return
	}
	v, ok := s.need(r, receivedTotal, carriedInTotal)
	if !ok {
		return
	}
	switch {
	case v[0]+v[1] == 0:
		r.firesElsewhere("processing-fee-no-volume")
	case claim.Value >= disclosure.Int(100) && claim.Value%disclosure.Int(100) == 0 && v[0] <= disclosure.Int(10):
		f := feeFinding(claim)
		f.Cells = s.refs(receivedTotal)
		f.Message = "信息处理费 " + claim.Value.String() + " 元像是按件收取，而全年只新收 " + v[0].String() + " 件，没有超过每月10件的免费件数。如按页收取请忽略。"
		r.fire(f)
	default:
		r.holds()
	}
}

func checkFeeNotInFees(s *sheet, r *Result) {
	claim := s.needFee(r)
	if claim == nil {
		return
	}
	v, ok := s.need(r, feesAmount)
	if !ok {
		return
	}
	if v[0]*10_000 >= claim.Value {
		r.holds()
		return
	}
	f := feeFinding(claim)
	f.Cells, f.Expected = s.refs(feesAmount), "≥ "+(claim.Value/10_000).String()+" 万元"
	f.Message = "正文说收取信息处理费 " + claim.Value.String() + " 元，表二行政事业性收费只有 " + v[0].String() + " 万元。信息处理费属行政事业性收费，请核对是否漏计。"
	r.fire(f)
}

func checkFeeTooEarly(s *sheet, r *Result) {
	claim := s.needFee(r)
	if claim == nil {
		return
	}
	f := feeFinding(claim)
	f.Expected = "0 元"
	f.Message = "收取了信息处理费 " + claim.Value.String() + " 元，而收费办法到2020年11月才印发。请核对是否为别的收费。"
	r.fire(f)
}

func checkNotPaid(s *sheet, r *Result) {
	v, ok := s.need(r, otherNotPaidTotal)
	if !ok {
		return
	}
	claim := s.fee()
	if v[0] == 0 || claim == nil || claim.Value > 0 {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Cells: s.refs(otherNotPaidTotal), Actual: v[0].String(), Quote: claim.Text,
		Message: "表三有 " + v[0].String() + " 件因逾期不缴费而不再处理，正文却说没有收取信息处理费。如已发缴费通知而申请人未缴，请写明。",
	})
}
