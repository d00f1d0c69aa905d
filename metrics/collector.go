package metrics

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// Source gives the collector the snapshot that is being served and the ledger.
// Both are asked at every scrape, so that a newly published snapshot shows.
type Source struct {
	// Snapshot returns the open snapshot, nil where nothing was published yet.
	Snapshot func() *warehouse.Snapshot
	// Ledger may be nil: then nothing is said of runs and portals.
	Ledger *warehouse.Ledger
}

// maxTownYears bounds the series of single towns: five gauges each. Where a
// snapshot has more expected reports, those of the oldest years are left out and
// counted in gongkai_town_years_omitted.
const maxTownYears = 20_000

// scrapeTime bounds one scrape.
const scrapeTime = 10 * time.Second

// The labels of a town's report: all four follow from town_code and year, so that
// the number of series is bounded by maxTownYears.
var townLabels = []string{"county_code", "town_code", "town", "year"}

// Collector exposes a snapshot and the last run to Prometheus.
type Collector struct {
	source Source
	descs  map[string]*prometheus.Desc
	// townYears bounds the series of single towns.
	townYears int
}

// NewCollector returns the Prometheus collector over a source.
func NewCollector(source Source) *Collector {
	c := &Collector{source: source, descs: map[string]*prometheus.Desc{}, townYears: maxTownYears}
	for _, m := range catalogue {
		c.descs[m.name] = prometheus.NewDesc("gongkai_"+m.name, m.help, m.labels, nil)
	}
	return c
}

// catalogue lists every metric with its labels and, in the help, their bound.
var catalogue = []struct {
	name, help string
	labels     []string
}{
	{"snapshot_info", "The published snapshot, always 1. One series.", []string{"version"}},
	{"snapshot_created_timestamp_seconds", "When the published snapshot was built.", nil},
	{"documents", "Documents by the outcome of their last fetching (a closed list).", []string{"outcome"}},
	{"documents_rejected", "Documents from which no report was read, by reason (a closed list).", []string{"reason"}},
	{"reports", "Reports that stand for their town and year, by status (parsed, partial).", []string{"status"}},
	{"expected_reports", "Reports that towns are expected to publish, by status (six).", []string{"status"}},
	{"findings", "Findings that were neither dismissed nor fixed, by severity (three).", []string{"severity"}},
	{"rule_verdicts", "Reports by rule and verdict (rules of the catalogue x four).", []string{"rule", "verdict"}},
	{"town_report_found", "1 where the town's report of the year was found, 0 where not; no series where its portal could not be read.", townLabels},
	{"town_report_readable", "1 where the report found was read, 0 where not.", townLabels},
	{"town_report_due_timestamp_seconds", "End of the last day for publication, Beijing time.", townLabels},
	{"town_report_published_timestamp_seconds", "Start of the day of publication, Beijing time.", townLabels},
	{"town_report_errors", "Findings of severity error on the town's year that were neither dismissed nor fixed.", townLabels},
	{"town_years_omitted", "Expected reports without series of their own, for their number is bounded.", nil},
	{"portal_readable", "1 where the last run could read the portal's lists. One series a configured portal.", []string{"portal", "county_code"}},
	{"run_last_end_timestamp_seconds", "When the last run ended, however it did.", nil},
	{"run_last_success_timestamp_seconds", "When the last run ended that read what it could.", nil},
	{"run_last_duration_seconds", "How long the last run took.", nil},
	{"run_last_outcome", "1 for the outcome of the last run, 0 for the others (four).", []string{"outcome"}},
	{"scrape_success", "1 where this scrape could read the snapshot and the ledger.", nil},
}

// Describe implements prometheus.Collector.
func (c *Collector) Describe(out chan<- *prometheus.Desc) {
	for _, desc := range c.descs {
		out <- desc
	}
}

// Collect implements prometheus.Collector.
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	metrics, err := c.ofSnapshot(ctx)
	runs, runErr := c.ofRuns(ctx)
	success := 1.0
	if errors.Join(err, runErr) != nil {
		success = 0
	}
	for _, m := range append(append(metrics, runs...), c.gauge("scrape_success", success)) {
		out <- m
	}
}

func (c *Collector) gauge(name string, value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(c.descs[name], prometheus.GaugeValue, value, labels...)
}

// ofSnapshot gives what follows from the snapshot.
func (c *Collector) ofSnapshot(ctx context.Context) ([]prometheus.Metric, error) {
	snapshot := c.source.Snapshot()
	if snapshot == nil {
		return nil, nil
	}
	summary, err := snapshot.Summary(ctx)
	if err != nil {
		return nil, err
	}
	metrics := []prometheus.Metric{
		c.gauge("snapshot_info", 1, snapshot.Version()),
		c.gauge("snapshot_created_timestamp_seconds", float64(snapshot.Created().Unix())),
		c.gauge("reports", float64(summary.Reports-summary.Partial), string(disclosure.Parsed)),
		c.gauge("reports", float64(summary.Partial), string(disclosure.Partial)),
		c.gauge("findings", float64(summary.Errors), string(disclosure.Error)),
		c.gauge("findings", float64(summary.Warnings), string(disclosure.Warning)),
		c.gauge("findings", float64(summary.Infos), string(disclosure.Info)),
	}
	for outcome, n := range summary.Outcomes {
		metrics = append(metrics, c.gauge("documents", float64(n), outcome))
	}
	for reason, n := range summary.Rejections {
		metrics = append(metrics, c.gauge("documents_rejected", float64(n), string(reason)))
	}
	for _, status := range warehouse.TownYearStatuses {
		metrics = append(metrics, c.gauge("expected_reports", float64(summary.Statuses[status]), string(status)))
	}
	verdicts, err := snapshot.Verdicts(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range verdicts {
		metrics = append(metrics, c.gauge("rule_verdicts", float64(v.Reports), v.Rule, string(v.Verdict)))
	}
	towns, err := c.ofTowns(ctx, snapshot)
	return append(metrics, towns...), err
}

// ofTowns gives the gauges of single towns.
func (c *Collector) ofTowns(ctx context.Context, snapshot *warehouse.Snapshot) ([]prometheus.Metric, error) {
	rows, total, err := snapshot.TownYears(ctx, c.townYears)
	if err != nil {
		return nil, err
	}
	metrics := []prometheus.Metric{c.gauge("town_years_omitted", float64(total-len(rows)))}
	seen := map[[4]string]bool{}
	for _, r := range rows {
		labels := []string{r.CountyCode, r.TownCode, r.Town, strconv.Itoa(r.Year)}
		// One town-year listed twice must not cost the whole scrape.
		if seen[[4]string(labels)] {
			continue
		}
		seen[[4]string(labels)] = true
		add := func(name string, value float64) { metrics = append(metrics, c.gauge(name, value, labels...)) }
		switch r.Status {
		case warehouse.Published, warehouse.Late:
			add("town_report_found", 1)
			add("town_report_readable", 1)
		case warehouse.Unreadable:
			add("town_report_found", 1)
			add("town_report_readable", 0)
		case warehouse.Missing, warehouse.Pending:
			add("town_report_found", 0)
		}
		if due, known := beijingDay(r.Due); known {
			add("town_report_due_timestamp_seconds", float64(due.AddDate(0, 0, 1).Unix()))
		}
		if published, known := beijingDay(r.Published); known {
			add("town_report_published_timestamp_seconds", float64(published.Unix()))
		}
		add("town_report_errors", float64(r.Errors))
	}
	return metrics, nil
}

// beijingDay gives the start of a day in Beijing.
func beijingDay(date *string) (time.Time, bool) {
	if date == nil {
		return time.Time{}, false
	}
	day, err := time.ParseInLocation(time.DateOnly, *date, time.FixedZone("CST", 8*60*60))
	return day, err == nil
}

// ofRuns gives what the ledger says of the last run.
func (c *Collector) ofRuns(ctx context.Context) ([]prometheus.Metric, error) {
	if c.source.Ledger == nil {
		return nil, nil
	}
	last, err := c.source.Ledger.LastRun(ctx)
	if errors.Is(err, warehouse.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	metrics := []prometheus.Metric{
		c.gauge("run_last_end_timestamp_seconds", float64(last.Ended.Unix())),
		c.gauge("run_last_duration_seconds", last.Ended.Sub(last.Started).Seconds()),
	}
	for _, outcome := range warehouse.RunOutcomes {
		is := 0.0
		if outcome == last.Outcome {
			is = 1
		}
		metrics = append(metrics, c.gauge("run_last_outcome", is, string(outcome)))
	}
	readable := map[[2]string]float64{}
	for _, portal := range last.Portals {
		labels := [2]string{portal.Name, portal.CountyCode}
		if _, seen := readable[labels]; !seen {
			readable[labels] = 1
		}
		if !portal.Readable {
			readable[labels] = 0
		}
	}
	for labels, value := range readable {
		metrics = append(metrics, c.gauge("portal_readable", value, labels[0], labels[1]))
	}
	success, err := c.source.Ledger.LastRun(ctx, warehouse.RunDone, warehouse.RunIncomplete)
	if errors.Is(err, warehouse.ErrNotFound) {
		return metrics, nil
	}
	if err != nil {
		return metrics, err
	}
	return append(metrics, c.gauge("run_last_success_timestamp_seconds", float64(success.Ended.Unix()))), nil
}
