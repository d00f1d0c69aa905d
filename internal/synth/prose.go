package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"gongkai/disclosure"
)

// The sentences from which a report's text is drawn, two of a kind. There are
// enough of them that two towns seldom tell the same story.
var (
	openings = []string{
		"%s把公开当作日常工作来做，全年对照目录逐项更新栏目",
		"一年来，%s围绕群众关心的事项整理公开内容，做到有变动就更新",
		"%s按照上级要求梳理公开事项，由专人收集、专人审核、专人发布",
		"本年度%s重点公开财政资金、民生项目和办事指南，方便群众查阅",
		"%s先列清单再公开，办结一项销号一项，年底逐项回头看",
		"%s把惠农补贴、低保救助和道路建设三类信息放在公开首位",
		"从年初开始，%s每月召开一次碰头会，商定当月公开的内容和时限",
		"%s结合人居环境整治和防汛工作，及时把进展情况告诉群众",
	}
	followUps = []string{
		"村级事务另在村务公开栏张贴，做到网上网下内容一致",
		"对群众问得多的养老、医保政策，请经办人员现场讲解",
		"机构职能和领导分工有调整的，五个工作日内更换",
		"预算和决算按时公布，专项资金的用途和去向一并说明",
		"征地拆迁、招投标等事项提前公示，听取意见后再定",
		"重要文件附有解读，用问答和图示说清楚谁能办、怎么办",
		"全年梳理办事指南，把需要的材料和时间写明",
		"集中清理了历年旧信息，失效的注明失效日期",
	}
	management = []string{
		"发布前由经办人初核、分管负责人复核，涉密和个人信息一律不上网",
		"建立了信息登记簿，每季度对照登记簿检查一次，过期内容及时撤下",
		"安排一名工作人员负责信息归档，文件公开属性在起草时就确定",
		"实行编号管理，每条信息都能查到来源、审核人和发布日期",
		"对错别字和敏感表述设了两道把关，差错由专人登记并当日更正",
		"把公开属性认定写入办文流程，不公开的须说明理由并留底",
		"旧文件按年份整理成册，放在便民大厅供群众翻阅",
		"与档案室共用一套目录，查找一份文件不超过十分钟",
	}
	platforms = []string{
		"村务公开栏按月张贴，便民大厅设有查阅台和一台查询电脑",
		"县门户网站专栏由党政办维护，镇村公示栏同步更换",
		"在办事大厅增设了公开资料架，全年更换资料%d次",
		"对偏远的自然村，用广播和流动宣传车补充公开",
		"网格员建了居民群，通知和公示同步转发，有疑问当天答复",
		"把公示栏移到集市和学校门口，字号加大，老人也能看清",
		"为查询电脑加装了语音播报，方便视力不好的群众",
		"每周检查一次栏目链接，打不开的当天修复",
	}
	supervision = []string{
		"把公开工作列入年度考核，年内没有发生责任追究的情形",
		"每半年听取一次社会评议意见，考核结果在干部会上通报",
		"组织经办人员培训%d次，工作考核与评优挂钩，未发生责任追究",
		"请人大代表和村民代表查看公示栏，提出的意见逐条回复",
		"纪检人员随机抽查，发现迟公开的当场提醒并记录",
		"年终由各村互评，评议靠后的村由分管领导约谈",
		"设立意见箱和值班电话，收到的建议按月汇总研究",
		"新到岗的同志先学条例再接手，考核合格才能发布信息",
	}
	shortcomings = []string{
		"一是部分村公开内容更新不够及时，二是解读材料偏少。改进措施：明确每月更新时间，新出台的办法一律配发图文说明。",
		"存在的问题是经办人员调整较多，对办理流程不够熟悉。今后将固定岗位，年初集中学习一次办理规程，年中再检查一次。",
		"主要问题是公开形式比较单一，老年群众查阅不便。改进办法是增加广播和入户宣传，把常用事项印成折页放在村级服务点。",
		"问题在于个别站所报送信息拖延，影响了公开的及时性。下一步实行限时报送，逾期的在例会上说明原因。",
		"目前栏目分类还不够细，群众找一条信息要翻好几页。明年将重新编排目录，把常看的内容放在第一页。",
		"不足之处是与群众互动不多，收到的建议偏少。今后在每次公示后留出七天听取意见，并公布采纳情况。",
		"工作中对依申请公开的答复格式掌握不够统一。将收集范例编成手册，答复前由法律顾问看一遍。",
		"部分信息用语偏文件化，群众看不懂。以后先请两名村民试读，读不明白的改写后再发布。",
	}
)

// writeProse writes title, preamble and sections so that the figures in the text
// agree with the table, unless the sample's mistake is that they do not.
//
// The words follow from town and year alone; a copied text is drawn with last
// year's number.
func writeProse(sample *Sample) {
	report := &sample.Report
	drawnFor := report.Year
	if sample.Mistake == CopiedProse {
		drawnFor--
	}
	code, _ := strconv.ParseUint(sample.Town.Code, 10, 64)
	random := rand.New(rand.NewPCG(code, uint64(drawnFor)))
	publishedCount := 20 + random.IntN(180)
	we := "我镇"
	body := sample.Town.Name + "人民政府"
	switch {
	case strings.HasSuffix(sample.Town.Name, "街道"):
		we, body = "我街道", sample.Town.Name+"办事处"
	case strings.HasSuffix(sample.Town.Name, "乡"):
		we = "我乡"
	}
	year := report.Year
	titleYear := year
	if sample.Mistake == WrongYearTitle {
		titleYear = year - 1
	}
	report.Title = fmt.Sprintf("%s%s%d年政府信息公开工作年度报告", sample.Town.County, body, titleYear)
	report.Preamble = fmt.Sprintf("本报告由%s编制（%s），所列数据的统计期限自%d年1月1日起至%d年12月31日止。", body, Mark, year, year)

	fill := func(sentence string) string {
		if strings.Contains(sentence, "%d") {
			return fmt.Sprintf(sentence, 2+random.IntN(4))
		}
		return sentence
	}
	pick := func(sentences []string) string {
		first := random.IntN(len(sentences))
		second := (first + 1 + random.IntN(len(sentences)-1)) % len(sentences)
		return fill(sentences[first]) + "；" + fill(sentences[second]) + "。"
	}
	overview := []string{
		fmt.Sprintf("（一）主动公开情况。%s。%s全年主动公开政府信息%d条。", fmt.Sprintf(openings[random.IntN(len(openings))], we), pick(followUps), publishedCount),
		"（二）依申请公开情况。" + onApplications(sample, we),
		"（三）政府信息管理情况。" + pick(management),
		"（四）政府信息公开平台建设情况。" + pick(platforms),
		"（五）监督保障情况。" + pick(supervision),
	}
	other := fmt.Sprintf("%d年，%s未收取信息处理费，没有其他需要报告的事项。", year, we)
	form := disclosure.FormByID(report.Form)
	for _, section := range form.Sections {
		written := disclosure.Section{Key: section.Key, Heading: section.Heading}
		switch section.Key {
		case "overview":
			written.Text = strings.Join(overview, "\n")
		case "problems":
			first := random.IntN(len(shortcomings))
			second := (first + 1 + random.IntN(len(shortcomings)-1)) % len(shortcomings)
			written.Text = shortcomings[first] + "\n" + shortcomings[second]
		case "other":
			if sample.Mistake == MissingSection {
				continue
			}
			written.Text = other
		default:
			written.HasTable = sample.Mistake != MissingTable || section.Key != "disputes"
		}
		report.Sections = append(report.Sections, written)
	}
}

// onApplications says in a sentence or two what tables three and four say.
func onApplications(sample *Sample, we string) string {
	report := &sample.Report
	number := func(key disclosure.Key) disclosure.Number {
		if cell := report.Cell(key); cell != nil {
			return cell.Value
		}
		return 0
	}
	received, carriedIn := number("applications.received.total"), number("applications.carried_in.total")
	carriedOut, handled := number("applications.carried_out.total"), number("applications.handled_total.total")
	if sample.Mistake == ProseConflict {
		received += disclosure.Int(5)
	}
	text := fmt.Sprintf("%d年，%s新收政府信息公开申请%s件，上年结转%s件，本年办结%s件，结转下年度%s件。",
		report.Year, we, received, carriedIn, handled, carriedOut)
	if received == 0 && carriedIn == 0 {
		text = fmt.Sprintf("%d年，%s未收到政府信息公开申请。", report.Year, we)
	}
	if reviews := number("disputes.review.total"); reviews > 0 {
		text += fmt.Sprintf("因政府信息公开发生行政复议%s件。", reviews)
	} else if number("disputes.suit_after_review.total")+number("disputes.suit_direct.total") == 0 {
		text += "全年没有发生因政府信息公开引起的行政复议和行政诉讼。"
	}
	return text
}
