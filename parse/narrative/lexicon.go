package narrative

import (
	"strings"
	"sync"
)

// concept is what a word means to a count.
type concept uint8

// The concepts. From cReceive on they name what is counted.
const (
	cText    concept = iota // any other words
	cFiller                 // words that may stand between a noun and its number
	cSum                    // 合计: a filler that may stand for the sum of what was counted before
	cJoin                   // 、 和 及: joins nouns of a list
	cEtc                    // 等: closes a list
	cNumber                 // a count with its unit
	cMask                   // a quoted name or a title
	cSep                    // ，
	cColon                  // ：
	cNone                   // 未 没有 无
	cEach                   // 均 各 分别
	cWhereof                // 其中 包括
	cMore                   // 增加 减少: what follows is a difference
	cThan                   // 较 比 同比: a comparison
	cQuota                  // 不少于 每月: what follows is a rule, not a count
	cPlan                   // 下一步 计划
	cOverdue                // 逾期 超期: narrows a "none" to what went wrong
	cThisYear
	cLastYear
	cNextYear
	cLongAgo // 历年 累计至今: more than the year
	cPart    // 上半年 一季度 5月: less than the year
	cYear    // a year by number
	cOwn     // 我镇 本机关
	cWide    // 全县 各乡镇
	cOccur   // 发生 引发: acts that say nothing of what is counted

	cReceive    // 收到 受理
	cReceiveNew // 新收: never with what was carried in
	cTakeAll    // 收办: received and carried in
	cAnswer     // 答复 办结
	cProcess    // 办理 处理
	cCarry      // 结转
	cPending    // 正在办理 尚未审结
	cApply      // 政府信息公开申请
	cApplyWeak  // 申请, which must be about disclosure
	cMode       // 当面 网上: how an application came in
	cSlice      // 以组织名义: a part of the applications
	cPerson     // 自然人
	cBody       // 法人 其他组织: applicants of no one kind
	cCompany    // 企业
	cOutcome    // 予以公开 …; the metric says which
	cRest       // 其他, at the end of a list of outcomes
	cOther      // 咨询 热线 建议: counts of other work
	cReview     // 行政复议
	cSuit       // 行政诉讼
	cSuitDirect // 未经复议直接起诉
	cSuitAfter  // 复议后起诉
	cResult     // 结果维持 …; the metric is the column

	cPublish    // 公开 发布
	cPublishOwn // 主动公开
	cActive     // 主动, apart from its verb
	cDisclosure // 政府信息公开 as a name of the work
	cInfo       // 信息 政府信息
	cPost       // 推文 文章: what a public account carries
	cWeb
	cWeChat
	cWeibo
	cChannel // any other way to publish

	cNorm    // 规范性文件
	cRule    // 规章
	cMade    // 制发
	cRepeal  // 废止
	cInForce // 现行有效
	cLicence
	cPenalty
	cEnforce
	cNewPublic  // 本年新公开, of the form of 2019
	cDecided    // 处理决定数量
	cPriorItems // 上一年项目数量, of the form of 2019
	cChange     // 本年增/减, of the form of 2019
	cDecide     // 办理 实施 作出 of decisions
	cAdminFee   // 行政事业性收费
	cFee        // 信息处理费
	cNoFee      // 不收费 不予收费
)

// terms lists the words of the field. A term's metric is the one its number
// states; only outcomes and results have one.
var terms = []struct {
	concept concept
	metric  string
	words   string
}{
	{cFiller, "", `
		共 累计 累 总共 一共 计 为 是 达 达到 有 了 的 之 数 数量 总数 总量 总数量 件数 条数 数目 量 案件 案 事项 情况 各类 各种
		各项 相关 有关 重要 全部 已 只 仅 办件 公开件 方面 内容 类别 任何 过 其 该 行为 事件 次数 工单件 上述 本级 法定 共有 情形
		到 诉求 转载 办理情况 结果 超 超过 逾 约 近 将近 于 在 也 中 由 处理结果 办理结果 总 年度内 新 又 金额 总金额 总额 收费金额 左右 以上
		决定 增加到 增加至 增至 上升到 上升至 下降至 下降到 减少至 减少到 降至 增长到 增长至`},
	{cSum, "", "共计 合计 总计 总计为 合计为 共计为 总共为"},
	{cJoin, "", "、 和 与 及 以及 或 或者 暨 /"},
	{cEtc, "", "等 等等 等各类 等各项 等相关 等方面 等事项"},
	{cSep, "", "， ；"},
	{cColon, "", "："},
	{cNone, "", "未 没有 无 没 尚未 并未 从未 均未 均无 未有 暂无 暂未 尚无 也无 也未 不存在 未曾 并无 亦无 亦未 不收取 未再 毫无 不涉及"},
	{cEach, "", "均 各 分别 均为 分别为 各为 皆 皆为 全部为 分别是 分别有 都是 均是 各有"},
	{cWhereof, "", "其中 包括 包含 其中包括 其中包含 含 内含 内容有 内容包括 主要包括 主要有 具体为 具体包括 信息中"},
	{cMore, "", "增加 减少 增长 下降 上升 降低 多 少 减 增 增幅 降幅 提高 增多"},
	{cThan, "", "较 比 同比 环比 相比 相较 对比 相较于 相同 持平 相当 占"},
	{cQuota, "", "不少于 不低于 至少 不超过 以内 每月 每季 每季度 每周 每天 每日 每年 每个 每人 不得少于 同一"},
	{cPlan, "", "下一步 力争 拟 预计 争取 今后 计划全年 计划公开 计划发布 计划新增 计划在 下阶段"},
	{cOverdue, "", "逾期 超期 超时 违规 泄密 失密 延期 应公开 应予公开 应当公开 未按时 负面 不满 异议 质疑 错误"},
	{cThisYear, "", "今年 本年 本年度 全年 年度 当年 全年度 年内 一年来 今年以来 本年内 报告期内 本年度内 报告期 统计期内 同年"},
	{cLastYear, "", "上年 上年度 上一年 上一年度 去年 去年度 上年末 上年底"},
	{cNextYear, "", "下年 下年度 下一年 下一年度 次年 明年 来年 次年度 跨年 跨年度"},
	{cLongAgo, "", `
		历年 历史 往年 前年 近年来 近年 条例施行以来 条例实施以来 历年来 十三五 十四五 十二五 近三年 三年来 五年来 自成立以来`},
	{cPart, "", "上半年 下半年 一季度 二季度 三季度 四季度 季度 第一季度 第二季度 第三季度 第四季度 前三季度 年初 期间 试运行"},
	{cOwn, "", `
		我镇 我乡 我街道 我办 我局 我单位 我县 我市 我区 我委 我中心 本镇 本乡 本街道 本机关 本单位 本办 本局 本行政机关 本县
		本市 本区 全镇 全乡 全街道 全局 全办 街道办事处 镇政府 乡政府 镇人民政府 乡人民政府`},
	{cWide, "", `
		全县 全市 全区 全省 全州 全旗 全国 全自治区 各乡镇 各镇 各街道 各部门 各县 各区 各级 各村 各社区 各单位 各科室 市直 县直
		区直 县级部门 市级部门 区级部门 乡镇街道 各镇街 各市 所属 下属 各县市区 县市区 各镇村 各行政村`},

	{cReceive, "", "收到 接到 接收 接收到 接获 受理 登记受理 接受 收悉 受理了 收到了 登记 收取申请 收件"},
	{cReceiveNew, "", "新收 新收到 新受理 新接收 本年新收 新增申请"},
	{cTakeAll, "", "收办 受理办理 收到及上年结转"},
	{cAnswer, "", `
		答复 办结 回复 办复 办理完毕 完成答复 答复办结 办理答复 予以答复 作出答复 做出答复 依法答复 给予答复 办毕 答复处理
		回复处理 办理办结 处理完毕 办结答复 完成办理 书面答复 答复申请人 回复申请人`},
	{cProcess, "", "办理 处理 实际处理 实际办理 处置 承办"},
	{cOccur, "", `
		发生 产生 出现 引发 引起 提起 被提起 提出 被申请 涉及 导致 形成 申请提起 引致 存在 有 被 因 由 接受到 经 被提出 受到`},
	{cCarry, "", `
		结转 转结 转入 转至 结转至 结转到 结转入 转到 遗留 滚存 跨年办理 转下 结转转入
		顺延 顺延至 顺延到 延至 延续至 延续到 移至 接转 转`},
	{cPending, "", `
		正在办理 正在办理中 办理中 尚在办理 尚未办结 未办结 在办 正在处理 仍在办理 尚未答复 尚未到期 未到期 尚未审结 未审结
		正在审理 正在审理中 审理中 未结案 尚未结案 尚未结束 未结 待审结 在审 尚在审理 尚在审理中 仍在审理 尚未作出`},
	{cApply, "", `
		政府信息公开申请 信息公开申请 政务信息公开申请 政务公开申请 公开申请 政府信息依申请公开 政府信息公开依申请 依申请公开
		依申请公开申请 依申请公开件 依申请公开事项 依申请公开办件 依申请公开政府信息 依申请公开的政府信息 依申请 依申请信息公开
		依申请政府信息 依申请政府信息公开 申请公开 申请公开政府信息 申请政府信息公开 申请信息公开 申请获取政府信息 政府信息申请
		信息申请 政府信息公开的申请 信息公开的申请 政府信息公开办件 公开政府信息的申请 公开信息的申请 政府信息的申请 申请公开信息
		政府信息公开申请件 信息公开申请件 主动申请公开 申请查阅政府信息 要求公开 要求公开的信息 要求公开政府信息 申请公开的信息
		申请公开的政府信息 要求公开的政府信息 依申请件 依申请办件 依申请办理事项 依申请公开办理事项 依申请办理件
		政府信息公开依申请办理事项 信息公开依申请办理事项 依申请公开政府信息办理事项 依申请公开信息办理事项
		申请公开政府信息的要求 申请公开政府信息的请求 申请公开信息的要求 公开政府信息的要求 公开政府信息的请求 政府信息公开请求
		信息公开请求 书面申请公开政府信息 书面申请公开 书面申请政府信息公开 书面政府信息公开申请 书面信息公开申请
		依申请公开请求 依申请公开请求件 依申请公开办理件 依申请公开受理件 依申请公开答复件 依申请信息公开件 依申请信息公开事项 依申请政府信息公开件`},
	{cApplyWeak, "", "申请 申请件 申请事项 申请公开件 书面申请 申请书 有效申请"},
	{cMode, "", "当面 网上 网络 信函 在线 邮寄 电子邮件 传真 窗口 现场 平台申请 邮件 网站申请 来函 邮政 口头 快递 上门"},
	{cSlice, "", "名义"},
	{cPerson, "", "自然人 公民个人 公民 个人"},
	{cBody, "", "法人 其他组织 组织 法人或其他组织 法人和其他组织 法人及其他组织 社会组织 机构"},
	{cCompany, "", "商业企业 企业 公司"},

	{cOutcome, "applications.granted.total", "予以公开 同意公开 全部公开 予以全部公开 准予公开 给予公开 同意全部公开 决定公开"},
	{cOutcome, "applications.partial.total", "部分公开 同意部分公开 予以部分公开 部分予以公开 区分处理"},
	{cOutcome, "applications.refused.total", "不予公开 不予以公开 不同意公开 不公开 拒绝公开 不能公开 依法不予公开"},
	{cOutcome, "applications.refused_state_secret.total", "属于国家秘密 涉及国家秘密 国家秘密"},
	{cOutcome, "applications.refused_law.total", `
		其他法律行政法规禁止公开 法律行政法规禁止公开 法律法规禁止公开 法律、行政法规禁止公开`},
	{cOutcome, "applications.refused_safety.total", "三安全一稳定 危及三安全一稳定"},
	{cOutcome, "applications.refused_third_party.total", "保护第三方合法权益 第三方合法权益 损害第三方合法权益"},
	{cOutcome, "applications.refused_internal.total", "三类内部事务信息 内部事务信息 属于三类内部事务信息 内部事务"},
	{cOutcome, "applications.refused_process.total", "四类过程性信息 过程性信息 属于四类过程性信息"},
	{cOutcome, "applications.refused_enforcement_file.total", "行政执法案卷 属于行政执法案卷 执法案卷 行政执法案卷信息"},
	{cOutcome, "applications.refused_query.total", "行政查询事项 属于行政查询事项"},
	{cOutcome, "applications.unavailable.total", `
		无法提供 信息不存在 政府信息不存在 申请信息不存在 不能提供 无法公开 申请公开信息不存在 申请公开的信息不存在
		申请公开政府信息不存在 申请公开的政府信息不存在 申请的政府信息不存在`},
	{cOutcome, "applications.unavailable_not_held.total", `
		不掌握 未掌握 不掌握相关政府信息 不掌握相关信息 本机关不掌握相关政府信息 本机关不掌握相关信息 本机关不掌握
		本单位不掌握相关信息 本单位不掌握相关政府信息 不掌握政府信息 不掌握该信息 不掌握该政府信息`},
	{cOutcome, "applications.unavailable_must_create.total", `
		没有现成信息 没有现成信息需要另行制作 需要另行制作 另行制作 需另行制作`},
	{cOutcome, "applications.unavailable_unclear.total", "补正后申请内容仍不明确 申请内容不明确 内容仍不明确"},
	{cOutcome, "applications.unprocessed.total", "不予处理 不予办理"},
	{cOutcome, "applications.unprocessed_petition.total", `
		信访举报投诉类申请 信访、举报、投诉类申请 信访举报投诉类 信访投诉举报类申请 信访举报投诉 信访投诉举报类`},
	{cOutcome, "applications.unprocessed_repeat.total", "重复申请 属重复申请 属于重复申请 重复申请件"},
	{cOutcome, "applications.unprocessed_publication.total", "要求提供公开出版物 公开出版物"},
	{cOutcome, "applications.unprocessed_excessive.total", "无正当理由大量反复申请 大量反复申请 反复、大量申请"},
	{cOutcome, "applications.unprocessed_confirmation.total", `
		要求行政机关确认或重新出具已获取信息 确认或重新出具已获取信息 确认或重新出具`},
	{cOutcome, "applications.other.total", "其他处理 其它处理 其他方式处理 作其他处理 其他情形 其他处理情形 作出其他处理"},
	{cOutcome, "applications.other_not_corrected.total", "逾期不补正 无正当理由逾期不补正 逾期未补正 申请人无正当理由逾期不补正"},
	{cOutcome, "applications.other_not_paid.total", "逾期未缴费 逾期未按收费通知要求缴纳费用"},
	{cOutcome, "", `
		不属于本机关公开 不属于本机关 不属于本行政机关公开 非本机关 不属于本单位 撤回申请 主动撤回 申请人撤回 撤回 撤销申请 申请人撤销 申请人主动撤销 取消申请 放弃申请 告知补正 补正
		非政府信息 不属于政府信息 已主动公开 属于已主动公开范围 不再处理 不予受理 不予提供`},

	{cRest, "", "其他 其它 其他情况"},

	{cOther, "", `
		咨询 热线 建议 提案 信访 投诉 举报 来信 来访 来电 留言 信箱 意见 申诉 申诉案 回应 工单 信访件 线索 舆情 人大代表建议
		政协提案 国家赔偿 许可申请 行政许可申请 救助申请 低保申请 点击 点击量 访问 访问量 浏览 浏览量 阅读 阅读量 关注 关注量
		粉丝 订阅 订阅数 订阅量 下载 转发量 点赞 评论 培训 会议 检查 自查 整改 栏目 专栏 表彰 处分 追责 责任追究 考核 抽查 复核
		听证 调解 仲裁 案卷 纠纷 村务公开 党务公开 厂务公开 居务公开 财务公开 行政争议 备案 解读率 败诉 被追究 费用支出`},

	{cReview, "", `
		行政复议 复议 行政复议案件 行政复议案 行政复议申请 申请行政复议 被申请行政复议 提起行政复议 复议案件 申请复议 复议申请
		提出行政复议 行政复议事项 政府信息公开行政复议 信息公开行政复议`},
	{cSuit, "", `
		行政诉讼 诉讼 行政诉讼案件 行政诉讼案 诉讼案件 提起行政诉讼 提起诉讼 行政应诉 应诉 被提起行政诉讼 行政应诉案件
		行政诉讼事项 行政诉讼申请 起诉 政府信息公开行政诉讼 信息公开行政诉讼`},
	{cSuitDirect, "", "未经复议直接起诉 未经行政复议直接起诉 直接起诉 未经复议直接提起诉讼"},
	{cSuitAfter, "", "复议后起诉 行政复议后起诉 经复议后起诉 复议后提起诉讼 复议后提起行政诉讼 行政复议后提起行政诉讼"},
	{cResult, "upheld", "结果维持 维持 予以维持 被维持 结果为维持 维持原行政行为 维持原答复 维持原决定"},
	{cResult, "corrected", "结果纠正 纠正 被纠正 被纠错 纠错 撤销 被撤销 责令重新 予以纠正 结果为纠正"},
	{cResult, "other", `
		其他结果 其它结果 撤销复议 撤回复议 撤销复议申请 撤销行政复议 撤回行政复议 撤回复议申请 撤回起诉 结果其他 结果为其他`},
	{cResult, "", "驳回 终止 败诉 胜诉 撤诉 确认违法"},

	{cPublish, "", `
		公开 发布 推送 公布 更新 公示 刊登 上传 转发 刊发 公开发布 公开公示 更新发布 发布更新 推送发布 制作发布 对外公开 对外发布
		依法公开 网上公开 发文 发稿 刊载`},
	{cPublishOwn, "", "主动公开 主动发布 主动公布 主动向社会公开 主动公开发布 主动公开了 主动推送 主动公示 主动对外公开"},
	{cActive, "", "主动"},
	{cDisclosure, "", "政府信息公开 政务信息公开 信息公开 政务公开"},
	{cInfo, "", `
		信息 政府信息 政务信息 各类信息 党务政务信息 政民信息 重点领域信息 政府信息内容 政务公开信息 政府信息公开信息
		信息公开信息 信息量 消息 政府工作信息`},
	{cPost, "", "推文 文章 图文 微信 稿件 作品 图文信息 原创文章 微博 内容 帖子 动态信息"},
	{cWeb, "", `
		网站 门户网站 政府网站 政府门户网站 政府门户网 门户网 官网 政府网 官方网站 信息公开平台 政府信息公开平台 信息公开网
		政务公开网 政府信息公开网 信息网 公开平台 网站集约化平台 网站集约化管理平台 信息公开网站 政务网站 政务公开平台 政务网
		政务信息网 公众信息网`},
	{cWeChat, "", `
		微信公众号 微信公众平台 微信公众帐号 微信公众账号 公众号 政务微信 官方微信 微信平台 政务微信公众号 微信号 官微 公众微信`},
	{cWeibo, "", "政务微博 官方微博 微博平台 新浪微博 腾讯微博 微博账号"},
	{cChannel, "", `
		微信群 新媒体 政务新媒体 抖音 今日头条 头条号 客户端 短视频 视频号 公示栏 公开栏 宣传栏 公告栏 电子屏 电子显示屏 显示屏
		电子屏幕 广播 电视 报刊 报纸 杂志 政府公报 公报 查阅点 短信 宣传册 海报 横幅 宣传单 告示栏 村务公开栏 政务公开栏 触摸屏
		明白纸 投稿 新闻媒体 媒体 两微一端 新闻发布会 档案馆 图书馆 查阅场所 qq群 政务公开专区 专区`},

	{cNorm, "", "规范性文件 行政规范性文件"},
	{cRule, "", "规章 政府规章"},
	{cMade, "", `
		制发 制定 出台 印发 新制定 新制发 新出台 制定出台 制定印发 制定并公开 制定发布 制定并发布 新制作 本年制发 制发件数 新印发`},
	{cRepeal, "", "废止 宣布废止 到期废止 宣布失效 废止或失效 废止失效 失效 本年废止 废止件数 废除 清理废止 废止或宣布失效"},
	{cInForce, "", "现行有效 继续有效 现行有效件数 有效 保留 现行有效的 保留有效 正在实施 正在执行 仍然有效 现有效"},
	{cLicence, "", "行政许可 行政许可决定 行政许可事项 行政许可项目 行政许可案件 许可"},
	{cPenalty, "", "行政处罚 行政处罚决定 行政处罚案件 行政处罚事项 处罚"},
	{cEnforce, "", "行政强制 行政强制措施 行政强制决定 行政强制执行 行政强制案件 行政强制事项"},
	{cDecided, "", "处理决定 本年处理决定 处理决定数量 本年处理决定数量 处理决定数"},
	{cPriorItems, "", "上一年项目数量 上年项目数量 上一年度项目数量 上一年项目数 上年度项目数量 上一年项目"},
	{cChange, "", "本年增/减 本年增减 本年增加 本年减少"},
	{cNewPublic, "", "新公开 本年新公开 新公开数量 本年新公开数量"},
	{cDecide, "", "实施 作出 做出 下达 开展"},
	{cAdminFee, "", "行政事业性收费 行政事业型收费 行政事业性收费项目 行政事业性收费金额 行政事业收费"},
	{cFee, "", `
		信息处理费 政府信息公开信息处理费 费用 收费 收费及减免 检索费 复制费 邮寄费 成本费 成本费用 工本费 手续费 处理费 邮寄费用
		收取费用`},
	{cNoFee, "", "不收费 免收 不予收费"},

	// Words that hold a term of another meaning.
	{cText, "", `
		有关部门 有效性 有效期 有效提升 有效保障 有效拓宽 有效落实 有效促进 有效推进 有利 有力 有序 所有 拥有 具有 还有 公共 共同
		共建 共享 共治 为民 为主 为准 为例 作为 认为 行为人 为了 为期 达标 数据 数字 无障碍 无关 无线 无偿 无法 无误 无缝
		无正当理由 未成年 未来 未经 比例 比较 比重 占比 比赛 较好 较多 较为 较大 较高 较少 较快 等级 平等 等候 等于 参与 与会
		给与 和谐 共和国 和平 及时 涉及面 普及 以及时 或许 按时 按期 按照 按规定 按要求 多元 多种 多个 多样 多渠道 多次 多方 大多
		多措并举 多媒体 少数 减免 减税 增强 增设 增效 增值 增进 均衡 平均 均在 各自 计算 统计 审计 设计 会计 计入 计为 规章制度
		规章类 复议机关 复议机构 复议法 行政复议法 复议局 诉讼法 行政诉讼法 诉讼费 诉讼费用 行政复议决定书 行政复议决定 复议决定
		申请人 申请表 申请渠道 申请流程 申请受理点 申请受理机构 申请条件 申请方式 收费标准 收费项目 收费依据 收费目录 收费公示
		收费信息 收费政策 收费清单 收费管理 收费许可 涉企收费 许可证 处罚款 含糊 包括但不限于 总体 总结 总则 的士 目的 到位 到期
		得到 达成 一是 二是 三是 四是 五是 新时代 新闻 新型 新增 新媒体矩阵 创新 更新 中共 中央 中心 其次 于是 关于 由于 对于
		属于 位于 在线访谈 存在问题 企业家 企业服务 公司化 条例 年度报告 公开年报 信息公开年报 信息公开指南 信息公开目录
		政府信息公开指南 政府信息公开目录 政府信息公开年报 年报 信息公开条例 政府信息公开条例 信息员 信息化 信息公开平台建设
		政府信息公开平台建设 公开平台建设 平台建设 网站建设 公开栏目 公开目录 公开指南 公开条例 公开制度 信息公开栏目
		信息公开制度 政府采购信息 没收 淹没 沉没 按月 按季度 按照要求 信息报送 信息安全 信息管理 信息系统 信息专员 信息资源
		行政处罚法 行政许可法 行政强制法 将近年`},
}

// lexicon is the terms as a trie over runes, its nodes in one list; the first is
// the root.
type lexicon struct {
	nodes []node
	// first is the root's children by rune.
	first [1 << 16]int32
}

// node is a place in the trie.
type node struct {
	// runes and next are the children.
	runes []rune
	next  []int32
	// end is true where a term ends; concept and metric are then its own.
	end     bool
	concept concept
	metric  string
}

// words returns the lexicon, built once.
var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{nodes: make([]node, 1)}
	for _, group := range terms {
		for _, word := range strings.Fields(group.words) {
			at := int32(0)
			for _, r := range word {
				at = l.child(at, r)
			}
			if term := &l.nodes[at]; !term.end { // the first group that lists a word owns it
				term.end, term.concept, term.metric = true, group.concept, group.metric
			}
		}
	}
	return l
})

// child returns the node behind a rune, and makes it where there is none.
func (l *lexicon) child(at int32, r rune) int32 {
	if next := l.step(at, r); next > 0 {
		return next
	}
	next := int32(len(l.nodes))
	l.nodes = append(l.nodes, node{})
	if at == 0 {
		l.first[r&0xFFFF] = next
		return next
	}
	n := &l.nodes[at]
	n.runes, n.next = append(n.runes, r), append(n.next, next)
	return next
}

// step returns the node behind a rune, 0 where there is none.
func (l *lexicon) step(at int32, r rune) int32 {
	if at == 0 {
		if r >= 1<<16 {
			return 0
		}
		return l.first[r]
	}
	n := &l.nodes[at]
	for i := range n.runes {
		if n.runes[i] == r {
			return n.next[i]
		}
	}
	return 0
}

// longest returns the longest term at i and its end, or nil.
func (l *lexicon) longest(runes []rune, i int) (term *node, end int) {
	at := int32(0)
	for j := i; j < len(runes); j++ {
		if at = l.step(at, runes[j]); at == 0 {
			break
		}
		if l.nodes[at].end {
			term, end = &l.nodes[at], j+1
		}
	}
	return term, end
}
