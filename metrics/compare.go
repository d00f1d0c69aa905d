package metrics

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

// ErrMeasure says that there is no measure of that name.
var ErrMeasure = errors.New("no such measure")

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
	// Value is a decimal string: a count, or a share from 0 to 1 with four places;
	// null where it cannot be told.
	Value *string `json:"value"`
	// Numerator and Denominator are those of a rate.
	Numerator   *string `json:"numerator,omitempty"`
	Denominator *string `json:"denominator,omitempty"`
	// Rank counts from 1, the largest first; ties share a rank (1, 1, 3); null where
	// there is no value or too little to judge.
	Rank *int `json:"rank"`
	// Percentile is the share of the ranked towns at or below this one, in whole
	// percent; null where Rank is.
	Percentile *int `json:"percentile"`
	// Valued of Total towns of the register are ranked: n/N.
	Valued int `json:"n"`
	Total  int `json:"total"`
	// Median is of the ranked towns; null where there is none.
	Median *string `json:"median"`
	// Mark says in Chinese why there is no value, that it is approximate or doubtful,
	// or that the numbers are too small to judge.
	Mark string `json:"mark,omitempty"`

	// number is the value for ordering, exact the same of a count; ranked says whether
	// it counts, rate that it is a share.
	number       float64
	exact        disclosure.Number
	ranked, rate bool
}

// Query says what is compared among whom: the towns of a county, of a province
// (by its name), or of the whole snapshot.
type Query struct {
	Measure    string
	Year       int
	CountyCode string
	Province   string
	View       warehouse.View
}

// Compare ranks towns by a measure: the largest value first, then those that are
// too small to judge, then those without a value; equals by code. It fails with
// ErrMeasure where there is no such measure.
func Compare(ctx context.Context, snapshot *warehouse.Snapshot, query Query) ([]Row, error) {
	measure, known := MeasureByID(query.Measure)
	if !known {
		return nil, fmt.Errorf("compare: %w: %q", ErrMeasure, query.Measure)
	}
	all, err := values(ctx, snapshot, []Measure{measure}, warehouse.ValueQuery{
		Year: query.Year, CountyCode: query.CountyCode, Province: query.Province, View: query.View,
	})
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	rank(all[0], measure)
	return all[0], nil
}

// Trend is one measure of a town over the years, the oldest first.
type Trend struct {
	Measure Measure `json:"measure"`
	Rows    []Row   `json:"rows"`
}

// Profile returns every measure of a town over the years of its reports, without
// ranks, in the order of [Measures].
func Profile(ctx context.Context, snapshot *warehouse.Snapshot, townCode string, view warehouse.View) ([]Trend, error) {
	measures := Measures()
	all, err := values(ctx, snapshot, measures, warehouse.ValueQuery{TownCode: townCode, View: view})
	if err != nil {
		return nil, fmt.Errorf("profile of town %s: %w", townCode, err)
	}
	trends := make([]Trend, len(measures))
	for i, measure := range measures {
		rows := slices.DeleteFunc(all[i], func(r Row) bool { return r.ReportID == nil })
		slices.SortStableFunc(rows, func(a, b Row) int { return a.Year - b.Year })
		trends[i] = Trend{measure, rows}
	}
	return trends, nil
}

// values asks the warehouse once for the figures of some measures: for each
// measure, in their order, a row a town.
func values(ctx context.Context, snapshot *warehouse.Snapshot, measures []Measure, query warehouse.ValueQuery) ([][]Row, error) {
	at := map[disclosure.Key]int{}
	for i := range measures {
		for _, key := range measures[i].keys() {
			if _, asked := at[key]; !asked {
				at[key] = len(query.Keys)
				query.Keys = append(query.Keys, key)
			}
		}
	}
	if len(query.Keys) == 0 {
		// A measure of findings reads no cell; the warehouse wants at least one.
		query.Keys = []disclosure.Key{"applications.received.total"}
	}
	valued, err := snapshot.Values(ctx, query)
	if err != nil {
		return nil, err
	}
	mistaken, err := mistakenCells(ctx, snapshot, query, at)
	if err != nil {
		return nil, err
	}
	all := make([][]Row, len(measures))
	for m := range measures {
		keys := measures[m].keys()
		numbers, doubts := make([]*disclosure.Number, len(keys)), make([]disclosure.DoubtCode, len(keys))
		all[m] = make([]Row, len(valued))
		for i := range valued {
			wrong := false
			for k, key := range keys {
				numbers[k], doubts[k] = valued[i].Values[at[key]], valued[i].Doubts[at[key]]
				wrong = wrong || mistaken[cellOf{valued[i].ReportID, key}]
			}
			row := &all[m][i]
			*row = rowOf(&measures[m], &valued[i], numbers, doubts)
			if wrong && row.Value != nil {
				row.mark(mistakenMark)
			}
		}
	}
	return all, nil
}

// cellOf is a cell of a report.
type cellOf struct {
	report string
	key    disclosure.Key
}

// mistakenCells are those of the cells asked for on which a finding of severity
// error stands.
func mistakenCells(ctx context.Context, snapshot *warehouse.Snapshot, query warehouse.ValueQuery, asked map[disclosure.Key]int) (map[cellOf]bool, error) {
	findings, err := snapshot.Findings(ctx, warehouse.FindingFilter{
		CountyCode: query.CountyCode, TownCode: query.TownCode, Year: query.Year, Severity: disclosure.Error, Verdict: disclosure.Fires,
	})
	if err != nil {
		return nil, err
	}
	mistaken := map[cellOf]bool{}
	for i := range findings {
		f := &findings[i]
		if f.ReportID == nil || f.Review == warehouse.ReviewDismissed || f.Review == warehouse.ReviewFixed {
			continue
		}
		for _, key := range f.Cells {
			if _, known := asked[key]; known {
				mistaken[cellOf{*f.ReportID, key}] = true
			}
		}
	}
	return mistaken, nil
}

// rowOf makes a town's row of a measure; numbers and doubts are those of the
// measure's keys.
func rowOf(measure *Measure, v *warehouse.ValueRow, numbers []*disclosure.Number, doubts []disclosure.DoubtCode) Row {
	row := Row{Measure: measure.ID, TownCode: v.TownCode, Town: v.Town, CountyCode: v.CountyCode, County: v.County, Year: v.Year, rate: measure.Rate}
	if v.ReportID != "" {
		row.ReportID = &v.ReportID
	}
	tops := len(measure.numerator.keys())
	row.value(measure, v, numbers[:tops], numbers[tops:])
	if row.Value != nil && measure.numerator.findings == "" {
		row.mark(caution(doubts))
	}
	if v.TownCode == "" {
		row.ranked = false
		row.mark(unregistered)
	}
	return row
}

// Text is the value for people: a count as it stands; a rate in percent with its
// n/N, or n/N alone where the numbers are too few to judge; empty where there is
// no value.
func (r *Row) Text() string {
	switch {
	case r.Value == nil:
		return ""
	case r.Denominator == nil:
		return *r.Value
	case !r.ranked:
		return *r.Numerator + "/" + *r.Denominator
	}
	return fmt.Sprintf("%.1f%%（%s/%s）", 100*r.number, *r.Numerator, *r.Denominator)
}

// MedianText is the median for people, a rate in percent; empty where there is none
// or where it would rest on too few towns.
func (r *Row) MedianText() string {
	if r.Median == nil || r.Valued < minCompare {
		return ""
	}
	if share, err := strconv.ParseFloat(*r.Median, 64); err == nil && r.rate {
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return *r.Median
}

// mark adds a mark to those that are there.
func (r *Row) mark(text string) {
	if r.Mark != "" && text != "" {
		r.Mark += "；"
	}
	r.Mark += text
}

// value sets the value of a row or the mark that says why there is none.
func (r *Row) value(measure *Measure, v *warehouse.ValueRow, numerator, denominator []*disclosure.Number) {
	top, why := measure.numerator.of(v, numerator)
	if top == nil {
		r.Mark = why
		return
	}
	if !measure.Rate {
		r.Value, r.number, r.exact, r.ranked = text(top.String()), top.Float(), *top, true
		return
	}
	base, why := measure.denominator.of(v, denominator)
	if base == nil {
		r.Mark = why
		return
	}
	r.Numerator, r.Denominator = text(top.String()), text(base.String())
	if *base <= 0 {
		r.Mark = zeroBase
		return
	}
	r.number = top.Float() / base.Float()
	r.Value, r.ranked = share(r.number), *base >= disclosure.Int(minBase)
	if !r.ranked {
		r.Mark = tooFew
	}
}

// rank orders rows and sets rank, percentile, median and n/N.
func rank(rows []Row, measure Measure) {
	class := func(r *Row) int {
		switch {
		case r.ranked:
			return 0
		case r.Value != nil:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		if d := class(&a) - class(&b); d != 0 {
			return d
		}
		switch {
		case a.Value == nil || a.number == b.number:
			return 0
		case a.number > b.number:
			return -1
		}
		return 1
	})
	n := 0
	for n < len(rows) && rows[n].ranked {
		n++
	}
	total := 0
	for i := range rows {
		if rows[i].TownCode != "" {
			total++
		}
	}
	middle := median(rows[:n], measure)
	place := 1
	for i := range rows {
		r := &rows[i]
		r.Valued, r.Total, r.Median = n, total, middle
		if i >= n {
			continue
		}
		if i > 0 && r.number != rows[i-1].number {
			place = i + 1
		}
		r.Rank = number(place)
		// Ranks count from the top: n-place+1 towns stand at or below the first of a tie.
		r.Percentile = number((100*(n-place+1) + n/2) / n)
		if n < minCompare {
			r.mark(fewTowns)
		}
	}
}

// median is of rows in order; of an even number it is the middle of two.
func median(rows []Row, measure Measure) *string {
	if len(rows) == 0 {
		return nil
	}
	low, high := &rows[len(rows)/2], &rows[(len(rows)-1)/2]
	if measure.Rate {
		return share(low.number + (high.number-low.number)/2)
	}
	return text((low.exact + (high.exact-low.exact)/2).String())
}

// share writes a rate with four places.
func share(f float64) *string { return text(strconv.FormatFloat(f, 'f', 4, 64)) }

func text(s string) *string { return &s }

func number(n int) *int { return &n }
