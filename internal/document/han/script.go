package han

import (
	"strings"
	"sync"
	"unicode"
)

// traditional pairs traditional characters with the simplified ones that the
// forms, the headings and the names of towns use: some portals serve their pages
// in traditional script.
const traditional = "條条規规範范製制發发廢废現现數数處处決决許许罰罚強强業业費费額额單单萬万購购總总計计項项類类務务對对減减開开請请結结轉转辦办機机構构組组織织職职" +
	"協协濟济償偿況况報报導导議议訴诉訟讼復复複复維维糾纠審审續续繼继給给屬属於于國国關关億亿內内執执檔档詢询無无沒没獲获確确認认證证舉举訪访補补頁页" +
	"書书據据個个與与間间問问題题進进績绩實实際际隊队縣县鎮镇鄉乡區区聯联積积營营華华會会團团體体種种傳传網网電电話话領领員员動动態态經经讀读說说觀观" +
	"後后專专產产礦矿農农場场墾垦園园衛卫東东門门龍龙馬马陽阳陰阴灣湾溝沟橋桥嶺岭廟庙壩坝莊庄鐵铁銀银閣阁廣广慶庆寧宁興兴漢汉濱滨蘇苏吳吴楊杨張张趙赵" +
	"劉刘陳陈羅罗鄭郑盧卢賀贺韓韩馮冯鄧邓蕭萧孫孙龐庞葉叶蔣蒋顧顾謝谢隻只勞劳權权責责財财貧贫雙双長长樂乐蘭兰勝胜義义鳳凤鳴鸣麗丽壽寿寶宝島岛澤泽潔洁" +
	"爾尔劍剑匯汇歸归歷历滿满潛潜烏乌獅狮畢毕盤盘藍蓝薊蓟輝辉邊边遠远選选遼辽鄰邻鍾钟鎢钨鎖锁閩闽隴陇雲云靈灵順顺頭头飛飞魚鱼鵝鹅鶴鹤鹽盐麥麦黃黄齊齐" +
	"龜龟爲为産产戶户眾众號号佈布駁驳繳缴價价徵征餘余約约兩两參参貳贰陸陆檢检郵邮寫写創创歲岁線线諮咨見见應应當当銷销並并從从為为來来過过達达僅仅聽听" +
	"圖图頻频視视臺台資资訊讯節节級级較较幾几連连啟启啓启彙汇統统劃划優优質质標标準准調调設设備备術术衆众緊紧圍围繞绕監监銜衔評评擬拟訂订講讲紀纪違违" +
	"驗验試试點点極极穩稳擴扩壓压縮缩釋释載载輸输誤误錯错稱称別别將将盡尽時时學学習习師师訓训練练隨随顯显勢势樣样貸贷險险護护環环綠绿紅红黨党紙纸錄录" +
	"編编碼码驛驿館馆閱阅覽览廳厅櫃柜異异讓让則则還还須须該该" +
	"曆历麵面谘咨裏里裡里佔占週周係系昇升誌志羣群迴回徑径憑凭絡络"

// confused pairs characters that OCR engines take for others with those that the
// forms' labels, headings and town names use.
const confused = "巳已囯国収收冋同夲本"

// first and last bound the characters that are paired.
const first, last = 0x4e00, 0x9fff

// script maps each of the common characters to another.
type script [last - first + 1]rune

func (s *script) pair(pairs string) {
	runes := []rune(pairs)
	for i := 0; i+1 < len(runes); i += 2 {
		s[runes[i]-first] = runes[i+1]
	}
}

// simplifications maps each character to its simplified form.
var simplifications = sync.OnceValue(func() *script {
	table := new(script)
	for i := range table {
		table[i] = rune(first + i)
	}
	table.pair(traditional)
	return table
})

// compared maps each character to its simplified form, or to the one that an OCR
// engine took it for.
var compared = sync.OnceValue(func() *script {
	table := *simplifications()
	table.pair(confused)
	return &table
})

// Simplified returns the simplified form of a traditional character, and any other
// character as it is. It covers the words of the forms and of report prose, not
// the whole script.
func Simplified(r rune) rune {
	if r < first || r > last {
		return r
	}
	return simplifications()[r-first]
}

// Simplify returns a text with each character simplified.
func Simplify(text string) string { return strings.Map(Simplified, text) }

// Is reports whether a rune is one of the common Chinese characters.
func Is(r rune) bool { return r >= first && r <= last }

// Count counts the Chinese characters of a text, the rare ones too.
func Count(text string) int {
	n := 0
	for _, r := range text {
		if Is(r) || r >= 0x2e80 && unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}
