package audit

import (
	"fmt"
	"io"
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

// Applies says in Chinese to which forms and years a rule applies.
func (rule *Rule) Applies() string {
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
	line("适用", rule.Applies()+"；"+scopeNames[rule.Scope])
	line("不算问题", rule.FalseAlarms)
	line("示例", rule.Example)
	return out.String()
}

// WriteDocs writes the catalogue as a Markdown page, docs/rules.md.
func WriteDocs(w io.Writer) error {
	var out strings.Builder
	counts := map[disclosure.Severity]int{}
	for _, rule := range Catalogue() {
		counts[rule.Severity]++
	}
	fmt.Fprintf(&out, "# 审核规则\n\n<!-- Generated from the catalogue in package audit: go test ./audit -run Docs -update -->\n\n")
	fmt.Fprintf(&out, "共 %d 条：错误 %d 条，警告 %d 条，提示 %d 条。\n\n", len(Catalogue()), counts[disclosure.Error], counts[disclosure.Warning], counts[disclosure.Info])
	out.WriteString("- 错误：违反法规、表式或算术关系。警告：很可能有误。提示：值得看一眼。\n" +
		"- 每条规则对每份报告给出四种结论之一：不符（fires）、相符（holds）、未能判断（undetermined，列出缺少的单元格）、不适用（not_applicable）。没有运行的规则不算通过。\n" +
		"- 一个原因只报一条：一个错数使几处合计不符时，只在改动该格就能全部相符的那一处报告，其余规则注明“同一原因”。\n" +
		"- 数字由图片识别、识别有疑问或该表读取存疑的，降一级并注明“疑似识别错误”。\n" +
		"- 单元格用键表示（表.行.列），含义见 docs/ 的数据字典。\n")
	for _, group := range groups {
		fmt.Fprintf(&out, "\n## %s　%s\n", group.letter, group.title)
		for _, rule := range Catalogue() {
			if rule.Group != group.letter {
				continue
			}
			fmt.Fprintf(&out, "\n### %s（%s）\n\n%s\n\n", rule.ID, severityNames[rule.Severity], rule.Title)
			fmt.Fprintf(&out, "- 依据：%s\n- 判断：%s\n- 适用：%s；%s\n", rule.Source, rule.Formula, rule.Applies(), scopeNames[rule.Scope])
			if rule.FalseAlarms != "" {
				fmt.Fprintf(&out, "- 不算问题：%s\n", rule.FalseAlarms)
			}
			if rule.Example != "" {
				fmt.Fprintf(&out, "- 示例：%s\n", rule.Example)
			}
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}
