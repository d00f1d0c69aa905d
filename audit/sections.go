package audit

import (
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
)

// sectionRules are the part of group D about the sections of the prose.
func sectionRules() []*Rule {
	return []*Rule{
		{
			ID: "section-missing", Group: "D", Severity: disclosure.Error, Scope: ScopeDocument, Forms: presentForms,
			Title:       "缺少规定的部分",
			Source:      "《条例》（2019年）第五十条；国办公开办函〔2019〕60号、〔2021〕30号格式：六个部分",
			Formula:     "六个部分按各自的词语都能找到",
			FalseAlarms: "按词语判断，不计编号、空格和标点；只有图片或附件的部分不算缺少。",
			Example:     "删去第五部分",
			check:       checkSectionMissing,
		},
		{
			ID: "section-heading-changed", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "部分标题被改动",
			Source:      "国办公开办函〔2019〕60号、〔2021〕30号格式",
			Formula:     "标题（不计编号、空格、标点）= 格式规定的标题",
			FalseAlarms: "容许空格、全角符号和句末的“情况”“表”；仍含规定关键词的改写只作提示；2019年度为过渡期，只作提示。",
			Example:     "改写第一部分标题",
			check:       checkHeadings,
		},
		{
			ID: "section-order", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "各部分次序与格式不符",
			Source:      "国办公开办函〔2021〕30号格式" + FromKnowledge,
			Formula:     "找到的各部分次序 = 格式规定的次序",
			FalseAlarms: "目录会重复标题：以后面有正文的为准。",
			Example:     "四、五部分对调",
			check:       checkSectionOrder,
		},
		{
			ID: "section-extra", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, Forms: presentForms,
			Title:       "多出一级标题",
			Source:      "国办公开办函〔2019〕60号、〔2021〕30号格式",
			Formula:     "没有第七个一级标题",
			FalseAlarms: "“七、附件”和落款没有关系。",
			Example:     "增加“七、收费情况”",
			check:       checkSectionExtra,
		},
		{
			ID: "section-empty", Group: "D", Severity: disclosure.Warning, Scope: ScopeDocument, Forms: presentForms,
			Title:       "部分内容为空或敷衍",
			Source:      "《条例》（2019年）第五十条第（四）项；国办公开办函〔2021〕30号",
			Formula:     "第五部分不足30字或为“无”；第六部分空白",
			FalseAlarms: "第六部分写“无”是一种回答（另见 processing-fee-missing）。",
			Example:     "第五部分只写“无”",
			check:       checkSectionEmpty,
		},
		{
			ID: "overview-topic-missing", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, Forms: []string{"2021"},
			Title:       "总体情况缺少规定的方面",
			Source:      "国办公开办函〔2021〕30号（一）总体情况：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障",
			Formula:     "第一部分提到五个方面",
			FalseAlarms: "有同义说法（平台建设、平台管理、信息管理）。2019版不要求。",
			Example:     "删去监督保障",
			check:       checkTopics,
		},
		{
			ID: "assessment-missing", Group: "D", Severity: disclosure.Info, Scope: ScopeDocument, Forms: presentForms,
			Title:       "没有写工作考核、社会评议和责任追究",
			Source:      "《条例》（2019年）第五十条第（四）项后半：各级人民政府应当报告工作考核、社会评议和责任追究结果情况",
			Formula:     "第一或第五部分提到考核、评议或责任追究",
			FalseAlarms: "街道办事处是派出机关，不适用。",
			Example:     "删去有关词语",
			check:       checkAssessment,
		},
	}
}

// sectionCores are the words by which a section is known whatever its heading says.
var sectionCores = map[string][]string{
	"overview":     {"总体情况", "总体工作", "总体"},
	"disclosure":   {"主动公开"},
	"applications": {"申请"},
	"disputes":     {"复议", "诉讼"},
	"problems":     {"问题"},
	"other":        {"其他", "其它"},
}

// plainHeading strips numbering, spaces, brackets and punctuation.
func plainHeading(heading string) string {
	heading = han.Unspaced(heading)
	heading = strings.TrimLeft(heading, "第一二三四五六七八九十部分、.．，,（）()0123456789０１２３４５６７８９ ")
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("、，,。.：:；;（）()《》“”\"", r) {
			return -1
		}
		return r
	}, heading)
}

// isFormHeading reports whether a section's heading is the form's to the letter.
func (s *sheet) isFormHeading(section *disclosure.Section) bool {
	i := s.sectionIndex(section.Key)
	return i >= 0 && section.Heading == s.form.Sections[i].Heading
}

// sectionsAsForm reports whether the report has just the form's sections, in its
// order, and whether their headings are the form's to the letter.
func (s *sheet) sectionsAsForm() (ordered, headed bool) {
	if len(s.report.Sections) != len(s.form.Sections) {
		return false, false
	}
	headed = true
	for i := range s.form.Sections {
		section, spec := &s.report.Sections[i], &s.form.Sections[i]
		if section.Key != spec.Key {
			return false, false
		}
		headed = headed && section.Heading == spec.Heading
	}
	return true, headed
}

func checkSectionMissing(s *sheet, r *Result) {
	r.holds()
	if s.ordered {
		return
	}
	for i := range s.form.Sections {
		spec := &s.form.Sections[i]
		if s.section(spec.Key) != nil {
			continue
		}
		r.fire(disclosure.Finding{
			Expected: spec.Heading, Actual: "没有找到",
			Message: "缺少“" + spec.Heading + "”部分。请按规定的六个部分补写；没有内容的也要保留标题并说明。",
		})
	}
}

func checkHeadings(s *sheet, r *Result) {
	r.holds()
	if s.headed {
		return
	}
	for i := range s.form.Sections {
		spec := &s.form.Sections[i]
		section := s.section(spec.Key)
		if section == nil || section.Heading == "" || section.Heading == spec.Heading || han.Unspaced(section.Heading) == spec.Heading {
			continue
		}
		got, want := plainHeading(han.Simplify(section.Heading)), plainHeading(spec.Heading)
		if got == want || strings.TrimSuffix(got, "表") == want || strings.TrimSuffix(got, "情况") == strings.TrimSuffix(want, "情况") {
			continue
		}
		f := disclosure.Finding{
			Expected: spec.Heading, Actual: han.Unspaced(section.Heading), Quote: strings.TrimSpace(section.Heading),
			Place:   disclosure.Place{Path: section.Heading, Reader: s.report.Reader},
			Message: "标题写作“" + clip(han.Unspaced(section.Heading), 40) + "”，格式规定为“" + spec.Heading + "”。",
		}
		if s.year == 2019 || containsAny(got, sectionCores[spec.Key]) {
			f.Severity = disclosure.Info
		} else {
			f.Message += "请使用规定的标题。"
		}
		r.fire(f)
	}
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func checkSectionOrder(s *sheet, r *Result) {
	r.holds()
	if s.ordered {
		return
	}
	last := -1
	var before string
	for i := range s.report.Sections {
		section := &s.report.Sections[i]
		at := s.sectionIndex(section.Key)
		if at < 0 || s.firstWithContent(section.Key) != i {
			continue
		}
		if at < last {
			r.fire(disclosure.Finding{
				Expected: s.form.Sections[at].Heading, Actual: han.Unspaced(section.Heading), Quote: strings.TrimSpace(section.Heading),
				Place:   disclosure.Place{Path: section.Heading, Reader: s.report.Reader},
				Message: "“" + clip(han.Unspaced(section.Heading), 40) + "”排在“" + clip(han.Unspaced(before), 40) + "”之后，与格式规定的次序不符。",
			})
			return
		}
		last, before = at, section.Heading
	}
}

// firstWithContent returns the index of the first section of a key that has
// content, else of the first at all: a table of contents repeats the headings.
func (s *sheet) firstWithContent(key string) int {
	first := -1
	for i := range s.report.Sections {
		section := &s.report.Sections[i]
		if section.Key != key {
			continue
		}
		if section.Text != "" || section.HasTable || section.HasImage {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

func (s *sheet) sectionIndex(key string) int {
	for i := range s.form.Sections {
		if s.form.Sections[i].Key == key {
			return i
		}
	}
	return -1
}

func checkSectionExtra(s *sheet, r *Result) {
	r.holds()
	if s.ordered {
		return
	}
	for i := range s.report.Sections {
		section := &s.report.Sections[i]
		if section.Key != "extra" {
			continue
		}
		heading := han.Unspaced(section.Heading)
		if heading == "" || containsAny(heading, []string{"附件", "附表", "附录", "落款"}) {
			continue
		}
		r.fire(disclosure.Finding{
			Expected: "六个部分", Actual: heading, Quote: strings.TrimSpace(section.Heading),
			Place:   disclosure.Place{Path: section.Heading, Reader: s.report.Reader},
			Message: "多出标题“" + clip(heading, 40) + "”。格式规定为六个部分，其余内容可并入“其他需要报告的事项”。",
		})
	}
}

// shortSection is the length in bytes of text, about three a character, below
// which section five says nothing.
const shortSection = 30 * 3

func checkSectionEmpty(s *sheet, r *Result) {
	r.holds()
	for _, key := range [...]string{"problems", "other"} {
		at := s.firstWithContent(key)
		if at < 0 {
			continue
		}
		section := &s.report.Sections[at]
		if section.HasTable || section.HasImage || len(section.Text) >= 2*shortSection {
			continue
		}
		if key == "other" && strings.TrimSpace(section.Text) != "" {
			continue
		}
		text := han.Unspaced(section.Text)
		if len(text) >= shortSection {
			continue
		}
		f := disclosure.Finding{
			Expected: key, Actual: clip(text, 40), Quote: clip(text, 40),
			Place:   disclosure.Place{Path: section.Heading, Reader: s.report.Reader},
			Message: "“" + han.Unspaced(section.Heading) + "”没有内容。",
		}
		if text != "" {
			f.Message = "“" + han.Unspaced(section.Heading) + "”只写了“" + clip(text, 30) + "”。"
		}
		if key == "problems" {
			f.Message += "请写明存在的主要问题和改进情况。"
		} else {
			f.Message += "没有其他事项的请写明，并报告信息处理费收取情况。"
		}
		r.fire(f)
	}
}

// topics are what section one must speak of, each with the words that count for it.
var topics = [...]struct {
	name  string
	words []word
}{
	{"主动公开", []word{wordProactive}},
	{"依申请公开", []word{wordOnRequest, wordRequests}},
	{"政府信息管理", []word{wordManagement, wordManage}},
	{"政府信息公开平台建设", []word{wordPlatform, wordPlatformRun, wordPlatformMedia}},
	{"监督保障", []word{wordSupervision, wordSupervise, wordSafeguard}},
}

func checkTopics(s *sheet, r *Result) {
	section := s.section("overview")
	if section == nil {
		r.lacks("没有找到第一部分")
		return
	}
	r.holds()
	var missing []string
	for i := range topics {
		if !s.text.says(roleOverview, topics[i].words...) {
			missing = append(missing, topics[i].name)
		}
	}
	if len(missing) == 0 {
		return
	}
	r.fire(disclosure.Finding{
		Expected: "五个方面", Actual: "缺少" + strings.Join(missing, "、"),
		Place:   disclosure.Place{Path: section.Heading, Reader: s.report.Reader},
		Message: "“" + han.Unspaced(section.Heading) + "”没有写到" + strings.Join(missing, "、") + "。",
	})
}

func checkAssessment(s *sheet, r *Result) {
	if s.isStreet() {
		r.skip("街道办事处是派出机关，不适用")
		return
	}
	if s.section("overview") == nil && s.section("problems") == nil {
		r.lacks("没有找到第一、第五部分")
		return
	}
	words := [...]word{wordAssessment, wordReview, wordLiability}
	if s.text.says(roleOverview, words[:]...) || s.text.says(roleProblems, words[:]...) {
		r.holds()
		return
	}
	r.fire(disclosure.Finding{
		Expected: "工作考核、社会评议和责任追究结果情况", Actual: "没有提到",
		Message: "第一、第五部分都没有写工作考核、社会评议和责任追究的结果情况。乡镇人民政府应当报告。",
	})
}

// isStreet reports whether the body is a street's office and no government of its own.
func (s *sheet) isStreet() bool {
	if len(s.report.TownCode) == 9 {
		town := disclosure.Town{Code: s.report.TownCode}
		return town.Kind() == disclosure.Subdistrict
	}
	name := s.report.Town
	return strings.HasSuffix(name, "街道") || strings.HasSuffix(name, "办事处") || strings.HasSuffix(s.report.Publisher, "办事处")
}
