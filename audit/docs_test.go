package audit

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gongkai/disclosure"
)

var update = flag.Bool("update", false, "write docs/rules.md")

func TestDocsAreCurrent(t *testing.T) {
	path := filepath.Join("..", "docs", "rules.md")
	want := docsOfRules()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/rules.md is not that of the catalogue: go test ./audit -run Docs -update")
	}
}

// docsOfRules is the catalogue as a Markdown page, docs/rules.md.
func docsOfRules() []byte {
	var out bytes.Buffer
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
			fmt.Fprintf(&out, "- 依据：%s\n- 判断：%s\n- 适用：%s；%s\n", rule.Source, rule.Formula, rule.appliesTo(), scopeNames[rule.Scope])
			if rule.FalseAlarms != "" {
				fmt.Fprintf(&out, "- 不算问题：%s\n", rule.FalseAlarms)
			}
			if rule.Example != "" {
				fmt.Fprintf(&out, "- 示例：%s\n", rule.Example)
			}
		}
	}
	return out.Bytes()
}
