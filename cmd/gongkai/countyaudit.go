package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/audit"
	"gongkai/crawl"
	"gongkai/disclosure"
	"gongkai/warehouse"
)

// auditOptions gives the rules the deadlines of the configuration.
func (p *pipeline) auditOptions() audit.Options {
	return audit.Options{Deadlines: func(countyCode string, year int) (audit.Deadline, bool) {
		for _, county := range p.counties {
			if deadline, set := county.portal.Deadlines[year]; set && county.code == countyCode {
				return audit.Deadline{Due: deadline.Due, Basis: deadline.Basis}, true
			}
		}
		return audit.Deadline{}, false
	}}
}

// auditCounties runs the rules that need more than one report over each county of
// the configuration, and says of every expected report how it stands.
func (p *pipeline) auditCounties(ctx context.Context, summary *crawl.Summary, now time.Time) error {
	done := map[string]bool{}
	for _, county := range p.counties {
		if done[county.code] {
			continue
		}
		done[county.code] = true
		stored, err := p.house.CountyReports(ctx, county.code)
		if err != nil {
			return fmt.Errorf("county %s: %w", county.code, err)
		}
		p.progress.show("跨年核查：%s", county.name)
		batch := p.auditCounty(county.code, stored, summary, now)
		changed, err := p.house.LoadCounty(ctx, batch)
		if err != nil {
			return fmt.Errorf("county %s: %w", county.code, err)
		}
		p.tally.counties = p.tally.counties || changed
	}
	p.progress.done()
	return nil
}

func (p *pipeline) auditCounty(code string, stored []warehouse.StoredReport, summary *crawl.Summary, now time.Time) warehouse.CountyBatch {
	batch := warehouse.CountyBatch{CountyCode: code}
	seen := &audit.County{Code: code, SearchedOn: now.Format(time.DateOnly)}
	newest := map[string]int{}
	for _, s := range stored {
		newest[s.Source] = max(newest[s.Source], s.Version)
	}
	for _, s := range stored {
		switch {
		case s.Version < newest[s.Source] || s.Report.Form == "":
		case s.Report.Town == "":
			seen.Parents = append(seen.Parents, s.Report)
		default:
			seen.Reports = append(seen.Reports, s.Report)
		}
	}
	for _, county := range p.counties {
		if county.code != code {
			continue
		}
		batch.County, seen.Name = county.name, county.name
		for _, town := range p.expectedTowns(county) {
			batch.Towns = append(batch.Towns, *town)
			for year := county.portal.Years[0]; year <= county.portal.Years[1] && year > 0; year++ {
				subject := audit.Subject{TownCode: town.Code, Town: town.Name, Year: year}
				standing := p.townYear(county, subject, stored, summary, now)
				batch.TownYears = append(batch.TownYears, standing)
				// A report that was found unreadable, or whose portal nobody could ask, is not missing.
				if standing.Status != warehouse.Unreadable && standing.Status != warehouse.Unknown {
					seen.Expected = append(seen.Expected, subject)
				}
			}
		}
	}
	for _, audited := range audit.CountyWide(seen, p.auditOptions()) {
		results := widerScope(audited.Results)
		for _, finding := range audit.Findings(results) {
			batch.Findings = append(batch.Findings, warehouse.BodyFinding{
				TownCode: audited.Subject.TownCode, Town: audited.Subject.Town, Year: audited.Subject.Year, Finding: finding,
			})
		}
		for _, verdict := range verdicts(results) {
			batch.Verdicts = append(batch.Verdicts, warehouse.BodyVerdict{
				TownCode: audited.Subject.TownCode, Town: audited.Subject.Town, Year: audited.Subject.Year, Verdict: verdict,
			})
		}
	}
	return batch
}

// expectedTowns are the towns whose reports a portal is expected to have.
func (p *pipeline) expectedTowns(county county) []*disclosure.Town {
	towns := p.register.County(county.code)
	if len(county.portal.Towns) == 0 {
		return towns
	}
	return slices.DeleteFunc(towns, func(t *disclosure.Town) bool { return !slices.Contains(county.portal.Towns, t.Code) })
}

// townYear says how one expected report stands.
func (p *pipeline) townYear(county county, subject audit.Subject, stored []warehouse.StoredReport, summary *crawl.Summary, now time.Time) warehouse.TownYear {
	out := warehouse.TownYear{TownCode: subject.TownCode, Town: subject.Town, Year: subject.Year}
	deadline := audit.DeadlineOf(p.auditOptions(), county.code, subject.Year)
	out.Due, out.Basis = deadline.Due, deadline.Basis
	var unreadable *warehouse.StoredReport
	for i, s := range stored {
		report := s.Report
		switch {
		case report.Form != "" && s.Current && report.TownCode == subject.TownCode && report.Year == subject.Year:
			out.Status, out.Published, out.Source = warehouse.Published, report.Published, s.Source
			if report.Published > out.Due {
				out.Status = warehouse.Late
			}
			return out
		case report.Form == "" && names(s, subject):
			unreadable = &stored[i]
		}
	}
	switch {
	case unreadable != nil:
		out.Status, out.Source = warehouse.Unreadable, unreadable.Source
		out.Detail = unreadable.Report.Detail
	case unreachable(summary, county.portal.Name):
		out.Status, out.Detail = warehouse.Unknown, "门户网站未能访问，无法判断是否发布"
	case now.Format(time.DateOnly) <= out.Due:
		out.Status = warehouse.Pending
	default:
		out.Status, out.Detail = warehouse.Missing, "在所查网站未发现"
	}
	return out
}

// names reports whether a document that could not be read is about a town and
// year, by what was known of it.
func names(s warehouse.StoredReport, subject audit.Subject) bool {
	if s.Report.Year == subject.Year && s.Report.TownCode == subject.TownCode {
		return true
	}
	return strings.Contains(s.Title, subject.Town) && strings.Contains(s.Title, fmt.Sprint(subject.Year))
}

// unreachable reports whether a portal could not be read in this run.
func unreachable(summary *crawl.Summary, portal string) bool {
	if summary == nil {
		return false
	}
	for i := range summary.Portals {
		if summary.Portals[i].Name == portal {
			return !summary.Portals[i].Reachable
		}
	}
	return false
}
