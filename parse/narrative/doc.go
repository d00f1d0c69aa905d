// Package narrative reads the figures that a report states in its sentences:
// "受理政府信息公开申请13件，答复13件", "未发生行政复议", "主动公开政府信息八十余条".
//
// A sentence goes through four steps:
//
//	text.go     the text is normalized: widths, spaces, traditional characters
//	token.go    words of the field (lexicon.go), numbers (number.go) and times become tokens
//	clause.go   tokens are grouped into sentences and segments; period and scope are followed
//	count.go    each number is given its metric from the words beside it (label.go);
//	            none.go does so for each "none"
//
// application.go, table.go and publish.go know how applications, the other tables
// and published pieces are counted.
//
// A number is claimed only where the words that stand directly at it name a
// metric. What stands beside unknown words, another year, another body's scope, a
// comparison, a plan or a quota is left alone: a claim that is missed costs a
// look, a wrong one accuses a town.
//
// Everything is linear in the length of the text; there are no patterns that
// backtrack and no model.
package narrative
