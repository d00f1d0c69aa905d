//go:build linux || darwin

package guard

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// The descriptors of a child's pipes: not the standard ones, which belong to
// whatever prints.
const (
	requestFD  = 3
	responseFD = 4
)

func attach(cmd *exec.Cmd, recv, send *os.File) {
	cmd.ExtraFiles = []*os.File{recv, send}
	cmd.SysProcAttr = childAttributes()
}

func channel() (in, out *os.File) {
	syscall.CloseOnExec(requestFD)
	syscall.CloseOnExec(responseFD)
	return os.NewFile(requestFD, "guard requests"), os.NewFile(responseFD, "guard responses")
}

func systemEnv() []string { return []string{"PATH=" + os.Getenv("PATH")} }

func killGroup(p *os.Process) {
	if p.Pid > 0 {
		_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
	}
}

// endGroup kills the own process group, which the child leads.
func endGroup() {
	if syscall.Getpgrp() == os.Getpid() {
		_ = syscall.Kill(0, syscall.SIGKILL)
	}
}

const maxOpenFiles = 256

// limitCommon sets the limits that Linux and macOS share.
func limitCommon() error {
	watchCPU()
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
		return err
	}
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: maxOpenFiles, Max: maxOpenFiles})
}

// watchCPU ends the process when the kernel says that the processor time of the
// job is used up.
func watchCPU() {
	used := make(chan os.Signal, 1)
	signal.Notify(used, syscall.SIGXCPU)
	go func() {
		<-used
		os.Stderr.WriteString(cpuMark + " used up\n")
		os.Exit(1)
	}()
}

// limitCPU gives the process so much processor time more than it has used.
func limitCPU(more time.Duration) error {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CPU, &limit); err != nil {
		return err
	}
	used := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	limit.Cur = min(uint64((used+more+time.Second-1)/time.Second), limit.Max)
	return syscall.Setrlimit(syscall.RLIMIT_CPU, &limit)
}
