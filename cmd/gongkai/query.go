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
		Example: `  gongkai query "SELECT town, year, value FROM cells_as_published WHERE key = 'applications.received.total' ORDER BY town_code, year"
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
				_, err := fmt.Fprintf(cmd.ErrOrStderr(), "已把快照 %s 导出到 %s\n", s.Version(), args[0])
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&options.BOM, "bom", false, "begin CSV files with a byte order mark")
	return cmd
}
