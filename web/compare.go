package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/metrics"
	"gongkai/warehouse"
)

// compareContent is a comparison of a county's towns by one measure: in one year,
// or over all years.
type compareContent struct {
	County   string
	Code     string
	Measures []metrics.Measure
	Measure  metrics.Measure
	Years    []int
	// Year is 0 for all years.
	Year int
	// Order is how the rows are sorted: by "rank", by "code" of the town or by "town".
	Order rankOrder
	Rows  []metrics.Row
	// Lines are the towns over the years, where all are asked for; Medians, the same
	// of the county.
	Lines   []trendOfTown
	Medians []median
}

// trendOfTown is a town with a row a year; nil where it has no report of the year.
type trendOfTown struct {
	TownCode, Town string
	Rows           []*metrics.Row
}

// median is the county's in one year, with how many towns it rests on.
type median struct {
	Text          string
	Valued, Total int
}

type rankOrder string

const (
	orderRank rankOrder = "rank"
	orderCode rankOrder = "code"
)

// Link is the address of the same comparison with another order.
func (c compareContent) Link(by string) string { return c.query(by) }

// CSV is the address of the same comparison as a file.
func (c compareContent) CSV() string { return "/compare/" + c.Code + "/table.csv" + c.query("") }

func (c compareContent) query(by string) string {
	asked := url.Values{"measure": {c.Measure.ID}, "year": {"all"}}
	if c.Year != 0 {
		asked.Set("year", strconv.Itoa(c.Year))
	}
	if by != "" {
		asked.Set("sort", by)
	}
	return "?" + asked.Encode()
}

// First is a row of the comparison that says what all rows say: median and n/N.
func (c compareContent) First() *metrics.Row {
	if len(c.Rows) == 0 {
		return nil
	}
	return &c.Rows[0]
}

func (s *server) compare(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, []crumb, any, error) {
	c, err := comparison(ctx, snapshot, r)
	return c.Measure.Title + "：乡镇比较", []crumb{home, {c.County, "/county/" + c.Code}}, c, err
}

func comparison(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (c compareContent, err error) {
	c = compareContent{Code: r.PathValue("code"), Measures: metrics.Measures()}
	if c.Years, err = snapshot.Years(ctx, c.Code); err != nil {
		return c, err
	}
	if len(c.Years) == 0 {
		return c, fmt.Errorf("county %s: %w", c.Code, warehouse.ErrNotFound)
	}
	if c.Order, err = word(r, "sort", orderRank, orderCode); err != nil {
		return c, err
	}
	c.Order = cmp.Or(c.Order, orderRank)
	c.Measure, _ = metrics.MeasureByID("applications_received")
	if asked := r.URL.Query().Get("measure"); asked != "" {
		var known bool
		if c.Measure, known = metrics.MeasureByID(asked); !known {
			return c, fmt.Errorf("%w：measure=%q 不是已有的指标", errRequest, asked)
		}
	}
	if r.URL.Query().Get("year") == "all" {
		return c, c.overYears(ctx, snapshot)
	}
	if c.Year, err = yearOf(r, c.Years); err != nil {
		return c, err
	}
	c.Year = cmp.Or(c.Year, slices.Max(c.Years))
	if c.Rows, err = c.of(ctx, snapshot, c.Year); err != nil {
		return c, err
	}
	if c.Order == orderCode {
		slices.SortStableFunc(c.Rows, func(a, b metrics.Row) int { return cmp.Compare(a.TownCode, b.TownCode) })
	}
	return c, nil
}

// of compares the towns of one year, and learns the county's name.
func (c *compareContent) of(ctx context.Context, snapshot *warehouse.Snapshot, year int) ([]metrics.Row, error) {
	rows, err := metrics.Compare(ctx, snapshot, metrics.Query{Measure: c.Measure.ID, Year: year, CountyCode: c.Code, View: warehouse.AsPublished})
	if len(rows) > 0 {
		c.County = rows[0].County
	}
	return rows, err
}

// overYears lays the towns' values out a year a column.
func (c *compareContent) overYears(ctx context.Context, snapshot *warehouse.Snapshot) error {
	at := map[string]int{}
	for n, year := range c.Years {
		rows, err := c.of(ctx, snapshot, year)
		if err != nil {
			return err
		}
		var middle median
		for i := range rows {
			row := &rows[i]
			middle = median{row.MedianText(), row.Valued, row.Total}
			name := row.TownCode + row.Town
			if _, seen := at[name]; !seen {
				at[name] = len(c.Lines)
				c.Lines = append(c.Lines, trendOfTown{row.TownCode, row.Town, make([]*metrics.Row, len(c.Years))})
			}
			c.Lines[at[name]].Rows[n] = row
		}
		c.Medians = append(c.Medians, middle)
	}
	slices.SortStableFunc(c.Lines, func(a, b trendOfTown) int {
		return cmp.Or(cmp.Compare(emptyLast(a.TownCode), emptyLast(b.TownCode)), cmp.Compare(a.Town, b.Town))
	})
	return nil
}

// emptyLast orders towns that no register knows after the others.
func emptyLast(code string) string { return cmp.Or(code, "~") }

// flat are the rows of one year, or of all years by town.
func (c *compareContent) flat() []*metrics.Row {
	var rows []*metrics.Row
	for i := range c.Rows {
		rows = append(rows, &c.Rows[i])
	}
	for _, line := range c.Lines {
		for _, row := range line.Rows {
			if row != nil {
				rows = append(rows, row)
			}
		}
	}
	return rows
}
