package disclosure

// Severity says how bad a finding is.
type Severity string

// The severities, the worst first.
const (
	Error   Severity = "error"   // against the law, the form or arithmetic
	Warning Severity = "warning" // likely wrong
	Info    Severity = "info"    // worth a look
)

// Severities lists the severities, the worst first.
var Severities = [...]Severity{Error, Warning, Info}

// AtLeast reports whether s is as bad as limit or worse.
func (s Severity) AtLeast(limit Severity) bool { return s.rank() >= limit.rank() }

func (s Severity) rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Lower returns the next milder severity; info stays info.
func (s Severity) Lower() Severity {
	if s == Error {
		return Warning
	}
	return Info
}

// Verdict is what a rule says of a report.
type Verdict string

// The verdicts. A rule that could not run is undetermined, never a pass.
const (
	Fires         Verdict = "fires"
	Holds         Verdict = "holds"
	Undetermined  Verdict = "undetermined"
	NotApplicable Verdict = "not_applicable"
)

// Finding is one thing that is wrong with a report or missing, or that could not
// be checked.
type Finding struct {
	Rule     string
	Severity Severity
	// Verdict is Fires for what is wrong and Undetermined for what could not be checked.
	Verdict Verdict
	// Cells are the cells it is about, the likely culprit first.
	Cells []Key
	// Expected, Actual and Difference are decimal strings or short texts; empty where the rule has none.
	Expected, Actual, Difference string
	// Formula is the rule's arithmetic with the numbers put in: "15 + 3 = 18，表中为 17".
	Formula string
	// Message says in Chinese what is wrong, for the person who mends it.
	Message string
	// Basis is the legal source.
	Basis string
	// Quote is the sentence that a text rule is about, and Place where it stands.
	Quote string
	Place Place
	// Causes are edits of single cells or slips that would explain it, the likeliest first, in Chinese.
	Causes []string
	// Documents are the files or addresses of other documents that the rule looked at.
	Documents []string
	// Misreading is true where the reader may be at fault and not the town (疑似识别错误).
	Misreading bool
	// Fingerprint is stable over runs: rule, body, year and cell values.
	Fingerprint string
}
