package metrics

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "write docs/metrics.md anew")

func TestTheReferenceIsUpToDate(t *testing.T) {
	const path = "../docs/metrics.md"
	want := reference(t)
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/metrics.md is not what the package says (%v): run go test ./metrics -update", err)
	}
}

// reference is that of metrics, alerts and measures, as Markdown.
func reference(t *testing.T) []byte {
	t.Helper()
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert       string            `yaml:"alert"`
				Labels      map[string]string `yaml:"labels"`
				Annotations map[string]string `yaml:"annotations"`
			} `yaml:"rules"`
		} `yaml:"groups"`
	}
	if err := yaml.Unmarshal(alertRules, &rules); err != nil {
		t.Fatalf("alert rules: %v", err)
	}
	var out bytes.Buffer
	out.WriteString("# Metrics, alerts and measures\n\nGenerated from the package `metrics`; `go test ./metrics -update` writes it anew.\n\n" +
		"## Metrics\n\n`gongkai serve` exposes these at `/metrics`, all gauges.\n\n| metric | labels | meaning |\n|---|---|---|\n")
	for _, m := range catalogue {
		fmt.Fprintf(&out, "| `gongkai_%s` | %s | %s |\n", m.name, strings.Join(m.labels, ", "), m.help)
	}
	fmt.Fprintf(&out, "\nSeries of single towns are bounded to %d expected reports, the newest years first.\n", maxTownYears)
	out.WriteString("\n## Alerts\n\n`metrics/alerts.yml` is a rule file for Prometheus; its tests are `metrics/testdata/alerts_test.yml`.\n\n" +
		"| alert | severity | meaning |\n|---|---|---|\n")
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			fmt.Fprintf(&out, "| `%s` | %s | %s |\n", rule.Alert, rule.Labels["severity"], rule.Annotations["description"])
		}
	}
	fmt.Fprintf(&out, "\n## Measures\n\nWhat `gongkai compare` knows. A rate whose denominator is below %d is marked %s and not ranked, and pages\n"+
		"show its numerator and denominator only; below %d ranked towns every rank is for reference only. A sum with one cell that reports no number has no value.\n\n"+
		"| measure | 名称 | 单位 | 说明 |\n|---|---|---|---|\n", minBase, tooFew, minCompare)
	for _, m := range Measures() {
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", m.ID, m.Title, m.Unit, m.Note)
	}
	return out.Bytes()
}
