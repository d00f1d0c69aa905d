package title

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/internal/document/han"
)

// The report years that are believed.
const firstYear, lastYear = 2007, 2099

// FindYear finds a year in folded words and says which bytes it takes, with 年.
// The digits may be doubled by a slip (202020年). The year is 0 where there is none.
func FindYear(s string) (year, from, to int) {
	for i := 0; i < len(s); {
		if c := s[i]; c >= '0' && c <= '9' {
			end := i
			for end < len(s) && s[end] >= '0' && s[end] <= '9' {
				end++
			}
			if y := runYear(s[i:end], strings.HasPrefix(s[end:], "年")); y > 0 {
				return y, i, pastYear(s, end)
			}
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if d, ok := han.Digit(r); ok && d == 2 {
			if y, size := HanYear(s[i:]); y > 0 {
				return y, i, pastYear(s, i+size)
			}
		}
		i += size
	}
	return 0, 0, 0
}

// runYear reads a run of digits as a year. Six are one whose century stands twice,
// where 年 follows.
func runYear(digits string, followed bool) int {
	switch {
	case len(digits) == 4:
		return LeadingYear(digits)
	case len(digits) == 6 && followed:
		if y := LeadingYear(digits[2:]); y > 0 {
			return y
		}
		return LeadingYear(digits)
	}
	return 0
}

// pastYear returns the byte after the 年 at i, or i.
func pastYear(s string, i int) int {
	if strings.HasPrefix(s[i:], "年") {
		return i + len("年")
	}
	return i
}

// LeadingYear reads the four digits at the start as a report year, or gives 0.
func LeadingYear(s string) int {
	if len(s) < 4 {
		return 0
	}
	year := 0
	for i := range 4 {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		year = year*10 + int(s[i]-'0')
	}
	if year < firstYear || year > lastYear {
		return 0
	}
	return year
}

// HanYear reads 二〇二一 at the start, in its ways of writing the zero, and says how
// many bytes it takes. The year is 0 where there is none.
func HanYear(s string) (year, size int) {
	digits := 0
	for _, r := range s {
		d, ok := han.YearDigit(r)
		if !ok {
			break
		}
		year = year*10 + int(d)
		size += utf8.RuneLen(r)
		if digits++; digits == 4 {
			break
		}
	}
	if digits != 4 || year < firstYear || year > lastYear {
		return 0, 0
	}
	return year, size
}

// ArabicDates writes the Chinese numerals of dates as digits: 二〇二一年十二月三十一日
// becomes 2021年12月31日.
func ArabicDates(s string) string {
	if !strings.ContainsAny(s, "〇零一二三四五六七八九十○") {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if y, _ := HanYear(string(runes[i:min(i+4, len(runes))])); y > 0 {
			b.WriteString(strconv.Itoa(y))
			i += 4
			continue
		}
		if n, arabic, size := han.Ordinal(runes[i:]); n > 0 && !arabic && i+size < len(runes) && (runes[i+size] == '月' || runes[i+size] == '日') {
			b.WriteString(strconv.Itoa(n))
			i += size
			continue
		}
		b.WriteRune(runes[i])
		i++
	}
	return b.String()
}
