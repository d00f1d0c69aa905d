package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"gongkai/warehouse"
)

// byteOrderMark makes WPS and Excel read a CSV file as UTF-8.
const byteOrderMark = "\ufeff"

// table makes the rows of a file, the header first, and its name.
type table func(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (name string, rows [][]string, err error)

func (s *server) csv(t table) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		snapshot, release := s.snapshots.Acquire(r.Context())
		defer release()
		name, rows, err := t(r.Context(), snapshot, r)
		if err != nil {
			s.problem(w, r, err)
			return
		}
		out := bytes.NewBufferString(byteOrderMark)
		writer := csv.NewWriter(out)
		writer.UseCRLF = true
		for _, row := range rows {
			for i := range row {
				row[i] = harmless(row[i])
			}
			_ = writer.Write(row) // a buffer takes everything
		}
		writer.Flush()
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
		write(w, r, http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
	}
}

// harmless keeps a text from a document from being run as a formula by a
// spreadsheet. A number keeps its sign.
func harmless(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	return "'" + text
}

func (s *server) findingsTable(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, [][]string, error) {
	years, err := snapshot.Years(ctx, r.PathValue("code"))
	if err != nil {
		return "", nil, err
	}
	if len(years) == 0 {
		return "", nil, warehouse.ErrNotFound
	}
	list, err := findingsOf(ctx, snapshot, r, years)
	if err != nil {
		return "", nil, err
	}
	rows := [][]string{{"程度", "区县", "乡镇", "乡镇代码", "年度", "规则", "问题", "应为", "表中为", "算式", "依据", "核实", "核实人", "核实说明", "编号", "原件"}}
	for _, f := range list.all {
		rows = append(rows, []string{severityWords[f.Severity], f.County, f.Town, text(f.TownCode), yearText(f.Year), f.Rule, f.Message, text(f.Expected),
			text(f.Actual), f.Formula, f.Basis, reviewWords[f.Review], f.ReviewedBy, f.ReviewNote, f.Fingerprint, f.URL})
	}
	return "findings-" + r.PathValue("code"), rows, nil
}

func (s *server) statusTable(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, [][]string, error) {
	matrix, err := snapshot.Matrix(ctx, r.PathValue("code"))
	if err != nil {
		return "", nil, err
	}
	rows := [][]string{{"区县", "乡镇", "乡镇代码", "年度", "情况", "公布日期", "期限", "依据", "说明", "部分读取", "错误", "疑点", "提示", "未能判断"}}
	for _, c := range matrix.Cells {
		partial := ""
		if c.Partial {
			partial = "是"
		}
		// Of a report that is not there nothing was counted: blank, not 0.
		counts := [4]string{}
		if c.ReportID != nil {
			for i, n := range [...]int{c.Errors, c.Warnings, c.Infos, c.Undetermined} {
				counts[i] = strconv.Itoa(n)
			}
		}
		rows = append(rows, append([]string{matrix.County, c.Town, c.TownCode, strconv.Itoa(c.Year), statusWords[c.Status], text(c.Published),
			text(c.Due), c.Basis, c.Detail, partial}, counts[:]...))
	}
	return "status-" + matrix.CountyCode, rows, nil
}

func (s *server) compareTable(ctx context.Context, snapshot *warehouse.Snapshot, r *http.Request) (string, [][]string, error) {
	c, err := comparison(ctx, snapshot, r)
	if err != nil {
		return "", nil, err
	}
	rows := [][]string{{"指标", "单位", "年度", "区县", "乡镇", "乡镇代码", "数值", "分子", "分母", "名次", "全县中位数", "有数乡镇", "全部乡镇", "说明"}}
	for _, line := range c.flat() {
		unit := c.Measure.Unit
		if c.Measure.Rate {
			unit = "比例（0–1）"
		}
		value := text(line.Value)
		if line.Denominator != nil && line.Rank == nil {
			value = "" // too few to judge: numerator and denominator say what there is
		}
		rank := ""
		if line.Rank != nil {
			rank = strconv.Itoa(*line.Rank)
		}
		rows = append(rows, []string{c.Measure.Title, unit, strconv.Itoa(line.Year), line.County, line.Town, line.TownCode, value, text(line.Numerator),
			text(line.Denominator), rank, text(line.Median), strconv.Itoa(line.Valued), strconv.Itoa(line.Total), line.Mark})
	}
	return "compare-" + c.Measure.ID + "-" + c.Code, rows, nil
}

func yearText(year *int) string {
	if year == nil {
		return ""
	}
	return strconv.Itoa(*year)
}
