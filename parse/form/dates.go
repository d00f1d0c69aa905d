package form

import (
	"fmt"
	"strings"

	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
)

// publishWords stand before the date of publication, and otherDateWords before dates
// that are none.
var publishWords = []string{"发布时间", "发布日期", "发文日期", "公开日期", "公开时间", "公布日期", "公布时间", "更新时间", "更新日期", "信息时间", "时间", "日期"}

// otherDateWords end in one of publishWords but mean another date.
var otherDateWords = []string{"成文", "生成", "有效", "失效", "废止", "截止", "制发", "生效", "实施", "统计", "打印", "当前", "今天", "起止", "办公", "工作"}

// lineDate finds the date of publication in a line of words such as
// "发布时间：2022-01-20 11:19 来源：永丰镇".
func lineDate(text string) string {
	words := string(han.Fold(nil, text, true))
	for _, word := range publishWords {
		for rest, before := words, ""; ; {
			at := strings.Index(rest, word)
			if at < 0 {
				break
			}
			before += rest[:at]
			rest = rest[at+len(word):]
			other := false
			for _, o := range otherDateWords {
				other = other || strings.HasSuffix(strings.TrimRight(before, " "), o)
			}
			if !other {
				value := strings.TrimLeft(rest, " \n:：)]|")
				if date := leadingDate(value); date != "" {
					return date
				}
			}
			before += word
		}
	}
	return ""
}

// leadingDate reads a date at the start of a text: 2022-01-20, 2022/1/20,
// 2022.1.20, 2022年1月20日, 20220120. It gives "" where there is none.
func leadingDate(s string) string {
	s = strings.TrimLeft(s, " \n\u3000")
	year := title.LeadingYear(s)
	if year == 0 {
		return ""
	}
	rest := s[4:]
	if len(rest) >= 4 && rest[0] >= '0' && rest[0] <= '9' {
		return dateOf(year, twoDigits(rest), twoDigits(rest[2:]))
	}
	rest = cutSeparator(rest)
	month, rest := leadingNumber(rest)
	rest = cutSeparator(rest)
	day, _ := leadingNumber(rest)
	return dateOf(year, month, day)
}

func cutSeparator(s string) string {
	s = strings.TrimLeft(s, " ")
	for _, sign := range []string{"-", "/", ".", "年", "月"} {
		if rest, found := strings.CutPrefix(s, sign); found {
			return strings.TrimLeft(rest, " ")
		}
	}
	return s
}

func twoDigits(s string) int {
	if len(s) < 2 || s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return 0
	}
	return int(s[0]-'0')*10 + int(s[1]-'0')
}

func dateOf(year, month, day int) string {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// urlDate finds a date in an address: t20220218_, /202202/18/, /2022/1/16/,
// /art/2022/2/18/, 20220125180019886.
func urlDate(url string) string {
	if at := strings.Index(url, "://"); at >= 0 {
		url = url[at+3:]
	}
	slash := strings.IndexByte(url, '/')
	if slash < 0 {
		return ""
	}
	path := url[slash:]
	for i := 1; i+8 <= len(path); i++ {
		if path[i-1] >= '0' && path[i-1] <= '9' {
			continue
		}
		year := title.LeadingYear(path[i:])
		if year == 0 {
			continue
		}
		rest := path[i+4:]
		if date := dateOf(year, twoDigits(rest), twoDigits(rest[min(2, len(rest)):])); date != "" {
			return date
		}
		if month := twoDigits(rest); month > 0 && len(rest) > 3 && rest[2] == '/' {
			if date := dateOf(year, month, twoDigits(rest[3:])); date != "" {
				return date
			}
		}
		if rest[0] == '/' || rest[0] == '-' {
			month, after := leadingNumber(rest[1:])
			if after != "" && after[0] == rest[0] {
				day, _ := leadingNumber(after[1:])
				if date := dateOf(year, month, day); date != "" {
					return date
				}
			}
		}
	}
	return ""
}
