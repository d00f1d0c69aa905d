package audit

import (
	"strings"
	"unicode/utf8"

	"gongkai/disclosure"
)

// personalRules are group J: personal data in the prose.
func personalRules() []*Rule {
	source := "《中华人民共和国个人信息保护法》；《条例》（2019年）第十五条"
	return []*Rule{
		{
			ID: "pii-mobile", Group: "J", Severity: disclosure.Info, Scope: ScopeDocument,
			Title: "正文有手机号码", Source: source,
			Formula:     "1[3-9] 开头的11位数字，前后不是数字",
			FalseAlarms: "联系方式里用工作手机很常见，写明“联系电话中的手机”。号码不全部显示。",
			Example:     "11位手机号",
			check:       checkMobile,
		},
		{
			ID: "pii-id", Group: "J", Severity: disclosure.Info, Scope: ScopeDocument,
			Title: "正文有居民身份证号码", Source: source,
			Formula:     "18位，校验码正确，出生日期合理",
			FalseAlarms: "索引号和统一社会信用代码（含字母）通不过校验。号码不全部显示。",
			Example:     "校验正确的测试号码",
			check:       checkIdentityNumber,
		},
		{
			ID: "pii-applicant", Group: "J", Severity: disclosure.Info, Scope: ScopeDocument,
			Title: "正文写出了申请人姓名", Source: source,
			Formula:     "“申请人”“投诉人”之后是两三个字的姓名",
			FalseAlarms: "公职人员姓名可以公开（《条例》第二十条第（二）项）。",
			Example:     "申请人张某",
			check:       checkApplicantName,
		},
	}
}

func checkMobile(s *sheet, r *Result) {
	r.holds()
	for i := range s.text.runs {
		run := &s.text.runs[i]
		if run.count != 11 {
			continue
		}
		number := asciiDigits(s.text.parts[run.part].text[run.from:run.to])
		if number[0] != '1' || number[1] < '3' {
			continue
		}
		masked := number[:3] + "****" + number[7:]
		what := "正文有手机号码 " + masked
		if containsAny(s.text.before(run.part, run.from, 60), []string{"电话", "联系", "咨询", "手机"}) {
			what = "联系电话中的手机 " + masked
		}
		r.fire(disclosure.Finding{
			Actual: masked, Place: s.text.place(s, run.part),
			Message: what + "。如是个人号码请改用办公电话。",
		})
	}
}

// asciiDigits writes full-width digits as ASCII.
func asciiDigits(s string) string {
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		d, size := digitAt(s)
		if size == 0 {
			break
		}
		out = append(out, byte('0'+d))
		s = s[size:]
	}
	return string(out)
}

func checkIdentityNumber(s *sheet, r *Result) {
	r.holds()
	for i := range s.text.runs {
		run := &s.text.runs[i]
		if run.count != 17 && run.count != 18 {
			continue
		}
		number := asciiDigits(s.text.parts[run.part].text[run.from:run.to])
		rest := s.text.parts[run.part].text[run.to:]
		if run.count == 17 {
			if rest == "" || (rest[0] != 'X' && rest[0] != 'x') {
				continue
			}
			number += "X"
		}
		if !validIdentityNumber(number) {
			continue
		}
		masked := number[:6] + "********" + number[14:16] + "**"
		r.fire(disclosure.Finding{
			Actual: masked, Place: s.text.place(s, run.part),
			Message: "正文有居民身份证号码 " + masked + "。请立即删除或隐去。",
		})
	}
}

// validIdentityNumber checks the date of birth and the check digit of GB 11643.
func validIdentityNumber(number string) bool {
	year, month, day := number[6:10], number[10:12], number[12:14]
	if year < "1900" || year > "2030" || month < "01" || month > "12" || day < "01" || day > "31" {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(number[i]-'0') * w
	}
	return "10X98765432"[sum%11] == number[17]
}

// surnames are common surnames that are no common words after 申请人.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余蒋杜叶魏吕苏丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付邹孟熊秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵万钱严覃武戴莫孔汤"

// afterNames are what may follow a name.
const afterNames = "，,。、；：（(提申于向要请反诉不对的以因在与和投就"

func checkApplicantName(s *sheet, r *Result) {
	r.holds()
	for i := range s.text.hits {
		hit := &s.text.hits[i]
		if hit.word != wordApplicant && hit.word != wordComplainant {
			continue
		}
		after := strings.TrimLeft(s.text.after(hit.part, hit.to, 40), "：: 　")
		name := nameAt(after)
		if name == "" {
			continue
		}
		surname, _ := utf8.DecodeRuneInString(name)
		masked := string(surname) + strings.Repeat("*", utf8.RuneCountInString(name)-1)
		r.fire(disclosure.Finding{
			Actual: masked, Place: s.text.place(s, hit.part),
			Message: "正文写出了" + wordSpellings[hit.word] + "姓名“" + masked + "”。请隐去。",
		})
	}
}

// nameAt returns the name of two or three characters that a text starts with, ""
// where it starts with none: a surname, then 某, 先生, 女士, or one or two more
// characters before a mark or a verb that names a person's act.
func nameAt(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if !strings.ContainsRune(surnames, first) {
		return ""
	}
	runes := []rune(clip(text, 6))
	if len(runes) < 2 {
		return ""
	}
	if runes[1] == '某' {
		if len(runes) > 2 && runes[2] == '某' {
			return string(runes[:3])
		}
		return string(runes[:2])
	}
	if rest := string(runes[1:]); strings.HasPrefix(rest, "先生") || strings.HasPrefix(rest, "女士") {
		return string(runes[:3])
	}
	for _, n := range [...]int{3, 2} {
		if len(runes) > n && strings.ContainsRune(afterNames, runes[n]) && !strings.ContainsAny(string(runes[1:n]), afterNames) {
			return string(runes[:n])
		}
	}
	return ""
}
