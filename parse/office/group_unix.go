//go:build unix

package office

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the command the head of a process group that is killed as a
// whole: soffice is a script that starts the program proper.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
