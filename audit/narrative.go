package audit

import "gongkai/disclosure"

// narrativeRules are group G: figures in the text against the tables.
func narrativeRules() []*Rule {
	const oneSet = "国办公开办函〔2019〕60号、〔2021〕30号：年度报告的文字与表格出自同一套数据"
	const arithmetic = "算术关系"
	return []*Rule{
		{
			ID: "nar-received", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "正文的收到申请数与表格不符",
			Source:      oneSet,
			Formula:     "正文收到 ≠ received.total，两者都不为0",
			FalseAlarms: "等于新收加上年结转、或等于办理总计的为提示：把结转的也算了进去。约数按整十、整百比。半年的、下属单位的、全县的数不比。",
			Example:     "正文7件，表中6件",
			check:       checkNarReceived,
		},
		{
			ID: "nar-no-applications", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "正文有无申请与表格不符",
			Source:      oneSet,
			Formula:     "正文未收到而 received.total > 0，或正文有而表中为0",
			FalseAlarms: "“未收到书面申请”不排除网上申请：为警告。",
			Example:     "正文未收到，表中1件",
			check:       checkNarNoApplications,
		},
		{
			ID: "nar-carried", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:   "正文的结转数与表格不符",
			Source:  oneSet,
			Formula: "正文上年结转 ≠ carried_in.total；正文结转下年度 ≠ carried_out.total",
			Example: "正文结转1件，表中0件",
			check:   func(s *sheet, r *Result) { s.compareClaims(r, carriedMetrics[:], nil) },
		},
		{
			ID: "nar-handled", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "正文的答复、办结数与表格不符",
			Source:      oneSet,
			Formula:     "正文答复或办结 ≠ handled_total.total（2014版为办结数）",
			FalseAlarms: "答复数可能只计期限内的；“办结20起（含上年1起）”口径混合。",
			Example:     "正文答复15件，表中14件",
			check:       func(s *sheet, r *Result) { s.compareClaims(r, handledMetrics[:], nil) },
		},
		{
			ID: "nar-outcomes", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "正文的办理结果与表格不符",
			Source:      oneSet,
			Formula:     "正文予以公开、部分公开、不予公开、无法提供、不予处理、其他处理（各为其行之和）及单行之数 ≠ 表三",
			FalseAlarms: "只写了一种理由而数等于该大类之和的不算。",
			Example:     "正文予以公开8件，表中7件",
			check:       checkNarOutcomes,
		},
		{
			ID: "nar-balance", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "正文自身的申请数收支不平",
			Source:      arithmetic,
			Formula:     "收到 + 上年结转 = 办结 + 结转下年度；各项结果 + 结转下年度 ≤ 收到 + 上年结转",
			FalseAlarms: "正文没有写上年结转的，说明“除非上年结转若干件”。",
			Example:     "47 与 8 + 32 + 9",
			check:       checkNarBalance,
		},
		{
			ID: "nar-disputes", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "正文的复议、诉讼数与表格不符",
			Source:      oneSet,
			Formula:     "正文 review.*、suit.* ≠ 表四（诉讼为两类之和）",
			FalseAlarms: "正文没有说是政府信息公开的，可能计了各类案件：为警告。",
			Example:     "正文1起，表中0起",
			check:       checkNarDisputes,
		},
		{
			ID: "nar-no-disputes", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument,
			Title:       "正文说没有复议、诉讼而表中有",
			Source:      oneSet,
			Formula:     "正文未发生复议（诉讼）而 review.total（两类诉讼）> 0",
			FalseAlarms: "“无被纠错”不是没有发生。",
			Example:     "正文未发生，表中复议1件",
			check:       checkNarNoDisputes,
		},
		{
			ID: "nar-all-answered", Group: "G", Severity: disclosure.Info, Scope: ScopeDocument, Forms: presentForms,
			Title:       "正文说全部办结而表中有结转下年度",
			Source:      "情理",
			Formula:     "正文均已答复、全部办结、办结率100%，而 carried_out.total > 0",
			FalseAlarms: "“按时”“在法定期限内”与尚在期限内的结转不矛盾。",
			Example:     "办结率100%，结转下年度2件",
			check:       checkNarAllAnswered,
		},
		{
			ID: "nar-documents", Group: "G", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "正文的规章、规范性文件数与表格不符",
			Source:      oneSet,
			Formula:     "正文制发、废止、现行有效 ≠ 表二",
			FalseAlarms: "“公开规范性文件N件”说的是公开：为警告；“政策文件”是另一回事。",
			Example:     "正文制发2件，表中1件",
			check:       checkNarDocuments,
		},
		{
			ID: "nar-decisions", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "正文的许可、处罚、强制数与表格不符",
			Source:      "武威市2025年通知：处理决定数量含公开的和不公开的",
			Formula:     "正文行政许可、行政处罚、行政强制 ≠ decisions",
			FalseAlarms: "“公示行政处罚N条”只计公开的，可以较少。",
			Example:     "正文办理许可528件，表中0件",
			check:       func(s *sheet, r *Result) { s.compareClaims(r, decisionMetrics[:], nil) },
		},
		{
			ID: "nar-fees-none", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "正文的行政事业性收费与表格不符",
			Source:      oneSet,
			Formula:     "正文无行政事业性收费而 fees.amount > 0（2019版为 prior_items + change > 0）；或金额不同",
			FalseAlarms: "依申请公开的“未收取任何费用”说的是信息处理费，不与此比。",
			Example:     "正文无收费，表中3.2万元",
			check:       checkNarFees,
		},
		{
			ID: "nar-published-sum", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "正文主动公开的分类之和与总数不符",
			Source:      arithmetic,
			Formula:     "所列分类之和 > 总数；列举完毕的（分别为、以“其他”收尾）之和 ≠ 总数",
			FalseAlarms: "“其中”常常只列一部分：不足总数不算。按渠道列的会重复计数，不比。",
			Example:     "总数10，分类7 + 5",
			check:       checkPublishedSum,
		},
		{
			ID: "nar-published-twice", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument,
			Title:       "正文有两个不同的主动公开总数",
			Source:      "一事一数",
			Formula:     "一份报告中本年度主动公开总数不止一个",
			FalseAlarms: "历年累计的、分渠道的、其余各数之和等于总数的不算。",
			Example:     "106条与160条",
			check:       checkPublishedTwice,
		},
		{
			ID: "nar-published-vs-2014", Group: "G", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: []string{"2014"},
			Title:   "正文主动公开总数与统计表不符",
			Source:  oneSet,
			Formula: "正文主动公开 ≠ disclosure.published.count",
			Example: "正文247条，表中274条",
			check:   func(s *sheet, r *Result) { s.compareClaims(r, publishedCounts[:], nil) },
		},
		{
			ID: "nar-year-on-year", Group: "G", Severity: disclosure.Warning, Scope: ScopeYears,
			Title:       "正文的同比增减与上年不符",
			Source:      arithmetic,
			Formula:     "正文申请较上年增减N件（N%）≠ 本年 - 上年（表格）",
			FalseAlarms: "没有上年报告的不判；百分数差在0.1个百分点以内的不算。",
			Example:     "正文减少4件，上年3件、本年0件",
			check:       checkYearOnYear,
		},
		{
			ID: "nar-percent", Group: "G", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:       "正文的占比算错",
			Source:      arithmetic,
			Formula:     "|写的百分比 - 算得的| > 0.1个百分点（写整数的 > 1）",
			FalseAlarms: "截尾而不四舍五入的差在此以内；分母不明时，与前文任一更大的数相合即可。",
			Example:     "3/4 写成 50%",
			check:       checkPercent,
		},
		{
			ID: "nar-number-missing", Group: "G", Severity: disclosure.Info, Scope: ScopeDocument,
			Title:       "正文计数处缺数字",
			Source:      "文本质量",
			Formula:     "“主动公开信息条”“现行有效的规范性文件。”之类",
			FalseAlarms: "数字可能在识别时丢失：请对照原文。",
			Example:     "删去数字",
			check:       checkNumberMissing,
		},
	}
}

// The metrics that rules compare cell by cell.
var (
	carriedMetrics  = [...]string{"applications.carried_in.total", "applications.carried_out.total"}
	handledMetrics  = [...]string{"applications.handled_total.total"}
	decisionMetrics = [...]string{"disclosure.licences.decisions", "disclosure.penalties.decisions", "disclosure.enforcement.decisions"}
	publishedCounts = [...]string{publishedCount}
)

const (
	receivedMetric = "applications.received.total"
	personMetric   = "applications.received.natural_person"
	companyMetric  = "applications.received.company"
	workloadMetric = "applications.workload.total"
	publishedCount = "disclosure.published_count"
)
