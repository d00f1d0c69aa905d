package metrics

import (
	"context"

	"gongkai/warehouse"
)

// Measure is one figure by which towns are compared.
type Measure struct {
	// ID names it on the command line: "applications_received".
	ID string `json:"id"`
	// Title is its Chinese name.
	Title string `json:"title"`
	// Unit is "件", "次", "万元" or, for rates, "%".
	Unit string `json:"unit"`
	// Rate is true where it is numerator over denominator, as a share from 0 to 1.
	Rate bool `json:"rate"`
	// Note says what it does not tell.
	Note string `json:"note,omitempty"`
}

// Measures lists the measures in the order of the forms.
func Measures() []Measure { return nil }

// Row is one town in a comparison: a line of `gongkai compare`.
type Row struct {
	Measure    string `json:"measure"`
	TownCode   string `json:"town_code"`
	Town       string `json:"town"`
	CountyCode string `json:"county_code"`
	County     string `json:"county"`
	Year       int    `json:"year"`
	// ReportID is null where the town has no report of the year.
	ReportID *string `json:"report_id"`
	// Value is a decimal string: a count, or a share from 0 to 1; null where it cannot be told.
	Value *string `json:"value"`
	// Numerator and Denominator are those of a rate.
	Numerator   *string `json:"numerator,omitempty"`
	Denominator *string `json:"denominator,omitempty"`
	// Rank counts from 1, the largest first; ties share a rank (1, 1, 3); null without a value.
	Rank *int `json:"rank"`
	// Percentile is the share in percent of the valued towns at or below this one; null without a value.
	Percentile *string `json:"percentile"`
	// Valued of Total towns have a value: n/N.
	Valued int `json:"n"`
	Total  int `json:"total"`
	// Median is of the valued towns of the county.
	Median *string `json:"median"`
	// Mark is "数量过少，不宜比较" where the numbers are too small to judge, or why there is no value.
	Mark string `json:"mark,omitempty"`
}

// Query says what is compared.
type Query struct {
	Measure    string
	Year       int
	CountyCode string
	View       warehouse.View
}

// Compare ranks the towns of a county by a measure, the largest value first,
// towns without a value last in the order of their codes.
func Compare(ctx context.Context, snapshot *warehouse.Snapshot, query Query) ([]Row, error) {
	return nil, nil
}

// Series returns one town's measure over the years, the oldest first.
func Series(ctx context.Context, snapshot *warehouse.Snapshot, measure, townCode string, view warehouse.View) ([]Row, error) {
	return nil, nil
}
