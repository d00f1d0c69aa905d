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
	if len(channels.kinds) == 0 && !own && !r.whereof && !r.byChannel() {
		channels = r.channels(r.speaker)
	}
	pieces := r.object(left)
	switch {
	case pieces == unnamed:
		if pieces = r.objectBehind(right); pieces == unnamed && !r.has(published) && after(r.speaker, cInfo) && (after(r.speaker, cPublish) || after(r.speaker, cPublishOwn)) {
			pieces = whole // 历年公开信息90条，其中2021年公开12条
		}
	case pieces == kindOnly && own && r.inventory(left):
		pieces = whole
	}
	single := ""
	if len(channels.kinds) == 1 {
		single = channelMetrics[channels.kinds[0]]
	}
	if pieces == kindOnly && (single == "" || !r.whereof || !r.has(published) || len(listed(left)) < 2) {
		return nil
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
		if own && pieces != posts && !r.has(published) {
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
			if named(tokens[i+1:]) {
				continue // 新媒体平台“某某”微信公众号
			}
		case cMask:
			if len(set.kinds) > 0 || i+1 == len(tokens) || tokens[i+1].concept != cPublish {
				continue // “某某发布”发布信息
			}
			kind = cChannel
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

// named reports whether the words behind a general word for a channel name the
// account that is meant.
func named(tokens []token) bool {
	for i := range tokens {
		switch tokens[i].concept {
		case cWeChat, cWeibo:
			return true
		case cJoin, cSep, cEtc, cWeb, cChannel, cNumber:
			return false
		}
	}
	return false
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
	case cDisclosure:
		if i > 0 && left[i-1].concept == cText && left[i-1].end == left[i].start && !r.names(&left[i-1]) {
			return kindOnly // 部门预算信息公开11项
		}
		return whole
	case cPublish, cPublishOwn:
		if after(left[:i], cInfo) {
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
	case right[last].concept == cInfo:
		return r.modifier(right[:last])
	case right[last].concept == cPost:
		return posts
	}
	if after(r.pending, cInfo) {
		return whole
	}
	return unnamed
}

// minInventory is how many kinds of information a list names that stands for all
// that was published.
const minInventory = 3

// inventory reports whether the words behind the verb list all that was published:
// several kinds, or information as such beside a kind.
func (r *reader) inventory(left []token) bool {
	parts := listed(left)
	return len(parts) >= minInventory ||
		len(parts) > 1 && slices.ContainsFunc(parts, func(part []token) bool { return r.object(part) == whole })
}

// listed returns the parts of the list behind the verb.
func listed(left []token) [][]token {
	verb := slices.IndexFunc(left, func(t token) bool { return t.concept == cPublishOwn || t.concept == cPublish || t.concept == cActive })
	if verb < 0 || after(left[verb:], cSep) || after(left[verb:], cColon) {
		return nil
	}
	return split(left[verb+1:])
}

// countChannels claims numbers that are listed in the order of the channels named
// before them: 微博、微信分别发布30条和40条.
func (r *reader) countChannels(label, values []token, span token) bool {
	if !after(label, cPublish) && !after(label, cPublishOwn) && !after(label, cDisclosure) || values[0].unit == times {
		return false
	}
	kinds := r.channels(label).kinds
	if len(kinds) != len(values) {
		return false
	}
	for i, kind := range kinds {
		if metric := channelMetrics[kind]; metric != "" {
			r.claim(metric, &values[i], label, span)
		}
	}
	return true
}

// modifier says whether the words before 信息 narrow it to one kind. A body's name
// does not.
func (r *reader) modifier(before []token) objectKind {
	for i := len(before) - 1; i >= 0; i-- {
		switch before[i].concept {
		case cText:
			if r.names(&before[i]) {
				continue
			}
			return kindOnly
		case cMask, cLicence, cPenalty, cEnforce, cNorm, cOther, cFee, cAdminFee, cMade, cRule:
			return kindOnly
		case cEtc, cPublish, cPublishOwn, cDisclosure, cWeb, cWeChat, cWeibo, cChannel, cInfo, cSep, cColon, cOwn, cPost:
			return whole
		}
	}
	return whole
}

// names reports whether a word names a body.
func (r *reader) names(t *token) bool {
	word := r.text.cut(t.start, t.end)
	for _, body := range []string{"政府", "镇", "乡", "街道", "局", "部门", "机关", "单位", "办公室"} {
		if strings.HasSuffix(word, body) {
			return true
		}
	}
	return false
}
