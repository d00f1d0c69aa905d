package metrics

import (
	"slices"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// Measure is one figure by which towns are compared.
type Measure struct {
	// ID names it on the command line: "applications_received".
	ID string `json:"id"`
	// Title is its Chinese name.
	Title string `json:"title"`
	// Unit is the form's: 件, 次, 万元; 条 for findings; "%" for rates.
	Unit string `json:"unit"`
	// Rate is true where it is numerator over denominator, as a share from 0 to 1.
	Rate bool `json:"rate"`
	// Note says what it does not tell, in Chinese.
	Note string `json:"note,omitempty"`

	numerator, denominator quantity
}

// quantity is a sum over the cells of a report. Of its cells those count that
// the report's form has; where it has none, the figure stated in prose does.
type quantity struct {
	cells []disclosure.Key
	// claim is the metric of a figure stated in prose; empty where there is none.
	claim disclosure.Key
	// findings counts open findings of this severity instead.
	findings disclosure.Severity
}

// keys are what the warehouse is asked for.
func (q *quantity) keys() []disclosure.Key {
	if q.claim == "" {
		return q.cells
	}
	return append(slices.Clone(q.cells), q.claim)
}

// The reasons why a quantity has no value.
const (
	noReport     = "无年报"
	noCell       = "该年表格无此项"
	noNumber     = "空白或无法识别"
	notStated    = "正文未写明"
	zeroBase     = "分母为零"
	approximate  = "约数"
	doubtful     = "识别存疑，请核对原文"
	mistakenMark = "表中数字疑似有误"
	tooFew       = "数量过少，不宜比较"
	fewTowns     = "可比乡镇过少，仅供参考"
	unregistered = "不在区划名录中，不参与排名"
	minBase      = 10 // below this denominator a rate is not judged
	minCompare   = 5  // below this number of towns a rank is for reference only
)

// keys are those of the numerator, then of the denominator.
func (m *Measure) keys() []disclosure.Key {
	return append(slices.Clone(m.numerator.keys()), m.denominator.keys()...)
}

// of adds up the quantity for one report; values are in the order of keys. A sum
// with one cell that reports no number has no value: what is not known is not
// zero.
func (q *quantity) of(row *warehouse.ValueRow, values []*disclosure.Number) (*disclosure.Number, string) {
	if row.ReportID == "" {
		return nil, noReport
	}
	if q.findings != "" {
		count := disclosure.Int(int64(row.Errors))
		if q.findings == disclosure.Warning {
			count = disclosure.Int(int64(row.Warnings))
		}
		return &count, ""
	}
	var sum disclosure.Number
	has, reported := false, true
	form := disclosure.FormByID(row.Form)
	for i, key := range q.cells {
		if form == nil || form.Index(key) < 0 {
			continue
		}
		has = true
		if values[i] == nil {
			reported = false
			continue
		}
		sum += *values[i]
	}
	switch {
	case has && reported:
		return &sum, ""
	case has:
		return nil, noNumber
	case q.claim == "":
		return nil, noCell
	case values[len(q.cells)] == nil:
		return nil, notStated
	}
	return values[len(q.cells)], ""
}

// caution says why a report's value for the quantity is to be taken with care.
func caution(doubts []disclosure.DoubtCode) string {
	for _, doubt := range doubts {
		switch doubt {
		case "", disclosure.DoubtUnnormalized, disclosure.DoubtUnitConverted:
			// The number itself is not in doubt.
		case warehouse.DoubtApproximate:
			return approximate
		default:
			return doubtful
		}
	}
	return ""
}

// total is the 总计 cell of a row of table three, and its like on the form of 2014.
func total(row, older string) quantity {
	q := quantity{cells: []disclosure.Key{disclosure.MakeKey("applications", row, "total")}}
	if older != "" {
		q.cells = append(q.cells, disclosure.Key(older))
	}
	return q
}

// totals adds the 总计 cells of several rows.
func totals(rows ...string) quantity {
	var q quantity
	for _, row := range rows {
		q.cells = append(q.cells, disclosure.MakeKey("applications", row, "total"))
	}
	return q
}

func cells(keys ...disclosure.Key) quantity { return quantity{cells: keys} }

func count(id, title, unit, note string, q quantity) Measure {
	return Measure{ID: id, Title: title, Unit: unit, Note: note, numerator: q}
}

func rate(id, title, note string, numerator, denominator quantity) Measure {
	return Measure{ID: id, Title: title, Unit: "%", Rate: true, Note: note, numerator: numerator, denominator: denominator}
}

// Measures lists the measures in the order of the forms.
func Measures() []Measure {
	received := total("received", "applications.received.count")
	handled := total("handled_total", "applications.closed.count")
	granted := total("granted", "applications.granted.count")
	refused := totals("refused_state_secret", "refused_law", "refused_safety", "refused_third_party", "refused_internal",
		"refused_process", "refused_enforcement_file", "refused_query")
	refused.cells = append(refused.cells, "applications.refused.count")
	unavailable := totals("unavailable_not_held", "unavailable_must_create", "unavailable_unclear")
	unprocessed := totals("unprocessed_petition", "unprocessed_repeat", "unprocessed_publication", "unprocessed_excessive", "unprocessed_confirmation")
	disputes := cells("disputes.review.total", "disputes.suit_direct.total", "disputes.suit_after_review.total", "disputes.review.count", "disputes.suit.count")
	corrected := cells("disputes.review.corrected", "disputes.suit_direct.corrected", "disputes.suit_after_review.corrected",
		"disputes.review_corrected.count", "disputes.suit_corrected.count")
	published := quantity{cells: []disclosure.Key{"disclosure.published.count"}, claim: "disclosure.published_count"}

	return []Measure{
		count("published_count", "主动公开政府信息数", "条", "取自正文，各地统计口径不一。", published),
		count("normative_issued", "本年制发行政规范性文件", "件", "", cells(
			"disclosure.normative_documents.issued", "disclosure.normative_documents.made", "disclosure.normative_issued.count")),
		count("normative_in_force", "现行有效行政规范性文件", "件", "", cells("disclosure.normative_documents.in_force")),
		count("licence_decisions", "行政许可处理决定", "件", "", cells("disclosure.licences.decisions")),
		count("penalty_decisions", "行政处罚处理决定", "件", "", cells("disclosure.penalties.decisions")),
		count("enforcement_decisions", "行政强制处理决定", "件", "", cells("disclosure.enforcement.decisions")),
		count("fees_amount", "行政事业性收费", "万元", "", cells("disclosure.fees.amount")),
		count("applications_received", "本年新收政府信息公开申请", "件", "申请多少取决于申请人，不反映工作好坏。", received),
		count("applications_carried_in", "上年结转申请", "件", "", total("carried_in", "")),
		count("applications_handled", "本年度办理结果总计", "件", "", handled),
		count("applications_granted", "予以公开", "件", "", granted),
		count("applications_partial", "部分公开", "件", "", total("partial", "applications.partial.count")),
		count("applications_refused", "不予公开", "件", "", refused),
		count("applications_unavailable", "无法提供", "件", "", unavailable),
		count("applications_unprocessed", "不予处理", "件", "", unprocessed),
		count("applications_carried_out", "结转下年度继续办理", "件", "", total("carried_out", "")),
		rate("granted_rate", "予以公开占办理结果的比例", "不含部分公开。", granted, handled),
		rate("refused_rate", "不予公开占办理结果的比例", "", refused, handled),
		count("disputes_total", "行政复议与行政诉讼合计", "件", "复议后起诉的案件在两处各计一次。", disputes),
		count("disputes_corrected", "结果纠正的复议与诉讼", "件", "", corrected),
		rate("disputes_corrected_rate", "结果纠正占复议与诉讼的比例", "含尚未审结的案件。", corrected, disputes),
		count("findings_errors", "待核实的错误", "条", "疑似，以人工核实为准。", quantity{findings: disclosure.Error}),
		count("findings_warnings", "待核实的疑点", "条", "疑似，以人工核实为准。", quantity{findings: disclosure.Warning}),
	}
}

// MeasureByID returns the measure with the given id.
func MeasureByID(id string) (Measure, bool) {
	for _, m := range Measures() {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}
