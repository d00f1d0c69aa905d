package audit

import (
	"sync"

	"gongkai/disclosure"
)

// Scope says how much a rule must see.
type Scope string

// The scopes.
const (
	// ScopeDocument rules see one report.
	ScopeDocument Scope = "document"
	// ScopeYears rules see the same town's other years too.
	ScopeYears Scope = "years"
	// ScopeCounty rules see the county's other towns, its own report, the register or the calendar.
	ScopeCounty Scope = "county"
)

// FromKnowledge marks a source whose original text was not at hand.
const FromKnowledge = "（凭记忆，未核对原文）"

// Rule is one check of the catalogue.
type Rule struct {
	// ID is the stable name, for example "app-balance".
	ID string
	// Group is the letter of the catalogue's part, "A" to "L".
	Group string
	// Severity is that of a plain finding; a finding may be milder or, where the rule says so, worse.
	Severity disclosure.Severity
	// Title is a Chinese line for lists.
	Title string
	// Source is the legal or practical ground, in Chinese.
	Source string
	// Formula is the check in the words of cells.
	Formula string
	// Forms are the ids of the forms it applies to; empty means all.
	Forms []string
	// FirstYear and LastYear bound the report years it applies to; 0 means unbounded.
	FirstYear, LastYear int
	Scope               Scope
	// FalseAlarms says in Chinese what looks like a breach and is none.
	FalseAlarms string
	// Example is a change to a sound report that makes it fire, in Chinese.
	Example string

	// forms are Forms as bits, filled in by the catalogue.
	forms formBit
	// check judges one sheet. It must give a verdict through r: fire, holds, lacks or skip.
	check func(s *sheet, r *Result)
}

// groups names the parts of the catalogue, in order.
var groups = [...]struct{ letter, title string }{
	{"A", "申请与争议：勾稽关系"},
	{"B", "主动公开表"},
	{"C", "跨年度"},
	{"D", "格式与完整性"},
	{"E", "主体与时间"},
	{"F", "照搬与空话"},
	{"G", "文字与表格"},
	{"H", "信息处理费"},
	{"I", "县级汇总"},
	{"J", "个人信息"},
	{"K", "2008—2018年旧格式"},
	{"L", "防误判"},
}

// GroupTitle returns the Chinese name of a group, or "".
func GroupTitle(letter string) string {
	for _, g := range groups {
		if g.letter == letter {
			return g.title
		}
	}
	return ""
}

// catalogue builds the rules once, in the order of the groups.
var catalogue = sync.OnceValue(func() []*Rule {
	var all []*Rule
	for _, rules := range [][]*Rule{
		applicationRules(), disputeRules(), proactiveRules(), yearRules(),
		sectionRules(), tableRules(), cellRules(), basisRules(),
		identityRules(), timeRules(),
		copiedTextRules(), narrativeRules(), feeRules(), rollupRules(), personalRules(), legacyRules(),
		guardRules(),
	} {
		all = append(all, rules...)
	}
	for _, rule := range all {
		for _, id := range rule.Forms {
			rule.forms |= plans()[id].bit
		}
		if len(rule.Forms) == 0 {
			rule.forms = form2021 | form2019 | form2014
		}
	}
	return all
})

// Catalogue returns every rule, in the order of the groups. The rules are shared:
// do not change them.
func Catalogue() []*Rule { return catalogue() }

// RuleByID returns the rule with the given id, or nil.
func RuleByID(id string) *Rule {
	for _, rule := range catalogue() {
		if rule.ID == id {
			return rule
		}
	}
	return nil
}

// inGroup returns the rules of one group.
func inGroup(letter string) []*Rule {
	var rules []*Rule
	for _, rule := range catalogue() {
		if rule.Group == letter {
			rules = append(rules, rule)
		}
	}
	return rules
}
