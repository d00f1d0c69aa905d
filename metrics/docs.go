package metrics

import (
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"
)

// WriteDocs writes the reference of metrics, alerts and measures, as Markdown.
func WriteDocs(w io.Writer) error {
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
		return fmt.Errorf("alert rules: %w", err)
	}
	var out strings.Builder
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
	_, err := io.WriteString(w, out.String())
	return err
}
