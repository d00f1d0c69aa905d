package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"gongkai/crawl"
	"gongkai/internal/synth"
	"gongkai/warehouse"
)

// demoNotice stands on every page of the demo.
const demoNotice = "示例数据：示例县及其乡镇均为虚构；仅“大竹县团坝镇 2021 年”的表格数字取自公开报告"

func (a *app) demoCommand() *cobra.Command {
	var once bool
	var listen string
	var seed uint64
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "用示例县演示全过程：网站、抓取、读取、核查、看板",
		Long: `在本机端口上启动一个示例县的网站，抓取、读取、核查其报告，入库并发布，再启动看板，直到按 Ctrl-C。
示例县是虚构的（示例数据）；只有大竹县团坝镇 2021 年的表格是真实的。

数据放在 ./demo-data（用 --data 换地方）；再次运行会接着做。`,
		Example: `  gongkai demo
  gongkai demo --once                       做完全部步骤，打印汇总后结束`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("data") {
				a.data = "./demo-data"
			}
			out := cmd.OutOrStdout()
			if err := a.runDemo(cmd.Context(), seed, out, newProgress(cmd.ErrOrStderr())); err != nil {
				return err
			}
			if once {
				return nil
			}
			return a.serve(cmd.Context(), listen, func(address string) error {
				_, err := fmt.Fprintf(out, "看板：http://%s/ （示例数据；按 Ctrl-C 结束）\n", address)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "打印汇总后结束，不启动看板")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "看板的地址和端口")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "同一种子得到同一个县")
	return cmd
}

// listenDemo opens the sample portal's port: any free one the first time, the same
// one afterwards, so that a second demo on the same data meets the same addresses.
func (a *app) listenDemo() (net.Listener, error) {
	if err := os.MkdirAll(a.data, 0o755); err != nil {
		return nil, err
	}
	note := filepath.Join(a.data, "demo-address")
	address := "127.0.0.1:0"
	if before, err := os.ReadFile(note); err == nil {
		address = strings.TrimSpace(string(before))
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			err = fmt.Errorf("%w: %w", warehouse.ErrLocked, err)
		}
		return nil, fmt.Errorf("示例门户: %w", err)
	}
	if err := os.WriteFile(note, []byte(listener.Addr().String()+"\n"), 0o644); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// runDemo serves the sample portal for as long as the pipeline runs.
func (a *app) runDemo(ctx context.Context, seed uint64, out io.Writer, progress *progress) error {
	listener, err := a.listenDemo()
	if err != nil {
		return err
	}
	portalCtx, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- serveOn(portalCtx, listener, synth.NewPortal(seed)) }()
	defer func() { stop(); <-served }()

	register := filepath.Join(a.data, "demo-towns.csv")
	if err := writeTowns(register); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "示例门户：http://%s%s （示例数据）\n", listener.Addr(), synth.CountyPath); err != nil {
		return err
	}
	err = a.runPipeline(ctx, demoConfig("http://"+listener.Addr().String(), register), out, progress)
	if err != nil && !errors.Is(err, errUnreadable) {
		return err
	}
	return a.printDemo(ctx, out)
}

// demoConfig is the gongkai.yaml of the demo.
func demoConfig(base, register string) *config {
	return &config{
		Contact:  "mailto:demo@localhost",
		Register: register,
		Crawl:    crawl.Manners{Gap: 5 * time.Millisecond},
		Portals: []portalConfig{
			{
				Portal: crawl.Portal{Name: "示例县人民政府", County: synth.CountyCode, Start: []string{base + synth.CountyPath}, Years: [2]int{synth.FirstYear, synth.LastYear}},
				Deadlines: map[int]deadlineConfig{
					2021: {"2022-01-31", "示例县通知（示例数据）"}, 2022: {"2023-01-31", "示例县通知（示例数据）"}, 2023: {"2024-01-31", "示例县通知（示例数据）"},
				},
			},
			{
				Portal: crawl.Portal{Name: "大竹县（示例门户）", County: "511724", Start: []string{base + synth.TuanbaPath}, Years: [2]int{2021, 2021}},
				Towns:  []string{"511724102"},
			},
		},
	}
}

func writeTowns(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	writer := csv.NewWriter(file)
	_ = writer.Write([]string{"code", "town", "county_code", "county", "city", "province"})
	for _, t := range synth.Towns() {
		_ = writer.Write([]string{t.Code, t.Name, t.CountyCode, t.County, t.City, t.Province})
	}
	writer.Flush()
	return errors.Join(writer.Error(), file.Close())
}

// printDemo prints what stands in the published snapshot.
func (a *app) printDemo(ctx context.Context, out io.Writer) error {
	return a.withSnapshot(ctx, func(snapshot *warehouse.Snapshot) error {
		summary, err := snapshot.Summary(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "示例数据汇总：报告 %d 份（部分读取 %d），未能读取 %d，单元格 %d，错误 %d，疑点 %d；应有 %d 份中未发现 %d，逾期 %d\n",
			summary.Reports, summary.Partial, summary.Rejected, summary.Cells, summary.Errors, summary.Warnings,
			expected(summary), summary.Statuses[warehouse.Missing], summary.Statuses[warehouse.Late])
		return err
	})
}

func expected(summary warehouse.Summary) int {
	total := 0
	for _, n := range summary.Statuses {
		total += n
	}
	return total
}
