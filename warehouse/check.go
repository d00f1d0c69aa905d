package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gongkai/disclosure"
)

// Violation is something that must not be in a snapshot.
type Violation struct {
	// What says for people what was counted: "乡镇重复".
	What string `json:"what"`
	// Count is how often it occurs.
	Count int64 `json:"count"`
}

// check counts something that must not be there.
type check struct{ what, query string }

// reportTables hold rows of reports, each named by report_no and ordinal.
var reportTables = [...]string{"cell_readings", "sections", "table_readings", "year_statements", "extras", "claims", "doubts"}

// rowChecks look at the rows of some reports; $written is the condition on report_no
// that selects them.
func rowChecks() []check {
	checks := []check{
		{"报告的单元格与其表格不一致（多、少、重复或次序不对）",
			`SELECT count(*) FROM (
				SELECT r.report_no
				FROM (FROM reports WHERE $written AND form IS NOT NULL AND status <> 'rejected') r
				LEFT JOIN (FROM cell_readings WHERE $written) c ON c.report_no = r.report_no
				LEFT JOIN cell_dictionary d ON d.form = r.form AND d.key = c.key AND d.ordinal = c.ordinal
				GROUP BY r.report_no, r.form
				HAVING count(DISTINCT d.ordinal) <> count(c.key)
					OR count(c.key) <> (SELECT count(*) FROM cell_dictionary d WHERE d.form = r.form))`},
		{"代表乡镇年度的报告在 wide_as_published 中没有行",
			"SELECT count(*) FROM reports r ANTI JOIN wide_as_published w ON w.report_no = r.report_no WHERE r.is_current AND r.form IS NOT NULL AND r.$written"},
		{"单元格的数字与状态不符（有数而非 reported，或 reported 而无数）",
			"SELECT count(*) FROM cell_readings WHERE (value IS NOT NULL) <> (state = 'reported') AND $written"},
		{"单元格的状态不在规定之列",
			"SELECT count(*) FROM cell_readings WHERE state NOT IN (" + quoted(disclosure.States[:]) + ") AND $written"},
		{"问题所指的报告不存在",
			"SELECT count(*) FROM findings f ANTI JOIN reports r ON r.report_no = f.report_no AND r.report_id = f.report_id WHERE f.report_id IS NOT NULL AND f.$written"},
		{"判定所指的报告不存在",
			"SELECT count(*) FROM verdicts v ANTI JOIN reports r ON r.report_no = v.report_no AND r.report_id = v.report_id WHERE v.report_id IS NOT NULL AND v.$written"},
	}
	for _, table := range reportTables {
		checks = append(checks, check{table + " 的行没有所属的报告",
			"SELECT count(*) FROM " + table + " t ANTI JOIN reports r ON r.report_no = t.report_no WHERE t.$written"})
	}
	return checks
}

// wholeChecks look at a snapshot as a whole, where that is cheap.
var wholeChecks = []check{
	{"同一乡镇年度有两份代表报告",
		"SELECT count(*) FROM (SELECT body, year FROM reports WHERE is_current AND year IS NOT NULL GROUP BY body, year HAVING count(*) > 1)"},
	{"报告的名称或编号重复", "SELECT 2 * count(*) - count(DISTINCT report_no) - count(DISTINCT report_id) FROM reports"},
	{"文件的名称重复", "SELECT count(*) - count(DISTINCT document_id) FROM documents"},
	{"报告没有对应版本的文件",
		"SELECT count(*) FROM reports r ANTI JOIN documents d ON d.document_id = r.document_id AND d.source = r.source AND d.version = r.version"},
	{"报告所取代的报告不存在",
		"SELECT count(*) FROM reports r ANTI JOIN reports p ON p.report_id = r.supersedes WHERE r.supersedes IS NOT NULL"},
	{"报告的状态不在规定之列", "SELECT count(*) FROM reports WHERE status NOT IN ('parsed', 'partial', 'rejected')"},
	{"乡镇重复", "SELECT count(*) - count(DISTINCT town_code) FROM towns"},
	{"应有报告重复，或其情况不在规定之列",
		"SELECT count(*) - count(DISTINCT (county_code, town_code, town, year)) + count(*) FILTER (WHERE status NOT IN (" + quoted(TownYearStatuses[:]) + ")) FROM town_years"},
	{"应有报告所指的报告不存在",
		"SELECT count(*) FROM town_years y ANTI JOIN reports r ON r.report_no = y.report_no AND r.report_id = y.report_id WHERE y.report_id IS NOT NULL"},
	{"表格单元格的单位不在规定之列", "SELECT count(*) FROM cell_dictionary WHERE unit NOT IN ('件', '项', '条', '次', '人', '人次', '个', '篇', '万元')"},
	{"问题的程度或判定不在规定之列",
		"SELECT count(*) FROM findings WHERE severity NOT IN (" + quoted(disclosure.Severities[:]) + ") OR verdict NOT IN ('fires', 'undetermined')"},
}

// lossChecks hold a snapshot against the working file.
func lossChecks() []check {
	var checks []check
	for _, table := range append([]string{"reports", "findings", "towns", "town_years", "documents"}, reportTables[:]...) {
		checks = append(checks, check{table + " 的行数与工作库不同",
			"SELECT (SELECT count(*) FROM working." + table + ") - (SELECT count(*) FROM " + table + ")"})
	}
	return checks
}

// quoted lists words as literals of SQL.
func quoted[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = quote(string(word))
	}
	return strings.Join(out, ", ")
}

// querier is a connection or a database.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// violations runs checks over the reports that a condition on report_no selects.
func violations(ctx context.Context, db querier, checks []check, written string) ([]Violation, error) {
	var found []Violation
	for _, check := range checks {
		// Most checks read several tables that have the column.
		query := strings.NewReplacer(
			"r.$written", strings.ReplaceAll(written, "report_no", "r.report_no"), "t.$written", strings.ReplaceAll(written, "report_no", "t.report_no"),
			"f.$written", strings.ReplaceAll(written, "report_no", "f.report_no"), "v.$written", strings.ReplaceAll(written, "report_no", "v.report_no"),
			"$written", written).Replace(check.query)
		var count int64
		if err := db.QueryRowContext(ctx, query).Scan(&count); err != nil {
			return nil, fmt.Errorf("check for %s: %w", check.what, err)
		}
		if count != 0 {
			found = append(found, Violation{check.what, count})
		}
	}
	return found, nil
}

// mustHold fails where a check counts anything.
func mustHold(ctx context.Context, db querier, checks []check, written string) error {
	found, err := violations(ctx, db, checks, written)
	for _, v := range found {
		err = errors.Join(err, fmt.Errorf("%w: %s（%d）", ErrInconsistent, v.What, v.Count))
	}
	return err
}

// Check looks for what must not be in a snapshot: keys that stand twice, rows whose
// report or document is not there, cells that are not their form's, words outside
// their closed lists, numbers that no place of a document bears out. It reads the whole
// snapshot. Publish makes all but the last of these checks itself.
func (s *Snapshot) Check(ctx context.Context) ([]Violation, error) {
	found, err := violations(ctx, s.db, wholeSnapshotChecks(), everyReport)
	if err != nil {
		return nil, fmt.Errorf("check snapshot: %w", err)
	}
	return found, nil
}

// everyReport is the condition on report_no that all reports meet.
const everyReport = "report_no >= 0"

func wholeSnapshotChecks() []check {
	checks := append(rowChecks(), wholeChecks...)
	return append(checks, check{"数字没有所在的页码或位置",
		"SELECT count(*) FROM cell_readings WHERE value IS NOT NULL AND page IS NULL AND path IS NULL"})
}
