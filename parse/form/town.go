package form

import (
	"slices"
	"strings"

	"gongkai/disclosure"
	"gongkai/internal/document/han"
	"gongkai/internal/document/title"
)

// townKinds are the endings of the names of township-level bodies.
var townKinds = []string{
	"街道", "苏木", "地区", "镇", "乡", "农场", "林场", "牧场", "渔场", "茶场", "盐场", "园艺场", "垦殖场", "原种场", "良种场", "种畜场", "种羊场", "马场", "园区", "管理区", "管委会", "管理委员会", "管理处", "示范区", "开发区", "工业区", "度假区", "办事处", "公所",
}

// named is a body as one place in the document names it.
type named struct {
	// town is the name without 人民政府 and the like and without the county.
	town   string
	county string
	weight float64
}

// townOf reads the name of a township's organ, with its county, city and province
// before it: 青溪县石门镇人民政府 gives 石门镇 and 青溪县. It gives an empty town
// where the words do not end in a township-level body.
func (p *page) townOf(body string) (town, county string) {
	words := strings.Map(func(r rune) rune {
		if keepsMeaning(r) || r == '·' {
			return r
		}
		return -1
	}, title.WithoutGovernmentAbove(han.Squeeze(body)))
	if at := strings.LastIndex(words, "委员会"); at >= 0 && at+len("委员会") < len(words) {
		words = words[at+len("委员会"):] // 中共…委员会 before the government
	}
	name := disclosure.TownName(words)
	runes := []rune(name)
	if len(runes) < 2 || len(runes) > 30 {
		return "", ""
	}
	if inside, ok := p.inCounty(name); ok {
		return inside.Name, inside.County
	}
	start, countyStart := 0, 0
	for {
		cut := p.prefixEnd(runes[start:])
		if cut == 0 {
			break
		}
		countyStart = start
		start += cut
	}
	if start > 0 {
		county = string(runes[countyStart:start])
	}
	town = string(runes[start:])
	if !isTownName(town) {
		return "", county
	}
	return town, county
}

// isTownName reports whether a name ends as those of township-level bodies do, and
// is no word for all of them.
func isTownName(name string) bool {
	rest := name
	for _, word := range []string{"各", "我", "本", "该", "全县", "全区", "全市"} {
		if after, found := strings.CutPrefix(name, word); found {
			rest = after
			break
		}
	}
	if slices.Contains(townKinds, rest) {
		return false
	}
	for _, word := range []string{"乡镇", "镇乡", "镇街", "街镇"} {
		if strings.HasPrefix(rest, word) {
			return false
		}
	}
	for _, kind := range townKinds {
		if stem, found := strings.CutSuffix(name, kind); found && len([]rune(stem)) >= 1 && len([]rune(name)) <= 16 {
			return true
		}
	}
	return false
}

// prefixEnd returns how many runes at the start of a name are a province, city or
// county: as few as leave the name of a township-level body, or of a county, after
// them.
func (p *page) prefixEnd(name []rune) int {
	for n := 2; n < len(name)-1; n++ {
		switch name[n-1] {
		case '省', '盟', '旗', '县':
		case '州':
			if !strings.HasSuffix(string(name[:n]), "自治州") && !p.isCounty(string(name[:n])) {
				continue
			}
		case '市', '区':
		default:
			continue
		}
		if n == 2 && !p.isCounty(string(name[:n])) {
			continue
		}
		rest := string(name[n:])
		if !isTownName(rest) {
			continue
		}
		stem := townStem(rest)
		switch stem {
		case "", "区", "县", "市", "关", "城", "郊":
			if !p.isCounty(string(name[:n])) || stem == "" {
				continue
			}
		}
		if strings.ContainsRune("区县市", name[n]) && p.isCounty(string(name[:n+1])) || slices.Contains(townKinds, rest) {
			continue
		}
		return n
	}
	return 0
}

// isCounty reports whether the register has a county of the name.
func (p *page) isCounty(name string) bool {
	return p.register != nil && len(p.countiesNamed(name)) > 0
}

// countiesNamed is the register's answer, asked once a name.
func (p *page) countiesNamed(name string) []string {
	if codes, known := p.counties[name]; known {
		return codes
	}
	var codes []string
	if p.register != nil {
		codes = p.register.CountiesNamed(name)
	}
	p.counties[name] = codes
	return codes
}

// townStem takes the kind off a town's name: 石门镇 gives 石门, 新镇回族乡 gives
// 新镇回族.
func townStem(name string) string {
	name = disclosure.TownName(name)
	for _, kind := range []string{"街道", "地区", "苏木", "镇", "乡"} {
		if stem, found := strings.CutSuffix(name, kind); found {
			return stem
		}
	}
	return name
}

// inCounty looks a name up among the towns of the portal's county: the longest
// town's name that the words end with.
func (p *page) inCounty(name string) (*disclosure.Town, bool) {
	var best *disclosure.Town
	for _, town := range p.county() {
		known := registerName(town)
		prefix, found := strings.CutSuffix(name, known)
		if found && isTownName(known) && p.isPrefix(prefix) && (best == nil || len(known) > len(registerName(best))) {
			best = town
		}
	}
	if best == nil {
		return nil, false
	}
	found := *best
	found.Name = registerName(best)
	return &found, true
}

// isPrefix reports whether what stands before a town's name can be its county,
// city or province.
func (p *page) isPrefix(prefix string) bool {
	if prefix == "" {
		return true
	}
	for _, kind := range []string{"省", "市", "县", "区", "旗", "州", "盟"} {
		if strings.HasSuffix(prefix, kind) {
			return true
		}
	}
	county := []rune(p.county()[0].County)
	return strings.HasSuffix(prefix, string(county[:len(county)-1]))
}

// registerName is a town's name without 办事处 and without the county's or city's
// name, which the register puts before some: 濮阳县文留镇 is 文留镇.
func registerName(t *disclosure.Town) string {
	name := disclosure.TownName(title.WithoutGovernmentAbove(t.Name))
	for _, prefix := range []string{t.City, t.County} {
		if rest, found := strings.CutPrefix(name, prefix); found && prefix != "" && isTownName(rest) && !slices.Contains(townKinds, rest) {
			name = rest
		}
	}
	return name
}

// county returns the towns of the portal's county.
func (p *page) county() []*disclosure.Town {
	if p.towns == nil && p.register != nil && p.source.Hint.CountyCode != "" {
		p.towns = p.register.County(p.source.Hint.CountyCode)
	}
	return p.towns
}

// settle finds the register's town of a name in a county: by the name itself, or
// where only one town of the county has the stem, by that, since 乡 become 镇 and
// 镇 become 街道.
func (p *page) settle(town string, county string) (found *disclosure.Town, code string) {
	if p.register == nil || town == "" {
		return nil, ""
	}
	if code = p.source.Hint.CountyCode; code != "" {
		return match(p.county(), town), code
	}
	if county == "" {
		return nil, ""
	}
	var hit *disclosure.Town
	codes := p.countiesNamed(county)
	for _, code := range codes {
		if t := match(p.register.County(code), town); t != nil {
			if hit != nil {
				return nil, ""
			}
			hit = t
		}
	}
	if hit != nil {
		return hit, hit.CountyCode
	}
	if len(codes) == 1 {
		return nil, codes[0]
	}
	return nil, ""
}

// match finds a name among the towns of one county.
func match(towns []*disclosure.Town, name string) *disclosure.Town {
	var same, stem []*disclosure.Town
	want := townStem(name)
	for _, t := range towns {
		known := registerName(t)
		if known == name || t.Name == name || han.Squeeze(known) == name {
			same = append(same, t)
		}
		if len([]rune(want)) >= 2 && townStem(known) == want {
			stem = append(stem, t)
		}
	}
	switch {
	case len(same) == 1:
		return same[0]
	case len(same) == 0 && len(stem) == 1:
		return stem[0]
	}
	return nil
}

// vote chooses the town that the most trusted places name. Names with one stem
// count as one.
func vote(names []named) (best named, ok bool) {
	sums := map[string]float64{}
	for _, n := range names {
		if n.town != "" {
			sums[townStem(n.town)] += n.weight
		}
	}
	top := 0.0
	for _, n := range names {
		if n.town == "" {
			continue
		}
		if sum := sums[townStem(n.town)]; sum > top+1e-9 {
			best, top, ok = n, sum, true
		}
	}
	for _, n := range names {
		if best.county == "" && n.county != "" && (n.town == "" || townStem(n.town) == townStem(best.town)) {
			best.county = n.county
		}
	}
	return best, ok
}
