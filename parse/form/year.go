package form

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
	"gongkai/parse/layout"
)

// periodWords announce the sentence that states the period of the figures.
var periodWords = []string{"统计期限", "统计时限", "统计期间", "统计时间", "统计周期", "统计时段", "统计数据", "数据期限", "所列数据", "数据统计", "统计起止", "时限为", "期限为"}

// statedPeriod reads the period out of a folded text without spaces. It tolerates swallowed 年, 月 and
// doubled digits; From and To are filled only where the dates are whole.
func statedPeriod(words string) (disclosure.YearStatement, bool) {
	for _, word := range periodWords {
		for rest := words; ; {
			at := strings.Index(rest, word)
			if at < 0 {
				break
			}
			rest = rest[at:]
			sentence := rest
			if end := strings.IndexAny(sentence, "。;；"); end > 0 {
				sentence = sentence[:end]
			}
			if runes := []rune(sentence); len(runes) > 60 {
				sentence = string(runes[:60])
			}
			if s, ok := readPeriod(sentence); ok {
				return s, true
			}
			rest = rest[len(word):]
		}
	}
	return disclosure.YearStatement{}, false
}

// readPeriod reads "自2024年1月1日起至2024年12月31日止" and its like.
func readPeriod(sentence string) (disclosure.YearStatement, bool) {
	s := title.ArabicDates(sentence)
	start, at := looseYear(s, 0)
	if start == 0 {
		return disclosure.YearStatement{}, false
	}
	out := disclosure.YearStatement{Source: disclosure.YearFromPeriod, Year: start, Text: sentence}
	middle := strings.IndexAny(s[at:], "至-~—")
	for _, sign := range []string{"至", "到", "—", "-", "~", "～", "–"} {
		if m := strings.Index(s[at:], sign); m >= 0 {
			middle = m
			break
		}
	}
	if middle < 0 {
		return out, true
	}
	middle += at
	end, _ := looseYear(s, middle)
	if end == 0 {
		end = start
	}
	out.Year = end
	fromMonth, fromDay, ok1 := monthDay(s[at:middle], start)
	toMonth, toDay, ok2 := monthDay(s[middle:], end)
	if ok1 && ok2 {
		out.From = fmt.Sprintf("%04d-%02d-%02d", start, fromMonth, fromDay)
		out.To = fmt.Sprintf("%04d-%02d-%02d", end, toMonth, toDay)
	}
	return out, true
}

// looseYear finds a year from a byte on: four digits that begin a run.
func looseYear(s string, from int) (year, at int) {
	for i := from; i+4 <= len(s); i++ {
		if i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
			continue
		}
		if i+6 <= len(s) && strings.HasPrefix(s[i+6:], "年") && title.LeadingYear(s[i+2:i+6]) > 0 && strings.Trim(s[i:i+6], "0123456789") == "" {
			i += 2 // 202024年: the century twice
		}
		if y := title.LeadingYear(s[i:]); y > 0 {
			return y, i
		}
	}
	return 0, 0
}

// monthDay reads the month and day after a year: "2024年1月1日", or "12月31日"
// where the year is not repeated. Whole dates only.
func monthDay(s string, year int) (month, day int, ok bool) {
	if at := strings.Index(s, fmt.Sprint(year)); at >= 0 {
		s = s[at+4:]
		rest, found := strings.CutPrefix(s, "年")
		if !found {
			if rest, found = strings.CutPrefix(s, "."); !found {
				if rest, found = strings.CutPrefix(s, "-"); !found {
					return 0, 0, false
				}
			}
		}
		s = rest
	}
	s = strings.TrimLeft(s, "至到起止自从-—~～– ")
	month, s = leadingNumber(s)
	sep := false
	for _, sign := range []string{"月", ".", "-"} {
		if rest, found := strings.CutPrefix(s, sign); found {
			s, sep = rest, true
			break
		}
	}
	day, _ = leadingNumber(s)
	return month, day, sep && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// leadingNumber reads the digits at the start.
func leadingNumber(s string) (int, string) {
	n, i := 0, 0
	for i < len(s) && i < 4 && s[i] >= '0' && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:]
}

// The weights of the places that state the year. A period and a title that
// contradict each other are decided by what else the document says.
const (
	weightPeriod    = 5.0
	weightGarbled   = 4.0 // a period whose dates are not whole, or of more than a year
	weightTitle     = 4.0
	weightPageTitle = 1.0
	weightColumn    = 0.8
	weightPublished = 1.6
	weightProse     = 1.0
)

// chooseYear weighs the statements of the year. prose is the year that the
// sentences name most, published the year of publication; each may be 0.
func chooseYear(statements []disclosure.YearStatement, prose, published int) (int, disclosure.YearSource) {
	weights := map[int]float64{}
	for _, s := range statements {
		w := 0.0
		switch s.Source {
		case disclosure.YearFromPeriod:
			w = weightPeriod
			if s.From == "" || s.From[:4] != s.To[:4] {
				w = weightGarbled
			}
		case disclosure.YearFromTitle:
			w = weightTitle
		case disclosure.YearFromPageTitle:
			w = weightPageTitle
		case disclosure.YearFromColumn:
			w = weightColumn
		case disclosure.YearFromPublished:
			w = weightPublished
		}
		if published > 0 && s.Year > published {
			w /= 10
		}
		weights[s.Year] += w
	}
	if prose > 0 && len(statements) > 0 {
		weights[prose] += weightProse
	}
	best := 0
	var source disclosure.YearSource
	for _, s := range statements {
		if best == 0 || weights[s.Year] > weights[best]+1e-9 {
			best, source = s.Year, s.Source
		}
	}
	return best, source
}

// proseYear returns the year that texts name most often as "…年", of those a report
// can be about, and how often.
func proseYear(texts []string) (year, times int) {
	counts := map[int]int{}
	for _, text := range texts {
		for rest := text; ; {
			at := strings.Index(rest, "年")
			if at < 0 {
				break
			}
			if at >= 4 {
				if y := title.LeadingYear(rest[at-4 : at]); y > 0 && (at == 4 || rest[at-5] < '0' || rest[at-5] > '9') {
					counts[y]++
				}
			}
			rest = rest[at+len("年"):]
		}
	}
	for y, n := range counts {
		if n > times || n == times && y < year {
			year, times = y, n
		}
	}
	return year, times
}

// proseTimes is how often the sentences must name a year for it to be the report's
// where nothing states one.
const proseTimes = 3

// stateYears gathers every statement of the report's year and chooses one.
func (p *page) stateYears(report *disclosure.Report, blocks []layout.Block, bodyTitle string, titles []string, opening string, alone bool) {
	if s, ok := statedPeriod(opening); ok {
		report.Years = append(report.Years, s)
	}
	note := func(source disclosure.YearSource, text string) {
		if year := title.Parse(text).Year; year > 0 {
			report.Years = append(report.Years, disclosure.YearStatement{Source: source, Year: year, Text: strings.TrimSpace(text)})
		}
	}
	note(disclosure.YearFromTitle, bodyTitle)
	for _, body := range presented(opening) {
		note(disclosure.YearFromTitle, body)
	}
	if alone {
		for _, title := range titles {
			if han.Squeeze(title) != han.Squeeze(bodyTitle) {
				note(disclosure.YearFromPageTitle, title)
			}
		}
		note(disclosure.YearFromPageTitle, path.Base(p.source.Name))
		for _, piece := range slices.Concat(crumbs(p.facts.crumb), crumbs(p.source.Hint.Column)) {
			if year, _, _ := title.FindYear(han.Squeeze(piece)); year > 0 {
				report.Years = append(report.Years, disclosure.YearStatement{Source: disclosure.YearFromColumn, Year: year, Text: strings.TrimSpace(piece)})
			}
		}
	}
	published := 0
	if date, err := time.Parse(time.DateOnly, report.Published); err == nil {
		published = date.Year()
		if report.PublishedSource != disclosure.PublishedFromURL || len(report.Years) == 0 {
			report.Years = append(report.Years, disclosure.YearStatement{Source: disclosure.YearFromPublished, Year: published - 1, Text: report.Published})
		}
	}
	var texts []string
	for n := range blocks {
		if blocks[n].Kind == layout.Paragraph && !blocks[n].Chrome && len(blocks[n].Text) > 3*maxHeading {
			texts = append(texts, blocks[n].Text)
		}
	}
	prose, times := proseYear(texts)
	report.Year, report.YearSource = chooseYear(report.Years, prose, published)
	if report.Year == 0 && times >= proseTimes {
		report.Year = prose
	}
}

// presented lists the titles in the sentences that publish the report.
func presented(opening string) []string {
	words := opening
	at := strings.Index(words, "现公布")
	if at < 0 {
		return nil
	}
	rest := words[at+len("现公布"):]
	end := strings.IndexAny(rest, "。，,;")
	if end < 0 || end > 200 {
		return nil
	}
	if t := title.Parse(rest[:end]); !t.Report {
		return nil
	}
	return []string{rest[:end]}
}
