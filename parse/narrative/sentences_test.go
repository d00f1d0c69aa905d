package narrative

// figures are the wanted claims by metric.
type figures map[string]string

// sentenceCase is a sentence of a report for 2021 and what it claims.
type sentenceCase struct {
	text string
	want figures
}

// Numbers as they are written: Chinese numerals, full width, thousands, 万, approximate.
var numberCases = []sentenceCase{
	{"我镇本年度共收到政府信息公开申请一件，已办结一件。", figures{received: "1", handled: "1"}},
	{"全年受理依申请公开十二件，其中予以公开五件，部分公开两件，不予公开一件，无法提供四件。", figures{received: "12", granted: "5", "applications.partial.total": "2", "applications.refused.total": "1", "applications.unavailable.total": "4"}},
	{"共收到申请二十余件，均已办结。", figures{received: "20"}},
	{"主动公开政府信息百余条。", figures{published: "100"}},
	{"主动公开各类政府信息数十条。", nil},
	{"全年主动公开信息1，234条。", figures{published: "1234"}},
	{"全年主动公开信息1,234条，其中网站发布1,004条。", figures{published: "1234", website: "1004"}},
	{"全市主动公开政府信息约1.2万条。", figures{published: "12000"}},
	{"本局主动公开政府信息3万余条。", figures{published: "30000"}},
	{"主动公开政府信息近500条。", figures{published: "500"}},
	{"主动公开政府信息500多条。", figures{published: "500"}},
	{"累计公开信息300条以上。", figures{published: "300"}},
	{"二〇二一年，我乡主动公开政府信息四十五条。", figures{published: "45"}},
	{"２０２１年度，我镇受理公开申请１２件，答复率１００％。", figures{received: "12"}},
	{"行政规范性文件现行有效件数二百五十四件。", figures{normInForce: "254"}},
	{"行政规范性文件现行有效件数十件。", figures{normInForce: "10"}},
	{"印发规范性文件数十件。", nil},
	{"网站公开信息数十六条。", figures{website: "16"}},
}

// One number for several nouns, and several numbers for several nouns.
var listCases = []sentenceCase{
	{"行政复议、行政诉讼均为0件。", figures{reviewTotal: "0", suitTotal: "0"}},
	{"政府信息公开申请、行政复议、行政诉讼均为零。", figures{received: "0", reviewTotal: "0", suitTotal: "0"}},
	{"全年收到申请、行政复议、行政诉讼分别为3件、1件和0件。", figures{received: "3", reviewTotal: "1", suitTotal: "0"}},
	{"我镇收到的政府信息公开申请、行政复议、行政诉讼分别为3、1、0件。", figures{received: "3", reviewTotal: "1", suitTotal: "0"}},
	{"发生行政复议、行政诉讼各1件。", figures{reviewTotal: "1", suitTotal: "1"}},
	{"发生行政复议、行政诉讼共5件。", nil},
	{"发生行政复议2件、行政诉讼1件。", figures{reviewTotal: "2", suitTotal: "1"}},
	{"全年微博、微信分别发布信息30条和40条。", figures{weibo: "30", weChat: "40"}},
	{"网站、公示栏分别公开信息20条、15条。", figures{website: "20"}},
	{"予以公开和部分公开共9件。", nil},
}

// Other years, parts of the year, comparisons, plans and rules are left alone.
var timeCases = []sentenceCase{
	{"2020年收到政府信息公开申请5件，2021年收到政府信息公开申请3件。", figures{received: "3"}},
	{"去年收到申请5件，今年收到申请2件，较去年减少3件。", figures{received: "2"}},
	{"收到政府信息公开申请8件，同比增长33.3%。", figures{received: "8"}},
	{"申请数量比上年增加2件，共收到8件。", figures{received: "8"}},
	{"与去年相比，申请量增加了4件。", nil},
	{"上半年收到政府信息公开申请3件。", nil},
	{"截至6月底，收到政府信息公开申请3件。", figures{received: "3"}},
	{"一季度主动公开政府信息20条，二季度主动公开政府信息25条。", nil},
	{"自2008年以来，累计收到政府信息公开申请15件。", nil},
	{"历年累计主动公开政府信息2345条。", nil},
	{"“十三五”期间，我镇主动公开政府信息3000余条。", nil},
	{"下一步，计划全年主动公开政府信息不少于200条。", nil},
	{"2022年，力争主动公开政府信息300条。", nil},
	{"要求各村每月公开信息不少于2条。", nil},
	{"本年度新增主动公开政府信息17条。", figures{published: "17"}},
	{"截至2021年12月31日，我镇累计主动公开政府信息86条。", figures{published: "86"}},
	{"1月1日至12月31日，主动公开政府信息86条。", figures{published: "86"}},
	{"2021年1-12月，主动公开政府信息86条。", figures{published: "86"}},
	{"2021年1-6月，主动公开政府信息40条。", nil},
	{"2021年3月，我镇主动公开信息5条。", nil},
	{"本年度申请数量由上年的6件下降到2件。", nil},
	{"上半年全区受理公开申请60件。其中，予以公开和部分公开21件。", nil},
	{"去年收到公开申请4件。其中予以公开2件。", nil},
	{"收到公开申请4件，上年为2件。其中予以公开3件。", figures{received: "4", granted: "3"}},
	{"申请数与上一年度相同，无收费情况。", figures{processingFee: "0"}},
	{"歷年累計公開信息300條，曆年平均40條。", nil},
	{"历年累计主动公开政府信息90条，其中2021年公开12条。", figures{published: "12"}},
	{"“十四五”以来，共公开信息90条。", nil},
	{"收到申请6件（上年3件），发生行政复议2件（上年1件）。", figures{received: "6", reviewTotal: "2"}},
	{"主动公开信息40条，其中上年度遗留补录3条。", figures{published: "40"}},
}

// Whose figures they are.
var scopeCases = []sentenceCase{
	{"全县共收到政府信息公开申请120件，我镇收到3件。", figures{received: "3"}},
	{"各乡镇共受理政府信息公开申请20件。", nil},
	{"全镇共主动公开政府信息88条。", figures{published: "88"}},
	{"2021年全区各级行政机关收到申请300件。", figures{received: "300"}},
	{"我区各部门、各街道共收到政府信息公开申请312件。", nil},
	{"2021年，我市各级行政机关新收政府信息公开申请1502件，全市共办结1480件。", figures{received: "1502", handled: "1480"}},
	{"我镇收到公开申请3件，占全县申请总量60件的5%。", figures{received: "3"}},
	{"我镇在全县14个乡镇中公开信息70条，名列前茅。", figures{published: "70"}},
}

// Counts of other work, and numbers that count nothing.
var otherWorkCases = []sentenceCase{
	{"12345热线受理群众诉求356件，办结350件。", nil},
	{"全年受理群众来信来访15件，答复15件。", nil},
	{"办理人大代表建议5件、政协提案3件，均已办结。", nil},
	{"组织政务公开业务培训2次，参训60人次。", nil},
	{"微信公众号关注人数达5000人，阅读量12万次。", nil},
	{"公示栏更新信息60期。", nil},
	{"依据《中华人民共和国政府信息公开条例》（国务院令第711号）第三十三条规定，在20个工作日内答复。", nil},
	{"对收到的政府信息公开申请，自收到之日起20个工作日内予以答复。", nil},
	{"如有疑问，请与镇党政办联系（电话：0816-8812345）。", nil},
	{"根据国办公开办函〔2021〕30号文件要求编制。", nil},
	{"建立规章制度5项。", nil},
	{"制定政务公开制度3项。", nil},
	{"配备专职人员1名，兼职人员2名，开设政务公开专区1个。", nil},
	{"政府信息公开年度报告1份、指南1份。", nil},
	{"收到投诉举报信息5件，回复5件。", nil},
	{"全年收到政府信息公开方面的咨询12次，均当场答复。", nil},
	{"收到依申请公开邮件1封。", nil},
	{"目前公开政务信息XX条。", nil},
	{"主动公开信息×××条。", nil},
	{"我镇高度重视，做到件件有答复、事事有回音。", nil},
	{"推动“一件事一次办”改革，公开办事指南30项。", nil},
	{"一是完善机制；二是加强培训；三是强化监督。", nil},
}

// Applications received, carried over and handled.
var applicationCases = []sentenceCase{
	{"共受理政府信息公开申请24件（含上年结转2件），全部办结。", figures{workload: "24", carriedIn: "2"}},
	{"收办政府信息公开申请13件，其中新收12件，上年结转1件。", figures{workload: "13", received: "12", carriedIn: "1"}},
	{"新收申请10件，上年度结转1件，办结9件，结转下年度2件。", figures{received: "10", carriedIn: "1", handled: "9", carriedOut: "2"}},
	{"全年新收政府信息公开申请10件，结转上年度申请1件，均已答复。", figures{received: "10", carriedIn: "1"}},
	{"2020年结转申请2件，2021年新收申请7件，办结8件，结转至2022年1件。", figures{carriedIn: "2", received: "7", handled: "8", carriedOut: "1"}},
	{"无上年结转，无结转下年度申请。", figures{carriedIn: "0", carriedOut: "0"}},
	{"无结转下年办理的申请。", figures{carriedOut: "0"}},
	{"上年结转政府信息公开申请0件。", figures{carriedIn: "0"}},
	{"其中自然人申请5件，法人或其他组织申请2件。", figures{naturalPerson: "5"}},
	{"收到自然人申请6件。", figures{received: "6", naturalPerson: "6"}},
	{"收到政府信息公开申请7件，其中当面申请2件，网上申请4件，信函申请1件。", figures{received: "7"}},
	{"全年收到公民、法人提出的信息公开申请9件，其中网络申请9件。", figures{received: "9"}},
	{"收到网上申请3件、信函申请2件。", nil},
	{"收到政府信息公开申请0件次，行政复议0人次。", figures{received: "0", reviewTotal: "0"}},
	{"政府信息公开申请量为4，答复率为100%。", figures{received: "4"}},
	{"依申请公开方面，全年共收到5件，办结5件。", figures{received: "5", handled: "5"}},
	{"（二）依申请公开情况。全年共收到5件，按时答复4件，1件正在办理中。", figures{received: "5", handled: "4", carriedOut: "1"}},
	{"答复政府信息公开申请14件，结转1件。", figures{handled: "14", carriedOut: "1"}},
	{"全年共办理政府信息公开申请6件。", figures{handled: "6"}},
	{"街道办事处共收到信息公开申请3宗。", figures{received: "3"}},
	{"全年收到和办理政府信息公开申请2起。", figures{received: "2"}},
	{"全年收到政府信息公开申请 3 件 ，已答复 2 件 ，1 件结转至下一年度继续办理 。", figures{received: "3", handled: "2", carriedOut: "1"}},
	{"受理公开申请30件，答复34件（含上年结转5件，另有1件顺延至下年度答复）。", figures{received: "30", handled: "34", carriedIn: "5", carriedOut: "1"}},
	{"受理公开申请30件（其中自然人28件，上年结转2件）。", figures{workload: "30", naturalPerson: "28", carriedIn: "2"}},
	{"全镇共有3件信息公开申请。", figures{received: "3"}},
	{"公民向本镇提出信息公开申请4件。", figures{received: "4"}},
	{"收到书面申请公开政府信息2件，申请人撤销申请1件。", figures{received: "2"}},
	{"收到群众申请公开政府信息的请求0件。", figures{received: "0"}},
	{"依申请办理事项为零。", figures{received: "0"}},
	{"收到公开申请6件，无律师代为申请，无网上申请。", figures{received: "6"}},
	{"共答复申请人7件。", nil},
	{"依申请公开方面，共答复申请人7件。", figures{handled: "7"}},
	{"全年收到并依法办结5件信息公开申请。", figures{received: "5", handled: "5"}},
	{"收到并依法答复政府信息公开8件。", figures{received: "8"}},
}

// What became of applications.
var outcomeCases = []sentenceCase{
	{"对申请人提出的3件申请均予以公开。", figures{granted: "3"}},
	{"同意公开3件，同意部分公开1件，不同意公开2件，信息不存在1件。", figures{granted: "3", "applications.partial.total": "1", "applications.refused.total": "2", "applications.unavailable.total": "1"}},
	{"其中属于行政执法案卷不予公开1件，属于三类内部事务信息2件。", figures{"applications.refused_enforcement_file.total": "1", "applications.refused_internal.total": "2"}},
	{"因本机关不掌握相关政府信息无法提供4件，重复申请不予处理1件，其他处理2件。", figures{"applications.unavailable_not_held.total": "4", "applications.unprocessed_repeat.total": "1", otherHandling: "2"}},
	{"不予处理（重复申请）2件。", figures{"applications.unprocessed.total": "2"}},
	{"无法提供3件（其中本机关不掌握2件，没有现成信息需要另行制作1件）。", figures{"applications.unavailable.total": "3", "applications.unavailable_not_held.total": "2", "applications.unavailable_must_create.total": "1"}},
	{"在全年收到的15件政府信息公开申请中，予以公开10件。", figures{received: "15", granted: "10"}},
	{"已答复的13件申请中，“同意公开”8件，“信息不存在”5件。", figures{handled: "13", granted: "8", "applications.unavailable.total": "5"}},
	{"已办申请中，作出予以公开决定5件，“其他处理”2件。", figures{granted: "5", otherHandling: "2"}},
	{"完成依申请公开答复9件，其中予以公开答复5件，不予公开答复4件。", figures{handled: "9", granted: "5", "applications.refused.total": "4"}},
	{"收到公开申请2件，其中申请公开信息不存在1件。", figures{received: "2", "applications.unavailable.total": "1"}},
}

// Reviews and suits.
var disputeCases = []sentenceCase{
	{"全年因政府信息公开被申请行政复议3件，其中结果维持2件，结果纠正1件，尚未审结0件。", figures{reviewTotal: "3", "disputes.review.upheld": "2", "disputes.review.corrected": "1", "disputes.review.pending": "0"}},
	{"发生行政诉讼2件，均维持。", figures{suitTotal: "2", "disputes.suit.upheld": "2"}},
	{"行政复议1件，目前正在审理。", figures{reviewTotal: "1", "disputes.review.pending": "1"}},
	{"行政复议案件2起，1起维持，1起尚未审结。", figures{reviewTotal: "2", "disputes.review.upheld": "1", "disputes.review.pending": "1"}},
	{"未发生行政复议和行政诉讼案件，无被纠错情形。", figures{reviewTotal: "0", suitTotal: "0"}},
	{"行政复议和行政诉讼案件无败诉情况。", nil},
	{"无行政复议结果被纠正。", nil},
	{"未经复议直接起诉1件，复议后起诉2件。", figures{suitDirect: "1", suitAfter: "2"}},
	{"发生行政复议3件，尚未审结。", figures{reviewTotal: "3", "disputes.review.pending": "3"}},
	{"行政复议4件、行政诉讼0件，其中3件维持，1件尚未审结。", figures{reviewTotal: "4", suitTotal: "0", "disputes.review.upheld": "3", "disputes.review.pending": "1"}},
	{"本年度无复议诉讼案件。", figures{reviewTotal: "0", suitTotal: "0"}},
	{"行政诉讼行政复议共3件。", nil},
	{"发生2起有关政府信息公开的行政复议案件。", figures{reviewTotal: "2"}},
	{"处理3起有关土地的行政复议案件。", nil},
	{"政府信息公开申请方面：收到5件。行政复议方面：收到2件；行政诉讼方面：收到1件。", figures{received: "5", reviewTotal: "2", suitTotal: "1"}},
}

// None, in words.
var noneCases = []sentenceCase{
	{"未收到政府信息公开申请、行政复议和行政诉讼。", figures{received: "0", reviewTotal: "0", suitTotal: "0"}},
	{"全年无依申请公开，无行政复议，无行政诉讼。", figures{received: "0", reviewTotal: "0", suitTotal: "0"}},
	{"全年零申请、零复议、零诉讼。", figures{received: "0", reviewTotal: "0", suitTotal: "0"}},
	{"依申请公开：0件。行政复议：0件。行政诉讼：0件。", figures{received: "0", reviewTotal: "0", suitTotal: "0"}},
	{"收到政府信息公开申请数量：无。", figures{received: "0"}},
	{"因政府信息公开引发的行政复议、行政诉讼情况：无。", figures{reviewTotal: "0", suitTotal: "0"}},
	{"本年度不存在因政府信息公开被提起行政复议、行政诉讼的情形。", figures{reviewTotal: "0", suitTotal: "0"}},
	{"没有公民、法人和其他组织向我镇申请政府信息公开。", figures{received: "0"}},
	{"没有人向我镇申请公开政府信息。", figures{received: "0"}},
	{"未受理任何政府信息公开申请事项。", figures{received: "0"}},
	{"暂未收到群众的依申请公开事项。", figures{received: "0"}},
	{"未出现超期答复政府信息公开申请的情况。", nil},
	{"没有应当公开而未公开的信息。", nil},
	{"未发生泄密事件。", nil},
	{"未对依申请公开收取信息处理费。", figures{processingFee: "0"}},
	{"本年度我镇未收到政府信息公开申请，未发生行政复议或行政诉讼，未收取费用。", figures{received: "0", reviewTotal: "0", suitTotal: "0", processingFee: "0"}},
	{"全年未发生一起因信息公开引起的行政复议、行政诉讼。", figures{reviewTotal: "0", suitTotal: "0"}},
	{"我乡无一例申请行政复议。", figures{reviewTotal: "0"}},
	{"没有收到一件信息公开申请。", figures{received: "0"}},
	{"未答复1件。", nil},
	{"未发生因答复引起的行政复议。", figures{reviewTotal: "0"}},
	{"未出现答复不规范的申请。", nil},
	{"没有收到个人递交的《某镇信息公开申请表》。", figures{received: "0"}},
}

// Fees.
var moneyCases = []sentenceCase{
	{"收取信息处理费0元。", figures{processingFee: "0"}},
	{"全年共收取检索、复制、邮寄等费用共计120元。", figures{processingFee: "120"}},
	{"依申请公开未产生任何费用。", figures{processingFee: "0"}},
	{"本年度行政事业性收费0万元。", figures{adminFees: "0"}},
	{"行政事业性收费总金额12.5万元。", figures{adminFees: "12.5"}},
	{"无行政事业性收费项目。", figures{adminFees: "0"}},
	{"共减免检索费、复制费80元。", nil},
	{"政府信息公开收费及减免情况：无。", figures{processingFee: "0"}},
}

// Regulations, normative documents and decisions.
var documentCases = []sentenceCase{
	{"全年制发行政规范性文件2件，废止1件，现行有效5件。", figures{normIssued: "2", normRepealed: "1", normInForce: "5"}},
	{"本年度未制定规章，制定规范性文件3件。", figures{ruleIssued: "0", normIssued: "3"}},
	{"规范性文件本年制发件数、废止件数、现行有效件数均为0。", figures{normIssued: "0", normRepealed: "0", normInForce: "0"}},
	{"清理规范性文件12件，修改2件。", nil},
	{"对3件规范性文件进行了解读。", nil},
	{"对2件行政规范性文件开展合法性审查。", nil},
	{"公开规范性文件4件。", figures{normIssued: "4"}},
	{"作出行政许可决定120件，行政处罚决定15件，行政强制0件。", figures{"disclosure.licences.decisions": "120", "disclosure.penalties.decisions": "15", "disclosure.enforcement.decisions": "0"}},
	{"未实施行政处罚和行政强制。", figures{"disclosure.penalties.decisions": "0", "disclosure.enforcement.decisions": "0"}},
	{"公示行政许可信息30条，行政处罚信息12条。", nil},
	{"全年办理行政许可528件、行政处罚31起。", figures{"disclosure.licences.decisions": "528", "disclosure.penalties.decisions": "31"}},
	{"制定规范性文件1件，废除规范性文件2件，正在实施的规范性文件3件。", figures{normIssued: "1", normRepealed: "2", normInForce: "3"}},
	{"公开预算9条、行政许可结果42条、行政处罚8条。", nil},
}

// Published pieces: the total, a channel, or only one kind.
var publishedCases = []sentenceCase{
	{"在政府网站发布信息200条，微信公众号推送信息150条，微博发布信息30条。", figures{website: "200", weChat: "150", weibo: "30"}},
	{"主动公开政府信息380条，其中网站200条、微信公众号150条、微博30条。", figures{published: "380", website: "200", weChat: "150", weibo: "30"}},
	{"通过政府网站、微信公众号、公开栏等渠道主动公开政府信息380条。", figures{published: "380"}},
	{"通过公开栏公开信息60条，通过广播发布信息20条。", nil},
	{"公开工作动态120条、通知公告35条、政策文件8条。", nil},
	{"发布政策解读12篇，回应关切3次。", nil},
	{"全年编发政务信息45篇，被市级采用12篇。", nil},
	{"向县政府报送信息75条，采用30条。", nil},
	{"更新政府信息公开目录信息210条。", nil},
	{"主动公开政府信息210条（不同渠道公开同一信息计1条）。", figures{published: "210"}},
	{"全年主动公开政府信息总数为96条。", figures{published: "96"}},
	{"我单位通过微信公众号“平安某某”发布推文320篇。", figures{weChat: "320"}},
	{"政务微信公众号全年发布文章85篇，微博发布动态42条。", figures{weChat: "85"}},
	{"主动公开工作动态、通知公告、人事财政信息3类52条。", figures{published: "52"}},
	{"主动公开各类信息及办事指南共52条。", figures{published: "52"}},
	{"主动公开通知公告、办事指南共12条。", nil},
	{"主动公开政府信息，加强宣传，推动工作，发放资料300份。", nil},
	{"主动公开、依法办事、规范管理，制作展板12份。", nil},
	{"主动公开本街道（含各科室）各类信息52条。", figures{published: "52"}},
	{"借助新媒体平台“某乡之声”微信公众号发布信息26条。", figures{weChat: "26"}},
	{"微信公众号及时更新，粉丝2万人，全年推出推文70篇，发布推文65篇。", figures{weChat: "65"}},
	{"发布推文65篇。", nil},
	{"网站访问量800次；全年公开政务信息52条。", figures{published: "52"}},
	{"政府网站公开信息9条。“某区发布”发布信息35条。", figures{website: "9"}},
	{"主动公开政府信息60条。门户网站主动公开信息8条。", figures{published: "60", website: "8"}},
	{"微信公众号发布和转载信息33条。", figures{weChat: "33"}},
	{"全年发布会议信息、规范性文件、行政处罚等政务信息44条。", figures{published: "44"}},
	{"“某县政务微博”发布信息18条，“某镇公众号”推送信息22条。", figures{weibo: "18", weChat: "22"}},
	{"公众号发文31篇。", figures{weChat: "31"}},
	{"“某区政府网”微信公众号推送信息75条。", figures{weChat: "75"}},
	{"完成部门决算信息公开4项。", nil},
	{"公开社会救助、义务教育等23个重点领域的目录。", nil},
	{"主动公开信息90条，其中政府网站公开文件通知、工作动态32条，公众号发布政策法规、工作动态58条。", figures{published: "90", website: "32", weChat: "58"}},
	{"主动公开包括机构职能等信息44条。", figures{published: "44"}},
	{"主动公开信息44条，包括政务信息30条。", figures{published: "44"}},
}

// Sums of what stands before, and counts that carry over from words before.
var carryOverCases = []sentenceCase{
	{"共收到网上申请10件，信函申请2件，合计12件。", figures{received: "12"}},
	{"收到政府信息公开申请6件，上年结转2件，共计8件。", figures{received: "6", carriedIn: "2", workload: "8"}},
	{"收到政府信息公开申请12件，其中自然人10件，上年结转1件。", figures{received: "12", naturalPerson: "10", carriedIn: "1"}},
	{"依申请公开办理情况\n全年共收到5件，已办结4件。", figures{received: "5", handled: "4"}},
	{"（二）依申请公开情况。\n全年共收到5件。", figures{received: "5"}},
	{"我镇未收到政府信息公开申请。\n大厅共受理事项900件。", figures{received: "0"}},
	{"（二）依申请公开。收到申请5件。\n便民大厅共受理事项900件，办结900件。", figures{received: "5"}},
	{"（二）依申请公开。收到申请5件。（四）平台建设。大厅受理事项900件。", figures{received: "5"}},
	{"在主动公开的政府信息中，共公开17条，动态类12条。", figures{published: "17"}},
	{"以政府网站为平台主动公开信息，全年共公开重点领域信息17条。", figures{published: "17", website: "17"}},
	{"镇公众号作用明显，全年共推送信息240条。", figures{weChat: "240"}},
	{"答复20件申请，其中予以公开8件，无法提供6件，其他6件。", figures{handled: "20", granted: "8", "applications.unavailable.total": "6", otherHandling: "6"}},
	{"收到政府信息公开申请并及时答复5件。", figures{received: "5", handled: "5"}},
	{"发生行政复议2件，申请人均已撤回复议申请。", figures{reviewTotal: "2", "disputes.review.other": "2"}},
}

// Words that look like a claim and are none, and such that hardly do and are one.
var nearMissCases = []sentenceCase{
	{"通过不同渠道公开信息情况：政府网站公开信息90条，新闻发布会公开信息12条。", figures{website: "90"}},
	{"官方微博全年发布微博120条，其中原创11条、转发109条。", figures{weibo: "120"}},
	{"政府网站发布了72条权威的解读信息。", nil},
	{"公众号转发公开108条信息。", figures{weChat: "108"}},
	{"全年未收到行政许可申请，未收到低保申请。", nil},
	{"未发现不予公开的信息被误公开。", nil},
	{"保留行政权力841项，其中行政许可24项、行政处罚765项。", nil},
	{"抽查网站信息公开情况4轮，通报问题12个。", nil},
	{"以组织名义提交的政府信息公开申请2件。", nil},
	{"144件行政复议中120件已作出复议决定。", figures{reviewTotal: "144"}},
	{"2018年制作政府信息3021条，其中主动公开信息1027条，不予公开信息1535条。", nil},
	{"制作政府信息3021条，其中主动公开信息1027条，不予公开信息1535条。", figures{published: "1027"}},
	{"收到2个自然人的政府信息公开申请。", figures{received: "2"}},
	{"在已答复的12件申请中，“不予公开”的1件。", figures{handled: "12", "applications.refused.total": "1"}},
	{"全年未接到群众要求公开的信息。", figures{received: "0"}},
	{"没有公民、法人和其他组织的政府信息公开收费和减免情况。", figures{processingFee: "0"}},
	{"2019—2021年共收到政府信息公开申请30件。", nil},
	{"全年收到和处理依申请公开0件。", figures{received: "0"}},
	{"政务微信公众号阅读量47万次，关注3789个。", nil},
	{"行政许可上一年项目数量50项，本年减少2项，处理决定数量300件。", figures{"disclosure.licences.prior_items": "50", "disclosure.licences.change": "-2", "disclosure.licences.decisions": "300"}},
	{"规范性文件本年新制作数量3件，本年新公开数量2件，对外公开总数量10件。", figures{normIssued: "3", normPublished: "2"}},
	{"在主动公开的基础上，公开公告12条。", nil},
	{"收到有关政府信息公开行政复议申请0件。", figures{reviewTotal: "0"}},
	{"主动公开政府信息204条。其中网站163条。全年发布重点领域各类信息12条。", figures{published: "204", website: "163"}},
	{"计划总结类信息2条，人事信息1条。", nil},
	{"公开政府信息90条，其中计划总结类5条；微信公众号发布信息40条。", figures{published: "90", weChat: "40"}},
}
