package narrative

import (
	"testing"

	"gongkai/disclosure"
)

func TestChineseNumeralsAreReadOrLeftAlone(t *testing.T) {
	for text, want := range map[string]string{
		"零": "0", "两": "2", "十": "10", "十二": "12", "二十": "20", "一百零五": "105", "一千二百三十": "1230",
		"二六五": "265", "一万二千": "12000", "百": "100", "三万": "30000", "一亿零三百": "100000300", "壹佰贰拾": "120",
		"十十": "", "十百": "", "九九九九九九九九九九九": "", "公": "",
	} {
		value, end, ok := chinese([]rune(text), 0)
		got := ""
		if ok && end == len([]rune(text)) {
			got = value.String()
		}
		if got != want {
			t.Errorf("%s: got %q (ok %v, end %d), want %q", text, got, ok, end, want)
		}
	}
}

func TestDigitsAreReadWithTheirSeparatorsAndPowers(t *testing.T) {
	for text, want := range map[string]disclosure.Number{
		"收到申请1,234件": disclosure.Int(1234), "收到申请1.2万件": disclosure.Int(12000), "收到申请3万余件": disclosure.Int(30000),
		"收到申请二十余万件": disclosure.Int(200_000),
	} {
		claims := Claims(text, 2021)
		if len(claims) != 1 || claims[0].Value != want {
			t.Errorf("%s: %v, want %s", text, claims, want)
		}
	}
	if claims := Claims("收到申请999999999亿亿件", 2021); len(claims) > 0 && claims[0].Value < 0 {
		t.Errorf("a number beyond all counts: %v", claims)
	}
}
