package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"gongkai/disclosure"
)

//go:embed snapshot/*.sql
var snapshotFiles embed.FS

// notice stands in every snapshot and export.
const notice = "由计算机自动读取、核对的公开信息，疑似问题以人工核实为准；空白不等于零。"

// Publication is the snapshot that Publish made or found up to date.
type Publication struct {
	Version string `json:"version"`
	Path    string `json:"path"`
	// Changed is false where this content was current before.
	Changed bool `json:"changed"`
}

// Publish builds a snapshot of the working file and the ledger beside the older
// ones, checks it, and switches CURRENT to it. The version is derived from the
// content, so that publishing what is current already does nothing. ledger may be
// nil.
func (w *Warehouse) Publish(ctx context.Context, ledger *Ledger) (Publication, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var decided decisions
	if ledger != nil {
		var err error
		if decided, err = readDecisions(ctx, ledger); err != nil {
			return Publication{}, fmt.Errorf("publish: %w", err)
		}
	}
	version, err := w.contentVersion(ctx, decided)
	if err != nil {
		return Publication{}, fmt.Errorf("publish: version: %w", err)
	}
	file := "gongkai-" + version + ".duckdb"
	published := Publication{Version: version, Path: filepath.Join(w.dir, "warehouse", file)}
	current, err := CurrentSnapshot(w.dir)
	if err == nil && filepath.Base(current) == file {
		return published, nil
	}
	if err != nil && !errors.Is(err, ErrNoSnapshot) {
		return Publication{}, fmt.Errorf("publish: %w", err)
	}
	published.Changed = true
	if _, err := os.Stat(published.Path); errors.Is(err, fs.ErrNotExist) {
		start := time.Now()
		if err := w.build(ctx, published, decided); err != nil {
			return Publication{}, fmt.Errorf("publish %s: %w", version, err)
		}
		w.opts.Logger.Info("snapshot built", "version", version, "seconds", time.Since(start).Seconds())
	}
	if err := switchCurrent(w.dir, file); err != nil {
		return Publication{}, fmt.Errorf("publish %s: %w", version, err)
	}
	return published, prune(w.dir, w.opts.Keep, file)
}

// decisions is what the ledger says.
type decisions struct {
	Reviews     []Review
	Corrections []Correction
}

func readDecisions(ctx context.Context, ledger *Ledger) (decisions, error) {
	reviews, err := ledger.Reviews(ctx)
	if err != nil {
		return decisions{}, err
	}
	corrections, err := ledger.Corrections(ctx)
	return decisions{reviews, corrections}, err
}

// contentVersion derives a version from everything that goes into a snapshot:
// its layout, the forms, what was loaded, and what people decided.
func (w *Warehouse) contentVersion(ctx context.Context, decided decisions) (string, error) {
	sum := sha256.New()
	statements, err := snapshotStatements()
	if err != nil {
		return "", err
	}
	fmt.Fprintln(sum, schemaVersion(), statements, notice, disclosure.RegisterSource, dictionaryRows())
	for _, query := range []string{
		"SELECT source, version, digest FROM documents ORDER BY source, version, digest",
		"SELECT county_code, county, digest FROM county_loads ORDER BY county_code",
	} {
		if err := w.hashRows(ctx, sum, query); err != nil {
			return "", err
		}
	}
	if err := json.NewEncoder(sum).Encode(decided); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

func (w *Warehouse) hashRows(ctx context.Context, sum hash.Hash, query string) error {
	rows, err := w.conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a, b, c string
		if err := rows.Scan(&a, &b, &c); err != nil {
			return err
		}
		fmt.Fprintf(sum, "%q %q %q\n", a, b, c)
	}
	return rows.Err()
}

// snapshotStatements are the statements that fill a snapshot.
func snapshotStatements() (string, error) {
	contents, err := snapshotFiles.ReadFile("snapshot/2_contents.sql")
	if err != nil {
		return "", err
	}
	return string(contents) + wideStatements(), nil
}

// build makes the file of a snapshot under another name and renames it.
func (w *Warehouse) build(ctx context.Context, p Publication, decided decisions) error {
	building := p.Path + ".building"
	if err := removeBuilds(filepath.Dir(p.Path)); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, attachment{path: building, name: snapshotName}.statement()); err != nil {
		return translate(err)
	}
	err := w.fill(ctx, p.Version, decided)
	// Whatever happened, the connection goes back to the working file.
	for _, statement := range []string{"USE " + workingName, "DETACH " + snapshotName} {
		if _, failure := w.conn.ExecContext(context.WithoutCancel(ctx), statement); failure != nil {
			err = errors.Join(err, failure)
		}
	}
	if err != nil {
		return errors.Join(err, os.Remove(building))
	}
	if err := syncFile(building); err != nil {
		return err
	}
	return os.Rename(building, p.Path)
}

// removeBuilds removes what builds that were killed left behind: only the one
// writer builds.
func removeBuilds(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, "gongkai-") && strings.Contains(name, ".duckdb.building") {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Warehouse) fill(ctx context.Context, version string, decided decisions) error {
	inputs, err := snapshotFiles.ReadFile("snapshot/1_inputs.sql")
	if err != nil {
		return err
	}
	contents, err := snapshotStatements()
	if err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "USE "+snapshotName); err != nil {
		return err
	}
	// One transaction: a thousand comments would each wait for the disk otherwise.
	err = transact(ctx, w.conn, func() error {
		if _, err := w.conn.ExecContext(ctx, string(inputs)); err != nil {
			return err
		}
		if err := w.fillInputs(version, decided); err != nil {
			return err
		}
		if _, err := w.conn.ExecContext(ctx, contents); err != nil {
			return err
		}
		if err := inheritComments(ctx, w.conn); err != nil {
			return err
		}
		return checkSnapshot(ctx, w.conn)
	})
	if err != nil {
		return err
	}
	_, err = w.conn.ExecContext(ctx, "CHECKPOINT "+snapshotName)
	return err
}

func (w *Warehouse) fillInputs(version string, decided decisions) error {
	return w.conn.Raw(func(conn any) error {
		write := func(table string, rows [][]driver.Value) error {
			appender, err := duckdb.NewAppender(conn.(driver.Conn), snapshotName, "main", table)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := appender.AppendRow(row...); err != nil {
					return errors.Join(err, appender.Close())
				}
			}
			return appender.Close()
		}
		var reviews, corrections [][]driver.Value
		for _, r := range decided.Reviews {
			reviews = append(reviews, []driver.Value{r.Fingerprint, string(r.Status), r.By, r.Note, r.At.UTC()})
		}
		for _, c := range decided.Corrections {
			corrections = append(corrections, []driver.Value{c.TownCode, int32(c.Year), string(c.Key), decimal(*c.Value), c.Reason, c.By, c.At.UTC()})
		}
		return errors.Join(
			write("snapshot", [][]driver.Value{{version, w.opts.Now().UTC(), int32(schemaVersion()), disclosure.RegisterSource, notice}}),
			write("cell_dictionary", dictionaryRows()),
			write("reviews", reviews),
			write("corrections", corrections),
		)
	})
}

// CurrentSnapshot returns the path of the published snapshot, or ErrNoSnapshot.
func CurrentSnapshot(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, "warehouse", "CURRENT"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", dir, ErrNoSnapshot)
	}
	if err != nil {
		return "", fmt.Errorf("read CURRENT: %w", err)
	}
	file := strings.TrimSpace(string(text))
	if file != filepath.Base(file) || !isSnapshot(file) {
		return "", fmt.Errorf("CURRENT names %q, which is no snapshot", file)
	}
	return filepath.Join(dir, "warehouse", file), nil
}

func isSnapshot(file string) bool {
	return strings.HasPrefix(file, "gongkai-") && strings.HasSuffix(file, ".duckdb")
}

// switchCurrent makes CURRENT name a file, at once or not at all.
func switchCurrent(dir, file string) error {
	path := filepath.Join(dir, "warehouse", "CURRENT")
	if err := os.WriteFile(path+".new", []byte(file+"\n"), 0o644); err != nil {
		return err
	}
	if err := syncFile(path + ".new"); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// syncFile asks the system to put a file or directory on the disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// prune removes all but the newest snapshots. A reader that has one open keeps it.
func prune(dir string, keep int, current string) error {
	entries, err := os.ReadDir(filepath.Join(dir, "warehouse"))
	if err != nil {
		return fmt.Errorf("list snapshots: %w", err)
	}
	var old []fs.FileInfo
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && isSnapshot(entry.Name()) && entry.Name() != current {
			old = append(old, info)
		}
	}
	slices.SortFunc(old, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, info := range old[min(keep-1, len(old)):] {
		if err := os.Remove(filepath.Join(dir, "warehouse", info.Name())); err != nil {
			return fmt.Errorf("remove old snapshot: %w", err)
		}
	}
	return nil
}
