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
		Short: "对已发布的数据库执行一条 SELECT，只读、隔离",
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
	cmd.Flags().StringVar(&format, "format", "table", "输出格式：table、csv、jsonl 或 parquet")
	cmd.Flags().DurationVar(&limits.Timeout, "timeout", 30*time.Second, "查询的时限")
	cmd.Flags().IntVar(&limits.Rows, "limit", 0, "最多行数（默认 1,000,000）")
	return cmd
}

func (a *app) exportCommand() *cobra.Command {
	var options warehouse.ExportOptions
	cmd := &cobra.Command{
		Use:   "export DIR",
		Short: "把已发布的数据库导出为 Parquet、CSV 和数据包",
		Example: `  gongkai export out/
  gongkai export --bom out/                 WPS 和 Excel 能直接打开的 CSV`,
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
	cmd.Flags().BoolVar(&options.BOM, "bom", false, "CSV 带字节序标记（BOM），便于 WPS 和 Excel 打开")
	return cmd
}
