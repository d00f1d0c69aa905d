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

// DataDictionary describes every table, column and cell, as Markdown.
func (s *Snapshot) DataDictionary(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# 数据字典 / Data dictionary\n\n%s\n", notice)
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
