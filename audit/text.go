package audit

import "gongkai/disclosure"

// text is the report's prose after one scan for the words that rules ask for.
type text struct{}

func (t *text) scan(report *disclosure.Report) {}
