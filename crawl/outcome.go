package crawl

// Outcome says what came of one address. The list is closed: metrics count by it
// and people act on it.
type Outcome string

// The outcomes. The first group is good, the second is known and needs nothing,
// the third needs a person or the next run.
const (
	Fetched    Outcome = "fetched"      // a page or document came whole, and it is new
	Changed    Outcome = "changed"      // a known document has new content: a new version
	Unchanged  Outcome = "unchanged"    // 304, or the same content again
	Irrelevant Outcome = "irrelevant"   // it might have been a report, a look says that it is none
	OutOfScope Outcome = "out_of_scope" // a report of a year or body that was not asked for
	Duplicate  Outcome = "duplicate"    // the same bytes as a document from another address
	Skipped    Outcome = "skipped"      // known and not due
	Planned    Outcome = "planned"      // a dry run would fetch it
	EndOfList  Outcome = "end_of_list"  // the pager promised a page that is not there

	NotReport         Outcome = "not_report" // the title promises a report, the page is none
	NotFound          Outcome = "not_found"
	Gone              Outcome = "gone" // a known document was taken down
	Soft404           Outcome = "soft_404"
	Empty             Outcome = "empty"
	CutOff            Outcome = "cut_off"
	WrongType         Outcome = "wrong_type"
	TooLarge          Outcome = "too_large"
	Blocked           Outcome = "blocked"
	Forbidden         Outcome = "forbidden"
	Disallowed        Outcome = "disallowed"
	RobotsUnavailable Outcome = "robots_unavailable"
	Unreachable       Outcome = "unreachable"
	TLSFailed         Outcome = "tls_failed"
	TimedOut          Outcome = "timed_out"
	RedirectLoop      Outcome = "redirect_loop"
	OffHost           Outcome = "off_host"
	ServerError       Outcome = "server_error"
	RateLimited       Outcome = "rate_limited"
	OverBudget        Outcome = "over_budget"
	NeedsScripts      Outcome = "needs_scripts" // a list that exists only after scripts ran
	BadAddress        Outcome = "bad_address"
)

// Good reports whether the outcome needs nobody's attention.
func (o Outcome) Good() bool {
	switch o {
	case Fetched, Changed, Unchanged, Irrelevant, OutOfScope, Duplicate, Skipped, Planned, EndOfList:
		return true
	}
	return false
}

// retryable reports whether the same request may bring something else a little
// later.
func (o Outcome) retryable() bool {
	switch o {
	case Empty, CutOff, Unreachable, TimedOut, ServerError, RateLimited:
		return true
	}
	return false
}

// Advice says in Chinese what the outcome means and what a person can do.
func (o Outcome) Advice() string {
	switch o {
	case Fetched:
		return "已抓取。"
	case Changed:
		return "内容有变化，已另存为新版本，旧版本保留。"
	case Unchanged:
		return "与上次相同，无需处理。"
	case Irrelevant:
		return "看过后确认不是年度报告，无需处理。"
	case NotReport:
		return "标题是年度报告，但页面上没有报告内容，未作为报告保存。请在网站上核对，或向发布单位反映。"
	case OutOfScope:
		return "不是所要年份或所要乡镇的报告，未作为报告保存。"
	case Duplicate:
		return "与另一地址的文件完全相同，不重复收录。"
	case Skipped:
		return "已有且未到复查时间，本次跳过；需要复查请加 --refresh。"
	case Planned:
		return "试运行：正式运行时会抓取。"
	case EndOfList:
		return "列表到此结束（翻页代码给出的页数多于实际页数）。"
	case NotFound:
		return "网页不存在（404）。请在网站上核对链接，或向发布单位询问报告的新地址。"
	case Gone:
		return "此前收录的报告已从网站撤下，原件已存档。请向发布单位核实是否重新发布。"
	case Soft404:
		return "网站返回了“页面不存在”的提示页。请核对链接或向发布单位询问。"
	case Empty:
		return "网站返回了空白页面。稍后重试；若一直空白，请向发布单位反映。"
	case CutOff:
		return "文件没有传完整，多次重试仍被截断，未作为报告保存。稍后重试，或用浏览器下载后交给 gongkai parse。"
	case WrongType:
		return "返回的内容与文件类型不符（例如附件链接返回了网页）。请用浏览器打开核对。"
	case TooLarge:
		return "文件超过大小上限，未下载完。如确需抓取，请调大配置 crawl.max_body。"
	case Blocked:
		return "网站启用了防爬验证，程序不会破解，已停止访问。请用浏览器下载报告后交给 gongkai parse，或与网站管理单位联系开放访问。"
	case Forbidden:
		return "网站拒绝访问该地址（401/403）。请用浏览器核对是否公开；若公开，请与网站管理单位联系。"
	case Disallowed:
		return "网站的 robots.txt 不允许抓取该地址，已遵守。请人工查看或与网站管理单位联系。"
	case RobotsUnavailable:
		return "网站的 robots.txt 暂时无法读取（服务器错误），按规范本次不访问该网站。请稍后再运行。"
	case Unreachable:
		return "无法连接网站。请检查网络和网址，稍后再运行。"
	case TLSFailed:
		return "网站的安全证书或加密方式有问题，未能建立安全连接。请核对网址，或在配置中改用 http 地址。"
	case TimedOut:
		return "网站响应超时。请稍后再运行，或调大配置 crawl.timeout。"
	case RedirectLoop:
		return "网页反复跳转，没有最终内容。请用浏览器核对正确地址后写入配置。"
	case OffHost:
		return "跳转到了配置以外的网站，未跟随。若该网站确属政府网站，请将其域名写入配置 portals.hosts。"
	case ServerError:
		return "网站服务器出错（5xx）。请稍后再运行。"
	case RateLimited:
		return "网站要求放慢访问，本次不再继续。请稍后再运行，并调大配置 crawl.gap。"
	case OverBudget:
		return "已达到本次运行的访问上限，尚未抓取。再次运行会从这里继续；也可调大配置中的上限。"
	case NeedsScripts:
		return "列表由脚本生成，程序未能识别其接口。可在配置中为该网站设置 render: chromium。"
	case BadAddress:
		return "链接地址不合规范，无法访问。请在网站上核对。"
	}
	return "未知结果。"
}
