package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/metrics"
	"gongkai/warehouse"
)

// withSnapshot opens the published snapshot for one command.
func (a *app) withSnapshot(ctx context.Context, use func(*warehouse.Snapshot) error) error {
	snapshot, err := warehouse.OpenSnapshot(ctx, a.data, warehouse.Options{Logger: a.log})
	if err != nil {
		return err
	}
	defer snapshot.Close()
	return use(snapshot)
}

// countyOf settles a county that a list is asked for by its code or by its name in
// the snapshot; empty stays empty. A code of which nothing was published is said
// on stderr, since an empty list would read as "nothing wrong".
func countyOf(cmd *cobra.Command, s *warehouse.Snapshot, given string) (string, error) {
	if given == "" {
		return "", nil
	}
	counties, err := s.Counties(cmd.Context())
	if err != nil {
		return "", err
	}
	var named []string
	for _, county := range counties {
		switch given {
		case county.CountyCode:
			return given, nil
		case county.County:
			named = append(named, county.CountyCode)
		}
	}
	switch {
	case len(named) == 1:
		return named[0], nil
	case len(named) > 1:
		return "", fmt.Errorf("%w: 快照中有 %d 个区县叫 %s（%s）：请写六位代码", errUsage, len(named), given, strings.Join(named, "、"))
	case len(given) != 6 || strings.Trim(given, "0123456789") != "":
		return "", fmt.Errorf("%w: 快照中没有区县 %q", errUsage, given)
	}
	_, err = fmt.Fprintf(cmd.ErrOrStderr(), "注意：快照中没有区县 %s 的数据\n", given)
	return given, err
}

func (a *app) reportsCommand() *cobra.Command {
	var filter warehouse.ReportFilter
	var format string
	cmd := &cobra.Command{
		Use:   "reports",
		Short: "列出找到的报告",
		Example: `  gongkai reports --county 511724 --year 2021
  gongkai reports --rejected --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, formatTable, formatJSONL, formatCSV); err != nil {
				return err
			}
			return a.withSnapshot(cmd.Context(), func(s *warehouse.Snapshot) error {
				var err error
				if filter.CountyCode, err = countyOf(cmd, s, filter.CountyCode); err != nil {
					return err
				}
				rows, err := s.Reports(cmd.Context(), filter)
				if err != nil {
					return err
				}
				return list[warehouse.ReportRow]{
					header: []string{"county", "town", "town_code", "year", "status", "reason", "published", "kind", "errors", "warnings", "title", "url", "sha256"},
					fields: func(r warehouse.ReportRow) []string {
						where := r.URL
						if where == "" {
							where = r.File
						}
						return []string{r.County, r.Town, deref(r.TownCode), deref(r.Year), string(r.Status), string(r.Reason), deref(r.Published), r.Kind,
							strconv.Itoa(r.Errors), strconv.Itoa(r.Warnings), r.Title, where, r.SHA256}
					},
					rows: rows,
				}.write(cmd.OutOrStdout(), format)
			})
		},
	}
	cmd.Flags().StringVar(&filter.CountyCode, "county", "", "区县的六位代码或名称")
	cmd.Flags().StringVar(&filter.TownCode, "town", "", "乡镇的九位代码")
	cmd.Flags().IntVar(&filter.Year, "year", 0, "报告年度")
	cmd.Flags().BoolVar(&filter.All, "all", false, "包括被替换的版本和重复文件")
	cmd.Flags().BoolVar(&filter.Rejected, "rejected", false, "包括未能作为报告读取的文件")
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table、jsonl 或 csv")
	return cmd
}

func (a *app) findingsCommand() *cobra.Command {
	var filter warehouse.FindingFilter
	var format, severity, review, failOn string
	cmd := &cobra.Command{
		Use:   "findings",
		Short: "列出报告中的问题和缺报",
		Example: `  gongkai findings --county 511724 --severity error
  gongkai findings --rule app-balance --format jsonl
  gongkai findings --fail-on error          有错误时退出码为 3`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, formatTable, formatJSONL, formatCSV); err != nil {
				return err
			}
			for _, given := range []string{severity, failOn} {
				if err := checkSeverity(given); err != nil {
					return err
				}
			}
			filter.Severity, filter.Review = disclosure.Severity(severity), warehouse.ReviewStatus(review)
			if review != "" && !slices.Contains(reviewStatuses, filter.Review) {
				return fmt.Errorf("%w: --review %q 不在 %v 之中", errUsage, review, reviewStatuses)
			}
			if filter.Rule != "" && audit.RuleByID(filter.Rule) == nil {
				return noRule(filter.Rule)
			}
			return a.withSnapshot(cmd.Context(), func(s *warehouse.Snapshot) error {
				var err error
				if filter.CountyCode, err = countyOf(cmd, s, filter.CountyCode); err != nil {
					return err
				}
				rows, err := s.Findings(cmd.Context(), filter)
				if err != nil {
					return err
				}
				err = list[warehouse.FindingRow]{
					header: []string{"severity", "county", "town", "year", "rule", "message", "expected", "actual", "review", "fingerprint", "url"},
					fields: func(f warehouse.FindingRow) []string {
						return []string{string(f.Severity), f.County, f.Town, deref(f.Year), f.Rule, f.Message, deref(f.Expected), deref(f.Actual),
							string(f.Review), f.Fingerprint, f.URL}
					},
					rows: rows,
				}.write(cmd.OutOrStdout(), format)
				if err != nil || failOn == "" {
					return err
				}
				for _, f := range rows {
					if f.Severity.AtLeast(disclosure.Severity(failOn)) {
						return errFindings
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&filter.CountyCode, "county", "", "区县的六位代码或名称")
	cmd.Flags().StringVar(&filter.TownCode, "town", "", "乡镇的九位代码")
	cmd.Flags().IntVar(&filter.Year, "year", 0, "报告年度")
	cmd.Flags().StringVar(&filter.Rule, "rule", "", "规则名，见 gongkai rules")
	cmd.Flags().StringVar(&severity, "severity", "", "此程度及更严重：error、warning 或 info")
	cmd.Flags().StringVar(&review, "review", "", "核实结论：open、confirmed、dismissed 或 fixed")
	cmd.Flags().StringVar(&failOn, "fail-on", "", "有达到此程度的问题时以退出码 3 结束：error、warning 或 info")
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table、jsonl 或 csv")
	return cmd
}

// checkSeverity refuses a word that is no severity; empty is none asked for.
func checkSeverity(given string) error {
	if given == "" {
		return nil
	}
	for _, known := range disclosure.Severities {
		if string(known) == given {
			return nil
		}
	}
	return fmt.Errorf("%w: 程度 %q 不在 error, warning, info 之中", errUsage, given)
}

func (a *app) townsCommand() *cobra.Command {
	var county, format string
	cmd := &cobra.Command{
		Use:     "towns",
		Short:   "列出一个区县的乡镇及其报告情况",
		Example: "  gongkai towns --county 511724",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, formatTable, formatJSONL, formatCSV); err != nil {
				return err
			}
			return a.withSnapshot(cmd.Context(), func(s *warehouse.Snapshot) error {
				county, err := countyOf(cmd, s, county)
				if err != nil {
					return err
				}
				rows, err := s.Towns(cmd.Context(), county)
				if err != nil {
					return err
				}
				return list[warehouse.TownRow]{
					header: []string{"county", "town_code", "town", "kind", "expected", "published", "late", "missing", "unreadable", "errors"},
					fields: func(t warehouse.TownRow) []string {
						fields := []string{t.County, t.TownCode, t.Town, string(t.Kind)}
						for _, n := range [...]int{t.Expected, t.Published, t.Late, t.Missing, t.Unreadable, t.Errors} {
							fields = append(fields, strconv.Itoa(n))
						}
						return fields
					},
					rows: rows,
				}.write(cmd.OutOrStdout(), format)
			})
		},
	}
	cmd.Flags().StringVar(&county, "county", "", "区县的六位代码或名称；不写为全部区县")
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table、jsonl 或 csv")
	return cmd
}

func (a *app) compareCommand() *cobra.Command {
	var query metrics.Query
	var format string
	var corrected bool
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "按一个指标比较一个区县的乡镇",
		Example: `  gongkai compare --measure applications_received --year 2021 --county 511724
  gongkai compare --measures                列出全部指标`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, formatTable, formatJSONL, formatCSV); err != nil {
				return err
			}
			if measures, _ := cmd.Flags().GetBool("measures"); measures {
				return list[metrics.Measure]{
					header: []string{"measure", "title", "unit", "note"},
					fields: func(m metrics.Measure) []string { return []string{m.ID, m.Title, m.Unit, m.Note} },
					rows:   metrics.Measures(),
				}.write(cmd.OutOrStdout(), format)
			}
			if query.Measure == "" || query.Year == 0 || query.CountyCode == "" {
				return fmt.Errorf("%w: compare 需要 --measure、--year 和 --county", errUsage)
			}
			query.View = warehouse.AsPublished
			if corrected {
				query.View = warehouse.AsCorrected
			}
			return a.withSnapshot(cmd.Context(), func(s *warehouse.Snapshot) error {
				var err error
				if query.CountyCode, err = countyOf(cmd, s, query.CountyCode); err != nil {
					return err
				}
				rows, err := metrics.Compare(cmd.Context(), s, query)
				if err != nil {
					return err
				}
				if len(rows) > 0 && !slices.ContainsFunc(rows, func(r metrics.Row) bool { return r.ReportID != nil }) {
					if _, err := fmt.Fprintf(cmd.ErrOrStderr(), "注意：快照中没有 %d 年度的报告\n", query.Year); err != nil {
						return err
					}
				}
				return list[metrics.Row]{
					header: []string{"rank", "town", "town_code", "value", "percentile", "county_median", "n/N", "mark"},
					fields: func(r metrics.Row) []string {
						value, median := deref(r.Value), deref(r.Median)
						if format == formatTable { // for people: no share of too few
							value, median = r.Text(), r.MedianText()
						}
						return []string{deref(r.Rank), r.Town, r.TownCode, value, deref(r.Percentile), median,
							fmt.Sprintf("%d/%d", r.Valued, r.Total), r.Mark}
					},
					rows: rows,
				}.write(cmd.OutOrStdout(), format)
			})
		},
	}
	cmd.Flags().StringVar(&query.Measure, "measure", "", "比较的指标，见 --measures")
	cmd.Flags().IntVar(&query.Year, "year", 0, "报告年度")
	cmd.Flags().StringVar(&query.CountyCode, "county", "", "区县的六位代码或名称")
	cmd.Flags().BoolVar(&corrected, "corrected", false, "采用人工更正后的数字")
	cmd.Flags().Bool("measures", false, "列出全部指标")
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table、jsonl 或 csv")
	return cmd
}
