package form

import (
	"path"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
	"gongkai/parse/layout"
)

// The weights of the places that name the town. The signature and the sentence
// that publishes the report are the organ's own words; titles are typed by hand
// and copied; what stands around the article is the portal's.
const (
	weightSignature  = 5.0
	weightSentence   = 5.0
	weightBodyTitle  = 4.0
	weightContact    = 3.0
	weightSource     = 3.0
	weightCrumb      = 2.5
	weightHeadTitle  = 2.5
	weightLinkTitle  = 2.0
	weightColumnName = 2.0
	weightFileName   = 1.0
)

// identify fills in who and when: title, town, county, year, dates, publisher. The
// part is nil where nothing of the document could be read.
func (p *page) identify(report *disclosure.Report, part *part) {
	var blocks []layout.Block
	alone := true
	if part != nil {
		blocks, alone = part.blocks, part.alone
	}
	bodyTitle := p.bodyTitle(blocks)
	titles := p.titlesAround()
	report.Title = bodyTitle
	if report.Title == "" && len(titles) > 0 {
		report.Title = titles[0]
		if at := slices.IndexFunc(titles, func(t string) bool { return title.Parse(t).Report }); at >= 0 {
			report.Title = titles[at]
		}
	}
	report.Publisher = p.facts.publisher
	if source := p.doc.Meta.Fields["contentsource"]; report.Publisher == "" {
		report.Publisher = strings.TrimSpace(source)
	}
	report.IndexNumber = p.facts.index
	report.Published, report.PublishedSource = p.published()

	opening := openingText(blocks)
	p.nameTown(report, blocks, bodyTitle, titles, opening, alone)
	p.stateYears(report, blocks, bodyTitle, titles, opening, alone)
}

// titlesAround lists the titles outside of the article: the page's own, that of
// the link that led here, that of the page an attachment hung on, the file's name.
func (p *page) titlesAround() []string {
	var titles []string
	add := func(text string) {
		text = strings.TrimSpace(text)
		if text != "" && !slices.Contains(titles, text) {
			titles = append(titles, text)
		}
	}
	add(p.doc.Meta.Fields["articletitle"])
	add(headTitle(p.doc.Meta.Title))
	add(p.source.Hint.LinkTitle)
	add(headTitle(p.source.Hint.PageTitle))
	return titles
}

// headTitle cuts the site's name off a page's title.
func headTitle(head string) string {
	head = strings.TrimSpace(head)
	for _, sign := range []string{"_", "|", "－", " - ", "—", "--", "-"} {
		pieces := strings.Split(head, sign)
		if len(pieces) < 2 {
			continue
		}
		for _, piece := range pieces {
			if t := title.Parse(piece); t.Report || strings.Contains(piece, "报告") {
				return strings.TrimSpace(piece)
			}
		}
	}
	return head
}

// titleBlocks bounds how far into a part its title is looked for.
const titleBlocks = 60

// bodyTitle finds the title in the article: the last one before the first section,
// joined where it is broken over lines.
func (p *page) bodyTitle(blocks []layout.Block) string {
	best, count := "", 0
	marked, near := "", "" // what the reader marked, and what names a town and the matter
	for n := range blocks[:min(len(blocks), titleBlocks)] {
		b := &blocks[n]
		if b.Kind == layout.Table && b.Grid != nil && len(b.Grid.Cells) > 60 {
			break
		}
		if b.Kind != layout.Paragraph || b.Chrome || len(b.Text) > 4*title.MaxRunes || b.Role == "crumb" {
			continue
		}
		text := strings.TrimSpace(b.Text)
		if h, ok := headingOf(text); ok && h.label.level == 1 && best != "" {
			break
		}
		if title.IsSentence(text) {
			continue
		}
		if b.Role == "title" {
			marked = text
		}
		if !strings.Contains(text, "公开") && !strings.Contains(text, "公開") {
			continue
		}
		t := title.Parse(text)
		if town, _ := p.townOf(t.Body); town != "" && near == "" {
			near = text
		}
		joined := text
		if !t.Report {
			if next := nextShort(blocks, n, 1); next != "" && title.Parse(text+next).Report {
				joined = text + next
				t = title.Parse(joined)
			}
		}
		if !t.Report || len([]rune(joined)) > title.MaxRunes {
			continue
		}
		if town, _ := p.townOf(t.Body); town == "" {
			if before := nextShort(blocks, n, -1); before != "" {
				if town, _ := p.townOf(title.Parse(before + joined).Body); town != "" && len([]rune(before)) <= 24 {
					joined = before + joined
				}
			}
		}
		best = joined
		count++
	}
	if count > 3 && marked != "" {
		return marked
	}
	switch {
	case best != "":
		return best
	case marked != "":
		return marked
	}
	return near
}

// nextShort returns the text of the neighbouring paragraph, if it may be a piece of
// a title.
func nextShort(blocks []layout.Block, n, step int) string {
	for k := n + step; k >= 0 && k < len(blocks); k += step {
		b := &blocks[k]
		if b.Chrome || b.Kind == layout.Paragraph && strings.TrimSpace(b.Text) == "" {
			continue
		}
		if b.Kind != layout.Paragraph || b.Role == "info" || b.Role == "index" || b.Role == "crumb" {
			return ""
		}
		text := strings.TrimSpace(b.Text)
		if len([]rune(text)) > 40 || strings.ContainsAny(text, "。；：:，>") {
			return ""
		}
		return text
	}
	return ""
}

// openingText is the prose before the tables, where the organ presents its report,
// folded and without spaces.
func openingText(blocks []layout.Block) string {
	var b strings.Builder
	for n := range blocks {
		if blocks[n].Kind == layout.Table && b.Len() > 200 || b.Len() > 4000 {
			break
		}
		if blocks[n].Kind == layout.Paragraph && !blocks[n].Chrome {
			b.WriteString(blocks[n].Text)
			b.WriteByte('\n')
		}
	}
	return han.Squeeze(b.String())
}

// nameTown gathers what names the town and lets the most trusted decide.
func (p *page) nameTown(report *disclosure.Report, blocks []layout.Block, bodyTitle string, titles []string, opening string, alone bool) {
	var names []named
	add := func(body string, weight float64) {
		if body == "" {
			return
		}
		if town, county := p.townOf(body); town != "" || county != "" {
			names = append(names, named{town, county, weight})
		}
	}
	add(p.signature(blocks), weightSignature)
	for _, body := range presentedBy(opening) {
		add(body, weightSentence)
	}
	for _, body := range contacts(opening) {
		add(body, weightContact)
	}
	add(title.Parse(bodyTitle).Body, weightBodyTitle)
	for n, around := range titles {
		if !alone || han.Squeeze(around) == han.Squeeze(bodyTitle) {
			continue
		}
		weight := weightHeadTitle
		if n > 0 {
			weight = weightLinkTitle
		}
		add(title.Parse(around).Body, weight)
	}
	if alone {
		add(report.Publisher, weightSource)
		if source := p.doc.Meta.Fields["contentsource"]; source != report.Publisher {
			add(source, weightSource)
		}
		for _, piece := range crumbs(p.facts.crumb) {
			add(piece, weightCrumb)
		}
		for _, piece := range crumbs(p.source.Hint.Column) {
			add(piece, weightColumnName)
		}
		add(title.Parse(strings.TrimSuffix(path.Base(p.source.Name), path.Ext(p.source.Name))).Body, weightFileName)
	}
	best, ok := vote(names)
	county := best.county
	if county == "" {
		county = p.siteCounty()
	}
	report.County = county
	if hint := p.source.Hint; hint.CountyCode != "" {
		report.CountyCode = hint.CountyCode
		if towns := p.county(); len(towns) > 0 {
			report.County = towns[0].County
		} else if hint.County != "" {
			report.County = hint.County
		}
	} else if county == "" {
		report.County = hint.County
		county = hint.County
	}
	if !ok {
		return
	}
	report.Town = best.town
	town, code := p.settle(best.town, county)
	if town != nil {
		report.TownCode, report.CountyCode, report.County = town.Code, town.CountyCode, town.County
	} else if report.CountyCode == "" {
		report.CountyCode = code
	}
}

// siteCounty reads the county out of the site's name.
func (p *page) siteCounty() string {
	for _, text := range []string{p.doc.Meta.Fields["sitename"], p.doc.Meta.Title, p.source.Hint.PageTitle} {
		for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("_-|—－ ·", r) }) {
			name := []rune(disclosure.TownName(strings.TrimSuffix(strings.TrimSuffix(han.Squeeze(piece), "门户网站"), "网站")))
			if len(name) >= 2 && len(name) <= 12 && strings.ContainsRune("县市区旗", name[len(name)-1]) && strings.Contains(piece, "政府") {
				return string(name)
			}
		}
	}
	return ""
}

// crumbs lists the pieces of a path of columns.
func crumbs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(">/»›＞→|\n\t", r) })
}

// presentedBy finds the organs in the sentences that publish the report: 现公布…
// 2024年政府信息公开工作年度报告.
func presentedBy(opening string) []string {
	words := opening
	var bodies []string
	for _, verb := range []string{"现公布", "现发布", "现向社会公布", "向社会公布", "现将", "公布", "编制了", "本报告由", "本报告是"} {
		at := strings.Index(words, verb)
		if at < 0 {
			continue
		}
		rest := words[at+len(verb):]
		if runes := []rune(rest); len(runes) > 50 {
			rest = string(runes[:50])
		}
		if verb == "本报告由" {
			if end := strings.Index(rest, "编制"); end > 0 {
				bodies = append(bodies, rest[:end])
			} else if end := strings.Index(rest, "按照"); end > 0 {
				bodies = append(bodies, rest[:end])
			}
			continue
		}
		if t := title.Parse(rest); t.Report && !strings.ContainsAny(t.Body, "。，,;") {
			bodies = append(bodies, t.Body)
			break
		}
	}
	return bodies
}

// contacts finds the organ that questions are to be sent to: 请与…联系.
func contacts(opening string) []string {
	words := opening
	var bodies []string
	for _, verb := range []string{"请与", "请联系", "请向"} {
		at := strings.Index(words, verb)
		if at < 0 {
			continue
		}
		rest := words[at+len(verb):]
		end := strings.Index(rest, "联系")
		for _, sign := range []string{"(", "咨询", "反映", "，", "。", ","} {
			if e := strings.Index(rest, sign); e >= 0 && (end < 0 || e < end) {
				end = e
			}
		}
		if end <= 0 || end > 90 {
			continue
		}
		body := rest[:end]
		for _, suffix := range []string{"党政综合办公室", "党政办公室", "综合办公室", "党政和人大办公室", "党政综合办", "党政办", "政务公开办公室", "政务公开办", "办公室", "政府"} {
			if cut, found := strings.CutSuffix(body, suffix); found {
				body = cut
				break
			}
		}
		bodies = append(bodies, body)
	}
	return bodies
}

// signatureBlocks bounds how far from the end a signature is looked for.
const signatureBlocks = 12

// signature finds the organ that signs the report in its last lines.
func (p *page) signature(blocks []layout.Block) string {
	seen := 0
	for n := len(blocks) - 1; n >= 0 && seen < signatureBlocks; n-- {
		b := &blocks[n]
		if b.Kind == layout.Table && !b.Chrome {
			return ""
		}
		if b.Kind != layout.Paragraph || b.Chrome {
			continue
		}
		for _, text := range slices.Backward(strings.Split(b.Text, "\n")) {
			words := han.Squeeze(text)
			if words == "" {
				continue
			}
			seen++
			if runes := len([]rune(words)); runes > 40 || strings.ContainsAny(words, "，,。：:；>|") {
				continue
			}
			if year, from, _ := title.FindYear(title.ArabicDates(words)); year > 0 {
				words = title.ArabicDates(words)[:from]
			}
			if town, _ := p.townOf(words); town != "" && (strings.HasSuffix(words, "政府") || strings.HasSuffix(words, "办事处") || strings.HasSuffix(words, town)) {
				return words
			}
		}
	}
	return ""
}

// published finds the date of publication.
func (p *page) published() (string, disclosure.PublishedSource) {
	for _, name := range []string{"pubdate", "publishdate", "publishtime", "article:published_time"} {
		if date := leadingDate(string(han.Fold(nil, p.doc.Meta.Fields[name], true))); date != "" {
			return date, disclosure.PublishedFromMeta
		}
	}
	if p.facts.published != "" {
		return p.facts.published, disclosure.PublishedFromLine
	}
	for _, date := range []string{p.source.Hint.PagePublished, p.source.Hint.Listed} {
		if date := leadingDate(date); date != "" {
			return date, disclosure.PublishedFromList
		}
	}
	for _, url := range []string{p.source.URL, p.source.Hint.PageURL} {
		if date := urlDate(url); date != "" {
			return date, disclosure.PublishedFromURL
		}
	}
	return "", ""
}
