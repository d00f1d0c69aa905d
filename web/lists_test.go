package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/warehouse"
)

func TestTheFileOfReportsHasARowForEachTownAndYear(t *testing.T) {
	s := newSite(t, Options{})
	byTown := map[string]map[string]string{}
	for _, row := range s.rows(t, "/county/"+county+"/status.csv") {
		byTown[row["乡镇代码"]+row["年度"]] = row
	}
	if len(byTown) != 12 {
		t.Errorf("%d rows, want five towns and one unregistered in two years", len(byTown))
	}
	if row := byTown["5117241022021"]; !strings.Contains(row["情况"], "未发现") || row["期限"] != "2022-01-31" || row["依据"] != "县里通知" || row["错误"] != "" {
		t.Errorf("the missing report: %v; of what is not there nothing is counted", row)
	}
	if row := byTown["5117241012022"]; row["部分读取"] != "是" || row["错误"] != "0" || row["未能判断"] != "1" {
		t.Errorf("the report read in part: %v", row)
	}
}

func TestTheFileOfFindingsIsHarmlessInASpreadsheet(t *testing.T) {
	s := newSite(t, Options{})
	var evil map[string]string
	for _, row := range s.rows(t, "/county/"+county+"/findings.csv?severity=error&review=all") {
		if row["编号"] == "evil-103" {
			evil = row
		}
	}
	if evil["问题"] != "'"+formula || evil["乡镇"] != hostile || evil["程度"] != "✕ 错误" {
		t.Errorf("the hostile finding is %v", evil)
	}
}

func TestTheAPIFiltersAndPagesItsLists(t *testing.T) {
	s := newSite(t, Options{})
	if all := decode[[]warehouse.ReportRow](t, s, "/api/reports?county="+county); len(all) != 6 {
		t.Errorf("%d reports stand in the county, want 6", len(all))
	}
	if partial := decode[[]warehouse.ReportRow](t, s, "/api/reports?status=partial"); len(partial) != 1 || partial[0].Detail == "" {
		t.Errorf("read in part: %+v", partial)
	}
	if rejected := decode[[]warehouse.ReportRow](t, s, "/api/reports?status=rejected"); len(rejected) != 1 || rejected[0].Reason != disclosure.ScannedImage {
		t.Errorf("rejected: %+v", rejected)
	}
	seen := map[string]bool{}
	for offset := 0; ; offset += 100 {
		page := decode[[]warehouse.FindingRow](t, s, fmt.Sprintf("/api/findings?town=511724101&limit=100&offset=%d", offset))
		for _, finding := range page {
			seen[finding.Fingerprint] = true
		}
		if len(page) == 0 {
			break
		}
	}
	if len(seen) != 231 {
		t.Errorf("paging gave %d different findings, want 231", len(seen))
	}
	if found := decode[[]warehouse.FindingRow](t, s, "/api/findings?review=dismissed"); len(found) != 1 || found[0].ReviewedBy != "李四" {
		t.Errorf("dismissed: %+v", found)
	}
	if none := s.get(t, "/api/findings?rule=no-such-rule", http.StatusOK); none != "[]\n" {
		t.Errorf("an empty list is %q", none)
	}
}

func TestTheAPINeverMakesANumberOfABlank(t *testing.T) {
	s := newSite(t, Options{})
	detail := decode[warehouse.ReportDetail](t, s, "/api/reports/"+s.reportID(t, "511724101", 2022))
	states := map[disclosure.Key]warehouse.CellRow{}
	for _, cell := range detail.Cells {
		states[cell.Key] = cell
	}
	if cell := states["applications.received.total"]; cell.Value != nil || cell.State != disclosure.Blank {
		t.Errorf("the blank cell: %+v", cell)
	}
	if cell := states["applications.granted.total"]; cell.Value != nil || cell.State != disclosure.Illegible || cell.Raw != "五" {
		t.Errorf("the illegible cell: %+v", cell)
	}
	if cell := states["applications.handled_total.total"]; cell.Value == nil || *cell.Value != "0" {
		t.Errorf("the zero: %+v", cell)
	}
}

func TestTheAPISaysHowTheSnapshotStands(t *testing.T) {
	s := newSite(t, Options{})
	summary := decode[warehouse.Summary](t, s, "/api/summary")
	if summary.Reports != 7 || summary.Rejected != 1 || summary.Counties != 2 || summary.Statuses[warehouse.Missing] != 1 {
		t.Errorf("summary: %+v", summary)
	}
	counties := decode[[]warehouse.CountyRow](t, s, "/api/counties")
	if len(counties) != 2 || counties[0].Late != 1 || counties[0].Unreadable != 1 || counties[1].Reports != 1 {
		t.Errorf("counties: %+v", counties)
	}
	matrix := decode[warehouse.Matrix](t, s, "/api/counties/"+county+"/matrix")
	if len(matrix.Years) != 2 || len(matrix.Cells) != 12 {
		t.Errorf("matrix: %d years, %d cells", len(matrix.Years), len(matrix.Cells))
	}
	response := s.ask("/api/summary")
	if response.Header.Get("X-Snapshot") != summary.Version {
		t.Errorf("the answer names the snapshot %q, want %q", response.Header.Get("X-Snapshot"), summary.Version)
	}
	var description map[string]any
	if err := json.Unmarshal([]byte(s.get(t, "/api/openapi.json", http.StatusOK)), &description); err != nil || description["openapi"] == nil {
		t.Errorf("the description: %v", err)
	}
}
