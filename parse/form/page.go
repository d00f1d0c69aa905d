package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
	"gongkai/parse/layout"
)

// page is a document with what is known around it.
type page struct {
	doc      *layout.Document
	source   *disclosure.Document
	register *disclosure.Register
	blocks   []layout.Block
	counties map[string][]string
	towns    []*disclosure.Town
	// facts are what the lines and tables of date, source and index number say.
	facts facts
}

// facts are what stands around an article: the portal's own words about it.
type facts struct {
	published, publisher, index, crumb string
}

// part is one report's share of a document.
type part struct {
	blocks []layout.Block
	// alone is true where the document holds no other part: only then do the words
	// around the article speak for it.
	alone bool
}

func newPage(doc *layout.Document, source *disclosure.Document, register *disclosure.Register) *page {
	p := &page{doc: doc, source: source, register: register, counties: map[string][]string{}}
	p.blocks = unboxed(doc.Blocks[:min(len(doc.Blocks), maxBlocks)])
	p.facts = p.gatherFacts()
	return p
}

// unboxed writes grids of one column, which box running text, as paragraphs.
func unboxed(blocks []layout.Block) []layout.Block {
	boxed := func(b layout.Block) bool { return b.Kind == layout.Table && b.Grid != nil && b.Grid.Columns == 1 }
	if !slices.ContainsFunc(blocks, boxed) {
		return blocks
	}
	var out []layout.Block
	for _, b := range blocks {
		if !boxed(b) {
			out = append(out, b)
			continue
		}
		for _, cell := range b.Grid.Cells {
			if cell.Image {
				out = append(out, layout.Block{Kind: layout.Image, Chrome: b.Chrome, Place: cell.Place})
			}
			lines := []string{cell.Text}
			if len(cell.Text) > 3*maxHeading {
				lines = strings.Split(cell.Text, "\n")
			}
			for _, text := range lines {
				if len(out) >= maxBlocks {
					return out
				}
				out = append(out, layout.Block{Kind: layout.Paragraph, Text: text, Chrome: b.Chrome, Role: b.Role, Place: cell.Place})
			}
		}
	}
	return out
}

// factLength bounds, in bytes, a line that states facts about the article.
const factLength = 600

// gatherFacts reads the lines of date, source and index number, and the path from
// the portal's home page.
func (p *page) gatherFacts() facts {
	var f facts
	for n := range p.blocks {
		b := &p.blocks[n]
		text := b.Text
		if b.Kind == layout.Table {
			if b.Grid == nil || b.Role == "" && len(b.Grid.Cells) > 40 {
				continue
			}
			text = gridText(b.Grid)
		}
		if len(text) > factLength || len(text) < 6 {
			continue
		}
		if b.Role == "crumb" || b.Kind == layout.Paragraph && (strings.Contains(text, "首页") && strings.ContainsAny(text, ">/»›＞") || strings.Contains(text, "当前位置") || strings.Contains(text, "您的位置")) {
			if f.crumb == "" {
				f.crumb = text
			}
			continue
		}
		if !strings.Contains(text, "时间") && !strings.Contains(text, "日期") && !strings.Contains(text, "来源") &&
			!strings.Contains(text, "机构") && !strings.Contains(text, "索") && !strings.Contains(text, "单位") {
			continue
		}
		if f.published == "" {
			f.published = lineDate(text)
		}
		if f.index == "" {
			f.index = fieldOf(text, "索引号", "索引编号")
		}
		if f.publisher == "" {
			f.publisher = fieldOf(text, "发布机构", "发布单位", "公开机构", "公开单位", "公开主体", "信息来源", "文章来源", "来源", "责任部门")
		}
	}
	return f
}

// gridText is the words of a small table in reading order.
func gridText(g *layout.Grid) string {
	var b strings.Builder
	for i := range g.Cells {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.Cells[i].Text)
		if b.Len() > 2*factLength {
			break
		}
	}
	return b.String()
}

// factNames end the value of the fact before them.
var factNames = []string{
	"索引号", "索引编号", "公开方式", "公开形式", "成文日期", "生成日期", "发布日期", "发布时间", "发布机构", "发布单位", "公开机构", "公开日期", "公开时限", "公开范围", "公开主体", "组配分类", "主题分类", "体裁分类", "信息名称",
	"名称", "文号", "文件编号", "发文字号", "有效性", "关键词", "主题词", "分类", "来源", "信息来源", "作者", "浏览次数", "浏览量", "阅读", "点击", "访问", "字号", "字体", "分享", "打印", "责任编辑", "编辑", "更新时间", "更新日期", "时间", "日期", "审核", "责任部门", "内容概述", "标题", "效力状态",
}

// fieldOf returns the value of the first of the names that a line of facts has.
func fieldOf(text string, names ...string) string {
	words := string(han.Fold(nil, text, true))
	for _, name := range names {
		at := indexLoose(words, name)
		if at < 0 {
			continue
		}
		value := strings.TrimLeft(words[at:], " \n:：)]")
		if value == "" {
			continue
		}
		end := len(value)
		for _, other := range factNames {
			if stop := strings.Index(value, other); stop >= 0 && stop < end {
				end = stop
			}
			if stop := indexLooseStart(value, other); stop >= 0 && stop < end {
				end = stop
			}
		}
		value = value[:end]
		if stop := strings.IndexAny(value, "\n|([<"); stop >= 0 {
			value = value[:stop]
		}
		if fields := strings.Fields(value); len(fields) > 0 && len(fields[0]) <= 90 {
			return strings.Trim(fields[0], ":：,，。;；")
		}
	}
	return ""
}

// indexLoose finds a name whose characters may be set apart by spaces and returns
// where it ends, or -1.
func indexLoose(s, name string) int {
	if at := strings.Index(s, name); at >= 0 {
		return at + len(name)
	}
	runes := []rune(name)
	for from := 0; ; {
		at := strings.Index(s[from:], string(runes[0]))
		if at < 0 {
			return -1
		}
		i := from + at + len(string(runes[0]))
		matched := true
		for _, r := range runes[1:] {
			for i < len(s) && s[i] == ' ' {
				i++
			}
			if !strings.HasPrefix(s[i:], string(r)) {
				matched = false
				break
			}
			i += len(string(r))
		}
		if matched {
			return i
		}
		from += at + len(string(runes[0]))
	}
}

// indexLooseStart is where a name of three characters or more, set apart by spaces,
// begins.
func indexLooseStart(s, name string) int {
	if end := indexLoose(s, name); end >= 0 && len([]rune(name)) >= 3 {
		return strings.LastIndex(s[:end], string([]rune(name)[0]))
	}
	return -1
}

// splitHeadings is how many of a report's headings must stand on each side of a
// second title for the document to hold two reports.
const splitHeadings = 2

// cut is where a part begins, and how many headings of a report stand in it.
type cut struct{ block, headings int }

// parts divides a document that holds several reports at their titles. A report of
// the oldest form may be a table alone.
func (p *page) parts() []part {
	cuts := []cut{{0, 0}}
	current := ""
	for n := range p.blocks {
		b := &p.blocks[n]
		last := &cuts[len(cuts)-1]
		if b.Kind == layout.Table && len(cuts) > 1 && last.headings < splitHeadings && !b.Chrome && b.Grid != nil && showsForm(b.Grid) {
			last.headings = splitHeadings
		}
		if b.Kind != layout.Paragraph || b.Chrome || len(b.Text) > 4*title.MaxRunes {
			continue
		}
		key, isTitle := p.titleKey(b.Text)
		switch {
		case !isTitle:
			if isFormHeading(b.Text) {
				last.headings++
			}
		case key != "" && key != current:
			if current != "" && last.headings >= splitHeadings {
				cuts = append(cuts, cut{n, 0})
			}
			current = key
		}
	}
	for len(cuts) > 1 && cuts[len(cuts)-1].headings < splitHeadings {
		cuts = cuts[:len(cuts)-1]
	}
	var parts []part
	for n, c := range cuts {
		end := len(p.blocks)
		if n+1 < len(cuts) {
			end = cuts[n+1].block
		}
		parts = append(parts, part{p.blocks[c.block:end], len(cuts) == 1})
	}
	return parts
}

// titleKey tells the titles of reports apart by town and year. The key is empty for
// a title that names no town.
func (p *page) titleKey(text string) (key string, isTitle bool) {
	if !strings.Contains(text, "公开") && !strings.Contains(text, "公開") || len([]rune(text)) > title.MaxRunes {
		return "", false
	}
	t := title.Parse(text)
	if !t.Report || t.Body == "" || t.Year == 0 || title.IsSentence(text) || title.OtherMatter(text) != "" {
		return "", false
	}
	town, _ := p.townOf(t.Body)
	if town == "" {
		return "", true
	}
	return townStem(town) + strconv.Itoa(t.Year), true
}

// isFormHeading reports whether a text is a heading that the newest form prescribes.
func isFormHeading(text string) bool {
	o := outlines()[disclosure.Forms()[0].ID]
	h, ok := headingOf(text)
	if !ok || h.label.level == 0 {
		return false
	}
	h.core = []rune(headingCore(h.label.text))
	for t := range o.keys {
		if o.likeness(&h, t) >= 0.8 {
			return true
		}
	}
	return false
}

// showsForm reports whether a table has enough labels of one form to be its.
func showsForm(g *layout.Grid) bool {
	shown := labelsShown(texts{}, []layout.Block{{Kind: layout.Table, Grid: g}})
	return slices.Max(shown.known) >= enoughRows
}

// readPart reads one report, or says why there is none.
func (p *page) readPart(part part) result {
	report := disclosure.Report{Reader: p.doc.Reader}
	p.identify(&report, &part)
	about := subject{report.Town, report.County, report.Year}
	t := pickForm(part.blocks, about)
	behind := t.behind
	if t.strength == 0 {
		if form := disclosure.FormForYear(report.Year); form != nil {
			t.v = vocabularyOf(form)
		}
	}
	sections, first := sectionsOf(part.blocks, t.v, t.used)
	v := p.judge(&report, &part, t, sections)
	if v.reason != "" && v.rejected {
		report.Status, report.Reason, report.Detail = disclosure.Rejected, v.reason, v.detail
		return result{report, t}
	}
	report.Sections = sections
	report.Preamble = preamble(part.blocks[:min(first, len(part.blocks))], report.Title, t.used)
	if t.strength == 0 {
		t = readTables(t.v, t.m.texts, part.blocks, about)
	}
	t.fill(&report, part.blocks)
	if behind != nil {
		report.Doubts = append(report.Doubts, disclosure.Doubt{
			Code: disclosure.DoubtManyReports, Detail: fmt.Sprintf("文后另附%d年表式的统计表，未读入", behind.FirstYear),
		})
	}
	p.notes(&report, &part)
	p.status(&report)
	return result{report, t}
}

func vocabularyOf(form *disclosure.Form) *vocabulary {
	for _, v := range vocabularies() {
		if v.form == form {
			return v
		}
	}
	return vocabularies()[0]
}

// preamble is the prose before the first section, without the title and the facts.
func preamble(blocks []layout.Block, heading string, used map[int]bool) string {
	var text []string
	squeezed := han.Squeeze(heading)
	for n := range blocks {
		b := &blocks[n]
		if b.Kind != layout.Paragraph || b.Chrome || used[n] || b.Role == "info" || b.Role == "index" || b.Role == "crumb" || b.Role == "title" {
			continue
		}
		t := strings.TrimSpace(b.Text)
		if t == "" || len(t) < 4*title.MaxRunes && squeezed != "" && strings.Contains(squeezed, han.Squeeze(t)) {
			continue
		}
		text = append(text, t)
	}
	return strings.Join(text, "\n")
}

// noteWords are the words of the balance note above the table of applications.
var noteWords = []string{"勾稽", "钩稽", "第一项加第二项"}

// notes looks for the balance note and for pictures in place of tables.
func (p *page) notes(report *disclosure.Report, part *part) {
	form := disclosure.FormByID(report.Form)
	note := slices.ContainsFunc(part.blocks, func(b layout.Block) bool {
		if b.Chrome {
			return false
		}
		if b.Kind == layout.Table && b.Grid != nil {
			return slices.ContainsFunc(b.Grid.Cells[:min(len(b.Grid.Cells), 60)], func(c layout.Cell) bool { return saysNote(c.Text) })
		}
		return b.Kind == layout.Paragraph && saysNote(b.Text)
	})
	for n := range report.Tables {
		table := &report.Tables[n]
		if table.Found && slices.ContainsFunc(form.Identities, func(i disclosure.Identity) bool {
			return i.Table == table.Table && i.Kind == disclosure.Balance
		}) {
			table.Note = note
		}
		if section := report.Section(form.Tables[n].Section); !table.Found && section != nil && section.HasImage && !section.HasTable {
			table.AsImage = true
		}
	}
}

func saysNote(text string) bool {
	if len(text) > 4*maxLabel || !strings.Contains(text, "稽") && !strings.Contains(text, "第") {
		return false
	}
	words := han.Squeeze(text)
	return slices.ContainsFunc(noteWords, func(w string) bool { return strings.Contains(words, w) })
}

// status says how far the reading of a report succeeded.
func (p *page) status(report *disclosure.Report) {
	found, missing, image := 0, 0, 0
	for _, t := range report.Tables {
		switch {
		case t.Found:
			found++
		case t.AsImage:
			image++
		default:
			missing++
		}
	}
	low, illegible := false, 0
	for _, d := range report.Doubts {
		low = low || d.Code == disclosure.DoubtLowMatch || d.Code == disclosure.DoubtShifted
	}
	for i := range report.Cells {
		if report.Cells[i].State == disclosure.Illegible {
			illegible++
		}
	}
	report.Status = disclosure.Partial
	switch {
	case found == 0 && image > 0 || image > 0 && missing == 0:
		report.Reason, report.Detail = disclosure.TableAsImage, "表格是图片，未读取其中数字"
	case found == 0:
		report.Reason, report.Detail = disclosure.NoTables, "未找到规定格式的表格"
	case missing > 0 || image > 0:
		report.Reason, report.Detail = disclosure.TablesMissing, "缺少规定的表格"
	case low:
		report.Reason, report.Detail = disclosure.LowConfidence, "表格与规定格式相符程度低"
	case illegible > 0:
		report.Reason, report.Detail = disclosure.CellsIllegible, "有单元格无法确认"
	default:
		report.Status = disclosure.Parsed
	}
}
