package audit

// copiedTextRules are group F: reused and empty text.
func copiedTextRules() []*Rule { return nil }

// copiedIndex holds the shingles of a county's texts, built once for a county.
type copiedIndex struct{}

// indexCopies compares the texts of a county's reports before the rules run.
func indexCopies(sheets []*sheet) *copiedIndex { return &copiedIndex{} }
