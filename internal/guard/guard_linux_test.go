package guard

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestWhatAChildStartedDiesWithIt(t *testing.T) {
	pool := testPool(t, Limits{Jobs: 1})
	pid := do(t, pool, "spawn")
	if alive(t, pid) {
		t.Errorf("process %s outlived the child that started it", pid)
	}
	slow := testPool(t, Limits{Wall: 300 * time.Millisecond})
	if _, err := slow.Do(context.Background(), []byte("spawn and hang")); err == nil {
		t.Error("no error")
	}
}

// alive reports whether a process runs; it waits a little for the kernel.
func alive(t *testing.T, pid string) bool {
	t.Helper()
	for range 100 {
		status, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil || strings.Contains(string(status), ") Z ") {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

func TestTheLimitsAreSetOnTheChild(t *testing.T) {
	pool := testPool(t, Limits{Memory: 512 << 20, CPU: 7 * time.Second})
	pid, err := strconv.Atoi(do(t, pool, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	limits, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/limits")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(limits), "\n") {
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "Max core file size") && fields[4] != "0",
			strings.HasPrefix(line, "Max open files") && fields[3] != strconv.Itoa(maxOpenFiles),
			strings.HasPrefix(line, "Max address space") && fields[3] == "unlimited",
			strings.HasPrefix(line, "Max cpu time") && fields[3] == "unlimited":
			t.Error(line)
		}
	}
}
