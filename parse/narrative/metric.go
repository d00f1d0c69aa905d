package narrative

// Metrics that the code names; outcomes and results carry theirs in the lexicon.
const (
	received      = "applications.received.total"
	naturalPerson = "applications.received.natural_person"
	company       = "applications.received.company"
	carriedIn     = "applications.carried_in.total"
	carriedOut    = "applications.carried_out.total"
	workload      = "applications.workload.total"
	granted       = "applications.granted.total"
	otherHandling = "applications.other.total"
	handled       = "applications.handled_total.total"

	reviewTotal = "disputes.review.total"
	suitTotal   = "disputes.suit.total"
	suitDirect  = "disputes.suit_direct.total"
	suitAfter   = "disputes.suit_after_review.total"

	normIssued    = "disclosure.normative_documents.issued"
	normRepealed  = "disclosure.normative_documents.repealed"
	normPublished = "disclosure.normative_documents.published"
	normInForce   = "disclosure.normative_documents.in_force"
	ruleIssued    = "disclosure.regulations.issued"
	ruleRepealed  = "disclosure.regulations.repealed"

	adminFees     = "disclosure.fees.amount"
	processingFee = "fees.processing_amount"

	published = "disclosure.published_count"
	website   = "disclosure.website_count"
	weChat    = "disclosure.wechat_count"
	weibo     = "disclosure.weibo_count"
)
