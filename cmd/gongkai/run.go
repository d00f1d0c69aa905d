package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"gongkai/crawl"
	"gongkai/disclosure"
	"gongkai/warehouse"
)

// configFlag adds --config to a command.
func configFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("config", "gongkai.yaml", "配置文件：网站、区县、年度、期限")
}

func (a *app) runCommand() *cobra.Command {
	var path *string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "抓取、读取、核查、入库、发布",
		Long: `抓取所配置的网站，读取新的或有变化的报告，核查、入库并发布快照。中断的运行会从中断处继续；
没有新内容时什么也不改，并如实说明。

有地址或文件未能读取时，退出码为 4，其余照常入库。`,
		Example: "  gongkai run --config gongkai.yaml --data ./data",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(*path)
			if err != nil {
				return err
			}
			return a.runPipeline(cmd.Context(), c, cmd.OutOrStdout(), newProgress(cmd.ErrOrStderr()))
		},
	}
	path = configFlag(cmd)
	return cmd
}

// runPipeline does all steps and prints what they came to.
func (a *app) runPipeline(ctx context.Context, c *config, out io.Writer, progress *progress) (err error) {
	p, err := a.openPipeline(ctx, c, progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()

	started := time.Now().UTC()
	id, err := p.ledger.StartRun(ctx, started)
	if err != nil {
		return err
	}
	record := warehouse.Run{ID: id, Started: started, Outcome: warehouse.RunFailed, Counts: map[string]int{}}
	defer func() {
		record.Ended = time.Now().UTC()
		if errors.Is(err, context.Canceled) {
			record.Outcome = warehouse.RunInterrupted
		}
		err = errors.Join(err, p.ledger.EndRun(context.WithoutCancel(ctx), record))
	}()

	summary, err := p.crawl(ctx, crawl.Options{})
	if err != nil {
		return err
	}
	if err := p.loadArchive(ctx); err != nil {
		return err
	}
	if err := p.auditCounties(ctx, &summary, time.Now()); err != nil {
		return err
	}
	publication, published, err := p.publish(ctx)
	if err != nil {
		return err
	}
	p.record(&record, &summary, publication)
	if err := p.printSummary(out, &summary, publication, published); err != nil {
		return err
	}
	if p.tally.unread(published.Rejected) > 0 {
		record.Outcome = warehouse.RunIncomplete
		return errUnreadable
	}
	record.Outcome = warehouse.RunDone
	return nil
}

// record notes what a run came to in the ledger.
func (p *pipeline) record(run *warehouse.Run, summary *crawl.Summary, publication warehouse.Publication) {
	run.Snapshot = publication.Version
	for outcome, count := range p.tally.outcomes {
		run.Counts["outcome_"+string(outcome)] = count
	}
	for status, count := range p.tally.statuses {
		run.Counts["report_"+string(status)] = count
	}
	for i := range summary.Portals {
		portal := &summary.Portals[i]
		entry := warehouse.PortalRun{Name: portal.Name, Readable: portal.Reachable, Found: portal.Found}
		for _, county := range p.counties {
			if county.portal.Name == portal.Name {
				entry.CountyCode = county.code
			}
		}
		for outcome, count := range portal.Outcomes {
			if outcome.Good() {
				entry.Fetched += count
			} else {
				entry.Failed += count
			}
		}
		if len(portal.Failures) > 0 && !portal.Reachable {
			entry.Reason = string(portal.Failures[0].Outcome)
		}
		run.Portals = append(run.Portals, entry)
	}
}

// printSummary tells a person what the run did.
func (p *pipeline) printSummary(out io.Writer, summary *crawl.Summary, publication warehouse.Publication, published warehouse.Summary) error {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if summary != nil {
		for i := range summary.Portals {
			portal := &summary.Portals[i]
			say("%s：报告文件 %d 份（新增 %d，更新 %d，撤下 %d），请求 %d 次，每份 %.1f 次",
				portal.Name, portal.Found, portal.New, portal.Changed, portal.Gone, portal.Requests, portal.RequestsPerReport())
			if portal.Unexplored > 0 {
				say("  另有 %d 个页面可能通向尚缺的报告，因本次访问次数已满未查看；再次运行会继续，也可调大 crawl.explore", portal.Unexplored)
			}
		}
	}
	t := &p.tally
	say("读取：成功 %d，部分 %d，未能读取 %d；与上次相同 %d", t.statuses[disclosure.Parsed], t.statuses[disclosure.Partial],
		t.statuses[disclosure.Rejected], t.documents[warehouse.Unchanged])
	for _, reason := range slices.Sorted(maps.Keys(t.reasons)) {
		say("  %s：%d", reason, t.reasons[reason])
	}
	if t.lost > 0 {
		say("存档损坏，未能取回原件：%d", t.lost)
	}
	for _, outcome := range slices.Sorted(maps.Keys(t.outcomes)) {
		say("未能抓取 %s：%d。%s", outcome, t.outcomes[outcome], outcome.Advice())
	}
	if publication.Changed {
		say("已发布快照 %s", publication.Version)
	} else {
		say("没有变化，快照仍为 %s", publication.Version)
	}
	say("快照内：报告 %d 份（部分读取 %d），未能读取 %d，错误 %d，疑点 %d", published.Reports, published.Partial, published.Rejected, published.Errors, published.Warnings)
	for _, line := range lines {
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) auditCommand() *cobra.Command {
	var path *string
	cmd := &cobra.Command{
		Use:     "audit",
		Short:   "重新运行需要多份报告的规则，并发布",
		Long:    `按配置中的期限和应报乡镇，对已入库的报告重新运行跨年度、跨乡镇的规则，并发布。不抓取，不读取文件。`,
		Example: "  gongkai audit --config gongkai.yaml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx := cmd.Context()
			c, err := loadConfig(*path)
			if err != nil {
				return err
			}
			p, err := a.openPipeline(ctx, c, newProgress(cmd.ErrOrStderr()))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, p.close()) }()
			if err := p.auditCounties(ctx, nil, time.Now()); err != nil {
				return err
			}
			publication, published, err := p.publish(ctx)
			if err != nil {
				return err
			}
			return p.printSummary(cmd.OutOrStdout(), nil, publication, published)
		},
	}
	path = configFlag(cmd)
	return cmd
}

func (a *app) loadCommand() *cobra.Command {
	var path *string
	var countyGiven string
	cmd := &cobra.Command{
		Use:   "load [FILE|DIR…]",
		Short: "读取并入库已抓取的或手头的文件，并发布",
		Long: `不写文件时：读取存档中尚未入库的文件，核查、入库并发布。写了文件时：对这些文件做同样的事，
用于网站上抓不到的报告。

有文件未能读取时，退出码为 4，其余照常入库。`,
		Example: `  gongkai load --config gongkai.yaml
  gongkai load --county 511724 downloads/`,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			ctx := cmd.Context()
			var c *config
			if len(args) == 0 || cmd.Flags().Changed("config") {
				if c, err = loadConfig(*path); err != nil {
					return err
				}
			}
			p, err := a.openPipeline(ctx, c, newProgress(cmd.ErrOrStderr()))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, p.close()) }()
			if len(args) > 0 {
				err = p.loadFiles(ctx, args, countyGiven)
			} else {
				err = p.loadArchive(ctx)
			}
			if err != nil {
				return err
			}
			if err := p.auditCounties(ctx, nil, time.Now()); err != nil {
				return err
			}
			publication, published, err := p.publish(ctx)
			if err != nil {
				return err
			}
			if err := p.printSummary(cmd.OutOrStdout(), nil, publication, published); err != nil {
				return err
			}
			if p.tally.unread(published.Rejected) > 0 {
				return errUnreadable
			}
			return nil
		},
	}
	path = configFlag(cmd)
	cmd.Flags().StringVar(&countyGiven, "county", "", "文件所属区县的六位代码")
	return cmd
}

// loadFiles reads and loads files at hand.
func (p *pipeline) loadFiles(ctx context.Context, args []string, countyGiven string) error {
	files, err := expandFiles(args)
	if err != nil {
		return err
	}
	for n, file := range files {
		p.progress.show("读取 %d/%d：%s", n+1, len(files), file)
		document, err := openDocument(file)
		if err != nil {
			return err
		}
		document.Hint.CountyCode = countyGiven
		reports, err := p.reader.Read(ctx, document)
		if err != nil {
			return err
		}
		batch := warehouse.Batch{
			Source: document.Name, SHA256: document.SHA256, CountyCode: countyGiven,
			Outcome: string(crawl.Fetched), Reading: reading(), Fetched: time.Now().UTC(),
		}
		if err := p.loadAll(ctx, []warehouse.Batch{p.audited(work{batch: batch, reports: reports})}); err != nil {
			return err
		}
	}
	p.progress.done()
	return nil
}
