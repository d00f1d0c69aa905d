package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"

	"gongkai/internal/synth"
	"gongkai/metrics"
	"gongkai/parse"
	"gongkai/warehouse"
	"gongkai/web"
)

func (a *app) serveCommand() *cobra.Command {
	var listen string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "启动看板、JSON 接口和 /metrics",
		Long:  `提供已发布的快照：网页，/api/ 下的 JSON，/metrics 下的 Prometheus 指标。期间发布的新快照会自动启用。`,
		Example: `  gongkai serve --listen 127.0.0.1:8080
  gongkai serve alerts > gongkai-alerts.yml  Prometheus 告警规则`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serve(cmd.Context(), listen, func(address string) error {
				_, err := fmt.Fprintf(cmd.ErrOrStderr(), "已启动：http://%s/ （按 Ctrl-C 结束）\n", address)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "地址和端口")
	cmd.AddCommand(&cobra.Command{
		Use:     "alerts",
		Short:   "输出与 /metrics 配套的 Prometheus 告警规则",
		Example: "  gongkai serve alerts > gongkai-alerts.yml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(metrics.AlertRules())
			return err
		},
	})
	return cmd
}

// serve answers until ctx ends. ready is told the address once it listens.
func (a *app) serve(ctx context.Context, listen string, ready func(address string) error) error {
	snapshots, err := web.OpenSnapshots(ctx, a.data, warehouse.Options{Logger: a.log})
	if err != nil {
		return err
	}
	defer snapshots.Close()
	ledger, err := warehouse.OpenLedger(ctx, a.data)
	if err != nil {
		return err
	}
	defer ledger.Close()
	notice, err := sampleNotice(ctx, snapshots)
	if err != nil {
		return err
	}
	reader := parse.New(parse.Options{CacheDir: cacheDir()})
	defer reader.Close()
	shown := originals{a.data, reader}
	handler, err := web.New(snapshots, web.Options{Notice: notice, Originals: shown.find, Metrics: metricsHandler(snapshots, ledger), Logger: a.log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("监听 %s: %w", listen, err)
	}
	if err := ready(listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close())
	}
	return serveOn(ctx, listener, handler)
}

// sampleNotice is the demo's notice where the snapshot holds the sample county:
// its data are marked whichever command shows them.
func sampleNotice(ctx context.Context, snapshots *web.Snapshots) (string, error) {
	snapshot, release := snapshots.Acquire(ctx)
	defer release()
	counties, err := snapshot.Counties(ctx)
	if err != nil {
		return "", err
	}
	for _, county := range counties {
		if county.CountyCode == synth.CountyCode {
			return demoNotice, nil
		}
	}
	return "", nil
}

// metricsHandler answers a scrape from the snapshot in force at its beginning.
func metricsHandler(snapshots *web.Snapshots, ledger *warehouse.Ledger) http.Handler {
	process := prometheus.NewRegistry()
	process.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		snapshot, release := snapshots.Acquire(r.Context())
		defer release()
		registry := prometheus.NewRegistry()
		registry.MustRegister(metrics.NewCollector(metrics.Source{
			Snapshot: func() *warehouse.Snapshot { return snapshot }, Ledger: ledger,
		}))
		promhttp.HandlerFor(prometheus.Gatherers{process, registry}, promhttp.HandlerOpts{}).ServeHTTP(w, r)
	})
}

// serveOn serves until ctx ends, then lets requests under way finish.
func serveOn(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			return errors.Join(err, server.Close())
		}
		return nil
	}
}
