// Package focus decides by words where the reports are: which links lead to
// columns of annual disclosure reports, which titles promise a township's report,
// and at a light look whether a page is one.
//
// It is pure and knows no addresses of particular portals. It errs on the side of
// looking: what it is not sure of is fetched and then judged by the page.
package focus

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
)

// Guide judges for one county.
type Guide struct {
	// towns are the county's townships, empty where they are not known.
	towns []town
	// First and Last are the report years wanted; 0 means no bound.
	First, Last int
}

// town is a township by its name, and by the same folded as titles are.
type town struct{ name, words string }

// NewGuide makes a guide for a county with the given towns and wanted years.
func NewGuide(towns []string, first, last int) *Guide {
	g := &Guide{First: first, Last: last}
	for _, name := range towns {
		g.towns = append(g.towns, town{name, han.Squeeze(name)})
	}
	return g
}

// Kind is what the words of a link promise.
type Kind uint8

// The kinds, the more wanted last.
const (
	Nothing Kind = iota
	Notices      // a column of notices, where reports are sometimes misfiled
	Way          // a page on the way: 政务公开, 乡镇街道, a town
	Level        // a part of a report column: a year, 乡镇
	Column       // a column of annual disclosure reports
	Maybe        // a title that may be a report's: a look at the page decides
	Report       // a report's title
)

// Promise is what the words of a link promise.
type Promise struct {
	Kind Kind
	// Score orders promises of a kind; the greater is looked at first.
	Score int
	// Year is the report year in the words, 0 where there is none.
	Year int
	// Town is the township in the words, "" where there is none.
	Town string
}

var (
	// weakWords are in titles that may be a report's.
	weakWords = regexp.MustCompile(`信息公开.*(?:年报|报告|总结|情况)|(?:年报|年度报告).*信息公开|政务公开.*(?:年报|年度报告|工作报告)`)
	cutTitle  = regexp.MustCompile(`(?:政府信|政府信息|政府信息公|信息公开|信息公开工|信息公开工作|信息公开年|信息公开工作年|信息公开工作年度|信息公开工作年度报|政)(?:…|\.{2,})$`)
	// notices are words of what asks for reports and is none, unless it names a
	// town's report beside them: 团坝镇关于印发…年度报告的通知.
	notices = regexp.MustCompile(`关于报送|关于印发|关于编制|的通知$|意见$`)
	// notTown are words that hold the characters of a township and are none.
	notTown  = regexp.MustCompile(`(?:^|[县区市及和、，,(])各(?:镇|乡|街道)|城乡|乡村|乡镇企业|城镇|镇街|乡镇|街镇|镇乡|镇\(街道\)|乡土|家乡|下乡|返乡|兴乡|电子乡`)
	townWord = regexp.MustCompile(`(\p{Han}{1,8}?(?:街道|地区|苏木|镇|乡))`)
	townOnly = regexp.MustCompile(`^(\p{Han}{1,10}?(?:街道办事处|街道办|街道|民族乡|苏木|镇|乡|开发区|林场|农场|管委会))(?:人民政府|政府|办事处|党工委|党委)?(?:信息公开|政府信息公开|政务公开|专栏)?$`)
	bodyTail = regexp.MustCompile(`(?:人民政府|办事处|政府|党政办公室|党政综合办公室|党政办|综合办)+$`)
)

// Link judges the words of a link.
func (g *Guide) Link(text string) Promise {
	words := han.Squeeze(text)
	if words == "" || utf8.RuneCountInString(words) > 120 {
		return Promise{}
	}
	if p := g.Title(words); p.Kind >= Maybe {
		return p
	}
	return g.column(words)
}

// Title judges a title: Report, Maybe or Nothing.
func (g *Guide) Title(text string) Promise {
	words := han.Squeeze(text)
	cut := cutTitle.MatchString(words)
	if !strings.Contains(words, "公开") && !cut || title.OtherMatter(words) != "" {
		return Promise{}
	}
	said := title.Parse(words)
	p := Promise{Year: said.Year, Town: g.TownIn(words)}
	switch {
	case said.Report:
		p.Kind, p.Score = Report, 20
	case weakWords.MatchString(words), cut && (p.Year > 0 || p.Town != ""):
		p.Kind, p.Score = Maybe, 10
	default:
		return Promise{}
	}
	if p.Town == "" && (g.isOtherBody(said.Body) || notices.MatchString(words)) {
		return Promise{}
	}
	if p.Year == 0 && p.Town == "" && columnWords.MatchString(words) {
		return Promise{} // the name of a column
	}
	if p.Town != "" {
		p.Score += 5
	}
	if p.Year > 0 {
		p.Score += 3
	}
	return p
}

// isOtherBody reports whether the body of a title without a township is another: a
// bureau, or the county itself.
func (g *Guide) isOtherBody(body string) bool {
	if title.IsDepartment(body) || title.IsUpperGovernment(body) {
		return true
	}
	named := strings.HasSuffix(body, "县") || strings.HasSuffix(body, "区") || strings.HasSuffix(body, "市")
	return len(g.towns) > 0 && named && utf8.RuneCountInString(body) <= 8
}

var (
	columnWords = regexp.MustCompile(`^(?:\p{Han}{0,12}?)?(?:法定|历年|历史|本级|乡镇街道|乡镇|镇街|街镇|镇\(街道\)|镇、街道)?(?:政府|政务)?(?:信息)?公开(?:工作)?(?:年报|年度报告|年度工作报告|工作年报|报告|年报汇总|年度报告汇总|年报专栏)(?:专栏|栏目|汇总|列表|公示)?$|^(?:历年)?(?:年报|年度报告|工作年报|年报汇总)$`)
	wayWords    = []struct {
		words *regexp.Regexp
		score int
	}{
		{regexp.MustCompile(`^(?:\p{Han}{0,8})?(?:乡镇街道|镇街道|乡镇\(街道\)|镇\(街道\)|镇街|乡镇|街镇|街乡镇|镇乡|镇办|街道乡镇|各乡镇|各镇街|各镇|乡镇政府|镇乡街道|街道办|乡\(镇\))(?:街道)?(?:政府|人民政府)?(?:政府)?(?:信息公开|政务公开|公开|专栏|目录|信息)*(?:平台|专栏|目录|栏)?$`), 60},
		{regexp.MustCompile(`^(?:部门乡镇|乡镇部门|部门及乡镇|部门、乡镇|部门街镇|部门镇街|镇街部门|县直部门及乡镇)(?:信息公开|信息公开目录|公开)?$`), 55},
		{regexp.MustCompile(`^(?:法定)?主动公开(?:内容|目录|信息|栏目)?$|^法定主动公开(?:内容)?$`), 52},
		{regexp.MustCompile(`^(?:\p{Han}{0,10})?政府信息公开(?:平台|专栏|目录|栏目|网|首页|基础平台)?$`), 55},
		{regexp.MustCompile(`^信息公开(?:平台|专栏|目录|栏目|网|首页)?$`), 50},
		{regexp.MustCompile(`^(?:\p{Han}{0,6})?政务公开(?:平台|专栏|网|首页|工作)?$|^基层政务公开.{0,8}$|^公开$|^政务$`), 45},
	}
	noticeWords = regexp.MustCompile(`^(?:政务|政府|乡镇|镇街|本级|最新|本镇|本乡)?(?:通知公告|公示公告|公告公示|通知公示|公告通知|公告栏|通知|公告|公示|通告)$|^(?:最新公开|最新信息|其他公开|其他)$`)
	levelYear   = regexp.MustCompile(`^(20[0-3]\d)年?(?:度)?(?:年报|报告|工作报告)?(?:\(\d+\))?$`)
	levelTowns  = regexp.MustCompile(`^(?:各)?(?:乡镇街道|乡镇|镇街|街镇|街道|乡镇\(街道\)|镇乡街道|各镇|镇)(?:年报|报告)?$`)
	notColumn   = regexp.MustCompile(`部门|县直|市直|区直|县级|市级|区级|委办局|局办|企事业|国企|学校|医院`)
)

func (g *Guide) column(words string) Promise {
	if m := levelYear.FindStringSubmatch(words); m != nil {
		y, _ := strconv.Atoi(m[1])
		return Promise{Kind: Level, Score: 70, Year: y}
	}
	if columnWords.MatchString(words) && title.OtherMatter(words) == "" {
		p := Promise{Kind: Column, Score: 80, Town: g.TownIn(words)}
		switch {
		case strings.Contains(words, "信息公开"):
		case strings.Contains(words, "公开"):
			p.Score = 75
		default:
			p.Score = 65
		}
		if notColumn.MatchString(words) && !strings.Contains(words, "乡") && !strings.Contains(words, "镇") {
			p.Score = 40
		}
		return p
	}
	if town := g.townName(words); town != "" {
		return Promise{Kind: Way, Score: 58, Town: town}
	}
	for _, way := range wayWords {
		if way.words.MatchString(words) {
			return Promise{Kind: Way, Score: way.score}
		}
	}
	if noticeWords.MatchString(words) {
		score := 10
		if strings.Contains(words, "公告") {
			score = 14
		}
		return Promise{Kind: Notices, Score: score}
	}
	return Promise{}
}

// Wanted reports whether a report year is wanted. Years that are not known are.
func (g *Guide) Wanted(y int) bool {
	return y == 0 || (g.First == 0 || y >= g.First) && (g.Last == 0 || y <= g.Last)
}

// WantedColumn reports whether a column of that year may hold wanted reports: a
// column's year is often that of the publishing.
func (g *Guide) WantedColumn(y int) bool { return g.Wanted(y) || g.Wanted(y-1) }

// WantedItem reports whether a title is worth its request: its year is wanted, or
// the date of publishing says that the title may be wrong about the year.
func (g *Guide) WantedItem(titleYear int, date string) bool {
	published := 0
	if len(date) >= 4 {
		published, _ = strconv.Atoi(date[:4])
	}
	switch {
	case titleYear == 0 && published == 0:
		return true
	case titleYear == 0:
		// A report is published in the year after its own, sometimes later or again.
		return (g.First == 0 || published > g.First) && (g.Last == 0 || published <= g.Last+2)
	case g.Wanted(titleYear):
		return true
	}
	return published > 0 && published == titleYear+2 && g.Wanted(published-1)
}

// TownIn returns the township that words name, "" where they name none, or only
// as the place of another body, as in 团坝镇中心小学.
func (g *Guide) TownIn(words string) string {
	words = title.WithoutGovernmentAbove(han.Squeeze(words))
	for _, town := range g.towns {
		if _, rest, found := strings.Cut(words, town.words); found {
			if isOfAnotherBody(rest) {
				return ""
			}
			return town.name
		}
	}
	stripped := notTown.ReplaceAllString(words, "·")
	m := townWord.FindStringSubmatch(stripped)
	if m == nil {
		return g.shortTown(words)
	}
	_, rest, _ := strings.Cut(stripped, m[1])
	if isOfAnotherBody(rest) {
		return ""
	}
	return withoutCounty(m[1])
}

// bodyEnd is where a title's words for the body end.
var bodyEnd = regexp.MustCompile(`20\d\d|二[〇○零]|(?:政府|政务)?信息公开|政务公开|关于`)

// isOfAnotherBody reports whether the words after a township's name make it the
// place of another body.
func isOfAnotherBody(rest string) bool {
	if at := bodyEnd.FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	return title.IsDepartment(rest) && !bodyTail.MatchString(rest)
}

// withoutCounty drops the county, or a word of the date, before a town's name,
// where a name is left: 南区街道 stays.
func withoutCounty(town string) string {
	cut := strings.LastIndexAny(town, "县区市旗年度")
	if cut < len("示") {
		if strings.HasPrefix(town, "年") || strings.HasPrefix(town, "度") {
			return town[len("年"):]
		}
		return town
	}
	rest := town[cut+len("县"):]
	switch rest {
	case "", "镇", "乡", "街道", "地区", "苏木":
		return town
	}
	return rest
}

// shortTown recognizes a county's town by its name without 镇, 乡 or 街道, where
// 政府 or 办事处 follows, as in 团坝政府.
func (g *Guide) shortTown(words string) string {
	for _, town := range g.towns {
		stem := strings.TrimRight(strings.TrimSuffix(town.words, "街道"), "镇乡")
		if utf8.RuneCountInString(stem) >= 2 && (strings.Contains(words, stem+"人民政府") || strings.Contains(words, stem+"办事处") || strings.Contains(words, stem+"街道")) {
			return town.name
		}
	}
	return ""
}

// townName returns the township whose name the words are, as a link to a town's
// own pages is called.
func (g *Guide) townName(words string) string {
	if utf8.RuneCountInString(words) > 24 {
		return ""
	}
	name := bodyTail.ReplaceAllString(words, "")
	for _, town := range g.towns {
		if name == town.words || words == town.words || strings.HasSuffix(name, town.words) && utf8.RuneCountInString(name) <= utf8.RuneCountInString(town.words)+6 {
			return town.name
		}
	}
	if notTown.MatchString(words) {
		return ""
	}
	if m := townOnly.FindStringSubmatch(words); m != nil && utf8.RuneCountInString(m[1]) >= 2 {
		return m[1]
	}
	return ""
}

var inColumn = regexp.MustCompile(`年度?(?:工作)?报告|年报|工作报告`)

// InColumn judges words that stand in a report column, where fewer do: a year or a
// township and a word for a report, or 乡镇街道 for that part of the column.
func (g *Guide) InColumn(text string) Promise {
	words := han.Squeeze(text)
	if levelTowns.MatchString(words) {
		return Promise{Kind: Level, Score: 72}
	}
	p := Promise{Year: title.Parse(words).Year, Town: g.TownIn(words)}
	if title.OtherMatter(words) != "" || p.Town == "" && notices.MatchString(words) || !inColumn.MatchString(words) || p.Year == 0 && p.Town == "" || p.Town == "" && g.isOtherBody(title.Parse(words).Body) {
		return Promise{}
	}
	p.Kind, p.Score = Maybe, 12
	return p
}
