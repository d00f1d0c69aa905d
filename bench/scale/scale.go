// Command scale measures the warehouse at the scale of a country: it draws reports
// for the towns of the national register, audits and loads them, runs the rules over
// each county, publishes, opens, asks what researchers and the dashboard ask, then
// changes one county and publishes again. It prints, for each phase, the time, the
// time of processors, the peak of resident memory and what lies on the disk.
//
//	go run ./bench/scale -first 2023 -last 2025 -towns 41352 -data DIR
//
// DIR is left behind: a second call goes on where the first was cut off, and with
// -queries asks without building.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"gongkai/audit"
	"gongkai/disclosure"
	"gongkai/internal/guard"
	"gongkai/internal/synth"
	"gongkai/parse/narrative"
	"gongkai/warehouse"
)

const seed = 20261122

// together is how many documents are loaded in one transaction, as in cmd/gongkai.
const together = 50

func main() {
	log.SetFlags(0)
	guard.RunChild(map[string]guard.Handler{warehouse.QueryKind: warehouse.QueryHandler()})
	first := flag.Int("first", 2025, "first report year")
	last := flag.Int("last", 2025, "last report year")
	count := flag.Int("towns", 41352, "towns of the register")
	dir := flag.String("data", "", "data directory; made where it is not there")
	export := flag.Bool("export", false, "export, too")
	passes := flag.Int("passes", 1<<20, "counties to run the rules over, at most")
	loaded := flag.Bool("loaded", false, "the reports are loaded: begin with the county passes")
	queries := flag.Bool("queries", false, "ask only; the data are there")
	flag.Parse()
	if *dir == "" || *first > *last {
		log.Fatal("-data is needed, and -first must not be after -last")
	}
	towns := slices.Clone(disclosure.NationalRegister().All())
	slices.SortFunc(towns, func(a, b disclosure.Town) int { return strings.Compare(a.Code, b.Code) })
	b := &bench{dir: *dir, towns: towns[:min(*count, len(towns))], first: *first, last: *last, export: *export, maxPasses: *passes, loaded: *loaded}
	if err := b.run(context.Background(), *queries); err != nil {
		log.Fatal(err)
	}
}

type bench struct {
	dir         string
	towns       []disclosure.Town
	first, last int
	maxPasses   int
	// export and loaded are the flags of the same name.
	export, loaded bool
	house          *warehouse.Warehouse
	// in counts the seconds of the steps of loading.
	in map[string]time.Duration
}

func (b *bench) run(ctx context.Context, queriesOnly bool) error {
	fmt.Printf("%d towns, %d to %d; %s/%s, %d processors, %s\n\n| phase | seconds | of processors | peak RSS, MiB | on disk, MiB |\n|---|--:|--:|--:|--:|\n",
		len(b.towns), b.first, b.last, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if !queriesOnly {
		if err := b.build(ctx); err != nil {
			return err
		}
	}
	var snapshot *warehouse.Snapshot
	err := b.phase("open the snapshot", func() (err error) {
		snapshot, err = warehouse.OpenSnapshot(ctx, b.dir, warehouse.Options{})
		return err
	})
	if err != nil {
		return err
	}
	defer snapshot.Close()
	if err := b.ask(ctx, snapshot); err != nil {
		return err
	}
	fmt.Print("\n| phase | seconds | of processors | peak RSS, MiB | on disk, MiB |\n|---|--:|--:|--:|--:|\n")
	err = b.phase("check the snapshot", func() error {
		found, err := snapshot.Check(ctx)
		for _, v := range found {
			err = errors.Join(err, fmt.Errorf("%d %s", v.Count, v.What))
		}
		return err
	})
	if err != nil || !b.export {
		return err
	}
	return b.phase("export", func() error {
		return warehouse.Export(ctx, snapshot, filepath.Join(b.dir, "export"), warehouse.ExportOptions{})
	})
}

func (b *bench) build(ctx context.Context) (err error) {
	if err := b.phase("open the working file", func() (err error) {
		b.house, err = warehouse.Open(ctx, b.dir, warehouse.Options{})
		return err
	}); err != nil {
		return err
	}
	b.in = map[string]time.Duration{}
	for year := b.first; year <= b.last && !b.loaded; year++ {
		if err := b.phase(fmt.Sprintf("draw, audit and load %d", year), func() error { return b.load(ctx, year) }); err != nil {
			return err
		}
	}
	fmt.Printf("  of which draw %.0f s, audit %.0f s, load %.0f s\n", b.in["draw"].Seconds(), b.in["audit"].Seconds(), b.in["load"].Seconds())
	counties := b.counties()
	middle := counties[len(counties)/2]
	counties = counties[:min(b.maxPasses, len(counties))]
	clear(b.in)
	if err := b.phase(fmt.Sprintf("county passes (%d)", len(counties)), func() error { return b.passes(ctx, counties) }); err != nil {
		return err
	}
	fmt.Printf("  of which read back %.0f s, audit %.0f s, load %.0f s\n", b.in["read"].Seconds(), b.in["audit"].Seconds(), b.in["load"].Seconds())
	if err := b.publish(ctx, "publish"); err != nil {
		return err
	}
	if err := b.publish(ctx, "publish again, nothing changed"); err != nil {
		return err
	}
	if err := b.phase("reload one county ("+middle+")", func() error {
		for i := range b.towns {
			if b.towns[i].CountyCode != middle {
				continue
			}
			for _, sample := range synth.TownReports(seed+1, b.towns[i], b.first, b.last) {
				batch := b.batch(&sample, "another ")
				if _, err := b.house.Load(ctx, batch); err != nil {
					return err
				}
			}
		}
		return b.passes(ctx, []string{middle})
	}); err != nil {
		return err
	}
	if err := b.publish(ctx, "publish one changed county"); err != nil {
		return err
	}
	if err := b.phase("load 2000 documents again, read by another program", func() error { return b.reread(ctx, 2000) }); err != nil {
		return err
	}
	if err := b.phase("close the working file", b.house.Close); err != nil {
		return err
	}
	return b.phase("open it again and close", func() error {
		house, err := warehouse.Open(ctx, b.dir, warehouse.Options{})
		if err != nil {
			return err
		}
		return house.Close()
	})
}

func (b *bench) publish(ctx context.Context, name string) error {
	return b.phase(name, func() error {
		_, err := b.house.Publish(ctx, nil)
		return err
	})
}

func (b *bench) timed(step string, start time.Time) { b.in[step] += time.Since(start) }

// load draws, audits and loads every town's report of a year.
func (b *bench) load(ctx context.Context, year int) error {
	var batches []warehouse.Batch
	flush := func() error {
		defer b.timed("load", time.Now())
		_, err := b.house.Load(ctx, batches...)
		batches = batches[:0]
		return err
	}
	for i := range b.towns {
		start := time.Now()
		samples := synth.TownReports(seed, b.towns[i], b.first, year)
		sample := &samples[len(samples)-1]
		b.timed("draw", start)
		if sample.Mistake == synth.NotPublished {
			continue
		}
		if batches = append(batches, b.batch(sample, "")); len(batches) == together {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// reread loads documents of the last year again as another version of the readers would
// have them.
func (b *bench) reread(ctx context.Context, count int) error {
	var batches []warehouse.Batch
	for i := range b.towns[:min(count, len(b.towns))] {
		samples := synth.TownReports(seed, b.towns[i], b.first, b.last)
		batch := b.batch(&samples[len(samples)-1], "")
		batch.Reading = "another"
		if batches = append(batches, batch); len(batches) == together {
			if _, err := b.house.Load(ctx, batches...); err != nil {
				return err
			}
			batches = batches[:0]
		}
	}
	_, err := b.house.Load(ctx, batches...)
	return err
}

func (b *bench) batch(sample *synth.Sample, version string) warehouse.Batch {
	start := time.Now()
	report := &sample.Report
	narrative.Report(report)
	report.URL = fmt.Sprintf("https://www.%s.example.gov.cn/xxgk/zfxxgknb/%d/t%d0119_%s.html", sample.Town.CountyCode, report.Year, report.Year+1, sample.Town.Code)
	report.File, report.SHA256 = report.URL, version+sample.Town.Code+fmt.Sprint(report.Year)
	b.timed("draw", start)
	defer b.timed("audit", time.Now())
	results := scoped(audit.Document(report, audit.Options{}), true)
	return warehouse.Batch{
		Source: report.URL, URL: report.URL, SHA256: report.SHA256, Kind: report.Reader, Title: report.Title, Portal: sample.Town.County + "人民政府",
		CountyCode: sample.Town.CountyCode, Fetched: time.Now(), Outcome: "fetched", Reading: "bench",
		Reports: []warehouse.ReportBatch{{Report: report, Findings: audit.Findings(results), Verdicts: verdicts(results)}},
	}
}

func (b *bench) counties() []string {
	var codes []string
	for i := range b.towns {
		codes = append(codes, b.towns[i].CountyCode)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// passes runs the rules that need several reports over each county.
func (b *bench) passes(ctx context.Context, counties []string) error {
	for _, code := range counties {
		start := time.Now()
		stored, err := b.house.CountyReports(ctx, code)
		if err != nil {
			return err
		}
		b.timed("read", start)
		start = time.Now()
		batch := warehouse.CountyBatch{CountyCode: code}
		seen := &audit.County{Code: code, SearchedOn: "2026-11-22"}
		there := map[audit.Subject]*disclosure.Report{}
		for _, s := range stored {
			if s.Newest {
				seen.Reports = append(seen.Reports, s.Report)
				there[audit.Subject{TownCode: s.Report.TownCode, Town: s.Report.Town, Year: s.Report.Year}] = s.Report
			}
		}
		for _, town := range disclosure.NationalRegister().County(code) {
			batch.County, seen.Name = town.County, town.County
			batch.Towns = append(batch.Towns, *town)
			for year := b.first; year <= b.last; year++ {
				subject := audit.Subject{TownCode: town.Code, Town: town.Name, Year: year}
				seen.Expected = append(seen.Expected, subject)
				standing := warehouse.TownYear{TownCode: town.Code, Town: town.Name, Year: year, Status: warehouse.Missing}
				if report := there[subject]; report != nil {
					standing.Status, standing.Published, standing.Source = warehouse.Published, report.Published, report.File
				}
				batch.TownYears = append(batch.TownYears, standing)
			}
		}
		for _, audited := range audit.CountyWide(seen, audit.Options{}) {
			results := scoped(audited.Results, false)
			s := audited.Subject
			for _, finding := range audit.Findings(results) {
				batch.Findings = append(batch.Findings, warehouse.BodyFinding{TownCode: s.TownCode, Town: s.Town, Year: s.Year, Finding: finding})
			}
			for _, verdict := range verdicts(results) {
				batch.Verdicts = append(batch.Verdicts, warehouse.BodyVerdict{TownCode: s.TownCode, Town: s.Town, Year: s.Year, Verdict: verdict})
			}
		}
		b.timed("audit", start)
		start = time.Now()
		if _, err := b.house.LoadCounty(ctx, batch); err != nil {
			return err
		}
		b.timed("load", start)
	}
	return nil
}

// scoped keeps the results of rules that one report settles, or of the others.
func scoped(results []audit.Result, document bool) []audit.Result {
	return slices.DeleteFunc(results, func(r audit.Result) bool { return (r.Rule.Scope == audit.ScopeDocument) != document })
}

func verdicts(results []audit.Result) []warehouse.Verdict {
	out := make([]warehouse.Verdict, 0, len(results))
	for i := range results {
		out = append(out, warehouse.Verdict{Rule: results[i].Rule.ID, Verdict: results[i].Verdict, Lacking: results[i].Lacking})
	}
	return out
}
