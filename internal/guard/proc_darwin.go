package guard

import "syscall"

func childAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func limitProcess(memory uint64) error {
	watchMemory(memory)
	return limitCommon()
}
