package crawl

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gongkai/crawl/focus"
	"gongkai/crawl/portal"
	"gongkai/internal/document/kind"
	titles "gongkai/internal/document/title"
)

// judgement is what a whole body came to.
type judgement struct {
	outcome Outcome // "" for as it was fetched
	detail  string
	// found is set where the body is a report document.
	found *foundReport
	// links are the addresses wanted next, aside those that are not wanted now.
	links []discovery
	// listKeys are the keys of all addresses that the list names; empty for pages
	// that are no list.
	listKeys []string
	// next are the requests for more of the list, to be made where the list named
	// new addresses.
	next []portal.Pager
	// pictures are the addresses of those that the report needs beside its words.
	pictures []string
	// promising is true where the page named at least one report.
	promising bool
	// dates are those of the list's entries, as they stand.
	dates []string
}

// foundReport is a report document as the crawler knows it.
type foundReport struct {
	Kind      string `json:"kind"`
	Essence   string `json:"essence"`
	Year      int    `json:"year,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Town      string `json:"town,omitempty"`
	// Pictures are those of the article that were fetched with it.
	Pictures []foundPicture `json:"pictures,omitempty"`
}

// foundPicture is a picture of a report's page; Digest names its payload.
type foundPicture struct {
	URL    string `json:"url"`
	Digest string `json:"digest"`
}

// discovery is an address that a page named.
type discovery struct {
	task  *task
	aside bool
}

// judge judges the bodies of one portal.
type judge struct {
	guide   *focus.Guide
	allowed allowedHosts
	portal  *Portal
}

const (
	maxDepth       = 9
	maxAttachments = 8
	maxPictures    = 40 // of one page; a reader reads no longer scans
	maxFrames      = 3
)

// The bases of scores: whatever is nearer to a report is asked for first, so that
// a list is walked before another column is looked for.
const (
	scoreItem   = 1000
	scoreColumn = 500
	scoreNav    = 100
)

var (
	documentName = regexp.MustCompile(`(?i)\.(?:pdf|doc[xm]?|wps|xls[xm]?|et|od[ts]|ofd|rtf|mht(?:ml)?|zip|rar|7z)(?:$|[?#&])`)
	documentEnd  = regexp.MustCompile(`(?i)\.(?:pdf|doc[xm]?|wps|xls[xm]?|et|od[ts]|ofd|rtf|mht(?:ml)?|zip|rar|7z)$`)
	downloadName = regexp.MustCompile(`(?i)(?:down(?:load|file)?|getfile|attach(?:ment)?)\w*(?:\.\w{2,6})?\?|[?&](?:attach|filename|fileid|attachid)=`)
	quotedFile   = regexp.MustCompile(`(?i)["']([^"'<>\s]{3,300}\.(?:pdf|docx?|wps|xlsx?|ofd))["']`)
	viewerFrame  = regexp.MustCompile(`(?i)viewer\.html?\?(?:.*&)?file=([^&#]+)|[?&](?:file|url|src)=([^&#]+\.(?:pdf|docx?|wps))`)
	otherFile    = regexp.MustCompile(`申请表|指南|目录|模板|格式|流程|预算|决算|说明书|登记表|申报|名单`)
	fileTitle    = regexp.MustCompile(`年度?报告|年报|信息公开|政务公开|工作报告|附件|下载|查看|原文|20\d\d`)
	publishedAt  = regexp.MustCompile(`(?:发布|发文|公开|更新|成文)?(?:时间|日期)\s*[:：]?\s*\]?\s*(20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2})`)
	counters     = regexp.MustCompile(`(?:浏览|点击|阅读|访问|查看)(?:次数|数|量|人次)?\s*[:：]?\s*\d*\s*次?|今天是[^\n]*|当前时间[^\n]*|现在是[^\n]*|在线人数[^\n]*|总访问量[^\n]*`)
	columnTitle  = regexp.MustCompile(`年度?报告|年报|工作报告`)
)

// page judges a page by the role it was fetched for.
func (j *judge) page(t *task, p *portal.Page) *judgement {
	sight := focus.Look(p.Title, p.Text())
	// What is not there is said on a short page; one that was wanted for a report may
	// say it amid all of the site's navigation.
	most := 500
	if t.role == RoleItem || t.role == RoleFile {
		most = 3000
	}
	if sight.SaysMissing && sight.Chars < most {
		return &judgement{outcome: Soft404, detail: "the page says that it is not there"}
	}
	switch t.role {
	case RoleItem:
		return j.item(t, p, sight)
	case RoleFile, RoleFrame:
		return j.inner(t, p, sight)
	}
	return j.list(t, p, sight)
}

// document judges a body that is no page.
func (j *judge) document(t *task, fileKind, sha string) *judgement {
	promised := t.role == RoleItem || t.role == RoleFile
	if fileKind == "" || fileKind == kind.Image && !promised {
		return &judgement{outcome: WrongType, detail: "neither a page nor a document"}
	}
	if t.role == RoleEntry || t.role == RoleNav || t.role == RoleNotice {
		return &judgement{outcome: Irrelevant, detail: fileKind + " in place of a page"}
	}
	year := t.year
	if !j.guide.WantedItem(year, t.date()) {
		return &judgement{outcome: OutOfScope, detail: "year"}
	}
	if t.role == RoleItem && !j.guide.Township(t.title, t.columns, "") {
		return &judgement{outcome: OutOfScope, detail: "body"}
	}
	return &judgement{found: &foundReport{
		Kind: fileKind, Essence: sha, Year: year, Title: documentEnd.ReplaceAllString(t.title, ""), Published: t.date(), Town: t.town,
	}}
}

func (t *task) date() string {
	if t.listed != "" {
		return t.listed
	}
	return t.pageDate
}

// item judges the page of a title that promised a report.
func (j *judge) item(t *task, p *portal.Page, sight focus.Sight) *judgement {
	title := articleTitle(t, p)
	if sight.Reading {
		return &judgement{outcome: Irrelevant, detail: "a reading of a report"}
	}
	year := sight.Year
	if year == 0 {
		year = t.year
	}
	out := &judgement{}
	if sight.IsReport() {
		switch {
		case !j.guide.Wanted(year):
			return &judgement{outcome: OutOfScope, detail: "year"}
		case !j.guide.Township(title, t.columns, article(title, p.Text())):
			return &judgement{outcome: OutOfScope, detail: "body"}
		}
		out.found = j.foundPage(t, p, title, year)
	}
	if !sight.Whole() {
		out.links = j.attachments(t, p, title)
	}
	if out.found == nil && len(out.links) > 0 && !j.guide.Township(title, t.columns, "") {
		return &judgement{outcome: OutOfScope, detail: "body"}
	}
	if out.found != nil && len(out.links) == 0 && !sight.Whole() {
		out.pictures = articlePictures(p)
	}
	if out.found != nil || len(out.links) > 0 {
		return out
	}
	if t.depth < maxDepth {
		// The title may have been a column's.
		listing := j.list(t, p, sight)
		if listing.promising || len(listing.next) > 0 && len(listing.listKeys) > 0 {
			return listing
		}
	}
	pictures := articlePictures(p)
	promised := j.guide.Title(title).Kind == focus.Report || j.guide.Title(t.title).Kind == focus.Report
	switch {
	case promised && len(pictures) > 0:
		out.found, out.pictures = j.foundPage(t, p, title, year), pictures
	case sight.Chars == 0:
		out.outcome, out.detail = Empty, "no visible words"
	case promised:
		out.outcome, out.detail = NotReport, "no words of a report"
	default:
		out.outcome, out.detail = Irrelevant, "no words of a report"
	}
	return out
}

// inner judges a page that came for an attachment or stands in a frame.
func (j *judge) inner(t *task, p *portal.Page, sight focus.Sight) *judgement {
	if sight.IsReport() || sight.Tables > 0 {
		year := sight.Year
		if year == 0 {
			year = t.year
		}
		if !j.guide.Wanted(year) {
			return &judgement{outcome: OutOfScope, detail: "year"}
		}
		return &judgement{found: j.foundPage(t, p, t.title, year)}
	}
	if t.depth < maxDepth {
		if links := j.attachments(t, p, t.title); len(links) > 0 {
			return &judgement{links: links}
		}
	}
	if t.role == RoleFile {
		return &judgement{outcome: WrongType, detail: "a page in place of a file"}
	}
	return &judgement{outcome: Irrelevant, detail: "a frame without a report"}
}

func (j *judge) foundPage(t *task, p *portal.Page, title string, year int) *foundReport {
	town := j.guide.TownIn(title)
	if town == "" {
		town = t.town
	}
	return &foundReport{Kind: kind.HTML, Essence: essence(p, title), Year: year, Title: title, Published: publishDate(t, p), Town: town}
}

// articleTitle is the page's own title of the article, or the list's.
func articleTitle(t *task, p *portal.Page) string {
	if title := p.Meta["articletitle"]; title != "" {
		return title
	}
	if t.title != "" && !strings.HasSuffix(t.title, "…") && !strings.HasSuffix(t.title, "...") {
		return t.title
	}
	return p.Title
}

func publishDate(t *task, p *portal.Page) string {
	if date := portal.FindDate(p.Meta["pubdate"]); date != "" {
		return date
	}
	if m := publishedAt.FindStringSubmatch(p.Text()); m != nil {
		return portal.FindDate(m[1])
	}
	return t.listed
}

var (
	articleStart = regexp.MustCompile(`总体情况`)
	articleLast  = regexp.MustCompile(`其他需要报告的`)
	articleEnd   = regexp.MustCompile(`版权所有|主办单位|承办单位|网站标识码|ICP备|上一篇|下一篇|打印本页|关闭窗口|关闭本页|分享到|相关链接|友情链接|扫一扫`)
)

// article cuts a page's words down to the report: from its title, or its first
// heading, to what a page shows below an article. Where the headings are not
// there it is all words.
func article(title, text string) string {
	start := articleStart.FindStringIndex(text)
	if start == nil {
		return text
	}
	from := start[0]
	if at := strings.LastIndex(text[:from], title); title != "" && at >= 0 {
		from = at
	}
	text = text[from:]
	last := 0
	if at := articleLast.FindStringIndex(text); at != nil {
		last = at[1]
	}
	if end := articleEnd.FindStringIndex(text[last:]); end != nil {
		text = text[:last+end[0]]
	}
	return text
}

// essence is the digest of what a reader of the report sees and can open, without
// counters and without what stands around it: these differ from one hour, or one
// design of the site, to the next.
func essence(p *portal.Page, title string) string {
	h := sha256.New()
	h.Write([]byte(strings.Join(strings.Fields(counters.ReplaceAllString(article(title, p.Text()), "")), " ")))
	for _, link := range p.Links() {
		if documentName.MatchString(link.URL) {
			h.Write([]byte(addressKey("GET", link.URL, "")))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func articlePictures(p *portal.Page) []string {
	pictures := p.Pictures()
	return pictures[:min(len(pictures), maxPictures)]
}

// attachments are the documents and frames that hang on a report's page.
func (j *judge) attachments(t *task, p *portal.Page, title string) []discovery {
	// Of the documents, those that bear the report's name come before those that are
	// called an attachment, and these before any others: a page has only one kind of
	// what it is about.
	var named, called, others, frames []discovery
	seen := map[string]bool{t.key: true}
	for _, link := range j.documentLinks(p) {
		target, isDocument := attachmentTarget(p, link)
		u, err := url.Parse(target)
		if !isDocument && !link.Frame || err != nil || !j.allowed.has(u) {
			continue
		}
		d := discovery{task: t.child(RoleFile, target, scoreItem+50)}
		if seen[d.task.key] {
			continue
		}
		seen[d.task.key] = true
		d.task.pageURL, d.task.pageTitle, d.task.pageDate = p.URL.String(), title, publishDate(t, p)
		d.task.title, d.task.year, d.task.why = title, t.year, "报告页面的附件"
		if d.task.year == 0 {
			d.task.year = titles.Parse(title).Year
		}
		switch {
		case !isDocument:
			d.task.role, d.task.why = RoleFrame, "报告页面内嵌的框架"
			frames = append(frames, d)
		case otherFile.MatchString(link.Text) && !columnTitle.MatchString(link.Text):
		case j.guide.Title(link.Text).Kind >= focus.Maybe:
			d.task.title = link.Text
			named = append(named, d)
		case link.Text == "" || fileTitle.MatchString(link.Text):
			called = append(called, d)
		default:
			others = append(others, d)
		}
	}
	for _, files := range [][]discovery{named, called, others} {
		if len(files) > 0 {
			return append(files[:min(len(files), maxAttachments)], frames[:min(len(frames), maxFrames)]...)
		}
	}
	return frames[:min(len(frames), maxFrames)]
}

// documentLinks are the page's links; where none is a document's, the documents
// that its scripts name, as viewers have them.
func (j *judge) documentLinks(p *portal.Page) []portal.Link {
	links := p.Links()
	for _, link := range links {
		if _, isDocument := attachmentTarget(p, link); isDocument {
			return links
		}
	}
	links = slices.Clone(links)
	for _, script := range p.Scripts() {
		for _, m := range quotedFile.FindAllStringSubmatch(script, maxAttachments) {
			if target := p.Resolve(m[1]); target != "" {
				links = append(links, portal.Link{URL: target})
			}
		}
	}
	return links
}

// attachmentTarget tells whether a link leads to a document, and to which: a
// viewer's frame leads to the file that it shows.
func attachmentTarget(p *portal.Page, link portal.Link) (string, bool) {
	if m := viewerFrame.FindStringSubmatch(link.URL); m != nil {
		if file, err := url.QueryUnescape(m[1] + m[2]); err == nil {
			base, err := url.Parse(link.URL)
			if err == nil {
				if target, err := base.Parse(file); err == nil {
					return target.String(), true
				}
			}
		}
	}
	return link.URL, documentName.MatchString(link.URL) || downloadName.MatchString(link.URL) && !link.Frame || documentName.MatchString(link.Text)
}

// child makes the task of an address found on t's page.
func (t *task) child(role Role, address string, score int) *task {
	host := ""
	if u, err := url.Parse(address); err == nil {
		host = hostKey(u)
	}
	return &task{
		portal: t.portal, key: addressKey("GET", address, ""), url: address, host: host, referer: t.url,
		role: role, parent: t.id, depth: t.depth + 1, score: score, columns: t.columns, town: t.town,
	}
}
