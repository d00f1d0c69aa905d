package warehouse

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"gongkai/disclosure"
)

// wideColumn is a cell as a column of the wide tables.
type wideColumn struct {
	key  disclosure.Key
	name string
	// amount is true for money, which has decimals.
	amount bool
	// comment is the Chinese name and unit in the newest form that has the cell.
	comment string
}

// kind is the column's type.
func (c *wideColumn) kind() string {
	if c.amount {
		return "DECIMAL(20,6)"
	}
	return "BIGINT"
}

// wideColumns lists the cells of all forms once, those of the newest form first.
func wideColumns() []wideColumn {
	var columns []wideColumn
	at := map[disclosure.Key]int{}
	for _, form := range disclosure.Forms() {
		for i := range form.Cells {
			spec := &form.Cells[i]
			if n, there := at[spec.Key]; there {
				columns[n].amount = columns[n].amount || spec.Amount()
				continue
			}
			at[spec.Key] = len(columns)
			columns = append(columns, wideColumn{
				key: spec.Key, name: wideName(spec.Key), amount: spec.Amount(),
				comment: fmt.Sprintf("%s（%s）；%s版", form.Name(i), spec.Unit, form.ID),
			})
		}
	}
	return columns
}

// wideName is a key as the name of a column.
func wideName(key disclosure.Key) string { return strings.ReplaceAll(string(key), ".", "_") }

// dictionaryRows are the rows of cell_dictionary.
func dictionaryRows() [][]driver.Value {
	var rows [][]driver.Value
	forms := slices.Clone(disclosure.Forms())
	slices.Reverse(forms)
	for _, form := range forms {
		for i := range form.Cells {
			spec := &form.Cells[i]
			table, row, column := spec.Key.Split()
			labels, columnLabel := form.Labels(i)
			metric := string(spec.Key)
			if same, older := form.Equivalents[spec.Key]; older {
				metric = same
			}
			rows = append(rows, []driver.Value{form.ID, int32(i), string(spec.Key), table, row, column,
				strings.Join(labels, " / "), columnLabel, form.Name(i), spec.Unit, wideName(spec.Key), metric})
		}
	}
	return rows
}

// wideFills give the rows of the wide tables. Each report holds every cell of its
// form, so that the values of a report, in the form's order, are a list whose positions
// are known: that is many times faster than a pivot.
func wideFills() []fill {
	columns := wideColumns()
	wide := func(values, which string) string {
		return fmt.Sprintf(`
WITH valued AS (
    SELECT report_no, list(value ORDER BY ordinal) AS exact,
        list(CASE WHEN value = trunc(value) THEN CAST(value AS BIGINT) END ORDER BY ordinal) AS whole
    FROM (%s) GROUP BY report_no
)
FROM (
%s
) ORDER BY report_no
`, values, strings.Join(wideSelects(columns, which), "\nUNION ALL\n"))
	}
	const read = `
        SELECT c.report_no, c.ordinal, c.value
        FROM cell_readings c JOIN temp.chosen n ON n.report_no = c.report_no
        WHERE c.report_no BETWEEN $first AND $last AND n.is_current`
	return []fill{
		{"wide_as_published", wide(read, "n.is_current")},
		{"wide_corrected_rows", wide(`
        SELECT c.report_no, c.ordinal, coalesce(k.value, c.value) AS value
        FROM cell_readings c JOIN temp.chosen n ON n.report_no = c.report_no
        LEFT JOIN corrected_cells k ON k.report_no = c.report_no AND k.key = c.key
        WHERE c.report_no BETWEEN $first AND $last AND c.report_no IN (SELECT report_no FROM corrected_cells)
    `, "n.report_no IN (SELECT report_no FROM corrected_cells)")},
	}
}

// wideTables make the wide tables, their comments and the view over them.
func wideTables() string {
	var out strings.Builder
	for _, table := range []string{"wide_as_published", "wide_corrected_rows"} {
		fmt.Fprintf(&out, `CREATE TABLE %s (report_no BIGINT, report_id VARCHAR, year INTEGER, county_code VARCHAR, county VARCHAR,
    town_code VARCHAR, town VARCHAR, form VARCHAR, status VARCHAR`, table)
		for _, c := range wideColumns() {
			fmt.Fprintf(&out, ",\n    %s %s", c.name, c.kind())
		}
		out.WriteString(");\n")
		for _, c := range wideColumns() {
			fmt.Fprintf(&out, "COMMENT ON COLUMN %s.%s IS %s;\n", table, c.name, quote(c.comment))
		}
	}
	const note = " NULL where the form has no such cell or no number stands in it; a count with a fraction stands only in cells."
	out.WriteString(`CREATE VIEW wide_as_corrected AS
FROM wide_as_published WHERE report_no NOT IN (SELECT report_no FROM wide_corrected_rows)
UNION ALL
FROM wide_corrected_rows;
COMMENT ON TABLE wide_as_published IS 'One row for each report that stands for its town and year, one column for each cell, as the documents say.` + note + `';
COMMENT ON TABLE wide_corrected_rows IS 'The rows of wide_as_corrected that differ from wide_as_published.';
COMMENT ON VIEW wide_as_corrected IS 'wide_as_published with people''s corrections laid over.` + note + `';
`)
	return out.String()
}

// wideSelects reads the wide rows of each form from the lists of its reports.
func wideSelects(columns []wideColumn, which string) []string {
	var selects []string
	for _, form := range disclosure.Forms() {
		var cells strings.Builder
		for _, c := range columns {
			list := "whole"
			if c.amount {
				list = "exact"
			}
			if i := form.Index(c.key); i < 0 {
				fmt.Fprintf(&cells, ", CAST(NULL AS %s) AS %s", c.kind(), c.name)
			} else {
				fmt.Fprintf(&cells, ", v.%s[%d] AS %s", list, i+1, c.name)
			}
		}
		selects = append(selects, fmt.Sprintf(`SELECT n.report_no, r.report_id, r.year, r.county_code, r.county, r.town_code, r.town, r.form, r.status%s
FROM temp.chosen n JOIN working.reports r ON r.report_id = n.report_id LEFT JOIN valued v ON v.report_no = n.report_no
WHERE $loads(r) AND r.form = %s AND %s`, &cells, quote(form.ID), which))
	}
	return selects
}
