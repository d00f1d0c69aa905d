package guard

import (
	"os"
	"os/exec"
	"time"
)

func attach(cmd *exec.Cmd, recv, send *os.File) { cmd.Stdin, cmd.Stdout = recv, send }

func channel() (in, out *os.File) {
	in, out = os.Stdin, os.Stdout
	os.Stdout = os.Stderr
	return in, out
}

func systemEnv() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
}

func killGroup(p *os.Process) { _ = p.Kill() }

func endGroup() {}

func limitProcess(memory uint64) error {
	watchMemory(memory)
	return nil
}

func limitCPU(time.Duration) error { return nil }
