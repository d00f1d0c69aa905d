package crawl

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"gongkai/disclosure"
)

// Config is the part of gongkai.yaml that concerns the crawler.
type Config struct {
	// Contact goes into the User-Agent: an address where the operator of a portal
	// reaches a person. Required.
	Contact string   `yaml:"contact"`
	Portals []Portal `yaml:"portals"`
	Manners Manners  `yaml:"crawl"`
}

// Portal is one county's portal.
type Portal struct {
	Name string `yaml:"name"`
	// County is the county's six-digit code, or its name where the operator's own
	// register has it.
	County string `yaml:"county"`
	// Start are the entry addresses; their sites are the ones that may be visited.
	Start []string `yaml:"start"`
	// Years are the first and last report year wanted; zero means no bound.
	Years [2]int `yaml:"years"`
	// Hosts are further hosts that may be visited, for reports that lie elsewhere.
	Hosts []string `yaml:"hosts"`
	// Render is "" or "chromium": lists that exist only after scripts ran are
	// rendered by a Chromium found on the machine.
	Render string `yaml:"render"`
}

// Manners are the limits that keep the crawler from being a nuisance. A zero
// field means its default.
type Manners struct {
	// Gap is the shortest pause between the end of one request to a host and the
	// start of the next; up to a third is added at random. Default 1s.
	Gap time.Duration `yaml:"gap"`
	// Concurrency is how many hosts are visited at the same time. Default 8.
	Concurrency int `yaml:"concurrency"`
	// Timeout bounds one exchange from the first byte sent to the last received. Default 2m.
	Timeout time.Duration `yaml:"timeout"`
	// MaxBody bounds one body in bytes, packed and unpacked. Default 64 MiB.
	MaxBody int64 `yaml:"max_body"`
	// Tries is how often one address is asked in a run before it is given up. Default 3.
	Tries int `yaml:"tries"`
	// MaxWait is the longest that a run waits on a host's Retry-After; a longer
	// one is left to the next run. Default 5m.
	MaxWait time.Duration `yaml:"max_wait"`
	// RunRequests, RunBytes, HostRequests and HostBytes are the budgets of one run
	// and of one host in one run. Defaults 20000, 8 GiB, 10000 and 4 GiB.
	RunRequests  int   `yaml:"run_requests"`
	RunBytes     int64 `yaml:"run_bytes"`
	HostRequests int   `yaml:"host_requests"`
	HostBytes    int64 `yaml:"host_bytes"`
	// ListPages bounds the pages of one list. NoticePages is how many pages of a
	// portal's notice columns a run may search for misfiled reports; where more
	// reports were found, as many as these. Defaults 200 and 12.
	ListPages   int `yaml:"list_pages"`
	NoticePages int `yaml:"notice_pages"`
	// Explore is how many pages of a portal may be looked at in search of report
	// columns before the first report is found; three more for each found. Default 80.
	Explore int `yaml:"explore"`
	// Recheck is the age at which a known report is asked for again. Default 30 days.
	Recheck time.Duration `yaml:"recheck"`
	// Quiet is a span of the day in China Standard Time, "22:00-06:30", in which
	// no request is made: the run waits for its end. Empty for none.
	Quiet string `yaml:"quiet"`
}

// Options are what one run is asked for beyond its configuration.
type Options struct {
	// Version goes into the User-Agent: "gongkai/VERSION (+contact)".
	Version string
	// DryRun asks for no request at all: Run reports as planned events what it
	// would fetch first, and why.
	DryRun bool
	// Portal limits the run to the portal with this name or county; empty is all.
	Portal string
	// Year limits the run to reports of this year; zero is all that are configured.
	Year int
	// Limit ends the run after that many report documents were fetched; zero is none.
	Limit int
	// Refresh asks again for every known report and for the lists that led to one,
	// conditionally; without it a known report is left alone until it is due.
	Refresh bool
	// Logger takes the structured log; nil discards it.
	Logger *slog.Logger
	// Progress is called after each address, from one goroutine at a time; may be nil.
	Progress func(Event)
	// Register knows the counties' townships; nil is the national one.
	Register *disclosure.Register
	// Clock and Transport are for tests; nil is the real clock and network.
	Clock     Clock
	Transport http.RoundTripper
}

func (m Manners) withDefaults() Manners {
	orDefault(&m.Gap, time.Second)
	orDefault(&m.Concurrency, 8)
	orDefault(&m.Timeout, 2*time.Minute)
	orDefault(&m.MaxBody, 64<<20)
	orDefault(&m.Tries, 3)
	orDefault(&m.MaxWait, 5*time.Minute)
	orDefault(&m.RunRequests, 20_000)
	orDefault(&m.RunBytes, 8<<30)
	orDefault(&m.HostRequests, 10_000)
	orDefault(&m.HostBytes, 4<<30)
	orDefault(&m.ListPages, 200)
	orDefault(&m.NoticePages, 12)
	orDefault(&m.Explore, 80)
	orDefault(&m.Recheck, 30*24*time.Hour)
	return m
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Validate says in one error everything that is wrong with the configuration.
func (c *Config) Validate() error {
	var problems []error
	if strings.TrimSpace(c.Contact) == "" || strings.ContainsAny(c.Contact, "\r\n()") {
		problems = append(problems, fmt.Errorf("contact %q: need an address such as mailto:office@example.org", c.Contact))
	}
	if c.Manners.Gap < 0 || c.Manners.Concurrency < 0 || c.Manners.Tries < 0 || c.Manners.MaxBody < 0 {
		problems = append(problems, errors.New("crawl: gap, concurrency, tries and max_body must not be negative"))
	}
	if _, err := parseQuiet(c.Manners.Quiet); err != nil {
		problems = append(problems, err)
	}
	names := map[string]bool{}
	for i, p := range c.Portals {
		label := p.label()
		if label == "" {
			label = fmt.Sprintf("portal %d", i+1)
			problems = append(problems, fmt.Errorf("%s: needs a name or a county", label))
		}
		if names[label] {
			problems = append(problems, fmt.Errorf("portal %s stands twice", label))
		}
		names[label] = true
		if len(p.Start) == 0 {
			problems = append(problems, fmt.Errorf("portal %s: no start address", label))
		}
		for _, start := range p.Start {
			if u, err := url.Parse(start); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
				problems = append(problems, fmt.Errorf("portal %s: start address %q is no http address", label, start))
			}
		}
		if p.Years[1] != 0 && p.Years[0] > p.Years[1] {
			problems = append(problems, fmt.Errorf("portal %s: years %v are the wrong way round", label, p.Years))
		}
		if !slices.Contains([]string{"", "chromium"}, p.Render) {
			problems = append(problems, fmt.Errorf("portal %s: render %q, want chromium or nothing", label, p.Render))
		}
	}
	return errors.Join(problems...)
}

// label is the portal's name in the frontier and in events.
func (p *Portal) label() string {
	if p.Name != "" {
		return p.Name
	}
	return p.County
}
