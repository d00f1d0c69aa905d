package crawl

import (
	"net/url"
	"slices"
	"strings"

	"gongkai/crawl/focus"
	"gongkai/crawl/portal"
)

// list judges a page of links: it scores each by its words, and says how the list
// goes on.
func (j *judge) list(t *task, p *portal.Page, sight focus.Sight) *judgement {
	out := &judgement{}
	listing := portal.Read(p, t.pager)
	column := t.role == RoleColumn || t.role == RoleItem || t.role != RoleNotice && j.isColumn(p)
	if column && sight.IsReport() && t.pager == nil && !sight.Reading {
		// Some columns are themselves the report.
		j.columnIsReport(t, p, sight, out)
	}
	chosen := map[string]int{}
	frames := 0
	for _, link := range listing.Links {
		u, err := url.Parse(link.URL)
		if err != nil {
			continue
		}
		key := addressKey("GET", link.URL, "")
		if !link.Frame {
			out.listKeys = append(out.listKeys, key)
			if link.Date != "" {
				out.dates = append(out.dates, link.Date)
			}
		}
		if key == t.key {
			continue
		}
		if !j.allowed.has(u) {
			if d, ok := j.elsewhere(t, link, column); ok {
				out.links = append(out.links, d)
			}
			continue
		}
		var d discovery
		var ok bool
		if link.Frame {
			if d, ok = j.frame(t, link, column, sight); !ok || frames == maxFrames {
				continue
			}
			frames++
		} else if d, ok = j.link(t, link, column); !ok {
			continue
		}
		if d.task.role == RoleItem || d.task.role == RoleFile {
			out.promising = true
		}
		// The same address may stand there twice, with better words the second time.
		if at, twice := chosen[key]; twice {
			if d.task.score > out.links[at].task.score {
				out.links[at] = d
			}
			continue
		}
		chosen[key] = len(out.links)
		out.links = append(out.links, d)
	}
	if t.role != RoleNotice {
		for _, box := range listing.Boxes {
			if d, ok := j.box(t, box); ok {
				out.links = append(out.links, d)
			}
		}
	}
	if t.town != "" && slices.ContainsFunc(out.links, func(d discovery) bool { return d.task.role == RoleColumn }) {
		// A town's page that names its report column: no other way is needed from here.
		out.links = slices.DeleteFunc(out.links, func(d discovery) bool { return d.task.role == RoleNav && d.task.town == t.town })
	}
	if column || t.role == RoleNotice || out.promising {
		out.next = listing.Next
	}
	wanted := column || t.role == RoleEntry || t.role == RoleNav && len(out.links) == 0
	if listing.Scripted && wanted && !out.promising && out.found == nil {
		out.outcome, out.detail = NeedsScripts, "the list is filled by a script"
	}
	return out
}

// isColumn reports whether a page calls itself a report column: an entry address
// may lead straight to one.
func (j *judge) isColumn(p *portal.Page) bool {
	for part := range strings.FieldsFuncSeq(p.Title+"_"+p.Meta["columnname"], func(r rune) bool { return strings.ContainsRune("_-—|–", r) }) {
		if j.guide.Link(part).Kind == focus.Column {
			return p.Meta["articletitle"] == ""
		}
	}
	return false
}

func (j *judge) columnIsReport(t *task, p *portal.Page, sight focus.Sight, out *judgement) {
	year := sight.Year
	if year == 0 {
		year = t.year
	}
	title := articleTitle(t, p)
	if j.guide.Wanted(year) && j.guide.Township(title, t.columns, p.Text()) {
		out.found = j.foundPage(t, p, title, year)
		if !sight.Whole() {
			out.links = j.attachments(t, p, title)
		}
	}
}

// link scores one link by its words; ok is false for what is not wanted at all.
func (j *judge) link(t *task, link portal.Link, column bool) (discovery, bool) {
	promise := j.guide.Link(link.Text)
	if promise.Kind == focus.Nothing && link.Heading != "" {
		if promise = j.guide.Link(link.Heading); promise.Kind >= focus.Maybe {
			promise = focus.Promise{}
		}
		link.Text = link.Heading
	}
	if column && promise.Kind < focus.Level {
		if found := j.guide.InColumn(link.Text); found.Kind > promise.Kind {
			promise = found
		}
	}
	switch promise.Kind {
	case focus.Report, focus.Maybe:
		d := discovery{task: t.child(RoleItem, link.URL, scoreItem+promise.Score)}
		d.task.title, d.task.listed, d.task.year = link.Text, link.Date, promise.Year
		d.task.why = "标题像年度报告"
		if promise.Town != "" {
			d.task.town = promise.Town
		}
		if documentName.MatchString(link.URL) {
			d.task.why = "标题像年度报告的文件"
		}
		d.aside = !j.guide.WantedItem(promise.Year, link.Date)
		return d, true
	case focus.Column, focus.Level:
		if t.depth >= maxDepth || promise.Kind == focus.Level && !column || t.role == RoleNotice {
			return discovery{}, false
		}
		d := discovery{task: t.child(RoleColumn, link.URL, scoreColumn+promise.Score)}
		d.task.title, d.task.year, d.task.why = link.Text, promise.Year, "年度报告栏目"
		d.task.columns = joinColumns(t.columns, link.Text)
		if promise.Town != "" {
			d.task.town = promise.Town
		}
		d.aside = promise.Year != 0 && !j.guide.WantedColumn(promise.Year)
		return d, true
	case focus.Way:
		return j.way(t, link, promise, column)
	case focus.Notices:
		if t.role != RoleEntry && t.role != RoleNav {
			return discovery{}, false
		}
		d := discovery{task: t.child(RoleNotice, link.URL, promise.Score)}
		d.task.title, d.task.why = link.Text, "公告栏目，查找错放的报告"
		d.task.columns = joinColumns(t.columns, link.Text)
		return d, true
	}
	return discovery{}, false
}

// way judges a link to a page on the way. Under a report column a town's name is
// the town's part of the column.
func (j *judge) way(t *task, link portal.Link, promise focus.Promise, column bool) (discovery, bool) {
	if t.role == RoleNotice || t.role == RoleItem || t.depth >= maxDepth-2 {
		return discovery{}, false
	}
	d := discovery{task: t.child(RoleNav, link.URL, scoreNav+promise.Score-2*t.depth)}
	d.task.title, d.task.why = link.Text, "通往年度报告的页面"
	switch {
	case promise.Town != "":
		d.task.town, d.task.why = promise.Town, "乡镇页面"
	case !under(t.url, link.URL):
		d.task.town = "" // the way of all of the site, not of the town whose page names it
	}
	if column && promise.Town == "" && t.role == RoleColumn {
		return discovery{}, false
	}
	if column && under(t.url, link.URL) && promise.Town != "" {
		d.task.role, d.task.score, d.task.why = RoleColumn, scoreColumn+60, "乡镇的年度报告栏目"
	}
	d.task.columns = joinColumns(t.columns, link.Text)
	return d, true
}

// under reports whether an address lies in the folder of a column's address.
func under(column, address string) bool {
	c, err := url.Parse(column)
	if err != nil {
		return false
	}
	a, err := url.Parse(address)
	if err != nil || hostKey(a) != hostKey(c) {
		return false
	}
	folder := c.Path[:strings.LastIndexByte(c.Path, '/')+1]
	return len(folder) > 1 && strings.HasPrefix(a.Path, folder) && a.Path != c.Path
}

// frame judges a frame of a list: shells have their whole list in one.
func (j *judge) frame(t *task, link portal.Link, column bool, sight focus.Sight) (discovery, bool) {
	shell := column || t.role == RoleNotice || sight.Chars < 300
	if !shell || t.depth >= maxDepth || documentName.MatchString(link.URL) {
		return discovery{}, false
	}
	role, score := t.role, scoreColumn+90
	switch t.role {
	case RoleEntry, RoleNav:
		role, score = RoleNav, scoreNav+50
	case RoleNotice:
		score = 15
	case RoleItem:
		role = RoleColumn
	}
	d := discovery{task: t.child(role, link.URL, score)}
	d.task.title, d.task.why, d.task.year = t.title, "栏目内嵌的框架", t.year
	return d, true
}

// box judges a list that stands behind a request of its own.
func (j *judge) box(t *task, box portal.Box) (discovery, bool) {
	promise := j.guide.Link(box.Name)
	role, score, why := RoleColumn, scoreColumn+promise.Score, "年度报告栏目"
	switch promise.Kind {
	case focus.Column:
	case focus.Notices:
		role, score, why = RoleNotice, promise.Score, "公告栏目，查找错放的报告"
	default:
		return discovery{}, false
	}
	next := pagerTask(t, box.Pager)
	next.role, next.score, next.why = role, score, why
	next.title, next.columns, next.list = box.Name, joinColumns(t.columns, box.Name), 0
	return discovery{task: next}, true
}

// elsewhere judges a link that leaves the allowed hosts: one that looks like a
// wanted report is noted, so that a person can allow its host.
func (j *judge) elsewhere(t *task, link portal.Link, column bool) (discovery, bool) {
	promise := j.guide.Title(link.Text)
	if promise.Kind != focus.Report || link.Frame || !(column || promise.Town != "") || !j.guide.Wanted(promise.Year) {
		return discovery{}, false
	}
	d := discovery{task: t.child(RoleItem, link.URL, scoreItem)}
	d.task.title, d.task.listed, d.task.year, d.task.why = link.Text, link.Date, promise.Year, "标题像年度报告，但在其他网站"
	return d, true
}

// pagerTask makes the task of a request for more of t's list.
func pagerTask(t *task, next portal.Pager) *task {
	request := next.Request()
	n := t.child(t.role, request.URL, t.score)
	n.key = addressKey(request.Method, request.URL, request.Body)
	n.pager = &next
	n.list = t.list
	if n.list == 0 {
		n.list = t.id
	}
	n.depth = t.depth
	if t.list != 0 {
		n.referer = t.referer // the page that shows the list, not the answer before
	}
	n.title, n.year, n.why = t.title, t.year, "列表的下一页"
	if t.role == RoleItem {
		n.role, n.score = RoleColumn, scoreColumn
	}
	return n
}

// maxColumns bounds the path of columns, in bytes.
const maxColumns = 400

func joinColumns(path, name string) string {
	if path == "" {
		return name
	}
	if strings.HasSuffix(path, name) || len(path)+len(name) > maxColumns {
		return path
	}
	return path + " > " + name
}
