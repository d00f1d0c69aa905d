package audit

import (
	"fmt"

	"gongkai/disclosure"
)

// copiedTextRules are group F: reused and empty text.
func copiedTextRules() []*Rule {
	const noPadding = "国办公开办函〔2021〕30号（四）明确责任：内容雷同、敷衍塞责的依《条例》（2019年）第四十七条追究"
	return []*Rule{
		{
			ID: "copy-last-year", Group: "F", Severity: disclosure.Warning, Scope: ScopeYears, FirstYear: 2019,
			Title:       "正文与上一年度雷同",
			Source:      noPadding,
			Formula:     "第一、五部分去掉数字、标点和地名后，按8字片段计，与上年相同的占 85% 以上（97% 以上为几乎原样）",
			FalseAlarms: "全县两成以上（至少四个）乡镇都用的语句不计，除非全文 97% 以上相同；文字不足300字的不判。",
			Example:     "只换了数字的上年报告",
			check:       checkCopyLastYear,
		},
		{
			ID: "copy-other-town", Group: "F", Severity: disclosure.Warning, Scope: ScopeCounty,
			Title:       "正文与其他乡镇雷同",
			Source:      noPadding,
			Formula:     "同一年度，第一、五部分去掉全县通用语句后，与另一乡镇相同的8字片段占 80% 以上",
			FalseAlarms: "一对乡镇只报一次；三个以上乡镇共用一个范文的合并为一条；2019年以前只作提示。",
			Example:     "两个乡镇只换了名称",
			check:       checkCopyOtherTown,
		},
		{
			ID: "paragraph-repeated", Group: "F", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:   "同一段文字出现两次",
			Source:  "文本质量",
			Formula: "一份报告中80字以上的段落重复出现",
			Example: "把一段再写一遍",
			check:   checkParagraphRepeated,
		},
		{
			ID: "template-residue", Group: "F", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "残留范文的占位符",
			Source:      "文本质量",
			Formula:     "正文含 XX、××、____、****、（文字描述）、该部分以表格形式报告",
			FalseAlarms: "文件标题、网址中的 XX 不算；“该部分以表格形式报告”是格式本身的话，只作提示。",
			Example:     "主动公开信息XX条",
			check:       checkTemplateResidue,
		},
		{
			ID: "narrative-thin", Group: "F", Severity: disclosure.Info, Scope: ScopeDocument, FirstYear: 2019,
			Title:   "总体情况过于简略",
			Source:  "文本质量",
			Formula: "第一部分少于150字",
			Example: "只有一句话",
			check:   checkNarrativeThin,
		},
		{
			ID: "narrative-long", Group: "F", Severity: disclosure.Info, Scope: ScopeDocument, Forms: []string{"2021"},
			Title:       "总体情况超过规定字数",
			Source:      "各地通知，如武威市2025年：原则上不超过一千字",
			Formula:     "第一部分字数 > 该县规定的上限",
			FalseAlarms: "没有为该县设上限的不判。",
			Example:     "上限1000字，写了1500字",
			check:       checkNarrativeLong,
		},
	}
}

// Why nothing is said of a text.
const (
	newerWhy       = "同一年度另有更新的文件"
	shortWhy       = "第一、五部分不足300字"
	boilerplateWhy = "去掉全县通用语句后，第一、五部分的文字太少"
)

// Shares of shingles from which a text is called copied.
const (
	copiedLastYear  = 0.85
	nearlyIdentical = 0.97
	copiedOtherTown = 0.80
)

func checkCopyLastYear(s *sheet, r *Result) {
	prior := s.needPrior(r)
	if prior == nil {
		return
	}
	now, then := s.set.copied.texts[s], s.set.copied.texts[prior]
	switch {
	case now == nil || then == nil:
		r.skip(newerWhy)
		return
	case now.characters < minCopied:
		r.skip(shortWhy)
		return
	case !now.resembles(then):
		r.holds()
		return
	}
	// Where little but the county's phrases is left, only a text that is the same as
	// a whole is called copied.
	counted, limit := s.set.copied.whole(now).own, copiedLastYear
	if !now.enough() {
		counted, limit = now.all, nearlyIdentical
	}
	then.fragment()
	same := common(counted, then.all)
	share := float64(same) / float64(max(len(counted), 1))
	switch {
	case share >= limit:
	case now.enough():
		r.holds()
		return
	default:
		r.lacks(boilerplateWhy)
		return
	}
	how := "雷同"
	if share >= nearlyIdentical {
		how = "几乎一字不差"
	}
	r.fire(disclosure.Finding{
		Expected: "< " + percent(limit), Actual: percent(share), Documents: documents(prior), Quote: sharedPassage(s, prior),
		Formula: fmt.Sprintf("%d 个片段中 %d 个与%d年度相同", len(counted), same, prior.year),
		Message: fmt.Sprintf("第一、五部分与%d年度报告%s（相同 %s）。请按本年度实际重写。", prior.year, how, percent(share)),
	})
}

func checkCopyOtherTown(s *sheet, r *Result) {
	if s.set == nil {
		r.lacks("需要全县同年度的报告")
		return
	}
	text := s.set.copied.texts[s]
	switch {
	case s.year == 0:
		r.lacks("报告年度不明")
	case text == nil:
		r.skip(newerWhy)
	case text.characters < minCopied:
		r.skip(shortWhy)
	case !text.enough():
		r.lacks(boilerplateWhy)
	case len(text.alike) == 0:
		r.holds()
	case !text.reports:
		r.firesElsewhere("copy-other-town（" + text.alike[0].report.Town + "）")
	default:
		s.fireCopied(r, text)
	}
}

func (s *sheet) fireCopied(r *Result, text *copiedText) {
	names := make([]string, 0, maxNames)
	for _, other := range text.alike[:min(len(text.alike), maxNames)] {
		names = append(names, other.report.Town)
	}
	f := disclosure.Finding{
		Expected: "< 80%", Actual: percent(text.share), Documents: documents(text.alike...), Quote: sharedPassage(s, text.alike[0]),
	}
	if len(text.alike) == 1 {
		f.Message = fmt.Sprintf("第一、五部分与%s同年度报告雷同（相同 %s）。请按本乡镇实际重写。", names[0], percent(text.share))
	} else {
		f.Message = fmt.Sprintf("%d 个乡镇的第一、五部分共用一份范文：%s与%s。", len(text.alike)+1, s.report.Town, listed(names, len(text.alike)))
	}
	if s.year < 2019 {
		f.Severity = disclosure.Info
	}
	r.fire(f)
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", share*100) }
