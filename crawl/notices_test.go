package crawl

import (
	"testing"

	"gongkai/crawl/portal"
	"gongkai/disclosure"
)

func TestNoticePagesArePassedOverOnlyWhereTheirDatesAllowIt(t *testing.T) {
	falling := func(newest, oldest string) []string {
		return []string{newest, newest, newest, oldest, oldest, oldest}
	}
	list := portal.Pager{Family: "trs", URL: "http://x/{page}", Page: 3, Last: 90}
	cases := []struct {
		name  string
		asked *portal.Pager
		dates []string
		want  []int // the pages asked for next
	}{
		{"far above the season", nil, falling("2023-11-20", "2023-11-10"), []int{3 + mostSkipped}},
		{"near the season", nil, falling("2022-04-20", "2022-04-10"), []int{3}},
		{"in the season", nil, falling("2022-02-20", "2022-02-10"), []int{3}},
		{"before the season", nil, falling("2021-12-20", "2021-12-10"), nil},
		{"out of order", nil, []string{"2023-01-01", "2023-11-02", "2022-05-03", "2023-12-04", "2021-01-01", "2023-06-06"}, []int{3}},
		{"too few dates", nil, []string{"2023-11-20"}, []int{3}},
		{"passed over too much", &portal.Pager{URL: "http://x/{page}", Page: 20, Above: 4, Aim: "2022-03-31"}, falling("2021-12-20", "2021-12-10"), []int{5}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newPortalState(Portal{Name: "x", County: "511724", Years: [2]int{2021, 2021}}, disclosure.NationalRegister(), 0, 12)
			j := &judgement{dates: c.dates, next: []portal.Pager{list}}
			s.steerNotices(&task{role: RoleNotice, pager: c.asked}, j)
			var pages []int
			for _, next := range j.next {
				pages = append(pages, next.Page)
			}
			if len(pages) != len(c.want) || len(pages) > 0 && pages[0] != c.want[0] {
				t.Errorf("next %v, want %v", pages, c.want)
			}
		})
	}
}
