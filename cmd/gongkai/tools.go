package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/internal/synth"
	"gongkai/parse/narrative"
	"gongkai/warehouse"
)

func (a *app) claimsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "claims",
		Short: "从句子中取出数字：输入输出均为 JSON 行",
		Long: `从标准输入读取 JSON 行 {"id","text","year"}，对每行输出
{"id","claims":[{"metric","value","approx"}]}。

有没读懂的行时，退出码为 4。`,
		Example: `  echo '{"id":"1","text":"2021年度，我镇未收到政府信息公开申请。","year":2021}' | gongkai claims`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return narrative.Serve(cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}

func (a *app) rulesCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "列出核查规则",
		Example: `  gongkai rules
  gongkai rules explain app-balance`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, formatTable, formatJSONL, formatCSV); err != nil {
				return err
			}
			return list[ruleRow]{
				header: []string{"rule", "group", "severity", "scope", "title", "source"},
				fields: func(r ruleRow) []string {
					return []string{r.Rule, r.Group, string(r.Severity), string(r.Scope), r.Title, r.Source}
				},
				rows: ruleRows(),
			}.write(cmd.OutOrStdout(), format)
		},
	}
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table、jsonl 或 csv")
	cmd.AddCommand(&cobra.Command{
		Use:     "explain RULE",
		Short:   "说明一条规则：出处、误报情形、示例",
		Example: "  gongkai rules explain app-balance",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rule := audit.RuleByID(args[0])
			if rule == nil {
				return noRule(args[0])
			}
			_, err := io.WriteString(cmd.OutOrStdout(), rule.Explain())
			return err
		},
	})
	return cmd
}

func noRule(id string) error {
	return fmt.Errorf("%w: 没有规则 %q：gongkai rules 列出全部规则", errUsage, id)
}

// ruleRow is one line of `gongkai rules`.
type ruleRow struct {
	Rule        string              `json:"rule"`
	Group       string              `json:"group"`
	GroupTitle  string              `json:"group_title"`
	Severity    disclosure.Severity `json:"severity"`
	Scope       audit.Scope         `json:"scope"`
	Title       string              `json:"title"`
	Source      string              `json:"source"`
	Formula     string              `json:"formula"`
	Forms       []string            `json:"forms"`
	FirstYear   int                 `json:"first_year,omitempty"`
	LastYear    int                 `json:"last_year,omitempty"`
	FalseAlarms string              `json:"false_alarms,omitempty"`
	Example     string              `json:"example,omitempty"`
}

func ruleRows() []ruleRow {
	var rows []ruleRow
	for _, r := range audit.Catalogue() {
		rows = append(rows, ruleRow{
			Rule: r.ID, Group: r.Group, GroupTitle: audit.GroupTitle(r.Group), Severity: r.Severity, Scope: r.Scope, Title: r.Title,
			Source: r.Source, Formula: r.Formula, Forms: append([]string{}, r.Forms...), FirstYear: r.FirstYear, LastYear: r.LastYear,
			FalseAlarms: r.FalseAlarms, Example: r.Example,
		})
	}
	return rows
}

func (a *app) doctorCommand() *cobra.Command {
	var verify bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "说明本机有什么工具，缺什么、影响什么",
		Example: `  gongkai doctor
  gongkai doctor --verify                   自检已发布的快照`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if verify {
				return a.withSnapshot(cmd.Context(), func(s *warehouse.Snapshot) error { return verifySnapshot(cmd.Context(), s, cmd.OutOrStdout()) })
			}
			rows := [][]string{{"gongkai", version, runtime.Version()}}
			for _, tool := range [...]struct{ name, use, hint string }{
				{"tesseract", "识别扫描件", "apt-get install tesseract-ocr tesseract-ocr-chi-sim"},
				{"soffice", "读取 .doc、.wps、.rtf", "apt-get install libreoffice-writer"},
				{"chromium", "读取要运行脚本才有的列表（render: chromium）", "apt-get install chromium"},
			} {
				path, err := exec.LookPath(tool.name)
				if err != nil {
					path = "没有安装：" + tool.hint
				}
				rows = append(rows, []string{tool.name, path, tool.use})
			}
			rows = append(rows, []string{"register", fmt.Sprintf("%d 个乡镇", len(disclosure.NationalRegister().All())), disclosure.RegisterSource})
			snapshot, err := warehouse.CurrentSnapshot(a.data)
			if err != nil {
				snapshot = told(err)
			}
			rows = append(rows, []string{"data", a.data, snapshot})
			return writeTable(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().BoolVar(&verify, "verify", false, "改为自检已发布的快照：重复的、没有所属的、不在规定之列的；有不合时退出码为 3")
	return cmd
}

// verifySnapshot prints what must not be in a snapshot, and how often; it ends with
// errFindings where there is any.
func verifySnapshot(ctx context.Context, s *warehouse.Snapshot, out io.Writer) error {
	found, err := s.Check(ctx)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(out, "快照 %s 通过自检\n", s.Version())
		return err
	}
	if _, err := fmt.Fprintf(out, "快照 %s 有 %d 项不合：\n", s.Version(), len(found)); err != nil {
		return err
	}
	for _, v := range found {
		if _, err := fmt.Fprintf(out, "%8d  %s\n", v.Count, v.What); err != nil {
			return err
		}
	}
	return errFindings
}

func (a *app) synthCommand() *cobra.Command {
	var seed uint64
	cmd := &cobra.Command{
		Use:   "synth DIR",
		Short: "写出一个示例县的文件及其正确答案，供试用和测试",
		Long: `把示例县的报告写成 HTML 和 PDF，放进空的或尚不存在的目录，每份附一个 *.truth.json，
写明完美的读取应当读到什么。乡镇是虚构的；每份文件都写着“` + synth.Mark + `”。`,
		Example: "  gongkai synth --seed 1 samples/",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
				return fmt.Errorf("%w: 目录 %s 不是空的", errUsage, dir)
			}
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			n := 0
			for _, sample := range append(synth.County(seed), synth.Tuanba()) {
				if sample.Mistake == synth.NotPublished {
					continue
				}
				if err := writeSample(dir, &sample); err != nil {
					return err
				}
				n++
			}
			_, err := fmt.Fprintf(cmd.ErrOrStderr(), "已把 %d 份示例报告写到 %s\n", n, dir)
			return err
		},
	}
	cmd.Flags().Uint64Var(&seed, "seed", 1, "同一种子得到同一个县")
	return cmd
}

func writeSample(dir string, sample *synth.Sample) error {
	name := fmt.Sprintf("%s-%d", sample.Town.Code, sample.Report.Year)
	truth, err := json.MarshalIndent(&sample.Report, "", " ")
	if err != nil {
		return fmt.Errorf("truth of %s: %w", name, err)
	}
	for ending, body := range map[string][]byte{
		".html": []byte(synth.HTMLPage(&sample.Report)), ".pdf": synth.PDF(&sample.Report), ".truth.json": truth,
	} {
		if err := os.WriteFile(filepath.Join(dir, name+ending), body, 0o644); err != nil {
			return err
		}
	}
	return nil
}
