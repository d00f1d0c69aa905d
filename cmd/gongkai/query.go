package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"gongkai/warehouse"
)

func (a *app) queryCommand() *cobra.Command {
	var format string
	var limits warehouse.QueryLimits
	cmd := &cobra.Command{
		Use:   "query SQL",
		Short: "Ask the published warehouse one SELECT, read-only and sandboxed",
		Example: `  gongkai query "SELECT town, year, value FROM cells_long WHERE key = 'applications.received.total' ORDER BY town, year"
  gongkai query "SHOW TABLES"
  gongkai query "SELECT * FROM reports" --format parquet > reports.parquet`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, "table", "csv", "jsonl", "parquet"); err != nil {
				return err
			}
			path, err := warehouse.CurrentSnapshot(a.data)
			if err != nil {
				return err
			}
			return warehouse.RunQuery(cmd.Context(), path, args[0], warehouse.Format(format), cmd.OutOrStdout(), limits)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "table, csv, jsonl or parquet")
	cmd.Flags().DurationVar(&limits.Timeout, "timeout", 30*time.Second, "end the query after this time")
	cmd.Flags().IntVar(&limits.Rows, "limit", 0, "most rows (default 1,000,000)")
	return cmd
}

func (a *app) exportCommand() *cobra.Command {
	var options warehouse.ExportOptions
	cmd := &cobra.Command{
		Use:   "export DIR",
		Short: "Write the published warehouse as Parquet, CSV and a data package",
		Example: `  gongkai export out/
  gongkai export --bom out/                 CSV files that WPS and Excel open in the right encoding`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withSnapshot(cmd.Context(), func(s *warehouse.Snapshot) error {
				if err := warehouse.Export(cmd.Context(), s, args[0], options); err != nil {
					return err
				}
				_, err := fmt.Fprintf(cmd.ErrOrStderr(), "exported snapshot %s to %s\n", s.Version(), args[0])
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&options.BOM, "bom", false, "begin CSV files with a byte order mark")
	return cmd
}

func (a *app) reviewCommand() *cobra.Command {
	var review warehouse.Review
	var status string
	cmd := &cobra.Command{
		Use:   "review FINGERPRINT",
		Short: "Record what a person decided about a finding",
		Long: `Record what a person decided about a finding. Decisions are kept in ledger.sqlite
for ever and survive every run; a decision holds until the values behind the
finding change. The finding's fingerprint is shown by 'gongkai findings'.`,
		Example: `  gongkai review 3f2a91c04b7d --status confirmed --by 王敏 --note "已退回镇上更正"
  gongkai review 3f2a91c04b7d               who decided what, and when`,
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
			switch warehouse.ReviewStatus(status) {
			case warehouse.ReviewOpen, warehouse.ReviewConfirmed, warehouse.ReviewDismissed, warehouse.ReviewFixed:
			default:
				return fmt.Errorf("%w: --status %q is none of confirmed, dismissed, fixed, open", errUsage, status)
			}
			if review.By == "" {
				return fmt.Errorf("%w: --by says who decided; it is kept with the decision", errUsage)
			}
			review.Fingerprint, review.Status, review.At = args[0], warehouse.ReviewStatus(status), time.Now().UTC()
			if err := ledger.AddReview(ctx, review); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.ErrOrStderr(), "recorded; it shows after the next `gongkai audit` or `gongkai run`")
			return err
		},
	}
	cmd.Flags().StringVar(&status, "status", "", "confirmed, dismissed, fixed or open")
	cmd.Flags().StringVar(&review.By, "by", "", "who decided")
	cmd.Flags().StringVar(&review.Note, "note", "", "why")
	return cmd
}
