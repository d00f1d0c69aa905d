package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// resultWriters write the result of a query, by format.
var resultWriters = map[Format]func(context.Context, *result, io.Writer) error{
	Table: writeTable, CSV: writeCSV, JSONL: writeJSONL, Parquet: writeParquet,
}

func writeCSV(_ context.Context, r *result, out io.Writer) error {
	columns, err := r.rows.Columns()
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	if err := w.Write(columns); err != nil {
		return err
	}
	record := make([]string, len(columns))
	for {
		values, err := r.next(len(columns))
		if err != nil {
			return err
		}
		if values == nil {
			w.Flush()
			return w.Error()
		}
		for i, v := range values {
			record[i] = plainText(r.present(i, v))
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
}

func writeJSONL(_ context.Context, r *result, out io.Writer) error {
	columns, err := r.rows.Columns()
	if err != nil {
		return err
	}
	names := make([][]byte, len(columns))
	for i, name := range columns {
		if names[i], err = json.Marshal(name); err != nil {
			return err
		}
	}
	var line []byte
	for {
		values, err := r.next(len(columns))
		if values == nil || err != nil {
			return err
		}
		line = append(line[:0], '{')
		for i, v := range values {
			text, err := json.Marshal(jsonValue(r.present(i, v)))
			if err != nil {
				return err
			}
			if i > 0 {
				line = append(line, ',')
			}
			line = append(append(append(line, names[i]...), ':'), text...)
		}
		if _, err := out.Write(append(line, '}', '\n')); err != nil {
			return err
		}
	}
}

// tableRows bounds what a table for people holds, since its widths need all rows.
const tableRows = 10_000

func writeTable(_ context.Context, r *result, out io.Writer) error {
	columns, err := r.rows.Columns()
	if err != nil {
		return err
	}
	lines := [][]string{columns}
	for {
		values, err := r.next(len(columns))
		if err != nil {
			return err
		}
		if values == nil {
			break
		}
		if len(lines) > tableRows {
			return fmt.Errorf("more than %d rows for a table; add a LIMIT or choose csv", tableRows)
		}
		line := make([]string, len(columns))
		for i, v := range values {
			line[i] = strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(plainText(r.present(i, v)))
		}
		lines = append(lines, line)
	}
	widths := make([]int, len(columns))
	for _, line := range lines {
		for i, text := range line {
			widths[i] = max(widths[i], displayWidth(text))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for i, text := range line {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(text)
			if i < len(line)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-displayWidth(text)))
			}
		}
		if _, err := io.WriteString(out, strings.TrimRight(b.String(), " ")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// displayWidth counts the columns of a terminal: Chinese characters take two.
func displayWidth(text string) int {
	width := 0
	for _, r := range text {
		if r >= 0x1100 && (r <= 0x115F || (r >= 0x2E80 && r <= 0xA4CF) || (r >= 0xAC00 && r <= 0xD7A3) ||
			(r >= 0xF900 && r <= 0xFAFF) || (r >= 0xFE30 && r <= 0xFE4F) || (r >= 0xFF00 && r <= 0xFF60) ||
			(r >= 0xFFE0 && r <= 0xFFE6) || (r >= 0x20000 && r <= 0x3FFFD)) {
			width++
		}
		width++
	}
	return width
}

// hugeWidth is how many digits an integer wider than 64 bits keeps in Parquet.
const hugeWidth = 38

// writeParquet hands the rows to a second database in memory, which sees files but
// no stranger's SQL, and reads back the file it writes.
func writeParquet(ctx context.Context, r *result, out io.Writer) (err error) {
	types, err := r.rows.ColumnTypes()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "result-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	connector, err := duckdb.NewConnector(":memory:?threads=1&memory_limit=256MiB", nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()

	columns := make([]string, len(types))
	for i, t := range types {
		kind := t.DatabaseTypeName()
		switch kind {
		case "SQLNULL", "NULL":
			kind = "INTEGER"
		case "HUGEINT", "UHUGEINT":
			// DuckDB writes these as floating point.
			kind = fmt.Sprintf("DECIMAL(%d,0)", hugeWidth)
		}
		columns[i] = `"` + strings.ReplaceAll(t.Name(), `"`, `""`) + `" ` + kind
	}
	if _, err := conn.ExecContext(ctx, "CREATE TABLE result ("+strings.Join(columns, ", ")+")"); err != nil {
		return fmt.Errorf("a column of this type does not go into Parquet here; cast it: %w", err)
	}
	err = conn.Raw(func(raw any) error {
		appender, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", "result")
		if err != nil {
			return err
		}
		for {
			values, err := r.next(len(types))
			if err != nil {
				return errors.Join(err, appender.Close())
			}
			if values == nil {
				return appender.Close()
			}
			row := make([]driver.Value, len(values))
			for i, v := range values {
				if huge, isHuge := v.(*big.Int); isHuge {
					v = duckdb.Decimal{Width: hugeWidth, Value: huge}
				}
				row[i] = v
			}
			if err := appender.AppendRow(row...); err != nil {
				return errors.Join(err, appender.Close())
			}
		}
	})
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "result.parquet")
	if _, err := conn.ExecContext(ctx, "COPY result TO "+quote(file)+" (FORMAT parquet, COMPRESSION zstd)"); err != nil {
		return err
	}
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, content)
	return errors.Join(err, content.Close())
}

// plainText writes a value as text; NULL is empty.
func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case float32:
		return strconv.FormatFloat(float64(v), 'f', -1, 32)
	case duckdb.Decimal:
		return v.String()
	case *big.Int:
		return v.String()
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case []any, map[string]any, duckdb.OrderedMap:
		text, err := json.Marshal(jsonValue(v))
		if err != nil {
			return fmt.Sprint(v)
		}
		return string(text)
	}
	return fmt.Sprint(v)
}

// jsonValue turns a value into what JSON can carry without loss: decimals become
// strings, integers of any size numbers.
func jsonValue(v any) any {
	switch v := v.(type) {
	case nil, string, bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64:
		return v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return plainText(v)
		}
		return v
	case float32:
		return jsonValue(float64(v))
	case *big.Int:
		return json.Number(v.String())
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = jsonValue(item)
		}
		return items
	case map[string]any:
		fields := make(map[string]any, len(v))
		for name, field := range v {
			fields[name] = jsonValue(field)
		}
		return fields
	case duckdb.OrderedMap:
		fields := map[string]any{}
		for _, key := range v.Keys() {
			field, _ := v.Get(key)
			fields[plainText(key)] = jsonValue(field)
		}
		return fields
	}
	return plainText(v)
}
