package audit

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// severityNames are the severities in Chinese.
var severityNames = map[disclosure.Severity]string{
	disclosure.Error: "错误", disclosure.Warning: "警告", disclosure.Info: "提示",
}

// scopeNames say what a rule must see.
var scopeNames = map[Scope]string{
	ScopeDocument: "单份报告", ScopeYears: "需要往年报告", ScopeCounty: "需要全县资料",
}

// appliesTo says in Chinese to which forms and years a rule applies.
func (rule *Rule) appliesTo() string {
	text := "所有表式"
	if len(rule.Forms) > 0 {
		text = strings.Join(rule.Forms, "、") + "版表式"
	}
	switch {
	case rule.FirstYear != 0 && rule.LastYear == rule.FirstYear:
		text += "，" + strconv.Itoa(rule.FirstYear) + "年度"
	case rule.FirstYear != 0 && rule.LastYear != 0:
		text += "，" + strconv.Itoa(rule.FirstYear) + "—" + strconv.Itoa(rule.LastYear) + "年度"
	case rule.FirstYear != 0:
		text += "，" + strconv.Itoa(rule.FirstYear) + "年度起"
	}
	return text
}

// Explain describes a rule in Chinese, a line for each property.
func (rule *Rule) Explain() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s（%s）%s\n", rule.ID, severityNames[rule.Severity], rule.Title)
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&out, "%s：%s\n", name, text)
		}
	}
	line("类别", rule.Group+" "+GroupTitle(rule.Group))
	line("依据", rule.Source)
	line("判断", rule.Formula)
	line("适用", rule.appliesTo()+"；"+scopeNames[rule.Scope])
	line("不算问题", rule.FalseAlarms)
	line("示例", rule.Example)
	return out.String()
}
