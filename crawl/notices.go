package crawl

import (
	"fmt"
	"slices"
	"time"
)

// Reports are sometimes misfiled among a county's notices, in lists of hundreds of
// pages. They are searched last and by date: a town publishes in the first months
// after the report's year, so the pages between two such seasons are passed over.

// noticesWorth reports whether a look at another page of notices, of a town or of
// the county, is worth a request: a report is missing, and the cost stays in
// proportion.
func (s *portalState) noticesWorth(town string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lacks(town) && s.noticed < max(s.notices, s.progress.Found)
}

// season is when the reports of a year are published, as dates.
func season(year int) (from, to string) {
	return fmt.Sprintf("%d-01-01", year+1), fmt.Sprintf("%d-03-31", year+1)
}

// fewestDates is how many dates a page must show to be steered by, and most pages
// how many are passed over at once.
const (
	fewestDates = 5
	mostSkipped = 16
)

// steerNotices decides how a notice column goes on behind a page: not at all
// where the dates lie before any wanted season, or nothing is missing; further on
// where the next season is far; else with the next page.
func (s *portalState) steerNotices(t *task, j *judgement) {
	if !s.noticesWorth(t.town) {
		j.next = nil
		return
	}
	guide := s.judge.guide
	if len(j.next) != 1 || len(j.dates) < fewestDates || guide.First == 0 || guide.Last == 0 || !inOrder(j.dates) {
		return
	}
	// A few entries are pinned to the top out of order: the outer tenths do not count.
	dates := slices.Sorted(slices.Values(j.dates))
	oldest, newest := dates[len(dates)/10], dates[len(dates)-1-len(dates)/10]
	next := j.next[0]
	defer func() { s.mendOvershoot(t, j, newest) }()
	for year := guide.Last; ; year-- {
		if year < guide.First {
			j.next = nil // older than any wanted report
			return
		}
		from, to := season(year)
		if oldest >= from && oldest <= to {
			return
		}
		if oldest < from {
			continue
		}
		// The season lies below this page: half of the way that the page's own pace
		// suggests is safe to take at once.
		pace := max(daysBetween(oldest, newest), 1)
		if next.Last > 0 && next.Last <= s.notices {
			return // short enough to be looked at whole
		}
		if pages := min(daysBetween(to, oldest)/pace/2, mostSkipped); pages > 0 {
			skipped := next.Skip(pages)
			if skipped.Page > next.Page {
				skipped.Above, skipped.Aim = next.Page-1, to
				j.next[0] = skipped
			}
		}
		return
	}
}

// inOrder reports whether a list's dates fall, but for a few.
func inOrder(dates []string) bool {
	rises := 0
	for i := 1; i < len(dates); i++ {
		if dates[i] > dates[i-1] {
			rises++
		}
	}
	return rises*8 <= len(dates)
}

// mendOvershoot asks for the pages that were passed over where they turn out to
// have held the beginning of the season.
func (s *portalState) mendOvershoot(t *task, j *judgement, newest string) {
	if t.pager == nil || t.pager.Above == 0 || newest > t.pager.Aim {
		return
	}
	back := *t.pager
	back.Page, back.Above, back.Aim = back.Above+1, 0, ""
	j.next = append(j.next, back)
}

// daysBetween counts the days from one date to a later one; dates that are none
// are no days apart.
func daysBetween(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
