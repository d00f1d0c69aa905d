package han_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/internal/document/han"
)

func TestOneTextWrittenInManyWaysIsFoldedIntoOne(t *testing.T) {
	for text, want := range map[string]string{
		"團壩鎮２０２１年政府信息公開": "团坝镇2021年政府信息公开",
		"〔2021〕30号": "(2021)30号",
		"【附件】 1":    "(附件)1",
		"⻓沙⻅":       "长沙见",
		"\u200b一、\ufeff总\u00a0体　情况": "一、总体情况",
		"①申请":     "(1)申请",
		"中囯":      "中国",
		"㈡":       "(二)",
		"金\uf9d1": "金六",
	} {
		if got := han.Squeeze(text); got != want {
			t.Errorf("%q is folded into %q, want %q", text, got, want)
		}
	}
}

func TestChineseNumeralsAreReadOrRefused(t *testing.T) {
	for text, want := range map[string]int64{
		"零": 0, "两": 2, "十": 10, "十二": 12, "二十": 20, "一百零五": 105, "一千二百三十": 1230, "二六五": 265, "一万二千": 12000,
		"百": 100, "三万": 30000, "一亿零三百": 100000300, "壹佰贰拾": 120, "两千零五十": 2050, "二〇": 20, "二〇二一": 2021, "○": 0,
		"十十": -1, "十百": -1, "九九九九九九九九九九九": -1, "公": -1, "": -1,
		"三四": -1, "二三十": -1, "一百二": -1, "三千五": -1, "一万二": -1, "零百": -1,
	} {
		runes := []rune(text)
		got, size, ok := han.Number(runes)
		if !ok || size != len(runes) {
			got = -1
		}
		if got != want {
			t.Errorf("%s: got %d (ok %v, size %d), want %d", text, got, ok, size, want)
		}
	}
}

func TestOrdinalsAreReadBelowAHundred(t *testing.T) {
	for text, want := range map[string]struct{ n, size int }{
		"一、总体情况": {1, 1}, "十二、附件": {12, 2}, "二十三条": {23, 3}, "12.": {12, 2}, "2021年": {0, 0}, "一百": {0, 0}, "总体": {0, 0},
	} {
		n, _, size := han.Ordinal([]rune(text))
		if n != want.n || size != want.size {
			t.Errorf("%s: got %d of %d runes, want %d of %d", text, n, size, want.n, want.size)
		}
	}
}

func TestAQuotationKeepsItsCharactersButNotItsSpaces(t *testing.T) {
	if got := han.Unspaced("團壩鎮 （２０２１）\n年\u3000度"); got != "團壩鎮（２０２１）年度" {
		t.Errorf("got %q", got)
	}
}

func FuzzFoldingTwiceIsFoldingOnce(f *testing.F) {
	for _, seed := range []string{"團壩鎮２０２１年", "【一】①㈡", "\u2f3e\uf9d1", "ﬁ", "⑴⒈"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := han.Squeeze(text)
		if !utf8.ValidString(once) && utf8.ValidString(text) {
			t.Fatalf("%q became the invalid %q", text, once)
		}
		if twice := han.Squeeze(once); twice != once {
			t.Fatalf("%q is folded into %q and then into %q", text, once, twice)
		}
		if strings.ContainsAny(once, " \n\t\u3000") {
			t.Fatalf("%q keeps a space", once)
		}
	})
}
