package html

import (
	"strings"
	"unicode/utf8"

	"gongkai/parse/layout"
)

// Beside a report there is often a list of the reports of other years, with links
// or without. Their years are not the report's.

const (
	// listedYears is how many different years make such a list.
	listedYears = 3
	// listedRunes is how long the name of a report in it is.
	listedRunes = 60
)

// setAsideYears marks the lists of other years' reports as outside of the article.
// The title may stand right before or after a list; it is left where it is.
func setAsideYears(doc *layout.Document) {
	article, page := compact(doc.Meta.Fields["articletitle"]), compact(doc.Meta.Title)
	blocks := doc.Blocks
	for i := 0; i < len(blocks); {
		if b := &blocks[i]; b.Kind == layout.Table {
			b.Chrome = b.Chrome || len(yearsOf(b.Grid)) >= listedYears
			i++
			continue
		}
		times := map[string]int{}
		end := i
		for ; end < len(blocks) && blocks[end].Kind == layout.Paragraph && blocks[end].Heading == 0; end++ {
			year := listedYear(blocks[end].Text)
			if year == "" {
				break
			}
			times[year]++
		}
		if len(times) >= listedYears {
			for n := i; n < end; n++ {
				text := blocks[n].Text
				edge := n == i || n == end-1
				if !edge || times[listedYear(text)] == 1 && !isTitle(compact(text), 0, article, page) {
					blocks[n].Chrome = true
				}
			}
		}
		i = max(end, i+1)
	}
}

// yearsOf returns the years of a table that lists reports and their dates, and
// nothing else.
func yearsOf(g *layout.Grid) map[string]bool {
	years := map[string]bool{}
	for i := range g.Cells {
		text := g.Cells[i].Text
		if year := listedYear(text); year != "" {
			years[year] = true
		} else if strings.Trim(text, "0123456789-/.:年月日[]()（）【】· \u00a0\u3000") != "" {
			return nil
		}
	}
	return years
}

// listedYear returns the year of a line that is nothing but the name of a report,
// or "".
func listedYear(line string) string {
	if len(line) > 4*listedRunes || !strings.Contains(line, "年报") && !strings.Contains(line, "年度报告") && !strings.Contains(line, "工作报告") {
		return ""
	}
	if utf8.RuneCountInString(line) > listedRunes || strings.ContainsAny(line, "。；，") {
		return ""
	}
	at := strings.Index(line, "20")
	if at < 0 || at+4 > len(line) || strings.Trim(line[at:at+4], "0123456789") != "" || !strings.HasPrefix(line[at+4:], "年") {
		return ""
	}
	return line[at : at+4]
}
