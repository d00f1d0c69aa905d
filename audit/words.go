package audit

// word is an entry of the lexicon: what the rules look for in the prose, all in
// one scan.
type word uint8

const (
	wordProactive word = iota
	wordOnRequest
	wordRequests
	wordManagement
	wordManage
	wordPlatform
	wordPlatformRun
	wordPlatformMedia
	wordSupervision
	wordSupervise
	wordSafeguard
	wordAssessment
	wordReview
	wordLiability
	wordProcessingFee
	wordCharge
	wordChargeFee
	wordCost
	wordOffice
	wordArticle32
	wordOrder492
	wordApplicant
	wordComplainant
	wordOutline
	wordFeeRelief
	wordFeeRelief2
	wordConsult
	wordAppeal
	wordOurTown
	wordOurTownship
	wordOurStreet
	wordOurBureau
	wordThisTown
	wordThisTownship
	wordThisStreet
	wordTown
	wordTownship
	wordStreet
	wordCountySite
	wordDistrictSite
	wordWholeCounty
	wordWholeDistrict
	wordWholeCity
	wordOwnLevel
	wordAllAnswered
	wordAllClosed
	wordAnsweredAll
	wordClosedAll
	wordAlreadyAll
	wordClosingRate
	wordAnswerRate
	wordAnsweredEach
	wordRepliedAll
	wordMoreThanLast
	wordThanLast
	wordMoreThanGone
	wordThanGone
	wordYearOnYear
	wordCompared
	wordEarlierYears
	wordPercent
	wordTableFollows
	wordDescribe
	wordFillHere
	wordPleaseFill
	wordOmitted
	wordTimes
	wordWideX
	wordWideSmallX
	wordWideUnderscore
	wordWideStar
	wordSaltire
	firstCounter
)

// wordSpellings are written without spaces; the scan overlooks those in the text.
// Behind them stand the counters.
var wordSpellings = [firstCounter]string{
	wordProactive:      "主动公开",
	wordOnRequest:      "依申请",
	wordRequests:       "公开申请",
	wordManagement:     "信息管理",
	wordManage:         "管理情况",
	wordPlatform:       "平台建设",
	wordPlatformRun:    "平台",
	wordPlatformMedia:  "门户网站",
	wordSupervision:    "监督保障",
	wordSupervise:      "监督",
	wordSafeguard:      "保障监督",
	wordAssessment:     "考核",
	wordReview:         "评议",
	wordLiability:      "责任追究",
	wordProcessingFee:  "信息处理费",
	wordCharge:         "收费",
	wordChargeFee:      "收取",
	wordCost:           "费用",
	wordOffice:         "国办",
	wordArticle32:      "第三十二条",
	wordOrder492:       "第492号",
	wordApplicant:      "申请人",
	wordComplainant:    "投诉人",
	wordOutline:        "概述",
	wordFeeRelief:      "收费及减免",
	wordFeeRelief2:     "收费和减免",
	wordConsult:        "咨询",
	wordAppeal:         "申诉",
	wordOurTown:        "我镇",
	wordOurTownship:    "我乡",
	wordOurStreet:      "我街道",
	wordOurBureau:      "我局",
	wordThisTown:       "本镇",
	wordThisTownship:   "本乡",
	wordThisStreet:     "本街道",
	wordTown:           "镇",
	wordTownship:       "乡",
	wordStreet:         "街道",
	wordCountySite:     "县人民政府网",
	wordDistrictSite:   "区人民政府网",
	wordWholeCounty:    "全县",
	wordWholeDistrict:  "全区",
	wordWholeCity:      "全市",
	wordOwnLevel:       "本级",
	wordAllAnswered:    "均已答复",
	wordAllClosed:      "均已办结",
	wordAnsweredAll:    "全部答复",
	wordClosedAll:      "全部办结",
	wordAlreadyAll:     "已全部",
	wordClosingRate:    "办结率",
	wordAnswerRate:     "答复率",
	wordAnsweredEach:   "均予以答复",
	wordRepliedAll:     "均已回复",
	wordMoreThanLast:   "较上",
	wordThanLast:       "比上",
	wordMoreThanGone:   "较去",
	wordThanGone:       "比去",
	wordCompared:       "相比",
	wordYearOnYear:     "同比",
	wordEarlierYears:   "往年",
	wordPercent:        "％",
	wordTableFollows:   "该部分以表格形式报告",
	wordDescribe:       "文字描述",
	wordFillHere:       "此处填写",
	wordPleaseFill:     "请填写",
	wordOmitted:        "（略）",
	wordTimes:          "×",
	wordWideX:          "Ｘ",
	wordWideSmallX:     "ｘ",
	wordWideUnderscore: "＿",
	wordWideStar:       "＊",
	wordSaltire:        "╳",
}
