package portal

import (
	"regexp"
	"strings"
)

var (
	epointCategory = regexp.MustCompile(`(?i)\bcategory(?:num)?["']?\s*(?:[:=]|value=)\s*["']([\w-]+)["']`)
	epointPath     = regexp.MustCompile(`/(\d{3}(?:\d{3})*)/`)
	epointDept     = regexp.MustCompile(`(?i)["']?dept(?:code|num)["']?\s*[:=]\s*["']([\w-]+)["']`)
	epointSite     = regexp.MustCompile(`(?i)["']?siteGuid["']?\s*[:=]\s*["']([\w-]+)["']`)
	epointProject  = regexp.MustCompile(`(?i)["']?projectName["']?\s*[:=]\s*["']([^"']*)["']`)
	epointSize     = regexp.MustCompile(`(?i)["']?pageSize["']?\s*[:=]\s*["']?(\d+)`)
)

// epointConfig is where the system keeps the site's id and the project's name.
const epointConfig = "js/webBuilderCommon.js"

// epoint is Epoint (新点): lists are answers to posted JSON; the ids it needs stand
// in a script of the site, which is asked for first.
func epoint() Family {
	read := func(p *Page) (Listing, bool) {
		if !strings.Contains(p.Source, "webBuilderCommon.js") {
			return Listing{}, false
		}
		category := epointCategory.FindStringSubmatch(p.Source)
		if category == nil {
			category = epointPath.FindStringSubmatch(p.URL.Path)
		}
		if category == nil {
			return Listing{}, true
		}
		department := ""
		if m := epointDept.FindStringSubmatch(p.Source); m != nil {
			department = m[1]
		}
		size := number(epointSize.FindStringSubmatch(p.Source))
		if size == 0 {
			size = 20
		}
		config := p.Resolve("/" + epointConfig)
		for _, link := range p.scriptSources() {
			if strings.Contains(link, "webBuilderCommon.js") {
				config = link
			}
		}
		return Listing{Next: []Pager{{
			Family: "epoint", URL: config, Page: 1, Size: size, Stage: 1, Once: true,
			State: department + "|" + category[1],
		}}}, true
	}
	return Family{Name: "epoint", Read: read, Answer: epointAnswer}
}

func epointAnswer(p *Page, asked Pager) Listing {
	if asked.Stage == 1 {
		site, project := epointSite.FindStringSubmatch(p.Source), epointProject.FindStringSubmatch(p.Source)
		if site == nil {
			return Listing{}
		}
		prefix := "/"
		if project != nil {
			if name := strings.Trim(project[1], "/"); name != "" {
				prefix = "/" + name + "/"
			}
		}
		department, category, _ := strings.Cut(asked.State, "|")
		return Listing{Next: []Pager{{
			Family: "epoint", Method: "POST", URL: p.Resolve(prefix + "rest/lightfrontaction/getgovinfolist"),
			Body: `{"deptcode":"` + department + `","categorynum":"` + category + `","siteGuid":"` + site[1] +
				`","pageIndex":{page},"pageSize":{size}}`,
			ContentType: "application/json;charset=utf-8",
			// Numbers begin with zero; a site that begins with one gives its first page twice.
			Page: 1, Offset: -1, Size: asked.Size, Stage: 2, Patience: 1,
		}}}
	}
	links, total := p.jsonEntries()
	listing := Listing{Links: links}
	if total > 0 && asked.Size > 0 {
		asked.Last = (total+asked.Size-1)/asked.Size + 1
	}
	if next, more := asked.After(); more && (len(links) > 0 || asked.Page == 1) {
		listing.Next = []Pager{next}
	}
	return listing
}
