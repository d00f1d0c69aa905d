package warehouse

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gongkai/disclosure"
)

// dataPackage is a Data Package descriptor (specs.frictionlessdata.io), with row
// counts and units beside what the specification has.
type dataPackage struct {
	Profile     string     `json:"profile"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Version     string     `json:"version"`
	Created     string     `json:"created"`
	Sources     []source   `json:"sources"`
	Resources   []resource `json:"resources"`
}

type source struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

type resource struct {
	Name      string      `json:"name"`
	Path      string      `json:"path"`
	Profile   string      `json:"profile"`
	Title     string      `json:"title"`
	Format    string      `json:"format"`
	MediaType string      `json:"mediatype"`
	Encoding  string      `json:"encoding,omitempty"`
	Bytes     int64       `json:"bytes"`
	Hash      string      `json:"hash"`
	RowCount  int         `json:"rowCount"`
	Schema    tableSchema `json:"schema"`
}

type tableSchema struct {
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description"`
	Unit        string `json:"unit,omitempty"`
}

type foreignKey struct {
	Fields    string    `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string `json:"resource"`
	Fields   string `json:"fields"`
}

// fieldType is the Data Package's name of a type of DuckDB.
func fieldType(kind string) string {
	switch {
	case strings.HasSuffix(kind, "[]"):
		return "array"
	case strings.HasPrefix(kind, "DECIMAL"), kind == "DOUBLE":
		return "number"
	case kind == "INTEGER", kind == "BIGINT":
		return "integer"
	case kind == "BOOLEAN":
		return "boolean"
	case kind == "DATE":
		return "date"
	case kind == "TIMESTAMP":
		return "datetime"
	}
	return "string"
}

// describe gives the exported columns of a table or view, and its comment.
func (s *Snapshot) describe(ctx context.Context, table string) ([]column, string, error) {
	columns, err := collect(ctx, s.db, func(rows *sql.Rows) (c column, err error) {
		return c, rows.Scan(&c.name, &c.kind, &c.comment)
	}, `SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
		WHERE database_name = current_database() AND table_name = ? AND column_name NOT IN ('report_no', 'county_no') ORDER BY column_index`, table)
	if err != nil {
		return nil, "", err
	}
	var comment string
	err = s.db.QueryRowContext(ctx, `
		SELECT coalesce(comment, '') FROM duckdb_tables() WHERE database_name = current_database() AND table_name = $1
		UNION ALL
		SELECT coalesce(comment, '') FROM duckdb_views() WHERE database_name = current_database() AND view_name = $1`, table).Scan(&comment)
	return columns, comment, err
}

// sources names the register and the portals.
func (s *Snapshot) sources(ctx context.Context) ([]source, error) {
	portals, err := collect(ctx, s.db, func(rows *sql.Rows) (p source, err error) {
		return p, rows.Scan(&p.Title, &p.Path)
	}, `SELECT coalesce(portal, ''), regexp_extract(url, '^[a-z]+://[^/]+') AS site FROM documents
		WHERE url IS NOT NULL GROUP BY ALL ORDER BY ALL`)
	if err != nil {
		return nil, fmt.Errorf("list sources: %w", err)
	}
	return append([]source{{Title: disclosure.RegisterSource}}, portals...), nil
}

// units gives the units of the wide columns by name.
func (s *Snapshot) units(ctx context.Context) (map[string]string, error) {
	units := map[string]string{}
	_, err := collect(ctx, s.db, func(rows *sql.Rows) (struct{}, error) {
		var name, unit string
		err := rows.Scan(&name, &unit)
		units[name] = unit
		return struct{}{}, err
	}, "SELECT wide_column, max_by(unit, form) FROM cell_dictionary GROUP BY wide_column ORDER BY wide_column")
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	return units, nil
}

// howToRead stands before the tables of the data dictionary.
const howToRead = `
## How to read these data

- **The file.** A snapshot, ` + "`warehouse/gongkai-<version>.duckdb`" + `, never changes. Its storage version is 1.0.0: every DuckDB client from
  1.0 on is meant to read it; opened with 1.1.2, 1.2.0, 1.3.0, 1.4.0 and 1.5.5. Open it read-only: ` + "`duckdb -readonly FILE`" + `,
  ` + "`duckdb.connect(FILE, read_only=True)`" + ` in Python, ` + "`ATTACH 'FILE' (READ_ONLY)`" + ` in SQL. ` + "`CURRENT`" + ` beside it names the newest.
- **A number, a blank, nothing.** value is NULL unless state is reported. state says what stands there: blank, placeholder, illegible, or
  absent where the document has no such cell. NULL is never a zero: leave it out of sums and count it.
- **Once a town and year.** A document that was replaced keeps its old versions, and a report may stand in two places. is_current is
  true for the one report that stands for its town and year; cells_as_published, cells_as_corrected and the wide tables hold only these.
  cell_changes says what a new version changed.
- **As published, as corrected.** What a document says is never overwritten. Corrections of people, each with its reason, are
  laid over it in value_as_corrected, cells_as_corrected and wide_as_corrected.
- **Where a number comes from.** A cell belongs to a report (report_id), this to a version of a document (document_id: source and sha256),
  and the cell says where in it: page and box, or path.
- **Keys.** report_id, document_id and fingerprint are stable over snapshots; cells are named by report_id and key, other rows of
  a report by report_id and ordinal. The database declares no constraints; every snapshot is checked for them before it is published.
- **Fast queries.** Rows lie in the order of county, year and town: a condition on county_code or town_code reads little.
  For arithmetic over many reports take wide_as_published, one column a cell.
- **Files of an export.** Parquet has the types below. CSV is UTF-8 (with a byte order mark if asked for), RFC 4180: nothing between two
  commas is NULL, "" is an empty text; codes are text, numbers have no superfluous zeros, lists are JSON, times are UTC.
  ` + "`gongkai query --format jsonl`" + ` writes JSON lines, decimals as strings.
`

// DataDictionary describes every table, column and cell, as Markdown.
func (s *Snapshot) DataDictionary(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# 数据字典 / Data dictionary\n\n%s\n%s", notice, howToRead)
	for _, table := range exported {
		columns, comment, err := s.describe(ctx, table.name)
		if err != nil {
			return nil, fmt.Errorf("data dictionary: table %s: %w", table.name, err)
		}
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n| column | type | meaning |\n|---|---|---|\n", table.name, comment)
		for _, c := range columns {
			fmt.Fprintf(&out, "| %s | %s | %s |\n", c.name, c.kind, strings.ReplaceAll(c.comment, "|", "\\|"))
		}
	}
	fmt.Fprint(&out, "\n## 表格单元 / Cells\n\n| form | key | 名称 | 单位 |\n|---|---|---|---|\n")
	_, err := collect(ctx, s.db, func(rows *sql.Rows) (struct{}, error) {
		var form, key, label, unit string
		err := rows.Scan(&form, &key, &label, &unit)
		fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", form, key, label, unit)
		return struct{}{}, err
	}, "SELECT form, key, label, unit FROM cell_dictionary ORDER BY form, ordinal")
	if err != nil {
		return nil, fmt.Errorf("data dictionary: cells: %w", err)
	}
	return out.Bytes(), nil
}
