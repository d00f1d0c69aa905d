package main

import (
	"bytes"
	"database/sql"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/internal/guard"
	"gongkai/internal/synth"
	"gongkai/warehouse"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	guard.RunChild(handlers())
	testscript.Main(m, map[string]func(){"gongkai": main})
}

// TestCommandLine runs the scripts in testdata/script: one file a topic, with
// what the commands print and their exit codes.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CACHE_HOME", cacheOfTests())
			return writeSamples(filepath.Join(env.WorkDir, "samples"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": checkExit, "alter": alterSnapshot},
	})
}

// cacheOfTests is shared between scripts and runs, as it is between a user's runs.
func cacheOfTests() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return os.TempDir()
	}
	return dir
}

// writeSamples puts the documents that the scripts read into dir.
func writeSamples(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	tuanba := synth.Tuanba()
	files := map[string][]byte{
		"tuanba.html": []byte(synth.HTMLPage(&tuanba.Report)),
		"tuanba.pdf":  synth.PDF(&tuanba.Report),
		"cut.pdf":     synth.PDF(&tuanba.Report)[:2000],
		"empty.html":  nil,
		"notice.html": []byte("<html><body><h1>关于召开会议的通知</h1><p>定于周一召开会议。</p></body></html>"),
	}
	for _, sample := range synth.County(1) {
		if sample.Mistake == synth.WrongRowTotal {
			files["wrong-total.html"] = []byte(synth.HTMLPage(&sample.Report))
			// The county's own report, with no more applications than this one town had.
			page := strings.ReplaceAll(synth.HTMLPage(&sample.Report), sample.Town.County+sample.Town.Name, sample.Town.County)
			files["county.html"] = []byte(strings.ReplaceAll(page, sample.Town.Name, sample.Town.County))
		}
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// checkExit runs a command and compares its exit code: `exit 4 gongkai parse x`.
func checkExit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = exitStatus(err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// alterSnapshot runs a statement on the published snapshot, as no command can:
// `alter data 'DELETE FROM documents'`.
func alterSnapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: alter DIR STATEMENT")
	}
	path, err := warehouse.CurrentSnapshot(ts.MkAbs(args[0]))
	ts.Check(err)
	db, err := sql.Open("duckdb", path)
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}

func exitStatus(err error) string {
	text := []byte(err.Error())
	return string(bytes.TrimPrefix(text, []byte("exit status ")))
}
