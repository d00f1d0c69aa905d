package audit

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/disclosure"
)

// shared returns a file that developers share beside the repository, or skips.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("GONGKAI_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Skipf("needs %s beside the repository: %v", name, err)
	}
	return data
}

func TestTheCatalogueIsThatOfTheRulesToTheLetter(t *testing.T) {
	heading := regexp.MustCompile(`(?m)^(?:## ([A-L])\.|### (\S+) \((error|warning|info)\))`)
	var order []string
	letter := ""
	for _, match := range heading.FindAllStringSubmatch(string(shared(t, "rules.md")), -1) {
		if match[1] != "" {
			letter = match[1]
			continue
		}
		id := match[2]
		order = append(order, id)
		rule := RuleByID(id)
		switch {
		case rule == nil:
			t.Errorf("no rule %s", id)
		case string(rule.Severity) != match[3]:
			t.Errorf("rule %s is %s, want %s", id, rule.Severity, match[3])
		case rule.Group != letter:
			t.Errorf("rule %s is in group %s, want %s", id, rule.Group, letter)
		}
	}
	if len(order) != len(Catalogue()) {
		t.Errorf("%d rules in the catalogue, %d in rules.md", len(Catalogue()), len(order))
	}
}

func TestEveryRuleDescribesItself(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range Catalogue() {
		if seen[rule.ID] {
			t.Errorf("rule %s stands twice", rule.ID)
		}
		seen[rule.ID] = true
		if rule.Title == "" || rule.Source == "" || rule.Formula == "" || rule.Example == "" || rule.Scope == "" || GroupTitle(rule.Group) == "" {
			t.Errorf("rule %s lacks a title, source, formula, example, scope or group", rule.ID)
		}
		if strings.Contains(rule.Source, FromKnowledge) && rule.Severity == disclosure.Error {
			t.Errorf("rule %s rests on knowledge and is an error", rule.ID)
		}
		if text := rule.Explain(); !strings.Contains(text, rule.ID) || !strings.Contains(text, "依据：") {
			t.Errorf("rule %s explains itself as %q", rule.ID, text)
		}
	}
}
