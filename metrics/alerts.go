package metrics

import _ "embed"

//go:embed alerts.yml
var alertRules []byte

// AlertRules returns the Prometheus alert rules that go with the collector, a YAML
// file. The caller must not change it.
func AlertRules() []byte { return alertRules }
