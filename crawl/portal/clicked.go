package portal

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Many lists turn their pages by a function of the page's own script: the link to
// the next page calls it with a number, and it goes to an address made of pieces,
// or fills a form in and sends it. What such a function does is read here, as far
// as it puts texts and numbers together; nothing is run.

// clickedNext returns the request for the next page that the page's scripts make,
// ok false where none is understood.
func (p *Page) clickedNext() (Pager, bool) {
	scripts := strings.Join(p.Scripts(), "\n")
	next := Pager{Family: "generic", Page: p.pageNumber() + 1, Once: true}
	for n := range p.Root.Descendants() {
		if n.Type != html.ElementNode || attr(n, "onclick") == "" && attr(n, "href") == "" {
			continue
		}
		text := squeeze(innerText(n))
		if text == "" {
			text = squeeze(attr(n, "title") + attr(n, "value"))
		}
		if !isNext(text) && text != strconv.Itoa(next.Page) {
			continue
		}
		href, isScript := cutPrefixFold(strings.TrimSpace(attr(n, "href")), "javascript:")
		if isScript && p.follow(&next, scripts, href) || p.follow(&next, scripts, attr(n, "onclick")) {
			return next, true
		}
	}
	return p.laidNext(next, scripts)
}

var (
	called  = regexp.MustCompile(`^\s*(?:return\s+)?(?:[\w$]+\.)*([A-Za-z_$][\w$]*)\s*\(([^()]*)\)`)
	goes    = regexp.MustCompile(`(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|window\.open\s*\()\s*([^=;\n][^;\n]*)`)
	assigns = regexp.MustCompile(`(?:^|[;{}\n(\s])(?:var\s+|let\s+|const\s+)?([A-Za-z_$][\w$]*)\s*=\s*("[^"\n]*"|'[^'\n]*'|\d+)\s*[;,\n}]`)
	fills   = regexp.MustCompile(`(?:(?:getElementById|getElementsByName)\(\s*["']([\w.-]+)["']\s*\)(?:\[0\])?|\.([\w$]+))\.value\s*=\s*([^;\n]+)|\$\(\s*["'](?:#|input\[name=)([\w.-]+)\]?["']\s*\)\.val\(([^;\n]+)\)\s*[;\n]`)
	submits = regexp.MustCompile(`(?:getElementById\(\s*["']([\w.-]+)["']\s*\)|\$\(\s*["']#([\w.-]+)["']\s*\)|document\.(?:forms\.)?([\w$]+)|\b([\w$]+))\.submit\(`)
)

// follow reads what a handler does and completes the request with it.
func (p *Page) follow(next *Pager, scripts, handler string) bool {
	call := called.FindStringSubmatch(handler)
	if call == nil {
		return false
	}
	parameters, body := function(scripts, call[1])
	if body == "" {
		return false
	}
	known := globals(scripts)
	arguments := strings.Split(call[2], ",")
	for i, parameter := range parameters {
		if i < len(arguments) {
			if v, ok := evaluate(arguments[i], known); ok {
				known[parameter] = v
			}
		}
	}
	if m := goes.FindStringSubmatch(body); m != nil {
		return p.goTo(next, m[1], known)
	}
	return p.send(next, body, known)
}

// goTo completes a request with the address that an expression makes.
func (p *Page) goTo(next *Pager, expression string, known map[string]value) bool {
	v, ok := evaluate(strings.TrimRight(strings.TrimSpace(expression), ")}"), known)
	if !ok {
		return false
	}
	target := p.Resolve(v.text)
	if target == "" || target == p.URL.String() || !sameHost(p, target) {
		return false
	}
	next.URL = escapeBraces(target)
	return true
}

// send completes a request with the form that a function fills in and sends.
func (p *Page) send(next *Pager, body string, known map[string]value) bool {
	sent := submits.FindStringSubmatch(body)
	if sent == nil {
		return false
	}
	filled := map[string]string{}
	for _, m := range fills.FindAllStringSubmatch(body, 20) {
		if v, ok := evaluate(m[3]+m[5], known); ok {
			filled[m[1]+m[2]+m[4]] = v.text
		}
	}
	form := p.form(sent[1]+sent[2]+sent[3]+sent[4], filled)
	if form == nil || len(filled) == 0 {
		return false
	}
	values := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		if n.DataAtom != atom.Input || name == "" {
			continue
		}
		switch strings.ToLower(attr(n, "type")) {
		case "submit", "button", "image", "reset", "checkbox", "radio", "file":
			continue
		}
		content := attr(n, "value")
		for _, key := range [...]string{name, attr(n, "id")} {
			if v, ok := filled[key]; ok && key != "" {
				content = v
			}
		}
		values.Set(name, content)
	}
	target := p.URL.String()
	if action := attr(form, "action"); strings.TrimSpace(action) != "" {
		target = p.Resolve(action)
	}
	if target == "" || !sameHost(p, target) {
		return false
	}
	if strings.EqualFold(attr(form, "method"), "post") {
		next.Method, next.URL, next.Body = "POST", escapeBraces(target), escapeBraces(values.Encode())
		next.ContentType = "application/x-www-form-urlencoded"
		return true
	}
	target, _, _ = strings.Cut(target, "?")
	next.URL = escapeBraces(target + "?" + values.Encode())
	return true
}

// form finds the form of a name or id, or else the one with a field that is filled.
func (p *Page) form(name string, filled map[string]string) *html.Node {
	var holder *html.Node
	for n := range p.Root.Descendants() {
		if n.DataAtom != atom.Form {
			continue
		}
		if name != "" && (attr(n, "id") == name || attr(n, "name") == name) {
			return n
		}
		for c := range n.Descendants() {
			_, byName := filled[attr(c, "name")]
			_, byID := filled[attr(c, "id")]
			if holder == nil && c.DataAtom == atom.Input && (byName || byID) {
				holder = n
			}
		}
	}
	return holder
}

var (
	laid    = regexp.MustCompile(`laypage(?:\.render)?\s*\(\s*\{`)
	counted = regexp.MustCompile(`\bcount\s*:\s*["']?(\d+)`)
	limited = regexp.MustCompile(`\blimit\s*:\s*["']?(\d+)`)
	paged   = regexp.MustCompile(`\bpages\s*:\s*["']?(\d+)`)
	present = regexp.MustCompile(`([\w$]+)\.curr\b`)
)

// laidNext reads the pager of the layui library, which draws its links by itself:
// how many records there are, and where it goes for a page.
func (p *Page) laidNext(next Pager, scripts string) (Pager, bool) {
	at := laid.FindStringIndex(scripts)
	if at == nil {
		return next, false
	}
	options := braced(scripts[at[1]-1:])
	last := number(paged.FindStringSubmatch(options))
	if count := number(counted.FindStringSubmatch(options)); last == 0 && count > 0 {
		limit := max(number(limited.FindStringSubmatch(options)), 1)
		if !limited.MatchString(options) {
			limit = 10
		}
		last = (count + limit - 1) / limit
	}
	m := goes.FindStringSubmatch(options)
	if m == nil || next.Page > last {
		return next, false
	}
	known := globals(scripts)
	known["zzcurr"] = value{strconv.Itoa(next.Page), true}
	return next, p.goTo(&next, present.ReplaceAllString(m[1], "zzcurr"), known)
}

// maxFunction bounds a function that is looked into, in bytes.
const maxFunction = 4 << 10

// function returns the parameters and the body of a function of a script.
func function(scripts, name string) (parameters []string, body string) {
	quoted := regexp.QuoteMeta(name)
	defined, err := regexp.Compile(`(?:function\s+` + quoted + `|` + quoted + `\s*[:=]\s*function)\s*\(([^)]*)\)\s*\{`)
	if err != nil {
		return nil, ""
	}
	at := defined.FindStringSubmatchIndex(scripts)
	if at == nil {
		return nil, ""
	}
	for parameter := range strings.SplitSeq(scripts[at[2]:at[3]], ",") {
		parameters = append(parameters, strings.TrimSpace(parameter))
	}
	return parameters, braced(scripts[at[1]-1:])
}

// braced returns what stands between the brace that a text begins with and the one
// that closes it, as far as it is looked at.
func braced(s string) string {
	s = s[:min(len(s), maxFunction)]
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[1:i]
			}
		}
	}
	return s[min(1, len(s)):]
}

// value is a text or a number of a script.
type value struct {
	text     string
	isNumber bool
}

// globals are the texts and numbers that scripts give a name.
func globals(scripts string) map[string]value {
	known := map[string]value{}
	for _, m := range assigns.FindAllStringSubmatch(scripts, 500) {
		if v, ok := evaluate(m[2], nil); ok {
			if _, twice := known[m[1]]; !twice {
				known[m[1]] = v
			}
		}
	}
	return known
}

var operand = regexp.MustCompile(`^\s*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+)|(?:parseInt|Number|String|encodeURI(?:Component)?)\(\s*([A-Za-z_$][\w$]*)\s*(?:,\s*10\s*)?\)|([A-Za-z_$][\w$]*))\s*(\+|$)`)

// evaluate adds texts, numbers and names that are known, as a script would: two
// numbers are summed, all else is joined.
func evaluate(expression string, known map[string]value) (sum value, ok bool) {
	rest := strings.TrimSpace(expression)
	for first := true; ; first = false {
		m := operand.FindStringSubmatch(rest)
		if m == nil {
			return value{}, false
		}
		v := value{m[1] + m[2] + m[3], m[3] != ""}
		if name := m[4] + m[5]; name != "" {
			if v, ok = known[name]; !ok {
				return value{}, false
			}
		}
		switch a, errA := strconv.Atoi(sum.text); {
		case first:
			sum = v
		case sum.isNumber && v.isNumber && errA == nil:
			b, err := strconv.Atoi(v.text)
			if err != nil {
				return value{}, false
			}
			sum.text = strconv.Itoa(a + b)
		default:
			sum = value{sum.text + v.text, false}
		}
		rest = rest[len(m[0]):]
		if m[6] == "" {
			return sum, true
		}
	}
}
