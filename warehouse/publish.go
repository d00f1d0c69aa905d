package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

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
// content, so that publishing what is current already does nothing; where a few
// counties changed, the others' rows are taken over from the current snapshot.
// ledger may be nil.
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
	if err != nil && !errors.Is(err, ErrNoSnapshot) {
		return Publication{}, fmt.Errorf("publish: %w", err)
	}
	_, absent := os.Stat(published.Path)
	if absent == nil && filepath.Base(current) == file {
		return published, nil
	}
	published.Changed = true
	if errors.Is(absent, fs.ErrNotExist) {
		start := time.Now()
		counties, err := w.build(ctx, published, current)
		if err != nil {
			return Publication{}, fmt.Errorf("publish %s: %w", version, err)
		}
		w.opts.Logger.Info("snapshot built", "version", version, "counties", counties, "seconds", time.Since(start).Seconds())
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
