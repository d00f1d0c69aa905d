package form

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
	"gongkai/parse/layout"
)

// verdict says whether a part is a report, and why not.
type verdict struct {
	rejected bool
	reason   disclosure.Reason
	detail   string
}

func reject(reason disclosure.Reason, format string, args ...any) verdict {
	return verdict{true, reason, fmt.Sprintf(format, args...)}
}

// The evidence that makes a part a report.
const (
	// enoughRows is how many rows of one table, or enoughTables how many tables,
	// prove a report by themselves.
	enoughRows   = 8
	enoughTables = 2
	// enoughSections is how many of the form's sections make a report where the title
	// names one.
	enoughSections = 3
	// shortProse is the most characters of prose on a page that only leads to its
	// attachment.
	shortProse = 400
)

// judge decides whether a part is a township's report.
func (p *page) judge(report *disclosure.Report, part *part, t *tables, sections []disclosure.Section) verdict {
	named := title.Parse(report.Title)
	if who, other := p.otherBody(named.Body); other {
		return reject(disclosure.NotAReport, "%s的报告，不是乡镇（街道）的报告", who)
	}
	if report.Town == "" {
		for _, body := range presentedBy(openingText(part.blocks)) {
			if who, other := p.otherBody(body); other {
				return reject(disclosure.NotAReport, "%s的报告，不是乡镇（街道）的报告", who)
			}
		}
	}
	matter := title.OtherMatter(report.Title)
	known := 0
	for _, s := range sections {
		if s.Key != "extra" {
			known++
		}
	}
	if t.proves() {
		if t.empty() && (matter != "" || strings.Contains(report.Title, "通知") && !strings.Contains(report.Title, "《")) {
			return reject(disclosure.NotAReport, "空白表格，不是已填报的报告")
		}
		if matter == "" || known >= enoughSections {
			return verdict{}
		}
	}
	if matter != "" {
		return reject(disclosure.NotAReport, "标题含“%s”，不是年度报告", matter)
	}
	switch {
	case named.Report && known >= enoughSections:
		if foreignTable(part.blocks) && t.strength < enoughRows && (report.Year == 0 || report.Year < modernYear()) {
			return reject(disclosure.UnknownForm, "表格不是已知的统计格式")
		}
		if report.Year > 0 && disclosure.FormForYear(report.Year) == nil {
			return reject(disclosure.UnknownForm, "%d年的报告没有统一格式", report.Year)
		}
		if hasProse(sections) || hasImages(part.blocks) || t.strength > 0 {
			return verdict{}
		}
	case named.Report && foreignTable(part.blocks) && !listing(part.blocks):
		return reject(disclosure.UnknownForm, "表格不是已知的统计格式")
	}
	if named.Report || title.Parse(p.source.Hint.LinkTitle).Report {
		if attachments(p.blocks) > 0 && prose(part.blocks) <= shortProse {
			return reject(disclosure.AttachmentOnly, "页面只有附件链接，报告在附件中")
		}
		if hasImages(part.blocks) && prose(part.blocks) <= shortProse {
			return reject(disclosure.TableAsImage, "页面只有图片，报告在图片中")
		}
	}
	return reject(disclosure.NotAReport, "没有年度报告的章节和表格")
}

// modernYear is the first year of the forms whose tables are the report itself.
func modernYear() int {
	forms := disclosure.Forms()
	year := forms[0].FirstYear
	for _, form := range forms {
		if len(form.Sections) == len(forms[0].Sections) {
			year = min(year, form.FirstYear)
		}
	}
	return year
}

// proves reports whether the tables found are enough to make the part a report.
func (t *tables) proves() bool {
	found := 0
	for table := range t.v.form.Tables {
		rows := t.taken.rowCount(table)
		if rows >= enoughRows {
			return true
		}
		columns := 0
		for _, s := range t.taken.columns[table] {
			if s > 0 {
				columns++
			}
		}
		if rows >= 2 && columns >= 2 {
			found++
		}
	}
	return found >= enoughTables
}

// empty reports whether the tables say nothing at all.
func (t *tables) empty() bool {
	for i := range t.taken.cells {
		if t.taken.found[i] && t.taken.cells[i].State == disclosure.Reported {
			return false
		}
	}
	return true
}

// otherBody reports whether a title's organ is surely no township: a bureau, an
// office, or a county. The government of the portal's own county is read: its report
// is what the towns' are added up against.
func (p *page) otherBody(body string) (who string, other bool) {
	words := han.Squeeze(body)
	if town, _ := p.townOf(words); town != "" {
		return "", false
	}
	if title.IsUpperGovernment(words) {
		return words, !p.ownCounty(disclosure.TownName(words))
	}
	return words, title.IsDepartment(words)
}

// ownCounty reports whether a name is that of the county whose portal the document
// came from, with or without the names of city and province before it.
func (p *page) ownCounty(name string) bool {
	code := p.source.Hint.CountyCode
	if code == "" || p.register == nil {
		return false
	}
	towns := p.register.County(code)
	return len(towns) > 0 && strings.HasSuffix(name, towns[0].County)
}

// foreignTable reports whether a part has a table of figures.
func foreignTable(blocks []layout.Block) bool {
	return slices.ContainsFunc(blocks, func(b layout.Block) bool {
		if b.Kind != layout.Table || b.Chrome || b.Grid == nil {
			return false
		}
		numbers, words := 0, 0
		for i := range b.Grid.Cells {
			switch kindOf(b.Grid.Cells[i].Text) {
			case numberText:
				numbers++
			case wordsText:
				words++
			}
		}
		return numbers >= 4 && words >= 4
	})
}

// listing reports whether a part is mostly links.
func listing(blocks []layout.Block) bool {
	links, paragraphs := 0, 0
	for i := range blocks {
		switch blocks[i].Kind {
		case layout.Link:
			links++
		case layout.Paragraph:
			paragraphs++
		}
	}
	return links > 5 && links > paragraphs
}

// hasProse reports whether the sections say anything.
func hasProse(sections []disclosure.Section) bool {
	n := 0
	for _, s := range sections {
		n += han.Count(s.Text)
	}
	return n >= 40
}

func hasImages(blocks []layout.Block) bool {
	return slices.ContainsFunc(blocks, func(b layout.Block) bool { return b.Kind == layout.Image && !b.Chrome })
}

// prose counts the Chinese characters of the article's paragraphs.
func prose(blocks []layout.Block) int {
	n := 0
	for i := range blocks {
		if blocks[i].Kind == layout.Paragraph && !blocks[i].Chrome {
			n += han.Count(blocks[i].Text)
		}
	}
	return n
}

// attachments counts the links to files and the frames that a page has.
func attachments(blocks []layout.Block) int {
	n := 0
	for i := range blocks {
		if blocks[i].Kind != layout.Link {
			continue
		}
		address := strings.ToLower(blocks[i].Address + " " + blocks[i].Text)
		for _, sign := range []string{".pdf", ".doc", ".wps", ".xls", ".ofd", "downfile", "download", "attach", ".zip", ".rar", "附件"} {
			if strings.Contains(address, sign) {
				n++
				break
			}
		}
	}
	return n
}
