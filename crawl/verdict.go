package crawl

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"gongkai/crawl/portal"
)

var (
	// challengeMarks are in the scripts of the usual walls before Chinese portals.
	challengeMarks = regexp.MustCompile(`__jsl_clearance|__jsluid|acw_sc__v2|\$_ts\s*=|_\$jsvmprt|wzws_|WZWS|yunsuo_session|safeline|/_guard/|security_session|challenge-platform`)
	challengeWords = regexp.MustCompile(`安全验证|滑动验证|人机验证|请开启JavaScript|请启用JavaScript|请完成验证|访问(?:行为)?(?:已)?被拦截|疑似攻击|网站防火墙|Web应用防火墙|正在进行安全检测|正在检查您的浏览器`)
)

// verdict names what an answer is before anybody reads it: "" for one worth
// reading. The detail is technical.
func verdict(x *exchange) (Outcome, string) {
	text := x.body
	if text == nil {
		text = x.raw
	}
	switch status := x.status; {
	case status == http.StatusNotModified:
		return Unchanged, ""
	case status == 412, status == 521, status == 512:
		return Blocked, http.StatusText(status) + " from a wall before the portal"
	case status == 202 && isChallenge(text):
		return Blocked, "202 with a challenge"
	case status == 401, status == 403, status == 405, status == 406, status == 451:
		if isChallenge(text) {
			return Blocked, "refused with a challenge"
		}
		return Forbidden, http.StatusText(status)
	case status == 491, status == 404 && x.header.Get("Wzws-Ray") != "" && len(x.raw) == 0:
		return RateLimited, "a wall asks to wait"
	case status == 404, status == 410:
		return NotFound, http.StatusText(status)
	case status == 408:
		return TimedOut, http.StatusText(status)
	case status == 429, status == 503 && x.header.Get("Retry-After") != "":
		return RateLimited, "Retry-After: " + x.header.Get("Retry-After")
	case status >= 500:
		return ServerError, http.StatusText(status)
	case status == 400, status == 414, status >= 402 && status < 500:
		return BadAddress, http.StatusText(status)
	case status == 204, status == 205:
		return Empty, http.StatusText(status)
	case status == 206:
		return CutOff, "a part that nobody asked for"
	case status >= 300:
		return "", "" // a redirect: its body is nobody's concern
	}
	switch {
	case errors.Is(x.err, errTooLarge):
		return TooLarge, x.err.Error()
	case errors.Is(x.err, context.DeadlineExceeded):
		return TimedOut, x.err.Error()
	case errors.Is(x.err, errCut):
		return CutOff, x.err.Error()
	case x.err != nil:
		return WrongType, x.err.Error()
	case len(bytes.TrimSpace(x.body)) == 0:
		return Empty, "no bytes"
	case isChallenge(x.body):
		return Blocked, "a challenge in place of the page"
	}
	return "", ""
}

// isChallenge reports whether a body is a wall's script or notice in place of the
// page.
func isChallenge(body []byte) bool {
	if len(body) > 256<<10 || !challengeMarks.Match(body) && !challengeWords.Match(body) {
		return false
	}
	return len([]rune(visibleText(body))) < 200
}

func visibleText(body []byte) string {
	return strings.Join(strings.Fields(portal.Parse(&url.URL{}, "text/html", body).Text()), "")
}

var (
	metaRefresh    = regexp.MustCompile(`(?is)<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]*content\s*=\s*["']?\s*([\d.]*)\s*;\s*url\s*=\s*['"]?([^"'>\s]+)`)
	forPhones      = regexp.MustCompile(`(?i)useragent|mobile|android|iphone`)
	scriptRedirect = regexp.MustCompile(`(?:^|[\s;{(.])(?:window\.|document\.|top\.|self\.|parent\.)*location(?:\.href)?\s*=\s*["']([^"']+)["']|(?:window\.|document\.|top\.|self\.|parent\.)*location\.(?:replace|assign)\(\s*["']([^"']+)["']\s*\)`)
)

// maxRedirectText is how many visible characters a page may have whose script is
// taken for a redirect of the whole page: a link's own handler must not be.
const maxRedirectText = 200

// pageRedirect returns the address that a page sends its reader to by itself.
func pageRedirect(p *portal.Page) string {
	short := len([]rune(strings.Join(strings.Fields(p.Text()), ""))) < maxRedirectText
	if !short {
		return ""
	}
	if m := metaRefresh.FindStringSubmatch(p.Source); m != nil && len(m[1]) <= 2 {
		return p.Resolve(m[2])
	}
	if len(p.Links()) > 8 {
		return ""
	}
	for _, script := range p.Scripts() {
		if m := scriptRedirect.FindStringSubmatch(script); m != nil && !forPhones.MatchString(script) {
			return p.Resolve(m[1] + m[2])
		}
	}
	return ""
}
