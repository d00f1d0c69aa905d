//go:build !linux

package guard

import (
	"os"
	"runtime/metrics"
	"time"
)

func ownBinary() (string, error) { return os.Executable() }

// watchMemory ends the process when its heap exceeds memory: the stand-in where
// the kernel bounds no address space.
func watchMemory(memory uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	go func() {
		for range time.Tick(50 * time.Millisecond) {
			metrics.Read(sample)
			if sample[0].Value.Uint64() > memory {
				os.Stderr.WriteString(memoryMark + " reached\n")
				endGroup()
				os.Exit(1)
			}
		}
	}()
}
