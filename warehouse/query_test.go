package warehouse

import (
	"bytes"
	sqldb "database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// publishedFile makes a small snapshot and gives its path.
func publishedFile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	w := openTest(t, dir)
	fillTest(t, w)
	p := publishTest(t, w, nil)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return p.Path
}

func TestQueries(t *testing.T) {
	path := publishedFile(t)
	t.Run("a query is written in the format asked for", func(t *testing.T) { formats(t, path) })
	t.Run("a stranger's query sees nothing but the snapshot", func(t *testing.T) { sandbox(t, path) })
	t.Run("a query does not tell where the snapshot lies", func(t *testing.T) { secrecy(t, path) })
	t.Run("huge queries are stopped", func(t *testing.T) { limits(t, path) })
}

func formats(t *testing.T, path string) {
	const sql = `SELECT town, value, state, CAST(NULL AS VARCHAR) AS nothing, [1, 2] AS list, DATE '2022-01-19' AS day, TIMESTAMP '2022-01-19 00:00:00' AS moment, 7::HUGEINT AS whole FROM cells
		WHERE key = 'disclosure.fees.amount' ORDER BY town_code; -- 收费`
	for format, want := range map[Format]string{
		CSV: "town,value,state,nothing,list,day,moment,whole\n团坝镇,29.0506,reported,,\"[1,2]\",2022-01-19,2022-01-19T00:00:00Z,7\n" +
			"高穴镇,0,reported,,\"[1,2]\",2022-01-19,2022-01-19T00:00:00Z,7\n",
		JSONL: `{"town":"团坝镇","value":"29.0506","state":"reported","nothing":null,"list":[1,2],"day":"2022-01-19","moment":"2022-01-19T00:00:00Z","whole":7}` + "\n" + `{"town":"高穴镇","value":"0","state":"reported","nothing":null,"list":[1,2],"day":"2022-01-19","moment":"2022-01-19T00:00:00Z","whole":7}` + "\n",
		Table: "town    value    state     nothing  list   day         moment                whole\n" +
			"团坝镇  29.0506  reported           [1,2]  2022-01-19  2022-01-19T00:00:00Z  7\n" +
			"高穴镇  0        reported           [1,2]  2022-01-19  2022-01-19T00:00:00Z  7\n",
	} {
		var out bytes.Buffer
		if err := RunQuery(t.Context(), path, sql, format, &out, QueryLimits{}); err != nil {
			t.Errorf("%s: %v", format, err)
		} else if out.String() != want {
			t.Errorf("%s:\n%s\nwant\n%s", format, out.String(), want)
		}
	}
	var out bytes.Buffer
	if err := RunQuery(t.Context(), path, sql, Parquet, &out, QueryLimits{}); err != nil || !strings.HasPrefix(out.String(), "PAR1") {
		t.Fatalf("parquet: %d bytes, %v", out.Len(), err)
	}
	file := filepath.Join(t.TempDir(), "result.parquet")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		t.Fatal(err)
	}
	db := sqldb.OpenDB(connector)
	defer db.Close()
	var back string
	err = db.QueryRow("SELECT string_agg(concat_ws(' ', town, value, nothing, list, day, moment, whole), '; ') FROM read_parquet(?)", file).Scan(&back)
	if want := "团坝镇 29.050600 [1, 2] 2022-01-19 2022-01-19 00:00:00 7; 高穴镇 0.000000 [1, 2] 2022-01-19 2022-01-19 00:00:00 7"; err != nil || back != want {
		t.Errorf("parquet: %q, %v; want %q", back, err, want)
	}
}

func sandbox(t *testing.T, path string) {
	dir := filepath.Dir(path)
	for name, sql := range map[string]string{
		"reads a text file":                    "SELECT * FROM read_text('/etc/passwd')",
		"reads a file by its name":             "SELECT * FROM '/etc/passwd'",
		"reads a csv file":                     "SELECT * FROM read_csv('/etc/passwd')",
		"reads a blob":                         "SELECT * FROM read_blob('/proc/self/environ')",
		"lists files":                          "SELECT * FROM glob('/*')",
		"reads the working file":               "SELECT * FROM parquet_scan('working.duckdb')",
		"writes a file":                        "COPY (SELECT 1) TO '" + dir + "/out.csv'",
		"attaches a file":                      "ATTACH '" + dir + "/working.duckdb' AS other",
		"attaches memory":                      "ATTACH ':memory:' AS other",
		"changes a setting":                    "SET memory_limit = '100GB'",
		"resets a setting":                     "RESET enable_external_access",
		"changes a setting by pragma":          "PRAGMA memory_limit = '100GB'",
		"installs an extension":                "INSTALL httpfs",
		"loads an extension":                   "LOAD '/tmp/x.duckdb_extension'",
		"deletes rows":                         "DELETE FROM reports",
		"makes a table":                        "CREATE TABLE t (a INTEGER)",
		"makes a temporary macro":              "CREATE TEMP MACRO abs(x) AS 1",
		"hides a write behind a select":        "SELECT 1; DROP TABLE reports",
		"runs text as a statement":             "SELECT * FROM query('COPY (SELECT 1) TO ''/tmp/x.csv''')",
		"exports the database":                 "EXPORT DATABASE '" + dir + "/all'",
		"calls for a checkpoint":               "CHECKPOINT",
		"sets a variable":                      "SET VARIABLE a = 1",
		"prepares a statement":                 "PREPARE p AS SELECT 1",
		"explains, which runs no select":       "EXPLAIN ANALYZE SELECT 1",
		"is empty":                             "",
		"is no statement":                      "SELEC 1",
		"reads over the network":               "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
		"asks for secrets":                     "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
		"writes a log entry to a file":         "CALL enable_logging(storage='file', storage_config={'path': '/tmp/gongkai-log'})",
		"selects from two statements in a row": "SELECT 1; SELECT 2",
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := RunQuery(t.Context(), path, sql, CSV, &out, QueryLimits{Timeout: 20 * time.Second})
			if !errors.Is(err, ErrQuery) || out.Len() > 0 {
				t.Errorf("%q gave %q, %v", sql, out.String(), err)
			}
		})
	}
}

func secrecy(t *testing.T, path string) {
	for _, sql := range []string{
		"SELECT * FROM duckdb_databases()",
		"SELECT * FROM pragma_database_list()",
		"SELECT name, value FROM duckdb_settings()",
	} {
		var out bytes.Buffer
		err := RunQuery(t.Context(), path, sql, JSONL, &out, QueryLimits{})
		if strings.Contains(out.String(), filepath.Dir(path)) {
			t.Errorf("%s: %v: tells %s", sql, err, filepath.Dir(path))
		}
	}
}

func limits(t *testing.T, path string) {
	for name, sql := range map[string]string{
		"a long text in one call":   "SELECT length(repeat('x', 4000000000))",
		"a long list in one call":   "SELECT len(generate_series(1, 2000000000))",
		"a join of everything":      "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c WHERE a.range + b.range = c.range",
		"a comparison without end":  "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
		"more rows than are wanted": "SELECT * FROM range(2000)",
		"more bytes than wanted":    "SELECT repeat('x', 2000000)",
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			start := time.Now()
			err := RunQuery(t.Context(), path, sql, CSV, &out, QueryLimits{Timeout: 1500 * time.Millisecond, MemoryMB: 1024, Rows: 1000, Bytes: 1 << 20})
			if !errors.Is(err, ErrQuery) || out.Len() > 0 {
				t.Errorf("%q gave %d bytes, %v", sql, out.Len(), err)
			}
			t.Logf("%v after %s", err, time.Since(start).Round(time.Millisecond))
		})
	}
}
