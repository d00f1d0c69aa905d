//go:build unix

package office

import (
	"context"
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// bounded returns a command whose processes are killed as a group: soffice is a
// script that starts the program proper. A shell sets their limits first, those
// that the system has: macOS bounds no address space.
func bounded(ctx context.Context, path string, arguments ...string) *exec.Cmd {
	const kilobyte, block = 1 << 10, 512
	limits := fmt.Sprintf("ulimit -c 0; ulimit -t %d; ulimit -f %d; ulimit -v %d; ",
		int(deadline/time.Second), 4*maxOutput/block, maxMemory/kilobyte)
	cmd := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", "{ " + limits + `} 2>/dev/null; exec "$0" "$@"`, path}, arguments...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}
