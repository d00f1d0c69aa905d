// Package robots reads robots.txt as RFC 9309 has it, with the lenience that the
// files of real portals need.
//
// It is pure: whoever fetches the file decides with [ForStatus] what an answer
// other than 200 means.
package robots

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxSize is how much of a file is read; RFC 9309 asks for at least 500 KiB.
const maxSize = 512 << 10

// maxDelay bounds a Crawl-delay: a longer one is taken as this.
const maxDelay = time.Minute

// Policy is what a status says about a host.
type Policy uint8

// The policies of RFC 9309, 2.3.1.
const (
	Read     Policy = iota // the file applies
	AllowAll               // there is none: 4xx
	StayAway               // it cannot be known: 5xx, 429, no answer
)

// ForStatus returns the policy for a final status; 0 is no answer.
func ForStatus(status int) Policy {
	switch {
	case status >= 200 && status < 300:
		return Read
	case status >= 300 && status < 500 && status != 429:
		return AllowAll
	}
	return StayAway
}

// Rules are the rules for one agent on one host. The zero value allows all.
type Rules struct {
	rules []rule
	// Delay is the Crawl-delay, 0 where there is none.
	Delay time.Duration
}

type rule struct {
	pattern string
	allow   bool
}

// Parse reads the rules that a file has for an agent, named by its product token
// ("gongkai"). Groups that name the agent are joined; where none does, those for
// "*" apply. A page of HTML in place of the file has no rules.
func Parse(data []byte, agent string) Rules {
	data = bytes.TrimPrefix(data[:min(len(data), maxSize)], []byte("\ufeff"))
	if looksLikeHTML(data) {
		return Rules{}
	}
	var own, any Rules
	var ownNamed bool
	var inOwn, inAny, inRules bool
	for line := range strings.FieldsFuncSeq(string(data), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		name, value, found := strings.Cut(line, ":")
		if !found {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "user-agent", "useragent":
			if inRules {
				inOwn, inAny, inRules = false, false, false
			}
			token := productToken(value)
			inAny = inAny || value == "*"
			if strings.EqualFold(token, agent) && token != "" {
				inOwn, ownNamed = true, true
			}
		case "allow", "disallow":
			inRules = true
			if value == "" {
				continue
			}
			r := rule{pattern: normalize(value), allow: strings.EqualFold(strings.TrimSpace(name), "allow")}
			if inOwn {
				own.rules = append(own.rules, r)
			}
			if inAny {
				any.rules = append(any.rules, r)
			}
		case "crawl-delay", "crawldelay":
			inRules = true
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil || !(seconds > 0) {
				continue
			}
			delay := time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
			if inOwn {
				own.Delay = delay
			}
			if inAny {
				any.Delay = delay
			}
		}
	}
	if ownNamed {
		return own
	}
	return any
}

// Allowed reports whether an address may be asked for: its escaped path and,
// after a "?", its query. The longest matching rule decides; of two equally long
// ones the one that allows.
func (r Rules) Allowed(path string) bool {
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	path = normalize(path)
	best, allowed := -1, true
	for _, rule := range r.rules {
		if !matches(rule.pattern, path) {
			continue
		}
		if n := len(rule.pattern); n > best || n == best && rule.allow {
			best, allowed = n, rule.allow
		}
	}
	return allowed
}

// matches compares a path with a pattern, in which * stands for any characters
// and a final $ for the end.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, found := strings.CutPrefix(path, parts[0])
	if !found {
		return false
	}
	if len(parts) == 1 {
		return !anchored || rest == ""
	}
	middle, last := parts[1:len(parts)-1], parts[len(parts)-1]
	for _, part := range middle {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	if anchored {
		return strings.HasSuffix(rest, last)
	}
	return strings.Contains(rest, last)
}

// normalize brings a path or pattern to one spelling of its percent-encoding:
// unreserved characters plain, all other octets in upper-case escapes.
func normalize(path string) string {
	var out strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) {
			if octet, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c = byte(octet)
				i += 2
				if !unreserved(c) {
					writeEscape(&out, c)
					continue
				}
			}
		}
		if c >= utf8.RuneSelf || c <= ' ' {
			writeEscape(&out, c)
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

func writeEscape(out *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	out.WriteByte('%')
	out.WriteByte(digits[c>>4])
	out.WriteByte(digits[c&15])
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// productToken is the leading part of a user-agent value that RFC 9309 compares.
func productToken(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return value
	}
	return value[:end]
}

func looksLikeHTML(data []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	return bytes.HasPrefix(start, []byte("<"))
}
