package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"gongkai/warehouse"
)

// phase runs and reports one step.
func (b *bench) phase(name string, work func() error) error {
	debug.FreeOSMemory()
	// Writing 5 sets the peak back to what is resident now; other systems have no such file.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	start, used := time.Now(), processorTime()
	if err := work(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("| %s | %.1f | %.1f | %d | %d |\n", name, time.Since(start).Seconds(), (processorTime() - used).Seconds(), peak(), b.disk()>>20)
	return nil
}

// processorTime is what this process used of the processors: a busy machine makes the
// seconds longer, not this.
func processorTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peak is the greatest resident size since the phase began, in MiB.
func peak() int {
	status, _ := os.ReadFile("/proc/self/status")
	var kilobytes int
	for line := range strings.Lines(string(status)) {
		if rest, found := strings.CutPrefix(line, "VmHWM:"); found {
			fmt.Sscan(rest, &kilobytes)
		}
	}
	return kilobytes >> 10
}

// disk is the size of the newest snapshot and everything else but older snapshots.
func (b *bench) disk() (bytes int64) {
	current, _ := warehouse.CurrentSnapshot(b.dir)
	_ = filepath.WalkDir(b.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), "gongkai-") && path != current {
			return err
		}
		if info, err := entry.Info(); err == nil {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}
