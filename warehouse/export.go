package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ExportOptions says how files are written.
type ExportOptions struct {
	// BOM puts a byte order mark before CSV files, which WPS and Excel want.
	BOM bool
}

// exported are the tables and views that an export holds, each with its primary
// key, which is also its order.
var exported = []struct {
	name string
	key  []string
	// unique is false where the key orders but does not name a row.
	unique bool
}{
	{"reports", []string{"report_id"}, true},
	{"cells", []string{"report_id", "key"}, true},
	{"cell_changes", []string{"report_id", "key"}, true},
	{"wide_as_published", []string{"report_id"}, true},
	{"wide_as_corrected", []string{"report_id"}, true},
	{"cell_dictionary", []string{"form", "key"}, true},
	{"sections", []string{"report_id", "ordinal"}, true},
	{"claims", []string{"report_id", "ordinal"}, true},
	{"extras", []string{"report_id", "ordinal"}, true},
	{"doubts", []string{"report_id", "ordinal"}, true},
	{"table_readings", []string{"report_id", "ordinal"}, true},
	{"year_statements", []string{"report_id", "ordinal"}, true},
	{"findings", []string{"county_code", "town_code", "town", "year", "rule", "fingerprint", "report_id", "message"}, false},
	{"verdicts", []string{"rule", "county_code", "town_code", "town", "year", "report_id"}, false},
	{"towns", []string{"town_code"}, true},
	{"town_years", []string{"county_code", "town", "year"}, true},
	{"documents", []string{"document_id"}, true},
	{"corrections", []string{"town_code", "year", "key"}, true},
	{"reviews", []string{"fingerprint"}, true},
}

// column is a column of an exported table as DuckDB describes it.
type column struct{ name, kind, comment string }

// Export writes the snapshot into dir, which must be empty or not there: each
// table as Parquet and as CSV, datapackage.json (Data Package) and
// data-dictionary.md. The CSV of the same snapshot has the same bytes each time.
func Export(ctx context.Context, s *Snapshot, dir string, opts ExportOptions) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("export: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("export: %s is not empty", dir)
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	// Everything is written beside dir first: it is there whole or not at all.
	building, err := os.MkdirTemp(parent, ".gongkai-export-")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err = s.export(ctx, building, opts); err == nil {
		if err = os.Chmod(building, 0o755); err == nil {
			err = os.Rename(building, dir)
		}
	}
	if err != nil {
		return errors.Join(fmt.Errorf("export: %w", err), os.RemoveAll(building))
	}
	return nil
}

func (s *Snapshot) export(ctx context.Context, dir string, opts ExportOptions) error {
	descriptor := dataPackage{
		Profile: "data-package", Name: "gongkai-" + s.version, Title: "乡镇政府信息公开工作年度报告数据",
		Description: notice, Version: s.version, Created: s.created.UTC().Format("2006-01-02T15:04:05Z"),
	}
	var err error
	if descriptor.Sources, err = s.sources(ctx); err != nil {
		return err
	}
	units, err := s.units(ctx)
	if err != nil {
		return err
	}
	for _, table := range exported {
		columns, description, err := s.describe(ctx, table.name)
		if err != nil {
			return fmt.Errorf("table %s: %w", table.name, err)
		}
		var rows int
		if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM "+table.name).Scan(&rows); err != nil {
			return fmt.Errorf("table %s: %w", table.name, err)
		}
		schema := tableSchema{MissingValues: []string{""}}
		if table.unique {
			schema.PrimaryKey = table.key
		}
		for _, c := range columns {
			schema.Fields = append(schema.Fields, field{Name: c.name, Type: fieldType(c.kind), Description: c.comment, Unit: units[c.name]})
			if c.name == "report_id" && table.name != "reports" {
				schema.ForeignKeys = append(schema.ForeignKeys, foreignKey{"report_id", reference{"reports", "report_id"}})
			}
		}
		order := " ORDER BY " + strings.Join(table.key, ", ")
		for _, file := range []struct{ format, columns, copyAs, mark string }{
			{"csv", selectList(columns, true), "FORMAT csv, HEADER true, NULLSTR ''", byteOrderMark(opts)},
			{"parquet", selectList(columns, false), "FORMAT parquet, COMPRESSION zstd", ""},
		} {
			path := filepath.Join(dir, table.name+"."+file.format)
			statement := fmt.Sprintf("COPY (SELECT %s FROM %s%s) TO %s (%s)", file.columns, table.name, order, quote(path), file.copyAs)
			if _, err := s.db.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("table %s: write %s: %w", table.name, file.format, err)
			}
			resource := resource{
				Name: table.name, Path: table.name + "." + file.format, Profile: "tabular-data-resource", Title: description,
				Format: file.format, Encoding: "utf-8", MediaType: "text/csv", RowCount: rows, Schema: schema,
			}
			if file.format == "parquet" {
				resource.Name += "-parquet"
				resource.Profile, resource.Encoding, resource.MediaType = "data-resource", "", "application/vnd.apache.parquet"
			}
			if resource.Hash, resource.Bytes, err = seal(path, file.mark); err != nil {
				return fmt.Errorf("table %s: %w", table.name, err)
			}
			descriptor.Resources = append(descriptor.Resources, resource)
		}
	}
	text, err := json.MarshalIndent(descriptor, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), append(text, '\n'), 0o644); err != nil {
		return err
	}
	dictionary, err := s.DataDictionary(ctx)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "data-dictionary.md"), dictionary, 0o644)
}

func byteOrderMark(opts ExportOptions) string {
	if opts.BOM {
		return "\ufeff"
	}
	return ""
}

// selectList names the columns of a file. In CSV decimals lose their trailing
// zeros, lists are JSON and times are ISO 8601 in UTC.
func selectList(columns []column, csv bool) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
		switch {
		case csv && strings.HasPrefix(c.kind, "DECIMAL"):
			names[i] = fmt.Sprintf("rtrim(rtrim(CAST(%[1]s AS VARCHAR), '0'), '.') AS %[1]s", c.name)
		case csv && strings.HasSuffix(c.kind, "[]"):
			names[i] = fmt.Sprintf("CAST(to_json(%[1]s) AS VARCHAR) AS %[1]s", c.name)
		case csv && c.kind == "TIMESTAMP":
			names[i] = fmt.Sprintf("strftime(%[1]s, '%%Y-%%m-%%dT%%H:%%M:%%SZ') AS %[1]s", c.name)
		}
	}
	return strings.Join(names, ", ")
}

// seal puts a mark before a file's content and gives its digest and size.
func seal(path, mark string) (digest string, size int64, err error) {
	if mark != "" {
		content, err := os.Open(path)
		if err != nil {
			return "", 0, err
		}
		marked, err := os.Create(path + ".marked")
		if err != nil {
			return "", 0, errors.Join(err, content.Close())
		}
		_, err = io.Copy(marked, io.MultiReader(strings.NewReader(mark), content))
		if err = errors.Join(err, marked.Close(), content.Close()); err != nil {
			return "", 0, err
		}
		if err := os.Rename(path+".marked", path); err != nil {
			return "", 0, err
		}
	}
	content, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.New()
	size, err = io.Copy(sum, content)
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), size, errors.Join(err, content.Close())
}
