package focus

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
)

// Sight is what a light look at a page's words shows.
type Sight struct {
	// Headings counts the six headings of a report, Tables the three statutory
	// tables, that the words show.
	Headings, Tables int
	// Year is the year of the statistics period, else of the title; 0 for none.
	Year int
	// Chars counts the visible characters.
	Chars int
	// SaysMissing is true where the page has no report and words that it is not there.
	SaysMissing bool
	// Reading is true where the page says it is about a report and not one.
	Reading bool
}

var (
	headings = []*regexp.Regexp{
		regexp.MustCompile(`总体情况`),
		regexp.MustCompile(`主动公开政府信息(?:的)?(?:情况)?`),
		regexp.MustCompile(`收到和处理政府信息公开申请`),
		regexp.MustCompile(`因政府信息公开(?:工作)?被?(?:申请|提起)?行政复议|行政复议、?(?:行政)?诉讼情况|政府信息公开行政复议`),
		regexp.MustCompile(`存在(?:的)?(?:主要)?问题(?:及|和|与|以及)`),
		regexp.MustCompile(`其他需要报告的(?:事项|情况)`),
	}
	tables = [][]*regexp.Regexp{
		{regexp.MustCompile(`制发件数|制作数量|对外公开总数|处理决定数量`), regexp.MustCompile(`规章|规范性文件|行政许可|行政处罚`)},
		{regexp.MustCompile(`本年新收|新收政府信息公开申请`), regexp.MustCompile(`予以公开|不予公开|结转下年度`)},
		{regexp.MustCompile(`结果维持`), regexp.MustCompile(`结果纠正|尚未审结`)},
	}
	period   = regexp.MustCompile(`(20\d\d)年?\D{0,3}1月\D{0,2}1日.{0,12}?(20\d\d)年?\D{0,3}12月\D{0,2}31`)
	noPage   = regexp.MustCompile(`(?i)页面(?:不存在|未找到|找不到|已删除|已被删除|丢失|走丢)|找不到(?:该|您|你|所|相关)?.{0,8}(?:页面|网页|文件|内容)|(?:网页|文件|信息|内容|文章|栏目)(?:不存在|已删除|已被删除|已下线|已过期)|访问的(?:页面|网页|内容|资源).{0,10}(?:不存在|删除|找不到|错误)|404\s*(?:not\s*found|错误|error|页面)|not\s*found|error\s*404|该(?:页|文章|信息|栏目|内容).{0,6}(?:不存在|删除)`)
	readings = regexp.MustCompile(`文稿解读|政策解读|解读材料|图解`)
)

// Look takes a light look at a page: its title and its visible words.
func Look(heading, text string) Sight {
	words := han.Squeeze(text)
	s := Sight{Chars: utf8.RuneCountInString(words)}
	for _, h := range headings {
		if h.MatchString(words) {
			s.Headings++
		}
	}
	for _, table := range tables {
		if table[0].MatchString(words) && table[1].MatchString(words) {
			s.Tables++
		}
	}
	if m := period.FindStringSubmatch(words); m != nil && m[1] == m[2] {
		s.Year, _ = strconv.Atoi(m[1])
	}
	if s.Year == 0 {
		s.Year = title.Parse(heading).Year
	}
	s.SaysMissing = s.Headings == 0 && (noPage.MatchString(text) || noPage.MatchString(heading))
	s.Reading = readings.MatchString(han.Squeeze(heading))
	return s
}

// IsReport reports whether the words themselves are a report's text.
func (s Sight) IsReport() bool { return s.Tables >= 1 && s.Headings >= 1 || s.Headings >= 3 }

// Whole reports whether all three statutory tables are there as words, so that an
// attachment can only repeat them.
func (s Sight) Whole() bool { return s.Tables == 3 }

var (
	ownWords   = regexp.MustCompile(`我镇|本镇|我乡|本乡|我街道|本街道|街道办事处|我办事处|镇人民政府|乡人民政府|镇党委|乡党委|镇政府|乡政府|街道党工委`)
	otherWords = regexp.MustCompile(`我局|本局|我委|本委|我县|全县|我区|全区|我市|全市|我院|我校|我中心|县人民政府办公室|区人民政府办公室|市人民政府办公室`)
)

// Township judges whether a report is a township's, by its title, the columns it
// hangs under and the article's words. Where none of them tells, it is taken for
// one: the reader decides.
func (g *Guide) Township(heading, columns, text string) bool {
	if g.TownIn(heading) != "" {
		return true
	}
	if g.isOtherBody(title.Parse(heading).Body) {
		return false
	}
	if g.TownIn(strings.ReplaceAll(columns, ">", ",")) != "" {
		return true
	}
	words := []rune(han.Squeeze(text))
	own, other := len(ownWords.FindAllStringIndex(string(words), -1)), len(otherWords.FindAllStringIndex(string(words), -1))
	if own >= other {
		return true
	}
	// Its first words and its signature name the body.
	ends := string(words[:min(len(words), 200)]) + "," + string(words[max(0, len(words)-100):])
	return g.TownIn(ends) != ""
}
