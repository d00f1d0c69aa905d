package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/parse"
)

func (a *app) checkCommand() *cobra.Command {
	var format, county, failOn string
	cmd := &cobra.Command{
		Use:   "check FILE…",
		Short: "公布前核查一份草稿：只列问题，不保存任何东西",
		Long: `按单份文件能够运行的全部规则核查草稿，列出应当改正的地方，重的在前。不保存任何东西。
--format jsonl 每个问题一行，file 是它所在的文件；未能读取的文件写在标准错误输出。

有达到 --fail-on 程度的问题时，退出码为 3（默认为 error）；有文件未能读取时为 4。`,
		Example: `  gongkai check draft.docx
  gongkai check draft.docx --fail-on warning
  gongkai check drafts/*.docx --format jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, formatTable, formatJSONL); err != nil {
				return err
			}
			if err := checkSeverity(failOn); err != nil {
				return err
			}
			files, err := expandFiles(args)
			if err != nil {
				return err
			}
			reader := parse.New(parse.Options{CacheDir: cacheDir()})
			defer reader.Close()
			progress := newProgress(cmd.ErrOrStderr())
			defer progress.done()
			unread, bad, n := false, false, 0
			err = readFiles(cmd.Context(), reader, files, county, func(reports []disclosure.Report) error {
				n++
				progress.show("核查 %d/%d", n, len(files))
				for i := range reports {
					report := &reports[i]
					results := audit.Document(report, audit.Options{})
					report.Findings = audit.Findings(results)
					unread = unread || report.Status == disclosure.Rejected
					for _, finding := range report.Findings {
						bad = bad || finding.Severity.AtLeast(disclosure.Severity(failOn))
					}
					progress.done() // what is printed begins on a line of its own
					var err error
					switch {
					case format == formatTable:
						err = printCheck(cmd.OutOrStdout(), report, results, county != "")
					case report.Status == disclosure.Rejected: // no line: the others are findings
						err = printUnread(cmd.ErrOrStderr(), report)
					default:
						err = list[fileFinding]{rows: fileFindings(report)}.write(cmd.OutOrStdout(), format)
					}
					if err != nil && !errors.Is(err, errUnreadable) {
						return err
					}
				}
				return nil
			})
			switch {
			case err != nil:
				return err
			case unread:
				return errUnreadable
			case bad:
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table 或 jsonl")
	cmd.Flags().StringVar(&county, "county", "", "文件所属区县的六位代码")
	cmd.Flags().StringVar(&failOn, "fail-on", string(disclosure.Error), "有达到此程度的问题时以退出码 3 结束：error、warning 或 info")
	return cmd
}

// printUnread says why a document gave no report, and ends with errUnreadable.
func printUnread(out io.Writer, report *disclosure.Report) error {
	if _, err := fmt.Fprintf(out, "%s：未能作为年度报告读取（%s）%s\n", report.File, report.Reason, report.Detail); err != nil {
		return err
	}
	return errUnreadable
}

// severityNames are how severities are called for people.
var severityNames = map[disclosure.Severity]string{disclosure.Error: "错误", disclosure.Warning: "疑点", disclosure.Info: "提示"}

// fileFinding is a line of `gongkai check --format jsonl`: a finding after the file
// that it is about.
type fileFinding struct {
	file    string
	finding *disclosure.Finding
}

func fileFindings(report *disclosure.Report) []fileFinding {
	rows := make([]fileFinding, len(report.Findings))
	for i := range rows {
		rows[i] = fileFinding{report.File, &report.Findings[i]}
	}
	return rows
}

func (f *fileFinding) MarshalJSON() ([]byte, error) {
	file, err := json.Marshal(f.file)
	if err != nil {
		return nil, err
	}
	finding, err := json.Marshal(f.finding)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(`{"file":`), file, []byte(","), bytes.TrimPrefix(finding, []byte("{"))), nil
}

// printCheck prints what was found in one document, its file first.
func printCheck(out io.Writer, report *disclosure.Report, results []audit.Result, countyGiven bool) error {
	if report.Status == disclosure.Rejected {
		return printUnread(out, report)
	}
	counts := map[disclosure.Severity]int{}
	for _, finding := range report.Findings {
		counts[finding.Severity]++
	}
	undetermined := len(audit.Unassessed(results))
	if _, err := fmt.Fprintf(out, "%s：%s%s %d 年，错误 %d，疑点 %d，提示 %d；另有 %d 条规则仅凭本文件无法判断\n", report.File, report.County, report.Town, report.Year,
		counts[disclosure.Error], counts[disclosure.Warning], counts[disclosure.Info], undetermined); err != nil {
		return err
	}
	if countyGiven && report.TownCode == "" {
		if _, err := fmt.Fprintf(out, "  注意：区划名录的%s中没有%s，请核对文件和 --county\n", report.County, report.Town); err != nil {
			return err
		}
	}
	return printFindings(out, report.Findings)
}

// printFindings prints findings as a readable list.
func printFindings(out io.Writer, findings []disclosure.Finding) error {
	for n, f := range findings {
		if _, err := fmt.Fprintf(out, "%3d. [%s] %s（%s）\n", n+1, severityNames[f.Severity], f.Message, f.Rule); err != nil {
			return err
		}
		detail := func(name, text string) error {
			if text == "" {
				return nil
			}
			_, err := fmt.Fprintf(out, "     %s：%s\n", name, text)
			return err
		}
		if err := detail("算式", f.Formula); err != nil {
			return err
		}
		if err := detail("原文", f.Quote); err != nil {
			return err
		}
		for _, cause := range f.Causes {
			if err := detail("可能原因", cause); err != nil {
				return err
			}
		}
		if err := detail("依据", f.Basis); err != nil {
			return err
		}
	}
	return nil
}
