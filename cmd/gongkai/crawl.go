package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"gongkai/crawl"
)

func (a *app) crawlCommand() *cobra.Command {
	var path *string
	var format string
	var options crawl.Options
	cmd := &cobra.Command{
		Use:   "crawl",
		Short: "Fetch the reports of the configured portals into the archive",
		Long: `Fetch the reports of the configured portals into the archive: politely (robots.txt,
one request at a time a host, a pause between them), from where the last run ended.

Exit code 4 where an address could not be read.`,
		Example: `  gongkai crawl --config gongkai.yaml
  gongkai crawl --dry-run                   what would be fetched, and why
  gongkai crawl --portal 大竹县人民政府 --year 2024 --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, formatTable, formatJSONL); err != nil {
				return err
			}
			c, err := loadConfig(*path)
			if err != nil {
				return err
			}
			progress := newProgress(cmd.ErrOrStderr())
			defer progress.done()
			encoder := json.NewEncoder(cmd.OutOrStdout())
			encoder.SetEscapeHTML(false)
			var written error
			options.Version, options.Logger = version, a.log
			if options.Register, err = c.loadRegister(); err != nil {
				return err
			}
			options.Progress = func(e crawl.Event) {
				progress.show("抓取 %s：已发现 %d，已抓取 %d，失败 %d，待抓取 %d", e.Portal, e.Progress.Found, e.Progress.Fetched, e.Progress.Failed, e.Progress.Queued)
				switch {
				case written != nil:
				case format == formatJSONL:
					written = encoder.Encode(e)
				case options.DryRun || !e.Outcome.Good():
					_, written = fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\t%s\t%s\n", e.Outcome, e.URL, e.Title, e.Why+e.Advice)
				}
			}
			crawler, err := crawl.Open(a.data, c.crawler(), options)
			if err != nil {
				return err
			}
			summary, err := crawler.Run(cmd.Context())
			if err := errors.Join(err, written, crawler.Close()); err != nil {
				return err
			}
			progress.done()
			for i := range summary.Portals {
				p := &summary.Portals[i]
				if _, err := fmt.Fprintf(cmd.ErrOrStderr(), "%s：报告文件 %d 份（新增 %d，更新 %d，撤下 %d），请求 %d 次，每份 %.1f 次\n",
					p.Name, p.Found, p.New, p.Changed, p.Gone, p.Requests, p.RequestsPerReport()); err != nil {
					return err
				}
			}
			if summary.Failed() > 0 {
				return errUnreadable
			}
			return nil
		},
	}
	path = configFlag(cmd)
	cmd.Flags().StringVar(&format, "format", formatTable, "table (what failed) or jsonl (every outcome)")
	cmd.Flags().BoolVar(&options.DryRun, "dry-run", false, "fetch nothing: show what would be fetched, and why")
	cmd.Flags().StringVar(&options.Portal, "portal", "", "only this portal: its name or county")
	cmd.Flags().IntVar(&options.Year, "year", 0, "only reports of this year")
	cmd.Flags().IntVar(&options.Limit, "limit", 0, "stop after this many reports")
	cmd.Flags().BoolVar(&options.Refresh, "refresh", false, "ask for every known address again")
	return cmd
}
