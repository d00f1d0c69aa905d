package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// recorded is said when a person's decision is in the ledger.
const recorded = "已记录；下一次 gongkai audit 或 gongkai run 之后显示"

func (a *app) reviewCommand() *cobra.Command {
	var review warehouse.Review
	var status string
	cmd := &cobra.Command{
		Use:   "review FINGERPRINT",
		Short: "记录人工对一条问题的结论",
		Long: `记录人工对一条问题的结论。结论永久保存在 ledger.sqlite，再次运行不受影响；问题所涉的数值变了，
结论才失效。问题的编号见 gongkai findings 或网页。`,
		Example: `  gongkai review 3f2a91c04b7d --status confirmed --by 王敏 --note "已退回镇上更正"
  gongkai review 3f2a91c04b7d               何人何时作了什么结论`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			ledger, err := warehouse.OpenLedger(ctx, a.data)
			if err != nil {
				return err
			}
			defer ledger.Close()
			if status == "" {
				history, err := ledger.ReviewHistory(ctx, args[0])
				if err != nil {
					return err
				}
				return list[warehouse.Review]{
					header: []string{"at", "status", "by", "note"},
					fields: func(r warehouse.Review) []string {
						return []string{r.At.Format(time.RFC3339), string(r.Status), r.By, r.Note}
					},
					rows: history,
				}.write(cmd.OutOrStdout(), formatTable)
			}
			if !slices.Contains(reviewStatuses, warehouse.ReviewStatus(status)) {
				return fmt.Errorf("%w: --status %q 不在 %v 之中", errUsage, status, reviewStatuses)
			}
			if review.By == "" {
				return fmt.Errorf("%w: 请用 --by 写明核实人，随结论一并保存", errUsage)
			}
			if err := a.findingExists(ctx, ledger, args[0]); err != nil {
				return err
			}
			review.Fingerprint, review.Status, review.At = args[0], warehouse.ReviewStatus(status), time.Now().UTC()
			if err := ledger.AddReview(ctx, review); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.ErrOrStderr(), recorded)
			return err
		},
	}
	cmd.AddCommand(a.correctCommand())
	cmd.Flags().StringVar(&status, "status", "", "结论：confirmed（属实）、dismissed（排除）、fixed（已更正）或 open（撤回结论）")
	cmd.Flags().StringVar(&review.By, "by", "", "核实人")
	cmd.Flags().StringVar(&review.Note, "note", "", "说明")
	return cmd
}

// reviewStatuses are what a person may have decided.
var reviewStatuses = []warehouse.ReviewStatus{warehouse.ReviewConfirmed, warehouse.ReviewDismissed, warehouse.ReviewFixed, warehouse.ReviewOpen}

// findingExists refuses a fingerprint that no finding has or had: a decision on a
// mistyped one would be kept for ever and never show.
func (a *app) findingExists(ctx context.Context, ledger *warehouse.Ledger, fingerprint string) error {
	if decided, err := ledger.ReviewHistory(ctx, fingerprint); err != nil || len(decided) > 0 {
		return err
	}
	return a.withSnapshot(ctx, func(s *warehouse.Snapshot) error {
		found, err := s.Findings(ctx, warehouse.FindingFilter{Fingerprint: fingerprint, Limit: 1})
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("%w: 快照中没有编号为 %s 的问题：编号见 gongkai findings 或网页", errUsage, fingerprint)
		}
		return err
	})
}

// correctCommand lays a right value over one that was read.
func (a *app) correctCommand() *cobra.Command {
	var correction warehouse.Correction
	var withdraw bool
	cmd := &cobra.Command{
		Use:   "correct TOWN_CODE YEAR KEY [VALUE]",
		Short: "为读到的数字附上更正，记明何人、何故",
		Long:  `为读到的数字附上更正。读到的数字保持原样：as_published 的视图显示它，as_corrected 的视图显示更正。`,
		Example: `  gongkai review correct 511724102 2021 disputes.review.total 0 --by 王敏 --reason "镇上来函确认"
  gongkai review correct 511724102 2021 disputes.review.total --withdraw --by 王敏 --reason "来函有误"`,
		Args: cobra.RangeArgs(3, 4),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			year, err := strconv.Atoi(args[1])
			key := disclosure.Key(args[2])
			known := slices.ContainsFunc(disclosure.Forms(), func(f *disclosure.Form) bool { return f.Index(key) >= 0 })
			switch {
			case len(args[0]) != 9:
				return fmt.Errorf("%w: 乡镇代码 %q 不是九位数字", errUsage, args[0])
			case err != nil:
				return fmt.Errorf("%w: 年度 %q 不是数字", errUsage, args[1])
			case !known:
				return fmt.Errorf("%w: 没有表式含单元格 %q", errUsage, key)
			case correction.By == "" || correction.Reason == "":
				return fmt.Errorf("%w: 请用 --by 写明更正人、--reason 写明理由，随更正一并保存", errUsage)
			case withdraw == (len(args) == 4):
				return fmt.Errorf("%w: 请给出正确的数值，或用 --withdraw 撤回", errUsage)
			}
			correction.TownCode, correction.Year, correction.Key, correction.At = args[0], year, key, time.Now().UTC()
			if !withdraw {
				value, err := disclosure.ParseNumber(args[3])
				if err != nil {
					return fmt.Errorf("%w: 数值 %q: %w", errUsage, args[3], err)
				}
				correction.Value = &value
			}
			ledger, err := warehouse.OpenLedger(ctx, a.data)
			if err != nil {
				return err
			}
			defer ledger.Close()
			if err := ledger.AddCorrection(ctx, correction); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.ErrOrStderr(), recorded)
			return err
		},
	}
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "撤回先前的更正")
	cmd.Flags().StringVar(&correction.By, "by", "", "更正人")
	cmd.Flags().StringVar(&correction.Reason, "reason", "", "说明")
	return cmd
}
