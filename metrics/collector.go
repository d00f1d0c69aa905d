package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"gongkai/warehouse"
)

// Source gives the collector the snapshot that is being served and the ledger.
// Both are asked at every scrape, so that a newly published snapshot shows.
type Source struct {
	// Snapshot returns the open snapshot, nil where nothing was published yet.
	Snapshot func() *warehouse.Snapshot
	Ledger   *warehouse.Ledger
}

// NewCollector returns the Prometheus collector over a source.
func NewCollector(source Source) prometheus.Collector { return nil }

// AlertRules returns the Prometheus alert rules, a YAML file.
func AlertRules() []byte { return nil }
