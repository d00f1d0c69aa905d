package crawl

import (
	"context"
	"fmt"
	"time"
)

// Clock is where the crawler takes the time from and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits for d or until ctx ends, and returns ctx's error then.
	Sleep(ctx context.Context, d time.Duration) error
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// chinaTime is the one time zone of the portals.
var chinaTime = time.FixedZone("CST", 8*60*60)

// quietHours is a span of the day, in minutes after midnight, China Standard Time.
type quietHours struct{ from, to int }

func parseQuiet(text string) (quietHours, error) {
	if text == "" {
		return quietHours{}, nil
	}
	var h1, m1, h2, m2 int
	if n, err := fmt.Sscanf(text, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); n != 4 || err != nil ||
		h1 < 0 || h1 > 23 || h2 < 0 || h2 > 23 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59 {
		return quietHours{}, fmt.Errorf("crawl.quiet %q: want a span such as 22:00-06:30", text)
	}
	return quietHours{h1*60 + m1, h2*60 + m2}, nil
}

// remaining returns how long the quiet hours still last at a time, 0 outside of them.
func (q quietHours) remaining(now time.Time) time.Duration {
	if q.from == q.to {
		return 0
	}
	local := now.In(chinaTime)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, chinaTime)
	since := local.Sub(midnight)
	from, to := time.Duration(q.from)*time.Minute, time.Duration(q.to)*time.Minute
	switch {
	case from < to && since >= from && since < to:
		return to - since
	case from > to && since >= from:
		return to + 24*time.Hour - since
	case from > to && since < to:
		return to - since
	}
	return 0
}
