package narrative

import (
	"slices"
	"strings"

	"gongkai/disclosure"
)

// publication names a count of published pieces: the year's total, or what went
// out over one channel. Counts of one kind of information (解读信息, 公告) are
// neither.
func (r *reader) publication(left, right []token, number *token) []string {
	channels := r.channels(left)
	own := after(left, cPublishOwn) || after(left, cActive) && after(left, cPublish)
	verb := after(left, cPublish) || after(left, cPublishOwn) || after(left, cDisclosure)
	if len(channels.kinds) == 0 && !r.whereof {
		channels = r.channels(r.pending)
		own = own || len(channels.kinds) > 0 && after(r.pending, cPublishOwn)
	}
	pieces := r.object(left)
	if pieces == unnamed {
		pieces = r.objectBehind(right)
	}
	if pieces == kindOnly {
		return nil
	}
	single := ""
	if len(channels.kinds) == 1 {
		single = channelMetrics[channels.kinds[0]]
	}
	if r.whereof {
		switch {
		case single != "" && !r.has(single):
			return []string{single}
		case ownInfo(left) && len(channels.kinds) == 0 && !r.has(published):
			return []string{published}
		}
		return nil
	}
	if !own && len(channels.kinds) == 0 && r.byChannel() {
		return nil
	}
	if !verb && !(single != "" && r.has(published)) {
		return nil
	}
	switch {
	case len(channels.kinds) == 0:
		if (pieces == whole || own && pieces == unnamed) && (own || !r.withinTotal(number)) {
			return []string{published}
		}
	case single == website:
		if channels.open {
			if pieces != posts {
				return []string{published}
			}
			return nil
		}
		if own && pieces != posts {
			return []string{published, website}
		}
		return []string{website}
	case single != "":
		if !channels.open || !own {
			return []string{single}
		}
		return []string{published}
	case channels.web() || own || channels.open && pieces == whole && !channels.media():
		if pieces == whole || pieces == unnamed && own {
			return []string{published}
		}
	}
	return nil
}

// ownInfo reports whether the words before the number are 主动公开 or 主动公开信息
// itself.
func ownInfo(left []token) bool {
	head := headOf(left)
	return head >= 0 && left[head].concept == cPublishOwn && !after(left, cPublish) ||
		head > 0 && left[head].concept == cInfo && left[head-1].concept == cPublishOwn
}

// withinTotal reports whether a larger total is claimed already: 发布信息12条 is
// then a part of it.
func (r *reader) withinTotal(number *token) bool {
	return slices.ContainsFunc(r.claims, func(c disclosure.Claim) bool {
		return c.Metric == published && c.Value > number.value
	})
}

// byChannel reports whether the sentence has counted channels already: what
// follows is one more of them and no total.
func (r *reader) byChannel() bool {
	for _, c := range r.claims[r.first:] {
		if c.Metric == website || c.Metric == weChat || c.Metric == weibo {
			return true
		}
	}
	return false
}

var channelMetrics = map[concept]string{cWeb: website, cWeChat: weChat, cWeibo: weibo}

// channelSet is the ways of publishing that words name.
type channelSet struct {
	kinds []concept
	// open is true where the list ends in 等渠道 or the like.
	open bool
}

func (c *channelSet) web() bool { return c.named(cWeb) }

// media reports whether only public accounts are named.
func (c *channelSet) media() bool { return c.named(cWeChat) || c.named(cWeibo) }

func (c *channelSet) named(kind concept) bool {
	for _, k := range c.kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// channels collects the ways of publishing that words name.
func (r *reader) channels(tokens []token) channelSet {
	var set channelSet
	for i := range tokens {
		kind := tokens[i].concept
		switch kind {
		case cEtc:
			if r.manyWays(tokens[i].end) {
				set.open = true
			}
		case cChannel:
			if i > 0 && tokens[i-1].concept == cEtc {
				continue // 微信等新媒体
			}
		case cPost:
			if word := r.text.cut(tokens[i].start, tokens[i].end); word == "微信" {
				kind = cWeChat
			} else if word == "微博" {
				kind = cWeibo
			}
		}
		if isChannel(kind) && !set.named(kind) {
			set.kinds = append(set.kinds, kind)
		}
	}
	return set
}

// manyWays reports whether the words at i sum up ways of publishing: 等多种渠道.
func (r *reader) manyWays(i int) bool {
	near := string(r.text.runes[i:min(i+6, len(r.text.runes))])
	for _, way := range []string{"方式", "渠道", "途径", "形式", "载体", "平台", "媒介"} {
		if strings.Contains(near, way) {
			return true
		}
	}
	return false
}

func isChannel(c concept) bool {
	return c == cWeb || c == cWeChat || c == cWeibo || c == cChannel
}

// objectKind is what words say was published.
type objectKind uint8

const (
	unnamed  objectKind = iota // nothing: 主动公开46条
	whole                      // 信息, 各类政府信息, a list with 等
	posts                      // 推文 文章
	kindOnly                   // one kind: 政策解读信息, 文件
)

// object says what was published, from the last words before the number.
func (r *reader) object(left []token) objectKind {
	i := len(left) - 1
	for ; i >= 0 && (loose(left[i].concept)); i-- {
	}
	if i < 0 {
		return unnamed
	}
	switch left[i].concept {
	case cInfo:
		return r.modifier(left[:i])
	case cEtc:
		return whole
	case cPost:
		return posts
	case cPublish, cPublishOwn, cDisclosure:
		if after(left[:i], cInfo) || left[i].concept == cDisclosure {
			return whole
		}
		return unnamed
	case cWeb, cWeChat, cWeibo, cChannel:
		return unnamed
	}
	return kindOnly
}

// objectBehind says what was published where the words stand behind the number:
// 公开108条信息; else the words of the segments before tell.
func (r *reader) objectBehind(right []token) objectKind {
	first := firstHard(right)
	last := headOf(right)
	switch {
	case first < 0:
	case right[first].concept == cInfo:
		return whole
	case right[last].concept == cInfo, right[last].concept == cPost:
		return r.modifier(right[:last])
	}
	if after(r.pending, cInfo) {
		return whole
	}
	return unnamed
}

// modifier says whether the words before 信息 narrow it to one kind.
func (r *reader) modifier(before []token) objectKind {
	for i := len(before) - 1; i >= 0; i-- {
		switch before[i].concept {
		case cText, cMask, cLicence, cPenalty, cEnforce, cNorm, cOther, cFee, cAdminFee, cMade, cRule:
			return kindOnly
		case cEtc, cPublish, cPublishOwn, cDisclosure, cWeb, cWeChat, cWeibo, cChannel, cInfo, cSep, cColon, cOwn, cPost:
			return whole
		}
	}
	return whole
}
