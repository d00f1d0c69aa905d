package robots

import (
	"strings"
	"testing"
	"time"
)

func TestRulesDecideByTheLongestMatch(t *testing.T) {
	cases := []struct {
		name, file, path string
		want             bool
	}{
		{"an empty file allows all", "", "/a", true},
		{"a rule for everyone binds us", "User-agent: *\nDisallow: /admin/", "/admin/x", false},
		{"a group with our name replaces the one for everyone", "User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /x", "/a", true},
		{"a name with a version is still our name", "User-agent: Gongkai/1.0\nDisallow: /x\nUser-agent: *\nDisallow:", "/x", false},
		{"two groups with our name are joined", "User-agent: gongkai\nDisallow: /a\n\nUser-agent: gongkai\nDisallow: /b", "/b", false},
		{"a group for several agents counts for each", "User-agent: Baiduspider\nUser-agent: *\nDisallow: /a", "/a", false},
		{"another's group is not ours", "User-agent: Baiduspider\nDisallow: /", "/a", true},
		{"only Baidu is let in", "User-agent: Baiduspider\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", false},
		{"the longer rule wins, in whatever order", "User-agent: *\nDisallow: /zwgk/\nAllow: /zwgk/xxgk/", "/zwgk/xxgk/1.html", true},
		{"of equal rules the one that allows wins", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"an empty Disallow forbids nothing", "User-agent: *\nDisallow:", "/a", true},
		{"a star stands for anything", "User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
		{"a pattern is anchored at the start", "User-agent: *\nDisallow: /a*b", "/x/ab", true},
		{"a dollar ends the address", "User-agent: *\nDisallow: /*.pdf$", "/x.pdf?z", true},
		{"two stars and a dollar", "User-agent: *\nDisallow: /*a*b$", "/xayb", false},
		{"a query is part of the address", "User-agent: *\nDisallow: /*?search=", "/a?search=1", false},
		{"percent-encoding is one spelling", "User-agent: *\nDisallow: /%e5%85%ac", "/公/x", false},
		{"a byte order mark is no part of the first line", "\ufeffUser-agent: *\nDisallow: /a", "/a", false},
		{"line ends of Windows and of old Macs", "User-agent:*\r\nDisallow:/a\rDisallow:/b", "/b", false},
		{"comments are cut off", "User-agent: * # all\nDisallow: /a # why", "/a", false},
		{"a rule before any agent is nobody's and spoils nothing", "Disallow: /\nUser-agent: *\nDisallow: /a", "/b", true},
		{"a page in place of the file has no rules", "<!DOCTYPE html><html>\nUser-agent: *\nDisallow: /", "/a", true},
		{"robots.txt itself is always allowed", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"a bad line spoils nothing", "User-agent: *\nCrawl-delay: soon\nDisallow: /a", "/a", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Parse([]byte(c.file), "gongkai").Allowed(c.path); got != c.want {
				t.Errorf("allowed = %v, want %v", got, c.want)
			}
		})
	}
}

func TestCrawlDelayIsReadAndBounded(t *testing.T) {
	for file, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2.5":   2500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400": time.Minute,
		"User-agent: *\nCrawl-delay: -1":    0,
		"User-agent: *\nCrawl-delay: NaN":   0,
		"User-agent: other\nCrawl-delay: 9": 0,
	} {
		if got := Parse([]byte(file), "gongkai").Delay; got != want {
			t.Errorf("%q: delay %v, want %v", file, got, want)
		}
	}
}

func TestStatusDecidesWhatAMissingFileMeans(t *testing.T) {
	for status, want := range map[int]Policy{200: Read, 301: AllowAll, 403: AllowAll, 404: AllowAll, 429: StayAway, 500: StayAway, 503: StayAway, 0: StayAway} {
		if got := ForStatus(status); got != want {
			t.Errorf("status %d: policy %d, want %d", status, got, want)
		}
	}
}

func FuzzParseNeverPanicsAndARootRuleHolds(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*$", "/a%zz")
	f.Add("\ufeffUser-agent:gongkai\rAllow:/%", "/%")
	f.Fuzz(func(t *testing.T, file, path string) {
		Parse([]byte(file), "gongkai").Allowed(path)
		if strings.HasPrefix(path, "/") && path != "/robots.txt" && Parse([]byte("User-agent: *\nDisallow: /\n"), "gongkai").Allowed(path) {
			t.Errorf("a closed site allowed %q", path)
		}
	})
}
