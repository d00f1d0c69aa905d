// Package metrics says what is compared between towns and how it is exposed.
//
// A [Measure] is a figure with a Chinese title, a unit and, for rates, a
// denominator; [Compare] ranks the towns of a county by it. [Collector] exposes
// the state of the published snapshot and of the last run to Prometheus;
// [AlertRules] are the rules that go with it.
package metrics
