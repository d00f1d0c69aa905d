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
		Short: "把所配置网站上的报告抓取到存档",
		Long: `把所配置网站上的报告抓取到存档：遵守 robots.txt，同一网站一次只发一个请求，请求之间留间隔；
从上次停下的地方继续。

有地址未能读取时，退出码为 4。`,
		Example: `  gongkai crawl --config gongkai.yaml
  gongkai crawl --dry-run                   将抓取什么、为什么
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
	cmd.Flags().StringVar(&format, "format", formatTable, "输出格式：table（只列失败）或 jsonl（每个结果）")
	cmd.Flags().BoolVar(&options.DryRun, "dry-run", false, "不抓取，只列出将抓取什么、为什么")
	cmd.Flags().StringVar(&options.Portal, "portal", "", "只抓这个网站：名称或区县")
	cmd.Flags().IntVar(&options.Year, "year", 0, "只抓这个年度的报告")
	cmd.Flags().IntVar(&options.Limit, "limit", 0, "抓到这么多份报告后停止")
	cmd.Flags().BoolVar(&options.Refresh, "refresh", false, "重新询问每个已知地址")
	return cmd
}
